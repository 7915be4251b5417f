"""Times of day as printed in dispatch lines and notes: every form of the editions, and what is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrstats.clock import ClockTime, ImpossibleTimeError, find_times
from corrstats.languages import read_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Reader

ENGLISH = read_language("en")


def read_one(text: str) -> ClockTime:
    """Read the one time of a text; ImpossibleTimeError for one that no clock shows."""
    (found,) = find_times(text, ENGLISH)
    return found.value.checked()


# text, hour, minute (None: known to the hour)
FORMS = [
    ("at 3 o'clock. 30 minutes", 3, 30),
    ("at 3 o’clock. 30 minutes", 3, 30),
    ("at 18 o'clock. 57 min.", 18, 57),
    ("at 0 o'clock 39 min.", 0, 39),
    ("at 13:00. 46 min.", 13, 46),
    ("at 0:00. 10 minutes.", 0, 10),
    ("at 20:00. 28 min", 20, 28),
    ("at 9 p.m. 55 min.", 21, 55),
    ("at 1 pm. 17 min.", 13, 17),
    ("at 11 a.m. 5 minutes.", 11, 5),
    ("at 12 a.m. 5 min.", 0, 5),
    ("at 12 p.m. 5 min.", 12, 5),
    ("6.00 p.m.", 18, 0),
    ("9.15 a.m.", 9, 15),
    ("9:05 p.m.", 21, 5),
    ("at 13:46", 13, 46),
    ("at 0:10.", 0, 10),
    ("Sent 3-30", 3, 30),
    ("sent at 13-05", 13, 5),
    ("at 11 o'clock.", 11, None),
    ("at 2 p.m.", 14, None),
    ("at 9 o'clock in the evening", 21, None),
    ("at 9 o'clock in the morning", 9, None),
]


@pytest.mark.parametrize(("text", "hour", "minute"), FORMS, ids=[form[0] for form in FORMS])
def test_a_printed_form_gives_its_hour_and_minute(text: str, hour: int, minute: int | None) -> None:
    assert read_one(f"From the coast {text} it went") == ClockTime(hour, minute)


@pytest.mark.parametrize(("minute", "precision"), [(30, "minute"), (0, "minute"), (None, "hour")])
def test_a_time_without_minutes_is_known_to_the_hour(minute: int | None, precision: str) -> None:
    assert ClockTime(3, minute).precision == precision


@pytest.mark.parametrize(
    "text",
    [
        "at 25 o'clock. 10 minutes",
        "at 13:00. 75 min.",
        "at 13:75",
        "at 25:10",
        "at 7 o'clock. 60 minutes",
        "Sent 30-40",
        pytest.param("at 13 p.m. 5 min."),
    ],
)
def test_a_time_that_no_clock_shows_is_refused(text: str) -> None:
    with pytest.raises(ImpossibleTimeError, match="no time"):
        read_one(text)


@pytest.mark.parametrize(
    "text",
    [
        "30 minutes",
        "F. 558. Op. 11. D. 86. L. 5",
        "2/X - 34",
        "pages 3-30",
        "3.30 percent",
        "No. 134",
        "9 pmx",
        "five o'clock tea",
        "at 13:461",
        "Matthew 1:2",
    ],
)
def test_what_is_no_time_gives_none(text: str) -> None:
    assert find_times(text, ENGLISH) == []


@pytest.mark.parametrize("text", ["it took 8 hours to unload", "in 3 hours", "an 8 hour day"])
def test_a_length_of_time_is_no_time_of_day(text: str) -> None:
    assert find_times(text, ENGLISH) == []


def test_several_times_stand_in_reading_order() -> None:
    found = find_times("Sent at 3 o'clock. 30 minutes, answered at 13:00. 46 min.", ENGLISH)
    assert [str(one.value) for one in found] == ["03:30", "13:46"]
    assert [one.start for one in found] == sorted(one.start for one in found)


def test_an_impossible_time_is_a_doubt_and_the_event_keeps_its_day(read: Reader) -> None:
    one = read.kaganovich("So be it.", header="From Moscow 3/X - 34 at 25 o'clock. 10 min. In. No. 94.")
    assert one.cells("events", "kind", "local_datetime", "precision") == [("sent", "1934-10-03", "day")]
    (doubt,) = [row for row in one.rows["diagnostics"] if row["code"] == "impossible-time"]
    assert doubt["verbatim"].startswith("25 o'clock")


# ---------------------------------------------------------------------------------------------- properties

hours, minutes = st.integers(0, 23), st.integers(0, 59)
DAY_FORMS: dict[str, Callable[[int, int], str]] = {
    "o'clock": lambda h, m: f"at {h} o'clock. {m} minutes",
    "o'clock, short": lambda h, m: f"at {h} o'clock. {m} min.",
    "zeros": lambda h, m: f"at {h}:00. {m} min.",
    "colon": lambda h, m: f"at {h}:{m:02d}",
    "sent": lambda h, m: f"Sent {h}-{m:02d}",
}
HALF_DAY_FORMS: dict[str, Callable[[int, int], str]] = {
    "half of the day": lambda h, m: f"at {h % 12 or 12} {'p.m.' if h > 11 else 'a.m.'} {m} min.",
    "dot and half of the day": lambda h, m: f"{h % 12 or 12}.{m:02d} {'p.m.' if h > 11 else 'a.m.'}",
}
TIME_FORMS = DAY_FORMS | HALF_DAY_FORMS


@pytest.mark.parametrize("form", TIME_FORMS.values(), ids=TIME_FORMS)
@given(hour=hours, minute=minutes)
def test_any_time_reads_back_to_itself(form: Callable[[int, int], str], hour: int, minute: int) -> None:
    assert read_one(form(hour, minute)) == ClockTime(hour, minute)


@pytest.mark.parametrize("form", DAY_FORMS.values(), ids=DAY_FORMS)
@given(hour=st.integers(24, 99), minute=minutes)
def test_no_hour_after_the_last_becomes_another(
    form: Callable[[int, int], str], hour: int, minute: int
) -> None:
    with pytest.raises(ImpossibleTimeError):
        read_one(form(hour, minute))


@pytest.mark.parametrize("form", TIME_FORMS.values(), ids=TIME_FORMS)
@given(hour=hours, minute=st.integers(60, 99))
def test_no_minute_after_the_last_becomes_another(
    form: Callable[[int, int], str], hour: int, minute: int
) -> None:
    with pytest.raises(ImpossibleTimeError):
        read_one(form(hour, minute))


@given(text=st.text(alphabet="0123456789:. /-ap.moclk'inSet", max_size=30))
def test_whatever_is_read_is_a_time_or_refused(text: str) -> None:
    for found in find_times(text, ENGLISH):
        assert 0 <= found.start < found.end <= len(text)
        try:
            time = found.value.checked()
        except ImpossibleTimeError:
            continue
        assert 0 <= time.hour <= 23
        assert time.minute is None or 0 <= time.minute <= 59
