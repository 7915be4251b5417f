"""A file of CMIF or TEI as an index of letters: surveyed once, then read in pieces as often as asked."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from corrstats.errors import CorrstatsError
from corrstats.facts import Facts, Found
from corrstats.resolve.clocks import Zones
from corrstats.resolve.latencies import measure_latencies
from corrstats.source import read_source
from corrstats.tei.elements import Element, Piece, RawLetter, Splitting, said_in
from corrstats.tei.letters import Ids, Known, LetterReader, number_of
from corrstats.tei.names import Listed
from corrstats.tei.stream import Survey, XmlFile, survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from corrstats.document import Document
    from corrstats.knowledge import Knowledge
    from corrstats.source import Source

_MEASURED = "sent to received"  # the one delay that an index tells; replies and acts are not in it


@dataclass(frozen=True)
class Bibl:
    """An edition that letters are taken from: id in the file, type (print, online, hybrid) and title."""

    id: str
    type: str
    text: str


@dataclass
class Index:
    """A file of letters in XML; ``kind`` (CMIF or TEI) and what follows is known when it has been read."""

    file: XmlFile
    survey: Survey
    kind: str = ""
    title: str = ""
    url: str = ""
    licence: str = ""
    bibls: list[Bibl] = field(default_factory=list)
    letters: int = 0
    _people: dict[str, Found] = field(default_factory=dict, repr=False)
    _names: dict[str, Counter[str]] = field(default_factory=dict, repr=False)

    @property
    def corpus(self) -> str:
        """The id of the corpus."""
        return self.file.corpus

    def source(self) -> Source:
        """Read the whole text, to show a passage in it."""
        given = self.file.data
        return read_source(io.BytesIO(given) if given is not None else self.file.path, corpus=self.corpus)

    def described(self) -> dict[str, object]:
        """Describe the file for the Data Package of its tables."""
        return {
            "corpus": self.corpus,
            "title": self.title,
            "file": self.file.path.replace("\\", "/").rpartition("/")[2],
            "edition": self.kind,
            "sha256": self.survey.sha256,
            "url": self.url,
            "licence": self.licence,
            "bibl": [{"id": one.id, "type": one.type, "text": one.text} for one in self.bibls],
        }

    def read(
        self, knowledge: Knowledge, progress: Callable[[int, int], object] | None = None
    ) -> Iterator[tuple[Document, Facts]]:
        """Give the letters with their facts, in pieces; CorrstatsError for a file without any.

        The text of a piece is let go when the next is asked for. ``people`` are complete at the end.
        """
        self._people, self._names, self.letters = {}, {}, 0
        zones = Zones(knowledge.places)
        known = Known(Ids(self.corpus), Listed(self.corpus, _curated(knowledge)), self._targets())
        for piece in Splitting(self.file, self._describe).pieces():
            self.kind = self.kind or _kind_of(piece)
            reader = LetterReader(piece, known, self.kind)
            facts = reader.facts
            measured, _ = measure_latencies(Facts(letters=facts.letters, events=facts.events), zones)
            facts.latencies = [one for one in measured if one.leg == _MEASURED]
            self._count(facts)
            self.letters += len(piece.letters)
            if progress:
                progress(self.letters, max(self.letters, self.survey.letters))
            yield reader.document, facts
        if not self.letters:
            raise _no_letters(self.file)

    @property
    def people(self) -> list[Found]:
        """All people read, by id; of several names the one that comes most often."""
        return [
            replace(self._people[person_id], name=self._names[person_id].most_common(1)[0][0])
            for person_id in sorted(self._people)
        ]

    def _count(self, facts: Facts) -> None:
        for found in facts.people:
            self._people.setdefault(found.person_id, found)
            self._names.setdefault(found.person_id, Counter())[found.name] += 1

    def _targets(self) -> dict[str, str]:
        """Give the ids of letters by what may point to them; nothing where no letter points."""
        if not self.survey.points:
            return {}
        ids = Ids(self.corpus)
        targets: dict[str, str] = {}
        for piece in Splitting(self.file).pieces():
            for raw in piece.letters:
                letter_id = ids.next(number_of(raw.desc), raw.ordinal)
                targets |= dict.fromkeys(_pointed_at(raw), letter_id)
        return targets

    def _describe(self, header: Element, source: Source) -> None:
        """Take title, address, licence and editions from the first file description."""
        if self.title or self.bibls:
            return
        self.title = _said(header, "title", source)
        self.url = _said(header, "idno", source)
        self.licence = next((one.get("target") for one in header.below("licence")), "")
        self.bibls = [
            Bibl(one.get("xml:id"), one.get("type"), said_in(one, source))
            for description in header.below("sourceDesc")
            for one in description.below("bibl")
        ]


def _kind_of(piece: Piece) -> str:
    """Tell a letter with its text from an index, which may be of one letter."""
    first = piece.letters[0]
    told = first.alone and any(said_in(text, piece.source) for text in first.texts)
    return "TEI" if told else "CMIF"


def open_index(file: XmlFile) -> Index:
    """Survey a file; CorrstatsError where it has no letters, or, with line and column, is not well-formed."""
    found = survey(file)
    if not found.letters:
        raise _no_letters(file)
    return Index(file, found)


def _no_letters(file: XmlFile) -> CorrstatsError:
    return CorrstatsError("no correspDesc in it", advice="name a file of CMIF or TEI letters", file=file.path)


def _curated(knowledge: Knowledge) -> dict[str, str]:
    return {one.wikidata: one.person_id for one in knowledge.people if one.wikidata}


def _pointed_at(raw: RawLetter) -> Iterator[str]:
    yield from filter(None, (raw.desc.get("ref"), raw.desc.get("xml:id")))


def _said(header: Element, name: str, source: Source) -> str:
    return next((said_in(one, source) for one in header.below(name)), "")
