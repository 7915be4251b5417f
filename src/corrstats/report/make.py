"""Puts the report together in one folder: an index with the figures, notebooks, letters and tables."""

from __future__ import annotations

import html
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from corrstats.errors import CorrstatsError
from corrstats.report.notebooks import find_notebooks, run_notebooks
from corrstats.report.pages import (
    figure_finding,
    figure_words,
    inline_figure,
    letter_page,
    notebook_page,
    notebook_question,
    notebook_title,
    settle_links,
)
from corrstats.report.render import render
from corrstats.report.tables import copy_files, list_letters, read_all, show_table, table_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from corrstats.report.tables import Read, Table

    Exists = Callable[[str], bool]

_OTHERS = "Other figures"


@dataclass(frozen=True)
class _Figure:
    """A figure of the gallery: file name without suffix, the drawing, what it finds, and all its words."""

    name: str
    svg: str
    finding: str
    words: str


@dataclass(frozen=True)
class _Question:
    """A question of the gallery with its figures; its text is empty where figures stand under none."""

    id: str
    text: str
    figures: list[_Figure]


@dataclass(frozen=True)
class _Notebook:
    """A notebook of the report: its page, its heading and the question it asks."""

    page: str
    title: str
    question: str


def make_report(  # noqa: PLR0913  each folder by its name
    out: str | Path,
    *,
    tables: str | Path,
    notebooks: str | Path | None,
    figures: str | Path,
    letters: Iterable[tuple[str, str]] = (),
    gallery: Mapping[str, Sequence[str]] = MappingProxyType({}),
    progress: Callable[[str], object] = lambda _: None,
) -> Path:
    """Run the notebooks in place, if any, and write the report into a folder; gives its ``index.html``.

    ``tables`` and ``figures`` are folders already written, ``letters`` pairs of letter_id and HTML page;
    ``gallery`` names the figures to show under each question, others follow. ``progress`` is told what is
    done next. Raises CorrstatsError for a notebook that fails and for a folder that is missing or empty.
    """
    out, tables, figures = Path(out), Path(tables), Path(figures)
    questions, read = _read_figures(figures, gallery), read_all(tables)
    if notebooks is not None:
        run_notebooks(notebooks, progress=progress)
    progress("pages")
    written = _write_letters(out, list(letters))
    exists = (written | {table_page(table.name) for table in read}).__contains__
    shown = [show_table(table, exists) for table in read]
    _write_tables(out, shown)
    copy_files(read, tables, out / "tables")
    page = render(
        "index.html",
        questions=questions,
        notebooks=[] if notebooks is None else _write_notebooks(out, Path(notebooks), exists),
        letters=list_letters(read, exists) if written else None,
        tables=shown,
        diagnostics=_diagnostics(read, exists),
    )
    index = out / "index.html"
    _write(index, settle_links(page, index.name, exists))
    drawings = [one for question in questions for one in question.figures]
    _copy_figures(drawings, figures, out / "figures", exists)
    return index


def _read_figures(folder: Path, gallery: Mapping[str, Sequence[str]]) -> list[_Question]:
    """Read the figures of a folder under their questions, those of none under the last heading."""
    paths = {path.stem: path for path in sorted(folder.glob("*.svg"))}
    if not paths:
        raise CorrstatsError("no figures in it", advice="write them first", file=str(folder))
    figures = {name: _read_figure(name, path.read_text(encoding="utf-8")) for name, path in paths.items()}
    named = {name for own in gallery.values() for name in own}
    groups = {**gallery, _OTHERS if gallery else "": [name for name in figures if name not in named]}
    found = [
        _Question(f"question-{place}", text, [figures[name] for name in own if name in figures])
        for place, (text, own) in enumerate(groups.items(), start=1)
    ]
    return [question for question in found if question.figures]


def _read_figure(name: str, text: str) -> _Figure:
    words = html.unescape(figure_words(text))
    return _Figure(name, inline_figure(text), figure_finding(words) or name, words)


def _copy_figures(drawings: list[_Figure], source: Path, target: Path, exists: Exists) -> None:
    """Put the files of figures into the report, where their points lead to its pages."""
    target.mkdir(parents=True, exist_ok=True)
    for drawing in drawings:
        path = source / f"{drawing.name}.svg"
        text = settle_links(path.read_text(encoding="utf-8"), f"figures/{path.name}", exists)
        _write(target / path.name, text)
        picture = path.with_suffix(".png")
        if picture.exists() and source.resolve() != target.resolve():
            shutil.copyfile(picture, target / picture.name)


def _write_letters(out: Path, letters: list[tuple[str, str]]) -> set[str]:
    """Write the page of each letter, with the way to those beside it, and give all pages."""
    ids = [letter_id for letter_id, _ in letters]
    beside = zip(["", *ids], [*ids[1:], ""], strict=False)
    for (letter_id, page), (before, after) in zip(letters, beside, strict=False):
        if {"", ".", ".."} & set(re.split(r"[/\\]", letter_id)):
            raise CorrstatsError(f"no letter can be called '{letter_id}'", advice="parse again")
        _write(out / f"letters/{letter_id}.html", letter_page(page, letter_id, before=before, after=after))
    return {f"letters/{letter_id}.html" for letter_id in ids}


def _write_notebooks(out: Path, folder: Path, exists: Exists) -> list[_Notebook]:
    """Write the page of each notebook, and tell what they are."""
    notebooks = []
    for path in find_notebooks(folder):
        page = f"notebooks/{path.stem}.html"
        _write(out / page, settle_links(notebook_page(path), page, exists))
        notebooks.append(_Notebook(page, notebook_title(path), notebook_question(path)))
    return notebooks


def _write_tables(out: Path, tables: list[Table]) -> None:
    names = [table.name for table in tables]
    for table in tables:
        _write(out / table_page(table.name), render("table.html", table=table, names=names))


def _diagnostics(tables: list[Read], exists: Exists) -> Table | None:
    """Give the table of doubts for the first page, None where there is none or nothing in it."""
    found = next((table for table in tables if table.name == "diagnostics" and table.rows), None)
    return show_table(found, exists, up="") if found else None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
