"""Grain in poods and tonnes: what is procured, planned, exported, bought and owed, and how figures compare.

Every amount keeps its two bounds; nothing is averaged. A ratio of two amounts runs from the lower over the
higher to the higher over the lower. What a mended figure would be without the mend is read from the tables of
the same text parsed with ``emend=False``.
"""

from __future__ import annotations

import calendar
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from corrstats.analysis.cells import Row, TableSet, corpus_of, make_table, read_cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_KEYS = {
    "corpus": "category", "letter_id": "text", "zone": "category", "note": "text", "verbatim": "text",
}  # fmt: skip
_PLACE = {"start": "whole", "end": "whole"}
_ABOUT = {
    "commodity": "category", "measure": "category", "region": "text", "period": "text", "when": "text",
}  # fmt: skip
_FIGURES = _KEYS | _ABOUT | {
    "poods_low": "number", "poods_high": "number", "tonnes_low": "number", "tonnes_high": "number",
    "approximate": "flag", "bound": "category", "emended": "flag", "emendation": "text",
    "date_earliest": "moment", "date_latest": "moment",
} | _PLACE  # fmt: skip
_PER_DAY = _KEYS | _ABOUT | {
    "days": "whole", "poods_low": "number", "poods_high": "number", "a_day_low": "number",
    "a_day_high": "number", "tonnes_a_day_low": "number", "tonnes_a_day_high": "number", "emended": "flag",
} | _PLACE  # fmt: skip
_SHARES = _KEYS | _ABOUT | {
    "unit": "category", "low": "number", "high": "number", "against": "category", "other": "text",
    "other_low": "number", "other_high": "number", "percent_low": "number", "percent_high": "number",
    "emended": "flag",
} | _PLACE  # fmt: skip
_REFUSED = _KEYS | {
    "unit": "category", "commodity": "category", "measure": "category", "low": "number", "high": "number",
    "refused_low": "number", "refused_high": "number", "times_low": "number", "times_high": "number",
    "emendation": "text",
} | _PLACE  # fmt: skip
KILOGRAMS_A_TONNE = 1000
_NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(),  # noqa: SIM905  as one reads it
        start=1,
    )
}
_DAYS_OF = {"day": 1, "week": 7}
# 'these six weeks', 'the last five-day period', 'last five days'
_SPAN = re.compile(r"(?P<number>\d+|[a-z]+)[\s-](?P<unit>day|week)s?\b")
_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_MONTH = re.compile(rf"(?P<month>{'|'.join(_MONTHS)})(?:\s+(?P<year>\d{{4}}))?")
_LAST = re.compile(r"\blast\b")
_WANTED = ("plan", "target")
_FLOWS = ("procured", "export", "purchase", "daily shipment")  # what happens in a time


def grain_figures(tables: TableSet) -> pd.DataFrame:
    """Give every amount in poods and in tonnes, in reading order, with the bounds of its letter's date.

    ``region`` and ``period`` are those that the sentence names, missing where it names none. ``when`` is the
    period with its month's year, which is the letter's or, for 'last year', the one before it; a month beside
    a plan is left out, since it may as well be that of the plan's approval.
    """
    poods = [row for row in _amounts(tables) if row["unit"] == "pood"]
    return make_table((_figure(row) for row in poods), _FIGURES)


def grain_per_day(tables: TableSet) -> pd.DataFrame:
    """Give the amounts in poods that name how many days they are for, with what that is a day.

    Days are read from ``when`` ('these six weeks', 'the last five-day period', a month) of what is procured,
    exported or bought, and are one for a daily shipment.
    """
    figures = read_cells(grain_figures(tables))
    counted = [row | {"days": days} for row in figures if (days := _days(row))]
    return make_table((_a_day(row) for row in counted), _PER_DAY)


def plan_and_fulfilment(tables: TableSet) -> pd.DataFrame:
    """Give the amounts that can be held against a plan or against the time before, in percent of that.

    Three rules, and ``against`` says which: plan, an amount in percent that measures what is procured is a
    share of its plan; plan or target, an amount that is neither stands beside one in the same passage, unit
    and commodity; before, an amount is followed by another of the same measure and unit whose period names
    what is last. ``emended`` is true where either amount rests on a mended reading.
    """
    amounts = _amounts(tables)
    shares: list[Row] = [
        _of_plan(row) for row in amounts if row["unit"] == "percent" and row["measure"] == "procured"
    ]
    shares += [_share(row, wanted, wanted["measure"]) for row, wanted in _wanted(amounts)]
    shares += [_share(row, before, "before") for row, before in _before(amounts)]
    return make_table(sorted(shares, key=_order), _SHARES)


def refused_readings(tables: TableSet, refused: TableSet) -> pd.DataFrame:
    """Give every mended amount with what the printed digits would mean, in reading order.

    ``refused`` are the tables of the same text parsed with ``emend=False``. ``times_low`` and ``times_high``
    say how many times as large the refused reading is; missing, with it, where it is no amount at all.
    """
    plain = {(row["letter_id"], row["start"]): row for row in read_cells(refused["quantities"])}
    mended = [row for row in read_cells(tables["quantities"]) if row["emended"]]
    return make_table((_refuse(row, plain.get((row["letter_id"], row["start"]))) for row in mended), _REFUSED)


def share_of(part: tuple[float, float], whole: tuple[float, float]) -> tuple[float, float]:
    """Give the least and the most that one amount is of another, in percent.

    >>> share_of((18.0, 18.0), (30.0, 36.0))
    (50.0, 60.0)
    """
    return 100 * part[0] / whole[1], 100 * part[1] / whole[0]


def whole_from_rest(rest: float, percent_done: float) -> float:
    """Give the whole of which a rest is still to do when so many percent are done.

    >>> whole_from_rest(20.0, 90.0)
    200.0
    """
    return rest * 100 / (100 - percent_done)


def count_days(when: str | None) -> int | None:
    """Count the days that a period names; None where it names no number of them.

    >>> count_days("these six weeks"), count_days("the last five-day period"), count_days("this year")
    (42, 5, None)
    >>> count_days("September 1933"), count_days("February 1932"), count_days("February")
    (30, 29, None)
    """
    if span := _SPAN.search(when or ""):
        number = _NUMBERS.get(span["number"]) or (int(span["number"]) if span["number"].isdecimal() else 0)
        return number * _DAYS_OF[span["unit"]] or None
    month = _MONTH.search(when or "")
    if month is None or month["year"] is None:
        return None
    return calendar.monthrange(int(month["year"]), _MONTHS[month["month"]])[1]


def spell_period(period: str | None, year: int | None) -> str | None:
    """Spell a period with the year of its month, where the year in which it is told is known.

    >>> (
    ...     spell_period("September last year", 1934),
    ...     spell_period("September", 1934),
    ...     spell_period("May 1931", 1934),
    ... )
    ('September 1933', 'September 1934', 'May 1931')
    >>> spell_period("these six weeks", 1930), spell_period("September", None)
    ('these six weeks', 'September')
    """
    month = _MONTH.search(period or "")
    if month is None or month["year"] or year is None:
        return period
    return f"{month['month']} {year - bool(_LAST.search(period or ''))}"


# --- rows -------------------------------------------------------------------------------------------------


def _amounts(tables: TableSet) -> list[Row]:
    """Give the amounts with their corpus, the date of their letter, and when they are of."""
    letters = {row["letter_id"]: row for row in read_cells(tables["letters"])}
    return [_place_amount(row, letters[row["letter_id"]]) for row in read_cells(tables["quantities"])]


def _place_amount(row: Row, letter: Row) -> Row:
    written = letter["date_latest"] or letter["date_earliest"]
    when = spell_period(row["period"], written.year if written else None)
    dates = {name: letter[name] for name in ("date_earliest", "date_latest")}
    beside_plan = row["measure"] not in _FLOWS and _MONTH.search(when or "")
    return row | dates | {"corpus": corpus_of(row["letter_id"]), "when": None if beside_plan else when}


def _figure(row: Row) -> Row:
    return row | {
        "poods_low": row["low"],
        "poods_high": row["high"],
        "tonnes_low": row["si_low"] / KILOGRAMS_A_TONNE,
        "tonnes_high": row["si_high"] / KILOGRAMS_A_TONNE,
    }


def _days(row: Row) -> int | None:
    if row["measure"] == "daily shipment":
        return 1
    return count_days(row["when"]) if row["measure"] in _FLOWS else None


def _a_day(row: Row) -> Row:
    days = row["days"]
    return row | {
        "a_day_low": row["poods_low"] / days,
        "a_day_high": row["poods_high"] / days,
        "tonnes_a_day_low": row["tonnes_low"] / days,
        "tonnes_a_day_high": row["tonnes_high"] / days,
    }


def _of_plan(row: Row) -> Row:
    return row | {
        "against": "plan",
        "percent_low": row["low"],
        "percent_high": row["high"],
    }


def _share(row: Row, other: Row, against: str) -> Row:
    low, high = share_of((row["low"], row["high"]), (other["low"], other["high"]))
    return row | {
        "against": against,
        "other": other["verbatim"],
        "other_low": other["low"],
        "other_high": other["high"],
        "percent_low": low,
        "percent_high": high,
        "emended": row["emended"] or other["emended"],
    }


def _wanted(amounts: list[Row]) -> list[tuple[Row, Row]]:
    """Pair what is with what was wanted of it: same passage, unit and commodity."""
    return [
        (row, wanted)
        for row in amounts
        for wanted in amounts
        if row["measure"] not in {*_WANTED, "plan increase", "remaining"}
        and wanted["measure"] in _WANTED
        and row["commodity"] is not None
        and _subject(row) == _subject(wanted)
    ]


def _subject(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in ("letter_id", "zone", "note", "unit", "commodity"))


def _before(amounts: list[Row]) -> list[tuple[Row, Row]]:
    """Pair each amount with the one after it, where that is told as the last one of the same measure."""
    return [
        (row, other)
        for row, other in pairwise(amounts)
        if _subject(row) == _subject(other)
        and row["measure"] == other["measure"] != "other"
        and _LAST.search(other["period"] or "")
    ]


def _order(share: Mapping[str, Any]) -> tuple[str, int]:
    return share["corpus"], int(share["start"])


def _refuse(row: Row, plain: Row | None) -> Row:
    low, high = (plain["low"], plain["high"]) if plain and plain["unit"] == row["unit"] else (None, None)
    return row | {
        "corpus": corpus_of(row["letter_id"]),
        "refused_low": low,
        "refused_high": high,
        "times_low": low and low / row["high"],
        "times_high": high and high / row["low"],
    }
