"""What the readers of letters must know, as rows: people, places, names, units, bodies, acts, emendations.

Each CSV beside this module is read once; every row names its source or reason. A user adds rows with files of
the same columns in a folder of their own.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, TypeVar

from corrstats.errors import CorrstatsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

R = TypeVar("R")


@dataclass(frozen=True, eq=False)
class Person:
    """A curated person; ``forms`` are further spellings, nicknames and initials with the name.

    ``bare`` is 'yes' where the bare family name means this person unless the text says otherwise.
    """

    person_id: str
    name: str
    family_name: str
    given_names: str
    initials: str
    forms: str
    offices: str
    bare: str
    born: str
    died: str
    wikidata: str
    source: str


@dataclass(frozen=True)
class Place:
    """A place: its forms, kind (town, region, country, ...), IANA time zone where letters come from it."""

    name: str
    forms: str
    kind: str
    timezone: str
    within: str
    source: str


@dataclass(frozen=True)
class Name:
    """A capitalised name that is neither a person nor a place: an institution, a newspaper, a people."""

    name: str
    forms: str
    kind: str
    source: str


@dataclass(frozen=True)
class Unit:
    """A unit with its printed forms and its factor to the SI unit.

    ``commodity`` is what amounts in the unit are of unless the passage says otherwise.
    """

    unit: str
    forms: str
    kind: str
    si_unit: str
    si_factor: str
    source: str
    commodity: str


@dataclass(frozen=True)
class Cue:
    """Words that tell what an amount is of or measures; one with ``^`` must stand right before the amount."""

    value: str
    words: str
    source: str


@dataclass(frozen=True)
class Body:
    """A deciding body with its printed forms; ``protocols`` are the archival files its acts are kept in."""

    body: str
    forms: str
    protocols: str
    source: str


@dataclass(frozen=True)
class Act:
    """A verb or noun of decision in its printed forms; ``kind`` is verb or noun."""

    act: str
    forms: str
    kind: str
    source: str


@dataclass(frozen=True)
class Emendation:
    """A curated reading where the digits alone cannot say: printed text, its reading and the reason."""

    printed: str
    near: str
    low: str
    high: str
    reason: str
    source: str


class Rows:
    """The knowledge of the package, with the rows of the user's folder after it."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder

    def read(self, file: str, record: type[R]) -> tuple[R, ...]:
        """Read one kind of rows; a cell that a file does not have is empty."""
        names = [one.name for one in fields(record)]  # type: ignore[arg-type]
        return tuple(record(*((row.get(name) or "").strip() for name in names)) for row in self._rows(file))

    def _rows(self, file: str) -> Iterator[dict[str, str]]:
        text = resources.files(__package__).joinpath(file).read_text(encoding="utf-8")
        yield from csv.DictReader(io.StringIO(text))
        own = self.folder / file if self.folder else None
        if own and own.exists():
            try:
                reader = csv.DictReader(io.StringIO(own.read_text(encoding="utf-8-sig")))
                self._check_header(own, reader.fieldnames or [], next(csv.reader(io.StringIO(text))))
                yield from reader
            except (UnicodeDecodeError, csv.Error) as error:
                raise CorrstatsError(
                    f"not a CSV file: {error}", advice="save it as UTF-8 CSV", file=str(own)
                ) from None

    @staticmethod
    def _check_header(own: Path, header: Sequence[str], known: Sequence[str]) -> None:
        """Hold a user's header against ours: the first column must be there, odd ones are slips."""
        odd = [name for name in header if name not in known]
        if odd or known[0] not in header:
            what = f"no column '{known[0]}'" if known[0] not in header else f"'{odd[0]}' is not a column"
            raise CorrstatsError(what, advice=f"use {','.join(known)}", file=str(own), line=1)


@dataclass(frozen=True, eq=False)
class Knowledge:
    """All rows, read."""

    people: tuple[Person, ...]
    places: tuple[Place, ...]
    names: tuple[Name, ...]
    units: tuple[Unit, ...]
    commodities: tuple[Cue, ...]
    measures: tuple[Cue, ...]
    bodies: tuple[Body, ...]
    acts: tuple[Act, ...]
    emendations: tuple[Emendation, ...]


@cache
def read_knowledge(folder: Path | None = None) -> Knowledge:
    """Read the package's knowledge and, after it, the rows of the user's folder.

    Raises CorrstatsError for a folder that holds none of the known files, or a file with a wrong header.
    """
    if folder is not None:
        ours = {file.name for file in resources.files(__package__).iterdir() if file.name.endswith(".csv")}
        if not folder.is_dir() or not any((folder / name).is_file() for name in ours):
            advice = f"it must hold one of {', '.join(sorted(ours))}"
            raise CorrstatsError("no knowledge in this folder", advice=advice, file=str(folder))
    rows = Rows(folder)
    return Knowledge(
        people=rows.read("people.csv", Person),
        places=rows.read("places.csv", Place),
        names=rows.read("names.csv", Name),
        units=rows.read("units.csv", Unit),
        commodities=rows.read("commodities.csv", Cue),
        measures=rows.read("measures.csv", Cue),
        bodies=rows.read("bodies.csv", Body),
        acts=rows.read("acts.csv", Act),
        emendations=rows.read("emendations.csv", Emendation),
    )


@lru_cache(maxsize=1 << 14)
def split_cell(cell: str) -> tuple[str, ...]:
    """Split a cell of several values at its semicolons."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())
