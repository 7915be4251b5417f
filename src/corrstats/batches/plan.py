"""Which files are read together: a batch is what one worker reads at a time, and what a killed one costs."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corrstats.batches.files import LetterFile

BATCH_BYTES = 4_000_000  # of sources: some thousand letters, some seconds or half a minute
MOST_FILES = 2_000
MOST_BATCHES = 10_000  # in a larger run the batches are larger, so that their parts stay countable
_PARTITION = "corpora"
PARTS = "part-{:06d}.parquet"
_LONGEST_NAME = 180  # bytes; file systems allow 255, and a few of them are ours
# What no file system, and no reader of such folders, takes for a letter of a name
_UNSAFE = re.compile(r'[%=/\\:*?"<>|\x00-\x1f\x7f]')


@dataclass(frozen=True)
class Batch:
    """Files that are read together, in order; ``number`` is its place among the batches, from 0."""

    number: int
    files: tuple[LetterFile, ...]

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(one.size for one in self.files)

    @property
    def partition(self) -> str:
        """The folder of its parts: ``corpora=ID`` for one corpus, ``corpora=FIRST..LAST`` for several."""
        first, last = self.files[0].corpus, self.files[-1].corpus
        return f"{_PARTITION}={_file_name(first if first == last else f'{first}..{last}')}"

    @property
    def part(self) -> str:
        """The file name of its parts."""
        return PARTS.format(self.number)


def _file_name(text: str) -> str:
    """Write a name so that it can be a folder's; what is too long keeps its beginning and a digest."""
    safe = _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", text)
    if len(safe.encode()) <= _LONGEST_NAME:
        return safe
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return f"{safe.encode()[: _LONGEST_NAME - 13].decode('utf-8', 'ignore')}~{digest}"


def plan_batches(files: Sequence[LetterFile], *, batch_bytes: int | None = None) -> list[Batch]:
    """Put files together in their order, until a batch holds ``batch_bytes``; a large file is one alone."""
    size = batch_bytes or max(BATCH_BYTES, sum(one.size for one in files) // MOST_BATCHES)
    return [Batch(number, group) for number, group in enumerate(_groups(files, size))]


def _groups(files: Sequence[LetterFile], size: int) -> Iterator[tuple[LetterFile, ...]]:
    group: list[LetterFile] = []
    held = 0
    for file in files:
        if group and (held + file.size > size or len(group) == MOST_FILES or file.xml != group[0].xml):
            yield tuple(group)
            group, held = [], 0
        group.append(file)
        held += file.size
    if group:
        yield tuple(group)
