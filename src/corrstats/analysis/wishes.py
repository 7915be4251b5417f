"""What became of the points of letters that the editors tied to a note.

The paragraph that carries a note's mark asks. Acts that the note tells of answer if they came after the
letter's date; acts before it are background, and so are acts of the same note before a later one undid them.
Whether an act gives what was asked for, no table tells: of a point it is known only that, and when, the body
acted on it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from corrstats.analysis.cells import Row, TableSet, make_table, read_cells
from corrstats.analysis.decisions import decision_delays, note_outcomes, reversals
from corrstats.analysis.intervals import wilson

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd

WITHIN = (7, 30, 91, 365)  # days: a week, a month, a quarter, a year
_WISHES = {
    "corpus": "category", "letter_id": "text", "zone": "category", "note": "text", "outcome": "category",
    "undone": "flag", "background": "whole", "acts_after": "whole", "days_low": "whole", "days_high": "whole",
    "last_low": "whole", "last_high": "whole", "see": "text", "start": "whole", "end": "whole",
}  # fmt: skip
_MET = {
    "corpus": "category", "within": "whole", "wishes": "whole", "certain": "whole", "possible": "whole",
    "share_low": "number", "share_high": "number", "interval_low": "number", "interval_high": "number",
}  # fmt: skip


def wishes(tables: TableSet, *, knowledge: Path | None = None) -> pd.DataFrame:
    """Give every point of a letter that a mark ties to a note, with what the body did about it, in order.

    ``outcome`` is that of ``note_outcomes``; ``days_low`` and ``days_high`` bound the days to the first act
    after the letter, or of its day, ``last_low`` and ``last_high`` those to the last; ``background`` counts
    the acts before it. ``undone`` is whether an act after the letter took an earlier one back. ``start`` and
    ``end`` are the mark. Notes that no mark calls are left out: nothing ties them to a point.
    """
    marks = {_note(row): row for row in read_cells(tables["notes"])}
    acts: dict[tuple[str, str], list[Row]] = {}
    for act in read_cells(decision_delays(tables)):
        acts.setdefault(_note(act), []).append(act)
    taken_back = {
        _note(row)
        for row in read_cells(reversals(tables, knowledge=knowledge))
        if row["when"] in {"after", "same day"}
    }
    outcomes = [row for row in read_cells(note_outcomes(tables)) if row["marked"]]
    return make_table(
        (
            _wish(row, marks[_note(row)], acts.get(_note(row), []), _note(row) in taken_back)
            for row in outcomes
        ),
        _WISHES,
    )


def wishes_met(
    wishes: pd.DataFrame, *, within: Iterable[int] = WITHIN, confidence: float = 0.95
) -> pd.DataFrame:
    """Count, for each corpus and number of days, the points on which the body acted in that time.

    ``certain`` are those whose bounds leave no doubt, ``possible`` those as well that open dates allow;
    ``share_low`` and ``share_high`` are parts of all points. The interval around both holds the share of
    which these points would be a sample (Wilson); they take points as independent, which those of one letter
    are not.
    """
    by_corpus: dict[str, list[Row]] = {}
    for row in read_cells(wishes):
        by_corpus.setdefault(row["corpus"], []).append(row)
    found = [_met(own, days, confidence) for own in by_corpus.values() for days in within]
    return make_table(found, _MET)


def _note(row: Row) -> tuple[str, str]:
    return row["letter_id"], row["note"]


def _wish(outcome: Row, note: Row, acts: list[Row], undone: bool) -> Row:  # noqa: FBT001  a cell of the row
    answers = [act for act in acts if act["when"] in {"same day", "after"}]
    open_acts = [act for act in acts if act["when"] == "unsettled"]
    first, last = (answers[0], answers[-1]) if answers else ({}, {})
    low, high = first.get("days_low"), first.get("days_high")
    if not answers and open_acts:
        low, high = _any_of(open_acts)
    return outcome | {
        "zone": "body",
        "undone": undone,
        "background": outcome["before"],
        "acts_after": len(answers),
        "days_low": low,
        "days_high": high,
        "last_low": last.get("days_low"),
        "last_high": last.get("days_high"),
        "start": note["mark_start"],
        "end": note["mark_end"],
    }


def _any_of(acts: list[Row]) -> tuple[int | None, int | None]:
    """Bound the days to the first of some acts that may lie on either side of the letter, from 0."""
    highs = [act["days_high"] for act in acts]
    return 0, None if None in highs else max(highs)


def _met(own: list[Row], days: int, confidence: float) -> Row:
    certain = sum(row["acts_after"] > 0 and _up_to(row["days_high"], math.inf) <= days for row in own)
    possible = sum(row["days_low"] is not None and row["days_low"] <= days for row in own)
    least, most = (wilson(number, len(own), confidence=confidence) for number in (certain, possible))
    return {
        "corpus": own[0]["corpus"],
        "within": days,
        "wishes": len(own),
        "certain": certain,
        "possible": possible,
        "share_low": least.share,
        "share_high": most.share,
        "interval_low": least.low,
        "interval_high": most.high,
    }


def _up_to(days: int | None, otherwise: float) -> float:
    return otherwise if days is None else float(days)
