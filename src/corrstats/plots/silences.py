"""Days with and without a letter, and from where messages left on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.patches import Patch, Rectangle

from corrstats.analysis import silences, silent_days
from corrstats.plots.days import at
from corrstats.plots.evidence import DATE, evidence_url
from corrstats.plots.marks import name_point
from corrstats.plots.style import (
    BLUE,
    INK,
    ORANGE,
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
from corrstats.plots.timeline import label_time
from corrstats.plots.wording import rows, spell_count, spell_day

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    Row = dict[str, Any]

_ROW_HEIGHT = 0.52  # inches
_HALF = 0.24  # of a row
_STAY: Row = {"marker": "o", "color": VERMILION, "markersize": 5, "markeredgecolor": PAPER}
_MAY: Row = {"facecolor": PAPER, "edgecolor": ORANGE, "hatch": "////", "linewidth": 0.6}


def plot_silences(
    letters: pd.DataFrame, places: pd.DataFrame | None = None, *, ax: Axes | None = None
) -> Axes:
    """Draw the days of one corpus: with a letter, perhaps with one, and silent; and who was where.

    ``places`` is a table of ``whereabouts``: a row for each person, a point for each message that left, named
    by its place where that is another than before.
    """
    stays = [] if places is None else [row for row in rows(places) if row["corpus"] in set(letters["corpus"])]
    people = list(dict.fromkeys(stay["name"] for stay in stays))
    counts = rows(silent_days(letters))
    gaps = rows(silences(letters, least=3))
    with styled():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, 2.0 + _ROW_HEIGHT * (1 + len(people)))
        _label(ax, counts, people)
        _draw_letters(ax, rows(letters), counts)
        for gap in gaps:
            _name_gap(ax, gap)
        for place, person in enumerate(people, start=1):
            _draw_stays(ax, place, [stay for stay in stays if stay["name"] == person])
        add_legend(ax, _legend(counts, stays))
        finish(ax, title=_title(counts, gaps), caption=_caption(letters, stays), shows=_shows(gaps))
    return ax


# --- drawing ----------------------------------------------------------------------------------------------


def _label(ax: Axes, counts: list[Row], people: list[str]) -> None:
    ax.set_ylim(len(people) + 0.5, -0.6)
    ax.set_yticks(range(1 + len(people)), ["letters", *people])
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    if counts:
        first, last = counts[0]["first_day"], counts[0]["last_day"]
        ax.set_xlim(at(first) - 1, at(last) + 2)
        label_time(ax, first, last)


def _draw_letters(ax: Axes, letters: list[Row], counts: list[Row]) -> None:
    if not counts:
        return
    first, last = counts[0]["first_day"], counts[0]["last_day"]
    for row in letters:
        start, end = row["date_earliest"], row["date_latest"]
        if start is not None and start == end:
            _draw_days(ax, start, start, row, {"facecolor": BLUE, "edgecolor": PAPER, "zorder": 3})
            continue
        start, end = (
            (first if start is None else max(start, first)),
            (last if end is None else min(end, last)),
        )
        if start <= end:
            _draw_days(ax, start, end, row, _MAY | {"zorder": 1})


def _draw_days(ax: Axes, first: dt.datetime, last: dt.datetime, row: Row, look: Row) -> None:
    begin = at(first)
    bar = Rectangle((begin, -_HALF), at(last) + 1 - begin, 2 * _HALF, **look)
    bar.set_url(evidence_url(row["letter_id"], row=DATE))
    ax.add_patch(bar)


def _name_gap(ax: Axes, gap: Row) -> None:
    """Write over a stretch without a letter of a known day how long it is."""
    middle = (at(gap["first_day"]) + at(gap["last_day"]) + 1) / 2
    label = ax.annotate(
        str(gap["days"]), (middle, -_HALF), xytext=(0, 2), textcoords="offset points", annotation_clip=False
    )
    label.set(ha="center", va="bottom", fontsize=SMALL, fontweight="bold" if gap["certain"] else "normal")


def _draw_stays(ax: Axes, height: int, stays: list[Row]) -> None:
    ax.axhline(height, color=PALE, linewidth=0.8, zorder=0)
    last = ""
    for number, stay in enumerate(stays):
        middle = (at(stay["earliest"]) + at(stay["latest"])) / 2
        (mark,) = ax.plot([middle], [height], linestyle="none", zorder=3, **_STAY)
        mark.set_url(evidence_url(stay["letter_id"], stay["start"]))
        if stay["place"] != last:
            above = number % 2 == 0
            label = ax.annotate(
                stay["place"], (middle, height), xytext=(0, 5 if above else -5), textcoords="offset points"
            )
            label.set(ha="center", va="bottom" if above else "top", fontsize=SMALL, color=INK)
            last = stay["place"]


def _legend(counts: list[Row], stays: list[Row]) -> list[Patch | Line2D]:
    """Name the marks that occur."""
    marks: list[Patch | Line2D] = [Patch(facecolor=BLUE, label="a letter of this day")]
    if any(row["may_have"] for row in counts):
        marks.append(Patch(**_MAY, label="perhaps one"))
    if stays:
        marks.append(name_point("a message left from there", **_STAY))
    return marks


# --- words ------------------------------------------------------------------------------------------------


def _title(counts: list[Row], gaps: list[Row]) -> str:
    if not counts:
        return "No letter has a known day"
    one = counts[0]
    if not gaps:
        return f"In {spell_count(one['days'], 'day')} there is no silence of three days or more"
    longest = max(gaps, key=lambda gap: gap["days"])
    stretch = f"{longest['days']} days, {spell_day(longest['first_day'])} to {spell_day(longest['last_day'])}"
    if longest["certain"]:
        return f"The longest silence lasts {stretch}; {one['silent']} of {one['days']} days have no letter"
    if one["silent"]:
        return f"No letter is known of {stretch}; {one['silent']} of {one['days']} days have none for certain"
    empty = f"leave no day of {one['days']} empty for certain"
    return f"No letter is known of {stretch}, but uncertain dates {empty}"


def _caption(letters: pd.DataFrame, stays: list[Row]) -> str:
    corpora = ", ".join(dict.fromkeys(letters["corpus"]))
    return (
        f"n = {spell_count(len(letters), 'letter')}"
        + (f" and {spell_count(len(stays), 'dispatch', 'dispatches')}" if stays else "")
        + ". Numbers: days without a letter of a known day, three or more; bold where no uncertain date"
        " allows one. Where somebody was between two messages is not told. Source: table letters"
        + (", events" if stays else "")
        + f", corpus {corpora}."
    )


def _shows(gaps: list[Row]) -> str:
    each = "; ".join(
        f"{gap['days']} days from {spell_day(gap['first_day'])}"
        + (f", in which letters {gap['may_hold']} may lie" if gap["may_hold"] else "")
        for gap in gaps
    )
    return f"A row of days with and without letters. Silences: {each or 'none'}."
