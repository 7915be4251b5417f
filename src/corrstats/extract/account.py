"""The account of a passage: every number and capitalised name is read, known as something else, or unread."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from corrstats.facts import Doubt
from corrstats.languages import alternation, read_language
from corrstats.rules import Rule, RuleSet
from corrstats.words import DIGIT

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from corrstats.document import Passage
    from corrstats.languages import Language

_TOKEN = re.compile(r"\d[\d,.]*(?<![,.])|[A-ZА-ЯЁ][\w’'-]*")
_BEGINS_ITEM = re.compile(r"(?:\A|\n|[.:;]\s)\s*\(?\Z")
_REACH = 12  # signs before a number that tell whether it begins an item of a list
_THINGS = (
    "HP", "NR", "No.", "Nos.", "№", "number", "item", "protocol", "point", "paragraph", "page", "pp.", "p.",
    "pp", "p", "series",
)  # fmt: skip
_NO_PLURAL = r"(?!(?:is|was|has|does|this|its|as|his|us)\b)"


def _read(match: re.Match[str], language: Language) -> str:  # noqa: ARG001
    return match[0]


def _read_item(match: re.Match[str], language: Language) -> str | None:  # noqa: ARG001
    before = match.string[max(0, match.start() - _REACH) : match.start()]
    return match[0] if _BEGINS_ITEM.search(before) else None


# what counts or numbers things that no table holds
NUMBERING_RULES: tuple[Rule[str], ...] = (
    Rule(
        "volume or page",
        r"\b(?:[Vv]ol\.\s*\d+|[TV]\.\s*[IVXLC\d]++(?!\w)\.?|[Pp]p?\.\s*\d[\d,\s–-]*|S\.\s*\d+)",
        _read,
        {"see vol. 13, note": "vol. 13", "T. XVII. pp. 5–8": "pp. 5–8", "S. 65": "S. 65"},
        ("vols", "T. Vetrov", "S. M."),
        re.NOFLAG,
        opens=("vol", "T", "V", "p", "pp", "S"),
    ),
    Rule(
        "year of a book",
        r"(?:(?<=,\s)|(?<=,))\d{4}(?=\])",
        _read,
        {"Works [Omsk, 1967], 3": "1967"},
        ("in 1967]", "[1967]"),
        re.NOFLAG,
        opens=(DIGIT,),
    ),
    Rule(
        "pages at the end of a citation",
        # '[Omsk, 1967], 43941)', 'Works, 439)'
        r"(?:(?<=\],\s)|(?<=\],)|(?:(?<=[a-z],\s)|(?<=[a-z],))(?=\d\d))\d{1,6}(?=\))",
        _read,
        {"[Omsk, 1967], 43941)": "43941", "(Works, 439)": "439"},
        ("(Works, 4)", "Works, 439"),
        re.NOFLAG,
        opens=(DIGIT,),
    ),
    Rule(
        "ordinal",
        r"(?<!\w)\d+(?:st|nd|rd|th)\b",
        _read,
        {"the 13th sheet": "13th"},
        ("13 th", "13thly"),
        re.NOFLAG,
        opens=(DIGIT,),
    ),
    Rule(
        "number of a message or a sheet",
        # 'HP 118, 119 , 120', 'No. 2860/sh', 'item 56/38'
        rf"(?<!\w){alternation(_THINGS)}\s*(?:No\.\s*)?\d+(?:\s?[/,–-]\s*\d+|\s*,\s*\d+)*(?:/\w+)?",
        _read,
        {"HP 118, 119 , 120.": "HP 118, 119 , 120", "on No. 2860/sh the": "No. 2860/sh", "№ 7": "№ 7"},
        ("HP", "numbers 7", "no 7"),
        re.NOFLAG,
        opens=_THINGS,
    ),
    Rule(
        "decade",
        r"(?<!\w)\d{4}s\b",
        _read,
        {"in the 1920s": "1920s"},
        ("1920", "1920sq"),
        re.NOFLAG,
        opens=(DIGIT,),
    ),
    Rule(
        "count of things",
        rf"(?<!\w)\d{{1,3}}(?:,\d{{3}})*(?=\s+(?:[a-z-]+\s+)?{_NO_PLURAL}[a-z]+s\b)",
        _read,
        {"with 14 sealed boxes": "14", "1,200 ducks": "1,200"},
        ("1934 ducks", "14 of this", "14 Boxes"),
        re.NOFLAG,
        opens=(DIGIT,),
    ),
    Rule(
        "item of a list",
        r"(?<!\d)\d{1,2}[.)](?=\s|[A-Z])",
        _read_item,
        {"1. The first": "1.", "said: 2) the second": "2)"},
        ("the year 12. The", "1.5"),
        re.NOFLAG,
        opens=(DIGIT,),
    ),
)


@cache
def numbering_rules(code: str) -> RuleSet[str]:
    """Give the rules for a language, which read what counts or numbers things that no table holds."""
    return RuleSet("numbering", NUMBERING_RULES, read_language(code))


_LABEL = re.compile(r"\s*\[?(\d{1,3})\b")
_LIST_SIGN = re.compile(r"(?:\d[.)]?|\b[a-z]\))$")


class Item(NamedTuple):
    """A token of the account with its fate: read, known or unread."""

    start: int
    end: int
    fate: str
    what: str


@dataclass
class Ledger:
    """The account of a document: how many tokens of each kind met which fate, and those that no rule read.

    Only what may still change or be told is kept: a document has hundreds of tokens a page.
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)  # (what, fate)
    unread: dict[int, Doubt] = field(default_factory=dict)  # by the offset of the token in the source
    open: dict[int, tuple[str, str]] = field(default_factory=dict)  # of names that may still be proved

    def enter(self, passage: Passage, items: Iterable[Item], maybe: Container[int]) -> None:
        """Enter the tokens of a passage; ``maybe`` are the offsets of names that are not settled yet."""
        offset = passage.zone.start
        for item in items:
            self.counts[item.what, item.fate] += 1
            start = offset + item.start
            if item.fate == "unread":
                message = f"no rule read the {item.what} '{passage.text[item.start : item.end]}'"
                code = f"unread-{item.what}"
                self.unread[start] = Doubt(
                    passage.letter.letter_id, "info", code, message, start, offset + item.end
                )
            if start in maybe:
                self.open[start] = item.what, item.fate

    def prove(self, starts: Iterable[int]) -> None:
        """Count names that were proved afterwards as read."""
        for start in starts:
            if start in self.open:
                what, fate = self.open.pop(start)
                self.counts[what, fate] -= 1
                self.counts[what, "read"] += 1
                self.unread.pop(start, None)


def take_account(
    passage: Passage,
    read: Iterable[tuple[int, int]],
    known: Iterable[tuple[int, int]],
    common: frozenset[str],
    code: str,
) -> Iterator[Item]:
    """Give the fate of each number and capitalised word of a body or note.

    ``read`` are the spans of facts, ``known`` of names that are no persons, both within the passage;
    ``common`` are words that are printed small elsewhere, ``code`` names the language.
    """
    text = passage.text
    if passage.zone.kind not in {"body", "note"}:
        return
    offset = passage.zone.start
    marks = [(mark.start - offset, mark.end - offset) for mark in passage.marks]
    reading, knowing = _cover(text, read), _cover(text, [*known, *marks])
    numbering: bytearray | None = None
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        what = "number" if text[start].isdigit() else "name"
        if reading.find(1, start, end) >= 0:
            fate = "read"
        elif knowing.find(1, start, end) >= 0 or (what == "name" and _is_word(match[0], text, start, common)):
            fate = "known"
        else:
            numbering = _cover(text, _numberings(passage, code)) if numbering is None else numbering
            fate = "known" if numbering.find(1, start, end) >= 0 else "unread"
        yield Item(start, end, fate, what)


def _cover(text: str, spans: Iterable[tuple[int, int]]) -> bytearray:
    """Give a byte for each sign of a text: 1 where a span covers it."""
    covered = bytearray(len(text))
    for start, end in spans:
        first, after = max(start, 0), min(end, len(text))
        covered[first:after] = b"\1" * (after - first)
    return covered


def _numberings(passage: Passage, code: str) -> list[tuple[int, int]]:
    """Give what counts or numbers things that no table holds: pages, items of a list, the label of a note."""
    text = passage.text
    spans = [(one.start, one.end) for one in passage.find(numbering_rules(code))]
    label = _LABEL.match(text) if passage.zone.kind == "note" else None
    if label and label[1] == passage.zone.note:
        spans.append(label.span(1))
    return spans


def _is_word(word: str, text: str, start: int, common: frozenset[str]) -> bool:
    """Whether a capitalised word may be no name: it begins a sentence, or is printed small elsewhere."""
    plain = word.casefold().replace("’", "'").partition("'")[0]
    return plain in common or plain.rstrip("s") in common or _opens(text, start)


def _opens(text: str, start: int) -> bool:
    end = start
    while end and text[end - 1] in " \t[(":
        end -= 1
    return end == 0 or text[end - 1] in '.!?:\n"“‘;—…' or bool(_LIST_SIGN.search(text[max(0, end - 3) : end]))
