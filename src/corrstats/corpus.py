"""From a source to its corpus: read, recognise, split, extract, resolve, tables, in one call."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING

from corrstats.editions import Edition, known_editions, read_edition, recognise_edition, split_letters
from corrstats.errors import CorrstatsError
from corrstats.extract import extract_facts
from corrstats.knowledge import read_knowledge
from corrstats.resolve import Correction, read_corrections, resolve_facts
from corrstats.source import read_source
from corrstats.tables import Row, Tables, frames_from_rows, make_rows, merge_rows, write_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from corrstats.document import Document
    from corrstats.extract import Extracted
    from corrstats.facts import Facts
    from corrstats.source import Source

Origin = str | Path | IO[str] | IO[bytes]


CORRECTIONS = "corrections.csv"


@dataclass(frozen=True)
class Options:
    """How a source is read: a folder of further knowledge, a file of corrections, damaged digits mended."""

    knowledge: Path | None = None
    corrections: Path | None = None
    emend: bool = True


@dataclass(frozen=True)
class Parsed:
    """One parsed source: its structure, its facts and the account of what was read."""

    document: Document
    edition: Edition
    facts: Facts
    extracted: Extracted


@dataclass
class Corpus:
    """Parsed sources and their tables."""

    parsed: tuple[Parsed, ...]
    rows: dict[str, list[Row]] = field(repr=False)

    @cached_property
    def tables(self) -> Tables:
        """The tables as typed DataFrames."""
        return frames_from_rows(self.rows)

    @property
    def texts(self) -> dict[str, str]:
        """The text of each corpus, by its id."""
        return {one.document.source.corpus: one.document.source.text for one in self.parsed}

    def write(self, folder: str | Path, formats: Sequence[str] = ("csv",)) -> None:
        """Write the tables and their Data Package into a folder, whole or not at all."""
        corpora = [
            {
                "corpus": one.document.source.corpus,
                "title": one.edition.title,
                "file": Path(one.document.source.path).name,
                "edition": one.edition.name,
                "sha256": one.document.source.sha256,
            }
            for one in self.parsed
        ]
        write_tables(self.rows, Path(folder), corpora, formats)


def choose_edition(source: Source, edition: str | Path | Edition | None) -> Edition:
    """Give the edition asked for by name or TOML file, else the one that the text is recognised as."""
    if isinstance(edition, Edition):
        return edition
    if edition is None:
        return recognise_edition(source)
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
    options = options or Options()
    chosen = choose_edition(source, edition)
    document = split_letters(source, chosen)
    known = read_knowledge(options.knowledge)
    total = len(document.letters)
    tell = (lambda done: progress(done, total)) if progress else None
    extracted = extract_facts(document, chosen, known, emend=options.emend, progress=tell)
    facts = resolve_facts(extracted, document, chosen, known, _corrections(source, options))
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
    """Parse sources (paths, folders, open files) into a Corpus with its tables.

    ``edition`` is a name or a TOML file, needed only where the text does not tell it. ``knowledge`` is a
    folder with rows of one's own (people.csv, places.csv, ...), ``corrections`` a file of overruled values
    (else corrections.csv beside the source). Without ``emend`` damaged digits stay as printed. Raises
    CorrstatsError for what cannot be read, with file, line and what to do.
    """
    options = Options(
        Path(knowledge) if knowledge else None, Path(corrections) if corrections else None, emend
    )
    sources = [read_source(origin) for origin in _expand(origins)]
    _check_names(sources)
    parsed = [parse_source(source, edition, options=options, progress=progress) for source in sources]
    return make_corpus(parsed, knowledge=options.knowledge)


def make_corpus(parsed: Sequence[Parsed], *, knowledge: Path | None = None) -> Corpus:
    """Make the tables of parsed sources."""
    rows = merge_rows(make_rows(one.document, one.facts, read_knowledge(knowledge)) for one in parsed)
    return Corpus(tuple(parsed), rows)


def _expand(origins: Iterable[Origin]) -> list[Origin]:
    """Replace folders by the text files in them, by name."""
    expanded: list[Origin] = []
    for origin in origins:
        if isinstance(origin, str | Path) and Path(origin).is_dir():
            files = sorted(Path(origin).glob("*.txt"))
            if not files:
                raise CorrstatsError(
                    "no .txt files in it", advice="name a folder of letters", file=str(origin)
                )
            expanded += files
        else:
            expanded.append(origin)
    if not expanded:
        raise CorrstatsError("no source given", advice="name a file or a folder")
    return expanded


def _check_names(sources: Sequence[Source]) -> None:
    seen: dict[str, str] = {}
    for source in sources:
        if source.corpus in seen:
            raise CorrstatsError(
                f"has the same name as {seen[source.corpus]}",
                advice="rename one: the name is the corpus id",
                file=source.path,
            )
        seen[source.corpus] = source.path
