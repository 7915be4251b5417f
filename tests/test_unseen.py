"""Invented letters of other months, written by others: what was gained on them is not lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import corrstats as cs
from corrstats.analysis import score_tables

if TYPE_CHECKING:
    from pathlib import Path

# lowest F1 that any table of these letters may have
FLOORS = {"molotov-1927": 0.97, "kaganovich-1933-08": 0.97, "molotov-1929": 0.93, "kaganovich-1932-07": 0.93}


@pytest.mark.parametrize("corpus", FLOORS)
def test_no_table_of_unseen_letters_falls_under_its_floor(root: Path, corpus: str) -> None:
    folder = root / "tests" / "unseen"
    tables = cs.parse(folder / f"{corpus}.txt").tables
    card = score_tables(tables, corpus, folder / "key" / corpus)
    assert (card["f1"] >= FLOORS[corpus]).all(), card[["table", "f1", "missing", "extra"]].to_string()
