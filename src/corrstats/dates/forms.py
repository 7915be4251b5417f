"""The forms in which dates are printed, one rule a form, each with examples and near misses.

A lost dash ('1721 December') is mended only where the two halves are days of a month in rising order, and the
date says so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from corrstats.dates.values import Point, PrintedDate
from corrstats.rules import Rule
from corrstats.words import DIGIT

if TYPE_CHECKING:
    from corrstats.languages import Language

# letters and figures that a scan or a keyboard puts for Roman numerals: '1X', 'VIl', Cyrillic ha
# days between the calendars, with one to spare for a month of 31 days
_LEAST_APART, _MOST_APART = 9, 14
_LOOKALIKES = str.maketrans(
    {
        "1": "I",
        "l": "I",
        "|": "I",
        "І": "I",
        "Х": "X",
        "х": "X",
        "У": "V",
        "x": "X",
        "v": "V",
        "H": "X",
        "П": "II",
    }
)
_NUMERAL = re.compile(r"[IVXХІKHП]")
# the number of an item, and how it begins: '1. I will start with ...'
_ITEM = re.compile(r"\d+\.\s")
ROMAN = {
    name: n
    for n, name in enumerate(
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"], start=1
    )
}


# first and last month of a part of a year
_PARTS_OF_YEAR = {
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "first_half": (1, 6),
    "second_half": (7, 12),
}


def _year(text: str | None) -> int | None:
    if not text:
        return None
    digits = re.sub(r"\D", "", text)
    return int(digits) if digits else None


def _point(match: re.Match[str], language: Language, day: str | None = "day") -> Point:
    """Make a point of a match's groups: part, day, month (a word) and year, those that there are."""
    groups = match.groupdict()
    part = groups.get("part")
    return Point(
        year=_year(groups.get("year")),
        month=language.number("months", groups["month"]),
        day=int(groups[day]) if day and groups.get(day) else None,
        part=language.value("parts_of_month", part.rstrip("- \n")) if part else None,
    )


def split_days(digits: str) -> tuple[int, int] | None:
    """Split run-together days where a dash was lost: '1721' is 17 and 21, '810' is 8 and 10.

    Gives None unless exactly one split makes two days of a month in rising order.
    """
    days = [(int(digits[:i]), int(digits[i:])) for i in range(1, len(digits)) if digits[i] != "0"]
    fit = [(a, b) for a, b in days if 1 <= a < b <= 31]
    return fit[0] if len(fit) == 1 else None


def _read_days(match: re.Match[str], language: Language) -> PrintedDate | None:
    first = _point(match, language)
    last = replace(first, day=int(match["day2"])) if match["day2"] else None
    supplied = "year" if "[" in (match["year"] or "") else ""
    return PrintedDate(first, last, link="range" if last else "", supplied=supplied, form="words")


def _read_both_styles(match: re.Match[str], language: Language) -> PrintedDate | None:
    """Read a day given in the old and the new style, 10 to 13 days apart; the new one is the date."""
    groups = match.groupdict()
    new = int(groups["new"] or groups.get("new2") or 0)
    month = language.number("months", groups["month"])
    old_month = language.number("months", groups["month0"]) if groups.get("month0") else month
    apart = new - int(groups["old"]) + (30 if old_month != month else 0)
    if not _LEAST_APART <= apart <= _MOST_APART:
        return None
    year = _year(groups.get("year"))
    old = f"{old_month:02d}-{int(groups['old']):02d}"
    return PrintedDate(
        Point(year, month, new), form="both styles", old_style=f"{year}-{old}" if year else old
    )


def _read_two_days(match: re.Match[str], language: Language) -> PrintedDate | None:
    first = _point(match, language)
    last = replace(first, day=int(match["day2"]))
    return PrintedDate(first, last, link=language.value("joiners", match["link"]), form="words")


def _read_days_in_a_row(match: re.Match[str], language: Language) -> PrintedDate | None:
    first, *others = (
        replace(_point(match, language, day=None), day=int(day)) for day in re.findall(r"\d+", match["days"])
    )
    last = replace(first, day=int(match["day2"]))
    return PrintedDate(first, last, tuple(others), link="and", form="words")


def _read_lost_dash(match: re.Match[str], language: Language) -> PrintedDate | None:
    days = split_days(match["days"])
    if days is None:
        return None
    first = replace(_point(match, language, day=None), day=days[0])
    mend = f"lost dash: '{match['days']}' read as {days[0]}-{days[1]}"
    return PrintedDate(first, replace(first, day=days[1]), link="range", mend=mend, form="words")


def _read_month(match: re.Match[str], language: Language) -> PrintedDate | None:
    return PrintedDate(_point(match, language, day=None), form="words")


def _read_month_range(match: re.Match[str], language: Language) -> PrintedDate | None:
    first = Point(_year(match["year"]), language.number("months", match["month1"]))
    last = Point(_year(match["year"]), language.number("months", match["month2"]))
    mend = "" if match["dash"] else f"lost dash: '{match['month1']}{match['month2']}' is a range"
    return PrintedDate(first, last, link="range", form="words", mend=mend)


def _read_roman(match: re.Match[str], language: Language) -> PrintedDate | None:  # noqa: ARG001
    printed = match["roman"]
    plain = printed.replace("Kh", "X").translate(_LOOKALIKES)
    month = ROMAN.get(plain)
    listed = match["year"] is None and _ITEM.match(match[0])
    if month is None or not _NUMERAL.search(printed) or listed:
        return None
    mend = "" if plain == printed else f"month '{printed}' read as {plain}"
    return PrintedDate(Point(_year(match["year"]), month, int(match["day"])), form="roman", mend=mend)


def _read_damaged_roman(match: re.Match[str], language: Language) -> PrintedDate | None:  # noqa: ARG001
    point = Point(_year(match["year"]), None, int(match["day"]))
    return PrintedDate(point, mend=f"month unreadable in '{match[0]}'", form="damaged")


def _read_numeric(match: re.Match[str], language: Language) -> PrintedDate | None:  # noqa: ARG001
    point = Point(_year(match["year"]), int(match["a"]), int(match["b"]))
    return PrintedDate(point, form="numeric")


def _read_month_slash_year(match: re.Match[str], language: Language) -> PrintedDate | None:  # noqa: ARG001
    return PrintedDate(Point(int(match["year"]), int(match["month"])), form="numeric")


def _read_season(match: re.Match[str], language: Language) -> PrintedDate | None:
    year, season = _year(match["year"]), language.number("seasons", match["season"])
    # a winter of two years is named by its second
    return PrintedDate(Point((year or 0) + bool(match["tail"]), season=season), form="words")


def _read_part_of_year(match: re.Match[str], language: Language) -> PrintedDate | None:
    first, last = _PARTS_OF_YEAR[language.value("parts_of_month", match["part"])]
    year = _year(match["year"])
    return PrintedDate(Point(year, first), Point(year, last), qualifier="about", form="words")


def _read_year(match: re.Match[str], language: Language) -> PrintedDate | None:  # noqa: ARG001
    return PrintedDate(Point(int(match["year"])), form="year")


def _read_years(match: re.Match[str], language: Language) -> PrintedDate | None:  # noqa: ARG001
    first = int(match["year"])
    tail = match["year2"]
    last = int(match["year"][: 4 - len(tail)] + tail)
    if not first < last <= first + 20:
        return None
    mend = "" if match["dash"] else f"lost dash: '{match[0]}' read as {first}-{last}"
    return PrintedDate(Point(first), Point(last), link="range", mend=mend, form="year")


def _read_bare_day(match: re.Match[str], language: Language) -> PrintedDate | None:  # noqa: ARG001
    return PrintedDate(Point(day=int(match["day"])), form="bare day")


def _read_relative(match: re.Match[str], language: Language) -> PrintedDate | None:
    return PrintedDate(relative=language.number("relative_days", match["relative"]), form="relative")


def _read_between(match: re.Match[str], language: Language) -> PrintedDate | None:
    g = match.groupdict()
    last = Point(
        _year(g["year"]), language.number("months", g["month2"] or g["month3"]), int(g["day2"] or g["day3"])
    )
    month = language.number("months", g["month"] or g["month0"])
    year = _year(g["year1"]) or (last.year and last.year - (month > (last.month or 0)))
    first = Point(year, month, int(g["day"] or g["day0"]))
    ends = " ".join(language.value("qualifiers", g[end]) for end in ("low", "high"))
    return PrintedDate(first, last, qualifier=ends, link="between", form="words")


def _read_dotted(match: re.Match[str], language: Language) -> PrintedDate | None:  # noqa: ARG001
    month = int(match["number"])
    return (
        PrintedDate(Point(int(match["year"]), month, int(match["day"])), form="words")
        if 1 <= month <= len(ROMAN)
        else None
    )


def _read_from_letter(match: re.Match[str], language: Language) -> PrintedDate | None:
    months = language.number("months_from_letter", match["which"])
    return PrintedDate(Point(day=int(match["day"])), months_from_letter=months, form="bare day")


def _read_relative_to_letter(match: re.Match[str], language: Language) -> PrintedDate | None:
    return PrintedDate(relative=language.number("days_from_letter", match["relative"]), form="letter day")


_YEAR = r"(?P<year>\[(?:1[5-9]|20)\d\d\]|(?:1[5-9]|20)\d\d(?!\d))"
_AFTER = r"\]?(?:\s*,)?\s*"

DATE_RULES: tuple[Rule[PrintedDate], ...] = (
    Rule(
        "day month",
        # '18 April 1930', '20 July', '4-5 October', '16th of June 1926'
        r"(?<![\d.,/])(?P<day>\d{1,2})(?:st|nd|rd|th|d)?(?:\s*[-–—]\s*(?P<day2>\d{1,2}))?\s*(?:of\s+)?"
        rf"(?P<month>@months)(?![a-z])\.?(?:{_AFTER}{_YEAR})?",
        _read_days,
        {
            "On 18 April 1930, it": "1930-04-18",
            "on 20 July it": "XXXX-07-20",
            "4–5 October 1934": "1934-10-04/1934-10-05",
            "the 23d of May, 1863,": "1863-05-23",
        },
        ("April 1930", "in 1930", "118 Aprils"),
        re.NOFLAG,
        opens=(DIGIT,),
    ),
    Rule(
        "month day",
        # 'October 2, 1934', 'October 3 [1934]', 'October 4–5, 1934', 'September 4'
        r"(?<![a-z])(?<!\d\s)(?P<month>@months)(?![a-z])\.?\s*,?\s*(?P<day>\d{1,2})(?!\d|[:.]\d|,\d{3}|\s*[%])(?:(?:st|nd|rd|th|d\b)\.?)?"
        rf"(?:\s*[-–—]\s*(?P<day2>\d{{1,2}})(?!\d))?(?:{_AFTER}{_YEAR})?",
        _read_days,
        {
            "to Stalin October 2, 1934": "1934-10-02",
            "October 3 [1934]": "1934-10-03",
            "June 21–25, 1935,": "1935-06-21/1935-06-25",
            "note of September 4 regarding": "XXXX-09-04",
            "Down, Decr. 2d. 1880": "1880-12-02",
        },
        ("October 1934", "march 5", "1 July, 10.45 a.m.", "since January 14,600 men"),
        re.NOFLAG,
        opens=("@months",),
    ),
    Rule(
        "old and new style",
        # '3/15 March 1854', '3[15] March 1854', '3 (16) March 1917': the same day in both calendars
        r"(?<![\d.,/])(?P<old>\d{1,2})\s*(?:/\s*(?P<new>\d{1,2})|[\[(](?P<new2>\d{1,2})[\])])\s+(?P<month>@months)(?![a-z])\.?"
        rf"(?:{_AFTER}{_YEAR})?",
        _read_both_styles,
        {"St Petersburg, 3/15 March 1854": "1854-03-15", "9[21] June 1854": "1854-06-21"},
        ("3/4 March 1854", "15 March 1854"),
        re.NOFLAG,
        opens=(DIGIT,),
    ),
    Rule(
        "month, old and new style",
        # 'February 3/15, 1864', 'March 3 (16), 1917'
        r"(?<![a-z])(?P<month>@months)(?![a-z])\.?\s+(?P<old>\d{1,2})\s*(?:/\s*(?P<new>\d{1,2})|[\[(](?P<new2>\d{1,2})[\])])(?![\d/])"
        rf"(?:{_AFTER}{_YEAR})?",
        _read_both_styles,
        {"of February 3/15 came": "XXXX-02-15", "on March 3 (16), 1917": "1917-03-16"},
        ("March 3/4, 1854", "March 3 (4)"),
        re.NOFLAG,
        opens=("@months",),
    ),
    Rule(
        "month day in old and new style over two months",
        # 'September 26/October 8, 1863', 'October 25 (November 7), 1917'
        r"(?<![a-z])(?P<month0>@months)(?![a-z])\.?\s+(?P<old>\d{1,2})\s*[/(\[]\s*(?P<month>@months)(?![a-z])\.?\s+(?P<new>\d{1,2})(?![\d/])[)\]]?"
        rf"(?:{_AFTER}{_YEAR})?",
        _read_both_styles,
        {"September 26/October 8, 1863": "1863-10-08", "October 25 (November 7), 1917": "1917-11-07"},
        ("September 26, October 8, 1863", "September 26 (October 1)"),
        re.NOFLAG,
        opens=("@months",),
    ),
    Rule(
        "year first",
        # '1864, March 4', '1864 March 4'
        r"(?<![\d.,/])(?P<year>1[5-9]\d\d|20\d\d),?\s+(?P<month>@months)(?![a-z])\.?\s+(?P<day>\d{1,2})(?!\d|[:.,]\d)(?P<day2>(?!))?",
        _read_days,
        {"GREENWICH,\n1864, March 4.": "1864-03-04"},
        ("in 1864, March 1865", "1864, in March"),
        re.NOFLAG,
        opens=(DIGIT,),
    ),
    Rule(
        "day, month and year in figures",
        # '4.3.1922', '04.03.1922': the day stands first
        r"(?<![\d.,/])(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>1[5-9]\d\d|20\d\d|[2-9]\d)(?!\d)",
        _read_dotted,
        {"Moscow, 4.3.1922": "1922-03-04", "04.03.1922 g.": "1922-03-04", "sent 14.8.43 at": "0043-08-14"},
        ("4.13.1922", "D. 4.3.19"),
        re.NOFLAG,
        opens=(DIGIT,),
    ),
    Rule(
        "day of this or the last month",
        # 'the 2d instant', 'of the 25th ult.': months counted from the letter
        r"(?<![\d.,/])(?P<day>\d{1,2})(?:st|nd|rd|th|d)?\s+(?:of\s+)?(?P<which>@months_from_letter)(?![a-z])\.?",
        _read_from_letter,
        {"minute of the 2d instant, have": "day 2 of month +0", "on the 25th ultimo": "day 25 of month -1"},
        ("the instant", "25 ultimatums"),
        re.NOFLAG,
        opens=(DIGIT,),
    ),
    Rule(
        "day counted from the letter",
        # "your letter of yesterday's date"
        r"(?<![a-z])(?P<relative>@days_from_letter)(?![a-z])",
        _read_relative_to_letter,
        {"letter of yesterday's date, and": "letter -1 d", "of even date": "letter +0 d"},
        ("yesterday", "the date"),
        opens=("@days_from_letter",),
    ),
    Rule(
        "old and new style over two months",
        # '30 March/11 April 1854'
        r"(?<![\d.,/])(?P<old>\d{1,2})\s+(?P<month0>@months)\s*[/(\[]\s*(?P<new>\d{1,2})\s+(?P<month>@months)(?![a-z])\.?[)\]]?"
        rf"(?:{_AFTER}{_YEAR})?",
        _read_both_styles,
        {"30 March/11 April 1854": "1854-04-11", "28 August (10 September) 1905": "1905-09-10"},
        ("30 March, 11 April 1854", "28 August (1 September) 1905"),
        re.NOFLAG,
        opens=(DIGIT,),
    ),
    Rule(
        "two days of a month",
        # 'On 5 and 12 May 1927' (both), '8 or 9 July 1927' (one of them); 'between' before it is seen later
        r"(?<![\d.,/])(?P<day>\d{1,2})\s+(?P<link>@joiners_and|@joiners_or|@joiners_range)\s+(?P<day2>\d{1,2})\s+(?:of\s+)?"
        rf"(?P<month>@months)(?![a-z])\.?(?:{_AFTER}{_YEAR})?",
        _read_two_days,
        {
            "On 5 and 12 May 1927 the": "{1927-05-05,1927-05-12}",
            "[8 or 9 July 1927]": "[1927-07-08,1927-07-09]",
            "17 to 21 December 1930": "1930-12-17/1930-12-21",
        },
        ("5 and 12 men", "20 July and 3 August"),
        re.NOFLAG,
        opens=(DIGIT,),
    ),
    Rule(
        "days of a month",
        # 'On 5, 10, and 25 August 1931'
        r"(?<![\d.,/])(?P<days>\d{1,2}(?:\s*,\s*\d{1,2}(?!\d)){1,6})\s*,?\s+@joiners_and\s+(?P<day2>\d{1,2})\s+(?:of\s+)?"
        rf"(?P<month>@months)(?![a-z])\.?(?:{_AFTER}{_YEAR})?",
        _read_days_in_a_row,
        {"On 5, 10, and 25 August 1931 the": "{1931-08-05,1931-08-10,1931-08-25}"},
        ("5, 10, and 25 men", "items 5, 10 of August"),
        re.NOFLAG,
        opens=(DIGIT,),
        needs=("and",),
    ),
    Rule(
        "month and days",
        # 'On August 5, 10 and 25, 1931'
        r"(?<![a-z])(?P<month>@months)(?![a-z])\.?\s+(?P<days>\d{1,2}(?:\s*,\s*\d{1,2}(?!\d)){1,6})\s*,?\s+@joiners_and\s+(?P<day2>\d{1,2})"
        rf"(?![\d:.]\d|\d|\s*[a-z%])(?:{_AFTER}{_YEAR})?",
        _read_days_in_a_row,
        {"On August 5, 10 and 25, 1931, the": "{1931-08-05,1931-08-10,1931-08-25}"},
        ("August 5, 10 and 25 poods", "August 5, 1934 and 12"),
        re.NOFLAG,
        opens=("@months",),
        needs=("and",),
    ),
    Rule(
        "not before one day and not after another",
        # 'No earlier than 2 and no later than 8 July 1930'
        r"(?<![a-z])(?i:@qualifiers_not_before)\s+(?P<day>\d{1,2})\s*,?\s+and\s+(?i:@qualifiers_not_after)\s+(?P<day2>\d{1,2})"
        rf"\s+(?P<month>@months)(?![a-z])\.?(?:{_AFTER}{_YEAR})?",
        _read_days,
        {"No earlier than 2 and no later than 8 July 1930": "1930-07-02/1930-07-08"},
        ("No earlier than 2 July and no later than 8 July",),
        re.NOFLAG,
        opens=("@qualifiers_not_before",),
    ),
    Rule(
        "not before one date and not after another",
        # 'not earlier than October 27 and no later than November 3, 1934', day or month first
        r"(?<![a-z])(?P<low>(?i:@qualifiers_not_before|@qualifiers_after))\s+(?:(?P<month>@months)\s+(?P<day>\d{1,2})|(?P<day0>\d{1,2})\s+(?P<month0>@months))"
        rf"(?:{_AFTER}(?P<year1>\d{{4}}))?\s*,?\s+(?:and|but)\s+(?P<high>(?i:@qualifiers_not_after|@qualifiers_before))\s+"
        r"(?:(?P<month2>@months)\s+(?P<day2>\d{1,2})(?!\d)|(?P<day3>\d{1,2})\s+(?P<month3>@months))"
        rf"(?:{_AFTER}{_YEAR})?",
        _read_between,
        {
            "not earlier than October 27 and no later than November 3, 1934": "1934-10-27/1934-11-03",
            "No earlier than 28 December 1930 and not later than 4 January 1931": "1930-12-28/1931-01-04",
            "After 16 May and before 20 May 1926": "1926-05-17/1926-05-19",
        },
        ("No earlier than 2 July and 8 July",),
        re.NOFLAG,
        opens=("@qualifiers_not_before", "@qualifiers_after"),
    ),
    Rule(
        "month and two days",
        # 'July 5 and 12, 1933'
        r"(?<![a-z])(?P<month>@months)(?![a-z])\.?\s+(?P<day>\d{1,2})\s+(?P<link>@joiners_and|@joiners_or|@joiners_range)\s+(?P<day2>\d{1,2})"
        rf"(?![\d:.]|\s*[a-z%])(?:{_AFTER}{_YEAR})?",
        _read_two_days,
        {"On July 5 and 12, 1933, the": "{1933-07-05,1933-07-12}"},
        ("July 5 and 12 poods", "July 5 and August 3"),
        re.NOFLAG,
        opens=("@months",),
    ),
    Rule(
        "lost dash between days",
        # '1721 December 1930'
        rf"(?<![\d/\[])(?P<days>\d{{2,4}})\s+(?P<month>@months)(?![a-z])\.?(?:{_AFTER}{_YEAR})?",
        _read_lost_dash,
        {"plenum for1721 December 1930": "1930-12-17/1930-12-21", "810 July": "XXXX-07-08/XXXX-07-10"},
        ("17 December", "1934 December", "3131 July"),
        re.NOFLAG,
        opens=(DIGIT,),
    ),
    Rule(
        "part of a month",
        # 'late July 1930', 'midOctober', 'early October'
        rf"(?:(?<![a-zA-Z])|(?<=[a-z])(?=[A-Z]))(?P<part>(?i:@parts_of_month)(?:\s+|-|(?=[A-Z])))(?P<month>@months)(?![a-z])\.?(?:{_AFTER}{_YEAR})?",
        _read_month,
        {
            "In late July 1930": "1930-07-21~/1930-07-31~",
            "in midOctober.": "mid XXXX-10",
            "[Late AugustEarly": "late XXXX-08",
            "AugustEarly September 1930": "1930-09-01~/1930-09-10~",
            "at the end of July": "late XXXX-07",
            "First half of May 1931": "1931-05-01~/1931-05-15~",
        },
        ("June", "lately March"),
        re.NOFLAG,
        opens=("@parts_of_month",),
    ),
    Rule(
        "month and year",
        # 'July 1930', 'December 1935.'
        rf"(?<![a-z])(?P<month>@months)(?![a-z])\.?{_AFTER}{_YEAR}",
        _read_month,
        {"In July 1930, changes": "1930-07", "full from January 1935.": "1935-01"},
        ("July 15", "July 15, 1930"),
        re.NOFLAG,
        opens=("@months",),
    ),
    Rule(
        "month alone",
        # 'until October', 'In total, in September'; a bare 'May' or 'March' is a verb too often
        r"(?<![a-zA-Z])(?P<month>January|February|April|June|July|August|September|October|November|December)(?![a-z])"
        r"(?!\s*,?\s*\[?\d)(?!\s+(?:Revolution|anniversary|holidays))",
        _read_month,
        {"wait until October, it": "XXXX-10"},
        ("March", "the October Revolution", "October 3", "October 1934"),
        re.NOFLAG,
        opens=("@months",),
    ),
    Rule(
        "months",
        # 'September-October 1934'
        rf"(?<![a-z])(?P<month1>@months)(?P<dash>\s*[-–—]\s*|(?=[A-Z]))(?P<month2>@months)(?![a-z])(?:{_AFTER}{_YEAR})?",
        _read_month_range,
        {"during September-October 1934.": "1934-09/1934-10", "[JulyDecember 1925]": "1925-07/1925-12"},
        ("September October 1934",),
        re.NOFLAG,
        opens=("@months",),
    ),
    Rule(
        "Roman month",
        # '1/X-34', '2/X - 34', '23 / X - 34', '3/X.34', '26.X.34', '22/X 34', '3/X', '7/VIII-33'
        r"(?<![\d/])(?P<day>\d{1,2})(?:\s*[/.\-]\s*|(?=[IVX]+\s*-\s*\d))(?P<roman>[IVXХІУП1l|]{1,4}|(?:Kh|H)[IП]{0,2}(?=\s?[-–.]\s?\d))(?![A-Za-z\d])"
        r"(?:\s*[-./–—]?\s*(?P<year>(?:19)?\d\d)(?!\d))?",
        _read_roman,
        {
            "No. 82 1/X-34 y. 1": "0034-10-01",
            "From Moscow 2/X - 34 at 3": "0034-10-02",
            "23 / X - 34 at": "0034-10-23",
            "3/X.34 1": "0034-10-03",
            "26.X.34": "0034-10-26",
            "26X - 34": "0034-10-26",
            "Moscow 1/Kh-31 g. at": "0031-10-01",
            "Moscow 3/H-31 at": "0031-10-03",
            "29/1X-32": "0032-09-29",
            "2/VIl - 32 at": "0032-07-02",
            "22/X 34": "0034-10-22",
            "\n3/X\n": "XXXX-10-03",
        },
        ("1/XY", "Chapter X 34", "5/IIII-34", "1. I will begin"),
        re.NOFLAG,
        opens=(DIGIT,),
    ),
    Rule(
        "Roman month, damaged",
        # '27A - 34': the scan read the slash and the numeral as one letter
        r"(?<![\d/])(?P<day>\d{1,2})\s?[/]?(?P<bad>[A-HJ-UW-Z][A-Z]{0,2})\s*[-–—]\s*(?P<year>(?:19)?\d\d)(?!\d)",
        _read_damaged_roman,
        {"From Moscow 27A - 34 at": "0034"},
        ("27 Alps - 34", "2/X - 34", "2860/sh"),
        re.NOFLAG,
        opens=(DIGIT,),
    ),
    Rule(
        "numeric",
        # '8/6', '9/22', '9/13/30', '10/15': month and day in the edition's order
        r"(?<![\d/.])(?<!\d\s)(?<!item\s)(?<!No\.\s)(?<!№\s)(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:(?:/|(?:(?<=/\d)|(?<=/0\d)|(?<=/1[0-2]))-(?=[2-9]\d(?!\d)|19))(?P<year>(?:19)?\d\d))?(?![\d/%])",
        _read_numeric,
        {
            "your letter of 8/6.": "XXXX-08-06",
            "J. Stalin 9/13/30": "0030-09-13",
            "5 m. 4/10-31.": "0031-04-10",
            "the papers of 8/20-25": "XXXX-08-20",
        },
        ("8/1930", "1/2/3/4", "2860/61/62", "39/45%", "item 56/38"),
        opens=(DIGIT,),
    ),
    Rule(
        "month slash year",
        # '8/1930', '9/1930=?'
        r"(?<![\d/])(?P<month>1[0-2]|0?[1-9])/(?P<year>19\d\d)(?!\d)",
        _read_month_slash_year,
        {'notation: "8/1930."': "1930-08"},
        ("13/1930", "8/6"),
        opens=(DIGIT,),
    ),
    Rule(
        "season",
        # 'the fall of 1930', 'spring 1931'
        rf"(?<![a-z])(?P<season>@seasons)(?:\s+of)?(?:\s*,)?\s+{_YEAR}(?P<tail>[-–—/]\d\d(?:\d\d)?(?!\d))?",
        _read_season,
        {"in the fall of 1930.": "1930-23", "Winter 1926-1927": "1927-24", "[Summer, 1926]": "1926-22"},
        ("a fall of 30", "falling 1930"),
        opens=("@seasons",),
    ),
    Rule(
        "part of a year",
        # 'late 1930', 'early in 1931'
        rf"(?<![a-zA-Z])(?P<part>@parts_of_month)\s+{_YEAR}",
        _read_part_of_year,
        {"in late 1930 he": "1930-09~/1930-12~", "Early in 1931": "1931-01~/1931-04~"},
        ("late in the year", "lately 1930"),
        opens=("@parts_of_month",),
    ),
    Rule(
        "year",
        # 'In 1929', '1930=?'
        r"(?<![\d.,/–—-])(?P<year>1[6-9]\d\d|20[0-2]\d)(?![\d/%]|[.,]\d|[-–—]\d)(?=\s|[.,;:)\]\"'=?!”]|$)",
        _read_year,
        {"In 1929, he": "1929", 'noted: "1930=?"': "1930"},
        ("1,930", "19305", "1930-31", "d. 1930/2"),
        opens=(DIGIT,),
    ),
    Rule(
        "years",
        # '1925-1936', '1930/31', '19301931' with its dash lost
        r"(?<![\d.,/])(?P<year>1[6-9]\d\d|20[0-2]\d)(?P<dash>\s?[-–—/]\s?)?(?P<year2>(?(dash)(?:\d\d|\d{4})|(?:19|20)\d\d))(?!\d)",
        _read_years,
        {"for 19301931.": "1930/1931", "in 1930-31": "1930/1931", "1931–1936": "1931/1936"},
        ("19341234", "1930 1931", "1930-25"),
        opens=(DIGIT,),
    ),
    Rule(
        "day of the month",
        # 'on the 13th': month and year come from the date before it
        r"(?<![a-z])the\s+(?P<day>\d{1,2})(?:st|nd|rd|th|d)(?![a-z])(?!\s+(?:of\s+)?[A-Z]|\s+(?:century|anniversary|congress|session|time|floor|year|of))",
        _read_bare_day,
        {"on the 13th, the": "day 13", "In your letter of the 12th you": "day 12"},
        ("the 13th century", "the 5th of November", "the 17th Congress"),
        re.NOFLAG,
        opens=("the",),
    ),
    Rule(
        "relative day",
        # 'on the same day', 'the next day', 'two days later'
        r"(?<![a-z])(?P<relative>@relative_days)(?![a-z])",
        _read_relative,
        {"1 On the same day it": "+0 d", "The next day the": "+1 d", "agreed two days later": "+2 d"},
        ("someday", "days later"),
        opens=("@relative_days",),
    ),
)
