"""What a rule is, and how a set of rules reads a text.

A rule carries its own evidence: examples with the value they give, near misses that give none. A test runs
every rule against both. Overlaps are decided here and nowhere else: the longest match wins, then the rule
that stands first.

A rule also names what it may begin with, so that it is tried only there: a text is cut into words once, and
of most words no rule begins with any.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from corrstats.words import CAPITAL, DIGIT, OWNER, Words, cut_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from corrstats.languages import Language

_START = itemgetter(0)
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE}
_FEW = 3  # rules that are as soon tried one by one
V = TypeVar("V")


@dataclass(frozen=True)
class Rule(Generic[V]):
    """One way a thing is printed.

    ``pattern`` is a verbose regular expression in which ``@name`` stands for words of the language; ``read``
    makes the value of a match, or None where the match is not one after all. ``examples`` map a text to the
    ``str`` of the value read from it. ``opens`` lists what a match begins with: words, ``@name`` for words of
    the language, DIGIT, CAPITAL, OWNER.
    """

    name: str
    pattern: str
    read: Callable[[re.Match[str], Language], V | None]
    examples: Mapping[str, str]
    near_misses: tuple[str, ...] = ()
    flags: int = re.IGNORECASE
    opens: tuple[str, ...] = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Found(Generic[V]):
    """A value read from ``text[start:end]`` by a rule."""

    rule: str
    start: int
    end: int
    value: V


class _Try(NamedTuple, Generic[V]):
    """A rule to be tried at a word: its order in the set and its pattern."""

    order: int
    rule: Rule[V]
    pattern: re.Pattern[str]


class _Trials(NamedTuple, Generic[V]):
    """The rules that may begin with a word; ``gate`` fits where any of them does, None where they are few."""

    gate: re.Pattern[str] | None
    rules: tuple[_Try[V], ...]


class RuleSet(Generic[V]):
    """Rules of one kind, in order, for one language."""

    def __init__(self, name: str, rules: Iterable[Rule[V]], language: Language) -> None:
        self.name = name
        self.rules = tuple(rules)
        self.language = language

    @cached_property
    def _tries(self) -> tuple[_Try[V], ...]:
        return tuple(
            _Try(order, rule, re.compile(self.language.expand(rule.pattern), rule.flags | re.VERBOSE))
            for order, rule in enumerate(self.rules)
        )

    @cached_property
    def _by_word(self) -> dict[str, _Trials[V]]:
        """Give the rules that may begin with a word, by the word in its usual cases."""
        words: dict[str, list[int]] = {}
        for order, _, _ in self._tries:
            for word in self._openings(self.rules[order]):
                words.setdefault(word, []).append(order)
        made = {orders: self._trials(orders) for orders in set(map(tuple, words.values()))}
        return {word: made[tuple(orders)] for word, orders in words.items()}

    def _openings(self, rule: Rule[V]) -> set[str]:
        """Give the first words of what a rule may begin with, each small, capitalised and in capitals."""
        phrases = [
            phrase
            for opening in rule.opens
            for phrase in (self.language.listed(opening[1:]) if opening.startswith("@") else (opening,))
        ]
        signs = {phrase for phrase in phrases if phrase in {DIGIT, CAPITAL, OWNER}}
        words = {cut_words(phrase).words[0] for phrase in phrases if phrase not in signs}
        return signs | {form for word in words for form in (word, word.lower(), word.title(), word.upper())}

    def _trials(self, orders: tuple[int, ...]) -> _Trials[V]:
        tries = tuple(self._tries[order] for order in orders)
        return _Trials(_gate(tries) if len(tries) > _FEW else None, tries)

    def find(self, text: str) -> list[Found[V]]:
        """Find all values in a text, in reading order, none overlapping another."""
        return self.find_in(text, cut_words(text), [(0, len(text))])[0]

    def find_in(self, text: str, words: Words, zones: Sequence[tuple[int, int]]) -> list[list[Found[V]]]:
        """Find all values zone by zone; ``words`` are those of the text, ``zones`` stand in reading order.

        Nothing is read over the end of a zone, and offsets are counted from its beginning.
        """
        found: list[list[tuple[int, Found[V]]]] = [[] for _ in zones]
        done = [0] * len(self.rules)  # where the last match of each rule ends
        n = 0
        for start, trials in self._trials_in(words):
            while n < len(zones) and zones[n][1] <= start:
                n += 1
            if n == len(zones):
                break
            first, after = zones[n]
            if start < first or (trials.gate and trials.gate.match(text, start, after) is None):
                continue
            for order, rule, pattern in trials.rules:
                match = pattern.match(text, start, after) if start >= done[order] else None
                if match is None:
                    continue
                done[order] = match.end()
                value = rule.read(match, self.language)
                if value is not None:
                    found[n].append((order, Found(rule.name, start - first, match.end() - first, value)))
        return [settle_overlaps(one) if len(one) > 1 else [value for _, value in one] for one in found]

    def _trials_in(self, words: Words) -> list[tuple[int, _Trials[V]]]:
        """Give the places of a text where rules may begin, in reading order, with those rules."""
        places, by_word = words.places, self._by_word
        trials = [(start, by_word[word]) for word in places.keys() & by_word.keys() for start in places[word]]
        return sorted(trials, key=_START)


def _gate(tries: Iterable[_Try[V]]) -> re.Pattern[str]:
    """Join the patterns of rules into one that fits where any of them does."""
    parts = []
    for one in tries:
        source = one.pattern.pattern
        for name in one.pattern.groupindex:
            source = source.replace(f"(?P<{name}>", f"(?P<{name}_{one.order}>")
            source = source.replace(f"(?({name})", f"(?({name}_{one.order})")
        letters = "".join(letter for letter, flag in _FLAGS.items() if one.pattern.flags & flag)
        parts.append(f"(?{letters}:{source})")
    return re.compile("|".join(parts), re.VERBOSE)


def settle_overlaps(found: list[tuple[int, Found[V]]]) -> list[Found[V]]:
    """Keep of (order, found) pairs the longest first, then the first in order; give them in reading order."""
    starts: list[int] = []
    taken: list[Found[V]] = []
    for _, one in sorted(found, key=lambda pair: (pair[1].start - pair[1].end, pair[0], pair[1].start)):
        at = bisect.bisect_left(starts, one.end)  # those that are taken overlap nowhere: the last one decides
        if at == 0 or taken[at - 1].end <= one.start:
            starts.insert(at, one.start)
            taken.insert(at, one)
    return taken
