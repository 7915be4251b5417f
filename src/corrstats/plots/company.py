"""Who shares letters with whom: people on a circle, lines for the letters they share, a table beside it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from corrstats.analysis.company import circle_of, company_graph
from corrstats.plots.evidence import table_url
from corrstats.plots.marks import laid_out
from corrstats.plots.style import (
    BLUE,
    GREY,
    INK,
    PAGE_WIDTH,
    PAPER,
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

    from corrstats.analysis.company import Graph

    Place = tuple[float, float]

_HEIGHT = 8.0  # inches
_CIRCLE = (0.0, 0.3, 1.0, 0.7)  # parts of the axes
_TABLE = (0.1, 0.0, 0.8, 0.28)
_REACH = 1.72  # of the radius, what the circle's axes hold, with the names
_BEND = 0.35  # how near to the middle a line passes, as a part of the way
_THIN, _STEP = 0.8, 1.3  # points: a line for the fewest letters, and for each more
_BROKEN = (0, (4, 1))
_LINES = 10  # of the table
_BETWEEN = "  –  "


def plot_company(pairs: pd.DataFrame, *, least: int | None = None, ax: Axes | None = None) -> Axes:
    """Draw the people of ``company_graph`` of one corpus on a circle, and pairs of most letters as a table.

    Lines are the thicker the more letters share two people; those of pairs that are written as one word are
    broken and of another colour. Where on the circle somebody stands has no meaning.
    """
    graph = company_graph(pairs, least=least)
    corpus = ", ".join(dict.fromkeys(row["corpus"] for row in rows(pairs)))
    with laid_out():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, _HEIGHT)
        ax.set_axis_off()
        _draw_circle(ax.inset_axes(_CIRCLE), graph)
        _draw_table(ax.inset_axes(_TABLE), graph)
        add_legend(ax, _legend(graph), over=8)
        finish(ax, title=_title(graph), caption=_caption(graph, corpus), shows=_shows(graph), room=10)
    return ax


# --- circle -----------------------------------------------------------------------------------------------


def _draw_circle(ax: Axes, graph: Graph) -> None:
    ax.set_axis_off()
    ax.set_aspect("equal")
    ax.set_xlim(-_REACH, _REACH)
    ax.set_ylim(-_REACH, _REACH)
    order = circle_of(graph)
    angles = {person: math.tau * (0.25 - place / len(order)) for place, person in enumerate(order)}
    for one, other, tie in sorted(graph.edges(data=True), key=lambda edge: _strength(edge[2])):
        ends = _on_circle(angles[one]), _on_circle(angles[other])
        _draw_tie(ax, *ends, _width(graph, tie["letters"]), joined=tie["joined"] > 0)
    for person, angle in angles.items():
        _draw_person(ax, angle, graph.nodes[person]["name"], graph.degree(person)).set_url(
            table_url("mentions", person)
        )


def _on_circle(angle: float, radius: float = 1.0) -> Place:
    return radius * math.cos(angle), radius * math.sin(angle)


def _strength(tie: dict[str, Any]) -> tuple[bool, int]:
    return tie["joined"] > 0, tie["letters"]


def _width(graph: Graph, letters: int) -> float:
    return _THIN + _STEP * (letters - int(graph.graph["least"]))


def _draw_tie(ax: Axes, one: Place, other: Place, width: float, *, joined: bool) -> None:
    middle = _BEND * (one[0] + other[0]) / 2, _BEND * (one[1] + other[1]) / 2
    curve = Path([one, middle, other], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    line = PathPatch(curve, facecolor="none", edgecolor=GREY, linewidth=width, capstyle="butt", zorder=1)
    if joined:
        line.set(edgecolor=VERMILION, linestyle=_BROKEN)
    ax.add_patch(line)


def _draw_person(ax: Axes, angle: float, name: str, others: int) -> Line2D:
    """Draw a person as a point, which it gives, and the name outwards from it, never upside down."""
    x, y = _on_circle(angle)
    size = 5 + 0.7 * others
    (point,) = ax.plot([x], [y], marker="o", markersize=size, color=BLUE, markeredgecolor=PAPER, zorder=2)
    left = math.cos(angle) < -1e-9
    ax.text(
        *_on_circle(angle, 1.09), name, ha="right" if left else "left", va="center", fontsize=SMALL,
        rotation=math.degrees(angle) - (180 if left else 0), rotation_mode="anchor", color=INK, zorder=3,
    )  # fmt: skip
    return point


def _legend(graph: Graph) -> list[Line2D]:
    """Name the lines that occur."""
    ties = [tie for _, _, tie in graph.edges(data=True)]
    apart = sorted({tie["letters"] for tie in ties if not tie["joined"]})
    shown = [apart[0], apart[-1]] if len(apart) > 1 else apart
    marks = [
        Line2D([], [], color=GREY, linewidth=_width(graph, letters), label=spell_count(letters, "letter"))
        for letters in shown
    ]
    if any(tie["joined"] for tie in ties):
        label = "written as one word at least once"
        marks.append(Line2D([], [], color=VERMILION, linewidth=2, linestyle=_BROKEN, label=label))
    return marks


# --- table ------------------------------------------------------------------------------------------------


def _pairs(graph: Graph) -> list[tuple[str, int, int]]:
    """Give the pairs, those of most letters first: both family names, letters, how often one word."""
    found = [
        (_BETWEEN.join(sorted(_family(graph, one) for one in pair)), tie["letters"], tie["joined"])
        for *pair, tie in graph.edges(data=True)
    ]
    return sorted(found, key=lambda pair: (-pair[1], -pair[2], pair[0]))


def _family(graph: Graph, person: str) -> str:
    return str(graph.nodes[person]["name"]).rpartition(" ")[2]


def _draw_table(ax: Axes, graph: Graph) -> None:
    ax.set_axis_off()
    ax.set_xlim(0, 1)
    ax.set_ylim(_LINES + 1, -1)
    pairs = _pairs(graph)
    _write_line(ax, -0.4, ("most letters shared", "letters", "one word"), color=GREY)
    ax.plot([0, 1], [0.15, 0.15], color=GREY, linewidth=0.6)
    for place, (names, letters, joined) in enumerate(pairs[:_LINES], start=1):
        _write_line(ax, place - 0.2, (names, str(letters), str(joined or "")), color=INK)
    if len(pairs) > _LINES:
        rest = f"and {spell_count(len(pairs) - _LINES, 'more pair')}"
        _write_line(ax, _LINES + 0.8, (rest, "", ""), color=GREY)


def _write_line(ax: Axes, height: float, cells: tuple[str, str, str], *, color: str) -> None:
    for text, x, side in zip(cells, (0.0, 0.79, 1.0), ("left", "right", "right"), strict=True):
        ax.text(x, height, text, ha=side, va="center", fontsize=SMALL, color=color)


# --- words ------------------------------------------------------------------------------------------------


def _title(graph: Graph) -> str:
    if not graph:
        return "Nobody is named in one letter with somebody else"
    most = max(degree for _, degree in graph.degree)
    first = [graph.nodes[person]["name"] for person, degree in graph.degree if degree == most]
    who = f"{first[0]} shares" if len(first) == 1 else f"{len(first)} people share"
    often = {1: "", 2: " twice or oftener"}.get(
        graph.graph["least"], f" {graph.graph['least']} times or oftener"
    )
    return f"{who} letters{often} with {most} of the {len(graph) - 1} others"


def _caption(graph: Graph, corpus: str) -> str:
    return (
        f"n = {spell_count(len(graph), 'person', 'people')} and"
        f" {spell_count(graph.number_of_edges(), 'pair')} named together in the body of at least"
        f" {spell_count(graph.graph['least'], 'letter')}; editors' notes are left out. A letter has many"
        " points, so that to share one need not mean to be spoken of together."
        " The larger the point, the more others. Where on the circle somebody stands has no meaning."
        f" Source: table mentions, corpus {corpus}."
    )


def _shows(graph: Graph) -> str:
    each = "; ".join(
        f"{names.replace(_BETWEEN, ' and ')}: {letters}" + (f", {joined} as one word" if joined else "")
        for names, letters, joined in _pairs(graph)
    )
    return f"People on a circle with lines for the letters that they share. {each}."
