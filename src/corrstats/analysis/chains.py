"""From message to answer to act: both delays of each chain, and which of its links the edition does not tell.

A chain begins with a letter that waits for an answer (leg 'sent to reply' of ``latencies``) or whose notes
tell of an act on its day or later. The answer is that of ``latencies``; the act is the first of the letter's
notes, or of the answering letter's, that is not before the day of the message. Acts are known to the day.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from corrstats.analysis.cells import Row, TableSet, corpus_of, make_table, read_cells
from corrstats.analysis.decisions import Bounds, bounds_of, days_between, decision_delays

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

_CHAINS = {
    "corpus": "category", "letter_id": "text", "asked_earliest": "moment", "asked_latest": "moment",
    "answer_letter_id": "text", "answer_earliest": "moment", "answer_latest": "moment",
    "hours_low": "number", "hours_high": "number", "note": "text", "body": "category", "action": "text",
    "act_earliest": "moment", "act_latest": "moment", "days_low": "whole", "days_high": "whole",
    "told": "category", "start": "whole", "end": "whole",
}  # fmt: skip
_JOINT = {
    "corpus": "category", "moment": "moment", "answers": "whole", "letter_ids": "text", "leaves": "text",
    "one_leaf": "flag",
}  # fmt: skip


def decision_chains(tables: TableSet) -> pd.DataFrame:
    """Give the chains of those corpora whose edition tells of answers, in the order of the letters.

    ``hours_low`` and ``hours_high`` lead from message to answer, ``days_low`` and ``days_high`` from the day
    of the answer to the day of the act, or from that of the message where no answer is told. ``told`` says
    which links there are: answer and act, answer only, act only, neither. Moments are those of the clock that
    the source names; day-long ones reach from the first minute of a day to its last.
    """
    waits = {
        row["letter_id"]: row for row in read_cells(tables["latencies"]) if row["leg"] == "sent to reply"
    }
    corpora = {corpus_of(letter_id) for letter_id in waits}
    acts = read_cells(decision_delays(tables))
    found = []
    for letter in read_cells(tables["letters"]):
        if corpus_of(letter["letter_id"]) in corpora:
            chain = _chain(letter, waits.get(letter["letter_id"]), acts)
            if chain["told"] != "neither" or letter["letter_id"] in waits:
                found.append(chain)
    return make_table(found, _CHAINS)


def _chain(letter: Row, wait: Row | None, acts: list[Row]) -> Row:
    asked = _asked(letter, wait)
    answer = (_moment(wait, "to_earliest"), _moment(wait, "to_latest", last=True)) if wait else (None, None)
    answering = wait["to_letter_id"] if wait else None
    act = _first_act({letter["letter_id"], answering}, asked[0], acts)
    start = _days(answer) if answer[0] else _days(asked)
    low, high = days_between(start, bounds_of(act, "act")) if act else (None, None)
    return (act or {}) | {
        "corpus": corpus_of(letter["letter_id"]),
        "letter_id": letter["letter_id"],
        "asked_earliest": asked[0],
        "asked_latest": asked[1],
        "answer_letter_id": answering,
        "answer_earliest": answer[0],
        "answer_latest": answer[1],
        "hours_low": wait and wait["hours_low"],
        "hours_high": wait and wait["hours_high"],
        "days_low": low,
        "days_high": high,
        "told": _told(answer=answer[0] is not None, act=act is not None),
    }


def _asked(letter: Row, wait: Row | None) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Give when a message was sent, else between which days it was written."""
    if wait:
        return _moment(wait, "from_earliest"), _moment(wait, "from_latest", last=True)
    earliest, latest = bounds_of(letter, "date")
    return (
        None if earliest is None else dt.datetime.combine(earliest, dt.time()),
        None if latest is None else dt.datetime.combine(latest, dt.time(23, 59)),
    )


def _moment(wait: Row, name: str, *, last: bool = False) -> dt.datetime | None:
    """Read a bound of a delay; a day alone is its first minute, or its last."""
    text = wait[name]
    if text is None:
        return None
    moment = dt.datetime.fromisoformat(text)
    whole_day = len(text) == len("1934-10-02")
    return moment.replace(hour=23, minute=59) if last and whole_day else moment


def _days(moments: tuple[dt.datetime | None, dt.datetime | None]) -> Bounds:
    first, last = moments
    return Bounds(None if first is None else first.date(), None if last is None else last.date())


def _first_act(letters: set[str | None], asked: dt.datetime | None, acts: list[Row]) -> Row | None:
    """Give the first act of these letters' notes that is not before the day of the message."""
    later = [
        act
        for act in acts
        if act["letter_id"] in letters and asked is not None and act["act_earliest"].date() >= asked.date()
    ]
    return min(later, key=lambda act: act["act_earliest"], default=None)


def _told(*, answer: bool, act: bool) -> str:
    if answer:
        return "answer and act" if act else "answer only"
    return "act only" if act else "neither"


def joint_answers(tables: TableSet) -> pd.DataFrame:
    """Give the minutes at which more than one answer left, with the letters and the leaves they are filed on.

    ``one_leaf`` is whether the notes that tell the answers cite one and the same leaf: then they are one
    paper of one sitting, and no two observations.
    """
    by_minute: dict[tuple[str, str], list[Row]] = {}
    for row in read_cells(tables["events"]):
        if row["kind"] == "reply" and row["precision"] == "minute":
            moment = (corpus_of(row["letter_id"]), str(row["local_datetime"]))
            by_minute.setdefault(moment, []).append(row)
    refs = read_cells(tables["archive_refs"])
    joint = {moment: rows for moment, rows in by_minute.items() if len(rows) > 1}
    return make_table((_joint(moment, rows, refs) for moment, rows in joint.items()), _JOINT)


def _joint(moment: tuple[str, str], answers: list[Row], refs: list[Row]) -> Row:
    leaves = [_leaf(answer, refs) for answer in answers]
    return {
        "corpus": moment[0],
        "moment": dt.datetime.fromisoformat(moment[1]),
        "answers": len(answers),
        "letter_ids": _list(answer["letter_id"] for answer in answers),
        "leaves": _list(leaf or "none" for leaf in leaves),
        "one_leaf": None not in leaves and len(set(leaves)) == 1,
    }


def _leaf(answer: Row, refs: list[Row]) -> str | None:
    """Give the leaf that the note cites next after it tells of an answer."""
    after = [
        ref
        for ref in refs
        if (ref["letter_id"], ref["note"]) == (answer["letter_id"], answer["note"])
        and ref["start"] >= answer["start"]
    ]
    ref = min(after, key=lambda ref: ref["start"], default=None)
    return None if ref is None else "/".join(str(ref[name]) for name in ("fond", "opis", "delo", "listy"))


def _list(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(parts))
