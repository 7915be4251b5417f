"""Dates as printed, in every form of the two editions and their neighbours, to EDTF and inclusive bounds."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING

import edtf
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from corrstats.dates import DateReader, ImpossibleDateError, Point, day_range, split_days
from corrstats.document import Letter, Passage, Zone
from corrstats.extract.dating import settle_dates
from corrstats.languages import read_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Reader
    from corrstats.dates import DateRange
    from corrstats.extract.dating import Dated
    from corrstats.facts import Doubt

MONTH_FIRST = DateReader(read_language("en"), century=1900, month_first=True)
DAY_FIRST = DateReader(read_language("en"), century=1900, month_first=False)
READERS = {"month first": MONTH_FIRST, "day first": DAY_FIRST}
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


def read_one(text: str, reader: DateReader = MONTH_FIRST) -> DateRange:
    """Read the one date of a text."""
    (found,) = reader.find(text)
    return found.value.range()


def bounds(date: DateRange) -> tuple[str, str]:
    """Give the bounds as ISO dates, empty where open."""
    return tuple(day.isoformat() if day else "" for day in (date.earliest, date.latest))  # type: ignore[return-value]


# ------------------------------------------------------------------------------------- the forms, as a table

# text, EDTF, first and last day (empty: open)
FORMS = [
    # a day, in words
    ("2 August 1930", "1930-08-02", "1930-08-02", "1930-08-02"),
    ("October 2, 1934", "1934-10-02", "1934-10-02", "1934-10-02"),
    ("October 2 1934", "1934-10-02", "1934-10-02", "1934-10-02"),
    ("16th of June 1926", "1926-06-16", "1926-06-16", "1926-06-16"),
    ("18 April1930", "1930-04-18", "1930-04-18", "1930-04-18"),
    # bracketed, half-bracketed
    ("[13 August 1930]", "1930-08-13", "1930-08-13", "1930-08-13"),
    ("October 3 [1934]", "1934-10-03", "1934-10-03", "1934-10-03"),
    ("3 October [1934]", "1934-10-03", "1934-10-03", "1934-10-03"),
    # terminus ante and post quem
    ("Before 20 April 1930", "../1930-04-19", "", "1930-04-19"),
    ("Earlier than 20 April 1930", "../1930-04-19", "", "1930-04-19"),
    ("earlier than April 1, 1930", "../1930-03-31", "", "1930-03-31"),
    ("No earlier than 6 August 1930", "1930-08-06/..", "1930-08-06", ""),
    ("not before May 3, 1931", "1931-05-03/..", "1931-05-03", ""),
    ("No later than 15 September 1930", "../1930-09-15", "", "1930-09-15"),
    ("not later than September 15, 1930", "../1930-09-15", "", "1930-09-15"),
    ("after 31 December 1930", "1931-01-01/..", "1931-01-01", ""),
    ("Later than 3 May 1931", "1931-05-04/..", "1931-05-04", ""),
    ("before July 1930", "../1930-06-30", "", "1930-06-30"),
    ("no earlier than July 1930", "1930-07-01/..", "1930-07-01", ""),
    ("no later than February 1932", "../1932-02-29", "", "1932-02-29"),
    # between, from, ranges
    ("between 5 and 12 May 1927", "1927-05-05/1927-05-12", "1927-05-05", "1927-05-12"),
    ("Between 28 April and 3 May 1927", "1927-04-28/1927-05-03", "1927-04-28", "1927-05-03"),
    ("between May 5 and 12, 1927", "1927-05-05/1927-05-12", "1927-05-05", "1927-05-12"),
    ("from 28 April to 3 May 1927", "1927-04-28/1927-05-03", "1927-04-28", "1927-05-03"),
    ("4-5 October 1934", "1934-10-04/1934-10-05", "1934-10-04", "1934-10-05"),
    ("October 4–5, 1934", "1934-10-04/1934-10-05", "1934-10-04", "1934-10-05"),
    ("28 April - 3 May 1927", "1927-04-28/1927-05-03", "1927-04-28", "1927-05-03"),
    ("June 29 – July 2, 1935", "1935-06-29/1935-07-02", "1935-06-29", "1935-07-02"),
    ("28 December 1926 - 3 January 1927", "1926-12-28/1927-01-03", "1926-12-28", "1927-01-03"),
    ("September-October 1934", "1934-09/1934-10", "1934-09-01", "1934-10-31"),
    ("December 1934-January 1935", "1934-12/1935-01", "1934-12-01", "1935-01-31"),
    ("1925-1936", "1925/1936", "1925-01-01", "1936-12-31"),
    ("1930-31", "1930/1931", "1930-01-01", "1931-12-31"),
    ("1930/31", "1930/1931", "1930-01-01", "1931-12-31"),
    # dashes lost
    ("1721 December 1930", "1930-12-17/1930-12-21", "1930-12-17", "1930-12-21"),
    ("810 July 1930", "1930-07-08/1930-07-10", "1930-07-08", "1930-07-10"),
    ("19301931", "1930/1931", "1930-01-01", "1931-12-31"),
    # parts of months, months, seasons, years
    ("early July 1930", "1930-07-01~/1930-07-10~", "1930-07-01", "1930-07-10"),
    ("mid-October 1934", "1934-10-11~/1934-10-20~", "1934-10-11", "1934-10-20"),
    ("midOctober 1934", "1934-10-11~/1934-10-20~", "1934-10-11", "1934-10-20"),
    ("in late February 1932", "1932-02-21~/1932-02-29~", "1932-02-21", "1932-02-29"),
    ("at the end of April 1931", "1931-04-21~/1931-04-30~", "1931-04-21", "1931-04-30"),
    ("Late August-Early September 1930", "1930-08-21~/1930-09-10~", "1930-08-21", "1930-09-10"),
    ("Late AugustEarly September 1930", "1930-08-21~/1930-09-10~", "1930-08-21", "1930-09-10"),
    ("spring 1931", "1931-21", "1931-03-01", "1931-05-31"),
    ("the summer of 1930", "1930-22", "1930-06-01", "1930-08-31"),
    ("in the fall of 1930", "1930-23", "1930-09-01", "1930-11-30"),
    ("autumn 1930", "1930-23", "1930-09-01", "1930-11-30"),
    ("July 1930", "1930-07", "1930-07-01", "1930-07-31"),
    ("February 1932", "1932-02", "1932-02-01", "1932-02-29"),
    ("in 1929", "1929", "1929-01-01", "1929-12-31"),
    # one of two days
    ("8 or 9 July 1927", "[1927-07-08,1927-07-09]", "1927-07-08", "1927-07-09"),
    # Roman months: slash, dot, hyphen, blanks, no sign at all; two digits are the edition's century
    ("1/X-34", "1934-10-01", "1934-10-01", "1934-10-01"),
    ("2/X - 34", "1934-10-02", "1934-10-02", "1934-10-02"),
    ("23 / X - 34", "1934-10-23", "1934-10-23", "1934-10-23"),
    ("9/X.34", "1934-10-09", "1934-10-09", "1934-10-09"),
    ("26.X.34", "1934-10-26", "1934-10-26", "1934-10-26"),
    ("7-VIII-33", "1933-08-07", "1933-08-07", "1933-08-07"),
    ("22/X 34", "1934-10-22", "1934-10-22", "1934-10-22"),
    ("26X - 34", "1934-10-26", "1934-10-26", "1934-10-26"),
    ("1/III-1934", "1934-03-01", "1934-03-01", "1934-03-01"),
    # month and year in figures
    ("8/1930", "1930-08", "1930-08-01", "1930-08-31"),
]


# what is read otherwise today; each is to be moved up when it is right
WRONG = [
    ("from 5 to 12 May 1927", "1927-05-05/1927-05-12", "1927-05-05", "1927-05-12"),
    ("17 to 21 December 1930", "1930-12-17/1930-12-21", "1930-12-17", "1930-12-21"),
    ("28 December - 3 January 1927", "1926-12-28/1927-01-03", "1926-12-28", "1927-01-03"),
    ("2 Aug. 1930", "1930-08-02", "1930-08-02", "1930-08-02"),
    ("Aug. 2, 1930", "1930-08-02", "1930-08-02", "1930-08-02"),
    ("18April 1930", "1930-04-18", "1930-04-18", "1930-04-18"),
]


@pytest.mark.parametrize(
    ("text", "written", "earliest", "latest"),
    FORMS + WRONG,
    ids=[form[0] for form in FORMS + WRONG],
)
def test_a_printed_form_gives_its_edtf_and_its_bounds(
    text: str, written: str, earliest: str, latest: str
) -> None:
    date = read_one(f"so {text}, then")
    assert (date.edtf, *bounds(date)) == (written, earliest, latest)


@pytest.mark.parametrize("written", sorted({form[1] for form in FORMS}))
def test_what_we_write_is_edtf_to_another_library_too(written: str) -> None:
    assert str(edtf.parse_edtf(written)).replace(", ", ",") == written


def test_either_of_two_parts_of_months_says_the_same_in_edtf_and_bounds() -> None:
    date = read_one("late August or early September 1930")
    assert bounds(date) == ("1930-08-21", "1930-09-10")
    assert "1930-08," not in date.edtf


def test_two_days_joined_by_and_are_two_dates() -> None:
    (found,) = MONTH_FIRST.find("On 5 and 12 May 1927 it met.")
    assert [one.range().edtf for one in found.value.days] == ["1927-05-05", "1927-05-12"]


def test_the_year_after_two_days_of_two_months_is_that_of_both() -> None:
    found = MONTH_FIRST.find("on 20 July and 3 August 1930")
    assert [one.value.range().edtf for one in found] == ["1930-07-20", "1930-08-03"]


@pytest.mark.parametrize(
    ("text", "month_first", "day_first"),
    [
        ("8/6/30", "1930-08-06", "1930-06-08"),
        ("9/10/30", "1930-09-10", "1930-10-09"),
        ("12/1/1930", "1930-12-01", "1930-01-12"),
    ],
)
def test_figures_are_read_in_the_order_of_the_edition(text: str, month_first: str, day_first: str) -> None:
    assert read_one(text, MONTH_FIRST).edtf == month_first
    assert read_one(text, DAY_FIRST).edtf == day_first


@pytest.mark.parametrize(("text", "reader"), [("9/22/30", "day first"), ("22/9/30", "month first")])
def test_figures_that_do_not_fit_the_order_are_no_other_day(text: str, reader: str) -> None:
    with pytest.raises(ImpossibleDateError, match="no month 22"):
        read_one(text, READERS[reader])


@pytest.mark.parametrize(("century", "year"), [(1800, 1834), (1900, 1934)])
def test_two_digits_are_a_year_of_the_century_of_the_edition(century: int, year: int) -> None:
    reader = DateReader(read_language("en"), century=century)
    assert read_one("9/X-34", reader).edtf == f"{year}-10-09"


@pytest.mark.parametrize("text", ["October 3", "3/X", "10/3", "on 3 October it"])
def test_a_day_without_a_year_stays_without_one(text: str) -> None:
    (found,) = MONTH_FIRST.find(text)
    assert found.value.needs_year
    assert found.value.with_year(1931).range().edtf == "1931-10-03"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("31 September 1934", "no day 31 in September 1934"),
        ("September 31, 1934", "no day 31 in September 1934"),
        ("29 February 1931", "no day 29 in February 1931"),
        ("31/IX-34", "no day 31 in September 1934"),
        ("32.X.34", "no day 32 in October 1934"),
        ("0 May 1930", "no day 0 in May 1930"),
        ("13/13/30", "no month 13"),
        ("12-5 October 1934", "1934-10-05 is before 1934-10-12"),
    ],
)
def test_a_day_that_no_calendar_has_is_refused(text: str, message: str) -> None:
    with pytest.raises(ImpossibleDateError, match=message):
        read_one(text)


def test_a_month_that_the_scan_made_unreadable_is_not_guessed() -> None:
    (found,) = MONTH_FIRST.find("From Moscow 27A - 34 at 5")
    assert (found.value.form, found.value.first.month, found.value.first.day) == ("damaged", None, 27)
    assert "27A - 34" in found.value.mend


@pytest.mark.parametrize(
    "text",
    [
        "d. 793, ll. 11, 32",
        "No. 2860/sh.",
        "10 or 12 men",
        "the 3 of them may march",
        "In October Square",
        "1,930 poods",
        "1/2/3/4",
        "39/45%",
        "T. XVII. pp. 566",
        "one of 2 1/2 versts",
    ],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    found = [one.value for one in MONTH_FIRST.find(text)]
    assert [one for one in found if one.first.day is not None or one.first.year is not None] == []


# ------------------------------------------------------------------------------------------- lost dashes


@pytest.mark.parametrize(
    ("digits", "days"),
    [
        ("1721", (17, 21)),
        ("810", (8, 10)),
        ("12", (1, 2)),
        ("2831", (28, 31)),
        ("1934", None),  # no month has 34 days
        ("3131", None),  # not rising
        ("2117", None),
        ("123", (1, 23)),
        ("305", None),
    ],
)
def test_run_together_days_come_apart_only_where_one_split_rises(
    digits: str, days: tuple[int, int] | None
) -> None:
    assert split_days(digits) == days


@pytest.mark.parametrize("text", ["17 December 1930", "1934 December", "3131 July 1930", "12 July 1930"])
def test_digits_that_can_stand_are_left_alone(text: str) -> None:
    assert [one.value.mend for one in MONTH_FIRST.find(text) if one.value.mend] == []


@pytest.mark.parametrize("text", ["1721 December 1930", "19301931"])
def test_a_mended_date_says_so_and_quotes_the_print(text: str) -> None:
    (found,) = MONTH_FIRST.find(text)
    assert text.split(maxsplit=1)[0] in found.value.mend
    assert (found.start, found.end) == (0, len(text))


# -------------------------------------------------------- years and relative days, in the order of reading


def settle(
    text: str, letter_date: DateRange | None = None, reader: DateReader = MONTH_FIRST
) -> tuple[list[Dated], list[Doubt]]:
    """Settle the dates of a passage of a letter."""
    zone = Zone("note", 100, 100 + len(text), "1")
    letter = Letter("letters/1", 1, "", 0, zone.end, (zone,), (), ())
    return settle_dates(reader.find(text), Passage(letter, zone, text, ()), letter_date)


LETTER = day_range(dt.date(1934, 10, 2))


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("On October 3 it met.", ["1934-10-03"]),
        ("On 28 December it met.", ["1934-12-28"]),
        ("It met on 3 May 1931, and on 5 June again.", ["1931-05-03", "1931-06-05"]),
        ("On 28 December 1930 it met, and on 3 January again.", ["1930-12-28", "1931-01-03"]),
        ("On 5 and 12 May it met.", ["1934-05-05", "1934-05-12"]),
        ("On the same day it met.", ["1934-10-02"]),
        ("It met on 31 December 1934. The next day it met again.", ["1934-12-31", "1935-01-01"]),
        ("On 9 October it met; two days later; the next day.", ["1934-10-09", "1934-10-11", "1934-10-12"]),
        ("It met on 9 October; the day before, nothing.", ["1934-10-09", "1934-10-08"]),
        ("It met on 9 October 1934 and a week later.", ["1934-10-09", "1934-10-16"]),
        ("In July 1934 it rose. On the same day it met.", ["1934-07", "1934-10-02"]),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)  # fmt: skip
def test_years_and_days_come_from_the_date_before(text: str, dates: list[str]) -> None:
    dated, doubts = settle(text, LETTER)
    assert ([one.date.edtf for one in dated], doubts) == (dates, [])


def test_the_year_is_the_one_that_brings_the_date_nearest() -> None:
    new_year = day_range(dt.date(1935, 1, 4))
    assert [one.date.edtf for one in settle("on 28 December", new_year)[0]] == ["1934-12-28"]
    assert [one.date.edtf for one in settle("on 28 January", new_year)[0]] == ["1935-01-28"]


def test_a_relative_day_without_a_day_before_it_is_a_doubt() -> None:
    dated, doubts = settle("The next day it met.")
    assert dated == []
    assert [doubt.code for doubt in doubts] == ["relative-date"]


@pytest.mark.parametrize("text", ["on 31 September 1934 it", "on 31/IX it", "on 30 February it"])
def test_an_impossible_date_is_a_doubt_at_its_place_and_no_other_day(text: str) -> None:
    dated, (doubt,) = settle(text, LETTER)
    assert dated == []
    assert doubt.code == "impossible-date"
    assert text[doubt.start - 100 : doubt.end - 100] == text.removeprefix("on ").removesuffix(" it")


def test_an_impossible_date_does_not_carry_over() -> None:
    dated, _ = settle("On 3 October 1934 it met, on 31 September 1934 not; the next day it rose.")
    assert [one.date.edtf for one in dated] == ["1934-10-03", "1934-10-04"]


def test_an_impossible_date_of_a_heading_leaves_the_field_empty(read: Reader) -> None:
    one = read.molotov("So be it.", date="[31 September 1930]")
    assert one.cells("letters", "date_verbatim", "date_edtf", "date_earliest", "date_latest") == [
        ("[31 September 1930]", "", "", "")
    ]
    assert "impossible-date" in one.doubts()


@pytest.mark.parametrize(
    ("date", "cells"),
    [
        ("[2 August 1930]", ("1930-08-02", "supplied")),
        ("[Earlier than 20 April 1930]", ("../1930-04-19", "supplied")),
        ("[Late August-Early September 1930]", ("1930-08-21~/1930-09-10~", "supplied")),
    ],
)
def test_a_date_in_the_brackets_of_the_editor_is_supplied(
    read: Reader, date: str, cells: tuple[str, str]
) -> None:
    assert read.molotov("So be it.", date=date).cells("letters", "date_edtf", "date_status") == [cells]


@pytest.mark.parametrize(
    ("date", "cells"),
    [
        ("October 3, 1934", ("1934-10-03", "stated")),
        ("October 3 [1934]", ("1934-10-03", "stated")),
        ("[October 3, 1934]", ("1934-10-03", "supplied")),
        ("[before October 3, 1934]", ("../1934-10-02", "supplied")),
    ],
)
def test_a_date_that_is_bracketed_in_part_is_stated(read: Reader, date: str, cells: tuple[str, str]) -> None:
    one = read.kaganovich("So be it.", heading=f"Kaganovich to Stalin {date}")
    assert one.cells("letters", "date_edtf", "date_status") == [cells]


@pytest.mark.parametrize("signed", ["9/X.34", "9/X-34 y.", "9/X"])
def test_a_date_under_the_text_that_differs_from_the_heading_is_a_doubt(read: Reader, signed: str) -> None:
    def doubts(day: str) -> list[str]:
        text = read.kaganovich_text(
            "So be it.", heading=f"Stalin to Kaganovich October {day}, 1934", signature=f"Stalin.\n\n{signed}"
        )
        return read(text, "stalin-kaganovich").doubts()

    assert "date-differs" not in doubts("9")
    assert "date-differs" in doubts("10")


# --------------------------------------------------------------------------------------------- properties

days = st.dates(dt.date(1917, 1, 1), dt.date(1939, 12, 31))
MONTHS = list(calendar.month_name)
DAY_FORMS: dict[str, Callable[[dt.date], str]] = {
    "day month year": lambda d: f"{d.day} {MONTHS[d.month]} {d.year}",
    "day month bracketed year": lambda d: f"{d.day} {MONTHS[d.month]} [{d.year}]",
    "month day year": lambda d: f"{MONTHS[d.month]} {d.day}, {d.year}",
    "month day bracketed year": lambda d: f"{MONTHS[d.month]} {d.day} [{d.year}]",
    "bracketed": lambda d: f"[{d.day} {MONTHS[d.month]} {d.year}]",
    "roman slash": lambda d: f"{d.day}/{ROMAN[d.month - 1]}-{d.year % 100:02d}",
    "roman blanks": lambda d: f"{d.day} / {ROMAN[d.month - 1]} - {d.year % 100:02d}",
    "roman dots": lambda d: f"{d.day}.{ROMAN[d.month - 1]}.{d.year % 100:02d}",
    "roman hyphens": lambda d: f"{d.day}-{ROMAN[d.month - 1]}-{d.year % 100:02d}",
    "roman full year": lambda d: f"{d.day}/{ROMAN[d.month - 1]}-{d.year}",
    "figures, month first": lambda d: f"{d.month}/{d.day}/{d.year % 100:02d}",
}
each_form = pytest.mark.parametrize("form", DAY_FORMS.values(), ids=DAY_FORMS)


@each_form
@given(day=days)
def test_any_day_reads_back_to_itself(form: Callable[[dt.date], str], day: dt.date) -> None:
    text = form(day)
    (found,) = MONTH_FIRST.find(f"written {text} here")
    assert found.value.range() == day_range(day)
    assert f"written {text} here"[found.start : found.end].strip("[]") == text.strip("[]")


@given(day=days)
def test_any_day_in_figures_reads_back_with_the_day_first(day: dt.date) -> None:
    assert read_one(f"{day.day}/{day.month}/{day.year % 100:02d}", DAY_FIRST) == day_range(day)


@given(day=days)
def test_a_day_without_its_year_takes_the_year_of_the_letter(day: dt.date) -> None:
    assume((day.month, day.day) != (2, 29))
    for text in (
        f"{day.day} {MONTHS[day.month]}",
        f"{MONTHS[day.month]} {day.day}",
        f"{day.month}/{day.day}",
    ):
        dated, doubts = settle(f"on {text} it", day_range(day))
        assert ([one.date for one in dated], doubts) == ([day_range(day)], [])


@given(first=days, length=st.integers(1, 40))
def test_any_range_reads_back_to_itself(first: dt.date, length: int) -> None:
    last = first + dt.timedelta(days=length)
    left, right = (f"{d.day} {MONTHS[d.month]} {d.year}" for d in (first, last))
    for text in (
        f"{left} - {right}",
        f"{left}–{right}",
        f"from {left} to {right}",
        f"between {left} and {right}",
    ):
        assert bounds(read_one(text)) == (first.isoformat(), last.isoformat())


@given(first=days, length=st.integers(1, 27))
def test_two_days_of_a_month_run_together_come_apart_again(first: dt.date, length: int) -> None:
    last = first + dt.timedelta(days=length)
    assume(last.month == first.month)
    assert split_days(f"{first.day}{last.day}") == (first.day, last.day)


@given(day=days, word=st.sampled_from(["before", "no earlier than", "no later than", "after", "about"]))
def test_a_qualifier_opens_the_side_it_names(day: dt.date, word: str) -> None:
    date = read_one(f"{word} {day.day} {MONTHS[day.month]} {day.year}")
    inside = day + dt.timedelta(days={"before": -1, "after": 1}.get(word, 0))
    expected = {"before": (None, inside), "no later than": (None, inside), "about": (inside, inside)}
    assert (date.earliest, date.latest) == expected.get(word, (inside, None))
    assert edtf.parse_edtf(date.edtf)


points = st.builds(
    Point,
    year=st.integers(1800, 1990),
    month=st.one_of(st.none(), st.integers(-1, 14)),
    day=st.one_of(st.none(), st.integers(-1, 33)),
    part=st.sampled_from([None, "early", "mid", "late"]),
    season=st.sampled_from([None, 21, 22, 23, 24]),
)


@given(point=points)
@example(Point(1932, 2, part="late"))
def test_a_point_has_rising_bounds_or_is_refused(point: Point) -> None:
    try:
        earliest, latest = point.bounds()
    except ImpossibleDateError:
        return
    assert earliest <= latest


WORDS = st.sampled_from([
    "early", "mid", "late", "before", "after", "no", "earlier", "than", "later", "between", "and", "or",
    "from", "to", "of", "about", "the", "winter", "January", "May", "September", "same", "day", "next", "1",
    "12", "31", "1721", "1930", "[1934]", "1930-31", "1/X-34", "27A", "8/6", "9/22/30", "-", ",", ".", "X",
])  # fmt: skip


@given(words=st.lists(WORDS, max_size=9).map(" ".join), month_first=st.booleans())
@example(words="no earlier than 31 September 1930", month_first=True)
def test_whatever_is_read_has_rising_bounds_and_valid_edtf(words: str, month_first: bool) -> None:  # noqa: FBT001
    reader = MONTH_FIRST if month_first else DAY_FIRST
    dated, _ = settle(words, LETTER, reader)
    for one in dated:
        assert one.date.earliest is None or one.date.latest is None or one.date.earliest <= one.date.latest
        assert "-24~" in one.date.edtf or edtf.parse_edtf(one.date.edtf)  # 'about winter': not known to it
        assert 0 <= one.start < one.end <= len(words)
