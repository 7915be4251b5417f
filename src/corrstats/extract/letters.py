"""What heading, header and signature say of a letter itself: date, genre, places."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from corrstats.dates import DateRange, DateReader, ImpossibleDateError, PrintedDate, complete, from_julian
from corrstats.document import LONGEST_PASSAGE
from corrstats.extract.dating import is_old_style
from corrstats.facts import Doubt, LetterFacts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corrstats.document import Document, Letter, Span
    from corrstats.editions import Edition

_OUTER_BRACKETS = re.compile(r"^\[.*\]$", re.DOTALL)


def read_letter_facts(
    document: Document, letter: Letter, edition: Edition, dates: DateReader
) -> tuple[LetterFacts, list[Doubt]]:
    """Read date, genre and places of a letter from its heading and header lines."""
    text = document.source.text
    supplied = letter.field("supplied") if not letter.field("date") else None
    span = letter.field("date") or supplied or letter.field("written")
    printed = dates.read(_date_text(span, text)) if span else None
    date, doubts = _settled(letter, printed, span)
    stated = date
    both = printed is not None and bool(printed.old_style)
    julian = printed is not None and is_old_style(printed, julian=edition.julian)
    old_style = date.edtf if date and julian else ""
    date = from_julian(date) if date and julian else date
    if span is None or printed is None:
        doubts.append(_doubt(letter, "no-date", "no date is printed in the heading", span))
    facts = LetterFacts(
        letter_id=letter.letter_id,
        date_printed=printed,
        date=date,
        date_at=(span.start, span.end) if span else None,
        date_status="supplied" if supplied else _status(span, text),
        genre=_genre(text, letter, edition),
        place_from=_place(letter, text, "place") or edition.place_from,
        place_to=_place(letter, text, "to") or edition.place_to,
        date_julian=printed.old_style
        if printed and both
        else old_style
        if date and old_style != date.edtf
        else "",
    )
    return facts, doubts + _written_differs(letter, text, dates, stated)


def _other(old_style: str, date: DateRange | None) -> str:
    """Give a date in the old style where it differs from the new one."""
    return old_style if date and old_style != date.edtf else ""


def _date_text(span: Span, text: str) -> str:
    printed = span.of(text)
    return printed[1:-1] if _OUTER_BRACKETS.match(printed) else printed


def _status(span: Span | None, text: str) -> str:
    """Say who gives the date: 'supplied' for one wholly in the editor's brackets, else 'stated'."""
    if span is None:
        return ""
    return "supplied" if _OUTER_BRACKETS.match(span.of(text)) else "stated"


def _settled(
    letter: Letter, printed: PrintedDate | None, span: Span | None
) -> tuple[DateRange | None, list[Doubt]]:
    if printed is None:
        return None, []
    if printed.needs_year or printed.relative is not None:
        return None, [_doubt(letter, "no-year", "the date of the letter has no year", span)]
    try:
        return printed.range(), []
    except ImpossibleDateError as error:
        return None, [_doubt(letter, "impossible-date", str(error), span)]


def _genre(text: str, letter: Letter, edition: Edition) -> str:
    """Give the genre of the first rule of the edition that a zone of the letter fits."""
    for rule in edition.genres:
        for zone in letter.spans(rule.zone):
            if rule.pattern.search(text[zone.start : min(zone.end, zone.start + LONGEST_PASSAGE)]):
                return rule.name
    return edition.default_genre


def _place(letter: Letter, text: str, name: str) -> str:
    span = letter.field(name)
    place = re.sub(r"\s+", " ", span.of(text)).strip() if span else ""
    return place.title() if place.isupper() else place


def _written_differs(letter: Letter, text: str, dates: DateReader, date: DateRange | None) -> list[Doubt]:
    """Hold the date under or above the text in the writer's hand against the heading's."""
    if date is None:
        return []
    spans: Sequence[Span] = [line.fields["written"] for line in letter.lines if "written" in line.fields]
    found = [(span.start, span.end, dates.read(span.of(text))) for span in spans]
    for zone in letter.spans("signature"):
        found += [
            (zone.start + one.start, zone.start + one.end, one.value)
            for one in dates.find(text[zone.start : zone.end])
        ]
    doubts = []
    for start, end, printed in found:
        if printed is None or printed.form in {"year", "damaged"}:
            continue
        near = date.earliest or date.latest
        try:
            written = complete(printed, near).range()
        except ImpossibleDateError as error:
            doubts.append(Doubt(letter.letter_id, "warning", "impossible-date", str(error), start, end))
            continue
        if _apart(written, date):
            message = f"dated {written.edtf} in the letter, {date.edtf} in the heading"
            doubts.append(Doubt(letter.letter_id, "warning", "date-differs", message, start, end))
    return doubts


def _apart(one: DateRange, other: DateRange) -> bool:
    """Whether two ranges share no day."""
    return bool(
        (one.latest and other.earliest and one.latest < other.earliest)
        or (one.earliest and other.latest and one.earliest > other.latest)
    )


def with_places(facts: LetterFacts, place_from: str, place_to: str) -> LetterFacts:
    """Fill in places that only the notes tell."""
    return replace(facts, place_from=facts.place_from or place_from, place_to=facts.place_to or place_to)


def _doubt(letter: Letter, code: str, message: str, span: Span | None) -> Doubt:
    start, end = (span.start, span.end) if span else (letter.start, letter.start)
    return Doubt(letter.letter_id, "warning", code, message, start, end)
