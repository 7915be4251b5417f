"""What a worker does with a batch: read its files, write its parts, then its record.

Promise: a part stands under its name whole or not at all, and the record stands only when all parts do. A
worker that is killed leaves files whose names begin with a dot, which the run takes away.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from corrstats.batches.files import Reading
from corrstats.batches.manifest import (
    ReadFile,
    Recipe,
    Record,
    people_path,
    program_digest,
    publish,
    sha256_of,
    write_record,
)
from corrstats.corpus import Options, find_edition, people_last
from corrstats.errors import CorrstatsError
from corrstats.tables import read_schema
from corrstats.tables.parquet import ParquetRows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from corrstats.batches.files import Rows
    from corrstats.batches.plan import Batch
    from corrstats.editions import Edition


@dataclass(frozen=True)
class Task:
    """A batch to read, and the folder of the run to write its parts into."""

    batch: Batch
    folder: str
    recipe: Recipe
    options: Options


def work_batch(task: Task, tell: Callable[[int], object] | None = None) -> Record:
    """Read a batch and write its parts; ``tell`` is told the letters read.

    Raises CorrstatsError where this worker runs another program than the one that asks.
    """
    if program_digest() != task.recipe.program:
        raise CorrstatsError(
            "a worker runs another version of corrstats", advice="install the same one on all machines"
        )
    readings = [Reading(file) for file in task.batch.files]
    parts, rows = _write_parts(task, people_last(_rows(readings, task, tell)))
    files = tuple(_read_file(one) for one in readings)
    record = Record(task.batch.number, task.recipe, files, parts, rows)
    write_record(Path(task.folder), record)
    return record


@lru_cache(maxsize=4)
def _edition(name: str, _digest: str) -> Edition | None:
    return find_edition(name or None)


def _rows(readings: Iterable[Reading], task: Task, tell: Callable[[int], object] | None) -> Iterator[Rows]:
    edition = _edition(task.recipe.edition, task.recipe.given.get("edition", ""))
    letters = 0
    for reading in readings:
        inside = (lambda some, before=letters: tell(before + some)) if tell else None
        yield from reading.rows(edition, task.options, inside)
        letters += reading.letters


def _read_file(reading: Reading) -> ReadFile:
    file, fault = reading.file, reading.fault
    names = ("message", "advice", "file", "line", "column")
    return ReadFile(
        file.path,
        file.stamp,
        file.beside,
        str(reading.described.get("sha256", "")) or sha256_of(Path(file.path)),
        reading.letters,
        reading.described,
        {name: getattr(fault, name) for name in names} if fault else None,
    )


def _write_parts(task: Task, batches: Iterable[Rows]) -> tuple[dict[str, str], dict[str, int]]:
    """Write the parts of all tables that have rows; give their places in the folder, and their rows."""
    folder, counts = Path(task.folder), dict.fromkeys(read_schema(), 0)
    places = {name: folder / name / task.batch.partition / task.batch.part for name in counts}
    places["people"] = people_path(folder, task.batch.number)
    with ExitStack() as cleaning:
        files = {name: _open_part(places[name], name, cleaning) for name in counts}
        for rows in batches:
            for name, some in rows.items():
                files[name].writerows(some)
                counts[name] += len(some)
        for file in files.values():
            file.close()
        for name, file in files.items():
            if counts[name]:
                publish(file.path, places[name])
    written = {name: places[name].relative_to(folder).as_posix() for name in counts if counts[name]}
    return written, {name: counts[name] for name in written}


def _open_part(place: Path, name: str, cleaning: ExitStack) -> ParquetRows:
    """Open a part under another name, which goes away again if it does not become the part."""
    place.parent.mkdir(parents=True, exist_ok=True)
    file = ParquetRows(place.with_name(f".{place.name}.{os.getpid()}.tmp"), read_schema()[name], if_any=True)
    cleaning.callback(file.path.unlink, missing_ok=True)
    cleaning.callback(file.drop)
    return file
