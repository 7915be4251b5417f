"""The hour of the answer against the hour of the message: does the delay keep to a length, or to an hour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Polygon

from corrstats.analysis.latency import (
    HOURS_A_DAY,
    Spread,
    answer_hours,
    spread_of_delays,
    spread_of_hours,
    to_the_minute,
)
from corrstats.plots.evidence import evidence_url
from corrstats.plots.marks import draw_value, number_of
from corrstats.plots.style import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PAGE_WIDTH,
    PAPER,
    SKY,
    SMALL,
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

    Pair = dict[str, Any]

_FAINT = "#eeeeee"
_SIZE = (PAGE_WIDTH, 4.9)  # inches
_TICKS = range(0, 25, 3)
_DAWN = 3  # o'clock, at which the axis of the answers begins: no answer is cut off at midnight
_NEAR = 2  # hours between two marks, below which the lower is labelled below


def plot_hours(delays: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the hour at which each answer left against the hour at which its message did.

    If all delays were the same, the points would lie along the slanting band; if all answers left at the same
    hour, along the level one. Each band is as wide as it must be to hold half of the points.
    """
    pairs = rows(answer_hours(delays))
    exact = to_the_minute(delays)
    hour = spread_of_hours(pair["answered"] for pair in pairs if pair["status"] == "exact")
    delay = spread_of_delays(exact["hours_low"])
    with styled():
        if ax is None:
            ax = new_axes(*_SIZE)
        _label(ax)
        if hour and delay:
            _draw_bands(ax, hour, delay)
        for pair in pairs:
            _draw_pair(ax, pair)
        _name_pairs(ax, pairs)
        add_legend(ax, _legend(pairs, bands=hour is not None))
        caption = _caption(pairs, delays)
        finish(ax, title=_title(hour, delay), caption=caption, shows=_shows(pairs))
    return ax


def spell_clock(hours: float) -> str:
    """Spell an hour of the day: 14.25 is 14:15.

    >>> spell_clock(14.25), spell_clock(0.65)
    ('14:15', '0:39')
    """
    minutes = round(hours % HOURS_A_DAY * 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


# --- drawing ----------------------------------------------------------------------------------------------


def _label(ax: Axes) -> None:
    ax.set_xlim(0, HOURS_A_DAY)
    ax.set_ylim(_DAWN, _DAWN + HOURS_A_DAY)
    ax.set_xticks(list(_TICKS), [spell_clock(tick) for tick in _TICKS])
    ax.set_yticks([tick + _DAWN for tick in _TICKS], [spell_clock(tick + _DAWN) for tick in _TICKS])
    ax.set_xlabel("hour at which the message left", color=GREY)
    ax.set_ylabel("hour at which its answer left", color=GREY)
    ax.grid()


def _height(hour: float) -> float:
    """Give where an hour of the day stands on the axis of the answers."""
    return hour if hour >= _DAWN else hour + HOURS_A_DAY


def _draw_bands(ax: Axes, hour: Spread, delay: Spread) -> None:
    """Draw what lies near an hour of the day, and what lies near a delay, over the end of the day."""
    for day in (-1, 0, 1):
        low = hour.middle - hour.within + day * HOURS_A_DAY
        level = ax.axhspan(low, low + 2 * hour.within, facecolor=SKY, alpha=0.55, linewidth=0, zorder=0.6)
        level.set_gid(f"hour-{day}")
        start = delay.middle - delay.within - day * HOURS_A_DAY
        end = start + 2 * delay.within
        corners = [(0, start), (HOURS_A_DAY, start + HOURS_A_DAY), (HOURS_A_DAY, end + HOURS_A_DAY), (0, end)]
        slant = Polygon(corners, zorder=0.5, gid=f"delay-{day}")
        slant.set(facecolor=_FAINT, edgecolor=GREY, linestyle="--", linewidth=0.7)
        ax.add_patch(slant)


def _draw_pair(ax: Axes, pair: Pair) -> None:
    url = evidence_url(pair["letter_id"], row=row_anchor("latencies", {"leg": "sent to reply"}))
    low, high, answered = pair["sent_low"], pair["sent_high"], _height(pair["answered"])
    if low < high:
        (line,) = ax.plot([low, high], [answered, answered], color=INK, linewidth=4.6, zorder=2)
        (inner,) = ax.plot([low, high], [answered, answered], color=ORANGE, linewidth=3, zorder=2.1)
        for part in (line, inner):
            part.set(solid_capstyle="butt", url=url)
        return
    look: dict[str, Any] = {"color": BLUE, "markersize": 8, "markeredgewidth": 1.6}
    if pair["days"]:
        look |= {"markerfacecolor": PAPER}
    draw_value(ax, low, answered, url, **look)


def _name_pairs(ax: Axes, pairs: list[Pair]) -> None:
    """Write the number of each letter above its mark, or below where another is too near."""
    taken: list[tuple[float, float]] = []
    for pair in sorted(pairs, key=lambda pair: -_height(pair["answered"])):
        known = pair["sent_low"] == pair["sent_high"]
        at = (pair["sent_high"], _height(pair["answered"]))
        above = not any(abs(at[0] - x) < _NEAR and abs(at[1] - y) < _NEAR for x, y in taken)
        taken.append(at)
        label = ax.annotate(number_of(pair["letter_id"]), at, textcoords="offset points", zorder=5,
                            xytext=(0, 7 if above else -7) if known else (5, 0))  # fmt: skip
        label.set(fontsize=SMALL + 0.5, fontweight="bold", color=INK, ha="center" if known else "left")
        label.set_verticalalignment(("bottom" if above else "top") if known else "center")


def _legend(pairs: list[Pair], *, bands: bool) -> list[Patch | Line2D]:
    """Name the marks that occur."""
    point: dict[str, Any] = {"marker": "o", "markersize": 7, "linestyle": "none", "color": BLUE}
    known = [pair for pair in pairs if pair["sent_low"] == pair["sent_high"]]
    later = Line2D([], [], **point, markerfacecolor=PAPER, markeredgewidth=1.6, label="answered the next day")
    marks: list[tuple[bool, Patch | Line2D]] = [
        (any(not pair["days"] for pair in known), Line2D([], [], **point, label="answered the same day")),
        (any(pair["days"] for pair in known), later),
        (len(known) < len(pairs), Patch(facecolor=ORANGE, edgecolor=INK, label="sent at some time within")),
        (bands, Patch(facecolor=SKY, alpha=0.55, label="half, nearest to one hour")),
        (bands, Patch(facecolor=_FAINT, edgecolor=GREY, linestyle="--", label="half, nearest to one delay")),
    ]
    return [mark for occurs, mark in marks if occurs]


# --- words ------------------------------------------------------------------------------------------------


def _title(hour: Spread | None, delay: Spread | None) -> str:
    if hour is None or delay is None:
        return "No message and answer are both known to the minute"
    to_hour = f"half of {hour.n} left within {spell_hours(hour.within)} of {spell_clock(hour.middle)}"
    to_length = f"half of the delays lie within {spell_hours(delay.within)} of {spell_hours(delay.middle)}"
    if hour.within < delay.within:
        return f"Answers keep to an hour more than to a delay: {to_hour}; {to_length}"
    return f"Answers keep to a delay no less than to an hour: {to_length}; {to_hour}"


def _caption(pairs: list[Pair], delays: pd.DataFrame) -> str:
    corpora = ", ".join(sorted({letter_id.rpartition("/")[0] for letter_id in delays["letter_id"]}))
    exact = sum(pair["status"] == "exact" for pair in pairs)
    left_out = len(delays) - len(pairs)
    return (
        f"n = {spell_count(len(pairs), 'answer')} known to the minute, {exact} with their message; by letter."
        + (f" Not drawn: {left_out} with an answer of a day only, or none." if left_out else "")
        + " Hours are those of the answer's clock; a difference of clocks moves all answers alike."
        f" Source: table latencies, corpus {corpora}."
    )


def _shows(pairs: list[Pair]) -> str:
    each = "; ".join(
        f"{number_of(pair['letter_id'])}: {_spell_sent(pair)}, answered {spell_clock(pair['answered'])}"
        + (" the next day" if pair["days"] == 1 else f" {pair['days']} days later" if pair["days"] else "")
        for pair in pairs
    )
    return f"Points by the hour of the message and the hour of its answer. {each}."


def _spell_sent(pair: Pair) -> str:
    if pair["sent_low"] == pair["sent_high"]:
        return f"sent {spell_clock(pair['sent_low'])}"
    return f"sent from {spell_clock(pair['sent_low'])} to {spell_clock(pair['sent_high'])}"
