"""Archival references: their parts, and 'ibid.' resolved along its chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Reader

PARTS = ("repository", "fond", "opis", "delo", "listy")

FORMS = [
    ("(RTsKhIDNI f. 17, op. 3, d. 793, l. 11)", ("RTsKhIDNI", "17", "3", "793", "11")),
    ("(RTsKhIDNI f. 17, op. 3, d. 793, ll. 12, 13)", ("RTsKhIDNI", "17", "3", "793", "12,13")),
    ("(RTsKhIDNI f. 17, op. 3, d. 793, ll. 12-14)", ("RTsKhIDNI", "17", "3", "793", "12-14")),
    ("(RTsKhIDNI f. 17, op. 3, d. 793)", ("RTsKhIDNI", "17", "3", "793", "")),
    ("RGASPI F. 558. Op. 11. D. 86. L. 2–4.", ("RGASPI", "558", "11", "86", "2-4")),
    ("RGASPI. F. 17. On. 163. D. 1044. L. 72–80.", ("RGASPI", "17", "163", "1044", "72-80")),
    ("RGASPI F. 558 Op. 11. D. 87. L. 39 - 40.", ("RGASPI", "558", "11", "87", "39-40")),
    ("RGASPI F. 558. Op. P. D. 87. L. 54–55.", ("RGASPI", "558", "11", "87", "54-55")),
    ("GARF F. 5446. Op. 1. D. 7. L. 5.", ("GARF", "5446", "1", "7", "5")),
]


@pytest.mark.parametrize(("printed", "parts"), FORMS, ids=[form[0] for form in FORMS])
def test_a_reference_comes_apart_into_its_parts(read: Reader, printed: str, parts: tuple[str, ...]) -> None:
    one = read.note(f"So it was decided {printed}")
    assert one.cells("archive_refs", *PARTS) == [parts]
    (row,) = one.rows["archive_refs"]
    assert row["verbatim"] == printed.strip("().")


def test_each_reference_of_an_archive_line_is_a_row(read: Reader) -> None:
    text = read.kaganovich_text("So be it.").replace(
        "RGASPI F. 558. Op. 11. D. 200. L. 5. Original.",
        "RGASPI F. 558. Op. 11. D. 200. L. 6–7. Typescript; F. 558. Op. 11. D. 61. L. 3–4. Autograph.",
    )
    one = read(text, "stalin-kaganovich")
    assert one.cells("archive_refs", *PARTS) == [
        ("RGASPI", "558", "11", "200", "6-7"),
        ("RGASPI", "558", "11", "61", "3-4"),
    ]
    assert set(one.column("archive_refs", "zone")) == {"header"}


# a chain of references, and (fond, opis, delo, listy) of each
CHAINS = [
    (
        "A (RTsKhIDNI f. 17, op. 3, d. 793, l. 12). B (ibid., l. 14). C (ibid.).",
        [("17", "3", "793", "12"), ("17", "3", "793", "14"), ("17", "3", "793", "14")],
    ),
    (
        "A (RTsKhIDNI f. 17, op. 3, d. 793, l. 12). B (ibid., d. 790, l. 8, and d. 791, ll. 23, 24).",
        [("17", "3", "793", "12"), ("17", "3", "790", "8"), ("17", "3", "791", "23,24")],
    ),
    (
        "A (RTsKhIDNI f. 17, op. 3, d. 793, l. 12). B (ibid., op. 113, d. 5, l. 1). C (ibid., l. 2).",
        [("17", "3", "793", "12"), ("17", "113", "5", "1"), ("17", "113", "5", "2")],
    ),
    (
        "A (RTsKhIDNI f. 17, op. 3, d. 793, l. 12). B (ibid., f. 85, op. 27, d. 1, l. 2). C (Ibid. L. 3).",
        [("17", "3", "793", "12"), ("85", "27", "1", "2"), ("85", "27", "1", "3")],
    ),
]


@pytest.mark.parametrize(("note", "refs"), CHAINS, ids=[chain[0] for chain in CHAINS])
def test_ibid_takes_what_it_does_not_restate_from_the_one_before(
    read: Reader, note: str, refs: list[tuple[str, ...]]
) -> None:
    one = read.note(note)
    assert one.cells("archive_refs", "fond", "opis", "delo", "listy") == refs
    assert set(one.column("archive_refs", "repository")) == {"RTsKhIDNI"}
    assert one.doubts() == []


def test_a_chain_runs_on_from_note_to_note_and_from_the_header_into_the_notes(read: Reader) -> None:
    across = read.note("A (RTsKhIDNI f. 17, op. 3, d. 793, l. 12).", "Nothing.", "B (ibid., l. 14).")
    assert across.cells("archive_refs", "note", "delo", "listy") == [("1", "793", "12"), ("3", "793", "14")]
    below = read.kaganovich("So be it 1 .", "It (Ibid. L. 4).")
    assert below.cells("archive_refs", "zone", "delo", "listy") == [
        ("header", "200", "5"),
        ("note", "200", "4"),
    ]


@pytest.mark.parametrize(("leaf", "delo"), [("5", "200"), ("9", "200"), ("38", "61"), ("44", "61")])
def test_a_bare_leaf_behind_two_references_belongs_to_the_nearer_leaves(
    read: Reader, leaf: str, delo: str
) -> None:
    text = read.kaganovich_text("So be it 1 .", f"It (Ibid. L. {leaf}).").replace(
        "D. 200. L. 5. Original.", "D. 200. L. 6–7. Original; F. 558. Op. 11. D. 61. L. 39–42. Autograph."
    )
    *_, (found,) = read(text, "stalin-kaganovich").cells("archive_refs", "delo")
    assert found == delo


def test_ibid_does_not_reach_into_the_letter_before(read: Reader) -> None:
    text = read.molotov_text("So be it.1", "A (RTsKhIDNI f. 17, op. 3, d. 793, l. 12).")
    one = read(text + read.molotov_text("So be it.1", "B (ibid., l. 14).", number="13"), "stalin-molotov")
    *_, last = one.cells("archive_refs", "letter_id", "fond", "listy")
    assert last == ("letters/13", "", "14")
    (doubt,) = one.rows["diagnostics"]
    assert (doubt["code"], doubt["letter_id"]) == ("ibid-without-antecedent", "letters/13")


@pytest.mark.parametrize(
    "text",
    [
        "See p. 17 of it.",
        "T. XVII. pp. 566–568.",
        "Comrade F. Kon spoke.",
        "He (b. 1880, d. 1930) spoke.",
        "At 11 o'clock.",
    ],
)
def test_what_is_no_archival_reference_gives_none(read: Reader, text: str) -> None:
    assert read.note(text).rows["archive_refs"] == []
