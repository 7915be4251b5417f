"""Which conclusions survive which doubt."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from corrstats.analysis.doubts import SURE
from corrstats.plots.evidence import table_url
from corrstats.plots.marks import draw_value, laid_out, name_point
from corrstats.plots.style import (
    BLUE,
    INK,
    PAGE_WIDTH,
    PALE,
    SMALL,
    VERMILION,
    add_legend,
    finish,
    new_axes,
)
from corrstats.plots.wording import rows, spell_count

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    Row = dict[str, Any]

_ROW_HEIGHT = 0.3  # inches
_LINE = 40  # characters of a conclusion's line
_COLUMNS = {
    "clock": "clock an\nhour ahead",
    "mends_refused": "mends\nrefused",
    "each_left_out": "any letter\nleft out",
    "errors": "errors\ndrawn",
}
_SOURCES = {"registers": "events"}  # where a conclusion rests on no table of its name
_HOLDS: Row = {"marker": "o", "color": BLUE, "markersize": 7}
_FALLS: Row = {"marker": "X", "color": VERMILION, "markersize": 8}


def plot_doubts(conclusions: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the table of ``conclusions_in_doubt``: a row a conclusion, a column a doubt.

    A point is a conclusion that holds, a cross one that falls; beside errors stands in what part of the draws
    it holds. Where a doubt does not touch a conclusion the place is empty.
    """
    table = sorted(rows(conclusions), key=lambda row: not row["survives"])
    with laid_out():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, 1.9 + _ROW_HEIGHT * len(table))
        _label(ax, table)
        for place, row in enumerate(table):
            for column, name in enumerate(_COLUMNS):
                _draw(ax, (column, place), row, name)
        add_legend(ax, [name_point("holds", **_HOLDS), name_point("falls", **_FALLS)], over=24)
        finish(ax, title=_title(table), caption=_caption(table), shows=_shows(table), room=8)
    return ax


def _label(ax: Axes, table: list[Row]) -> None:
    ax.set_xlim(-0.5, len(_COLUMNS) - 0.2)
    ax.set_ylim(len(table) - 0.5, -0.5)
    ax.set_yticks(range(len(table)), [textwrap.fill(row["conclusion"], _LINE) for row in table])
    ax.set_xticks(range(len(_COLUMNS)), list(_COLUMNS.values()))
    ax.xaxis.tick_top()
    ax.tick_params(length=0, labelsize=SMALL)
    ax.spines[["left", "bottom"]].set_visible(False)
    for place in range(len(table) + 1):
        ax.axhline(place - 0.5, color=PALE, linewidth=0.8, zorder=0)


def _draw(ax: Axes, where: tuple[int, int], row: Row, name: str) -> None:
    value = row[name]
    if value is None:
        return
    holds = value >= SURE if name == "errors" else value
    draw_value(
        ax,
        where[0],
        where[1],
        table_url(_SOURCES.get(row["rests_on"]) or row["rests_on"]),
        **(_HOLDS if holds else _FALLS),
    )
    if name == "errors":
        label = ax.annotate(f"{value:.0%}", where, xytext=(7, 0), textcoords="offset points", va="center")
        label.set(fontsize=SMALL, color=INK)


_SOURCES = {
    "latencies": "latencies",
    "decisions": "decisions",
    "quantities": "quantities",
    "registers": "events",
}


# --- words ------------------------------------------------------------------------------------------------


def _title(table: list[Row]) -> str:
    survive = sum(row["survives"] for row in table)
    return f"{survive} of {spell_count(len(table), 'conclusion')} survive every doubt"


def _caption(table: list[Row]) -> str:
    return (
        f"n = {spell_count(len(table), 'conclusion')}. A place is empty where a doubt does not touch it."
        " Errors: rows are wrong or missed as often as the report card allows; a conclusion survives that"
        f" holds in {SURE:.0%} of the draws. Each doubt is taken alone. Source: tables latencies, decisions,"
        " quantities, events, and the answer key."
    )


def _shows(table: list[Row]) -> str:
    each = "; ".join(f"{row['conclusion']}: {'survives' if row['survives'] else 'falls'}" for row in table)
    return f"A table of conclusions and doubts. {each}."
