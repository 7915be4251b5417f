"""Two sets of tables of the same letters, held against each other fact by fact.

Promises: facts are compared, not wording, so spans, verbatim strings, word counts and the order of rows do
not count; a fact counts once, however often a zone names it; diagnostics are no facts. Letters are the same
when they have the same id, or the same number in two corpora of different names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from corrstats.tables import collapse, read_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from corrstats.tables import Row, TableSchema

    Rows = Mapping[str, Sequence[Row]]

# What tells a fact from its neighbours; facts that agree in it and differ elsewhere are one, read in two ways
_KEYS: dict[str, tuple[str, ...]] = {
    "letters": ("letter_id",),
    "correspondents": ("letter_id", "role", "person_id"),
    "people": ("person_id",),
    "mentions": ("letter_id", "zone", "note", "person_id", "kind"),
    "quantities": ("letter_id", "zone", "note", "low", "high", "unit"),
    "decisions": ("letter_id", "zone", "note", "body", "date_edtf"),
    "events": ("letter_id", "zone", "note", "kind", "local_datetime"),
    "references": ("letter_id", "zone", "note", "kind", "target_date", "target_number", "target_letter_id"),
    "archive_refs": ("letter_id", "zone", "note", "repository", "fond", "opis", "delo", "listy"),
    "latencies": ("letter_id", "leg", "from_what", "to_what", "to_letter_id"),
    "inferred_dates": ("letter_id",),
    "notes": ("letter_id", "note"),
}
_WORDING = {
    "start",
    "end",
    "mark_start",
    "mark_end",
    "verbatim",
    "surface",
    "heading",
    "date_verbatim",
    "period",
    "n_words",
}
_PLACE = {"corpus", "ordinal", "corrected"}  # where a row stands, and who overruled it
_LETTER_IDS = {"letter_id", "to_letter_id", "target_letter_id"}
_LISTS = {"action", "body", "outgoing_numbers"}  # several values with ; between, in any order

Fact = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that only one set has (``only_in`` is 'A' or 'B'), or that differs in ``column``.

    ``where`` is the zone, or the note; ``fact`` tells which fact it is; ``a`` and ``b`` are the two readings.
    """

    table: str
    letter_id: str
    where: str
    fact: str
    only_in: str = ""
    column: str = ""
    a: str = ""
    b: str = ""

    def __str__(self) -> str:
        place = ", ".join(filter(None, (self.letter_id, self.where)))
        head = f"{self.table}: {place}: " if place else f"{self.table}: "
        if self.only_in:
            return f"{head}only in {self.only_in}: {self.fact}"
        return f"{head}{self.fact}: {self.column} is '{self.a}' in A, '{self.b}' in B"


class _Facts(NamedTuple):
    """The facts of one table: the compared columns and their cells."""

    table: str
    columns: tuple[str, ...]
    facts: frozenset[Fact]

    def cells(self, fact: Fact) -> dict[str, str]:
        return dict(zip(self.columns, fact, strict=True))

    def key(self, fact: Fact) -> Fact:
        cells = self.cells(fact)
        return tuple(cells[name] for name in _KEYS[self.table])


def compare_tables(rows_a: Rows, rows_b: Rows) -> list[Difference]:
    """Give the differences of two sets of tables, by table in the contract's order, then by letter.

    ``rows_a`` and ``rows_b`` are rows by table name, as ``read_rows`` gives them. A letter that only one set
    has is one difference; what stands in it is not listed.
    """
    same = _same_corpora(rows_a, rows_b)
    names = [name for name in read_schema() if name in _KEYS]
    of_a = {name: _facts(name, rows_a, same) for name in names}
    of_b = {name: _facts(name, rows_b, {}) for name in names}
    shared = _letters(of_a) & _letters(of_b)
    order = {row[0]: n for n, row in enumerate([*rows_b.get("letters", ()), *rows_a.get("letters", ())])}
    found = [one for name in names for one in _compare_facts(of_a[name], of_b[name], shared)]
    rank = {name: n for n, name in enumerate(names)}
    return sorted(found, key=lambda one: (rank[one.table], order.get(one.letter_id, -1), one.where, one.fact))


def _same_corpora(rows_a: Rows, rows_b: Rows) -> dict[str, str]:
    """Say which corpus of A is which of B where their names differ: the one left over on each side."""
    corpora = [{row[1] for row in rows.get("letters", ())} for rows in (rows_a, rows_b)]
    left_a, left_b = corpora[0] - corpora[1], corpora[1] - corpora[0]
    return {left_a.pop(): left_b.pop()} if len(left_a) == len(left_b) == 1 else {}


def _letters(tables: Mapping[str, _Facts]) -> set[str]:
    letters = tables["letters"]
    return {letters.cells(fact)["letter_id"] for fact in letters.facts}


# ------------------------------------------------------------------------------------------ facts of a table


def _facts(name: str, rows: Rows, same: Mapping[str, str]) -> _Facts:
    schema = read_schema()[name]
    kept = [i for i, column in enumerate(schema.names) if column not in _WORDING | _PLACE]
    columns = tuple(schema.names[i] for i in kept)
    return _Facts(
        name,
        columns,
        frozenset(tuple(_cell(row[i], i, schema, same) for i in kept) for row in rows.get(name, ())),
    )


def _cell(cell: str, i: int, schema: TableSchema, same: Mapping[str, str]) -> str:
    """Give a cell so that equal meanings are equal: '1.0' and '1', 'TRUE' and 'true', 'a; b' and 'b; a'."""
    column = schema.columns[i]
    if column.name in _LETTER_IDS:
        corpus, slash, number = cell.rpartition("/")
        return f"{same.get(corpus, corpus)}{slash}{number}"
    if column.name in _LISTS:
        return "; ".join(sorted(collapse(part) for part in cell.split(";") if part.strip()))
    if column.type in {"integer", "number"}:
        return _number(cell)
    return cell.casefold() if column.type == "boolean" else collapse(cell)


def _number(cell: str) -> str:
    try:
        return f"{float(cell):.15g}"
    except ValueError:
        return cell


# ------------------------------------------------------------------------------------------ differences


def _compare_facts(a: _Facts, b: _Facts, shared: set[str]) -> Iterable[Difference]:
    """Pair what differs by its key, closest first; what finds no partner is in one set only."""
    left = _by_key(a, a.facts - b.facts)
    right = _by_key(b, b.facts - a.facts)
    for key in sorted(left.keys() | right.keys()):
        mine, theirs = left.get(key, []), right.get(key, [])
        for one, other in _pair(mine, theirs):
            mine.remove(one)
            theirs.remove(other)
            yield from _differing(a, one, other)
        yield from (_only(a, fact, "A") for fact in mine if _is_told(a, fact, shared))
        yield from (_only(b, fact, "B") for fact in theirs if _is_told(b, fact, shared))


def _by_key(table: _Facts, facts: Iterable[Fact]) -> dict[Fact, list[Fact]]:
    groups: dict[Fact, list[Fact]] = {}
    for fact in sorted(facts):
        groups.setdefault(table.key(fact), []).append(fact)
    return groups


def _pair(mine: Sequence[Fact], theirs: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    by_likeness = sorted(
        ((one, other) for one in mine for other in theirs),
        key=lambda pair: sum(x != y for x, y in zip(*pair, strict=True)),
    )
    pairs: list[tuple[Fact, Fact]] = []
    for one, other in by_likeness:
        if not any(one == known or other == partner for known, partner in pairs):
            pairs.append((one, other))
    return pairs


def _is_told(table: _Facts, fact: Fact, shared: set[str]) -> bool:
    """Whether a fact of one set is told: not where its whole letter is missing from the other."""
    letter_id = table.cells(fact).get("letter_id", "")
    return table.table in {"letters", "people"} or letter_id in shared


def _differing(table: _Facts, one: Fact, other: Fact) -> Iterable[Difference]:
    where = _where(table, one)
    for column, x, y in zip(table.columns, one, other, strict=True):
        if x != y:
            yield Difference(*where, _describe(table, table.key(one)), column=column, a=x, b=y)


def _only(table: _Facts, fact: Fact, which: str) -> Difference:
    return Difference(*_where(table, fact), _describe(table, fact), only_in=which)


def _where(table: _Facts, fact: Fact) -> tuple[str, str, str]:
    cells = table.cells(fact)
    note = cells.get("note", "")
    return table.table, cells.get("letter_id", ""), f"note {note}" if note else cells.get("zone", "")


def _describe(table: _Facts, fact: Fact) -> str:
    """Tell a fact, or the key of one, in the words of its cells."""
    columns = table.columns if len(fact) == len(table.columns) else _KEYS[table.table]
    told = [
        cell for name, cell in zip(columns, fact, strict=True) if name not in {"letter_id", "zone", "note"}
    ]
    return ", ".join(filter(None, told)) or {"notes": "the note", "letters": "the letter"}.get(
        table.table, "the row"
    )
