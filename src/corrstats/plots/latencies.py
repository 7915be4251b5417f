"""From dispatch to answer by the hour of the day: distance, or the hours that are kept."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from corrstats.plots.evidence import evidence_url
from corrstats.plots.style import (
    BLUE,
    GREY,
    INK,
    PAGE_WIDTH,
    PALE,
    PAPER,
    SKY,
    SMALL,
    VERMILION,
    add_legend,
    finish,
    new_axes,
    styled,
)
from corrstats.plots.wording import rows, spell_count, spell_day, spell_delay
from corrstats.show.derived import row_anchor

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_ROW_HEIGHT = 0.27  # inches
_HALF = 0.2  # of a row
_MOST = 0.75  # of the answers, that the shaded hours hold
_SHADED = f"the shortest stretch of the day that holds {_MOST:.0%} of the answers known to the minute"
_DAY = 24  # hours


@dataclass(frozen=True)
class _Wait:
    """A message and its answer in hours from midnight before the message, on the clock of the answer."""

    letter_id: str
    day: dt.date
    start: tuple[float, float]
    end: tuple[float, float]
    delay: str
    exact: bool
    answer_to_the_minute: bool
    url: str


def plot_latencies(latencies: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw each answered message as a bar from the hour it left to the hour its answer left.

    Rows are ordered by the hour of the message; what is known only between bounds is a pale bar from the
    earliest message to the latest answer. The shaded hours are the shortest that hold three quarters of the
    answers known to the minute.
    """
    asked = latencies[latencies["leg"] == "sent to reply"]
    n_open = int((asked["status"] == "open").sum())
    waits = [_read_wait(row) for row in rows(asked[asked["status"] != "open"])]
    waits.sort(key=lambda wait: (not wait.exact, wait.start))
    window = _busiest([wait.end[0] % _DAY for wait in waits if wait.answer_to_the_minute])
    with styled():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, 1.9 + _ROW_HEIGHT * len(waits))
        _label(ax, waits)
        _shade(ax, window)
        for place, wait in enumerate(waits):
            _draw_wait(ax, place, wait)
        add_legend(ax, _legend(waits, window))
        caption = _caption(waits, n_open, window)
        finish(ax, title=_title(waits, window), caption=caption, shows=_shows(waits), room=44)
    return ax


def _read_wait(row: dict[str, Any]) -> _Wait:
    """Read a delay; a start on another clock is put on that of the answer by the hours between them."""
    end = (_moment(row["to_earliest"], last=False), _moment(row["to_latest"], last=True))
    start = (_moment(row["from_earliest"], last=False), _moment(row["from_latest"], last=True))
    exact = row["status"] == "exact"
    if exact:
        start = (end[0] - dt.timedelta(hours=float(row["hours_low"])),) * 2
    midnight = dt.datetime.combine(start[0].date(), dt.time())
    high = None if row["hours_high"] is None else float(row["hours_high"])
    return _Wait(
        letter_id=row["letter_id"],
        day=start[0].date(),
        start=(_hours(start[0] - midnight), _hours(min(start[1], end[1]) - midnight)),
        end=(_hours(max(end[0], start[0]) - midnight), _hours(end[1] - midnight)),
        delay=spell_delay(float(row["hours_low"] or 0), high),
        exact=exact,
        answer_to_the_minute=end[0] == end[1],
        url=evidence_url(row["letter_id"], row=row_anchor("latencies", row)),
    )


def _moment(text: str, *, last: bool) -> dt.datetime:
    """Read a bound; a day alone is its first minute, or the last as an upper bound."""
    moment = dt.datetime.fromisoformat(str(text))
    return (
        moment + dt.timedelta(hours=23, minutes=59)
        if last and len(str(text)) == len("1934-10-02")
        else moment
    )


def _hours(length: dt.timedelta) -> float:
    return length.total_seconds() / 3600


def _busiest(hours: list[float]) -> tuple[float, float] | None:
    """Give the shortest stretch of the day that holds most of these hours; None for fewer than three.

    >>> _busiest([13.0, 11.0, 21.0, 14.0])
    (11.0, 14.0)
    """
    if len(hours) < 3:
        return None
    ordered = sorted(hours) + [hour + _DAY for hour in sorted(hours)]
    most = math.ceil(_MOST * len(hours))
    stretches = [(ordered[place], ordered[place + most - 1]) for place in range(len(hours))]
    return min(stretches, key=lambda stretch: (stretch[1] - stretch[0], stretch))


def _clock(hours: float) -> str:
    """Spell an hour of the day: 14.25 is 14:15."""
    minutes = round(hours % _DAY * 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


# --- drawing ----------------------------------------------------------------------------------------------


def _label(ax: Axes, waits: list[_Wait]) -> None:
    last = max((wait.end[1] for wait in waits), default=_DAY)
    ax.set_xlim(0, max(_DAY, last) + 7)
    ticks = range(0, int(ax.get_xlim()[1]) + 1, 6)
    ax.set_xticks(list(ticks), [_clock(tick) + ("\nnext day" if tick == _DAY else "") for tick in ticks])
    ax.set_xlabel("hour of the day, by the clock of the answer", color=GREY)
    ax.set_ylim(len(waits) - 0.4, -0.6)
    ax.set_yticks(range(len(waits)), [f"{_number(wait)}  ({spell_day(wait.day)})" for wait in waits])
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    ax.axvline(_DAY, color=GREY, linewidth=0.8)


def _number(wait: _Wait) -> str:
    return wait.letter_id.rpartition("/")[2]


def _shade(ax: Axes, window: tuple[float, float] | None) -> None:
    """Shade the busiest hours of every day drawn."""
    if window is None:
        return
    for day in range(-1, int(ax.get_xlim()[1] // _DAY) + 1):
        start, end = (hour + day * _DAY for hour in window)
        if end > 0 and start < ax.get_xlim()[1]:
            ax.axvspan(max(start, 0), min(end, ax.get_xlim()[1]), color=SKY, alpha=0.3, linewidth=0, zorder=0)


def _draw_wait(ax: Axes, place: int, wait: _Wait) -> None:
    start, end = wait.start[0], wait.end[1]
    bar = Rectangle(
        (start, place - _HALF), end - start, 2 * _HALF, facecolor=BLUE, edgecolor="none", zorder=2
    )
    if not wait.exact:
        bar.set(facecolor=PALE, edgecolor=GREY, linestyle="--", linewidth=0.8)
    bar.set_url(wait.url)
    ax.add_patch(bar)
    if wait.exact:
        _draw_end(ax, start, place, BLUE, wait.url)
    if wait.answer_to_the_minute:
        _draw_end(ax, end, place, VERMILION, wait.url)
    ax.annotate(
        wait.delay, (end, place), xytext=(8, 0), textcoords="offset points", va="center", fontsize=SMALL,
        fontweight="bold" if wait.exact else "normal", color=INK, annotation_clip=False,
    )  # fmt: skip


def _draw_end(ax: Axes, hour: float, place: int, colour: str, url: str) -> None:
    face = BLUE if colour == BLUE else PAPER
    (end,) = ax.plot(
        [hour], [place], marker="o", markersize=6.5, color=colour, markerfacecolor=face, markeredgewidth=1.5,
        linestyle="none", zorder=3,
    )  # fmt: skip
    end.set_url(url)


def _legend(waits: list[_Wait], window: tuple[float, float] | None) -> list[Patch | Line2D]:
    """Name the marks that occur."""
    marks: list[Patch | Line2D] = [
        Line2D([], [], marker="o", markersize=6.5, color=BLUE, linewidth=5, label="message sent"),
        Line2D(
            [], [], marker="o", markersize=6.5, color=VERMILION, markerfacecolor=PAPER, markeredgewidth=1.5,
            linestyle="none", label="answer sent",
        ),
    ]  # fmt: skip
    if any(not wait.exact for wait in waits):
        marks.append(Patch(facecolor=PALE, edgecolor=GREY, linestyle="--", label="only bounds known"))
    shaded = [Patch(facecolor=SKY, alpha=0.3, label="hours of most answers")] if window else []
    return [*marks, *shaded]


# --- words ------------------------------------------------------------------------------------------------


def _title(waits: list[_Wait], window: tuple[float, float] | None) -> str:
    ends = [wait.end[0] % _DAY for wait in waits if wait.answer_to_the_minute]
    starts = [wait.start[0] % _DAY for wait in waits if wait.exact]
    if window is None or not starts:
        return f"{spell_count(len(waits), 'message')} with a dated answer"
    first, last = window
    inside = sum(first <= end <= last or first <= end + _DAY <= last for end in ends)
    return (
        f"{inside} of {spell_count(len(ends), 'answer')} left between {_clock(first)} and {_clock(last)};"
        f" the messages, between {_clock(min(starts))} and {_clock(max(starts))}"
    )


def _caption(waits: list[_Wait], n_open: int, window: tuple[float, float] | None) -> str:
    corpora = ", ".join(sorted({wait.letter_id.rpartition("/")[0] for wait in waits}))
    exact = sum(wait.exact for wait in waits)
    return (
        f"n = {spell_count(len(waits), 'answered message')}, {exact} with both ends to the minute."
        + (f" Not drawn: {n_open} without a dated answer." if n_open else "")
        + (f" Shaded: {_SHADED}." if window else "")
        + " Places in one time zone are taken to keep one clock."
        f" Source: table latencies, corpus {corpora}."
    )


def _shows(waits: list[_Wait]) -> str:
    each = "; ".join(f"{_number(wait)} of {spell_day(wait.day)}: {wait.delay}" for wait in waits)
    return f"One bar for each message, from the hour it left to the hour its answer left. {each}."
