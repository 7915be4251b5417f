"""Notebooks as HTML pages that ask no server for anything; figures keep their words and links."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from nbconvert import HTMLExporter

from corrstats.report.notebooks import read_notebook
from corrstats.report.render import TEMPLATES, render

if TYPE_CHECKING:
    from collections.abc import Callable

# 'href="../report/letters/x/1.html#at-7"': page, passage, and what leads there, as figures carry it
_LINK = re.compile(r'<a\b[^>]*\bxlink:href="\.\./report/([^"#]+)(#[^"]*)?"[^>]*>(.*?)</a>', re.DOTALL)
_HEADING = re.compile(r"^#\s+(.+)$", re.MULTILINE)
_LABEL = re.compile(r'aria-label="([^"]*)"')
# the head and the first cells of a table as pandas writes it: '<thead>', '<th>'
_FRAME = re.compile(r'<table border="1" class="dataframe">.*?</table>', re.DOTALL)
_PARAGRAPH = re.compile(r"\n\s*\n")


def notebook_title(path: Path) -> str:
    """Give the first heading of a notebook, else its name."""
    cells = [cell.source for cell in read_notebook(path).cells if cell.cell_type == "markdown"]
    heading = _HEADING.search("\n".join(cells))
    return heading[1].strip() if heading else path.stem


def notebook_question(path: Path) -> str:
    """Give the paragraph under the first heading of a notebook, where it asks; else nothing."""
    cells = [cell.source for cell in read_notebook(path).cells if cell.cell_type == "markdown"]
    parts = _PARAGRAPH.split(cells[0].strip()) if cells else []
    return parts[1].strip() if len(parts) > 1 and "?" in parts[1] else ""


def notebook_page(path: Path) -> str:
    """Convert a notebook with its outputs to one HTML page."""
    notebook = read_notebook(path)
    notebook.metadata["title"] = notebook_title(path)
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        extra_template_basedirs=[str(TEMPLATES)],
        template_name="corrstats",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    page: str = exporter.from_notebook_node(notebook)[0]
    return _FRAME.sub(lambda frame: scope_headings(frame[0]), page)


def scope_headings(table: str) -> str:
    """Name a table as pandas writes it, and say of each heading whether it is of a column or of a row.

    >>> scope_headings("<table><thead><th>n</th></thead><tbody><th>1</th></tbody>")[46:]
    'thead><th scope="col">n</th></thead><tbody><th scope="row">1</th></tbody>'
    """
    named = table.replace("<table", '<table aria-label="Result of the code above"', 1)
    head, mark, body = named.partition("</thead>")
    return head.replace("<th>", '<th scope="col">') + mark + body.replace("<th>", '<th scope="row">')


def letter_page(page: str, letter_id: str, *, before: str, after: str) -> str:
    """Give the page of a letter with the way to the report and to the letters beside it.

    ``before`` and ``after`` are letter ids, empty at the ends.
    """
    up = "../" * len(PurePosixPath(letter_id).parts)
    nav = render("letter_nav.html", up=up, before=before, after=after)
    style = f"<style>\n{render('letter_nav.css')}</style>\n"
    for mark, instead in (
        ("</head>", f"{style}</head>"),
        ("<body>", f"<body>\n{nav.strip()}"),
        ("<main>", '<main id="content">'),
    ):
        page = page.replace(mark, instead, 1)
    return page


def inline_figure(svg: str) -> str:
    """Give an SVG file's text as it may stand in a page: from its root on."""
    return svg[svg.index("<svg") :]


def figure_words(svg: str) -> str:
    """Give the text alternative that a figure carries, escaped as in its file; empty where it has none."""
    label = _LABEL.search(svg)
    return label[1] if label else ""


def figure_finding(words: str) -> str:
    """Give what a figure finds: the first sentence of its words, without the stop.

    >>> figure_finding("2 of 3.5 answers left at noon. A bar for each.")
    '2 of 3.5 answers left at noon'
    """
    return words.partition(". ")[0].removesuffix(".")


def settle_links(page: str, place: str, exists: Callable[[str], bool]) -> str:
    """Lead the links of figures from a page to others of the report; take away those that lead nowhere.

    ``place`` is where the page stands in the report, ``exists`` says whether the report has another page.
    Each link is given a name, since a point has none.

    >>> mark = '<a xlink:href="../report/letters/x/1.html#at-7"><path/></a>'
    >>> settle_links(mark, "notebooks/01.html", lambda page: True)
    '<a href="../letters/x/1.html#at-7" aria-label="x/1"><path/></a>'
    >>> settle_links(mark, "notebooks/01.html", lambda page: False)
    '<path/>'
    """
    up = "../" * (len(PurePosixPath(place).parts) - 1)

    def settle(link: re.Match[str]) -> str:
        target, passage, drawn = link[1], link[2] or "", link[3]
        name = target.removeprefix("letters/").removesuffix(".html").replace("tables/", "table ")
        if not exists(target):
            return drawn
        return f'<a href="{up}{target}{passage}" aria-label="{name}">{drawn}</a>'

    return _LINK.sub(settle, page)
