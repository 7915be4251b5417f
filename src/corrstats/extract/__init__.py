"""Extraction: zones in, facts out. One module a kind of fact; the order of the extractors stands below.

What needs its neighbours is left open here and settled by ``corrstats.resolve``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from corrstats.clock import clock_rules
from corrstats.dates import DateReader
from corrstats.document import Span
from corrstats.extract.account import Ledger, numbering_rules, take_account
from corrstats.extract.archive import ArchiveParts, archive_lines, archive_rules, find_archive_refs
from corrstats.extract.dating import Dated, settle_dates
from corrstats.extract.decisions import DecisionReader
from corrstats.extract.events import EventReader
from corrstats.extract.letters import read_letter_facts
from corrstats.extract.lexicon import PLACE
from corrstats.extract.name_words import NameWords, common_words
from corrstats.extract.people import NameReader, NamesFound, promote, signed_short
from corrstats.extract.quantities import QuantityReader
from corrstats.extract.references import ReferenceReader
from corrstats.facts import Doubt, Evidence, Facts, LetterFacts, Mention
from corrstats.knowledge import split_cell
from corrstats.people import make_authority
from corrstats.rules import Scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from corrstats.dates import DateRange
    from corrstats.document import Document, Letter, Passage, Zone
    from corrstats.editions import Edition
    from corrstats.extract.account import Item
    from corrstats.facts import Quantity
    from corrstats.knowledge import Knowledge
    from corrstats.people import Authority
    from corrstats.rules import RuleSet

# the kinds of place that an amount may be of
_REGIONS = frozenset(f"{PLACE}{kind}" for kind in ("region", "republic", "country", "town", "district"))

# four digits with a comma: '4,500'
_GROUPED = re.compile(r"(?<![\d,.])\d,\d{3}(?![\d,])")

__all__ = ["Extracted", "Readers", "extract_facts"]


@dataclass
class Extracted:
    """What the first pass found: facts still open, newspapers of a day, the account of numbers and names."""

    facts: Facts = field(default_factory=Facts)
    newspapers: list[tuple[str, DateRange, str]] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    maybe: list[Mention] = field(default_factory=list)


@dataclass(frozen=True)
class Readers:
    """The readers of all kinds of facts for one edition and one body of knowledge."""

    edition: Edition
    knowledge: Knowledge
    emend: bool = True

    @cached_property
    def authority(self) -> Authority:
        """The curated people."""
        return make_authority(self.knowledge.people)

    @cached_property
    def words(self) -> frozenset[str]:
        """Words of the language that are capitalised and name nobody: 'I', 'Monday', 'October'."""
        tables = ("months", "weekdays")
        words = [word for table in tables for word in self.edition.language.words(table)]
        return frozenset(word.casefold() for word in (*words, *self.edition.language.words("names", "words")))

    @cached_property
    def dates(self) -> DateReader:
        """Dates in the edition's order and century."""
        return DateReader(self.edition.language, self.edition.century, self.edition.month_first, self.emend)

    def names(self, common: frozenset[str]) -> NameReader:
        """People and other names, in a document that prints the ``common`` words small."""
        return NameReader(NameWords(self.knowledge, self.edition.language, self.authority, common))

    @cached_property
    def quantities(self) -> QuantityReader:
        """Amounts."""
        return QuantityReader(self.knowledge, self.edition.language, self.emend)

    @cached_property
    def decisions(self) -> DecisionReader:
        """Decisions."""
        return DecisionReader(self.knowledge, self.edition.language)

    @cached_property
    def events(self) -> EventReader:
        """Events of messages."""
        institutions = frozenset(row.name for row in self.knowledge.names) | {"PB", "Politburo", "CC"}
        places = frozenset(
            form.casefold()
            for place in self.knowledge.places
            for form in (place.name, *split_cell(place.forms))
            if " " in form
        )
        return EventReader(self.edition.language, self.dates, institutions, places)

    @cached_property
    def archive(self) -> RuleSet[ArchiveParts]:
        """Archival references."""
        return archive_rules(self.edition.language)

    @cached_property
    def references(self) -> ReferenceReader:
        """Pointers."""
        return ReferenceReader(self.edition.language)

    @cached_property
    def scans(self) -> dict[str, Scan]:
        """The rules that read each kind of zone together: notes also tell of archives and of messages."""
        code = self.edition.language.code
        everywhere = (
            self.dates.rules,
            self.quantities.rules,
            self.decisions.bodies,
            self.references.rules,
            clock_rules(code),
            numbering_rules(code),
        )
        return {"body": Scan(everywhere), "note": Scan((self.archive, self.events.rules, *everywhere))}


@lru_cache(maxsize=16)
def make_readers(edition: Edition, knowledge: Knowledge, *, emend: bool) -> Readers:
    """Make the readers of an edition, once for all its sources."""
    return Readers(edition, knowledge, emend)


def extract_facts(
    document: Document,
    edition: Edition,
    knowledge: Knowledge,
    *,
    emend: bool = True,
    progress: Callable[[int], object] | None = None,
) -> Extracted:
    """Find the facts of a document, letter by letter; ``progress`` is told the count of letters done.

    Without ``emend`` damaged digits are read as printed.
    """
    readers = make_readers(edition, knowledge, emend=emend)
    common = common_words([document.source.text])
    names, small = readers.names(common), common | readers.words
    grouped = _GROUPED.search(document.source.text) is not None
    out = Extracted()
    for done, letter in enumerate(document.letters, start=1):
        own = _extract_heading(document, letter, readers, out)
        for passage in document.passages(letter, readers.scans):
            _extract_passage(_Task(document, passage, readers, own, names, small, grouped), out)
        if progress:
            progress(done)
    _promote(out)
    return out


def _promote(out: Extracted) -> None:
    """Take in the doubtful names that the document proves elsewhere, in the account too."""
    proved = promote(out.maybe, out.facts.mentions)
    if not proved:
        return
    out.facts.mentions = sorted([*out.facts.mentions, *proved], key=lambda one: one.at.start)
    out.ledger.prove(one.at.start for one in proved)


def _extract_heading(document: Document, letter: Letter, readers: Readers, out: Extracted) -> LetterFacts:
    """Find what heading and header lines say of a letter itself."""
    own, doubts = read_letter_facts(document, letter, readers.edition, readers.dates)
    events, more = readers.events.find_dispatches(document, letter, own.date)
    out.facts.letters.append(own)
    out.facts.events += events
    out.facts.archive_refs += archive_lines(letter, document.source.text)
    out.facts.doubts += doubts + more
    return own


@dataclass(frozen=True)
class _Task:
    """A passage to read, with what its readers may know."""

    document: Document
    passage: Passage
    readers: Readers
    own: LetterFacts
    names: NameReader
    common: frozenset[str]
    grouped: bool

    def named(self) -> NamesFound:
        """Find names; a field of correspondents and a signature hold people whatever they look like."""
        zone = self.passage.zone
        if zone.kind == "signature":
            found = self.names.find(self.passage, _outside(self.passage.letter.imprint, zone))
            sender = self.readers.authority.by_id.get(self.readers.edition.sender)
            short = signed_short(self.passage, sender) if sender else []
            return replace(found, mentions=found.mentions + short)
        fields = [
            line.fields[name]
            for line in self.passage.letter.lines
            for name in ("senders", "recipients")
            if name in line.fields
        ]
        return self.names.find(self.passage, [span for span in fields if _within(span, self.passage)])

    def dates(self) -> tuple[list[Dated], list[Doubt]]:
        """Find and settle the dates of a body or note."""
        if self.passage.zone.kind not in {"body", "note"}:
            return [], []
        dates = self.readers.dates
        found = dates.join(self.passage.unmarked, self.passage.find(dates.rules))
        return settle_dates(found, self.passage, self.own.date, julian=self.readers.edition.julian)


def _extract_passage(task: _Task, out: Extracted) -> None:
    """Run the extractors over one zone: dates first, then amounts, then what stands on both."""
    facts, passage, readers = out.facts, task.passage, task.readers
    refs = find_archive_refs(passage, readers.archive, emend=readers.emend)
    dates, doubts = task.dates()
    taken = [Span(one.start, one.end) for one in dates if one.printed.form not in {"year", "numeric"}]
    names = task.named()
    places = [(Span(one.start, one.end), one.name) for one in names.known if one.kind in _REGIONS]
    quantities = readers.quantities.find(passage, taken, places, grouped=task.grouped)
    dates = _without_amounts(dates, quantities, passage)
    doubts = [one for one in doubts if not any(q.at.start <= one.start < q.at.end for q in quantities)]
    decisions, undated = readers.decisions.find(passage, dates, refs)
    events, odd = readers.events.find_in_note(passage, dates, task.document.source.text)
    references = readers.references.find(passage, dates)
    facts.archive_refs += refs
    facts.mentions += names.mentions
    facts.quantities += quantities
    facts.decisions += decisions
    facts.events += events
    facts.references += references
    facts.doubts += doubts + undated + odd
    out.maybe += names.maybe
    out.newspapers += _newspapers(passage, dates, names)
    evidence = [fact.at for rows in (names.mentions, quantities, refs, events, references) for fact in rows]
    told = [(one.start, one.end) for one in doubts if one.start >= 0]
    items = _account(task, evidence, dates, names, told)
    out.ledger.enter(passage, items, {one.at.start for one in names.maybe})


def _account(
    task: _Task, evidence: list[Evidence], dates: list[Dated], names: NamesFound, told: list[tuple[int, int]]
) -> Iterator[Item]:
    offset = task.passage.zone.start
    read = [(at.start - offset, at.end - offset) for at in evidence] + [(one.start, one.end) for one in dates]
    language = task.readers.edition.language
    known = [(one.start, one.end) for one in names.known]
    known += [(start - offset, end - offset) for start, end in told]
    known += [(one.start, one.end) for one in task.passage.find(clock_rules(language.code))]
    foot = task.passage.letter.lines_of("archive reference")
    known += [(line.start - offset, line.end - offset) for line in foot]
    return take_account(task.passage, read, known, task.common, language.code)


def _outside(spans: tuple[Span, ...], zone: Zone) -> list[Span]:
    """Give the stretches of a zone outside some spans of its letter, which stand in reading order."""
    edges = [
        zone.start,
        *(edge for span in spans for edge in span if zone.start <= edge <= zone.end),
        zone.end,
    ]
    return [Span(first, last) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def _within(span: Span, passage: Passage) -> bool:
    return passage.zone.start <= span.start and span.end <= passage.zone.end


def _without_amounts(dates: list[Dated], quantities: list[Quantity], passage: Passage) -> list[Dated]:
    """Leave out what an amount reads: '21/2 kilometers' is no day, '1934 tons' no year."""
    spans = [(one.at.start - passage.zone.start, one.at.end - passage.zone.start) for one in quantities]
    return [one for one in dates if not any(a <= one.start and one.end <= b for a, b in spans)]


def _newspapers(passage: Passage, dates: list[Dated], names: NamesFound) -> list[tuple[str, DateRange, str]]:
    """Give the newspapers that a body names with their day: '(Pravda, 23 August 1930)'."""
    if passage.zone.kind != "body":
        return []
    return [
        (
            passage.letter.letter_id,
            one.date,
            f"it names {passage.text[name.start : name.end]} of {one.date.edtf}",
        )
        for one in dates
        for name in names.known
        if name.kind == "newspaper" and one.is_day and 0 <= one.start - name.end <= 2
    ]
