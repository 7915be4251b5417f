"""Letters on a time axis: a known day is a mark of one day, an uncertain date a bar, an open end an arrow."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  dataclass fields are looked up at run time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib.dates import DateLocator, DayLocator, MonthLocator, YearLocator, num2date
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter

from corrstats.plots.days import DAY, at
from corrstats.plots.evidence import DATE, evidence_url
from corrstats.plots.style import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PAGE_WIDTH,
    SMALL,
    VERMILION,
    add_legend,
    finish,
    new_axes,
    styled,
)
from corrstats.plots.wording import join_and, rows, spell_count, spell_day, spell_month, spell_person

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_HALF = 0.32  # of a row: how far a mark reaches up and down
_ARROW = 0.07  # of the axis: how long the arrow of an open end is
_FADE = 0.25  # of a bar: how much of it fades towards an approximate end
_FADE_STEPS = 6
_ROW_HEIGHT = 0.205  # inches
_GAP = 3  # rows between two corpora


@dataclass(frozen=True)
class _Dated:
    """A letter as drawn: its bounds are days and inclusive, None where the date is open."""

    letter_id: str
    label: str
    earliest: dt.date | None
    latest: dt.date | None
    about_earliest: bool
    about_latest: bool

    @property
    def kind(self) -> str:
        """Say how well the date is known: day, span, open, undated."""
        if self.earliest is None or self.latest is None:
            return "undated" if self.earliest is self.latest else "open"
        return "day" if self.earliest == self.latest else "span"


def plot_timeline(
    letters: pd.DataFrame, *, correspondents: pd.DataFrame | None = None, ax: Axes | None = None
) -> Axes:
    """Draw letters on a time axis, one row each in the order of the edition.

    Rows are labelled by number (or ordinal), and by the first sender where ``correspondents`` are given.
    Several corpora are drawn one under the other, each on its own time axis.
    """
    names = _first_senders(correspondents)
    corpora = {
        str(name): [_read_letter(row, names) for row in rows(part)]
        for name, part in letters.groupby("corpus", sort=False, observed=True)
    }
    dated = [letter for corpus in corpora.values() for letter in corpus]
    with styled():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, 1.8 + _ROW_HEIGHT * (len(dated) + _GAP * (len(corpora) - 1)))
        for panel, corpus in zip(_panels(ax, corpora), corpora.values(), strict=True):
            _draw_corpus(panel, corpus)
        add_legend(ax, _legend(dated))
        finish(ax, title=_title(dated), caption=_caption(dated, corpora), shows=_shows(dated))
    return ax


# --- what is drawn ----------------------------------------------------------------------------------------


def _first_senders(correspondents: pd.DataFrame | None) -> dict[str, str]:
    """Give for each letter its first sender's name, with how many more sign."""
    if correspondents is None:
        return {}
    senders: dict[str, list[str]] = {}
    for row in rows(
        correspondents[correspondents["role"] == "sender"].sort_values("position", kind="stable")
    ):
        senders.setdefault(row["letter_id"], []).append(row["person_id"])
    return {
        letter_id: spell_person(ids[0]) + (f" +{len(ids) - 1}" if len(ids) > 1 else "")
        for letter_id, ids in senders.items()
    }


def _read_letter(row: dict[str, Any], names: dict[str, str]) -> _Dated:
    start, _, end = (row["date_edtf"] or "").rpartition("/")
    number = str(row["number"] or row["ordinal"])
    return _Dated(
        letter_id=row["letter_id"],
        label=" · ".join(filter(None, (names.get(row["letter_id"], ""), number))),
        earliest=_day(row["date_earliest"]),
        latest=_day(row["date_latest"]),
        about_earliest=bool(set("~?%") & set(start or end)),
        about_latest=bool(set("~?%") & set(end)),
    )


def _day(moment: dt.datetime | None) -> dt.date | None:
    return None if moment is None else moment.date()


def _spell_date(letter: _Dated) -> str:
    """Spell the date of a letter with its bounds: '6 Aug or later'."""
    if letter.earliest is None or letter.latest is None:
        if letter.earliest is not None:
            return f"{spell_day(letter.earliest)} or later"
        return f"{spell_day(letter.latest)} or earlier" if letter.latest is not None else "undated"
    first = ("about " if letter.about_earliest else "") + spell_day(letter.earliest)
    last = ("about " if letter.about_latest else "") + spell_day(letter.latest)
    return first if letter.kind == "day" else f"{first} to {last}"


# --- words ------------------------------------------------------------------------------------------------


def _title(dated: list[_Dated]) -> str:
    counts = {
        kind: sum(letter.kind == kind for letter in dated) for kind in ("day", "span", "open", "undated")
    }
    rest = join_and(
        [
            f"{counts['span']} within a span" if counts["span"] else "",
            f"{counts['open']} from one side only" if counts["open"] else "",
            f"{counts['undated']} not at all" if counts["undated"] else "",
        ]
    )
    known = f"{counts['day']} of" if rest else "all"
    sentence = f"{known} {spell_count(len(dated), 'letter')} are dated to the day" + (
        f"; {rest}" if rest else ""
    )
    return sentence[0].upper() + sentence[1:]


def _caption(dated: list[_Dated], corpora: dict[str, list[_Dated]]) -> str:
    kinds = {letter.kind for letter in dated}
    about = any(letter.about_earliest or letter.about_latest for letter in dated)
    return (
        f"n = {spell_count(len(dated), 'letter')}, one a row, in the order of the edition. A known day is as"
        " wide as a day."
        + (" How long an arrow is means nothing: its end is open." if "open" in kinds else "")
        + (" A bar fades towards an end that is only approximate (~)." if about else "")
        + f" Source: table letters, corpus {', '.join(corpora)}."
    )


def _shows(dated: list[_Dated]) -> str:
    each = "; ".join(f"{letter.label}: {_spell_date(letter)}" for letter in dated)
    return f"A time axis with one row for each letter. {each}."


# --- drawing ----------------------------------------------------------------------------------------------


def _panels(ax: Axes, corpora: dict[str, list[_Dated]]) -> list[Axes]:
    """Give the axes to draw each corpus on: the axes themselves, or a part of them for each of several."""
    if len(corpora) == 1:
        return [ax]
    ax.set_axis_off()
    lengths = [len(corpus) for corpus in corpora.values()]
    whole = sum(lengths) + _GAP * (len(lengths) - 1)
    panels = []
    for place, (name, length) in enumerate(zip(corpora, lengths, strict=True)):
        bottom = 1 - (sum(lengths[: place + 1]) + _GAP * place) / whole
        panel = ax.inset_axes((0, bottom, 1, length / whole))
        panel.set_ylabel(name, color=GREY)
        panels.append(panel)
    return panels


def _draw_corpus(ax: Axes, dated: list[_Dated]) -> None:
    days = [day for letter in dated for day in (letter.earliest, letter.latest) if day is not None]
    if days:
        span = max((max(days) - min(days)).days + 1, 7)
        start, end = at(min(days)), at(max(days) + DAY)
        ax.set_xlim(start - 0.12 * span, end + 0.14 * span)
        label_time(ax, min(days), max(days))
    ax.set_ylim(len(dated) - 0.4, -0.6)
    ax.set_yticks(range(len(dated)), [letter.label for letter in dated])
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    for place, letter in enumerate(dated):
        _draw_letter(ax, place, letter)


def _draw_letter(ax: Axes, place: int, letter: _Dated) -> None:
    left, right = ax.get_xlim()
    arrow = _ARROW * (right - left)
    start = at(letter.earliest) if letter.earliest else None
    end = at(letter.latest + DAY) if letter.latest else None
    if start is not None and end is not None:
        _draw_bar(ax, place, letter, start, end)
        after = end
    elif start is not None or end is not None:
        bound = start if start is not None else end or 0.0
        length = arrow if start is not None else -arrow
        _draw_arrow(ax, place, letter, bound, length)
        after = max(bound, bound + length)
    else:
        after = left
    ax.annotate(
        _spell_date(letter),
        (after, place),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        fontsize=SMALL,
        color=INK,
        annotation_clip=False,
    )


def _draw_bar(ax: Axes, place: int, letter: _Dated, start: float, end: float) -> None:
    """Draw a date between two bounds; towards an approximate end the bar fades and a ~ stands there."""
    colour, edge = (BLUE, BLUE) if letter.kind == "day" else (ORANGE, INK)
    fade = _FADE * (end - start)
    first, last = start + fade * letter.about_earliest, end - fade * letter.about_latest
    url = evidence_url(letter.letter_id, row=DATE)
    bar = Rectangle((first, place - _HALF), last - first, 2 * _HALF, facecolor=colour, edgecolor="none")
    outline = Rectangle(
        (start, place - _HALF), end - start, 2 * _HALF, fill=False, edgecolor=edge, linewidth=0.7
    )
    outline.set_linestyle("--" if letter.about_earliest or letter.about_latest else "-")
    for patch in (bar, outline):
        patch.set_url(url)
        ax.add_patch(patch)
    for here, towards, about in (
        (first, start, letter.about_earliest),
        (last, end, letter.about_latest),
    ):
        if about:
            _draw_fade(ax, place, here, towards, colour)
            ax.text((here + towards) / 2, place, "~", ha="center", va="center", fontsize=11, color=INK)


def _draw_fade(ax: Axes, place: int, here: float, towards: float, colour: str) -> None:
    step = (towards - here) / _FADE_STEPS
    for number in range(_FADE_STEPS):
        ax.add_patch(
            Rectangle(
                (here + number * step, place - _HALF),
                step,
                2 * _HALF,
                facecolor=colour,
                edgecolor="none",
                alpha=1 - (number + 1) / (_FADE_STEPS + 1),
            )
        )


def _draw_arrow(ax: Axes, place: int, letter: _Dated, bound: float, length: float) -> None:
    """Draw a date with an open end: a line at the bound that is known, an arrow towards the open side."""
    (line,) = ax.plot([bound, bound], [place - _HALF, place + _HALF], color=VERMILION, linewidth=2.2)
    line.set_url(evidence_url(letter.letter_id, row=DATE))
    arrow = ax.annotate(
        "",
        xy=(bound + length, place),
        xytext=(bound, place),
        arrowprops={"arrowstyle": "-|>", "color": VERMILION, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0},
        annotation_clip=False,
    )
    if arrow.arrow_patch is not None:
        arrow.arrow_patch.set_url(evidence_url(letter.letter_id, row=DATE))


def _legend(dated: list[_Dated]) -> list[Patch | Line2D]:
    """Name the marks that occur."""
    marks: dict[str, Patch | Line2D] = {
        "day": Patch(facecolor=BLUE, label="known day"),
        "span": Patch(facecolor=ORANGE, edgecolor=INK, label="one day of a span"),
        "open": Line2D([], [], color=VERMILION, marker=">", markersize=5, label="from, or up to, a day"),
    }
    kinds = {letter.kind for letter in dated}
    return [mark for kind, mark in marks.items() if kind in kinds]


def label_time(ax: Axes, first: dt.date, last: dt.date) -> None:
    """Set the ticks of a time axis, from days to years, and say the year in the axis label."""
    locator, style = _ticks((last - first).days)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(
        FuncFormatter(
            lambda number, _: _spell_tick(num2date(number), style)  # type: ignore[no-untyped-call]
        )
    )
    if style == "month":
        ax.xaxis.set_minor_locator(DayLocator(bymonthday=(8, 15, 22)))  # type: ignore[no-untyped-call]
    years = str(first.year) if first.year == last.year else f"{first.year}-{last.year}"
    ax.set_xlabel(f"date ({years})", color=GREY)


def _ticks(days: int) -> tuple[DateLocator, str]:
    if days > 1000:
        return YearLocator(), "year"  # type: ignore[no-untyped-call]
    if days > 60:
        return MonthLocator(interval=1 if days < 400 else 3), "month"  # type: ignore[no-untyped-call]
    return DayLocator(bymonthday=(1, 8, 15, 22) if days > 12 else None), "day"  # type: ignore[no-untyped-call]


def _spell_tick(moment: dt.datetime, style: str) -> str:
    if style == "year":
        return str(moment.year)
    return (
        f"{spell_month(moment)} {moment:%Y}"
        if style == "month" and moment.month == 1
        else (spell_month(moment) if style == "month" else spell_day(moment))
    )
