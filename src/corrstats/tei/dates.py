"""The dates of ``date`` elements: all dating attributes of TEI as EDTF with inclusive bounds.

``when`` is a day, month or year; ``from`` and ``to`` bound a time of writing, ``notBefore`` and ``notAfter``
a doubt. Both are intervals in EDTF, open where one end is not given. ``cert`` below 'high' makes each end
uncertain (``?``). Source: TEI Guidelines, att.datable.w3c; CMIF documentation, correspAction/date.

What breaks the rules is read where only one reading is possible, and said; else the date stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from corrstats.dates import DateRange, ImpossibleDateError, Point, from_julian

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ATTRIBUTES = ("when", "from", "to", "notBefore", "notAfter")
_UNCERTAIN = {"low", "medium", "unknown"}
_LAST_YEAR = 9999

_TIME = r"(?:[T ](?P<time>[01]\d:[0-5]\d|2[0-3]:[0-5]\d|24:00)(?::\d\d(?:[.,]\d+)?)?)?"
_ZONE = r"(?P<zone>Z|[+-]\d\d:?\d\d)?"
# '1800-09-26', '1800-09', '1800', '1843-05-12T10:00:00+01:00', '-0043-03-15'; month and day 00 are not known
_STRICT = re.compile(rf"(?P<year>-?\d{{4}})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?{_TIME}{_ZONE}", re.ASCII)
_LENIENT = (
    # '1800-9-26', '1800/09/26', '1800-09-XX', '1800-uu-uu', '1800-09-26?'
    re.compile(
        r"(?P<year>\d{3,4})(?:[-/.](?P<month>\d{1,2}|[XxUu?]{2})(?:[-/.](?P<day>\d{1,2}|[XxUu?]{2}))?)?(?P<doubt>[?~%])?",
        re.ASCII,
    ),
    re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})", re.ASCII),  # '26.9.1800'
    re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)", re.ASCII),  # '18000926'
)
_NO_YEAR = re.compile(r"--\d\d(?:-\d\d)?|---\d\d|\d\d:\d\d(?::\d\d)?")  # '--09-26', '---26', '10:00'


class Flaw(NamedTuple):
    """What is wrong with a date, or to be known of it."""

    severity: str
    code: str
    message: str


@dataclass(frozen=True)
class ReadDate:
    """A date as the attributes give it; ``time`` is local, ``offset`` that of its clock from UTC.

    ``date`` is None where nothing dates, or not without doubt; ``julian`` is the EDTF of the old style.
    """

    date: DateRange | None = None
    time: str = ""
    offset: str = ""
    julian: str = ""
    flaws: tuple[Flaw, ...] = ()


class _Value(NamedTuple):
    """The value of one attribute: a point of the calendar and, seldom, a time of day."""

    edtf: str
    date: DateRange
    time: str
    zone: str


def read_date(attributes: Mapping[str, str]) -> ReadDate:
    """Read the dating attributes of an element.

    >>> read_date({"notAfter": "1750-06-04", "cert": "low"}).date
    DateRange(edtf='../1750-06-04?', earliest=None, latest=datetime.date(1750, 6, 4))
    """
    return _read_date(tuple(attributes.items()))


@lru_cache(maxsize=20_000)  # a long file has the same days again and again
def _read_date(items: tuple[tuple[str, str], ...]) -> ReadDate:
    attributes = dict(items)
    flaws: list[Flaw] = []
    values: dict[str, _Value] = {}
    given = False
    for name in ATTRIBUTES:
        raw = attributes.get(name, attributes.get(f"{name}-iso"))
        given = given or bool(raw and raw.strip())
        if raw is not None and (value := _read_value(name, raw, flaws)):
            values[name] = value
    if not given:
        return _customary(attributes, flaws)
    date = _combine(values, flaws)
    if date and attributes.get("cert", "").strip() in _UNCERTAIN:
        date = _uncertain(date)
    when = values.get("when")
    if when is None:
        return ReadDate(date, flaws=tuple(flaws))
    return ReadDate(date, when.time, when.zone, flaws=tuple(flaws))


def _read_value(name: str, raw: str, flaws: list[Flaw]) -> _Value | None:
    text = raw.strip()
    if not text:
        flaws.append(Flaw("warning", "empty-date", f"{name} is empty"))
        return None
    if text != raw:
        flaws.append(Flaw("info", "date-form", f"{name}='{raw}' has blanks at its ends; read as '{text}'"))
    found = _STRICT.fullmatch(text)
    if found is None:
        found = next((one for form in _LENIENT if (one := form.fullmatch(text))), None)
        if found is None:
            what = "has no year" if _NO_YEAR.fullmatch(text) else "is no date"
            flaws.append(Flaw("warning", "no-date", f"{name}='{text}' {what}"))
            return None
        flaws.append(Flaw("warning", "date-form", f"{name}='{text}' is not written as YYYY-MM-DD"))
    return _value_of(name, text, found.groupdict(), flaws)


def _value_of(name: str, text: str, parts: Mapping[str, str | None], flaws: list[Flaw]) -> _Value | None:
    year, month, day = (_number(parts[part]) for part in ("year", "month", "day"))
    point = Point(year, month, day if month else None)
    if year is not None and not 1 <= year <= _LAST_YEAR:
        edtf = text.partition("T")[0]
        flaws.append(
            Flaw("warning", "date-bounds", f"{name}='{text}' lies beyond the years 1 to {_LAST_YEAR}")
        )
        return _Value(edtf, DateRange(edtf, None, None), "", "") if year else None
    try:
        date = DateRange(point.edtf(), *point.bounds())
    except ImpossibleDateError as error:
        flaws.append(Flaw("warning", "impossible-date", f"{name}='{text}': {error}"))
        return None
    if (parts["month"] or parts["day"]) and point.edtf().count("-") < text.partition("T")[0].count("-"):
        flaws.append(Flaw("info", "date-form", f"{name}='{text}' is read as {date.edtf}"))
    if parts.get("doubt"):
        date = replace(date, edtf=f"{date.edtf}{parts['doubt']}")
    if parts.get("zone") and not parts.get("time"):
        flaws.append(Flaw("info", "time-stamp", f"{name}='{text}': a zone without a time of day is left out"))
    time = _time_of(name, text, parts, flaws) if point.day else ""
    return _Value(date.edtf, date, time, parts.get("zone") or "" if time else "")


def _number(part: str | None) -> int | None:
    """Give a part of a date as a number; None where it is not known ('00', 'XX')."""
    if part is None or not part.lstrip("-").isdecimal():
        return None
    return int(part) or (0 if len(part) > 2 else None)


def _time_of(name: str, text: str, parts: Mapping[str, str | None], flaws: list[Flaw]) -> str:
    """Give the time of day; midnight to the second is what a program writes where it knows none."""
    time = parts.get("time")
    if not time:
        return ""
    if time in {"00:00", "24:00"} and "00:00:00" in text.replace("24", "00"):
        flaws.append(Flaw("info", "time-stamp", f"{name}='{text}': its midnight is taken for no time of day"))
        return ""
    if parts.get("zone"):
        flaws.append(Flaw("info", "time-stamp", f"{name}='{text}': {time} is kept as the local time"))
    return "" if time == "24:00" else time


def _combine(values: Mapping[str, _Value], flaws: list[Flaw]) -> DateRange | None:
    """Put the ends together; ``when`` stands alone."""
    if "when" in values:
        if len(values) > 1:
            others = ", ".join(name for name in values if name != "when")
            flaws.append(Flaw("warning", "date-attributes", f"when stands with {others}; when is taken"))
        return values["when"].date
    low = _end(values, ("from", "notBefore"), flaws)
    high = _end(values, ("to", "notAfter"), flaws)
    if low and high:
        return _between(low, high, flaws)
    if low:
        return DateRange(f"{low.edtf}/..", low.date.earliest, None)
    return DateRange(f"../{high.edtf}", None, high.date.latest) if high else None


def _end(values: Mapping[str, _Value], names: tuple[str, str], flaws: list[Flaw]) -> _Value | None:
    """Give one end: of both attributes the one that leaves more open."""
    given = [values[name] for name in names if name in values]
    if len(given) > 1:
        flaws.append(
            Flaw("warning", "date-attributes", f"{names[0]} stands with {names[1]}; the wider is taken")
        )
        if names[0] == "from":
            return min(given, key=lambda one: (one.date.earliest is not None, str(one.date.earliest)))
        return max(given, key=lambda one: (one.date.latest is None, str(one.date.latest)))
    return given[0] if given else None


def _between(low: _Value, high: _Value, flaws: list[Flaw]) -> DateRange | None:
    first, last = low.date.earliest, high.date.latest
    if first and last and first > last:
        flaws.append(Flaw("warning", "date-order", f"{high.edtf} is before {low.edtf}"))
        return None
    if low.edtf == high.edtf:
        return low.date
    return DateRange(f"{low.edtf}/{high.edtf}", first, last)


def _uncertain(date: DateRange) -> DateRange:
    ends = (end if end == ".." or end[-1] in "?~%" else f"{end}?" for end in date.edtf.split("/"))
    return replace(date, edtf="/".join(ends))


def _customary(attributes: Mapping[str, str], flaws: list[Flaw]) -> ReadDate:
    """Read a date that is only given in the calendar of the source: the Julian one is known."""
    custom = attributes.get("when-custom", "").strip()
    method = (attributes.get("datingMethod", "") + attributes.get("calendar", "")).casefold()
    if not custom:
        if not flaws:
            flaws.append(Flaw("warning", "empty-date", "no attribute says the date"))
        return ReadDate(flaws=tuple(flaws))
    value = _read_value("when-custom", custom, flaws) if "julian" in method else None
    if value is None:
        flaws.append(Flaw("warning", "calendar", f"when-custom='{custom}' is of a calendar not known here"))
        return ReadDate(flaws=tuple(flaws))
    return ReadDate(from_julian(value.date), julian=value.edtf, flaws=tuple(flaws))


def one_of(dates: Sequence[DateRange]) -> DateRange | None:
    """Give what several dates of one thing allow: any of them, from the first bound to the last.

    >>> both = [read_date({"when": day}).date for day in ("1838-05-13", "1838-03-13")]
    >>> one_of([one for one in both if one]).edtf
    '[1838-03-13,1838-05-13]'
    """
    unique = sorted({one.edtf: one for one in dates}.values(), key=lambda one: (str(one.earliest), one.edtf))
    if len(unique) <= 1:
        return unique[0] if unique else None
    first = (
        None
        if any(one.earliest is None for one in unique)
        else min(one.earliest for one in unique if one.earliest)
    )
    last = (
        None if any(one.latest is None for one in unique) else max(one.latest for one in unique if one.latest)
    )
    if any("/" in one.edtf for one in unique):
        left, right = (end.isoformat() if end else ".." for end in (first, last))
        return None if left == right == ".." else DateRange(f"{left}/{right}", first, last)
    return DateRange(f"[{','.join(one.edtf for one in unique)}]", first, last)
