"""The tables of the invented editions, cell by cell, as a human read them (`make golden` writes them)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import corrstats as cs
from corrstats.tables import csv_text, read_schema

if TYPE_CHECKING:
    from conftest import Golden

FIXTURES = Path(__file__).parent / "fixtures"
LETTERS = sorted((FIXTURES / "letters").glob("*.txt"))


@cache
def parsed(path: Path) -> cs.Corpus:
    """Parse an invented edition once."""
    return cs.parse(path)


@pytest.mark.parametrize("table", read_schema())
@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_a_table_is_as_it_was_read_by_a_human(path: Path, table: str, golden: Golden) -> None:
    text = csv_text(read_schema()[table], parsed(path).rows[table])
    golden.check_file(FIXTURES / "goldens" / path.stem / f"{table}.csv", text)


def test_every_golden_is_of_a_text_and_a_table_that_there_are() -> None:
    found = {path.relative_to(FIXTURES / "goldens") for path in (FIXTURES / "goldens").rglob("*.csv")}
    assert found == {Path(path.stem, f"{table}.csv") for path in LETTERS for table in read_schema()}
