"""Uncertain dates before and after: what the edition says, and what other evidence leaves of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any

from matplotlib.patches import Patch, Rectangle
from matplotlib.transforms import offset_copy

from corrstats.plots.days import DAY, at
from corrstats.plots.evidence import DATE, evidence_url
from corrstats.plots.marks import laid_out, write_beside
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
)
from corrstats.plots.wording import rows, spell_count, spell_day

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    Letter = dict[str, Any]

_ROW_HEIGHT = 0.8  # inches
_BETWEEN = 0.55  # rows, between two runs of days
_OLD, _NEW, _HALF = -0.3, -0.06, 0.1  # where the bars of a row are, and half of their height
_REASONS = (0.16, 0.33)
_ARROW = 30  # points
_LONGEST_NUMBER = 16  # signs
_WEEKLY, _OFTEN = {1, 8, 15, 22}, {1, 4, 8, 11, 15, 18, 22, 25, 28}  # days of the month with a label
_APART = 60  # days, from which on letters get an axis of days of their own


def plot_dating(dated: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the table of ``date_letters``: for each letter the edition's date and, under it, what is left.

    Under each letter stand the reasons of its bounds; they and the bars lead to where the evidence stands.
    Letters far apart in time get an axis of days each.
    """
    runs = _runs(rows(dated))
    letters = [letter for run in runs for letter in run]
    with laid_out():
        if ax is None:
            lines = max(len(letters), 1) + _BETWEEN * max(len(runs) - 1, 0)
            ax = new_axes(PAGE_WIDTH, 1.9 + _ROW_HEIGHT * lines)
        for panel, run in zip(_panels(ax, runs), runs, strict=True):
            _draw_run(panel, run)
        add_legend(ax, _legend(letters))
        finish(ax, title=_title(letters), caption=_caption(letters), shows=_shows(letters), room=40)
    return ax


def _bounds(letter: Letter, prefix: str = "") -> tuple[dt.date | None, dt.date | None]:
    first, last = letter[f"{prefix}earliest"], letter[f"{prefix}latest"]
    return (None if first is None else first.date()), (None if last is None else last.date())


def _days(letter: Letter) -> list[dt.date]:
    return [day for day in (*_bounds(letter), *_bounds(letter, "edition_")) if day is not None]


def _first_day(letter: Letter) -> dt.date:
    known = [day for day in _bounds(letter) if day is not None] or _days(letter)
    return min(known, default=dt.date.min)


def _runs(letters: list[Letter]) -> list[list[Letter]]:
    """Part letters into runs that share an axis of days; those without any day stand with those before."""
    runs: list[list[Letter]] = []
    last: dt.date | None = None
    for letter in sorted(letters, key=_first_day):
        days = _days(letter)
        if not runs or (last and days and (min(days) - last).days > _APART):
            runs.append([])
        runs[-1].append(letter)
        last = max([*days, last or dt.date.min]) if days else last
    return runs


# --- drawing ----------------------------------------------------------------------------------------------


def _panels(ax: Axes, runs: list[list[Letter]]) -> list[Axes]:
    """Give the axes for each run: the axes themselves, or a part of them for each of several."""
    if len(runs) < 2:
        return [ax] * len(runs)
    ax.set_axis_off()
    whole = sum(map(len, runs)) + _BETWEEN * (len(runs) - 1)
    tops = [sum(map(len, runs[:place])) + _BETWEEN * place for place in range(len(runs))]
    return [
        ax.inset_axes((0, 1 - (top + len(run)) / whole, 1, len(run) / whole))
        for top, run in zip(tops, runs, strict=True)
    ]


def _short(number: str) -> str:
    """Leave out the beginning of a number that tells chapter and verse, so that the axis has room."""
    return number if len(number) <= _LONGEST_NUMBER else f"…{number[-_LONGEST_NUMBER:].lstrip()}"


def _draw_run(ax: Axes, run: list[Letter]) -> None:
    days = [day for letter in run for day in _days(letter)]
    if days:
        span = max((max(days) - min(days)).days + 1, 14)
        ax.set_xlim(at(min(days)) - 0.18 * span, at(max(days)) + 1 + 0.45 * span)
        ticks = [day for day in _each_day(ax) if day.day in (_WEEKLY if span > 21 else _OFTEN)]
        ax.set_xticks([at(day) for day in ticks], [spell_day(day) for day in ticks])
        ax.set_xlabel(f"date ({min(days).year})", color=GREY)
    ax.set_ylim(len(run) - 0.5, -0.5)
    ax.set_yticks(range(len(run)), [_short(letter["number"]) for letter in run])
    ax.tick_params(axis="y", length=0, labelsize=SMALL + 2)
    ax.grid(axis="x")
    for place, letter in enumerate(run):
        _draw_letter(ax, place, letter)


def _each_day(ax: Axes) -> list[dt.date]:
    first, last = (dt.date(1970, 1, 1) + DAY * int(end) for end in ax.get_xlim())
    return [first + DAY * number for number in range((last - first).days + 1)]


def _draw_letter(ax: Axes, place: int, letter: Letter) -> None:
    if place:
        ax.axhline(place - 0.5, color=PALE, linewidth=0.6, zorder=0)
    _draw_span(ax, place + _OLD, _bounds(letter, "edition_"), PALE, (_date_url(letter),) * 2)
    urls = (_url(letter, "earliest"), _url(letter, "latest"))
    if letter["verdict"] == "contradiction":
        _draw_contradiction(ax, place + _NEW, _bounds(letter), urls)
    else:
        _draw_span(ax, place + _NEW, _bounds(letter), BLUE, urls)
    reasons = zip(_REASONS, _reasons(letter), urls, strict=False)
    for height, reason, url in reasons:
        text = ax.text(
            0.005, place + height, reason, transform=ax.get_yaxis_transform(), fontsize=SMALL, va="center",
            color=INK, bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5},
        )  # fmt: skip
        text.set_url(url)


def _date_url(letter: Letter) -> str:
    return evidence_url(letter["letter_id"], row=DATE)


def _url(letter: Letter, bound: str) -> str:
    """Give where the evidence of a bound stands, else the date in the heading of the letter."""
    where, start = letter[f"{bound}_at"], letter[f"{bound}_start"]
    if where is None:
        return _date_url(letter)
    return evidence_url(where, start, row=DATE)


def _draw_span(
    ax: Axes, height: float, bounds: tuple[dt.date | None, dt.date | None], colour: str, urls: tuple[str, str]
) -> None:
    """Draw a date between two bounds, each half leading to its evidence; an arrow where a side is open."""
    first, last = bounds
    if first is None and last is None:
        return
    if first is None or last is None:
        _draw_open(ax, height, bounds, colour, urls)
        known, gap = (at(first), _ARROW + 8) if first else (at(last or dt.date.min) + 1, 6)
        write_beside(ax, _spell(bounds), (known, height), gap=gap, fontweight=_weight(colour))
        return
    middle = (at(first) + at(last) + 1) / 2
    for start, url in ((at(first), urls[0]), (middle, urls[1])):  # the second on the first, without a seam
        length = at(last) + 1 - start
        bar = Rectangle((start, height - _HALF), length, 2 * _HALF, facecolor=colour, edgecolor="none")
        bar.set_url(url)
        ax.add_patch(bar)
    frame = Rectangle((at(first), height - _HALF), 2 * (middle - at(first)), 2 * _HALF, fill=False)
    frame.set(edgecolor=GREY if colour == PALE else colour, linewidth=0.8)
    ax.add_patch(frame)
    write_beside(ax, _spell(bounds), (at(last) + 1, height), gap=6, fontweight=_weight(colour))


def _weight(colour: str) -> str:
    return "bold" if colour == BLUE else "normal"


def _draw_open(
    ax: Axes, height: float, bounds: tuple[dt.date | None, dt.date | None], colour: str, urls: tuple[str, str]
) -> None:
    """Draw the known side as a line, and an arrow away from it."""
    first, last = bounds
    edge = at(first) if first else at(last or dt.date.min) + 1
    shade, url = (GREY if colour == PALE else colour), urls[0 if first else 1]
    (line,) = ax.plot([edge, edge], [height - _HALF, height + _HALF], color=shade, linewidth=2.2)
    line.set_url(url)
    away = offset_copy(
        ax.transData, ax.get_figure(root=True), x=_ARROW if first else -_ARROW, y=0, units="points"
    )
    arrow = ax.annotate(
        "", xy=(edge, height), xycoords=away, xytext=(edge, height), textcoords="data",
        arrowprops={"arrowstyle": "-|>", "color": shade, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0},
        annotation_clip=False,
    )  # fmt: skip
    if arrow.arrow_patch is not None:
        arrow.arrow_patch.set_url(url)


def _draw_contradiction(
    ax: Axes, height: float, bounds: tuple[dt.date | None, dt.date | None], urls: tuple[str, str]
) -> None:
    """Draw the days between a last day and a first one after it, which no letter can be of."""
    first, last = bounds
    if first is None or last is None:
        return
    gap = Rectangle((at(last) + 1, height - _HALF), at(first) - at(last) - 1, 2 * _HALF, facecolor=PAPER)
    gap.set(edgecolor=VERMILION, hatch="////", linewidth=0.8)
    gap.set_url(urls[0])
    ax.add_patch(gap)
    write_beside(ax, _spell(bounds), (at(first), height), gap=6, fontweight="bold")


def _legend(letters: list[Letter]) -> list[Patch | Line2D]:
    marks: list[Patch | Line2D] = [
        Patch(facecolor=PALE, edgecolor=GREY, label="the edition's date"),
        Patch(facecolor=BLUE, label="what other evidence leaves"),
    ]
    if any(letter["verdict"] == "contradiction" for letter in letters):
        marks.append(Patch(facecolor=PAPER, edgecolor=VERMILION, hatch="////", label="contradiction"))
    return marks


# --- words ------------------------------------------------------------------------------------------------


def _spell(bounds: tuple[dt.date | None, dt.date | None]) -> str:
    first, last = bounds
    if first is None or last is None:
        if first is not None:
            return f"{spell_day(first)} or later"
        return "undated" if last is None else f"{spell_day(last)} or earlier"
    if last < first:
        return "no day is left"
    days = (last - first).days + 1
    return spell_day(first) if days == 1 else f"{spell_day(first)} to {spell_day(last)} ({days} days)"


def _reasons(letter: Letter) -> list[str]:
    """Tell what each bound rests on."""
    first, last = _bounds(letter)
    why = [letter["because_earliest"] or "the edition", letter["because_latest"] or "the edition"]
    return [
        f"not before {spell_day(first)}: {why[0]}" if first else "not before: open",
        f"not after {spell_day(last)}: {why[1]}" if last else "not after: open",
    ]


def _title(letters: list[Letter]) -> str:
    counts = Counter(letter["verdict"] for letter in letters)
    narrow = counts["narrower"] + counts["one day"]
    title = f"Other evidence narrows {narrow} of {spell_count(len(letters), 'uncertain date')}"
    if counts["one day"]:
        title += f", {counts['one day']} of them to a single day"
    if counts["contradiction"]:
        title += f"; {counts['contradiction']} cannot be as the edition has it"
    return title


def _caption(letters: list[Letter]) -> str:
    corpora = ", ".join(dict.fromkeys(letter["corpus"] for letter in letters))
    days = max((letter["news_days"] for letter in letters), default=0)
    return (
        f"n = {spell_count(len(letters), 'letter')} without a known day."
        f" News is taken to reach the writer {f'after {days} days' if days else 'on the same day'}."
        " What a letter still asks for, and what it knows already, is a reader's judgement; its reasons are"
        " in knowledge/datings.csv. How long an arrow is means nothing."
        f" Source: tables letters, references, decisions, notes, corpus {corpora}."
    )


def _shows(letters: list[Letter]) -> str:
    each = "; ".join(
        f"{letter['number']}: the edition has {_spell(_bounds(letter, 'edition_'))}, what is left is"
        f" {_spell(_bounds(letter))}, {', '.join(_reasons(letter))}"
        for letter in letters
    )
    return f"Two bars for each letter, the edition's date and what is left of it. {each}."
