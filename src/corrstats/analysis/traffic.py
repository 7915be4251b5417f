"""How many messages there were, from the numbers that registers gave to those that are printed.

An office numbers what comes in and what it sends. Promises: nothing is counted as a message that no number
vouches for; every count has bounds. Assumed: a register runs on without gaps or repeats, and a message that
comes in takes one number.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from corrstats.analysis.cells import corpus_of, make_table, read_cells
from corrstats.errors import CorrstatsError

if TYPE_CHECKING:
    from corrstats.analysis.cells import Row, TableSet

INCOMING, OUTGOING = "incoming", "outgoing"
_ALMOST = {
    "minute": pd.Timedelta(0),
    "hour": pd.Timedelta(minutes=59),
    "day": pd.Timedelta(hours=23, minutes=59),
}
_DAY = pd.Timedelta(days=1)


# --- numbers ----------------------------------------------------------------------------------------------


def register_numbers(tables: TableSet) -> pd.DataFrame:
    """Give every number that a register gave to a printed message, register by register in order of numbers.

    An incoming number is of the register of the letter's first recipient, outgoing numbers are of that of its
    first sender. Gives office (person id), register (incoming, outgoing), letter_id, first, last (numbers; a
    long message takes several outgoing ones), earliest, latest (when the message was sent or forwarded, to
    the minute, on the clock that most of the letters keep), start (of the passage in the source). Raises
    CorrstatsError for numbers of several corpora, whose registers are not the same.
    """
    people = first_people(tables["correspondents"])
    rows = [row for event in dated_events(tables["events"]) for row in _numbered(event, people)]
    if len({corpus_of(row["letter_id"]) for row in rows}) > 1:
        raise CorrstatsError("numbers of several corpora are of different registers", advice="choose one")
    return make_table(rows, _NUMBERS).sort_values(
        ["register", "office", "first"], kind="stable", ignore_index=True
    )


_NUMBERS = {
    "office": "text",
    "register": "text",
    "letter_id": "text",
    "first": "whole",
    "last": "whole",
    "earliest": "moment",
    "latest": "moment",
    "start": "whole",
}


def _numbered(event: Row, people: dict[tuple[str, str], str]) -> list[Row]:
    """Give the rows of an event's incoming number and of its outgoing ones."""
    found = []
    for register, role, column in (
        (INCOMING, "recipient", "incoming_number"),
        (OUTGOING, "sender", "outgoing_numbers"),
    ):
        numbers = [int(one) for one in str(event.get(column) or "").split(";") if one.strip().isdigit()]
        if numbers:
            office = people.get((event["letter_id"], role), "")
            span = {"first": min(numbers), "last": max(numbers)}
            found.append({**event, "office": office, "register": register, **span})
    return found


def first_people(correspondents: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Give the person named first as sender and as recipient, by letter and role."""
    ordered = correspondents.sort_values("position", ascending=False, kind="stable")
    return {(row["letter_id"], row["role"]): row["person_id"] for row in read_cells(ordered)}


def dated_events(events: pd.DataFrame) -> list[Row]:
    """Give the dated events with ``earliest`` and ``latest``, on the clock that most of them are read on."""
    rows = [row for row in read_cells(events) if row["local_datetime"] is not None]
    zones = Counter(row["timezone"] for row in rows if row["timezone"])
    common = str(zones.most_common(1)[0][0]) if zones else ""
    for row in rows:
        row["earliest"] = _on_clock(row, common)
        row["latest"] = row["earliest"] + _ALMOST[str(row["precision"])]
    return rows


def _on_clock(event: Row, common: str) -> pd.Timestamp:
    """Give the time of an event on the common clock; as printed where its own is not known."""
    local, utc = pd.Timestamp(event["local_datetime"]), event["utc_datetime"]
    if utc is None or event["timezone"] in {None, common}:
        return local
    return pd.Timestamp(utc).tz_convert(common).tz_localize(None)


def count_messages(numbers: pd.DataFrame) -> pd.DataFrame:
    """Bound how many messages each register counted from its first printed number to its last.

    Gives office, register, first, last, from_day, to_day, days (from first to last), numbers, printed
    (messages with a number), messages_low, messages_high, per_day_low, per_day_high. A message that comes in
    takes one number, so that both bounds are the same; of outgoing ones, each gap holds one message or more,
    and at most one a number.
    """
    return pd.DataFrame([_count(part) for _, part in numbers.groupby(["register", "office"], sort=True)])


def _count(part: pd.DataFrame) -> dict[str, object]:
    office, register = part.iloc[0][["office", "register"]]
    first, last = int(part["first"].min()), int(part["last"].max())
    missing = [after - before - 1 for before, after in _steps(part)]
    high = len(part) + sum(missing)
    low = high if register == INCOMING else len(part) + sum(number > 0 for number in missing)
    days = (part["latest"].max() - part["earliest"].min()) / _DAY
    return {
        "office": office,
        "register": register,
        "first": first,
        "last": last,
        "from_day": part["earliest"].min().normalize(),
        "to_day": part["latest"].max().normalize(),
        "days": round(days, 2),
        "numbers": last - first + 1,
        "printed": len(part),
        "messages_low": low,
        "messages_high": high,
        "per_day_low": round(low / days, 2) if days else math.nan,
        "per_day_high": round(high / days, 2) if days else math.nan,
    }


def _steps(part: pd.DataFrame) -> list[tuple[int, int]]:
    """Give the last number of each message with the first of the next."""
    spans = [(int(first), int(last)) for first, last in zip(part["first"], part["last"], strict=True)]
    return [(before[1], after[0]) for before, after in pairwise(spans)]


def number_gaps(numbers: pd.DataFrame) -> pd.DataFrame:
    """Follow how far the numbers of an office that sends run ahead of those of the one that receives.

    Gives letter_id, earliest, incoming, outgoing_first, outgoing_last, ahead (outgoing_first less incoming),
    ahead_last (outgoing_last less incoming), and since the row before: messages (that came in, this one with
    them), numbers (that the other office gave), beyond_one (numbers beyond one a message: long messages, or
    some that went elsewhere; negative where others sent more).
    """
    both = (
        numbers[numbers["register"] == INCOMING]
        .merge(numbers[numbers["register"] == OUTGOING], on="letter_id", suffixes=("", "_sent"))
        .sort_values("first", kind="stable", ignore_index=True)
    )
    frame = pd.DataFrame(
        {
            "letter_id": both["letter_id"],
            "earliest": both["earliest"],
            "incoming": both["first"],
            "outgoing_first": both["first_sent"],
            "outgoing_last": both["last_sent"],
            "ahead": both["first_sent"] - both["first"],
            "ahead_last": both["last_sent"] - both["first"],
        }
    )
    frame["messages"] = frame["incoming"].diff().astype("Int64")
    frame["numbers"] = frame["outgoing_first"].diff().astype("Int64")
    frame["beyond_one"] = frame["numbers"] - frame["messages"]
    return frame


def missing_numbers(tables: TableSet) -> pd.DataFrame:
    """Give the numbers missing between two printed messages of an office, and the answers told meanwhile.

    Gives office, after, before (letter_ids), from_moment, to_moment, missing (numbers), told (dated answers
    of that office of which only a note tells), unseen_low (missing less told), unseen_high (missing: the
    answers told may have had no number).
    """
    people = first_people(tables["correspondents"])
    replies = [
        (people.get((event["letter_id"], "recipient"), ""), event["earliest"])
        for event in dated_events(tables["events"])
        if event["kind"] == "reply"
    ]
    numbers = register_numbers(tables)
    rows = [
        _silence(before, after, [moment for office, moment in replies if office == before["office"]])
        for _, part in numbers[numbers["register"] == OUTGOING].groupby("office", sort=True)
        for before, after in pairwise(read_cells(part))
        if after["first"] > before["last"] + 1
    ]
    return pd.DataFrame(rows, columns=list(_SILENCE))


_SILENCE = (
    "office", "after", "before", "from_moment", "to_moment", "missing", "told", "unseen_low", "unseen_high",
)  # fmt: skip


def _silence(before: Row, after: Row, replies: list[pd.Timestamp]) -> Row:
    missing = after["first"] - before["last"] - 1
    told = sum(before["latest"] < moment < after["earliest"] for moment in replies)
    values = (
        before["office"],
        before["letter_id"],
        after["letter_id"],
        before["latest"],
        after["earliest"],
        missing,
        told,
        max(0, missing - told),
        missing,
    )
    return dict(zip(_SILENCE, values, strict=True))
