"""Pointers to other messages, letters and notes: 'Your 121', 'your letter of 8/6', 'note 2 to letter 59'."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from corrstats.facts import Evidence, Reference
from corrstats.rules import Found, Rule, RuleSet
from corrstats.words import OWNER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from corrstats.document import Passage
    from corrstats.extract.dating import Dated
    from corrstats.languages import Language

_PAPER = (
    r"(?:letter|telegram|cipher\s+telegram|coded\s+telegram|cipher|ciphergram|cable|cablegram|note|message|memo|"
    r"memorandum|dispatch|despatch|encryption|postcard)s?"
)
_TO_WHOM = r"(?:to\s+(?:him|her|me|us|you|them|(?:Mr\.?\s|Comrade\s|Com\.\s)?[A-Z][\w.]+)\s+)?"
_OWNER = r"\b(?:(?P<whose>[Yy]our|[Mm]y|[Hh]is|[Oo]ur|[Tt]heir)|(?:[A-Z]\w++['’]s))"
_OWNERS = (OWNER, "your", "my", "his", "our", "their")
_NUMBER = (
    r"(?:(?:letter|note|message|d[ei]spatch|telegram|cable|[ie]nquiry|request|report|order)\s+(?=No|№|number))?"
    r"(?:(?:number|No\.?|Nos\.?|№|cipher|telegram|cable|cablegram)\s*)*"
)


# another letter of the edition behind one
_LETTER_AFTER = re.compile(r"\s*(?:,|and|,\s*and)\s+(?P<start>)(?:letter|document)\s+(?P<number>\d+)\b")
# the other of two messages of one sentence: 'your wire of 5/1 is clear; the letter of 5/3 is not'
_OTHER = rf"(?:\s*(?:,|and|,\s*and)\s*(?:of\s+)?|[^.;]{{1,60}};\s+the\s+{_PAPER}\s+(?:of|from)\s+)"
# the number of a message behind its date
_NUMBER_AFTER = re.compile(r"\s*[,(]\s*(?P<start>)(?:No\.|№|number)\s*(?P<number>\d+(?:/\w+)?)")


class Pointer(NamedTuple):
    """What a pointer says by itself."""

    kind: str
    number: str
    whose: str
    dated: bool

    def __str__(self) -> str:
        return " ".join(filter(None, (self.kind, self.number, self.whose, "dated" if self.dated else "")))


def _read(kind: str, *, dated: bool = False) -> Callable[[re.Match[str], Language], Pointer]:
    """Make the reader of a rule that finds one kind of pointer."""

    def read(match: re.Match[str], language: Language) -> Pointer:  # noqa: ARG001
        g = match.groupdict()
        return Pointer(kind, g.get("number") or g.get("number2") or "", (g.get("whose") or "").lower(), dated)

    return read


REFERENCE_RULES: tuple[Rule[Pointer], ...] = (
    Rule(
        "message by number",
        # 'Your 121.', 'Your number 129', 'your cipher No. 17', 'in reply to your No. 12'
        rf"\b(?P<whose>[Yy]ours?|[Mm]y|[Oo]ur)\s+(?:{_NUMBER})(?P<number>\d{{2,5}}(?:/\w+)?|\d(?!\s+[a-z]+s\b))(?![\d/-])(?!\s*(?:percent|%|th|st|nd|rd|years?|days?|poods|letters|telegrams|notes))",
        _read("message-by-number"),
        {
            "Your 121. I agree": "message-by-number 121 your",
            "Your number 129.": "message-by-number 129 your",
            "to your cipher No. 17 of": "message-by-number 17 your",
            "Your despatch No. 561 has": "message-by-number 561 your",
            "to your inquiry No. 13455 of": "message-by-number 13455 your",
        },
        ("your 3 letters", "Your letter of 8/6", "yourself 12"),
        re.NOFLAG,
        opens=("your", "yours", "my", "our"),
    ),
    Rule(
        "letter by date",
        # 'your letter of 8/6', 'my letter of 9/22', 'his note of September 4'; the date is read apart
        rf"(?:(?:\b[Yy]ours(?=\s+of\s)|\bI\s+(?:wrote|telegraphed|cabled)(?:\s+to\s+you)?(?=\s+on\s))\s+|(?:{_OWNER}|\b(?:read|received|got|answer\s+to|reply\s+to)\s+the)\s+(?:[a-z]+\s+){{0,2}}?{_PAPER}\s+"
        rf"{_TO_WHOM}(?:\([^)]*\)\s*)?)(?:of|from|dated|on)\s+(?=[\d\[A-Z]|the\s+\d|@days_from_letter)",
        _read("letter-by-date", dated=True),
        {
            "receive your letter of yesterday's date": "letter-by-date your dated",
            "Received your letter of 8/6.": "letter-by-date your dated",
            "to his note of September 4": "letter-by-date his dated",
            "your message to him of October 7": "letter-by-date your dated",
            "Yours of 28/VII received.": "letter-by-date dated",
            "as I wrote on 26/IX": "letter-by-date dated",
        },
        ("your letter about", "letter of 8/6"),
        re.NOFLAG,
        opens=(*_OWNERS, "yours", "I", "read", "received", "got", "answer", "reply"),
    ),
    Rule(
        "letter undated",
        # 'your latest letter', 'I already sent you a telegram', 'my other letter today'
        rf"(?:{_OWNER}\s+(?:[a-z]+\s+){{0,2}}?{_PAPER}\b(?!\s+{_TO_WHOM}(?:of|from|dated|on)\s+(?:[\d\[A-Z]|the\s+\d|@days_from_letter)|\s+(?:No\.|№|number\s+\d))|"
        rf"\b(?:sent|sending)\s+you\s+(?:a|the)\s+(?:[a-z]+\s+){{0,2}}?{_PAPER}\b|[Aa]s\s+I\s+(?:telegraphed|wrote|cabled)\s+to\s+you)",
        _read("letter-undated"),
        {
            "Received your latest letter.": "letter-undated your",
            "already sent you a coded telegram about": "letter-undated",
            "As I telegraphed to you": "letter-undated",
        },
        ("the letter", "your letter of 8/6", "your lettering"),
        re.NOFLAG,
        opens=(*_OWNERS, "sent", "sending", "as"),
    ),
    Rule(
        "note of the edition",
        # 'note 2 to letter 59', 'note 2 for document 63', 'note 7 to letter 60'
        r"\b(?:notes?|nn?\.)\s+\d+(?:\s*(?:,|and|-|–)\s*\d+)*\s+(?:to|for|of|in)\s+(?:letter|document|telegram|No\.)\s*(?:No\.\s*)?(?P<number>\d+)"
        r"|\bletter\s+(?P<number2>\d+)\s+with\s+notes?\s+\d",
        _read("edition"),
        {
            "see note 2 for document 63.": "edition 63",
            "mentioned in note 1 to letter 56.": "edition 56",
            "and letter 30 with note 1": "edition 30",
            "See n. 1 to letter 214.": "edition 214",
        },
        ("note 2", "letter 59"),
        opens=("note", "notes", "n", "nn", "letter"),
    ),
    Rule(
        "letter of the edition",
        # 'see letter 45', 'see document 12', '(letter 71)'
        r"\b(?:[Ss]ee|[Cc]f\.|in)\s*(?:also\s+|above,\s+|below,\s+)?"
        r"(?:(?:[Ll]etter|[Dd]ocument|[Tt]elegram)\s+(?:No\.\s*)?(?P<number>\d+)|(?:No\.|Doc\.|doc\.)\s*(?P<number2>\d+)(?=,?\s+"
        r"(?:post|ante|above|below|supra|infra|of\s+this)\b|\s*[.;)]\s*(?:[A-Z—(]|$)))",
        _read("edition"),
        {
            "see letter 45.": "edition 45",
            "See also Document 24 of": "edition 24",
            "See No. 14, post.": "edition 14",
            "see also No. 61.": "edition 61",
        },
        ("see my letter", "letter 45", "See No. 14 of Pravda"),
        re.NOFLAG,
        opens=("see", "cf", "in"),
    ),
)


@dataclass(frozen=True)
class ReferenceReader:
    """Reads the pointers of a passage."""

    language: Language

    @cached_property
    def rules(self) -> RuleSet[Pointer]:
        """The rules for the language."""
        return RuleSet("references", REFERENCE_RULES, self.language)

    def find(self, passage: Passage, dates: Sequence[Dated]) -> list[Reference]:
        """Find pointers in a body or note; a pointer by date takes the date (or dates) that follow it."""
        if passage.zone.kind not in {"body", "note"}:
            return []
        found: list[Reference] = []
        for one in passage.find(self.rules):
            first = (
                next((d for d in dates if 0 <= d.start - one.end <= len("the ")), None)
                if one.value.dated
                else None
            )
            if first is None:
                kind = "letter-undated" if one.value.dated else one.value.kind
                found.append(_reference(passage, one, kind))
                found += _more_of_edition(passage, one) if kind == "edition" else []
                continue
            found.append(_reference(passage, one, one.value.kind, first))
            found += _numbered(passage, one, first.end)
            found += [
                _reference(passage, replace(one, start=more.start), one.value.kind, more)
                for more in _further(passage.text, first.end, dates)
            ]
        return found


def _reference(passage: Passage, one: Found[Pointer], kind: str, dated: Dated | None = None) -> Reference:
    """Make the reference of a pointer, up to the end of its date where it has one."""
    zone, end = passage.zone, dated.end if dated else one.end
    at = Evidence(
        passage.letter.letter_id, zone.kind, zone.note, zone.start + one.start, zone.start + end, one.rule
    )
    return Reference(at, kind, dated.date if dated else None, one.value.number, whose=one.value.whose)


def _more_of_edition(passage: Passage, one: Found[Pointer]) -> list[Reference]:
    """Give the letters of the edition that go on after the first: 'see note 2 to letter 92 and letter 98'."""
    more = []
    match = _LETTER_AFTER.match(passage.text, one.end)
    while match:
        value = one.value._replace(number=match["number"])
        more.append(_reference(passage, Found(one.rule, match.start("start"), match.end(), value), "edition"))
        match = _LETTER_AFTER.match(passage.text, match.end())
    return more


def _numbered(passage: Passage, one: Found[Pointer], end: int) -> list[Reference]:
    """Give the pointer by number that follows a date: 'your despatch of the 23d of May, No. 388'."""
    match = _NUMBER_AFTER.match(passage.text, end)
    if match is None:
        return []
    value = Pointer("message-by-number", match["number"], one.value.whose, dated=False)
    return [_reference(passage, Found(one.rule, match.start("start"), match.end(), value), value.kind)]


def _further(text: str, end: int, dates: Sequence[Dated]) -> list[Dated]:
    """Give the dates that go on after the first: 'your letters of 7/1 and 7/3'."""
    more: list[Dated] = []
    for one in dates:
        if one.start >= end and re.fullmatch(_OTHER, text[end : one.start]):
            more.append(one)
            end = one.end
    return more
