"""The median of the delays without each of them, to see whether any one message carries the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D

from corrstats.analysis.latency import leave_one_out, median_delays
from corrstats.plots.delays import ROW_HEIGHT, draw_median, label_hours
from corrstats.plots.evidence import evidence_url
from corrstats.plots.marks import draw_value, number_of
from corrstats.plots.style import (
    GREY,
    INK,
    PAGE_WIDTH,
    PAPER,
    VERMILION,
    add_legend,
    finish,
    new_axes,
    styled,
)
from corrstats.plots.wording import rows, spell_count, spell_hours
from corrstats.show.derived import row_anchor

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    LeftOut = dict[str, Any]


def plot_leave_one_out(delays: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the median of the delays to the minute without each of them, with its exact interval."""
    left_out = rows(leave_one_out(delays))
    whole = next((row for row in rows(median_delays(delays)) if row["of"] == "to the minute"), None)
    with styled():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, 1.9 + ROW_HEIGHT * len(left_out))
        label_hours(ax, max((row["interval_high"] for row in left_out), default=1))
        ax.set_xlabel("hours from dispatch to answer", color=GREY)
        ax.set_ylim(len(left_out) - 0.4, -0.6)
        ax.set_yticks(range(len(left_out)), [f"without {number_of(row['without'])}" for row in left_out])
        if whole:
            ax.axvline(whole["median_low"], color=GREY, linewidth=1, linestyle="--", zorder=1)
        for place, row in enumerate(left_out):
            draw_median(ax, place, row | {"median_low": row["median"], "median_high": row["median"]})
            _draw_left_out(ax, place, row)
        add_legend(ax, _legend())
        title, caption = _title(left_out), _caption(left_out, delays)
        finish(ax, title=title, caption=caption, shows=_shows(left_out))
    return ax


def _draw_left_out(ax: Axes, place: int, row: LeftOut) -> None:
    url = evidence_url(row["without"], row=row_anchor("latencies", {"leg": "sent to reply"}))
    look = {"marker": "X", "markersize": 7, "markeredgecolor": PAPER, "markeredgewidth": 0.8, "zorder": 4}
    draw_value(ax, row["hours"], place, url, color=VERMILION, **look)


def _legend() -> list[Line2D]:
    return [
        Line2D([], [], color=VERMILION, marker="X", markersize=7, linestyle="none", label="left out"),
        Line2D([], [], color=INK, marker="D", markersize=5, label="median of the rest, exact interval"),
        Line2D([], [], color=GREY, linestyle="--", label="median of all"),
    ]


def _title(left_out: list[LeftOut]) -> str:
    if not left_out:
        return "Too few delays known to the minute to leave one out"
    medians = [row["median"] for row in left_out]
    return (
        f"Whichever of {len(left_out)} delays is left out, the median lies between"
        f" {spell_hours(min(medians))} and {spell_hours(max(medians))}"
    )


def _caption(left_out: list[LeftOut], delays: pd.DataFrame) -> str:
    corpora = ", ".join(sorted({letter_id.rpartition("/")[0] for letter_id in delays["letter_id"]}))
    sure = f"{left_out[0]['coverage']:.0%}" if left_out else ""
    return (
        f"n = {spell_count(len(left_out), 'delay')} known to the minute; each is left out once."
        + (f" Each interval holds the true median with a probability of at least {sure}." if sure else "")
        + f" Source: table latencies, corpus {corpora}."
    )


def _shows(left_out: list[LeftOut]) -> str:
    each = "; ".join(f"without {number_of(row['without'])}: {spell_hours(row['median'])}" for row in left_out)
    return f"One median with its interval for each delay left out. {each}."
