"""Looks for texts at the edges of rules: those that a rule with a fault would read otherwise.

Run by `make edges`, which writes `tests/fixtures/edges.csv` anew; read the diff as you would read a proof. A
text is put together from the pattern of a rule, or is one of its examples with a letter more or less; of all
that tell a mutant from its rule the shortest is taken, and no text is kept that others make needless.
"""

from __future__ import annotations

import csv
import importlib
import multiprocessing
import random
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from patterns import compiles, lead_to
from run import Mutant, mutants_of, units_patterns

from corrstats.rules import RuleSet
from test_rules import CASES, EDGES, ENGLISH, readings

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 1934
TRIES = 500  # texts for each mutant, so often
ROUNDS = 3
LONGEST = 90  # signs of a text that is kept
BEFORE = ("", " ", "a ", "on ", "x", "7", "7 ", ".", "/", ":", "-", ",", "(", "[", "No. ", "A", "and ")
AFTER = (
    "",
    " ",
    ".",
    ",",
    "x",
    "7",
    " 7",
    "%",
    "/",
    "/7",
    "-7",
    ":7",
    ".7",
    ")",
    "]",
    " X",
    " a",
    ". The",
    " and",
)
_parser = importlib.import_module("re._parser")  # it knows the parts of a pattern, and no public module tells
_CLASSES = {
    "CATEGORY_DIGIT": "0123456789",
    "CATEGORY_SPACE": " \n",
    "CATEGORY_WORD": "aZ7",
    "CATEGORY_NOT_SPACE": "a7.",
}


class Edge(NamedTuple):
    """A text, and what the rules of a set read in it."""

    rules: str
    text: str
    read: str


class _Writer:
    """Puts texts together that a pattern fits, but for its conditions."""

    def __init__(self, pattern: str, flags: int, chance: random.Random) -> None:
        self.tree = _parser.parse(ENGLISH.expand(pattern), flags | re.VERBOSE)
        self.chance = chance
        self.told: set[int] = set()
        self.fullness = 0.0  # how often what may stand does stand

    def write(self) -> str:
        """Put a text together."""
        self.told.clear()
        self.fullness = self.chance.choice((0.1, 0.3, 0.6))
        return self._all(self.tree)

    def _all(self, tree: Any) -> str:  # noqa: ANN401  trees of the parser have no public type
        return "".join(self._one(str(op), value) for op, value in tree)

    def _one(self, op: str, value: Any) -> str:  # noqa: ANN401, PLR0911  one answer for each kind of part
        match op:
            case "LITERAL":
                return chr(value)
            case "IN":
                return self._sign(value)
            case "ANY" | "NOT_LITERAL":
                return "a"
            case "BRANCH":
                return self._all(self.chance.choice(value[1]))
            case "SUBPATTERN":
                self.told.add(value[0])
                return self._all(value[3])
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, inner = value
                more = self.chance.choice((1, 1, 3)) if self.chance.random() < self.fullness else 0
                return "".join(self._all(inner) for _ in range(min(int(most), int(least) + more)))
            case "ASSERT" | "ASSERT_NOT":  # also what must not stand there: that is where faults show
                return self._all(value[1]) if op == "ASSERT" or self.chance.random() < 0.3 else ""
            case "GROUPREF_EXISTS":
                yes, no = value[1:]
                return self._all(yes if value[0] in self.told else no or ())
            case "ATOMIC_GROUP":
                return self._all(value)
        return ""

    def _sign(self, items: Any) -> str:  # noqa: ANN401  the same
        kind, value = self.chance.choice(items)
        match str(kind):
            case "LITERAL":
                return chr(value)
            case "RANGE":
                return chr(self.chance.randint(*value))
            case "CATEGORY":
                return self.chance.choice(_CLASSES.get(str(value), "a"))
        return "a"


class Candidate(NamedTuple):
    """A text to try; those made of examples come first, as they are easier to read, then the shorter ones."""

    made_up: bool
    length: int
    text: str


def candidates(mutant: Mutant, chance: random.Random) -> Iterator[Candidate]:
    """Give texts at which a mutant may differ from its rule, in no order."""
    rule = mutant.original
    printed = [*rule.examples, *rule.near_misses]
    patterns = [one.pattern for one in (rule, mutant.rule) if one]
    patterns += [lead_to(one, mutant.at) for one in patterns]
    writers = [_Writer(one, rule.flags, chance) for one in patterns if compiles(one)]
    for _ in range(TRIES):
        made_up = chance.random() < 0.7
        text = chance.choice(writers).write() if made_up else _altered(chance.choice(printed), chance)
        text = chance.choice(BEFORE) + text + chance.choice(AFTER)
        if len(text) <= LONGEST and text.isprintable():
            yield Candidate(made_up, len(text), text)


def _altered(text: str, chance: random.Random) -> str:
    """Give a text with a sign doubled, left out, or in the other case."""
    at = chance.randrange(len(text))
    new = chance.choice((text[at] * 2, "", text[at].swapcase(), f"{text[at]} ", f"{text[at]}7"))
    return text[:at] + new + text[at + 1 :]


def broken(mutant: Mutant) -> RuleSet[Any]:
    """Give the set of rules with a mutant in the place of its rule."""
    whole = next(case.rules for case in CASES if case.rules.name == mutant.name)
    rules = [mutant.rule if one.name == mutant.original.name else one for one in whole.rules]
    return RuleSet(mutant.name, [one for one in rules if one], ENGLISH)


def edges_of(n: int) -> tuple[int, int, list[Edge]]:
    """Give of a rule how many mutants it has, how many of them a text tells, and the texts that it takes."""
    case = CASES[n]
    chance = random.Random(f"{SEED} {case!r}")  # noqa: S311  not for secrets
    every = list(mutants_of(case.rules.name, case.rule, units_patterns()))
    kept: list[str] = []
    told = 0
    for mutant in every:
        fault = broken(mutant)
        if not any(_differ(case.rules, fault, text) for text in kept):
            found: list[Candidate] = []
            rounds = (set(candidates(mutant, chance)) for _ in range(ROUNDS))
            told_by = ([one for one in drawn if _differ(case.rules, fault, one.text)] for drawn in rounds)
            found = next((some for some in told_by if some), [])
            if not found:
                continue
            kept.append(min(found).text)
        told += 1
    return len(every), told, [Edge(case.rules.name, text, readings(case.rules, text)) for text in kept]


def _differ(rules: RuleSet[Any], fault: RuleSet[Any], text: str) -> bool:
    try:
        right = readings(rules, text)
    except (ValueError, LookupError, ArithmeticError, TypeError, AttributeError):
        return False  # what fails without a fault says nothing of one
    try:
        return readings(fault, text) != right
    except (ValueError, LookupError, ArithmeticError, TypeError, AttributeError):
        return True


def main() -> None:
    """Look for texts for all mutants of all rules, and write those that are needed."""
    with multiprocessing.get_context("fork").Pool() as pool:
        found = pool.map(edges_of, range(len(CASES)), chunksize=1)
    edges = sorted({edge for _, _, some in found for edge in some})
    with EDGES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([Edge._fields, *edges])
    mutants, told = sum(one[0] for one in found), sum(one[1] for one in found)
    print(f"{len(edges)} texts tell {told:,} of {mutants:,} mutants")


if __name__ == "__main__":
    main()
