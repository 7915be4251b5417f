"""Finding dates in a text: points joined to ranges, qualifiers taken in, the edition's century and order."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from corrstats.dates.forms import DATE_RULES
from corrstats.dates.values import ImpossibleDateError, Point, PrintedDate
from corrstats.languages import read_language
from corrstats.rules import Found, RuleSet

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from corrstats.languages import Language

_DASHES = {"-", "–", "—"}


@dataclass(frozen=True)
class DateReader:
    """Finds dates in the text of one edition.

    ``century`` is the first year of the hundred that two-digit years belong to (1900); ``month_first`` says
    that '8/6' is 6 August.
    """

    language: Language
    century: int = 1900
    month_first: bool = True
    emend: bool = True

    @property
    def rules(self) -> RuleSet[PrintedDate]:
        """The rules that find points, before they are joined."""
        return _date_rules(self.language.code)

    def find(self, text: str) -> list[Found[PrintedDate]]:
        """Find dates in reading order, points joined to ranges and their qualifiers taken in."""
        return self.join(text, self.rules.find(text))

    def join(self, text: str, printed: Sequence[Found[PrintedDate]]) -> list[Found[PrintedDate]]:
        """Join the points that the rules found in a text to ranges, their qualifiers taken in."""
        points = [self._completed(one) for one in printed if self.emend or not one.value.mend]
        joined = (self._qualified(text, one) for one in self._joined(text, points))
        return [_doubted(text, self._qualified_behind(text, _styled(text, one))) for one in joined]

    def read(self, text: str) -> PrintedDate | None:
        """Read the first date of a short text such as a heading; None if there is none."""
        found = self.find(text)
        return found[0].value if found else None

    def _completed(self, one: Found[PrintedDate]) -> Found[PrintedDate]:
        first = one.value.first
        if one.value.form == "numeric" and first.day and not self.month_first:
            first = replace(first, month=first.day, day=first.month)
        if first.year is not None and first.year < 100:
            first = replace(first, year=self.century + first.year)
        return one if first is one.value.first else replace(one, value=replace(one.value, first=first))

    def _qualified_behind(self, text: str, one: Found[PrintedDate]) -> Found[PrintedDate]:
        """Take in a qualifier behind a date that has none before it: '[3 June 1927 or later]'."""
        plain = one.value.relative is None and not one.value.qualifier and one.value.last is None
        match = _qualifier_behind(self.language.code).match(text, one.end) if plain else None
        if match is None:
            return one
        name = self.language.value("qualifiers_behind", match["qualifier"])
        return replace(one, end=match.end(), value=replace(one.value, qualifier=name))

    def _joined(self, text: str, points: list[Found[PrintedDate]]) -> list[Found[PrintedDate]]:
        joined: list[Found[PrintedDate]] = []
        for one in points:
            link = self._link(text, joined[-1], one) if joined else None
            if link is None:
                joined.append(one)
                continue
            if link == "and":
                joined[-1] = _with_year_of(joined[-1], one)
                joined.append(one)
                continue
            before = joined.pop()
            first, last = before.value.first, one.value.last or one.value.first
            if first.year is None:
                first = replace(first, year=_year_before(first, last))
            value = replace(one.value, first=first, last=last, link=link)
            if text[before.end : one.start] == "":
                value = replace(value, mend=f"lost dash: '{text[before.start : one.end]}' is a range")
            joined.append(Found(one.rule, before.start, one.end, value))
        return joined

    def _link(self, text: str, before: Found[PrintedDate], after: Found[PrintedDate]) -> str | None:
        """Say how two neighbouring points belong together; None when they are two dates."""
        if before.value.last or not (_joins(before.value) and _joins(after.value)):
            return None
        between = text[before.end : after.start].strip().casefold()
        lead = text[max(0, before.start - 12) : before.start].casefold()
        if between == "":
            first, last = before.value.first, after.value.first
            days = first.day and last.day and first.year is None
            return "range" if before.end == after.start and (first.part or days) else None
        if between in _DASHES:
            return "range"
        if between in self.language.words("joiners", "range"):
            from_before = re.search(r"\bfrom\s+(?:the\s+)?$", lead)
            return "range" if from_before or before.value.first.year is None else None
        if between in self.language.words("joiners", "and"):
            return "between" if re.search(r"\bbetween\s+(?:the\s+)?$", lead) else "and"
        return "or" if between in self.language.words("joiners", "or") else None

    def _qualified(self, text: str, one: Found[PrintedDate]) -> Found[PrintedDate]:
        if one.value.relative is not None:
            return one
        match = _qualifier_before(self.language.code).search(text, max(0, one.start - 32), one.start)
        if match is None:
            return one
        name = self.language.value("qualifiers", match["qualifier"])
        if name == "between" and one.value.link == "and":
            return replace(one, start=match.start(), value=replace(one.value, link="between"))
        if name == "doubted":
            return replace(one, start=match.start(), value=replace(one.value, doubted=True))
        if name in {"between", "from"}:
            return replace(one, start=match.start()) if one.value.last else one
        return replace(one, start=match.start(), value=replace(one.value, qualifier=name))


# the calendar named behind a date: '12 January, O. S.', 'January 20 (N.S.)'
_STYLE = re.compile(r",?\s*\(?(?P<style>[NO])\.\s?S\.\)?")


def _styled(text: str, one: Found[PrintedDate]) -> Found[PrintedDate]:
    """Take in the calendar that is named behind a date."""
    style = _STYLE.match(text, one.end) if one.value.relative is None and not one.value.old_style else None
    if style is None:
        return one
    form = "old style" if style["style"] == "O" else "new style"
    return replace(one, end=style.end(), value=replace(one.value, form=form))


# the editors' question mark: '[16 September 1926?]'; in running text it asks for something else
_DOUBT = re.compile(r"\s?(?:\?|\(\?\)|\[\?\])(?=\s*(?:[\])]|\Z))")


def _doubted(text: str, one: Found[PrintedDate]) -> Found[PrintedDate]:
    """Take in a question mark behind a date, in brackets or where the date is all there is."""
    doubt = _DOUBT.match(text, one.end)
    if doubt is None or (doubt.end() == len(text) and one.start > 0):
        return one
    return replace(one, end=doubt.end(), value=replace(one.value, doubted=True))


@cache
def _qualifier_behind(code: str) -> re.Pattern[str]:
    """Find a qualifier that stands right behind a date: ' or later'."""
    return re.compile(rf",?\s+(?P<qualifier>{read_language(code).patterns['qualifiers_behind']})(?![a-z])")


def _year_before(first: Point, last: Point) -> int | None:
    """Give the year of the first end of a range: '28 December - 3 January 1927' begins in 1926."""
    if last.year is None or first.month is None or last.month is None:
        return last.year
    return last.year - (first.month > last.month)


def _joins(printed: PrintedDate) -> bool:
    """Whether a date may be an end of a range: a relative, bare or damaged one may not."""
    return printed.relative is None and printed.form not in {"year", "damaged", "bare day"}


def _with_year_of(one: Found[PrintedDate], after: Found[PrintedDate]) -> Found[PrintedDate]:
    """Give 'on 20 July' the year of 'and 3 August 1930'."""
    year = after.value.first.year
    return one if year is None or not one.value.needs_year else replace(one, value=one.value.with_year(year))


@cache
def _date_rules(code: str) -> RuleSet[PrintedDate]:
    return RuleSet("dates", DATE_RULES, read_language(code))


@cache
def _qualifier_before(code: str) -> re.Pattern[str]:
    """Find a qualifier that ends where a date begins: 'No earlier than ', 'between '."""
    words = read_language(code).patterns
    weekday = rf"(?:{words['weekdays']}),?\s+"
    return re.compile(
        rf"(?<![a-z])(?P<qualifier>{words['qualifiers']})\s+(?:the\s+|{weekday})?\Z", re.IGNORECASE
    )


def complete(printed: PrintedDate, near: dt.date | None) -> PrintedDate:
    """Fill a missing year so that the date lies nearest to a known day; unchanged where none is known."""
    if not printed.needs_year or near is None:
        return printed
    if printed.form == "bare day":
        shifts = (0, 1, -1) if printed.months_from_letter is None else (printed.months_from_letter,)
        months = [(near.year * 12 + near.month - 1 + shift) for shift in shifts]
        points = [Point(month // 12, month % 12 + 1, printed.first.day) for month in months]
        return min((replace(printed, first=point) for point in points), key=lambda one: _distance(one, near))
    candidates = [printed.with_year(near.year + shift) for shift in (0, -1, 1)]
    return min(candidates, key=lambda one: _distance(one, near))


def _distance(printed: PrintedDate, near: dt.date) -> int:
    try:
        return abs((printed.first.bounds()[0] - near).days)
    except ImpossibleDateError:
        return 10**6
