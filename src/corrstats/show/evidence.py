"""The rows of a letter and the text they were read from, found together and held against each other."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corrstats.corpus import Corpus, choose_edition, make_corpus, parse_source
from corrstats.editions import known_editions, split_letters
from corrstats.errors import CorrstatsError
from corrstats.source import Source, read_source
from corrstats.tables import Tables, collapse, read_rows, read_schema, table_folders
from corrstats.tables.origin import find_source, read_origins

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corrstats.document import Zone
    from corrstats.show.marks import LetterRows

    AnyTables = Tables | Corpus | str | Path

_DEFAULT_TABLES = "data/tables"


@dataclass(frozen=True)
class Evidence:
    """The rows of a letter by table, with all people; its text; its zones, None where no edition tells."""

    rows: LetterRows
    source: Source
    zones: tuple[Zone, ...] | None


def find_evidence(letter_id: str, tables: AnyTables | None, source: str | Path | Source | None) -> Evidence:
    """Find the rows and the text of a letter; see ``corrstats.show`` for where they are looked for."""
    corpus = letter_id.rpartition("/")[0]
    text = None if source is None else _read(source, corpus)
    if tables is None and text is not None:
        tables = make_corpus([parse_source(text)])
    if isinstance(tables, Corpus):
        return _of_corpus(letter_id, tables)
    evidence = _of_folder(letter_id, _folder(tables), text)
    _check_text(evidence)
    return evidence


def _read(source: str | Path | Source, corpus: str) -> Source:
    """Read a source given as such, as a path, or as the text itself."""
    if isinstance(source, Source):
        return replace(source, corpus=corpus)
    if isinstance(source, str) and "\n" in source:
        return Source(corpus, source)
    return read_source(source, corpus=corpus)


def _folder(tables: Tables | str | Path | None) -> Path:
    """Give the folder that tables are in or were read from, else ``data/tables`` here or further up."""
    if isinstance(tables, Tables):
        if tables.folder is None:
            raise CorrstatsError(
                "these tables were not read from a folder",
                advice="give the corpus that parse made, as in show(row, tables=corpus)",
            )
        return tables.folder
    if tables is not None:
        return Path(tables)
    places = (Path(), *Path.cwd().parents)
    found = next((one for above in places if (one := above / _DEFAULT_TABLES).is_dir()), None)
    if found is None:
        raise CorrstatsError(f"no tables in {_DEFAULT_TABLES}", advice="name the folder of the tables")
    return found


def _of_corpus(letter_id: str, corpus: Corpus) -> Evidence:
    for parsed in corpus.parsed:
        for letter in parsed.document.letters:
            if letter.letter_id == letter_id:
                return Evidence(_select(corpus.rows, letter_id), parsed.document.source, letter.zones)
    name, rows = letter_id.rpartition("/")[0], _select(corpus.rows, letter_id)
    for index in corpus.indexes:
        if index.corpus == name and rows["letters"]:
            return Evidence(rows, index.source(), None)
    raise _no_letter(letter_id, [row[0] for row in corpus.rows["letters"]])


def _of_folder(letter_id: str, folder: Path, text: Source | None) -> Evidence:
    known: list[str] = []
    for one in table_folders(folder):
        all_rows = read_rows(one)
        rows = _select(all_rows, letter_id)
        if rows["letters"]:
            corpus = letter_id.rpartition("/")[0]
            source = text or find_source(one, corpus)
            return Evidence(rows, source, _zones(source, rows, _edition(one, corpus)))
        known += [row[0] for row in all_rows["letters"]]
    raise _no_letter(letter_id, known, folder)


def _no_letter(letter_id: str, known: Sequence[str], folder: Path | None = None) -> CorrstatsError:
    there = f"there are {known[0]} to {known[-1]}" if known else "there are none"
    where = os.fspath(folder) if folder else None
    return CorrstatsError(f"no letter '{letter_id}' in the tables", advice=there, file=where)


def _select(rows: Mapping[str, Sequence[Sequence[str]]], letter_id: str) -> dict[str, list[dict[str, str]]]:
    """Give the rows of a letter, and all people, by column name."""
    chosen = {}
    for name, schema in read_schema().items():
        cells = [dict(zip(schema.names, row, strict=True)) for row in rows.get(name, ())]
        chosen[name] = cells if name == "people" else [row for row in cells if row["letter_id"] == letter_id]
    return chosen


def _edition(folder: Path, corpus: str) -> str | None:
    """Give the edition that the tables name, where it is one that comes with the package."""
    try:
        origin = read_origins(folder).get(corpus)
    except CorrstatsError:
        return None
    return origin.edition if origin and origin.edition in {one.name for one in known_editions()} else None


def _zones(source: Source, rows: LetterRows, edition: str | None) -> tuple[Zone, ...] | None:
    """Give the zones of a letter as the edition splits the text; None where that is not as in the tables."""
    letter = rows["letters"][0]
    if source.markup:
        return None
    try:
        document = split_letters(source, choose_edition(source, edition))
    except CorrstatsError:
        return None
    span = (letter["start"], letter["end"])
    return next((one.zones for one in document.letters if (str(one.start), str(one.end)) == span), None)


def _check_text(evidence: Evidence) -> None:
    """Hold the rows against the text: those of another text would mark the wrong words."""
    for rows in evidence.rows.values():
        for row in rows:
            if not agrees(row, evidence.source):
                printed = row.get("verbatim") or row.get("surface")
                raise CorrstatsError(
                    f"the tables were made from another text: no '{printed}' at {row['start']}",
                    advice="parse this text, or give the tables made from it",
                    file=evidence.source.path or None,
                )


def agrees(row: Mapping[str, str], source: Source) -> bool:
    """Whether the source has what a row says is printed at its place; a row that says nothing agrees."""
    printed = row.get("verbatim") or row.get("surface") or ""
    start, end = row.get("start", ""), row.get("end", "")
    if not printed or not (start.isdecimal() and end.isdecimal()):
        return True
    return collapse(source.passage(int(start), int(end))) == printed
