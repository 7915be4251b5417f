"""What share of the messages is printed: by week, from number to number, and of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib.patches import Patch, Rectangle

from corrstats.analysis.unseen import (
    BY_ITS_DAY,
    traffic_spells,
    weekly_shares,
    whole_traffic,
    without_reckoning,
)
from corrstats.plots.evidence import DATE, evidence_url
from corrstats.plots.marks import write_beside
from corrstats.plots.style import BLUE, GREY, INK, PAGE_WIDTH, PALE, add_legend, finish, new_axes, styled
from corrstats.plots.wording import rows, spell_day

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from matplotlib.axes import Axes

    Share = dict[str, Any]

_ROW_HEIGHT = 0.27  # inches
_HALF = 0.27  # of a row
_LEAST = 0.01  # of all: a share that is known is a bar as wide as this
_BETWEEN = 0.75  # rows, between two groups
_GROUPS = ("by week", "between numbers", "in all")


@dataclass(frozen=True)
class _Row:
    """A share with its bounds, the same where nothing is reckoned, what it is of, and where it leads."""

    name: str
    share: Share
    plain: Share
    url: str = ""

    @property
    def known(self) -> tuple[float, float]:
        """Give the bounds, a little apart where they are the same."""
        low, high = self.share["share_low"], self.share["share_high"]
        return (low, high) if high - low >= _LEAST else (min(low, 1 - _LEAST), min(low, 1 - _LEAST) + _LEAST)


def plot_shares(messages: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the share of the messages of ``message_numbers`` that is printed: by week, by number, and of all.

    Each bar reaches from the least that it can be to the most; the pale bar behind it is what it can be where
    nothing is reckoned from outgoing numbers.
    """
    groups = [
        _read(weekly_shares, messages, lambda row: f"week of {spell_day(row['week'])}"),
        _read(traffic_spells, messages, _spell_span),
        _read(whole_traffic, messages, _spell_span),
    ]
    places = _places(groups)
    with styled():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, 1.9 + _ROW_HEIGHT * (max(places, default=0) + 1))
        _label(ax, groups, places)
        drawn = [row for group in groups for row in group]
        for row, place in zip(drawn, places, strict=True):
            _draw_row(ax, row, place)
        add_legend(ax, _legend(drawn))
        title, caption = _title(groups), _caption(messages)
        finish(ax, title=title, caption=caption, shows=_shows(drawn))
    return ax


def _read(
    count: Callable[[pd.DataFrame], pd.DataFrame], messages: pd.DataFrame, name: Callable[[Share], str]
) -> list[_Row]:
    """Count shares with reckoning and without."""
    reckoned, plain = rows(count(messages)), rows(count(without_reckoning(messages)))
    return [
        _Row(name(share), share, other, evidence_url(share["until"], row=DATE) if "until" in share else "")
        for share, other in zip(reckoned, plain, strict=True)
    ]


def _spell_span(row: Share) -> str:
    start, end = row["from_moment"], row["to_moment"]
    same_month = (start.year, start.month) == (end.year, end.month)
    return f"{start.day if same_month else spell_day(start)} to {spell_day(end)}"


# --- drawing ----------------------------------------------------------------------------------------------


def _places(groups: list[list[_Row]]) -> list[float]:
    """Give the height of each row, the groups a little apart."""
    places: list[float] = []
    for group in groups:
        start = places[-1] + 1 + _BETWEEN if places else 0.0
        places += [start + number for number in range(len(group))]
    return places


def _label(ax: Axes, groups: list[list[_Row]], places: list[float]) -> None:
    ax.set_xlim(0, 1.24)
    shares = (0, 0.25, 0.5, 0.75, 1)
    ax.set_xticks(shares, [f"{share:.0%}" for share in shares])
    ax.set_xlabel("share of the messages that the edition prints", color=GREY, x=0.4)
    ax.set_ylim(max(places, default=0) + 0.6, -1)
    ax.set_yticks(places, [row.name for group in groups for row in group])
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    starts = [0, *(sum(map(len, groups[:number])) for number in range(1, len(groups)))]
    for name, start, group in zip(_GROUPS, starts, groups, strict=True):
        if group:
            ax.text(0.012, places[start] - 0.68, name, va="center", color=INK, fontweight="bold")


def _draw_row(ax: Axes, row: _Row, place: float) -> None:
    low, high = row.known
    wide = (min(row.plain["share_low"], low), max(row.plain["share_high"], high))
    bars = ((wide, PALE, _HALF), ((low, high), BLUE, 0.7 * _HALF))
    for (start, end), colour, half in bars[wide == (low, high) :]:
        bar = Rectangle((start, place - half), end - start, 2 * half, facecolor=colour, zorder=2)
        bar.set(edgecolor=GREY if colour == PALE else BLUE, linewidth=0.7)
        bar.set_url(row.url or None)
        ax.add_patch(bar)
    write_beside(ax, _spell_counts(row.share), (wide[1], place))


def _legend(drawn: list[_Row]) -> list[Patch]:
    """Name the marks that occur."""
    marks = [Patch(facecolor=BLUE, edgecolor=BLUE, label="from the least to the most it can be")]
    if any(row.share["share_low"] != row.plain["share_low"] for row in drawn):
        marks.append(Patch(facecolor=PALE, edgecolor=GREY, label="the same, if nothing is reckoned"))
    return marks


# --- words ------------------------------------------------------------------------------------------------


def _spell_range(low: float, high: float) -> str:
    return f"{low:.0f}" if low == high else f"{low:.0f} to {high:.0f}"


def _spell_counts(share: Share) -> str:
    count = share.get("messages")
    low, high = (count, count) if count is not None else (share["messages_low"], share["messages_high"])
    return f"{_spell_range(share['printed_low'], share['printed_high'])} of {_spell_range(low, high)}"


def _title(groups: list[list[_Row]]) -> str:
    _, spells, whole = groups
    if not whole:
        return "Too few numbers are printed to tell a share"
    sentence = f"The edition prints {_spell_counts(whole[0].share)} messages"
    busiest = max(spells, key=lambda row: row.share["messages"])
    if len(spells) < 2:
        return sentence
    return f"{sentence}, but only {_spell_counts(busiest.share)} from {busiest.name}"


def _caption(messages: pd.DataFrame) -> str:
    corpora = ", ".join(sorted({letter_id.rpartition("/")[0] for letter_id in messages["letter_id"]}))
    numbered = int((messages["known"] != BY_ITS_DAY).sum())
    perhaps = len(messages) - numbered
    return (
        f"n = {numbered} messages with a number, {perhaps} that may have had one. Beside each"
        " bar: printed, of all that came in. Reckoned: if one office numbered all that came in, its outgoing"
        " numbers bound the incoming ones. By the day of dispatch; weeks from Monday."
        f" Source: tables letters, correspondents and events, corpus {corpora}."
    )


def _shows(drawn: list[_Row]) -> str:
    each = "; ".join(
        f"{row.name}: {row.share['share_low']:.0%} to {row.share['share_high']:.0%}"
        f" ({_spell_counts(row.share)})"
        for row in drawn
    )
    return f"One bar for each week, each stretch between two numbers, and all. {each}."
