"""Invented letters of other months, written by others: what was gained on them is not lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import corrstats as cs
from corrstats.analysis import score_tables

if TYPE_CHECKING:
    from pathlib import Path

# lowest F1 that any table of these letters may have
FLOORS = {
    "molotov-1927": 0.97,
    "kaganovich-1933-08": 0.97,
    "molotov-1929": 0.93,
    "kaganovich-1932-07": 0.93,
    "molotov-1926": 0.99,
    "kaganovich-1935-09": 0.99,
}
# the same for editions of other kinds, which are described in docs/examples
OTHER_KINDS = {"collected-works": 0.98, "embassy-papers": 0.99}


@pytest.mark.parametrize("corpus", FLOORS)
def test_no_table_of_unseen_letters_falls_under_its_floor(root: Path, corpus: str) -> None:
    folder = root / "tests" / "unseen"
    tables = cs.parse(folder / f"{corpus}.txt").tables
    card = score_tables(tables, corpus, folder / "key" / corpus)
    assert (card["f1"] >= FLOORS[corpus]).all(), card[["table", "f1", "missing", "extra"]].to_string()


@pytest.mark.parametrize("corpus", OTHER_KINDS)
def test_no_table_of_an_edition_of_another_kind_falls_under_its_floor(root: Path, corpus: str) -> None:
    file = root / "docs" / "examples" / f"{corpus}.txt"
    tables = cs.parse(file, edition=file.with_suffix(".toml")).tables
    card = score_tables(tables, corpus, root / "tests" / "unseen" / "key" / corpus)
    assert (card["f1"] >= OTHER_KINDS[corpus]).all(), card[["table", "f1", "missing", "extra"]].to_string()
