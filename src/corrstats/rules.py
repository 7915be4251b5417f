"""What a rule is, and how a set of rules reads a text.

A rule carries its own evidence: examples with the value they give, near misses that give none. A test runs
every rule against both. Overlaps are decided here and nowhere else: the longest match wins, then the rule
that stands first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from corrstats.languages import Language

V = TypeVar("V")


@dataclass(frozen=True)
class Rule(Generic[V]):
    """One way a thing is printed.

    ``pattern`` is a verbose regular expression in which ``@name`` stands for words of the language; ``read``
    makes the value of a match, or None where the match is not one after all. ``examples`` map a text to the
    ``str`` of the value read from it.
    """

    name: str
    pattern: str
    read: Callable[[re.Match[str], Language], V | None]
    examples: Mapping[str, str]
    near_misses: tuple[str, ...] = ()
    flags: int = re.IGNORECASE


@dataclass(frozen=True)
class Found(Generic[V]):
    """A value read from ``text[start:end]`` by a rule."""

    rule: str
    start: int
    end: int
    value: V


class RuleSet(Generic[V]):
    """Rules of one kind, in order, for one language."""

    def __init__(self, name: str, rules: Iterable[Rule[V]], language: Language) -> None:
        self.name = name
        self.rules = tuple(rules)
        self.language = language

    @cached_property
    def _compiled(self) -> tuple[tuple[Rule[V], re.Pattern[str]], ...]:
        return tuple(
            (rule, re.compile(self.language.expand(rule.pattern), rule.flags | re.VERBOSE))
            for rule in self.rules
        )

    def find(self, text: str) -> list[Found[V]]:
        """Find all values in a text, in reading order, none overlapping another."""
        found = []
        for order, (rule, pattern) in enumerate(self._compiled):
            for match in pattern.finditer(text):
                value = rule.read(match, self.language)
                if value is not None:
                    found.append((order, Found(rule.name, match.start(), match.end(), value)))
        return settle_overlaps(found)


def settle_overlaps(found: list[tuple[int, Found[V]]]) -> list[Found[V]]:
    """Keep of (order, found) pairs the longest first, then the first in order; give them in reading order."""
    taken: list[Found[V]] = []
    for _, one in sorted(found, key=lambda pair: (pair[1].start - pair[1].end, pair[0], pair[1].start)):
        if all(one.end <= other.start or other.end <= one.start for other in taken):
            taken.append(one)
    return sorted(taken, key=lambda one: one.start)
