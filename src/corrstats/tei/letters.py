"""Letters of XML to facts: what a ``correspDesc`` says, and who is named in the text of a TEI letter.

Every letter is kept. What breaks the rules of the format, or has no place in the tables, becomes a doubt with
the place where it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corrstats.document import Document, Letter, Note, Span, Zone
from corrstats.facts import (
    Correspondent,
    Doubt,
    Event,
    Evidence,
    Facts,
    Found,
    InferredDate,
    LetterFacts,
    Mention,
    Reference,
)
from corrstats.tei.dates import ReadDate, one_of, read_date
from corrstats.tei.elements import Element, element_text, inner_span, said_in
from corrstats.tei.names import Listed, Party, place_ref, read_party, split_refs
from corrstats.tei.parts import (
    PARTIES,
    PLACES,
    first_told,
    kind_of,
    label_of,
    outermost,
    parties_in,
    says_place,
    uncertainty_of,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from corrstats.dates import DateRange
    from corrstats.tei.elements import Piece, RawLetter

ROLES = {"sent": "sender", "received": "recipient"}
_OTHER_ACTIONS = {"transmitted", "forwarded", "redirected"}
_IN_CODE = "sent-in-code"  # a way of transmitting that our own TEI tells
_GENRES = {
    *("letter", "note", "exchange", "cipher telegram", "telegram", "telephone message", "direct-wire note")
}
_OF_DESC = {"correspAction", "correspContext", "note"}
# what an action is read for, and what may hold that
_OF_ACTION = {*PARTIES, *PLACES, "date", "listPerson", "listOrg", "listPlace", "list", "seg", "choice", "app"}
_MOST_PARTIES = 20_000
_ENTITY = re.compile(r"&\w+;")
_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_TERM = re.compile(r"[\w-]+$")


class Ids:
    """Gives each letter an id of its own: its number or ordinal, with a letter where it comes again."""

    def __init__(self, corpus: str) -> None:
        self._corpus = corpus
        self._seen: set[str] = set()

    def next(self, number: str, ordinal: int) -> str:
        """Give the next id."""
        stem = number.replace("/", "-") or str(ordinal)
        suffixes = ("", *"abcdefghijklmnopqrstuvwxyz", f"-{ordinal}")
        chosen = next(stem + suffix for suffix in suffixes if stem + suffix not in self._seen)
        self._seen.add(chosen)
        return f"{self._corpus}/{chosen}"


@dataclass
class Known:
    """What is known beside a letter: who is listed, and the ids of letters by what points to them."""

    ids: Ids
    listed: Listed
    targets: Mapping[str, str] = field(default_factory=dict)
    parties: dict[tuple[object, ...], Party] = field(default_factory=dict)  # as they were last read

    def party(self, name: str, attributes: Mapping[str, str], kind: str, parts: tuple[str, str]) -> Party:
        """Say who is named; the same names come again and again, so the last are kept."""
        told = (name, kind, parts, *attributes.items())
        if told not in self.parties:
            if len(self.parties) >= _MOST_PARTIES:
                self.parties.clear()
            self.parties[told] = read_party(name, attributes, kind, self.listed, parts)
        return self.parties[told]


@dataclass
class _Action:
    """One ``correspAction``, read: who, where and when."""

    element: Element
    kind: str
    parties: list[tuple[Element, Party]]
    place: str
    place_ref: str
    dates: list[tuple[Element, ReadDate]]
    when: ReadDate


def number_of(desc: Element) -> str:
    """Give the number of a letter in its edition: ``key``, else ``n``."""
    return " ".join((desc.get("key") or desc.get("n")).split())


class LetterReader:
    """Reads the letters of one piece into facts."""

    def __init__(self, piece: Piece, known: Known, kind: str) -> None:
        self.source, self.known, self.kind = piece.source, known, kind
        self.facts = Facts()
        self._found: dict[str, Found] = {}
        self._letter_id = ""
        self._entities: set[int] = set()  # where one was found
        letters = tuple(self._read(raw) for raw in piece.letters)
        self.facts.people = list(self._found.values())
        self.facts.doubts.sort(key=lambda one: (one.start, one.code))
        front = Span(self.source.start, letters[0].start)
        self.document = Document(self.source, kind, front, letters)

    def _read(self, raw: RawLetter) -> Letter:
        number = number_of(raw.desc)
        self._letter_id = self.known.ids.next(number, raw.ordinal)
        zones = self._zones(raw)
        actions = [self._action(one) for one in raw.desc.named("correspAction")]
        self._say_what_is_not_read(raw.desc, actions)
        self.facts.letters.append(self._letter(raw, actions))
        self._correspond(raw.desc, actions)
        for action in actions:
            self._happen(action)
        self._mentioned(raw.desc)
        self._named(raw, zones)
        self._point(raw.desc)
        notes = tuple(Note(zone.note, zone.start, zone.end, None) for zone in zones if zone.kind == "note")
        return Letter(self._letter_id, raw.ordinal, number, raw.start, raw.end, zones, notes, ())

    # -------------------------------------------------------------------------------------- small things

    def _said(self, element: Element) -> str:
        said = said_in(element, self.source)
        entity = _ENTITY.search(said) if "&" in said else None
        if entity and element.start not in self._entities:
            self._entities.add(element.start)
            self._doubt(element, "warning", "entity", f"{entity[0]} stays as printed: no entity is expanded")
        return said

    def _at(self, element: Element, zone: str = "header", note: str = "") -> Evidence:
        return Evidence(self._letter_id, zone, note, *inner_span(element, self.source), rule=element.name)

    def _doubt(self, element: Element, severity: str, code: str, message: str) -> None:
        span = element.start, max(element.start, element.end)
        self.facts.doubts.append(Doubt(self._letter_id, severity, code, message, *span))

    def _party(self, element: Element, kind: str, attributes: Mapping[str, str] | None = None) -> Party:
        parts = tuple(" ".join(map(self._said, element.below(one))) for one in ("surname", "forename"))
        printed = self._said(element)
        party = self.known.party(printed, attributes or element.attributes, kind, (parts[0], parts[1]))
        self._found.setdefault(
            party.person_id,
            Found(
                party.person_id, party.name, party.family_name, party.given_names,
                wikidata=party.wikidata, ref=party.ref, kind=party.kind,
            ),
        )  # fmt: skip
        return party

    # -------------------------------------------------------------------------------------- the letter

    def _zones(self, raw: RawLetter) -> tuple[Zone, ...]:
        """Give the zones: heading and header, for a letter with its text also bodies and notes, in order."""
        header = Zone("header", raw.desc.start, raw.desc.end)
        if not raw.alone:
            return Zone("heading", raw.start, raw.start), header
        title = next(raw.header.below("title"), None) if raw.header else None
        span = inner_span(title, self.source) if title else Span(raw.start, raw.start)
        return Zone("heading", *span), header, *self._text_zones(raw)

    def _text_zones(self, raw: RawLetter) -> Iterator[Zone]:
        labels: set[str] = set()
        for text in raw.texts:
            at, end = inner_span(text, self.source)
            for note in (one for one in raw.notes if text.start < one.start < text.end):
                span = inner_span(note, self.source)
                yield Zone("body", at, note.start)
                yield Zone("note", *span, label_of(note, labels))
                at = span.end
            yield Zone("body", at, end)

    def _letter(self, raw: RawLetter, actions: Sequence[_Action]) -> LetterFacts:
        sent, received = ([one for one in actions if one.kind == kind] for kind in ROLES)
        dated = [(element, read) for action in sent for element, read in action.dates]
        when = self._settle(dated, told=len(sent) > 1)
        genre = raw.desc.get("type").casefold().replace("-", " ").replace("direct wire", "direct-wire")
        printed = next(
            (span for one, _ in dated if (span := inner_span(one, self.source)).end > span.start), None
        )
        return LetterFacts(
            letter_id=self._letter_id,
            date_printed=None,
            date=when.date,
            date_at=printed,
            date_status=self._status(dated) if when.date else "",
            genre=genre if genre in _GENRES else "letter",
            place_from=first_told(one.place for one in sent),
            place_to=first_told(one.place for one in received),
            date_julian=when.julian,
            place_from_ref=first_told(one.place_ref for one in sent if one.place),
            place_to_ref=first_told(one.place_ref for one in received if one.place),
            ref=raw.desc.get("ref"),
            source=raw.desc.get("source").removeprefix("#"),
        )

    def _status(self, dated: Sequence[tuple[Element, ReadDate]]) -> str:
        """Tell a supplied date from a stated one: by ``evidence``, or by brackets around all of it."""
        for element, read in dated:
            inferred = element.get("evidence") not in {"", "internal"}
            if read.date and (inferred or _BRACKETED.fullmatch(self._said(element))):
                return "supplied"
        return "stated"

    # -------------------------------------------------------------------------------------- actions

    def _action(self, element: Element) -> _Action:
        names = [one for one in parties_in(element) if self._is_named(one)]
        parties = [(one, self._party(one, kind_of(one))) for one in names]
        places = [one for one in outermost(element, ("placeName", "name", "rs")) if says_place(one)]
        if not places:
            places, others = (parts := list(outermost(element, PLACES)))[:1], parts[1:]
            for one in others:
                self._doubt(one, "info", "not-read", f"{one.name} beside {places[0].name}")
        dates = [(one, read_date(one.attributes)) for one in outermost(element, ("date",))]
        for one, read in dates:
            for flaw in read.flaws:
                self._doubt(one, *flaw)
        place, ref = self._place(places)
        kind = element.get("type").casefold()
        return _Action(element, kind, parties, place, ref, dates, self._settle(dates))

    def _is_named(self, element: Element) -> bool:
        """Whether a name says or points to anything."""
        ref = element.attributes.get("ref")
        points = bool(ref and split_refs(ref))
        if ref is not None and not points:
            self._doubt(element, "info", "empty-ref", f"{element.name} points nowhere: ref='{ref}'")
        if self._said(element) or points or element.get("key"):
            return True
        self._doubt(element, "warning", "empty-name", f"{element.name} names nobody")
        return False

    def _place(self, places: Sequence[Element]) -> tuple[str, str]:
        refs = [place_ref(one.get("ref")) for one in places]
        names = [self._said(one) or ref for one, ref in zip(places, refs, strict=True)]
        for one in places:
            if not self._said(one):
                self._doubt(one, "info", "empty-name", f"{one.name} gives no name of a place")
            if uncertainty_of(one):
                self._doubt(
                    one,
                    "info",
                    "uncertain-place",
                    f"the place is {uncertainty_of(one).replace(';', ' and ')}",
                )
        number = sum(max(1, len(ref.split())) for ref in refs)
        if number > 1:
            self._doubt(
                places[-1], "warning", "several-places", f"{number} places of one action; all are kept"
            )
        return "; ".join(filter(None, names)), "; ".join(refs) if any(refs) else ""

    def _settle(self, dates: Sequence[tuple[Element, ReadDate]], *, told: bool = True) -> ReadDate:
        """Give the one date of several elements: what any of them allows."""
        usable = [read for _, read in dates if read.date]
        if len(dates) <= 1:
            return dates[0][1] if dates else ReadDate()
        told_dates = [read.date for read in usable if read.date]
        differ = len({one.edtf for one in told_dates}) > 1
        if told:
            what = " or ".join(sorted({one.edtf for one in told_dates})) or "none is read"
            severity = "warning" if differ else "info"
            self._doubt(dates[1][0], severity, "several-dates", f"{len(dates)} dates of one action: {what}")
        if not differ:
            return usable[0] if usable else ReadDate()
        return ReadDate(one_of(told_dates), julian=next((one.julian for one in usable if one.julian), ""))

    def _correspond(self, desc: Element, actions: Sequence[_Action]) -> None:
        for kind, role in ROLES.items():
            parties = [pair for action in actions if action.kind == kind for pair in action.parties]
            if not parties:
                self._doubt(desc, "info", f"no-{role}", f"no {role} is named")
            named: list[str] = []
            for element, party in parties:
                if party.person_id in named and party.kind != "unknown":
                    self._doubt(element, "info", "named-twice", f"{party.name} is named twice as {role}")
                    continue
                named.append(party.person_id)
                at, status = self._at(element), uncertainty_of(element)
                self.facts.correspondents.append(Correspondent(at, role, len(named), party.person_id, status))
        for action in actions:
            for element, party in action.parties:
                self._mention(element, party, "header")

    def _mention(self, element: Element, party: Party, zone: str, note: str = "") -> None:
        if party.kind != "person":
            return
        at, surface = self._at(element, zone, note), self._said(element)
        self.facts.mentions.append(
            Mention(at, surface, party.family_name, "", (party.person_id,), person_id=party.person_id)
        )

    def _happen(self, action: _Action) -> None:
        """Make an event of an action that is dated, or that is more than sending and receiving."""
        known = action.kind in ROLES or action.kind in _OTHER_ACTIONS
        if not known or (action.kind in ROLES and not action.dates):
            return
        when, arrives = action.when, action.kind == "received"
        day = when.date.earliest if when.date and when.date.is_day else None
        in_code = action.kind == "transmitted" and action.element.get("subtype") == _IN_CODE
        self.facts.events.append(
            Event(
                self._at(action.element),
                _IN_CODE if in_code else action.kind,
                day,
                when.time if day else "",
                "minute" if day and when.time else "day" if day else "",
                place_from="" if arrives else action.place,
                place_to=action.place if arrives else "",
                date=when.date,
                offset=when.offset,
            )
        )
        if arrives and when.date and when.date.latest:
            self._bound(action.element, when.date, when.date.latest)

    def _bound(self, element: Element, received: DateRange, last: dt.date) -> None:
        """Hold the day of receipt against the letter's date: it was sent no later."""
        letter, rows = self.facts.letters[-1], self.facts.inferred_dates
        first, latest = (letter.date.earliest, letter.date.latest) if letter.date else (None, None)
        if first and last < first:
            message = f"received {received}, before it was sent ({letter.date})"
            self._doubt(element, "warning", "received-before-sent", message)
        elif (latest is None or last < latest) and not (rows and rows[-1].letter_id == letter.letter_id):
            rows.append(InferredDate(letter.letter_id, first, last, f"it was received {received}"))

    # -------------------------------------------------------------------------------------- notes and text

    def _mentioned(self, desc: Element) -> None:
        """Take the persons that ``cmif:mentionsPerson`` names; other statements of CMIF have no table."""
        for note in desc.named("note"):
            refs = list(note.below("ref"))
            for ref in refs:
                found = _TERM.search(ref.get("type"))
                term = found[0] if found else ""
                if term.casefold() == "mentionsperson":
                    self._mention(ref, self._party(ref, "person", {"ref": ref.get("target")}), "body")
                else:
                    what = f"{term or 'ref'} {ref.get('target')}".strip()
                    self._doubt(ref, "info", "not-read", f"has no place in the tables: {what}")
            if not refs and self._said(note):
                self._doubt(note, "info", "not-read", "a note of the edition has no place in the tables")

    def _named(self, raw: RawLetter, zones: Sequence[Zone]) -> None:
        """Take the persons that are named in the text of a TEI letter."""
        for element in raw.names:
            zone = next((one for one in zones if one.start <= element.start < one.end), None)
            if zone and (self._said(element) or element.get("ref")):
                self._mention(element, self._party(element, kind_of(element)), zone.kind, zone.note)

    def _point(self, desc: Element) -> None:
        """Take what ``correspContext`` points to as references."""
        for context in desc.named("correspContext"):
            pointers = list(context.below("ref", "ptr"))
            for pointer in pointers:
                self._reference(pointer)
            if not pointers and self._said(context):
                self._doubt(context, "info", "not-read", "the context is told in prose")

    def _reference(self, pointer: Element) -> None:
        target = pointer.get("target")
        dates = [read_date(one.attributes) for one in pointer.below("date")]
        date = next((read.date for read in dates if read.date), None)
        letter_id = self.known.targets.get(target) or self.known.targets.get(target.rpartition("#")[2], "")
        self.facts.references.append(
            Reference(
                self._at(pointer),
                "letter-by-date" if date else "letter-undated",
                target_date=date,
                target_letter_id="" if letter_id == self._letter_id else letter_id,
                relation=pointer.get("type"),
                target_ref=target,
            )
        )

    def _say_misplaced(self, element: Element, known: set[str]) -> None:
        """Say what stands in an element that is not read there: prose, a date outside of an action."""
        loose = element_text(element, self.source)
        if loose:
            self._doubt(
                element, "warning", "prose", f"'{loose}' stands outside of any element and is not read"
            )
        for child in element.children:
            if child.name in {"p", "ab", "note"} - known:
                if self._said(child) or child.children:
                    self._doubt(child, "warning", "prose", "told in prose, which is not read")
            elif child.name not in known:
                self._doubt(child, "warning", "not-read", f"{child.name} is not read in {element.name}")

    def _say_what_is_not_read(self, desc: Element, actions: Sequence[_Action]) -> None:
        self._say_misplaced(desc, _OF_DESC)
        for action in actions:
            self._say_misplaced(action.element, _OF_ACTION)
            if action.kind not in ROLES and action.kind not in _OTHER_ACTIONS:
                what = f"an action of type '{action.kind}'" if action.kind else "an action without a type"
                self._doubt(action.element, "warning", "unknown-action", f"{what}; its names are mentions")
