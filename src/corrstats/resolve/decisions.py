"""Decisions after the second pass: 'ibid.' filled in, bodies known by their protocols, repeats marked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from corrstats.knowledge import split_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corrstats.facts import ArchiveRef, Decision
    from corrstats.knowledge import Body


def resolve_decisions(
    decisions: Sequence[Decision], refs: Iterable[ArchiveRef], bodies: Iterable[Body]
) -> list[Decision]:
    """Give each decision its resolved archival reference and body; one row for each body and date of a note.

    A passive act that is cited from no body's protocols is nobody's decision and is left out.
    """
    resolved = {ref.at.start: ref for ref in refs}
    protocols = _protocols(bodies)
    full = [_with_archive(one, resolved) for one in decisions]
    named = [one if one.body else replace(one, body=_body_of(one, protocols)) for one in full]
    return mark_repeats(_merged([one for one in named if one.body]))


def _protocols(bodies: Iterable[Body]) -> dict[tuple[str, str], str]:
    """Map (fond, opis) of protocols to their body."""
    found = {}
    for row in bodies:
        for protocol in split_cell(row.protocols):
            fond, opis = re.findall(r"\d+", protocol)
            found[fond, opis] = row.body
    return found


def _with_archive(one: Decision, resolved: dict[int, ArchiveRef]) -> Decision:
    return one if one.archive is None else replace(one, archive=resolved.get(one.archive.at.start))


def _body_of(one: Decision, protocols: dict[tuple[str, str], str]) -> str:
    if one.archive is None or one.archive.fond is None or one.archive.opis is None:
        return ""
    return protocols.get((one.archive.fond, one.archive.opis), "")


def _merged(decisions: Iterable[Decision]) -> list[Decision]:
    rows: dict[tuple[str, str, str, str], Decision] = {}
    for one in decisions:
        key = (one.at.letter_id, one.at.note, one.body, one.date.edtf)
        before = rows.get(key)
        if before is None:
            rows[key] = one
            continue
        verbs = dict.fromkeys([*before.action.split("; "), *one.action.split("; ")])
        rows[key] = replace(before, action="; ".join(verbs), archive=before.archive or one.archive)
    return list(rows.values())


def mark_repeats(decisions: Iterable[Decision]) -> list[Decision]:
    """Mark acts that the same letter has named before."""
    seen: dict[tuple[str, str, str], list[Decision]] = {}
    marked = []
    for one in decisions:
        before = seen.setdefault((one.at.letter_id, one.body, one.date.edtf), [])
        marked.append(replace(one, repeat=any(_same_act(one, other) for other in before)))
        before.append(one)
    return marked


def _same_act(one: Decision, other: Decision) -> bool:
    """Whether two acts of one body and day are one: filed together, or the later only named by its date."""
    if one.action == "decision" and one.archive is None:
        return True
    left, right = ((ref.delo, ref.listy) if (ref := act.archive) else None for act in (one, other))
    return (
        left is not None
        and left == right
        and bool(set(one.action.split("; ")) & set(other.action.split("; ")))
    )
