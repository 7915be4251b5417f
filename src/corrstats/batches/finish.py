"""The parts of a run put together: the people of all batches, the manifest, the Data Package."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from corrstats.batches.manifest import RECORDS, publish, write_whole
from corrstats.batches.plan import PARTS
from corrstats.tables import read_schema
from corrstats.tables.parquet import ParquetRows, arrow_schema, need_pyarrow
from corrstats.tables.write import data_package, put_in_place, write_package

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from corrstats.batches.manifest import Record

_MANIFEST = "manifest.json"
_AT_ONCE = 200_000  # rows of people that are gathered before those who stand twice are put together
_ALONE = PARTS.format(0)


def finish_dataset(records: Sequence[Record], folder: Path, out: Path) -> dict[str, int]:
    """Make the folder of a run, all batches of which are done, the dataset ``out``; give rows by table."""
    parts = {name: [one.parts[name] for one in records if name in one.parts] for name in read_schema()}
    counts = {name: sum(one.rows.get(name, 0) for one in records) for name in parts}
    counts["people"] = _merge_people([folder / one for one in parts["people"]], folder / "people" / _ALONE)
    parts["people"] = [f"people/{_ALONE}"]
    for name, own in parts.items():
        if not own:
            own.append(_write_empty(folder, name))
    described = [file.described for one in records for file in one.files if file.described]
    write_whole(folder / _MANIFEST, _manifest(records))
    write_package(folder, data_package(described, ("parquet",), parts))
    _sweep(folder, {part for own in parts.values() for part in own})
    put_in_place(out, folder)
    shutil.rmtree(out / RECORDS, ignore_errors=True)
    return counts


def _manifest(records: Sequence[Record]) -> bytes:
    """Tell of the whole run by what was read, and of each batch its files and parts."""
    batches = [
        {
            "number": one.number,
            "files": [_told(asdict(file)) for file in one.files],
            "parts": one.parts | ({"people": f"people/{_ALONE}"} if "people" in one.parts else {}),
            "rows": one.rows,
        }
        for one in records
    ]
    told = {"recipe": asdict(records[0].recipe), "batches": batches}
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


def _told(file: dict[str, Any]) -> dict[str, Any]:
    """Leave out what the Data Package tells, and what only a run that goes on asks for."""
    told = {name: file[name] for name in ("path", "sha256", "letters")}
    return told | ({"fault": file["fault"]["message"]} if file["fault"] else {})


def _merge_people(parts: Sequence[Path], path: Path) -> int:
    """Put the people of all batches into one part, each once and by id; the last to tell of one holds.

    Holds each person once, and some that stand twice.
    """
    pa = need_pyarrow()
    people, more = None, []
    for part in parts:
        more.append(pa.parquet.read_table(part))
        if sum(len(one) for one in more) > _AT_ONCE:
            people, more = _once([people, *more]), []
    if people is None or more:
        people = _once([people, *more])
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{path.name}.tmp")
    with closing(ParquetRows(made, read_schema()["people"])) as file:
        file.write(people)
    publish(made, path)
    return len(people)


def _once(tables: Sequence[Any]) -> Any:  # noqa: ANN401  tables of Arrow
    """Give the last row of each person, by id."""
    pa = need_pyarrow()
    given = [one for one in tables if one is not None] or [arrow_schema("people").empty_table()]
    people = pa.concat_tables(given).unify_dictionaries()
    places = pa.table({"person_id": people["person_id"], "place": pa.array(range(len(people)))})
    last = places.group_by("person_id").aggregate([("place", "max")]).sort_by("person_id")
    return people.take(last["place_max"])


def _write_empty(folder: Path, name: str) -> str:
    """Write the part of a table that has no rows."""
    path = folder / name / _ALONE
    path.parent.mkdir(parents=True, exist_ok=True)
    ParquetRows(path, read_schema()[name]).close()
    return path.relative_to(folder).as_posix()


def _sweep(folder: Path, parts: set[str]) -> None:
    """Take away what killed workers and earlier plans left."""
    for path in list(_below(folder)):
        if path.relative_to(folder).as_posix() not in parts:
            path.unlink()
    for one in sorted(folder.glob("*/corpora=*"), reverse=True):
        if not any(one.iterdir()):
            one.rmdir()


def _below(folder: Path) -> Iterator[Path]:
    for name in read_schema():
        yield from (one for one in (folder / name).rglob("*") if one.is_file())
