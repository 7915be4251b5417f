"""What of the delays survives doubt about a clock: the results for each hour the south may have been ahead.

What clock the cipher desk in Gagra and Sochi kept in 1934 is not settled. Promises: nothing is averaged over
the possible clocks; every threshold stands in the words of what is compared; a conclusion survives that holds
for each of them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from corrstats.analysis.latency import (
    HOURS_A_DAY,
    answer_delays,
    answer_hours,
    spread_of_delays,
    spread_of_hours,
    survival_curves,
    to_the_minute,
)
from corrstats.analysis.survival import median_interval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

SHIFTS = (0.0, 1.0)  # hours that the south's clock may have been ahead of Moscow's
MIDDAY = (11, 15)  # hours between which most answers leave
NIGHT = 8  # hours


def clock_band(latencies: pd.DataFrame, *, shifts: Sequence[float] = SHIFTS) -> pd.DataFrame:
    """Give the results of 'sent to reply' for each number of hours the answering clock may have been ahead.

    Gives measure, and a column for each shift ('0 h ahead'), in hours or hours of the day, or a count.
    What nothing tells is missing, or inf where it lies beyond all that is known.
    """
    columns = {f"{shift:g} h ahead": _measures(latencies, shift) for shift in shifts}
    return pd.DataFrame(columns).rename_axis("measure").reset_index()


def _measures(latencies: pd.DataFrame, shift: float) -> pd.Series[float]:
    delays = answer_delays(latencies, clock_shift=shift)
    exact = to_the_minute(delays)
    curves = survival_curves(delays)
    median = round(median_interval(exact["hours_low"]).median, 4) if len(exact) else math.nan
    hours = _moscow_hours(exact, shift)
    answer, delay = spread_of_hours(hours), spread_of_delays(exact["hours_low"])
    measures = {
        "shortest delay": exact["hours_low"].min(),
        "median delay": median,
        "longest delay": exact["hours_low"].max(),
        "median by Kaplan-Meier, unanswered unknown": _median_of(curves, "Kaplan-Meier", "unknown"),
        "median by Kaplan-Meier, unanswered never": _median_of(curves, "Kaplan-Meier", "never"),
        f"answers between {MIDDAY[0]} and {MIDDAY[1]}, first clock": sum(map(_at_midday, hours)),
        "middle hour of the answers, first clock": answer.middle if answer else math.nan,
        "half of the answers within": answer.within if answer else math.nan,
        "half of the delays within": delay.within if delay else math.nan,
    }
    return pd.Series(measures, dtype="float64")


def _median_of(curves: pd.DataFrame, estimator: str, unanswered: str) -> float:
    """Give the first time after which at most half still wait; inf where more wait at the end."""
    own = curves[(curves["estimator"] == estimator) & (curves["unanswered"] == unanswered)]
    return min((float(hours) for hours in own.loc[own["waiting"] <= 0.5, "latest"]), default=math.inf)


def _moscow_hours(exact: pd.DataFrame, shift: float) -> list[float]:
    """Give the hours of the answers on the clock of the messages."""
    return [(hour - shift) % HOURS_A_DAY for hour in answer_hours(exact)["answered"]]


def _at_midday(hour: float) -> bool:
    return MIDDAY[0] <= hour <= MIDDAY[1]


def clock_conclusions(latencies: pd.DataFrame, *, shifts: Sequence[float] = SHIFTS) -> pd.DataFrame:
    """Say of each conclusion from the delays to the minute whether it holds, however the clocks stood.

    Gives conclusion, a column of true and false for each shift ('0 h ahead'), survives (holds for all).
    """
    delays = {
        f"{shift:g} h ahead": (to_the_minute(answer_delays(latencies, clock_shift=shift)), shift)
        for shift in shifts
    }
    rows = []
    for conclusion, holds in CONCLUSIONS.items():
        found = {name: holds(exact, shift) for name, (exact, shift) in delays.items()}
        rows.append({"conclusion": conclusion, **found, "survives": all(found.values())})
    return pd.DataFrame(rows)


def _most(holds: Iterable[bool]) -> bool:
    """Say whether something holds of more than half."""
    each = list(holds)
    return sum(each) * 2 > len(each)


def _closer_to_an_hour(exact: pd.DataFrame, shift: float) -> bool:
    answer = spread_of_hours(_moscow_hours(exact, shift))
    delay = spread_of_delays(exact["hours_low"])
    return answer is not None and delay is not None and answer.within < delay.within


# Of delays to the minute and a shift of the clock; hours are those of the clock of the messages
CONCLUSIONS: dict[str, Callable[[pd.DataFrame, float], bool]] = {
    "every message was answered within a day": lambda exact, _: bool(exact["hours_low"].max() < HOURS_A_DAY),
    "none was answered within 3 hours": lambda exact, _: bool(exact["hours_low"].min() > 3),
    f"most waited longer than a night of {NIGHT} hours": lambda exact, _: _most(exact["hours_low"] > NIGHT),
    "half of them waited 10 hours or longer": (
        lambda exact, _: median_interval(exact["hours_low"]).median >= 10 if len(exact) else False
    ),
    f"most answers left between {MIDDAY[0]} and {MIDDAY[1]} o'clock": (
        lambda exact, shift: _most(map(_at_midday, _moscow_hours(exact, shift)))
    ),
    "answers keep to an hour more than to a delay": _closer_to_an_hour,
}


def autograph_dates(latencies: pd.DataFrame, *, shifts: Sequence[float] = SHIFTS) -> pd.DataFrame:
    """Hold the date on each autograph against the minute at which it went out in cipher.

    Gives letter_id, dated, sent (as printed), hours_low, hours_high (from any minute of the date to the
    cipher), and for each number of hours by which the clock there may have been ahead ('days, 0 h ahead') how
    many days after its date it went out by Moscow's clock; negative where it went before.
    """
    delays = answer_delays(latencies, leg="writing to cipher")
    delays = delays[delays["start_earliest"].notna() & delays["end_latest"].notna()].reset_index(drop=True)
    frame = pd.DataFrame(
        {
            "letter_id": delays["letter_id"],
            "dated": delays["start_earliest"].dt.normalize(),
            "sent": delays["end_latest"],
            "hours_low": delays["hours_low"],
            "hours_high": delays["hours_high"],
        }
    )
    for shift in shifts:
        sent = (frame["sent"] - pd.Timedelta(hours=shift)).dt.normalize()
        frame[f"days, {shift:g} h ahead"] = (sent - frame["dated"]).dt.days
    return frame
