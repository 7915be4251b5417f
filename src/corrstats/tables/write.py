"""Tables to files: CSV (UTF-8, RFC 4180), Parquet, and the Data Package that describes them.

Promise: a folder of tables is written whole or not at all. Everything goes into a new folder beside the
target, which takes the target's place at the end; a killed run leaves the old tables as they were.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from corrstats.errors import CorrstatsError
from corrstats.tables.claim import new_folder, put_aside
from corrstats.tables.exchange import exchange_folders
from corrstats.tables.parquet import ParquetRows, need_pyarrow
from corrstats.tables.schema import FOREIGN_KEYS, Column, TableSchema, read_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from corrstats.tables.rows import Row

_TYPES = {"datetime": "string"}
_MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
_MOST_NAMES = 5  # of corpora in the name of a package
_CC_BY = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}


def csv_text(schema: TableSchema, rows: Iterable[Row]) -> str:
    """Write rows as CSV with a header row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(schema.names)
    writer.writerows(rows)
    return out.getvalue()


def data_package(
    corpora: Sequence[Mapping[str, object]],
    formats: Sequence[str],
    parts: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Any]:
    """Describe a folder of tables as a Data Package (v2); ``corpora`` give corpus, title, file and sha256.

    The tables are described as CSV, as Parquet where there is no CSV. ``parts`` are the files of each table
    where it is not one, in the order of its rows.
    """
    names = [str(one["corpus"]) for one in corpora]
    kind = "csv" if "csv" in formats else "parquet"
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": re.sub(r"[^a-z0-9._-]+", "-", "-".join(_few(names)).lower()).strip("-") or "letters",
        "title": "Tables of " + ", ".join(_few(names)),
        "sources": [
            {"title": str(one["title"] or one["corpus"]), "path": str(one["file"])} for one in corpora
        ],
        "licenses": _licences(corpora),
        "resources": [
            _resource(schema, kind) | ({"path": _paths(parts[schema.name])} if parts else {})
            for schema in read_schema().values()
        ],
        "corrstats:sources": [dict(one) for one in corpora],
    }


def _paths(parts: Sequence[str]) -> str | list[str]:
    return parts[0] if len(parts) == 1 else list(parts)


def _few(names: Sequence[str]) -> Sequence[str]:
    return names if len(names) <= _MOST_NAMES else [*names[:_MOST_NAMES], f"{len(names) - _MOST_NAMES} more"]


def _licences(corpora: Sequence[Mapping[str, object]]) -> list[dict[str, str]]:
    """Give the licences that sources name for their data; those of the package are under CC BY."""
    named = [str(one.get("licence", "")) for one in corpora]
    ours = [] if named and all(named) else [_CC_BY]
    return ours + [_licence(one) for one in dict.fromkeys(named) if one and one != _CC_BY["path"]] or [_CC_BY]


def _licence(named: str) -> dict[str, str]:
    """Describe a licence by its address, else by a name as a Data Package takes it."""
    if re.match(r"https?://\S+$", named):
        return {"path": named}
    return {"name": re.sub(r"[^A-Za-z0-9._-]+", "-", named).strip("-") or "other", "title": named}


def _resource(schema: TableSchema, kind: str) -> dict[str, Any]:
    keys = [
        {"fields": [column], "reference": {"resource": target, "fields": [there]}}
        for table, column, target, there in FOREIGN_KEYS
        if table == schema.name
    ]
    table_schema: dict[str, Any] = {
        "fields": [_field(column) for column in schema.columns],
        "missingValues": [""],
    }
    if schema.key:
        table_schema["primaryKey"] = list(schema.key)
    if keys:
        table_schema["foreignKeys"] = keys
    return {
        "name": schema.name,
        "type": "table",
        "title": f"One row is {schema.row}",
        "path": f"{schema.name}.{kind}",
        "format": kind,
        "mediatype": _MEDIA_TYPES[kind],
        "encoding": "utf-8",
        "schema": table_schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field = {
        "name": column.name,
        "type": _TYPES.get(column.type, column.type),
        "description": column.description,
    }
    return field | {"constraints": {"enum": list(column.values)}} if column.values else field


def write_tables(
    rows: Mapping[str, Sequence[Row]],
    folder: Path,
    corpora: Sequence[Mapping[str, object]],
    formats: Sequence[str] = ("csv",),
) -> None:
    """Write all tables and ``datapackage.json`` into a folder, whole or not at all.

    Raises CorrstatsError when the folder cannot be written or an optional format is not installed.
    """
    with whole_folder(Path(folder)) as made:
        _fill(made, rows, corpora, formats)


def write_batches(
    batches: Iterable[Mapping[str, Sequence[Row]]],
    folder: Path,
    corpora: Callable[[], Sequence[Mapping[str, object]]],
    formats: Sequence[str] = ("csv",),
) -> dict[str, int]:
    """Write tables from rows that come batch by batch, and give the number of rows of each.

    No more than a batch is held; the folder is written whole or not at all. ``corpora`` is asked at the end.
    """
    counts = dict.fromkeys(read_schema(), 0)
    with whole_folder(Path(folder)) as made:
        with ExitStack() as files:
            writers = {name: _open_writers(made, name, formats, files) for name in counts}
            for batch in batches:
                for name, rows in batch.items():
                    for writer in writers[name]:
                        writer.writerows(rows)
                    counts[name] += len(rows)
        write_package(made, data_package(corpora(), formats))
    return counts


class _Writer(Protocol):
    """Whatever takes rows."""

    def writerows(self, rows: Sequence[Row], /) -> None: ...


def _open_writers(made: Path, name: str, formats: Sequence[str], files: ExitStack) -> list[_Writer]:
    """Open the files of a table, one a format."""
    schema, writers = read_schema()[name], list[_Writer]()
    if "csv" in formats:
        file = files.enter_context((made / f"{name}.csv").open("w", encoding="utf-8", newline=""))
        rows = csv.writer(file, lineterminator="\r\n")
        rows.writerow(schema.names)
        writers.append(rows)
    if "parquet" in formats:
        need_pyarrow()
        writers.append(files.enter_context(closing(ParquetRows(made / f"{name}.parquet", schema))))
    return writers


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Give a new folder to fill, which takes the place of another when nothing failed.

    Where the other is a link, the folder that it leads to is replaced, and the link stays.
    """
    target = folder.resolve() if folder.is_symlink() else folder
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with new_folder(target) as made:
            yield made
            put_in_place(target, made)
    except OSError as error:
        raise CorrstatsError(
            error.strerror or "cannot be written", advice="choose another --out", file=str(folder)
        ) from error


def _fill(
    made: Path,
    rows: Mapping[str, Sequence[Row]],
    corpora: Sequence[Mapping[str, object]],
    formats: Sequence[str],
) -> None:
    for name, schema in read_schema().items():
        table = rows.get(name, [])
        if "csv" in formats:
            (made / f"{name}.csv").write_bytes(csv_text(schema, table).encode())
        if "parquet" in formats:
            with closing(ParquetRows(made / f"{name}.parquet", schema)) as file:
                file.writerows(table)
    write_package(made, data_package(corpora, formats))


def write_package(made: Path, package: Mapping[str, Any]) -> None:
    """Write the Data Package of a folder of tables."""
    (made / "datapackage.json").write_bytes(
        (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode()
    )


def put_in_place(folder: Path, made: Path) -> None:
    """Put the new folder in the place of the old one; files of the user's in the old one are kept."""
    made.chmod(0o755)
    if not folder.exists():
        made.rename(folder)
        return
    for own in folder.iterdir():
        if not _is_ours(own):
            raise_if_not_tables(folder)
            target = made / own.name
            _copy(own, target)
    if exchange_folders(made, folder):
        return
    old = put_aside(folder)
    try:
        made.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _copy(own: Path, target: Path) -> None:
    """Copy a file or folder of the user's; a link stays a link and is not followed."""
    if own.is_dir() and not own.is_symlink():
        shutil.copytree(own, target, symlinks=True)
    else:
        shutil.copy2(own, target, follow_symlinks=False)


def _is_ours(path: Path) -> bool:
    """Whether something in a folder of tables is of this program: a table, its parts, what describes them."""
    names = set(read_schema())
    if path.is_dir():
        return path.name == ".batches" or (
            path.name in names
            and not any(one.is_file() and one.suffix != ".parquet" for one in path.rglob("[!.]*"))
        )
    ours = {f"{name}.{kind}" for name in names for kind in ("csv", "parquet")}
    return path.name in ours | {"datapackage.json", "manifest.json"}


def check_place(folder: Path) -> None:
    """Raise before a long run what would be raised at its end: the place is taken by something else."""
    if folder.exists() and not folder.is_dir():
        raise CorrstatsError("is a file", advice="choose another --out", file=str(folder))
    if folder.exists() and not all(_is_ours(one) for one in folder.iterdir()):
        raise_if_not_tables(folder)


def raise_if_not_tables(folder: Path) -> None:
    """Refuse to touch a folder that holds something else than tables."""
    if not (folder / "datapackage.json").exists():
        raise CorrstatsError(
            "holds other files than tables", advice="choose an empty or new folder", file=str(folder)
        )
