"""Notebooks as HTML pages that ask no server for anything; figures keep their words and links."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from nbconvert import HTMLExporter

from corrstats.report.notebooks import read_notebook

if TYPE_CHECKING:
    from collections.abc import Callable

TEMPLATES = Path(__file__).parent / "templates"

# 'href="../report/letters/x/1.html"' with what it leads from, as figures carry it
_LINK = re.compile(r'<a\b[^>]*\bxlink:href="\.\./report/([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
_HEADING = re.compile(r"^#\s+(.+)$", re.MULTILINE)
_LABEL = re.compile(r'aria-label="([^"]*)"')


def notebook_title(path: Path) -> str:
    """Give the first heading of a notebook, else its name."""
    cells = [cell.source for cell in read_notebook(path).cells if cell.cell_type == "markdown"]
    heading = _HEADING.search("\n".join(cells))
    return heading[1].strip() if heading else path.stem


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
    return page


def inline_figure(svg: str) -> str:
    """Give an SVG file's text as it may stand in a page: from its root on."""
    return svg[svg.index("<svg") :]


def figure_words(svg: str) -> str:
    """Give the text alternative that a figure carries, escaped as in its file; empty where it has none."""
    label = _LABEL.search(svg)
    return label[1] if label else ""


def settle_links(page: str, place: str, exists: Callable[[str], bool]) -> str:
    """Lead the links of figures from a page to others of the report; take away those that lead nowhere.

    ``place`` is where the page stands in the report, ``exists`` says whether the report has another page.

    >>> mark = '<a xlink:href="../report/letters/x/1.html"><path/></a>'
    >>> settle_links(mark, "notebooks/01.html", lambda page: True)
    '<a href="../letters/x/1.html"><path/></a>'
    >>> settle_links(mark, "notebooks/01.html", lambda page: False)
    '<path/>'
    """
    up = "../" * (len(PurePosixPath(place).parts) - 1)

    def settle(link: re.Match[str]) -> str:
        return f'<a href="{up}{link[1]}">{link[2]}</a>' if exists(link[1]) else link[2]

    return _LINK.sub(settle, page)
