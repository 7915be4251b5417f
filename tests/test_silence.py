"""Days without a letter and who was where: on invented letters of a harbour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from corrstats.analysis import joint_answers, narrow_dates, silences, silent_days, whereabouts
from corrstats.plots import plot_silences
from corrstats.tables import Tables, frames_from_rows, read_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

Cells = dict[str, str]


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def make_tables(**rows: list[Cells]) -> Tables:
    """Make all tables of these cells; what is not given is empty."""
    schema = read_schema()
    return frames_from_rows(
        {
            name: [[cells.get(column, "") for column in schema[name].names] for cells in table]
            for name, table in rows.items()
        }
    )


def letter(number: str, earliest: str, latest: str) -> Cells:
    """Make a letter with the bounds of its date."""
    return {
        "letter_id": f"sea/{number}", "corpus": "sea", "ordinal": number, "number": number,
        "date_earliest": earliest, "date_latest": latest,
    }  # fmt: skip


def party(number: str, role: str, person: str, position: str = "1") -> Cells:
    """Make a sender or recipient."""
    return {"letter_id": f"sea/{number}", "role": role, "position": position, "person_id": person}


def event(number: str, kind: str, moment: str, place: str, **more: str) -> Cells:
    """Make a dispatch or an answer, known to the minute."""
    return {
        "letter_id": f"sea/{number}", "zone": "note", "note": "1", "kind": kind, "local_datetime": moment,
        "precision": "minute", "place_from": place, "start": "100", "end": "120",
    } | more  # fmt: skip


SEA = make_tables(
    letters=[
        letter("1", "1812-03-01", "1812-03-01"),
        letter("2", "1812-03-03", ""),
        letter("3", "1812-03-05", "1812-03-05"),
        letter("4", "1812-03-05", "1812-03-05"),
        letter("5", "1812-03-08", "1812-03-08"),
    ],
    people=[{"person_id": "anna", "name": "Anna Hale"}, {"person_id": "bo", "name": "Bo Reed"}],
    correspondents=[
        party("1", "sender", "anna"), party("1", "sender", "carl", "2"), party("1", "recipient", "bo"),
        party("5", "sender", "anna"), party("5", "recipient", "bo"),
    ],
    events=[
        event("1", "sent", "1812-03-01T09:00", "Quay"),
        event("1", "reply", "1812-03-04T10:00", "Reef"),
        event("5", "sent", "1812-03-08T09:00", "Isle"),
        event("5", "received", "1812-03-09T09:00", "Cape"),
    ],
)  # fmt: skip


# --- silences ---------------------------------------------------------------------------------------------


def test_a_silence_lies_between_letters_of_known_days() -> None:
    found = silences(SEA.letters)
    assert [(row.after, row.before, row.days) for row in found.itertuples()] == [
        ("sea/1", "sea/3", 3),
        ("sea/4", "sea/5", 2),
    ]
    assert found["first_day"].dt.day.tolist() == [2, 6]
    assert found["last_day"].dt.day.tolist() == [4, 7]


def test_an_uncertain_letter_may_lie_in_it() -> None:
    found = silences(SEA.letters)
    assert found["may_hold"].tolist() == ["2", "2"]
    assert found["certain"].tolist() == [False, False]
    alone = silences(SEA.letters[SEA.letters["letter_id"] != "sea/2"])
    assert alone["certain"].tolist() == [True, True]


def test_who_was_where_is_told_before_in_and_after_it() -> None:
    row = silences(SEA.letters, whereabouts(SEA)).iloc[0]
    assert row["seen_before"] == "Anna Hale: Quay"
    assert row["seen_within"] == "Bo Reed: Reef"
    assert row["seen_after"] == "Anna Hale: Isle"


def test_days_are_counted_by_what_is_known() -> None:
    (row,) = silent_days(SEA.letters).to_dict("records")
    assert (row["days"], row["with_letter"], row["may_have"], row["silent"]) == (8, 3, 4, 1)
    assert (row["longest"], row["longest_certain"]) == (3, 1)


def test_a_narrowed_date_narrows_the_doubt() -> None:
    dated = pd.DataFrame(
        {
            "letter_id": ["sea/2"],
            "earliest": [pd.Timestamp("1812-03-03")],
            "latest": [pd.Timestamp("1812-03-04")],
        }
    )
    (row,) = silent_days(narrow_dates(SEA.letters, dated)).to_dict("records")
    assert (row["may_have"], row["silent"]) == (2, 3)
    assert SEA.letters["date_latest"].isna().sum() == 1  # the table given stays as it was


def test_without_letters_of_known_days_there_is_nothing_to_count() -> None:
    table = make_tables(letters=[letter("1", "", "1812-03-01")])
    assert silent_days(table.letters).empty
    assert silences(table.letters).empty
    assert plot_silences(table.letters).get_title(loc="left") == "No letter has a known day"


# --- whereabouts ------------------------------------------------------------------------------------------


def test_the_first_sender_is_where_it_was_sent_and_the_recipient_where_it_was_answered() -> None:
    places = whereabouts(SEA)
    assert list(zip(places["person_id"], places["place"], strict=True)) == [
        ("anna", "Quay"),
        ("bo", "Reef"),
        ("anna", "Isle"),
    ]


def test_a_day_is_as_long_as_it_is() -> None:
    table = make_tables(
        letters=[letter("1", "1812-03-01", "1812-03-01")],
        correspondents=[party("1", "sender", "anna")],
        events=[event("1", "sent", "1812-03-01", "Quay", precision="day")],
    )
    (row,) = whereabouts(table).to_dict("records")
    assert (row["earliest"], row["latest"]) == (
        pd.Timestamp("1812-03-01 00:00"),
        pd.Timestamp("1812-03-01 23:59"),
    )
    assert row["name"] == "anna"


# --- answers of one minute --------------------------------------------------------------------------------


def leaf(number: str, listy: str, start: str) -> Cells:
    """Make a reference of a note to a leaf."""
    return {
        "letter_id": f"sea/{number}", "zone": "note", "note": "1", "fond": "7", "opis": "1", "delo": "3",
        "listy": listy, "start": start, "end": start,
    }  # fmt: skip


@pytest.mark.parametrize(("other", "one_leaf"), [("9", True), ("10", False)])
def test_answers_of_one_minute_and_one_leaf_are_one_paper(other: str, one_leaf: bool) -> None:  # noqa: FBT001
    table = make_tables(
        letters=SEA_LETTERS,
        events=[event(number, "reply", "1812-03-04T10:00", "Reef") for number in ("1", "3")],
        archive_refs=[leaf("1", "2", "50"), leaf("1", "9", "130"), leaf("3", other, "130")],
    )
    (row,) = joint_answers(table).to_dict("records")
    assert (row["answers"], row["letter_ids"], row["one_leaf"]) == (2, "sea/1; sea/3", one_leaf)
    assert row["leaves"].startswith("7/1/3/9")


def test_an_answer_of_its_own_minute_is_not_joint() -> None:
    table = make_tables(letters=SEA_LETTERS, events=[event("1", "reply", "1812-03-04T10:00", "Reef")])
    assert joint_answers(table).empty


SEA_LETTERS = [letter("1", "1812-03-01", "1812-03-01"), letter("3", "1812-03-05", "1812-03-05")]


# --- drawn ------------------------------------------------------------------------------------------------


def texts(ax: Axes) -> set[str]:
    """Give what is written on some axes."""
    return {text.get_text() for text in ax.texts}


def test_a_silence_has_its_length_and_a_place_its_name() -> None:
    ax = plot_silences(SEA.letters, whereabouts(SEA))
    assert {"3", "Quay", "Reef", "Isle"} <= texts(ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["letters", "Anna Hale", "Bo Reed"]
    assert " ".join(ax.get_title(loc="left").split()).startswith(
        "No letter is known of 3 days, 2 Mar to 4 Mar"
    )


def test_a_certain_silence_says_so() -> None:
    ax = plot_silences(SEA.letters[SEA.letters["letter_id"] != "sea/2"])
    title = " ".join(ax.get_title(loc="left").split())
    assert title == "The longest silence lasts 3 days, 2 Mar to 4 Mar; 5 of 8 days have no letter"


def test_days_and_dispatches_lead_to_their_letters() -> None:
    ax = plot_silences(SEA.letters, whereabouts(SEA))
    urls = {one.get_url() for one in (*ax.patches, *ax.lines) if one.get_url()}
    assert "../report/letters/sea/1.html#letters-1" in urls
    assert "../report/letters/sea/1.html#at-100" in urls
