"""Breaks the rules one fault at a time, and counts the faults that the fast tests notice.

Run by `make mutants`. A mutant is a rule dropped, a word that it no longer opens with, its case minded where
it was not, or a fault in its pattern (see `patterns.py`). Each is tried in a process of its own, forked from
this one, until somebody notices: the examples and near misses of all rules of its set, the texts at their
edges, the tables of the regesta against those committed, the tests named in TESTS. Of each set of rules the
same sample is drawn every time.
"""

from __future__ import annotations

import argparse
import multiprocessing
import multiprocessing.connection
import os
import random
import re
import signal
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from patterns import mutate

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from corrstats.console import print_table  # noqa: E402
from corrstats.corpus import parse  # noqa: E402
from corrstats.extract.amounts import make_units  # noqa: E402
from corrstats.knowledge import read_knowledge  # noqa: E402
from corrstats.rules import Rule, RuleSet  # noqa: E402
from corrstats.tables import csv_text, read_schema  # noqa: E402
from test_rules import CASES, ENGLISH, edge_faults, faults  # noqa: E402  it stands in the folder above

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from multiprocessing.context import ForkProcess

SEED = 1930
SECONDS = 120  # a mutant that takes longer is noticed, too
TESTS = {
    "ARCHIVE_RULES": ("archive", "account"),
    "CLOCK_RULES": ("clock", "events", "account"),
    "DATE_RULES": ("dates", "dating", "events", "decisions", "account"),
    "EVENT_RULES": ("events", "latencies"),
    "NUMBERING_RULES": ("account",),
    "QUANTITY_RULES": ("quantities", "dashes", "account"),
    "REFERENCE_RULES": ("events", "account"),
}
ALWAYS = ("rules", "goldens")


@dataclass(frozen=True)
class Mutant:
    """A fault in a rule; ``rule`` is None where the rule is dropped."""

    name: str  # of the set
    original: Rule[Any]
    what: str
    rule: Rule[Any] | None
    at: int = 0  # in the pattern


def mutants_of(name: str, rule: Rule[Any], given: Iterable[str]) -> Iterator[Mutant]:
    """Give all mutants of a rule."""
    yield Mutant(name, rule, "rule dropped", None)
    yield Mutant(name, rule, "case", replace(rule, flags=rule.flags ^ re.IGNORECASE))
    for word in rule.opens:
        opens = tuple(one for one in rule.opens if one != word)
        yield Mutant(name, rule, f"does not open with {word!r}", replace(rule, opens=opens))
    for edit in mutate(rule.pattern, given):
        yield Mutant(name, rule, edit.what, replace(rule, pattern=edit.pattern), edit.at)


@cache
def units_patterns() -> tuple[str, ...]:
    """Give the patterns of the units, which come from their file."""
    units = make_units(read_knowledge().units)
    return units.pattern, units.counted


def draw(most: int, sets: Iterable[str]) -> list[Mutant]:
    """Draw so many mutants of each set of rules, the same every time."""
    drawn: list[Mutant] = []
    for name in sorted(sets):
        cases = [case for case in CASES if case.rules.name == name]
        every = [one for case in cases for one in mutants_of(name, case.rule, units_patterns())]
        drawn += random.Random(SEED).sample(every, min(most or len(every), len(every)))  # noqa: S311  not for secrets
    return drawn


def put_in(mutant: Mutant) -> None:
    """Let every set of rules that is made from now on have the mutant in the place of its rule."""
    make = RuleSet.__init__

    def changed(rules: Iterable[Rule[Any]]) -> Iterator[Rule[Any]]:
        for rule in rules:
            same = (rule.name, rule.pattern) == (mutant.original.name, mutant.original.pattern)
            if not same:
                yield rule
            elif mutant.rule:
                yield replace(mutant.rule, read=rule.read)

    def broken(self: RuleSet[Any], name: str, rules: Iterable[Rule[Any]], language: Any) -> None:  # noqa: ANN401
        make(self, name, changed(rules), language)

    RuleSet.__init__ = broken  # type: ignore[method-assign]


def try_all(mutants: Iterable[Mutant]) -> Iterator[tuple[Mutant, str]]:
    """Try mutants, each in a process of its own, and give them with who noticed, '' for nobody."""
    fork = multiprocessing.get_context("fork")  # rules are made of functions, which travel no other way
    running: dict[int, tuple[Mutant, ForkProcess]] = {}
    for mutant in mutants:
        while len(running) == (os.cpu_count() or 1):
            yield from _ended(running)
        process = fork.Process(target=_try, args=(mutant,))
        process.start()
        running[process.sentinel] = mutant, process
    while running:
        yield from _ended(running)


def _ended(running: dict[int, tuple[Mutant, ForkProcess]]) -> Iterator[tuple[Mutant, str]]:
    """Wait for a process to end; give the mutants of those that have, with who noticed."""
    ended = multiprocessing.connection.wait(list(running))
    for sentinel in [one for one in running if one in ended]:
        mutant, process = running.pop(sentinel)
        process.join()
        status = process.exitcode or 0  # below nothing for the signal that ended it
        yield mutant, _BY_STATUS.get(status, "the clock" if status < 0 else "a fault" if status else "")


def _try(mutant: Mutant) -> None:
    """Leave with a status that says who noticed a mutant; 1, as Python does, where the program fails."""
    signal.alarm(SECONDS)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    put_in(mutant)
    sys.exit(next((status for status, name in _BY_STATUS.items() if NOTICING[name](mutant)), 0))


def examples_notice(mutant: Mutant) -> bool:
    """Say whether an example or a near miss of the set is read otherwise than it says."""
    cases = [case for case in CASES if case.rules.name == mutant.name]
    broken = RuleSet(mutant.name, cases[0].rules.rules, ENGLISH)
    return any(faults(broken, case.rule) for case in cases)


def edges_notice(mutant: Mutant) -> bool:
    """Say whether a text at the edge of a rule is read otherwise."""
    whole = next(case.rules for case in CASES if case.rules.name == mutant.name)
    return edge_faults(RuleSet(mutant.name, whole.rules, ENGLISH)) != []


def tables_notice(_mutant: Mutant) -> bool:
    """Say whether the regesta give other tables than those committed."""
    return any(
        (ROOT / "data" / "tables" / source.stem / f"{name}.csv").read_bytes().decode()
        != csv_text(read_schema()[name], rows)
        for source in sorted((ROOT / "data" / "regesta").glob("*.txt"))
        for name, rows in parse(source).rows.items()
    )


def tests_notice(mutant: Mutant) -> bool:
    """Say whether a test of those that concern the rule fails."""
    files = [str(ROOT / "tests" / f"test_{one}.py") for one in (*ALWAYS, *TESTS[mutant.name])]
    return (
        pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--assert=plain", *files])
        != pytest.ExitCode.OK
    )


NOTICING = {
    "examples": examples_notice,
    "edges": edges_notice,
    "tables": tables_notice,
    "tests": tests_notice,
}
_BY_STATUS = dict(enumerate(NOTICING, start=10))


def main() -> int:
    """Try the mutants, print who noticed how many and which nobody did; 1 where too few were noticed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--most", type=int, default=100, help="mutants of each set of rules; 0 for all")
    options.add_argument("--sets", default=",".join(TESTS), help="sets of rules")
    options.add_argument("--least", type=float, default=0.85, help="share that must be noticed")
    given = options.parse_args()
    drawn = draw(given.most, given.sets.split(","))
    sound = {one.name: Mutant(one.name, one.original, "nothing", one.original) for one in drawn}
    for mutant, noticed in try_all(list(sound.values())):
        if noticed:
            print(f"{mutant.name} without a fault: {noticed} fail", file=sys.stderr)
            return 2
    by_set: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant, noticed in try_all(drawn):
        by_set[mutant.name][noticed] += 1
        if not noticed:
            print(f"{mutant.name}, {mutant.original.name}: {mutant.what}", flush=True)
    print_table(("rules", *COLUMNS, "nobody", "share"), [_row(name, found) for name, found in by_set.items()])
    total = sum(by_set.values(), Counter[str]())
    share = 1 - total[""] / total.total()
    print(f"{share:.1%} of {total.total():,} mutants noticed")
    return int(share < given.least)


def _row(name: str, found: Counter[str]) -> tuple[str | int, ...]:
    return name, *(found[one] for one in COLUMNS), found[""], f"{1 - found[''] / found.total():.1%}"


COLUMNS = (*NOTICING, "a fault", "the clock")

if __name__ == "__main__":
    sys.exit(main())
