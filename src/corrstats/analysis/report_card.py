"""How right the tables are: the scores of every corpus that has a key, with intervals; the faults.

What is counted are facts on which key and table can agree or not (see ``scoring``). The intervals take the
facts as independent; those of one letter are not quite, so the true intervals are somewhat wider.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from corrstats.analysis.cells import make_table
from corrstats.analysis.intervals import wilson
from corrstats.analysis.scoring import score_tables
from corrstats.errors import CorrstatsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from corrstats.tables import Tables

_CARD = {
    "corpus": "category", "table": "category", "in_key": "whole", "found": "whole", "right": "whole",
    "precision": "number", "precision_low": "number", "precision_high": "number",
    "recall": "number", "recall_low": "number", "recall_high": "number",
    "f1": "number", "f1_low": "number", "f1_high": "number",
}  # fmt: skip
_FAULTS = {
    "corpus": "category", "table": "category", "fault": "category", "letter_id": "text", "fact": "text",
}  # fmt: skip


def report_card(tables: Tables, key: str | Path) -> pd.DataFrame:
    """Score every corpus that has a folder of its name in ``key``; one row a corpus and table.

    ``_low`` and ``_high`` are intervals of 95% (Wilson). That of F1 is the one of the share of facts on which
    key and table agree, of all facts that either has: F1 rises with that share. Scores of a table of which
    neither has any fact are missing. Raises CorrstatsError where no corpus has a key.
    """
    return make_table((_grade(corpus, row) for corpus, row in _scores(tables, Path(key))), _CARD)


def card_faults(tables: Tables, key: str | Path) -> pd.DataFrame:
    """Give each fact that the key has and the tables lack (missing), or the other way round (extra)."""
    rows = []
    for corpus, score in _scores(tables, Path(key)):
        letters = tables["letters"][tables["letters"]["corpus"] == corpus]
        ids = {str(row.ordinal): row.letter_id for row in letters.itertuples()}
        for fault in ("missing", "extra"):
            for ordinal, *fact in score[fault]:
                told = " | ".join(fact)
                row = {"corpus": corpus, "table": score["table"], "fault": fault, "fact": told}
                rows.append(row | {"letter_id": ids.get(ordinal)})
    return make_table(rows, _FAULTS)


def _scores(tables: Tables, key: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    corpora = [str(corpus) for corpus in tables["letters"]["corpus"].unique()]
    keyed = [corpus for corpus in corpora if (key / corpus).is_dir()]
    if not keyed:
        raise CorrstatsError(
            "no key of any of these corpora", advice="name a folder with a folder a corpus", file=str(key)
        )
    for corpus in keyed:
        for row in score_tables(tables, corpus, key / corpus).to_dict("records"):
            score = {str(name): cell for name, cell in row.items()}
            yield corpus, score | {"right": score["in_key"] - len(score["missing"])}


def pool_card(card: pd.DataFrame, groups: Mapping[str, str]) -> pd.DataFrame:
    """Pool the corpora of a report card: the facts of all that ``groups`` gives one name count together.

    One row a group and table, as ``report_card`` gives them. Raises KeyError for a corpus without a group.
    """
    names = card["corpus"].astype(str).map(lambda corpus: groups[corpus])
    counts = card.assign(corpus=names).groupby(["corpus", "table"], observed=True, sort=True)
    sums = counts[["in_key", "found", "right"]].sum().reset_index()
    return make_table((_grade(str(row["corpus"]), row) for row in sums.to_dict("records")), _CARD)


def _grade(corpus: str, score: Mapping[Any, Any]) -> dict[str, Any]:
    right = score["right"]
    of_found, of_key = wilson(right, score["found"]), wilson(right, score["in_key"])
    agreed = wilson(right, score["in_key"] + score["found"] - right)
    row = {"corpus": corpus, "right": right, **{name: score[name] for name in ("table", "in_key", "found")}}
    for name, share in (("precision", of_found), ("recall", of_key)):
        row |= {name: share.share, f"{name}_low": share.low, f"{name}_high": share.high}
    return row | {
        "f1": _f1(agreed.share),
        "f1_low": _f1(agreed.low),
        "f1_high": _f1(agreed.high),
    }


def _f1(agreed: float) -> float:
    """Give F1 from the share of all facts on which both agree.

    >>> _f1(0.5)
    0.6666666666666666
    """
    return 2 * agreed / (1 + agreed)
