"""A letter with everything found in it marked: nothing is left out, nothing is lost, nothing breaks out."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import corrstats as cs
from corrstats.show.marks import KINDS, Mark
from corrstats.show.nesting import Part, Piece, nest_marks
from corrstats.tables import read_rows, read_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VOID = {"meta", "br", "link"}


class Page(HTMLParser):
    """Reads a page: its ids, links, marks and text, and whether its tags are well nested."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.marks: dict[str, str] = {}
        self.tags: set[str] = set()
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what a tag says."""
        found = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        if tag not in VOID:
            self.stack.append(tag)
        if "id" in found:
            self.ids.append(found["id"])
        if "href" in found:
            self.links.append(found["href"])
        if tag == "mark" and "id" in found:
            self.marks[found["id"]] = found["title"]

    def handle_endtag(self, tag: str) -> None:
        """Hold a closing tag against the one that is open."""
        assert self.stack.pop() == tag, f"</{tag}> closes another"

    def handle_data(self, data: str) -> None:
        """Keep the text that a reader sees."""
        if "style" not in self.stack:
            self.text.append(data)


@pytest.fixture(
    scope="module", params=["rye-1930/1", "rye-1930/2", "rye-1930/3", "ferry-1934/1", "ferry-1934/2"]
)
def letter_id(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def rows_of(project: Path, letter_id: str) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Give table, place in the letter and cells of every row of a letter that has a span."""
    tables = read_rows(project / "data" / "tables" / letter_id.partition("/")[0])
    for name, schema in read_schema().items():
        cells = (dict(zip(schema.names, row, strict=True)) for row in tables[name])
        for n, row in enumerate([one for one in cells if one.get("letter_id") == letter_id], start=1):
            yield name, n, row


# ------------------------------------------------------------------------------------------ what is marked


def test_every_row_of_a_letter_is_on_its_page_and_marked_where_it_stands(
    parsed_project: Path, letter_id: str
) -> None:
    page = Page(cs.show(letter_id, tables=parsed_project / "data" / "tables").html())
    for table, n, row in rows_of(parsed_project, letter_id):
        start, end = ("mark_start", "mark_end") if table == "notes" else ("start", "end")
        assert page.ids.count(f"{table}-{n}") == 1
        if row.get(start, "") < row.get(end, ""):
            assert f"{table}-{n}" in page.marks


def test_the_text_of_a_letter_is_whole(parsed_project: Path, letter_id: str) -> None:
    shown = cs.show(letter_id, tables=parsed_project / "data" / "tables")
    page = Page(shown.html())
    printed = "".join(page.text)
    for zone in shown.view.zones:
        start, end = shown.view.stretch(zone)
        assert shown.view.text[start:end] in printed


def test_ids_stand_once_and_every_link_leads_somewhere(parsed_project: Path, letter_id: str) -> None:
    shown = cs.show(letter_id, tables=parsed_project / "data" / "tables")
    for html in (shown.html(), shown._repr_html_()):
        page = Page(html)
        assert page.stack == []
        assert len(page.ids) == len(set(page.ids))
        assert {link.removeprefix("#") for link in page.links} <= set(page.ids)


def test_note_marks_and_notes_lead_to_each_other(parsed_project: Path) -> None:
    page = Page(cs.show("rye-1930/1", tables=parsed_project / "data" / "tables").html())
    assert {"note-1", "note-2", "mark-1", "mark-2"} <= set(page.ids)
    assert {"#note-1", "#note-2", "#mark-1", "#mark-2"} <= set(page.links)


def test_zones_are_labelled(parsed_project: Path) -> None:
    html = cs.show("ferry-1934/1", tables=parsed_project / "data" / "tables").html()
    labels = re.findall(r'<section class="cs-zone" aria-label="([^"]+)"', html)
    assert labels == ["heading", "header", "body", "signature", "note 1"]


def test_kinds_are_told_by_words_too(parsed_project: Path) -> None:
    html = cs.show("rye-1930/1", tables=parsed_project / "data" / "tables").html()
    assert '<mark class="cs-amount" id="quantities-1" data-label="amount" title="amount: 250,000 pood' in html
    for kind in KINDS.values():
        assert f".cs-{kind.name} {{" in html, f"{kind.name} has no style of its own"


def test_what_the_text_says_stays_text(parsed_project: Path) -> None:
    shown = cs.show("rye-1930/1", tables=parsed_project / "data" / "tables")
    for html in (shown.html(), shown._repr_html_()):
        assert "script" not in Page(html).tags
        assert "&lt;script&gt;alert(&quot;fog&quot;)&lt;/script&gt; &amp; other rumours" in html


def test_what_the_tables_say_stays_text(project: Path) -> None:
    people = project / "data" / "tables" / "rye-1930" / "people.csv"
    evil = "\"'><script>alert(1)</script>".replace('"', '""')
    people.write_text(
        people.read_text(encoding="utf-8").replace("found-brandt,Brandt", f'found-brandt,"{evil}"')
    )
    shown = cs.show("rye-1930/1", tables=project / "data" / "tables")
    assert "<script>alert(1)" in str(shown)
    for html in (shown.html(), shown._repr_html_()):
        assert "script" not in Page(html).tags


def test_a_page_needs_nothing_else_and_is_the_same_each_time(parsed_project: Path) -> None:
    tables = parsed_project / "data" / "tables"
    html = cs.show("rye-1930/2", tables=tables).html()
    assert html == cs.show("rye-1930/2", tables=tables).html()
    assert re.findall(r"https?:|<link|@import|url\(", html) == []
    assert 'name="viewport"' in html
    assert "@media print" in html


def test_pointers_lead_to_the_page_of_their_letter(parsed_project: Path) -> None:
    shown = cs.show("rye-1930/2", tables=parsed_project / "data" / "tables")
    assert "../rye-1930/1.html" in Page(shown.html(lambda letter_id: f"../{letter_id}.html")).links


def test_every_place_of_a_row_can_be_led_to_by_its_offset(parsed_project: Path, letter_id: str) -> None:
    shown = cs.show(letter_id, tables=parsed_project / "data" / "tables")
    page, fragment = Page(shown.html()), Page(shown._repr_html_())
    for table, _, row in rows_of(parsed_project, letter_id):
        if table != "letters" and row.get("start", "") < row.get("end", ""):
            assert f"at-{row['start']}" in page.ids, (table, row)
    assert [
        name for name in fragment.ids if re.search(r"\bat-\d", name)
    ] == []  # offsets are no one's in a notebook


def test_a_delay_names_the_rows_that_it_lies_between(parsed_project: Path) -> None:
    html = cs.show("ferry-1934/1", tables=parsed_project / "data" / "tables").html()
    found = dict(re.findall(r'<tr id="(latencies-\d+)">(.*?)</tr>', html))
    legs = [re.findall(r"<td>([^<:]+):", row)[0] for row in found.values()]
    ends = [re.findall(r'href="#([^"]+)"', row) for row in found.values()]
    assert dict(zip(legs, ends, strict=True)) == {
        "sent to reply": ["events-1", "events-2"],
        "letter to decision": ["letters-1", "decisions-1"],
    }
    assert 'id="latencies-sent-to-reply"' in html


# ------------------------------------------------------------------------------------------ plain text, rich


def test_plain_text_marks_and_lists_everything(parsed_project: Path, letter_id: str) -> None:
    text = str(cs.show(letter_id, tables=parsed_project / "data" / "tables"))
    for table, n, row in rows_of(parsed_project, letter_id):
        if table != "letters":
            assert re.search(rf"^{table}-{n}  ", text, re.MULTILINE)
        if table == "quantities":
            assert f"{row['verbatim']}|amount}}" in text.replace("\n", " ")


def test_rich_prints_the_letter_in_colours(parsed_project: Path) -> None:
    shown = cs.show("rye-1930/1", tables=parsed_project / "data" / "tables")
    out = io.StringIO()
    Console(file=out, force_terminal=True, width=200, color_system="standard").print(shown)
    assert "\x1b[" in out.getvalue()
    plain = re.sub(r"\x1b\[[\d;]*m", "", out.getvalue())
    assert '<script>alert("fog")</script> & other rumours' in plain
    assert "quantities-1" in plain


def test_a_shown_letter_says_briefly_what_it_is(parsed_project: Path) -> None:
    shown = cs.show("rye-1930/3", tables=parsed_project / "data" / "tables")
    assert repr(shown) == f"<Shown rye-1930/3, {len(shown.marks)} rows>"


# ------------------------------------------------------------------------------------------ rows


def test_a_row_shows_its_passage_with_the_row_in_focus(parsed_project: Path) -> None:
    tables = cs.read_tables(parsed_project / "data" / "tables")
    amounts = tables.quantities
    row = amounts[amounts["verbatim"] == "1 to 1.5 million rubles"].iloc[0]
    shown = cs.show(row)
    fragment = shown._repr_html_()
    assert "lighthouse fund" in fragment
    assert "leaking roof" not in fragment
    assert re.findall(r'class="cs-amount cs-focus" id="([^"]+)"', fragment) == ["rye-1930-1-quantities-3"]
    assert re.findall(r'class="cs-amount cs-focus" id="([^"]+)"', shown.html()) == ["quantities-3"]
    assert "leaking roof" in shown.html()
    assert "\n-> quantities-3  '1 to 1.5 million rubles'" in shown.text()


@pytest.mark.parametrize(
    "table", [name for name in read_schema() if name not in {"people", "inferred_dates"}]
)
def test_a_row_of_any_table_can_be_shown(parsed_project: Path, table: str) -> None:
    frame = cs.read_tables(parsed_project / "data" / "tables")[table]
    for _, row in frame.iloc[[0, -1]].iterrows():
        shown = cs.show(row)
        assert shown.view.letter_id == row["letter_id"]
        if table in {"mentions", "events", "decisions"}:
            assert shown.view.focus is not None
            assert (shown.view.focus.start, shown.view.focus.end) == (row["start"], row["end"])
            assert shown.view.focus.row_id.startswith(f"{table}-")


def test_a_row_as_a_dict_and_a_span_alone_can_be_shown(parsed_project: Path) -> None:
    tables = parsed_project / "data" / "tables"
    row = cs.read_tables(tables).mentions.iloc[-1]
    for partial in (row.to_dict(), row[["letter_id", "start", "end"]].to_dict()):
        assert "cs-focus" in cs.show(partial, tables=tables)._repr_html_()


def test_a_row_of_parsed_tables_needs_its_corpus(
    letters: Path, monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    text = (letters / "rye-1930.txt").read_text(encoding="utf-8")
    mine = project / "rye-1930.txt"
    mine.write_text(text.replace("Letter 1\n", "Letter 1\n\n\n"), encoding="utf-8")
    corpus = cs.parse(mine)
    row = corpus.tables.quantities.iloc[0]
    assert row["verbatim"] in cs.show(row, tables=corpus).text()
    monkeypatch.chdir(project)
    with pytest.raises(cs.CorrstatsError, match=r"this row is of other tables.*show\(row, tables=corpus\)"):
        cs.show(row)
    with pytest.raises(cs.CorrstatsError, match="were not read from a folder"):
        cs.show(row, tables=corpus.tables)


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ({"verbatim": "3 poods"}, "this row names no letter"),
        ("rye-1930/9", "no letter 'rye-1930/9' in the tables; there are ferry-1934/1 to rye-1930/3"),
        ("rye", "no letter 'rye' in the tables"),
    ],
)
def test_what_cannot_be_shown_says_why(parsed_project: Path, what: str, message: str) -> None:
    with pytest.raises(cs.CorrstatsError, match=message):
        cs.show(what, tables=parsed_project / "data" / "tables")


def test_a_whole_table_is_not_a_row(parsed_project: Path) -> None:
    with pytest.raises(cs.CorrstatsError, match="that is a whole table; give one row"):
        cs.show(cs.read_tables(parsed_project / "data" / "tables").quantities)


# ------------------------------------------------------------------------------------------ the text


def test_tables_and_text_are_found_from_a_folder_below(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (project, project / "notebooks", project / "notebooks" / "drafts"):
        folder.mkdir(exist_ok=True)
        monkeypatch.chdir(folder)
        assert "lighthouse" in str(cs.show("rye-1930/1"))
    monkeypatch.chdir(project / "notebooks")
    assert "15 percent" in str(cs.show(cs.read_tables("../data/tables").quantities.iloc[-1]))


def test_the_text_that_the_tables_name_is_taken_wherever_it_is(project: Path) -> None:
    data = project / "data"
    (data / "regesta").mkdir()
    (data / "sources" / "rye-1930.txt").rename(data / "regesta" / "rye-1930.txt")
    (data / "sources" / "rye-1930.txt").write_text(
        "Letter 1\n[3 May 1930]\nAnother text.\n", encoding="utf-8"
    )
    assert "lighthouse" in str(cs.show("rye-1930/1", tables=data / "tables"))


def test_without_its_text_a_letter_cannot_be_shown(project: Path) -> None:
    (project / "data" / "sources" / "rye-1930.txt").unlink()
    with pytest.raises(cs.CorrstatsError, match=r"is not here; put it into data/sources/rye-1930\.txt"):
        cs.show("rye-1930/1", tables=project / "data" / "tables")


def test_the_text_may_be_given_as_a_path_or_as_text(project: Path, letters: Path) -> None:
    (project / "data" / "sources" / "rye-1930.txt").unlink()
    path = letters / "rye-1930.txt"
    for source in (path, str(path), path.read_text(encoding="utf-8")):
        for tables in (project / "data" / "tables", None):
            assert "lighthouse" in str(cs.show("rye-1930/1", tables=tables, source=source))


def test_another_text_than_that_of_the_tables_is_refused(project: Path, letters: Path) -> None:
    moved = "Moved. " + (letters / "rye-1930.txt").read_text(encoding="utf-8")
    with pytest.raises(cs.CorrstatsError, match="the tables were made from another text"):
        cs.show("rye-1930/1", tables=project / "data" / "tables", source=moved)


def test_zones_are_derived_from_the_tables_where_no_edition_is_known(letters: Path, tmp_path: Path) -> None:
    edition = tmp_path / "own.toml"
    edition.write_text(
        "name = 'own'\n[letter]\nstart = '^Document (?P<number>\\d+)$'\nheading_optional = true\n"
        "heading = ['^(?P<date>\\[.*\\])$']\n[notes]\nstart = '^(?P<number>\\d+)\\. '\n",
        encoding="utf-8",
    )
    source = tmp_path / "data" / "sources" / "mine.txt"
    source.parent.mkdir(parents=True)
    text = (letters / "rye-1930.txt").read_text(encoding="utf-8")
    source.write_text(text.replace("\nLetter ", "\nDocument "), encoding="utf-8")
    cs.parse(source, edition=edition).write(tmp_path / "tables")
    zones = cs.show("mine/1", tables=tmp_path / "tables").view.zones
    assert [(zone.kind, zone.note) for zone in zones] == [
        ("heading", ""),
        ("text", ""),
        ("note", "1"),
        ("note", "2"),
    ]
    assert all(one.end == other.start for one, other in pairwise(zones))


# ------------------------------------------------------------------------------------------ overlaps

TEXT = "abcdefghijklmnopqrstuvwxyz"
SPANS = st.tuples(st.integers(0, 26), st.integers(0, 26)).map(sorted)


def flatten(pieces: list[Piece]) -> str:
    return "".join(piece if isinstance(piece, str) else flatten(piece.inside) for piece in pieces)


def parts_of(pieces: list[Piece]) -> Iterator[Part]:
    for piece in pieces:
        if isinstance(piece, Part):
            yield piece
            yield from parts_of(piece.inside)


@given(st.lists(SPANS, max_size=12), SPANS)
def test_overlapping_marks_tile_their_spans_and_keep_the_text(
    spans: list[list[int]], window: list[int]
) -> None:
    marks = [Mark(f"mentions-{n}", "person", start, end, "") for n, (start, end) in enumerate(spans)]
    start, end = window
    pieces = nest_marks(TEXT, marks, start, end)
    assert flatten(pieces) == TEXT[start:end]
    found: dict[str, list[Part]] = {}
    for part in parts_of(pieces):
        assert flatten(part.inside) == TEXT[part.start : part.end] != ""
        found.setdefault(part.mark.row_id, []).append(part)
    for mark in marks:
        inside = (max(mark.start, start), min(mark.end, end))
        parts = found.get(mark.row_id, [])
        if inside[0] >= inside[1] or mark.start == mark.end:
            assert parts == []
            continue
        assert (parts[0].start, parts[-1].end) == inside
        assert all(one.end == other.start for one, other in pairwise(parts))
        assert sum(part.first for part in parts) == (mark.start >= start)


def test_a_crossing_mark_is_split_where_the_first_one_ends() -> None:
    marks = [Mark("a-1", "person", 0, 4, ""), Mark("b-1", "amount", 2, 6, "")]
    pieces = nest_marks(TEXT, marks, 0, 8)
    first, second, rest = pieces
    assert isinstance(first, Part)
    assert isinstance(second, Part)
    assert [type(piece) for piece in first.inside] == [str, Part]
    assert (second.mark.row_id, second.first, rest) == ("b-1", False, "gh")


def test_a_row_whose_place_is_only_white_space_is_led_to_in_the_list(project: Path) -> None:
    folder = project / "data" / "tables"
    doubts = folder / "rye-1930" / "diagnostics.csv"
    page = Page(cs.show("rye-1930/1", tables=folder).html())
    n = sum(name.startswith("diagnostics-") for name in page.ids) + 1
    text = cs.show("rye-1930/1", tables=folder).view.text
    place = text.index("\n\n")
    with doubts.open("a", encoding="utf-8", newline="") as file:
        file.write(f"rye-1930,rye-1930/1,1,1,info,note-without-mark,no mark,,{place},{place + 1}\r\n")
    page = Page(cs.show("rye-1930/1", tables=folder).html())
    assert page.ids.count(f"diagnostics-{n}") == 1
    assert f"diagnostics-{n}" not in page.marks
