"""Dates as values: printed points and ranges, their EDTF strings (ISO 8601-2) and inclusive bounds."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace

# first and last day of the parts of a month; the last of 'late' is the month's own
PARTS = {
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, 31),
    "first_half": (1, 15),
    "second_half": (16, 31),
}
# first and last month of the EDTF seasons; winter is December of the year before to February
SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
_DECEMBER = 12


class ImpossibleDateError(ValueError):
    """A date that no calendar has, such as 31 September."""


@dataclass(frozen=True, slots=True)
class DateRange:
    """A date with its uncertainty: EDTF, and the inclusive bounds, None where open."""

    edtf: str
    earliest: dt.date | None
    latest: dt.date | None

    def __str__(self) -> str:
        return self.edtf

    @property
    def is_day(self) -> bool:
        """Whether this is one known day; 'about 20 July' and '20 July?' are none."""
        return self.earliest is not None and self.earliest == self.latest and self.edtf[-1] not in "~?%"

    def shifted(self, days: int) -> DateRange:
        """Give the same range some days later; only a known day can be moved."""
        if not self.is_day or self.earliest is None:
            message = f"{self.edtf} is not one day"
            raise ValueError(message)
        return day_range(self.earliest + dt.timedelta(days=days))


def day_range(day: dt.date) -> DateRange:
    """Give one day as a range."""
    return DateRange(day.isoformat(), day, day)


# the last day of the Julian calendar in Russia was 31 January 1918; the next was 14 February
_REFORM = dt.date(1918, 2, 14)
_JULIAN_EPOCH = 1721117


def gregorian_day(julian: dt.date) -> dt.date:
    """Give the Gregorian day of a Julian one: 25 October 1917 is 7 November.

    Source: E. G. Richards, 'Calendars', Explanatory Supplement to the Astronomical Almanac, 3rd ed., 15.11.
    """
    month = (julian.month - 3) % 12
    year = julian.year - (julian.month < 3)
    day_number = _JULIAN_EPOCH + julian.day + (153 * month + 2) // 5 + 365 * year + year // 4
    return dt.date.fromordinal(day_number - 1721425)


def from_julian(printed: DateRange) -> DateRange:
    """Give a range printed in the old style in the new one, bound by bound; later dates stay."""
    ends = (printed.earliest, printed.latest)
    if any(end is not None and gregorian_day(end) >= _REFORM for end in ends):
        return printed
    first, last = (gregorian_day(end) if end else None for end in ends)
    if first == last and first is not None:
        return day_range(first)
    left, right = (end.isoformat() if end else ".." for end in (first, last))
    return DateRange(f"{left}/{right}", first, last)


@dataclass(frozen=True, slots=True)
class Point:
    """A day, month, season or year as printed; parts that are not printed are None."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str | None = None
    season: int | None = None

    def bounds(self) -> tuple[dt.date, dt.date]:
        """Give the first and the last day; the year must be known."""
        if self.year is None:
            raise ImpossibleDateError("no year")
        if self.season is not None:
            first, last = SEASONS[self.season]
            return dt.date(self.year - (last < first), first, 1), _month_end(self.year, last)
        if self.month is None:
            return dt.date(self.year, 1, 1), dt.date(self.year, 12, 31)
        if not 1 <= self.month <= _DECEMBER:
            raise ImpossibleDateError(f"no month {self.month}")
        end = _month_end(self.year, self.month)
        if self.part is not None:
            first, last = PARTS[self.part]
            return dt.date(self.year, self.month, first), min(end, end.replace(day=min(last, end.day)))
        if self.day is None:
            return dt.date(self.year, self.month, 1), end
        if not 1 <= self.day <= end.day:
            raise ImpossibleDateError(f"no day {self.day} in {calendar.month_name[self.month]} {self.year}")
        day = dt.date(self.year, self.month, self.day)
        return day, day

    def edtf(self) -> str:
        """Give the EDTF of the point; a part of a month has none (its bounds are written, with ``~``)."""
        year = "XXXX" if self.year is None else f"{self.year:04d}"
        if self.season is not None:
            return f"{year}-{self.season}"
        if self.month is None:
            return year
        return f"{year}-{self.month:02d}" + (f"-{self.day:02d}" if self.day is not None else "")


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date expression: one point or two, and the word that qualifies it.

    ``old_style`` is the Julian day of a date printed in both styles ('3/15 March').
    ``relative`` counts days from the date named before it ('the next day' is 1), or from the letter where
    the form is 'letter day', and excludes points. ``months_from_letter`` is 0 for 'instant', -1 for 'ultimo'.
    ``link`` says how two points belong together: 'range', 'between', 'or', 'and'; ``others`` are the points
    of a list between its first and its last. ``mend`` tells of a mended fault.
    """

    first: Point = Point()
    last: Point | None = None
    others: tuple[Point, ...] = ()
    qualifier: str = ""
    link: str = ""
    relative: int | None = None
    months_from_letter: int | None = None
    supplied: str = ""
    doubted: bool = False
    mend: str = ""
    form: str = ""
    old_style: str = ""

    @property
    def days(self) -> tuple[PrintedDate, ...]:
        """Give the dates meant: 'On 5 and 12 May' are two, a longer list more, everything else is one."""
        if self.link != "and" or self.last is None:
            return (self,)
        alone = replace(self, last=None, others=(), link="")
        return alone, *(replace(alone, first=point) for point in (*self.others, self.last))

    @property
    def needs_year(self) -> bool:
        """Whether a year must come from elsewhere."""
        return self.relative is None and self.first.year is None

    def with_year(self, year: int) -> PrintedDate:
        """Fill in the year where none is printed."""
        first = self.first if self.first.year else replace(self.first, year=year)
        last = self.last
        if last is not None and last.year is None:
            last = replace(last, year=first.year)
        others = tuple(replace(point, year=point.year or first.year) for point in self.others)
        return replace(self, first=first, last=last, others=others)

    def range(self) -> DateRange:
        """Give EDTF and bounds; raises ImpossibleDateError."""
        if self.relative is not None:
            raise ImpossibleDateError("a relative date needs the date before it")
        earliest, latest = self.first.bounds()
        if self.last is not None:
            latest = self.last.bounds()[1]
            if latest < earliest:
                raise ImpossibleDateError(f"{self.last.edtf()} is before {self.first.edtf()}")
        return _qualified(self, earliest, latest)

    def __str__(self) -> str:
        if self.relative is not None:
            return f"{'letter ' if self.form == 'letter day' else ''}{self.relative:+d} d"
        if self.months_from_letter is not None:
            return f"day {self.first.day} of month {self.months_from_letter:+d}"
        if self.form == "bare day":
            return f"day {self.first.day}"
        if self.needs_year:
            last = f"/{self.last.edtf()}" if self.last else ""
            return " ".join(filter(None, (self.qualifier, self.first.part, self.first.edtf() + last)))
        return self.range().edtf


def _qualified(printed: PrintedDate, earliest: dt.date, latest: dt.date) -> DateRange:
    one = dt.timedelta(days=1)
    match printed.qualifier:
        case "before":
            return DateRange(f"../{(earliest - one).isoformat()}", None, earliest - one)
        case "after":
            return DateRange(f"{(latest + one).isoformat()}/..", latest + one, None)
        case "not_before":
            return DateRange(f"{earliest.isoformat()}/..", earliest, None)
        case "not_after":
            return DateRange(f"../{latest.isoformat()}", None, latest)
        case both if " " in both:
            low, high = both.split()
            earliest, latest = earliest + one * (low == "after"), latest - one * (high == "before")
            return DateRange(f"{earliest.isoformat()}/{latest.isoformat()}", earliest, latest)
    return DateRange(_edtf_of(printed, earliest, latest), earliest, latest)


def _edtf_of(printed: PrintedDate, earliest: dt.date, latest: dt.date) -> str:
    first, last = printed.first, printed.last
    about = "~" if printed.qualifier == "about" else ""
    about = ("%" if about else "?") if printed.doubted else about
    if last is None and first.season and about:
        return f"{earliest:%Y-%m}~/{latest:%Y-%m}~"
    if last is None and first.part is None:
        return first.edtf() + about
    parted = first.part or (last is not None and last.part)
    if printed.link == "or" and last is not None and not parted:
        return f"[{first.edtf()},{last.edtf()}]"
    if printed.link == "and" and last is not None:
        return f"{{{','.join(point.edtf() for point in (first, *printed.others, last))}}}"
    end = last or first
    left = f"{earliest.isoformat()}~" if first.part else first.edtf() + about
    right = f"{latest.isoformat()}~" if end.part else end.edtf() + about
    return f"{left}/{right}"
