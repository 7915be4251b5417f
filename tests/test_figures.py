"""Every figure of both editions, drawn once and looked at twice: as a journal would, and as its links lead.

In print at half a page's width nothing is too small, cut off or covered. Each link names a passage, and it is
there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from matplotlib.text import Text
from matplotlib.transforms import Bbox

import corrstats as cs
from corrstats.plots import figures as writer
from corrstats.plots.save import save_figure

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from matplotlib.transforms import BboxBase

HALF_A_PAGE, PAGE = 85 / 25.4, 240 / 25.4  # inches: a column of a journal, and how high a page is
SMALLEST = 5  # points: what journals ask for at the size of print
_TOUCH = 0.02  # inches, by which the boxes of two words may meet: a box is higher than its letters
LINK = re.compile(r'xlink:href="\.\./report/([^"#]+)#?([^"]*)"')


@dataclass(frozen=True)
class Word:
    """A text as it was drawn, its box in inches."""

    text: str
    points: float
    box: BboxBase
    level: bool


@dataclass(frozen=True)
class Drawn:
    """A figure as it was drawn: size in inches, and its words."""

    width: float
    height: float
    words: list[Word]


@dataclass(frozen=True)
class Figures:
    """The files of all figures, and by name how each was drawn."""

    files: list[Path]
    drawn: dict[str, Drawn]


@pytest.fixture(scope="module")
def corpus(root: Path) -> cs.Corpus:
    """Give both editions, parsed from their regesta."""
    return cs.parse(root / "data" / "regesta")


@pytest.fixture(scope="module")
def written(corpus: cs.Corpus, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Figures:
    """Write all figures, those of the answer key with them, and note each text that is drawn for print."""
    drawn: dict[str, Drawn] = {}
    words: dict[Text, Word] = {}  # a text is drawn again where the figure is
    draw = Text.draw

    def note(text: Text, renderer: RendererBase) -> None:
        figure = text.get_figure(root=True)
        if figure and text.get_visible() and text.get_text().strip():
            box = Bbox(text.get_window_extent(renderer).get_points() / figure.dpi)
            words[text] = Word(text.get_text(), float(text.get_fontsize()), box, text.get_rotation() == 0)
        draw(text, renderer)

    def save(ax: Axes, path: Path) -> None:
        words.clear()
        save_figure(ax, path)
        figure = ax.get_figure(root=True)
        assert figure is not None
        if path.suffix == ".png":
            width, height = (float(inches) for inches in figure.get_size_inches())
            drawn[path.stem] = Drawn(width, height, list(words.values()))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, "save_figure", save)
        patch.setattr(Text, "draw", note)
        folder = tmp_path_factory.mktemp("figures")
        files = writer.write_figures(corpus.tables, folder, key=root / "tests" / "key")
    return Figures(files, drawn)


# --- in print ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn(written: Figures) -> dict[str, Drawn]:
    """Give how each figure was drawn for print."""
    assert len(written.drawn) == len(written.files) / 2 >= 14
    assert [name for name, one in written.drawn.items() if len(one.words) < 4] == []
    return written.drawn


def test_words_can_be_read_at_half_a_page(drawn: dict[str, Drawn]) -> None:
    smallest = {
        name: min(word.points for word in one.words) * HALF_A_PAGE / one.width for name, one in drawn.items()
    }
    assert {name: size for name, size in smallest.items() if size < SMALLEST} == {}


def test_no_figure_is_higher_than_a_page(drawn: dict[str, Drawn]) -> None:
    heights = {name: one.height * HALF_A_PAGE / one.width for name, one in drawn.items()}
    assert {name: height for name, height in heights.items() if height > PAGE} == {}


def test_no_words_are_cut_off(drawn: dict[str, Drawn]) -> None:
    cut = [
        f"{name}: {word.text!r}"
        for name, one in drawn.items()
        for word in one.words
        if word.box.x0 < 0 or word.box.y0 < 0 or word.box.x1 > one.width or word.box.y1 > one.height
    ]
    assert cut == []


def test_no_words_stand_on_others(drawn: dict[str, Drawn]) -> None:
    covered = [
        f"{name}: {word.text!r} and {other.text!r}"
        for name, one in drawn.items()
        for word, other in combinations([word for word in one.words if word.level], 2)
        if meet(word.box, other.box)
    ]
    assert covered == []


def meet(one: BboxBase, other: BboxBase) -> bool:
    """Say whether two boxes cover each other by more than a touch."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    along = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(across > _TOUCH and along > _TOUCH)


# --- where their links lead -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def links(written: Figures) -> dict[str, set[str]]:
    """Give the pages and passages that each figure leads to."""
    svgs = {path.stem: path.read_text(encoding="utf-8") for path in written.files if path.suffix == ".svg"}
    return {name: {f"{page}#{part}" for page, part in LINK.findall(svg)} for name, svg in svgs.items()}


@pytest.fixture(scope="module")
def passages(corpus: cs.Corpus) -> set[str]:
    """Give all passages of all letters that can be led to."""
    return {
        f"letters/{letter_id}.html#{name}"
        for letter_id in corpus.tables.letters["letter_id"]
        for name in re.findall(r'\bid="([^"]+)"', cs.show(letter_id, tables=corpus).html())
    }


def test_figures_of_the_key_are_written_where_it_is(written: Figures) -> None:
    names = {path.name for path in written.files}
    assert {"report_card.svg", "report_card.png", "sensitivity.svg", "sensitivity.png"} <= names


def test_there_are_enough_figures_and_each_leads_somewhere(links: dict[str, set[str]]) -> None:
    assert len({name.partition("-")[0] for name in links}) >= 14
    assert [name for name, own in links.items() if not own] == []


def test_every_point_leads_to_a_passage_that_is_there(links: dict[str, set[str]], passages: set[str]) -> None:
    lost = {name: sorted(set(filter(_of_letters, own)) - passages)[:3] for name, own in links.items()}
    assert {name: own for name, own in lost.items() if own} == {}


def test_what_rests_on_a_table_leads_to_its_page(links: dict[str, set[str]], corpus: cs.Corpus) -> None:
    led = {link for own in links.values() for link in own if not _of_letters(link)}
    pages, words = zip(*(link.split("#") for link in led), strict=True)
    assert set(pages) <= {f"tables/{name}.html" for name in cs.tables.read_schema()}
    people = {f"find={person_id}" for person_id in corpus.tables.people["person_id"]}
    assert set(words) <= people | {""}


def _of_letters(link: str) -> bool:
    return link.startswith("letters/")
