"""Shares with their intervals, for few cases."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple


class Share(NamedTuple):
    """A share with the bounds of its interval, all NaN where there is nothing to have a share of."""

    share: float
    low: float
    high: float


def wilson(hits: int, cases: int, *, confidence: float = 0.95) -> Share:
    """Give a share with its score interval, which keeps within 0 and 1 and fits few cases.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212; that it holds
    for few cases: L. D. Brown, T. T. Cai, A. DasGupta, Statistical Science 16 (2001), 101-133.

    >>> tuple(round(end, 3) for end in wilson(19, 19))
    (1.0, 0.832, 1.0)
    """
    if not cases:
        return Share(math.nan, math.nan, math.nan)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = hits / cases
    middle = share + z**2 / (2 * cases)
    half = z * math.sqrt(share * (1 - share) / cases + z**2 / (4 * cases**2))
    low, high = ((middle + sign * half) / (1 + z**2 / cases) for sign in (-1, 1))
    # at the ends the bound is the share itself, whatever the last digit says
    return Share(share, low if hits else 0.0, high if hits < cases else 1.0)
