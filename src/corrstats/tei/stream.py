"""XML read safely and in pieces: sound or not, and every element with its offset.

Promises: nothing is fetched, from the network or from another file; no entity is expanded, a reference to one
stays as it is printed; only a chunk of the file is held at a time. The parser is expat, as it comes with
Python: it tells the byte of each event, which line and column cannot be counted back from.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from corrstats.errors import CorrstatsError
from corrstats.source import encoding_of, is_markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CHUNK = 1 << 18
_LETTER = re.compile(r"<(?:[\w.-]+:)?correspDesc[\s/>]")
_POINTER = "correspContext"
_LONGEST_NAME = 80
_ADVICE = "mend the file there, or ask its makers for a sound one"


def looks_like_xml(path: Path) -> bool:
    """Whether a file is XML: by its name, or because its first sign is ``<``."""
    if path.suffix.lower() == ".xml":
        return True
    try:
        with path.open("rb") as file:
            first = file.read(4096)
    except OSError:
        return False
    return is_markup(first.decode(encoding_of(first), "replace"))


@dataclass(frozen=True)
class XmlFile:
    """A file of XML, or its bytes where they were given as such; ``corpus`` is the id of what it holds.

    ``sha256`` is that of the bytes as they were given.
    """

    corpus: str
    path: str
    data: bytes | None = None
    sha256: str = ""

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        if self.data is not None:
            yield io.BytesIO(self.data)
            return
        try:
            with Path(self.path).open("rb") as file:
                yield file
        except FileNotFoundError:
            raise CorrstatsError("no such file", advice="check the name", file=self.path) from None

    def chunks(self, tell: Callable[[bytes], object] = lambda _: None) -> Iterator[str]:
        """Give the text in chunks; ``tell`` is told the bytes of each. Raises CorrstatsError."""
        with self._opened() as file:
            chunk = file.read(_CHUNK)
            decoder = codecs.getincrementaldecoder(encoding_of(chunk))()
            line, column = 1, 1
            while True:
                tell(chunk)
                try:
                    text = decoder.decode(chunk, final=not chunk)
                except UnicodeDecodeError as error:
                    before = error.object[: error.start].decode(error.encoding, "replace")
                    raise self._no_text(error, moved((line, column), before)) from None
                yield text
                if not chunk:
                    return
                line, column = moved((line, column), text)
                chunk = file.read(_CHUNK)

    def _no_text(self, error: UnicodeDecodeError, at: tuple[int, int]) -> CorrstatsError:
        what = f"not well-formed: byte 0x{error.object[error.start]:02x} is not {error.encoding.upper()}"
        return CorrstatsError(what, advice=_ADVICE, file=self.path, line=at[0], column=at[1])

    def unsound(self, error: expat.ExpatError) -> CorrstatsError:
        """Say where a file is not well-formed, and how."""
        why = expat.ErrorString(error.code).removeprefix("not well-formed ")
        what = f"not well-formed: {why}"
        return CorrstatsError(
            what, advice=_ADVICE, file=self.path, line=error.lineno, column=error.offset + 1
        )


def moved(at: tuple[int, int], text: str) -> tuple[int, int]:
    """Give line and column after a text that begins at a line and column."""
    lines = text.count("\n")
    return (at[0] + lines, len(text) - text.rfind("\n")) if lines else (at[0], at[1] + len(text))


def _unfinished(text: str) -> str:
    """Give the name of a tag that may go on in the next chunk."""
    tag = text[max(text.rfind("<"), 0) :]
    return tag if tag.startswith("<") and len(tag) < _LONGEST_NAME and not re.search(r"[\s/>]", tag) else ""


class Parser:
    """An expat parser that expands nothing; ``start`` and ``end`` are told elements by their local name.

    ``entities`` are the names of the entities that the file declares.
    """

    def __init__(
        self,
        start: Callable[[str, dict[str, str]], object] | None = None,
        end: Callable[[str], object] | None = None,
    ) -> None:
        self.entities: set[str] = set()
        # the encoding is ours, whatever the declaration says: the text was decoded before
        self._expat = expat.ParserCreate("utf-8")
        self._expat.specified_attributes = True
        self._expat.StartDoctypeDeclHandler = self._refuse_entities
        self._expat.EntityDeclHandler = self._declare
        self._expat.StartElementHandler = start
        self._expat.EndElementHandler = end

    def _refuse_entities(self, *_: object) -> None:
        # with a default handler expat hands references over instead of expanding them
        self._expat.DefaultHandler = lambda _: None

    def _declare(self, name: str, is_parameter: int, *_: object) -> None:
        if not is_parameter:
            self.entities.add(name)

    def hear_no_more(self) -> None:
        """Tell no more elements, which is faster."""
        self._expat.StartElementHandler = None

    @property
    def byte(self) -> int:
        """The byte at which the event that is being told begins."""
        return self._expat.CurrentByteIndex

    def feed(self, data: bytes, *, final: bool = False) -> None:
        """Parse some more bytes of UTF-8."""
        self._expat.Parse(data, final)


class Offsets:
    """Counts offsets in code points from bytes of UTF-8, which must be asked for in rising order."""

    def __init__(self) -> None:
        self._ahead = bytearray()  # from the byte asked for last
        self._byte = self._offset = 0

    def add(self, data: bytes) -> None:
        """Take in some more bytes."""
        self._ahead += data

    def of(self, byte: int) -> int:
        """Give the offset of the sign that begins at a byte."""
        passed = self._ahead[: byte - self._byte]
        del self._ahead[: byte - self._byte]
        self._byte = byte
        self._offset += len(passed) if passed.isascii() else len(passed.decode())
        return self._offset


@dataclass(frozen=True)
class Survey:
    """What a first reading tells: the SHA-256, about how many letters, whether they point to each other."""

    sha256: str
    letters: int
    points: bool


def survey(file: XmlFile) -> Survey:
    """Read a file to its end and keep nothing; CorrstatsError with line and column where it is unsound."""
    digest = hashlib.sha256()
    letters, points, tail, held = 0, False, "", False

    def meet(name: str, _: object) -> None:
        nonlocal held
        held = name.rpartition(":")[2] == "correspDesc"
        if held:  # one is enough to know that they do not all stand in comments
            parser.hear_no_more()

    parser = Parser(meet)
    try:
        for text in file.chunks(digest.update):
            parser.feed(text.encode())
            tail += text
            letters += sum(1 for _ in _LETTER.finditer(tail))
            points = points or _POINTER in tail
            tail = _unfinished(tail)
        parser.feed(b"", final=True)
    except expat.ExpatError as error:
        raise file.unsound(error) from None
    letters = letters if held else 0
    return Survey(file.sha256 or digest.hexdigest(), letters, points)
