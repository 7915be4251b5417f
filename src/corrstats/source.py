"""Bytes to text: the source of a corpus, decoded once and never changed.

Offsets everywhere else are code points of ``Source.text``: line ends, tabs and faults stay as they are. Of a
source in XML the offsets count its tags too; what a passage of it says is without them.
"""

from __future__ import annotations

import bisect
import codecs
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from corrstats.errors import CorrstatsError

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_LARGEST_SHARE_OF_CONTROLS = 0.01
# <?xml version="1.0" encoding="ISO-8859-1"?>
_XML_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
# a comment, an instruction, a stretch that is text as it stands, a tag (which may have > in its quotes)
_MARKUP = re.compile(
    r"""<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(?P<text>.*?)\]\]>|<[/\w](?:[^<>"']|"[^"]*"|'[^']*')*>""",
    re.DOTALL,
)
_REFERENCE = re.compile(r"&(?:#(?P<decimal>\d{1,7})|#x(?P<hexadecimal>[0-9A-Fa-f]{1,6})|(?P<name>\w+));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_LAST_SIGN, _HALVES = 0x10FFFF, range(0xD800, 0xE000)  # halves of a pair are no signs of their own


@dataclass(frozen=True)
class Source:
    """A decoded source: its corpus id, its text, where it came from and the SHA-256 of its bytes.

    ``text`` may be a part of a long source: ``start`` is the offset of its first sign, ``at`` the line and
    column of it. ``markup`` says that the text is XML.
    """

    corpus: str
    text: str
    path: str = ""
    sha256: str = ""
    start: int = 0
    at: tuple[int, int] = (1, 1)
    markup: bool = False
    _line_starts: list[int] = field(default_factory=list, repr=False, compare=False)

    def position(self, offset: int) -> tuple[int, int]:
        """Give line and column of an offset, both counted from 1."""
        if not self._line_starts:
            self._line_starts.extend(_find_line_starts(self.text))
        inside = offset - self.start
        n = bisect.bisect_right(self._line_starts, inside) - 1
        before = self.at[1] - 1 if n == 0 else 0
        return self.at[0] + n, inside - self._line_starts[n] + 1 + before

    def passage(self, start: int, end: int) -> str:
        """Give what stands between two offsets: of plain text its characters, of XML what they say."""
        text = self.text[start - self.start : end - self.start]
        return without_markup(text) if self.markup else text


def is_markup(text: str) -> bool:
    """Whether a text is XML: its first sign is ``<``."""
    return text[:4096].lstrip("\ufeff \t\r\n").startswith("<")


def without_markup(text: str) -> str:
    """Give what a stretch of XML says: without tags, its numbered and five named references resolved.

    >>> without_markup("An <hi>B&#xF6;rne</hi> &amp; Wohl<!-- ? -->, K&auml;the")
    'An Börne & Wohl, K&auml;the'
    """
    if "<" in text:
        text = _MARKUP.sub(lambda found: found["text"] or "", text)
    return _REFERENCE.sub(_resolve, text) if "&" in text else text


def _resolve(found: re.Match[str]) -> str:
    if found["name"]:
        return _NAMED.get(found["name"], found[0])
    code = int(found["decimal"]) if found["decimal"] else int(found["hexadecimal"], 16)
    return chr(code) if code <= _LAST_SIGN and code not in _HALVES else found[0]


def _find_line_starts(text: str) -> list[int]:
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def read_source(origin: str | Path | IO[str] | IO[bytes], *, corpus: str | None = None) -> Source:
    """Read a source from a path or an open file; its corpus id is the file's stem unless given.

    Raises CorrstatsError when the file is missing, empty, binary, or neither UTF-8 nor marked UTF-16 nor, for
    XML, in the encoding that it names.
    """
    path, data = _read_bytes(origin)
    text = _decode(data, path)
    sha256 = hashlib.sha256(data).hexdigest()
    return Source(corpus or Path(path).stem or "letters", text, path, sha256, markup=is_markup(text))


def encoding_of(data: bytes) -> str:
    """Give the encoding of a text by its first bytes: its mark, what its XML declaration names, or UTF-8."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if marked:
        return marked
    declared = _XML_ENCODING.match(data[:512])
    if declared is None:
        return "utf-8"
    name = declared[1].decode()
    try:  # one that cannot be what the declaration is written in was named in error
        return name if b"<?xml".decode(name) == "<?xml" else "utf-8"
    except (LookupError, UnicodeError):
        return "utf-8"


def _read_bytes(origin: str | Path | IO[str] | IO[bytes]) -> tuple[str, bytes]:
    if not isinstance(origin, str | Path):
        content = origin.read()
        data = content.encode() if isinstance(content, str) else content
        return str(getattr(origin, "name", "letters")), data
    path = str(origin)
    try:
        return path, Path(origin).read_bytes()
    except FileNotFoundError:
        raise CorrstatsError("no such file", advice="check the name", file=path) from None
    except IsADirectoryError:
        raise CorrstatsError("is a folder", advice="name the files in it", file=path) from None
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise CorrstatsError(reason, advice="check that you may read it", file=path) from error


def _decode(data: bytes, path: str) -> str:
    try:
        text = data.decode(encoding_of(data))
    except UnicodeDecodeError as error:
        raise _not_text(data, error, path) from None
    if not text.strip():
        raise CorrstatsError("the file is empty", advice="give a text with letters in it", file=path)
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls > len(text) * _LARGEST_SHARE_OF_CONTROLS:
        raise CorrstatsError("not a text but a binary file", advice="save it as plain text", file=path)
    return text


def _not_text(data: bytes, error: UnicodeDecodeError, path: str) -> CorrstatsError:
    if b"\0" in data[:4096]:
        return CorrstatsError("not a text but a binary file", advice="save it as plain text", file=path)
    before = data[: error.start]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return CorrstatsError(
        f"byte 0x{data[error.start]:02x} is not UTF-8",
        advice="save the file as UTF-8",
        file=path,
        line=line,
        column=column,
    )
