"""How much headline results move when the parser's errors and the unresolved readings are drawn at random.

The model, for each of many draws from a seed:

- *Errors.* How right the rows are that a result rests on is not known but drawn: precision from
  Beta(right + 1/2, wrong + 1/2), recall from Beta(right + 1/2, missed + 1/2), with the counts of the report
  card (H. Jeffreys' prior: an error that was never seen is not taken to be impossible). A row stays with the
  probability that it is right; of missed rows there are as many as that recall makes likely (negative
  binomial), and each is like a row that was found. A delay rests on two rows, an act and an amount on one.
- *Readings.* A value between bounds is drawn evenly between them; a mended reading is refused in every second
  draw; the clock of the south is an hour ahead in every second draw; an act on an undecided side of its
  letter lies after it in every second draw.

The rules were made with the key in view, so a share of errors may be set instead of that of the card.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from corrstats.analysis.cells import Row, TableSet, make_table, read_cells
from corrstats.analysis.decisions import decision_delays

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    Values = np.ndarray[tuple[int], np.dtype[np.float64]]
    Statistic = Callable[[Values], float]

_SPREAD = {
    "result": "category", "unit": "category", "rests_on": "category", "varied": "category", "n": "whole",
    "base": "number", "low": "number", "middle": "number", "high": "number", "draws": "whole",
    "error_share": "number",
}  # fmt: skip
VARIED = ("errors", "readings", "both")
_EXPECTED = 0.95


class Quality(NamedTuple):
    """How many rows of a table are right, wrong and missed; or the share of errors that stands for both."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    error_share: float | None = None

    def draw(self, random: np.random.Generator) -> tuple[float, float]:
        """Draw precision and recall."""
        if self.error_share is not None:
            return (1 - self.error_share,) * 2
        precision, recall = (
            float(random.beta(self.right + 0.5, errors + 0.5)) for errors in (self.wrong, self.missed)
        )
        return precision, recall


@dataclass(frozen=True)
class Headline:
    """A result: what it is made of, and how.

    ``low`` and ``high`` bound each value; ``taken`` is the probability that it counts. ``in_base`` are those
    that make up the result as it is told, ``rows`` how many rows of a table each rests on. ``shift`` is what
    the clock of the south may take from each.
    """

    name: str
    unit: str
    table: str
    rows: int
    statistic: Statistic
    low: Values
    high: Values
    taken: Values
    in_base: np.ndarray[tuple[int], np.dtype[np.bool_]]
    shift: float = 0.0

    @property
    def base(self) -> float:
        """The result as it is told: the middle of each value that counts."""
        return self.statistic((self.low + self.high)[self.in_base] / 2)


def result_spreads(
    tables: TableSet,
    card: pd.DataFrame,
    *,
    error_share: float | None = None,
    draws: int = 2000,
    seed: int = 1934,
) -> pd.DataFrame:
    """Draw the headline results again and again; one row a result and what was varied.

    ``card`` is a ``report_card``; with ``error_share``, that share of all rows is wrong, and as large a share
    of facts missed, whatever the card says. ``low`` to ``high`` hold 95% of the draws, ``middle`` is their
    median, ``base`` the result as it is told, from ``n`` values. The same seed gives the same numbers.
    """
    quality = pool_quality(card, error_share)
    return make_table(
        (
            _spread(headline, varied, _draw_all(headline, varied, quality[headline.table], draws, seed))
            | {"error_share": error_share}
            for headline in headlines(tables)
            for varied in VARIED
        ),
        _SPREAD,
    )


def pool_quality(card: pd.DataFrame, error_share: float | None) -> dict[str, Quality]:
    """Add up the counts of all corpora on a report card, by table."""
    pooled: dict[str, Quality] = {}
    for row in read_cells(card):
        old = pooled.get(row["table"], Quality())
        wrong, missed = row["found"] - row["right"], row["in_key"] - row["right"]
        pooled[row["table"]] = Quality(
            old.right + row["right"], old.wrong + wrong, old.missed + missed, error_share
        )
    return pooled


def _spread(headline: Headline, varied: str, drawn: Values) -> Row:
    tail = (1 - _EXPECTED) / 2
    # no more digits than all computers agree on
    low, middle, high = np.nanquantile(drawn, (tail, 0.5, 1 - tail)).round(4)
    return {
        "result": headline.name,
        "unit": headline.unit,
        "rests_on": headline.table,
        "varied": varied,
        "n": int(headline.in_base.sum()),
        "base": headline.base,
        "low": low,
        "middle": middle,
        "high": high,
        "draws": len(drawn),
    }


def _draw_all(headline: Headline, varied: str, quality: Quality, draws: int, seed: int) -> Values:
    random = np.random.default_rng([seed, VARIED.index(varied)])
    return _numbers([_draw(headline, varied, quality, random) for _ in range(draws)])


def _draw(headline: Headline, varied: str, quality: Quality, random: np.random.Generator) -> float:
    """Give the result of one draw; NaN where nothing is left to have it of."""
    if varied == "errors":
        values = ((headline.low + headline.high) / 2)[headline.in_base]
    else:
        counts = random.random(len(headline.low)) < headline.taken
        values = random.uniform(headline.low, headline.high)[counts] - headline.shift * random.integers(2)
    if varied != "readings":
        values = _with_errors(values, headline.rows, quality, random)
    return headline.statistic(values)


def _with_errors(values: Values, rows: int, quality: Quality, random: np.random.Generator) -> Values:
    """Take out values that may be wrong, and add as many like the others as may have been missed."""
    right, found = (share**rows for share in quality.draw(random))
    kept = values[random.random(len(values)) < right]
    missed = random.negative_binomial(len(kept), found) if len(kept) else 0
    return np.concatenate([kept, random.choice(values, missed)])


# --- the results ------------------------------------------------------------------------------------------


def headlines(tables: TableSet) -> list[Headline]:
    """Give the results that are drawn, as far as the tables have what they rest on."""
    found = [_median_delay(tables), _acts_after(tables), _poods(tables)]
    return [headline for headline in found if headline.in_base.any()]


def _numbers(cells: list[float]) -> Values:
    return np.array(cells, dtype=np.float64)


def _median(values: Values) -> float:
    return float(np.median(values)) if len(values) else float("nan")


def _total(values: Values) -> float:
    return float(values.sum())


def _median_delay(tables: TableSet) -> Headline:
    """Give the median of the delays to the minute; those between bounds are drawn in beside them."""
    rows = [row for row in read_cells(tables["latencies"]) if row["leg"] == "sent to reply"]
    rows = [row for row in rows if row["hours_low"] is not None and row["hours_high"] is not None]
    return Headline(
        name="median delay of an answer",
        unit="hours",
        table="events",
        rows=2,
        statistic=_median,
        low=_numbers([row["hours_low"] for row in rows]),
        high=_numbers([row["hours_high"] for row in rows]),
        taken=np.ones(len(rows)),
        in_base=np.array([row["status"] == "exact" for row in rows], dtype=np.bool_),
        shift=1.0,
    )


def _acts_after(tables: TableSet) -> Headline:
    """Count the acts after their letter; one that may be on either side counts in a part of the draws."""
    acts = read_cells(decision_delays(tables))
    ones = np.ones(len(acts))
    return Headline(
        name="acts after their letter",
        unit="acts",
        table="decisions",
        rows=1,
        statistic=_total,
        low=ones,
        high=ones,
        taken=_numbers([_chance_after(act) for act in acts]),
        in_base=np.array([act["when"] == "after" for act in acts], dtype=np.bool_),
    )


def _chance_after(act: Row) -> float:
    """Give the chance that an act came after its letter, any day between the bounds being as likely."""
    if act["when"] != "unsettled":
        return float(act["when"] == "after")
    low, high = act["days_low"], act["days_high"]
    if low is None or high is None:
        return 0.5
    return high / (high - low + 1) if high > 0 else 0.0


def _poods(tables: TableSet) -> Headline:
    """Sum up all amounts in poods, mended ones among them: a measure of what was read, not of any grain."""
    rows = [row for row in read_cells(tables["quantities"]) if row["unit"] == "pood"]
    return Headline(
        name="sum of all poods named",
        unit="million poods",
        table="quantities",
        rows=1,
        statistic=_total,
        low=_numbers([row["low"] / 1e6 for row in rows]),
        high=_numbers([row["high"] / 1e6 for row in rows]),
        taken=_numbers([0.5 if row["emended"] else 1.0 for row in rows]),
        in_base=np.ones(len(rows), dtype=np.bool_),
    )
