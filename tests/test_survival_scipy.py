"""A second opinion on the estimators of delays: SciPy's, on invented delays and on the published ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from corrstats.analysis.survival import bootstrap_median, kaplan_meier, median_interval

DELAYS = st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1, max_size=60)


@given(DELAYS)
def test_kaplan_meier_is_that_of_scipy(delays: list[tuple[int, bool]]) -> None:
    ended = [hours for hours, seen in delays if seen]
    cut_off = [hours for hours, seen in delays if not seen]
    curve = kaplan_meier([hours for hours, _ in delays], [seen for _, seen in delays])
    theirs = stats.ecdf(stats.CensoredData(uncensored=ended, right=cut_off)).sf
    assert curve["survival"].to_numpy() == pytest.approx(theirs.evaluate(curve["time"].to_numpy()))
    assert curve["time"].tolist() == sorted(set(ended))


@pytest.mark.parametrize("n", range(1, 40))
def test_the_interval_of_a_median_is_the_binomial_one_of_scipy(n: int) -> None:
    found = median_interval(range(n))
    cut = int(found.low)
    assert (found.low, found.high) == (cut, n - 1 - cut)
    assert found.coverage == pytest.approx(max(0.0, 1 - 2 * stats.binom.cdf(cut, n, 0.5)))
    narrower = 1 - 2 * stats.binom.cdf(cut + 1, n, 0.5)
    assert cut == (n - 1) // 2 or narrower < 0.95


def test_the_bootstrap_of_a_median_is_that_of_scipy() -> None:
    values = np.random.default_rng(7).lognormal(2.0, 0.7, 41)
    ours = bootstrap_median(values)
    theirs = stats.bootstrap((values,), np.median, n_resamples=10_000, method="percentile", rng=3)
    spread = theirs.confidence_interval.high - theirs.confidence_interval.low
    assert ours.low == pytest.approx(theirs.confidence_interval.low, abs=0.1 * spread)
    assert ours.high == pytest.approx(theirs.confidence_interval.high, abs=0.1 * spread)
