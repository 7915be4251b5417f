"""Delays between dated things, with their bounds, from facts that are already resolved."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from corrstats.facts import Doubt, Latency
from corrstats.resolve.clocks import local_datetime, to_utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from corrstats.dates import DateRange
    from corrstats.facts import Decision, Event, Facts, LetterFacts, Reference
    from corrstats.resolve.clocks import Zones

F = TypeVar("F", "Event", "Decision", "Reference")
# the one leg that may be negative: a body may have acted before the letter asked
SIGNED = "letter to decision"
_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch in which something happened, ends inclusive to the minute, with the zone of its clock."""

    earliest: dt.datetime | None
    latest: dt.datetime | None
    zone: str
    exact: bool

    def written(self, *, first: bool) -> str:
        """Give an end as text: to the minute, or the day for a whole day."""
        end = self.earliest if first else self.latest
        if end is None:
            return ""
        whole_day = not self.exact and end.time() in {dt.time(0, 0), dt.time(23, 59)}
        return end.date().isoformat() if whole_day else end.isoformat(timespec="minutes")


class End(NamedTuple):
    """One end of a delay: what happened, when, and the letter that it is, where it is one."""

    what: str
    moment: Moment
    letter_id: str = ""


def event_moment(event: Event, zones: Zones) -> Moment | None:
    """Give when an event happened; None for an undated one."""
    local = local_datetime(event)
    zone = zones.of(event.place_from or event.place_to)
    if not local:
        return date_moment(event.date, zone)
    start = dt.datetime.fromisoformat(local)
    if event.precision == "minute":
        return Moment(start, start, zone, exact=True)
    if event.precision == "hour":
        return Moment(start, start + 59 * _MINUTE, zone, exact=False)
    return Moment(start, start.replace(hour=23, minute=59), zone, exact=False)


def date_moment(date: DateRange | None, zone: str = "") -> Moment | None:
    """Give the stretch of a date, from the first minute of its first day to the last of its last."""
    if date is None:
        return None
    start = dt.datetime.combine(date.earliest, dt.time(0, 0)) if date.earliest else None
    end = dt.datetime.combine(date.latest, dt.time(23, 59)) if date.latest else None
    return Moment(start, end, zone, exact=False)


def measure_latencies(facts: Facts, zones: Zones) -> tuple[list[Latency], list[Doubt]]:
    """Measure every leg of every letter; an effect before its cause is no delay but a doubt."""
    rows = _measure(facts, zones)
    against = [one for one in rows if _is_against(one)]
    return [one for one in rows if not _is_against(one)], [_contradiction(one) for one in against]


def _is_against(one: Latency) -> bool:
    """Whether an effect comes before its cause."""
    return one.leg != SIGNED and one.hours_high is not None and one.hours_high < 0


def _contradiction(one: Latency) -> Doubt:
    message = f"{one.to_what} ({one.to_latest}) before {one.from_what} ({one.from_earliest})"
    return Doubt(one.letter_id, "warning", "effect-before-cause", message)


class _Told:
    """The facts of each letter, and the pointers that name it as their target."""

    def __init__(self, facts: Facts) -> None:
        self.dates = {one.letter_id: one.date for one in facts.letters}
        self.events = _by_letter(facts.events)
        self.decisions = _by_letter(facts.decisions)
        self.references = _by_letter(facts.references)
        self.pointing: dict[str, list[Reference]] = defaultdict(list)
        for one in facts.references:
            self.pointing[one.target_letter_id].append(one)


def _by_letter(facts: Iterable[F]) -> dict[str, list[F]]:
    by_letter: dict[str, list[F]] = defaultdict(list)
    for one in facts:
        by_letter[one.at.letter_id].append(one)
    return by_letter


def _measure(facts: Facts, zones: Zones) -> list[Latency]:
    told = _Told(facts)
    rows: list[Latency] = []
    for letter in facts.letters:
        events = told.events[letter.letter_id]
        rows += _writing_to_cipher(letter, events, zones)
        rows += _sent_to_reply(letter, told, zones)
        rows += _sent_to_received(letter, events, zones)
        rows += _acknowledged(letter, told.references[letter.letter_id])
        rows += _to_decision(letter, told.decisions[letter.letter_id])
    return rows


def _of_kind(events: Sequence[Event], *kinds: str) -> Iterator[Event]:
    return (event for event in events if event.kind in kinds)


def _writing_to_cipher(letter: LetterFacts, events: Sequence[Event], zones: Zones) -> list[Latency]:
    rows = []
    for event in _of_kind(events, "sent-in-code"):
        sent, written = event_moment(event, zones), date_moment(letter.date, zones.of(event.place_from))
        if sent and written:
            start, end = End("date on the autograph", written), End("sent in code", sent)
            rows.append(_row(letter.letter_id, "writing to cipher", start, end, cause=True))
    return rows


def _sent_to_reply(letter: LetterFacts, told: _Told, zones: Zones) -> list[Latency]:
    """Measure from dispatch (or the letter's date) to the reply a note tells or the letter that answers."""
    letter_id, leg = letter.letter_id, "sent to reply"
    events = told.events[letter_id]
    start = _start(letter, events, zones)
    if start is None:
        return []
    replies = list(_of_kind(events, "reply"))
    moments = [moment for event in replies if (moment := event_moment(event, zones))]
    if moments:
        return [_row(letter_id, leg, start, End("reply", moments[0]), cause=True)]
    answer = _answering_letter(letter_id, told, zones)
    if answer:
        return [_row(letter_id, leg, start, answer, cause=True)]
    return [_open(letter_id, leg, start)] if replies or start.what == "dispatch" else []


def _start(letter: LetterFacts, events: Sequence[Event], zones: Zones) -> End | None:
    sent = next(_of_kind(events, "sent"), None)
    moment = event_moment(sent, zones) if sent else None
    if moment:
        return End("dispatch", moment)
    written = date_moment(letter.date)
    return End("date of the letter", written) if written else None


def _answering_letter(letter_id: str, told: _Told, zones: Zones) -> End | None:
    """Give the letter that answers another by its number, and when it went out."""
    for reference in told.pointing[letter_id]:
        if reference.kind == "message-by-number":
            answering = reference.at.letter_id
            sent = next(_of_kind(told.events[answering], "sent-in-code", "sent"), None)
            moment = event_moment(sent, zones) if sent else None
            if moment:
                return End("answer sent", moment, answering)
            written = date_moment(told.dates.get(answering))
            return End("date of the answer", written, answering) if written else None
    return None


def _sent_to_received(letter: LetterFacts, events: Sequence[Event], zones: Zones) -> list[Latency]:
    received = next(_of_kind(events, "received"), None)
    end = event_moment(received, zones) if received else None
    start = _start(letter, events, zones)
    if end is None or start is None:
        return []
    return [_row(letter.letter_id, "sent to received", start, End("receipt", end), cause=True)]


def _acknowledged(letter: LetterFacts, references: Sequence[Reference]) -> list[Latency]:
    """Measure from a letter of the other side to the one that says it was received ('your letter of 8/6')."""
    rows = []
    for reference in references:
        if reference.kind != "letter-by-date" or reference.whose != "your":
            continue
        written, end = date_moment(reference.target_date), date_moment(letter.date)
        if written and end:
            start = End(f"letter of {reference.target_date}", written)
            this = End("this letter", end, letter.letter_id)
            rows.append(_row(letter.letter_id, "written to acknowledged", start, this, cause=True))
    return rows


def _to_decision(letter: LetterFacts, decisions: Sequence[Decision]) -> list[Latency]:
    written = date_moment(letter.date)
    if written is None:
        return []
    start = End("date of the letter", written)
    rows = []
    for decision in decisions:
        act = date_moment(decision.date)
        if not decision.repeat and act:
            name = f"{decision.body} in note {decision.at.note}"
            rows.append(_row(letter.letter_id, SIGNED, start, End(name, act)))
    return rows


def _hours(start: dt.datetime | None, end: dt.datetime | None) -> float | None:
    return None if start is None or end is None else round((end - start).total_seconds() / 3600, 4)


def _row(letter_id: str, leg: str, start: End, end: End, *, cause: bool = False) -> Latency:
    """Make a row; ``cause`` says that the end cannot come before the start, so that no delay is negative.

    Between two time zones the delay is a band: from both times on one clock (a railway telegraph on Moscow
    time) to each on the clock of its zone.
    """
    a, b = start.moment, end.moment
    shift = _zone_shift(a, b)
    low, high = _hours(a.latest, b.earliest), _hours(a.earliest, b.latest)
    low = None if low is None else round(min(low, low + shift), 4)
    high = None if high is None else round(max(high, high + shift), 4)
    if cause and (high is None or high >= 0):
        low = max(low or 0.0, 0.0)
    return Latency(
        letter_id=letter_id,
        leg=leg,
        from_what=start.what,
        from_earliest=a.written(first=True),
        from_latest=a.written(first=False),
        to_what=end.what,
        to_letter_id=end.letter_id,
        to_earliest=b.written(first=True),
        to_latest=b.written(first=False),
        hours_low=low,
        hours_high=high,
        status="exact" if a.exact and b.exact and not shift else "interval",
        clock="assumed" if _two_clocks(a, b) else "same",
    )


def _two_clocks(a: Moment, b: Moment) -> bool:
    """Whether two times of day are read on different clocks, or on clocks that are not known to be one."""
    if a.zone and b.zone:
        return a.zone != b.zone
    return a.exact and b.exact


def _zone_shift(a: Moment, b: Moment) -> float:
    """Give the hours to add to the difference of two local times read on different clocks."""
    if not (a.zone and b.zone) or a.zone == b.zone or a.earliest is None or b.earliest is None:
        return 0.0
    start, end = (to_utc(m.earliest.isoformat(timespec="minutes"), m.zone) for m in (a, b) if m.earliest)
    if start is None or end is None:
        return 0.0
    return (end - start).total_seconds() / 3600 - (b.earliest - a.earliest).total_seconds() / 3600


def _open(letter_id: str, leg: str, start: End) -> Latency:
    """Make the row of a delay whose end the edition does not tell: censored."""
    a = start.moment
    return Latency(
        letter_id=letter_id,
        leg=leg,
        from_what=start.what,
        from_earliest=a.written(first=True),
        from_latest=a.written(first=False),
        to_what="",
        to_letter_id="",
        to_earliest="",
        to_latest="",
        hours_low=None,
        hours_high=None,
        status="open",
        clock="same",
    )
