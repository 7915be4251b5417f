"""Written tables as they are on disk, faults kept, so that each fault can be told with its line."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corrstats.errors import CorrstatsError
from corrstats.tables import read_schema

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterator
    from pathlib import Path

    from corrstats.tables import TableSchema


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A fault of a written table: the file, the line in it and what is wrong.

    The header is line 1; line 0 stands for the whole file.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


@dataclass
class TableFile:
    """The rows of one CSV file, by column name, each with its line."""

    schema: TableSchema
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The file's name."""
        return f"{self.schema.name}.csv"

    def finding(self, line: int, message: str) -> Finding:
        """Make a finding of this file."""
        return Finding(self.name, line, message)


def read_files(folder: Path) -> tuple[dict[str, TableFile], list[Finding]]:
    """Read all tables of a folder and what is wrong with their columns and rows as such.

    Raises CorrstatsError for a folder that is not there or holds no tables at all.
    """
    if not (folder / "letters.csv").exists():
        raise CorrstatsError(
            "no tables here", advice="name a folder that 'corrstats parse' wrote", file=str(folder)
        )
    files = {name: TableFile(schema) for name, schema in read_schema().items()}
    findings = [one for file in files.values() for one in _fill(file, folder)]
    return files, findings


def _fill(file: TableFile, folder: Path) -> Iterator[Finding]:
    path = folder / file.name
    if not path.exists():
        yield file.finding(0, "the table is missing")
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.reader(opened, strict=True)
            header = next(reader, [])
            yield from _header_findings(file, header)
            yield from _read_rows(file, header, reader)
    except UnicodeDecodeError:
        yield file.finding(0, "is not UTF-8")
    except csv.Error as error:
        yield file.finding(0, f"is not CSV: {error}")
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise CorrstatsError(reason, advice="check that you may read it", file=str(path)) from None


def _header_findings(file: TableFile, header: list[str]) -> Iterator[Finding]:
    names = list(file.schema.names)
    missing = [name for name in names if name not in header]
    if missing:
        yield file.finding(1, f"no column {', '.join(missing)}")
    elif header[: len(names)] != names:
        yield file.finding(1, f"the columns stand in another order than {', '.join(names)}")
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        yield file.finding(1, f"column {', '.join(twice)} stands twice")


def _read_rows(file: TableFile, header: list[str], reader: Reader) -> Iterator[Finding]:
    for cells in reader:
        line = reader.line_num
        if not cells:
            continue
        if len(cells) != len(header):
            yield file.finding(line, f"{len(cells)} cells under {len(header)} columns")
            continue
        row = dict.fromkeys(file.schema.names, "") | dict(zip(header, cells, strict=True))
        file.rows.append((line, row))
