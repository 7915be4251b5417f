"""What the messages that are not printed may do to the median of those that are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from corrstats.analysis.latency import to_the_minute
from corrstats.analysis.unseen import median_if_unseen, whole_traffic
from corrstats.plots.evidence import table_url
from corrstats.plots.style import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PAGE_WIDTH,
    SMALL,
    VERMILION,
    add_legend,
    finish,
    new_axes,
    styled,
)
from corrstats.plots.wording import rows, spell_count, spell_hours

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    Bounds = dict[str, Any]

_HEIGHT = 3.9  # inches
_ROOM = 1.45  # of the greatest median that is bounded
_BEHIND = {"facecolor": "#fbe9c6", "edgecolor": "none", "pad": 1}
_HALF = 0.3  # of the distance between two numbers


def plot_unseen(delays: pd.DataFrame, messages: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw between what bounds the median delay lies if so many more, unseen, were as bad as can be.

    ``delays`` as from ``answer_delays``, of which those to the minute count; ``messages`` as from
    ``message_numbers``, which say how many messages are unseen.
    """
    exact = to_the_minute(delays)
    unseen = next(iter(rows(whole_traffic(messages))), None)
    last = max(int(unseen["unseen_high"]) if unseen else 0, len(exact)) + 2
    bounds = rows(median_if_unseen(exact, range(last + 1))) if len(exact) else []
    with styled():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, _HEIGHT)
        top = _ROOM * max((one["median_high"] for one in bounds if one["median_high"] < math.inf), default=1)
        _label(ax, last, top)
        if unseen:
            _shade(ax, unseen)
        _draw_bounds(ax, bounds)
        add_legend(ax, _legend())
        title, caption = _title(bounds, unseen), _caption(exact, messages)
        finish(ax, title=title, caption=caption, shows=_shows(bounds))
    return ax


# --- drawing ----------------------------------------------------------------------------------------------


def _label(ax: Axes, last: int, top: float) -> None:
    ax.set_xlim(-0.8, last + 0.8)
    ax.set_ylim(0, top)
    ticks = range(0, int(top) + 1, 6)
    ax.set_yticks(list(ticks), [f"{tick} h" for tick in ticks])
    ax.set_xticks(range(0, last + 1, 5))
    ax.set_xlabel("messages unseen, each answered at once or never", color=GREY)
    ax.set_ylabel("median delay", color=GREY)
    ax.grid(axis="y")


def _shade(ax: Axes, unseen: Bounds) -> None:
    low, high = unseen["unseen_low"], unseen["unseen_high"]
    band = ax.axvspan(low - 0.5, high + 0.5, facecolor=ORANGE, alpha=0.3, linewidth=0, zorder=0.5)
    band.set_gid("unseen")
    band.set_url(table_url("events"))
    label = ax.text((low + high) / 2, 0.4 * ax.get_ylim()[1], f"{low} to {high}\nunseen", zorder=5)
    label.set(ha="center", va="top", fontweight="bold", color=INK, bbox=_BEHIND)


def _draw_bounds(ax: Axes, bounds: list[Bounds]) -> None:
    """Draw the bounds of each median as a bar, a point where they are one; all without bounds as one area."""
    for one in bounds:
        x, low, high = one["unseen"], one["median_low"], one["median_high"]
        if low == high:
            _draw_median(ax, x, low)
        elif high < math.inf:
            (bar,) = ax.bar(x, high - low, bottom=low, width=2 * _HALF, color=BLUE, zorder=2)
            bar.set_url(table_url("latencies"))
    unbounded = [one["unseen"] for one in bounds if one["median_high"] == math.inf]
    if unbounded:
        _draw_unbounded(ax, unbounded[0], unbounded[-1])


def _draw_median(ax: Axes, x: float, hours: float) -> None:
    (point,) = ax.plot([x], [hours], marker="D", markersize=6.5, color=INK, linestyle="none", zorder=4)
    point.set_url(table_url("latencies"))
    line = {"arrowstyle": "-", "color": GREY, "linewidth": 0.8, "shrinkB": 5}
    label = ax.annotate(spell_hours(hours), (x, hours), (x - 0.4, 1.95 * hours), arrowprops=line, zorder=5)
    label.set(fontsize=SMALL, fontweight="bold", color=INK, ha="left", va="bottom")


def _draw_unbounded(ax: Axes, first: int, last: int) -> None:
    """Draw an area without an upper end, with arrows upwards."""
    top = 0.8 * ax.get_ylim()[1]
    area = Rectangle((first - 0.5, 0), last - first + 1, top, zorder=1.5)
    area.set(facecolor="none", edgecolor=VERMILION, hatch="//", alpha=0.4, linewidth=0)
    ax.add_patch(area)
    for x in range(first, last + 1, 4):
        arrow = {"arrowstyle": "-|>", "color": VERMILION, "linewidth": 1.4, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", (x, 1.12 * top), (x, top * 0.98), arrowprops=arrow, zorder=2)


def _legend() -> list[Patch | Line2D]:
    return [
        Line2D([], [], marker="D", markersize=6, color=INK, linestyle="none", label="none unseen"),
        Patch(facecolor=BLUE, label="between bounds"),
        Patch(facecolor="none", edgecolor=VERMILION, hatch="//", alpha=0.5, label="no upper bound"),
    ]


# --- words ------------------------------------------------------------------------------------------------


def _most(bounds: list[Bounds]) -> Bounds | None:
    """Give the bounds with most messages unseen that are still bounds."""
    return max((one for one in bounds if one["median_high"] < math.inf), key=_unseen, default=None)


def _unseen(one: Bounds) -> int:
    return int(one["unseen"])


def _title(bounds: list[Bounds], unseen: Bounds | None) -> str:
    most = _most(bounds)
    if most is None:
        return "No delay is known to the minute, and no median is bounded"
    limit = f"The median delay bears {most['unseen']} unseen messages at their worst"
    if unseen is None:
        return limit
    low, high = unseen["unseen_low"], unseen["unseen_high"]
    many = str(low) if low == high else f"{low} to {high}"
    return f"{limit}; the registers tell of {many}"


def _caption(exact: pd.DataFrame, messages: pd.DataFrame) -> str:
    letters = {*exact["letter_id"], *messages["letter_id"]}
    corpora = ", ".join(sorted({letter_id.rpartition("/")[0] for letter_id in letters}))
    return (
        f"n = {spell_count(len(exact), 'delay')} known to the minute. Shaded: how many messages came in"
        " that the edition does not print; not all of them asked for an answer. How long an arrow is means"
        " nothing."
        f" Source: tables latencies, letters, correspondents and events, corpus {corpora}."
    )


def _shows(bounds: list[Bounds]) -> str:
    each = "; ".join(
        f"{one['unseen']} unseen: {spell_hours(one['median_low'])} to {spell_hours(one['median_high'])}"
        for one in bounds
        if one["median_high"] < math.inf
    )
    return f"One bar for each number of unseen messages, wider with each. {each}; with more, no upper bound."
