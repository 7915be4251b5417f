"""GraphML: who writes to whom and who names whom, for Gephi, networkx and the like.

An edge goes from a sender to a recipient (``kind`` letters) or to a person named in the sender's letters
(``kind`` mentions). Its weight is the number of letters; its dates are the first and the last possible day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corrstats.export.correspdesc import name_of, ref_of
from corrstats.export.files import write_lines
from corrstats.export.markup import DECLARATION, element, nested
from corrstats.export.tableset import Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from corrstats.export.tableset import Cells, Publication, TableSet

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
# attributes by what they are of: name and type, in order
_NODE_KEYS = {
    "label": "string", "kind": "string", "authority": "string", "ref": "string", "born": "int", "died": "int",
    "letters_sent": "int", "letters_received": "int", "letters_named_in": "int",
}  # fmt: skip
_EDGE_KEYS = {
    "label": "string", "kind": "string", "weight": "double", "namings": "int", "undated": "int",
    "date_earliest": "string", "date_latest": "string", "letters": "string",
}  # fmt: skip
_COUNTS = ("letters_sent", "letters_received", "letters_named_in")
_ROLE_COUNTS = {"sender": "letters_sent", "recipient": "letters_received"}
_NOT_HELD = (
    "quantities",
    "decisions",
    "events",
    "references",
    "archive_refs",
    "latencies",
    "notes",
    "diagnostics",
)


@dataclass
class _Edge:
    """What goes from one person to another: letters with their dates, and namings."""

    letters: dict[str, Cells] = field(default_factory=dict)
    namings: int = 0

    def cells(self, kind: str) -> dict[str, str]:
        """Give the attributes of the edge."""
        rows = list(self.letters.values())
        first, last = (
            sorted(filter(None, (row[f"date_{end}"] for row in rows))) for end in ("earliest", "latest")
        )
        return {
            "label": kind,
            "kind": kind,
            "weight": str(len(rows)),
            "namings": str(self.namings) if kind == "mentions" else "",
            "undated": str(sum(not row["date_edtf"] for row in rows)),
            "date_earliest": first[0] if first else "",
            "date_latest": last[-1] if last else "",
            "letters": "; ".join(self.letters),
        }


def _why_left(row: Cells, senders: Sequence[str]) -> str:
    """Say why a naming makes no edge; nothing for one that does."""
    if row["zone"] not in {"body", "note"}:
        return "name in heading, header or signature: the edges of letters tell it"
    if row["kind"] != "person":
        return "name that stands for a thing"
    return "" if senders else "sender not known: no edge"


class _Graph:
    """The people of a set of tables and what ties them."""

    def __init__(self, tables: TableSet) -> None:
        self.tables, self.report = tables, Report()
        self.edges: dict[tuple[str, str, str], _Edge] = {}
        self.sides: dict[str, dict[str, list[str]]] = {}
        self.seen: defaultdict[tuple[str, str], set[str]] = defaultdict(set)  # letters by person and count
        for row in tables["correspondents"]:
            sides = self.sides.setdefault(row["letter_id"], {"sender": [], "recipient": []})
            sides[row["role"]].append(row["person_id"])
            self.seen[row["person_id"], _ROLE_COUNTS[row["role"]]].add(row["letter_id"])
        self.letters = {row["letter_id"]: row for row in tables["letters"]}
        self._add_letters()
        self._add_mentions()

    def _add_letters(self) -> None:
        alone = 0
        for letter_id in self.letters:
            sides = self.sides.get(letter_id, {"sender": [], "recipient": []})
            alone += not (sides["sender"] and sides["recipient"])
            for sender in sides["sender"]:
                for recipient in sides["recipient"]:
                    self._edge(sender, recipient, "letters", letter_id)
        self.report.lose("letters", "sender or recipient not known: no edge", alone)

    def _add_mentions(self) -> None:
        left: Counter[str] = Counter()
        for row in self.tables["mentions"]:
            senders = self.sides.get(row["letter_id"], {}).get("sender", [])
            reason = _why_left(row, senders)
            if reason:
                left[reason] += 1
                continue
            self.seen[row["person_id"], "letters_named_in"].add(row["letter_id"])
            for sender in senders:
                self._edge(sender, row["person_id"], "mentions", row["letter_id"]).namings += 1
        for what, rows in sorted(left.items()):
            self.report.lose("mentions", what, rows)

    def _edge(self, source: str, target: str, kind: str, letter_id: str) -> _Edge:
        edge = self.edges.setdefault((source, target, kind), _Edge())
        edge.letters[letter_id] = self.letters[letter_id]
        return edge

    def lines(self) -> Iterator[str]:
        yield DECLARATION
        keys = [*_keys("node", _NODE_KEYS), *_keys("edge", _EDGE_KEYS)]
        graph = nested("graph", {"id": "corrstats", "edgedefault": "directed"}, self._parts())
        yield from nested("graphml", {"xmlns": _NAMESPACE}, (line for part in (keys, graph) for line in part))

    def _parts(self) -> Iterator[str]:
        ends = {end for source, target, _ in self.edges for end in (source, target)}
        for person_id in sorted(ends | set(self.tables.people)):
            yield from nested("node", {"id": person_id}, _data("node", _NODE_KEYS, self._person(person_id)))
        for n, ((source, target, kind), edge) in enumerate(sorted(self.edges.items())):
            attributes = {"id": f"e{n}", "source": source, "target": target}
            yield from nested("edge", attributes, _data("edge", _EDGE_KEYS, edge.cells(kind)))

    def _person(self, person_id: str) -> dict[str, str]:
        row = self.tables.people.get(person_id, {"person_id": person_id})
        counts = {name: str(len(self.seen.get((person_id, name), ()))) for name in _COUNTS}
        told = {name: row.get(name, "") for name in ("kind", "authority", "born", "died")}
        return {"label": name_of(row), "ref": ref_of(row, name_of(row))} | told | counts


def _keys(of: str, keys: Mapping[str, str]) -> Iterator[str]:
    for name, kind in keys.items():
        attributes = {"id": f"{of}-{name}", "for": of, "attr.name": name, "attr.type": kind}
        yield element("key", attributes)


def _data(of: str, keys: Mapping[str, str], cells: Mapping[str, str]) -> Iterator[str]:
    for name in keys:
        if cells.get(name):
            yield element("data", {"key": f"{of}-{name}"}, cells[name])


def write_graphml(tables: TableSet, path: Path, _publication: Publication) -> Report:
    """Write the network of correspondents and mentions, and say what it could not hold."""
    graph = _Graph(tables)
    write_lines(path, graph.lines())
    graph.report.written = [str(path)]
    graph.report.lose_tables(tables, _NOT_HELD, "no place in a network of people")
    return graph.report
