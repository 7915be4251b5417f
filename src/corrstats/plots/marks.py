"""Marks that several figures share: a value known or between bounds, with an arrow where a side is open."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import offset_copy

from corrstats.plots.style import INK, ORANGE, PAPER, SMALL, VERMILION, styled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

Look = dict[str, Any]
_ARROW = 24  # points, the length of the arrow of an open end
_HALF = 0.26  # of a row
_POINT: Look = {"marker": "o", "markersize": 5.5, "linestyle": "none", "markeredgewidth": 1.2}


@contextmanager
def laid_out() -> Iterator[None]:
    """Draw what stands inside in the look of all figures, with room for words as wide as they are printed.

    Fitted to the pixels of a screen, words are up to a tenth narrower than in print or in an SVG.
    """
    with styled(), mpl.rc_context({"text.hinting": "no_hinting"}):
        yield


def draw_value(ax: Axes, value: float, height: float, url: str, **look: Any) -> None:  # noqa: ANN401  of matplotlib
    """Draw a known value as a marker that leads to its letter."""
    (mark,) = ax.plot([value], [height], **(_POINT | {"zorder": 3} | look))
    mark.set_url(url)


def name_point(label: str, **look: Any) -> Line2D:  # noqa: ANN401
    """Make the entry of a legend for values that ``draw_value`` draws in this look."""
    return Line2D([], [], label=label, **(_POINT | look))


def draw_bounds(ax: Axes, low: float, high: float, height: float, url: str, **look: Any) -> None:  # noqa: ANN401
    """Draw a value between two bounds as a bar about a height, that leads to its letter."""
    half = look.pop("half", _HALF)
    style: Look = {"facecolor": ORANGE, "edgecolor": INK, "linewidth": 0.8, "zorder": 2}
    bar = Rectangle((low, height - half), high - low, 2 * half, **(style | look))
    bar.set_url(url)
    ax.add_patch(bar)


def draw_open(  # noqa: PLR0913  where, how and of what
    ax: Axes, bound: float, height: float, url: str, *, up: bool, half: float = _HALF
) -> None:
    """Draw a value with one bound: a line there, and an arrow up or down the axis, of any length."""
    (line,) = ax.plot(
        [bound, bound], [height - half, height + half], color=VERMILION, linewidth=2.2, zorder=2
    )
    line.set_url(url)
    figure = ax.get_figure(root=True)
    away = offset_copy(ax.transData, figure, x=_ARROW if up else -_ARROW, y=0, units="points")
    arrow = ax.annotate(
        "",
        xy=(bound, height),
        xycoords=away,
        xytext=(bound, height),
        textcoords="data",
        arrowprops={"arrowstyle": "-|>", "color": VERMILION, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0},
        annotation_clip=False,
    )
    if arrow.arrow_patch is not None:
        arrow.arrow_patch.set_url(url)


def write_beside(ax: Axes, text: str, at: tuple[float, float], *, gap: float = 7, **look: Any) -> None:  # noqa: ANN401
    """Write a text to the right of a place, ``gap`` points away; to its left where the gap is negative."""
    style: Look = {"va": "center", "ha": "left" if gap >= 0 else "right", "fontsize": SMALL, "color": INK}
    ax.annotate(
        text, at, xytext=(gap, 0), textcoords="offset points", annotation_clip=False, **(style | look)
    )


def hollow(colour: str) -> dict[str, Any]:
    """Give the look of a marker that is only an outline."""
    return {"color": colour, "markerfacecolor": PAPER}


def number_of(letter_id: str) -> str:
    """Give what stands in a letter's id after its corpus.

    >>> number_of("molotov-1930/57")
    '57'
    """
    return letter_id.rpartition("/")[2]
