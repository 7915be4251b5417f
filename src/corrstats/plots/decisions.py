"""Letters and the acts that their notes tell of, by the days between them."""

from __future__ import annotations

from collections import Counter
from statistics import median_high
from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from corrstats.plots.evidence import evidence_url
from corrstats.plots.marks import (
    draw_bounds,
    draw_open,
    draw_value,
    hollow,
    laid_out,
    name_point,
    number_of,
    write_beside,
)
from corrstats.plots.style import (
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
)
from corrstats.plots.wording import join_and, rows, spell_count

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from matplotlib.axes import Axes

    Act = dict[str, Any]
    Note = tuple[str, str]

_ROW_HEIGHT = 0.085  # inches, of a note
_HALF = 0.42  # of a row
_LEAST = 2  # notes, that the band of a letter has room for, so that its number can be read
_LINEAR = 7  # days on either side of the letter, where the axis is not yet logarithmic
_TICKS = (-1000, -365, -100, -30, -7, -3, 0, 3, 7, 30, 100, 365, 1000)
_TOO_NEAR = 5  # pixels, of two points that cannot be told apart
_MARGIN = 1.8  # how many times the farthest act is away that the axis reaches to


def plot_decision_delays(delays: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the acts of ``decision_delays`` before and after their letters: a band a letter, a row a note.

    A known number of days is a point, one between bounds a bar, one with an open side an arrow. Within a week
    of the letter the axis is linear, beyond it logarithmic.
    """
    acts = rows(delays)
    notes: dict[Note, list[Act]] = {}
    for act in sorted(acts, key=lambda act: (_order(acts, act), act["start"])):
        notes.setdefault((act["letter_id"], act["note"]), []).append(act)
    with laid_out():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, 2.1 + _ROW_HEIGHT * _height(notes))
        _label_days(ax, acts)
        for note, place in zip(notes.values(), _label_letters(ax, list(notes)), strict=True):
            _draw_note(ax, place, note)
        add_legend(ax, _legend(acts))
        caption = _caption(acts, len(notes))
        finish(ax, title=_title(acts), caption=caption, shows=_shows(notes))
    return ax


def _order(acts: list[Act], act: Act) -> int:
    return list(dict.fromkeys(one["letter_id"] for one in acts)).index(act["letter_id"])


# --- drawing ----------------------------------------------------------------------------------------------


def _label_days(ax: Axes, acts: list[Act]) -> None:
    """Set the axis of days, the same on both sides of the letter in scale, not in length."""
    ends = [day for act in acts for day in (act["days_low"], act["days_high"]) if day is not None]
    left, right = min([*ends, -_LINEAR]), max([*ends, _LINEAR])
    ax.set_xscale("symlog", linthresh=_LINEAR, linscale=0.8)
    ax.set_xlim(_MARGIN * left, _MARGIN * right)
    ax.xaxis.set_major_locator(
        FixedLocator([tick for tick in _TICKS if left * _MARGIN <= tick <= right * _MARGIN])
    )
    ax.xaxis.set_major_formatter(
        FuncFormatter(lambda day, _: f"{day:+.0f}".replace("-", "−") if day else "0")
    )
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xlabel("days from the letter to the act: before it (−), after it (+)", color=GREY)
    ax.grid(axis="x")
    ax.axvline(0, color=INK, linewidth=1.1, zorder=1)


def _label_letters(ax: Axes, notes: list[Note]) -> list[float]:
    """Name the band of each letter, part the bands by lines, and give where each note stands."""
    own: dict[str, int] = Counter(letter_id for letter_id, _ in notes)
    places: list[float] = []
    middles: list[float] = []
    top = 0.0
    for count in own.values():
        height = max(count, _LEAST)
        places += [top + (place + 0.5) * height / count for place in range(count)]
        middles.append(top + height / 2)
        top += height
        ax.axhline(top, color=PALE, linewidth=0.6, zorder=0)
    ax.set_ylim(top or 1, 0)
    ax.set_yticks(middles, [number_of(letter_id) for letter_id in own])
    ax.tick_params(axis="y", length=0)
    ax.set_ylabel("letter; a row is a note", color=GREY)
    return places


def _height(notes: Iterable[Note]) -> int:
    """Count the rows that the bands of all letters take."""
    return sum(max(count, _LEAST) for count in Counter(letter_id for letter_id, _ in notes).values())


def _draw_note(ax: Axes, place: float, acts: list[Act]) -> None:
    known = [act["days_low"] for act in acts if _is_known(act)]
    reach = (min([*known, 0]), max([*known, 0]))
    ax.plot(reach, (place, place), color=GREY, linewidth=0.9, zorder=1)
    for act in acts:
        _draw_act(ax, place, act)
    for day, number in _crowds(ax, known):
        write_beside(ax, f"{number} acts", (day, place))


def _crowds(ax: Axes, days: list[int]) -> list[tuple[int, int]]:
    """Give the last of days that would hide each other, with how many they are."""
    crowds: list[list[int]] = []
    for day in sorted(days):
        before = ax.transData.transform((crowds[-1][-1], 0))[0] if crowds else float("-inf")
        if ax.transData.transform((day, 0))[0] - before < _TOO_NEAR:
            crowds[-1].append(day)
        else:
            crowds.append([day])
    return [(crowd[-1], len(crowd)) for crowd in crowds if len(crowd) > 1]


def _draw_act(ax: Axes, place: float, act: Act) -> None:
    low, high, url = act["days_low"], act["days_high"], evidence_url(act["letter_id"], act["start"])
    if _is_known(act):
        draw_value(ax, low, place, url, **_LOOKS[act["when"]])
    elif low is not None and high is not None:
        draw_bounds(ax, low, high, place, url, half=_HALF)
    elif low is not None or high is not None:
        draw_open(ax, low if low is not None else high, place, url, up=low is not None, half=_HALF)


_LOOKS: dict[str, dict[str, Any]] = {
    "before": hollow(GREY) | {"markersize": 4},
    "same day": {"marker": "D", "color": INK, "markersize": 4},
    "after": {"color": BLUE, "markeredgecolor": PAPER, "markersize": 5.5},
}


def _is_known(act: Act) -> bool:
    return act["days_low"] is not None and act["days_low"] == act["days_high"]


def _legend(acts: list[Act]) -> list[Patch | Line2D]:
    """Name the marks that occur."""
    marks: dict[str, Patch | Line2D] = {
        "before": name_point("before the letter", **_LOOKS["before"]),
        "same day": name_point("same day", **_LOOKS["same day"]),
        "after": name_point("after it", **_LOOKS["after"]),
        "bounds": Patch(facecolor=ORANGE, edgecolor=INK, label="between bounds"),
        "open": Line2D([], [], color=VERMILION, marker=">", markersize=5, label="one bound, other end open"),
    }
    kinds = {_kind(act) for act in acts}
    return [mark for kind, mark in marks.items() if kind in kinds]


def _kind(act: Act) -> str:
    if _is_known(act):
        return str(act["when"])
    return "open" if None in {act["days_low"], act["days_high"]} else "bounds"


# --- words ------------------------------------------------------------------------------------------------


def _count(acts: list[Act], when: str) -> int:
    return sum(act["when"] == when for act in acts)


def _title(acts: list[Act]) -> str:
    known = [act["days_low"] for act in acts if act["when"] == "after" and _is_known(act)]
    half = (
        f", half of those with a known delay within {spell_count(median_high(known), 'day')}"
        if len(known) > 2
        else ""
    )
    rest = join_and(
        [
            f"{number} {words}"
            for when, words in (
                ("before", "before it"),
                ("same day", "on its day"),
                ("unsettled", "cannot be placed"),
            )
            if (number := _count(acts, when))
        ]
    )
    return f"{_count(acts, 'after')} of {spell_count(len(acts), 'act')} came after the letter{half}" + (
        f"; {rest}" if rest else ""
    )


def _caption(acts: list[Act], n_notes: int) -> str:
    corpora = ", ".join(dict.fromkeys(act["corpus"] for act in acts))
    letters = len({act["letter_id"] for act in acts})
    return (
        f"n = {spell_count(len(acts), 'act')} in {spell_count(n_notes, 'note')} to"
        f" {spell_count(letters, 'letter')}; notes that tell of no dated act are left out. Acts are known to"
        " the day."
        + (" How long an arrow is means nothing." if any(_kind(act) == "open" for act in acts) else "")
        + " Within a week of the letter the axis is linear, beyond"
        f" it logarithmic. Source: tables letters and decisions, corpus {corpora}."
    )


def _shows(notes: dict[Note, list[Act]]) -> str:
    each = "; ".join(
        f"letter {number_of(letter_id)} note {note}: {', '.join(_spell(act) for act in acts)}"
        for (letter_id, note), acts in notes.items()
    )
    return f"One row for each note, with its acts by days before or after the letter. {each}."


def _spell(act: Act) -> str:
    low, high = act["days_low"], act["days_high"]
    if _is_known(act):
        return f"{low:+d} days"
    if low is None and high is None:
        return "unknown"
    if low is None:
        return f"{high:+d} days or fewer"
    return f"{low:+d} days or more" if high is None else f"{low:+d} to {high:+d} days"
