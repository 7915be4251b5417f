"""Letters, dispatches and answers of one correspondence on one clock, ready to be drawn.

Promises: times are put on one common clock, that of the time zone most messages name, through UTC; a message
whose time of day is not known stays a whole day (or hour) and is never given a time; what is left out is
counted.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from corrstats.errors import CorrstatsError
from corrstats.plots.evidence import DATE, evidence_url
from corrstats.plots.wording import rows

if TYPE_CHECKING:
    import pandas as pd

_DISPATCHES = ("sent", "sent-in-code")
_OTHERS = {"sent": "further dispatch", "sent-in-code": "further dispatch", "reply": "further reply",
           "forwarded": "forwarding", "received": "receipt"}  # fmt: skip
_LENGTHS = {"minute": dt.timedelta(0), "hour": dt.timedelta(hours=1), "day": dt.timedelta(days=1)}


@dataclass(frozen=True)
class Message:
    """A letter, or an answer that its note tells of: sent by ``sender`` between ``start`` and ``end``.

    Both ends are the same for a message that is known to the minute. ``number`` is that of the letter itself,
    or of the letter answered where the answer is not ``printed``.
    """

    letter_id: str
    number: str
    sender: str
    start: dt.datetime
    end: dt.datetime
    place: str = ""
    printed: bool = True
    url: str = ""

    @property
    def to_the_minute(self) -> bool:
        """Say whether the time of day is known to the minute."""
        return self.start == self.end


@dataclass(frozen=True)
class Answer:
    """The way from a message to its answer, ``answer`` None where the edition has none with a date."""

    message: Message
    answer: Message | None
    hours_low: float
    hours_high: float | None

    @property
    def exact(self) -> bool:
        """Say whether both ends are known to the minute, and on one clock."""
        timed = self.answer is not None and self.message.to_the_minute and self.answer.to_the_minute
        return timed and self.hours_low == self.hours_high


@dataclass(frozen=True)
class Traffic:
    """The messages of one correspondence in order of time, and which answers which."""

    corpus: str
    clock: str
    messages: tuple[Message, ...]
    answers: tuple[Answer, ...]
    n_letters: int
    not_drawn: Counter[str] = field(default_factory=Counter)

    @property
    def clock_name(self) -> str:
        """Give the clock as one speaks of it: 'Moscow time'."""
        return (
            f"{self.clock.rpartition('/')[2].replace('_', ' ')} time" if self.clock else "the time as printed"
        )

    @property
    def senders(self) -> list[str]:
        """Give the first senders, those of most messages first."""
        return [sender for sender, _ in Counter(one.sender for one in self.messages).most_common()]


def read_traffic(
    letters: pd.DataFrame, correspondents: pd.DataFrame, events: pd.DataFrame, latencies: pd.DataFrame
) -> Traffic:
    """Put the messages of one corpus on one clock; rows of other corpora are passed over."""
    corpus = _only_corpus(letters)
    ids = set(letters["letter_id"])
    own = [row for row in rows(events) if row["letter_id"] in ids]
    clock = _common_clock(own)
    dispatches, replies, not_drawn = _sort_events(own)
    first = _first_names(correspondents)
    numbers = {row["letter_id"]: str(row["number"] or row["ordinal"]) for row in rows(letters)}
    printed = {
        row["letter_id"]: message
        for row in rows(letters)
        if (message := _read_letter(row, dispatches.get(row["letter_id"]), first, clock))
    }
    told = {
        letter_id: replace(
            _read_event(event, first.get((letter_id, "recipient"), ""), numbers[letter_id], clock),
            printed=False,
        )
        for letter_id, event in replies.items()
    }
    not_drawn["letter with an open date"] += len(letters) - len(printed)
    return Traffic(
        corpus=corpus,
        clock=clock,
        messages=tuple(sorted((*printed.values(), *told.values()), key=lambda one: (one.start, one.end))),
        answers=tuple(
            _read_answer(row, printed, told)
            for row in rows(latencies[latencies["leg"] == "sent to reply"])
            if row["letter_id"] in printed
        ),
        n_letters=len(letters),
        not_drawn=not_drawn,
    )


def _only_corpus(letters: pd.DataFrame) -> str:
    corpora = letters["corpus"].unique()
    if not len(corpora):
        return ""
    if len(corpora) != 1:
        raise CorrstatsError(
            f"letters of {len(corpora)} corpora cannot share one drawing",
            advice="choose one: letters[letters.corpus == 'NAME']",
        )
    return str(corpora[0])


def _common_clock(events: list[dict[str, Any]]) -> str:
    """Give the time zone that most events name, empty where none does."""
    zones = Counter(row["timezone"] for row in events if row["timezone"])
    return str(zones.most_common(1)[0][0]) if zones else ""


def _sort_events(
    events: list[dict[str, Any]],
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]], Counter[str]]:
    """Give each letter's dispatch and its dated reply, and count what is neither."""
    dispatches: dict[str, dict[str, Any]] = {}
    replies: dict[str, dict[str, Any]] = {}
    others: Counter[str] = Counter()
    for row in sorted(events, key=lambda row: row["zone"] == "note"):  # the dispatch line before the notes
        kind = "dispatch" if row["kind"] in _DISPATCHES else row["kind"]
        found = {"dispatch": dispatches, "reply": replies}.get(kind)
        if found is None or row["letter_id"] in found:
            others[_OTHERS.get(row["kind"], row["kind"])] += 1
        elif row["local_datetime"] is None:
            others[f"{kind} without a date"] += 1
        else:
            found[row["letter_id"]] = row
    return dispatches, replies, others


def _first_names(correspondents: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Give the person named first as sender and as recipient, by letter and role."""
    ordered = correspondents.sort_values("position", ascending=False, kind="stable")
    return {(row["letter_id"], row["role"]): row["person_id"] for row in rows(ordered)}


def _read_letter(
    row: dict[str, Any], dispatch: dict[str, Any] | None, first: dict[tuple[str, str], str], clock: str
) -> Message | None:
    """Place a letter at its dispatch, else on its day; None for one without a known day."""
    number, sender = str(row["number"] or row["ordinal"]), first.get((row["letter_id"], "sender"), "")
    if dispatch is not None:
        return _read_event(dispatch, sender, number, clock)
    if row["date_earliest"] is None or row["date_latest"] is None:
        return None
    end = row["date_latest"] + _LENGTHS["day"]
    url = evidence_url(row["letter_id"], row=DATE)
    return Message(
        row["letter_id"], number, sender, row["date_earliest"], end, row["place_from"] or "", url=url
    )


def _read_event(row: dict[str, Any], sender: str, number: str, clock: str) -> Message:
    start = _on_clock(row, clock)
    end = start + _LENGTHS[row["precision"]]
    url = evidence_url(row["letter_id"], row.get("start"))
    return Message(row["letter_id"], number, sender, start, end, row["place_from"] or "", url=url)


def _on_clock(row: dict[str, Any], clock: str) -> dt.datetime:
    """Give the time of an event on the common clock; as printed where its own time zone is not known."""
    local, utc = row["local_datetime"], row["utc_datetime"]
    if utc is None or row["timezone"] in {None, clock}:
        return dt.datetime.fromisoformat(str(local))
    aware = dt.datetime.fromisoformat(str(utc)).replace(tzinfo=dt.UTC)
    return aware.astimezone(ZoneInfo(clock)).replace(tzinfo=None)


def _read_answer(row: dict[str, Any], printed: dict[str, Message], told: dict[str, Message]) -> Answer:
    """Join a message to the letter that answers it, or to the answer that its note tells of."""
    answer = printed.get(row["to_letter_id"]) if row["to_letter_id"] else told.get(row["letter_id"])
    low = float(row["hours_low"] or 0)
    high = None if row["hours_high"] is None else float(row["hours_high"])
    return Answer(printed[row["letter_id"]], None if row["status"] == "open" else answer, low, high)
