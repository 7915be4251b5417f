"""The structure of an edition: front, letters, zones, notes and their marks.

Promises, held by a property test: front and letters tile the text; the zones of a letter tile the letter;
every note is a zone; a mark lies outside the notes. Offsets are code points, ends are exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from corrstats.words import Words, cut_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from corrstats.rules import Found, RuleSet, Scan
    from corrstats.source import Source

V = TypeVar("V")

ZONES = ("heading", "header", "body", "signature", "note")
TOLD = frozenset({"body", "note"})  # the zones that tell things: of the others only a rule or two read any


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
    """An editorial note; ``mark`` is where the text calls it, None where no mark is printed."""

    label: str
    start: int
    end: int
    mark: Span | None


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

    @property
    def feet(self) -> tuple[Span, ...]:
        """The archival references at the foot of the letter, which are read by the edition alone."""
        return tuple(Span(line.start, line.end) for line in self.lines_of("archive reference"))

    def field(self, name: str) -> Span | None:
        """Give the first field of a name that a line of heading or header holds."""
        return next((line.fields[name] for line in self.lines if name in line.fields), None)

    def zone_at(self, offset: int) -> Zone:
        """Give the zone that an offset of the letter lies in."""
        return next(zone for zone in self.zones if zone.start <= offset < zone.end)


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
        text = self.text
        for blank in (*self.marks, *self.letter.feet):
            first, after = max(blank.start - self.zone.start, 0), min(blank.end - self.zone.start, len(text))
            if first < after:
                text = text[:first] + " " * (after - first) + text[after:]
        return text

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

    def passages(self, letter: Letter, scan: Scan | None = None) -> Iterator[Passage]:
        """Give the zones of a letter with their text, in reading order; ``scan`` has rules to read them."""
        marks = [note.mark for note in letter.notes if note.mark]
        inside = [
            tuple(mark for mark in marks if zone.start <= mark.start and mark.end <= zone.end)
            + self._label(zone)
            for zone in letter.zones
        ]
        for zone, spans in zip(letter.zones, inside, strict=True):
            text = self.source.text[zone.start : zone.end]
            yield Passage(letter, zone, text, spans, scan if zone.kind in TOLD else None)
