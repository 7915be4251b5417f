"""The edition held against itself: what it says twice must agree, what it counts must have no gaps.

Every contradiction is a doubt that names both passages; nothing is changed.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from corrstats.facts import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corrstats.document import Document, Letter
    from corrstats.facts import Facts

# a number that stands where only a note mark does: glued to a full stop, or alone before one
_STRAY_MARK = re.compile(
    r"\d(?:(?<=[a-z][.!?]\d)\d?(?=\s|$)|(?<=[a-z]\s\d)\d?(?=\s\.)|(?<=[.!?]\d,\d)\d?(?=\s|$))"
)


def find_contradictions(document: Document, facts: Facts, *, running: bool = False) -> list[Doubt]:
    """Hold numbers, notes, marks and addressees of a document against each other.

    ``running`` says that the numbers of the notes run on from letter to letter.
    """
    doubts = [*_numbering(document), *_missing_notes(document, running=running)]
    for letter in document.letters:
        doubts += _unmarked_notes(letter)
        doubts += _stray_marks(document, letter)
    return doubts + list(_addressees(document, facts))


def _numbering(document: Document) -> Iterator[Doubt]:
    for before, letter in pairwise(document.letters):
        both = before.number.isdecimal() and letter.number.isdecimal()
        if both and int(letter.number) not in {int(before.number), int(before.number) + 1}:
            message = f"letter {letter.number} follows letter {before.number}"
            yield _at_heading(letter, "number-gap", "info", message)
    counts = Counter(letter.number for letter in document.letters if letter.number)
    for letter in document.letters:
        if counts[letter.number] > 1:
            message = f"the number {letter.number} is printed {counts[letter.number]} times"
            yield _at_heading(letter, "number-twice", "warning", message)


def _missing_notes(document: Document, *, running: bool) -> Iterator[Doubt]:
    """Find gaps in the numbers of the notes, one doubt for each gap.

    Numbers that run on count from the last one before, and from the first where they begin or begin anew.
    """
    last = 0
    for letter in document.letters:
        numbers = _numbers(letter)
        if not numbers:
            continue
        before = (last or numbers[0] - 1) if running else 0
        for left, right in pairwise([before, *numbers]):
            if right - left > 1:
                message = _gap(left + 1, right - 1)
                yield _at_heading(letter, "note-missing", "warning", message)
        last = numbers[-1]


def _gap(first: int, last: int) -> str:
    return f"there is no note {first}" if first == last else f"there are no notes {first} to {last}"


def _numbers(letter: Letter) -> list[int]:
    """Give the printed numbers of a letter's notes, rising; a note called by a sign has none."""
    return sorted({int(note.label) for note in letter.notes if note.label.isdecimal() and not note.signed})


def _unmarked_notes(letter: Letter) -> Iterator[Doubt]:
    for note in letter.notes:
        if note.mark is None:
            message = f"note {note.label} has no mark in the text"
            end = note.start + len(note.label)
            yield Doubt(letter.letter_id, "info", "note-without-mark", message, note.start, end)


def _stray_marks(document: Document, letter: Letter) -> Iterator[Doubt]:
    """Find marks that call a note which is not there: the number after the last note's."""
    text = document.source.text
    expected = str(max(_numbers(letter), default=0) + 1)
    for zone in letter.spans("body"):
        for match in _STRAY_MARK.finditer(text, zone.start, zone.end):
            if match[0] == expected:
                message = f"the mark {expected} calls a note that is not there"
                yield Doubt(
                    letter.letter_id, "warning", "mark-without-note", message, match.start(), match.end()
                )


def _addressees(document: Document, facts: Facts) -> Iterator[Doubt]:
    """Hold the people addressed above the text against the recipients of the heading."""
    recipients: dict[str, set[str]] = {}
    for one in facts.correspondents:
        if one.role == "recipient":
            recipients.setdefault(one.at.letter_id, set()).add(one.person_id)
    addressed = {letter.letter_id: letter.lines_of("address", "salutation") for letter in document.letters}
    for mention in facts.mentions:
        at = mention.at
        lines = addressed.get(at.letter_id, ())
        named = any(line.start <= at.start < line.end for line in lines)
        known = recipients.get(at.letter_id, set())
        if named and at.zone == "header" and known and mention.person_id not in known:
            names = ", ".join(sorted(known))
            message = f"'{mention.surface}' is addressed, the heading names {names}"
            yield Doubt(at.letter_id, "info", "addressee-differs", message, at.start, at.end)


def _at_heading(letter: Letter, code: str, severity: str, message: str) -> Doubt:
    return Doubt(letter.letter_id, severity, code, message, letter.start, letter.start)
