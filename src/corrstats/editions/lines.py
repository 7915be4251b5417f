"""The lines of a text, with their offsets, and what an edition recognises in them.

Promise: patterns meet no more than the first LONGEST signs of a line, so that the time to read
a text grows with its length and no faster, whatever the patterns are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from corrstats.document import Line, Span

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable


LONGEST = 1000  # signs; a heading, a line of a header or a signature has far fewer
_GOES_ON = "\0"  # no text holds it


class TextLine(NamedTuple):
    """A line without its outer white space; ``start`` is where the text begins, ``next`` the next line.

    Of a line longer than LONGEST ``text`` is its beginning and a sign that says it goes on, and ``tail`` its
    end; of any other both are all of it.
    """

    text: str
    start: int
    begin: int
    next: int
    end: int
    tail: str


def split_lines(text: str) -> list[TextLine]:
    """Split a text at line feeds; together the lines ``[begin, next)`` tile it."""
    lines = []
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin)
        after = len(text) if end < 0 else end + 1
        raw = text[begin:after]
        shown = tail = raw.strip()
        start = begin + len(raw) - len(raw.lstrip())
        stop = start + len(shown)
        if len(shown) > LONGEST:
            shown, tail = shown[:LONGEST] + _GOES_ON, shown[-LONGEST:]
        lines.append(TextLine(shown, start, begin, after, stop, tail))
        begin = after
    return lines


def recognise_line(line: TextLine, kind: str, patterns: Iterable[re.Pattern[str]]) -> Line | None:
    """Match a line against patterns of a kind; fields are the named groups that matched."""
    for pattern in patterns:
        match = pattern.search(line.text)
        if match:
            fields = {
                name: Span(line.start + match.start(name), _end(line, match.end(name)))
                for name, value in match.groupdict().items()
                if value is not None
            }
            return Line(kind, line.start, line.end, fields)
    return None


def recognise_part(line: TextLine, kind: str, patterns: Iterable[re.Pattern[str]]) -> Line | None:
    """Match a line as ``recognise_line`` does, but give only the part of it that a pattern fits.

    A line under a text may say in one breath when a message went out and when it came in.
    """
    for pattern in patterns:
        match = pattern.search(line.text)
        if match:
            whole = recognise_line(line, kind, [pattern])
            return whole and replace(whole, start=line.start + match.start(), end=_end(line, match.end()))
    return None


def _end(line: TextLine, at: int) -> int:
    """Give the offset of a place in the line; what a pattern read over its cut goes to its end."""
    return line.end if at > LONGEST else line.start + at
