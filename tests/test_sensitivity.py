"""The report card with its intervals, and results drawn again with errors: on damaged and invented tables."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.patches import Rectangle

import corrstats as cs
from corrstats.analysis.cells import read_cells
from corrstats.analysis.intervals import wilson
from corrstats.analysis.scoring import _most_voted
from corrstats.analysis.sensitivity import VARIED, Headline, Quality, _chance_after, _with_errors, headlines
from corrstats.plots import plot_report_card, plot_sensitivity
from corrstats.plots.save import to_svg
from corrstats.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOLOTOV = "molotov-1930"


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def tables(root: Path) -> Tables:
    """Give the tables of both editions."""
    return cs.parse(root / "data" / "regesta").tables


@pytest.fixture(scope="module")
def card(tables: Tables, root: Path) -> pd.DataFrame:
    """Give the report card of both editions."""
    return cs.report_card(tables, root / "tests" / "key")


def damage(tables: Tables) -> Tables:
    """Take one amount in poods away, and make another wrong."""
    amounts = tables.quantities.copy()
    mine = amounts["letter_id"].str.startswith(f"{MOLOTOV}/") & (amounts["unit"] == "pood")
    first, second = amounts.index[mine][:2]
    amounts.loc[first, "low"] = 1.0
    return Tables({**dict(tables.items()), "quantities": amounts.drop(second)})


# --- intervals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hits", "cases", "low", "high"),
    # R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(hits: int, cases: int, low: float, high: float) -> None:
    share = wilson(hits, cases)
    assert share.share == hits / cases
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


@given(st.integers(0, 200), st.integers(1, 200))
def test_an_interval_holds_its_share_and_stays_within_0_and_1(hits: int, cases: int) -> None:
    share = wilson(min(hits, cases), cases)
    assert 0 <= share.low <= share.share <= share.high <= 1


def test_nothing_has_no_share() -> None:
    assert all(math.isnan(end) for end in wilson(0, 0))


# --- the card ---------------------------------------------------------------------------------------------


def test_a_lost_fact_and_a_wrong_one_are_counted_and_told(tables: Tables, root: Path) -> None:
    key = root / "tests" / "key"
    worse = {(row["corpus"], row["table"]): row for row in read_cells(cs.report_card(damage(tables), key))}
    good = {(row["corpus"], row["table"]): row for row in read_cells(cs.report_card(tables, key))}
    row, before = worse[MOLOTOV, "quantities"], good[MOLOTOV, "quantities"]
    assert (row["in_key"], row["right"], row["found"]) == (
        before["in_key"], before["right"] - 2, before["found"] - 1,
    )  # fmt: skip
    assert row["precision"] == row["right"] / row["found"]
    assert row["recall"] == row["right"] / row["in_key"]
    assert row["f1"] == pytest.approx(
        2 * row["precision"] * row["recall"] / (row["precision"] + row["recall"])
    )
    assert row["f1_low"] < row["f1"] < row["f1_high"] < 1
    faults = read_cells(cs.card_faults(damage(tables), key))
    told = [(one["table"], one["fault"]) for one in faults]
    assert sorted(told) == [("quantities", "extra")] + [("quantities", "missing")] * 2
    assert {one["letter_id"] for one in faults} <= set(tables.letters["letter_id"])
    assert all("pood" in one["fact"] for one in faults)


def test_a_person_of_the_key_is_the_one_most_often_named_so_whatever_the_order() -> None:
    assert _most_voted(Counter({"found-b": 2, "found-a": 2, "found-c": 1}), "b") == "found-a"
    assert _most_voted(Counter({"found-a": 2, "rykov": 2}), "rykov") == "rykov"
    assert _most_voted(Counter({"found-a": 1, "found-b": 3}), "found-a") == "found-b"


def test_corpora_pooled_count_their_facts_together(card: pd.DataFrame) -> None:
    pooled = {
        row["table"]: row for row in read_cells(cs.pool_card(card, dict.fromkeys(card["corpus"], "both")))
    }
    for table, row in pooled.items():
        parts = [one for one in read_cells(card) if one["table"] == table]
        assert row["corpus"] == "both"
        for count in ("in_key", "found", "right"):
            assert row[count] == sum(one[count] for one in parts)
        if row["found"]:
            assert row["precision"] == row["right"] / row["found"]
    with pytest.raises(KeyError):
        cs.pool_card(card, {})


def test_a_table_of_no_fact_has_no_score(card: pd.DataFrame) -> None:
    rows = [row for row in read_cells(card) if not row["in_key"] and not row["found"]]
    assert [(row["corpus"], row["table"], row["f1"]) for row in rows] == [(MOLOTOV, "events", None)]


def test_corpora_without_a_key_are_left_out_or_told(tables: Tables, root: Path, tmp_path: Path) -> None:
    (tmp_path / MOLOTOV).symlink_to(root / "tests" / "key" / MOLOTOV)
    assert set(cs.report_card(tables, tmp_path)["corpus"]) == {MOLOTOV}
    with pytest.raises(cs.CorrstatsError, match="no key of any of these corpora"):
        cs.report_card(tables, root)


# --- the draws --------------------------------------------------------------------------------------------


def test_headlines_are_the_results_as_they_are_told(tables: Tables) -> None:
    told = {one.name: one for one in headlines(tables)}
    assert set(told) == {"median delay of an answer", "acts after their letter", "sum of all poods named"}
    delays = tables.latencies.query("leg == 'sent to reply' and status == 'exact'")["hours_low"]
    assert told["median delay of an answer"].base == delays.median()
    assert told["median delay of an answer"].in_base.sum() == len(delays) == 7
    after = (cs.decision_delays(tables)["when"] == "after").sum()
    assert told["acts after their letter"].base == after
    poods = tables.quantities.query("unit == 'pood'")
    total = ((poods["low"] + poods["high"]) / 2).sum() / 1e6
    assert told["sum of all poods named"].base == pytest.approx(total)


def test_a_corpus_without_what_a_result_rests_on_has_no_such_result(tables: Tables) -> None:
    letters = tables.letters[tables.letters["corpus"] == MOLOTOV]["letter_id"]
    own = {
        name: table[table["letter_id"].isin(letters)] if "letter_id" in table else table
        for name, table in tables.items()
    }
    assert "median delay of an answer" not in {one.name for one in headlines(own)}


def test_the_same_seed_draws_the_same_and_another_another(tables: Tables, card: pd.DataFrame) -> None:
    first, second = (cs.result_spreads(tables, card, draws=50) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    other = cs.result_spreads(tables, card, draws=50, seed=7)
    assert not first["low"].equals(other["low"])


def test_what_is_drawn_lies_about_the_result(tables: Tables, card: pd.DataFrame) -> None:
    rows = read_cells(cs.result_spreads(tables, card, draws=300))
    assert [row["varied"] for row in rows] == list(VARIED) * 3
    for row in rows:
        assert row["low"] <= row["middle"] <= row["high"]
        if row["varied"] == "errors":
            assert row["low"] <= row["base"] <= row["high"]
            assert row["middle"] == pytest.approx(row["base"], rel=0.05)


def test_more_errors_spread_the_results_further(tables: Tables, card: pd.DataFrame) -> None:
    widths = []
    for share in (None, 0.1, 0.3):
        rows = read_cells(cs.result_spreads(tables, card, error_share=share, draws=400))
        assert {row["error_share"] for row in rows} == {share}
        widths.append([row["high"] - row["low"] for row in rows if row["varied"] == "errors"])
    for narrow, wider, widest in zip(*widths, strict=True):
        assert narrow <= wider <= widest
        assert narrow < widest


def test_without_errors_and_open_readings_nothing_moves() -> None:
    values = np.array([1.0, 2.0, 4.0])
    random = np.random.default_rng(1)
    assert _with_errors(values, 1, Quality(error_share=0.0), random).tolist() == [1.0, 2.0, 4.0]
    ones = np.ones(3)
    headline = Headline(
        "sum", "things", "quantities", 1, lambda cells: float(cells.sum()), values, values, ones, ones > 0
    )
    assert headline.base == 7


@given(st.integers(1, 60), st.floats(0.0, 0.9), st.integers(0, 10**6))
def test_errors_take_rows_out_and_add_rows_like_those_there(n: int, share: float, seed: int) -> None:
    values = np.arange(n, dtype=np.float64)
    drawn = _with_errors(values, 1, Quality(error_share=share), np.random.default_rng(seed))
    assert set(drawn.tolist()) <= set(values.tolist())


def test_as_many_rows_are_added_as_are_taken_out_on_the_whole() -> None:
    values, random = np.ones(50), np.random.default_rng(1934)
    sizes = [len(_with_errors(values, 1, Quality(error_share=0.2), random)) for _ in range(2000)]
    assert np.mean(sizes) == pytest.approx(50, rel=0.02)
    twice = [len(_with_errors(values, 2, Quality(error_share=0.2), random)) for _ in range(2000)]
    assert np.std(twice) > np.std(sizes)  # what rests on two rows is less sure


@pytest.mark.parametrize(
    ("when", "low", "high", "chance"),
    [("after", 3, 5, 1.0), ("before", -5, -3, 0.0), ("same day", 0, 0, 0.0), ("unsettled", None, 9, 0.5),
     ("unsettled", -1, 20, 20 / 22), ("unsettled", -4, 0, 0.0)],
)  # fmt: skip
def test_an_act_on_an_open_side_counts_by_its_chance(
    when: str, low: int | None, high: int, chance: float
) -> None:
    assert _chance_after({"when": when, "days_low": low, "days_high": high}) == pytest.approx(chance)


# --- the figures ------------------------------------------------------------------------------------------


def test_a_score_is_a_point_on_its_interval(card: pd.DataFrame) -> None:
    ax = plot_report_card(card)
    drawn = [np.asarray(line.get_xdata(), dtype=float) for line in ax.lines if line.get_linestyle() == "-"]
    spans = {tuple(np.round(ends, 6)) for ends in drawn if len(ends) == 2}
    for row in read_cells(card):
        if row["f1"] is not None:
            assert (round(row["f1_low"], 6), round(row["f1_high"], 6)) in spans
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "letters", "mentions", "quantities", "decisions", "events", "archive refs", "references",
    ]  # fmt: skip
    title = ax.get_title(loc="left").replace("\n", " ")
    assert title.startswith("All 1,065 facts of the key are found, and no others; where they are few, F1 may")
    assert "on letters nobody had in view the scores are lower" in str(ax.get_label())


def test_a_card_with_faults_says_so(tables: Tables, root: Path) -> None:
    ax = plot_report_card(cs.report_card(damage(tables), root / "tests" / "key"))
    title = ax.get_title(loc="left").replace("\n", " ")
    assert title == "Of 1,065 facts of the key 2 are missed; of those found 1 is wrong"


def test_spreads_are_bars_about_the_result(tables: Tables, card: pd.DataFrame) -> None:
    spreads = cs.result_spreads(tables, card, draws=50, error_share=0.1)
    ax = plot_sensitivity(spreads)
    assert len(ax.child_axes) == 3
    bars = [
        (patch.get_x(), patch.get_x() + patch.get_width())
        for panel in ax.child_axes
        for patch in panel.patches
        if isinstance(patch, Rectangle)
    ]
    told = [(row["low"], row["high"]) for row in read_cells(spreads)]
    assert np.allclose(bars, told)
    assert "as often as if 10% of all rows were wrong" in str(ax.get_label())


def test_what_rests_on_whole_tables_leads_to_them(tables: Tables, card: pd.DataFrame) -> None:
    figure = plot_sensitivity(cs.result_spreads(tables, card, draws=20)).get_figure(root=True)
    svg = to_svg(figure)  # type: ignore[arg-type]
    for table in ("events", "decisions", "quantities"):
        assert f'xlink:href="../report/tables/{table}.html"' in svg


def test_tables_without_rows_have_no_figure(tables: Tables, tmp_path: Path) -> None:
    few = Tables({name: table.iloc[:0] for name, table in tables.items()})
    assert cs.write_figures(few, tmp_path / "none") == []
