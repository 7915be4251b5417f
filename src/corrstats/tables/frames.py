"""Rows to typed DataFrames, and written tables back from disk.

pandas is loaded when the first DataFrame is made, so that commands that need none start at once. A DataFrame
and its rows keep in ``attrs`` the table they are of and the folder they were read from.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from corrstats.errors import CorrstatsError
from corrstats.tables.schema import TableSchema, read_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy as np
    import pandas as pd

    from corrstats.tables.rows import Row
    from corrstats.tables.schema import Column

TABLE, FOLDER = "corrstats:table", "corrstats:folder"  # in the attrs of a DataFrame and its rows


def frame_from_rows(schema: TableSchema, rows: Iterable[Row]) -> pd.DataFrame:
    """Make a DataFrame with the schema's columns and types; an empty cell is missing."""
    import pandas as pd  # noqa: PLC0415  see above

    by_column = list(zip(*rows, strict=True)) or [()] * len(schema.columns)
    pairs = zip(schema.columns, by_column, strict=True)
    frame = pd.DataFrame({column.name: _array(cells, column) for column, cells in pairs}, copy=False)
    frame.attrs[TABLE] = schema.name
    return frame


def _array(cells: Sequence[str], column: Column) -> pd.api.extensions.ExtensionArray | np.ndarray:
    """Make the array of a column of its type from its cells, without a detour over strings."""
    import numpy as np  # noqa: PLC0415  comes with pandas
    import pandas as pd  # noqa: PLC0415  see above

    if column.values:  # noqa: PD011  a column of the schema
        return _categories(cells, column.values)
    missing = np.fromiter((not cell for cell in cells), dtype=bool, count=len(cells))
    match column.type:
        case "integer":
            return pd.arrays.IntegerArray(
                np.array([int(cell or 0) for cell in cells], dtype="int64"), missing
            )
        case "number":
            return pd.arrays.FloatingArray(
                np.array([float(cell or 0) for cell in cells], dtype="float64"), missing
            )
        case "boolean":
            return pd.arrays.BooleanArray(np.array([cell == "true" for cell in cells], dtype=bool), missing)
        case "date" | "datetime":
            return np.array([cell or "NaT" for cell in cells], dtype="datetime64[us]")
    return pd.array([cell or None for cell in cells], dtype="string")


def _categories(cells: Sequence[str], allowed: Sequence[str]) -> pd.Categorical[int]:
    """Make a column of categories, in the schema's order; what the schema does not allow follows them."""
    import pandas as pd  # noqa: PLC0415  see above

    others = sorted(set(cells) - {*allowed, ""})
    codes = {value: code for code, value in enumerate([*allowed, *others])} | {"": -1}
    return pd.Categorical.from_codes(
        [codes[cell] for cell in cells], dtype=pd.CategoricalDtype([*allowed, *others])
    )


class Tables:
    """All tables as DataFrames, by item (``tables["letters"]``) or attribute (``tables.letters``).

    ``tables.by_letter["molotov-1930/57"]`` has the rows of one letter. Names, columns and letters complete
    with the tabulator key. ``corrstats.explain(tables.letters)`` tells what the columns of one table are.
    """

    by_letter: ByLetter

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self._frames = dict(frames)
        # plain attributes: where a class computes them, IPython does not look inside for completion
        self.__dict__.update(self._frames, by_letter=ByLetter(self._frames))

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> pd.DataFrame: ...

    @property
    def folder(self) -> Path | None:
        """The folder the tables were read from; None for tables not read from disk."""
        folders = {str(frame.attrs.get(FOLDER, "")) for frame in self._frames.values()}
        return Path(folders.pop()) if len(folders) == 1 and "" not in folders else None

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Give a table by name; KeyError names those that there are."""
        try:
            return self._frames[name]
        except KeyError:
            known = ", ".join(self._frames)
            raise KeyError(f"no table {name!r}; there are {known}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)

    def __contains__(self, name: object) -> bool:
        return name in self._frames

    def items(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Give the tables with their names."""
        return self._frames.items()

    def __repr__(self) -> str:
        rows = ", ".join(f"{name} {len(frame)}" for name, frame in self._frames.items())
        return f"Tables({rows})"

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._frames)


class ByLetter:
    """The rows of one letter, by its id."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self._frames = frames

    def __getitem__(self, letter_id: str) -> Tables:
        """Give all tables with the rows of a letter only, and the people it names; KeyError for no letter."""
        if letter_id not in self._ipython_key_completions_():
            raise KeyError(f"no letter {letter_id!r}; tables.letters lists them")
        own = {
            name: frame[frame["letter_id"] == letter_id]
            for name, frame in self._frames.items()
            if "letter_id" in frame
        }
        named = {one for frame in own.values() if "person_id" in frame for one in frame["person_id"]}
        people = {
            name: frame[frame["person_id"].isin(named)]
            for name, frame in self._frames.items()
            if name not in own
        }
        return Tables({name: {**own, **people}[name] for name in self._frames})

    def _ipython_key_completions_(self) -> list[str]:
        return [str(letter_id) for letter_id in self._frames["letters"]["letter_id"]]


def explain(table: pd.DataFrame | str) -> pd.DataFrame:
    """Tell what the columns of a table are: column, type, meaning, in the order of the table.

    ``table`` is one of those of ``read_tables`` or ``parse``, rows of one, or its name. Raises CorrstatsError
    for another.
    """
    import pandas as pd  # noqa: PLC0415  see above

    name = table if isinstance(table, str) else str(table.attrs.get(TABLE, ""))
    schema = read_schema().get(name)
    if schema is None:
        raise CorrstatsError(
            f"no table {name!r}" if name else "this is no table of letters, mentions and so on",
            advice=f"name one of {', '.join(read_schema())}; of what a function gives, its help() tells",
        )
    cells = [(one.name, one.type, one.description) for one in schema.columns]
    if not isinstance(table, str):
        cells = [cell for cell in cells if cell[0] in table.columns]
    return pd.DataFrame(cells, columns=["column", "type", "meaning"]).set_index("column")


def _describe_tables() -> str:
    """Tell what each table and each column is, as ``help(tables)`` shows it."""
    return "\n".join(
        f"\n    {table.name}: one row is {table.row}\n"
        + "\n".join(f"        {one.name} ({one.type}): {one.description}" for one in table.columns)
        for table in read_schema().values()
    )


Tables.__doc__ = f"{Tables.__doc__}{_describe_tables()}\n"


def frames_from_rows(rows: Mapping[str, Sequence[Row]]) -> Tables:
    """Make all tables of rows by table name."""
    return Tables(
        {name: frame_from_rows(schema, rows.get(name, [])) for name, schema in read_schema().items()}
    )


def read_rows(folder: Path) -> dict[str, list[Row]]:
    """Read the rows of a folder of written tables; CorrstatsError for a missing table or column."""
    if not Path(folder).is_dir():
        raise CorrstatsError(
            "no such folder of tables", advice="name one that 'corrstats parse' wrote", file=str(folder)
        )
    return {name: _read_table(Path(folder) / f"{name}.csv", schema) for name, schema in read_schema().items()}


def _read_table(path: Path, schema: TableSchema) -> list[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = next(reader, [])
            missing = [name for name in schema.names if name not in header]
            if missing:
                raise CorrstatsError(
                    f"no column '{missing[0]}'", advice="parse again", file=str(path), line=1
                )
            order = [header.index(name) for name in schema.names]
            return [[row[i] for i in order] for row in reader if row]
    except FileNotFoundError:
        raise CorrstatsError("no such table", advice="parse again", file=str(path)) from None
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise CorrstatsError(reason, advice="check that you may read it", file=str(path)) from None
    except (UnicodeDecodeError, IndexError, csv.Error):
        raise CorrstatsError("not a table of corrstats", advice="parse again", file=str(path)) from None


def table_folders(folder: Path) -> list[Path]:
    """Give the folders of tables in a folder: itself, or those right below it, by name."""
    folder = Path(folder)
    if (folder / "letters.csv").exists():
        return [folder]
    # a name with a dot before it is what a killed run left behind
    found = sorted(one.parent for one in folder.glob("[!.]*/letters.csv")) if folder.is_dir() else []
    if not found:
        raise CorrstatsError("no tables here", advice="write some with 'corrstats parse'", file=str(folder))
    return found


def read_tables(folder: str | Path = "data/tables") -> Tables:
    """Read written tables, those of several corpora together, as typed DataFrames.

    ``folder`` holds the CSV files, or one folder a corpus. ``help()`` of what this gives tells of every table
    and column. Raises CorrstatsError where there are none.
    """
    from corrstats.tables.rows import merge_rows  # noqa: PLC0415  rows need no pandas

    tables = frames_from_rows(merge_rows([read_rows(one) for one in table_folders(Path(folder))]))
    for name in tables:
        tables[name].attrs[FOLDER] = str(Path(folder).resolve())
    return tables
