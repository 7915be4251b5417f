"""The files of a run, and the rows of one of them as they are read.

Promise: of a file no more is held than reading it needs: of XML a piece, of a text of an edition the text and
its facts, since its letters are settled together. It is let go when the next is read.
"""

from __future__ import annotations

import codecs
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corrstats.corpus import (
    CORRECTIONS,
    Options,
    check_names,
    expand_origins,
    parse_document,
    split_source,
    tolerated,
)
from corrstats.errors import CorrstatsError
from corrstats.knowledge import read_knowledge
from corrstats.source import read_source
from corrstats.tables import Row, fault_row, make_rows, people_rows
from corrstats.tei import XmlFile, looks_like_xml, open_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from corrstats.editions import Edition

Rows = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A file to read: ``given`` by its name or found in a folder; ``stamp`` is its size and its time.

    ``beside`` is the stamp of the corrections that stand beside a text, empty where there are none.
    """

    path: str
    corpus: str
    xml: bool
    given: bool
    size: int
    stamp: str
    beside: str = ""


def list_files(origins: Sequence[Path]) -> list[LetterFile]:
    """Give the files that paths and folders stand for, texts before XML, in the order of ``parse``.

    Raises CorrstatsError for a path that is not there, an empty folder, and two files of one name.
    """
    given = {str(one) for one in origins}
    files = [_look_at(Path(str(one)), given) for one in expand_origins(origins)]
    check_names((one.corpus, one.path) for one in files)
    return sorted(files, key=lambda one: one.xml)


def _look_at(path: Path, given: set[str]) -> LetterFile:
    try:
        size = path.stat().st_size
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        what = "no such file" if missing else error.strerror or "cannot be read"
        advice = "check the name" if missing else "check that you may read it"
        raise CorrstatsError(what, advice=advice, file=str(path)) from None
    xml = looks_like_xml(path)
    beside = "" if xml else stamp_of(path.parent / CORRECTIONS)
    return LetterFile(str(path), path.stem, xml, str(path) in given, size, stamp_of(path), beside)


def stamp_of(path: Path) -> str:
    """Give size and time of a file, by which a change of it is seen; nothing where there is no file."""
    with suppress(OSError):
        found = path.stat()
        return f"{found.st_size}:{found.st_mtime_ns}"
    return ""


@dataclass(slots=True)
class Reading:
    """The reading of one file; what it was is known when its rows have been given."""

    file: LetterFile
    described: dict[str, object] = field(default_factory=dict)
    letters: int = 0
    fault: CorrstatsError | None = None

    def rows(
        self, edition: Edition | None, options: Options, tell: Callable[[int], object] | None = None
    ) -> Iterator[Rows]:
        """Give the rows; of a file that cannot be read one row of diagnostics, and the ``fault`` is kept.

        ``tell`` is told the letters read. Raises the CorrstatsError of a text that was given by its name.
        """
        try:
            yield from self._xml(options, tell) if self.file.xml else self._text(edition, options, tell)
        except _UnreadError as error:
            self.fault = error.fault
            yield {"diagnostics": [fault_row(error.fault)]}

    def _text(
        self, edition: Edition | None, options: Options, tell: Callable[[int], object] | None
    ) -> Iterator[Rows]:
        try:
            source = read_source(self.file.path)
            split = None if source.markup else split_source(source, edition)
        except CorrstatsError as fault:
            raise _UnreadError(tolerated(fault, {self.file.path} if self.file.given else set())) from None
        if split is None:  # XML that its first bytes did not tell
            data = codecs.BOM_UTF8 + source.text.encode()
            yield from self._xml(options, tell, XmlFile(source.corpus, source.path, data, source.sha256))
            return
        progress = (lambda done, _all: tell(done)) if tell else None
        parsed = parse_document(*split, options=options, progress=progress)
        self.described, self.letters = parsed.described(), len(parsed.document.letters)
        document, facts = parsed.document, parsed.facts
        del parsed, split, source  # the account of every word is as large as the facts
        yield make_rows(document, facts, read_knowledge(options.knowledge))

    def _xml(
        self, options: Options, tell: Callable[[int], object] | None, file: XmlFile | None = None
    ) -> Iterator[Rows]:
        known = read_knowledge(options.knowledge)
        progress = (lambda done, _all: tell(done)) if tell else None
        try:
            index = open_index(file or XmlFile(self.file.corpus, self.file.path))
            for document, facts in index.read(known, progress):
                yield make_rows(document, facts, known) | {"people": []}
        except CorrstatsError as fault:
            raise _UnreadError(fault) from None
        self.described, self.letters = index.described(), index.letters
        yield {"people": people_rows(index.people, known)}


class _UnreadError(Exception):
    """Carries the fault of a file that is passed over."""

    def __init__(self, fault: CorrstatsError) -> None:
        super().__init__(fault)
        self.fault = fault


def describe_sources(readings: Sequence[Reading]) -> list[dict[str, object]]:
    """Describe for the Data Package what was read."""
    return [one.described for one in readings if one.described]
