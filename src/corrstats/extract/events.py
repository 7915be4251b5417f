"""Dated things that happened to a message: sent, sent in code, reply, forwarded, received.

Dispatch lines of the header tell when a message left ('From Moscow 2/X - 34 at 3 o'clock. 30 minutes. In.
No. 93.'); notes tell what became of it ('in cipher from Sochi at 13:00. 46 min. Stalin
agreed'). A time that no clock shows becomes a doubt and the event keeps its day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from corrstats.clock import ClockTime, ImpossibleTimeError, clock_rules, find_times
from corrstats.document import Passage, Span, Zone
from corrstats.extract.dating import Dated, settle_dates
from corrstats.extract.sentences import split_sentences
from corrstats.facts import Doubt, Event, Evidence
from corrstats.languages import alternation
from corrstats.rules import Found, Rule, RuleSet
from corrstats.words import CAPITAL, OWNER

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from corrstats.dates import DateRange, DateReader, PrintedDate
    from corrstats.document import Document, Letter, Line
    from corrstats.languages import Language

_NUMBERS = re.compile(r"\d+(?:/[a-zа-я]+)?")
# Moscow's outgoing cipher numbers at the end of a text: 'HP 118, 119 , 120.'
_OUTGOING = re.compile(
    r"\b(?:[HН][PР]\.?|H\.P\.|NR)\s*(?:(?:Nos?\.?|№)\s*)?(?P<numbers>\d+(?:\s*(?:,|and|-|–)\s*\d+)*)"
)
_OWN_NUMBER = re.compile(
    r"(?:^|(?<=[.\s(]))(?<!Incoming\s)(?<!Inc\.\s)(?<!In\.\s)(?<!Vkh\.\s)(?:No\.|№)\s*(?P<numbers>\d+(?:/\w+)?)",
    re.MULTILINE,
)
_INCOMING = re.compile(
    r"\b(?:In(?:coming|c)?|Vkh|Vh|Entry)\.?\s*(?:No\.?|№|N)\s*(?P<number>\d+)|\b(?:Inc|Incoming|Vkh)\.?\s+(?P<bare>\d+)",
    re.IGNORECASE,
)
_PLACE = r"(?P<place>[A-Z][\w-]+(?P<second>\s[A-Z][a-z]+)?)"


# letters between a verb and the time it happened at: ' in code from Sochi on the following day at '
_ADVERBIAL = 64
_ANSWERED = (
    "agreed", "replied", "answered", "abstained", "objected", "refused", "consented", "responded", "approved",
    "declined", "disagreed",
)  # fmt: skip
# a rule that counts only where no other reads the same sentence
IN_CODE = "in code from"
# a verb that tells of an answer only in a sentence that has a time and says that it went by wire
IN_REPLY = "told in reply"
_TOLD = (
    "proposed", "suggested", "advised", "telegraphed", "cabled", "wired", "telephoned", "asked", "demanded",
    "insisted", "instructed", "voted", "reported", "informed", "ordered", "supported",
)  # fmt: skip
_BY_CIPHER = re.compile(
    r"\b(?:(?:in|by)\s+(?:code|cipher|cypher|telephone|telegraph|telegram)|telegraphed|cabled|wired)\b",
    re.IGNORECASE,
)


class Happening(NamedTuple):
    """What a sentence tells of a message, before its time is read."""

    kind: str
    place_from: str
    place_to: str
    number: str

    def __str__(self) -> str:
        return " ".join(filter(None, self))


def _read(kind: str) -> Callable[[re.Match[str], Language], Happening]:
    """Make the reader of a rule that finds one kind of event."""

    def read(match: re.Match[str], language: Language) -> Happening:  # noqa: ARG001
        g = match.groupdict()
        return Happening(kind, g.get("place") or "", g.get("to") or "", g.get("number") or "")

    return read


EVENT_RULES: tuple[Rule[Happening], ...] = (
    Rule(
        "sent in code",
        # 'it was sent in code from Gagra', 'Sent in code from Sochi', 'sent the same day in code'
        r"\b(?:sent|transmitted|dispatched|telegraphed|went(?:\s+(?:out|off))?|encrypted|transferred)\s+"
        r"(?:[a-z]+\s+){0,4}?(?:in|by)\s+(?:code|cipher|cypher|cryptogram)\b",
        _read("sent-in-code"),
        {
            "it was sent in code from Gagra": "sent-in-code",
            "Sent by cipher from Sochi": "sent-in-code",
            "sent the same day in code": "sent-in-code",
            "it went by code from Sochi": "sent-in-code",
        },
        ("sent in a box", "replied in code"),
        opens=("sent", "transmitted", "dispatched", "telegraphed", "went", "encrypted", "transferred"),
    ),
    Rule(
        "cipher sent",
        # 'The cipher was dispatched from Sochi', 'In code it was sent', 'Encrypted and sent'
        r"(?:\b(?:cipher|ciphergram|cryptogram|encryption|cipher\s+telegram)\s+(?:was|were)\s+(?:sent|dispatched|transmitted|telegraphed)"
        r"|\b[Ii]n\s+(?:code|cipher|cypher)\s*,?\s+(?:it\s+|the\s+\w+\s+)?(?:was\s+|were\s+)?(?:sent|transmitted|dispatched)"
        r"|\b[Ee]n(?:crypted|coded|ciphered)\s+and\s+(?:sent|transmitted|dispatched))\b",
        _read("sent-in-code"),
        {
            "The cipher was dispatched from Sochi": "sent-in-code",
            "In code it was sent": "sent-in-code",
            "Encrypted and sent the": "sent-in-code",
        },
        ("the cipher was received", "in code he agreed", "encrypted it"),
        re.NOFLAG,
        opens=(
            "cipher",
            "ciphergram",
            "cryptogram",
            "encryption",
            "in",
            "encrypted",
            "encoded",
            "enciphered",
        ),
    ),
    Rule(
        IN_CODE,
        # 'The same day in code from Sochi at ...', where the sentence tells of nothing else
        r"\bin\s+(?:code|cipher|cypher)(?=\s+from\s+[A-Z])",
        _read("sent-in-code"),
        {"The same day in code from Sochi at 11": "sent-in-code"},
        ("replied in code", "in a cipher from"),
        opens=("in",),
    ),
    Rule(
        "reply",
        # 'Stalin agreed', 'Stalin replied in code'
        rf"\b(?P<who>[A-Z][\w-]+)\s+(?:also\s+|then\s+|has\s+|had\s+)?(?:{alternation(_ANSWERED)}|"
        r"(?:gave|expressed)\s+(?:his\s+|their\s+)?(?:consent|agreement|approval)|raised\s+no\s+objections?|"
        r"had\s+no\s+objections?|did\s+not\s+(?:agree|object|mind))\b"
        r"(?!\s+(?:to\s+)?(?:the\s+[a-z]+s\b|[A-Z]))",
        _read("reply"),
        {"min. Stalin agreed (": "reply", "Stalin replied in code": "reply"},
        ("stalin agreed upon", "he agreed", "Stalin answered the architects on"),
        re.NOFLAG,
        opens=(CAPITAL,),
        needs=(*_ANSWERED, "gave", "expressed", "did", "raised", "had"),
    ),
    Rule(
        IN_REPLY,
        # 'By cipher at 13 hours 46 min Stalin proposed to wait': see _BY_CIPHER
        rf"\b(?P<who>[A-Z][\w-]+)\s+(?:also\s+|then\s+|again\s+)?(?:{alternation(_TOLD)})\b",
        _read("reply"),
        {"46 min Stalin proposed to wait": "reply", "Stalin telegraphed from Sochi": "reply"},
        ("stalin proposed", "he proposed"),
        re.NOFLAG,
        opens=(CAPITAL,),
        needs=_TOLD,
    ),
    Rule(
        "answer sent",
        # "Stalin's answer was sent from Sochi in cipher"
        r"\b[A-Z][\w-]+['’]s\s+(?:answer|reply|response|consent|agreement|approval|objection)\s+"
        r"(?:by\s+(?:telephone|cipher|code|telegraph)\s+)?(?:on\s+[A-Z\d][\w\s]{2,14}?\s+)?(?:was|were|came)\s+"
        r"(?:sent|taken\s+down|recorded|transmitted|dispatched|given|received|telegraphed|handed\s+over|communicated)"
        r"(?:(?:\s+[A-Za-z]+){0,4}?\s+(?:in|by)\s+(?:code|cipher|cypher|telephone))?",
        _read("reply"),
        {
            "Stalin's answer was sent from Sochi in cipher on": "reply",
            "Stalin's answer by telephone on October 10 was taken down by": "reply",
        },
        ("Stalin's answer was not found", "the answer was sent"),
        re.NOFLAG,
        opens=(OWNER,),
        needs=("answer", "reply", "response", "consent", "agreement", "approval", "objection"),
    ),
    Rule(
        "forwarded",
        # "Dvinsky forwarded Kaganovich's telegram to Stalin in Sochi, No. 129"
        r"\b(?:forwarded|relayed|redirected|retransmitted|passed\s+on\s+to(?=\s+[A-Z]))\b",
        _read("forwarded"),
        {"Dvinsky forwarded the": "forwarded", "was passed on to Kaganovich": "forwarded"},
        ("forward", "forwarding", "was passed on reports"),
        opens=("forwarded", "relayed", "redirected", "retransmitted", "passed"),
    ),
    Rule(
        "received",
        # '[Received 20 April, 9.15 a.m.]', 'was received in Sochi at'
        r"(?:\b(?:was|were)\s+received\s+(?:in\s+[A-Z]|at|on|by\s+\w+\s+(?:in|at|on))|(?<=\[)Received\b|\b(?:Received|Rec['’]d\.?)\s*:?\s+(?:\d|in\s+[A-Z]|on\s+\d|on\s+the\s+same|at\s+\d))",
        _read("received"),
        {
            "[Received 20 April": "received",
            "was received in Sochi": "received",
            "notation: Rec'd 14/VIII.": "received",
        },
        ("Received your letter", "had received"),
        re.MULTILINE,
        opens=("was", "were", "received", "rec"),
    ),
)


@dataclass(frozen=True)
class EventReader:
    """Reads the events of a letter."""

    language: Language
    dates: DateReader
    institutions: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()

    @cached_property
    def rules(self) -> RuleSet[Happening]:
        """The rules for the language."""
        return RuleSet("events", EVENT_RULES, self.language)

    # ------------------------------------------------------------------------------------------ dispatch

    def find_dispatches(
        self, document: Document, letter: Letter, date: DateRange | None
    ) -> tuple[list[Event], list[Doubt]]:
        """Read the dispatch (and receipt) lines of heading and header."""
        events: list[Event] = []
        doubts: list[Doubt] = []
        for line in letter.lines_of("dispatch", "received", "heading"):
            if line.kind == "heading" and "time" not in line.fields:
                continue
            kind = "received" if line.kind == "received" else "sent"
            event, doubt = self._dispatch(document, letter, line, date, kind)
            events.append(event)
            doubts += doubt
        return events, doubts

    def _dispatch(
        self, document: Document, letter: Letter, line: Line, date: DateRange | None, kind: str
    ) -> tuple[Event, list[Doubt]]:
        text = document.source.text
        printed = text[line.start : line.end]
        day, day_doubts = self._day(letter, line, text, date)
        time, time_doubts = self._time(letter, line.start, printed)
        below = " ".join(text[one.start : one.end] for one in letter.lines_of("incoming"))
        incoming = _INCOMING.search(printed) or _INCOMING.search(below)
        place = line.fields.get("place")
        to = line.fields.get("to") or letter.field("to")
        number = line.fields.get("outgoing")
        event = Event(
            at=Evidence(
                letter.letter_id, letter.zone_at(line.start).kind, "", line.start, line.end, "dispatch line"
            ),
            kind=kind,
            day=day,
            time=f"{time.hour:02d}:{time.minute or 0:02d}" if time else "",
            precision=time.precision if time else "day",
            place_from=_tidy(place.of(text)) if place and kind == "sent" else "",
            place_to=_tidy(to.of(text)) if to and kind == "sent" else "",
            outgoing=(
                outgoing_numbers(text, letter)
                or (number.of(text) if number else "")
                or ("" if letter.fields("outgoing") else own_number(text, letter))
            )
            if kind == "sent"
            else "",
            incoming=(incoming["number"] or incoming["bare"]) if incoming else "",
            emendation=next((one.message for one in day_doubts if one.code == "damaged-date"), ""),
        )
        return event, day_doubts + time_doubts

    def _day(
        self, letter: Letter, line: Line, text: str, date: DateRange | None
    ) -> tuple[dt.date | None, list[Doubt]]:
        """Give the day of a dispatch line; a damaged month is read where its day is the heading's."""
        heading = date.earliest if date is not None and date.is_day else None
        found = replace(self.dates, emend=True).find(text[line.start : line.end])
        if not found:
            return heading, []
        printed, span = found[0].value, (line.start + found[0].start, line.start + found[0].end)
        if printed.form == "damaged":
            same = heading is not None and heading.day == printed.first.day and self.dates.emend
            message = f"{printed.mend}; taken from the heading" if same else printed.mend
            return (heading if same else None), [
                Doubt(letter.letter_id, "info" if same else "warning", "damaged-date", message, *span)
            ]
        dated, doubts = _settle_one(found[:1], letter, date, line.start)
        day = dated[0].date.earliest if dated and dated[0].is_day else None
        if day and heading and day != heading and line.kind != "received":
            message = f"sent {day.isoformat()}, dated {heading.isoformat()} in the heading"
            doubts.append(Doubt(letter.letter_id, "info", "dispatch-differs", message, *span))
        return day, doubts

    def _time(self, letter: Letter, start: int, printed: str) -> tuple[ClockTime | None, list[Doubt]]:
        found = find_times(printed, self.language)
        return self._checked(letter, start, found[0]) if found else (None, [])

    @staticmethod
    def _checked(letter: Letter, start: int, found: Found[ClockTime]) -> tuple[ClockTime | None, list[Doubt]]:
        try:
            return found.value.checked(), []
        except ImpossibleTimeError as error:
            span = (start + found.start, start + found.end)
            return None, [Doubt(letter.letter_id, "warning", "impossible-time", str(error), *span)]

    # ------------------------------------------------------------------------------------------ notes

    def find_in_note(
        self, passage: Passage, dates: Sequence[Dated], text: str
    ) -> tuple[list[Event], list[Doubt]]:
        """Read what a note tells of the message; ``text`` is the whole source."""
        if passage.zone.kind != "note":
            return [], []
        times = passage.find(clock_rules(self.language.code))
        told = passage.find(self.rules)
        events: list[Event] = []
        doubts: list[Doubt] = []
        for span in _sentences_with_times(passage.text, times) if told else ():
            happenings = [
                replace(one, start=one.start - span.start, end=one.end - span.start)
                for one in told
                if span.start <= one.start < span.end
            ]
            if not happenings:
                continue
            sentence = _Sentence(
                span,
                [one for one in dates if span.start <= one.start < span.end],
                [one for one in times if span.start <= one.start < span.end],
            )
            for found in happenings:
                if found.rule == IN_CODE and len(happenings) > 1:
                    continue
                event, doubt = self._event(passage, sentence, found, text)
                events += [event] if event else []
                doubts += doubt
        return events, doubts

    def _event(
        self, passage: Passage, sentence: _Sentence, found: Found[Happening], text: str
    ) -> tuple[Event | None, list[Doubt]]:
        kind, part = found.value.kind, sentence.span.of(passage.text)
        day = _nearest(sentence.dates, sentence.span.start + found.start)
        if kind == "reply" and not self._is_answer(
            part, found, dated=bool(sentence.dates or sentence.clocks)
        ):
            return None, []
        if found.rule == IN_REPLY and not (sentence.clocks and _BY_CIPHER.search(part)):
            return None, []
        clock = _clock_of(passage.text, sentence, found)
        time, doubts = self._checked(passage.letter, passage.zone.start, clock) if clock else (None, [])
        known = day.date.earliest if day is not None and day.is_day else None
        start, end = _extent(sentence, found)
        zone = passage.zone
        event = Event(
            at=Evidence(
                passage.letter.letter_id,
                zone.kind,
                zone.note,
                zone.start + start,
                zone.start + end,
                found.rule,
            ),
            kind=kind,
            day=known,
            time=_written(time) if known else "",
            precision=(time.precision if time else "day") if known else "",
            place_from="" if kind == "received" else self._place(rf"\b(?i:from)\s+{_PLACE}", part),
            place_to=self._place_to(kind, part[found.start :]),
            outgoing=_note_numbers(kind, part, passage.letter, text),
        )
        return event, doubts

    def _place(self, pattern: str, part: str) -> str:
        """Give the place of a phrase; a second capital belongs to it only in a known name of two words."""
        match = re.search(pattern, part)
        if match is None:
            return ""
        whole = _tidy(match["place"])
        return whole if not match["second"] or whole.casefold() in self.places else whole.split()[0]

    def _place_to(self, kind: str, rest: str) -> str:
        """Give where a message was forwarded to or received in."""
        if kind not in {"forwarded", "received"}:
            return ""
        there = self._place(rf"\bin\s+{_PLACE}", rest)
        return there or self._place(rf"\bto\s+(?:[A-Z]\w+,?\s+)?(?:in\s+|at\s+)?{_PLACE}", rest)

    def _is_answer(self, part: str, found: Found[Happening], *, dated: bool) -> bool:
        """Whether an agreement is a person's answer to the message, not a report of something else."""
        who = part[found.start : found.end].split(maxsplit=1)[0]
        told = re.search(r"\bthat\b", part[: found.start])
        bare = len(part.split()) < len(
            ["Stalin", "agreed", "(Ibid.", "F.", "558.", "Op.", "11.", "D.", "87.", "L.", "52)."]
        )
        nouns = {*self.language.words("people", "offices"), *self.language.words("names", "common")}
        office = {who.casefold(), who.casefold().removesuffix("s")} & {noun.casefold() for noun in nouns}
        return who not in self.institutions and not office and not told and (dated or bare)


class _Sentence(NamedTuple):
    """A sentence of a note with its dates and times; spans are offsets in the note."""

    span: Span
    dates: list[Dated]
    clocks: list[Found[ClockTime]]


def _written(time: ClockTime | None) -> str:
    return f"{time.hour:02d}:{time.minute or 0:02d}" if time else ""


def _note_numbers(kind: str, part: str, letter: Letter, text: str) -> str:
    if kind == "sent-in-code":
        return own_number(text, letter)
    number = _OWN_NUMBER.search(part)
    return number["numbers"] if number and kind == "forwarded" else ""


def _settle_one(
    found: Iterable[Found[PrintedDate]], letter: Letter, date: DateRange | None, start: int
) -> tuple[list[Dated], list[Doubt]]:
    """Settle the dates of a dispatch line, whose offsets are counted from ``start``."""
    return settle_dates(found, Passage(letter, Zone("header", start, start), "", ()), date)


def _sentences_with_times(text: str, times: Sequence[Found[ClockTime]]) -> tuple[Span, ...]:
    """Split a note into sentences, the stops inside and after a time not counting."""
    if not times:
        return split_sentences(text)
    signs = list(text)
    for one in times:
        for i in range(one.start, min(one.end + 1, len(signs))):
            if signs[i] == ".":
                signs[i] = ","
    return split_sentences("".join(signs))


def _nearest(dates: Sequence[Dated], at: int) -> Dated | None:
    """Give the date nearest to a verb, one before it rather than one after."""
    return min(
        dates, key=lambda one: (at - one.end) if one.end <= at else (one.start - at) + 40, default=None
    )


def _clock_of(text: str, sentence: _Sentence, found: Found[Happening]) -> Found[ClockTime] | None:
    """Give the time of a verb: the one that follows it ('replied at 12 o'clock'), else the last before it."""
    start, end = sentence.span.start + found.start, sentence.span.start + found.end
    after = [one for one in sentence.clocks if one.start >= end]
    between = text[end : after[0].start] if after else ""
    if after and len(between) <= _ADVERBIAL and "." not in between:
        return after[0]
    before = [one for one in sentence.clocks if one.end <= start]
    return before[-1] if before else after[0] if after else None


def _extent(sentence: _Sentence, found: Found[Happening]) -> tuple[int, int]:
    """Give the stretch of a note from the first to the last thing that an event is read from."""
    at = sentence.span.start
    spans = [(one.start, one.end) for one in sentence.dates] + [
        (one.start, one.end) for one in sentence.clocks
    ]
    spans.append((at + found.start, at + found.end))
    return min(start for start, _ in spans), max(end for _, end in spans)


def outgoing_numbers(text: str, letter: Letter) -> str:
    """Give the outgoing cipher numbers at the end of a text, ``;`` between: '118;119;120'."""
    for zone in letter.zones:
        if zone.kind in {"body", "signature"}:
            match = _OUTGOING.search(text, zone.start, zone.end)
            if match:
                return ";".join(_expanded(match["numbers"]))
    return ""


def _expanded(printed: str) -> list[str]:
    numbers: list[str] = []
    for piece in re.split(r",|\band\b", printed):
        ends = re.findall(r"\d+", piece)
        first, last = int(ends[0]), int(ends[-1])
        numbers += [str(n) for n in range(first, last + 1)] if first < last < first + 20 else [ends[0]]
    return numbers


def own_number(text: str, letter: Letter) -> str:
    """Give the writer's own number under the text: 'No. 84'."""
    for zone in letter.spans("signature"):
        match = _OWN_NUMBER.search(text, zone.start, zone.end)
        if match:
            return match["numbers"]
    return ""


def _tidy(place: str) -> str:
    """Write a place as a name: 'LONDON' is London."""
    plain = re.sub(r"\s+", " ", place).strip(" .,")
    return plain.title() if plain.isupper() else plain
