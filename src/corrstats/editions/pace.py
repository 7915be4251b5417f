"""Patterns of a user's edition are tried before they are used, so that none makes reading endless.

Python's regular expressions have no time limit, and some patterns take twice as long for every further sign.
Each pattern is held against texts made from itself: what it may repeat, repeated, then a sign that it does
not expect. Promise: trying stops soon after the first text that takes too long.
"""

from __future__ import annotations

import importlib
import time
from itertools import islice, product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

MOST_SECONDS = 0.1  # of one processor; an honest pattern takes a hundredth of it
_FEWEST_REPEATS = 10  # from which on a repeat counts as one without end
_MOST_SAMPLES = 24  # of one part of a pattern
_MOST_TEXTS = 400  # of one pattern
_SIGNS = (" ", "a", "A", "0", ".", "A. ", "Ab. ", "Ab, ", "Ab ", "ab ", "Ab and ", "1 ", "(", "[", "-")
_UNEXPECTED = "\0"
_OF_CATEGORY = {
    "CATEGORY_DIGIT": "0",
    "CATEGORY_SPACE": " ",
    "CATEGORY_WORD": "aA0_",
    "CATEGORY_NOT_DIGIT": "a ",
    "CATEGORY_NOT_SPACE": "a0",
    "CATEGORY_NOT_WORD": " .",
}
_REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
# the tree of a pattern, which the library keeps to itself: it tells what the pattern repeats
_parser = importlib.import_module("re._parser")


def slow_text(pattern: re.Pattern[str], longest: int) -> str:
    """Give a text of up to ``longest`` signs that a pattern takes too long for; empty where none was found.

    >>> import re
    >>> slow_text(re.compile(r"^(?:a+)+$"), 1000)[:4]
    'aaaa'
    >>> slow_text(re.compile(r"^a+$"), 1000)
    ''
    """
    return next(filter(None, (_slow(pattern, *parts, longest) for parts in _hostile(pattern))), "")


def _slow(pattern: re.Pattern[str], before: str, pump: str, after: str, longest: int) -> str:
    """Repeat a part more and more often, until it takes too long or the text is long enough."""
    repeats = 2
    while len(before) + len(pump) * repeats <= longest:
        text = before + pump * repeats + after
        began = time.process_time()
        pattern.search(text)
        if time.process_time() - began > MOST_SECONDS:
            return text
        repeats += 1 if repeats < 24 else repeats // 2
    return ""


def _hostile(pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """Give texts as (what comes before, what is repeated, what comes after)."""
    tree = _parser.parse(pattern.pattern, pattern.flags)
    own = dict.fromkeys([*_pumps(tree, ""), *product(("",), _SIGNS)])
    afters = [_UNEXPECTED, *islice(_excluded(tree), 1)]
    return ((before, pump, after) for before, pump in islice(own, _MOST_TEXTS) for after in afters)


def _pumps(tree: Iterable[Any], before: str) -> Iterator[tuple[str, str]]:
    """Give what a pattern may repeat, each with a text for all that stands before it."""
    for item in tree:
        operator, argument = str(item[0]), item[1]
        if operator in _REPEATS:
            _, most, body = argument
            if int(most) >= _FEWEST_REPEATS:
                yield from ((before, one) for one in _samples(body) if one)
            yield from _pumps(body, before)
        else:
            for part in _parts(operator, argument):
                yield from _pumps(part, before)
        before += next(iter(_samples([item])), "")


def _parts(operator: str, argument: Any) -> Sequence[Any]:  # noqa: ANN401  the tree is of tuples of any kind
    """Give the patterns inside a part of a pattern."""
    if operator == "SUBPATTERN":
        return [argument[-1]]
    if operator == "BRANCH":
        return list(argument[1])
    if operator == "ATOMIC_GROUP":
        return [argument]
    if operator == "ASSERT":
        return [argument[1]]
    if operator == "GROUPREF_EXISTS":
        return [one for one in argument[1:] if one is not None]
    return []


def _samples(tree: Iterable[Any]) -> list[str]:
    """Give short texts that a part of a pattern fits, one for each of its ways where they are few."""
    texts = [""]
    for item in tree:
        ways = _ways(str(item[0]), item[1])
        texts = list(dict.fromkeys(text + way for way in ways for text in texts))[:_MOST_SAMPLES]
    return texts


def _ways(operator: str, argument: Any) -> list[str]:  # noqa: ANN401
    if operator in {"LITERAL", "NOT_LITERAL"}:
        return [chr(argument) if operator == "LITERAL" else next(one for one in "a0" if ord(one) != argument)]
    if operator in {"ANY", "IN"}:
        return _of_set(argument) if operator == "IN" else ["a", "0", " "]
    if operator in _REPEATS:
        least, _, body = argument
        return [sample * max(int(least), 1) for sample in _samples(body)] + ([""] if least == 0 else [])
    if operator in {"ASSERT", "ASSERT_NOT", "AT", "GROUPREF", "FAILURE"}:
        return [""]
    return [sample for part in _parts(operator, argument) for sample in _samples(part)] or [""]


def _of_set(items: Sequence[Any]) -> list[str]:
    """Give signs of a set: its own, the ends of its ranges, some of its categories; of 'all but', others."""
    signs = "".join(_members(items))
    if str(items[0][0]) != "NEGATE":
        return list(dict.fromkeys(signs)) or [""]
    return [sign for sign in "aA0 .,-(" if sign not in signs][:2] or [""]


def _members(items: Sequence[Any]) -> Iterator[str]:
    for operator, argument in items:
        if str(operator) == "LITERAL":
            yield chr(argument)
        elif str(operator) == "RANGE":
            yield from map(chr, argument)
        elif str(operator) == "CATEGORY":
            yield _OF_CATEGORY.get(str(argument), "")


def _excluded(tree: Iterable[Any]) -> Iterator[str]:
    """Give the signs that the pattern's sets of the kind 'all but' leave out."""
    for operator, argument in tree:
        if str(operator) == "NOT_LITERAL":
            yield chr(argument)
        if str(operator) == "IN" and str(argument[0][0]) == "NEGATE":
            yield from "".join(_members(argument))
        inside = [argument[2]] if str(operator) in _REPEATS else _parts(str(operator), argument)
        for part in inside:
            yield from _excluded(part)
