"""From a letter's id, or a row of a table, to what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from corrstats.errors import CorrstatsError
from corrstats.show.evidence import agrees, find_evidence
from corrstats.show.marks import make_marks
from corrstats.show.shown import Shown
from corrstats.show.view import Focus, View, derive_zones
from corrstats.tables import read_schema
from corrstats.tables.frames import FOLDER, TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from corrstats.corpus import Corpus
    from corrstats.show.evidence import Evidence
    from corrstats.show.marks import LetterRows
    from corrstats.source import Source
    from corrstats.tables import Tables


class RowLike(Protocol):
    """A row of a table: a pandas Series, or a dict of its cells."""

    def keys(self) -> Iterable[Any]:
        """Give the names of its columns."""

    def __getitem__(self, name: Any, /) -> Any: ...  # noqa: ANN401  a cell is of its column's type


def show_letter(
    what: str | RowLike,
    *,
    tables: Tables | Corpus | str | Path | None = None,
    source: str | Path | Source | None = None,
) -> Shown:
    """Show a letter, or the passage behind a row; see ``corrstats.show.show``."""
    row = {} if isinstance(what, str) else _cells(what)
    letter_id = what if isinstance(what, str) else row.get("letter_id", "")
    if not letter_id:
        raise CorrstatsError("this row names no letter", advice="give a row that has a letter_id")
    attrs: Mapping[str, Any] = getattr(what, "attrs", {})
    evidence = find_evidence(letter_id, tables or attrs.get(FOLDER), source)
    if not agrees(row, evidence.source):
        raise CorrstatsError(
            f"this row is of other tables: not so printed at {row['start']} of {evidence.source.path}",
            advice="give its tables, as in show(row, tables=corpus)",
        )
    return Shown(_make_view(letter_id, evidence, _focus(row, attrs.get(TABLE, ""), evidence.rows)))


def _cells(row: RowLike) -> dict[str, str]:
    """Give the cells of a row as text; what pandas holds for a missing one is empty."""
    if getattr(row, "ndim", 1) != 1:
        raise CorrstatsError("that is a whole table", advice="give one row of it, as with .iloc[0]")
    texts = {str(name): str(row[name]) for name in row.keys()}  # noqa: SIM118  a Series iterates over its cells
    return {
        name: "" if text in {"<NA>", "NaT", "nan", "None"} else text.removesuffix(".0")
        for name, text in texts.items()
    }


def _focus(row: Mapping[str, str], table: str, rows: LetterRows) -> Focus | None:
    """Find a row among those of its letter; one of ``letters``, or without a place, has no focus."""
    names = (
        [table]
        if table
        else [name for name, schema in read_schema().items() if set(schema.names) <= row.keys()]
    )
    start, end = row.get("start", ""), row.get("end", "")
    if names[:1] == ["letters"] or not (start.isdecimal() and end.isdecimal()):
        return None
    for name in names:
        key = read_schema()[name].key
        for n, own in enumerate(rows.get(name, ()), start=1):
            if key and all(own[column] == row.get(column) for column in key):
                return Focus(int(start), int(end), f"{name}-{n}")
    return Focus(int(start), int(end))


def _make_view(letter_id: str, evidence: Evidence, focus: Focus | None) -> View:
    text = evidence.source.text
    return View(
        letter_id=letter_id,
        title=_title(evidence.rows),
        text=text,
        zones=evidence.zones or derive_zones(evidence.rows, text),
        marks=tuple(make_marks(evidence.rows, text)),
        focus=focus,
    )


def _title(rows: LetterRows) -> str:
    """Give genre, parties and date of a letter: 'letter, Joseph Stalin to Viacheslav Molotov, 1930-08-02'."""
    letter = rows["letters"][0]
    names = {person["person_id"]: person["name"] for person in rows.get("people", ())}
    sides: dict[str, list[str]] = {"sender": [], "recipient": []}
    for one in rows["correspondents"]:
        sides[one["role"]].append(names.get(one["person_id"], one["person_id"]))
    parties = " to ".join(", ".join(side) for side in sides.values() if side)
    return ", ".join(filter(None, (letter["genre"], parties, letter["date_edtf"] or "undated")))
