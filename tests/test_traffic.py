"""What registers tell of messages that are not printed, held against invented traffic known in full."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corrstats.analysis.traffic import count_messages, missing_numbers, number_gaps, register_numbers
from corrstats.analysis.unseen import (
    median_if_unseen,
    message_numbers,
    traffic_spells,
    weekly_shares,
    whole_traffic,
    without_reckoning,
)
from corrstats.errors import CorrstatsError
from corrstats.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Hashable

# letter, kind, zone, local time, precision, outgoing numbers, incoming number
EVENTS: tuple[tuple[Any, ...], ...] = (
    ("w/1", "sent", "header", "1934-10-01T08:00", "minute", "20;21", "10"),
    ("w/2", "sent", "header", "1934-10-03T08:00", "minute", "22", "11"),
    ("w/2", "reply", "note", "1934-10-03T20:00", "minute", None, None),
    ("w/3", "sent-in-code", "note", "1934-10-03T12:00", "minute", "5", None),
    ("w/4", "sent", "header", "1934-10-05T07:00", "minute", None, None),
    ("w/4", "forwarded", "note", "1934-10-05", "day", "24", None),
    ("w/5", "sent", "header", "1934-10-08T08:00", "hour", None, None),
    ("w/6", "sent-in-code", "note", "1934-10-08T12:00", "minute", "8", None),
    ("w/7", "sent", "header", "1934-10-12T08:00", "minute", "30", "18"),
)
GENRES = {f"w/{number}": "cipher telegram" for number in range(1, 8)} | {"w/8": "letter"}
DAYS = {"w/1": 1, "w/2": 3, "w/3": 3, "w/4": 5, "w/5": 8, "w/6": 8, "w/7": 12, "w/8": 6}
SOUTH = ("w/3", "w/6")


def make_tables(events: tuple[tuple[Any, ...], ...] = EVENTS) -> Tables:
    """Make the tables of letters between anna-b in the south and carl-d: his come in, hers go out."""
    columns = [
        "letter_id",
        "kind",
        "zone",
        "local_datetime",
        "precision",
        "outgoing_numbers",
        "incoming_number",
    ]
    table = pd.DataFrame(list(events), columns=columns)
    table["local_datetime"] = pd.to_datetime(table["local_datetime"], format="ISO8601")
    table = table.assign(timezone="Europe/Moscow", utc_datetime=None, start=range(len(table)))
    letters = pd.DataFrame({"letter_id": list(GENRES), "genre": list(GENRES.values())})
    days = pd.to_datetime([f"1934-10-{DAYS[one]:02}" for one in GENRES])
    return make_set(letters.assign(date_earliest=days, date_latest=days), table, SOUTH)


def make_set(letters: pd.DataFrame, events: pd.DataFrame, south: tuple[str, ...]) -> Tables:
    """Make tables of letters and events with correspondents, those of the south by anna-b."""
    people = [
        {"letter_id": letter_id, "role": role, "position": 1, "person_id": person}
        for letter_id in letters["letter_id"]
        for role, person in zip(
            ("sender", "recipient"),
            ("anna-b", "carl-d") if letter_id in south else ("carl-d", "anna-b"),
            strict=True,
        )
    ]
    return Tables({"letters": letters, "events": events, "correspondents": pd.DataFrame(people)})


def cells(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Give some columns row by row."""
    return [tuple(row) for row in frame[list(columns)].itertuples(index=False)]


# --- numbers ----------------------------------------------------------------------------------------------


def test_a_number_is_of_the_register_of_who_sends_or_receives() -> None:
    numbers = register_numbers(make_tables())
    assert cells(numbers, "office", "register", "letter_id", "first", "last") == [
        ("anna-b", "incoming", "w/1", 10, 10),
        ("anna-b", "incoming", "w/2", 11, 11),
        ("anna-b", "incoming", "w/7", 18, 18),
        ("anna-b", "outgoing", "w/3", 5, 5),
        ("anna-b", "outgoing", "w/6", 8, 8),
        ("carl-d", "outgoing", "w/1", 20, 21),
        ("carl-d", "outgoing", "w/2", 22, 22),
        ("carl-d", "outgoing", "w/4", 24, 24),
        ("carl-d", "outgoing", "w/7", 30, 30),
    ]
    assert numbers["start"].tolist() == [0, 1, 8, 3, 7, 0, 1, 5, 8]


def test_a_time_of_day_that_is_not_known_stays_the_day() -> None:
    numbers = register_numbers(make_tables())
    fourth = numbers[numbers["letter_id"] == "w/4"]
    assert cells(fourth, "earliest", "latest") == [
        (pd.Timestamp("1934-10-05"), pd.Timestamp("1934-10-05T23:59"))
    ]


def test_a_time_of_another_zone_is_put_on_the_clock_of_most() -> None:
    tables = make_tables()
    events = tables["events"]
    events.loc[1, ["timezone", "utc_datetime"]] = ["Asia/Novosibirsk", "1934-10-03T01:00Z"]
    numbers = register_numbers(tables)
    assert set(numbers.loc[numbers["letter_id"] == "w/2", "earliest"]) == {pd.Timestamp("1934-10-03T04:00")}


def test_registers_of_two_corpora_are_not_one() -> None:
    tables = make_tables((*EVENTS, ("x/1", "sent", "header", "1912-10-01T08:00", "minute", "1", "1")))
    with pytest.raises(CorrstatsError, match="numbers of several corpora"):
        register_numbers(tables)


def test_messages_are_counted_with_bounds() -> None:
    counts = count_messages(register_numbers(make_tables()))
    assert cells(counts, "register", "office", "numbers", "printed", "messages_low", "messages_high") == [
        ("incoming", "anna-b", 9, 3, 9, 9),
        ("outgoing", "anna-b", 4, 2, 3, 4),
        ("outgoing", "carl-d", 11, 4, 6, 10),
    ]
    assert counts.loc[0, "days"] == 11
    assert counts.loc[0, "per_day_low"] == pytest.approx(9 / 11, abs=0.005)


def test_numbers_beyond_one_a_message_add_up_between_registers() -> None:
    gaps = number_gaps(register_numbers(make_tables()))
    assert cells(gaps, "letter_id", "ahead") == [("w/1", 10), ("w/2", 11), ("w/7", 12)]
    assert gaps["ahead_last"].tolist() == (gaps["outgoing_last"] - gaps["incoming"]).tolist()
    assert (gaps["ahead_last"] >= gaps["ahead"]).all()
    assert gaps["beyond_one"].tolist()[1:] == [1, 1]


def test_answers_that_a_note_tells_of_may_have_the_missing_numbers() -> None:
    missing = missing_numbers(make_tables())
    south = missing[missing["office"] == "anna-b"]
    assert cells(south, "after", "before", "missing", "told", "unseen_low", "unseen_high") == [
        ("w/3", "w/6", 2, 1, 1, 2)
    ]
    other = missing[missing["office"] == "carl-d"]
    assert cells(other, "missing", "told") == [(1, 0), (5, 0)]


# --- shares -----------------------------------------------------------------------------------------------


def test_an_outgoing_number_bounds_the_incoming_one() -> None:
    messages = message_numbers(make_tables())
    assert cells(messages, "letter_id", "number_low", "number_high", "known") == [
        ("w/1", 10, 10, "printed"),
        ("w/2", 11, 11, "printed"),
        ("w/4", 12, 13, "reckoned"),
        ("w/5", 13, 17, "by its day"),
        ("w/7", 18, 18, "printed"),
    ]
    plain = without_reckoning(messages)
    assert cells(plain[plain["letter_id"].isin(["w/4", "w/5"])], "number_low", "number_high", "known") == [
        (12, 17, "by its day"),
        (12, 17, "by its day"),
    ]


def test_what_came_by_courier_has_no_number() -> None:
    assert "w/8" not in set(message_numbers(make_tables())["letter_id"])


def test_shares_between_numbers_have_bounds() -> None:
    spells = traffic_spells(message_numbers(make_tables()))
    assert cells(spells, "until", "messages", "printed_low", "printed_high") == [
        ("w/2", 1, 1, 1),
        ("w/7", 7, 2, 3),
    ]
    assert cells(spells, "share_low", "share_high") == [(1, 1), (0.2857, 0.4286)]
    assert traffic_spells(without_reckoning(message_numbers(make_tables())))["printed_low"].tolist() == [1, 1]


def test_shares_by_week_have_bounds() -> None:
    weeks = weekly_shares(message_numbers(make_tables()))
    assert cells(weeks, "week", "messages_low", "messages_high", "printed_low", "printed_high") == [
        (pd.Timestamp("1934-10-01"), 3, 8, 3, 3),
        (pd.Timestamp("1934-10-08"), 1, 6, 1, 2),
    ]
    assert cells(weeks, "share_low", "share_high") == [(0.375, 1), (0.1667, 1)]


def test_the_whole_is_from_the_first_number_to_the_last() -> None:
    whole = whole_traffic(message_numbers(make_tables()))
    assert cells(whole, "messages", "printed_low", "printed_high", "unseen_low", "unseen_high") == [
        (9, 4, 5, 4, 5)
    ]


def test_without_incoming_numbers_there_is_nothing_to_share() -> None:
    messages = message_numbers(make_tables(tuple(row for row in EVENTS if row[6] is None)))
    assert messages.empty
    for count in (traffic_spells, weekly_shares, whole_traffic):
        assert count(messages).empty


# --- traffic known in full --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Message:
    """A message that came in: when, its numbers, and how it is printed."""

    moment: pd.Timestamp
    incoming: int
    outgoing: tuple[int, ...]
    printed: str


@st.composite
def traffic(draw: st.DrawFn) -> list[Message]:
    """Make some weeks of messages of one office, at least two printed with their numbers."""
    hours = draw(st.lists(st.integers(1, 90), min_size=2, max_size=14))
    ways = ["no", "no", "with numbers", "outgoing number", "no number"]
    moment, outgoing, made = pd.Timestamp("1934-10-01T05:00"), draw(st.integers(1, 9)), []
    for incoming, step in enumerate(hours, start=draw(st.integers(1, 9))):
        numbers = tuple(range(outgoing, outgoing + draw(st.sampled_from([1, 1, 1, 2, 4]))))
        outgoing = numbers[-1] + 1
        printed = "with numbers" if step in {hours[0], hours[-1]} else draw(st.sampled_from(ways))
        made.append(Message(moment, incoming, numbers, printed))
        moment += pd.Timedelta(hours=step)
    return made


def print_some(messages: list[Message]) -> Tables:
    """Make the tables of an edition that prints what is to be printed."""
    printed = {f"w/{place}": one for place, one in enumerate(messages) if one.printed != "no"}
    events = pd.DataFrame(
        [
            {
                "letter_id": letter_id,
                "kind": "sent",
                "local_datetime": one.moment,
                "precision": "minute",
                "outgoing_numbers": None if one.printed == "no number" else ";".join(map(str, one.outgoing)),
                "incoming_number": str(one.incoming) if one.printed == "with numbers" else None,
            }
            for letter_id, one in printed.items()
        ]
    ).assign(timezone="Europe/Moscow", utc_datetime=None)
    days = [one.moment.normalize() for one in printed.values()]
    letters = pd.DataFrame({"letter_id": list(printed), "genre": "telegram"})
    return make_set(letters.assign(date_earliest=days, date_latest=days), events, ())


def within(counts: dict[Hashable, Any], own: list[Message]) -> bool:
    """Say whether the true counts, and the share they make, lie in the bounds of a row."""
    printed = sum(one.printed != "no" for one in own)
    low = counts.get("messages_low", counts.get("messages", 0))
    high = counts.get("messages_high", counts.get("messages", 0))
    share = printed / len(own) if own else counts["share_low"]
    return bool(
        low <= len(own) <= high
        and counts["printed_low"] <= printed <= counts["printed_high"]
        and (not own or counts["share_low"] - 1e-4 <= share <= counts["share_high"] + 1e-4)
    )


@settings(max_examples=25)
@given(traffic())
def test_the_bounds_hold_the_traffic(messages: list[Message]) -> None:
    tables = print_some(messages)
    numbered = [one for one in messages if one.printed == "with numbers"]
    window = [one for one in messages if numbered[0].incoming <= one.incoming <= numbered[-1].incoming]
    for found in (message_numbers(tables), without_reckoning(message_numbers(tables))):
        for row in found.to_dict("records"):
            true = messages[int(row["letter_id"].rpartition("/")[2])].incoming
            assert row["number_low"] <= true <= row["number_high"]
        for week in weekly_shares(found).to_dict("records"):
            end = week["week"] + pd.Timedelta(days=7)
            assert within(week, [one for one in window if week["week"] <= one.moment < end])
        spells = traffic_spells(found).to_dict("records")
        for (before, after), spell in zip(pairwise(numbered), spells, strict=True):
            assert within(spell, [one for one in window if before.incoming < one.incoming <= after.incoming])
        for whole in whole_traffic(found).to_dict("records"):
            assert within(whole, window)


# --- what the unseen may do -------------------------------------------------------------------------------


def test_the_unseen_at_their_worst_widen_the_median_until_nothing_bounds_it() -> None:
    delays = pd.DataFrame({"hours_low": [2.0, 5.0, 9.0], "hours_high": [2.0, 5.0, 12.0]})
    bounds = median_if_unseen(delays, range(5))
    assert cells(bounds, "unseen", "n", "median_low", "median_high") == [
        (0, 3, 5, 5),
        (1, 4, 3.5, 8.5),
        (2, 5, 2, 12),
        (3, 6, 1, math.inf),
        (4, 7, 0, math.inf),
    ]
