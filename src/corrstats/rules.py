"""What a rule is, and how a set of rules reads a text.

A rule carries its own evidence: examples with the value they give, near misses that give none. A test runs
every rule against both. Overlaps are decided here and nowhere else: the longest match wins, then the rule
that stands first.

A rule also names what it may begin with, so that it is tried only there: a text is cut into words once, for
all sets of rules that read it, and of most words no rule begins with any.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from corrstats.words import CAPITAL, DIGIT, OWNER, Words, cut_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from corrstats.languages import Language

_START = itemgetter(0)
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE}
_SIGNS = frozenset({DIGIT, CAPITAL, OWNER})
_FEW = 3  # rules that are as soon tried one by one
_LONGEST_GATE = 10_000  # signs: to join longer patterns takes longer than it saves on an edition
_MOST_WORDS = 1 << 17  # words remembered with what they open
V = TypeVar("V")


@dataclass(frozen=True)
class Rule(Generic[V]):
    """One way a thing is printed.

    ``pattern`` is a verbose regular expression in which ``@name`` stands for words of the language; ``read``
    makes the value of a match, or None where the match is not one after all. ``examples`` map a text to the
    ``str`` of the value read from it. ``opens`` lists what a match begins with: words, ``@name`` for words of
    the language, DIGIT, CAPITAL, OWNER. ``needs``, where it is told, lists words one of which stands in every
    text that the rule reads something in, so that it is tried on no other.
    """

    name: str
    pattern: str
    read: Callable[[re.Match[str], Language], V | None]
    examples: Mapping[str, str]
    near_misses: tuple[str, ...] = ()
    flags: int = re.IGNORECASE
    opens: tuple[str, ...] = field(kw_only=True)
    needs: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Found(Generic[V]):
    """A value read from ``text[start:end]`` by a rule."""

    rule: str
    start: int
    end: int
    value: V


class _Try(NamedTuple, Generic[V]):
    """A rule to be tried at a word: its order among all that scan together, and its pattern."""

    order: int
    rule: Rule[V]
    pattern: re.Pattern[str]


class _Trials(NamedTuple):
    """The rules of one set that may begin with a word; ``gate`` fits where any does, None where few are."""

    where: int
    gate: re.Pattern[str] | None
    tries: tuple[_Try[Any], ...]


class RuleSet(Generic[V]):
    """Rules of one kind, in order, for one language."""

    def __init__(self, name: str, rules: Iterable[Rule[V]], language: Language) -> None:
        self.name = name
        self.rules = tuple(rules)
        self.language = language

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """The patterns of the rules with the words of the language, in order."""
        return tuple(
            re.compile(self.language.expand(rule.pattern), rule.flags | re.VERBOSE) for rule in self.rules
        )

    @cached_property
    def _scan(self) -> Scan:
        return Scan([self])

    def find(self, text: str) -> list[Found[V]]:
        """Find all values in a text, in reading order, none overlapping another."""
        return self._scan.find(text, cut_words(text))[self]

    def listed(self, phrases: Iterable[str]) -> set[tuple[str, str]]:
        """Give the first words of what a rule lists, small, capitalised and in capitals, or the sign it is.

        ``@name`` stands for words of the language; a phrase of them is given by its first two words, the
        second casefolded, any other by its first word and ''.
        """
        found: set[tuple[str, str]] = set()
        for phrase in phrases:
            if phrase in _SIGNS:
                found.add((phrase, ""))
                continue
            own = phrase.startswith("@")
            for spelled in self.language.listed(phrase[1:]) if own else (phrase,):
                word, *rest = cut_words(spelled).words
                second = rest[0].casefold() if rest and own else ""
                found |= {(form, second) for form in (word, word.lower(), word.title(), word.upper())}
        return found


class Scan:
    """Rule sets that read a text together, in one pass over its words.

    For each word it is known which rules may begin with it, and a rule whose ``needs`` a text has not is not
    tried on it at all.
    """

    def __init__(self, sets: Iterable[RuleSet[Any]]) -> None:
        self.sets = tuple(sets)
        rules = [(where, rule) for where, one in enumerate(self.sets) for rule in one.rules]
        patterns = [pattern for one in self.sets for pattern in one.patterns]
        self._tries = tuple(
            (where, _Try(order, rule, pattern))
            for order, ((where, rule), pattern) in enumerate(zip(rules, patterns, strict=True))
        )
        self._needs = tuple(
            (order, {word for word, _ in self.sets[where].listed(rule.needs)})
            for order, (where, rule) in enumerate(rules)
            if rule.needs
        )
        self._openers = _Openers(self._tries, self.sets)

    def find(self, text: str, words: Words) -> dict[RuleSet[Any], list[Found[Any]]]:
        """Find the values of each rule set, as ``RuleSet.find`` does; ``words`` are those of the text."""
        found: list[list[tuple[int, Found[Any]]]] = [[] for _ in self.sets]
        idle = {order for order, needed in self._needs if needed.isdisjoint(words.words)}
        done = [0] * len(self._tries)  # where the last match of each rule ends
        for start, all_trials in self._places(words):
            for where, gate, tries in all_trials:
                if gate is not None and gate.match(text, start) is None:
                    continue
                for order, rule, pattern in tries:
                    if order in idle or start < done[order]:
                        continue
                    match = pattern.match(text, start)
                    if match is None:
                        continue
                    done[order] = match.end()
                    value = rule.read(match, self.sets[where].language)
                    if value is not None:
                        found[where].append((order, Found(rule.name, start, match.end(), value)))
        return {
            rules: settle_overlaps(one) if len(one) > 1 else [value for _, value in one]
            for rules, one in zip(self.sets, found, strict=True)
        }

    def _places(self, words: Words) -> list[tuple[int, tuple[_Trials, ...]]]:
        """Give the places of a text where rules may begin, in reading order, with those rules."""
        spelled, starts = words.words, words.starts
        places = []
        for i, opened in enumerate(map(self._openers.__getitem__, spelled)):
            if opened is None:
                continue
            trials, before = opened
            if before and i + 1 < len(spelled):
                trials = before.get(spelled[i + 1].casefold(), trials)
            if trials:
                places.append((starts[i], trials))
        if self._openers.owners and "s" in spelled:
            owners = [words.owner(i) for i, word in enumerate(words.words) if word == "s"]
            places += [(start, self._openers.owners) for start in owners]
            places.sort(key=_START)
        return places


class _Opened(NamedTuple):
    """The trials that a word opens: whatever follows it, and where a second word of a phrase does."""

    always: tuple[_Trials, ...]
    before: Mapping[str, tuple[_Trials, ...]]


class _Openers(dict[str, _Opened | None]):
    """What a word opens, nothing for most; made once for a word when it is first met."""

    def __init__(self, tries: Iterable[tuple[int, _Try[Any]]], sets: Sequence[RuleSet[Any]]) -> None:
        super().__init__()
        self._tries = tuple(tries)
        self._by_opening: dict[str, dict[str, set[int]]] = {}
        for order, (where, one) in enumerate(self._tries):
            for word, second in sets[where].listed(one.rule.opens):
                self._by_opening.setdefault(word, {}).setdefault(second, set()).add(order)
        self._made: dict[tuple[int, ...], tuple[_Trials, ...]] = {}
        self.owners = self._trials(self._by_opening.get(OWNER, {}).get("", ()))

    def __missing__(self, word: str) -> _Opened | None:
        kind = DIGIT if word[0].isdecimal() else CAPITAL if word[0].isupper() else ""
        own = self._by_opening.get(word, {})
        always = {*own.get("", ()), *self._by_opening.get(kind, {}).get("", ())}
        before = {second: self._trials(always | orders) for second, orders in own.items() if second}
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = opened = _Opened(self._trials(always), before) if always or before else None
        return opened

    def _trials(self, orders: Iterable[int]) -> tuple[_Trials, ...]:
        key = tuple(sorted(orders))
        if key not in self._made:
            self._made[key] = tuple(
                _trials(where, tuple(one for _, one in group))
                for where, group in groupby((self._tries[order] for order in key), key=itemgetter(0))
            )
        return self._made[key]


def _trials(where: int, tries: tuple[_Try[Any], ...]) -> _Trials:
    long = sum(len(one.pattern.pattern) for one in tries) > _LONGEST_GATE
    return _Trials(where, _gate(tries) if len(tries) > _FEW and not long else None, tries)


def _gate(tries: Iterable[_Try[Any]]) -> re.Pattern[str]:
    """Join the patterns of rules into one that fits where any of them does.

    The same rules give the same text in every scan, so that Python compiles it once.
    """
    parts = []
    for n, one in enumerate(tries):
        source = one.pattern.pattern
        for name in one.pattern.groupindex:
            source = source.replace(f"(?P<{name}>", f"(?P<{name}_{n}>")
            source = source.replace(f"(?({name})", f"(?({name}_{n})")
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
