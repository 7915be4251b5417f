"""A run over many files: what is done already is kept, the rest is read by workers, then all is put together.

The parts are gathered in a folder beside the one asked for, ``.NAME.unfinished``, which takes its place when
all are there. A run that was stopped finds them there and goes on; until the end the old tables stand.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corrstats.batches.cluster import run_on_cluster
from corrstats.batches.files import list_files
from corrstats.batches.finish import finish_dataset
from corrstats.batches.manifest import (
    RECORDS,
    ReadFile,
    Record,
    make_recipe,
    read_record,
    record_path,
    still_holds,
)
from corrstats.batches.plan import plan_batches
from corrstats.batches.pool import run_in_processes
from corrstats.batches.progress import Tally
from corrstats.batches.work import Task
from corrstats.corpus import Options, find_edition
from corrstats.errors import CorrstatsError
from corrstats.tables.claim import claim_folder
from corrstats.tables.parquet import need_pyarrow
from corrstats.tables.write import check_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from corrstats.batches.files import LetterFile


@dataclass(frozen=True)
class Crew:
    """Who reads: so many processes of this machine, or the Dask cluster at an address.

    ``batch_bytes`` is about how much of the sources one of them reads at a time; None leaves it to the run.
    """

    workers: int = 1
    scheduler: str | None = None
    batch_bytes: int | None = None


@dataclass(frozen=True)
class Run:
    """What a run did: the files as read, rows by table, and how many batches were done before it."""

    files: list[ReadFile]
    counts: dict[str, int]
    kept: int


def run_batches(
    origins: Sequence[Path],
    out: Path,
    crew: Crew | None = None,
    *,
    options: Options | None = None,
    tell: Callable[[Tally], object] | None = None,
) -> Run:
    """Read files in batches and write the Parquet dataset of their tables; ``tell`` is told how far it is.

    Raises CorrstatsError as ``stream_tables`` does, and where workers were killed again and again; what is
    done then stays for the next run.
    """
    need_pyarrow()
    chosen = _absolute_options(options or Options())
    find_edition(chosen.edition)
    crew, out = crew or Crew(), out.resolve()
    batches = plan_batches([_absolute(one) for one in list_files(origins)], batch_bytes=crew.batch_bytes)
    recipe = make_recipe(chosen)
    check_place(out)
    with _unfinished(out) as folder:
        tasks = [Task(one, str(folder), recipe, chosen) for one in batches]
        records = _kept(tasks)
        kept = len(records)
        _read(tasks, records, crew, tell)
        ordered = [records[one.number] for one in batches]
        files = [file for record in ordered for file in record.files]
        _raise_if_none_read(files, folder)
        counts = finish_dataset(ordered, folder, out)
    return Run(files, counts, kept)


@contextmanager
def _unfinished(out: Path) -> Iterator[Path]:
    """Give the folder of an unfinished run, locked; it goes away where nothing in it is worth keeping."""
    folder = out.with_name(f".{out.name}.unfinished")
    try:
        (folder / RECORDS).mkdir(parents=True, exist_ok=True)
        with _claimed(folder, out):
            yield folder
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        what = error.strerror or "cannot be written"
        raise CorrstatsError(what, advice="choose another --out, or make room", file=str(out)) from error
    finally:
        if folder.exists() and not any((folder / RECORDS).glob("*.json")):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _claimed(folder: Path, out: Path) -> Iterator[None]:
    try:
        claim = claim_folder(folder)
    except BlockingIOError:
        advice = "wait until that has ended"
        raise CorrstatsError("is being written by another run", advice=advice, file=str(out)) from None
    try:
        yield
    finally:
        if claim is not None:
            os.close(claim)


def _absolute(file: LetterFile) -> LetterFile:
    """Name a file so that a worker on another machine finds it."""
    return replace(file, path=os.path.abspath(file.path))  # noqa: PTH100


def _absolute_options(options: Options) -> Options:
    edition = options.edition
    return replace(
        options,
        knowledge=options.knowledge and options.knowledge.absolute(),
        corrections=options.corrections and options.corrections.absolute(),
        edition=str(Path(edition).absolute()) if edition and Path(edition).is_file() else edition,
    )


def _kept(tasks: Sequence[Task]) -> dict[int, Record]:
    """Give the records of batches that are done, by number; those of another plan or program go away."""
    records: dict[int, Record] = {}
    for task in tasks:
        record = read_record(Path(task.folder), task.batch.number)
        if record and still_holds(record, task.batch, task.recipe, Path(task.folder)):
            records[task.batch.number] = record
        else:
            record_path(Path(task.folder), task.batch.number).unlink(missing_ok=True)
    return records


def _read(
    tasks: Sequence[Task],
    records: dict[int, Record],
    crew: Crew,
    tell: Callable[[Tally], object] | None,
) -> None:
    """Have the batches read that are not, and put their records to the others."""
    sizes = {task.batch.number: task.batch.size for task in tasks}
    kept = sum(one.letters for one in records.values())
    tally = Tally(kept, sum(sizes[number] for number in records), sum(sizes.values()), kept)

    def tell_more(letters: int) -> None:
        if tell:
            tell(tally.with_letters(letters))

    left = [task for task in tasks if task.batch.number not in records]
    tell_more(0)
    if not left:
        return
    done = (
        run_on_cluster(left, crew.scheduler)
        if crew.scheduler
        else run_in_processes(left, crew.workers, tell_more)
    )
    for record in done:
        records[record.number] = record
        tally = tally.after(sizes[record.number], record.letters)
        tell_more(0)


def fault_of(file: ReadFile) -> CorrstatsError | None:
    """Give why a file could not be read; None where it was."""
    return CorrstatsError(**file.fault) if file.fault else None


def _raise_if_none_read(files: Sequence[ReadFile], folder: Path) -> None:
    """Raise the first fault where no file could be read; of such a run nothing is kept."""
    first = next(filter(None, map(fault_of, files)), None)
    if first and not any(one.described for one in files):
        shutil.rmtree(folder)
        raise first
