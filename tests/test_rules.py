"""Every rule reads its examples and leaves its near misses alone; overlaps are decided in one place."""

from __future__ import annotations

import csv
import importlib
import io
import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corrstats
from corrstats.knowledge import read_knowledge
from corrstats.languages import alternation, read_language
from corrstats.rules import Found, Rule, RuleSet, Scan, settle_overlaps
from corrstats.words import cut_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Golden
    from corrstats.languages import Language

ENGLISH = read_language("en")
FEWEST_RULES = 30


class Case(NamedTuple):
    """One rule, and the set it stands in."""

    rules: RuleSet[Any]
    rule: Rule[Any]

    def __repr__(self) -> str:
        return re.sub(r"[\W_]+", "-", f"{self.rules.name}-{self.rule.name}")


def rule_tuples() -> Iterator[tuple[str, tuple[Rule[Any], ...]]]:
    """Find the rules of the package: tuples of rules in its modules, and those made of the known units."""
    makers: dict[str, Any] = {}
    for module in pkgutil.walk_packages(corrstats.__path__, "corrstats."):
        if module.name.endswith("__main__"):
            continue
        found = importlib.import_module(module.name)
        makers |= {name: one for name, one in vars(found).items() if name in {"make_units", "quantity_rules"}}
        for name, value in vars(found).items():
            if isinstance(value, tuple) and value and all(isinstance(one, Rule) for one in value):
                yield name, value
    yield "QUANTITY_RULES", makers["quantity_rules"](makers["make_units"](read_knowledge().units))


CASES = [
    Case(RuleSet(name, rules, ENGLISH), rule) for name, rules in dict(rule_tuples()).items() for rule in rules
]
SETS = {case.rules.name: case.rules for case in CASES}
EDGES = Path(__file__).parent / "fixtures" / "edges.csv"
each_rule = pytest.mark.parametrize("case", CASES, ids=repr)


def faults(rules: RuleSet[Any], rule: Rule[Any]) -> list[str]:
    """Say what a rule does otherwise than its examples and near misses promise."""

    def read(text: str) -> list[str]:
        return [str(one.value) for one in rules.find(text) if one.rule == rule.name]

    wrong = [
        f"{text!r} gives {read(text)}, not {value!r}"
        for text, value in rule.examples.items()
        if value not in read(text)
    ]
    return wrong + [f"{text!r} gives {read(text)}, not nothing" for text in rule.near_misses if read(text)]


def test_the_rules_of_the_package_are_found() -> None:
    assert len(CASES) >= FEWEST_RULES
    sets = {case.rules.name for case in CASES}
    assert {"DATE_RULES", "CLOCK_RULES", "ARCHIVE_RULES", "EVENT_RULES", "REFERENCE_RULES"} <= sets


def test_no_two_rules_of_a_set_have_one_name() -> None:
    names = [(case.rules.name, case.rule.name) for case in CASES]
    assert sorted(set(names)) == sorted(names)


@each_rule
def test_a_rule_has_an_example_and_a_near_miss(case: Case) -> None:
    assert case.rule.examples
    assert case.rule.near_misses


@each_rule
def test_a_rule_reads_its_examples_and_leaves_its_near_misses(case: Case) -> None:
    assert faults(case.rules, case.rule) == []


@each_rule
def test_a_rule_that_minds_no_case_reads_an_example_in_capitals(case: Case) -> None:
    if case.rule.flags & re.IGNORECASE:
        cased = {text.upper(): value.casefold() for text, value in case.rule.examples.items()}
        assert any(
            value
            in [str(one.value).casefold() for one in case.rules.find(text) if one.rule == case.rule.name]
            for text, value in cased.items()
        )


# ---------------------------------------------------------------------------------------- edges of the rules


def readings(rules: RuleSet[Any], text: str) -> str:
    """Tell in a line what a set of rules reads in a text."""
    return "; ".join(f"{one.rule} '{text[one.start : one.end]}' {one.value}" for one in rules.find(text))


def edge_faults(rules: RuleSet[Any]) -> list[str]:
    """Say which texts at the edges of its rules a set reads otherwise than it did."""
    with EDGES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["rules"] == rules.name]
    now = [(row["text"], readings(rules, row["text"]), row["read"]) for row in rows]
    return [f"{text!r} gives {found!r}, not {read!r}" for text, found, read in now if found != read]


def test_texts_at_the_edges_of_rules_are_read_as_before(golden: Golden) -> None:
    # `make edges` looks for them: each tells a rule from one with a small fault
    with EDGES.open(encoding="utf-8", newline="") as file:
        rows = [row | {"read": readings(SETS[row["rules"]], row["text"])} for row in csv.DictReader(file)]
    assert {row["rules"] for row in rows} == set(SETS)
    now = io.StringIO()
    writer = csv.DictWriter(now, ("rules", "text", "read"), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    golden.check_file(EDGES, now.getvalue())


# ------------------------------------------------------------------------------------ the test of the test


def _word(match: re.Match[str], language: Language) -> str | None:
    del language
    return None if match[0] == "cats" else match[0]


CATS = Rule("cats", r"cats?", _word, {"a cat": "cat"}, ("dog",), opens=("cat", "cats"))


@pytest.mark.parametrize(
    ("example", "near_miss", "fault"),
    [
        ({"a cat": "dog"}, "dog", "'a cat' gives ['cat'], not 'dog'"),
        ({"a dog": "dog"}, "dog", "'a dog' gives [], not 'dog'"),
        ({"a cat": "cat"}, "a cat", "'a cat' gives ['cat'], not nothing"),
    ],
    ids=["another value", "no value", "a near miss that is one"],
)
def test_a_rule_that_breaks_its_promise_is_caught(
    example: dict[str, str], near_miss: str, fault: str
) -> None:
    broken = Rule("cats", r"cats?", _word, example, (near_miss,), opens=("cat", "cats"))
    assert faults(RuleSet("broken", [broken], ENGLISH), broken) == [fault]


def test_an_example_that_another_rule_wins_is_caught() -> None:
    longer = Rule("longer", r"a\ cat", _word, {"a cat": "a cat"}, ("dog",), opens=("a",))
    assert faults(RuleSet("animals", [CATS, longer], ENGLISH), CATS) != []


# --------------------------------------------------------------------------------------------- rule sets


def test_the_longest_match_wins_wherever_it_begins() -> None:
    short = Found("short", 0, 4, "a")
    long = Found("long", 3, 10, "b")
    assert settle_overlaps([(0, short), (1, long)]) == [long]


def test_of_two_matches_of_one_length_the_first_rule_wins() -> None:
    first, second = Found("first", 0, 5, "a"), Found("second", 0, 5, "b")
    assert settle_overlaps([(1, second), (0, first)]) == [first]


def test_what_does_not_overlap_stays_in_reading_order() -> None:
    late, early = Found("one", 10, 12, "b"), Found("two", 0, 10, "a")
    assert settle_overlaps([(0, late), (1, early)]) == [early, late]


def test_a_match_that_its_reader_declines_is_none() -> None:
    assert RuleSet("animals", [CATS], ENGLISH).find("two cats") == []


def test_words_of_the_language_stand_for_themselves_and_blanks_for_any_white_space() -> None:
    rule = Rule(
        "when",
        r"@relative_days",
        lambda match, _: match[0],
        {"the next day": "the next day"},
        ("x",),
        opens=("@relative_days",),
    )
    found = RuleSet("when", [rule], ENGLISH).find("and the\n  next day it")
    assert [(one.start, one.end) for one in found] == [(4, 18)]


# ------------------------------------------------------------------------------- trying rules where they open

SETS = {case.rules.name: case.rules for case in CASES}
HERE = Path(__file__).parent
INVENTED = [*(HERE / "fixtures" / "letters").glob("*.txt"), *(HERE / "unseen").glob("*.txt")]


def find_everywhere(rules: RuleSet[Any], text: str) -> list[Found[Any]]:
    """Find what a set of rules reads if each is tried at every sign of a text: slow, and plain to see."""
    found = []
    for order, rule in enumerate(rules.rules):
        pattern = re.compile(rules.language.expand(rule.pattern), rule.flags | re.VERBOSE)
        for match in pattern.finditer(text):
            value = rule.read(match, rules.language) if match[0] else None
            if value is not None:
                found.append((order, Found(rule.name, match.start(), match.end(), value)))
    return settle_overlaps(found)


@pytest.mark.parametrize("name", sorted(SETS))
def test_a_rule_tried_where_it_opens_misses_nothing_that_it_finds_anywhere(name: str) -> None:
    rules = SETS[name]
    texts = [text for rule in rules.rules for text in (*rule.examples, *rule.near_misses)]
    texts += [path.read_text(encoding="utf-8") for path in INVENTED]
    assert INVENTED
    for text in texts:
        assert rules.find(text) == find_everywhere(rules, text)


def test_sets_that_scan_together_find_what_each_finds_alone() -> None:
    scan = Scan(SETS.values())
    for path in INVENTED:
        text = path.read_text(encoding="utf-8")
        together = scan.find(text, cut_words(text))
        assert [together[one] for one in SETS.values()] == [one.find(text) for one in SETS.values()]


def test_a_rule_is_not_tried_where_the_word_it_needs_is_wanting() -> None:
    tried: list[str] = []

    def read(match: re.Match[str], language: Language) -> str:
        del language
        tried.append(match.string)
        return match[0]

    rule = Rule("any", r"\w+", read, {"a cat": "a"}, (), opens=("a",), needs=("cat", "@multipliers"))
    rules = RuleSet("needy", [rule], ENGLISH)
    for text in ("a dog", "a cat", "a Cat", "a million"):
        rules.find(text)
    assert tried == ["a cat", "a Cat", "a million"]


def test_a_phrase_opens_only_where_its_second_word_follows() -> None:
    rule = Rule(
        "day", "@relative_days", _word, {"the same day": "the same day"}, (), opens=("@relative_days",)
    )
    rules = RuleSet("days", [rule], ENGLISH)
    text = "the cat of the same day, and the next\nDay"
    assert [one.value for one in rules.find(text)] == ["the same day", "the next\nDay"]
    assert rules.find("the") == []


# no word has two blanks in a row: one stands for any white space
WORDS = st.lists(
    st.text("abc .", min_size=1, max_size=6).filter(lambda word: word.strip() and "  " not in word),
    min_size=1,
    max_size=8,
)


@given(words=WORDS, text=st.text("abc .", max_size=30))
def test_words_that_share_their_beginnings_match_as_the_longest_first(words: list[str], text: str) -> None:
    longest_first = sorted(set(words), key=len, reverse=True)
    plain = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    found = [match.span() for match in re.finditer(alternation(words), text)]
    assert found == [match.span() for match in re.finditer(plain, text)]
