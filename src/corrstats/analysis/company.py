"""The company that people are named in, as a graph: who shares a letter with whom, in a fixed round order.

The order has no meaning of its own: it puts those who share many letters beside each other, and is the same
at every run.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx

from corrstats.analysis.cells import Row, make_table, read_cells

if TYPE_CHECKING:
    import pandas as pd

    Graph = nx.Graph[str]

MOST = 24  # people that a picture has room for
_COMPANY = {
    "person_id": "text", "name": "text", "others": "whole", "shared": "whole", "joined": "whole",
    "place": "whole",
}  # fmt: skip


def company_graph(pairs: pd.DataFrame, *, least: int | None = None) -> Graph:
    """Make the graph of the pairs of ``pairs_named`` whom the bodies of at least so many letters name.

    Without ``least`` it is the smallest number that leaves no more than 24 people. Nodes are ids with name;
    edges have ``letters`` (bodies only) and ``joined``. The graph knows its ``least``.
    """
    rows = [row for row in read_cells(pairs) if row["in_bodies"]]
    counts = sorted({row["in_bodies"] for row in rows})
    chosen = least or next(
        (number for number in counts if _size(rows, number) <= MOST), max(counts, default=1)
    )
    graph: Graph = nx.Graph(least=chosen)
    for row in rows:
        if row["in_bodies"] >= chosen:
            graph.add_node(row["person_id"], name=row["name"])
            graph.add_node(row["other_id"], name=row["other"])
            graph.add_edge(
                row["person_id"], row["other_id"], letters=int(row["in_bodies"]), joined=int(row["joined"])
            )
    return graph


def named_company(pairs: pd.DataFrame, *, least: int | None = None) -> pd.DataFrame:
    """Give the people of ``company_graph``, those with most others first.

    ``others`` counts people they share letters with, ``shared`` the letters of all these pairs together,
    ``joined`` how often they are written as one word with another; ``place`` is that on the circle, from 0.
    """
    graph = company_graph(pairs, least=least)
    places = {person: place for place, person in enumerate(circle_of(graph))}
    found = [
        {
            "person_id": person,
            "name": graph.nodes[person]["name"],
            "others": graph.degree(person),
            "shared": graph.degree(person, weight="letters"),
            "joined": graph.degree(person, weight="joined"),
            "place": places[person],
        }
        for person in graph
    ]
    found.sort(key=lambda row: (-row["others"], -row["shared"], row["name"]))
    return make_table(found, _COMPANY)


def circle_of(graph: Graph) -> list[str]:
    """Give the people in the order of a circle on which those who share letters stand near each other.

    Begins with the order of ids and exchanges two places as long as that brings the pairs, weighed by their
    letters, nearer together.
    """
    order = sorted(graph)
    while (better := _exchange(graph, order)) != order:
        order = better
    return order


def _size(rows: list[Row], least: int) -> int:
    return len(
        {
            person
            for row in rows
            if row["in_bodies"] >= least
            for person in (row["person_id"], row["other_id"])
        }
    )


def _exchange(graph: Graph, order: list[str]) -> list[str]:
    """Give the order with the first exchange of two that shortens its pairs; the same where none does."""
    length = _length(graph, order)
    for one, other in combinations(range(len(order)), 2):
        tried = list(order)
        tried[one], tried[other] = tried[other], tried[one]
        if _length(graph, tried) < length:
            return tried
    return order


def _length(graph: Graph, order: list[str]) -> int:
    """Add up how far apart on the circle the pairs stand, in places, weighed by their letters."""
    places = {person: place for place, person in enumerate(order)}
    gaps = [(abs(places[one] - places[other]), tie["letters"]) for one, other, tie in graph.edges(data=True)]
    return sum(letters * min(gap, len(order) - gap) for gap, letters in gaps)
