"""Capitalised names that are no people: places, institutions, newspapers, peoples, found word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from corrstats.knowledge import split_cell
from corrstats.people import atoms_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corrstats.knowledge import Knowledge
    from corrstats.words import Words

PLACE = "place: "
# what may stand between two atoms of one name
GAP = re.compile(r"[\s\-–'’.]{0,3}")


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


class Opened(NamedTuple):
    """The known names that one word opens: the one of this word alone, and the longer ones, longest first."""

    alone: Entry | None
    longer: tuple[Entry, ...]

    def match(self, words: Words, i: int, text: str) -> Entry | None:
        """Give the longest known name that begins at word ``i``."""
        if self.longer and i + 1 < len(words.words):
            second = words.words[i + 1].casefold()
            for entry in self.longer:
                if second.startswith(entry.atoms[1]) and _spells(words, i, entry.atoms, text):
                    return entry
        return self.alone


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Places, institutions and other names by their first atom."""

    names: Mapping[str, Opened]

    def opened_by(self, atom: str) -> Opened | None:
        """Give the known names that begin with a casefolded atom."""
        return self.names.get(atom)


def _spells(words: Words, i: int, phrase: tuple[str, ...], text: str) -> bool:
    if i + len(phrase) > len(words.words):
        return False
    *before, last = phrase
    word = words.words[i + len(before)].casefold()
    if word != last and word not in {last + "s", last + "es"}:
        return False
    return all(
        words.words[k].casefold() == wanted and GAP.fullmatch(text, words.end(k), words.starts[k + 1])
        for k, wanted in enumerate(before, start=i)
    )


@lru_cache(maxsize=8)
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
    ranked = {
        first: sorted(found, key=lambda one: (-len(one.atoms), one)) for first, found in phrases.items()
    }
    return Lexicon(
        {
            first: Opened(
                next((one for one in found if len(one.atoms) == 1), None),
                tuple(one for one in found if len(one.atoms) > 1),
            )
            for first, found in ranked.items()
        }
    )
