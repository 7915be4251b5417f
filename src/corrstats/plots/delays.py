"""Every delay of a leg as what is known of it, a point, a bar or an arrow, and the median of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from corrstats.analysis.latency import median_delays
from corrstats.plots.evidence import evidence_url, table_url
from corrstats.plots.marks import draw_bounds, draw_open, draw_value, number_of, write_beside
from corrstats.plots.style import (
    BLACK,
    BLUE,
    GREY,
    INK,
    ORANGE,
    PAGE_WIDTH,
    PALE,
    PAPER,
    VERMILION,
    add_legend,
    finish,
    new_axes,
    styled,
)
from corrstats.plots.wording import rows, spell_count, spell_day, spell_delay, spell_hours
from corrstats.show.derived import row_anchor

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    Delay = dict[str, Any]

ROW_HEIGHT = 0.235  # inches
_ROOM = 1.32  # of the longest bound: how far the axis reaches, for what is written beside it
_DAYS = 48  # hours, from which a delay between bounds is given in days
_WEEK = 168  # hours
_LEGS = {
    "sent to reply": "from dispatch to answer",
    "sent to received": "from dispatch to receipt",
    "writing to cipher": "from the date on the autograph to the cipher",
    "written to acknowledged": "from writing to acknowledgement",
    "letter to decision": "from letter to decision",
}


def plot_delays(delays: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the delays of ``answer_delays``, one row each: the known, those between bounds, the open.

    Under them stand the median of those known to the minute, with an exact interval, and what it can be of
    all.
    """
    waits = sorted(rows(delays), key=_order)
    medians = _medians(delays)
    with styled():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, 1.9 + ROW_HEIGHT * (len(waits) + len(medians)))
        _label(ax, waits, medians)
        for place, wait in enumerate(waits):
            _draw_wait(ax, place, wait)
        for place, row in enumerate(medians, start=len(waits)):
            draw_median(ax, place + 0.3, row)
        add_legend(ax, _legend(waits, medians))
        title, caption = _title(waits, medians), _caption(waits, medians)
        finish(ax, title=title, caption=caption, shows=_shows(waits))
    return ax


def _medians(delays: pd.DataFrame) -> list[Delay]:
    """Give the medians worth drawing: that of the known delays, and of more where it has bounds."""
    medians = rows(median_delays(delays)) if (delays["status"] == "exact").sum() > 1 else []
    by_n = {row["n"]: row for row in reversed(medians) if row["median_high"] < math.inf}
    return [by_n[n] for n in sorted(by_n)]


def _order(wait: Delay) -> tuple[int, float, float]:
    kind = ("exact", "interval", "open").index(wait["status"])
    return kind, wait["hours_low"], wait["hours_high"]


def step_hours(longest: float, most: int) -> int:
    """Give how many hours lie between two ticks of which at most ``most`` follow the one at 0.

    >>> step_hours(20, 9), step_hours(1500, 9), step_hours(87600, 9)
    (3, 168, 9744)
    """
    weeks = math.ceil(longest / most / _WEEK)
    return next((step for step in (1, 3, 6, 12, 24, 48) if longest / step <= most), weeks * _WEEK)


def label_hours(ax: Axes, longest: float) -> None:
    """Set an axis of hours from 0, with room for what is written beside the longest."""
    ax.set_xlim(0, (longest or 1) * _ROOM)
    ticks = range(0, int(ax.get_xlim()[1]) + 1, step_hours(longest, 9))
    ax.set_xticks(list(ticks), [f"{tick} h" for tick in ticks])
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")


def _label(ax: Axes, waits: list[Delay], medians: list[Delay]) -> None:
    bounds = [
        hours for wait in waits for hours in (wait["hours_low"], wait["hours_high"]) if hours < math.inf
    ]
    label_hours(ax, max(bounds, default=1))
    ax.set_xlabel(f"hours {_leg(waits)}", color=GREY)
    ax.set_ylim(len(waits) + len(medians) - 0.4 + 0.3 * bool(medians), -0.6)
    places = [*range(len(waits)), *(len(waits) + place + 0.3 for place in range(len(medians)))]
    names = [f"{number_of(wait['letter_id'])}  ({_day(wait)})" for wait in waits]
    ax.set_yticks(places, names + [f"median of {row['n']}" for row in medians])
    if medians:
        ax.axhline(len(waits) - 0.35, color=GREY, linewidth=0.8)


def _day(wait: Delay) -> str:
    start = wait["start_earliest"] or wait["start_latest"]
    return spell_day(start) if start else "undated"


def _leg(waits: list[Delay]) -> str:
    leg = waits[0]["leg"] if waits else ""
    return _LEGS.get(leg, leg)


def url_of(wait: Delay) -> str:
    """Give where the row of a delay stands in the report."""
    return evidence_url(wait["letter_id"], row=row_anchor("latencies", wait))


# --- drawing ----------------------------------------------------------------------------------------------


def _draw_wait(ax: Axes, place: int, wait: Delay) -> None:
    low, high, url = wait["hours_low"], wait["hours_high"], url_of(wait)
    text = _spell(low, high)
    if wait["status"] == "exact":
        ax.plot([0, low], [place, place], color=PALE, linewidth=1.6, solid_capstyle="butt", zorder=1)
        draw_value(ax, low, place, url, color=BLUE, markersize=6.5)
        write_beside(ax, text, (low, place), fontweight="bold")
    elif high < math.inf:
        draw_bounds(ax, low, high, place, url)
        write_beside(ax, text, (high, place))
    else:
        draw_open(ax, low, place, url, up=True)
        unknown = "no dated answer" if wait["status"] == "open" else text
        write_beside(ax, unknown, (low, place), gap=29)


def draw_median(ax: Axes, place: float, row: Delay) -> None:
    """Draw a median with its interval: a point on a line, or a bar where it has only bounds."""
    low, high = row["interval_low"], row["interval_high"]
    if high == math.inf:
        high = ax.get_xlim()[1] / _ROOM
        ax.plot([high], [place], color=INK, linestyle="none", marker=">", markersize=6, zorder=2)
    ax.plot([low, high], [place, place], color=INK, linewidth=1.4, zorder=2)
    ends = [low] if row["interval_high"] == math.inf else [low, high]
    ax.plot(ends, [place] * len(ends), color=INK, linestyle="none", marker="|", markersize=8, zorder=2)
    if row["median_low"] == row["median_high"]:
        draw_value(
            ax, row["median_low"], place, table_url("latencies"), color=BLACK, marker="D", markersize=6
        )
        text = spell_hours(row["median_low"])
    else:
        draw_bounds(
            ax, row["median_low"], row["median_high"], place, "", facecolor=PAPER, hatch="////", half=0.18
        )
        text = f"{spell_hours(row['median_low'])} to {spell_hours(row['median_high'])}"
    write_beside(ax, text, (high, place))


def _legend(waits: list[Delay], medians: list[Delay]) -> list[Patch | Line2D]:
    """Name the marks that occur."""
    point: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": 6.5}
    marks: list[tuple[bool, Patch | Line2D]] = [
        (_any(waits, "exact"), Line2D([], [], **point, color=BLUE, label="known to the minute")),
        (_any(waits, "interval"), Patch(facecolor=ORANGE, edgecolor=INK, label="between bounds")),
        (
            any(wait["hours_high"] == math.inf for wait in waits),
            Line2D([], [], color=VERMILION, marker=">", markersize=5, label="end open"),
        ),
        (
            bool(medians),
            Line2D([], [], color=INK, marker="D", markersize=5, label="median and exact interval"),
        ),
    ]
    return [mark for occurs, mark in marks if occurs]


def _spell(low: float, high: float) -> str:
    """Spell a delay, one of some days in days: its ends are then not known more finely."""
    if high == math.inf:
        return f"at least {spell_hours(low)}" if low > 0 else "no upper bound"
    if low == high or high <= _DAYS:
        return spell_delay(low, high)
    first, last = round(low / 24), round(high / 24)
    return f"{first} to {last} days" if first else f"at most {last} days"


def _any(waits: list[Delay], status: str) -> bool:
    return any(wait["status"] == status for wait in waits)


# --- words ------------------------------------------------------------------------------------------------


def _title(waits: list[Delay], medians: list[Delay]) -> str:
    exact = next((row for row in medians if row["of"] == "to the minute"), None)
    if exact is not None:
        low, high = spell_hours(exact["interval_low"]), spell_hours(exact["interval_high"])
        return (
            f"Half of {exact['n']} delays known to the minute are {spell_hours(exact['median_low'])} or"
            f" longer; the true middle may lie anywhere from {low} to {high}"
        )
    known = [wait["hours_high"] for wait in waits if wait["hours_high"] < math.inf]
    if not known:
        return f"{spell_count(len(waits), 'delay')} {_leg(waits)}, none with an upper bound"
    leg = _leg(waits)[:1].upper() + _leg(waits)[1:]
    some = "" if len(known) == len(waits) else f" in {len(known)} of {spell_count(len(waits), 'case')}"
    few = f"of {len(waits)} delays none is" if len(waits) > 1 else "the delay is not"
    return f"{leg} {_spell(0, max(known))} passed{some}; {few} known to the minute"


def _caption(waits: list[Delay], medians: list[Delay]) -> str:
    corpora = ", ".join(sorted({wait["letter_id"].rpartition("/")[0] for wait in waits}))
    counts = [
        f"{sum(wait['status'] == status for wait in waits)} {words}"
        for status, words in (
            ("exact", "known to the minute"),
            ("interval", "between bounds"),
            ("open", "without a dated answer"),
        )
        if _any(waits, status)
    ]
    sure = ", ".join(f"{row['coverage']:.0%} for {row['n']}" for row in medians)
    return (
        f"n = {spell_count(len(waits), 'delay')}: {', '.join(counts)}; one a row, by letter and day."
        + (
            f" The interval of a median holds the true one with a probability of at least {sure}."
            if sure
            else ""
        )
        + (" How long an arrow is means nothing." if any(w["hours_high"] == math.inf for w in waits) else "")
        + f" Source: table latencies, corpus {corpora}."
    )


def _shows(waits: list[Delay]) -> str:
    each = "; ".join(
        f"{number_of(wait['letter_id'])} of {_day(wait)}: {_spell(wait['hours_low'], wait['hours_high'])}"
        for wait in waits
    )
    return f"An axis of hours with one row for each delay. {each}."
