"""What could be wrong with a pattern: each small fault that a person might leave in it, one at a time.

A pattern is a declaration, so its faults are too much or too little of something that it lists: a missing
alternative, a repetition that goes one too far or not far enough, a condition that is not asked. The common
tools put 'XX' around a string, which any test notices; here the parts of the pattern are walked. A verbose
pattern is cut into its parts where they stand, and each mutant is the same text with one stretch replaced.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# '{1,2}', '?', '*?'
_QUANTIFIER = re.compile(r"(?:[?*+]|\{(?P<least>\d*)(?P<comma>,)?(?P<most>\d*)\})(?P<lazy>[?+]?)")
_SPACE = re.compile(r"(?:\s|#[^\n]*)+")
_OPEN = re.compile(r"\((?:\?(?:P<\w+>|P=\w+|[a-z]*(?:-[a-z]+)?:|<?[=!]|\(\w+\)|>))?")
# An item of a class: 'a-z', '\d', 'x'
_ESCAPED = r"\\(?:u[0-9a-f]{4}|.)"
_IN_CLASS = re.compile(rf"(?:{_ESCAPED}|[^\\\]])(?:-(?:{_ESCAPED}|[^\\\]]))?", re.DOTALL)
_ATOM = re.compile(rf"{_ESCAPED}|@\w+|.", re.DOTALL)


class Edit(NamedTuple):
    """A mutant of a pattern: what was done, the text with it done, and where."""

    what: str
    pattern: str
    at: int


@dataclass
class _Part:
    """A stretch of a pattern: an atom, a class, or a group with its branches, and how often it stands."""

    start: int
    end: int  # of the part itself
    opening: str = ""
    branches: list[tuple[int, int]] = field(default_factory=list)
    items: list[tuple[int, int]] = field(default_factory=list)
    quantifier: re.Match[str] | None = None

    @property
    def whole_end(self) -> int:
        """Where the part ends with its quantifier."""
        return self.quantifier.end() if self.quantifier else self.end


class _Reader:
    """Cuts a verbose pattern into its parts."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.parts: list[_Part] = []

    def branches(self) -> list[tuple[int, int]]:
        """Read alternatives up to the end of their group; give where each stands."""
        found, begun = [], self.at
        while self.at < len(self.text) and self.text[self.at] != ")":
            if self.text[self.at] == "|":
                found.append((begun, self.at))
                self.at += 1
                begun = self.at
            else:
                self._part()
        return [*found, (begun, self.at)]

    def _part(self) -> None:
        if space := _SPACE.match(self.text, self.at):
            self.at = space.end()
            return
        start = self.at
        part = self._class() if self.text[start] == "[" else self._group() or self._atom()
        self.at = part.end
        if quantifier := _QUANTIFIER.match(self.text, self.at):
            part.quantifier = quantifier
            self.at = quantifier.end()
        self.parts.append(part)

    def _atom(self) -> _Part:
        match = _ATOM.match(self.text, self.at)
        assert match is not None
        return _Part(self.at, match.end())

    def _class(self) -> _Part:
        start, self.at = self.at, self.at + 1
        if self.text.startswith("^", self.at):
            self.at += 1
        items: list[tuple[int, int]] = []
        while not items or self.text[self.at] != "]":
            match = _IN_CLASS.match(self.text, self.at)
            assert match is not None
            items.append(match.span())
            self.at = match.end()
        return _Part(start, self.at + 1, items=items)

    def _group(self) -> _Part | None:
        opening = _OPEN.match(self.text, self.at)
        if opening is None:
            return None
        start, self.at = self.at, opening.end()
        branches = self.branches()
        return _Part(start, self.at + 1, opening[0], branches)


def mutate(pattern: str, given: Iterable[str] = ()) -> Iterator[Edit]:
    """Give the mutants of a verbose pattern, those that still are patterns and not the same as before.

    Stretches that are ``given``, as the units from their file are, are left as they are. A group that stands
    in the pattern several times, since it is put in from one definition, is broken in all places at once.
    """
    left = [range(at, at + len(one)) for one in given if (at := pattern.find(one)) >= 0]
    reader = _Reader(pattern)
    top = reader.branches()
    edits = [*_alternatives(pattern, top), *(edit for part in reader.parts for edit in _edits(pattern, part))]
    seen = {pattern}
    for what, start, end, new in edits:
        text = _changed(pattern, reader.parts, start, end, new)
        if not any(start in one for one in left) and text not in seen and compiles(text):
            seen.add(text)
            at = start + pattern.startswith("|", start)
            yield Edit(f"{what} at {start}: {pattern[start:end]!r} -> {new!r}", text, at)


def _changed(pattern: str, parts: list[_Part], start: int, end: int, new: str) -> str:
    """Put a stretch in the place of another, wherever the largest repeated group around it stands."""
    around = [
        part
        for part in parts
        if part.branches and part.start <= start and end <= part.end and end - start < part.end - part.start
    ]
    again = [part for part in around if pattern.count(pattern[part.start : part.end]) > 1]
    if not again:
        return pattern[:start] + new + pattern[end:]
    largest = max(again, key=lambda part: part.end - part.start)
    inside = pattern[largest.start : start] + new + pattern[end : largest.end]
    return pattern.replace(pattern[largest.start : largest.end], inside)


def lead_to(pattern: str, at: int) -> str:
    """Narrow a pattern to what goes by a place in it: no other branch, and nothing optional on the way."""
    reader = _Reader(pattern)
    reader.branches()
    changes: list[tuple[int, int, str]] = []
    for part in reader.parts:
        if not part.start < at < part.end or part.opening.startswith("(?("):
            continue
        mine = [span for span in part.branches if span[0] <= at <= span[1]][:1]
        for first, after in mine if len(part.branches) > 1 else []:
            begun, ended = part.branches[0][0], part.branches[-1][1]
            changes += [(after, ended, ""), (begun, first, "")]
        if part.quantifier and part.quantifier[0][0] in "?*":
            changes.append((part.end, part.whole_end, "" if part.quantifier[0][0] == "?" else "+"))
    for start, end, new in sorted(changes, reverse=True):
        pattern = pattern[:start] + new + pattern[end:]
    return pattern


_Change = tuple[str, int, int, str]


def _edits(text: str, part: _Part) -> Iterator[_Change]:
    shown = text[part.start : part.end]
    if part.opening in {"(?=", "(?!", "(?<=", "(?<!"} or (shown in {r"\b", "^", "$"}):
        yield "condition not asked", part.start, part.end, ""
    if not part.opening.startswith("(?("):
        yield from _alternatives(text, part.branches)
    if len(part.items) > 1:
        for start, end in part.items:
            yield "sign not listed", start, end, ""
    if part.quantifier:
        yield from _repetitions(text, part, part.quantifier)


def _alternatives(text: str, branches: list[tuple[int, int]]) -> Iterator[_Change]:
    if len(branches) < 2 or not all(text[start:end].strip() for start, end in branches):
        return
    for n, (start, end) in enumerate(branches):
        first, after = (start, end + 1) if n == 0 else (start - 1, end)
        yield "alternative not listed", first, after, ""


def _repetitions(text: str, part: _Part, found: re.Match[str]) -> Iterator[_Change]:
    start, end, lazy = found.start(), found.end(), found["lazy"]
    match text[start]:
        case "?":
            yield "not optional", start, end, ""
            yield "not known", part.start, end, ""
        case "*":
            yield "not optional", start, end, f"+{lazy}"
        case "+":
            yield "optional", start, end, f"*{lazy}"
            yield "once only", start, end, ""
        case _:
            least = int(found["least"] or 0)
            most = int(found["most"]) if found["most"] else None if found["comma"] else least
            if most is not None:
                yield "one more", start, end, f"{{{least},{most + 1}}}{lazy}"
                if most > max(least, 1):
                    yield "one fewer", start, end, f"{{{least},{most - 1}}}{lazy}"
            if least:
                yield "one fewer needed", start, end, f"{{{least - 1},{'' if most is None else most}}}{lazy}"


def compiles(text: str) -> bool:
    """Say whether a text is a pattern."""
    try:
        re.compile(re.sub(r"@\w+", "(?:x)", text), re.VERBOSE)
    except re.error:
        return False
    return True
