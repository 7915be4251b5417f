"""Editorial notes of a letter, and the marks by which its text calls them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from corrstats.document import Note, Span, cut_span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corrstats.editions.edition import Edition
    from corrstats.editions.lines import TextLine

# a number that may be a note mark: 'officials.2', 'managers. 1 These', 'Italy6', 'y. 1', 'Unions , 2 there';
# its first digit comes before what may not stand before it, so that a search goes from digit to digit
_BARE_MARK = re.compile(
    r"(?P<number>\d(?<![\d/:№-]\d)(?<!\d[.,]\d)\d{0,2})"
    r"(?![\d%:/)]|st\b|nd\b|rd\b|th\b|[.,][\dO]|\s*[-–]\s*\d|\s*\.?\s*(?:min|o'clock|million|mil\b))"
)
# a number and a stop or comma: what follows may be its decimals, or a mark: '3.' and '15.'
_POINTED = re.compile(r"\d[.,]")
_AFTER_AMOUNT_WORD = re.compile(
    r"(?:\b(?:No|NN|Nos|HP|P|D|L|l|ll|F|f|Op|op|d|T|vol|pp|p|note|number|letter|at)\.?|[-–(+=])\s*$",
    re.IGNORECASE,
)
_UNIT_FOLLOWS = re.compile(
    r"\s*(?:percent|per cent|%|mln\b|thous\b|"
    r"poods?|rubles?|tons?|men\b|people|members|workers|persons|days?\b|weeks?|months?|years?|divisions|"
    r"centners|kilometers|km\b|wagons|premises|hectares|January|February|March|April|May\b|June|July|August|September|"
    r"October|November|December)",
    re.IGNORECASE,
)
_YEAR_WORD = re.compile(r"\by\.\s*$")
_LINE_GOES_ON = re.compile(r"[.)]?\s*\S")
_GLUED = re.compile(r"[^\s\d(\[]$")
_CLOSED = re.compile(r"[.!?,;:\])\"”'’]\s+$")
_ENDED = re.compile(r"\s*(?:[.,;:!?)]|$|\n)")
_AFTER_WORD = re.compile(r"[a-z]\s+$")


# two marks side by side: 'one of these days.2,3'
_TWIN_MARKS = re.compile(r"(\d(?<=[.!?\"”'’)a-z]\d)\d?),\s?(\d{1,2})(?=\s|$)")


class _Candidate(NamedTuple):
    number: int
    start: int
    end: int
    score: int


def find_note_start(lines: Sequence[TextLine], first: int, edition: Edition) -> int | None:
    """Find the line where the notes of a letter begin; None for a letter without notes.

    With a separator it is the line after it. Without one it is the last line numbered 1 from which the
    numbers run on; lines before ``first`` (heading and header) are not looked at.
    """
    if edition.note_separator:
        separators = [i for i in range(first, len(lines)) if edition.note_separator.search(lines[i].text)]
        if separators:
            return separators[-1] + 1
    if not edition.note_start:
        return None
    return _last_numbered_run(lines, first, edition.note_start, running=edition.running_notes)


def _last_numbered_run(
    lines: Sequence[TextLine], first: int, start: re.Pattern[str], *, running: bool
) -> int | None:
    """Give the last line numbered 1, or the first of any note where they have signs or run on."""
    labelled = [i for i in range(first, len(lines)) if start.match(lines[i].text)]
    labels = {i: _label(start, lines[i]) for i in labelled}
    if labelled and (running or not any(label.isdecimal() for label in labels.values())):
        return labelled[0]
    first_numbered = next((n for n in reversed(range(len(labelled))) if labels[labelled[n]] == "1"), None)
    if first_numbered is None:
        return None
    n = first_numbered
    while n and labels[labelled[n - 1]].isalpha():  # lettered notes, 'a' first, may stand before them
        n -= 1
    return labelled[n if labels[labelled[n]] == "a" else first_numbered]


def _label(start: re.Pattern[str], line: TextLine) -> str:
    """Give the label of a note as printed, numbers without leading noughts."""
    match = start.match(line.text)
    label = (match["number"] or "").strip() if match else ""
    return str(int(label)) if label.isdecimal() else label


def split_notes(lines: Sequence[TextLine], first: int, edition: Edition) -> list[tuple[str, int, int]]:
    """Split the lines from ``first`` on into notes: (label, first line, line after the last).

    Numbers that rise by one (or a few, where one was lost, or where they run through the volume) start notes,
    and so do signs ('*') and every letter that is new; where none is printed and the edition knows unnumbered
    notes, every paragraph is one. The label of a note without number or letter is its position.
    """
    starts: list[tuple[str, int]] = []
    for i in range(first, len(lines)):
        label = _label(edition.note_start, lines[i]) if edition.note_start else ""
        if label and _follows(label, starts, running=edition.running_notes):
            starts.append((label, i))
    starts = _with_positions(starts)
    if not starts and edition.unnumbered_notes:
        filled = [i for i in range(first, len(lines)) if lines[i].text]
        starts = [(str(n), i) for n, i in enumerate(filled, start=1)]
    if not starts:
        return []
    starts[0] = (starts[0][0], first)
    ends = [i for _, i in starts[1:]] + [len(lines)]
    return [(label, start, end) for (label, start), end in zip(starts, ends, strict=True)]


def _follows(label: str, starts: list[tuple[str, int]], *, running: bool) -> bool:
    if not label.isdecimal():
        return is_sign(label) or label not in {one for one, _ in starts}
    numbers = [int(one) for one, _ in starts if one.isdecimal()]
    if running and not numbers:
        return True
    before = numbers[-1] if numbers else 0
    return before < int(label) <= before + (2 if numbers else 1)


def is_sign(label: str) -> bool:
    """Whether a note is called by a sign, which is no number and no letter: '*', '**', a dagger."""
    return bool(label) and not any(sign.isalnum() for sign in label)


def _with_positions(starts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Label the notes called by signs by their position among them, past the numbers that others have."""
    taken = {label for label, _ in starts if not is_sign(label)}
    free = (str(n) for n in range(1, len(starts) + len(taken) + 1) if str(n) not in taken)
    return [(next(free) if is_sign(label) else label, i) for label, i in starts]


def find_marks(
    text: str, spans: Sequence[Span], labels: Sequence[str], edition: Edition, signs: Sequence[str] = ()
) -> dict[str, Span]:
    """Find where the text calls each note, in rising order of place and number.

    ``spans`` are the stretches outside the notes, ``signs`` the labels of the notes called by signs. Of all
    ways to choose one number for each note so that the places rise with the numbers, the one with the
    best-looking marks is taken; a note may stay without.
    """
    if edition.note_mark:
        return _bracketed_marks(text, spans, set(labels), edition.note_mark, signs)
    wanted = [label for label in labels if label.isdecimal()]
    candidates = [one for span in spans for one in _candidates(text, span, {int(n) for n in wanted})]
    return {str(one.number): Span(one.start, one.end) for one in _best_rising(candidates)}


def _bracketed_marks(
    text: str, spans: Sequence[Span], wanted: set[str], mark: re.Pattern[str], signs: Sequence[str]
) -> dict[str, Span]:
    """Find the marks that the edition's own pattern fits; the first of a note counts, possible decimals last.

    Some digits of a longer number are no mark, whatever the pattern says: '31' holds no mark 1.
    """
    marks: dict[str, Span] = {}
    positions = iter(signs)
    pieces = (piece for span in spans for piece in cut_span(text, *span))
    found = [match for piece in pieces for match in mark.finditer(text, piece.start, piece.end)]
    whole = [match for match in found if match["number"] and not _cuts_number(text, match)]
    for match in sorted(whole, key=lambda match: _is_pointed(text, match)):
        number = match["number"].strip()
        number = str(int(number)) if number.isdecimal() else number
        number = next(positions, "") if is_sign(number) else number
        if number in wanted:
            marks.setdefault(number, Span(match.start(), match.end()))
    return marks


def _cuts_number(text: str, match: re.Match[str]) -> bool:
    """Whether a mark is some of the digits of a longer number: the 1 of '31', the 5 of '3.5 percent'."""
    start, end = match.span("number")
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    behind = before.isdecimal() and match["number"][0].isdecimal()
    amount = _is_pointed(text, match) and _UNIT_FOLLOWS.match(text, end)
    return behind or bool(amount) or (after.isdecimal() and match["number"][-1].isdecimal())


def _is_pointed(text: str, match: re.Match[str]) -> bool:
    """Whether a mark stands behind a number and a stop, as decimals do: '3.5', 'of September 15.107'."""
    start = match.start("number")
    return match["number"][0].isdecimal() and bool(_POINTED.fullmatch(text, max(start - 2, 0), start))


def _candidates(text: str, span: Span, wanted: set[int]) -> list[_Candidate]:
    found = []
    for match in _BARE_MARK.finditer(text, span.start, span.end):
        number = int(match["number"])
        if number in wanted:
            score = _score(text, match, span)
            if score > 0:
                found.append(_Candidate(number, match.start(), match.end(), score))
    for twin in _TWIN_MARKS.finditer(text, span.start, span.end):
        if int(twin[1]) in wanted and int(twin[2]) == int(twin[1]) + 1:
            found += [_Candidate(int(twin[n]), twin.start(n), twin.end(n), 6) for n in (1, 2)]
    return sorted(found, key=lambda one: one.start)


def _score(text: str, match: re.Match[str], span: Span) -> int:
    """Judge by what stands before and after it how much a number looks like a note mark; 0 is not at all."""
    before = text[max(span.start, match.start() - 12) : match.start()]
    after = text[match.end() : min(span.end, match.end() + 16)]
    if _AFTER_AMOUNT_WORD.search(before) and not _YEAR_WORD.search(before):
        return 0
    if _UNIT_FOLLOWS.match(after):
        return 0
    line_start = not before.strip(" \t") or before.endswith("\n")
    if line_start and _LINE_GOES_ON.match(after):
        return 0
    glued = bool(_GLUED.search(before))
    if glued and not before[-1].isalpha():
        return 6 if before[-1] in ".,;:!?\"”'’)]" else 1
    if glued:
        return 5
    closed = bool(_CLOSED.search(before))
    ended = bool(_ENDED.match(after)) or not after.strip()
    spaced = bool(_AFTER_WORD.search(before)) and after.lstrip().startswith("(")
    return (4 if closed else 0) + (3 if ended else 0) or (2 if spaced else 0)


def _best_rising(candidates: list[_Candidate]) -> list[_Candidate]:
    """Choose candidates whose places and numbers rise together, with the greatest sum of scores.

    ``candidates`` stand in reading order; of equal chains the one whose last mark comes first is taken.
    """
    before: list[int | None] = []  # the mark before each in its best chain
    sums: list[int] = []
    best: dict[int, int] = {}  # by number, the candidate that ends the best chain so far
    passed = 0  # candidates that may stand before the one looked at
    for one in candidates:
        while candidates[passed].end <= one.start:
            _keep_better(best, sums, passed, candidates[passed].number)
            passed += 1
        fitting = [at for number, at in best.items() if number < one.number]
        chosen = max(fitting, key=lambda at: (sums[at], -at), default=None)
        before.append(chosen)
        sums.append((0 if chosen is None else sums[chosen]) + 10 + one.score)
    at = max(range(len(sums)), key=lambda at: (sums[at], -at), default=None)
    chain = []
    while at is not None:
        chain.append(candidates[at])
        at = before[at]
    return chain[::-1]


def _keep_better(best: dict[int, int], sums: Sequence[int], at: int, number: int) -> None:
    if number not in best or sums[at] > sums[best[number]]:
        best[number] = at


def sign_labels(
    lines: Sequence[TextLine], parts: Sequence[tuple[str, int, int]], edition: Edition
) -> list[str]:
    """Give the labels of the notes that a sign calls, in their order."""
    start = edition.note_start
    return [label for label, first, _ in parts if start and is_sign(_label(start, lines[first]))]


def make_notes(
    parts: Sequence[tuple[str, int, int]], marks: dict[str, Span], signs: Sequence[str]
) -> tuple[Note, ...]:
    """Make notes of (label, start, end) in offsets, their marks, and the labels of those called by signs."""
    return tuple(Note(label, start, end, marks.get(label), label in signs) for label, start, end in parts)
