"""Each delay as it is if the south kept the clock of the messages, and if it was ahead of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D

from corrstats.analysis.latency import answer_delays, to_the_minute
from corrstats.analysis.south_clock import SHIFTS, clock_conclusions
from corrstats.analysis.survival import MedianInterval, median_interval
from corrstats.plots.delays import ROW_HEIGHT, label_hours, url_of
from corrstats.plots.evidence import table_url
from corrstats.plots.marks import draw_value, number_of, write_beside
from corrstats.plots.style import (
    BLUE,
    GREY,
    PAGE_WIDTH,
    PAPER,
    SMALL,
    VERMILION,
    add_legend,
    finish,
    new_axes,
    styled,
)
from corrstats.plots.wording import rows, spell_count, spell_day, spell_hours

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    Delay = dict[str, Any]

_LOOKS: tuple[dict[str, Any], ...] = (
    {"marker": "o", "color": BLUE, "markersize": 7},
    {"marker": "s", "color": VERMILION, "markersize": 6.5, "markerfacecolor": PAPER, "markeredgewidth": 1.6},
)
_LEAST = 2.9  # inches, for the words around a drawing of nothing
_BEHIND = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.8}  # a text on a line
_LINES = {3: "3 h", 8: "a night, 8 h", 10: "10 h"}  # that the conclusions speak of


def plot_clock_band(latencies: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw each delay known to the minute, and their median with its exact interval, on both clocks."""
    bands = [rows(to_the_minute(answer_delays(latencies, clock_shift=shift))) for shift in SHIFTS]
    medians = [median_interval(wait["hours_low"] for wait in band) for band in bands if band]
    conclusions = clock_conclusions(latencies)
    with styled():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, max(_LEAST, 2.25 + ROW_HEIGHT * (len(bands[0]) + len(medians))))
        _label(ax, bands[0], medians)
        for place, pair in enumerate(zip(*bands, strict=True)):
            _draw_pair(ax, place, pair)
        for number, median in enumerate(medians):
            _draw_median(ax, len(bands[0]) + 0.4 + number, median, _LOOKS[number])
        add_legend(ax, _legend(), over=24)
        title = _title(medians, conclusions)
        shows = _shows(bands, conclusions)
        finish(ax, title=title, caption=_caption(bands[0], latencies), shows=shows)
    return ax


# --- drawing ----------------------------------------------------------------------------------------------


def _label(ax: Axes, waits: list[Delay], medians: list[MedianInterval]) -> None:
    label_hours(ax, max(*_LINES, *(wait["hours_low"] for wait in waits)))
    ax.set_xlabel("hours from dispatch to answer", color=GREY)
    ax.set_ylim(len(waits) + len(medians), -0.6)
    names = [f"{number_of(wait['letter_id'])}  ({spell_day(wait['start_earliest'])})" for wait in waits]
    places = [*range(len(waits)), *(len(waits) + 0.4 + number for number in range(len(medians)))]
    ax.set_yticks(places, names + ["median"] * len(medians))
    if medians:
        ax.axhline(len(waits) - 0.3, color=GREY, linewidth=0.8)
    for number, (hours, name) in enumerate(_LINES.items()):
        ax.axvline(hours, color=GREY, linewidth=1, linestyle=":", zorder=1)
        above = (0, 2 + 9 * (number % 2))  # no name stands on the next one
        label = ax.annotate(name, (hours, 1), xycoords=("data", "axes fraction"), xytext=above,
                            textcoords="offset points", annotation_clip=False)  # fmt: skip
        label.set(ha="center", va="bottom", fontsize=SMALL, color=GREY)


def _draw_pair(ax: Axes, place: int, pair: tuple[Delay, ...]) -> None:
    """Draw one delay on both clocks, joined by a line."""
    ends = [wait["hours_low"] for wait in pair]
    ax.plot(ends, [place] * len(ends), color=GREY, linewidth=1.4, zorder=2)
    for wait, look in zip(pair, _LOOKS, strict=True):
        draw_value(ax, wait["hours_low"], place, url_of(wait), **look)
    text = " or ".join(spell_hours(hours) for hours in ends)
    write_beside(ax, text, (max(ends), place), gap=9, bbox=_BEHIND)


def _draw_median(ax: Axes, place: float, median: MedianInterval, look: dict[str, Any]) -> None:
    ends = [median.low, median.high]
    ax.plot(ends, [place, place], color=look["color"], linewidth=1.4, marker="|", markersize=8, zorder=2)
    draw_value(ax, median.median, place, table_url("latencies"), **(look | {"marker": "D"}))
    write_beside(ax, spell_hours(median.median), (median.high, place), gap=9, bbox=_BEHIND)


def _legend() -> list[Line2D]:
    names = ("the south on the clock of the messages", f"the south {SHIFTS[1]:g} h ahead")
    return [
        Line2D([], [], linestyle="none", **look, label=name) for look, name in zip(_LOOKS, names, strict=True)
    ]


# --- words ------------------------------------------------------------------------------------------------


def _title(medians: list[MedianInterval], conclusions: pd.DataFrame) -> str:
    if not medians:
        return "No delay is known to the minute, and none depends on a clock"
    survive = int(conclusions["survives"].sum())
    first, second = (spell_hours(median.median) for median in medians)
    return (
        f"The median is {first} or, with the south an hour ahead, {second};"
        f" {survive} of {len(conclusions)} conclusions hold for both"
    )


def _caption(waits: list[Delay], latencies: pd.DataFrame) -> str:
    delays = answer_delays(latencies)
    corpora = ", ".join(sorted({letter_id.rpartition("/")[0] for letter_id in delays["letter_id"]}))
    coverage = f"{median_interval(wait['hours_low'] for wait in waits).coverage:.0%}" if waits else ""
    return (
        f"n = {spell_count(len(waits), 'delay')} known to the minute; by letter and day."
        + (
            f" A median stands on its exact interval, of a probability of at least {coverage}."
            if waits
            else ""
        )
        + " Dotted: the lengths that the conclusions speak of."
        f" Source: table latencies, corpus {corpora}."
    )


def _shows(bands: list[list[Delay]], conclusions: pd.DataFrame) -> str:
    each = "; ".join(
        f"{number_of(pair[0]['letter_id'])}: {' or '.join(spell_hours(one['hours_low']) for one in pair)}"
        for pair in zip(*bands, strict=True)
    )
    found = "; ".join(
        f"{row['conclusion']}: {'holds for both' if row['survives'] else 'does not hold for both'}"
        for row in rows(conclusions)
    )
    return f"Two marks for each delay, one for each clock. {each}. {found}."
