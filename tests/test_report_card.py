"""The report card: the committed tables of both editions, held against the answer key, table by table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

import corrstats as cs
from corrstats.analysis import score_tables
from corrstats.tables import Tables

if TYPE_CHECKING:
    from pathlib import Path

# lowest F1 that any table of the two editions may have
FLOOR = 0.99
CORPORA = ("molotov-1930", "kaganovich-1934-10")


@pytest.mark.parametrize("corpus", CORPORA)
def test_no_table_of_the_regesta_falls_under_the_floor(
    root: Path, corpus: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = cs.read_tables(root / "data" / "tables")
    card = score_tables(tables, corpus, root / "tests" / "key" / corpus)
    with capsys.disabled():
        shown = card[["table", "precision", "recall", "f1", "in_key"]].round(3)
        print(f"\n{corpus}, regesta against the key\n{shown.to_string(index=False)}")  # noqa: T201  to be read
    assert (card["f1"] >= FLOOR).all(), card[["table", "missing", "extra"]].to_string()


def test_a_lost_row_and_a_wrong_one_lower_the_score(root: Path) -> None:
    tables = cs.read_tables(root / "data" / "tables")
    corpus = CORPORA[0]
    key = root / "tests" / "key" / corpus
    amounts = tables.quantities.copy()
    mine = amounts["letter_id"].str.startswith(f"{corpus}/") & (amounts["unit"] == "pood")
    first, second = amounts.index[mine][:2]
    amounts.loc[first, "low"] = 1.0
    damaged = Tables({**dict(tables.items()), "quantities": amounts.drop(second)})
    before, after = (_card(one, corpus, key) for one in (tables, damaged))
    assert after["quantities"][1] < before["quantities"][1]
    assert after["quantities"][0] < before["quantities"][0]
    assert after["mentions"] == before["mentions"]


def _card(tables: Tables, corpus: str, key: Path) -> dict[str, tuple[float, float]]:
    """Give precision and recall by table."""
    card = score_tables(tables, corpus, key)
    shares = zip(card["precision"].to_list(), card["recall"].to_list(), strict=True)
    return dict(zip(card["table"].to_list(), shares, strict=True))


def test_a_key_that_is_not_there_is_told(root: Path, tmp_path: Path) -> None:
    with pytest.raises(cs.CorrstatsError, match="no such file of the key"):
        score_tables(cs.read_tables(root / "data" / "tables"), CORPORA[0], tmp_path)


def test_scores_are_shares(root: Path) -> None:
    card = score_tables(
        cs.read_tables(root / "data" / "tables"), CORPORA[1], root / "tests" / "key" / CORPORA[1]
    )
    shares = pd.concat([card["precision"], card["recall"], card["f1"]])
    assert shares.between(0, 1).all()
