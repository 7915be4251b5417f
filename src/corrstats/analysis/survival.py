"""How long until something happens, from delays that are known, bounded, or not known to have ended.

Promises: nothing is imputed, a bound stays a bound; no curve and no median is given beyond what the
observations reach; the same input gives the same numbers, also in the bootstrap, which has a seed. Sources:
E. L. Kaplan and P. Meier, JASA 53 (1958), 457-481; B. W. Turnbull, JRSS B 38 (1976), 290-295; R. Gentleman
and C. J. Geyer, Biometrika 81 (1994), 618-623, for the condition by which the maximum is known.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from corrstats.errors import CorrstatsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

# Orders ends of equal value: [t begins, t] ends, (t begins after it
_CLOSED_START, _CLOSED_END, _OPEN_START = 0, 1, 2
_GAIN = 1e-9  # of the mean log-likelihood, that no further step could exceed
_STAGES = (100, 1_000, 10_000, 50_000)  # steps, after each of which stretches may be let go
_MOST_COUNTED = 1_000  # values of which combinations are counted exactly
_MOST_RESAMPLED = 1_000  # values that are drawn anew
_MOST_SPREAD = 5_000  # different bounds: what they hold is a table of as many lines and columns
_LITTLE = 0.5  # of the least that the best stretch of an observation can have


@dataclass(frozen=True)
class MedianInterval:
    """A median of ``n`` values with bounds that hold the true one with probability ``coverage`` or more."""

    n: int
    median: float
    low: float
    high: float
    coverage: float


# --- curves -----------------------------------------------------------------------------------------------


def kaplan_meier(durations: Iterable[float], ended: Iterable[bool]) -> pd.DataFrame:
    """Estimate how many are still waiting after each time, where some waits are not seen to their end.

    ``ended`` is False for a duration that was cut off (right-censored); one cut off at the very time at which
    another ends counts as still waiting then. Gives a row for each time at which one ended: time, at_risk,
    ended, survival (the share that waits longer).

    >>> kaplan_meier([1, 2, 2, 4], [True, True, False, True])["survival"].tolist()
    [0.75, 0.5, 0.0]
    """
    times = np.asarray(list(durations), dtype=np.float64)
    seen = np.asarray(list(ended), dtype=np.bool_)
    moments = np.unique(times[seen])
    at_risk = len(times) - np.searchsorted(np.sort(times), moments, side="left")
    deaths = np.unique(times[seen], return_counts=True)[1]
    survival = np.cumprod(1 - deaths / at_risk) if len(moments) else np.array([])
    return pd.DataFrame({"time": moments, "at_risk": at_risk, "ended": deaths, "survival": survival})


def turnbull(low: Iterable[float], high: Iterable[float]) -> pd.DataFrame:
    """Estimate the same where a duration is known only to lie between bounds, by self-consistency.

    A duration is more than ``low`` and at most ``high`` (inf for one not seen to its end), or known where
    both are equal. Gives a row for each stretch that bears mass: earliest (exclusive unless equal to latest),
    latest, mass, survival (the share that waits longer than ``latest``). Where within a stretch the mass lies
    nothing tells.

    >>> turnbull([0, 0, 1], [1, 2, 2])[["earliest", "latest", "mass"]].to_numpy().round(3).tolist()
    [[0.0, 1.0, 0.5], [1.0, 2.0, 0.5]]
    """
    counted = Counter(zip(low, high, strict=True))
    bounds = list(counted)
    if len(bounds) > _MOST_SPREAD:
        raise CorrstatsError(
            f"{len(bounds)} different delays are too many for Turnbull's curve",
            advice=f"take some, or round them: up to {_MOST_SPREAD} are possible",
        )
    inner = _innermost(bounds)
    starts, ends = zip(*(_ends(one) for one in bounds), strict=True) if bounds else ((), ())
    holds = np.array(
        [
            [start <= left and right <= end for left, right in inner]
            for start, end in zip(starts, ends, strict=True)
        ],
        dtype=np.float64,
    )
    weights = np.array(list(counted.values()), dtype=np.float64)
    mass = _self_consistent(holds, weights / weights.sum()) if bounds else np.array([])
    frame = pd.DataFrame(
        {
            "earliest": [left[0] for left, _ in inner],
            "latest": [right[0] for _, right in inner],
            "mass": mass,
        },
        dtype=np.float64,
    )
    frame = frame[frame["mass"] > 0].reset_index(drop=True)
    return frame.assign(survival=(1 - frame["mass"].cumsum()).clip(lower=0))


End = tuple[float, int]


def _ends(bounds: tuple[float, float]) -> tuple[End, End]:
    """Give the ends of an observation so that they sort: a known value is closed, a stretch open before."""
    low, high = bounds
    if not low <= high:
        raise CorrstatsError(f"a delay between {low:g} and {high:g}", advice="put the lower bound first")
    return (low, _CLOSED_START if low == high else _OPEN_START), (high, _CLOSED_END)


def _innermost(bounds: Sequence[tuple[float, float]]) -> list[tuple[End, End]]:
    """Give the stretches from a start to the next end with no other end between: only they bear mass."""
    ends = [_ends(one) for one in bounds]
    marks = sorted({(start, True) for start, _ in ends} | {(end, False) for _, end in ends})
    return [(start, end) for (start, opens), (end, opens_too) in pairwise(marks) if opens and not opens_too]


def _self_consistent(holds: Floats, weights: Floats) -> Floats:
    """Spread each observation over the stretches that it holds, until the spread reproduces itself.

    Mass that only shrinks is let go, if what is left proves to be the maximum without it.
    """
    mass = np.full(holds.shape[1], 1 / holds.shape[1])
    for steps in _STAGES:
        mass = _climb(holds, weights, mass, steps)
        sparse = _climb(holds, weights, np.where(mass < _LITTLE / holds.size, 0.0, mass), steps)
        if _gain(holds, weights, sparse).max() <= 1 + _GAIN:
            return sparse
    return mass


def _climb(holds: Floats, weights: Floats, mass: Floats, steps: int) -> Floats:
    """Take so many steps, or as many until none could raise the mean log-likelihood by more than a trifle."""
    for _ in range(steps):
        gain = _gain(holds, weights, mass)
        if gain[mass > 0].max() <= 1 + _GAIN:
            break
        mass = mass * gain
    total: Floats = mass / mass.sum()
    return total


def _gain(holds: Floats, weights: Floats, mass: Floats) -> Floats:
    """Give by how much a step multiplies the mass of each stretch: at the maximum 1, or less for one of none.

    This is the condition of Gentleman and Geyer; the greatest gain less 1 bounds what is still to be won.
    """
    gain: Floats = (weights / (holds @ mass)) @ holds
    return gain


# --- medians ----------------------------------------------------------------------------------------------


def median_interval(values: Iterable[float], *, confidence: float = 0.95) -> MedianInterval:
    """Give the median of values and an interval between two of them that holds the true median.

    The interval is exact whatever the distribution: how many values lie below the true median is binomial
    (W. R. Thompson, Ann. Math. Stat. 7, 1936, 122-128). It is the narrowest, the same number of values cut
    off at both ends, whose coverage is at least ``confidence``; with too few values for that it spans all of
    them, and its coverage says how sure that is.

    >>> median_interval([1, 2, 4, 8, 16, 32, 64])
    MedianInterval(n=7, median=8.0, low=1.0, high=64.0, coverage=0.984375)
    """
    ordered = _ordered(values)
    cut = _cut(len(ordered), confidence)
    return MedianInterval(
        n=len(ordered),
        median=float(np.median(ordered)),
        low=float(ordered[cut]),
        high=float(ordered[-1 - cut]),
        coverage=_coverage(len(ordered), cut),
    )


def median_bounds(
    low: Iterable[float], high: Iterable[float], *, confidence: float = 0.95
) -> tuple[MedianInterval, MedianInterval]:
    """Give the least and the greatest median that values between these bounds can have, with intervals.

    The lower end of the first interval and the upper one of the second hold whatever the values are.

    >>> least, greatest = median_bounds([0, 2, 3], [9, 2, math.inf])
    >>> least.median, greatest.median
    (2.0, 9.0)
    """
    return median_interval(low, confidence=confidence), median_interval(high, confidence=confidence)


def bootstrap_median(
    values: Iterable[float], *, confidence: float = 0.95, resamples: int = 10_000, seed: int = 1934
) -> MedianInterval:
    """Give the median of values and the interval that holds the middle part of the medians of resamples.

    With few values this is no surer than they are: no resample goes beyond the least and the greatest. More
    than a thousand values are not drawn: which of them a resample's median is follows the normal law.
    """
    ordered = _ordered(values)
    tail = (1 - confidence) / 2
    if len(ordered) > _MOST_RESAMPLED:
        low, high = (ordered[_resampled(len(ordered), share)] for share in (tail, 1 - tail))
        return MedianInterval(len(ordered), float(np.median(ordered)), float(low), float(high), confidence)
    draws = np.random.default_rng(seed).integers(0, len(ordered), (resamples, len(ordered)))
    medians = np.median(ordered[draws], axis=1)
    low, high = np.quantile(medians, [tail, 1 - tail], method="inverted_cdf")
    return MedianInterval(len(ordered), float(np.median(ordered)), float(low), float(high), confidence)


def _ordered(values: Iterable[float]) -> Floats:
    ordered = np.sort(np.asarray(list(values), dtype=np.float64))
    if not len(ordered):
        raise CorrstatsError("no values to take the median of", advice="choose a table with some")
    return ordered


def _resampled(n: int, share: float) -> int:
    """Give which of n values, by order, that share of the medians of resamples does not exceed."""
    place = n / 2 + NormalDist().inv_cdf(share) * math.sqrt(n) / 2
    return min(max(math.ceil(place) - 1, 0), n - 1)


def _cut(n: int, confidence: float) -> int:
    """Give how many values may be cut off at either end of the interval of a median; more cover less."""
    few, many = 0, (n + 1) // 2
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (middle, many) if _coverage(n, middle) >= confidence else (few, middle)
    return few


def _coverage(n: int, cut: int) -> float:
    """Give how probably the median lies between the values left when so many are cut off at both ends."""
    if n > _MOST_COUNTED:  # in logarithms: no float holds 2 to the power of n
        fewer = np.arange(1, cut + 1, dtype=np.float64)
        steps = np.concatenate(([0.0], np.cumsum(np.log(n - fewer + 1) - np.log(fewer))))
        return max(0.0, 1 - 2 * float(np.exp(steps - n * math.log(2)).sum()))
    below = sum(math.comb(n, fewer) for fewer in range(cut + 1))
    return max(0.0, 1 - 2 * below / 2.0**n)
