"""What was found in a letter, as marks: the rows of its tables with their places, kinds and readings.

A mark's id is the table and the row's place among those of the letter, from 1: ``quantities-3``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corrstats.show.derived import find_passages, row_anchor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Cells = Mapping[str, str]
    LetterRows = Mapping[str, Sequence[Cells]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: what the legend calls it, and the label beside each mark."""

    name: str
    title: str
    label: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind("person", "person", "who"),
        Kind("party", "sender or recipient", "party"),
        Kind("eponym", "thing named after a person", "eponym"),
        Kind("date", "date of the letter", "date"),
        Kind("amount", "amount", "amount"),
        Kind("decision", "act of a deciding body, at its date", "act"),
        Kind("event", "what happened to a message", "event"),
        Kind("reference", "pointer to a message, letter or note", "to"),
        Kind("archive", "archival reference", "arch."),
        Kind("note-mark", "note mark", "note"),
        Kind("doubt", "in doubt", "?"),
    )
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A row of a table at its place in the text; ``start`` is -1 where it has none.

    ``note`` is the note that a note mark calls, ``letter_id`` the letter that a pointer leads to. A row that
    was computed has a further ``anchor`` and the ids of the rows it was computed from, ``passages``.
    """

    row_id: str
    kind: str
    start: int
    end: int
    reading: str
    note: str = ""
    letter_id: str = ""
    anchor: str = ""
    passages: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """The table of the row."""
        return self.row_id.rpartition("-")[0]

    @property
    def placed(self) -> bool:
        """Whether the mark stands on some characters of the text."""
        return 0 <= self.start < self.end


def make_marks(rows: LetterRows, text: str) -> list[Mark]:
    """Make the marks of a letter from its rows by table name, in reading order, those without a place last.

    ``rows`` hold the rows of one letter and all of ``people``; ``text`` is the whole source.
    """
    names = {person["person_id"]: person["name"] for person in rows.get("people", ())}
    marks = [mark for table in _READINGS for mark in _table_marks(table, rows, names)]
    marks += [_date_mark(letter, text) for letter in rows["letters"] if letter["date_edtf"]]
    return sorted(marks, key=lambda mark: (not mark.placed, mark.start, -mark.end))


def _table_marks(table: str, rows: LetterRows, names: Mapping[str, str]) -> Iterator[Mark]:
    for n, cells in enumerate(rows.get(table, ()), start=1):
        kind, reading = _READINGS[table](cells, names)
        start, end = ("mark_start", "mark_end") if table == "notes" else ("start", "end")
        yield Mark(
            row_id=f"{table}-{n}",
            kind=kind,
            start=_offset(cells.get(start, "")),
            end=_offset(cells.get(end, "")),
            reading=_spaced(reading, f"corrected: {cells['corrected']}" if cells.get("corrected") else ""),
            note=cells["note"] if table == "notes" else "",
            letter_id=cells.get("target_letter_id", "") or cells.get("to_letter_id", ""),
            anchor=row_anchor(table, cells),
            passages=find_passages(cells, rows) if table == "latencies" else (),
        )


def _offset(cell: str) -> int:
    return int(cell) if cell else -1


def _date_mark(letter: Cells, text: str) -> Mark:
    """Mark the date of a letter where it is first printed in it; the table has no offsets for it."""
    start, end = int(letter["start"]), int(letter["end"])
    words = r"\s+".join(map(re.escape, letter["date_verbatim"].split()))
    found = re.compile(words).search(text, start, end) if words else None
    place = found.span() if found else (-1, -1)
    return Mark("letters-1", "date", *place, _spaced(letter["date_edtf"], letter["date_status"]))


# ------------------------------------------------------------------------------------------ readings


def _spaced(*parts: str, between: str = ", ") -> str:
    return between.join(filter(None, parts))


def _number(cell: str) -> str:
    """Write a number as people read it: '1400000000' is '1,400,000,000'."""
    whole, _, rest = cell.partition(".")
    grouped = f"{int(whole):,}" if whole.lstrip("-").isdecimal() else whole
    return _spaced(grouped, rest.rstrip("0"), between=".")


def _range(low: str, high: str) -> str:
    return _number(low) if low == high else f"{_number(low)} to {_number(high)}"


def _correspondent(cells: Cells, names: Mapping[str, str]) -> tuple[str, str]:
    return "party", f"{cells['role']}: {names.get(cells['person_id'], cells['person_id'])}"


def _mention(cells: Cells, names: Mapping[str, str]) -> tuple[str, str]:
    name = names.get(cells["person_id"], "")
    kind = "eponym" if cells["kind"] == "eponym" else "person"
    return kind, f"{name} ({cells['person_id']})" if name else cells["person_id"]


def _quantity(cells: Cells, _: Mapping[str, str]) -> tuple[str, str]:
    amount = _spaced(_range(cells["low"], cells["high"]), cells["unit"], between=" ")
    if cells["approximate"] == "true":
        amount = f"about {amount}"
    measure = "" if cells["measure"] == "other" else cells["measure"]
    told = (cells[name] for name in ("bound", "region", "period", "emendation") if name in cells)
    return "amount", _spaced(amount, cells["commodity"], measure, *told)


def _decision(cells: Cells, _: Mapping[str, str]) -> tuple[str, str]:
    again = "named before" if cells["repeat"] == "true" else ""
    return "decision", _spaced(cells["body"], cells["date_edtf"], cells["action"].replace(";", ","), again)


def _event(cells: Cells, _: Mapping[str, str]) -> tuple[str, str]:
    way = _spaced(
        f"from {cells['place_from']}" if cells["place_from"] else "",
        f"to {cells['place_to']}" if cells["place_to"] else "",
        between=" ",
    )
    numbers = _spaced(
        f"outgoing {cells['outgoing_numbers']}" if cells["outgoing_numbers"] else "",
        f"incoming {cells['incoming_number']}" if cells["incoming_number"] else "",
    )
    time = cells["local_datetime"].replace("T", " ")
    return "event", _spaced(cells["kind"], time, way, numbers, cells.get("emendation", ""))


def _reference(cells: Cells, _: Mapping[str, str]) -> tuple[str, str]:
    number = f"no. {cells['target_number']}" if cells["target_number"] else ""
    return "reference", _spaced(cells["kind"], cells["target_date"], number, cells["target_letter_id"])


def _archive(cells: Cells, _: Mapping[str, str]) -> tuple[str, str]:
    parts = [f"{name} {cells[name]}" for name in ("fond", "opis", "delo", "listy") if cells[name]]
    return "archive", _spaced(cells["repository"], *parts, cells.get("emendation", ""))


def _note(cells: Cells, _: Mapping[str, str]) -> tuple[str, str]:
    return "note-mark", f"note {cells['note']}" if cells[
        "mark_start"
    ] else f"note {cells['note']}, no mark printed"


def _latency(cells: Cells, _: Mapping[str, str]) -> tuple[str, str]:
    low, high = cells["hours_low"], cells["hours_high"]
    hours = f"{_range(low, high)} hours" if low and high else "no end in the edition"
    return (
        "derived",
        f"{cells['leg']}: from {cells['from_what']} to {cells['to_what']}: {hours}, {cells['status']}",
    )


def _inferred(cells: Cells, _: Mapping[str, str]) -> tuple[str, str]:
    return "derived", f"written {cells['earliest'] or '..'} to {cells['latest'] or '..'}: {cells['because']}"


def _diagnostic(cells: Cells, _: Mapping[str, str]) -> tuple[str, str]:
    return "doubt", f"{cells['message']} ({cells['code']})"


_READINGS: dict[str, Callable[[Cells, Mapping[str, str]], tuple[str, str]]] = {
    "correspondents": _correspondent,
    "mentions": _mention,
    "quantities": _quantity,
    "decisions": _decision,
    "events": _event,
    "references": _reference,
    "archive_refs": _archive,
    "notes": _note,
    "latencies": _latency,
    "inferred_dates": _inferred,
    "diagnostics": _diagnostic,
}
