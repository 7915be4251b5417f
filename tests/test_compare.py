"""Facts are compared, not wording: what is the same, what is in one only, what differs."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest

from corrstats import parse
from corrstats.compare import Difference, compare_tables
from corrstats.tables import read_schema

if TYPE_CHECKING:
    from pathlib import Path

    from corrstats.tables import Row

    Rows = dict[str, list[Row]]


@pytest.fixture(scope="module")
def rows(letters: Path) -> Rows:
    return parse(letters / "rye-1930.txt").rows


def place(table: str, column: str) -> int:
    return read_schema()[table].names.index(column)


def changed(rows: Rows, table: str, column: str, value: str, *, row: int = 0) -> Rows:
    """Give a copy of tables with one cell changed."""
    copied = copy.deepcopy(rows)
    copied[table][row][place(table, column)] = value
    return copied


def without(rows: Rows, table: str, row: int) -> Rows:
    """Give a copy of tables with one row less."""
    copied = copy.deepcopy(rows)
    del copied[table][row]
    return copied


def test_tables_hold_the_same_facts_as_themselves(rows: Rows) -> None:
    assert all(rows[table] for table in ("letters", "mentions", "quantities", "decisions", "latencies"))
    assert compare_tables(rows, rows) == []


def test_corpora_of_another_name_hold_the_same_facts(rows: Rows, letters: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "mine.txt"
    renamed.write_bytes((letters / "rye-1930.txt").read_bytes())
    assert compare_tables(rows, parse(renamed).rows) == []


def test_places_in_the_text_are_no_facts(rows: Rows, letters: Path, tmp_path: Path) -> None:
    spread = tmp_path / "rye-1930.txt"
    spread.write_text(
        "\n\n\n" + (letters / "rye-1930.txt").read_text(encoding="utf-8").replace("\n\n", "\n\n\n")
    )
    other = parse(spread).rows
    assert other["mentions"] != rows["mentions"]
    assert compare_tables(rows, other) == []


@pytest.mark.parametrize(
    ("table", "column"),
    [("letters", "heading"), ("letters", "n_words"), ("mentions", "surface"), ("quantities", "verbatim")],
)
def test_wording_is_no_fact(rows: Rows, table: str, column: str) -> None:
    assert compare_tables(rows, changed(rows, table, column, "1234")) == []


def test_the_order_of_rows_and_of_values_in_a_cell_is_no_fact(rows: Rows) -> None:
    upside_down = {name: table[::-1] for name, table in rows.items()}
    assert compare_tables(rows, upside_down) == []
    actions = rows["decisions"][0][place("decisions", "action")].split("; ")
    assert len(actions) > 1
    assert compare_tables(rows, changed(rows, "decisions", "action", "; ".join(actions[::-1]))) == []


def test_numbers_are_compared_as_numbers(rows: Rows) -> None:
    low = rows["quantities"][0][place("quantities", "low")]
    assert compare_tables(rows, changed(rows, "quantities", "low", f"{low}.0")) == []


def test_a_person_named_twice_in_a_zone_counts_once(rows: Rows) -> None:
    twice = copy.deepcopy(rows)
    again = list(rows["mentions"][0])
    again[place("mentions", "start")], again[place("mentions", "end")] = "3", "4"
    twice["mentions"].append(again)
    assert compare_tables(rows, twice) == []
    assert compare_tables(twice, rows) == []


def test_diagnostics_are_no_facts(rows: Rows) -> None:
    assert rows["diagnostics"]
    assert compare_tables(rows, rows | {"diagnostics": []}) == []


@pytest.mark.parametrize(
    "table",
    [name for name in read_schema() if name not in {"diagnostics", "letters", "events", "inferred_dates"}],
)
def test_a_fact_of_one_set_is_told_both_ways(rows: Rows, table: str) -> None:
    last = len(rows[table]) - 1
    fewer = without(rows, table, last)
    (only_a,) = compare_tables(rows, fewer)
    (only_b,) = compare_tables(fewer, rows)
    assert (only_a.table, only_a.only_in, only_b.only_in) == (table, "A", "B")
    assert only_a.fact == only_b.fact
    if table != "people":
        assert only_a.letter_id == rows[table][last][0]


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("letters", "date_edtf", "1931-05-03"),
        ("correspondents", "position", "9"),
        ("people", "name", "Somebody"),
        ("quantities", "commodity", "herring"),
        ("decisions", "delo", "999"),
        ("latencies", "hours_high", "1"),
    ],
)
def test_a_fact_that_differs_names_the_column_and_both_readings(
    rows: Rows, table: str, column: str, value: str
) -> None:
    before = rows[table][0][place(table, column)]
    (found,) = compare_tables(rows, changed(rows, table, column, value))
    assert (found.table, found.column, found.a, found.b, found.only_in) == (table, column, before, value, "")
    (back,) = compare_tables(changed(rows, table, column, value), rows)
    assert (back.a, back.b) == (value, before)


def test_the_closest_of_several_facts_of_one_key_is_taken_for_the_other(rows: Rows) -> None:
    both = copy.deepcopy(rows)
    twin = list(rows["quantities"][0])
    twin[place("quantities", "commodity")], twin[place("quantities", "measure")] = "herring", "export"
    both["quantities"].append(twin)
    (found,) = compare_tables(both, changed(both, "quantities", "measure", "yield"))
    assert (found.column, found.b) == ("measure", "yield")


def test_a_letter_that_is_missing_is_told_once(rows: Rows) -> None:
    letter_id = rows["letters"][0][0]
    fewer = {name: [row for row in table if row[0] != letter_id] for name, table in rows.items()}
    (found,) = compare_tables(rows, fewer)
    assert (found.table, found.letter_id, found.only_in) == ("letters", letter_id, "A")


def test_a_difference_reads_as_a_line() -> None:
    only = Difference("quantities", "x/1", "note 2", "3, 4, pood", only_in="B")
    assert str(only) == "quantities: x/1, note 2: only in B: 3, 4, pood"
    other = Difference("letters", "x/1", "", "the letter", column="genre", a="letter", b="note")
    assert str(other) == "letters: x/1: the letter: genre is 'letter' in A, 'note' in B"


def test_two_corpora_with_nothing_in_common_differ_in_their_letters(rows: Rows, letters: Path) -> None:
    other = parse(letters / "rye-1930.txt", letters / "ferry-1934.txt").rows
    found = [one for one in compare_tables(rows, other) if one.table == "letters"]
    assert [(one.letter_id, one.only_in) for one in found] == [("ferry-1934/1", "B"), ("ferry-1934/2", "B")]
