"""Which conclusions survive which doubt: on the project's tables, changed by hand, and on invented ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import corrstats as cs
from corrstats.analysis.cells import read_cells
from corrstats.plots import plot_doubts
from corrstats.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DRAWS = 20


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def tables(root: Path) -> Tables:
    """Give the tables of both editions."""
    return cs.read_tables(root / "data" / "tables")


@pytest.fixture(scope="module")
def card(tables: Tables, root: Path) -> pd.DataFrame:
    """Give their report card."""
    return cs.report_card(tables, root / "tests" / "key")


@pytest.fixture(scope="module")
def refused(tables: Tables) -> Tables:
    """Give the tables as they are without mends."""
    return cs.unmended(tables)


@pytest.fixture(scope="module")
def found(tables: Tables, card: pd.DataFrame, refused: Tables) -> pd.DataFrame:
    """Give the conclusions as they stand."""
    return cs.conclusions_in_doubt(tables, card, refused, draws=DRAWS)


def row_of(found: pd.DataFrame, begins: str) -> dict[str, Any]:
    """Give the row of a conclusion by its first words."""
    (row,) = [row for row in read_cells(found) if row["conclusion"].startswith(begins)]
    return row


def with_table(tables: Tables, name: str, table: pd.DataFrame) -> Tables:
    """Give the tables with another one in place of one of them."""
    return Tables({**dict(tables.items()), name: table})


def test_an_hour_ahead_takes_a_length_away_and_leaves_an_order(found: pd.DataFrame) -> None:
    assert row_of(found, "none was answered within 3 hours")["clock"] is False
    assert row_of(found, "every message was answered within a day")["clock"] is True
    assert row_of(found, "more acts came after")["clock"] is None


def test_a_median_that_hangs_on_a_letter_names_it(found: pd.DataFrame) -> None:
    row = row_of(found, "half of them waited 10 hours")
    assert row["each_left_out"] is False
    assert "kaganovich-1934-10/11" in row["hangs_on"]
    assert row["survives"] is False


def test_a_conclusion_from_one_letter_has_nothing_to_say_without_it(found: pd.DataFrame) -> None:
    row = row_of(found, "September brought more grain")
    assert row["each_left_out"] is True
    assert row["hangs_on"] is None


def test_what_the_tables_do_not_bear_falls_at_once(tables: Tables, card: pd.DataFrame) -> None:
    slow = tables.latencies.copy()
    first = slow.index[(slow["leg"] == "sent to reply") & (slow["status"] == "exact")][0]
    slow.loc[first, ["hours_low", "hours_high"]] = 30.0
    changed = with_table(tables, "latencies", slow)
    row = row_of(cs.conclusions_in_doubt(changed, card, changed, draws=DRAWS), "every message was answered")
    assert (row["as_told"], row["survives"]) == (False, False)


def test_a_refused_mend_can_take_a_conclusion_away(tables: Tables, card: pd.DataFrame) -> None:
    amounts = tables.quantities.copy()
    shipped = amounts.index[amounts["measure"] == "daily shipment"]
    amounts.loc[shipped, ["low", "high"]] = 40e6
    refused = with_table(tables, "quantities", amounts)
    row = row_of(cs.conclusions_in_doubt(tables, card, refused, draws=DRAWS), "a day's shipment")
    assert (row["as_told"], row["mends_refused"], row["survives"]) == (True, False, False)


def test_more_errors_shake_more(
    tables: Tables, card: pd.DataFrame, refused: Tables, found: pd.DataFrame
) -> None:
    many = cs.conclusions_in_doubt(tables, card, refused, error_share=0.4, draws=DRAWS)
    assert many["errors"].sum() < found["errors"].sum()
    assert many["survives"].sum() <= found["survives"].sum()


def test_the_same_seed_gives_the_same_numbers(
    tables: Tables, card: pd.DataFrame, found: pd.DataFrame
) -> None:
    again = cs.conclusions_in_doubt(tables, card, cs.unmended(tables), draws=DRAWS)
    pd.testing.assert_frame_equal(again, found)


def test_without_delays_and_grain_nothing_is_said_of_them(tables: Tables, card: pd.DataFrame) -> None:
    silent = Tables(
        {**dict(tables.items()), "latencies": tables.latencies[:0], "quantities": tables.quantities[:0]}
    )
    found = cs.conclusions_in_doubt(silent, card, silent, draws=DRAWS)
    assert set(found["rests_on"]) == {"decisions", "registers"}


# --- drawn ------------------------------------------------------------------------------------------------


def test_the_title_counts_what_survives(found: pd.DataFrame) -> None:
    survive = int(found["survives"].sum())
    title = plot_doubts(found).get_title(loc="left")
    assert title == f"{survive} of {len(found)} conclusions survive every doubt"


def test_a_place_is_empty_where_a_doubt_does_not_touch(found: pd.DataFrame) -> None:
    ax = plot_doubts(found)
    marks = [line for line in ax.lines if line.get_marker() in {"o", "X"}]
    touched = found[["clock", "mends_refused", "each_left_out", "errors"]].notna().sum().sum()
    assert len(marks) == touched
    assert {line.get_url() for line in marks} >= {"../report/tables/latencies.html"}


def test_tables_that_were_not_read_have_no_text_to_read_again(tables: Tables) -> None:
    with pytest.raises(cs.CorrstatsError, match="not read from a folder"):
        cs.unmended(with_table(tables, "letters", pd.DataFrame({"letter_id": ["sea/1"]})))
