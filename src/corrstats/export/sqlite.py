"""SQLite: all tables in one file, with types, keys, indexes, views and full-text search.

Booleans are 0 and 1, days and times are text as in ISO 8601, an empty cell is NULL. ``passages`` has what
every row says in the source; ``passages_fts`` searches it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib import resources
from typing import TYPE_CHECKING

from corrstats.export.files import whole_file
from corrstats.export.tableset import Report
from corrstats.tables import FOREIGN_KEYS, read_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corrstats.export.tableset import Cells, Publication, TableSet
    from corrstats.tables import Column, TableSchema

_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_BOOLEANS = {"true": 1, "false": 0}
# the columns of each table that say what stands in the source, the first that there is
_PASSAGES = ("verbatim", "surface", "heading")
# what people look up, beside the keys
_INDEXES = (
    ("letters", "date_earliest"), ("letters", "corpus"), ("mentions", "person_id"), ("mentions", "zone"),
    ("correspondents", "person_id"), ("quantities", "commodity"), ("decisions", "date_earliest"),
    ("decisions", "body"), ("events", "kind"), ("latencies", "leg"), ("people", "name"),
)  # fmt: skip


def _quoted(name: str) -> str:
    return f'"{name}"'


def _table(schema: TableSchema) -> str:
    """Give the statement that makes a table."""
    lines = [_column(column) for column in schema.columns]
    if schema.key:
        lines.append(f"PRIMARY KEY ({', '.join(map(_quoted, schema.key))})")
    lines += [
        f"FOREIGN KEY ({_quoted(column)}) REFERENCES {_quoted(target)} ({_quoted(there)})"
        for table, column, target, there in FOREIGN_KEYS
        if table == schema.name
    ]
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {_quoted(schema.name)} (\n  {body}\n)"


def _column(column: Column) -> str:
    name = _quoted(column.name)
    if column.type == "boolean":
        return f"{name} INTEGER CHECK ({name} IN (0, 1))"
    if column.values:
        allowed = ", ".join(f"'{value}'" for value in column.values)
        return f"{name} TEXT CHECK ({name} IN ({allowed}))"
    return f"{name} {_TYPES.get(column.type, 'TEXT')}"


def _value(column: Column, cell: str) -> str | int | float | None:
    if cell == "":
        return None
    match column.type:
        case "integer":
            return int(cell)
        case "number":
            return float(cell)
        case "boolean":
            return _BOOLEANS.get(cell)
    return cell


def _passages(tables: TableSet) -> Iterator[tuple[str, str, str, str, str, int | None, int | None]]:
    """Give what stands in the source for each row that says it: table, letter, zone, note, text, span."""
    for name, schema in read_schema().items():
        column = next((one for one in _PASSAGES if one in schema.names), None)
        for row in tables[name] if column else ():
            if column and row[column]:
                yield (
                    name,
                    row["letter_id"],
                    row.get("zone", ""),
                    row.get("note", ""),
                    row[column],
                    *_span(row),
                )


def _span(row: Cells) -> tuple[int | None, int | None]:
    return (int(row["start"]), int(row["end"])) if row.get("start") and row.get("end") else (None, None)


def _fill(database: sqlite3.Connection, tables: TableSet) -> None:
    for name, schema in read_schema().items():
        database.execute(_table(schema))
        places = ", ".join("?" * len(schema.columns))
        rows = ([_value(column, row[column.name]) for column in schema.columns] for row in tables[name])
        database.executemany(f"INSERT INTO {_quoted(name)} VALUES ({places})", rows)  # noqa: S608  names of ours
    _describe(database, tables)
    _add_passages(database, tables)
    pointers = ((table, column) for table, column, _, _ in FOREIGN_KEYS)
    for table, column in dict.fromkeys((*_INDEXES, *pointers)):
        database.execute(f'CREATE INDEX "{table}_{column}" ON {_quoted(table)} ({_quoted(column)})')
    views = resources.files(__package__).joinpath("views.sql")
    database.executescript(views.read_text(encoding="utf-8"))


def _describe(database: sqlite3.Connection, tables: TableSet) -> None:
    """Say what each column means, and what the tables were read from."""
    database.execute(
        "CREATE TABLE columns (table_name TEXT, column_name TEXT, type TEXT, meaning TEXT,"
        " PRIMARY KEY (table_name, column_name))"
    )
    database.executemany(
        "INSERT INTO columns VALUES (?, ?, ?, ?)",
        [
            (name, column.name, column.type, column.description)
            for name, schema in read_schema().items()
            for column in schema.columns
        ],
    )
    database.execute(
        "CREATE TABLE sources (corpus TEXT PRIMARY KEY, title TEXT, file TEXT, edition TEXT, sha256 TEXT)"
    )
    database.executemany(
        "INSERT INTO sources VALUES (?, ?, ?, ?, ?)",
        [
            tuple(str(source.get(name, "")) for name in ("corpus", "title", "file", "edition", "sha256"))
            for source in tables.sources.values()
        ],
    )


def _add_passages(database: sqlite3.Connection, tables: TableSet) -> None:
    database.execute(
        "CREATE TABLE passages (passage_id INTEGER PRIMARY KEY, table_name TEXT,"
        " letter_id TEXT REFERENCES letters, zone TEXT, note TEXT, passage TEXT,"
        ' start INTEGER, "end" INTEGER)'
    )
    database.executemany(
        'INSERT INTO passages (table_name, letter_id, zone, note, passage, start, "end")'
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((*row[:1], row[1] or None, *row[2:]) for row in _passages(tables)),
    )
    database.execute(
        'CREATE VIRTUAL TABLE passages_fts USING fts5(passage, letter_id UNINDEXED, content="passages",'
        " content_rowid='passage_id', tokenize='unicode61 remove_diacritics 2')"
    )
    database.execute("INSERT INTO passages_fts (passages_fts) VALUES ('rebuild')")


def write_sqlite(tables: TableSet, path: Path, _publication: Publication) -> Report:
    """Write all tables into one SQLite file; nothing is left out."""
    with whole_file(path) as made:
        with closing(sqlite3.connect(made)) as database, database:
            _fill(database, tables)
        with closing(sqlite3.connect(made)) as database:
            database.execute("ANALYZE")
            database.execute("VACUUM")
    return Report([str(path)])
