"""On how many of the points that a mark ties to a note the body acted, and within how many days."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from corrstats.analysis import wishes_met
from corrstats.plots.evidence import evidence_url
from corrstats.plots.marks import draw_value, name_point, write_beside
from corrstats.plots.style import (
    BLUE,
    GREY,
    PAGE_WIDTH,
    PALE,
    PAPER,
    VERMILION,
    add_legend,
    finish,
    new_axes,
    styled,
)
from corrstats.plots.wording import rows, spell_count

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

    Wish = dict[str, Any]

_HEIGHT = 4.0  # inches
_LINEAR = 7  # days, up to which the axis is not yet logarithmic
_TICKS = (0, 1, 3, 7, 14, 30, 91, 182, 365)
_ROOM = 1.35  # of the longest delay
_CERTAIN: dict[str, Any] = {"color": BLUE, "linewidth": 1.8}
_POSSIBLE: dict[str, Any] = {"color": VERMILION, "linewidth": 1.6, "linestyle": (0, (4, 1.6))}
_UNDONE: dict[str, Any] = {"marker": "X", "color": VERMILION, "markersize": 7, "markeredgecolor": PAPER}
_DONE: dict[str, Any] = {"marker": "o", "color": BLUE, "markersize": 5, "markeredgecolor": PAPER}


def plot_wishes(wishes: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the share of the points of ``wishes`` on which the body acted within so many days.

    The full line counts what is certain, the broken one what open dates allow as well; a mark stands at each
    first act whose delay is known, a cross where an act after the letter was undone or undid one.
    """
    table = rows(wishes)
    with styled():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, _HEIGHT)
        longest = max([row["days_low"] or 0 for row in table] + [_LINEAR])
        _label(ax, longest * _ROOM, len(table))
        steps = rows(wishes_met(wishes, within=_days(table, longest))) if table else []
        _draw_steps(ax, steps)
        _draw_acts(ax, table, steps)
        add_legend(ax, _legend(table))
        finish(ax, title=_title(table), caption=_caption(table), shows=_shows(wishes))
    return ax


def _days(table: list[Wish], longest: int) -> list[int]:
    """Give each number of days at which a count may change, and the end of the axis."""
    ends = {row[name] for row in table for name in ("days_low", "days_high") if row[name] is not None}
    return sorted({0, *ends, math.ceil(longest * _ROOM)})


# --- drawing ----------------------------------------------------------------------------------------------


def _label(ax: Axes, end: float, n: int) -> None:
    ax.set_xscale("symlog", linthresh=_LINEAR, linscale=0.8)
    ax.set_xlim(-0.4, end)
    ax.set_ylim(0, 1)
    ax.xaxis.set_major_locator(FixedLocator([tick for tick in _TICKS if tick <= end]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda day, _: f"{day:.0f}"))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{share:.0%}"))
    ax.set_xlabel("days from the letter to the first act", color=GREY)
    ax.set_ylabel(f"of {spell_count(n, 'point')}", color=GREY)
    ax.grid()


def _draw_steps(ax: Axes, steps: list[dict[str, Any]]) -> None:
    days = [step["within"] for step in steps]
    certain, possible = ([step[name] for step in steps] for name in ("share_low", "share_high"))
    ax.fill_between(days, certain, possible, step="post", color=PALE, linewidth=0, zorder=0.5)
    ax.step(days, possible, where="post", zorder=2, **_POSSIBLE)
    ax.step(days, certain, where="post", zorder=2, **_CERTAIN)
    if steps:
        for share in {certain[-1], possible[-1]}:
            write_beside(ax, f"{share:.0%}", (days[-1], share), gap=4, fontweight="bold")


def _draw_acts(ax: Axes, table: list[Wish], steps: list[dict[str, Any]]) -> None:
    """Draw each first act of a known delay where the full line rises."""
    shares = {step["within"]: step["share_low"] for step in steps}
    for row in table:
        if row["acts_after"] and row["days_low"] == row["days_high"]:
            look = _UNDONE if row["undone"] else _DONE
            url = evidence_url(row["letter_id"], row["start"])
            draw_value(ax, row["days_low"], shares[row["days_low"]], url, **look)


def _legend(table: list[Wish]) -> list[Patch | Line2D]:
    marks: list[Patch | Line2D] = [
        Line2D([], [], color=BLUE, linewidth=1.8, label="certain"),
        Line2D(
            [],
            [],
            color=VERMILION,
            linewidth=1.6,
            linestyle=(0, (4, 1.6)),
            label="with all that open dates allow",
        ),
        name_point("first act", **_DONE),
    ]
    if any(row["undone"] for row in table):
        marks.append(name_point("and one act undid another", **_UNDONE))
    return marks


# --- words ------------------------------------------------------------------------------------------------


def _title(table: list[Wish]) -> str:
    if not table:
        return "No point of a letter is tied to a note"
    certain = sum(row["acts_after"] > 0 for row in table)
    possible = sum(row["days_low"] is not None for row in table)
    number = str(certain) if certain == possible else f"{certain} to {possible}"
    undone = sum(row["undone"] for row in table)
    return f"The body acted after the letter on {number} of {spell_count(len(table), 'point')}" + (
        f", and undid an act on {undone} of them" if undone else ""
    )


def _caption(table: list[Wish]) -> str:
    corpora = ", ".join(dict.fromkeys(row["corpus"] for row in table))
    letters = len({row["letter_id"] for row in table})
    background = sum(row["background"] > 0 and not row["acts_after"] for row in table)
    return (
        f"n = {spell_count(len(table), 'point')} of {spell_count(letters, 'letter')}, each a paragraph with"
        " the mark of a note. Acts before the letter are background"
        + (f", on {background} of them the only ones told" if background else "")
        + ". That no act is told does not mean that there was none. Up to a week the axis is linear, then"
        f" logarithmic. Source: tables letters, notes and decisions, corpus {corpora}."
    )


def _shows(wishes: pd.DataFrame) -> str:
    each = "; ".join(
        f"within {row['within']} days {row['certain']} to {row['possible']} of {row['wishes']}"
        for row in rows(wishes_met(wishes))
    )
    return f"Two rising steps, of what is certain and of what is possible. {each}."
