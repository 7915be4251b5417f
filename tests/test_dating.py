"""Evidence about dates: bounds from pointers and readings, their reasons, and contradictions."""

from __future__ import annotations

import csv
import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import pytest
from matplotlib.dates import date2num
from matplotlib.patches import Rectangle

import corrstats as cs
from corrstats.analysis.cells import read_cells
from corrstats.plots import describe_figure, plot_dating
from corrstats.plots.save import to_svg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd
    from matplotlib.axes import Axes

    from conftest import Reader

FIRST = """Letter 1
[No earlier than 3 June 1930]
The lamp should be mended.1 Received your letter of 6/5.

1. On 20 June 1930, the Politburo resolved to mend the lamp (RTsKhIDNI f. 17, op. 3, d. 784, l. 2).

Letter 2
[No later than 9 June 1930]
The fog horn is good.1

1. On 9 June 1930, the Politburo approved the fog horn (ibid., l. 3).

Letter 3
[Late August-Early September 1930]
So be it.

Letter 4
[12 June 1930]
The clocks are wrong.1,2 As my letter of 6/11 says.

1. On 10 June 1930, the Politburo reviewed clocks (ibid., l. 4).
2. On 14 June 1930, the Politburo approved clocks (ibid., l. 5).
"""
READINGS = [
    ("lamp/1", "asks", "1930-06-20", "lamp/1", "1", "the lamp is mended"),
    ("lamp/1", "before", "1930-06-12", "lamp/4", "", "letter 4 answers it"),
    ("lamp/2", "knows", "1930-06-09", "lamp/2", "1", "it praises the horn"),
    ("lamp/2", "neither", "1930-06-09", "lamp/2", "1", "so it may be read, too"),
    ("ferry/1", "asks", "1930-06-20", "ferry/1", "1", "of letters that are not here"),
]


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with readings of the invented letters."""
    folder = tmp_path_factory.mktemp("knowledge")
    with (folder / "datings.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["letter_id", "reading", "date", "at_letter", "at_note", "because", "source"])
        writer.writerows([*row, "A. Reader"] for row in READINGS)
    return folder


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> cs.Tables:
    """Give the tables of four invented letters."""
    path = tmp_path_factory.mktemp("source") / "lamp.txt"
    path.write_text(FIRST, encoding="utf-8")
    return cs.parse(path, edition="stalin-molotov").tables


def date_all(tables: cs.Tables, knowledge: Path, news_days: int = 0) -> pd.DataFrame:
    """Date the letters with the readings of a folder."""
    evidence = cs.dating_evidence(tables, news_days=news_days, knowledge=knowledge)
    return cs.date_letters(tables, evidence)


def bounds(dated: pd.DataFrame) -> dict[str, tuple[str | None, str | None, str]]:
    """Give day and month of the bounds, and the verdict, by number."""
    return {
        row["number"]: (_short(row["earliest"]), _short(row["latest"]), row["verdict"])
        for row in read_cells(dated)
    }


def _short(day: dt.datetime | None) -> str | None:
    return None if day is None else f"{day.day}/{day.month}"


# --- evidence ---------------------------------------------------------------------------------------------


def test_evidence_has_its_bound_its_reason_and_its_place(tables: cs.Tables, knowledge: Path) -> None:
    found = read_cells(cs.dating_evidence(tables, knowledge=knowledge))
    told = [(one["letter_id"], one["reading"], one["bound"], one["table"], one["because"]) for one in found]
    assert told == [
        ("lamp/1", "knows", "earliest", "references", "it answers a letter of 5 June"),
        ("lamp/1", "before", "latest", "letters", "letter 4 answers it"),
        ("lamp/1", "asks", "latest", "decisions", "the lamp is mended"),
        ("lamp/2", "knows", "earliest", "decisions", "it praises the horn"),
        ("lamp/2", "neither", None, "decisions", "so it may be read, too"),
        ("lamp/4", "after", "earliest", "references", "it names a message of 11 June"),
    ]
    for one in found:
        if one["start"] is not None:
            own = tables[one["table"]]
            assert one["start"] in set(own[own["letter_id"] == one["at_letter"]]["start"])


def test_news_takes_its_days_both_ways(tables: cs.Tables, knowledge: Path) -> None:
    at_once, later = (
        {
            (one["letter_id"], one["reading"]): one["date"]
            for one in read_cells(cs.dating_evidence(tables, news_days=days, knowledge=knowledge))
        }
        for days in (0, 3)
    )
    moved = {key: (later[key] - at_once[key]).days for key in at_once}
    assert moved == {
        ("lamp/1", "knows"): 3,
        ("lamp/1", "asks"): 3,
        ("lamp/1", "before"): 0,
        ("lamp/2", "knows"): 3,
        ("lamp/2", "neither"): 0,
        ("lamp/4", "after"): 0,
    }


def test_a_note_that_tells_no_act_is_led_to_itself(tables: cs.Tables, tmp_path: Path) -> None:
    row = "lamp/2,knows,1930-06-05,lamp/1,1,a day that no act has,me"
    header = "letter_id,reading,date,at_letter,at_note,because,source"
    (tmp_path / "datings.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    evidence = read_cells(cs.dating_evidence(tables, knowledge=tmp_path))
    (own,) = [one for one in evidence if one["letter_id"] == "lamp/2"]
    notes = read_cells(tables.notes)
    assert (own["table"], own["start"]) == ("notes", notes[0]["start"])


# --- dates ------------------------------------------------------------------------------------------------


def test_the_tightest_evidence_bounds_a_date(tables: cs.Tables, knowledge: Path) -> None:
    assert bounds(date_all(tables, knowledge)) == {
        "1": ("5/6", "12/6", "narrower"),
        "2": ("9/6", "9/6", "one day"),
        "3": ("21/8", "10/9", "as before"),
    }
    first, second, third = read_cells(date_all(tables, knowledge))
    assert (first["edition_days"], first["days"]) == (None, 8)
    assert (first["because_earliest"], first["because_latest"]) == (
        "it answers a letter of 5 June",
        "letter 4 answers it",
    )
    assert (first["latest_at"], first["latest_start"]) == ("lamp/4", None)
    assert (second["days"], second["because_latest"]) == (1, None)  # only the edition says it
    assert (third["edition_days"], third["days"]) == (21, 21)


def test_evidence_against_the_edition_is_a_contradiction(tables: cs.Tables, knowledge: Path) -> None:
    dated = date_all(tables, knowledge, news_days=2)
    assert bounds(dated)["2"] == ("11/6", "9/6", "contradiction")
    assert read_cells(dated)[1]["days"] is None
    evidence = cs.dating_evidence(tables, news_days=2, knowledge=knowledge)
    against = read_cells(cs.dating_contradictions(tables, evidence))
    assert [(one["letter_id"], one["bound"], one["because"]) for one in against] == [
        ("lamp/2", "earliest", "it praises the horn")
    ]
    at_once = cs.dating_evidence(tables, knowledge=knowledge)
    assert cs.dating_contradictions(tables, at_once).empty


def test_a_letter_of_a_known_day_can_be_contradicted_too(read: Reader) -> None:
    reading = read.molotov("Received your letter of 8/6.", date="[2 August 1930]")
    corpus = cs.corpus.make_corpus([reading.parsed])
    against = cs.dating_contradictions(corpus.tables, cs.dating_evidence(corpus.tables))
    assert against["because"].to_list() == ["it answers a letter of 6 August"]
    assert cs.date_letters(corpus.tables, cs.dating_evidence(corpus.tables)).empty


def test_rules_are_tried_on_letters_of_known_days(tables: cs.Tables) -> None:
    tried = {row["rule"]: (row["holds"], row["cases"]) for row in read_cells(cs.try_dating_rules(tables))}
    assert list(tried.values()) == [(1, 1), (1, 2), (1, 2)]
    (share, *_) = read_cells(cs.try_dating_rules(tables))
    assert (share["share"], share["high"]) == (1, 1)
    assert 0 < share["low"] < 0.3


def test_without_any_case_a_rule_has_no_share(read: Reader) -> None:
    corpus = cs.corpus.make_corpus([read.molotov("So be it.").parsed])
    tried = cs.try_dating_rules(corpus.tables)
    assert tried["cases"].to_list() == [0, 0, 0]
    assert tried["share"].isna().all()


# --- the readings of the package --------------------------------------------------------------------------


def test_every_act_of_an_uncertain_letter_is_read_and_every_reading_stands_on_a_row(root: Path) -> None:
    corpus = cs.parse(root / "data" / "regesta")
    evidence = read_cells(cs.dating_evidence(corpus.tables))
    letters = {row["letter_id"]: row for row in read_cells(corpus.tables.letters)}
    uncertain = {key for key, row in letters.items() if row["date_earliest"] != row["date_latest"]}
    acts = {
        (row["letter_id"], row["note"], row["start"])
        for row in read_cells(corpus.tables.decisions)
        if row["letter_id"] in uncertain and not row["repeat"]
    }
    read_so = {
        (one["letter_id"], one["note"], one["start"]) for one in evidence if one["table"] == "decisions"
    }
    assert acts
    assert acts <= read_so
    assert [one for one in evidence if one["start"] is None] == []
    assert all(one["source"] and one["because"] for one in evidence)


def test_no_reading_is_against_a_letter_of_a_known_day(root: Path) -> None:
    corpus = cs.parse(root / "data" / "regesta")
    assert cs.dating_contradictions(corpus.tables, cs.dating_evidence(corpus.tables)).empty


# --- the figure -------------------------------------------------------------------------------------------


def bars(ax: Axes) -> list[tuple[float, float]]:
    """Give start and end of all filled bars, from the first letter to the last."""
    panels = ax.child_axes or [ax]
    found = [
        patch for one in panels for patch in one.patches if isinstance(patch, Rectangle) and patch.get_fill()
    ]
    return [(patch.get_x(), patch.get_x() + patch.get_width()) for patch in found]


def day(text: str) -> float:
    """Give the place of a day on the axis."""
    return float(date2num(dt.date.fromisoformat(text)))  # type: ignore[no-untyped-call]


def test_a_date_is_drawn_as_the_edition_has_it_and_as_it_is_left(tables: cs.Tables, knowledge: Path) -> None:
    ax = plot_dating(date_all(tables, knowledge))
    june, autumn = ax.child_axes  # letters of June and of autumn do not share an axis
    assert [label.get_text() for label in june.get_yticklabels()] == ["1", "2"]
    assert [label.get_text() for label in autumn.get_yticklabels()] == ["3"]
    edges = {edge for bar in bars(ax) for edge in bar}
    assert {day("1930-06-05"), day("1930-06-13"), day("1930-06-09"), day("1930-06-10")} <= edges
    assert {day("1930-08-21"), day("1930-09-11")} <= edges
    arrows = [text for text in june.texts if getattr(text, "arrow_patch", None) is not None]
    assert len(arrows) == 2  # the open ends of the edition


def test_the_figure_tells_dates_and_reasons_and_leads_to_them(tables: cs.Tables, knowledge: Path) -> None:
    dated = date_all(tables, knowledge)
    ax = plot_dating(dated)
    title = " ".join(ax.get_title(loc="left").split())
    assert title == "Other evidence narrows 2 of 3 uncertain dates, 1 of them to a single day"
    figure = ax.get_figure(root=True)
    assert figure is not None
    said = describe_figure(figure)
    assert "1: the edition has 3 Jun or later, what is left is 5 Jun to 12 Jun (8 days)" in said
    assert "News is taken to reach the writer on the same day." in said
    linked = set(re.findall(r'xlink:href="\.\./report/letters/(\S+)"', to_svg(figure)))
    first = read_cells(dated)[0]
    assert {f"lamp/1.html#at-{first['earliest_start']}", "lamp/4.html#letters-1"} <= linked


def test_a_contradiction_is_drawn_as_the_days_between(tables: cs.Tables, knowledge: Path) -> None:
    ax = plot_dating(date_all(tables, knowledge, news_days=4))
    assert "1 cannot be as the edition has it" in ax.get_title(loc="left").replace("\n", " ")
    assert (day("1930-06-10"), day("1930-06-13")) in bars(ax)
    assert "no day is left" in str(ax.get_label())
    assert "after 4 days" in str(ax.get_label())


def test_an_undated_letter_and_an_empty_table_are_drawn(tables: cs.Tables, knowledge: Path) -> None:
    dated = date_all(tables, knowledge)
    moments = ["earliest", "latest", "edition_earliest", "edition_latest"]
    undated = dated.iloc[[2]].assign(**dict.fromkeys(moments))
    said = str(plot_dating(undated).get_label())
    assert "3: the edition has undated, what is left is undated" in said
    title = plot_dating(dated.iloc[:0]).get_title(loc="left")
    assert title == "Other evidence narrows 0 of 0 uncertain dates"


def test_the_same_table_is_drawn_in_the_same_bytes(tables: cs.Tables, knowledge: Path) -> None:
    drawings: list[Any] = [plot_dating(date_all(tables, knowledge)).get_figure(root=True) for _ in range(2)]
    assert to_svg(drawings[0]) == to_svg(drawings[1]) == to_svg(drawings[0])
