"""Capitalised names that are no people: places, institutions, newspapers, peoples, found word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from corrstats.knowledge import split_cell
from corrstats.people import atoms_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corrstats.knowledge import Knowledge

PLACE = "place: "
# what may stand between two atoms of one name
GAP = re.compile(r"[\s\-–'’.]{0,3}")


class Atom(NamedTuple):
    """A word or a part of one."""

    text: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


class Entry(NamedTuple):
    """A known name: its atoms, its kind ('place: town' for a town) and its canonical form."""

    atoms: tuple[str, ...]
    kind: str
    name: str


class Known(NamedTuple):
    """A capitalised name that is no person: where it stands, of what kind it is, its canonical form."""

    start: int
    end: int
    kind: str
    name: str = ""


@dataclass(frozen=True)
class Lexicon:
    """Places, institutions and other names by their first atom, longest first."""

    phrases: dict[str, tuple[Entry, ...]]

    def match(self, atoms: Sequence[Atom], i: int, text: str) -> Entry | None:
        """Give the longest known name that begins at ``i``."""
        entries = self.phrases.get(atoms[i].text.casefold(), ())
        return next((entry for entry in entries if _spells(atoms, i, entry.atoms, text)), None)


def _spells(atoms: Sequence[Atom], i: int, phrase: tuple[str, ...], text: str) -> bool:
    if i + len(phrase) > len(atoms):
        return False
    for k, wanted in enumerate(phrase):
        word = atoms[i + k].text.casefold()
        if word != wanted and not (k == len(phrase) - 1 and word in {wanted + "s", wanted + "es"}):
            return False
        if k and not GAP.fullmatch(text[atoms[i + k - 1].end : atoms[i + k].start]):
            return False
    return True


def make_lexicon(knowledge: Knowledge) -> Lexicon:
    """Index the names of places and things."""
    phrases: dict[str, set[Entry]] = {}
    rows = [(one.name, one.forms, one.kind) for one in knowledge.names]
    rows += [(one.name, one.forms, f"{PLACE}{one.kind}") for one in knowledge.places]
    for name, forms, kind in rows:
        for form in (name, *split_cell(forms)):
            atoms = tuple(atom.casefold() for atom in atoms_of(form))
            if atoms:
                phrases.setdefault(atoms[0], set()).add(Entry(atoms, kind, name))
    return Lexicon(
        {
            first: tuple(sorted(found, key=lambda one: (-len(one.atoms), one)))
            for first, found in phrases.items()
        }
    )
