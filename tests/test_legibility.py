"""Every figure as a journal would look at it: at half a page's width, with nothing cut off or covered."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from matplotlib.text import Text

from corrstats import read_tables
from corrstats.plots import figures

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from matplotlib.transforms import BboxBase

HALF_A_PAGE, PAGE = 85 / 25.4, 240 / 25.4  # inches: a column of a journal, and how high a page is
SMALLEST = 5  # points: what journals ask for at the size of print
_TOUCH = 2  # pixels, by which the boxes of two words may meet: a box is higher than its letters


@dataclass(frozen=True)
class Word:
    """A text as it was drawn."""

    text: str
    points: float
    box: BboxBase
    level: bool


@dataclass(frozen=True)
class Drawn:
    """A figure as it was drawn: size in inches, in pixels, and its words."""

    width: float
    height: float
    frame: BboxBase
    words: list[Word]


@pytest.fixture(scope="module")
def drawn(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Drawn]:
    """Draw every figure of the project's tables, and note each text that is drawn."""
    found: dict[str, Drawn] = {}
    words: list[Word] = []
    draw = Text.draw

    def note(text: Text, renderer: RendererBase) -> None:
        if text.get_visible() and text.get_text().strip():
            box = Text.get_window_extent(text, renderer)
            words.append(Word(text.get_text(), float(text.get_fontsize()), box, text.get_rotation() == 0))
        draw(text, renderer)

    def keep(ax: Axes, path: Path) -> None:
        figure = ax.get_figure(root=True)
        assert figure is not None
        words.clear()
        figure.canvas.draw()
        found[path.stem] = Drawn(figure.get_figwidth(), figure.get_figheight(), figure.bbox, list(words))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "save_figure", keep)
        patch.setattr(Text, "draw", note)
        tables = read_tables(root / "data" / "tables")
        figures.write_figures(tables, tmp_path_factory.mktemp("none"), key=root / "tests" / "key")
    return found


def test_words_can_be_read_at_half_a_page(drawn: dict[str, Drawn]) -> None:
    assert len(drawn) >= 14
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
        if word.box.x0 < 0 or word.box.y0 < 0 or word.box.x1 > one.frame.x1 or word.box.y1 > one.frame.y1
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
