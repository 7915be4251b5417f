"""What other evidence says about the dates of letters: bounds with their reasons, and contradictions.

A letter was written after what it knows, quotes or answers, and before what it still asks for. Pointers to
earlier messages are found by the program. Whether a letter asks for an act of its notes or knows it already,
a reader must say: those readings are rows of ``knowledge/datings.csv``, each with its reason.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from corrstats.analysis.cells import Row, TableSet, corpus_of, day_of, make_table, read_cells
from corrstats.analysis.decisions import decision_delays
from corrstats.analysis.intervals import wilson
from corrstats.knowledge import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

_EVIDENCE = {
    "letter_id": "text", "bound": "category", "date": "moment", "reading": "category", "happened": "moment",
    "because": "text", "news_days": "whole",
    "at_letter": "text", "table": "category", "note": "text", "start": "whole", "source": "text",
}  # fmt: skip
_DATED = {
    "letter_id": "text", "corpus": "category", "number": "text", "date_edtf": "text",
    "edition_earliest": "moment", "edition_latest": "moment", "earliest": "moment", "latest": "moment",
    "edition_days": "whole", "days": "whole", "because_earliest": "text", "because_latest": "text",
    "earliest_at": "text", "earliest_start": "whole", "latest_at": "text", "latest_start": "whole",
    "verdict": "category", "news_days": "whole",
}  # fmt: skip
_AGAINST = {
    "letter_id": "text", "bound": "category", "date": "moment", "edition_earliest": "moment",
    "edition_latest": "moment", "because": "text", "at_letter": "text", "table": "category", "start": "whole",
}  # fmt: skip
_RULES = {
    "rule": "text", "holds": "whole", "cases": "whole", "share": "number", "low": "number", "high": "number",
}  # fmt: skip
# Which bound a reading gives, and whether the news had first to reach the writer
_READINGS = {
    "knows": ("earliest", True),
    "after": ("earliest", False),
    "asks": ("latest", True),
    "before": ("latest", False),
}
_DAY = dt.timedelta(days=1)
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# '1930-08-06', '1930-08'
_EDTF = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")


@dataclass(frozen=True)
class Dating:
    """How a reader reads a day against a letter: it knows it, asks for it, is before or after it, or neither.

    ``at_letter`` and ``at_note`` say where the day stands: in the note of a letter, or in no note, then it is
    that of the letter itself.
    """

    letter_id: str
    reading: str
    date: str
    at_letter: str
    at_note: str
    because: str
    source: str


class _Place(NamedTuple):
    """Where a piece of evidence stands: a row of a table, ``start`` None where it has no place."""

    table: str
    start: int | None


# --- the evidence -----------------------------------------------------------------------------------------


def dating_evidence(
    tables: TableSet, *, news_days: int = 0, knowledge: str | Path | None = None
) -> pd.DataFrame:
    """Give every piece of evidence about when letters were written, in the order of the letters and of time.

    ``bound`` is what it bounds, earliest or latest, missing where it bounds nothing (reading 'neither').
    ``news_days`` is how long news took to the writer: he knows a thing that many days after it happened, and
    may still ask for it as many days after; ``date`` is the bound, ``happened`` the day it follows from.
    ``at_letter``, ``table``, ``note`` and ``start`` say where the evidence stands. ``knowledge`` is a folder
    with a file datings.csv of one's own.
    """
    letters = read_cells(tables["letters"])
    order = {row["letter_id"]: place for place, row in enumerate(letters)}
    pointers = list(_pointers(tables))
    known = {(row["letter_id"], row["date"]) for row in pointers}
    inferred = [row for row in _inferred(tables) if (row["letter_id"], row["date"]) not in known]
    rows = Rows(Path(knowledge) if knowledge else None)
    found = [*pointers, *inferred, *_readings(tables, rows)]
    bounding = [_bounding(row, news_days) for row in found if row["letter_id"] in order]
    bounding.sort(key=lambda row: (order[row["letter_id"]], row["date"], row["reading"]))
    return make_table(bounding, _EVIDENCE)


def _bounding(row: Row, news_days: int) -> Row:
    bound, travels = _READINGS.get(row["reading"], (None, False))
    late = news_days if travels else 0
    return row | {
        "bound": bound,
        "happened": row["date"],
        "date": row["date"] + late * _DAY,
        "news_days": late,
    }


def _pointers(tables: TableSet) -> Iterator[Row]:
    """Give what letters say of dated messages before them: they come after these."""
    for row in read_cells(tables["references"]):
        date = _first_day(row["target_date"])
        if row["zone"] == "note" or row["kind"] == "edition" or date is None:
            continue
        theirs = row["verbatim"].casefold().startswith("your letter")
        yield {
            **row,
            "reading": "knows" if theirs else "after",
            "date": date,
            "because": f"it {'answers a letter' if theirs else 'names a message'} of {_spell(date)}",
            "at_letter": row["letter_id"],
            "table": "references",
            "source": "found by rule",
        }


def _first_day(edtf: str | None) -> dt.date | None:
    """Give the first day that a date in EDTF can be.

    >>> _first_day("1930-08-06"), _first_day("1930-07"), _first_day("1930")
    (datetime.date(1930, 8, 6), datetime.date(1930, 7, 1), None)
    """
    found = _EDTF.match(edtf or "")
    return dt.date(int(found[1]), int(found[2]), int(found[3] or 1)) if found else None


def _spell(day: dt.date) -> str:
    """Spell a day without its year, whatever the computer's language.

    >>> _spell(dt.date(1930, 8, 6))
    '6 August'
    """
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _inferred(tables: TableSet) -> Iterator[Row]:
    """Give the bounds that the table of inferred dates holds, some of them from pointers too."""
    for row in read_cells(tables["inferred_dates"]):
        for bound, reading in (("earliest", "after"), ("latest", "before")):
            if row[bound] is not None:
                yield {
                    **row,
                    "reading": reading,
                    "date": row[bound].date(),
                    "at_letter": row["letter_id"],
                    "table": "inferred_dates",
                    "source": "found by rule",
                }


def _readings(tables: TableSet, rows: Rows) -> Iterator[Row]:
    """Give what readers say, with the row that each reading stands on."""
    acts = {_key(row, row["date_earliest"]): row["start"] for row in read_cells(tables["decisions"])}
    notes = {(row["letter_id"], row["note"]): row["start"] for row in read_cells(tables["notes"])}
    for one in rows.read("datings.csv", Dating):
        date = dt.date.fromisoformat(one.date)
        place = _Place("letters", None)
        if start := notes.get((one.at_letter, one.at_note)):
            place = _Place("notes", start)
        if start := acts.get((one.at_letter, one.at_note, date)):
            place = _Place("decisions", start)
        yield asdict(one) | {"date": date, "note": one.at_note or None, **place._asdict()}


def _key(row: Row, moment: dt.datetime) -> tuple[str, str, dt.date | None]:
    return row["letter_id"], row["note"], day_of(moment)


# --- the dates --------------------------------------------------------------------------------------------


def date_letters(tables: TableSet, evidence: pd.DataFrame) -> pd.DataFrame:
    """Give every letter without a known day, with the edition's bounds and the tightest that evidence gives.

    ``because_`` and the columns after it say what a bound rests on, missing where only the edition says it.
    ``verdict``: as before, narrower, one day, or contradiction (the earliest day is after the latest).
    """
    own = read_cells(evidence)
    uncertain = [row for row in read_cells(tables["letters"]) if not _is_day(row)]
    return make_table((_date_letter(row, _about(row, own)) for row in uncertain), _DATED)


def dating_contradictions(tables: TableSet, evidence: pd.DataFrame) -> pd.DataFrame:
    """Give each piece of evidence that no day of the edition's date agrees with, for all letters."""
    letters = {row["letter_id"]: row for row in read_cells(tables["letters"])}
    found = []
    for row in read_cells(evidence):
        earliest, latest = _edition(letters[row["letter_id"]])
        day = row["date"].date()
        late = row["bound"] == "earliest" and latest is not None and day > latest
        early = row["bound"] == "latest" and earliest is not None and day < earliest
        if late or early:
            found.append(row | {"edition_earliest": earliest, "edition_latest": latest})
    return make_table(found, _AGAINST)


def _is_day(letter: Row) -> bool:
    return letter["date_earliest"] is not None and letter["date_earliest"] == letter["date_latest"]


def _edition(letter: Row) -> tuple[dt.date | None, dt.date | None]:
    return day_of(letter["date_earliest"]), day_of(letter["date_latest"])


def _about(letter: Row, evidence: list[Row]) -> list[Row]:
    return [row for row in evidence if row["letter_id"] == letter["letter_id"]]


def _date_letter(letter: Row, evidence: list[Row]) -> Row:
    old = _edition(letter)
    first = _tightest(old[0], (row for row in evidence if row["bound"] == "earliest"), latest=False)
    last = _tightest(old[1], (row for row in evidence if row["bound"] == "latest"), latest=True)
    new = (first["date"], last["date"])
    return letter | {
        "corpus": corpus_of(letter["letter_id"]),
        "number": letter["number"] or str(letter["ordinal"]),
        "edition_earliest": old[0],
        "edition_latest": old[1],
        "earliest": new[0],
        "latest": new[1],
        "edition_days": _length(*old),
        "days": _length(*new),
        "because_earliest": first.get("because"),
        "because_latest": last.get("because"),
        "earliest_at": first.get("at_letter"),
        "earliest_start": first.get("start"),
        "latest_at": last.get("at_letter"),
        "latest_start": last.get("start"),
        "verdict": _judge(old, new),
        "news_days": max((row["news_days"] for row in evidence), default=0),
    }


def _tightest(edition: dt.date | None, evidence: Iterable[Row], *, latest: bool) -> Row:
    """Give the piece of evidence that bounds most; the edition's bound where none does as much."""
    best: Row = {"date": edition}
    for row in evidence:
        day = row["date"].date()
        if best["date"] is None or (day <= best["date"] if latest else day >= best["date"]):
            best = row | {"date": day}
    return best


def _length(earliest: dt.date | None, latest: dt.date | None) -> int | None:
    """Count the days that a letter may be of; None where a side is open or there is none."""
    if earliest is None or latest is None or latest < earliest:
        return None
    return (latest - earliest).days + 1


def _judge(old: tuple[dt.date | None, dt.date | None], new: tuple[dt.date | None, dt.date | None]) -> str:
    if None not in new and _length(*new) is None:
        return "contradiction"
    if new == old:
        return "as before"
    return "one day" if _length(*new) == 1 else "narrower"


# --- how far the rules hold -------------------------------------------------------------------------------


def try_dating_rules(tables: TableSet) -> pd.DataFrame:
    """Try each rule on the letters whose day is known, and count how often the bound that it gives holds.

    ``low`` and ``high`` are a Wilson interval of 95%. Only notes whose mark stands in the text are counted,
    and only those that tell of a dated act.
    """
    days = {row["letter_id"]: _edition(row)[0] for row in read_cells(tables["letters"]) if _is_day(row)}
    pointers = [row for row in _pointers(tables) if row["letter_id"] in days]
    notes = _acts_by_note(tables, days)
    cases = {
        "a message that the letter names is not later than it": [
            row["date"] <= days[row["letter_id"]] for row in pointers
        ],
        "all acts of a marked note are later than the letter": [min(acts) > 0 for acts in notes],
        "the last act of a marked note is later than the letter": [max(acts) > 0 for acts in notes],
    }
    return make_table((_try(rule, held) for rule, held in cases.items()), _RULES)


def _acts_by_note(tables: TableSet, days: dict[str, dt.date | None]) -> list[list[int]]:
    """Give the days from a letter of known day to the acts of each of its marked notes."""
    marked = {
        (row["letter_id"], row["note"])
        for row in read_cells(tables["notes"])
        if row["mark_start"] is not None and row["letter_id"] in days
    }
    notes: dict[tuple[str, str], list[int]] = {}
    for act in read_cells(decision_delays(tables)):
        key = (act["letter_id"], act["note"])
        if key in marked and act["days_low"] is not None:
            notes.setdefault(key, []).append(act["days_low"])
    return list(notes.values())


def _try(rule: str, held: list[bool]) -> Row:
    share = wilson(sum(held), len(held))
    numbers = share._asdict() if held else {}
    return {"rule": rule, "holds": sum(held), "cases": len(held), **numbers}
