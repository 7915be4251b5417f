"""Lost dashes: digits that were a range before the scan ran them together.

A split is taken only where both halves rise, where the range is one that such numbers have, and where the
digits as printed are not plausible: '130150 million' is 130-150 million, '1934 tons' stays. What the digits
alone cannot tell is left to neighbouring figures or to a curated reading.
"""

from __future__ import annotations

import re

_WIDEST_RATIO = 2.5
_LONGEST_PLAIN_NUMBER = 4
# what an amount in a unit does not exceed when it is printed in four figures without a comma
_LIMITS = {"percent": 100, "foot": 1000, "division": 1000, "centner/ha": 100, "centner": 1000}
_MILLION = 1e6
_UNGROUPED = re.compile(r"(?P<first>[1-9]\d)(?P<last>[1-9]\d)(?=\s+[a-z])(?!\s+(?:thousand|million|billion))")
_FIRST_YEAR, _LAST_YEAR = 1500, 2030
_MOST_LEAVES = 999


def _halves(digits: str) -> list[tuple[int, int]]:
    """Give the splits of digits into two rising numbers, the nearest to each other first."""
    pairs = [(int(digits[:i]), int(digits[i:])) for i in range(1, len(digits)) if digits[i] != "0"]
    rising = [(a, b) for a, b in pairs if 0 < a < b]
    return sorted(rising, key=lambda pair: pair[1] / pair[0])


def split_leaves(digits: str, *, alone: bool) -> tuple[int, int] | None:
    """Split leaves of a file printed without their dash: '2123' is 21-23.

    ``alone`` says that a plural ('ll.') stands before this one number, so that it must be a range. Four
    digits are split anyway, since no file here has a thousand leaves.

    >>> split_leaves("2123", alone=True), split_leaves("115", alone=False), split_leaves("3037", alone=False)
    ((21, 23), None, (30, 37))
    """
    if not alone and int(digits) <= _MOST_LEAVES:
        return None
    pairs = [(a, b) for a, b in _halves(digits) if b <= _MOST_LEAVES and b / a <= _WIDEST_RATIO * 4]
    return pairs[0] if pairs else None


def split_pages(digits: str) -> tuple[int, int] | None:
    """Split pages printed without their dash, the second number shortened or not: '43941' is 439-41.

    >>> split_pages("43941"), split_pages("566568"), split_pages("215")
    ((439, 441), (566, 568), None)
    """
    if len(digits) <= _LONGEST_PLAIN_NUMBER - (digits[0] == "0"):
        return None
    for i in range(len(digits) // 2, len(digits)):
        first, tail = digits[:i], digits[i:]
        if tail.startswith("0") and len(tail) == len(first):
            continue
        last = first[: len(first) - len(tail)] + tail
        if len(tail) <= len(first) and int(first) < int(last) <= int(first) + 99:
            return int(first), int(last)
    return None


def split_number(digits: str, *, unit: str, scale: float = 1.0) -> tuple[int, int] | None:
    """Split a printed amount whose dash was lost; None where the digits can stand as they are.

    A percentage over 100, a mantissa of four digits or more before 'million', and five digits or more without
    a comma are not printed so in these editions; '2030 thousand' is. ``scale`` is the multiplier's value.

    >>> split_number("130150", unit="pood", scale=1e6), split_number("3032", unit="percent")
    ((130, 150), (30, 32))
    >>> split_number("1934", unit="tonne"), split_number("150", unit="pood", scale=1e6)
    (None, None)
    """
    implausible = (
        (len(digits) >= _LONGEST_PLAIN_NUMBER and int(digits) > _LIMITS.get(unit, 10**9))
        or (scale >= _MILLION and len(digits) >= _LONGEST_PLAIN_NUMBER)
        or len(digits) > _LONGEST_PLAIN_NUMBER
    )
    if not implausible:
        return None
    pairs = [(a, b) for a, b in _halves(digits) if b / a <= _WIDEST_RATIO]
    return pairs[0] if pairs else None


def split_by_neighbours(digits: str, neighbours: list[float], scale: float) -> tuple[int, int] | None:
    """Split digits that only make sense beside other figures: '34 million' after '1 to 1.5 million'.

    Neighbours and the split are compared at the same scale; the split must lie within four times a neighbour
    while the printed number lies more than ten times off all of them.

    >>> split_by_neighbours("34", [1e6, 1.5e6], 1e6), split_by_neighbours("34", [20e6], 1e6)
    ((3, 4), None)
    """
    printed = int(digits) * scale
    if not neighbours or any(1 / 10 <= printed / one <= 10 for one in neighbours if one):
        return None
    near = [
        (a, b)
        for a, b in _halves(digits)
        if b / a <= _WIDEST_RATIO and any(1 / 4 <= a * scale / one <= 4 for one in neighbours if one)
    ]
    return near[0] if near else None


def split_ungrouped(printed: str) -> tuple[int, int] | None:
    """Split an amount of four digits in a document that prints thousands with a comma: '4550 tons' is 45-50.

    Only halves that follow one another, by one, by five or by ten, are taken; what looks like a year stays.

    >>> split_ungrouped("4550 tons"), split_ungrouped("6070 kilometers"), split_ungrouped("1920 men")
    ((45, 50), (60, 70), None)
    """
    match = _UNGROUPED.match(printed)
    if match is None or _FIRST_YEAR <= int(match[0]) <= _LAST_YEAR:
        return None
    first, last = int(match["first"]), int(match["last"])
    step = last - first
    return (first, last) if step == 1 or (step in {5, 10} and first % 5 == 0) else None


def looks_run_together(digits: str) -> bool:
    """Whether digits are longer than any number that these editions print without a comma."""
    return bool(re.fullmatch(rf"\d{{{_LONGEST_PLAIN_NUMBER + 1},}}", digits))
