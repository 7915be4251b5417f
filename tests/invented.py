"""Invented letters in the layouts of both editions, what damages them, and what must hold for any of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from corrstats.tables import FOREIGN_KEYS, collapse, read_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Reading
    from corrstats.document import Document

MOLOTOV, KAGANOVICH = "stalin-molotov", "stalin-kaganovich"
EDITIONS = (MOLOTOV, KAGANOVICH)

# ---------------------------------------------------------------------------------------------- letters

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


# ---------------------------------------------------------------------------------------------- damage

DASHES = "-–—"
BLANKS = " \n"
# whatever a scanner or an editor may leave in a text; a NUL is refused before a text is read
STRANGE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8)
WORDS_OF_RULES = [
    "31/IX-34",
    "ibid.",
    "[",
    "1.",
    "½",
    "\r",
    "4",
    "____",
    "Letter 9\n",
    "13:0O.",
    "№",
    "²",
    "١٢",
]


def _drop(draw: st.DrawFn, text: str, signs: str) -> str:
    """Drop one of the signs wherever it stands, or in one place."""
    places = [at for at, sign in enumerate(text) if sign in signs]
    if not places:
        return text
    at = draw(st.sampled_from(places))
    return (
        text.replace(text[at], "") if draw(st.booleans()) and text[at] != "\n" else text[:at] + text[at + 1 :]
    )


def _of_lines(draw: st.DrawFn, text: str, times: int) -> str:
    """Put a line there as many times: twice, or not at all."""
    lines = text.splitlines(keepends=True)
    n = draw(st.integers(0, max(len(lines) - 1, 0)))
    return "".join([*lines[:n], *lines[n : n + 1] * times, *lines[n + 1 :]])


def _overwrite(draw: st.DrawFn, text: str) -> str:
    start = draw(st.integers(0, len(text)))
    end = min(len(text), start + draw(st.integers(0, 60)))
    new = draw(st.one_of(STRANGE, st.sampled_from([*WORDS_OF_RULES, "", text[start:end] * 2])))
    return text[:start] + new + text[end:]


def _lose_notes(draw: st.DrawFn, text: str) -> str:
    """Lose what stands below the last rule or the last numbered line, whole or from somewhere on."""
    start = max(text.rfind("____"), text.rfind("\n1"), 0)
    return text[: draw(st.integers(start, len(text)))]


DAMAGES: dict[str, Callable[[st.DrawFn, str], str]] = {
    "dropped dashes": lambda draw, text: _drop(draw, text, DASHES),
    "glued words": lambda draw, text: _drop(draw, text, BLANKS),
    "a doubled line": lambda draw, text: _of_lines(draw, text, 2),
    "a lost line": lambda draw, text: _of_lines(draw, text, 0),
    "lost notes": _lose_notes,
    "strange signs": _overwrite,
}


@st.composite
def damaged_texts(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a text of either edition with damage done to it, and its edition."""
    text, edition = draw(any_texts())
    for damage in draw(st.lists(st.sampled_from(sorted(DAMAGES)), min_size=1, max_size=6)):
        text = DAMAGES[damage](draw, text)
    return text, edition


# ---------------------------------------------------------------------------------------------- promises


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
