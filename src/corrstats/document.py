"""The structure of an edition: front, letters, zones, notes and their marks.

Promises, held by a property test: front and letters tile the text; the zones of a letter tile the letter;
every note is a zone; a mark lies outside the notes. Offsets are code points, ends are exclusive.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from corrstats.words import Words, cut_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from corrstats.rules import Found, RuleSet, Scan
    from corrstats.source import Source

V = TypeVar("V")

LONGEST_PASSAGE = 8000  # signs; the longest body of the editions here has 5200
ZONES = ("heading", "header", "body", "signature", "note")

# the kind of a line under the text that the editors wrote: 'First published in 1930', 'Written on May 4'
COPIES = "copies"  # lines of those who are sent a copy
IMPRINT = "imprint"


class Span(NamedTuple):
    """A stretch of the source."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Give the characters of the span."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Zone:
    """Where in a letter a thing stands; ``note`` is the label of the note in a zone of kind 'note'."""

    kind: str
    start: int
    end: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """An editorial note; ``mark`` is where the text calls it, None where no mark is printed.

    ``signed`` is true where a sign ('*') calls it, so that its label is only its position.
    """

    label: str
    start: int
    end: int
    mark: Span | None
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A recognised line of heading or header with the fields its pattern names ('place', 'date', ...)."""

    kind: str
    start: int
    end: int
    fields: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True)
class Letter:
    """One document of the edition."""

    letter_id: str
    ordinal: int
    number: str
    start: int
    end: int
    zones: tuple[Zone, ...]
    notes: tuple[Note, ...]
    lines: tuple[Line, ...]

    def spans(self, kind: str) -> tuple[Zone, ...]:
        """Give the zones of a kind, in reading order."""
        return tuple(zone for zone in self.zones if zone.kind == kind)

    def lines_of(self, *kinds: str) -> tuple[Line, ...]:
        """Give the recognised lines of these kinds, in reading order."""
        return tuple(line for line in self.lines if line.kind in kinds)

    @cached_property
    def feet(self) -> tuple[Span, ...]:
        """The archival references at the foot of the letter, which are read by the edition alone."""
        return tuple(sorted(Span(line.start, line.end) for line in self.lines_of("archive reference")))

    @property
    def imprint(self) -> tuple[Span, ...]:
        """The editors' lines under the text: who is named there neither signs nor is written to."""
        return tuple(Span(line.start, line.end) for line in self.lines_of(IMPRINT))

    def field(self, name: str) -> Span | None:
        """Give the first field of a name that a line of heading or header holds."""
        return next(iter(self.fields(name)), None)

    def fields(self, name: str) -> tuple[Span, ...]:
        """Give all fields of a name that the recognised lines hold, in reading order."""
        return tuple(line.fields[name] for line in self.lines if name in line.fields)

    def zone_at(self, offset: int) -> Zone:
        """Give the zone that an offset of the letter lies in."""
        return self.zones[bisect.bisect_right(self.zones, offset, key=lambda zone: zone.start) - 1]


@dataclass(frozen=True)
class Passage:
    """The text of one zone, with what an extractor may know about where it stands.

    The rules of ``scan`` read it together, when what one of them finds is first asked for.
    """

    letter: Letter
    zone: Zone
    text: str
    marks: tuple[Span, ...]
    scan: Scan | None = field(default=None, repr=False, compare=False)

    @cached_property
    def unmarked(self) -> str:
        """The text without note marks and foot lines: blanks of the same length, so that rules skip them."""
        text, start, parts, done = self.text, self.zone.start, [], 0
        for blank in sorted([*self.marks, *_inside(self.letter.feet, self.zone)]):
            first, after = max(blank.start - start, done), min(blank.end - start, len(text))
            if first < after:
                parts += [text[done:first], " " * (after - first)]
                done = after
        return "".join([*parts, text[done:]])

    @cached_property
    def words(self) -> Words:
        """The words of the text without its marks, offsets from its beginning."""
        return cut_words(self.unmarked)

    def find(self, rules: RuleSet[V]) -> list[Found[V]]:
        """Find what rules read in the text without its marks; offsets count from its beginning."""
        if rules not in self._found:
            self._found[rules] = rules.find(self.unmarked)
        return self._found[rules]

    @cached_property
    def _found(self) -> dict[RuleSet[Any], list[Found[Any]]]:
        return self.scan.find(self.unmarked, self.words) if self.scan else {}


@dataclass(frozen=True)
class Document:
    """A source split into letters by an edition."""

    source: Source
    edition: str
    front: Span
    letters: tuple[Letter, ...]

    def _label(self, zone: Zone) -> tuple[Span, ...]:
        """Give where a note prints its own number."""
        text = self.source.text[zone.start : zone.end]
        at = zone.start + len(text) - len(text.lstrip("[ \t\r\n"))
        printed = zone.note and self.source.text.startswith(zone.note, at)
        return (Span(at, at + len(zone.note)),) if printed else ()

    def passages(self, letter: Letter, scans: Mapping[str, Scan] | None = None) -> Iterator[Passage]:
        """Give the zones of a letter with their text, in reading order, a very long one in pieces.

        ``scans`` are the rules that read a kind of zone together.
        """
        scans = scans or {}
        marks = sorted(note.mark for note in letter.notes if note.mark)
        for zone in letter.zones:
            for start, end in cut_span(self.source.text, zone.start, zone.end):
                piece = Zone(zone.kind, start, end, zone.note)
                spans = (*_inside(marks, piece), *(self._label(zone) if start == zone.start else ()))
                text = self.source.text[start:end]
                yield Passage(letter, piece, text, spans, scans.get(zone.kind))


def cut_span(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a stretch of a text that is longer than LONGEST_PASSAGE at the ends of lines, sentences or words.

    Readers hold what they find in a passage against each other: so cut, the time they take grows with the
    text and no faster.
    """
    while end - start > LONGEST_PASSAGE:
        most = start + LONGEST_PASSAGE
        half = start + LONGEST_PASSAGE // 2
        ends = (text.rfind(sign, half, most) + len(sign) for sign in ("\n", ". ", " "))
        cut = next((at for at in ends if at > half), most)
        yield Span(start, cut)
        start = cut
    yield Span(start, end)


def _inside(spans: Sequence[Span], zone: Zone) -> Sequence[Span]:
    """Give those of sorted spans that lie in a zone."""
    first, after = (bisect.bisect_left(spans, (at,)) for at in (zone.start, zone.end))
    return [span for span in spans[first:after] if span.end <= zone.end]
