"""Puts the report together in one folder: an index with the figures, notebooks, letters and tables."""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from corrstats.errors import CorrstatsError
from corrstats.report.notebooks import find_notebooks, run_notebooks
from corrstats.report.pages import (
    TEMPLATES,
    figure_words,
    inline_figure,
    notebook_page,
    notebook_title,
    settle_links,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True)
class _Figure:
    """A figure of the gallery: file name without suffix, the drawing, its words."""

    name: str
    svg: str
    words: str


@dataclass(frozen=True)
class _Table:
    """A table of the report: where its file stands, and how many rows it has."""

    name: str
    path: str
    n_rows: int


def make_report(  # noqa: PLR0913  each folder by its name
    out: str | Path,
    *,
    tables: str | Path,
    notebooks: str | Path,
    figures: str | Path,
    letters: Iterable[tuple[str, str]] = (),
    progress: Callable[[str], object] = lambda _: None,
) -> Path:
    """Run the notebooks in place and write the report into a folder; gives its ``index.html``.

    ``tables`` and ``figures`` are folders already written, ``letters`` pairs of letter_id and HTML page.
    ``progress`` is told what is done next. Raises CorrstatsError for a notebook that fails and for a folder
    that is missing or empty.
    """
    out, tables, figures = Path(out), Path(tables), Path(figures)
    drawings = _read_figures(figures)
    run_notebooks(notebooks, progress=progress)
    progress("pages")
    letter_pages = _write_letters(out, letters)
    written = {page for _, page in letter_pages}
    notebook_pages = _write_notebooks(out, Path(notebooks), written.__contains__)
    index = out / "index.html"
    page = _render(
        figures=drawings,
        notebooks=notebook_pages,
        letters=_by_corpus(letter_pages),
        tables=_copy_tables(tables, out / "tables"),
    )
    index.write_text(settle_links(page, index.name, written.__contains__), encoding="utf-8", newline="\n")
    _copy_figures(drawings, figures, out / "figures")
    return index


def _read_figures(folder: Path) -> list[_Figure]:
    paths = sorted(folder.glob("*.svg"))
    if not paths:
        raise CorrstatsError("no figures in it", advice="write them first", file=str(folder))
    texts = [(path.stem, path.read_text(encoding="utf-8")) for path in paths]
    return [_Figure(name, inline_figure(text), figure_words(text)) for name, text in texts]


def _copy_figures(drawings: list[_Figure], source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for drawing in drawings:
        for suffix in (".svg", ".png"):
            if (source / f"{drawing.name}{suffix}").exists():
                shutil.copyfile(source / f"{drawing.name}{suffix}", target / f"{drawing.name}{suffix}")


def _write_letters(out: Path, letters: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Write the page of each letter, and give letter ids with their pages."""
    pages = []
    for letter_id, html in letters:
        page = f"letters/{letter_id}.html"
        (out / page).parent.mkdir(parents=True, exist_ok=True)
        (out / page).write_text(html, encoding="utf-8", newline="\n")
        pages.append((letter_id, page))
    return pages


def _by_corpus(pages: list[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """Give numbers and pages of the letters by corpus."""
    corpora: dict[str, list[tuple[str, str]]] = {}
    for letter_id, page in pages:
        corpus, _, number = letter_id.rpartition("/")
        corpora.setdefault(corpus, []).append((number, page))
    return corpora


def _write_notebooks(out: Path, folder: Path, exists: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Write the page of each notebook, and give titles with their pages."""
    (out / "notebooks").mkdir(parents=True, exist_ok=True)
    pages = []
    for path in find_notebooks(folder):
        page = f"notebooks/{path.stem}.html"
        html = settle_links(notebook_page(path), page, exists)
        (out / page).write_text(html, encoding="utf-8", newline="\n")
        pages.append((notebook_title(path), page))
    return pages


def _copy_tables(source: Path, target: Path) -> dict[str, list[_Table]]:
    """Copy the tables of each corpus, and tell what they are."""
    if not source.is_dir():
        raise CorrstatsError(
            "no such folder of tables", advice="write some with 'corrstats parse'", file=str(source)
        )
    copied: dict[str, list[_Table]] = {}
    for path in sorted((*source.glob("*.csv"), *source.glob("*/*.csv"), *source.glob("*/datapackage.json"))):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
        if path.suffix == ".csv":
            table = _Table(path.stem, f"tables/{path.relative_to(source).as_posix()}", _count_rows(path))
            copied.setdefault(path.parent.name, []).append(table)
    return copied


def _count_rows(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def _render(**parts: object) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("index.html").render(**parts) + "\n"
