"""Pointers to their targets: the letter or message of the corpus that is meant, if just one can be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from corrstats.facts import Doubt, Reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corrstats.dates import DateRange
    from corrstats.document import Letter
    from corrstats.facts import Event, LetterFacts


class Targets:
    """The letters of a document by printed number, by message number and by date."""

    def __init__(
        self, letters: Sequence[Letter], facts: Sequence[LetterFacts], events: Sequence[Event], text: str
    ) -> None:
        self.order = {letter.letter_id: n for n, letter in enumerate(letters)}
        self.by_printed = {letter.number: letter.letter_id for letter in letters if letter.number}
        self.dates = {one.letter_id: one.date for one in facts}
        self.by_date: dict[str, list[str]] = defaultdict(list)
        for one in facts:
            if one.date is not None:
                self.by_date[one.date.edtf].append(one.letter_id)
        self.by_number: dict[str, list[tuple[str, Event | None]]] = {}
        for event in events:
            for number in filter(None, event.outgoing.split(";")):
                self.by_number.setdefault(number, []).append((event.at.letter_id, event))
        for letter in letters:  # a number above the text, of which no event tells
            field = letter.field("outgoing")
            numbered = self.by_number.setdefault(field.of(text), []) if field else []
            if field and all(letter_id != letter.letter_id for letter_id, _ in numbered):
                numbered.append((letter.letter_id, None))


def resolve_references(
    references: Sequence[Reference], targets: Targets
) -> tuple[list[Reference], list[Doubt]]:
    """Resolve pointers; a target is accepted only if one candidate is left."""
    resolved: list[Reference] = []
    doubts: list[Doubt] = []
    for one in references:
        match one.kind:
            case "message-by-number":
                done, doubt = _by_number(one, targets)
            case "edition":
                done, doubt = _of_edition(one, targets)
            case "letter-by-date":
                done, doubt = _by_date(one, targets), None
            case _:
                done, doubt = one, None
        resolved.append(done)
        doubts += [doubt] if doubt else []
    return resolved, doubts


def _by_number(one: Reference, targets: Targets) -> tuple[Reference, Doubt | None]:
    here = targets.order[one.at.letter_id]
    before = [
        (letter_id, event)
        for letter_id, event in targets.by_number.get(one.target_number, [])
        if letter_id != one.at.letter_id and targets.order[letter_id] <= here
    ]
    letters = list(dict.fromkeys(letter_id for letter_id, _ in before))
    if len(letters) == 1:
        event = before[0][1]
        day = event.day if event else None
        date = one.target_date or (targets.dates.get(letters[0]) if day is None else _day(day))
        return replace(one, target_letter_id=letters[0], target_date=date), None
    if not letters:
        return one, None
    message = f"number {one.target_number} is that of several letters: {', '.join(letters)}"
    return one, Doubt(one.at.letter_id, "warning", "ambiguous-reference", message, one.at.start, one.at.end)


def _day(day) -> DateRange:  # type: ignore[no-untyped-def]  # noqa: ANN001
    from corrstats.dates import day_range  # noqa: PLC0415

    return day_range(day)


def _of_edition(one: Reference, targets: Targets) -> tuple[Reference, Doubt | None]:
    return replace(one, target_letter_id=targets.by_printed.get(one.target_number, "")), None


def _by_date(one: Reference, targets: Targets) -> Reference:
    """Point 'my letter of 9/22' to the writer's own letter of that day; 'your letter' is another's."""
    if one.whose not in {"my", "our"} or one.target_date is None or not one.target_date.is_day:
        return one
    same = [letter_id for letter_id in targets.by_date[one.target_date.edtf] if letter_id != one.at.letter_id]
    return replace(one, target_letter_id=same[0]) if len(same) == 1 else one
