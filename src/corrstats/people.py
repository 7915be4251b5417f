"""Names of persons as printed: spellings of several transliterations, initials, damaged endings.

Two spellings name one person when their folded keys agree; the folding knows how Russian names are put into
Latin letters, not who is who. Whoever is meant is settled later, among the curated candidates.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from corrstats.knowledge import split_cell
from corrstats.words import ATOM, LOWER, UPPER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from corrstats.knowledge import Person

# one sound, several spellings, in the order they are replaced
_SPELLINGS = (
    ("shch", "sc"),
    ("sch", "sh"),
    ("tch", "ch"),
    ("kh", "h"),
    ("tz", "ts"),
    ("ph", "f"),
    ("x", "ks"),
    ("w", "v"),
    ("iia", "ia"),
    ("aia", "aa"),
    ("ie", "e"),
    ("ye", "e"),
    ("je", "e"),
    ("yo", "o"),
    ("jo", "o"),
    ("ia", "a"),
    ("ya", "a"),
    ("ja", "a"),
    ("iu", "u"),
    ("yu", "u"),
    ("ju", "u"),
    ("ij", "i"),
    ("iy", "i"),
    ("yi", "i"),
    ("ii", "i"),
    ("y", "i"),
    ("j", "i"),
    ("ck", "k"),
)
# endings that a machine translation leaves on a surname in an oblique case
_CASE_ENDINGS = ("ogo", "omu", "emu", "ovu", "oi", "oy", "om", "ym", "im", "u", "a", "y", "e")
_SHORTEST_STEM = 4


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """Fold a name to a key that is the same for its usual transliterations.

    >>> fold("Gortchacow") == fold("Gortchakoff") == fold("Gorchakov")
    True
    >>> fold("Piatakov") == fold("Pyatakov"), fold("Griadinskii") == fold("Gryadinsky")
    (True, True)
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = re.sub(r"[^a-zа-яё]", "", plain)
    plain = re.sub(r"(?<=[oe])ff$", "v", plain)
    plain = re.sub(r"c(?=[aou])", "k", plain)
    for spelling, sound in _SPELLINGS:
        plain = plain.replace(spelling, sound)
    return re.sub(r"(.)\1", r"\1", plain)


def without_endings(word: str) -> list[str]:
    """Give a surname without a plural s or a case ending, likeliest first; none for a short word."""
    stems = [word[:-1]] if word.endswith("s") and len(word) > _SHORTEST_STEM else []
    for ending in _CASE_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            stem = word[: -len(ending)]
            stems += [stem, stem + "ii"] if ending in {"ogo", "omu", "emu", "im", "ym", "om"} else [stem]
            if ending in {"u", "y"}:
                stems.append(stem + "a")
    return stems


def initials_of(text: str) -> str:
    """Give the initials in a text as capital letters: 'R.I. Eikhe' is 'RI', '[M. M.]' is 'MM'."""
    return "".join(re.findall(rf"\b([{UPPER}])[{LOWER}]?\.", text))


def initials_agree(printed: str, known: str) -> bool | None:
    """Say whether printed initials may be a known person's; None where one of them is not known."""
    left, right = initials_of(printed), initials_of(known)
    if not left or not right:
        return None
    return all(fold(a) == fold(b) for a, b in zip(left, right, strict=False))


@dataclass(frozen=True, eq=False)
class Authority:
    """The curated people, found by the folded atoms of every form of their names."""

    people: tuple[Person, ...]
    index: Mapping[tuple[str, ...], tuple[Person, ...]]
    by_id: Mapping[str, Person]

    @cached_property
    def longest(self) -> int:
        """Count the atoms of the longest name."""
        return max(map(len, self.index), default=1)

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        lengths: dict[str, set[int]] = {}
        for key in self.index:
            lengths.setdefault(key[0], set()).add(len(key))
        return {first: tuple(sorted(found - {1}, reverse=True)) for first, found in lengths.items()}

    @cached_property
    def _spellings(self) -> dict[str, frozenset[str]]:
        return {
            one.person_id: frozenset(fold(form) for form in (one.family_name, *split_cell(one.forms)))
            for one in self.people
        }

    @cached_property
    def _candidates(self) -> Callable[[tuple[str, ...]], tuple[Person, ...]]:
        return lru_cache(maxsize=1 << 16)(self._find)

    def lengths(self, atom: str) -> tuple[int, ...]:
        """Give the counts of atoms of the longer names that begin with this one, longest first."""
        return self._lengths.get(fold(atom), ())

    def spells(self, word: str, person: Person) -> bool:
        """Whether a word as it stands, without an ending, is a form of a person's name."""
        return fold(word) in self._spellings[person.person_id]

    def exact(self, atoms: Sequence[str]) -> tuple[Person, ...]:
        """Give the people whose name has just these atoms, in any transliteration."""
        return self.index.get(tuple(fold(atom) for atom in atoms), ())

    def candidates(self, atoms: Sequence[str]) -> tuple[Person, ...]:
        """Give the people whose name has just these atoms; the last atom may carry an ending."""
        return self._candidates(tuple(atoms))

    def _find(self, atoms: tuple[str, ...]) -> tuple[Person, ...]:
        key = tuple(fold(atom) for atom in atoms)
        found = self.index.get(key)
        if found or not key:
            return found or ()
        for stem in without_endings(atoms[-1]):
            found = self.index.get((*key[:-1], fold(stem)))
            if found:
                return found
        return ()


def atoms_of(text: str) -> tuple[str, ...]:
    """Split a text into its words and parts of words."""
    return tuple(ATOM.findall(text))


@lru_cache(maxsize=8)
def make_authority(people: tuple[Person, ...]) -> Authority:
    """Index people by every form of their names."""
    index: dict[tuple[str, ...], list[Person]] = {}
    for person in people:
        patronymic = person.given_names if " " in person.given_names else ""
        for form in {person.family_name, patronymic, *split_cell(person.forms)}:
            bare = re.sub(rf"\b[{UPPER}][{LOWER}]?\.\s*", "", form)
            key = tuple(fold(atom) for atom in atoms_of(bare))
            if key and person not in index.setdefault(key, []):
                index[key].append(person)
    by_id = {person.person_id: person for person in people}
    return Authority(people, {key: tuple(found) for key, found in index.items()}, by_id)
