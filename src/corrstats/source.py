"""Bytes to text: the source of a corpus, decoded once and never changed.

Offsets everywhere else are code points of ``Source.text``: line ends, tabs and faults stay as they are. Only
where lines end in CR alone, as on old Macs, each CR is read as the LF that everyone looks for. Of a source in
XML the offsets count its tags too; what a passage of it says is without them.
"""

from __future__ import annotations

import bisect
import codecs
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from corrstats.errors import CorrstatsError

# UTF-32 before UTF-16, whose mark its own begins with; the last two are of XML without a mark
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_LARGEST_SHARE_OF_CONTROLS = 0.01
# <?xml version="1.0" encoding="ISO-8859-1"?>
_XML_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
# a comment, an instruction, a stretch that is text as it stands, a tag (which may have > in its quotes)
_MARKUP = re.compile(
    r"""<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(?P<text>.*?)\]\]>|<[/\w](?:[^<>"']|"[^"]*"|'[^']*')*>""",
    re.DOTALL,
)
# a new line in the source, or the end of a part of a name that another follows at once: a blank is meant
_PARTED = re.compile(
    r"""<(?:\w+:)?[lpc]b(?:\s(?:(?!break\s*=\s*["']no)[^<>])*)?/?>"""
    r"""|</(?:\w+:)?(?:surname|forename|roleName|nameLink|addName|genName|settlement|district|region|country)>"""
    r"""(?=<(?:\w+:)?\w)"""
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
        text = _PARTED.sub(" ", text)
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
    if len(_CONTROL.findall(text)) > len(text) * _LARGEST_SHARE_OF_CONTROLS:
        raise _not_plain(data, path)
    if "\0" in text:
        line, column = _place(text[: text.index("\0")])
        raise CorrstatsError(
            "a NUL sign", advice="remove it: tr -d '\\000' < FILE > NEW", file=path, line=line, column=column
        )
    return text.replace("\r", "\n") if "\n" not in text else text


def _place(before: str) -> tuple[int, int]:
    """Give line and column of what stands behind a text."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _not_plain(data: bytes, path: str) -> CorrstatsError:
    """Tell a text in UTF-16 without its mark, every other byte of which is NUL, from what is no text."""
    sample = data[:4096]
    for name, high in (("UTF-16LE", sample[1::2]), ("UTF-16BE", sample[::2])):
        if high.count(0) > len(sample) * 0.4 and sample.count(0) == high.count(0):
            return _other_encoding("not UTF-8", name, file=path)
    return CorrstatsError("not a text but a binary file", advice="save it as plain text", file=path)


def _other_encoding(what: str, name: str, **where: Any) -> CorrstatsError:  # noqa: ANN401  as CorrstatsError takes it
    advice = f"save it as UTF-8: iconv -f {name} -t UTF-8 FILE > NEW"
    return CorrstatsError(f"{what}, it seems to be {name}", advice=advice, **where)


def _guess_encoding(data: bytes) -> str:
    """Say what a text with bytes beyond ASCII seems to be in, where it is not UTF-8.

    In Cyrillic such bytes stand side by side, in Latin scripts alone among ASCII letters.
    """
    beyond = re.findall(rb"[\x80-\xff]+", data[:1_000_000])
    letters = sum(len(one) for one in beyond)
    if letters > 2.5 * len(beyond):
        return "WINDOWS-1251"
    # Latin-1 has no signs here, Windows-1252 has quotation marks and dashes
    return "WINDOWS-1252" if re.search(rb"[\x80-\x9f]", data) else "ISO-8859-1"


def _not_text(data: bytes, error: UnicodeDecodeError, path: str) -> CorrstatsError:
    if error.encoding != "utf-8":
        advice = "save it anew as UTF-8"
        return CorrstatsError(f"not {error.encoding.upper()}: {error.reason}", advice=advice, file=path)
    if b"\0" in data[:4096]:
        return _not_plain(data, path)
    line, column = _place(data[: error.start].decode("utf-8", "replace"))
    what = f"byte 0x{data[error.start]:02x} is not UTF-8"
    if _is_mostly_utf8(data):
        advice = "mend it there, the rest of the file is UTF-8"
        return CorrstatsError(what, advice=advice, file=path, line=line, column=column)
    return _other_encoding(what, _guess_encoding(data), file=path, line=line, column=column)


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether most signs beyond ASCII are UTF-8: then a byte was lost or damaged."""
    text = data.decode("utf-8", "replace")
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return text.count("\ufffd") * 2 < beyond
