"""Rows of a table as plain values, and plain values as a typed table.

What is missing is None on this side and missing in the table; days and moments are of the standard library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast

import pandas as pd

from corrstats.tables import LazyTables

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from corrstats.tables import LazyTable

Row = dict[str, Any]

_DTYPES = {
    "text": "string",
    "category": "category",
    "whole": "Int64",
    "number": "Float64",
    "flag": "boolean",
    "moment": "datetime64[us]",
}


class TableSet(Protocol):
    """Tables by name: those of ``read_tables`` and of ``parse``, or a dict of DataFrames."""

    def __getitem__(self, name: str, /) -> pd.DataFrame: ...


def parts_of(tables: TableSet | LazyTables) -> Iterable[TableSet]:
    """Give lazy tables part by part, each of whole corpora; other tables as they are, in one.

    A part becomes rows when its cells are read, so that no more than the letters of a batch are held.
    """
    return cast("Iterable[TableSet]", tables.parts()) if isinstance(tables, LazyTables) else [tables]


def read_cells(table: pd.DataFrame | LazyTable) -> list[Row]:
    """Give the rows of a table in order, each by column name; a lazy table is read whole.

    >>> read_cells(pd.DataFrame({"note": ["1", None]}))
    [{'note': '1'}, {'note': None}]
    """
    frame = table if isinstance(table, pd.DataFrame) else table.frame()
    return [
        {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}
        for row in frame.to_dict("records")
    ]


def make_table(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Make a table of these columns; each names its kind: text, category, whole, number, flag or moment.

    Cells of other names are left out.
    """
    kept = [{name: row.get(name) for name in columns} for row in rows]
    table = pd.DataFrame(kept, columns=list(columns), dtype="object")
    return table.astype({name: _DTYPES[kind] for name, kind in columns.items()})


def corpus_of(letter_id: str) -> str:
    """Give the corpus that a letter's id begins with.

    >>> corpus_of("molotov-1930/57")
    'molotov-1930'
    """
    return letter_id.rpartition("/")[0]


def day_of(moment: dt.datetime | None) -> dt.date | None:
    """Give the day of a moment."""
    return None if moment is None else moment.date()
