"""Figures of decisions, people and grain, held against invented tables."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.text import Annotation

from corrstats.analysis import (
    decision_chains,
    decision_delays,
    grain_figures,
    grain_per_day,
    letters_naming,
    pairs_named,
    people_named,
    plan_and_fulfilment,
    refused_readings,
)
from corrstats.plots import (
    describe_figure,
    plot_chains,
    plot_company,
    plot_daily_grain,
    plot_decision_delays,
    plot_grain,
    plot_namings,
    plot_people,
    plot_plan_and_fulfilment,
    write_figures,
)
from corrstats.plots.board import spell_amount
from corrstats.plots.save import to_png, to_svg
from corrstats.tables import Tables, frames_from_rows, read_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Cells = dict[str, str]


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    yield
    plt.close("all")


# --- invented tables --------------------------------------------------------------------------------------


def make_tables(**rows: list[Cells]) -> Tables:
    """Make all tables of these cells; what is not given is empty."""
    schema = read_schema()
    return frames_from_rows(
        {
            name: [[cells.get(column, "") for column in schema[name].names] for cells in table]
            for name, table in rows.items()
        }
    )


def letter(number: str, earliest: str, latest: str) -> Cells:
    """Make a letter with the bounds of its date."""
    return {
        "letter_id": f"sea/{number}",
        "corpus": "sea",
        "ordinal": number,
        "date_earliest": earliest,
        "date_latest": latest,
    }


def act(number: str, note: str, day: str, start: int) -> Cells:
    """Make an act of the harbour board."""
    return {
        "letter_id": f"sea/{number}",
        "zone": "note",
        "note": note,
        "body": "Harbour Board",
        "date_earliest": day,
        "date_latest": day,
        "action": "decided",
        "repeat": "false",
        "start": str(start),
        "end": str(start + 9),
    }


def named(number: str, person: str, start: int, note: str = "") -> Cells:
    """Make a naming in a body or a note."""
    return {
        "letter_id": f"sea/{number}",
        "zone": "note" if note else "body",
        "note": note,
        "person_id": person,
        "surface": person,
        "kind": "person",
        "start": str(start),
        "end": str(start + 6),
    }


def amount(low: float, high: float, start: int, measure: str, **more: str) -> Cells:
    """Make an amount of grain in poods."""
    return {
        "letter_id": "sea/1",
        "zone": "body",
        "verbatim": f"{low:g}",
        "low": str(low),
        "high": str(high),
        "si_low": str(16 * low),
        "si_high": str(16 * high),
        "unit": "pood",
        "commodity": "grain",
        "measure": measure,
        "approximate": "false",
        "emended": "false",
        "start": str(start),
        "end": str(start + 6),
    } | more


def make_sea() -> Tables:
    """Make the tables of four letters of a spring: acts, answers, namings and grain."""
    return make_tables(
        letters=[
            letter("1", "1812-03-02", "1812-03-02"),
            letter("2", "", "1812-03-20"),
            letter("3", "1812-03-11", ""),
            letter("4", "1812-03-21", "1812-03-30"),
        ],
        decisions=[
            act("1", "1", "1812-03-10", 100),
            act("1", "1", "1812-02-01", 110),
            act("1", "2", "1812-03-02", 120),
            act("2", "1", "1812-03-25", 210),
            act("3", "1", "1812-03-15", 310),
            act("4", "1", "1812-03-25", 410),
        ],
        latencies=[
            {
                "letter_id": "sea/1",
                "leg": "sent to reply",
                "from_earliest": "1812-03-02T03:00",
                "from_latest": "1812-03-02T03:00",
                "to_earliest": "1812-03-02T15:00",
                "to_latest": "1812-03-02T15:00",
                "hours_low": "12",
                "hours_high": "12",
                "status": "exact",
            }
        ],
        people=[
            {"person_id": one, "name": f"{one.title()} Berg", "family_name": "Berg"}
            for one in ("anna", "boris", "carl")
        ],
        correspondents=[
            {"letter_id": "sea/1", "role": "sender", "position": "1", "person_id": "carl"},
        ],
        mentions=[
            named("1", "anna", 10),
            named("1", "boris", 17),
            named("1", "anna", 130, "1"),
            named("2", "anna", 200),
            named("2", "boris", 230),
            named("3", "carl", 330, "1"),
        ],
        quantities=[
            amount(1e6, 1.5e6, 20, "daily shipment"),
            amount(84e6, 126e6, 30, "export", period="these six weeks", emended="true"),
            amount(20e6, 20e6, 40, "procured", approximate="true"),
            amount(10e6, 10e6, 50, "procured", period="the last week"),
            amount(90, 90, 60, "procured", unit="percent"),
        ],
    )


SEA = make_sea()
REFUSED = make_tables(
    letters=[], quantities=[amount(84_126e6, 84_126e6, 30, "export", period="these six weeks")]
)
DRAWINGS: dict[str, Callable[..., Axes]] = {
    "decision_delays": lambda **given: plot_decision_delays(decision_delays(SEA), **given),
    "chains": lambda **given: plot_chains(decision_chains(SEA), **given),
    "people": lambda **given: plot_people(people_named(SEA), **given),
    "namings": lambda **given: plot_namings(letters_naming(SEA), **given),
    "company": lambda **given: plot_company(pairs_named(SEA), **given),
    "grain": lambda **given: plot_grain(grain_figures(SEA), **given),
    "daily_grain": lambda **given: plot_daily_grain(
        grain_per_day(SEA), refused=refused_readings(SEA, REFUSED), **given
    ),
    "plan_and_fulfilment": lambda **given: plot_plan_and_fulfilment(plan_and_fulfilment(SEA), **given),
}


@cache
def shown(name: str) -> Axes:
    """Give one drawing for all tests that only look at it."""
    return DRAWINGS[name]()


each_figure = pytest.mark.parametrize("name", DRAWINGS)


def title(ax: Axes) -> str:
    """Give the title in one line."""
    return ax.get_title(loc="left").replace("\n", " ")


def describe(ax: Axes) -> str:
    """Give the text alternative of the figure of some axes."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    return describe_figure(figure)


def inner(ax: Axes) -> list[Axes]:
    """Give the axes inside of others."""
    return [one for one in ax.child_axes if isinstance(one, Axes)]


def points(ax: Axes) -> set[tuple[float, float]]:
    """Give the places of markers."""
    marked = [line for line in ax.lines if line.get_marker() not in {"None", None, ""}]
    return {(float(x), float(y)) for line in marked for x, y in np.asarray(line.get_xydata())}


def bars(ax: Axes, row: float) -> list[tuple[float, float]]:
    """Give start and end of the rectangles about a height."""
    return [
        (patch.get_x(), patch.get_x() + patch.get_width())
        for patch in ax.patches
        if isinstance(patch, Rectangle) and patch.get_y() < row < patch.get_y() + patch.get_height()
    ]


def labels(ax: Axes) -> list[str]:
    """Give the names of the rows."""
    return [label.get_text() for label in ax.get_yticklabels()]


def words(ax: Axes) -> set[str]:
    """Give the texts on some axes."""
    return {text.get_text() for text in ax.texts}


# --- decisions --------------------------------------------------------------------------------------------


def test_known_days_are_points_and_bounds_are_bars() -> None:
    ax = shown("decision_delays")
    assert points(ax) == {(8, 0.5), (-30, 0.5), (0, 1.5)}
    assert bars(ax, 7) == [(-5, 4)]
    assert labels(ax) == ["1", "2", "3", "4"]


def test_a_letter_has_a_band_in_which_its_number_can_be_read() -> None:
    ax = shown("decision_delays")
    assert [round(float(tick), 1) for tick in ax.get_yticks()] == [1, 3, 5, 7]


def test_an_open_side_is_an_arrow_from_the_bound() -> None:
    ax = shown("decision_delays")
    arrows = [text for text in ax.texts if isinstance(text, Annotation) and text.arrow_patch is not None]
    assert {text.xyann for text in arrows} == {(5, 3), (4, 5)}
    ends = {text.xyann: text.arrow_patch.get_window_extent().width for text in arrows}  # type: ignore[union-attr]
    assert all(width > 0 for width in ends.values())


def test_the_delays_say_what_they_find() -> None:
    ax = shown("decision_delays")
    assert title(ax) == "2 of 6 acts came after the letter; 1 before it, 1 on its day, 2 cannot be placed"
    assert "n = 6 acts in 5 notes to 4 letters" in describe(ax)
    assert "letter 2 note 1: +5 days or more" in describe(ax)


def test_acts_that_would_hide_each_other_are_counted() -> None:
    days = ["1812-07-19", "1812-07-20", "1812-07-21"]
    table = make_tables(
        letters=[letter("1", "1812-03-02", "1812-03-02")],
        decisions=[act("1", "1", day, 100 + place) for place, day in enumerate(days)],
    )
    ax = plot_decision_delays(decision_delays(table))
    assert "3 acts" in words(ax)
    assert "half of those with a known delay within 140 days" in title(ax)


def test_a_chain_leads_from_message_to_answer_to_the_day_of_the_act() -> None:
    ax = shown("chains")
    assert {(0.125, 0), (0.625, 0)} <= points(ax)
    assert bars(ax, 0) == [(0.125, 0.625), (0, 1)]
    assert "12 h; act the same day" in words(ax)


def test_the_chains_say_what_follows_what() -> None:
    ax = shown("chains")
    assert title(ax) == "1 of 1 answer is followed by an act: 1 by the day after the answer"
    assert "1 with answer and act" in describe(ax)
    assert labels(ax)[0] == "1  (2 Mar)"


# --- people -----------------------------------------------------------------------------------------------


def test_a_bar_is_as_long_as_the_letters_and_parted_at_the_bodies() -> None:
    ax = shown("people")
    assert labels(ax) == ["Anna Berg", "Boris Berg", "Carl Berg *"]
    assert (bars(ax, 0), bars(ax, 2)) == ([(0, 2)], [(0, 1)])
    assert title(ax) == (
        "Of those who do not write, Anna Berg and Boris Berg are named in most letters (2);"
        " 1 of 3 people in notes alone"
    )


def test_a_square_stands_where_a_letter_names_somebody() -> None:
    ax = shown("namings")
    squares = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    middles = {
        (patch.get_x() + patch.get_width() / 2, patch.get_y() + patch.get_height() / 2) for patch in squares
    }
    assert {(round(x, 6), round(y, 6)) for x, y in middles} == {(0, 0), (0, 1), (1, 0), (1, 1), (2, 2)}
    assert points(ax) == {(0, 0)}  # in the body and in a note as well
    assert title(ax) == "1 of 3 people are named in one letter only"


def test_too_many_people_are_left_out_and_counted() -> None:
    mentions = [named("1", f"person-{one:02}", 10 * one) for one in range(40)]
    mentions += [named("2", f"person-{one:02}", 500 + 10 * one) for one in range(3)]
    days = [letter(number, "1812-03-02", "1812-03-02") for number in "12"]
    table = make_tables(letters=days, mentions=mentions)
    for ax in (plot_people(people_named(table)), plot_namings(letters_naming(table))):
        assert len(labels(ax)) == 3
        assert "Not drawn: 37 named in fewer than 2 letters." in describe(ax)


def test_people_stand_on_a_circle_with_a_table_beside() -> None:
    circle, table = inner(shown("company"))
    names = {text.get_text() for text in circle.texts}
    assert names == {"Anna Berg", "Boris Berg"}
    assert len([patch for patch in circle.patches if isinstance(patch, PathPatch)]) == 1
    assert all(x * x + y * y == pytest.approx(1) for x, y in points(circle))
    assert {"Berg  –  Berg", "2", "1"} <= words(table)  # two letters, once as one word


def test_names_on_the_circle_do_not_cover_each_other() -> None:
    people = [f"person-{one:02}" for one in range(24)]
    table = make_tables(
        letters=[letter("1", "1812-03-02", "1812-03-02")],
        people=[{"person_id": one, "name": f"Anastasia {one.title()}"} for one in people],
        mentions=[named("1", one, 20 * place) for place, one in enumerate(people)],
    )
    ax = plot_company(pairs_named(table))
    circle, _ = inner(ax)
    figure = ax.figure
    figure.canvas.draw()
    corners = [text.get_transform().transform(text.get_position()) for text in circle.texts]
    height = float(circle.texts[0].get_fontsize()) * figure.dpi / 72
    gaps = [
        ((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5
        for place, one in enumerate(corners)
        for other in corners[:place]
    ]
    assert len(gaps) == 24 * 23 / 2
    assert min(gaps) > height


# --- grain ------------------------------------------------------------------------------------------------


def test_amounts_are_points_ranges_bars_and_mended_ones_hatched() -> None:
    (board,) = inner(shown("grain"))
    assert points(board) == {(20e6, 0), (10e6, 1)}
    assert bars(board, 2) == [(1e6, 1.5e6)]
    assert bars(board, 3) == [(84e6, 126e6)]
    hatched = [patch.get_hatch() is not None for patch in board.patches if isinstance(patch, Rectangle)]
    assert hatched == [False, True]
    assert board.get_xscale() == "log"
    assert "1–1.5 million poods\n16–24 thousand t" in words(board)


def test_tonnes_stand_above_poods() -> None:
    (board,) = inner(shown("grain"))
    (tonnes,) = board.child_axes
    board.figure.canvas.draw()
    left, right = board.get_xlim()
    assert tonnes.get_xlim() == pytest.approx((left * 0.016380496, right * 0.016380496))


def test_rows_say_what_where_and_when() -> None:
    assert labels(inner(shown("grain"))[0]) == [
        "procured\u00a0·\u00a01",
        "procured, the last week\u00a0·\u00a01",
        "daily shipment\u00a0·\u00a01",
        "export, these six weeks\u00a0·\u00a01",
    ]


def test_the_grain_says_what_rests_on_a_mend() -> None:
    ax = shown("grain")
    assert title(ax) == "From 1 million to 126 million poods: 1 of 4 amounts rests on a mended reading"
    assert "Hollow: the text says 'about'." in describe(ax)


def test_an_amount_a_day_is_crossed_where_the_mend_is_refused() -> None:
    ax = shown("daily_grain")
    (board,) = inner(ax)
    assert bars(board, 1) == [(2e6, 3e6)]
    assert points(board) == {(84_126e6 / 42, 1)}
    assert "2–3 million; as\nprinted 2 billion" in words(board)
    assert title(ax) == (
        "What is shipped a day, 1–1.5 million poods, is 33 to 75 percent of what the export of these six"
        " weeks asks for"
    )


def test_shares_are_drawn_in_percent() -> None:
    ax = shown("plan_and_fulfilment")
    (board,) = inner(ax)
    assert {(90, 0), (200, 1)} <= points(board)
    assert title(ax) == "The one plan told is not met; 1 of 1 amount above the time before"
    assert "200.0%\n20 / 10 million" in words(board)


@pytest.mark.parametrize(
    ("low", "high", "spelled"),
    [(950, 950, "950 poods"), (43.7e6, 43.7e6, "43.7 million poods"), (1e9, 1e9, "1 billion poods")],
)
def test_amounts_are_spelled_short(low: float, high: float, spelled: str) -> None:
    assert spell_amount(low, high) == spelled


# --- all of them ------------------------------------------------------------------------------------------

DRAW = """
import sys, tests_plots
for draw in tests_plots.DRAWINGS.values():
    sys.stdout.write(tests_plots.to_svg(draw().figure))
"""


@each_figure
def test_a_plot_draws_on_the_axes_it_gets_and_leaves_settings_alone(name: str) -> None:
    _, given = plt.subplots()
    before = dict(mpl.rcParams)
    assert DRAWINGS[name](ax=given) is given
    assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == [1]


@each_figure
def test_the_same_table_gives_the_same_bytes(name: str) -> None:
    first, second = shown(name).figure, DRAWINGS[name]().figure
    assert to_svg(first) == to_svg(second) == to_svg(first)  # type: ignore[arg-type]
    assert to_png(first) == to_png(second)  # type: ignore[arg-type]


def test_the_same_bytes_in_every_process(root: Path, tmp_path: Path) -> None:
    (tmp_path / "tests_plots.py").write_bytes((root / "tests" / "test_analysis_plots.py").read_bytes())
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", DRAW],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(tmp_path), "TZ": zone},
            stdout=subprocess.PIPE,
        )
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    first, second = (process.communicate()[0] for process in processes)
    assert first.count(b"</svg>") == len(DRAWINGS)
    assert first == second


@each_figure
def test_a_figure_carries_its_words(name: str) -> None:
    ax = shown(name)
    spoken = describe(ax)
    assert spoken.startswith(title(ax))
    assert re.search(r"Source: tables? .*, corpus sea\.", spoken)
    assert "n = " in spoken


@pytest.mark.parametrize("name", [name for name in DRAWINGS if name not in {"people", "company"}])
def test_marks_lead_to_their_passages(name: str) -> None:
    svg = to_svg(shown(name).figure)  # type: ignore[arg-type]
    assert re.search(r'xlink:href="\.\./report/letters/sea/1\.html(#[\w-]+)?"', svg)


def test_each_is_written_with_the_others(tmp_path: Path) -> None:
    written = {path.name for path in write_figures(SEA, tmp_path)}
    assert {f"{name}-sea{suffix}" for name in DRAWINGS for suffix in (".svg", ".png")} <= written


def test_what_a_corpus_does_not_have_is_not_written(tmp_path: Path) -> None:
    bare: dict[str, Any] = {name: SEA[name].iloc[:0] for name in ("decisions", "mentions", "quantities")}
    written = {path.name for path in write_figures(Tables({**dict(SEA.items()), **bare}), tmp_path)}
    assert not {f"{name}-sea.svg" for name in DRAWINGS} & written
