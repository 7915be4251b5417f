"""Every mended reading, with what is printed and why it was mended; rows by which a reader overrules."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from corrstats.resolve.corrections import COLUMNS
from corrstats.tables import read_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from corrstats.tables import Row


# The columns that a mended reading goes into
_READ = {
    "quantities": ("low", "high"),
    "letters": ("date_edtf",),
    "decisions": ("date_edtf",),
    "events": ("local_datetime",),
    "archive_refs": ("fond", "opis", "delo", "listy"),
}


def list_emendations(rows: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """Tell each mended reading of tables in a line: where, what is printed, how it is read, and why."""
    for name in read_schema():
        for cells in _cells(name, rows):
            if cells.get("emendation"):
                read = f"read as {_reading(name, cells)} ({cells['emendation']})"
                printed = cells.get("verbatim") or cells["date_verbatim"]
                yield f"{_where(cells)}: '{printed}' {read}"
    for cells in _cells("diagnostics", rows):
        if cells["code"] == "emendation":  # a date in running text, which no table holds
            yield f"{cells['letter_id']}, line {cells['line']}: '{cells['verbatim']}' ({cells['message']})"


def correction_csv(rows: Mapping[str, Sequence[Row]]) -> str:
    """Write rows for ``corrections.csv`` of all mended readings and of people not settled, with a header.

    Each has the value as it is now; the reader changes it and fills in reason and name, or takes it out.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for name, columns in _READ.items():
        mended = (cells for cells in _cells(name, rows) if cells.get("emendation"))
        writer.writerows(
            [name, _row(name, cells), one, cells[one], "", ""] for cells in mended for one in columns
        )
    unsettled = (cells for cells in _cells("mentions", rows) if cells["person_id"].startswith("open-"))
    writer.writerows(
        ["mentions", _row("mentions", one), "person_id", one["person_id"], "", ""] for one in unsettled
    )
    return out.getvalue()


def _cells(table: str, rows: Mapping[str, Sequence[Row]]) -> Iterator[dict[str, str]]:
    names = read_schema()[table].names
    return (dict(zip(names, row, strict=True)) for row in rows.get(table, ()))


def _row(table: str, cells: Mapping[str, str]) -> str:
    """Name a row as corrections do: by its letter and, but for letters, its offset."""
    return cells["letter_id"] if table == "letters" else f"{cells['letter_id']}@{cells['start']}"


def _where(cells: Mapping[str, str]) -> str:
    zone = f"note {cells['note']}" if cells.get("note") else cells.get("zone", "heading")
    return f"{cells['letter_id']}, {zone}"


def _reading(table: str, cells: Mapping[str, str]) -> str:
    if table == "quantities":
        low, high = cells["low"], cells["high"]
        return f"{low} {cells['unit']}" if low == high else f"{low} to {high} {cells['unit']}"
    return " ".join(f"{name} {cells[name]}" for name in _READ[table] if cells[name])
