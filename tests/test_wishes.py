"""What became of the points that a mark ties to a note: on invented letters of a harbour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import pytest

from corrstats.analysis import wishes, wishes_met
from corrstats.analysis.cells import read_cells
from corrstats.plots import describe_figure, plot_wishes
from corrstats.tables import Tables, frames_from_rows, read_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

Cells = dict[str, str]


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
        "letter_id": f"sea/{number}", "corpus": "sea", "ordinal": number, "number": number,
        "date_earliest": earliest, "date_latest": latest,
    }  # fmt: skip


def act(number: str, note: str, day: str, action: str = "decided") -> Cells:
    """Make an act that a note tells of."""
    return {
        "letter_id": f"sea/{number}", "zone": "note", "note": note, "body": "Harbour Board",
        "date_earliest": day, "date_latest": day, "action": action, "repeat": "false",
        "start": "100", "end": "110",
    }  # fmt: skip


def note(number: str, label: str, mark: str = "40") -> Cells:
    """Make a note, called at a place of the text, or by no mark."""
    end = str(int(mark) + 1) if mark else ""
    return {
        "letter_id": f"sea/{number}", "note": label, "mark_start": mark, "mark_end": end,
        "start": "90", "end": "400",
    }  # fmt: skip


HARBOUR = make_tables(
    letters=[letter("1", "1812-03-02", "1812-03-02"), letter("2", "1812-04-01", "1812-04-20")],
    notes=[
        note("1", "1"), note("1", "2"), note("1", "3"), note("1", "4"), note("1", "5", mark=""),
        note("2", "1"), note("2", "2"),
    ],
    decisions=[
        act("1", "1", "1812-02-01"), act("1", "1", "1812-03-10"), act("1", "1", "1812-05-01", "canceled"),
        act("1", "2", "1812-02-01"), act("1", "3", "1812-03-02"), act("1", "5", "1812-03-03"),
        act("2", "1", "1812-04-15"),
    ],
)  # fmt: skip


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def told(name: str) -> list[Any]:
    """Give a column of the wishes of the harbour."""
    return [row[name] for row in read_cells(wishes(HARBOUR))]


def test_only_marked_notes_are_wishes_and_lead_to_their_marks() -> None:
    found = [(row["letter_id"], row["note"]) for row in read_cells(wishes(HARBOUR))]
    assert found == [
        ("sea/1", "1"),
        ("sea/1", "2"),
        ("sea/1", "3"),
        ("sea/1", "4"),
        ("sea/2", "1"),
        ("sea/2", "2"),
    ]
    assert set(told("start")) == {40}
    assert set(told("zone")) == {"body"}


def test_acts_after_the_letter_answer_and_those_before_are_background() -> None:
    assert told("acts_after") == [2, 0, 1, 0, 0, 0]
    assert told("background") == [1, 1, 0, 0, 0, 0]
    assert told("outcome") == [
        "decided after", "decided before only", "decided on the same day", "no act told", "unsettled",
        "no act told",
    ]  # fmt: skip


def test_days_lead_to_the_first_act_and_to_the_last() -> None:
    assert list(zip(told("days_low"), told("last_high"), strict=True))[:3] == [(8, 60), (None, None), (0, 0)]


def test_an_act_on_either_side_leaves_bounds_from_nothing() -> None:
    assert (told("days_low")[4], told("days_high")[4]) == (0, 14)


def test_an_act_that_takes_one_back_is_told() -> None:
    assert told("undone") == [True, False, False, False, False, False]


def test_what_is_certain_and_what_is_possible_are_counted_apart() -> None:
    met = wishes_met(wishes(HARBOUR), within=(0, 7, 8, 14))
    assert met["certain"].tolist() == [1, 1, 2, 2]
    assert met["possible"].tolist() == [2, 2, 3, 3]
    assert met["share_high"].tolist() == pytest.approx([2 / 6, 2 / 6, 0.5, 0.5])
    assert (met["interval_low"] < met["share_low"]).all()
    assert (met["interval_high"] > met["share_high"]).all()


def test_an_open_act_counts_as_possible_from_its_least_delay() -> None:
    table = make_tables(
        letters=[letter("1", "", "1812-03-02")],
        notes=[note("1", "1")],
        decisions=[act("1", "1", "1812-03-12")],
    )
    met = wishes_met(wishes(table), within=(9, 10, 365))
    assert met["certain"].tolist() == [0, 0, 0]
    assert met["possible"].tolist() == [0, 1, 1]


# --- drawn ------------------------------------------------------------------------------------------------


def draw() -> Axes:
    """Draw the wishes of the harbour."""
    return plot_wishes(wishes(HARBOUR))


def test_steps_rise_where_an_act_came() -> None:
    full = [line for line in draw().lines if line.get_linestyle() == "-" and len(line.get_xdata()) > 1]  # type: ignore[arg-type]
    (certain,) = full
    steps = dict(zip(certain.get_xdata(), certain.get_ydata(), strict=True))  # type: ignore[arg-type]
    assert steps[0] == pytest.approx(1 / 6)
    assert steps[8] == pytest.approx(2 / 6)


def test_the_title_counts_what_is_certain_and_possible() -> None:
    title = " ".join(draw().get_title(loc="left").split())
    assert title == "The body acted after the letter on 2 to 3 of 6 points, and undid an act on 1 of them"
    figure = draw().get_figure(root=True)
    assert figure is not None
    assert "n = 6 points of 2 letters" in describe_figure(figure)
    assert "on 1 of them the only ones told" in describe_figure(figure)


def test_a_mark_leads_to_the_point_that_asks() -> None:
    urls = {line.get_url() for line in draw().lines if line.get_url()}
    assert urls == {"../report/letters/sea/1.html#at-40"}


def test_of_no_points_it_says_so() -> None:
    empty = wishes(make_tables(letters=[letter("1", "1812-03-02", "1812-03-02")]))
    assert plot_wishes(empty).get_title(loc="left") == "No point of a letter is tied to a note"
    assert wishes_met(empty).empty
