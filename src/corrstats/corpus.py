"""From a source to its corpus: read, recognise, split, extract, resolve, tables, in one call."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING

from corrstats.editions import Edition, known_editions, read_edition, recognise_edition, split_letters
from corrstats.errors import CorrstatsError
from corrstats.extract import extract_facts
from corrstats.knowledge import read_knowledge
from corrstats.resolve import Correction, read_corrections, resolve_facts
from corrstats.source import is_markup, read_source
from corrstats.tables import (
    Row,
    Tables,
    fault_row,
    frames_from_rows,
    make_rows,
    merge_rows,
    people_rows,
    write_batches,
    write_tables,
)
from corrstats.tei import Index, XmlFile, looks_like_xml, open_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from corrstats.document import Document
    from corrstats.extract import Extracted
    from corrstats.facts import Facts
    from corrstats.source import Source

Origin = str | Path | IO[str] | IO[bytes]


CORRECTIONS = "corrections.csv"


@dataclass(frozen=True)
class Options:
    """How a source is read: a folder of further knowledge, a file of corrections, damaged digits mended.

    ``edition`` is a name or a TOML file, None where each text is to tell its own.
    """

    knowledge: Path | None = None
    corrections: Path | None = None
    emend: bool = True
    edition: str | None = None


@dataclass(frozen=True)
class Parsed:
    """One parsed source: its structure, its facts and the account of what was read."""

    document: Document
    edition: Edition
    facts: Facts
    extracted: Extracted

    def described(self) -> dict[str, object]:
        """Describe the source for the Data Package of its tables."""
        source = self.document.source
        return {
            "corpus": source.corpus,
            "title": self.edition.title,
            "file": Path(source.path).name,
            "edition": self.edition.name,
            "sha256": source.sha256,
        }


@dataclass
class Corpus:
    """Parsed sources and their tables; ``faults`` are files of a folder that could not be read.

    Files of XML are read when their rows are asked for, and again, piece by piece, when they are written.
    """

    parsed: tuple[Parsed, ...]
    text_rows: dict[str, list[Row]] = field(repr=False)
    indexes: tuple[Index, ...] = ()
    faults: tuple[CorrstatsError, ...] = ()
    knowledge: Path | None = field(default=None, repr=False)

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        """The rows of all tables, by table."""
        return merge_rows([self.text_rows, *self._batches()]) if self.indexes else self.text_rows

    @cached_property
    def tables(self) -> Tables:
        """The tables as typed DataFrames."""
        return frames_from_rows(self.rows)

    @property
    def texts(self) -> dict[str, str]:
        """The text of each corpus, by its id."""
        texts = {one.document.source.corpus: one.document.source.text for one in self.parsed}
        return texts | {one.corpus: one.source().text for one in self.indexes}

    def write(
        self,
        folder: str | Path,
        formats: Sequence[str] = ("csv",),
        *,
        progress: Callable[[int, int], object] | None = None,
    ) -> dict[str, int]:
        """Write the tables and their Data Package into a folder, whole or not at all; give rows by table."""
        if self.indexes:
            batches = chain([self.text_rows], self._batches(progress))
            return write_batches(people_last(batches), Path(folder), self._sources, formats)
        rows = self.rows
        write_tables(rows, Path(folder), self._sources(), formats)
        return {name: len(table) for name, table in rows.items()}

    def _sources(self) -> list[dict[str, object]]:
        return [one.described() for one in self.parsed] + [one.described() for one in self.indexes]

    def _batches(
        self, progress: Callable[[int, int], object] | None = None
    ) -> Iterator[dict[str, list[Row]]]:
        """Give the rows of files of XML as they are read; the people of a file come with its last rows."""
        known = read_knowledge(self.knowledge)
        for index in self.indexes:
            for document, facts in index.read(known, progress):
                yield make_rows(document, facts, known) | {"people": []}
            yield {"people": people_rows(index.people, known)}
        yield {"diagnostics": [fault_row(one) for one in self.faults]}


def people_last(batches: Iterable[dict[str, list[Row]]]) -> Iterator[dict[str, list[Row]]]:
    """Hold the people back until all are known, so that one of several files stands once."""
    people: dict[str, Row] = {}
    for batch in batches:
        people |= {row[0]: row for row in batch.get("people", [])}
        yield batch | {"people": []}
    yield merge_rows([{"people": list(people.values())}])


def choose_edition(source: Source, edition: str | Path | Edition | None) -> Edition:
    """Give the edition asked for by name or TOML file, else the one that the text is recognised as."""
    return find_edition(edition) or recognise_edition(source)


def find_edition(edition: str | Path | Edition | None) -> Edition | None:
    """Give an edition by its name or TOML file; None where each text is to tell its own."""
    if edition is None or isinstance(edition, Edition):
        return edition
    known = {one.name: one for one in known_editions()}
    if str(edition) in known:
        return known[str(edition)]
    if Path(edition).suffix == ".toml" or Path(edition).exists():
        return read_edition(edition)
    raise CorrstatsError(
        f"no edition '{edition}'", advice=f"use one of {', '.join(known)} or name a TOML file"
    )


def parse_source(
    source: Source,
    edition: str | Path | Edition | None = None,
    *,
    options: Options | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Parsed:
    """Parse one source; ``progress`` is told letters done and letters in all."""
    return parse_document(*split_source(source, edition), options=options, progress=progress)


def split_source(source: Source, edition: str | Path | Edition | None) -> tuple[Document, Edition]:
    """Split a source into letters, by the edition asked for, else by the one it is recognised as."""
    chosen = choose_edition(source, edition)
    return split_letters(source, chosen), chosen


def parse_document(
    document: Document,
    chosen: Edition,
    *,
    options: Options | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Parsed:
    """Parse what is split already."""
    options = options or Options()
    known = read_knowledge(options.knowledge)
    total = len(document.letters)
    tell = (lambda done: progress(done, total)) if progress else None
    extracted = extract_facts(document, chosen, known, emend=options.emend, progress=tell)
    facts = resolve_facts(extracted, document, chosen, known, _corrections(document.source, options))
    return Parsed(document, chosen, facts, extracted)


def _corrections(source: Source, options: Options) -> list[Correction]:
    """Read the corrections of a source: from the named file, else from the one that stands beside it."""
    beside = Path(source.path).parent / CORRECTIONS
    path = options.corrections or (beside if source.path and beside.is_file() else None)
    rows = read_corrections(path) if path else []
    return [one for one in rows if one.row.startswith(f"{source.corpus}/")]


def parse(
    *origins: Origin,
    edition: str | Path | Edition | None = None,
    knowledge: str | Path | None = None,
    corrections: str | Path | None = None,
    emend: bool = True,
    progress: Callable[[int, int], object] | None = None,
) -> Corpus:
    """Parse sources (paths, folders, open files; texts, CMIF or TEI) into a Corpus with its tables.

    ``edition`` is a name or a TOML file, needed only where the text does not tell it. ``knowledge`` is a
    folder with rows of one's own (people.csv, places.csv, ...), ``corrections`` a file of overruled values
    (else corrections.csv beside the source). Without ``emend`` damaged digits stay as printed. Raises
    CorrstatsError for what cannot be read, with file, line and what to do.
    """
    options = Options(
        Path(knowledge) if knowledge else None, Path(corrections) if corrections else None, emend
    )
    chosen = find_edition(edition)
    given = {str(one) for one in origins if isinstance(one, str | Path)}
    sources, files, faults = _sort(expand_origins(origins), given)
    check_names([*((one.corpus, one.path) for one in sources), *((one.corpus, one.path) for one in files)])
    split, unfit = _split(sources, chosen, given)
    parsed = [parse_document(*one, options=options, progress=progress) for one in split]
    indexes, unsound = _open_indexes(files)
    faults += unfit + unsound
    if faults and not parsed and not indexes:
        raise faults[0]
    corpus = make_corpus(parsed, knowledge=options.knowledge)
    return replace(corpus, indexes=tuple(indexes), faults=tuple(faults))


def _sort(
    origins: Iterable[Origin], given: set[str]
) -> tuple[list[Source], list[XmlFile], list[CorrstatsError]]:
    """Tell texts of editions from files of XML; texts are read at once.

    A text of a folder that cannot be read is a fault; one that was ``given`` by its name raises it.
    """
    sources: list[Source] = []
    files: list[XmlFile] = []
    faults: list[CorrstatsError] = []
    for origin in origins:
        if isinstance(origin, str | Path) and looks_like_xml(Path(origin)):
            files.append(XmlFile(Path(origin).stem, str(origin)))
            continue
        try:
            source = read_source(origin)
        except CorrstatsError as fault:
            faults.append(tolerated(fault, given))
            continue
        if is_markup(source.text):
            data = codecs.BOM_UTF8 + source.text.encode()  # decoded already, whatever its first line says
            files.append(XmlFile(source.corpus, source.path, data, source.sha256))
        else:
            sources.append(source)
    return sources, files, faults


def _split(
    sources: Iterable[Source], edition: Edition | None, given: set[str]
) -> tuple[list[tuple[Document, Edition]], list[CorrstatsError]]:
    """Split texts into letters; one of a folder that no edition fits is a fault."""
    split: list[tuple[Document, Edition]] = []
    faults: list[CorrstatsError] = []
    for source in sources:
        try:
            split.append(split_source(source, edition))
        except CorrstatsError as fault:
            faults.append(tolerated(fault, given))
    return split, faults


def tolerated(fault: CorrstatsError, given: set[str]) -> CorrstatsError:
    """Give the fault of a file of a folder; raise that of a file that was given by its name."""
    if fault.file is None or fault.file in given:
        raise fault
    return fault


def _open_indexes(files: Iterable[XmlFile]) -> tuple[list[Index], list[CorrstatsError]]:
    """Survey files of XML; one that is not sound is a fault, and the others are read."""
    indexes: list[Index] = []
    faults: list[CorrstatsError] = []
    for file in files:
        try:
            indexes.append(open_index(file))
        except CorrstatsError as fault:
            faults.append(fault)
    return indexes, faults


def make_corpus(parsed: Sequence[Parsed], *, knowledge: Path | None = None) -> Corpus:
    """Make the tables of parsed sources."""
    rows = merge_rows(make_rows(one.document, one.facts, read_knowledge(knowledge)) for one in parsed)
    return Corpus(tuple(parsed), rows, knowledge=knowledge)


def expand_origins(origins: Iterable[Origin]) -> list[Origin]:
    """Replace folders by the texts and files of XML in them, by name."""
    expanded: list[Origin] = []
    for origin in origins:
        if isinstance(origin, str | Path) and Path(origin).is_dir():
            files = _listed(Path(origin))
            if not files:
                raise CorrstatsError(
                    "no .txt or .xml files in it", advice="name a folder of letters", file=str(origin)
                )
            expanded += [_inside(one, Path(origin)) for one in files]
        else:
            expanded.append(origin)
    if not expanded:
        raise CorrstatsError("no source given", advice="name a file or a folder")
    return expanded


def _listed(folder: Path) -> list[Path]:
    """Give the texts and files of XML of a folder by name; CorrstatsError for one that cannot be read."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix in {".txt", ".xml"})
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise CorrstatsError(reason, advice="check that you may read it", file=str(folder)) from None


def _inside(path: Path, folder: Path) -> Path:
    """Give a file of a folder; CorrstatsError for a link that leads out of it, which nobody named."""
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        advice = "name the file that it leads to, or take it away"
        raise CorrstatsError("is a link that leads out of its folder", advice=advice, file=str(path))
    return path


def check_names(names: Iterable[tuple[str, str]]) -> None:
    """Refuse two files of one corpus id; ``names`` are ids with paths."""
    seen: dict[str, str] = {}
    for corpus, path in names:
        if corpus in seen:
            raise CorrstatsError(
                f"has the same name as {seen[corpus]}",
                advice="rename one: the name is the corpus id",
                file=path,
            )
        seen[corpus] = path
