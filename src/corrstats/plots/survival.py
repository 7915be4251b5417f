"""How many messages still wait after each hour, by two estimators and two readings of the unanswered."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from corrstats.analysis.latency import survival_curves, to_the_minute
from corrstats.plots.delays import step_hours, url_of
from corrstats.plots.style import (
    BLUE,
    GREY,
    INK,
    PAGE_WIDTH,
    PALE,
    PAPER,
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

    Step = dict[str, Any]

_HEIGHT = 4.1  # inches
_PANEL = 0.465  # of the width
_ROOM = 1.12  # of the longest time
_ESTIMATORS = {
    "Kaplan-Meier": "delays to the minute,\nand the unanswered",
    "Turnbull": "those between bounds\nas well",
}
_LOOKS: dict[str, dict[str, Any]] = {
    "unknown": {"color": BLUE, "linewidth": 1.8},
    "never": {"color": VERMILION, "linewidth": 1.8, "linestyle": (0, (4, 1.6))},
}


def plot_survival(delays: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the share of messages still without an answer, from Kaplan-Meier and from Turnbull.

    Where nothing is known of an unanswered message after its dispatch the curve is full, where it is taken to
    have waited longer than any other it is broken; between them the share may lie. A stretch within which
    a curve falls at some time is a box.
    """
    curves = rows(survival_curves(delays))
    longest = max((step[end] for step in curves for end in _ENDS if step[end] < math.inf), default=0) or 1
    with styled():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, _HEIGHT)
        ax.set_axis_off()
        for place, name in enumerate(_ESTIMATORS):
            panel = ax.inset_axes((place * (1 - _PANEL), 0, _PANEL, 1))
            _label(panel, longest * _ROOM, first=place == 0)
            own = [step for step in curves if step["estimator"] == name]
            _draw_panel(panel, own, name)
            if name == "Kaplan-Meier":
                _draw_known(panel, own, delays)
        add_legend(ax, _legend(delays, curves))
        finish(ax, title=_title(delays, curves), caption=_caption(delays), shows=_shows(curves), room=34)
    return ax


_ENDS = ("earliest", "latest")


def _steps(curve: list[Step], reading: str) -> list[Step]:
    return [step for step in curve if step["unanswered"] == reading]


# --- drawing ----------------------------------------------------------------------------------------------


def _label(ax: Axes, end: float, *, first: bool) -> None:
    ax.set_xlim(0, end)
    ax.set_ylim(0, 1.03)
    ticks = range(0, int(end) + 1, step_hours(end, 6))
    ax.set_xticks(list(ticks), [f"{tick} h" for tick in ticks])
    shares = (0, 0.25, 0.5, 0.75, 1)
    ax.set_yticks(shares, [f"{share:.0%}" if first else "" for share in shares])
    ax.set_xlabel("hours since dispatch", color=GREY)
    if first:
        ax.set_ylabel("still without an answer", color=GREY)
    ax.grid()
    ax.axhline(0.5, color=GREY, linewidth=0.9, zorder=1)


def _draw_panel(ax: Axes, curve: list[Step], name: str) -> None:
    n = curve[0]["n"] if curve else 0
    label = ax.text(0.985, 0.99, f"{name}, n = {n}\n{_ESTIMATORS[name]}", transform=ax.transAxes, zorder=5)
    label.set(ha="right", va="top", bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 2})
    outlines = [_outline(_steps(curve, reading), ax.get_xlim()[1]) for reading in _LOOKS]
    (x, y), (x2, y2) = outlines
    ax.fill([*x, *reversed(x2)], [*y, *reversed(y2)], color=PALE, linewidth=0, zorder=0.5)
    for (reading, look), (hours, shares) in zip(_LOOKS.items(), outlines, strict=True):
        (line,) = ax.plot(hours, shares, zorder=3, **look)
        line.set_gid(f"{name}-{reading}")
        _label_half(ax, _half(curve, name, reading), reading)
        _draw_boxes(ax, _steps(curve, reading))


def _label_half(ax: Axes, half: float, reading: str) -> None:
    """Write after what time half still wait, left of the full curve and right of the broken one."""
    if half == math.inf:
        return
    side = -1 if reading == "unknown" else 1
    label = ax.annotate(
        spell_hours(half), (half, 0.5), xytext=(4 * side, 4 * side), textcoords="offset points", zorder=5
    )
    label.set(color=INK, fontsize=SMALL, fontweight="bold")
    label.set(ha="right" if side < 0 else "left", va="top" if side < 0 else "bottom")


def _outline(curve: list[Step], end: float) -> tuple[list[float], list[float]]:
    """Give the corners of a curve that falls at the latest time it may, and goes on to the end."""
    hours, shares, waiting = [0.0], [1.0], 1.0
    for step in curve:
        if step["latest"] == math.inf:
            break
        hours += [step["latest"]] * 2
        shares += [waiting, step["waiting"]]
        waiting = step["waiting"]
    return [*hours, end], [*shares, waiting]


def _draw_boxes(ax: Axes, curve: list[Step]) -> None:
    """Draw each stretch within which the curve falls at some time as a box; one without end is open."""
    before = [1.0, *(step["waiting"] for step in curve)]
    for step, waiting in zip(curve, before, strict=False):
        if step["earliest"] < step["latest"] < math.inf:
            size = (step["latest"] - step["earliest"], waiting - step["waiting"])
            box = Rectangle((step["earliest"], step["waiting"]), *size, zorder=2)
            box.set(facecolor=PAPER, edgecolor=GREY, hatch="////", linewidth=0.8)
            ax.add_patch(box)


def _draw_known(ax: Axes, curve: list[Step], delays: pd.DataFrame) -> None:
    """Draw each delay known to the minute as a point where the full curve falls."""
    falls = {step["latest"]: step["waiting"] for step in _steps(curve, "unknown")}
    for wait in rows(to_the_minute(delays)):
        (mark,) = ax.plot([wait["hours_low"]], [falls[wait["hours_low"]]], marker="o", markersize=5, zorder=4)
        mark.set(color=BLUE, markeredgecolor=PAPER, markeredgewidth=0.8)
        mark.set_clip_on(False)
        mark.set_url(url_of(wait))


def _legend(delays: pd.DataFrame, curves: list[Step]) -> list[Patch | Line2D]:
    """Name the marks that occur."""
    n_open = int((delays["status"] == "open").sum())
    boxes = any(step["earliest"] < step["latest"] < math.inf for step in curves)
    if not n_open:
        marks: list[tuple[bool, Patch | Line2D]] = [
            (True, Line2D([], [], **_LOOKS["never"], label="estimate"))
        ]
    else:
        they = f"the {n_open} unanswered"
        marks = [
            (True, Line2D([], [], **_LOOKS["unknown"], label=f"{they}: nothing known")),
            (True, Line2D([], [], **_LOOKS["never"], label=f"{they}: waited longest")),
        ]
    point = Line2D([], [], marker="o", markersize=5, color=BLUE, linestyle="none", label="a known delay")
    box = Patch(facecolor=PAPER, edgecolor=GREY, hatch="////", label="falls at some time within")
    marks += [(bool((delays["status"] == "exact").any()), point), (boxes, box)]
    return [mark for occurs, mark in marks if occurs]


# --- words ------------------------------------------------------------------------------------------------


def _half(curves: list[Step], estimator: str, reading: str) -> float:
    """Give the time after which at most half still wait, inf where more do at the end."""
    own = [step for step in curves if step["estimator"] == estimator and step["unanswered"] == reading]
    return min((step["latest"] for step in own if step["waiting"] <= 0.5), default=math.inf)


def _title(delays: pd.DataFrame, curves: list[Step]) -> str:
    halves = sorted({_half(curves, name, reading) for name in _ESTIMATORS for reading in _LOOKS})
    n_open = int((delays["status"] == "open").sum())
    if halves[0] == math.inf:
        return f"Of {spell_count(len(delays), 'message')} more than half are not known to be answered"
    first = f"Half the messages are answered within {spell_hours(halves[0])}"
    if len(halves) == 1:
        return f"{first}, by either estimate"
    last = f"or {spell_hours(halves[-1])}" if halves[-1] < math.inf else "or not at all"
    return f"{first}, {last}" + (f" if the {n_open} unanswered waited longest" if n_open else "")


def _caption(delays: pd.DataFrame) -> str:
    corpora = ", ".join(sorted({letter_id.rpartition("/")[0] for letter_id in delays["letter_id"]}))
    counts = {status: int((delays["status"] == status).sum()) for status in ("exact", "interval", "open")}
    return (
        f"n = {spell_count(len(delays), 'message')}: {counts['exact']} with a delay known to the minute,"
        f" {counts['interval']} between bounds, {counts['open']} without a dated answer. Shaded: between the"
        " two readings of these. Own code, after Kaplan and Meier 1958 and Turnbull 1976."
        f" Source: table latencies, corpus {corpora}."
    )


def _shows(curves: list[Step]) -> str:
    each = "; ".join(
        f"{name}, unanswered {reading}: "
        + ", ".join(
            f"{step['waiting']:.0%} after {spell_hours(step['latest'])}"
            for step in _steps([step for step in curves if step["estimator"] == name], reading)
            if step["latest"] < math.inf
        )
        for name in _ESTIMATORS
        for reading in _LOOKS
    )
    return f"Two panels of falling steps, from all messages at 0 hours. {each}."
