"""A text to letters, zones and notes, by the patterns of an edition.

Lines are told apart in order: heading, header lines, then from the end the notes, and what is left is body
and signature. White space belongs to what stands before it, so that zones tile the letter.
"""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING, NamedTuple

from corrstats.document import IMPRINT, Document, Letter, Line, Span, Zone
from corrstats.editions.lines import TextLine, recognise_line, recognise_part, split_lines
from corrstats.editions.notes import find_marks, find_note_start, make_notes, sign_labels, split_notes
from corrstats.errors import CorrstatsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corrstats.editions.edition import Edition
    from corrstats.source import Source

_MESSAGES = {"dispatch", "received"}  # lines that say when a message went or came
_MOVES = _MESSAGES | {"incoming"}
_ODD_LINE = 40  # signs of a line above a dispatch line that no pattern knows
_REFERENCES = {"archive", "source"}  # lines above a text that are all numbers, and hold no marks


class _Piece(NamedTuple):
    """A stretch of a letter from ``start`` to the next piece."""

    kind: str
    start: int
    note: str = ""


def split_letters(source: Source, edition: Edition) -> Document:
    """Split a source into letters; CorrstatsError when the edition finds none in it."""
    lines = split_lines(source.text)
    starts = [i for i, line in enumerate(lines) if _starts_letter(lines, i, edition) and line.text]
    if not starts:
        raise CorrstatsError(
            f"no letter of the edition '{edition.name}' in it",
            advice="check letter.start and letter.heading of the edition",
            file=source.path,
        )
    ids = _Ids(source.corpus)
    letters = []
    for ordinal, (first, after) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True), start=1):
        letters.append(_split_letter(source.text, lines[first:after], edition, ordinal, ids))
    return Document(source, edition.name, Span(0, lines[starts[0]].begin), tuple(letters))


def _starts_letter(lines: Sequence[TextLine], i: int, edition: Edition) -> bool:
    if not edition.start.search(lines[i].text):
        return False
    if not edition.heading or edition.heading_optional:
        return True
    following = next((lines[k].text for k in range(i + 1, len(lines)) if lines[k].text), "")
    return bool(following) and any(pattern.search(following) for pattern in edition.heading)


class _Ids:
    """Gives each letter an id of its own: its number or ordinal, with a letter where it comes again."""

    def __init__(self, corpus: str) -> None:
        self.corpus = corpus
        self.seen: set[str] = set()

    def next(self, number: str, ordinal: int) -> str:
        stem = f"{self.corpus}/{number or ordinal}"
        suffixes = ("", *"abcdefghijklmnopqrstuvwxyz", f"-{ordinal}")
        chosen: str = next(stem + suffix for suffix in suffixes if stem + suffix not in self.seen)
        self.seen.add(chosen)
        return chosen


def _split_letter(text: str, lines: Sequence[TextLine], edition: Edition, ordinal: int, ids: _Ids) -> Letter:
    known, n_heading, n_top = _split_top(lines, edition)
    note_line = find_note_start(lines, n_top, edition)
    parts = split_notes(lines, note_line, edition) if note_line is not None else []
    bottom = parts[0][1] if parts else len(lines)
    pieces = [_Piece("heading", lines[0].begin)]
    if n_top > n_heading:
        pieces.append(_Piece("header", lines[n_heading].begin))
    pieces += _split_rest(lines[n_top:bottom], edition)
    pieces += [_Piece("note", lines[start].begin, label) for label, start, _ in parts]
    zones = _zones(pieces, lines[-1].next)
    fields = [span for line in known for span in line.fields.values()]
    fields += [Span(line.start, line.end) for line in known if line.kind in _REFERENCES]
    spans = _without(fields, [Span(zone.start, zone.end) for zone in zones if zone.kind != "note"])
    signs = sign_labels(lines, parts, edition)
    marks = find_marks(text, spans, [label for label, _, _ in parts], edition, signs)
    offsets = [(zone.note, zone.start, zone.end) for zone in zones if zone.kind == "note"]
    known += _archive_lines(lines[n_top:bottom], edition)
    known += _signature_fields(lines[n_top:bottom], edition)
    number_at = next((line.fields["number"] for line in known if "number" in line.fields), None)
    number = number_at.of(text) if number_at else ""
    return Letter(
        letter_id=ids.next(number, ordinal),
        ordinal=ordinal,
        number=number,
        start=lines[0].begin,
        end=lines[-1].next,
        zones=zones,
        notes=make_notes(offsets, marks, signs),
        lines=tuple(known),
    )


def _split_top(lines: Sequence[TextLine], edition: Edition) -> tuple[list[Line], int, int]:
    """Recognise heading and header lines; give them and the counts of heading lines and of both."""
    first = recognise_line(lines[0], "heading", (edition.start,))
    known = [first] if first else []
    n_heading = _take(lines, 1, [("heading", edition.heading)], known)
    n_top = _take(lines, n_heading, edition.header.items(), known)
    return known, n_heading, n_top


def _signature_fields(lines: Sequence[TextLine], edition: Edition) -> list[Line]:
    """Recognise what signature lines name, a date or a place under the text, and the editors' lines there."""
    found = [recognise_line(line, "signature", edition.signature_lines) for line in lines if line.text]
    told = [line for line in found if line is not None and line.fields]
    below = [recognise_line(line, IMPRINT, edition.imprint) for line in lines if line.text]
    foot = [line for line in lines if line.text and _is_foot(line, edition)]
    moved = [
        recognise_part(line, kind, patterns)
        for kind, patterns in edition.header.items()
        for line in (foot if kind in _MESSAGES else ())
    ]
    return told + [line for line in (*below, *moved) if line is not None]


def _is_foot(line: TextLine, edition: Edition) -> bool:
    return any(pattern.search(line.text) for pattern in (*edition.signature_lines, *edition.imprint))


def _without(fields: Sequence[Span], spans: Sequence[Span]) -> list[Span]:
    """Cut recognised fields out of stretches: the day of a heading is no note mark."""
    left: list[Span] = []
    ordered = sorted(fields)
    for span in spans:
        start = span.start
        first, after = (bisect.bisect_left(ordered, (at,)) for at in span)
        for field in ordered[first:after]:
            if field.start > start:
                left.append(Span(start, field.start))
            start = max(start, field.end)
        left.append(Span(start, span.end))
    return left


def _archive_lines(lines: Sequence[TextLine], edition: Edition) -> list[Line]:
    """Recognise archival references at the foot of a letter, where the edition has a pattern for them."""
    found = (recognise_line(line, "archive reference", edition.archive_lines) for line in lines if line.text)
    return [line for line in found if line is not None]


def _take(lines: Sequence[TextLine], i: int, kinds: Iterable[tuple[str, Iterable]], known: list[Line]) -> int:  # type: ignore[type-arg]
    """Take lines from ``i`` on as long as one of the kinds fits (blank lines between them too).

    A short line of no kind is taken with the dispatch line behind it: there may be more above a telegram than
    an edition's description knows of.
    """
    kinds = list(kinds)
    end = i
    while i < len(lines):
        if lines[i].text:
            found = _recognised(lines[i], kinds)
            if found is not None:
                known.append(found)
                end = i + 1
            elif not _stands_above_dispatch(lines, i, kinds):
                break
        i += 1
    return end


def _recognised(line: TextLine, kinds: list[tuple[str, Iterable]]) -> Line | None:  # type: ignore[type-arg]
    return next(filter(None, (recognise_line(line, kind, patterns) for kind, patterns in kinds)), None)


def _stands_above_dispatch(lines: Sequence[TextLine], i: int, kinds: list[tuple[str, Iterable]]) -> bool:  # type: ignore[type-arg]
    """Whether a short line stands right above one that says when a message went or came."""
    after = next((line for line in lines[i + 1 : i + 4] if line.text), None)
    if after is None or len(lines[i].text) > _ODD_LINE:
        return False
    below = _recognised(after, [one for one in kinds if one[0] in _MOVES])
    return below is not None


def _split_rest(lines: Sequence[TextLine], edition: Edition) -> list[_Piece]:
    """Tell body from signature in the lines between header and notes."""
    filled = [line for line in lines if line.text and not _is_separator(line, edition)]
    signed = [_is_foot(line, edition) for line in filled]
    pieces: list[_Piece] = []
    for i, line in enumerate(filled):
        pieces.append(_Piece("signature" if signed[i] else "body", line.begin))
        closes = not signed[i] and (i + 1 == len(filled) or signed[i + 1])
        inline = edition.signature_inline.search(line.tail) if closes and edition.signature_inline else None
        if inline:
            pieces.append(_Piece("signature", line.end - len(line.tail) + inline.start("signature")))
    return pieces


def _is_separator(line: TextLine, edition: Edition) -> bool:
    return bool(edition.note_separator and edition.note_separator.search(line.text))


def _zones(pieces: Sequence[_Piece], end: int) -> tuple[Zone, ...]:
    """Merge neighbouring pieces of one kind into zones that run up to the next one."""
    merged: list[_Piece] = []
    for piece in pieces:
        if not merged or (piece.kind, piece.note) != (merged[-1].kind, merged[-1].note):
            merged.append(piece)
    ends = [piece.start for piece in merged[1:]] + [end]
    return tuple(
        Zone(piece.kind, piece.start, until, piece.note) for piece, until in zip(merged, ends, strict=True)
    )
