"""The lines of a text, with their offsets, and what an edition recognises in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from corrstats.document import Line, Span

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable


class TextLine(NamedTuple):
    """A line without its outer white space; ``start`` is where the text begins, ``next`` the next line."""

    text: str
    start: int
    begin: int
    next: int


def split_lines(text: str) -> list[TextLine]:
    """Split a text at line feeds; together the lines ``[begin, next)`` tile it."""
    lines = []
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin)
        after = len(text) if end < 0 else end + 1
        raw = text[begin:after]
        lines.append(TextLine(raw.strip(), begin + len(raw) - len(raw.lstrip()), begin, after))
        begin = after
    return lines


def recognise_line(line: TextLine, kind: str, patterns: Iterable[re.Pattern[str]]) -> Line | None:
    """Match a line against patterns of a kind; fields are the named groups that matched."""
    for pattern in patterns:
        match = pattern.search(line.text)
        if match:
            fields = {
                name: Span(line.start + match.start(name), line.start + match.end(name))
                for name, value in match.groupdict().items()
                if value is not None
            }
            return Line(kind, line.start, line.start + len(line.text), fields)
    return None
