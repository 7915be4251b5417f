"""'Ibid.' resolved: what an archival reference does not restate comes from one before it in the letter."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from corrstats.facts import ArchiveRef, Doubt

if TYPE_CHECKING:
    from collections.abc import Sequence

_PARTS = ("repository", "fond", "opis", "delo")


def resolve_archive(refs: Sequence[ArchiveRef]) -> tuple[list[ArchiveRef], list[Doubt]]:
    """Resolve the references of a document in reading order, letter by letter.

    A reference takes its missing leading parts from the reference before it. A bare 'Ibid. L. 16' in a note
    after several references of the header takes the one whose leaves it lies nearest to.
    """
    resolved: list[ArchiveRef] = []
    doubts: list[Doubt] = []
    before: dict[str, list[ArchiveRef]] = defaultdict(list)
    for ref in refs:
        full, doubt = _resolve(ref, before[ref.at.letter_id])
        if full:
            resolved.append(full)
            before[ref.at.letter_id].append(full)
        doubts += [doubt] if doubt else []
    return resolved, doubts


def _resolve(ref: ArchiveRef, before: list[ArchiveRef]) -> tuple[ArchiveRef | None, Doubt | None]:
    """Fill in a reference; None for a stray 'd. 5' that goes on with nothing."""
    if ref.held or (ref.repository and ref.fond and ref.opis and ref.delo):
        return ref, None
    if ref.repository and ref.fond and not ref.ibid:
        return ref, None
    source = _antecedent(ref, before)
    if source is None:
        if not ref.ibid and ref.repository is None:
            return ref if ref.fond is not None else None, None
        message = "nothing before it in the letter that 'ibid.' could mean"
        return ref, Doubt(
            ref.at.letter_id, "warning", "ibid-without-antecedent", message, ref.at.start, ref.at.end
        )
    given = {part: getattr(ref, part) for part in _PARTS}
    first = next((i for i, part in enumerate(_PARTS) if given[part] is not None), len(_PARTS))
    filled = {part: getattr(source, part) for part in _PARTS[:first]}
    if first == len(_PARTS) and ref.listy is None:
        filled["listy"] = source.listy
    return replace(ref, **filled), None


def _antecedent(ref: ArchiveRef, before: list[ArchiveRef]) -> ArchiveRef | None:
    usable = [one for one in before if one.fond and one.held in {"", "edition"}]
    if not usable:
        return None
    last = usable[-1]
    only_leaves = not any(getattr(ref, part) for part in _PARTS)
    if not only_leaves or last.at.zone == "note" or ref.at.zone != "note" or ref.listy is None:
        return last
    header = [one for one in usable if one.at.zone == "header"]
    return min(header or usable, key=lambda one: _leaf_distance(ref.listy, one.listy))


def _leaf_distance(one: str | None, other: str | None) -> int:
    left, right = (([int(n) for n in re.findall(r"\d+", leaves or "")] or [10**6]) for leaves in (one, other))
    return min(abs(a - b) for a in left for b in right)
