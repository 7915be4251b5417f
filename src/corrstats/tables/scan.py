"""Written tables read lazily: columns and rows are taken from disk when they are asked for, and no others.

A table is turned into a DataFrame where an analysis needs one, with only the rows and columns that it needs;
counts are made while the files are read. pyarrow does it, which writes the Parquet files too.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corrstats.errors import CorrstatsError
from corrstats.tables.frames import TABLE
from corrstats.tables.parquet import arrow_schema, need_pyarrow
from corrstats.tables.schema import read_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

_PACKAGE = "datapackage.json"


class LazyTable:
    """A table on disk: ``where`` narrows it, ``frame`` reads it, ``count`` counts it without holding it."""

    def __init__(self, name: str, files: Mapping[str, list[str]], condition: Any = None) -> None:  # noqa: ANN401
        self.name, self._files, self._condition = name, files, condition

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in order."""
        return read_schema()[self.name].names

    def where(self, **values: object) -> LazyTable:
        """Give the rows whose columns have these values; a list, tuple or set allows any of several.

        ``tables.latencies.where(leg="sent to reply")``
        """
        need_pyarrow()
        from pyarrow import compute  # noqa: PLC0415  optional

        condition = self._condition
        for column, value in values.items():
            if column not in self.columns:
                raise CorrstatsError(
                    f"no column '{column}' in {self.name}", advice=f"there are {', '.join(self.columns)}"
                )
            several = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
            kind = _plain_schema(self.name).field(column).type
            one = compute.field(column).isin(need_pyarrow().array(several, kind))
            condition = one if condition is None else condition & one
        return LazyTable(self.name, self._files, condition)

    def __len__(self) -> int:
        return int(self._dataset().count_rows(filter=self._condition))

    def frame(self, *columns: str) -> pd.DataFrame:
        """Read it as a DataFrame with the types of ``read_tables``; of all columns, or of those named."""
        chosen = list(columns or self.columns)
        table = self._dataset().to_table(columns=chosen, filter=self._condition)
        return self._typed(table)

    def frames(self, *columns: str) -> Iterator[pd.DataFrame]:
        """Read it piece by piece, in the order of its rows, so that no more than a piece is held."""
        scanner = self._dataset().scanner(columns=list(columns or self.columns), filter=self._condition)
        pa = need_pyarrow()
        for batch in scanner.to_batches():
            if batch.num_rows:
                yield self._typed(pa.Table.from_batches([batch]))

    def count(self, *by: str) -> pd.DataFrame:
        """Count rows by the values of columns while the files are read; gives these columns and ``rows``.

        In the order of the values, the missing last.
        """
        need_pyarrow()
        from pyarrow import acero  # noqa: PLC0415  optional

        scan = acero.ScanNodeOptions(self._dataset(), columns=self._needed(by), filter=self._condition)
        steps = [acero.Declaration("scan", scan)]
        if self._condition is not None:
            steps.append(acero.Declaration("filter", acero.FilterNodeOptions(self._condition)))
        counting = acero.AggregateNodeOptions([([], "hash_count_all", None, "rows")], keys=list(by))
        steps.append(acero.Declaration("aggregate", counting))
        table = acero.Declaration.from_sequence(steps).to_table()
        frame = self._typed(table.select([*by, "rows"]))
        return frame.sort_values(list(by), kind="stable", ignore_index=True)

    def _needed(self, by: tuple[str, ...]) -> dict[str, Any]:
        from pyarrow import compute  # noqa: PLC0415  optional

        names = self.columns if self._condition is not None else by
        return {name: compute.field(name) for name in names}

    def _dataset(self) -> Any:  # noqa: ANN401  a dataset of Arrow
        need_pyarrow()
        from pyarrow import dataset  # noqa: PLC0415  optional

        plain = _plain_schema(self.name)
        parts = []
        if self._files.get("parquet"):
            parts.append(dataset.dataset(self._files["parquet"], schema=plain, format="parquet"))
        if self._files.get("csv"):
            parts.append(dataset.dataset(self._files["csv"], schema=plain, format=_csv_format(plain)))
        return dataset.dataset(parts) if len(parts) > 1 else parts[0]

    def _typed(self, table: Any) -> pd.DataFrame:  # noqa: ANN401  a table of Arrow
        import pandas as pd  # noqa: PLC0415  loaded when the first DataFrame is made

        pa = need_pyarrow()
        types = {
            pa.int64(): pd.Int64Dtype(),
            pa.float64(): pd.Float64Dtype(),
            pa.bool_(): pd.BooleanDtype(),
            pa.large_string(): pd.StringDtype(),
        }
        frame: pd.DataFrame = table.to_pandas(types_mapper=types.get)
        for column in read_schema()[self.name].columns:
            if column.name in frame and (allowed := column.values):  # noqa: PD011  a column of the schema
                frame[column.name] = _in_schema_order(frame[column.name], allowed)
        frame.attrs[TABLE] = self.name
        return frame


def _in_schema_order(cells: pd.Series, allowed: Sequence[str]) -> pd.Series:
    """Make a column of categories; what the schema does not allow follows what it does."""
    import pandas as pd  # noqa: PLC0415  loaded when the first DataFrame is made

    others = sorted(set(cells.dropna()) - set(allowed))
    return cells.astype(pd.CategoricalDtype([*allowed, *others]))


def _plain_schema(name: str) -> Any:  # noqa: ANN401  a schema of Arrow
    """Give the columns of a table with words as words, whose files may know different ones."""
    pa = need_pyarrow()
    fields = [
        pa.field(one.name, pa.large_string() if pa.types.is_dictionary(one.type) else one.type)
        for one in arrow_schema(name)
    ]
    return pa.schema(fields)


def _csv_format(schema: Any) -> Any:  # noqa: ANN401  of Arrow
    from pyarrow import csv, dataset  # noqa: PLC0415  optional

    types = {field.name: field.type for field in schema}
    convert = csv.ConvertOptions(column_types=types, strings_can_be_null=True, null_values=[""])
    return dataset.CsvFileFormat(convert_options=convert)


class LazyTables:
    """All tables lazily, by item (``tables["letters"]``) or attribute (``tables.letters``)."""

    def __init__(self, tables: Mapping[str, LazyTable], folder: Path, batches: list[dict[str, Any]]) -> None:
        self._tables, self.folder, self._batches = dict(tables), folder, batches
        self.__dict__.update(self._tables)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> LazyTable: ...

    def __getitem__(self, name: str) -> LazyTable:
        """Give a table by name; KeyError names those that there are."""
        try:
            return self._tables[name]
        except KeyError:
            raise KeyError(f"no table {name!r}; there are {', '.join(self._tables)}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __repr__(self) -> str:
        return f"LazyTables({self.folder})"

    def parts(self) -> Iterator[LazyTables]:
        """Give the tables of the batches they were read in, one after the other: each holds whole corpora.

        The people of all are in each. Tables that were read by one process are one part.
        """
        if not self._batches:
            yield self
        for batch in self._batches:
            yield LazyTables(
                {name: self._part_of(name, batch["parts"]) for name in self._tables}, self.folder, []
            )

    def _part_of(self, name: str, parts: Mapping[str, str]) -> LazyTable:
        if name == "people":
            return self._tables[name]
        own = parts.get(name)
        files = [str(self.folder / own)] if own else _files_of(self.folder, name)["parquet"][:1]
        return LazyTable(name, {"parquet": files}, None if own else _nothing())


def _nothing() -> Any:  # noqa: ANN401  a condition of Arrow
    need_pyarrow()
    from pyarrow import compute  # noqa: PLC0415  optional

    return compute.scalar(False)  # noqa: FBT003  a value


def scan_tables(folder: str | Path = "data/tables") -> LazyTables:
    """Read written tables lazily: Parquet in one file or in parts, or CSV; those of several folders together.

    For what does not fit into memory. A person whom several folders know stands once in each. Raises
    CorrstatsError where there are no tables, and where pyarrow is not installed.
    """
    need_pyarrow()
    top = Path(folder)
    found = (
        [top] if (top / _PACKAGE).exists() else sorted(one.parent for one in top.glob(f"[!.]*/{_PACKAGE}"))
    )
    if not found:
        raise CorrstatsError("no tables here", advice="write some with 'corrstats parse'", file=str(folder))
    files: dict[str, dict[str, list[str]]] = {name: {"csv": [], "parquet": []} for name in read_schema()}
    for name, own in files.items():
        for one in found:
            for kind, paths in _files_of(one, name).items():
                own[kind] += paths
    tables = {name: LazyTable(name, own) for name, own in files.items()}
    return LazyTables(tables, top, _batches_of(top))


def _files_of(folder: Path, name: str) -> dict[str, list[str]]:
    """Give the files of a table, by kind, as the Data Package names them."""
    path = folder / _PACKAGE
    try:
        resources = json.loads(path.read_bytes())["resources"]
        own = next(one for one in resources if one["name"] == name)
        paths = own["path"] if isinstance(own["path"], list) else [own["path"]]
        kind = str(own["format"])
    except (OSError, ValueError, KeyError, StopIteration, TypeError):
        raise CorrstatsError("does not describe the tables", advice="parse again", file=str(path)) from None
    return {kind: [str(folder / one) for one in paths]}


def _batches_of(folder: Path) -> list[dict[str, Any]]:
    path = folder / "manifest.json"
    if not path.exists():
        return []
    batches: list[dict[str, Any]] = json.loads(path.read_bytes())["batches"]
    return batches
