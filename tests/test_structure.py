"""The structure of invented letters in the layouts of both editions: what must hold for any of them."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
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
from corrstats.tables import FOREIGN_KEYS, collapse, read_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Reader, Reading
    from corrstats.document import Document

FIXTURES = sorted((Path(__file__).parent / "fixtures" / "letters").glob("*.txt"))
MOLOTOV, KAGANOVICH = "stalin-molotov", "stalin-kaganovich"
EDITIONS = (MOLOTOV, KAGANOVICH)
# parsing takes a tenth of a second, so there are fewer examples than usual
few = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])

each_edition = pytest.mark.parametrize("edition", EDITIONS)
each_fixture = pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)


@cache
def split(text: str, edition: str) -> Document:
    """Split a text into its letters."""
    return split_letters(Source("letters", text), choose_edition(Source("letters", text), edition))


# ------------------------------------------------------------------------------------- invented letters

WORDS = st.sampled_from(
    "lamp,oil,keeper,tide,harbour,quietly,sends,wants,paints,buys,under,the,of,ёлка".split(",")  # noqa: SIM905
)
# what facts are made of, in the middle of a sentence
PASSAGES = st.sampled_from(
    [
        "Comrade Zabelkin",
        "S. Berezhnoy",
        "Rykov",
        "150 million poods",
        "3032 percent",
        "2 1/2 versts",
        "1 billion 400-500 mil. poods",
        "your letter of 6/28",
        "on the same day",
        "31 September",
        "mid-October",
        "(see note 1 to letter 3)",
        "«кириллица»",
    ]
)
NOTES = st.sampled_from(
    [
        "On 10 August 1930, the Politburo resolved to buy oil (RTsKhIDNI f. 17, op. 3, d. 792, l. 11).",
        "The next day the Orgburo reprimanded Zabelkin (ibid., ll. 2123).",
        "It went out in code from Sochi at 13:00. 46 min. (Ibid. L. 10).",
        "Stalin agreed (Ibid.).",
        "N. Zabelkin kept the lamp from 1930 to 1934.",
        "At its session on 25:10 nobody met.",
    ]
)


@st.composite
def sentences(draw: st.DrawFn, least: int = 1) -> str:
    """Draw a paragraph of one line that looks like no heading, signature or note."""
    said = []
    for _ in range(draw(st.integers(least, 3))):
        words = [draw(WORDS) for _ in range(draw(st.integers(3, 6)))]
        passage = [draw(PASSAGES)] if draw(st.booleans()) else []
        said.append(" ".join(["Now", *words[:2], *passage, *words[2:]]))
    return ". ".join(said) + "."


@dataclass(frozen=True)
class Built:
    """A letter as built: its text and what a reader must find in it."""

    text: str
    number: str
    notes: tuple[str, ...]


def _marked(paragraph: str, n: int, edition: str) -> str:
    return paragraph + str(n) if edition == MOLOTOV else f"{paragraph.removesuffix('.')} {n} ."


@st.composite
def molotov_letters(draw: st.DrawFn, number: int) -> Built:
    """Draw a numbered letter with a bracketed date and numbered notes."""
    dates = [
        "2 August 1930",
        "No earlier than 6 August 1930",
        "Late August-Early September 1930",
        "July 1930",
    ]
    notes = draw(st.lists(NOTES, max_size=3))
    paragraphs = [_marked(draw(sentences()), n, MOLOTOV) for n in range(1, len(notes) + 1)]
    salutation = draw(st.sampled_from(["", "Viacheslav,\n", "To Molotov.\n", "Hello, Viacheslav!\n"]))
    signature = draw(st.sampled_from(["", "J. Stalin\n", "Greetings,\nJ. Stalin\n", "Stalin\n8/2/30\n"]))
    gap = draw(st.sampled_from(["", "\n", "\n\n"]))
    body = "\n".join([*paragraphs, draw(sentences())])
    below = "".join(f"{n}. {note}\n" for n, note in enumerate(notes, start=1))
    heading = f"Letter {number}\n[{draw(st.sampled_from(dates))}]\n"
    text = f"{heading}{gap}{salutation}{body}\n{signature}{gap}{below}{gap}"
    return Built(text, str(number), tuple(str(n) for n in range(1, len(notes) + 1)))


@st.composite
def kaganovich_letters(draw: st.DrawFn, day: int) -> Built:
    """Draw a telegram with archive and dispatch lines and notes below a rule."""
    notes = draw(st.lists(NOTES, max_size=3))
    numbered = draw(st.booleans()) or not notes
    paragraphs = [
        _marked(draw(sentences()), n, KAGANOVICH) if numbered else draw(sentences())
        for n in range(1, len(notes) + 1)
    ]
    parties = draw(
        st.sampled_from(["Kaganovich to Stalin", "Kaganovich, Zhdanov - Stalin", "Stalin to Molotov"])
    )
    year = draw(st.sampled_from([", 1934", " [1934]"]))
    dispatch = (
        f"Encryption.\n\nFrom Moscow {day}/X - 34 at 3 o'clock. 30 min. In. No. 93.\n\nSochi. Tov. Stalin.\n"
    )
    header = draw(st.sampled_from(["", "Kaganovich.\n", dispatch, "Hello, Dear Comrade Stalin!\n"]))
    signature = draw(
        st.sampled_from(["", "Kaganovich.\n\n", "Stalin.\n\nNo. 84\n\n", "Yours L. Kaganovich.\n\n"])
    )
    archive = "Archive: RGASPI F. 558. Op. 11. D. 200. L. 5–7. Original."
    heading = f"{parties} October {day}{year}"
    below = "".join(f"{n} {note}\n\n" if numbered else f"{note}\n\n" for n, note in enumerate(notes, start=1))
    rule = "____________________\n\n" if notes else ""
    body = "\n\n".join([*paragraphs, draw(sentences())])
    text = f"{heading}\n\n{archive}\n{header}\n{body}\n\n{signature}{rule}{below}"
    return Built(text, "", tuple(str(n) for n in range(1, len(notes) + 1)))


BUILD: dict[str, Callable[[int], st.SearchStrategy[Built]]] = {
    MOLOTOV: molotov_letters,
    KAGANOVICH: kaganovich_letters,
}


@st.composite
def texts(draw: st.DrawFn, edition: str) -> tuple[str, tuple[Built, ...]]:
    """Draw the text of an edition, with or without a front, and the letters it is built of."""
    front = draw(st.sampled_from(["", "Invented letters\n\n", "\n", "A preface of 1934 and nobody.\n\n"]))
    letters = tuple(draw(BUILD[edition](n)) for n in range(11, 11 + draw(st.integers(1, 3))))
    return front + "".join(letter.text for letter in letters), letters


@st.composite
def any_texts(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a text of either edition, and its edition."""
    edition = draw(st.sampled_from(EDITIONS))
    return draw(texts(edition))[0], edition


# ---------------------------------------------------------------------------------------------- structure


def tiles(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether spans, none empty, follow each other without gap or overlap from start to end."""
    edges = [start, *(edge for span in spans for edge in span), end]
    return all(a == b for a, b in zip(edges[::2], edges[1::2], strict=True)) and all(a < b for a, b in spans)


def check_structure(document: Document) -> None:
    """Hold a document against the promises of its structure."""
    text = document.source.text
    letters = [(letter.start, letter.end) for letter in document.letters]
    assert tiles(letters, document.front.end, len(text))
    assert document.front.start == 0
    for letter in document.letters:
        assert tiles([(zone.start, zone.end) for zone in letter.zones], letter.start, letter.end)
        assert letter.zones[0].kind == "heading"
        zones = [(zone.note, zone.start, zone.end) for zone in letter.spans("note")]
        assert zones == [(note.label, note.start, note.end) for note in letter.notes]
        marks = [note.mark for note in letter.notes if note.mark]
        assert marks == sorted(marks)
        for note in letter.notes:
            if note.mark:
                assert letter.zone_at(note.mark.start).kind != "note"
                assert note.label in note.mark.of(text)
        for line in letter.lines:
            assert letter.zone_at(line.start).kind in {"heading", "header"}
            assert all(line.start <= span.start <= span.end <= line.end for span in line.fields.values())
    ids = [letter.letter_id for letter in document.letters]
    assert len(set(ids)) == len(ids)
    assert [letter.ordinal for letter in document.letters] == list(range(1, len(ids) + 1))


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


def check_rows(one: Reading) -> None:
    """Hold tables against the promises of the contract that any of them keeps."""
    document, text = one.parsed.document, one.text
    letters = {letter.letter_id: letter for letter in document.letters}
    for name, schema in read_schema().items():
        keys = [tuple(row[column] for column in schema.key) for row in one.rows[name]]
        assert not schema.key or len(set(keys)) == len(keys), f"{name}: {keys}"
        for row in one.rows[name]:
            check_bounds(row)
            if row.get("zone"):
                zone = letters[row["letter_id"]].zone_at(int(row["start"]))
                assert (zone.kind, zone.note) == (row["zone"], row["note"]), f"{name}: {row}"
                assert int(row["end"]) <= zone.end, f"{name}: {row}"
            printed = row.get("verbatim", row.get("surface", ""))
            if printed:
                assert collapse(text[int(row["start"]) : int(row["end"])]) == printed
    for table, column, target, there in FOREIGN_KEYS:
        known = set(one.column(target, there))
        assert {value for value in one.column(table, column) if value} <= known, f"{table}.{column}"


def check_bounds(row: dict[str, str]) -> None:
    """Hold the lower bounds of a row against the upper ones."""
    for low, high in (
        ("date_earliest", "date_latest"),
        ("earliest", "latest"),
        ("from_earliest", "from_latest"),
    ):
        if row.get(low) and row.get(high):
            assert row[low] <= row[high]
    for low, high in (("low", "high"), ("hours_low", "hours_high"), ("si_low", "si_high"), ("start", "end")):
        if row.get(low) and row.get(high):
            assert float(row[low]) <= float(row[high])


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


# --------------------------------------------------------------------------------------- damaged letters


@st.composite
def damaged_texts(draw: st.DrawFn) -> str:
    """Draw an invented edition with stretches of it cut out, doubled or overwritten."""
    text = draw(st.sampled_from(FIXTURES)).read_text(encoding="utf-8")
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 60)))
        new = draw(
            st.sampled_from(["", text[start:end] * 2, "\n", " ", "31/IX-34", "ibid.", "[", "1.", "½", "\r"])
        )
        text = text[:start] + new + text[end:]
    return text


@few
@given(text=st.one_of(st.text(), damaged_texts()), edition=st.sampled_from(EDITIONS))
def test_no_text_whatever_raises_anything_but_our_own_error(read: Reader, text: str, edition: str) -> None:
    with suppress(CorrstatsError):
        check_structure(read(text, edition).parsed.document)
