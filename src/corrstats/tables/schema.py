"""The schema of the tables, read from ``schema.toml``: columns in order, types, meanings, keys."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, type (string, integer, number, boolean, date, datetime), meaning, allowed values.

    Without ``values`` any value is allowed; an empty cell always is.
    """

    name: str
    type: str
    description: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A table: what one row is, its columns in order and its key."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)


def _column(name: str, kind: str, description: str, values: Iterable[str] = ()) -> Column:
    return Column(name, kind, description, tuple(values))


@cache
def read_schema() -> dict[str, TableSchema]:
    """Read all tables of the contract, in its order."""
    raw = tomllib.loads(resources.files(__package__).joinpath("schema.toml").read_text(encoding="utf-8"))
    return {
        name: TableSchema(
            name, table["row"], tuple(table["key"]), tuple(_column(*row) for row in table["columns"])
        )
        for name, table in raw.items()
    }


# (table, column, table it points to, column there)
FOREIGN_KEYS = (
    ("correspondents", "letter_id", "letters", "letter_id"),
    ("correspondents", "person_id", "people", "person_id"),
    ("mentions", "letter_id", "letters", "letter_id"),
    ("mentions", "person_id", "people", "person_id"),
    ("quantities", "letter_id", "letters", "letter_id"),
    ("decisions", "letter_id", "letters", "letter_id"),
    ("events", "letter_id", "letters", "letter_id"),
    ("references", "letter_id", "letters", "letter_id"),
    ("references", "target_letter_id", "letters", "letter_id"),
    ("archive_refs", "letter_id", "letters", "letter_id"),
    ("latencies", "letter_id", "letters", "letter_id"),
    ("latencies", "to_letter_id", "letters", "letter_id"),
    ("inferred_dates", "letter_id", "letters", "letter_id"),
    ("notes", "letter_id", "letters", "letter_id"),
    ("diagnostics", "letter_id", "letters", "letter_id"),
)
