"""Which conclusions survive each doubt: a clock, refused mends, any one letter left out, errors of reading.

A conclusion is a sentence that the tables make true or false; where they have nothing that it is about it is
neither. Promises: every threshold stands in the sentence; a conclusion survives a doubt only if it holds for
each value that the doubt allows; errors are drawn as ``result_spreads`` draws them, from a seed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from corrstats.analysis.cells import Row, TableSet, make_table, read_cells
from corrstats.analysis.decisions import decision_delays
from corrstats.analysis.grain import grain_figures, grain_per_day
from corrstats.analysis.latency import answer_delays, to_the_minute
from corrstats.analysis.sensitivity import Quality, pool_quality
from corrstats.analysis.south_clock import CONCLUSIONS, SHIFTS
from corrstats.analysis.unseen import message_numbers, whole_traffic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

SURE = 0.95  # of the draws in which a conclusion must hold to survive errors
_QUARTER, _THIRD = 91, 1 / 3
_ROWS_A_DELAY = 2  # a delay rests on a dispatch and on an answer
_DOUBTS = {
    "conclusion": "text", "rests_on": "category", "n": "whole", "as_told": "flag", "clock": "flag",
    "mends_refused": "flag", "each_left_out": "flag", "hangs_on": "text", "errors": "number",
    "survives": "flag",
}  # fmt: skip


@dataclass(frozen=True)
class _Facts:
    """What conclusions are drawn from: delays on a clock, acts, amounts, and the share printed."""

    delays: pd.DataFrame
    shift: float
    acts: list[Row]
    amounts: list[Row]
    share_printed: float | None


@dataclass(frozen=True)
class _Conclusion:
    """A sentence, the table that it rests on, and whether facts bear it; None where they say nothing."""

    sentence: str
    table: str
    holds: Callable[[_Facts], bool | None]


def conclusions_in_doubt(  # noqa: PLR0913  each doubt by its name
    tables: TableSet,
    card: pd.DataFrame,
    refused: TableSet,
    *,
    error_share: float | None = None,
    draws: int = 100,
    seed: int = 1934,
) -> pd.DataFrame:
    """Hold each conclusion against each doubt alone; one row a conclusion that the tables have a say in.

    ``as_told``: by the tables as they are. ``clock``: however many hours the answering clock was ahead
    (SHIFTS). ``mends_refused``: by the tables of the same text parsed with ``emend=False``.
    ``each_left_out``: whichever letter is left out; ``hangs_on`` names those without which it falls.
    ``errors``: the part of the draws in which it holds when rows are wrong or missed as ``card``, a
    ``report_card``, allows, or ``error_share`` of all. It ``survives`` if it holds throughout, and in 95% of
    the draws. Missing where a doubt does not touch it, or leaves nothing to say.
    """
    told, plain = _facts(tables), _facts(refused)
    clocks = [_on_clock(told, tables, shift) for shift in SHIFTS]
    left_out = {letter_id: _without(told, tables, letter_id) for letter_id in _letters(tables)}
    drawn = list(_draw(told, pool_quality(card, error_share), draws, seed))
    found = [
        _row(one, told, clocks, plain, left_out, drawn)
        for one in _conclusions()
        if one.holds(told) is not None
    ]
    return make_table(found, _DOUBTS)


def _row(  # noqa: PLR0913, PLR0917  each doubt in turn
    one: _Conclusion,
    told: _Facts,
    clocks: list[_Facts],
    plain: _Facts,
    left_out: dict[str, _Facts],
    drawn: list[_Facts],
) -> Row:
    as_told = one.holds(told)
    without = {letter_id: one.holds(facts) for letter_id, facts in left_out.items()}
    hangs_on = [letter_id for letter_id, holds in without.items() if holds is not None and holds != as_told]
    draws = [holds for facts in drawn if (holds := one.holds(facts)) is not None]
    errors = None if one.table == "registers" or not draws else round(sum(draws) / len(draws), 4)
    clock = all(one.holds(facts) for facts in clocks) if one.table == "latencies" else None
    mends = one.holds(plain) if one.table == "quantities" else None
    each = as_told and not hangs_on
    sure = errors is None or errors >= SURE
    return {
        "conclusion": one.sentence,
        "rests_on": one.table,
        "n": _count(one.table, told),
        "as_told": as_told,
        "clock": clock,
        "mends_refused": mends,
        "each_left_out": each,
        "hangs_on": "; ".join(hangs_on) or None,
        "errors": errors,
        "survives": bool(as_told and clock is not False and mends is not False and each and sure),
    }


# --- facts ------------------------------------------------------------------------------------------------


def _letters(tables: TableSet) -> list[str]:
    return [row["letter_id"] for row in read_cells(tables["letters"])]


def _facts(tables: TableSet) -> _Facts:
    return _Facts(
        delays=to_the_minute(answer_delays(tables["latencies"])),
        shift=0.0,
        acts=read_cells(decision_delays(tables)),
        amounts=_amounts(tables),
        share_printed=_share_printed(tables),
    )


def _on_clock(facts: _Facts, tables: TableSet, shift: float) -> _Facts:
    """Put the delays on an answering clock that was so many hours ahead."""
    delays = to_the_minute(answer_delays(tables["latencies"], clock_shift=shift))
    return replace(facts, delays=delays, shift=shift)


def _without(facts: _Facts, tables: TableSet, letter_id: str) -> _Facts:
    """Leave out what rests on one letter."""
    own = {name: tables[name][tables[name]["letter_id"] != letter_id] for name in _OF_REGISTERS}
    wired = len(own["events"]) < len(tables["events"])
    return replace(
        facts,
        delays=facts.delays[facts.delays["letter_id"] != letter_id],
        acts=[row for row in facts.acts if row["letter_id"] != letter_id],
        amounts=[row for row in facts.amounts if row["letter_id"] != letter_id],
        share_printed=_share_printed(own) if wired else facts.share_printed,
    )


_OF_REGISTERS = ("letters", "correspondents", "events")


def _amounts(tables: TableSet) -> list[Row]:
    """Give the amounts with what they are a day, where their sentence names their days."""
    a_day = {(row["letter_id"], row["start"]): row for row in read_cells(grain_per_day(tables))}
    return [
        row | a_day.get((row["letter_id"], row["start"]), {}) for row in read_cells(grain_figures(tables))
    ]


def _share_printed(tables: TableSet) -> float | None:
    """Give the most that the edition can print of the traffic that the registers count."""
    whole = read_cells(whole_traffic(message_numbers(tables)))
    return whole[0]["share_high"] if whole else None


def _count(table: str, facts: _Facts) -> int | None:
    counts = {"latencies": len(facts.delays), "decisions": len(facts.acts), "quantities": len(facts.amounts)}
    return counts.get(table)


# --- errors -----------------------------------------------------------------------------------------------


def _draw(facts: _Facts, quality: dict[str, Quality], draws: int, seed: int) -> Iterator[_Facts]:
    """Take rows out that may be wrong, and add rows like the others as often as some may be missed."""
    random = np.random.default_rng(seed)
    for _ in range(draws):
        delays = _with_errors(len(facts.delays), quality["events"], _ROWS_A_DELAY, random)
        acts = _with_errors(len(facts.acts), quality["decisions"], 1, random)
        amounts = _with_errors(len(facts.amounts), quality["quantities"], 1, random)
        yield replace(
            facts,
            delays=facts.delays.iloc[delays],
            acts=[facts.acts[place] for place in acts],
            amounts=[facts.amounts[place] for place in amounts],
        )


def _with_errors(n: int, quality: Quality, rows: int, random: np.random.Generator) -> list[int]:
    """Give the places of the rows that are kept, and once more of those that stand for missed ones."""
    right, found = (share**rows for share in quality.draw(random))
    kept = np.flatnonzero(random.random(n) < right)
    missed = random.negative_binomial(len(kept), found) if len(kept) else 0
    return [int(place) for place in (*kept, *random.choice(kept, missed))]


# --- conclusions ------------------------------------------------------------------------------------------


def _conclusions() -> list[_Conclusion]:
    waits = [_Conclusion(sentence, "latencies", _of_delays(holds)) for sentence, holds in CONCLUSIONS.items()]
    return [
        *waits,
        _Conclusion("more acts came after their letter than before it", "decisions", _more_after),
        _Conclusion("most acts after a letter came within a quarter of a year", "decisions", _in_a_quarter),
        _Conclusion("a day's shipment is less than half of what the export asks for", "quantities", _shipped),
        _Conclusion(
            "September brought more grain than September of the year before", "quantities", _september
        ),
        _Conclusion("less than a third of the incoming messages is printed", "registers", _printed),
    ]


def _of_delays(holds: Callable[[pd.DataFrame, float], bool]) -> Callable[[_Facts], bool | None]:
    return lambda facts: bool(holds(facts.delays, facts.shift)) if len(facts.delays) > 1 else None


def _more_after(facts: _Facts) -> bool | None:
    """Count acts that may be on either side as before, so that it holds whatever the open dates are."""
    after = sum(act["when"] == "after" for act in facts.acts)
    others = sum(act["when"] in {"before", "unsettled"} for act in facts.acts)
    return after > others if facts.acts else None


def _in_a_quarter(facts: _Facts) -> bool | None:
    after = [act for act in facts.acts if act["when"] == "after"]
    early = [act for act in after if act["days_high"] is not None and act["days_high"] <= _QUARTER]
    return len(early) * 2 > len(after) if after else None


def _shipped(facts: _Facts) -> bool | None:
    """Hold the least shipment that is told, by its upper bound, against the export, by its lower one."""
    shipped = _of_measure(facts.amounts, "daily shipment")
    asked = _of_measure(facts.amounts, "export")
    if not shipped or not asked:
        return None
    most, least = min(row["a_day_high"] for row in shipped), min(row["a_day_low"] for row in asked)
    return bool(2 * most < least)


def _of_measure(amounts: list[Row], measure: str) -> list[Row]:
    return [row for row in amounts if row["measure"] == measure and row.get("a_day_high") is not None]


def _september(facts: _Facts) -> bool | None:
    procured = {row["when"]: row for row in facts.amounts if row["measure"] == "procured"}
    years = sorted(when for when in procured if str(when).startswith("September "))
    if len(years) < 2:
        return None
    before, last = (procured[when] for when in years[-2:])
    return bool(last["poods_low"] > before["poods_high"])


def _printed(facts: _Facts) -> bool | None:
    return None if facts.share_printed is None else facts.share_printed < _THIRD
