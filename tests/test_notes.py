"""Notes of editions described in TOML: numbers that run on, stars, and numbers that are no marks."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from corrstats import parse
from corrstats.check import check_tables
from corrstats.editions import edition_from_toml, split_letters
from corrstats.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FERRY = r"""name = 'ferry'
[letter]
start = '^Letter (?P<number>\d+)$'
[notes]
running = true
start = '^(?P<number>[*†]+|\d{1,3})\s(?=[A-Z])'
mark = '(?<=[\w.,])(?P<number>[*†]+|\d{1,3})(?=\s|$)'
[signature]
lines = ['^[A-Z]\. [A-Z][a-z]+$']
"""
RUNNING = "running = true\n"


def ferry(*letters: Sequence[str]) -> str:
    """Write letters of a ferryman, each of its lines."""
    return "\n".join("\n".join((f"Letter {n}", *lines)) + "\n" for n, lines in enumerate(letters, start=1))


def missing(text: str, toml: str = FERRY) -> list[tuple[str, str]]:
    """Give letter and message of each gap in the numbers of the notes."""
    rows = parse(io.StringIO(text), edition=edition_from_toml(toml, "ferry.toml")).tables["diagnostics"]
    gaps = rows[rows["code"] == "note-missing"]
    return [
        (letter.rpartition("/")[2], message)
        for letter, message in zip(gaps["letter_id"], gaps["message"], strict=True)
    ]


# ------------------------------------------------------------------------------------- numbers that run on


def test_numbers_that_run_on_count_from_the_letters_before() -> None:
    text = ferry(
        ["The rope.101 The oar.102", "101 Of hemp.", "102 Of ash."],
        ["Nothing new."],
        ["The lamp.103", "103 It was blue."],
    )
    assert missing(text) == []
    assert missing(text.replace("103", "104")) == [("3", "there is no note 103")]
    assert missing(text.replace("103", "107")) == [("3", "there are no notes 103 to 106")]


def test_numbers_that_run_on_may_begin_anew() -> None:
    text = ferry(
        ["The rope.101", "101 Of hemp."], ["The lamp.7", "7 It was blue."], ["The oar.8", "8 Of ash."]
    )
    assert missing(text) == []


def test_a_gap_within_a_letter_is_told_whether_numbers_run_on_or_not() -> None:
    text = ferry(["The rope.1 The oar.3", "1 Of hemp.", "3 Of ash."])
    assert missing(text) == missing(text, FERRY.replace(RUNNING, "")) == [("1", "there is no note 2")]


def test_where_numbers_do_not_run_on_each_letter_counts_from_one() -> None:
    text = ferry(["The rope.1", "1 Of hemp."], ["The oar.1 The lamp.2", "1 Of ash.", "2 It was blue."])
    assert missing(text, FERRY.replace(RUNNING, "")) == []


def test_a_note_called_by_a_star_is_left_out_of_the_count() -> None:
    text = ferry(["The rope.* The oar.101", "* Of hemp.", "101 Of ash."], ["The lamp.*", "* It was blue."])
    assert missing(text) == []
    assert missing(text + ferry(["The bell.103", "103 It rings."])) == [("1a", "there is no note 102")]


# -------------------------------------------------------------------------- numbers that are no marks


def called(body: str, mark: str) -> str | None:
    """Give what stands before the mark of the one note of a letter; None where it has no mark."""
    toml = FERRY.replace(RUNNING, "").replace(r"(?<=[\w.,])(?P<number>[*†]+|\d{1,3})(?=\s|$)", mark)
    text = ferry([body, "1 Of hemp."])
    (letter,) = split_letters(Source("ferry", text), edition_from_toml(toml, "ferry.toml")).letters
    (note,) = letter.notes
    return text[text.index(body) : note.mark.start] if note.mark else None


@pytest.mark.parametrize(
    ("body", "before"),
    [
        ("Now 31 per cent. A rope.1", "Now 31 per cent. A rope."),
        ("Now 13 per cent. A rope.1", "Now 13 per cent. A rope."),
        ("Boat A12 came. A rope.1", "Boat A12 came. A rope."),
        ("So it was in 19301", None),
        ("Now 5,1 per cent.", None),
        ("Now 5.1 mln poods.", None),
        ("Now 3.1 of all. A rope.1", "Now 3.1 of all. A rope."),
        ("So on May 15.1 Now it is not.", "So on May 15."),
    ],
)
def test_digits_of_a_longer_number_are_no_mark(body: str, before: str | None) -> None:
    assert called(body, r"(?<=[\w.,])(?P<number>\d)") == before


def test_a_field_that_took_no_part_calls_no_note() -> None:
    assert called("A bell) rang.1)", r"(?P<number>\d)?\)") == "A bell) rang."


# ----------------------------------------------------------------------------------- stars in check


@pytest.fixture
def starred(tmp_path: Path) -> Path:
    """Give a folder with tables of a letter with notes called by stars, a dagger and a number."""
    text = ferry(
        [
            "The rope* is old, the oar** new, the bell† cracked.101",
            "A. Hale",
            "* Of hemp.",
            "** Of ash.",
            "† By frost.",
            "101 It was rung daily.",
        ]
    )
    (tmp_path / "ferry.toml").write_text(FERRY, encoding="utf-8")
    (tmp_path / "ferry.txt").write_text(text, encoding="utf-8")
    parse(tmp_path / "ferry.txt", edition=tmp_path / "ferry.toml").write(tmp_path / "tables")
    return tmp_path


def faults(folder: Path) -> list[str]:
    """Give what `corrstats check` finds in the tables of a text."""
    return [
        one.message for one in check_tables(folder / "tables", folder / "ferry.txt", folder / "ferry.toml")
    ]


def test_check_takes_a_star_for_the_mark_of_its_note(starred: Path) -> None:
    assert faults(starred) == []


@pytest.mark.parametrize(
    ("row", "place", "message"),
    [
        (0, "A. Hale", "the text has 'A', not the mark of note 1, which begins with '*'"),
        (0, "**", "the text has '**', not the mark of note 1, which begins with '*'"),
        (1, "*", "the text has '*', not the mark of note 2, which begins with '**'"),
        (2, "*", "the text has '*', not the mark of note 3, which begins with '†'"),
        (3, "†", "the text has '†', not the mark of note 101"),
    ],
)
def test_check_tells_a_mark_that_is_not_the_sign_of_its_note(
    starred: Path, row: int, place: str, message: str
) -> None:
    at = (starred / "ferry.txt").read_text(encoding="utf-8").index(place)
    length = 1 if place[0].isalpha() else len(place)
    notes = starred / "tables" / "notes.csv"
    with notes.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[row] |= {"mark_start": str(at), "mark_end": str(at + length)}
    with notes.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    assert faults(starred) == [f"mark_start: {message}"]


def test_check_takes_a_paragraph_sign_before_a_number_for_no_mark(tmp_path: Path) -> None:
    text = ferry(["The rule is plain.1", "1 § 5 of the ferry rules.", "A. Hale"]).replace("1 §", "§")
    toml = FERRY.replace(RUNNING, "separator = '^_+$'\nunnumbered = true\n")
    (tmp_path / "ferry.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "ferry.txt").write_text(text.replace("§", "____\n§"), encoding="utf-8")
    parse(tmp_path / "ferry.txt", edition=tmp_path / "ferry.toml").write(tmp_path / "tables")
    assert faults(tmp_path) == []
