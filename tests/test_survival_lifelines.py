"""A second opinion on the estimators of delays: what lifelines says, as ``make opinions`` has kept it.

Its curve of Kaplan and Meier and its medians must be ours to nine digits. Its Turnbull climbs by another way
and stops a little before the top, where a stretch of no mass may still have a trace: masses may differ by
``TRACE``, and of stretches that have less in both none is asked for.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from corrstats.analysis.survival import kaplan_meier, turnbull

FOLDER = Path(__file__).parent / "fixtures" / "opinions"
TRACE = 1e-4
ASKED: dict[str, list[list[float | None]]] = {
    name: case
    for file in ("delays.json", "published.json")
    for name, case in json.loads((FOLDER / file).read_text(encoding="utf-8")).items()
}
SAID: dict[str, Any] = json.loads((FOLDER / "lifelines.json").read_text(encoding="utf-8"))
CASES: dict[str, dict[str, Any]] = SAID["cases"]
CURVES = sorted(name for name, said in CASES.items() if "survival" in said)
MASSES = sorted(name for name, said in CASES.items() if "mass" in said)


def bounds(name: str) -> tuple[list[float], list[float]]:
    """Give the lower and the upper bounds of a case; null is none."""
    lows, highs = zip(*ASKED[name], strict=True)
    return [low or 0.0 for low in lows], [math.inf if high is None else high for high in highs]


def test_it_was_asked_about_every_case() -> None:
    assert sorted(CASES) == sorted(ASKED)
    assert SAID["lifelines"] == "0.30.3"


@pytest.mark.parametrize("name", CURVES)
def test_kaplan_meier_is_that_of_lifelines(name: str) -> None:
    lows, highs = bounds(name)
    curve = kaplan_meier(lows, [math.isfinite(high) for high in highs])
    said = CASES[name]
    assert curve["time"].tolist() == said["time"]
    assert curve["at_risk"].tolist() == said["at_risk"]
    assert curve["survival"].tolist() == pytest.approx(said["survival"], abs=1e-8)


@pytest.mark.parametrize("name", CURVES)
def test_the_median_of_a_curve_is_that_of_lifelines(name: str) -> None:
    lows, highs = bounds(name)
    curve = kaplan_meier(lows, [math.isfinite(high) for high in highs])
    reached = curve.loc[curve["survival"] <= 0.5 + 1e-12, "time"]
    assert (None if reached.empty else reached.iloc[0]) == CASES[name]["median"]


@pytest.mark.parametrize("name", MASSES)
def test_turnbull_is_that_of_lifelines(name: str) -> None:
    curve, said = turnbull(*bounds(name)), CASES[name]
    ours = {(row["earliest"], row["latest"]): row["mass"] for _, row in curve.iterrows()}
    theirs = {
        (low, math.inf if high is None else high): mass
        for low, high, mass in zip(said["earliest"], said["latest"], said["mass"], strict=True)
    }
    assert sum(theirs.values()) == pytest.approx(1, abs=TRACE)
    for stretch in ours.keys() | theirs.keys():
        assert ours.get(stretch, 0.0) == pytest.approx(theirs.get(stretch, 0.0), abs=TRACE), stretch
