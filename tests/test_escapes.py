"""Nothing that stands in a source, a table or a name is ever run, taken for markup, followed or fetched."""

from __future__ import annotations

import csv
import re
import shutil
import sqlite3
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import nbformat
import pytest

from corrstats import parse, plot_timeline, read_tables, show
from corrstats.cli import run
from corrstats.editions import read_edition
from corrstats.errors import CorrstatsError
from corrstats.plots.save import save_figure
from corrstats.report.make import make_report

if TYPE_CHECKING:
    from collections.abc import Iterator

RYE = Path(__file__).parent / "fixtures" / "letters" / "rye-1930.txt"
SCRIPT = "<script>alert(1)</script>"
QUOTED = "\"><img src=x onerror='alert(1)'>"
NAME = f"ev'il\"&<script>alert(1)<-{'x'}"  # a file's name cannot hold a stroke
HOSTILE = f"""Letter 1 {SCRIPT}
[3 May 1930]
Viacheslav,
Comrade Za<b>belkin {SCRIPT} has 3 million poods {QUOTED} of rye.1 =HYPERLINK("http://x.invalid")
&lt;script&gt; javascript:alert(1) {{{{ 7*7 }}}} ${{title}} ]]> '; DROP TABLE letters; --

J. Stalin

1. On 10 May 1930, the Politburo {SCRIPT} decided to buy oil (RTsKhIDNI f. 17, op. 3, d. 792, l. 11).
"""
OWN = """name = '<script>alert(1)</script>'
title = '<script>alert(1)</script>'
[letter]
start = '^Letter (?P<number>[0-9]+)'
heading = ['^(?P<date>\\[.*\\])$']
heading_optional = true
sender = 'stalin-iv'
[notes]
start = '^(?P<number>[0-9]+)\\. '
"""


class _Tags(HTMLParser):
    """Collects what a browser would run or fetch: scripts, handlers of events, addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts = 0
        self.odd: list[tuple[str, str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        for name, value in attrs:
            address = name in {"src", "href", "xlink:href", "action", "data"}
            if name.startswith("on") or (
                address and re.match(r"(?i)\s*(?:javascript|vbscript):", value or "")
            ):
                self.odd.append((tag, name, value))
            if tag in {"img", "iframe", "object", "embed", "base", "b"}:
                self.odd.append((tag, name, value))


def tags(page: str) -> _Tags:
    """Read a page as a browser does."""
    found = _Tags()
    found.feed(page)
    found.close()
    return found


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a hostile source, an edition of one's own and its tables."""
    monkeypatch.chdir(tmp_path)
    Path(f"{NAME}.txt").write_text(HOSTILE, encoding="utf-8")
    Path("own.toml").write_text(OWN, encoding="utf-8")
    parse(f"{NAME}.txt", edition="own.toml").write(f"tables/{NAME}")
    return tmp_path


def test_a_shown_letter_holds_no_script_and_no_markup_of_the_text(here: Path) -> None:
    letter_id = f"{NAME}/1"
    assert run(["show", letter_id, "--tables", "tables", "--html", "1.html"]) == 0
    page = (here / "1.html").read_text(encoding="utf-8")
    fragment = show(letter_id, tables="tables")._repr_html_()
    for html in (page, fragment):
        assert (tags(html).scripts, tags(html).odd) == (0, [])
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
        assert "49" not in html, "no template in the text is filled"


def test_a_terminal_obeys_no_sign_of_a_letter_or_a_name(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = "\x1b]0;evil\x07"
    text = RYE.read_text(encoding="utf-8").replace("northern port", f"northern {evil} \x9b2J port")
    (here / "rye-1930.txt").write_text(text.replace("Letter 2", f"Letter 2{evil}"), encoding="utf-8")
    for terminal in (True, False):
        monkeypatch.setattr(sys.stdout, "isatty", lambda terminal=terminal: terminal)
        monkeypatch.setenv("TERM", "xterm-256color")
        assert run(["show", "rye-1930/1", "--source", "rye-1930.txt"]) == 0
        assert run(["people", "rye-1930.txt"]) == 0
        out = capsys.readouterr().out
        assert ("\x1b]0;" in out or "\x9b" in out) is not terminal, "a pipe gets the letter as it is"
    assert run(["parse", f"{evil}.txt", "--out", "out"]) == 2
    assert capsys.readouterr().err == "corrstats: ␛]0;evil␇.txt: no such file; check the name\n"


def test_an_edition_of_ones_own_runs_no_code(here: Path) -> None:
    for value in ('\'__import__("os").system("touch run")\'', "'{0.__class__}'", "'(?{touch run})'"):
        Path("evil.toml").write_text(f"name = {value}\n[letter]\nstart = {value}\n", encoding="utf-8")
        try:
            edition = read_edition("evil.toml")
        except CorrstatsError:
            continue
        assert edition.name == value.strip("'")
    assert not (here / "run").exists()


def notebook(folder: Path) -> None:
    """Write a notebook that shows hostile letters as notebooks here do."""
    code = (
        "import corrstats as cs\n"
        "tables = cs.read_tables('../tables')\n"
        "print(tables.letters['heading'][0])\n"
        "tables.mentions[['letter_id', 'surface']]"
    )
    cells = [
        nbformat.v4.new_markdown_cell("# Is <it> & safe?\n\nIs it?"),  # type: ignore[no-untyped-call]
        nbformat.v4.new_code_cell(code),  # type: ignore[no-untyped-call]
        nbformat.v4.new_code_cell(f"cs.show({NAME + '/1'!r}, tables='../tables')"),  # type: ignore[no-untyped-call]
    ]
    folder.mkdir()
    made = nbformat.v4.new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    nbformat.write(made, folder / f"01-{NAME}.ipynb")  # type: ignore[no-untyped-call]


def pages(folder: Path) -> Iterator[tuple[str, str]]:
    """Give the pages of a report."""
    for path in sorted(folder.rglob("*.html")):
        yield path.name, path.read_text(encoding="utf-8")


def test_no_page_of_the_report_holds_a_script_of_the_letters(here: Path) -> None:
    tables = read_tables("tables")
    (here / "figures").mkdir()
    save_figure(plot_timeline(tables.letters), here / "figures" / "timeline.svg")
    notebook(here / "notebooks")
    ids = list(tables.letters["letter_id"])
    letters = [(one, show(one, tables="tables").html()) for one in ids]
    make_report("report", tables="tables", notebooks="notebooks", figures="figures", letters=letters)
    told = dict(pages(here / "report"))
    assert {"index.html", "1.html", "mentions.html", f"01-{NAME}.html"} <= told.keys()
    for name, page in told.items():
        found = tags(page)
        assert found.odd == [], name
        assert "alert(1)</script>" not in page, name
        assert page.count("<script") == found.scripts, name
        assert SCRIPT not in page, name
    assert "&lt;script&gt;" in told["index.html"]
    assert "&lt;script&gt;" in told[f"01-{NAME}.html"]


@pytest.mark.parametrize("letter_id", ["../../escaped", "a/../../b", "/etc/x", "..", "a\\..\\b", ""])
def test_no_letter_leads_out_of_the_folder_of_the_report(here: Path, letter_id: str) -> None:
    from corrstats.report.make import _write_letters  # noqa: PLC0415  the one place where ids are paths

    before = sorted(here.rglob("*"))
    with pytest.raises(CorrstatsError, match="no letter can be called"):
        _write_letters(here / "report", [(letter_id, "<html></html>")])
    assert sorted(here.rglob("*")) == before


def test_links_and_ids_of_figures_are_escaped(here: Path) -> None:
    tables = read_tables("tables")
    save_figure(plot_timeline(tables.letters), here / "timeline.svg")
    text = (here / "timeline.svg").read_text(encoding="utf-8")
    assert "<script" not in text
    root = ET.fromstring(text)  # noqa: S314  our own file
    links = [link for one in root.iter() for name, link in one.attrib.items() if name.endswith("href")]
    assert [link for link in links if link.startswith(("javascript:", "http:"))] == []
    assert any(NAME in link for link in links)


def test_exports_hold_the_text_as_text(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind, name in (("graphml", "g.graphml"), ("tei", "t.xml"), ("cmif", "c.xml"), ("sqlite", "s.db")):
        assert run(["export", kind, f"tables/{NAME}", "--out", name]) == 0, capsys.readouterr().err
    for name in ("g.graphml", "t.xml", "c.xml"):
        root = ET.parse(here / name).getroot()  # noqa: S314  our own file
        assert not [one for one in root.iter() if str(one.tag).rpartition("}")[2] in {"script", "img", "b"}]
    with sqlite3.connect(here / "s.db") as database:
        rows = database.execute("SELECT letter_id, heading FROM letters").fetchall()
    assert [row[0] for row in rows] == [f"{NAME}/1"]
    assert SCRIPT in rows[0][1]


def test_a_csv_keeps_its_text_and_its_rows(here: Path) -> None:
    """A formula in a CSV stays what is printed; the export to Excel marks it as text (docs/formats.md)."""
    with (here / "tables" / NAME / "letters.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["letter_id"] for row in rows] == [f"{NAME}/1"]
    assert SCRIPT in rows[0]["heading"]
    shutil.rmtree(here / "tables")
