"""Rows as Parquet, written group by group, with the types that DataFrames have.

pyarrow is optional, and loaded when the first file is written or read.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from corrstats.errors import CorrstatsError
from corrstats.tables.frames import frame_from_rows
from corrstats.tables.schema import read_schema

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

    from corrstats.tables.rows import Row
    from corrstats.tables.schema import Column, TableSchema

GROUP = 10_000  # rows that are gathered before they are written
_PANDAS = b"pandas"  # under this key of its metadata a file tells pandas its types


def need_pyarrow() -> Any:  # noqa: ANN401  a module without types
    """Give the module pyarrow; CorrstatsError where it is not installed."""
    try:
        import pyarrow as pa  # noqa: PLC0415  optional
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        raise CorrstatsError("Parquet needs pyarrow", advice="pip install 'corrstats[parquet]'") from None
    return pa


@cache
def arrow_schema(name: str) -> pa.Schema:
    """Give the columns of a table with their types in Arrow, and what pandas needs to know of them."""
    pa = need_pyarrow()
    schema = read_schema()[name]
    told = pa.Schema.from_pandas(frame_from_rows(schema, []), preserve_index=False).metadata
    fields = [pa.field(column.name, _arrow_type(column)) for column in schema.columns]
    return pa.schema(fields, metadata={_PANDAS: told[_PANDAS]})


def _arrow_type(column: Column) -> pa.DataType:
    pa = need_pyarrow()
    if column.values:
        return pa.dictionary(pa.int32(), pa.string())
    match column.type:
        case "integer":
            return pa.int64()
        case "number":
            return pa.float64()
        case "boolean":
            return pa.bool_()
        case "date" | "datetime":
            return pa.timestamp("us")
    return pa.large_string()


def arrow_table(schema: TableSchema, rows: Sequence[Row]) -> pa.Table:
    """Make an Arrow table of rows; an empty cell is missing."""
    pa = need_pyarrow()
    types = arrow_schema(schema.name)
    cells = zip(*rows, strict=True) if rows else [()] * len(schema.columns)
    arrays = [
        _array(column, field.type, [cell or None for cell in own])
        for column, field, own in zip(schema.columns, types, cells, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=types)


def _array(column: Column, kind: pa.DataType, cells: list[str | None]) -> pa.Array:
    pa = need_pyarrow()
    allowed = column.values
    if not allowed:
        return pa.array(cells, pa.string()).cast(kind)
    # in the schema's order; what the schema does not allow follows
    words = [*allowed, *sorted({cell for cell in cells if cell} - set(allowed))]
    place = {word: i for i, word in enumerate(words)}
    indices = pa.array([None if cell is None else place[cell] for cell in cells], pa.int32())
    return pa.DictionaryArray.from_arrays(indices, pa.array(words, pa.string()))


class ParquetRows:
    """A file of a table that takes rows as they come and holds no more of them than a group.

    With ``if_any`` no file is made before there is a row.
    """

    def __init__(self, path: Path, schema: TableSchema, *, if_any: bool = False) -> None:
        self.path, self.schema, self._if_any = path, schema, if_any
        self._waiting: list[Row] = []
        self._file: Any = None

    def writerows(self, rows: Sequence[Row]) -> None:
        """Take some rows."""
        self._waiting += rows
        if len(self._waiting) >= GROUP:
            self._write()

    def write(self, table: pa.Table) -> None:
        """Write a table of Arrow; rows that wait are written later."""
        if self._file is None:
            parquet = need_pyarrow().parquet
            self._file = parquet.ParquetWriter(self.path, arrow_schema(self.schema.name))
        self._file.write_table(table)

    def _write(self) -> None:
        self.write(arrow_table(self.schema, self._waiting))
        self._waiting = []

    def close(self) -> None:
        """Write what is left, and the end of the file."""
        if self._waiting or (self._file is None and not self._if_any):
            self._write()
        if self._file is not None:
            self._file.close()

    def drop(self) -> None:
        """Close the file as it is, to be thrown away."""
        if self._file is not None:
            self._file.close()
