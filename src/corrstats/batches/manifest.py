"""What is known of a run: by which program and options it reads, and what each batch gave.

A batch is done when its record stands: it is written last, when all parts are in their place. A run that goes
on takes a record for good only where program, options, knowledge and files are the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from corrstats.batches.plan import Batch
    from corrstats.corpus import Options

RECORDS = ".batches"  # the folder of the records, in that of the run
_READ_BY = (".py", ".toml", ".csv")


@dataclass(frozen=True)
class Recipe:
    """By what sources are read: version and SHA-256 of the program, the options and what they name."""

    version: str
    program: str
    edition: str
    emend: bool
    given: dict[str, str] = field(default_factory=dict)  # SHA-256 of files the options name, by option


def make_recipe(options: Options) -> Recipe:
    """Tell by what a run reads."""
    named = {
        "edition": Path(options.edition) if options.edition else None,
        "knowledge": options.knowledge,
        "corrections": options.corrections,
    }
    given = {name: _digest_of(path) for name, path in named.items() if path is not None and path.exists()}
    return Recipe(
        metadata.version("corrstats"), program_digest(), str(options.edition or ""), options.emend, given
    )


@cache
def program_digest() -> str:
    """Give the SHA-256 of all modules, rules and knowledge of this program."""
    digest = hashlib.sha256()
    for name, data in _contents(resources.files("corrstats"), ""):
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _contents(folder: Traversable, above: str) -> Iterator[tuple[str, bytes]]:
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            yield from _contents(one, f"{above}{one.name}/")
        elif one.name.endswith(_READ_BY):
            yield above + one.name, one.read_bytes()


def _digest_of(path: Path) -> str:
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    digest = hashlib.sha256()
    for one in files:
        data = one.read_bytes()
        digest.update(f"{one.name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


@dataclass(frozen=True)
class ReadFile:
    """A file as it was read: its stamp, its SHA-256, how it is described, or why it could not be read."""

    path: str
    stamp: str
    beside: str
    sha256: str
    letters: int
    described: dict[str, Any]
    fault: dict[str, Any] | None = None


@dataclass(frozen=True)
class Record:
    """A batch that is done: its files, its parts with their rows, by table, and by what it was read."""

    number: int
    recipe: Recipe
    files: tuple[ReadFile, ...]
    parts: dict[str, str]
    rows: dict[str, int]

    @property
    def letters(self) -> int:
        """Letters of its files."""
        return sum(one.letters for one in self.files)


def record_path(folder: Path, number: int) -> Path:
    """Give where the record of a batch stands."""
    return folder / RECORDS / f"{number:06d}.json"


def people_path(folder: Path, number: int) -> Path:
    """Give where the people of a batch wait for those of the others."""
    return folder / RECORDS / f"{number:06d}.people.parquet"


def write_record(folder: Path, record: Record) -> None:
    """Write the record of a batch, whole or not at all."""
    write_whole(record_path(folder, record.number), json.dumps(asdict(record), ensure_ascii=False).encode())


def read_record(folder: Path, number: int) -> Record | None:
    """Read the record of a batch; None where it is not done, or by a program that wrote other records."""
    try:
        told = json.loads(record_path(folder, number).read_bytes())
        files = tuple(ReadFile(**one) for one in told.pop("files"))
        return Record(recipe=Recipe(**told.pop("recipe")), files=files, **told)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError):
        return None


def still_holds(record: Record, batch: Batch, recipe: Recipe, folder: Path) -> bool:
    """Whether a batch need not be read again: the same files, unchanged, read in the same way, parts there.

    A file is unchanged if its size and time are; where the time is another, if its SHA-256 is the same.
    """
    if record.recipe != recipe or len(record.files) != len(batch.files):
        return False
    if not all((folder / part).is_file() for part in record.parts.values()):
        return False
    return all(
        read.path == file.path
        and read.beside == file.beside
        and (read.stamp == file.stamp or read.sha256 == sha256_of(Path(file.path)))
        for read, file in zip(record.files, batch.files, strict=True)
    )


def sha256_of(path: Path) -> str:
    """Give the SHA-256 of a file; nothing where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def write_whole(path: Path, data: bytes) -> None:
    """Write a file under another name beside it, and give it its own when it is on the disk."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        publish(Path(name), path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def publish(made: Path, path: Path) -> None:
    """Bring a finished file to the disk, then under its name."""
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.replace(path)
