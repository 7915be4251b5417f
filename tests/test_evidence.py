"""From every figure of both editions back to the passage: each link names one, and it is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import corrstats as cs

if TYPE_CHECKING:
    from pathlib import Path

LINK = re.compile(r'xlink:href="\.\./report/([^"#]+)#?([^"]*)"')


@pytest.fixture(scope="module")
def corpus(root: Path) -> cs.Corpus:
    """Give both editions, parsed from their regesta."""
    return cs.parse(root / "data" / "regesta")


@pytest.fixture(scope="module")
def written(corpus: cs.Corpus, root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Give the files of all figures, those of the answer key with them."""
    return cs.write_figures(corpus.tables, tmp_path_factory.mktemp("figures"), key=root / "tests" / "key")


@pytest.fixture(scope="module")
def figures(written: list[Path]) -> dict[str, set[str]]:
    """Give the pages and passages that each figure leads to."""
    drawn = {path.stem: path.read_text(encoding="utf-8") for path in written if path.suffix == ".svg"}
    return {name: {f"{page}#{part}" for page, part in LINK.findall(svg)} for name, svg in drawn.items()}


@pytest.fixture(scope="module")
def passages(corpus: cs.Corpus) -> set[str]:
    """Give all passages of all letters that can be led to."""
    return {
        f"letters/{letter_id}.html#{name}"
        for letter_id in corpus.tables.letters["letter_id"]
        for name in re.findall(r'\bid="([^"]+)"', cs.show(letter_id, tables=corpus).html())
    }


def test_figures_of_the_key_are_written_where_it_is(written: list[Path]) -> None:
    names = {path.name for path in written}
    assert {"report_card.svg", "report_card.png", "sensitivity.svg", "sensitivity.png"} <= names


def test_there_are_enough_figures_and_each_leads_somewhere(figures: dict[str, set[str]]) -> None:
    assert len({name.partition("-")[0] for name in figures}) >= 14
    assert [name for name, links in figures.items() if not links] == []


def test_every_point_leads_to_a_passage_that_is_there(
    figures: dict[str, set[str]], passages: set[str]
) -> None:
    lost = {name: sorted(set(filter(_of_letters, links)) - passages)[:3] for name, links in figures.items()}
    assert {name: links for name, links in lost.items() if links} == {}


def test_what_rests_on_a_table_leads_to_its_page(figures: dict[str, set[str]], corpus: cs.Corpus) -> None:
    led = {link for links in figures.values() for link in links if not _of_letters(link)}
    pages, words = zip(*(link.split("#") for link in led), strict=True)
    assert set(pages) <= {f"tables/{name}.html" for name in cs.tables.read_schema()}
    people = {f"find={person_id}" for person_id in corpus.tables.people["person_id"]}
    assert set(words) <= people | {""}


def _of_letters(link: str) -> bool:
    return link.startswith("letters/")
