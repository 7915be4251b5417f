"""Days without a letter, and who was where on them.

A day is silent for certain if no letter is of it and no uncertain date allows one. Where somebody was is
known only for the moments at which a message left from there; between two of them nothing is filled in.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

from corrstats.analysis.cells import Row, TableSet, corpus_of, day_of, make_table, read_cells

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

_SILENCES = {
    "corpus": "category", "after": "text", "before": "text", "first_day": "moment", "last_day": "moment",
    "days": "whole", "may_hold": "text", "certain": "flag", "seen_before": "text", "seen_within": "text",
    "seen_after": "text",
}  # fmt: skip
_DAYS = {
    "corpus": "category", "first_day": "moment", "last_day": "moment", "days": "whole",
    "with_letter": "whole", "may_have": "whole", "silent": "whole", "longest": "whole",
    "longest_certain": "whole",
}  # fmt: skip
_PLACES = {
    "corpus": "category", "person_id": "category", "name": "text", "place": "category", "earliest": "moment",
    "latest": "moment", "letter_id": "text", "zone": "category", "note": "text", "start": "whole",
    "end": "whole",
}  # fmt: skip
_DAY = dt.timedelta(days=1)
_SENT, _ANSWERED = {"sent", "sent-in-code"}, {"reply"}
_ENDS = {"minute": dt.timedelta(0), "hour": dt.timedelta(minutes=59), "day": dt.timedelta(minutes=1439)}


def whereabouts(tables: TableSet) -> pd.DataFrame:
    """Give who was where and when, as far as the dispatch of a message tells, in order of time.

    The first sender was where the letter was sent from, the first recipient where an answer was sent from
    that a note tells of. ``earliest`` to ``latest`` is the printed time, as exact as it is.
    """
    first = _first_names(tables)
    names = {row["person_id"]: row["name"] for row in read_cells(tables["people"])}
    found = []
    for row in read_cells(tables["events"]):
        side = "sender" if row["kind"] in _SENT else "recipient" if row["kind"] in _ANSWERED else ""
        person = first.get((row["letter_id"], side))
        if person and row["place_from"] and row["local_datetime"]:
            found.append(row | _stay(row) | {"person_id": person, "name": names.get(person, person)})
    return make_table(sorted(found, key=lambda one: one["earliest"]), _PLACES)


def silences(letters: pd.DataFrame, places: pd.DataFrame | None = None, *, least: int = 2) -> pd.DataFrame:
    """Give the stretches of ``least`` days or more between letters of known days, in order of time.

    ``may_hold`` names the letters whose uncertain date allows a day of the stretch; it is ``certain`` where
    there are none. With ``places``, the table of ``whereabouts``, ``seen_before``, ``seen_within`` and
    ``seen_after`` say from where messages had last left before the stretch, left within it, and first left
    after it.
    """
    stays = [] if places is None else read_cells(places)
    found = []
    for own in _by_corpus(letters).values():
        open_dates = [row for row in own if _day(row) is None]
        for (one, before), (other, after) in pairwise(_known(own)):
            first, last = one + _DAY, other - _DAY
            if (last - first).days + 1 >= least:
                found.append(
                    _silence(before, after, (first, last), open_dates) | _seen(stays, own, first, last)
                )
    return make_table(found, _SILENCES)


def silent_days(letters: pd.DataFrame) -> pd.DataFrame:
    """Count for each corpus the days from its first letter of a known day to the last, by what is known.

    ``with_letter`` have one, ``may_have`` may by an uncertain date, ``silent`` cannot. ``longest`` is the
    longest stretch without a letter of a known day, ``longest_certain`` that of silent days.
    """
    found = []
    for corpus, own in _by_corpus(letters).items():
        known = [day for day, _ in _known(own)]
        if known:
            days = [known[0] + number * _DAY for number in range((known[-1] - known[0]).days + 1)]
            found.append({"corpus": corpus, **_count_days(days, set(known), own)})
    return make_table(found, _DAYS)


def _count_days(days: list[dt.date], known: set[dt.date], own: list[Row]) -> Row:
    may = {day for day in days if day not in known and any(_allows(row, day, day) for row in own)}
    silent = [day not in known and day not in may for day in days]
    return {
        "first_day": days[0],
        "last_day": days[-1],
        "days": len(days),
        "with_letter": sum(day in known for day in days),
        "may_have": len(may),
        "silent": sum(silent),
        "longest": _longest(day not in known for day in days),
        "longest_certain": _longest(silent),
    }


def _longest(flags: Iterable[bool]) -> int:
    longest = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        longest = max(longest, run)
    return longest


def _by_corpus(letters: pd.DataFrame) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in read_cells(letters):
        found.setdefault(row["corpus"], []).append(row)
    return found


def _day(row: Row) -> dt.date | None:
    """Give the day of a letter, None where it is not known to the day."""
    earliest, latest = day_of(row["date_earliest"]), day_of(row["date_latest"])
    return earliest if earliest == latest else None


def _known(own: list[Row]) -> list[tuple[dt.date, Row]]:
    """Give the letters of known days with these, in order of time."""
    known = [(day, row) for row in own if (day := _day(row)) is not None]
    return sorted(known, key=lambda pair: pair[0])


def _allows(row: Row, first: dt.date, last: dt.date) -> bool:
    """Say whether an uncertain date allows a day of a stretch; one without any bound tells nothing."""
    earliest, latest = day_of(row["date_earliest"]), day_of(row["date_latest"])
    if earliest == latest:
        return False
    return (earliest is None or earliest <= last) and (latest is None or latest >= first)


def _silence(before: Row, after: Row, stretch: tuple[dt.date, dt.date], open_dates: list[Row]) -> Row:
    may_hold = [row["letter_id"].rpartition("/")[2] for row in open_dates if _allows(row, *stretch)]
    return {
        "corpus": before["corpus"],
        "after": before["letter_id"],
        "before": after["letter_id"],
        "first_day": stretch[0],
        "last_day": stretch[1],
        "days": (stretch[1] - stretch[0]).days + 1,
        "may_hold": "; ".join(may_hold) or None,
        "certain": not may_hold,
    }


def _seen(stays: list[Row], own: list[Row], first: dt.date, last: dt.date) -> Row:
    """Tell where each was last seen before a stretch, seen in it, and first seen after it."""
    mine = [stay for stay in stays if stay["corpus"] == own[0]["corpus"]]
    before = {stay["name"]: stay["place"] for stay in mine if stay["latest"].date() < first}
    after = {stay["name"]: stay["place"] for stay in reversed(mine) if stay["earliest"].date() > last}
    within = {f"{stay['name']}: {stay['place']}" for stay in mine if first <= stay["earliest"].date() <= last}
    return {
        "seen_before": _spell(before),
        "seen_within": "; ".join(sorted(within)) or None,
        "seen_after": _spell(after),
    }


def _spell(places: dict[str, str]) -> str | None:
    return "; ".join(f"{name}: {places[name]}" for name in sorted(places)) or None


def _stay(event: Row) -> Row:
    start = dt.datetime.fromisoformat(str(event["local_datetime"]))
    return {
        "corpus": corpus_of(event["letter_id"]),
        "place": event["place_from"],
        "earliest": start,
        "latest": start + _ENDS[event["precision"]],
    }


def _first_names(tables: TableSet) -> dict[tuple[str, str], str]:
    """Give the person named first as sender and as recipient, by letter and role."""
    ordered = sorted(read_cells(tables["correspondents"]), key=lambda row: -row["position"])
    return {(row["letter_id"], row["role"]): row["person_id"] for row in ordered}


def narrow_dates(letters: pd.DataFrame, dated: pd.DataFrame) -> pd.DataFrame:
    """Give letters with the bounds that ``date_letters`` leaves of uncertain dates, others as they are."""
    bounds = {row["letter_id"]: row for row in read_cells(dated)}
    narrowed = letters.copy()
    for name in ("earliest", "latest"):
        narrowed[f"date_{name}"] = [
            bounds[letter_id][name] if letter_id in bounds else old
            for letter_id, old in zip(letters["letter_id"], letters[f"date_{name}"], strict=True)
        ]
    return narrowed
