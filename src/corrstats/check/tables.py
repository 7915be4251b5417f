"""All checks of a folder of tables, in order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from corrstats.check.cells import check_bounds, check_cells, check_dates, check_keys
from corrstats.check.files import Finding, read_files
from corrstats.check.spans import check_places, check_text, check_zones
from corrstats.corpus import choose_edition
from corrstats.editions import known_editions, split_letters
from corrstats.errors import CorrstatsError
from corrstats.source import Source, read_source
from corrstats.tables.origin import read_origins

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from corrstats.check.files import TableFile
    from corrstats.document import Document
    from corrstats.editions import Edition
    from corrstats.tables.origin import Origin


def check_tables(
    folder: str | Path, source: str | Path | Source | None = None, edition: str | Path | Edition | None = None
) -> list[Finding]:
    """Hold the tables of a folder against the schema and, with the source, every span against the text.

    ``source`` is the text of one corpus of the tables; ``edition`` is needed where the text does not tell it.
    Findings come by table, then by line. Raises CorrstatsError for a folder or a source that cannot be read.
    """
    folder = Path(folder)
    files, findings = read_files(folder)
    for file in files.values():
        findings += [*check_cells(file), *check_bounds(file), *check_dates(file)]
    findings += [*check_keys(files), *check_places(files)]
    origins, complaint = _origins(folder)
    findings += complaint
    if source is not None:
        findings += _check_source(files, origins, source, edition)
    rank = {file.name: n for n, file in enumerate(files.values())}
    return sorted(set(findings), key=lambda one: (rank.get(one.file, -1), one.line, one.message))


def _origins(folder: Path) -> tuple[dict[str, Origin], list[Finding]]:
    try:
        return read_origins(folder), []
    except CorrstatsError as error:
        return {}, [Finding("datapackage.json", 0, error.message)]


def _check_source(
    files: Mapping[str, TableFile],
    origins: Mapping[str, Origin],
    source: str | Path | Source,
    edition: str | Path | Edition | None,
) -> Iterator[Finding]:
    read = source if isinstance(source, Source) else read_source(source)
    corpus = _corpus_of(read, {row["corpus"] for _, row in files["letters"].rows})
    origin = origins.get(corpus)
    if origin and origin.sha256 != read.sha256:
        yield Finding(
            "datapackage.json", 0, f"the tables of '{corpus}' were made from another text: SHA-256 differs"
        )
    yield from check_text(files, corpus, read)
    if read.markup:  # the zones of a letter in XML are its elements
        return
    yield from check_zones(files, _split(replace(read, corpus=corpus), edition, origin))


def _corpus_of(source: Source, corpora: set[str]) -> str:
    """Give the corpus that a text is of: that of its name, or the only one."""
    if source.corpus in corpora or len(corpora) == 1:
        return source.corpus if source.corpus in corpora else next(iter(corpora))
    raise CorrstatsError(
        f"no corpus '{source.corpus}' in the tables",
        advice=f"name the text of one of {', '.join(sorted(corpora)) or 'theirs'}",
        file=source.path,
    )


def _split(source: Source, edition: str | Path | Edition | None, origin: Origin | None) -> Document:
    """Split the text by the edition given, else by the one the tables name, else by the one that fits."""
    named = origin.edition if origin and origin.edition in {one.name for one in known_editions()} else None
    return split_letters(source, choose_edition(source, edition or named))
