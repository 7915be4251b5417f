"""Dates as printed: every form, its EDTF string (ISO 8601-2) and its inclusive bounds.

Promises: what is not printed is never filled in here (a day without a year stays without one until the
reader of the letter gives the year); an impossible date raises, it never becomes another day.
"""

from corrstats.dates.forms import DATE_RULES, split_days
from corrstats.dates.reader import DateReader, complete
from corrstats.dates.values import (
    DateRange,
    ImpossibleDateError,
    Point,
    PrintedDate,
    day_range,
    from_julian,
    gregorian_day,
)

__all__ = [
    "DATE_RULES",
    "DateRange",
    "DateReader",
    "ImpossibleDateError",
    "Point",
    "PrintedDate",
    "complete",
    "day_range",
    "from_julian",
    "gregorian_day",
    "split_days",
]
