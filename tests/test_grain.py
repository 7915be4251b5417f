"""Grain: poods and tonnes, amounts a day, shares of a plan, and readings with the mend refused."""

from __future__ import annotations

import io
from typing import Any

import pytest

from corrstats import parse
from corrstats.analysis import grain_figures, grain_per_day, plan_and_fulfilment, refused_readings, share_of
from corrstats.analysis.cells import read_cells
from corrstats.analysis.grain import spell_period
from corrstats.tables import Tables, frames_from_rows, read_schema

Cells = dict[str, str]
POOD = 16.380496  # kilograms, Russian law of 4 June 1899 on measures and weights


def make_tables(*amounts: Cells, year: str = "1930") -> Tables:
    """Make the tables of one letter of September with these amounts, one after the other."""
    schema = read_schema()
    letter = {
        "letter_id": "sea/1",
        "corpus": "sea",
        "date_earliest": f"{year}-09-20",
        "date_latest": f"{year}-09-20",
    }
    rows = [
        amount | {"start": str(10 * place), "end": str(10 * place + 5)}
        for place, amount in enumerate(amounts, start=1)
    ]
    return frames_from_rows(
        {
            name: [[cells.get(column, "") for column in schema[name].names] for cells in table]
            for name, table in {"letters": [letter], "quantities": rows}.items()
        }
    )


def amount(low: float, high: float | None = None, unit: str = "pood", **more: str) -> Cells:
    """Make an amount of grain in the body of the letter."""
    high = low if high is None else high
    return {
        "letter_id": "sea/1",
        "zone": "body",
        "verbatim": f"{low:g} {unit}",
        "low": str(low),
        "high": str(high),
        "si_low": str(low * POOD),
        "si_high": str(high * POOD),
        "unit": unit,
        "commodity": "grain",
        "measure": "procured",
        "approximate": "false",
        "emended": "false",
    } | more


def rows_of(table: object) -> list[dict[str, Any]]:
    """Give the rows of a table as plain values."""
    return read_cells(table)  # type: ignore[arg-type]


# --- figures ----------------------------------------------------------------------------------------------


def test_poods_stand_beside_tonnes_with_both_bounds() -> None:
    (row,) = rows_of(grain_figures(make_tables(amount(1e6, 1.5e6), amount(5, unit="tonne"))))
    assert (row["poods_low"], row["poods_high"]) == (1e6, 1.5e6)
    assert row["tonnes_low"] == pytest.approx(16_380.496)
    assert row["tonnes_high"] == pytest.approx(24_570.744)


@pytest.mark.parametrize(
    ("period", "measure", "when"),
    [
        ("September last year", "procured", "September 1929"),
        ("September", "procured", "September 1930"),
        ("these six weeks", "export", "these six weeks"),
        ("this year", "target", "this year"),
        ("November", "plan increase", None),
        ("", "procured", None),
    ],
)
def test_a_month_has_its_year_and_none_beside_a_plan(period: str, measure: str, when: str | None) -> None:
    (row,) = rows_of(grain_figures(make_tables(amount(1e6, period=period, measure=measure))))
    assert row["when"] == when


def test_a_month_that_names_its_year_keeps_it() -> None:
    assert spell_period("May 1931", 1934) == "May 1931"


# --- a day ------------------------------------------------------------------------------------------------


def test_an_amount_of_days_is_divided_by_them() -> None:
    table = grain_per_day(
        make_tables(
            amount(84e6, 126e6, measure="export", period="these six weeks"),
            amount(60e6, period="September"),
            amount(1e6, measure="daily shipment"),
            amount(7e6),
            amount(9e6, period="November", measure="plan increase"),
        )
    )
    rows = rows_of(table)
    assert [(row["days"], row["a_day_low"], row["a_day_high"]) for row in rows] == [
        (42, 2e6, 3e6),
        (30, 2e6, 2e6),
        (1, 1e6, 1e6),
    ]
    assert rows[0]["tonnes_a_day_low"] == pytest.approx(2 * 16_380.496)


# --- shares -----------------------------------------------------------------------------------------------


def shares(*amounts: Cells) -> list[tuple[Any, ...]]:
    """Give against what each share is, and its bounds."""
    table = rows_of(plan_and_fulfilment(make_tables(*amounts)))
    return [(row["against"], row["percent_low"], row["percent_high"]) for row in table]


def test_a_percentage_of_what_is_procured_is_a_share_of_the_plan() -> None:
    assert shares(amount(92.6, unit="percent")) == [("plan", 92.6, 92.6)]


def test_an_amount_is_held_against_the_plan_beside_it_and_against_a_target() -> None:
    growth = amount(24, unit="percent", measure="other", commodity="industry")
    plan = amount(32, unit="percent", measure="plan", commodity="industry")
    target = amount(24, 30, unit="percent", measure="target", commodity="industry")
    assert shares(growth, plan, target) == [("plan", 75, 75), ("target", 80, 100)]


@pytest.mark.parametrize("other", [{"commodity": "coal"}, {"unit": "tonne"}, {"zone": "note", "note": "1"}])
def test_a_plan_of_another_thing_or_passage_is_no_measure(other: Cells) -> None:
    assert shares(amount(24, measure="yield"), amount(32, measure="plan") | other) == []


def test_what_follows_as_the_last_one_is_the_time_before() -> None:
    now, before = amount(14e6), amount(7e6, period="the last five-day period")
    assert shares(now, before) == [("before", 200, 200)]
    assert shares(before, now) == []
    assert shares(now, amount(7e6)) == []


def test_a_share_rests_on_a_mend_if_either_amount_does() -> None:
    table = plan_and_fulfilment(make_tables(amount(14e6), amount(7e6, period="last year", emended="true")))
    assert table["emended"].tolist() == [True]


def test_a_share_of_a_range_runs_from_its_least_to_its_most() -> None:
    assert share_of((1, 1.5), (3, 4)) == (25, 50)


# --- refused mends ----------------------------------------------------------------------------------------

LETTER = (
    "Letter 7\n[2 August 1930]\nExport 130150 million poods of grain, then 20 million poods.\n\nJ. Stalin\n"
)


def test_a_refused_mend_reads_the_digits_as_they_are_printed() -> None:
    mended, plain = (
        parse(io.StringIO(LETTER), edition="stalin-molotov", emend=emend).tables for emend in (True, False)
    )
    (row,) = rows_of(refused_readings(mended, plain))
    assert (row["low"], row["high"]) == (130e6, 150e6)
    assert (row["refused_low"], row["refused_high"]) == (130_150e6, 130_150e6)
    assert (row["times_low"], row["times_high"]) == pytest.approx((867.67, 1001.15), abs=0.01)


def test_a_mend_without_which_there_is_no_amount_leaves_the_reading_open() -> None:
    mended = make_tables(amount(1e6, 2e6, emended="true"))
    (row,) = rows_of(refused_readings(mended, make_tables()))
    assert (row["refused_low"], row["times_high"]) == (None, None)
