"""Numbers of a message that stand away from its dispatch line: to its event, or told.

An edition may print them above the text ('No. 126') or under it ('No. 50418.'), and the line that says when
the message was sent elsewhere, or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from corrstats.facts import Doubt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corrstats.document import Document
    from corrstats.facts import Event

_OWN = ("heading", "header")  # a note may tell of another message
_EVENTS = {"outgoing": ("sent",), "incoming": ("received", "sent")}  # field and the events that hold it


def place_numbers(document: Document, events: Sequence[Event]) -> tuple[list[Event], list[Doubt]]:
    """Give a letter's own events the numbers that they lack; a number without such an event is a doubt."""
    placed = list(events)
    doubts: list[Doubt] = []
    own: dict[str, list[int]] = defaultdict(list)
    for i, event in enumerate(placed):
        if event.at.zone in _OWN:
            own[event.at.letter_id].append(i)
    for letter in document.letters:
        for name, kinds in _EVENTS.items():
            fitting = [i for kind in kinds for i in own[letter.letter_id] if placed[i].kind == kind]
            for span in letter.fields(name):
                number = span.of(document.source.text).strip()
                if any(number in _numbers(placed[i], name) for i in fitting):
                    continue
                free = next((i for i in fitting if not any(_numbers(placed[i], name))), None)
                if free is None:
                    message = (
                        f"the {name} number {number} stands in no event: no line says when it was {kinds[0]}"
                    )
                    doubts.append(Doubt(letter.letter_id, "info", "number-without-event", message, *span))
                else:
                    placed[free] = _with_number(placed[free], name, number)
    return placed, doubts


def _numbers(event: Event, name: str) -> list[str]:
    return (event.outgoing if name == "outgoing" else event.incoming).split(";")


def _with_number(event: Event, name: str, number: str) -> Event:
    return replace(event, outgoing=number) if name == "outgoing" else replace(event, incoming=number)
