"""Numbers of registers by day: how many messages went by between two that are printed."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from matplotlib.colors import to_rgba
from matplotlib.dates import DayLocator, num2date
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter

from corrstats.analysis.traffic import INCOMING, count_messages, number_gaps
from corrstats.plots.days import DAY, at
from corrstats.plots.evidence import evidence_url
from corrstats.plots.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    PAGE_WIDTH,
    PAPER,
    SMALL,
    VERMILION,
    add_legend,
    finish,
    new_axes,
    styled,
)
from corrstats.plots.wording import rows, spell_count, spell_day, spell_person

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    Number = dict[str, Any]

_HEIGHT = 4.7  # inches
_MARGIN = 8  # numbers, below the first and above the last
_BEFORE, _AFTER = 1.4, 0.9  # days
_LOOKS: tuple[dict[str, Any], ...] = (
    {"color": BLUE, "marker": "o"},
    {"color": VERMILION, "marker": "s"},
    {"color": GREEN, "marker": "^"},
)


def plot_registers(numbers: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the numbers of ``register_numbers`` against the day, a mark for each printed message.

    A message of several numbers is a bar upwards, one known to the day a bar along it. Between two printed
    messages of a register the numbers went by somewhere within the box from one to the other.
    """
    registers = _registers(numbers)
    with styled():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, _HEIGHT)
        _label(ax, [one for part in registers.values() for one in part])
        for look, part in zip(_LOOKS, registers.values(), strict=False):
            _draw_boxes(ax, part, look)
            for place, one in enumerate(part):
                _draw_number(ax, one, look)
                _name_number(ax, one, above=place % 2 == 0)
        _draw_gaps(ax, numbers)
        add_legend(ax, _legend(registers))
        finish(ax, title=_title(numbers), caption=_caption(numbers), shows=_shows(registers))
    return ax


def _registers(numbers: pd.DataFrame) -> dict[str, list[Number]]:
    """Give the numbers of each register under its name, that of the highest first."""
    found: dict[str, list[Number]] = {}
    for one in rows(numbers):
        person = spell_person(one["office"])
        name = f"received by {person}" if one["register"] == INCOMING else f"sent by {person}'s office"
        found.setdefault(name, []).append(one)
    return dict(sorted(found.items(), key=lambda item: -max(one["last"] for one in item[1])))


# --- drawing ----------------------------------------------------------------------------------------------


def _label(ax: Axes, found: list[Number]) -> None:
    if found:
        first, last = min(one["earliest"] for one in found), max(one["latest"] for one in found)
        ax.set_xlim(at(first.normalize()) - _BEFORE, at(last.normalize() + DAY) + _AFTER)
        ax.set_ylim(min(one["first"] for one in found) - _MARGIN, max(one["last"] for one in found) + _MARGIN)
        ax.set_xlabel(f"day ({first.year}), as sent", color=GREY)
    ax.xaxis.set_major_locator(DayLocator(interval=3))  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_formatter(
        FuncFormatter(lambda day, _: spell_day(num2date(day)))  # type: ignore[no-untyped-call]
    )
    ax.set_ylabel("number in the register", color=GREY)
    ax.grid()


def _draw_boxes(ax: Axes, part: list[Number], look: dict[str, Any]) -> None:
    """Draw where the numbers between two printed messages went by, from the later end of one to the other."""
    for before, after in pairwise(part):
        start, end = at(before["earliest"]), at(after["latest"])
        box = Rectangle((start, before["last"]), end - start, after["first"] - before["last"], zorder=1)
        box.set(facecolor=to_rgba(look["color"], 0.16), edgecolor=look["color"], linewidth=0.6)
        ax.add_patch(box)


def _draw_number(ax: Axes, one: Number, look: dict[str, Any]) -> None:
    url = evidence_url(one["letter_id"], one["start"])
    x, end = at(one["earliest"]), at(one["latest"])
    middle, height = (x + end) / 2, (one["first"] + one["last"]) / 2
    for ends, heights in (((middle, middle), (one["first"], one["last"])), ((x, end), (height, height))):
        if ends[0] < ends[1] or heights[0] < heights[1]:
            (bar,) = ax.plot(ends, heights, color=look["color"], linewidth=3, solid_capstyle="butt", zorder=3)
            bar.set_url(url)
    (mark,) = ax.plot([middle], [height], linestyle="none", markersize=6, zorder=4, **look)
    mark.set(markeredgecolor=PAPER, markeredgewidth=0.8)
    mark.set_url(url)


def _name_number(ax: Axes, one: Number, *, above: bool) -> None:
    """Write the numbers of a message beside its mark: left above it, or right below."""
    text = str(one["first"]) if one["first"] == one["last"] else f"{one['first']}-{one['last']}"
    middle = (at(one["earliest"]) + at(one["latest"])) / 2
    label = ax.annotate(
        text,
        (middle, one["last"] if above else one["first"]),
        xytext=(-3, 4) if above else (4, -4),
        textcoords="offset points",
        zorder=5,
    )
    label.set(fontsize=SMALL, color=INK, ha="right" if above else "left", va="bottom" if above else "top")


def _draw_gaps(ax: Axes, numbers: pd.DataFrame) -> None:
    """Draw how far one register is ahead of the other where that changes, and at the end."""
    gaps = rows(number_gaps(numbers))
    for place, gap in enumerate(gaps):
        if place + 1 < len(gaps) and gaps[place + 1]["beyond_one"] == 0:
            continue
        x = at(gap["earliest"])
        arrow = {"arrowstyle": "<->", "color": GREY, "linewidth": 0.9, "shrinkA": 4, "shrinkB": 4}
        ax.annotate("", (x, gap["incoming"]), (x, gap["outgoing_first"]), arrowprops=arrow, zorder=2)
        middle = (gap["incoming"] + gap["outgoing_first"]) / 2
        label = ax.annotate(f"+{gap['ahead']}", (x, middle), xytext=(4, 0), textcoords="offset points")
        label.set(fontsize=SMALL, fontweight="bold", color=INK, va="center", annotation_clip=False)


def _legend(registers: dict[str, list[Number]]) -> list[Patch | Line2D]:
    point: dict[str, Any] = {"linestyle": "none", "markersize": 6}
    marks: list[Patch | Line2D] = [
        Line2D([], [], **point, **look, label=name) for look, name in zip(_LOOKS, registers, strict=False)
    ]
    return [*marks, Patch(facecolor=GREY, alpha=0.25, label="went by within")]


# --- words ------------------------------------------------------------------------------------------------


def _title(numbers: pd.DataFrame) -> str:
    counts = rows(count_messages(numbers))
    if not counts:
        return "No message has a number of a register"
    received = next((row for row in counts if row["register"] == INCOMING), counts[0])
    low, high = received["messages_low"], received["messages_high"]
    many = str(low) if low == high else f"{low} to {high}"
    verb = "came in" if received["register"] == INCOMING else "were sent"
    rate = received["per_day_high"] if low == high else None  # None too where all went by at one moment
    often = "" if rate is None else f", {rate:.1f} a day"
    return (
        f"{many} messages {verb} from {spell_day(received['from_day'])} to {spell_day(received['to_day'])}"
        f"{often}; {received['printed']} are printed with their number"
    )


def _caption(numbers: pd.DataFrame) -> str:
    corpora = ", ".join(sorted({letter_id.rpartition("/")[0] for letter_id in numbers["letter_id"]}))
    ahead = len(number_gaps(numbers)) > 1
    letters = spell_count(numbers["letter_id"].nunique(), "letter")
    return (
        f"n = {spell_count(len(numbers), 'number')} of {letters}."
        + (" Arrows: how far the numbers sent run ahead of those received." if ahead else "")
        + " Registers are taken to run on without gaps or repeats."
        f" Source: tables events and correspondents, corpus {corpora}."
    )


def _shows(registers: dict[str, list[Number]]) -> str:
    each = "; ".join(
        f"{name}: " + ", ".join(f"{one['first']} on {spell_day(one['earliest'])}" for one in part)
        for name, part in registers.items()
    )
    return f"Numbers by day, each register rising. {each}."
