"""Marks that overlap, as a tree: a mark inside another is its child, one that crosses another is split.

Promises: the pieces of text, in order, are the text; the parts of each mark tile its span; one part of each
is the first.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corrstats.show.marks import Mark


@dataclass
class Part:
    """A mark, or a part of one, with what stands in it; not ``first`` where it continues a split mark."""

    mark: Mark
    start: int
    end: int
    first: bool = True
    inside: list[Piece] = field(default_factory=list)


Piece = str | Part


def nest_marks(text: str, marks: Iterable[Mark], start: int, end: int) -> list[Piece]:
    """Give ``text[start:end]`` as pieces of plain text and marks; longer marks hold shorter ones.

    Marks reach no further than ``start`` and ``end``; what lies outside is left out.
    """
    parts = [
        Part(mark, max(mark.start, start), min(mark.end, end), first=mark.start >= start)
        for mark in marks
        if mark.placed and max(mark.start, start) < min(mark.end, end)
    ]
    parts.sort(key=_order)
    return _fill(text, parts, start, end)


def _order(part: Part) -> tuple[int, int]:
    return part.start, -part.end


def _fill(text: str, parts: list[Part], start: int, end: int) -> list[Piece]:
    """Fill a stretch with its parts, in order; a part that crosses the one before is split at its end."""
    pieces: list[Piece] = []
    at = start
    while parts:
        part = parts.pop(0)
        inner = []
        while parts and parts[0].start < part.end:
            inner.append(_cut(parts.pop(0), part.end, parts))
        if at < part.start:
            pieces.append(text[at : part.start])
        part.inside = _fill(text, inner, part.start, part.end)
        pieces.append(part)
        at = part.end
    if at < end:
        pieces.append(text[at:end])
    return pieces


def _cut(part: Part, end: int, parts: list[Part]) -> Part:
    """Cut a part at ``end`` and put the rest, if any, back among the parts."""
    if part.end > end:
        bisect.insort(parts, Part(part.mark, end, part.end, first=False), key=_order)
        part.end = end
    return part
