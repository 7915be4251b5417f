"""The people of a source with the passages that name them, and rows for those whom nobody has listed yet."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING

from corrstats.knowledge import Person
from corrstats.people import fold
from corrstats.tables import collapse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corrstats.corpus import Parsed
    from corrstats.facts import Found, Mention
    from corrstats.knowledge import Knowledge
    from corrstats.source import Source
    from corrstats.tei import Index

STATUSES = {"found": "not listed", "open": "not settled who is meant", "curated": "listed"}
_REACH = 40  # characters of the text on each side of a name


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a person is named: letter, zone or note, line and column, and the words around the name."""

    letter_id: str
    where: str
    line: int
    column: int
    surface: str
    words: str

    def __str__(self) -> str:
        return f"{self.letter_id}, {self.where}, {self.line}:{self.column}: {self.words}"


@dataclass(frozen=True, slots=True)
class Named:
    """A person of a source, with every passage in reading order; ``status`` is one of STATUSES."""

    person_id: str
    name: str
    family_name: str
    initials: str
    status: str
    passages: tuple[Passage, ...]


def list_people(parsed: Parsed, knowledge: Knowledge) -> list[Named]:
    """Give the people a source names: those not listed first, then those not settled, then the listed."""
    return _list_named(parsed.facts.mentions, parsed.facts.people, parsed.document.source, knowledge)


def list_indexed(index: Index, knowledge: Knowledge) -> list[Named]:
    """Give the people that a file of CMIF or TEI names, in the same order."""
    mentions = [one for _, facts in index.read(knowledge) for one in facts.mentions]
    return _list_named(mentions, index.people, index.source(), knowledge)


def _list_named(
    mentions: Iterable[Mention], found: Iterable[Found], source: Source, knowledge: Knowledge
) -> list[Named]:
    named: dict[str, list[Mention]] = {}
    for mention in mentions:
        named.setdefault(mention.person_id, []).append(mention)
    curated = {person.person_id: person.name for person in knowledge.people}
    names = curated | {one.person_id: one.name for one in found}
    people = [
        _person(person_id, names, rows, source, listed=person_id in curated)
        for person_id, rows in named.items()
    ]
    order = list(STATUSES)
    return sorted(people, key=lambda one: (order.index(one.status), one.person_id))


def _person(
    person_id: str, names: dict[str, str], rows: Sequence[Mention], source: Source, *, listed: bool
) -> Named:
    family = next((one.family for one in rows if one.family), "")
    status = "curated" if listed else "open" if person_id.startswith("open-") else "found"
    return Named(
        person_id=person_id,
        name=names.get(person_id, family),
        family_name=family,
        initials=max((one.initials for one in rows), key=len),
        status=status,
        passages=tuple(_passage(one, source) for one in rows),
    )


def _passage(mention: Mention, source: Source) -> Passage:
    at = mention.at
    left, right = max(source.start, at.start - _REACH), at.end + _REACH
    if source.markup:  # what is around a name is its tags; the name says all
        words = f"[{source.passage(at.start, at.end)}]"
    else:
        words = "...{}[{}]{}...".format(
            *(source.passage(*ends) for ends in ((left, at.start), (at.start, at.end), (at.end, right)))
        )
    where = f"note {at.note}" if at.note else at.zone
    return Passage(
        at.letter_id, where, *source.position(at.start), collapse(mention.surface), collapse(words)
    )


def people_csv(people: Iterable[Named], knowledge: Knowledge) -> str:
    """Write rows for ``people.csv`` of those not listed yet, with a header; to be completed by hand.

    The id is the family name with initials; forms are the other spellings; the source is the first passage.
    """
    taken = {person.person_id for person in knowledge.people}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(column.name for column in fields(Person))
    for one in people:
        if one.status == "found":
            row = _row(one, taken)
            taken.add(row.person_id)
            writer.writerow(astuple(row))
    return out.getvalue()


def _row(one: Named, taken: set[str]) -> Person:
    stem = "-".join(filter(None, (one.person_id.removeprefix("found-"), one.initials.lower())))
    numbered = (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3)))
    first = one.passages[0]
    return Person(
        person_id=next(person_id for person_id in numbered if person_id not in taken),
        name=one.name,
        family_name=one.family_name,
        given_names="",
        initials=" ".join(f"{letter}." for letter in one.initials),
        forms="; ".join(_forms(one)),
        offices="",
        bare="",
        born="",
        died="",
        wikidata="",
        source=f"found in {first.letter_id}, {first.where}",
    )


def _forms(one: Named) -> list[str]:
    """Give the spellings of the family name beside the first, without initials and possessives."""
    bare = (re.sub(r"\b\w{1,2}\.\s*|[’']s?$|^\W+|\W+$", "", passage.surface) for passage in one.passages)
    return list({fold(form): form for form in bare if form and fold(form) != fold(one.family_name)}.values())
