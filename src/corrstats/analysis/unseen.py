"""What share of the messages is printed, and what those that are not printed may do to the results.

Promises: a share has the bounds of both its counts; what an assumption narrows can be had without it; the
unseen are taken at their worst, no message is made up. Weeks begin on Monday, and only numbers between the
first and the last printed one are counted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from corrstats.analysis.cells import make_table, read_cells
from corrstats.analysis.survival import median_interval
from corrstats.analysis.traffic import INCOMING, OUTGOING, dated_events, number_gaps, register_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corrstats.analysis.cells import Row, TableSet

PRINTED, RECKONED, BY_ITS_DAY = "printed", "reckoned", "by its day"

BY_COURIER = frozenset({"letter", "note", "exchange"})  # genres that come by no wire
_DAY = pd.Timedelta(days=1)
_ALMOST_A_DAY = pd.Timedelta(hours=23, minutes=59)
_SHARE = ["printed_low", "printed_high", "share_low", "share_high"]


def message_numbers(tables: TableSet) -> pd.DataFrame:
    """Bound the incoming number of each printed message to the office whose register is printed most.

    Gives letter_id, earliest, latest (when it was sent or forwarded), number_low, number_high (inf where
    nothing bounds it), known: 'printed'; 'reckoned', from its outgoing number, if all that came in was
    numbered by the office that sent it, each message once or more; 'by its day', from the numbers before and
    after, if it had one at all. In order of time. Assumed: numbers rise with the time of dispatch.
    """
    numbers = register_numbers(tables)
    incoming = numbers[numbers["register"] == INCOMING]
    if incoming.empty:
        return make_table([], _COLUMNS)
    office = incoming["office"].mode().iloc[0]
    printed = _printed(incoming[incoming["office"] == office])
    known = pd.concat([printed, _reckoned(numbers, printed)], ignore_index=True)
    others = [row for row in _wired(tables, office) if row["letter_id"] not in set(known["letter_id"])]
    bounded = make_table((row | _by_day(row, known) for row in others), _COLUMNS)
    found = pd.concat([known, bounded], ignore_index=True)
    return found.sort_values(["earliest", "latest"], kind="stable", ignore_index=True)


_MESSAGE = ["letter_id", "earliest", "latest"]
_COLUMNS = {
    "letter_id": "text",
    "earliest": "moment",
    "latest": "moment",
    "number_low": "number",
    "number_high": "number",
    "known": "text",
}


def _printed(incoming: pd.DataFrame) -> pd.DataFrame:
    rows = [
        row | {"number_low": row["first"], "number_high": row["last"], "known": PRINTED}
        for row in read_cells(incoming)
    ]
    return make_table(rows, _COLUMNS)


def _reckoned(numbers: pd.DataFrame, printed: pd.DataFrame) -> pd.DataFrame:
    """Bound the incoming numbers of messages of which only the outgoing ones are printed.

    Between two messages there came in at most as many as there were outgoing numbers.
    """
    sent = numbers[numbers["register"] == OUTGOING]
    with_number = sent["letter_id"].isin(printed["letter_id"])
    own = sent[sent["office"].isin(sent[with_number]["office"]) & ~with_number]
    pairs = sorted(read_cells(number_gaps(numbers)), key=lambda pair: int(pair["outgoing_first"]))
    rows = []
    for message in read_cells(own):
        before = [pair for pair in pairs if pair["outgoing_last"] < message["first"]]
        after = [pair for pair in pairs if pair["outgoing_first"] > message["last"]]
        if before and after:
            low, high = _between(message, before[-1], after[0])
            rows.append(message | {"number_low": low, "number_high": high, "known": RECKONED})
    return make_table(rows, _COLUMNS)


def _between(message: Row, before: Row, after: Row) -> tuple[int, int]:
    low = max(before["incoming"] + 1, after["incoming"] - (after["outgoing_first"] - message["last"]))
    high = min(after["incoming"] - 1, before["incoming"] + message["first"] - before["outgoing_last"])
    return low, high


def _wired(tables: TableSet, office: str) -> list[Row]:
    """Give the printed messages to an office that came by wire, and when they were sent."""
    correspondents = tables["correspondents"]
    to_office = (correspondents["role"] == "recipient") & (correspondents["person_id"] == office)
    letters = set(correspondents[to_office]["letter_id"])
    sent = {
        row["letter_id"]: row for row in reversed(dated_events(tables["events"])) if row["kind"] == "sent"
    }
    rows = [
        sent.get(
            row["letter_id"], row | {"earliest": row["date_earliest"], "latest": _end_of(row["date_latest"])}
        )
        for row in read_cells(tables["letters"])
        if row["letter_id"] in letters and row["genre"] not in BY_COURIER
    ]
    return [row for row in rows if row["earliest"] is not None and row["latest"] is not None]


def _end_of(day: pd.Timestamp | None) -> pd.Timestamp | None:
    return None if day is None else day + _ALMOST_A_DAY


def _by_day(row: Row, known: pd.DataFrame) -> Row:
    """Bound a number by the messages that were surely sent before and after."""
    before = known.loc[known["latest"] < row["earliest"], "number_low"]
    after = known.loc[known["earliest"] > row["latest"], "number_high"]
    low = before.max() + 1 if len(before) else 1.0
    high = after.min() - 1 if len(after) else math.inf
    return {"number_low": low, "number_high": high, "known": BY_ITS_DAY}


def without_reckoning(messages: pd.DataFrame) -> pd.DataFrame:
    """Give the messages of ``message_numbers`` with bounds that rest on no outgoing number."""
    printed = messages[messages["known"] == PRINTED]
    others = messages[messages["known"] != PRINTED]
    bounded = make_table((row | _by_day(row, printed) for row in read_cells(others)), _COLUMNS)
    found = pd.concat([printed, bounded], ignore_index=True)
    return found.sort_values(["earliest", "latest"], kind="stable", ignore_index=True)


# --- shares -----------------------------------------------------------------------------------------------


def traffic_spells(messages: pd.DataFrame) -> pd.DataFrame:
    """Give the messages that came in from one printed number to the next, and how many of them are printed.

    ``messages`` as from ``message_numbers`` or ``without_reckoning``. Gives after, until (letter_ids),
    from_moment, to_moment, days, messages (that of ``until`` with them), per_day, printed_low, printed_high
    (those that may have had one of the numbers between count), share_low, share_high.
    """
    numbered = messages[messages["known"] == PRINTED].sort_values("number_low", kind="stable")
    rows = [_spell(before, after, messages) for before, after in pairwise(read_cells(numbered))]
    columns = ["after", "until", "from_moment", "to_moment", "days", "messages", "per_day", *_SHARE]
    return pd.DataFrame(rows, columns=columns)


def _spell(before: Row, after: Row, messages: pd.DataFrame) -> Row:
    first, last = before["number_low"], after["number_low"]
    inside = messages[(messages["number_low"] > first) & (messages["number_high"] <= last)]
    sure = int((inside["known"] != BY_ITS_DAY).sum())
    perhaps = messages[
        (messages["known"] == BY_ITS_DAY)
        & (messages["number_low"] < last)
        & (messages["number_high"] > first)
    ]
    days = (after["earliest"] - before["earliest"]) / _DAY
    count = int(last - first)
    return {
        "after": before["letter_id"],
        "until": after["letter_id"],
        "from_moment": before["earliest"],
        "to_moment": after["earliest"],
        "days": round(days, 2),
        "messages": count,
        "per_day": round(count / days, 2) if days else math.nan,
        **_share(Bounds(count, count), Bounds(sure, min(count, sure + len(perhaps)))),
    }


@dataclass(frozen=True)
class Bounds:
    """The least and the greatest that a count can be."""

    low: int
    high: int


def _share(messages: Bounds, printed: Bounds) -> Row:
    """Bound the share of messages that is printed; missing where there can be none."""
    if not messages.high:
        return dict(zip(_SHARE, (printed.low, printed.high, math.nan, math.nan), strict=True))
    most = min(1.0, printed.high / messages.low) if messages.low else float(printed.high > 0)
    shares = (round(printed.low / messages.high, 4), round(most, 4))
    return dict(zip(_SHARE, (printed.low, printed.high, *shares), strict=True))


def whole_traffic(messages: pd.DataFrame) -> pd.DataFrame:
    """Give in one row how many messages came in from the first printed number to the last, and are unseen.

    Gives from_moment, to_moment, messages, printed_low, printed_high, share_low, share_high, unseen_low,
    unseen_high.
    """
    spells = traffic_spells(messages)
    if spells.empty:
        return pd.DataFrame(columns=["from_moment", "to_moment", "messages", *_SHARE, *_UNSEEN])
    count = int(spells["messages"].sum()) + 1
    printed = Bounds(int(spells["printed_low"].sum()) + 1, int(spells["printed_high"].sum()) + 1)
    row = {
        "from_moment": spells["from_moment"].min(),
        "to_moment": spells["to_moment"].max(),
        "messages": count,
        **_share(Bounds(count, count), printed),
        **dict(zip(_UNSEEN, (count - printed.high, count - printed.low), strict=True)),
    }
    return pd.DataFrame([row])


_UNSEEN = ("unseen_low", "unseen_high")


def weekly_shares(messages: pd.DataFrame) -> pd.DataFrame:
    """Bound for each week how many messages came in, and what share of them is printed.

    A message counts for the week in which it was sent. Gives week (its Monday), messages_low, messages_high,
    printed_low, printed_high, share_low, share_high.
    """
    known = messages[messages["known"] != BY_ITS_DAY].sort_values("number_low", kind="stable")
    columns = ["week", "messages_low", "messages_high", *_SHARE]
    if known.empty:
        return pd.DataFrame(columns=columns)
    first, last = (_monday(moment) for moment in (known["earliest"].min(), known["latest"].max()))
    weeks = pd.date_range(first, last, freq="7D")
    return pd.DataFrame([_week(week, known, messages) for week in weeks], columns=columns)


def _monday(moment: pd.Timestamp) -> pd.Timestamp:
    return moment.normalize() - pd.Timedelta(days=moment.weekday())


def _week(week: pd.Timestamp, known: pd.DataFrame, messages: pd.DataFrame) -> Row:
    end = week + 7 * _DAY
    inside = known[(known["earliest"] >= week) & (known["latest"] < end)]
    before, after = known[known["latest"] < week], known[known["earliest"] >= end]
    low = inside["number_low"].max() - inside["number_high"].min() + 1 if len(inside) else 0
    start = before["number_low"].max() if len(before) else known["number_low"].min() - 1
    stop = after["number_high"].min() - 1 if len(after) else known["number_high"].max()
    count = Bounds(max(int(low), len(inside)), int(stop - start))
    perhaps = messages[
        (messages["known"] == BY_ITS_DAY)
        & (messages["earliest"] < end)
        & (messages["latest"] >= week)
        & (messages["number_low"] <= stop)
        & (messages["number_high"] > start)
    ]
    printed = Bounds(len(inside), min(count.high, len(inside) + len(perhaps)))
    counts = {"week": week, "messages_low": count.low, "messages_high": count.high}
    return counts | _share(count, printed)


# --- what the unseen may do -------------------------------------------------------------------------------


def median_if_unseen(delays: pd.DataFrame, unseen: Iterable[int]) -> pd.DataFrame:
    """Bound the median delay for each number of unseen delays, if these are as short or as long as can be.

    ``delays`` as from ``answer_delays``. Gives unseen, n (seen and unseen), median_low, median_high (inf
    where nothing bounds it), in hours.
    """
    rows = []
    for more in unseen:
        low = median_interval([*delays["hours_low"], *[0.0] * more])
        high = median_interval([*delays["hours_high"], *[math.inf] * more])
        rows.append({"unseen": more, "n": low.n, "median_low": low.median, "median_high": high.median})
    return pd.DataFrame(rows, columns=["unseen", "n", "median_low", "median_high"]).round(4)
