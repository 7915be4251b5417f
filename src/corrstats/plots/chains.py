"""From message to answer to act: each chain on a line of time that begins at midnight before the message."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib.patches import Patch, Rectangle

from corrstats.plots.evidence import DATE, evidence_url
from corrstats.plots.marks import draw_value, hollow, laid_out, name_point, number_of, write_beside
from corrstats.plots.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    PAGE_WIDTH,
    PALE,
    PAPER,
    VERMILION,
    add_legend,
    finish,
    new_axes,
)
from corrstats.plots.wording import join_and, rows, spell_count, spell_day, spell_delay
from corrstats.show.derived import row_anchor

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    Span = tuple[float, float]

_ROW_HEIGHT = 0.24  # inches
_WAIT, _ACT = 0.1, 0.22  # of a row: half of a wait's bar; how far below the row the box of the act reaches
_MINUTE = 1 / (24 * 60)


@dataclass(frozen=True)
class _Chain:
    """A chain in days from midnight before its message, on the clock of the answer; None what is not told."""

    letter_id: str
    day: dt.date
    asked: Span
    answer: Span | None
    act: Span | None
    act_start: int | None
    row: str
    words: str


def plot_chains(chains: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the chains of ``decision_chains``, one a row in the order of the letters.

    Moments known to the minute are points, others bars; the act is a box as long as its day.
    """
    table = rows(chains)
    drawn = [_read(row) for row in table if row["asked_earliest"] is not None]
    with laid_out():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, 1.9 + _ROW_HEIGHT * len(drawn))
        _label(ax, drawn)
        for place, chain in enumerate(drawn):
            _draw(ax, place, chain)
        add_legend(ax, _legend())
        finish(ax, title=_title(table), caption=_caption(table), shows=_shows(drawn))
    return ax


# --- reading ----------------------------------------------------------------------------------------------


def _read(row: dict[str, Any]) -> _Chain:
    asked, answer = _moments(row, "asked"), _moments(row, "answer")
    if asked is None:
        raise AssertionError(row)
    if answer is not None and answer[0] == answer[1] and row["hours_low"] is not None:
        asked = (answer[0] - _hours(row["hours_high"]), answer[0] - _hours(row["hours_low"]))
    midnight = dt.datetime.combine(asked[0].date(), dt.time())
    act = row["act_earliest"]
    return _Chain(
        letter_id=row["letter_id"],
        day=asked[0].date(),
        asked=(_days(asked[0] - midnight), _days(asked[1] - midnight)),
        answer=answer and (_days(answer[0] - midnight), _days(answer[1] - midnight)),
        act=act and (_days(act - midnight), _days(row["act_latest"] - midnight) + 1),
        act_start=row["start"],
        row=DATE if row["told"] == "act only" else row_anchor("latencies", {"leg": "sent to reply"}),
        words=_spell(row),
    )


def _moments(row: dict[str, Any], name: str) -> tuple[dt.datetime, dt.datetime] | None:
    first, last = row[f"{name}_earliest"], row[f"{name}_latest"]
    return None if first is None else (first, first if last is None else last)


def _hours(number: float) -> dt.timedelta:
    return dt.timedelta(hours=float(number))


def _days(length: dt.timedelta) -> float:
    return length / dt.timedelta(days=1)


# --- drawing ----------------------------------------------------------------------------------------------


def _label(ax: Axes, chains: list[_Chain]) -> None:
    last = max((end for chain in chains for end in (chain.act or chain.answer or chain.asked)), default=1.0)
    ax.set_xlim(-0.1, last + 0.5 * max(last, 4))
    ax.spines["bottom"].set_bounds(0, last)
    ax.set_xticks(range(int(last) + 1), ["0", *(str(day) for day in range(1, int(last) + 1))])
    ax.set_xlabel("days from midnight before the message, by the clock of the answer", color=GREY)
    ax.set_ylim(len(chains) - 0.3, -0.6)
    names = [f"{number_of(chain.letter_id)}  ({spell_day(chain.day)})" for chain in chains]
    ax.set_yticks(range(len(chains)), names)
    ax.tick_params(axis="y", length=0)
    for day in range(int(last) + 1):
        ax.axvline(day, color=PALE, linewidth=0.6, zorder=0)


def _draw(ax: Axes, place: int, chain: _Chain) -> None:
    url = evidence_url(chain.letter_id, row=chain.row)
    if chain.answer is not None:
        _draw_wait(ax, place, chain.asked, chain.answer, url)
    elif chain.asked[1] - chain.asked[0] > _MINUTE:
        _draw_bar(ax, place, chain.asked, url, sure=False)
    for span, look in ((chain.asked, {"color": BLUE}), (chain.answer, hollow(VERMILION))):
        if span is not None and span[1] - span[0] < _MINUTE:
            draw_value(ax, span[0], place, url, **look)
    if chain.act is not None:
        _draw_act(ax, place, chain, chain.act)
    end = max((chain.act or chain.answer or chain.asked)[1], chain.asked[1])
    write_beside(ax, chain.words, (end, place), bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6})


def _draw_wait(ax: Axes, place: int, asked: Span, answer: Span, url: str) -> None:
    sure = asked[1] - asked[0] < _MINUTE and answer[1] - answer[0] < _MINUTE
    _draw_bar(ax, place, (asked[0], answer[1]), url, sure=sure)


def _draw_bar(ax: Axes, place: int, span: Span, url: str, *, sure: bool) -> None:
    bar = Rectangle((span[0], place - _WAIT), span[1] - span[0], 2 * _WAIT, facecolor=BLUE, zorder=1.5)
    if not sure:
        bar.set(facecolor=PALE, edgecolor=GREY, linestyle="--", linewidth=0.8)
    bar.set_url(url)
    ax.add_patch(bar)


def _draw_act(ax: Axes, place: int, chain: _Chain, act: Span) -> None:
    """Draw the day of the act as a box around the row, and a line that leads there."""
    start = (chain.answer or chain.asked)[1]
    if act[0] > start:
        ax.plot([start, act[0]], [place, place], color=INK, linewidth=0.9, linestyle=":", zorder=1)
    box = Rectangle(
        (act[0], place - _WAIT - _ACT), act[1] - act[0], 2 * (_WAIT + _ACT), facecolor="none",
        edgecolor=GREEN, linewidth=1.6, hatch="////", zorder=1,
    )  # fmt: skip
    box.set_url(evidence_url(chain.letter_id, chain.act_start))
    ax.add_patch(box)


def _legend() -> list[Patch | Line2D]:
    return [
        name_point("message", color=BLUE),
        name_point("answer", **hollow(VERMILION)),
        Patch(facecolor=PALE, edgecolor=GREY, linestyle="--", label="only bounds known"),
        Patch(facecolor="none", edgecolor=GREEN, hatch="////", linewidth=1.6, label="day of the act"),
    ]


# --- words ------------------------------------------------------------------------------------------------


def _spell(row: dict[str, Any]) -> str:
    told = row["answer_earliest"] is not None
    answer = spell_delay(float(row["hours_low"]), float(row["hours_high"])) if told else "no dated answer"
    return f"{answer}; {_spell_act(row)}"


def _spell_act(row: dict[str, Any]) -> str:
    low, high = row["days_low"], row["days_high"]
    if row["act_earliest"] is None:
        return "no act told"
    if low == high == 0:
        return "act the same day"
    days = spell_count(low, "day") if low == high else f"{low} to {high} days"
    return f"act {days} later"


def _title(table: list[dict[str, Any]]) -> str:
    answered = [row for row in table if row["answer_earliest"] is not None]
    acted = [row for row in answered if row["act_earliest"] is not None]
    soon = sum(row["days_high"] is not None and row["days_high"] <= 1 for row in acted)
    most = max((row["days_high"] for row in acted if row["days_high"] is not None), default=0)
    rest = f", {len(acted) - soon} within {spell_count(most, 'day')}" if len(acted) > soon else ""
    if not acted:
        return f"{spell_count(len(answered), 'answer')}, and no act told"
    verb = "is" if len(acted) == 1 else "are"
    return (
        f"{len(acted)} of {spell_count(len(answered), 'answer')} {verb} followed by an act:"
        f" {soon} by the day after the answer{rest}"
    )


def _caption(table: list[dict[str, Any]]) -> str:
    corpora = ", ".join(dict.fromkeys(row["corpus"] for row in table))
    counts = {
        words: sum(row["told"] == told for row in table)
        for told, words in (
            ("answer and act", "with answer and act"),
            ("answer only", "with an answer only"),
            ("act only", "with an act only"),
            ("neither", "that wait for an answer not told"),
        )
    }
    told = join_and([f"{number} {words}" for words, number in counts.items() if number])
    return (
        f"n = {spell_count(len(table), 'message')}: {told}. The act is the first in the notes that is not"
        " before the day of the message; it is known to the day. Whether it answers the message, the tables"
        " cannot tell."
        f" Source: tables latencies and decisions, corpus {corpora}."
    )


def _shows(chains: list[_Chain]) -> str:
    each = "; ".join(
        f"{number_of(chain.letter_id)} of {spell_day(chain.day)}: {chain.words}" for chain in chains
    )
    return f"One row for each message, with its answer and the day of the act. {each}."
