"""Lines of XML: elements as text, with what XML cannot hold replaced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

TEI = "http://www.tei-c.org/ns/1.0"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
# XML 1.0, 2.2: these signs stand in no document, not even as numbers
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_ADDRESS = "/?:@!$&'()*+,;=%~-._"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NO_NAME = re.compile(r"[^\w.-]+")


def clean(text: str) -> str:
    """Replace the signs that XML cannot hold by a sign that says so."""
    return _FORBIDDEN.sub("\ufffd", text)


def first_tag(name: str, attributes: Mapping[str, str]) -> str:
    """Give a first tag; an attribute without a value is left out."""
    return name + "".join(f" {key}={quoteattr(clean(value))}" for key, value in attributes.items() if value)


def element(name: str, attributes: Mapping[str, str] | None = None, text: str = "") -> str:
    """Give an element that holds text only.

    >>> element("persName", {"ref": "", "cert": "low"}, "A & B")
    '<persName cert="low">A &amp; B</persName>'
    """
    tag = first_tag(name, attributes or {})
    return f"<{tag}>{escape(clean(text))}</{name}>" if text else f"<{tag}/>"


def web_address(text: str) -> str:
    """Give addresses, blanks between, as a schema takes them: other signs written as numbers (RFC 3986).

    >>> web_address("https://example.org/a|b#c  x:ü")
    'https://example.org/a%7Cb#c x:%C3%BC'
    """
    return " ".join(_address(one) for one in clean(text).split() if one != "#")


def _address(text: str) -> str:
    head, mark, tail = text.partition("#")
    # a colon in the first part ends the name of a scheme, or has to be a number
    signs = (
        _IN_ADDRESS
        if _SCHEME.match(head) or ":" not in head.partition("/")[0]
        else _IN_ADDRESS.replace(":", "")
    )
    return quote(head, signs) + mark + quote(tail, _IN_ADDRESS)


def nested(name: str, attributes: Mapping[str, str], lines: Iterable[str]) -> Iterator[str]:
    """Give an element with others in it, a line each and indented."""
    yield f"<{first_tag(name, attributes)}>"
    for line in lines:
        yield f"  {line}"
    yield f"</{name}>"


class XmlIds:
    """Gives ids that XML allows, the same for the same name, and no two the same."""

    def __init__(self) -> None:
        self._by_name: dict[str, str] = {}
        self._taken: set[str] = set()

    def of(self, kind: str, name: str) -> str:
        """Give the id of a thing of a kind by its name."""
        key = f"{kind}/{name}"
        if key not in self._by_name:
            stem = f"{kind}-{_NO_NAME.sub('-', name).strip('-') or 'x'}"
            chosen, n = stem, 1
            while chosen in self._taken:
                n += 1
                chosen = f"{stem}-{n}"
            self._taken.add(chosen)
            self._by_name[key] = chosen
        return self._by_name[key]
