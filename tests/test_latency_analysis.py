"""Delays and what they say together, on an invented wire between Moscow and the south."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrstats.analysis.latency import (
    answer_delays,
    answer_hours,
    hour_spreads,
    hours_apart,
    leave_one_out,
    median_delays,
    spread_of_hours,
    survival_curves,
    to_the_minute,
)
from corrstats.analysis.south_clock import autograph_dates, clock_band, clock_conclusions

# letter, sent (a day alone is known to the day), answered, hours low, high, status
WIRE: tuple[tuple[Any, ...], ...] = (
    ("w/1", "1934-10-02T02:00", "1934-10-02T14:00", 12.0, 12.0, "exact"),
    ("w/2", "1934-10-03T10:00", "1934-10-03T13:30", 3.5, 3.5, "exact"),
    ("w/3", "1934-10-04T20:00", "1934-10-05T14:30", 18.5, 18.5, "exact"),
    ("w/4", "1934-10-06", "1934-10-06T12:00", 0.0, 12.0, "interval"),
    ("w/5", "1934-10-07T09:00", None, None, None, "open"),
)
CIPHER: tuple[tuple[Any, ...], ...] = (
    ("w/6", "1934-10-08", "1934-10-08T00:20", 0.0, 20 / 60, "interval"),
    ("w/7", "1934-10-09", "1934-10-10T00:10", 11 / 60, 24 + 10 / 60, "interval"),
)


def make_latencies() -> pd.DataFrame:
    """Make the table of the invented delays, typed as it is read from disk."""
    rows = [("sent to reply", *row) for row in WIRE] + [("writing to cipher", *row) for row in CIPHER]
    columns = ["leg", "letter_id", "from_earliest", "to_earliest", "hours_low", "hours_high", "status"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["from_latest"], frame["to_latest"] = frame["from_earliest"], frame["to_earliest"]
    kinds = dict.fromkeys(columns, "string") | dict.fromkeys(("from_latest", "to_latest"), "string")
    kinds |= {"hours_low": "Float64", "hours_high": "Float64", "leg": "category", "status": "category"}
    return frame.astype(kinds)


@pytest.fixture(scope="module")
def delays() -> pd.DataFrame:
    """Give the delays from message to answer."""
    return answer_delays(make_latencies())


def cells(frame: pd.DataFrame, row: str, *columns: str) -> list[Any]:
    """Give some cells of a row, or all."""
    return [frame.loc[row, name] for name in columns or frame.columns]


def times(*texts: str) -> list[pd.Timestamp]:
    """Read moments."""
    return [pd.Timestamp(text) for text in texts]


# --- delays -----------------------------------------------------------------------------------------------


def test_every_delay_of_the_leg_is_there_with_its_bounds(delays: pd.DataFrame) -> None:
    assert delays["letter_id"].tolist() == ["w/1", "w/2", "w/3", "w/4", "w/5"]
    assert delays["hours_low"].tolist() == [12, 3.5, 18.5, 0, 0]
    assert delays["hours_high"].tolist() == [12, 3.5, 18.5, 12, math.inf]


def test_a_day_alone_reaches_from_its_first_minute_to_its_last(delays: pd.DataFrame) -> None:
    fourth = delays.iloc[3]
    assert [fourth["start_earliest"], fourth["start_latest"]] == times("1934-10-06", "1934-10-06T23:59")
    assert [fourth["end_earliest"], fourth["end_latest"]] == times("1934-10-06T12:00", "1934-10-06T12:00")
    assert delays["end_latest"].isna().tolist() == [False, False, False, False, True]


def test_a_clock_ahead_shortens_each_delay_but_not_below_nothing() -> None:
    shifted = answer_delays(make_latencies(), clock_shift=4)
    assert shifted["hours_low"].tolist() == [8, 0, 14.5, 0, 0]
    assert shifted["hours_high"].tolist() == [8, 0, 14.5, 8, math.inf]


def test_delays_to_the_minute_are_the_shortest_first(delays: pd.DataFrame) -> None:
    assert to_the_minute(delays)["letter_id"].tolist() == ["w/2", "w/1", "w/3"]


def test_medians_have_bounds_where_the_delays_have(delays: pd.DataFrame) -> None:
    medians = median_delays(delays).set_index("of")
    assert cells(medians, "to the minute", "n", "median_low", "median_high") == [3, 12, 12]
    exact = cells(medians, "to the minute", "interval_low", "interval_high", "coverage")
    assert exact == [3.5, 18.5, 0.75]
    assert cells(medians, "to the minute", "bootstrap_low", "bootstrap_high") == [3.5, 18.5]
    assert cells(medians, "answered", "n", "median_low", "median_high") == [4, 7.75, 12]
    assert cells(medians, "all", "n", "median_low", "median_high") == [5, 3.5, 12]
    assert medians.loc["all", "interval_high"] == math.inf


def test_a_leg_without_delays_has_no_median() -> None:
    nothing = answer_delays(make_latencies(), leg="sent to received")
    assert nothing.empty
    assert median_delays(nothing).empty
    assert survival_curves(nothing).empty
    assert hour_spreads(nothing).empty
    assert leave_one_out(nothing).empty


# --- curves -----------------------------------------------------------------------------------------------


def curve(delays: pd.DataFrame, estimator: str, unanswered: str) -> list[tuple[float, float]]:
    """Give when a curve falls and to what share."""
    curves = survival_curves(delays)
    own = curves[(curves["estimator"] == estimator) & (curves["unanswered"] == unanswered)]
    return list(zip(own["latest"], own["waiting"], strict=True))


def test_kaplan_meier_takes_the_unanswered_one_way_and_the_other(delays: pd.DataFrame) -> None:
    assert curve(delays, "Kaplan-Meier", "unknown") == [(3.5, 0.6667), (12, 0.3333), (18.5, 0)]
    assert curve(delays, "Kaplan-Meier", "never") == [(3.5, 0.75), (12, 0.5), (18.5, 0.25)]


def test_turnbull_takes_those_between_bounds_too(delays: pd.DataFrame) -> None:
    n = survival_curves(delays).groupby("estimator")["n"].unique().to_dict()
    assert {name: list(counts) for name, counts in n.items()} == {"Kaplan-Meier": [4], "Turnbull": [5]}
    # w/4 is spread over the two known delays that it may be as long as
    assert curve(delays, "Turnbull", "unknown") == [(3.5, 0.625), (12, 0.25), (18.5, 0)]
    assert curve(delays, "Turnbull", "never")[-1] == (math.inf, 0)


# --- hours ------------------------------------------------------------------------------------------------


def test_hours_are_those_of_the_answers_clock(delays: pd.DataFrame) -> None:
    hours = answer_hours(delays).set_index("letter_id")
    assert hours.index.tolist() == ["w/4", "w/1", "w/2", "w/3"]
    assert cells(hours, "w/3", "sent_low", "sent_high", "answered", "days") == [20, 20, 14.5, 1]
    assert cells(hours, "w/4", "sent_low", "sent_high", "answered", "days") == [0, 12, 12, 0]


@given(st.floats(0, 24), st.floats(0, 24))
def test_hours_lie_at_most_half_a_day_apart(one: float, other: float) -> None:
    assert hours_apart(one, other) == pytest.approx(hours_apart(other, one))
    assert 0 <= hours_apart(one, other) <= 12
    assert hours_apart(one, one + 24) == pytest.approx(0, abs=1e-9)


def test_hours_about_midnight_have_their_middle_there() -> None:
    spread = spread_of_hours([23.8, 0.0, 0.5])
    assert spread is not None
    assert spread.middle == 0
    assert spread.within == pytest.approx(0.2)


def test_answers_keep_closer_together_than_delays(delays: pd.DataFrame) -> None:
    spreads = hour_spreads(delays).set_index("of")
    assert cells(spreads, "hour of the answer", "n", "middle", "within") == [3, 14, 0.5]
    assert cells(spreads, "delay", "n", "middle", "within") == [3, 12, 6.5]


def test_each_is_left_out_once(delays: pd.DataFrame) -> None:
    left = leave_one_out(delays).set_index("without")
    assert left["hours"].to_dict() == {"w/2": 3.5, "w/1": 12, "w/3": 18.5}
    assert left["median"].to_dict() == {"w/2": 15.25, "w/1": 11, "w/3": 7.75}
    assert (left["coverage"] == 0.5).all()


# --- the clock in the south -------------------------------------------------------------------------------


def test_the_clock_moves_lengths_and_hours_but_not_how_close_they_lie() -> None:
    band = clock_band(make_latencies()).set_index("measure")
    assert band.columns.tolist() == ["0 h ahead", "1 h ahead"]
    moved = (band["0 h ahead"] - band["1 h ahead"]).to_dict()
    for measure in ("shortest delay", "median delay", "longest delay"):
        assert moved[measure] == 1
    assert moved["middle hour of the answers, first clock"] == 1
    assert moved["half of the answers within"] == moved["half of the delays within"] == 0
    assert cells(band, "median by Kaplan-Meier, unanswered never") == [12, 11]


def test_a_conclusion_survives_that_holds_on_both_clocks() -> None:
    found = clock_conclusions(make_latencies()).set_index("conclusion")
    assert cells(found, "none was answered within 3 hours") == [True, False, False]
    assert cells(found, "every message was answered within a day") == [True, True, True]
    assert cells(found, "half of them waited 10 hours or longer") == [True, True, True]
    assert (found["survives"] == found[["0 h ahead", "1 h ahead"]].all(axis=1)).all()
    without = clock_conclusions(make_latencies().query("status != 'exact'"))
    assert not without["survives"].any()


def test_the_date_on_an_autograph_is_held_against_its_dispatch() -> None:
    dates = autograph_dates(make_latencies()).set_index("letter_id")
    assert dates["dated"].tolist() == times("1934-10-08", "1934-10-09")
    assert dates["days, 0 h ahead"].tolist() == [0, 1]
    assert dates["days, 1 h ahead"].tolist() == [-1, 0]
