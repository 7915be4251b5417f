"""How every figure looks: colours, letters, and the places of title and caption.

Promises: the colours differ for the colour-blind and in grey (Okabe and Ito, Color Universal Design, 2008),
and each meaning is carried by a shape as well; the look is set inside each plot and leaves your own settings
alone.
"""

from __future__ import annotations

import re
import textwrap
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.transforms import blended_transform_factory, offset_copy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILION, PURPLE = (
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7",
)  # fmt: skip
INK, GREY, PALE, PAPER = "#222222", "#666666", "#d9d9d9", "#ffffff"

# In points
SMALL, NORMAL, LARGE = 7.5, 8.5, 10.5
PAGE_WIDTH = 5.0  # inches: shrunk to half a page (85 mm), the smallest words are still of 5 points
_MARGIN = 0.08  # inches, between the edge of a figure and its words
_NUMBER, _NO_BREAK = re.compile(r"(?<=\d) (?=\w)"), "\u00a0"  # '10 h': no line ends before what is counted
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
    "figure.constrained_layout.h_pad": _MARGIN,
    "figure.constrained_layout.w_pad": _MARGIN,
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


def add_legend(ax: Axes, handles: Sequence[Patch | Line2D], *, over: float = 0) -> None:
    """Set the legend above the axes, ``over`` points higher, in as many columns as its width takes.

    It begins at the left edge of the figure where these axes are all of it, else at that of the axes.
    """
    figure = ax.get_figure(root=True)
    if figure is None or not handles:
        return
    across = figure.transFigure if _is_alone(ax) else ax.transAxes
    above = offset_copy(blended_transform_factory(across, ax.transAxes), figure, y=over, units="points")
    for columns in range(len(handles), 0, -1):
        legend = ax.legend(
            handles=handles, loc="lower left", bbox_to_anchor=(_left(ax), 1), bbox_transform=above,
            ncols=columns, borderaxespad=0.6, borderpad=0, columnspacing=1.2, handletextpad=0.8,
        )  # fmt: skip
        legend.set_in_layout(False)
        if legend.get_window_extent().width / figure.dpi <= _width(ax):
            return


def finish(ax: Axes, *, title: str, caption: str, shows: str, room: float = 34) -> None:
    """Write the title over the axes and the caption under them, both as wide as the figure.

    ``shows`` tells in words what is drawn; with title and caption it is the figure's text alternative.
    ``room`` is what the labels of the axis below take, in points. Where the figure has other axes as well,
    title and caption are as wide as these.
    """
    _settle(ax)
    alone = _is_alone(ax)
    begin = (_left(ax) - ax.get_position().x0) / ax.get_position().width if alone else 0
    lines = _balance(_wrap(title, ax, LARGE * 1.12)).replace(_NO_BREAK, " ")
    ax.set_title(lines, pad=_height_above(ax)).set_x(begin)
    ax.annotate(
        _wrap(caption, ax, SMALL).replace(_NO_BREAK, " "),
        xy=(_left(ax), 0),
        xycoords=("figure fraction" if alone else "axes fraction", "axes fraction"),
        xytext=(0, -room),
        textcoords="offset points",
        va="top",
        fontsize=SMALL,
        color=GREY,
        annotation_clip=False,
    )
    ax.set_label(" ".join((f"{title}.", shows, caption)))
    _settle(ax, last=True)


def _is_alone(ax: Axes) -> bool:
    """Say whether axes are all of their figure, so that its edges are theirs."""
    figure = ax.get_figure(root=True)
    return figure is not None and figure.axes == [ax]


def _left(ax: Axes) -> float:
    """Give where words begin: the left edge of the figure within its margin, or that of the axes."""
    figure = ax.get_figure(root=True)
    return _MARGIN / float(figure.get_figwidth()) if figure and _is_alone(ax) else 0.0


def _width(ax: Axes) -> float:
    """Give how wide words may be, in inches."""
    figure = ax.get_figure(root=True)
    whole = float(figure.get_figwidth()) if figure else 0.0
    return whole - 2 * _MARGIN if _is_alone(ax) else whole * float(ax.get_position().width)


def _height_above(ax: Axes) -> float:
    """Give how far what stands above the axes reaches, in points, with a little air."""
    legend, figure = ax.get_legend(), ax.get_figure(root=True)
    if legend is None or figure is None or legend.get_in_layout():
        return 10
    return float(legend.get_window_extent().y1 - ax.get_window_extent().y1) * 72 / float(figure.dpi) + 7


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
    together = _NUMBER.sub(_NO_BREAK, text)
    return textwrap.fill(together, max(24, int(_width(ax) * 72 / (size * _LETTER_WIDTH))))


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
