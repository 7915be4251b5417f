"""Nothing is lost in silence: what no rule reads of a body or note stands in the diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Reader, Reading


def unread(one: Reading) -> list[str]:
    """Give what no rule read, in reading order."""
    return [row["verbatim"] for row in one.rows["diagnostics"] if row["code"].startswith("unread-")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Of buoys 34 lie on the beach, not 340.", ["34", "340"]),
        ("They sent Qwertz to the cape.", ["Qwertz"]),
        ("It is 64 million, they say.", ["64"]),
        pytest.param(
            "The foghorn 1234567 was silent.",
            ["1234567"],
        ),
    ],
)
def test_what_no_rule_reads_is_listed_at_its_place(read: Reader, text: str, words: list[str]) -> None:
    one = read.molotov(text)
    assert unread(one) == words
    for row in one.rows["diagnostics"]:
        assert one.text[int(row["start"]) : int(row["end"])] == row["verbatim"]
        line = one.text.splitlines()[int(row["line"]) - 1]
        assert line[int(row["column"]) - 1 :].startswith(row["verbatim"])


@pytest.mark.parametrize(
    "text",
    [
        "1) The lamp is lit. 2) The oil is dear.",
        "Comrade Rykov wants 20 tons of oil by 5 August.",
        "The Politburo, Pravda and Gosplan are in Moscow.",
        "Received your letter of 7/28. See note 2 to letter 3.",
        "However, on Monday it rained. Nobody knew.",
    ],
)
def test_what_is_read_or_known_is_not_listed(read: Reader, text: str) -> None:
    assert unread(read.molotov(text)) == []


def test_marks_labels_and_references_of_notes_are_not_listed(read: Reader) -> None:
    one = read.molotov(
        "So be it.1 So be it.2", "A (RTsKhIDNI f. 17, op. 3, d. 793, ll. 12, 13).", "B (ibid., l. 14)."
    )
    assert unread(one) == []


def test_numbers_of_a_telegram_are_read_with_its_dispatch(read: Reader) -> None:
    one = read.kaganovich(
        "So be it. HP 118, 119 , 120.", header="From Moscow 3/X - 34 at 11 o'clock. In. No. 93."
    )
    assert unread(one) == []


def test_an_impossible_date_is_told_once(read: Reader) -> None:
    assert read.note("It met on 31 September 1930.").doubts() == ["impossible-date"]


def test_a_mark_without_its_note_is_told(read: Reader) -> None:
    one = read.molotov("So be it.1,2", "A lamp.")
    assert one.doubts()


# ------------------------------------------------------------------------------ the edition against itself


def test_a_note_without_its_mark_and_a_missing_note_are_told(read: Reader) -> None:
    text = read.molotov_text("So be it.1", "A lamp.") + "3. Oil.\n"
    doubts = read(text, "stalin-molotov").doubts()
    assert "note-without-mark" in doubts
    assert "note-missing" in doubts


@pytest.mark.parametrize(("second", "doubts"), [("13", []), ("15", ["number-gap"])])
def test_a_gap_in_the_numbers_of_the_letters_is_told(read: Reader, second: str, doubts: list[str]) -> None:
    text = read.molotov_text("So be it.", number="12") + read.molotov_text("So be it.", number=second)
    assert read(text, "stalin-molotov").doubts() == doubts


def test_a_number_printed_twice_is_told_and_the_letters_have_ids_of_their_own(read: Reader) -> None:
    one = read(read.molotov_text("So be it.") * 2, "stalin-molotov")
    assert "number-twice" in one.doubts()
    assert one.column("letters", "letter_id") == ["letters/12", "letters/12a"]


def test_a_letter_without_a_date_is_told(read: Reader) -> None:
    one = read("Letter 12\nSo be it, they say.\n", "stalin-molotov")
    assert one.cells("letters", "date_edtf", "date_status") == [("", "")]
    assert one.doubts() == ["no-date"]
