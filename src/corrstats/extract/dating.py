"""The dates of a passage with what it leaves out filled in: years, and days counted from the date before."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corrstats.dates import DateRange, ImpossibleDateError, PrintedDate, complete, from_julian
from corrstats.facts import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corrstats.document import Passage
    from corrstats.rules import Found


_WEEKDAY = re.compile(rf"(?P<weekday>{'|'.join(calendar.day_name)}),?\s+(?:the\s+)?\Z")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of a passage: where it stands in the passage, as printed, and as a range."""

    start: int
    end: int
    printed: PrintedDate
    date: DateRange

    @property
    def is_day(self) -> bool:
        """Whether it is one known day."""
        return self.date.is_day


def settle_dates(
    found: Iterable[Found[PrintedDate]],
    passage: Passage,
    letter_date: DateRange | None,
    *,
    julian: bool = False,
) -> tuple[list[Dated], list[Doubt]]:
    """Fill in years and relative days in reading order.

    A missing year is the one that brings the date nearest to the last date of the passage, else to the
    letter; 'the same day' counts from the last day of the passage, else from the letter's. An impossible
    date becomes a doubt, never another day. ``julian`` says that the edition prints the old style.
    """
    start = _one_day(letter_date)
    near, last_day = _middle(letter_date), start if letter_date is not None and letter_date.is_day else None
    dated: list[Dated] = []
    doubts: list[Doubt] = []
    for one in found:
        for printed in one.value.days:
            try:
                if printed.months_from_letter is not None or printed.form == "letter day":
                    settled = _settle(printed, start, start)
                else:
                    settled = _settle(printed, near, last_day)
                if settled is not None and is_old_style(printed, julian=julian):
                    settled = from_julian(settled)
            except ImpossibleDateError as error:
                doubts.append(_doubt(passage, one, str(error)))
                continue
            if settled is None:
                doubts.append(_doubt(passage, one, "no date before it to count from", "relative-date"))
                continue
            dated.append(Dated(one.start, one.end, printed, settled))
            if printed.mend:
                offset = passage.zone.start
                span = (offset + one.start, offset + one.end)
                doubts.append(Doubt(passage.letter.letter_id, "info", "emendation", printed.mend, *span))
            doubts += _weekday_differs(passage, one, settled)
            near = _middle(settled) or near
            if settled.is_day:
                last_day = settled.earliest
    return dated, doubts


def is_old_style(printed: PrintedDate, *, julian: bool) -> bool:
    """Whether a printed date must be turned into the new style; ``julian`` says what the edition prints."""
    if printed.relative is not None or printed.old_style:
        return False
    return printed.form == "old style" or (julian and printed.form != "new style")


def _weekday_differs(passage: Passage, one: Found[PrintedDate], settled: DateRange) -> list[Doubt]:
    """Hold a weekday printed before a date ('Monday, 4 August 1930') against the calendar."""
    before = _WEEKDAY.search(passage.text, max(0, one.start - 16), one.start)
    if before is None or not settled.is_day or settled.earliest is None:
        return []
    printed = before["weekday"]
    true = calendar.day_name[settled.earliest.weekday()]
    if printed == true:
        return []
    return [_doubt(passage, one, f"{settled.edtf} is a {true}, not a {printed}", "weekday-differs")]


def _settle(printed: PrintedDate, near: dt.date | None, last_day: dt.date | None) -> DateRange | None:
    if printed.relative is not None:
        if last_day is None:
            return None
        day = last_day + dt.timedelta(days=printed.relative)
        return DateRange(day.isoformat(), day, day)
    if printed.needs_year and near is None:
        return None
    if printed.form == "damaged":
        raise ImpossibleDateError(printed.mend)
    return complete(printed, near).range()


def _middle(date: DateRange | None) -> dt.date | None:
    """Give the day that a date without a year lies near: of a whole year its middle, not its first day."""
    if date is None or date.earliest is None or date.latest is None:
        return _one_day(date)
    return date.earliest + (date.latest - date.earliest) // 2


def _one_day(date: DateRange | None) -> dt.date | None:
    return None if date is None else date.earliest or date.latest


def _doubt(passage: Passage, one: Found[PrintedDate], message: str, code: str = "impossible-date") -> Doubt:
    start = passage.zone.start
    return Doubt(passage.letter.letter_id, "warning", code, message, start + one.start, start + one.end)
