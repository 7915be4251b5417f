"""A file of XML to its letters: each ``correspDesc`` with what stands in it and, in a TEI letter, its text.

A letter runs from its beginning to that of the next, the last to the end of the file; what stands before the
first is front, as in a printed edition. A TEI document with one ``correspDesc`` is that letter, from the
document's first tag on; of several, as in CMIF, each begins with its ``correspDesc``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from corrstats.document import Span
from corrstats.source import Source, without_markup
from corrstats.tei.stream import Offsets, Parser, XmlFile, moved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DOCUMENTS = {"TEI", "TEI.2"}
_DEEPEST = 100  # elements in each other that are kept; what is deeper is no letter's
_KEPT_WHOLE = {"correspDesc", "fileDesc"}
_NAMES = {"persName", "rs", "name"}  # of persons named in the text of a letter
_FIRST_TAG = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_LAST_TAG = re.compile(r"(?:<[^<>]*>)?\s*")  # and the blanks behind it
_ATTRIBUTE = re.compile(r"""([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(slots=True)
class Element:
    """An element: local name, attributes, offsets of its first tag and of its last."""

    name: str
    attributes: dict[str, str]
    start: int
    end: int = -1
    children: list[Element] = field(default_factory=list)
    inner: Span | None = None  # found when first asked for, as what it says
    said: str | None = None

    def get(self, name: str) -> str:
        """Give an attribute without blanks at its ends; empty where there is none."""
        return self.attributes.get(name, "").strip()

    def named(self, *names: str) -> Iterator[Element]:
        """Give the children of these names."""
        return (child for child in self.children if child.name in names)

    def below(self, *names: str) -> Iterator[Element]:
        """Give all descendants of these names, in order."""
        for child in self.children:
            if child.name in names:
                yield child
            yield from child.below(*names)


@dataclass(slots=True)
class RawLetter:
    """A letter as it stands in the file: its ``correspDesc`` and, alone in a document, what its text has."""

    desc: Element
    start: int
    ordinal: int = 0
    end: int = -1
    document: Element | None = None
    header: Element | None = None
    texts: list[Element] = field(default_factory=list)
    names: list[Element] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)

    @property
    def alone(self) -> bool:
        """Whether it is the only letter of its document."""
        return self.document is not None


class Splitter:
    """Takes the tags of a file as they come, and gives letters when it is clear where they end."""

    def __init__(self) -> None:
        self.done: list[RawLetter] = []
        self.headers: list[Element] = []  # the file descriptions that nobody has taken yet
        self._header: Element | None = None
        self._open: RawLetter | None = None  # the last letter, whose end is not yet known
        self._first: RawLetter | None = None  # the first of a document, not yet known to be alone
        self._stack: list[Element] = []  # what is kept whole, from its outermost element on
        self._inside: list[Element] = []  # texts, notes and names that are open
        self._document: Element | None = None
        self._in_header = False
        self._count = 0

    def start(self, name: str, attributes: dict[str, str], offset: int) -> None:
        """Take a first tag."""
        element = Element(name, attributes, offset)
        if self._stack:
            if len(self._stack) < _DEEPEST:
                self._stack[-1].children.append(element)
            self._stack.append(element)
        elif name in _KEPT_WHOLE:
            self._stack.append(element)
            if name == "correspDesc":
                self._begin(element)
        elif name in _DOCUMENTS:
            self._document = element
        elif name == "teiHeader":
            self._in_header = True
        elif self._takes_text() and (name in _NAMES or name in {"text", "note"}):
            self._inside.append(element)

    def end(self, name: str, offset: int) -> None:
        """Take a last tag."""
        if self._stack:
            element = self._stack.pop()
            element.end = offset
            if name == "fileDesc" and not self._stack:
                self._header = element
                self.headers.append(element)
        elif name == "teiHeader":
            self._in_header = False
            self._settle_first(alone=True)
        elif name in _DOCUMENTS:
            self._document = self._header = None
        elif self._inside and self._inside[-1].name == name:
            self._keep(self._inside.pop(), offset)

    def finish(self, offset: int) -> None:
        """Take the end of the file."""
        self._settle_first(alone=False)
        self._close(offset)

    def needed_from(self, offset: int) -> int:
        """Give the offset from which the text is still needed, when all before another has been taken."""
        starts = [one.start for one in (self._open, self._first, *self._stack[:1]) if one]
        if self._in_header and self._document and not self._open_in_document():
            starts.append(self._document.start)
        return min([offset, *starts])

    def _open_in_document(self) -> bool:
        return bool(self._open and self._document and self._open.start >= self._document.start)

    def _begin(self, desc: Element) -> None:
        self._count += 1
        self._settle_first(alone=False)
        letter = RawLetter(desc, desc.start, self._count)
        if self._in_header and self._document and not self._open_in_document():
            self._first = letter
        else:
            self._follow(letter)

    def _settle_first(self, *, alone: bool) -> None:
        letter, self._first = self._first, None
        if letter is None:
            return
        if alone and self._document:
            letter.start, letter.document, letter.header = self._document.start, self._document, self._header
        self._follow(letter)

    def _follow(self, letter: RawLetter) -> None:
        self._close(letter.start)
        self._open = letter

    def _close(self, offset: int) -> None:
        if self._open:
            self._open.end = offset
            self.done.append(self._open)
        self._open = None

    def _takes_text(self) -> bool:
        return bool(self._open and self._open.alone and not self._in_header)

    def _keep(self, element: Element, offset: int) -> None:
        element.end = offset
        if self._open is None:
            return
        if element.name in {"text", "note"}:
            if not any(one.name == element.name for one in self._inside):  # the outermost only
                (self._open.texts if element.name == "text" else self._open.notes).append(element)
        elif element.name == "persName" or element.get("type") == "person":
            self._open.names.append(element)


@dataclass(frozen=True)
class Piece:
    """Some letters of a file, with the part of its text that they stand in."""

    source: Source
    letters: tuple[RawLetter, ...]


def inner_span(element: Element, source: Source) -> Span:
    """Give where the content of an element stands, without blanks at its ends; empty for one without."""
    if element.inner is None:
        element.inner = _find_inner(element, source)
    return element.inner


def _find_inner(element: Element, source: Source) -> Span:
    tag = _FIRST_TAG.match(source.text, element.start - source.start)
    start = min(tag.end() + source.start, element.end) if tag else element.start
    text = source.text[start - source.start : element.end - source.start]
    start += len(text) - len(text.lstrip())
    return Span(start, max(start, element.end - (len(text) - len(text.rstrip()))))


def said_in(element: Element, source: Source) -> str:
    """Give what an element says, white space collapsed."""
    if element.said is None:
        element.said = " ".join(source.passage(*inner_span(element, source)).split())
    return element.said


def element_text(element: Element, source: Source) -> str:
    """Give what stands in an element outside of those in it, white space collapsed."""
    span = inner_span(element, source)
    ends = [span.start, *(end for one in element.children for end in (one.start, one.end)), span.end]
    # of each last tag only the name is behind its offset
    between = [pair for pair in zip(ends[::2], ends[1::2], strict=True) if pair[0] < pair[1]]
    if all(_LAST_TAG.fullmatch(source.text, a - source.start, b - source.start) for a, b in between):
        return ""
    return " ".join(" ".join(source.passage(*pair) for pair in between).split())


class _Window:
    """The part of the text that is still needed."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.start, self.end, self.at = 0, 0, (1, 1)

    def add(self, text: str) -> None:
        self._parts.append(text)
        self.end += len(text)

    def drop_before(self, offset: int) -> None:
        if offset <= self.start:
            return
        text = "".join(self._parts)
        passed, kept = text[: offset - self.start], text[offset - self.start :]
        self._parts, self.start, self.at = [kept], offset, moved(self.at, passed)

    def source(self, file: XmlFile) -> Source:
        self._parts = ["".join(self._parts)]
        return Source(file.corpus, self._parts[0], file.path, start=self.start, at=self.at, markup=True)


class Splitting:
    """One reading of a file: chunks in, pieces out; ``about`` is told each file description."""

    def __init__(self, file: XmlFile, about: Callable[[Element, Source], object] = lambda *_: None) -> None:
        self.file = file
        self.splitter = Splitter()
        self._about = about
        self._offsets, self._window = Offsets(), _Window()
        self._parser = Parser(self._start, self._end)
        self._names: dict[str, str] = {}

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        offset = self._offsets.of(self._parser.byte)
        if self._parser.entities:
            attributes = self._as_printed(offset)
        self.splitter.start(self._local(name), attributes, offset)

    def _as_printed(self, offset: int) -> dict[str, str]:
        """Give the attributes of a tag with references to entities as they stand: expat has expanded them."""
        text = self._window.source(self.file).text
        tag = _FIRST_TAG.match(text, offset - self._window.start)
        found = _ATTRIBUTE.findall(tag[0]) if tag else []
        return {
            name: without_markup(" ".join((quoted or single).split("\n"))) for name, quoted, single in found
        }

    def _end(self, name: str) -> None:
        self.splitter.end(self._local(name), self._offsets.of(self._parser.byte))

    def _local(self, name: str) -> str:
        if ":" not in name:
            return name
        return self._names.setdefault(name, name.rpartition(":")[2])

    def pieces(self) -> Iterator[Piece]:
        """Give the letters, piece by piece; the text of a piece is let go when the next is asked for."""
        try:
            for text in self.file.chunks():
                self._take(text)
                yield from self._done()
                self._window.drop_before(self.splitter.needed_from(self._window.end))
            self._parser.feed(b"", final=True)
        except expat.ExpatError as error:
            raise self.file.unsound(error) from None
        self.splitter.finish(self._window.end)
        yield from self._done()

    def _take(self, text: str) -> None:
        data = text.encode()
        self._window.add(text)
        self._offsets.add(data)
        self._parser.feed(data)

    def _done(self) -> Iterator[Piece]:
        headers, self.splitter.headers = self.splitter.headers, []
        for header in headers:
            self._about(header, self._window.source(self.file))
        letters, self.splitter.done = tuple(self.splitter.done), []
        if letters:
            yield Piece(self._window.source(self.file), letters)
