"""The figures of delays and of unseen traffic, held against invented tables: what is drawn, and said."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Annotation

from corrstats.plots import (
    describe_figure,
    plot_clock_band,
    plot_delays,
    plot_hours,
    plot_leave_one_out,
    plot_registers,
    plot_shares,
    plot_survival,
    plot_unseen,
)
from corrstats.plots.save import to_png, to_svg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matplotlib.lines import Line2D


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    yield
    plt.close("all")


# --- invented tables --------------------------------------------------------------------------------------

# letter, sent, answered, hours low, high, status
WIRE: tuple[tuple[Any, ...], ...] = (
    ("w/1", "1934-10-02T02:00", "1934-10-02T14:00", 12.0, 12.0, "exact"),
    ("w/2", "1934-10-03T10:00", "1934-10-03T13:30", 3.5, 3.5, "exact"),
    ("w/3", "1934-10-04T20:00", "1934-10-05T14:30", 18.5, 18.5, "exact"),
    ("w/4", "1934-10-06", "1934-10-06T12:00", 0.0, 12.0, "interval"),
    ("w/5", "1934-10-07T09:00", None, None, None, "open"),
    ("w/6", "1934-10-08T10:00", "1934-10-09T00:10", 12.2, 14.2, "interval"),
)


def make_latencies(*, leg: str = "sent to reply", rows: tuple[tuple[Any, ...], ...] = WIRE) -> pd.DataFrame:
    """Make a table of latencies of one leg."""
    columns = ["letter_id", "from_earliest", "to_earliest", "hours_low", "hours_high", "status"]
    frame = pd.DataFrame(list(rows), columns=columns)
    frame["from_latest"], frame["to_latest"] = frame["from_earliest"], frame["to_earliest"]
    texts = dict.fromkeys(("from_earliest", "from_latest", "to_earliest", "to_latest"), "string")
    return frame.assign(leg=leg).astype({**texts, "hours_low": "Float64", "hours_high": "Float64"})


def make_delays(*, leg: str = "sent to reply", rows: tuple[tuple[Any, ...], ...] = WIRE) -> pd.DataFrame:
    """Make the delays of one leg."""
    from corrstats.analysis import answer_delays  # noqa: PLC0415  what the plots take

    return answer_delays(make_latencies(leg=leg, rows=rows), leg=leg)


def make_numbers() -> pd.DataFrame:
    """Make the numbers of two registers, of which one message has both and one only a day."""
    rows = [
        ("anna-b", "incoming", "w/1", 10, 10, "1934-10-01T08:00", "1934-10-01T08:00", 7),
        ("anna-b", "incoming", "w/2", 12, 12, "1934-10-03T08:00", "1934-10-03T08:00", 17),
        ("anna-b", "incoming", "w/7", 18, 18, "1934-10-12T08:00", "1934-10-12T08:00", 27),
        ("carl-d", "outgoing", "w/1", 20, 22, "1934-10-01T08:00", "1934-10-01T08:00", 7),
        ("carl-d", "outgoing", "w/2", 24, 24, "1934-10-03T08:00", "1934-10-03T08:00", 17),
        ("carl-d", "outgoing", "w/4", 26, 26, "1934-10-05", "1934-10-05T23:59", 37),
        ("carl-d", "outgoing", "w/7", 33, 33, "1934-10-12T08:00", "1934-10-12T08:00", 27),
    ]
    columns = ["office", "register", "letter_id", "first", "last", "earliest", "latest", "start"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["earliest"] = pd.to_datetime(frame["earliest"], format="ISO8601")
    frame["latest"] = pd.to_datetime(frame["latest"], format="ISO8601")
    return frame.astype({"first": "Int64", "last": "Int64", "start": "Int64"})


def make_messages() -> pd.DataFrame:
    """Make messages with bounds of their incoming numbers."""
    rows = [
        ("w/1", "1934-10-01T08:00", "1934-10-01T08:00", 10, 10, "printed"),
        ("w/2", "1934-10-03T08:00", "1934-10-03T08:00", 12, 12, "printed"),
        ("w/4", "1934-10-05", "1934-10-05T23:59", 13, 14, "reckoned"),
        ("w/5", "1934-10-08T08:00", "1934-10-08T08:59", 14, 17, "by its day"),
        ("w/7", "1934-10-12T08:00", "1934-10-12T08:00", 18, 18, "printed"),
    ]
    frame = pd.DataFrame(
        rows, columns=["letter_id", "earliest", "latest", "number_low", "number_high", "known"]
    )
    frame["earliest"] = pd.to_datetime(frame["earliest"], format="ISO8601")
    frame["latest"] = pd.to_datetime(frame["latest"], format="ISO8601")
    return frame.astype({"number_low": "float64", "number_high": "float64"})


DRAWINGS: dict[str, Callable[..., Axes]] = {
    "delays": lambda **more: plot_delays(make_delays(), **more),
    "survival": lambda **more: plot_survival(make_delays(), **more),
    "hours": lambda **more: plot_hours(make_delays(), **more),
    "clock_band": lambda **more: plot_clock_band(make_latencies(), **more),
    "leave_one_out": lambda **more: plot_leave_one_out(make_delays(), **more),
    "registers": lambda **more: plot_registers(make_numbers(), **more),
    "shares": lambda **more: plot_shares(make_messages(), **more),
    "unseen": lambda **more: plot_unseen(make_delays(), make_messages(), **more),
}


@cache
def shown(name: str) -> Axes:
    """Give one drawing for all tests that only look at it."""
    return DRAWINGS[name]()


# --- what is drawn ----------------------------------------------------------------------------------------


def number(text: str) -> float:
    """Give a moment as a place on a time axis."""
    return float(date2num(pd.Timestamp(text).to_pydatetime()))  # type: ignore[no-untyped-call]


def corners(line: Line2D) -> list[tuple[float, float]]:
    """Give the points of a line."""
    return [(float(x), float(y)) for x, y in np.asarray(line.get_xydata(), dtype=float)]


def points(ax: Axes, *markers: str) -> list[tuple[float, float]]:
    """Give the marks of these kinds that stand alone, from above."""
    lines = [corners(line) for line in ax.lines if line.get_marker() in markers]
    return sorted((line[0] for line in lines if len(line) == 1), key=lambda point: point[1])


def boxes(ax: Axes) -> list[tuple[float, float, float, float]]:
    """Give left, right, bottom and top of all rectangles."""
    return [
        (one.get_x(), one.get_x() + one.get_width(), one.get_y(), one.get_y() + one.get_height())
        for one in ax.patches
        if isinstance(one, Rectangle)
    ]


def arrows(ax: Axes) -> list[Annotation]:
    """Give what is drawn as an arrow."""
    return [text for text in ax.texts if isinstance(text, Annotation) and text.arrow_patch is not None]


def words(ax: Axes) -> list[str]:
    """Give all texts on axes and on those inside of them."""
    return [text.get_text() for one in (ax, *ax.child_axes) for text in one.texts]


def title(ax: Axes) -> str:
    """Give the title on one line."""
    return ax.get_title(loc="left").replace("\n", " ")


def by_gid(ax: Axes, gid: str) -> Line2D:
    """Give the line of a curve."""
    (line,) = [line for panel in (ax, *ax.child_axes) for line in panel.lines if line.get_gid() == gid]
    return line


# --- delays -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def delays() -> Axes:
    """Draw the invented delays."""
    return shown("delays")


def test_a_known_delay_is_a_point_one_between_bounds_a_bar(delays: Axes) -> None:
    assert points(delays, "o") == [(3.5, 0), (12, 1), (18.5, 2)]
    spans = [
        (left, right) for left, right, bottom, top in boxes(delays) if bottom < 3 < top or bottom < 4 < top
    ]
    assert spans == [(0, 12), (12.2, 14.2)]
    assert [label.get_text() for label in delays.get_yticklabels()][:6] == [
        "2  (3 Oct)", "1  (2 Oct)", "3  (4 Oct)", "4  (6 Oct)", "6  (8 Oct)", "5  (7 Oct)",
    ]  # fmt: skip


def test_a_delay_without_an_end_is_an_arrow(delays: Axes) -> None:
    assert [(one.xy[0], one.xy[1]) for one in arrows(delays)] == [(0, 5)]
    assert "no dated answer" in words(delays)


def test_a_median_stands_on_its_exact_interval(delays: Axes) -> None:
    assert points(delays, "D") == [(12, 6.3), (12, 7.3)]
    ends = [corners(line) for line in delays.lines if line.get_marker() == "|"]
    assert ends == [[(3.5, 6.3), (18.5, 6.3)], [(0, 7.3), (18.5, 7.3)], [(0, 8.3)]]
    assert [y for _, y in points(delays, ">")] == [8.3], "nothing bounds the median with the unanswered"
    (bar,) = [box for box in boxes(delays) if box[2] < 8.3 < box[3]]
    assert bar[:2] == pytest.approx((7.75, 13.1))


def test_the_delays_say_what_they_bear(delays: Axes) -> None:
    assert title(delays) == (
        "Half of 3 delays known to the minute are 12 h or longer;"
        " the true middle may lie anywhere from 3 h 30 min to 18 h 30 min"
    )
    spoken = describe_figure(delays.figure)  # type: ignore[arg-type]
    assert "n = 6 delays: 3 known to the minute, 2 between bounds, 1 without a dated answer" in spoken
    assert "at least 75% for 3" in spoken


@pytest.mark.parametrize("plot", [plot_delays, plot_survival])
@pytest.mark.parametrize("years", [0.001, 0.01, 0.1, 0.2, 1, 10, 100])
def test_an_axis_of_hours_has_few_ticks_however_long_the_wait(
    years: float, plot: Callable[[pd.DataFrame], Axes]
) -> None:
    hours = years * 24 * 365
    wait = ("w/1", "1834-10-02T02:00", "1934-10-02T14:00", hours, hours, "exact")
    ax = plot(make_delays(rows=(wait,)))
    for panel in ax.child_axes or [ax]:
        ticks = [tick for tick in panel.get_xticks() if tick <= panel.get_xlim()[1]]
        assert 3 <= len(ticks) <= 13
        assert [f"{tick:.0f} h" for tick in ticks] == [label.get_text() for label in panel.get_xticklabels()]


def test_delays_that_only_bounds_tell_have_no_median() -> None:
    ax = plot_delays(make_delays(leg="writing to cipher", rows=WIRE[3:4]))
    assert title(ax) == (
        "From the date on the autograph to the cipher at most 12 h passed;"
        " the delay is not known to the minute"
    )
    assert points(ax, "D") == []
    days = (
        ("w/1", "1930-10-06", "1930-10-10", 72.0, 120.0, "interval"),
        ("w/2", "1930-08-06", None, 0.0, None, "interval"),
    )
    later = plot_delays(make_delays(leg="written to acknowledged", rows=days))
    assert {"3 to 5 days", "no upper bound"} <= set(words(later))
    assert title(later) == (
        "From writing to acknowledgement at most 5 days passed in 1 of 2 cases;"
        " of 2 delays none is known to the minute"
    )


# --- without each, and on another clock -------------------------------------------------------------------


def test_without_each_there_is_a_median_and_the_one_left_out() -> None:
    ax = shown("leave_one_out")
    assert points(ax, "X") == [(3.5, 0), (12, 1), (18.5, 2)]
    assert points(ax, "D") == [(15.25, 0), (11, 1), (7.75, 2)]
    assert title(ax) == (
        "Whichever of 3 delays is left out, the median lies between 7 h 45 min and 15 h 15 min"
    )


def test_each_delay_stands_on_both_clocks() -> None:
    ax = shown("clock_band")
    assert points(ax, "o") == [(3.5, 0), (12, 1), (18.5, 2)]
    assert points(ax, "s") == [(2.5, 0), (11, 1), (17.5, 2)]
    assert [x for x, _ in points(ax, "D")] == [12, 11]
    assert title(ax).startswith(
        "The median is 12 h or, with the south an hour ahead, 11 h; 5 of 6 conclusions"
    )
    assert "none was answered within 3 hours: does not hold for both" in describe_figure(ax.figure)  # type: ignore[arg-type]


# --- survival ---------------------------------------------------------------------------------------------


def panel(ax: Axes, place: int) -> Axes:
    """Give one of the axes inside of others."""
    found = ax.child_axes[place]
    assert isinstance(found, Axes)
    return found


def test_curves_fall_where_answers_left() -> None:
    ax = shown("survival")
    steps = [(0, 1), (3.5, 1), (3.5, 0.6667), (12, 0.6667), (12, 0.3333), (18.5, 0.3333), (18.5, 0)]
    assert corners(by_gid(ax, "Kaplan-Meier-unknown"))[:-1] == steps
    assert corners(by_gid(ax, "Kaplan-Meier-never"))[-1][1] == 0.25
    assert points(panel(ax, 0), "o") == [(18.5, 0), (12, 0.3333), (3.5, 0.6667)]
    assert title(ax) == "Half the messages are answered within 12 h, by either estimate"


def test_a_stretch_in_which_a_curve_falls_is_a_box() -> None:
    ax = plot_survival(make_delays(rows=WIRE[3:4]))
    assert boxes(panel(ax, 1))[0] == (0, 12, 0, 1)
    assert title(ax) == "Half the messages are answered within 12 h, or not at all"
    unanswered = plot_survival(make_delays(rows=WIRE[4:5]))
    assert title(unanswered) == "Of 1 message more than half are not known to be answered"


# --- hours ------------------------------------------------------------------------------------------------


def test_an_answer_stands_at_its_hour_and_that_of_its_message() -> None:
    ax = shown("hours")
    assert points(ax, "o") == [(10, 13.5), (2, 14), (20, 14.5)]
    marks = [line for line in ax.lines if line.get_marker() == "o"]
    assert [corners(line) for line in marks if line.get_markerfacecolor() == "#ffffff"] == [[(20, 14.5)]]
    bars = [ends for line in ax.lines if len(ends := corners(line)) == 2]
    assert bars[0] == [(0, 12), (12, 12)]
    assert bars[-1][0] == pytest.approx((9.9667, 24.1667), abs=1e-3)
    assert bars[-1][1] == pytest.approx((11.9667, 24.1667), abs=1e-3)


def test_the_bands_are_as_wide_as_half_of_the_answers_and_delays_need() -> None:
    ax = shown("hours")
    levels = {one.get_gid(): one.get_bbox().intervaly for one in ax.patches if isinstance(one, Rectangle)}
    assert list(levels["hour-0"]) == [13.5, 14.5]
    (slant,) = [one for one in ax.patches if isinstance(one, Polygon) and one.get_gid() == "delay-0"]
    assert [tuple(map(float, corner)) for corner in slant.get_xy()[:4]] == [
        (0, 5.5),
        (24, 29.5),
        (24, 42.5),
        (0, 18.5),
    ]
    assert title(ax) == (
        "Answers keep to an hour more than to a delay: half of 3 left within 30 min of 14:00;"
        " half of the delays lie within 6 h 30 min of 12 h"
    )
    assert (
        title(plot_hours(make_delays(rows=WIRE[3:5]))) == "No message and answer are both known to the minute"
    )


# --- registers --------------------------------------------------------------------------------------------


def test_a_number_stands_at_its_day_and_leads_to_its_passage() -> None:
    ax = shown("registers")
    first, day = number("1934-10-01T08:00"), (number("1934-10-05") + number("1934-10-05T23:59")) / 2
    assert (first, 21) in points(ax, "o")
    assert any(x == pytest.approx(day) and y == 26 for x, y in points(ax, "o"))
    assert [y for _, y in points(ax, "s")] == [10, 12, 18]
    linked = set(re.findall(r'xlink:href="\.\./report/letters/(\S+)"', to_svg(ax.figure)))  # type: ignore[arg-type]
    assert linked == {"w/1.html#at-7", "w/2.html#at-17", "w/4.html#at-37", "w/7.html#at-27"}


def test_numbers_go_by_within_boxes_and_one_register_runs_ahead() -> None:
    ax = shown("registers")
    assert (number("1934-10-03T08:00"), number("1934-10-12T08:00"), 12, 18) in boxes(ax)
    assert {"20-22", "+10", "+12", "+15"} <= set(words(ax))
    assert title(ax) == (
        "9 messages came in from 1 Oct to 12 Oct, 0.8 a day; 3 are printed with their number"
    )


def test_a_register_of_what_was_sent_gives_bounds() -> None:
    ax = plot_registers(make_numbers().query("register == 'outgoing'"))
    assert title(ax).startswith("7 to 12 messages were sent from 1 Oct to 12 Oct;")


# --- shares -----------------------------------------------------------------------------------------------


def test_a_share_reaches_from_the_least_to_the_most() -> None:
    ax = shown("shares")
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["week of 1 Oct", "week of 8 Oct", "1 to 3 Oct", "3 to 12 Oct", "1 to 12 Oct"]
    assert {"3 of 4 to 8", "2 to 3 of 6", "4 to 5 of 9"} <= set(words(ax))
    assert any((left, right) == pytest.approx((2 / 6, 3 / 6), abs=1e-4) for left, right, *_ in boxes(ax))
    assert title(ax) == "The edition prints 4 to 5 of 9 messages, but only 2 to 3 of 6 from 3 to 12 Oct"
    linked = set(re.findall(r'xlink:href="\.\./report/letters/(\S+)\.html#letters-1"', to_svg(ax.figure)))  # type: ignore[arg-type]
    assert linked == {"w/2", "w/7"}


def test_too_few_numbers_tell_no_share() -> None:
    assert title(plot_shares(make_messages().head(1))) == "Too few numbers are printed to tell a share"


# --- the unseen -------------------------------------------------------------------------------------------


def test_a_median_widens_until_nothing_bounds_it() -> None:
    ax = shown("unseen")
    assert points(ax, "D") == [(0, 12)]
    bars = {
        round((left + right) / 2): (bottom, top) for left, right, bottom, top in boxes(ax) if right - left < 1
    }
    assert bars == {1: (7.75, 15.25), 2: (3.5, 18.5)}
    assert any(left == 2.5 for left, *_ in boxes(ax)), "from three unseen on, nothing bounds it"
    assert (
        title(ax) == "The median delay bears 2 unseen messages at their worst; the registers tell of 4 to 5"
    )


def test_without_delays_or_registers_it_says_so() -> None:
    nothing = make_messages().head(0)
    assert (
        title(plot_unseen(make_delays(), nothing))
        == "The median delay bears 2 unseen messages at their worst"
    )
    without = plot_unseen(make_delays(rows=WIRE[3:]), make_messages())
    assert title(without) == "No delay is known to the minute, and no median is bounded"


# --- all of them ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_plot_draws_on_the_axes_it_gets_and_leaves_settings_alone(name: str) -> None:
    _, given = plt.subplots()
    before = dict(mpl.rcParams)
    assert DRAWINGS[name](ax=given) is given
    assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == [1]


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_same_table_gives_the_same_bytes(name: str) -> None:
    first, second = shown(name).figure, DRAWINGS[name]().figure
    assert to_svg(first) == to_svg(second) == to_svg(first)  # type: ignore[arg-type]
    assert to_png(first) == to_png(second)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_figure_carries_its_words(name: str) -> None:
    ax = shown(name)
    spoken = describe_figure(ax.figure)  # type: ignore[arg-type]
    assert spoken.startswith(title(ax))
    assert re.search(r"n = \d+ ", spoken)
    assert "Source: table" in spoken
    assert "corpus w." in spoken


@pytest.mark.parametrize("name", ["delays", "survival", "hours", "clock_band", "leave_one_out"])
def test_a_delay_leads_to_its_row(name: str) -> None:
    svg = to_svg(shown(name).figure)  # type: ignore[arg-type]
    linked = set(re.findall(r'xlink:href="\.\./report/letters/(\S+)"', svg))
    assert {f"w/{place}.html#latencies-sent-to-reply" for place in (1, 2, 3)} <= linked


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_no_mark_leads_nowhere(name: str) -> None:
    assert 'href=""' not in to_svg(shown(name).figure)  # type: ignore[arg-type]


def test_nothing_drawn_is_infinite() -> None:
    for name in DRAWINGS:
        ax = shown(name)
        assert all(math.isfinite(limit) for limit in (*ax.get_xlim(), *ax.get_ylim()))
        assert "inf" not in describe_figure(ax.figure).split()  # type: ignore[arg-type]
