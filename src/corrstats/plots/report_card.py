"""How right the tables are, as far as their keys can tell."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from matplotlib.ticker import PercentFormatter

from corrstats.plots.evidence import table_url
from corrstats.plots.marks import hollow, laid_out, name_point, write_beside
from corrstats.plots.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    PAGE_WIDTH,
    PALE,
    SMALL,
    VERMILION,
    add_legend,
    finish,
    new_axes,
)
from corrstats.plots.wording import rows, spell_count

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    Grade = dict[str, Any]

_ROW_HEIGHT, _CORPUS_HEIGHT = 0.14, 0.15  # inches, of a table and of each corpus in it
_SPREAD = 0.68  # of a row, that the corpora take
_A_LINE = 2  # corpora, in the legend
_LOOKS: tuple[dict[str, Any], ...] = (
    {"color": BLUE},
    hollow(VERMILION) | {"marker": "s"},
    {"color": GREEN, "marker": "^", "markersize": 7},
    hollow(INK) | {"marker": "D", "markersize": 5},
)


def plot_report_card(card: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw F1 of each table of a ``report_card`` with its interval, the corpora beside each other.

    Beside each stand the facts it rests on. Tables without any fact are left out.
    """
    grades = [row for row in rows(card) if row["f1"] is not None]
    names = list(dict.fromkeys(grade["table"] for grade in grades))
    corpora = list(dict.fromkeys(grade["corpus"] for grade in grades))
    with laid_out():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, 1.9 + (_ROW_HEIGHT + _CORPUS_HEIGHT * len(corpora)) * len(names))
        _label(ax, names, min((grade["f1_low"] for grade in grades), default=0.0))
        for grade in grades:
            corpus = corpora.index(grade["corpus"])
            height = names.index(grade["table"]) + _SPREAD * ((corpus + 0.5) / len(corpora) - 0.5)
            _draw_grade(ax, grade, height, _LOOKS[corpus % len(_LOOKS)])
        add_legend(ax, _legend(corpora))
        finish(ax, title=_title(grades), caption=_caption(grades), shows=_shows(grades))
    return ax


def _label(ax: Axes, names: list[str], lowest: float) -> None:
    ax.set_xlim(math.floor((lowest - 0.02) * 20) / 20, 1.0)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_yticks(range(len(names)), [name.replace("_", " ") for name in names])
    ax.tick_params(axis="y", length=0, labelsize=SMALL + 1)
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlabel("F1: right among found, and found among right, in one number", color=GREY)
    ax.grid(axis="x")
    for place in range(1, len(names)):
        ax.axhline(place - 0.5, color=PALE, linewidth=0.6, zorder=0)


def _draw_grade(ax: Axes, grade: Grade, height: float, look: dict[str, Any]) -> None:
    """Draw a score and the interval it may lie in; they lead to the table."""
    url = table_url(grade["table"])
    (bar,) = ax.plot(
        [grade["f1_low"], grade["f1_high"]], [height, height], color=look["color"], linewidth=2.2, zorder=2
    )
    bar.set_url(url)
    bar.set_solid_capstyle("butt")
    style: dict[str, Any] = {
        "marker": "o",
        "markersize": 6,
        "markeredgewidth": 1.4,
        "linestyle": "none",
        "zorder": 3,
    }
    (point,) = ax.plot([grade["f1"]], [height], **(style | look))
    point.set_clip_on(False)
    point.set_url(url)
    write_beside(ax, _facts(grade), (1.0, height), gap=8, fontsize=SMALL)


def _facts(grade: Grade) -> str:
    return f"{grade['right']} of {spell_count(grade['in_key'], 'fact')}"


def _legend(corpora: list[str]) -> list[Line2D]:
    return [name_point(corpus, **_LOOKS[place % len(_LOOKS)]) for place, corpus in enumerate(corpora)]


def _title(grades: list[Grade]) -> str:
    facts = sum(grade["in_key"] for grade in grades)
    right = sum(grade["right"] for grade in grades)
    wrong = sum(grade["found"] - grade["right"] for grade in grades)
    if right == facts and not wrong:
        lowest = min((grade["f1_low"] for grade in grades), default=0.0)
        doubt = f"; where they are few, F1 may still be as low as {lowest:.0%}" if grades else ""
        return f"All {facts:,} facts of the key are found, and no others{doubt}"
    missed = f"{facts - right:,} {'is' if facts - right == 1 else 'are'} missed"
    false = f"{wrong:,} {'is' if wrong == 1 else 'are'} wrong"
    return f"Of {facts:,} facts of the key {missed}; of those found {false}"


def _caption(grades: list[Grade]) -> str:
    corpora = ", ".join(dict.fromkeys(grade["corpus"] for grade in grades))
    return (
        f"n = {sum(grade['in_key'] for grade in grades):,} facts of the key, beside each point those found."
        " Bars: 95% intervals (Wilson), which take facts as independent. The rules were made with this key in"
        f" view: on letters nobody had in view the scores are lower. Source: all tables, corpora {corpora}."
    )


def _shows(grades: list[Grade]) -> str:
    each = "; ".join(
        f"{grade['table']} of {grade['corpus']}: F1 {grade['f1']:.2f}, {grade['f1_low']:.2f} to"
        f" {grade['f1_high']:.2f}, {_facts(grade)}"
        for grade in grades
    )
    return f"A point with its interval for each table and corpus. {each}."
