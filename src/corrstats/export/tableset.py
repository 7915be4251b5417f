"""Tables as an export sees them: rows as named cells, and what their Data Packages say of the sources."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corrstats.errors import CorrstatsError
from corrstats.tables import merge_rows, read_rows, read_schema, table_folders

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Cells = dict[str, str]
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class TableSet:
    """The tables of one or several corpora, and the sources they were read from, by corpus."""

    folder: Path
    tables: Mapping[str, list[Cells]]
    sources: Mapping[str, Mapping[str, Any]]

    def __getitem__(self, table: str) -> list[Cells]:
        """Give the rows of a table."""
        return self.tables[table]

    @cached_property
    def people(self) -> dict[str, Cells]:
        """The people by id."""
        return {row["person_id"]: row for row in self.tables["people"]}

    def by_letter(self, table: str) -> Mapping[str, list[Cells]]:
        """Give the rows of a table by letter."""
        rows: defaultdict[str, list[Cells]] = defaultdict(list)
        for row in self.tables[table]:
            rows[row["letter_id"]].append(row)
        return rows

    def corpora(self) -> list[str]:
        """Give the corpora in the order of their letters."""
        return list(dict.fromkeys(row["corpus"] for row in self.tables["letters"]))

    @property
    def written(self) -> dt.date:
        """The day the tables were written."""
        changed = max((one / "letters.csv").stat().st_mtime for one in table_folders(self.folder))
        return dt.datetime.fromtimestamp(changed, tz=dt.UTC).date()


@dataclass(frozen=True)
class Publication:
    """What a format wants to know of the publication, beside the tables; empty cells have a default."""

    title: str = ""
    editor: str = ""
    publisher: str = ""
    url: str = ""
    licence: str = ""
    date: dt.date | None = None


@dataclass(frozen=True)
class Loss:
    """Something that a format could not hold: what, of which table, and how many rows that is."""

    table: str
    what: str
    rows: int


@dataclass
class Report:
    """What an export wrote, and what it could not hold."""

    written: list[str] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)

    def lose(self, table: str, what: str, rows: int) -> None:
        """Note a loss, where there is one."""
        if rows:
            self.losses.append(Loss(table, what, rows))

    def lose_tables(self, tables: TableSet, names: Iterable[str], why: str) -> None:
        """Note whole tables as lost."""
        for name in names:
            self.lose(name, why, len(tables[name]))


def read_table_set(folder: str | Path) -> TableSet:
    """Read written tables, those of several corpora together; CorrstatsError where there are none."""
    folders = table_folders(Path(folder))
    rows = merge_rows(read_rows(one) for one in folders)
    schema = read_schema()
    tables = {
        name: [dict(zip(schema[name].names, row, strict=True)) for row in table]
        for name, table in rows.items()
    }
    sources = {one["corpus"]: one for folder in folders for one in _sources(folder)}
    return TableSet(Path(folder), tables, sources)


def _sources(folder: Path) -> list[dict[str, Any]]:
    path = folder / "datapackage.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8")).get("corrstats:sources", [])
    except FileNotFoundError:
        return []
    except (ValueError, AttributeError):
        raise CorrstatsError("not a Data Package", advice="parse again", file=str(path)) from None
    return [dict(one) for one in found]
