"""A board of amounts: an axis between a column that says what each row is about and one with its numbers."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from corrstats.plots.marks import number_of
from corrstats.plots.style import BLUE, INK, PAPER, SMALL, VERMILION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

    Figure = dict[str, Any]

ROW_HEIGHT = 0.31  # inches, of two lines
MENDED: dict[str, Any] = {"facecolor": PAPER, "edgecolor": VERMILION, "hatch": "////", "linewidth": 1.4}
SURE: dict[str, Any] = {"facecolor": BLUE, "edgecolor": BLUE}
_MILLION, _BILLION = 1e6, 1e9
_LEFT, _RIGHT = 0.35, 0.73  # of the width: where the axis begins and ends, between two columns of words
_LABEL, _WORDS = 28, 21  # characters of a line in the left and in the right column


def make_board(ax: Axes) -> Axes:
    """Make the axes on which amounts are drawn, between the columns of words."""
    ax.set_axis_off()
    return ax.inset_axes((_LEFT, 0, _RIGHT - _LEFT, 1))


def label_rows(ax: Axes, labels: list[str], words: list[str]) -> None:
    """Write what each row is about to its left, and its numbers to its right, in two lines where need be."""
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.set_yticks(range(len(labels)), [textwrap.fill(label, _LABEL) for label in labels])
    ax.tick_params(axis="y", length=0)
    for place, text in enumerate(words):
        wrapped = text if "\n" in text else textwrap.fill(text, _WORDS)
        ax.annotate(
            wrapped, (1, place), xycoords=("axes fraction", "data"), xytext=(8, 0),
            textcoords="offset points", va="center", fontsize=SMALL, color=INK, annotation_clip=False,
        )  # fmt: skip


# --- words ------------------------------------------------------------------------------------------------


def spell_amount(low: float, high: float, unit: str = "poods") -> str:
    """Spell an amount in millions or billions.

    >>> spell_amount(1e6, 1.5e6), spell_amount(1.4e9, 1.5e9), spell_amount(64_101_000, 64_101_000)
    ('1–1.5 million poods', '1.4–1.5 billion poods', '64.1 million poods')
    >>> spell_amount(16_400, 24_600, "t")
    '16.4–24.6 thousand t'
    """
    size, word = next(
        (
            pair
            for pair in ((_BILLION, "billion"), (_MILLION, "million"), (1e3, "thousand"))
            if high >= pair[0]
        ),
        (1.0, ""),
    )
    first, last = spell_short(low / size), spell_short(high / size)
    return " ".join(filter(None, (first if first == last else f"{first}–{last}", word, unit)))


def spell_short(number: float) -> str:
    """Spell a number with three figures at most."""
    digits = 0 if number >= 100 else 1 if number >= 10 else 2
    return f"{number:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{number:.0f}"


def with_letter(row: Figure, *parts: str | None) -> str:
    """Join what a row is about with commas, and name its letter."""
    return f"{', '.join(filter(None, parts))}\u00a0·\u00a0{number_of(row['letter_id'])}"


def name_corpora(table: Iterable[Figure]) -> str:
    """Name the corpora of some rows, in order."""
    return ", ".join(dict.fromkeys(row["corpus"] for row in table))
