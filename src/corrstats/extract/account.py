"""The account of a passage: every number and capitalised name is read, known as something else, or unread."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corrstats.document import Passage

_TOKEN = re.compile(r"\d[\d,.]*(?<![,.])|[A-ZА-ЯЁ][\w’'-]*")
_LIST_NUMBER = re.compile(r"(?:^|\n|(?<=[.:;]\s))\s*\(?(\d{1,2})[.)](?=\s|[A-Z])")
# citations of books and journals: 'vol. 13 [Moscow, 1967], 43941', 'T. XVII. pp. 566–568', 'S. 65'
_CITATION = re.compile(
    r"(?:\bvol\.\s*\d+|\b[TV]\.\s*[IVXLC\d]+\.?|\bVol\.\s*[IVXLC\d]+\.?|\[[A-Z][\w.]+,\s*\d{4}\]|\b[Pp]p?\.\s*\d[\d,\s–-]*|\bS\.\s*\d+|(?<=\]),\s*\d+(?=\))|"
    r"\d+(?:st|nd|rd|th)\s+ed\b\.?|(?<=[a-z]),\s*\d{2,6}(?=\)))"
)
_ORDINAL = re.compile(r"\b\d+(?:st|nd|rd|th)\b")
# numbers of messages and sheets: 'HP 118, 119 , 120', 'No. 2860/sh', 'item 56/38', '1920s', '$64,300'
_NUMBERED = re.compile(
    r"\b(?:HP|NR|No\.|Nos\.|№|number|item|protocol|point|paragraph|page|pp?\.|series)\s*(?:No\.\s*)?"
    r"\d+(?:\s?[/,–-]\s*\d+|\s*,\s*\d+)*(?:/\w+)?|\b\d{4}s\b"
)
_COUNT = re.compile(
    r"\b\d{1,3}(?:,\d{3})*(?=\s+(?:[a-z-]+\s+)?(?!(?:is|was|has|does|this|its|as|his|us)\b)[a-z]+s\b)"
)


class Item(NamedTuple):
    """A token of the account with its fate: read, known or unread."""

    start: int
    end: int
    fate: str
    what: str


def take_account(
    passage: Passage,
    read: Iterable[tuple[int, int]],
    known: Iterable[tuple[int, int]],
    common: frozenset[str],
) -> list[Item]:
    """Give the fate of each number and capitalised word of a body or note.

    ``read`` are the spans of facts, ``known`` of names that are no persons, both within the passage.
    """
    text = passage.text
    kind = passage.zone.kind
    if kind not in {"body", "note"}:
        return []
    marks = [(mark.start - passage.zone.start, mark.end - passage.zone.start) for mark in passage.marks]
    others = [
        m.span() for pattern in (_CITATION, _ORDINAL, _NUMBERED, _COUNT) for m in pattern.finditer(text)
    ]
    others += [m.span(1) for m in _LIST_NUMBER.finditer(text)] + marks
    label = re.match(r"\s*\[?(\d{1,3})\b", text) if kind == "note" else None
    if label and label[1] == passage.zone.note:
        others.append(label.span(1))
    reading, knowing = sorted(read), sorted([*known, *others])
    return [_fate(match, text, reading, knowing, common) for match in _TOKEN.finditer(text)]


def _fate(
    match: re.Match[str],
    text: str,
    read: Sequence[tuple[int, int]],
    known: Sequence[tuple[int, int]],
    common: frozenset[str],
) -> Item:
    start, end = match.span()
    word = match[0]
    what = "number" if word[0].isdigit() else "name"
    if _touches(start, end, read):
        return Item(start, end, "read", what)
    if _touches(start, end, known):
        return Item(start, end, "known", what)
    plain = re.split(r"['’]", word.casefold())[0]
    if what == "name" and (_opens(text, start) or plain in common or plain.rstrip("s") in common):
        return Item(start, end, "known", what)
    return Item(start, end, "unread", what)


def _touches(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a < end and start < b for a, b in spans)


def _opens(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t[(")
    return not before or before[-1] in '.!?:\n"“‘;—…' or bool(re.search(r"(?:\d[.)]?|\b[a-z]\))$", before))
