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


def find_contradictions(document: Document, facts: Facts) -> list[Doubt]:
    """Hold numbers, notes, marks and addressees of a document against each other."""
    doubts = list(_numbering(document))
    for letter in document.letters:
        doubts += _notes(letter)
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


def _notes(letter: Letter) -> Iterator[Doubt]:
    for note in letter.notes:
        if note.mark is None:
            message = f"note {note.label} has no mark in the text"
            end = note.start + len(note.label)
            yield Doubt(letter.letter_id, "info", "note-without-mark", message, note.start, end)
    numbers = [int(note.label) for note in letter.notes if note.label.isdecimal()]
    for number in sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers)):
        yield _at_heading(letter, "note-missing", "warning", f"there is no note {number}")


def _stray_marks(document: Document, letter: Letter) -> Iterator[Doubt]:
    """Find marks that call a note which is not there: the number after the last note's."""
    text = document.source.text
    expected = str(max((int(note.label) for note in letter.notes if note.label.isdecimal()), default=0) + 1)
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
