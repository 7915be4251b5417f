"""Bytes to text: the source of a corpus, decoded once and never changed.

Offsets everywhere else are code points of ``Source.text``: line ends, tabs and faults stay as they are.
"""

from __future__ import annotations

import bisect
import codecs
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from corrstats.errors import CorrstatsError

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LARGEST_SHARE_OF_CONTROLS = 0.01


@dataclass(frozen=True)
class Source:
    """A decoded source: its corpus id, its text, where it came from and the SHA-256 of its bytes."""

    corpus: str
    text: str
    path: str = ""
    sha256: str = ""
    _line_starts: list[int] = field(default_factory=list, repr=False, compare=False)

    def position(self, offset: int) -> tuple[int, int]:
        """Give line and column of an offset, both counted from 1."""
        if not self._line_starts:
            self._line_starts.extend(_find_line_starts(self.text))
        line = bisect.bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1


def _find_line_starts(text: str) -> list[int]:
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def read_source(origin: str | Path | IO[str] | IO[bytes], *, corpus: str | None = None) -> Source:
    """Read a source from a path or an open file; its corpus id is the file's stem unless given.

    Raises CorrstatsError when the file is missing, empty, binary, or neither UTF-8 nor marked UTF-16.
    """
    path, data = _read_bytes(origin)
    text = _decode(data, path)
    return Source(corpus or Path(path).stem or "letters", text, path, hashlib.sha256(data).hexdigest())


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
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_text(data, error, path) from None
    if not text.strip():
        raise CorrstatsError("the file is empty", advice="give a text with letters in it", file=path)
    controls = sum(1 for sign in text if sign < " " and sign not in "\n\r\t\f\v")
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
