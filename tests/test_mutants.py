"""The faults that `make mutants` puts into patterns: each kind once, and no fault that is none."""

from __future__ import annotations

import re

import pytest
from patterns import lead_to, mutate


@pytest.mark.parametrize(
    ("pattern", "mutants"),
    [
        ("a|b|c", {"b|c", "a|c", "a|b"}),
        (r"x(?:a|b\s)", {r"x(?:b\s)", "x(?:a)"}),
        (r"(?:a(?:b|c))?", {"(?:a(?:b|c))", "", "(?:a(?:c))?", "(?:a(?:b))?"}),
        (r"a\s+b*", {r"a\s*b*", r"a\sb*", r"a\s+b+"}),
        (r"\d{1,2}", {r"\d{1,3}", r"\d{1,1}", r"\d{0,2}"}),
        (r"\d{3}", {r"\d{3,4}", r"\d{2,3}"}),
        (r"(?<![a-z\d])x\b", {r"x\b", r"(?<![\d])x\b", r"(?<![a-z])x\b", r"(?<![a-z\d])x"}),
        (r"[^\]x]", {"[^x]", r"[^\]]"}),
        (r"[\u00a0 ]", {"[ ]", r"[\u00a0]"}),
        (r"(?P<day>@months)  # one? or (two", set()),
        (r"(?P<x>a)?(?(x)b|c)", {"(?P<x>a)(?(x)b|c)"}),
    ],
    ids=["top", "group", "nested", "repeat", "most", "count", "ask", "class", "escape", "comment", "if"],
)  # fmt: skip
def test_a_pattern_has_the_mutants_that_its_parts_allow(pattern: str, mutants: set[str]) -> None:
    found = [edit.pattern for edit in mutate(pattern)]
    assert set(found) == mutants
    assert len(set(found)) == len(found)


def test_what_is_given_is_left_as_it_is() -> None:
    assert {edit.pattern for edit in mutate("x?(?:a|b)", given=["a|b"])} == {"x(?:a|b)", "(?:a|b)"}


def test_a_part_put_in_several_times_is_broken_in_all_places() -> None:
    assert {edit.pattern for edit in mutate("(?P<a>(?:x|y))-(?P<b>(?:x|y))")} == {
        "(?P<a>(?:y))-(?P<b>(?:y))",
        "(?P<a>(?:x))-(?P<b>(?:x))",
    }


def test_the_place_of_an_alternative_not_listed_is_in_that_alternative() -> None:
    first, second = mutate("a(?:b|c)")
    assert (lead_to("a(?:b|c)", first.at), lead_to("a(?:b|c)", second.at)) == ("a(?:b)", "a(?:c)")


def test_a_mutant_says_what_was_done_and_where() -> None:
    assert [edit.what for edit in mutate("ab?")] == [
        "not optional at 2: '?' -> ''",
        "not known at 1: 'b?' -> ''",
    ]
    assert all(re.compile(edit.pattern) for edit in mutate(r"(\d)?(x|y)*"))


@pytest.mark.parametrize(
    ("sign", "narrowed"),
    [
        ("a", "a(?:b(?:x|yz)*|c)?d|e"),
        ("b", "a(?:b(?:x|yz)*)d|e"),
        ("z", "a(?:b(?:yz)+)d|e"),
        ("c", "a(?:c)d|e"),
    ],
)
def test_a_pattern_is_narrowed_to_what_goes_by_a_place(sign: str, narrowed: str) -> None:
    pattern = "a(?:b(?:x|yz)*|c)?d|e"
    assert lead_to(pattern, pattern.index(sign)) == narrowed
