"""A reader's corrections: values of single facts overruled, with a reason and a name.

A file ``corrections.csv`` (columns table, row, column, value, reason, who) stands beside the source or is
named on the command line. ``row`` is the letter for the table letters, else letter and offset with ``@``
between: 'molotov-1930/57@2769'. The column 'row' with the value 'delete' takes a row out. Corrections are
applied before delays and other derived tables are made; one that no longer fits anything becomes a doubt.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from corrstats.dates import DateRange
from corrstats.errors import CorrstatsError
from corrstats.facts import Doubt, Event, Facts, LetterFacts, Quantity, Reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

COLUMNS = ("table", "row", "column", "value", "reason", "who")
FILE_NAME = "corrections.csv"
DELETE = ("row", "delete")


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction, with the file and line it stands in."""

    table: str
    row: str
    column: str
    value: str
    reason: str
    who: str
    file: str = ""
    line: int = 0

    def error(self, what: str, advice: str) -> CorrstatsError:
        """Make an error that points to the correction."""
        return CorrstatsError(what, advice=advice, file=self.file, line=self.line)


def read_corrections(path: Path) -> list[Correction]:
    """Read a file of corrections; CorrstatsError names file and line of what is wrong."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
            if missing:
                advice = f"begin it with {','.join(COLUMNS)}"
                raise CorrstatsError(f"no column '{missing[0]}'", advice=advice, file=str(path), line=1)
            rows = [_correction(row, str(path), reader.line_num) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CorrstatsError(
            f"cannot be read: {error}", advice="name a UTF-8 CSV file", file=str(path)
        ) from None
    for one in rows:
        _check(one)
    return rows


def _correction(row: dict[str, str | None], file: str, line: int) -> Correction:
    table, key, column, value, reason, who = ((row[name] or "").strip() for name in COLUMNS)
    return Correction(table, key, column, value, reason, who, file, line)


def _check(one: Correction) -> None:
    if one.table not in _SETTERS:
        raise one.error(f"no table '{one.table}' to correct", f"use one of {', '.join(_SETTERS)}")
    if (one.column, one.value) != DELETE and one.column not in _SETTERS[one.table]:
        known = ", ".join(sorted(_SETTERS[one.table]))
        raise one.error(f"column '{one.column}' cannot be corrected", f"use one of {known}")
    if not one.reason or not one.who:
        raise one.error("a correction needs a reason and a name", "fill the columns reason and who")


# ------------------------------------------------------------------------------------------ setting values

_OPEN = {"", ".."}


def _set_date(fact: Any, value: str) -> Any:  # noqa: ANN401  letters and decisions alike
    return replace(fact, date=_range(value))


def _range(value: str) -> DateRange:
    """Read a date as corrections write it: a day, two days with a slash, '..' for an open end."""
    ends = value.split("/") if "/" in value else [value, value]
    first, last = (
        None if end in _OPEN else dt.date.fromisoformat(re.sub(r"[~?%]$", "", end)) for end in ends[:2]
    )
    return DateRange(value, first, last)


def _set_target_date(fact: Reference, value: str) -> Reference:
    return replace(fact, target_date=_range(value) if value else None)


def _set_local(fact: Event, value: str) -> Event:
    day, _, time = value.partition("T")
    precision = "minute" if time else "day"
    return replace(fact, day=dt.date.fromisoformat(day), time=time, precision=precision)


def _amount(name: str) -> Callable[[Quantity, str], Quantity]:
    def set_value(fact: Quantity, value: str) -> Quantity:
        changed: Any = {name: value if name == "unit" else float(value)}
        return replace(fact, amount=replace(fact.amount, **changed))

    return set_value


def _plain(*names: str) -> dict[str, Callable[[Any, str], Any]]:
    return {name: _setter(name) for name in names}


def _setter(name: str) -> Callable[[Any, str], Any]:
    return lambda fact, value: replace(fact, **{name: value})


_SETTERS: dict[str, dict[str, Callable[[Any, str], Any]]] = {
    "letters": {"date_edtf": _set_date, **_plain("genre", "place_from", "place_to", "date_status")},
    "mentions": _plain("person_id", "kind"),
    "quantities": {
        **{name: _amount(name) for name in ("low", "high", "unit")},
        **_plain("commodity", "measure", "region", "period"),
    },
    "decisions": {"date_edtf": _set_date, **_plain("body", "action")},
    "events": {
        "local_datetime": _set_local,
        **_plain("kind", "place_from", "place_to"),
        "outgoing_numbers": _setter("outgoing"),
        "incoming_number": _setter("incoming"),
    },
    "references": {"target_date": _set_target_date, **_plain("kind", "target_number", "target_letter_id")},
    "archive_refs": _plain("repository", "fond", "opis", "delo", "listy"),
}


# ------------------------------------------------------------------------------------------ applying


def apply_corrections(facts: Facts, corrections: Iterable[Correction]) -> list[Doubt]:
    """Apply corrections to facts; give a doubt for each that no longer fits anything."""
    doubts = []
    for one in corrections:
        rows: list[Any] = getattr(facts, one.table)
        places = [i for i, fact in enumerate(rows) if _row_of(fact) == one.row]
        if not places:
            message = f"the correction of {one.table} {one.row} ({one.who}: {one.reason}) fits no row"
            doubts.append(Doubt(one.row.partition("@")[0], "warning", "correction-unused", message))
            continue
        _apply(facts, rows, places, one)
    return _of_known_letters(facts, doubts)


def _of_known_letters(facts: Facts, doubts: Sequence[Doubt]) -> list[Doubt]:
    """Let a doubt about a letter that there is not stand for the whole source."""
    known = {one.letter_id for one in facts.letters}
    return [one if one.letter_id in known else replace(one, letter_id="") for one in doubts]


def _row_of(fact: Any) -> str:  # noqa: ANN401  every kind of fact has a place
    if isinstance(fact, LetterFacts):
        return fact.letter_id
    return f"{fact.at.letter_id}@{fact.at.start}"


def _apply(facts: Facts, rows: list[Any], places: list[int], one: Correction) -> None:
    if (one.column, one.value) == DELETE:
        rows[:] = [fact for i, fact in enumerate(rows) if i not in places]
        return
    for i in places:
        fact = rows[i]
        try:
            rows[i] = _SETTERS[one.table][one.column](fact, one.value)
        except ValueError:
            raise one.error(
                f"'{one.value}' is no value for {one.column}", "write it as the table does"
            ) from None
        start = 0 if isinstance(fact, LetterFacts) else fact.at.start
        letter_id = fact.letter_id if isinstance(fact, LetterFacts) else fact.at.letter_id
        key = (one.table, letter_id, start)
        facts.corrected[key] = tuple(dict.fromkeys((*facts.corrected.get(key, ()), one.column)))
