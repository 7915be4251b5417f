"""How long a message waits for its answer: each delay with its bounds, and what they say together.

Promises: no delay is dropped or given a point that it does not have; one without an end in the edition
reaches from 0 to infinity. Hours of the day are compared on the circle, so that 23:50 and 0:10 lie 20 minutes
apart.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import pandas as pd

from corrstats.analysis.survival import (
    bootstrap_median,
    kaplan_meier,
    median_bounds,
    median_interval,
    turnbull,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corrstats.tables import LazyTable

HOURS_A_DAY = 24.0
_OF_DELAYS = (
    "letter_id", "from_earliest", "from_latest", "to_earliest", "to_latest", "hours_low", "hours_high",
    "status",
)  # fmt: skip
_LAST_MINUTE = pd.Timedelta(hours=23, minutes=59)


def answer_delays(
    latencies: pd.DataFrame | LazyTable, *, leg: str = "sent to reply", clock_shift: float = 0
) -> pd.DataFrame:
    """Give every delay of a leg with its bounds, in the order of the table.

    Of a lazy table only the rows of that leg are read, and of them only the columns that are needed.
    ``clock_shift`` is by how many hours the clock at the end of the delay is ahead of what the table takes it
    for (Sochi on its own time: 1); each delay is shorter by as much, but not below 0. Gives letter_id, leg;
    start_earliest, start_latest, end_earliest, end_latest (as printed, to the minute, missing where open);
    hours_low, hours_high (inf where nothing bounds the delay); status.
    """
    own = (
        latencies[latencies["leg"] == leg]
        if isinstance(latencies, pd.DataFrame)
        else latencies.where(leg=leg).frame(*_OF_DELAYS)
    )
    low = own["hours_low"].astype("Float64").fillna(0.0).astype("float64")
    high = own["hours_high"].astype("Float64").fillna(math.inf).astype("float64")
    return pd.DataFrame(
        {
            "letter_id": own["letter_id"],
            "leg": leg,
            "start_earliest": first_minutes(own["from_earliest"]),
            "start_latest": last_minutes(own["from_latest"]),
            "end_earliest": first_minutes(own["to_earliest"]),
            "end_latest": last_minutes(own["to_latest"]),
            "hours_low": (low - clock_shift).clip(lower=0).round(4),
            "hours_high": (high - clock_shift).clip(lower=0).round(4),
            "status": own["status"],
        }
    ).reset_index(drop=True)


def to_the_minute(delays: pd.DataFrame) -> pd.DataFrame:
    """Give the delays of which both ends are known to the minute, the shortest first."""
    return delays[delays["status"] == "exact"].sort_values("hours_low", kind="stable", ignore_index=True)


def median_delays(delays: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Give the median of the delays to the minute, of all answered, and of all with those never answered.

    Gives of, n, median_low, median_high (equal where all are known to the minute), interval_low,
    interval_high (an exact interval, see ``median_interval``, between values or bounds), coverage;
    bootstrap_low and bootstrap_high where all are known to the minute. All in hours.
    """
    answered = delays[delays["status"] != "open"]
    parts = {"to the minute": to_the_minute(delays), "answered": answered, "all": delays}
    return pd.DataFrame([_median_row(name, part, confidence) for name, part in parts.items() if len(part)])


def _median_row(name: str, delays: pd.DataFrame, confidence: float) -> dict[str, object]:
    least, greatest = median_bounds(delays["hours_low"], delays["hours_high"], confidence=confidence)
    row = {
        "of": name,
        "n": least.n,
        "median_low": round(least.median, 4),
        "median_high": round(greatest.median, 4),
        "interval_low": least.low,
        "interval_high": greatest.high,
        "coverage": round(least.coverage, 4),
    }
    if (delays["status"] == "exact").all():
        resampled = bootstrap_median(delays["hours_low"], confidence=confidence)
        row |= {"bootstrap_low": resampled.low, "bootstrap_high": resampled.high}
    return row


def survival_curves(delays: pd.DataFrame) -> pd.DataFrame:
    """Give the share still waiting after each time, by both estimators and both readings of the unanswered.

    Kaplan-Meier takes the delays to the minute and the unanswered, Turnbull those between bounds as well. An
    unanswered message is either one of which nothing is known after its dispatch ('unknown'), or one that
    waited longer than any other ('never'). Gives estimator, unanswered, n, earliest, latest (equal for a
    known time; the share falls at some time between), waiting.
    """
    known = [*delays["hours_low"], *(hours for hours in delays["hours_high"] if hours < math.inf)]
    beyond = max(known, default=0.0)
    curves = [
        _curve(estimator, unanswered, delays, cut_off)
        for estimator in ("Kaplan-Meier", "Turnbull")
        for unanswered, cut_off in (("unknown", 0.0), ("never", beyond))
    ]
    return pd.concat(curves, ignore_index=True)


def _curve(estimator: str, unanswered: str, delays: pd.DataFrame, cut_off: float) -> pd.DataFrame:
    still_open = delays["status"] == "open"
    low = delays["hours_low"].mask(still_open, cut_off)
    if estimator == "Turnbull":
        curve = turnbull(low, delays["hours_high"]).rename(columns={"survival": "waiting"})
        n = len(delays)
    else:
        used = still_open | (delays["status"] == "exact")
        steps = kaplan_meier(low[used], ~still_open[used])
        curve = pd.DataFrame(
            {"earliest": steps["time"], "latest": steps["time"], "waiting": steps["survival"]}
        )
        n = int(used.sum())
    head = pd.DataFrame({"estimator": estimator, "unanswered": unanswered, "n": n}, index=curve.index)
    return pd.concat([head, curve[["earliest", "latest", "waiting"]].round(4)], axis=1)


# --- the hour of the day ----------------------------------------------------------------------------------


def answer_hours(delays: pd.DataFrame) -> pd.DataFrame:
    """Give the hour at which each message left and its answer left, for answers known to the minute.

    Gives letter_id; sent_low, sent_high (hours of the day from 0, on the clock of the answer less its delay:
    that of the sender where both keep one; below 0 is the day before sent_day); answered (hour of the day);
    days (between the days of both); status. Ordered by sent_low.
    """
    known = delays[(delays["status"] != "open") & (delays["end_earliest"] == delays["end_latest"])]
    rows = [_hours_row(*row) for row in known[_HOURS_COLUMNS].itertuples(index=False, name=None)]
    frame = pd.DataFrame(rows, columns=["letter_id", "sent_low", "sent_high", "answered", "days", "status"])
    return frame.sort_values(["sent_low", "sent_high"], kind="stable", ignore_index=True)


_HOURS_COLUMNS = ["letter_id", "end_earliest", "hours_low", "hours_high", "status"]


def _hours_row(letter_id: str, end: pd.Timestamp, low: float, high: float, status: str) -> dict[str, object]:
    first, last = end - pd.Timedelta(hours=high), end - pd.Timedelta(hours=low)
    first, last = first.round("min"), last.round("min")
    midnight = first.normalize()
    return {
        "letter_id": letter_id,
        "sent_low": _hours_after(midnight, first),
        "sent_high": _hours_after(midnight, last),
        "answered": _hours_after(end.normalize(), end),
        "days": (end.normalize() - midnight).days,
        "status": status,
    }


@dataclass(frozen=True)
class Spread:
    """The middle of some hours, and how far from it the nearer half of them lies."""

    n: int
    middle: float
    within: float


def spread_of_hours(hours: Iterable[float]) -> Spread | None:
    """Give the hour of the day that is nearest to all, and the median distance from it; None for no hours.

    >>> spread_of_hours([23.5, 0.25, 1.0])
    Spread(n=3, middle=0.25, within=0.75)
    """
    ordered = sorted(hours)
    if not ordered:
        return None
    times = Counter(ordered)  # of the minutes of a day there are no more than 1,440
    middle = min(times, key=lambda one: sum(n * hours_apart(one, other) for other, n in times.items()))
    distances = [hours_apart(middle, other) for other in ordered]
    return Spread(len(ordered), middle, round(median_interval(distances).median, 4))


def spread_of_delays(delays: Iterable[float]) -> Spread | None:
    """Give the median of delays and the median distance from it; None for no delays.

    >>> spread_of_delays([3.0, 10.0, 12.0])
    Spread(n=3, middle=10.0, within=2.0)
    """
    ordered = sorted(delays)
    if not ordered:
        return None
    middle = median_interval(ordered).median
    within = median_interval(abs(one - middle) for one in ordered).median
    return Spread(len(ordered), middle, round(within, 4))


def hour_spreads(delays: pd.DataFrame) -> pd.DataFrame:
    """Say what lies closest together: the hours of dispatch, the hours of answer, or the delays.

    Of the delays to the minute. Gives of, n, middle (an hour of the day, or hours), within (hours from the
    middle that hold the nearer half).
    """
    exact = to_the_minute(delays)
    hours = answer_hours(exact)
    spreads = {
        "hour of the message": spread_of_hours(hours["sent_low"]),
        "hour of the answer": spread_of_hours(hours["answered"]),
        "delay": spread_of_delays(exact["hours_low"]),
    }
    return pd.DataFrame(
        [{"of": name, **asdict(spread)} for name, spread in spreads.items() if spread],
        columns=["of", "n", "middle", "within"],
    )


def hours_apart(one: float, other: float) -> float:
    """Give the hours between two hours of the day, the shorter way round."""
    around = abs(one - other) % HOURS_A_DAY
    return min(around, HOURS_A_DAY - around)


# --- doubt ------------------------------------------------------------------------------------------------


def leave_one_out(delays: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Compute the results of the delays to the minute once more without each of them.

    Gives without (letter_id), hours (its delay), median, interval_low, interval_high, coverage,
    answer_middle, answer_within, delay_within (see ``hour_spreads``). Empty for fewer than two.
    """
    exact = to_the_minute(delays)
    if len(exact) < 2:
        return pd.DataFrame(columns=["without", "hours", *_LEFT_OUT])
    return pd.DataFrame([_without(exact, place, confidence) for place in exact.index])


_LEFT_OUT = (
    "median", "interval_low", "interval_high", "coverage", "answer_middle", "answer_within", "delay_within",
)  # fmt: skip


def _without(exact: pd.DataFrame, place: int, confidence: float) -> dict[str, object]:
    rest = exact.drop(index=place)
    median = median_interval(rest["hours_low"], confidence=confidence)
    spreads = hour_spreads(rest).set_index("of")
    values = (
        round(median.median, 4),
        median.low,
        median.high,
        round(median.coverage, 4),
        *spreads.loc["hour of the answer", ["middle", "within"]],
        spreads.loc["delay", "within"],
    )
    left_out = {"without": exact.loc[place, "letter_id"], "hours": exact.loc[place, "hours_low"]}
    return left_out | dict(zip(_LEFT_OUT, values, strict=True))


# --- moments ----------------------------------------------------------------------------------------------


def first_minutes(bounds: pd.Series[str]) -> pd.Series[pd.Timestamp]:
    """Read bounds in ISO 8601, a day alone as its first minute; missing where there is none."""
    return pd.to_datetime(bounds, format="ISO8601")


def last_minutes(bounds: pd.Series[str]) -> pd.Series[pd.Timestamp]:
    """Read bounds in ISO 8601, a day alone as its last minute; missing where there is none."""
    whole_days = bounds.str.len() == len("1934-10-02")
    moments = first_minutes(bounds)
    return moments.mask(whole_days.fillna(value=False).astype("bool"), moments + _LAST_MINUTE)


def _hours_after(midnight: pd.Timestamp, moment: pd.Timestamp) -> float:
    return round((moment - midnight).total_seconds() / 3600, 4)
