"""The structure of invented letters in the layouts of both editions: what must hold for any of them."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corrstats.corpus import choose_edition
from corrstats.editions import known_editions, recognise_edition, split_letters
from corrstats.errors import CorrstatsError
from corrstats.source import Source
from invented import EDITIONS, KAGANOVICH, any_texts, check_rows, check_structure, texts

if TYPE_CHECKING:
    from conftest import Reader, Reading
    from corrstats.document import Document

FIXTURES = sorted((Path(__file__).parent / "fixtures" / "letters").glob("*.txt"))
# parsing takes a tenth of a second, so there are fewer examples than usual
few = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])

each_edition = pytest.mark.parametrize("edition", EDITIONS)
each_fixture = pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)


@cache
def split(text: str, edition: str) -> Document:
    """Split a text into its letters."""
    return split_letters(Source("letters", text), choose_edition(Source("letters", text), edition))


# ---------------------------------------------------------------------------------------------- structure


@each_edition
@given(data=st.data())
def test_front_and_letters_tile_the_text_and_zones_the_letter(edition: str, data: st.DataObject) -> None:
    text, built = data.draw(texts(edition))
    document = split(text, edition)
    check_structure(document)
    assert [letter.number for letter in document.letters] == [letter.number for letter in built]
    assert text[document.front.end :] == "".join(letter.text for letter in built)


@each_edition
@given(data=st.data())
def test_every_note_is_found_with_its_mark(edition: str, data: st.DataObject) -> None:
    text, built = data.draw(texts(edition))
    for letter, made in zip(split(text, edition).letters, built, strict=True):
        assert tuple(note.label for note in letter.notes) == made.notes
        called = tuple(note.label for note in letter.notes if note.mark)
        marks = re.search(r"\.1\n|1 \.\n", made.text)
        assert called == (made.notes if marks else ())


def test_the_day_of_a_heading_is_no_note_mark() -> None:
    rule = "____________________"
    text = (
        f"Stalin to Kaganovich October 1, 1934\n\nArchive: RGASPI\n\nNow we wait.\n\n{rule}\n\nIt is lost.\n"
    )
    (letter,) = split(text, KAGANOVICH).letters
    assert [note.mark for note in letter.notes] == [None]


@each_edition
@given(data=st.data())
def test_an_edition_is_recognised_by_its_text(edition: str, data: st.DataObject) -> None:
    text, built = data.draw(texts(edition))
    if any(letter.notes for letter in built):
        assert recognise_edition(Source("letters", text)).name == edition


@each_fixture
def test_the_structure_of_the_invented_editions(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    check_structure(split(text, recognise_edition(Source(path.stem, text)).name))


@given(text=st.text())
def test_any_text_splits_into_tiles_or_has_no_letter(text: str) -> None:
    for edition in known_editions():
        for start in ("", "Letter 1\n", "Stalin to Kaganovich October 1, 1934\n"):
            with suppress(CorrstatsError):
                check_structure(split_letters(Source("letters", start + text), edition))


# ------------------------------------------------------------------------------------------------- facts

SPANS = ("start", "end", "mark_start", "mark_end", "line", "column")


def without_offsets(one: Reading) -> dict[str, list[dict[str, str]]]:
    """Give the tables without what says where in the text a thing stands."""
    return {
        name: [{column: cell for column, cell in row.items() if column not in SPANS} for row in rows]
        for name, rows in one.rows.items()
    }


@few
@given(drawn=any_texts())
def test_every_fact_lies_in_its_zone_and_keeps_the_contract(read: Reader, drawn: tuple[str, str]) -> None:
    check_rows(read(*drawn))


@few
@given(drawn=any_texts(), data=st.data())
def test_blank_lines_change_only_offsets(read: Reader, drawn: tuple[str, str], data: st.DataObject) -> None:
    text, edition = drawn
    ends = [match.end() for match in re.finditer(r"\n", text)]
    more = data.draw(st.lists(st.sampled_from(ends), min_size=1, max_size=5, unique=True))
    parts = [text[a:b] for a, b in zip([0, *sorted(more)], [*sorted(more), len(text)], strict=True)]
    blank = data.draw(st.sampled_from(["\n", "\n\n", "  \n", "\t\n"]))
    assert without_offsets(read(blank.join(parts), edition)) == without_offsets(read(text, edition))


@few
@given(drawn=any_texts())
def test_other_line_ends_give_the_same_facts(read: Reader, drawn: tuple[str, str]) -> None:
    text, edition = drawn
    windows = text.replace("\n", "\r\n")
    assert without_offsets(read(windows, edition)) == without_offsets(read(text, edition))


@few
@given(drawn=any_texts())
def test_the_same_text_gives_the_same_rows(read: Reader, drawn: tuple[str, str]) -> None:
    assert read(*drawn).rows == read(*drawn).rows


@each_fixture
def test_the_facts_of_the_invented_editions_keep_the_contract(read: Reader, path: Path) -> None:
    check_rows(read(path.read_text(encoding="utf-8")))


@each_fixture
def test_the_invented_editions_with_other_line_ends_or_more_blank_lines(read: Reader, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = without_offsets(read(text))
    assert without_offsets(read(text.replace("\n", "\r\n"))) == expected
    assert without_offsets(read(text.replace("\n\n", "\n\n\n"))) == expected
