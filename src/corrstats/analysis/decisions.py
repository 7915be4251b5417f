"""From letters to the acts that their notes tell of: what came before, what after, and how many days.

A note mark ties a point of a letter to a note, and the note to acts of a deciding body. Delays are signed and
in whole days: negative where the body acted before the letter. A letter without a known day gives two bounds,
and an open one where its date is open; nothing is put into the middle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from corrstats.analysis.cells import Row, TableSet, corpus_of, day_of, make_table, read_cells
from corrstats.analysis.survival import median_bounds
from corrstats.knowledge import Rows

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    import pandas as pd

DELAYS = {
    "corpus": "category", "letter_id": "text", "zone": "category", "note": "text", "body": "category",
    "action": "text", "letter_earliest": "moment", "letter_latest": "moment", "act_earliest": "moment",
    "act_latest": "moment", "days_low": "whole", "days_high": "whole", "when": "category",
    "start": "whole", "end": "whole",
}  # fmt: skip
_NOTES = {
    "corpus": "category", "letter_id": "text", "zone": "category", "note": "text", "marked": "flag",
    "before": "whole", "same_day": "whole", "after": "whole", "unsettled": "whole", "days_low": "whole",
    "days_high": "whole", "see": "text", "outcome": "category", "start": "whole", "end": "whole",
}  # fmt: skip
_BY = {
    "acts": "whole", "days": "text", "median_low": "number", "median_high": "number",
    "interval_low": "number", "interval_high": "number", "coverage": "number",
}  # fmt: skip
_REVERSALS = {
    "corpus": "category", "letter_id": "text", "zone": "category", "note": "text", "undone_body": "category",
    "undone_action": "text", "undone_date": "moment", "body": "category", "action": "text", "date": "moment",
    "days_low": "whole", "days_high": "whole", "when": "category", "start": "whole", "end": "whole",
}  # fmt: skip


@dataclass(frozen=True)
class Sense:
    """What an act does by its verb: appointed, removed or undone."""

    act: str
    sense: str
    source: str


class Bounds(NamedTuple):
    """A stretch of days, both ends inclusive, None where open."""

    earliest: dt.date | None
    latest: dt.date | None


def decision_delays(tables: TableSet) -> pd.DataFrame:
    """Give every act with the days from its letter to it, in the order of the letters and then of the days.

    ``days_low`` and ``days_high`` are its bounds, missing where the letter's date is open on that side. In
    ``when`` an act stands before or after its letter, on the same day, or unsettled where the bounds allow
    more than one of these. Acts that a letter names a second time are left out.
    """
    letters = {row["letter_id"]: row for row in read_cells(tables["letters"])}
    order = {letter_id: place for place, letter_id in enumerate(letters)}
    acts = [row for row in read_cells(tables["decisions"]) if not row["repeat"]]
    found = [_delay(act, letters[act["letter_id"]]) for act in acts]
    found.sort(key=lambda row: (order[row["letter_id"]], row["act_earliest"]))
    return make_table(found, DELAYS)


def note_outcomes(tables: TableSet) -> pd.DataFrame:
    """Give every note with the acts that it tells of, counted by when they came, and what became of it.

    ``outcome``, the first that fits: decided after, on the same day, unsettled, decided before only, told in
    another note (``see``), no act told. ``days_low`` and ``days_high`` count to the first act after the
    letter. ``marked`` is whether the text calls the note; only then a point of the letter is tied to it.
    """
    acts: dict[tuple[str, str], list[Row]] = {}
    for row in read_cells(decision_delays(tables)):
        acts.setdefault((row["letter_id"], row["note"]), []).append(row)
    pointers = {
        (row["letter_id"], row["note"]): row["verbatim"]
        for row in read_cells(tables["references"])
        if row["kind"] == "edition" and row["zone"] == "note"
    }
    notes = [(row, (row["letter_id"], row["note"])) for row in read_cells(tables["notes"])]
    return make_table((_outcome(row, acts.get(key, []), pointers.get(key)) for row, key in notes), _NOTES)


def reversals(tables: TableSet, *, knowledge: Path | None = None) -> pd.DataFrame:
    """Give every act whose verbs undo one, with the act before it in its note that it may undo.

    Which verbs do is in ``knowledge/senses.csv``. The act undone is the last of the note before it; where the
    note tells of none, its columns are missing. ``days_low`` and ``days_high`` lie between the two.
    """
    undoing = verbs_of("undone", knowledge)
    delays = read_cells(decision_delays(tables))
    found = [_reversal(act, _same_note(act, delays)) for act in delays if undoing & _verbs(act)]
    return make_table(found, _REVERSALS)


def delays_by(delays: pd.DataFrame, by: str = "corpus") -> pd.DataFrame:
    """Give the days from letter to act of the acts that came after, for each value of a column.

    ``days`` names all of them, ``median_low`` and ``median_high`` are the least and the greatest median that
    their bounds allow, the interval around them is exact (see ``median_interval``) and holds the true median
    with probability ``coverage`` or more; its upper end is missing where it is open. Acts that cannot be
    placed before or after their letter are not counted.
    """
    groups: dict[str | None, list[Row]] = {}
    for row in read_cells(delays):
        if row["when"] == "after":
            groups.setdefault(row[by], []).append(row)
    found = [{by: value} | _median_of(groups[value]) for value in sorted(groups, key=str)]
    return make_table(found, {by: "text"} | _BY)


def verbs_of(sense: str, knowledge: Path | None = None) -> frozenset[str]:
    """Give the verbs of acts that have a sense: appointed, removed or undone.

    >>> "recalled" in verbs_of("removed")
    True
    """
    return frozenset(row.act for row in Rows(knowledge).read("senses.csv", Sense) if row.sense == sense)


def days_between(first: Bounds, last: Bounds) -> tuple[int | None, int | None]:
    """Give the fewest and the most days from one stretch to another, None where open.

    >>> from datetime import date
    >>> days_between(Bounds(date(1930, 8, 2), None), Bounds(date(1930, 8, 10), date(1930, 8, 10)))
    (None, 8)
    """
    low = (last.earliest - first.latest).days if last.earliest and first.latest else None
    high = (last.latest - first.earliest).days if last.latest and first.earliest else None
    return low, high


def spell_when(low: int | None, high: int | None) -> str:
    """Say on which side of a day something lies that is this many days away.

    >>> spell_when(1, None), spell_when(-3, -1), spell_when(0, 0), spell_when(0, 20)
    ('after', 'before', 'same day', 'unsettled')
    """
    if low is not None and low > 0:
        return "after"
    if high is not None and high < 0:
        return "before"
    return "same day" if low == high == 0 else "unsettled"


# --- medians ----------------------------------------------------------------------------------------------


def _median_of(acts: list[Row]) -> Row:
    lows = [float(act["days_low"]) for act in acts]
    highs = [math.inf if act["days_high"] is None else float(act["days_high"]) for act in acts]
    least, greatest = median_bounds(lows, highs)
    return {
        "acts": len(acts),
        "days": "; ".join(_spell_days(*pair) for pair in sorted(zip(lows, highs, strict=True))),
        "median_low": least.median,
        "median_high": _if_known(greatest.median),
        "interval_low": least.low,
        "interval_high": _if_known(greatest.high),
        "coverage": min(least.coverage, greatest.coverage),
    }


def _spell_days(low: float, high: float) -> str:
    if math.isinf(high):
        return f"{low:.0f} or more"
    return f"{low:.0f}" if low == high else f"{low:.0f} to {high:.0f}"


def _if_known(days: float) -> float | None:
    return None if math.isinf(days) else days


# --- rows -------------------------------------------------------------------------------------------------


def bounds_of(row: Row, prefix: str) -> Bounds:
    """Give the days between two columns of a row, ``PREFIX_earliest`` and ``PREFIX_latest``."""
    return Bounds(day_of(row[f"{prefix}_earliest"]), day_of(row[f"{prefix}_latest"]))


def _delay(act: Row, letter: Row) -> Row:
    written, acted = bounds_of(letter, "date"), bounds_of(act, "date")
    low, high = days_between(written, acted)
    return act | {
        "corpus": corpus_of(act["letter_id"]),
        "letter_earliest": written.earliest,
        "letter_latest": written.latest,
        "act_earliest": acted.earliest,
        "act_latest": acted.latest,
        "days_low": low,
        "days_high": high,
        "when": spell_when(low, high),
    }


def _outcome(note: Row, acts: list[Row], see: str | None) -> Row:
    counts = dict.fromkeys(("before", "same day", "after", "unsettled"), 0)
    for act in acts:
        counts[act["when"]] += 1
    first = next((act for act in acts if act["when"] == "after"), {})
    return note | {
        "corpus": corpus_of(note["letter_id"]),
        "zone": "note",
        "marked": note["mark_start"] is not None,
        **{name.replace(" ", "_"): count for name, count in counts.items()},
        "days_low": first.get("days_low"),
        "days_high": first.get("days_high"),
        "see": see,
        "outcome": _spell_outcome(counts, see),
    }


def _spell_outcome(counts: dict[str, int], see: str | None) -> str:
    for when, outcome in (
        ("after", "decided after"),
        ("same day", "decided on the same day"),
        ("unsettled", "unsettled"),
        ("before", "decided before only"),
    ):
        if counts[when]:
            return outcome
    return "told in another note" if see else "no act told"


def _verbs(act: Row) -> set[str]:
    return set(act["action"].split("; "))


def _same_note(act: Row, acts: list[Row]) -> list[Row]:
    return [one for one in acts if (one["letter_id"], one["note"]) == (act["letter_id"], act["note"])]


def _reversal(act: Row, note: list[Row]) -> Row:
    before = [one for one in note if one["act_latest"] < act["act_earliest"]]
    undone = max(before, key=lambda one: one["act_earliest"], default=None)
    low, high = days_between(bounds_of(undone, "act"), bounds_of(act, "act")) if undone else (None, None)
    return act | {
        "date": act["act_earliest"],
        "undone_body": undone and undone["body"],
        "undone_action": undone and undone["action"],
        "undone_date": undone and undone["act_earliest"],
        "days_low": low,
        "days_high": high,
    }
