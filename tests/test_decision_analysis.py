"""From letters to acts: signed delays with bounds, notes without an act, chains, offices, topics."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from corrstats.analysis import (
    decision_chains,
    decision_delays,
    decision_topics,
    delays_by,
    note_outcomes,
    office_changes,
    reversals,
)
from corrstats.analysis.cells import make_table, read_cells
from corrstats.analysis.decisions import verbs_of
from corrstats.errors import CorrstatsError
from corrstats.tables import Tables, frames_from_rows, read_schema

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

Cells = dict[str, str]


def make_tables(**rows: list[Cells]) -> Tables:
    """Make all tables of these cells; what is not given is empty."""
    schema = read_schema()
    return frames_from_rows(
        {
            name: [[cells.get(column, "") for column in schema[name].names] for cells in table]
            for name, table in rows.items()
        }
    )


def letter(number: str, earliest: str = "", latest: str = "", corpus: str = "sea") -> Cells:
    """Make a letter with the bounds of its date."""
    return {
        "letter_id": f"{corpus}/{number}",
        "corpus": corpus,
        "ordinal": number,
        "number": number,
        "date_earliest": earliest,
        "date_latest": latest,
    }


def act(number: str, note: str, day: str, **more: str) -> Cells:
    """Make an act of the harbour board, told in a note."""
    return {
        "letter_id": f"sea/{number}",
        "zone": "note",
        "note": note,
        "body": "Harbour Board",
        "date_earliest": day,
        "date_latest": day,
        "action": "decided",
        "repeat": "false",
        "start": "100",
        "end": "110",
    } | more


def note(number: str, label: str, **more: str) -> Cells:
    """Make a note that the text calls."""
    return {
        "letter_id": f"sea/{number}",
        "note": label,
        "mark_start": "5",
        "start": "90",
        "end": "400",
    } | more


LETTERS = [
    letter("1", "1812-03-02", "1812-03-02"),
    letter("2", "", "1812-03-20"),
    letter("3", "1812-03-11", ""),
    letter("4", "1812-03-21", "1812-03-30"),
]


def days(table: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Give letter, bounds in days and side of each row."""
    return [(row["letter_id"], row["days_low"], row["days_high"], row["when"]) for row in read_cells(table)]


# --- delays -----------------------------------------------------------------------------------------------


def test_a_delay_is_signed_and_exact_between_known_days() -> None:
    acts = [act("1", "1", "1812-03-10"), act("1", "2", "1812-02-01"), act("1", "3", "1812-03-02")]
    assert days(decision_delays(make_tables(letters=LETTERS, decisions=acts))) == [
        ("sea/1", -30, -30, "before"),
        ("sea/1", 0, 0, "same day"),
        ("sea/1", 8, 8, "after"),
    ]


def test_an_open_date_leaves_a_bound_open() -> None:
    acts = [act("2", "1", "1812-03-25"), act("2", "1", "1812-03-10"), act("3", "1", "1812-03-15")]
    assert days(decision_delays(make_tables(letters=LETTERS, decisions=acts))) == [
        ("sea/2", -10, None, "unsettled"),
        ("sea/2", 5, None, "after"),
        ("sea/3", None, 4, "unsettled"),
    ]


def test_a_span_gives_both_bounds_and_is_placed_only_where_they_agree() -> None:
    acts = [act("4", "1", day) for day in ("1812-03-20", "1812-03-25", "1812-04-02")]
    assert days(decision_delays(make_tables(letters=LETTERS, decisions=acts))) == [
        ("sea/4", -10, -1, "before"),
        ("sea/4", -5, 4, "unsettled"),
        ("sea/4", 3, 12, "after"),
    ]


def test_an_act_told_twice_in_a_letter_counts_once() -> None:
    acts = [act("1", "1", "1812-03-10"), act("1", "2", "1812-03-10", repeat="true")]
    assert len(decision_delays(make_tables(letters=LETTERS, decisions=acts))) == 1


def test_a_table_of_delays_is_typed_and_may_be_empty() -> None:
    table = decision_delays(make_tables(letters=LETTERS))
    assert table.empty
    assert str(table["days_low"].dtype) == "Int64"
    assert str(table["act_earliest"].dtype).startswith("datetime64")


def test_delays_are_listed_with_their_bounds_and_the_medians_they_allow() -> None:
    acts = [act("1", "1", "1812-03-10"), act("1", "1", "1812-03-12"), act("2", "1", "1812-03-25")]
    (row,) = read_cells(delays_by(decision_delays(make_tables(letters=LETTERS, decisions=acts))))
    assert (row["acts"], row["days"]) == (3, "5 or more; 8; 10")
    assert (row["median_low"], row["median_high"]) == (8, 10)
    assert (row["interval_low"], row["interval_high"], row["coverage"]) == (5, None, 0.75)


def test_what_cannot_be_placed_is_in_no_median() -> None:
    acts = [act("3", "1", "1812-03-15"), act("1", "1", "1812-02-01")]
    assert delays_by(decision_delays(make_tables(letters=LETTERS, decisions=acts))).empty


# --- notes ------------------------------------------------------------------------------------------------


def test_each_note_says_what_became_of_it() -> None:
    acts = [
        act("1", "1", "1812-03-10"),
        act("1", "1", "1812-02-01"),
        act("1", "2", "1812-02-01"),
        act("1", "3", "1812-03-02"),
        act("3", "1", "1812-03-15"),
    ]
    notes = [*(note("1", label) for label in "12345"), note("3", "1", mark_start="")]
    pointer = {"letter_id": "sea/1", "zone": "note", "note": "4", "kind": "edition", "verbatim": "see note 1",
               "start": "7"}  # fmt: skip
    tables = make_tables(letters=LETTERS, decisions=acts, notes=notes, references=[pointer])
    rows = read_cells(note_outcomes(tables))
    assert [row["outcome"] for row in rows] == [
        "decided after",
        "decided before only",
        "decided on the same day",
        "told in another note",
        "no act told",
        "unsettled",
    ]
    assert (rows[0]["before"], rows[0]["after"], rows[0]["days_low"]) == (1, 1, 8)
    assert rows[3]["see"] == "see note 1"
    assert [row["marked"] for row in rows] == [True] * 5 + [False]


def test_an_act_that_undoes_one_is_joined_to_the_last_before_it_in_its_note() -> None:
    acts = [
        act("1", "1", "1812-02-01", action="appointed"),
        act("1", "1", "1812-03-05", action="approved"),
        act("1", "1", "1812-03-10", action="changed its mind; appointed"),
        act("1", "2", "1812-03-07", action="confirmed"),
        act("4", "1", "1812-04-01", action="canceled"),
    ]
    rows = read_cells(reversals(make_tables(letters=LETTERS, decisions=acts)))
    assert [(row["letter_id"], row["undone_action"], row["days_low"]) for row in rows] == [
        ("sea/1", "approved", 5),
        ("sea/4", None, None),
    ]


def test_a_verb_of_your_own_has_a_sense_too(tmp_path: Path) -> None:
    (tmp_path / "senses.csv").write_text("act,sense,source\nwaved off,removed,my own\n", encoding="utf-8")
    assert "waved off" in verbs_of("removed", tmp_path) - verbs_of("removed")


# --- chains -----------------------------------------------------------------------------------------------


def wait(number: str, sent: str, answered: str = "", **more: str) -> Cells:
    """Make a delay from a message to its answer."""
    return {
        "letter_id": f"sea/{number}",
        "leg": "sent to reply",
        "from_earliest": sent,
        "from_latest": sent,
        "to_earliest": answered,
        "to_latest": answered,
        "status": "exact" if answered else "open",
    } | more


def chains(waits: list[Cells], acts: list[Cells], letters: list[Cells] = LETTERS) -> list[dict[str, Any]]:
    """Give the chains of these delays and acts."""
    return read_cells(decision_chains(make_tables(letters=letters, latencies=waits, decisions=acts)))


def test_a_chain_has_both_delays() -> None:
    waits = [wait("1", "1812-03-02T03:30", "1812-03-02T13:30", hours_low="10", hours_high="10")]
    (row, *_) = chains(waits, [act("1", "1", "1812-03-05")])
    assert (row["hours_low"], row["days_low"], row["days_high"]) == (10, 3, 3)
    assert row["told"] == "answer and act"


def test_an_act_before_the_message_is_no_link() -> None:
    waits = [wait("1", "1812-03-02T03:30", "1812-03-02T13:30")]
    (row,) = chains(waits, [act("1", "1", "1812-03-01")])
    assert row["told"] == "answer only"
    assert row["act_earliest"] is None


def test_the_act_may_stand_in_a_note_of_the_answer() -> None:
    letters = [*LETTERS, letter("5", "1812-03-03", "1812-03-03")]
    waits = [wait("1", "1812-03-02T03:30", "1812-03-03T01:00", to_letter_id="sea/5")]
    (row, *rest) = chains(waits, [act("5", "1", "1812-03-04")], letters)
    assert (row["letter_id"], row["answer_letter_id"], row["days_low"]) == ("sea/1", "sea/5", 1)
    assert [one["told"] for one in rest] == ["act only"]


def test_a_message_without_answer_or_act_is_kept_and_says_so() -> None:
    (row,) = chains([wait("1", "1812-03-02T03:30")], [])
    assert row["told"] == "neither"
    assert row["hours_low"] is None


def test_days_are_counted_from_the_message_where_no_answer_is_told() -> None:
    waits = [wait("2", "1812-03-20", "1812-03-20", hours_low="0", hours_high="24")]
    rows = chains(waits, [act("1", "1", "1812-03-10"), act("2", "1", "1812-03-21")])
    assert [(row["told"], row["days_low"], row["days_high"]) for row in rows] == [
        ("act only", 8, 8),
        ("answer and act", 1, 1),
    ]
    assert rows[1]["asked_latest"] == dt.datetime(1812, 3, 20, 23, 59)


def test_a_corpus_without_answers_has_no_chains() -> None:
    assert chains([], [act("1", "1", "1812-03-10")]) == []


# --- offices ----------------------------------------------------------------------------------------------


def mention(person: str, start: int, **more: str) -> Cells:
    """Make a naming in note 1 of letter 1."""
    return {
        "letter_id": "sea/1",
        "zone": "note",
        "note": "1",
        "person_id": person,
        "surface": person,
        "kind": "person",
        "start": str(start),
        "end": str(start + 5),
    } | more


def test_people_are_told_with_the_act_at_whose_date_they_stand() -> None:
    acts = [
        act("1", "1", "1812-03-10", action="appointed", start="100", end="110"),
        act("1", "1", "1812-03-12", action="relieved", start="200", end="210"),
        act("1", "1", "1812-03-14", action="discussed", start="300", end="310"),
    ]
    mentions = [
        mention("anna", 90),
        mention("boris", 150),
        mention("carl", 190),
        mention("dora", 320),
        mention("far", 900),
        mention("carl", 10, zone="body", note=""),
        mention("carl", 20, letter_id="sea/4", zone="body", note=""),
        mention("lighthouse", 195, kind="eponym"),
    ]
    people = [{"person_id": "anna", "name": "Anna B."}]
    tables = make_tables(letters=LETTERS, decisions=acts, mentions=mentions, people=people)
    rows = read_cells(office_changes(tables))
    assert [(row["person_id"], row["sense"]) for row in rows] == [
        ("anna", "appointed"),
        ("boris", "appointed"),
        ("carl", "removed"),
    ]
    assert rows[0]["name"] == "Anna B."
    assert (rows[2]["letters_in_body"], rows[2]["other_letters"]) == (2, 1)


# --- topics -----------------------------------------------------------------------------------------------

TEXT = "note: the oil affair. On 10 March the board spoke of rye bread.\n"


def topic_tables(**more: str) -> Tables:
    """Make the tables of one act at '10 March' in a note that is the whole text."""
    at = TEXT.index("10 March")
    one = act("1", "1", "1812-03-10", start=str(at), end=str(at + 8)) | more
    notes = [note("1", "1", start="0", end=str(len(TEXT)))]
    return make_tables(letters=LETTERS, decisions=[one], notes=notes)


def test_the_word_nearest_after_the_date_tells_the_topic() -> None:
    (row,) = read_cells(decision_topics(topic_tables(), {"sea": TEXT}))
    assert (row["topic"], row["word"]) == ("grain", "bread")


def test_a_note_without_such_a_word_gives_no_topic() -> None:
    (row,) = read_cells(
        decision_topics(topic_tables(), {"sea": TEXT.replace("bread", "salty").replace("oil", "odd")})
    )
    assert (row["topic"], row["word"]) == (None, None)


def test_a_note_without_such_a_word_has_the_topic_of_the_point_that_asks() -> None:
    asks = "Rye first. More oil, then wages.\nThe rest of the paper is about wages.\n"
    text = asks + TEXT.replace("bread", "salty").replace("oil", "odd")
    at, mark = text.index("10 March"), text.index(", then wages")
    one = act("1", "1", "1812-03-10", start=str(at), end=str(at + 8))
    tied = note("1", "1", mark_start=str(mark), start=str(len(asks)), end=str(len(text)))
    (row,) = read_cells(
        decision_topics(make_tables(letters=LETTERS, decisions=[one], notes=[tied]), {"sea": text})
    )
    assert (row["topic"], row["word"], row["told_by"]) == ("industry", "oil", "letter")


def test_a_word_is_found_whole_and_whatever_its_case() -> None:
    text = TEXT.replace("rye bread", "BREADTH").replace("oil", "Oil")
    (row,) = read_cells(decision_topics(topic_tables(), {"sea": text}))
    assert (row["topic"], row["word"]) == ("industry", "Oil")


def test_a_list_of_your_own_comes_after_ours(tmp_path: Path) -> None:
    (tmp_path / "topics.csv").write_text("value,words,source\nrumours,spoke,my own\n", encoding="utf-8")
    (row,) = read_cells(decision_topics(topic_tables(), {"sea": TEXT}, knowledge=tmp_path))
    assert (row["topic"], row["word"]) == ("rumours", "spoke")


def test_without_a_text_it_says_what_to_give() -> None:
    with pytest.raises(CorrstatsError, match="not read from a folder") as caught:
        decision_topics(topic_tables())
    assert "corpus.texts" in str(caught.value.advice)


# --- cells ------------------------------------------------------------------------------------------------


def test_cells_survive_the_way_into_a_table_and_back() -> None:
    columns = {"name": "text", "n": "whole", "share": "number", "sure": "flag", "day": "moment"}
    rows = [
        {"name": "a", "n": 1, "share": 0.5, "sure": True, "day": dt.date(1812, 3, 2), "extra": 1},
        dict.fromkeys(columns),
    ]
    back = read_cells(make_table(rows, columns))
    assert [list(row) for row in back] == [list(columns)] * 2
    assert back[0]["day"] == dt.datetime(1812, 3, 2)
    assert back[1] == dict.fromkeys(columns)
