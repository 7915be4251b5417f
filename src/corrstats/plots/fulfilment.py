"""Amounts in percent: of their plan, or of the same amount in the time before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from corrstats.plots.board import (
    MENDED,
    ROW_HEIGHT,
    SURE,
    label_rows,
    make_board,
    name_corpora,
    spell_amount,
    spell_short,
    with_letter,
)
from corrstats.plots.evidence import evidence_url
from corrstats.plots.marks import draw_bounds, draw_value, hollow, laid_out, name_point
from corrstats.plots.style import BLUE, GREY, INK, PAGE_WIDTH, VERMILION, add_legend, finish, new_axes
from corrstats.plots.wording import rows, spell_count

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    Figure = dict[str, Any]

_PERCENTS = (10, 15, 25, 50, 75, 100, 150, 200, 300, 500)
_AGAINST = {"plan": "of the plan", "target": "of the target", "before": "of the time before"}
_LOOKS: dict[bool, dict[str, Any]] = {
    False: {"color": BLUE, "marker": "s", "markersize": 7},
    True: {**hollow(VERMILION), "marker": "D", "markersize": 6},
}


def plot_plan_and_fulfilment(shares: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the amounts of ``plan_and_fulfilment`` in percent of their plan, or of the time before.

    The axis is logarithmic, so that half and twice are as far from 100 percent.
    """
    table = sorted(rows(shares), key=lambda row: (row["against"] == "before", row["percent_high"]))
    with laid_out():
        ax = ax or new_axes(PAGE_WIDTH, 2.0 + 1.3 * ROW_HEIGHT * len(table))
        board = make_board(ax)
        _label_percent(board, table)
        label_rows(board, [_spell_subject(row) for row in table], [_spell_share(row) for row in table])
        for place, row in enumerate(table):
            _draw_share(board, place, row)
        add_legend(ax, _legend(table))
        caption = _caption(table)
        finish(ax, title=_title(table), caption=caption, shows=_shows(table), room=36)
    return ax


def _label_percent(ax: Axes, table: list[Figure]) -> None:
    low = min([row["percent_low"] for row in table] + [75]) / 1.15
    high = max([row["percent_high"] for row in table] + [130]) * 1.15
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    ax.xaxis.set_major_locator(FixedLocator([tick for tick in _PERCENTS if low < tick < high]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:.0f}"))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xlabel("percent (logarithmic)", color=GREY)
    ax.grid(axis="x")
    ax.axvline(100, color=INK, linewidth=1.1, zorder=1)


def _spell_subject(row: Figure) -> str:
    return with_letter(row, row["commodity"] or "procured", row["region"], row["when"])


def _draw_share(ax: Axes, place: int, row: Figure) -> None:
    span = row["percent_low"], row["percent_high"]
    url = evidence_url(row["letter_id"], row["start"])
    ax.plot([100, span[1]], [place, place], color=GREY, linewidth=0.9, zorder=1)
    if span[0] < span[1]:
        draw_bounds(ax, *span, place, url, **(MENDED if row["emended"] else SURE))
    else:
        draw_value(ax, span[0], place, url, **_LOOKS[row["against"] == "before"])


def _spell_share(row: Figure) -> str:
    low, high = f"{row['percent_low']:.1f}", f"{row['percent_high']:.1f}"
    percent = f"{low if low == high else f'{low}–{high}'}%"
    if row["other_low"] is None:
        return f"{percent} {_AGAINST[row['against']]}"
    value, other = _spell_value(row, ""), _spell_value(row, "other_")
    size = f" {other.rpartition(' ')[2]}"
    return f"{percent}\n{value.removesuffix(size)} / {other}"


def _spell_value(row: Figure, prefix: str) -> str:
    low, high = row[f"{prefix}low"], row[f"{prefix}high"]
    if row["unit"] == "percent":
        return f"{spell_short(low)}%" if low == high else f"{spell_short(low)}–{spell_short(high)}%"
    return spell_amount(low, high, "")


def _legend(table: list[Figure]) -> list[Patch | Line2D]:
    looks = {row["against"] == "before" for row in table}
    names = {False: "of the plan", True: "of the time before it"}
    marks: list[Patch | Line2D] = [name_point(names[look], **_LOOKS[look]) for look in sorted(looks)]
    if any(row["percent_low"] < row["percent_high"] for row in table):
        marks.append(Patch(facecolor=BLUE, label="between bounds"))
    return marks


def _title(table: list[Figure]) -> str:
    plans = [row for row in table if row["against"] != "before"]
    before = [row for row in table if row["against"] == "before"]
    met = sum(row["percent_low"] >= 100 for row in plans)
    more = sum(row["percent_low"] > 100 for row in before)
    parts = [
        _spell_met(met, len(plans)) if plans else "",
        f"{more} of {spell_count(len(before), 'amount')} above the time before" if before else "",
    ]
    return "; ".join(filter(None, parts)) or "Nothing to hold against a plan"


def _spell_met(met: int, plans: int) -> str:
    if plans == 1:
        return f"The one plan told is {'' if met else 'not '}met"
    return f"{met or 'None'} of {plans} plans {'are' if met > 1 else 'is'} met"


def _caption(table: list[Figure]) -> str:
    return (
        f"n = {spell_count(len(table), 'amount')}; after the point, the letter. A share of a plan is printed"
        " as such, or is an amount beside the plan of the same thing in the same passage; the time before is"
        f" the amount told next as the last one. Source: table quantities, corpus {name_corpora(table)}."
    )


def _shows(table: list[Figure]) -> str:
    each = "; ".join(f"{_spell_subject(row)}: {_spell_share(row)}" for row in table)
    return f"One row for each amount in percent of its plan or of the time before. {each}."
