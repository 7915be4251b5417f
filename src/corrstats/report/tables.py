"""The tables as pages to sort and search: all corpora in one, each row with the way to its passage."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from corrstats.errors import CorrstatsError
from corrstats.tables import read_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from corrstats.tables import TableSchema

    Cells = dict[str, str]

_NUMBERS = ("integer", "number")
_LONG = 24  # characters, from which on a cell is broken into lines


@dataclass(frozen=True)
class Read:
    """A table as read: its columns, the files it is from by corpus, rows in the order of the files."""

    name: str
    columns: list[str]
    files: list[tuple[str, str]]
    rows: list[Cells]

    @property
    def schema(self) -> TableSchema | None:
        """What the contract says of it, None for a table of one's own."""
        return read_schema().get(self.name)


@dataclass(frozen=True)
class Column:
    """A column as shown: its name, its meaning where one is known, whether it holds numbers or sentences."""

    name: str
    meaning: str = ""
    numbers: bool = False
    long: bool = False


@dataclass(frozen=True)
class Row:
    """A row as shown, with the page and passage it leads to, empty where there is none."""

    cells: list[str]
    link: str = ""


@dataclass(frozen=True)
class Table:
    """A table as shown; ``files`` are its corpora with their paths below the folder ``tables``."""

    name: str
    what: str
    caption: str
    columns: list[Column]
    rows: list[Row]
    row: str = ""
    intro: str = ""
    files: tuple[tuple[str, str], ...] = ()


# --- read -------------------------------------------------------------------------------------------------


def read_all(folder: Path) -> list[Read]:
    """Read the CSV files of a folder, or of the folders right below it, those of one name as one table.

    In the order of the schema, others behind. Raises CorrstatsError for a missing folder.
    """
    if not folder.is_dir():
        raise CorrstatsError(
            "no such folder of tables", advice="write some with 'corrstats parse'", file=str(folder)
        )
    known = list(read_schema())
    found: dict[str, Read] = {}
    for path in sorted((*folder.glob("*.csv"), *folder.glob("[!.]*/*.csv"))):
        _read_file(path, path.relative_to(folder).as_posix(), found)
    return sorted(found.values(), key=lambda one: known.index(one.name) if one.name in known else len(known))


def _read_file(path: Path, place: str, found: dict[str, Read]) -> None:
    """Add the rows of a file to their table; where they do not say of which corpus they are, that too."""
    corpus = path.parent.name
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = list(reader.fieldnames or ())
        told = {} if {"letter_id", "corpus"} & set(columns) else {"corpus": corpus}
        table = found.setdefault(path.stem, Read(path.stem, [*columns, *told], [], []))
        table.files.append((corpus, place))
        table.rows.extend({name: row[name] or "" for name in columns} | told for row in reader)


def copy_files(tables: list[Read], source: Path, target: Path) -> None:
    """Copy the files of tables, and the descriptions beside them."""
    packages = sorted((*source.glob("datapackage.json"), *source.glob("[!.]*/datapackage.json")))
    places = [path.relative_to(source).as_posix() for path in packages]
    for place in [place for table in tables for _, place in table.files] + places:
        (target / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / place, target / place)


# --- shown ------------------------------------------------------------------------------------------------


def show_table(table: Read, exists: Callable[[str], bool], *, up: str = "../") -> Table:
    """Make a table ready to be shown; columns without any value are left out, and named.

    ``exists`` says whether the report has a page, ``up`` leads from the page shown to its first folder.
    """
    used = [name for name in table.columns if any(row[name] for row in table.rows)] or table.columns
    empty = [name for name in table.columns if name not in used]
    shown = sorted(used, key=lambda name: name != "letter_id")
    what = table.schema.row if table.schema else "what its name says"
    missing = f" Columns without any value, left out here: {', '.join(empty)}." if empty else ""
    return Table(
        name=table.name,
        what=table.name.replace("_", " "),
        caption=f"Table {table.name}: {_count(table.rows, 'row')}. One row is {what}.",
        columns=[_column(table, name) for name in shown],
        rows=[
            Row([row[name] for name in shown], link)
            for row, link in zip(table.rows, _links(table, exists, up), strict=True)
        ],
        row=what,
        intro=f"One row is {what}, and leads to its passage.{missing}",
        files=tuple(table.files),
    )


def list_letters(tables: list[Read], exists: Callable[[str], bool]) -> Table:
    """Make the list of letters on the first page: who wrote to whom, when, and how much was found."""
    by_name = {table.name: table for table in tables}
    letters = by_name.get("letters", Read("letters", [], [], []))
    found = Counter(row["letter_id"] for table in tables for row in table.rows if row.get("letter_id"))
    parties = _parties(by_name)
    rows = []
    for letter in letters.rows:
        letter_id, page = letter["letter_id"], f"letters/{letter['letter_id']}.html"
        told = [letter.get(name, "") for name in ("date_edtf", "genre")]
        sides = [", ".join(parties.get((letter_id, role), ())) for role in ("sender", "recipient")]
        cells = [letter_id, *told, *sides, str(found[letter_id] - 1)]
        rows.append(Row(cells, page if exists(page) else ""))
    names = ("letter", "date (EDTF)", "genre", "from", "to", "rows found")
    columns = [Column(name, numbers=name == "rows found") for name in names]
    caption = f"{_count(rows, 'letter')} of {_count(letters.files, 'corpus', 'corpora')}"
    return Table("letters", "letters", caption, columns, rows)


def _parties(tables: dict[str, Read]) -> dict[tuple[str, str], list[str]]:
    """Give the names of senders and recipients by letter and role."""
    names = {row["person_id"]: row["name"] for row in tables["people"].rows} if "people" in tables else {}
    parties: dict[tuple[str, str], list[str]] = {}
    for row in tables["correspondents"].rows if "correspondents" in tables else ():
        name = names.get(row["person_id"], row["person_id"])
        parties.setdefault((row["letter_id"], row["role"]), []).append(name)
    return parties


def _column(table: Read, name: str) -> Column:
    columns = {column.name: column for column in table.schema.columns} if table.schema else {}
    long = max((len(row[name]) for row in table.rows), default=0) > _LONG
    if name not in columns:
        return Column(name, long=long)
    return Column(name, columns[name].description, columns[name].type in _NUMBERS, long)


def _links(table: Read, exists: Callable[[str], bool], up: str) -> Iterator[str]:
    """Give where each row leads: to its mark in the letter; a person, to where the person is named."""
    seen: Counter[str] = Counter()
    for row in table.rows:
        letter_id = row.get("letter_id", "")
        seen[letter_id] += 1
        page = f"letters/{letter_id}.html"
        if letter_id and exists(page):
            yield f"{up}{page}" + ("" if table.name == "letters" else f"#{table.name}-{seen[letter_id]}")
        else:
            yield f"{up}tables/mentions.html#find={row['person_id']}" if table.name == "people" else ""


def _count(things: list[Row] | list[Cells] | list[tuple[str, str]], one: str, many: str | None = None) -> str:
    return f"{len(things):,} {one if len(things) == 1 else many or one + 's'}"


def table_page(name: str) -> str:
    """Give the page of a table in the report.

    >>> table_page("letters")
    'tables/letters.html'
    """
    return str(PurePosixPath("tables", f"{name}.html"))
