"""How every figure looks: colours, letters, and the places of title and caption.

Promises: the colours differ for the colour-blind and in grey (Okabe and Ito, Color Universal Design, 2008),
and each meaning is carried by a shape as well; the look is set inside each plot and leaves your own settings
alone.
"""

from __future__ import annotations

import textwrap
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import matplotlib.pyplot as plt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILION, PURPLE = (
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7",
)  # fmt: skip
INK, GREY, PALE, PAPER = "#222222", "#666666", "#d9d9d9", "#ffffff"

# In points
SMALL, NORMAL, LARGE = 7.5, 8.5, 10.5
PAGE_WIDTH = 7.2  # inches
_LETTER_WIDTH = 0.56  # of DejaVu Sans, as a part of its size, a little more than the mean

LOOK: dict[str, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.labelsize": NORMAL,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": LARGE,
    "axes.titleweight": "bold",
    "figure.constrained_layout.h_pad": 0.08,
    "figure.constrained_layout.w_pad": 0.08,
    "figure.dpi": 100,
    "figure.facecolor": PAPER,
    "font.family": "DejaVu Sans",
    "font.size": NORMAL,
    "grid.color": PALE,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.6,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "text.color": INK,
    "text.hinting": "no_hinting",  # hinted text is wider on the page than where it was laid out
    "xtick.color": INK,
    "xtick.labelsize": SMALL,
    "ytick.color": INK,
    "ytick.labelsize": SMALL,
}


@contextmanager
def styled() -> Iterator[None]:
    """Draw what stands inside in the look of all figures."""
    with mpl.rc_context(LOOK):  # type: ignore[arg-type]  # names as strings
        yield


def new_axes(width: float, height: float) -> Axes:
    """Make a figure of this size in inches with one set of axes."""
    _, ax = plt.subplots(figsize=(width, height), layout="constrained")
    return ax


def finish(ax: Axes, *, title: str, caption: str, shows: str, room: tuple[float, float] = (10, 34)) -> None:
    """Write the title over the axes and the caption under them, both wrapped to their width.

    ``shows`` tells in words what is drawn; with title and caption it is the figure's text alternative.
    ``room`` is what a legend above and the labels of the axis below take, in points.
    """
    _settle(ax)
    ax.set_title(_balance(_wrap(title, ax, LARGE * 1.12)), pad=room[0])
    ax.annotate(
        _wrap(caption, ax, SMALL),
        xy=(0, 0),
        xycoords="axes fraction",
        xytext=(0, -room[1]),
        textcoords="offset points",
        va="top",
        fontsize=SMALL,
        color=GREY,
        annotation_clip=False,
    )
    ax.set_label(" ".join((f"{title}.", shows, caption)))
    _settle(ax, last=True)


def _settle(ax: Axes, *, last: bool = False) -> None:
    """Lay the figure out, and in the end keep it so where these axes are all of it.

    Otherwise each drawing would shift it a little, and two files of one figure would differ.
    """
    figure = ax.get_figure(root=True)
    engine = figure.get_layout_engine() if figure else None
    if figure is None or engine is None:
        return
    engine.execute(figure)
    if last and figure.axes == [ax]:
        engine.execute(figure)
        figure.set_layout_engine("none")


def describe_figure(figure: Figure) -> str:
    """Give the text alternative of a figure: what it finds, what it shows, n and source."""
    return " ".join(str(ax.get_label()) for ax in figure.axes)


def _wrap(text: str, ax: Axes, size: float) -> str:
    width = ax.get_position().width * ax.get_figure(root=True).get_figwidth() * 72  # type: ignore[union-attr]
    return textwrap.fill(text, max(24, int(width / (size * _LETTER_WIDTH))))


def _balance(wrapped: str) -> str:
    r"""Make the lines of a wrapped text about as long as each other.

    >>> _balance("twelve of seventeen letters are dated to the\nday")
    'twelve of seventeen letters\nare dated to the day'
    """
    lines = wrapped.splitlines()
    text, width = " ".join(lines), max(map(len, lines))
    while len(textwrap.wrap(text, width - 1)) == len(lines):
        width -= 1
    return textwrap.fill(text, width)
