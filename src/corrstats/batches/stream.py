"""Files to tables in one process, file by file, so that memory does not grow with their number."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from corrstats.batches.files import Reading, describe_sources, list_files
from corrstats.batches.progress import Tally
from corrstats.corpus import Options, find_edition, people_last
from corrstats.tables import write_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from corrstats.batches.files import Rows


def stream_tables(
    origins: Sequence[Path],
    out: Path,
    formats: Sequence[str] = ("csv",),
    *,
    options: Options | None = None,
    tell: Callable[[Tally], object] | None = None,
) -> tuple[list[Reading], dict[str, int]]:
    """Read files one after the other and write their tables; give what was read and the rows by table.

    The folder is written whole or not at all. A file of a folder that cannot be read is a row of
    diagnostics and a fault of its reading. Raises CorrstatsError for a text given by its name that cannot be
    read, and where nothing could be.
    """
    readings = [Reading(file) for file in list_files(origins)]
    rows = _all_rows(readings, options or Options(), tell)
    counts = write_batches(people_last(rows), Path(out), lambda: describe_sources(readings), formats)
    return readings, counts


def _all_rows(
    readings: Sequence[Reading], options: Options, tell: Callable[[Tally], object] | None
) -> Iterator[Rows]:
    edition = find_edition(options.edition)
    tally = Tally(total=sum(one.file.size for one in readings))
    for reading in readings:
        before = tally
        inside = (lambda letters, so_far=before: tell(so_far.with_letters(letters))) if tell else None
        yield from reading.rows(edition, options, inside)
        tally = before.after(reading.file.size, reading.letters)
        if tell:
            tell(tally)
    raise_if_none_read(readings)


def raise_if_none_read(readings: Sequence[Reading]) -> None:
    """Raise the first fault where no file could be read."""
    first = next((one.fault for one in readings if one.fault), None)
    if first and not any(one.described for one in readings):
        raise first
