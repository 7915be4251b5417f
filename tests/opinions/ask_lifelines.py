"""Asks lifelines for its estimates of delays, and keeps what it says as ``tests/fixtures/opinions``.

Run by ``make opinions`` in an environment of its own; the tests read the file and need no lifelines. It is
asked about the delays of ``delays.json``, which are invented, and of those in ``published.json``.

lifelines takes a delay between bounds as closed at both ends, ours are open at the lower one. So the lower
bound of a stretch is given to it moved up by half of the grain of the data: of whole hours, 'more than 3' is
3.5 or more. Its expectation-maximisation stops when a step gains less than ``_TOLERANCE`` of log-likelihood.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lifelines
from lifelines import KaplanMeierFitter
from lifelines.fitters.npmle import npmle

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = Path(__file__).parent.parent / "fixtures" / "opinions"
_HALF_A_GRAIN = 0.5
_TOLERANCE = 1e-12
_DIGITS = 9

Bounds = tuple[float, float]


def main() -> None:
    """Write what lifelines says of every case."""
    cases: dict[str, list[list[float | None]]] = {}
    for name in ("delays.json", "published.json"):
        cases |= json.loads((FOLDER / name).read_text(encoding="utf-8"))
    said = {name: _ask([_bounds(one) for one in case]) for name, case in cases.items()}
    text = json.dumps({"lifelines": lifelines.__version__, "cases": said}, indent=1)
    (FOLDER / "lifelines.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def _bounds(one: Sequence[float | None]) -> Bounds:
    low, high = one
    return (low or 0.0, math.inf if high is None else high)


def _ask(delays: Sequence[Bounds]) -> dict[str, Any]:
    """Give the curve of Kaplan and Meier where no delay lies between bounds, else that of Turnbull."""
    if all(low == high or math.isinf(high) for low, high in delays):
        return _kaplan_meier(delays)
    return _turnbull(delays)


def _kaplan_meier(delays: Sequence[Bounds]) -> dict[str, Any]:
    fitter = KaplanMeierFitter().fit([low for low, _ in delays], [math.isfinite(high) for _, high in delays])
    events = fitter.event_table[fitter.event_table["observed"] > 0]
    survival = fitter.survival_function_["KM_estimate"]
    return {
        "time": [float(time) for time in events.index],
        "at_risk": [int(one) for one in events["at_risk"]],
        "survival": [round(float(survival[time]), _DIGITS) for time in events.index],
        "median": _finite(float(fitter.median_survival_time_)),
    }


def _turnbull(delays: Sequence[Bounds]) -> dict[str, Any]:
    """Give the mass of each stretch, named by its bounds as we write them."""
    low = [one if one == high else one + _HALF_A_GRAIN for one, high in delays]
    mass, stretches = npmle(low, [high for _, high in delays], tol=_TOLERANCE)
    return {
        "earliest": [_our_low(one.left, one.right) for one in stretches],
        "latest": [_finite(float(one.right)) for one in stretches],
        "mass": [round(float(one), _DIGITS) for one in mass],
    }


def _our_low(low: float, high: float) -> float:
    return float(low) if low == high else float(low) - _HALF_A_GRAIN


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


if __name__ == "__main__":
    main()
