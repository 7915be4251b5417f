"""A correspondence to the minute: a lane for each side, and a line from each message to its answer.

Longer silences are left out: each run of days is a panel of its own, all on the same scale of time. After
some rows of panels the drawing ends, and the caption says how many messages come after it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Polygon, Rectangle

from corrstats.plots.days import DAY, DAYS_A_ROW, GAP, Panel, at, label_days, panels_of, rows_of
from corrstats.plots.messages import Answer, Message, Traffic, read_traffic
from corrstats.plots.style import (
    BLUE,
    GREEN,
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
from corrstats.plots.wording import rows, spell_count, spell_day, spell_delay, spell_hours, spell_person

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_ROW_HEIGHT = 2.5  # inches
_LEAST = 2.9  # inches, for the words around a drawing of nothing
_MOST_ROWS = 16  # of panels; more of them no page holds
_BETWEEN = 0.28  # of a row, to the next
# In distances between lanes: how high a bar is, how far the first is from its lane and the next from it
_BAR, _FIRST_BAR, _BAR_STEP = 0.16, 0.62, 0.2
_STUB = 0.3
_LETTER_WIDTH, _LINE = 0.06, 0.18  # of a delay: in days, and in distances between lanes
_ALONG, _BESIDE = (0.5, 0.28, 0.72, 0.15, 0.85), (0.82, 0.62, 0.42, 0.22, 0.72)
_COLOURS = (BLUE, VERMILION, GREEN)
_HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class _Scene:
    """What is drawn: the messages, the height of each sender's lane from 0 downwards, and its name."""

    traffic: Traffic
    heights: dict[str, int]
    names: dict[str, str]

    def side(self, height: int) -> int:
        """Say on which side of a lane there is room: above the first (1), below the others (-1)."""
        return 1 if height == 0 else -1

    @property
    def margin(self) -> float:
        """Give the room that the tallest stack of day-long bars takes beside a lane."""
        bars = Counter((one.sender, one.start.date()) for one in self.traffic.messages if _lasts_days(one))
        return _FIRST_BAR + _BAR_STEP * max(bars.values(), default=0)


def plot_lanes(
    letters: pd.DataFrame,
    correspondents: pd.DataFrame,
    events: pd.DataFrame,
    latencies: pd.DataFrame,
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw every message of one corpus in its first sender's lane, and lines from messages to their answers.

    What is known to the minute is a point, what is known to the hour or day a bar as long as that; an answer
    between bounds is an area. All times are on one clock, the caption says which. Of a long correspondence
    only the beginning is drawn; choose its letters for another part.
    """
    traffic, grid = _first_rows(read_traffic(letters, correspondents, events, latencies))
    heights = {sender: -place for place, sender in enumerate(traffic.senders)}
    scene = _Scene(traffic, heights, _lane_names(traffic, correspondents))
    with styled():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, max(_LEAST, 1.5 + _ROW_HEIGHT * len(grid)))
        ax.set_axis_off()
        for place, row in enumerate(grid):
            _draw_row(ax, row, (place, len(grid)), scene)
        add_legend(ax, _legend(traffic))
        finish(ax, title=_title(traffic), caption=_caption(traffic), shows=_shows(traffic), room=48)
    return ax


def spell_answer(answer: Answer) -> str:
    """Spell how long an answer took, with the bounds of what is known."""
    if answer.answer is None:
        return "no dated answer"
    days = {answer.message.start.date(), answer.answer.start.date()}
    if not answer.message.to_the_minute and not answer.answer.to_the_minute and len(days) == 1:
        return "the same day"
    return spell_delay(answer.hours_low, answer.hours_high)


# --- what is drawn where ----------------------------------------------------------------------------------


def _first_rows(traffic: Traffic) -> tuple[Traffic, list[list[Panel]]]:
    """Give the rows of panels that there is room for, and the messages in them."""
    days = (day for one in traffic.messages for day in (one.start.date(), _last_day(one)))
    grid = rows_of(panels_of(days))[:_MOST_ROWS]
    if not grid:
        return traffic, grid
    end = grid[-1][-1].last
    messages = tuple(one for one in traffic.messages if _last_day(one) <= end)
    answers = tuple(one for one in traffic.answers if one.message in messages)
    later = Counter({f"message after {spell_day(end)} {end.year}": len(traffic.messages) - len(messages)})
    return replace(traffic, messages=messages, answers=answers, not_drawn=traffic.not_drawn + later), grid


def _last_day(message: Message) -> dt.date:
    """Give the last day of a message; one that ends at midnight does not reach the next day."""
    return message.start.date() if message.to_the_minute else (message.end - dt.timedelta(minutes=1)).date()


def _lasts_days(message: Message) -> bool:
    return message.end - message.start > _HOUR


def _lane_names(traffic: Traffic, correspondents: pd.DataFrame) -> dict[str, str]:
    """Name each lane by its first sender, 'and others' where somebody signs with him."""
    second = correspondents[(correspondents["role"] == "sender") & (correspondents["position"] > 1)]
    joint = {row["letter_id"] for row in rows(second)}
    shared = {one.sender for one in traffic.messages if one.printed and one.letter_id in joint}
    senders = correspondents[correspondents["role"] == "sender"]
    printed = {row["person_id"]: row.get("verbatim") for row in rows(senders)}
    return {
        sender: _lane_name(sender, printed.get(sender)) + ("\nand others" if sender in shared else "")
        for sender in traffic.senders
    }


def _lane_name(person_id: str, printed: str | None) -> str:
    """Name a sender by his id, or as printed where his id is a number of an authority file."""
    return printed if printed and any(map(str.isdigit, person_id)) else spell_person(person_id)


def _by_certainty(answer: Answer) -> int:
    """Sort what is drawn at a fixed place before what may give way."""
    return 0 if answer.answer is None else 1 if answer.exact else 2


def _colour(height: int) -> str:
    return _COLOURS[-height % len(_COLOURS)]


# --- drawing ----------------------------------------------------------------------------------------------


def _draw_row(ax: Axes, row: list[Panel], where: tuple[int, int], scene: _Scene) -> None:
    """Draw the panels of a row, ``where`` its place from 0 and the number of rows."""
    place, total = where
    height = 1 / (total + _BETWEEN * (total - 1))
    bottom, left = 1 - height * (1 + (1 + _BETWEEN) * place), 0.0
    for number, panel in enumerate(row):
        inset = ax.inset_axes((left / DAYS_A_ROW, bottom, panel.days / DAYS_A_ROW, height))
        left += panel.days + GAP
        label_days(inset, panel)
        _draw_lanes(inset, scene, named=number == 0)
        if place == total - 1 and number == 0:
            label = f"day, and hour of the day ({scene.traffic.clock_name})"
            inset.set_xlabel(label, color=GREY, labelpad=18)
        for answer in sorted(scene.traffic.answers, key=_by_certainty):
            _draw_answer(inset, panel, answer, scene)
        _draw_messages(inset, panel, scene)


def _draw_lanes(ax: Axes, scene: _Scene, *, named: bool) -> None:
    ax.set_ylim(min(scene.heights.values()) - scene.margin, scene.margin)
    ax.set_yticks(list(scene.heights.values()), [scene.names[one] if named else "" for one in scene.heights])
    ax.tick_params(axis="y", length=0, labelsize=SMALL + 0.5)
    ax.spines["left"].set_visible(False)
    for height in scene.heights.values():
        ax.axhline(height, color=GREY, linewidth=0.8, zorder=1)


def _draw_messages(ax: Axes, panel: Panel, scene: _Scene) -> None:
    """Draw the messages of a panel: points and hours on the lane, days stacked beside it."""
    stacked: Counter[tuple[int, dt.date]] = Counter()
    places: dict[int, str] = {}
    labelled: set[tuple[int, dt.datetime, str]] = set()
    for message in (one for one in scene.traffic.messages if panel.holds(one.start)):
        height = scene.heights[message.sender]
        side = scene.side(height)
        if _lasts_days(message):
            stack = (height, message.start.date())
            _draw_days(
                ax,
                panel,
                message,
                (height + side * (_FIRST_BAR + stacked[stack] * _BAR_STEP), _colour(height)),
            )
            stacked[stack] += 1
            continue
        _draw_mark(ax, message, height)
        text = _spell_mark(message, places.get(height, ""), side)
        if (height, message.start, text) not in labelled:
            labelled.add((height, message.start, text))
            _label_mark(ax, message, (height, side), text)
        places[height] = message.place or places.get(height, "")


def _draw_mark(ax: Axes, message: Message, height: int) -> None:
    """Draw a point on the lane for what is known to the minute, a bar for what is known to the hour."""
    colour = _colour(height)
    if not message.to_the_minute:
        _draw_bar(ax, message, height, colour)
        return
    (mark,) = ax.plot([at(message.start)], [height], marker="o", markersize=6, linestyle="none", zorder=4)
    mark.set(color=colour, markerfacecolor=colour if message.printed else PAPER, markeredgewidth=1.4)
    mark.set_clip_on(False)
    mark.set_url(message.url)


def _draw_bar(ax: Axes, message: Message, middle: float, colour: str) -> None:
    """Draw a bar as long as what is known of the time of a message."""
    length = at(message.end) - at(message.start)
    bar = Rectangle((at(message.start), middle - _BAR / 2), length, _BAR, linewidth=1, zorder=3)
    bar.set(edgecolor=PAPER if message.printed else colour, facecolor=colour if message.printed else PAPER)
    bar.set_url(message.url)
    ax.add_patch(bar)


def _draw_days(ax: Axes, panel: Panel, message: Message, look: tuple[float, str]) -> None:
    """Draw a message known to the day as a bar with its number in it, ``look`` its height and colour."""
    middle, colour = look
    _draw_bar(ax, message, middle, colour)
    text = message.number if message.printed else f"answer to {message.number}"
    end = min(at(message.end), at(panel.last + DAY))  # a bar of weeks goes on beyond its panel, unseen
    label = ax.text((at(message.start) + end) / 2, middle - 0.01, text, fontsize=SMALL, zorder=4)
    label.set(ha="center", va="center", color=PAPER if message.printed else INK)


def _spell_mark(message: Message, place: str, side: int) -> str:
    """Spell number and clock time, with the place where it is another than before in the lane."""
    clock = f"{message.start.hour}:{message.start:%M}"
    clock = clock if message.to_the_minute else f"{message.start.hour}-{message.end.hour} h"
    lines = [f"{message.number} · {clock}" if message.printed else clock]
    if message.place not in {"", place}:
        lines.insert(0 if side > 0 else 1, message.place)
    return "\n".join(lines)


def _label_mark(ax: Axes, message: Message, where: tuple[int, int], text: str) -> None:
    """Write beside a mark, ``where`` the height of its lane and the side with room."""
    height, side = where
    label = ax.annotate(
        text,
        ((at(message.start) + at(message.end)) / 2, height),
        xytext=(0, 6 * side),
        textcoords="offset points",
        fontsize=SMALL,
        annotation_clip=False,
    )
    label.set_verticalalignment("bottom" if side > 0 else "top")
    label.set_horizontalalignment(
        "left" if message.start.hour < 3 else "right" if message.start.hour > 21 else "center"
    )


def _draw_answer(ax: Axes, panel: Panel, answer: Answer, scene: _Scene) -> None:
    """Draw the way from a message to its answer and how long it took, or an end left open."""
    here = scene.heights[answer.message.sender]
    if answer.answer is None:
        _draw_open(ax, panel, answer, (here, scene.side(here)))
        return
    there = scene.heights[answer.answer.sender]
    first, last = at(answer.message.start), at(answer.answer.end)
    latest = min(at(answer.message.end), last)
    mark: Line2D | Polygon
    if answer.exact:
        (mark,) = ax.plot([first, last], [here, there], color=INK, linewidth=1.1, zorder=2)
    else:
        corners = [(first, here), (latest, here), (last, there), (at(answer.answer.start), there)]
        mark = Polygon(corners, facecolor=PALE, edgecolor=GREY, linestyle="--", linewidth=0.7, zorder=1.5)
        ax.add_patch(mark)
    mark.set_gid(f"answer-{answer.message.number}")
    if panel.holds(answer.message.start):
        _label_answer(ax, panel, answer, ((latest, here), (last, there)))


def _label_answer(
    ax: Axes, panel: Panel, answer: Answer, line: tuple[tuple[float, float], tuple[float, float]]
) -> None:
    """Write a delay on its line, or beside the area of one between bounds, where nothing is written yet."""
    (x1, y1), (x2, y2) = line
    text = spell_answer(answer) if answer.exact else f"{answer.message.number}: {spell_answer(answer)}"
    width = len(text) * _LETTER_WIDTH
    beside = max(x1, x2) + 0.05 + width / 2
    spots = (
        (x1 + part * (x2 - x1) if answer.exact else beside, y1 + part * (y2 - y1))
        for part in (_ALONG if answer.exact else _BESIDE)
    )
    x, y = panel.place(spots, width, _LINE)
    label = ax.text(x, y, text, ha="center", va="center", fontsize=SMALL, zorder=5)
    label.set_fontweight("bold" if answer.exact else "normal")
    label.set_bbox({"facecolor": PAPER, "edgecolor": "none", "pad": 1.2, "alpha": 0.9})


def _draw_open(ax: Axes, panel: Panel, answer: Answer, where: tuple[int, int]) -> None:
    """Draw a message without a dated answer: a dotted line away from its label, with a question mark."""
    if not panel.holds(answer.message.start):
        return
    height, side = where
    middle, end = (at(answer.message.start) + at(answer.message.end)) / 2, height - side * _STUB
    (line,) = ax.plot([middle, middle], [height, end], color=INK, linewidth=1.1, linestyle=":")
    line.set_gid(f"open-{answer.message.number}")
    panel.place([(middle, end - side * _LINE / 2)], 2 * _LETTER_WIDTH, _LINE)
    mark = ax.text(middle, end, "?", ha="center", fontsize=SMALL + 2, fontweight="bold")
    mark.set_verticalalignment("top" if side > 0 else "bottom")


def _legend(traffic: Traffic) -> list[Patch | Line2D]:
    """Name the marks that occur."""
    messages, answers = traffic.messages, traffic.answers
    told = Line2D(
        [], [], marker="o", markersize=6, linestyle="none", color=GREY, label="answer told in a note"
    )
    told.set(markerfacecolor=PAPER, markeredgewidth=1.4)
    bounds = Patch(facecolor=PALE, edgecolor=GREY, linestyle="--", label="the same, in bounds")
    marks: list[tuple[bool, Patch | Line2D]] = [
        (
            any(one.printed for one in messages),
            Line2D(
                [], [], marker="o", markersize=6, linestyle="none", color=GREY, label="letter, by its number"
            ),
        ),
        (any(not one.printed for one in messages), told),
        (any(not one.to_the_minute for one in messages), Patch(facecolor=GREY, label="hour or day known")),
        (any(one.exact for one in answers), Line2D([], [], color=INK, label="time to its answer")),
        (any(one.answer and not one.exact for one in answers), bounds),
        (
            any(one.answer is None for one in answers),
            Line2D([], [], color=INK, linestyle="none", marker="$?$", label="no dated answer"),
        ),
    ]
    return [mark for occurs, mark in marks if occurs]


# --- words ------------------------------------------------------------------------------------------------


def _title(traffic: Traffic) -> str:
    exact = sorted(answer.hours_low for answer in traffic.answers if answer.exact)
    n_open = sum(answer.answer is None for answer in traffic.answers)
    if not exact:
        return f"{spell_count(len(traffic.messages), 'message')}, no answer known to the minute"
    shortest, longest = spell_hours(exact[0]), spell_hours(exact[-1])
    spread = shortest if shortest == longest else f"{shortest} to {longest}"
    rest = f"; {n_open} {'has' if n_open == 1 else 'have'} no dated answer" if n_open else ""
    return f"{spell_count(len(exact), 'message')} timed to the minute waited {spread} for an answer{rest}"


def _caption(traffic: Traffic) -> str:
    told = sum(not message.printed for message in traffic.messages)
    left_out = ", ".join(f"{n} {kind}" for kind, n in traffic.not_drawn.items() if n)
    return (
        f"n = {spell_count(traffic.n_letters, 'letter')} and {spell_count(told, 'answer')} told in notes."
        f" Longer silences are left out. All times are {traffic.clock_name}; that places in its zone kept the"
        " same clock is an assumption."
        + (f" Not drawn: {left_out}." if left_out else "")
        + f" Source: tables letters, events, latencies, corpus {traffic.corpus}."
    )


def _shows(traffic: Traffic) -> str:
    """Tell each message that asks for an answer, and how long it waited."""
    each = "; ".join(
        f"{one.message.number} of {_spell_moment(one.message)}: {spell_answer(one)}"
        for one in traffic.answers
    )
    lanes = " and ".join(spell_person(sender) for sender in traffic.senders)
    return f"A lane of time each for {lanes}, with a line from each message to its answer. {each}."


def _spell_moment(message: Message) -> str:
    clock = f" {message.start.hour}:{message.start:%M}" if message.to_the_minute else ""
    return spell_day(message.start) + clock
