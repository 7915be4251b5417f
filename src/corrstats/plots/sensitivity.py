"""Headline results, and how far they move when errors and open readings are drawn at random."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from corrstats.plots.evidence import table_url
from corrstats.plots.marks import laid_out, name_point, write_beside
from corrstats.plots.style import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PAGE_WIDTH,
    PAPER,
    add_legend,
    finish,
    new_axes,
)
from corrstats.plots.wording import rows

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    Spread = dict[str, Any]

_ROW_HEIGHT = 0.3  # inches
_BETWEEN = 2.1  # rows, between two results
_HALF = 0.26  # of a row
_COLOURS = {"errors": BLUE, "readings": ORANGE, "both": GREY}
_NAMES = {"errors": "errors drawn", "readings": "readings drawn", "both": "both drawn"}


def plot_sensitivity(spreads: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw ``result_spreads``: for each result where 95% of the draws lie, by what was varied.

    Each result has an axis of its own; the line is the result as it is told.
    """
    results: dict[str, list[Spread]] = {}
    for row in rows(spreads):
        results.setdefault(row["result"], []).append(row)
    with laid_out():
        if ax is None:
            lines = sum(map(len, results.values())) + _BETWEEN * max(len(results) - 1, 0)
            ax = new_axes(PAGE_WIDTH, 2.0 + _ROW_HEIGHT * lines)
        ax.set_axis_off()
        for panel, own in zip(_panels(ax, results), results.values(), strict=True):
            _draw_result(panel, own)
        _name_marks(ax)
        told = [row for own in results.values() for row in own]
        finish(ax, title=_title(told), caption=_caption(told), shows=_shows(told), room=36)
    return ax


def _panels(ax: Axes, results: dict[str, list[Spread]]) -> list[Axes]:
    """Give each result a part of the axes, from the top downwards."""
    heights = [len(own) for own in results.values()]
    whole = sum(heights) + _BETWEEN * max(len(heights) - 1, 0)
    tops = [sum(heights[:place]) + _BETWEEN * place for place in range(len(heights))]
    return [
        ax.inset_axes((0, 1 - (top + height) / whole, 1, height / whole))
        for top, height in zip(tops, heights, strict=True)
    ]


def _draw_result(ax: Axes, own: list[Spread]) -> None:
    first = own[0]
    low, high = min(row["low"] for row in own), max(row["high"] for row in own)
    width = max(high, first["base"]) - min(low, first["base"]) or 1.0
    ax.set_xlim(min(low, first["base"]) - 0.06 * width, max(high, first["base"]) + 0.34 * width)
    ax.set_ylim(len(own) - 0.4, -0.6)
    ax.set_yticks(range(len(own)), [_NAMES[row["varied"]] for row in own])
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    whole = all(row[name] == int(row[name]) for row in own for name in ("base", "low", "high"))
    ax.xaxis.set_major_locator(MaxNLocator(7, integer=whole))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _number(value)))
    ax.set_xlabel(f"{first['result']} ({first['unit']}; n = {first['n']})", color=INK)
    ax.axvline(first["base"], color=INK, linewidth=1.2, zorder=1)
    for place, row in enumerate(own):
        _draw_spread(ax, place, row)


def _draw_spread(ax: Axes, place: int, row: Spread) -> None:
    """Draw where most draws lie and their middle; both lead to the table that the result rests on."""
    url = table_url(row["rests_on"])
    bar = Rectangle((row["low"], place - _HALF), row["high"] - row["low"], 2 * _HALF, zorder=2)
    bar.set(facecolor=_COLOURS[row["varied"]], edgecolor=INK, linewidth=0.8)
    bar.set_url(url)
    ax.add_patch(bar)
    (middle,) = ax.plot(
        [row["middle"]], [place], marker="D", markersize=5, color=PAPER, markeredgecolor=INK, zorder=3
    )
    middle.set_url(url)
    write_beside(ax, f"{_number(row['low'])} to {_number(row['high'])}", (row["high"], place))


def _name_marks(ax: Axes) -> None:
    middle = name_point("middle of the draws", color=INK, markerfacecolor=PAPER, marker="D", markersize=5)
    (told,) = ax.plot([], [], color=INK, linewidth=1.2, label="the result as it is told")
    add_legend(ax, [told, middle])


# --- words ------------------------------------------------------------------------------------------------


def _number(value: float) -> str:
    """Spell a number with three digits or so.

    >>> _number(10.2667), _number(50), _number(2742.4)
    ('10.3', '50', '2,742')
    """
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.1f}"


def _both(told: list[Spread]) -> list[Spread]:
    return [row for row in told if row["varied"] == "both"]


def _moves(row: Spread) -> float:
    """Give how far most draws lie from the result, as a part of it."""
    low, base, high = (float(row[name]) for name in ("low", "base", "high"))
    return max(high - base, base - low, 0.0) / (abs(base) or 1.0)


def _title(told: list[Spread]) -> str:
    both = sorted(_both(told), key=_moves)
    if not both:
        return "No result to draw"
    least, most = both[0], both[-1]
    if least is most:
        return f"The {least['result']} moves by up to {_moves(least):.0%}"
    return (
        f"Errors and open readings move the {least['result']} by up to {_moves(least):.0%},"
        f" the {most['result']} by up to {_moves(most):.0%}"
    )


def _caption(told: list[Spread]) -> str:
    tables = ", ".join(dict.fromkeys(row["rests_on"] for row in told))
    draws, share = (told[0]["draws"], told[0]["error_share"]) if told else (0, None)
    often = "the report card makes likely" if share is None else f"if {share:.0%} of all rows were wrong"
    how = f"rows taken out, and others added, as often as {often}"
    return (
        f"n = {draws:,} draws a bar, of which it holds 95%. Errors: {how}. Readings: values between bounds,"
        " mended digits, the clock of the south, the side of a letter on which an act lies. The results rest"
        f" on the tables {tables}."
    )


def _shows(told: list[Spread]) -> str:
    each = "; ".join(
        f"{row['result']}, {_NAMES[row['varied']]}: {_number(row['low'])} to"
        f" {_number(row['high'])} {row['unit']}, told as {_number(row['base'])}"
        for row in told
    )
    return f"A bar for each result and what was varied. {each}."
