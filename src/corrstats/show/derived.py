"""From a row that was computed to the rows it was computed from: a delay has no words of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corrstats.show.marks import Cells, LetterRows

_DISPATCHES = ("sent", "sent-in-code")
# By what the table says of an end: the kinds of event that it may be
_EVENTS = {
    "dispatch": _DISPATCHES,
    "sent in code": ("sent-in-code",),
    "reply": ("reply",),
    "receipt": ("received",),
}
_DATES = frozenset({"date of the letter", "date on the autograph", "this letter"})


def row_anchor(table: str, cells: Cells) -> str:
    """Name a row that has no place in the text by what it says, empty for one that has a place.

    >>> row_anchor("latencies", {"leg": "sent to reply"})
    'latencies-sent-to-reply'
    """
    return f"latencies-{cells['leg'].replace(' ', '-')}" if table == "latencies" else ""


def find_passages(cells: Cells, rows: LetterRows) -> tuple[str, ...]:
    """Give the ids of the rows in the letter that the two ends of a delay were read from."""
    ends = ((cells["from_what"], cells["from_earliest"]), (cells["to_what"], cells["to_earliest"]))
    found = [row_id for what, when in ends for row_id in _rows_of(what, when, rows)]
    return tuple(dict.fromkeys(found))


def _rows_of(what: str, when: str, rows: LetterRows) -> Iterator[str]:
    if what in _DATES:
        yield "letters-1"
    act = re.fullmatch(r"(.+) in note (.+)", what)
    for table, n, row in _numbered(rows):
        if table == "events" and row["kind"] in _EVENTS.get(what, ()) and row["local_datetime"]:
            yield f"events-{n}"
        elif table == "decisions" and act and _is_act(row, (act[1], act[2], when)):
            yield f"decisions-{n}"
        elif table == "references" and row["target_date"] and what == f"letter of {row['target_date']}":
            yield f"references-{n}"


def _is_act(row: Cells, act: tuple[str, str, str]) -> bool:
    return (row["body"], row["note"], row["date_earliest"]) == act


def _numbered(rows: LetterRows) -> Iterator[tuple[str, int, Cells]]:
    for table in ("events", "decisions", "references"):
        for n, row in enumerate(rows.get(table, ()), start=1):
            yield table, n, row
