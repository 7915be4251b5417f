"""Tables against the schema: types, allowed values, keys, foreign keys, and bounds in their order."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING

from corrstats.tables import FOREIGN_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from corrstats.check.files import Finding, TableFile

_BOUNDS = (
    ("date_earliest", "date_latest"),
    ("earliest", "latest"),
    ("from_earliest", "from_latest"),
    ("to_earliest", "to_latest"),
    ("low", "high"),
    ("si_low", "si_high"),
    ("hours_low", "hours_high"),
    ("start", "end"),
    ("mark_start", "mark_end"),
)
_NUMBERS = {"low", "si_low", "hours_low", "start", "mark_start"}
_PAIRS = {"low", "si_low", "start", "mark_start"}  # both ends or none; the other bounds may be open
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LOCAL_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?")


def check_cells(file: TableFile) -> Iterator[Finding]:
    """Find cells of another type than their column's, or of a value that it does not allow."""
    for line, row in file.rows:
        for column in file.schema.columns:
            cell = row[column.name]
            if cell and not _TYPES[column.type](cell):
                yield file.finding(line, f"{column.name}: '{cell}' is no {column.type}")
            elif cell and column.values and cell not in column.values:
                allowed = ", ".join(column.values)
                yield file.finding(line, f"{column.name}: '{cell}' is not one of {allowed}")


def check_keys(files: Mapping[str, TableFile]) -> Iterator[Finding]:
    """Find empty or repeated keys, and keys that point to no row."""
    for file in files.values():
        yield from _own_key(file)
        for line, row in file.rows:
            if "letter_id" in row and not row["letter_id"] and file.schema.name != "diagnostics":
                yield file.finding(line, "letter_id: is empty")
    for table, column, target, there in FOREIGN_KEYS:
        known = {row[there] for _, row in files[target].rows}
        for line, row in files[table].rows:
            if row[column] and row[column] not in known:
                yield files[table].finding(line, f"{column}: no '{row[column]}' in {target}.csv")


def _own_key(file: TableFile) -> Iterator[Finding]:
    first: dict[tuple[str, ...], int] = {}
    for line, row in file.rows:
        key = tuple(row[name] for name in file.schema.key)
        if not key:
            continue
        if key in first:
            yield file.finding(line, f"{', '.join(file.schema.key)}: the same as in line {first[key]}")
        first.setdefault(key, line)


def check_bounds(file: TableFile) -> Iterator[Finding]:
    """Find lower bounds above their upper ones, and one where both or none should be."""
    for low, high in _BOUNDS:
        if low not in file.schema.names:
            continue
        for line, row in file.rows:
            a, b = row[low], row[high]
            if a and b and _above(a, b, number=low in _NUMBERS):
                yield file.finding(line, f"{low} {a} is above {high} {b}")
            elif low in _PAIRS and bool(a) != bool(b):
                yield file.finding(line, f"{low} and {high}: one of them is empty")


def _above(a: str, b: str, *, number: bool) -> bool:
    """Whether a bound is above another; ISO times of different precision meet in what both have."""
    if number:
        return _is_number(a) and _is_number(b) and float(a) > float(b)
    shorter = min(len(a), len(b))
    return a[:shorter] > b[:shorter]


def check_dates(file: TableFile) -> Iterator[Finding]:
    """Find plain EDTF dates and intervals that say another thing than their bounds."""
    if "date_edtf" not in file.schema.names:
        return
    for line, row in file.rows:
        edtf, bounds = row["date_edtf"], (row["date_earliest"], row["date_latest"])
        told = _plain_bounds(edtf)
        if told is not None and told != bounds:
            yield file.finding(line, f"date_edtf: '{edtf}' is not from '{bounds[0]}' to '{bounds[1]}'")
        if not edtf and any(bounds):
            yield file.finding(line, "date_edtf: is empty beside its bounds")


def _plain_bounds(edtf: str) -> tuple[str, str] | None:
    """Give the bounds of a day or of an interval of days; None for other forms, which need a calendar."""
    ends = ["" if end == ".." else end for end in edtf.split("/")]
    if any(end and not _DAY.fullmatch(end) for end in ends) or not any(ends):
        return None
    return ends[0], ends[-1]


# ------------------------------------------------------------------------------------------ types


def _is_number(cell: str) -> bool:
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False


def _is_integer(cell: str) -> bool:
    return bool(re.fullmatch(r"-?\d+", cell))


def _is_day(cell: str) -> bool:
    return bool(_DAY.fullmatch(cell)) and _is_iso(cell)


def _is_local_time(cell: str) -> bool:
    return bool(_LOCAL_TIME.fullmatch(cell)) and _is_iso(cell)


def _is_iso(cell: str) -> bool:
    try:
        dt.datetime.fromisoformat(cell)
    except ValueError:
        return False
    return True


_TYPES: Mapping[str, Callable[[str], bool]] = {
    "string": lambda _: True,
    "integer": _is_integer,
    "number": _is_number,
    "boolean": lambda cell: cell in {"true", "false"},
    "date": _is_day,
    "datetime": _is_local_time,
}
