"""Who is named: letters and bounds of their dates, pairs, blocs, namesakes, names that are open."""

from __future__ import annotations

import datetime as dt
from typing import Any

from corrstats.analysis import (
    blocs_named,
    letters_naming,
    named_company,
    namesakes,
    open_names,
    pairs_named,
    people_named,
)
from corrstats.analysis.cells import read_cells
from corrstats.analysis.company import MOST, circle_of, company_graph
from corrstats.tables import Tables, frames_from_rows, read_schema

Cells = dict[str, str]
PEOPLE = [
    {"person_id": "anna-b", "name": "Anna Berg", "family_name": "Berg"},
    {"person_id": "boris-b", "name": "Boris Berg", "family_name": "Berg"},
    {"person_id": "carl-d", "name": "Carl Dorn", "family_name": "Dorn"},
]


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
        "date_earliest": earliest,
        "date_latest": latest,
    }


LETTERS = [
    letter("1", "1812-03-02", "1812-03-02"),
    letter("2", "", "1812-03-20"),
    letter("3", "1812-03-11", "1812-03-15"),
    letter("1", "1912-01-01", "1912-01-01", corpus="land"),
]


def named(letter_id: str, person: str, start: int, note: str = "", **more: str) -> Cells:
    """Make a naming: of six letters, in the body or in a note."""
    return {
        "letter_id": letter_id,
        "zone": "note" if note else "body",
        "note": note,
        "person_id": person,
        "surface": person[:6],
        "kind": "person",
        "start": str(start),
        "end": str(start + 6),
    } | more


def people(*mentions: Cells, **more: list[Cells]) -> dict[str, dict[str, Any]]:
    """Give the rows of people named, by id."""
    tables = make_tables(letters=LETTERS, mentions=list(mentions), people=PEOPLE, **more)
    return {row["person_id"]: row for row in read_cells(people_named(tables))}


# --- people -----------------------------------------------------------------------------------------------


def test_letters_are_counted_once_and_bodies_apart_from_notes() -> None:
    rows = people(
        named("sea/1", "anna-b", 10),
        named("sea/1", "anna-b", 20),
        named("sea/1", "anna-b", 90, "1"),
        named("sea/3", "anna-b", 300, "1"),
        named("sea/3", "carl-d", 320, "1"),
    )
    anna = rows["anna-b"]
    assert (anna["name"], anna["letters"], anna["in_bodies"], anna["in_notes"]) == ("Anna Berg", 2, 1, 2)
    assert (rows["carl-d"]["letters"], rows["carl-d"]["in_bodies"]) == (1, 0)


def test_headings_signatures_and_eponyms_name_nobody() -> None:
    rows = people(
        named("sea/1", "anna-b", 1, zone="heading"),
        named("sea/1", "anna-b", 50, zone="signature"),
        named("sea/1", "carl-d", 30, kind="eponym"),
        named("sea/1", "boris-b", 40),
    )
    assert set(rows) == {"boris-b"}


def test_the_dates_of_first_and_last_naming_keep_their_bounds() -> None:
    rows = people(named("sea/1", "anna-b", 10), named("sea/3", "anna-b", 300))
    anna = rows["anna-b"]
    assert (anna["first_earliest"], anna["first_latest"]) == (
        dt.datetime(1812, 3, 2),
        dt.datetime(1812, 3, 2),
    )
    assert (anna["last_earliest"], anna["last_latest"]) == (
        dt.datetime(1812, 3, 11),
        dt.datetime(1812, 3, 15),
    )


def test_a_letter_that_may_be_the_first_leaves_the_first_naming_open() -> None:
    anna = people(named("sea/2", "anna-b", 10), named("sea/3", "anna-b", 300))["anna-b"]
    assert (anna["first_earliest"], anna["first_latest"]) == (None, dt.datetime(1812, 3, 15))
    assert (anna["last_earliest"], anna["last_latest"]) == (
        dt.datetime(1812, 3, 11),
        dt.datetime(1812, 3, 20),
    )


def test_who_writes_and_who_is_written_to_is_counted_by_corpus() -> None:
    roles = [
        {"letter_id": letter_id, "role": role, "position": "1", "person_id": "anna-b"}
        for letter_id, role in (
            ("sea/1", "sender"),
            ("sea/3", "sender"),
            ("sea/2", "recipient"),
            ("land/1", "sender"),
        )
    ]
    anna = people(named("sea/1", "anna-b", 10), correspondents=roles)["anna-b"]
    assert (anna["sent"], anna["received"]) == (2, 1)


def test_those_of_most_letters_come_first_corpus_by_corpus() -> None:
    mentions = [
        named("sea/1", "carl-d", 10),
        named("sea/1", "anna-b", 20),
        named("sea/2", "anna-b", 120),
        named("land/1", "boris-b", 10),
    ]
    tables = make_tables(letters=LETTERS, mentions=mentions, people=PEOPLE)
    assert people_named(tables)["person_id"].tolist() == ["boris-b", "anna-b", "carl-d"]
    assert letters_naming(tables)[["letter_id", "person_id"]].to_numpy().tolist() == [
        ["sea/1", "carl-d"],
        ["sea/1", "anna-b"],
        ["sea/2", "anna-b"],
        ["land/1", "boris-b"],
    ]


# --- together ---------------------------------------------------------------------------------------------


def test_a_pair_shares_a_body_or_one_note() -> None:
    mentions = [
        named("sea/1", "anna-b", 10),
        named("sea/1", "carl-d", 50),
        named("sea/1", "boris-b", 90, "1"),
        named("sea/1", "carl-d", 150, "2"),
        named("sea/2", "anna-b", 210, "1"),
        named("sea/2", "carl-d", 250, "1"),
    ]
    rows = read_cells(pairs_named(make_tables(letters=LETTERS, mentions=mentions, people=PEOPLE)))
    assert [(row["name"], row["other"]) for row in rows] == [("Anna Berg", "Carl Dorn")]
    assert (rows[0]["letters"], rows[0]["in_bodies"], rows[0]["in_notes"], rows[0]["joined"]) == (2, 1, 1, 0)


def test_names_with_a_hyphen_or_nothing_between_are_a_bloc() -> None:
    mentions = [
        named("sea/1", "anna-b", 10),
        named("sea/1", "boris-b", 17),
        named("sea/1", "carl-d", 23),
        named("sea/1", "anna-b", 40),
        named("sea/1", "carl-d", 48),
        named("sea/1", "anna-b", 55, "1"),
    ]
    tables = make_tables(letters=LETTERS, mentions=mentions, people=PEOPLE)
    (bloc,) = read_cells(blocs_named(tables))
    assert (bloc["members"], bloc["people"]) == ("anna-b-boris--carl-d", "anna-b; boris-b; carl-d")
    assert (bloc["start"], bloc["end"]) == (10, 29)
    joined = {(row["person_id"], row["other_id"]): row["joined"] for row in read_cells(pairs_named(tables))}
    assert joined == {("anna-b", "boris-b"): 1, ("anna-b", "carl-d"): 1, ("boris-b", "carl-d"): 1}


def crowd(*letters: tuple[int, ...]) -> Tables:
    """Make the tables of letters of the sea that name people by number."""
    mentions = [
        named(f"sea/{place}", f"person-{one:02}", 1000 * place + 10 * one)
        for place, numbers in enumerate(letters, start=1)
        for one in numbers
    ]
    return make_tables(
        letters=[letter(str(place), "1812-03-02", "1812-03-02") for place in range(1, len(letters) + 1)],
        mentions=mentions,
    )


def test_the_company_holds_the_pairs_of_enough_letters() -> None:
    pairs = pairs_named(crowd((1, 2, 3), (1, 2), (3, 4)))
    assert set(company_graph(pairs).nodes) == {"person-01", "person-02", "person-03", "person-04"}
    twice = company_graph(pairs, least=2)
    assert list(twice.edges(data="letters")) == [("person-01", "person-02", 2)]
    assert not company_graph(pairs.iloc[:0])


def test_with_too_many_people_only_closer_pairs_are_kept() -> None:
    graph = company_graph(pairs_named(crowd(tuple(range(MOST + 1)), (1, 2))))
    assert graph.graph["least"] == 2
    assert set(graph.nodes) == {"person-01", "person-02"}


def test_the_circle_brings_ties_together_and_is_the_same_each_time() -> None:
    graph = company_graph(pairs_named(crowd((1, 4), (2, 5), (3, 6), (1, 4), (2, 5))))
    order = circle_of(graph)
    assert order == circle_of(graph)
    for one, other in graph.edges:
        assert abs(order.index(one) - order.index(other)) in {1, len(order) - 1}


def test_the_table_of_the_company_counts_others_and_letters() -> None:
    (first, *_) = read_cells(named_company(pairs_named(crowd((1, 2), (1, 2), (1, 3)))))
    assert (first["person_id"], first["others"], first["shared"]) == ("person-01", 2, 3)


# --- doubtful names ---------------------------------------------------------------------------------------


def test_people_of_one_family_name_are_listed_with_their_forms() -> None:
    mentions = [
        named("sea/1", "anna-b", 10, surface="Berg"),
        named("sea/3", "anna-b", 310, surface="A. Berg"),
        named("sea/3", "boris-b", 330, surface="Berg"),
        named("sea/3", "carl-d", 350, surface="Dorn"),
        named("land/1", "boris-b", 10, surface="Berg"),
    ]
    rows = read_cells(namesakes(make_tables(letters=LETTERS, mentions=mentions, people=PEOPLE)))
    assert [(row["corpus"], row["person_id"], row["surfaces"], row["letters"]) for row in rows] == [
        ("sea", "anna-b", "Berg; A. Berg", "1; 3"),
        ("sea", "boris-b", "Berg", "3"),
    ]


def test_an_open_name_stands_once_with_its_reason() -> None:
    doubts = [
        {"corpus": "sea", "letter_id": "sea/1", "severity": "warning", "code": code, "message": message,
         "verbatim": verbatim, "start": start, "end": start, "line": "1", "column": "1"}
        for code, message, verbatim, start in (
            ("ambiguous-person", "'Berg' may be Anna Berg, Boris Berg", "Berg", "10"),
            ("unread-name", "no rule read the name 'X'", "X", "70"),
            ("unread-number", "no rule read the number '7'", "7", "80"),
        )
    ]  # fmt: skip
    mentions = [named("sea/1", "open-berg", 10, surface="Berg"), named("sea/1", "anna-b", 30)]
    tables = make_tables(letters=LETTERS, mentions=mentions, people=PEOPLE, diagnostics=doubts)
    rows = read_cells(open_names(tables))
    assert [(row["surface"], row["zone"], row["why"]) for row in rows] == [
        ("Berg", "body", "'Berg' may be Anna Berg, Boris Berg"),
        ("X", None, "no rule read the name 'X'"),
    ]
