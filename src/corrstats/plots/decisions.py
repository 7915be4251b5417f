"""Letters and the acts that their notes tell of, by the days between them."""

from __future__ import annotations

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
    SMALL,
    VERMILION,
    finish,
    new_axes,
)
from corrstats.plots.wording import join_and, rows, spell_count

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    Act = dict[str, Any]
    Note = tuple[str, str]

_ROW_HEIGHT = 0.165  # inches
_LINEAR = 7  # days on either side of the letter, where the axis is not yet logarithmic
_TICKS = (-1000, -365, -100, -30, -7, -3, 0, 3, 7, 30, 100, 365, 1000)
_TOO_NEAR = 5  # pixels, of two points that cannot be told apart
_MARGIN = 1.8  # how many times the farthest act is away that the axis reaches to


def plot_decision_delays(delays: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the acts of ``decision_delays`` before and after their letters, one row a note.

    A known number of days is a point, one between bounds a bar, one with an open side an arrow. Within a week
    of the letter the axis is linear, beyond it logarithmic.
    """
    acts = rows(delays)
    notes: dict[Note, list[Act]] = {}
    for act in sorted(acts, key=lambda act: (_order(acts, act), act["start"])):
        notes.setdefault((act["letter_id"], act["note"]), []).append(act)
    with laid_out():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, 2.1 + _ROW_HEIGHT * len(notes))
        _label_days(ax, acts)
        _label_notes(ax, list(notes))
        for place, note in enumerate(notes.values()):
            _draw_note(ax, place, note)
        ax.legend(
            handles=_legend(acts), loc="lower left", bbox_to_anchor=(-0.02, 1), ncols=5, borderaxespad=0.2,
            columnspacing=1.2, handletextpad=0.5,
        )  # fmt: skip
        caption = _caption(acts, len(notes))
        finish(ax, title=_title(acts), caption=caption, shows=_shows(notes), room=(22, 34))
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


def _label_notes(ax: Axes, notes: list[Note]) -> None:
    """Name each row by letter and note, the letter once, and part the letters by lines."""
    ax.set_ylim(len(notes) - 0.4, -0.6)
    labels, last = [], ""
    for place, (letter_id, note) in enumerate(notes):
        if letter_id != last and place:
            ax.axhline(place - 0.5, color=PALE, linewidth=0.6, zorder=0)
        labels.append(f"{number_of(letter_id)}  n. {note}" if letter_id != last else f"n. {note}")
        last = letter_id
    ax.set_yticks(range(len(notes)), labels)
    ax.tick_params(axis="y", length=0, labelsize=SMALL - 0.5)
    ax.set_ylabel("letter, and its note", color=GREY)


def _draw_note(ax: Axes, place: int, acts: list[Act]) -> None:
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


def _draw_act(ax: Axes, place: int, act: Act) -> None:
    low, high, url = act["days_low"], act["days_high"], evidence_url(act["letter_id"], act["start"])
    if _is_known(act):
        draw_value(ax, low, place, url, **_LOOKS[act["when"]])
    elif low is not None and high is not None:
        draw_bounds(ax, low, high, place, url)
    elif low is not None or high is not None:
        draw_open(ax, low if low is not None else high, place, url, up=low is not None)


_LOOKS: dict[str, dict[str, Any]] = {
    "before": hollow(GREY),
    "same day": {"marker": "D", "color": INK, "markersize": 4.5},
    "after": {"color": BLUE, "markeredgecolor": PAPER, "markersize": 6.5},
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
