"""Notebooks that run the same each time, and a report that needs nothing but its folder."""

from __future__ import annotations

import json
import os
import re
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from corrstats.errors import CorrstatsError
from corrstats.report import make_report, run_notebooks
from corrstats.report.pages import (
    figure_words,
    notebook_page,
    notebook_question,
    notebook_title,
    settle_links,
)

if TYPE_CHECKING:
    from pathlib import Path

FIGURE = (
    '<?xml version="1.0"?>\n<svg role="graphics-document" aria-label="A &quot;quick&quot; answer." '
    'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<a xlink:href="../report/letters/wire/1.html#at-7" target="_blank"><path d="M 0 0"/></a>'
    '<a target="_blank" xlink:href="../report/letters/wire/2.html"><path d="M 1 1"/></a></svg>\n'
)
ROWS = ("mentions-1", "mentions-2", "correspondents-1", "correspondents-2", "diagnostics-1")
LETTER = f"""<!DOCTYPE html>
<html><head><title>1</title></head>
<body>
<main>{"".join(f'<mark id="{row}"></mark>' for row in ROWS)}</main>
</body></html>
"""
TABLES = {
    "letters": """letter_id,heading,date_edtf,corrected
wire/1,"two
lines",1934-10-02,
wire/2,one,,
wire/3,,,
""",
    "correspondents": """letter_id,role,person_id
wire/1,sender,carl-d
wire/1,recipient,anna-b
""",
    "people": """person_id,name
anna-b,Anna B.
carl-d,Carl D.
""",
    "mentions": """letter_id,person_id,surface
wire/1,anna-b,<b>Anna</b>
wire/3,carl-d,C.
wire/1,carl-d,D.
""",
    "diagnostics": """corpus,letter_id,message
wire,,no letters at all
wire,wire/1,who is meant?
""",
    "ferries": """name,seats
Tulun,12
""",
}
DRAWN = f"""from IPython.display import SVG
SVG({FIGURE.partition(chr(10))[2].strip()!r})"""


def write_notebook(path: Path, *sources: str) -> Path:
    """Write a notebook: a heading, then these code cells, with ids and the traces of an earlier run."""
    code: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "id": f"cell-{number}",
            "source": source,
            "outputs": [],
            "execution_count": None,
            "metadata": {"execution": {"iopub.status.busy": "2001-01-01T00:00:00Z"}},
        }
        for number, source in enumerate(sources, start=1)
    ]
    heading = {
        "cell_type": "markdown",
        "id": "heading",
        "metadata": {},
        "source": "# How long & why\n\nText.",
    }
    notebook = {
        "cells": [heading, *code],
        "metadata": {
            "kernelspec": {"display_name": "mine", "name": "my-own-environment"},
            "language_info": {"name": "python", "version": "2.7"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def read_notebook(path: Path) -> dict[str, Any]:
    """Read a notebook as the JSON it is."""
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def printed(notebook: dict[str, Any]) -> list[str]:
    """Give what the code cells printed."""
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    return ["".join(output["text"]).strip() for output in outputs if output.get("name") == "stdout"]


# --- running ----------------------------------------------------------------------------------------------


def test_a_notebook_runs_in_its_folder_with_no_backend_forced_on_it(tmp_path: Path) -> None:
    path = write_notebook(
        tmp_path / "01-first.ipynb",
        "import os, sys\nprint(os.environ.get('MPLBACKEND', ''))\nprint(os.getcwd())\nprint(sys.prefix)",
    )
    told: list[str] = []
    assert run_notebooks(tmp_path, progress=told.append) == [path]
    assert told == ["01-first.ipynb"]
    backend, folder, prefix = printed(read_notebook(path))[0].splitlines()
    assert backend in {"", "module://matplotlib_inline.backend_inline"}
    assert folder == str(tmp_path)
    assert prefix == sys.prefix


@pytest.mark.skipif((os.cpu_count() or 1) == 1, reason="one processor: notebooks run one after the other")
def test_notebooks_run_beside_each_other_and_each_is_told(tmp_path: Path) -> None:
    code = "from pathlib import Path\nPath('{}').touch()\nwhile not Path('{}').exists(): pass"
    paths = [
        write_notebook(tmp_path / "01-first.ipynb", code.format("a", "b")),
        write_notebook(tmp_path / "02-second.ipynb", code.format("b", "a")),
    ]
    told: list[str] = []
    assert run_notebooks(tmp_path, progress=told.append) == paths
    assert sorted(told) == ["01-first.ipynb", "02-second.ipynb"]


def test_a_notebook_keeps_nothing_of_time_or_machine(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "01-first.ipynb", "print('a')\nprint('b')", "2 + 2")
    run_notebooks(tmp_path)
    first = path.read_bytes()
    run_notebooks(tmp_path)
    assert path.read_bytes() == first
    notebook = read_notebook(path)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert "version" not in notebook["metadata"]["language_info"]
    assert [cell["metadata"] for cell in notebook["cells"]] == [{}, {}, {}]
    assert [cell["id"] for cell in notebook["cells"]] == ["heading", "cell-1", "cell-2"]
    assert [cell.get("execution_count") for cell in notebook["cells"]] == [None, 1, 2]
    assert printed(notebook) == ["a\nb"]
    assert b"2001-01-01" not in first
    assert first.endswith(b"}\n")


def test_a_notebook_that_fails_names_its_cell_and_stays_as_it_was(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "01-first.ipynb", "1 + 1", "raise KeyError('no such table')", "2 + 2")
    before = path.read_bytes()
    with pytest.raises(CorrstatsError, match="code cell 2 stopped with KeyError: 'no such table'") as raised:
        run_notebooks(tmp_path)
    assert raised.value.file == str(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_without_notebooks_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorrstatsError, match="no notebooks in it"):
        run_notebooks(tmp_path)


def test_a_file_that_is_no_notebook_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "01-first.ipynb").write_text("<html>", encoding="utf-8")
    with pytest.raises(CorrstatsError, match="not a notebook"):
        run_notebooks(tmp_path)


# --- pages ------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What a page asks for, links to and tells a screen reader."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep every tag."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def values(self, name: str, *tags: str) -> list[str]:
        """Give the values of an attribute, in these tags only where some are named."""
        return [attrs[name] for tag, attrs in self.tags if name in attrs and (not tags or tag in tags)]


def requests(text: str) -> list[str]:
    """Give what a browser would ask a server for: scripts, styles, pictures, fonts."""
    page = Page(text)
    asked = page.values("src") + page.values("href", "link") + re.findall(r"url\(['\"]?([^)'\"]+)", text)
    return [one for one in asked if not one.startswith(("data:", "#"))] + re.findall(r"@import", text)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a report of one notebook, one figure, one letter and one table."""
    root = tmp_path_factory.mktemp("project")
    write_notebook(root / "notebooks" / "01-first.ipynb", DRAWN, "'<script>no</script>'")
    (root / "figures").mkdir()
    (root / "figures" / "lanes-wire.svg").write_text(FIGURE, encoding="utf-8")
    (root / "figures" / "lanes-wire.png").write_bytes(b"png")
    tables = root / "data" / "tables" / "wire"
    tables.mkdir(parents=True)
    for name, rows in TABLES.items():
        (tables / f"{name}.csv").write_text(rows, encoding="utf-8")
    (tables / "datapackage.json").write_text("{}", encoding="utf-8")
    index = make_report(
        root / "report",
        tables=root / "data" / "tables",
        notebooks=root / "notebooks",
        figures=root / "figures",
        letters=[("wire/1", LETTER), ("wire/3", LETTER)],
    )
    assert index == root / "report" / "index.html"
    return index.parent


def test_the_report_asks_no_server_for_anything(report: Path) -> None:
    pages = [path.read_text(encoding="utf-8") for path in report.rglob("*.html")]
    assert len(pages) == 4 + len(TABLES)
    assert [asked for page in pages for asked in requests(page)] == []
    assert [attrs for page in pages for tag, attrs in Page(page).tags if tag == "script" and attrs] == []


def test_every_link_of_the_report_leads_somewhere(report: Path) -> None:
    followed = 0
    for path in (*report.rglob("*.html"), *report.rglob("*.svg")):
        for link in Page(path.read_text(encoding="utf-8")).values("href", "a"):
            target, _, part = link.partition("#")
            there = path.parent / target if target else path
            assert there.is_file(), f"{path.name}: {link}"
            if part and not part.startswith(("find=", "at-")) and path.parent.name != "notebooks":
                assert part in Page(there.read_text(encoding="utf-8")).values("id"), f"{path.name}: {link}"
            followed += 1
    assert followed > 40


def test_points_lead_to_their_letters_from_every_page(report: Path) -> None:
    index = (report / "index.html").read_text(encoding="utf-8")
    notebook = (report / "notebooks" / "01-first.html").read_text(encoding="utf-8")
    assert '<a href="letters/wire/1.html#at-7" aria-label="wire/1"><path d="M 0 0"/></a>' in index
    assert '<a href="../letters/wire/1.html#at-7" aria-label="wire/1"><path d="M 0 0"></path></a>' in notebook
    links = [link for page in (index, notebook) for link in Page(page).values("href", "a")]
    assert [link for link in links if "wire/2.html" in link] == []  # the report has no page of it
    assert "xlink:href" not in index
    assert '<path d="M 1 1"/>' in index


def test_figures_keep_their_words(report: Path) -> None:
    for page in (report / "index.html", report / "notebooks" / "01-first.html"):
        labels = Page(page.read_text(encoding="utf-8")).values("aria-label", "svg")
        assert labels == ['A "quick" answer.']


def test_the_index_names_notebooks_figures_and_tables_with_their_rows(report: Path) -> None:
    index = (report / "index.html").read_text(encoding="utf-8")
    assert '<a href="notebooks/01-first.html">How long &amp; why</a>' in index
    assert '<a href="figures/lanes-wire.svg">lanes-wire.svg</a>' in index
    assert '<a href="#figure-lanes-wire">A &#34;quick&#34; answer</a>' in index
    assert '<a href="tables/letters.html">letters</a></th><td>a letter</td><td class="n">3</td>' in index
    assert '<a href="tables/wire/letters.csv">wire</a>' in index
    assert (report / "figures" / "lanes-wire.png").read_bytes() == b"png"
    assert (report / "tables" / "wire" / "datapackage.json").is_file()


def test_each_row_of_a_table_leads_to_its_mark_in_its_letter(report: Path) -> None:
    mentions = (report / "tables" / "mentions.html").read_text(encoding="utf-8")
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>', mentions)
    assert rows == [
        '<a href="../letters/wire/1.html#mentions-1">wire/1</a>',
        '<a href="../letters/wire/3.html#mentions-1">wire/3</a>',
        '<a href="../letters/wire/1.html#mentions-2">wire/1</a>',
    ]
    assert "&lt;b&gt;Anna&lt;/b&gt;" in mentions
    people = (report / "tables" / "people.html").read_text(encoding="utf-8")
    assert '<a href="../tables/mentions.html#find=carl-d">carl-d</a>' in people
    letters = (report / "tables" / "letters.html").read_text(encoding="utf-8")
    assert '<th scope="row">wire/2</th>' in letters  # the report has no page of it


def test_figures_stand_under_their_questions_in_the_order_asked_for(tmp_path: Path) -> None:
    for name in ("abacus", "lanes", "timeline"):
        (tmp_path / f"{name}.svg").write_text(FIGURE, encoding="utf-8")
    write_notebook(tmp_path / "01-first.ipynb", "1 + 1")
    index = make_report(
        tmp_path / "report",
        tables=tmp_path,
        notebooks=tmp_path,
        figures=tmp_path,
        gallery={"When?": ["timeline", "gone"], "Why?": ["gone"], "How long?": ["lanes"]},
    )
    headings = re.findall(r'<h([34]) id="(?:figure-)?([\w-]+)"[^>]*>', index.read_text(encoding="utf-8"))
    assert headings == [
        ("3", "question-1"),
        ("4", "timeline"),
        ("3", "question-3"),
        ("4", "lanes"),
        ("3", "question-4"),
        ("4", "abacus"),
    ]


def test_a_report_without_notebooks_leaves_them_out_and_its_figures_where_they_are(tmp_path: Path) -> None:
    figures = tmp_path / "report" / "figures"
    figures.mkdir(parents=True)
    (figures / "lanes.svg").write_text(FIGURE, encoding="utf-8")
    page = make_report(tmp_path / "report", tables=tmp_path, notebooks=None, figures=figures).read_text(
        "utf-8"
    )
    assert "Notebooks" not in page
    assert '<h3 id="figure-lanes">' in page
    drawn = (figures / "lanes.svg").read_text(encoding="utf-8")
    assert '<path d="M 0 0"/>' in drawn
    assert "letters/" not in drawn  # there are none in this report to lead to


def test_a_table_tells_what_its_rows_and_columns_are(report: Path) -> None:
    letters = (report / "tables" / "letters.html").read_text(encoding="utf-8")
    assert "Table letters: 3 rows. One row is a letter.</span></caption>" in letters
    assert "Columns without any value, left out here: corrected." in letters
    assert "<dt>date_edtf</dt><dd>date in EDTF (ISO 8601-2), level 1 or 2</dd>" in letters
    ferries = (report / "tables" / "ferries.html").read_text(encoding="utf-8")
    assert "<td>12</td>" in ferries
    assert "<td>wire</td>" in ferries  # of which corpus, where the row does not say it


def test_the_index_lists_letters_and_doubts(report: Path) -> None:
    index = (report / "index.html").read_text(encoding="utf-8")
    first = re.search(r'<a href="letters/wire/1.html">wire/1</a></th>(.*?)</tr>', index, re.DOTALL)
    assert first is not None
    cells = re.findall(r"<td[^>]*>(.*?)</td>", first[1])
    assert cells == ["1934-10-02", "", "Carl D.", "Anna B.", "5"]
    assert '<a href="letters/wire/1.html#diagnostics-1">wire/1</a>' in index
    assert "<td>no letters at all</td>" in index


def test_a_letter_has_the_way_to_the_report_and_to_its_neighbours(report: Path) -> None:
    page = (report / "letters" / "wire" / "1.html").read_text(encoding="utf-8")
    assert Page(page).values("href", "a") == [
        "#content", "../../index.html", "../../tables/letters.html", "../../letters/wire/3.html",
    ]  # fmt: skip
    assert 'id="content"' in page
    last = (report / "letters" / "wire" / "3.html").read_text(encoding="utf-8")
    assert "Before: wire/1" in last
    assert "After" not in last


def test_headings_of_a_frame_say_what_they_are_of(tmp_path: Path) -> None:
    code = "import pandas as pd\npd.DataFrame({'n': [1]})"
    path = write_notebook(tmp_path / "01-first.ipynb", code)
    run_notebooks(tmp_path)
    page = notebook_page(path)
    assert '<th scope="col">n</th>' in page
    assert '<th scope="row">0</th>' in page


def test_a_report_needs_figures(tmp_path: Path) -> None:
    with pytest.raises(CorrstatsError, match="no figures in it"):
        make_report(tmp_path / "report", tables=tmp_path, notebooks=tmp_path, figures=tmp_path)
    assert not (tmp_path / "report").exists()


def test_what_a_cell_shows_is_text_and_no_markup(report: Path) -> None:
    notebook = (report / "notebooks" / "01-first.html").read_text(encoding="utf-8")
    assert "<script>no" not in notebook
    assert "&lt;script&gt;no" in notebook


def test_a_notebook_is_called_by_its_heading(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "01-first.ipynb", "1 + 1")
    assert notebook_title(path) == "How long & why"
    assert "<title>How long &amp; why</title>" in notebook_page(path)


def test_a_notebook_asks_under_its_heading(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "01-first.ipynb", "1 + 1")
    assert notebook_question(path) == ""
    asking = path.read_text(encoding="utf-8").replace("Text.", "How long,\\nand why?\\n\\nText.")
    path.write_text(asking, encoding="utf-8")
    assert notebook_question(path) == "How long,\nand why?"


def test_words_of_a_figure_stay_escaped() -> None:
    assert figure_words(FIGURE) == "A &quot;quick&quot; answer."
    assert figure_words("<svg></svg>") == ""


def test_links_are_led_up_as_far_as_the_page_is_deep() -> None:
    mark = '<a xlink:href="../report/letters/x/1.html"><path/></a>'
    assert settle_links(mark, "a/b/c.html", lambda page: page == "letters/x/1.html") == (
        '<a href="../../letters/x/1.html" aria-label="x/1"><path/></a>'
    )
