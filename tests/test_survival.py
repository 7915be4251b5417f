"""The estimators of delays, held against published results, other ways to the same, and what must be true."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from itertools import pairwise, product
from math import comb
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrstats.analysis.survival import (
    bootstrap_median,
    kaplan_meier,
    median_bounds,
    median_interval,
    turnbull,
)
from corrstats.errors import CorrstatsError

# --- published results ------------------------------------------------------------------------------------

# The data are in published.json, the delays between bounds as more than the first and at most the second.
#
# remissions: weeks under 6-mercaptopurine, E. J. Freireich et al., Blood 21 (1963), 699-716; held against
# the copy that lifelines 0.30.3 carries (gehan.dat, group 2). The estimate is that of table 4.1A in
# J. P. Klein and M. L. Moeschberger, Survival Analysis, 2nd ed. 2003.
#
# radiation, with chemotherapy: months to cosmetic deterioration from one visit to the next,
# D. M. Finkelstein and R. A. Wolfe, Biometrics 41 (1985), 933-945; held against the copy printed in the
# SAS/STAT User's Guide, The ICLIFETEST Procedure, Getting Started, and of the first group in The MCMC
# Procedure, example 54.15. The estimates are those of M. P. Fay and P. A. Shaw, Journal of Statistical
# Software 36 (2010), no. 2, 1-34; test_survival_lifelines.py has lifelines find them again.
PUBLISHED: dict[str, list[tuple[float, float | None]]] = json.loads(
    (Path(__file__).parent / "fixtures" / "opinions" / "published.json").read_text(encoding="utf-8")
)
STILL_IN_REMISSION = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
ESTIMATES = {
    "radiation": {
        (4, 5): 0.0463, (6, 7): 0.0334, (7, 8): 0.0887, (11, 12): 0.0708, (24, 25): 0.0926,
        (33, 34): 0.0818, (38, 40): 0.1209, (46, 48): 0.4656,
    },
    "with chemotherapy": {
        (4, 5): 0.0433, (5, 8): 0.0433, (11, 12): 0.0692, (16, 17): 0.1454, (18, 19): 0.1411,
        (19, 20): 0.1157, (24, 25): 0.0999, (30, 31): 0.0709, (35, 36): 0.1608, (44, 48): 0.0552,
        (48, 60): 0.0552,
    },
}  # fmt: skip


def test_kaplan_meier_gives_the_published_remissions() -> None:
    weeks = PUBLISHED["remissions"]
    curve = kaplan_meier([low for low, _ in weeks], [high is not None for _, high in weeks])
    assert dict(zip(curve["time"], curve["survival"].round(3), strict=True)) == STILL_IN_REMISSION
    assert curve["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve["ended"].tolist() == [3, 1, 1, 1, 1, 1, 1]


@pytest.mark.parametrize(("data", "patients"), [("radiation", 46), ("with chemotherapy", 48)])
def test_turnbull_gives_the_published_masses(data: str, patients: int) -> None:
    bounds = [(low, math.inf if high is None else high) for low, high in PUBLISHED[data]]
    assert len(bounds) == patients
    curve = turnbull(*zip(*bounds, strict=True))
    stretches = zip(curve["earliest"], curve["latest"], strict=True)
    assert dict(zip(stretches, curve["mass"].round(4), strict=True)) == ESTIMATES[data]


# --- other ways to the same -------------------------------------------------------------------------------

days = st.integers(0, 12)
censored = st.lists(st.tuples(days, st.booleans()), min_size=1, max_size=14)


def redistribute(observations: list[tuple[int, bool]]) -> dict[int, Fraction]:
    """Give the share longer than each end, by passing the mass of what is cut off on to all later ones.

    B. Efron, Proc. Fifth Berkeley Symposium 4 (1967), 831-853.
    """
    ordered = sorted(observations, key=lambda one: (one[0], not one[1]))
    mass = [Fraction(1, len(ordered))] * len(ordered)
    for place, (_, ended) in enumerate(ordered):
        later = len(ordered) - place - 1
        if not ended and later:
            mass[place + 1 :] = [one + mass[place] / later for one in mass[place + 1 :]]
            mass[place] = Fraction(0)
    ends = {time for time, ended in ordered if ended}
    return {
        end: sum((m for (time, _), m in zip(ordered, mass, strict=True) if time > end), start=Fraction(0))
        + sum((m for (time, ended), m in zip(ordered, mass, strict=True) if time == end and not ended),
              start=Fraction(0))
        for end in sorted(ends)
    }  # fmt: skip


@given(censored)
def test_kaplan_meier_is_redistribution_to_the_right(observations: list[tuple[int, bool]]) -> None:
    curve = kaplan_meier([time for time, _ in observations], [ended for _, ended in observations])
    expected = redistribute(observations)
    assert curve["time"].tolist() == list(expected)
    assert curve["survival"].tolist() == pytest.approx([float(share) for share in expected.values()])


@given(censored)
def test_turnbull_of_known_and_cut_off_delays_is_kaplan_meier(observations: list[tuple[int, bool]]) -> None:
    curve = kaplan_meier([time for time, _ in observations], [ended for _, ended in observations])
    masses = turnbull(
        [time for time, _ in observations], [time if ended else math.inf for time, ended in observations]
    )
    for time, survival in zip(curve["time"], curve["survival"], strict=True):
        assert masses.loc[masses["latest"] > time, "mass"].sum() == pytest.approx(survival, abs=1e-5)


@given(st.lists(days, min_size=1, max_size=12))
def test_of_known_delays_both_count_what_is_longer(values: list[int]) -> None:
    shares = [sum(one > end for one in values) / len(values) for end in sorted(set(values))]
    assert kaplan_meier(values, [True] * len(values))["survival"].tolist() == pytest.approx(shares)
    assert turnbull(values, values)["survival"].tolist() == pytest.approx(shares, abs=1e-6)


# --- what must be true ------------------------------------------------------------------------------------


@st.composite
def bounded(draw: st.DrawFn) -> list[tuple[float, float]]:
    """Make delays that are known, between bounds, or without an upper one."""
    lows = draw(st.lists(days, min_size=1, max_size=12))
    lengths = st.sampled_from([0, 0, 1, 2, 5, 9, math.inf])
    return [(float(low), low + draw(lengths)) for low in lows]


def holds(one: tuple[float, float], stretch: tuple[float, float]) -> bool:
    """Say whether an observation holds a stretch, known values closed and stretches open before."""
    low, high = one
    start, end = stretch
    if start == end:
        return low == start == high or low < start <= high
    return low <= start and end <= high


@given(bounded())
def test_no_mass_put_elsewhere_is_more_likely(bounds: list[tuple[float, float]]) -> None:
    """At the maximum of a concave likelihood its slope towards every point is 0 or less."""
    curve = turnbull(*zip(*bounds, strict=True))
    stretches = list(zip(curve["earliest"], curve["latest"], strict=True))
    likelihood = [
        sum(mass for stretch, mass in zip(stretches, curve["mass"], strict=True) if holds(one, stretch))
        for one in bounds
    ]
    ends = sorted({end for one in bounds for end in one if end < math.inf})
    between = [(one + other) / 2 for one, other in pairwise(ends)]
    for point in (*ends, *between, ends[-1] + 1):
        slope = sum(1 / p for one, p in zip(bounds, likelihood, strict=True) if holds(one, (point, point)))
        assert slope <= len(bounds) * (1 + 1e-6)


@given(bounded())
def test_masses_are_shares_within_the_bounds(bounds: list[tuple[float, float]]) -> None:
    curve = turnbull(*zip(*bounds, strict=True))
    assert curve["mass"].sum() == pytest.approx(1)
    assert (curve["mass"] > 0).all()
    assert curve["survival"].is_monotonic_decreasing
    assert curve["survival"].between(0, 1).all()
    assert curve["earliest"].min() >= min(low for low, _ in bounds)
    assert (curve["earliest"] <= curve["latest"]).all()


@given(bounded(), st.integers(2, 9))
def test_in_other_units_it_is_the_same_curve(bounds: list[tuple[float, float]], factor: int) -> None:
    curve = turnbull(*zip(*bounds, strict=True))
    scaled = turnbull(*zip(*((low * factor, high * factor) for low, high in bounds), strict=True))
    assert scaled["mass"].tolist() == curve["mass"].tolist()
    assert scaled["latest"].tolist() == (curve["latest"] * factor).tolist()


def test_of_nothing_there_is_no_curve_and_no_median() -> None:
    assert kaplan_meier([], []).empty
    assert kaplan_meier([3.0], [False]).empty
    assert turnbull([], []).empty
    with pytest.raises(CorrstatsError, match="no values to take the median of"):
        median_interval([])


def test_bounds_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(CorrstatsError, match="a delay between 3 and 2"):
        turnbull([3], [2])


# --- medians ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "cut", "coverage"),
    # P(X_(r) < median < X_(n-r+1)): H. A. David and H. N. Nagaraja, Order Statistics, 3rd ed. 2003, 7.1
    [(5, 1, 0.9375), (6, 1, 0.9688), (7, 1, 0.9844), (10, 2, 0.9785), (12, 3, 0.9614), (20, 6, 0.9586)],
)
def test_the_interval_of_a_median_cuts_off_as_many_as_it_may(n: int, cut: int, coverage: float) -> None:
    interval = median_interval(range(1, n + 1))
    assert (interval.low, interval.high) == (cut, n + 1 - cut)
    assert interval.coverage == pytest.approx(coverage, abs=5e-5)


@pytest.mark.parametrize("n", range(1, 10))
def test_its_coverage_is_that_of_all_ways_to_fall_about_the_median(n: int) -> None:
    interval = median_interval(range(n))
    cut = int(interval.low)
    covered = sum(cut < sum(below) < n - cut for below in product((0, 1), repeat=n))
    assert interval.coverage == pytest.approx(covered / 2**n)


values = st.lists(st.floats(0, 1000), min_size=1, max_size=15)


@given(values)
def test_a_median_lies_in_its_intervals(some: list[float]) -> None:
    for interval in (median_interval(some), bootstrap_median(some, resamples=200)):
        assert interval.low <= interval.median <= interval.high
        assert {interval.low, interval.high} <= {*some} or len(some) % 2 == 0


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0, 50), st.floats(0, 1)), min_size=1, max_size=12))
def test_bounds_of_a_median_hold_it_wherever_the_values_lie(some: list[tuple[float, float, float]]) -> None:
    lows, highs = ([pick(a, b) for a, b, _ in some] for pick in (min, max))
    true = [
        min(high, low + part * (high - low))
        for low, high, (_, _, part) in zip(lows, highs, some, strict=True)
    ]
    least, greatest = median_bounds(lows, highs)
    median = median_interval(true)
    assert least.median <= median.median <= greatest.median
    assert least.low <= median.low <= median.high <= greatest.high


def test_a_median_of_open_delays_may_be_infinite() -> None:
    least, greatest = median_bounds([1, 0, 0], [1, math.inf, math.inf])
    assert (least.median, greatest.median) == (0, math.inf)


def test_the_bootstrap_is_that_of_all_resamples_and_the_same_again() -> None:
    some = [3.25, 6.48, 9.13, 10.27, 13.43, 13.52, 18.33]
    # the median of a resample is at most the k-th value if 4 or more of 7 draws are: binomial
    at_most = [
        sum(math.comb(7, hits) * (k / 7) ** hits * (1 - k / 7) ** (7 - hits) for hits in range(4, 8))
        for k in range(1, 8)
    ]
    low, high = (
        next(value for value, p in zip(some, at_most, strict=True) if p >= part) for part in (0.025, 0.975)
    )
    interval = bootstrap_median(some)
    assert (interval.low, interval.high) == (low, high) == (6.48, 13.52)
    assert bootstrap_median(some) == interval


def test_the_interval_of_many_values_is_as_exact_as_that_of_few() -> None:
    for n in (1001, 3001):
        told = median_interval(range(n))
        below = sum(comb(n, fewer) for fewer in range(int(told.low) + 1))
        assert told.coverage == pytest.approx(float(1 - 2 * Fraction(below, 2**n)), abs=1e-9)
        one_more = below + comb(n, int(told.low) + 1)
        assert 1 - 2 * Fraction(one_more, 2**n) < Fraction(95, 100) <= 1 - 2 * Fraction(below, 2**n)
    assert median_interval(range(300_000)).coverage >= 0.95


def test_the_bootstrap_of_many_values_is_that_of_resamples() -> None:
    values = list(range(1001))
    told = bootstrap_median(values)
    draws = np.random.default_rng(7).integers(0, len(values), (4000, len(values)))
    low, high = np.quantile(np.median(draws, axis=1), [0.025, 0.975])
    assert abs(told.low - low) <= 3
    assert abs(told.high - high) <= 3
