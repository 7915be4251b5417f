"""One letter ready to be shown: its text, its zones and its marks, and the passage in focus, if one is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from corrstats.document import Zone
from corrstats.show.nesting import nest_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corrstats.show.marks import LetterRows, Mark
    from corrstats.show.nesting import Piece


class Focus(NamedTuple):
    """The row that was asked for: its place, and its mark's id where it has one."""

    start: int
    end: int
    row_id: str = ""


@dataclass(frozen=True)
class View:
    """A letter with its zones and marks; offsets are those of ``text``, the whole source."""

    letter_id: str
    title: str
    text: str
    zones: tuple[Zone, ...]
    marks: tuple[Mark, ...]
    focus: Focus | None = None

    def passage(self) -> tuple[Zone, ...]:
        """Give the paragraph around the focus, as a zone of its kind; all zones without a focus."""
        if self.focus is None:
            return self.zones
        zone = next((z for z in self.zones if z.start <= self.focus.start < z.end), None)
        if zone is None:
            return self.zones
        start = max(zone.start, self.text.rfind("\n", 0, self.focus.start) + 1)
        after = self.text.find("\n", self.focus.end)
        return (Zone(zone.kind, start, zone.end if after < 0 else min(zone.end, after), zone.note),)

    def stretch(self, zone: Zone) -> tuple[int, int]:
        """Give start and end of a zone without the white space around it."""
        printed = self.text[zone.start : zone.end]
        left = len(printed) - len(printed.lstrip())
        return (
            (zone.start + left, zone.start + len(printed.rstrip())) if printed.strip() else (zone.start,) * 2
        )

    def pieces(self, zone: Zone) -> list[Piece]:
        """Give the text of a zone with its marks."""
        return nest_marks(self.text, self.marks, *self.stretch(zone))

    def marks_in(self, zones: Sequence[Zone]) -> list[Mark]:
        """Give the marks that stand in some zones; all, also those without a place, for the whole letter."""
        if tuple(zones) == self.zones:
            return list(self.marks)
        return [m for m in self.marks if m.placed and any(z.start < m.end and m.start < z.end for z in zones)]

    def is_focus(self, mark: Mark) -> bool:
        """Whether a mark is the row that was asked for."""
        if self.focus is None:
            return False
        if self.focus.row_id:
            return mark.row_id == self.focus.row_id
        return (mark.start, mark.end) == (self.focus.start, self.focus.end)


def zone_name(zone: Zone) -> str:
    """Name a zone, a note by its label."""
    return f"note {zone.note}" if zone.note else zone.kind


def derive_zones(rows: LetterRows, text: str) -> tuple[Zone, ...]:
    """Derive the zones of a letter from its tables alone: heading, text and notes.

    For a text whose edition is not known here, so that header, body and signature cannot be told apart.
    """
    letter = rows["letters"][0]
    start, end = int(letter["start"]), int(letter["end"])
    words = r"\s*" + r"\s+".join(map(re.escape, letter["heading"].split()))
    heading = re.compile(words).match(text, start, end)
    zones = [Zone("heading", start, heading.end())] if heading and letter["heading"] else []
    notes = [Zone("note", int(one["start"]), int(one["end"]), one["note"]) for one in rows.get("notes", ())]
    at = zones[-1].end if zones else start
    for note in sorted(notes, key=lambda zone: zone.start):
        if at < note.start:
            zones.append(Zone("text", at, note.start))
        zones.append(note)
        at = note.end
    return tuple(zones) if at >= end else (*zones, Zone("text", at, end))
