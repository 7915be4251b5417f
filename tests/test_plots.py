"""The figures, held against invented tables: what is drawn, what it says, and the same bytes every time."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.dates import date2num
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Annotation

from corrstats.errors import CorrstatsError
from corrstats.plots import (
    FIGURES,
    describe_figure,
    notebook_style,
    plot_lanes,
    plot_latencies,
    plot_timeline,
    save_figure,
    write_figures,
)
from corrstats.plots.save import to_png, to_svg
from corrstats.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from matplotlib.axes import Axes


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    yield
    plt.close("all")


# --- invented tables --------------------------------------------------------------------------------------

Letter = tuple[str, str, str | None, str | None]
SPRING: list[Letter] = [
    ("1", "1812-03-02", "1812-03-02", "1812-03-02"),
    ("2", "1812-03-05/1812-03-09", "1812-03-05", "1812-03-09"),
    ("3", "../1812-03-20", None, "1812-03-20"),
    ("4", "1812-03-11/..", "1812-03-11", None),
    ("5", "1812-03-21~/1812-03-30~", "1812-03-21", "1812-03-30"),
    ("6", "", None, None),
]


def on_day(number: str, day: str) -> Letter:
    """Make a letter of a known day."""
    return number, day, day, day


def make_letters(corpus: str, letters: list[Letter]) -> pd.DataFrame:
    """Make a table of letters: number, EDTF, earliest and latest day."""
    rows = [
        {
            "letter_id": f"{corpus}/{number}",
            "corpus": corpus,
            "ordinal": ordinal,
            "number": number,
            "date_edtf": edtf or None,
            "date_earliest": earliest,
            "date_latest": latest,
            "place_from": None,
        }
        for ordinal, (number, edtf, earliest, latest) in enumerate(letters, start=1)
    ]
    frame = pd.DataFrame(rows)
    for column in ("date_earliest", "date_latest"):
        frame[column] = pd.to_datetime(frame[column])
    return frame


def make_correspondents(senders: dict[str, list[str]], recipient: str = "anna-b") -> pd.DataFrame:
    """Make a table of correspondents: senders by letter, and to whom all write who are not the recipient."""
    rows = [
        {"letter_id": letter_id, "role": "sender", "position": position, "person_id": person}
        for letter_id, people in senders.items()
        for position, person in enumerate(people, start=1)
    ]
    rows += [
        {
            "letter_id": letter_id,
            "role": "recipient",
            "position": 1,
            "person_id": "carl-d" if people[0] == recipient else recipient,
        }
        for letter_id, people in senders.items()
    ]
    return pd.DataFrame(rows)


EVENTS: tuple[tuple[str, str, str, str | None, str, str | None, str | None], ...] = (
    # letter, zone, kind, local time, precision, time zone, UTC
    ("w/1", "header", "sent", "1934-10-02T03:30", "minute", "Europe/Moscow", "1934-10-02T00:30Z"),
    ("w/1", "note", "reply", "1934-10-02T13:46", "minute", "Europe/Moscow", "1934-10-02T10:46Z"),
    ("w/2", "header", "sent", "1934-10-03T11:45", "minute", "Asia/Yekaterinburg", "1934-10-03T06:45Z"),
    ("w/2", "note", "forwarded", "1934-10-03", "day", None, None),
    ("w/3", "note", "sent-in-code", "1934-10-04T00:10", "minute", "Europe/Moscow", "1934-10-03T21:10Z"),
    ("w/4", "note", "reply", "1934-10-20T14:23", "minute", "Europe/Moscow", "1934-10-20T11:23Z"),
    ("w/5", "header", "sent", "1934-10-21T11:00", "hour", "Europe/Moscow", None),
    ("w/5", "note", "reply", None, "day", None, None),
)
LATENCIES: tuple[tuple[Any, ...], ...] = (
    # letter, from, to, answering letter, hours low, high, status
    ("w/1", "1934-10-02T03:30", "1934-10-02T13:46", None, 10 + 16 / 60, 10 + 16 / 60, "exact"),
    ("w/2", "1934-10-03T11:45", "1934-10-04T00:10", "w/3", 14 + 25 / 60, 14 + 25 / 60, "exact"),
    ("w/4", "1934-10-20", "1934-10-20T14:23", None, 0, 14 + 23 / 60, "interval"),
    ("w/5", "1934-10-21T11:00", None, None, None, None, "open"),
)


def make_wire() -> dict[str, pd.DataFrame]:
    """Make the tables of five telegrams: two answered to the minute, one within bounds, one never."""
    days = {"1": 2, "2": 3, "3": 3, "4": 20, "5": 21}
    letters = [on_day(number, f"1934-10-{day:02}") for number, day in days.items()]
    columns = ["letter_id", "zone", "kind", "local_datetime", "precision", "timezone", "utc_datetime"]
    events = pd.DataFrame(list(EVENTS), columns=columns)
    events["local_datetime"] = pd.to_datetime(events["local_datetime"], format="ISO8601")
    events["place_from"] = [None, "Sochi", "Chelyabinsk", None, "Sochi", None, "Moscow", None]
    latencies = pd.DataFrame(
        [
            {
                "letter_id": letter_id,
                "leg": "sent to reply",
                "from_earliest": sent,
                "from_latest": sent,
                "to_letter_id": answering,
                "to_earliest": answered,
                "to_latest": answered,
                "hours_low": low,
                "hours_high": high,
                "status": status,
            }
            for letter_id, sent, answered, answering, low, high, status in LATENCIES
        ]
    )
    other = latencies.iloc[[0]].assign(leg="writing to cipher", hours_low=1.0, hours_high=1.0)
    senders = {f"w/{number}": ["carl-d", "emil-f"][: 1 + (number == "1")] for number in days}
    senders["w/3"] = ["anna-b"]
    return {
        "letters": make_letters("w", letters),
        "correspondents": make_correspondents(senders),
        "events": events,
        "latencies": pd.concat([latencies, other], ignore_index=True),
    }


def draw_lanes(tables: dict[str, pd.DataFrame], ax: Axes | None = None) -> Axes:
    """Draw the lanes of these tables."""
    parts = [tables[name] for name in ("letters", "correspondents", "events", "latencies")]
    return plot_lanes(*parts, ax=ax)


def number(text: str) -> float:
    """Give a moment as a place on a time axis."""
    return float(date2num(dt.datetime.fromisoformat(text)))  # type: ignore[no-untyped-call]


def bars(ax: Axes, row: float, *, filled: bool = True) -> list[tuple[float, float]]:
    """Give start and end of the bars drawn about a height."""
    return [
        (patch.get_x(), patch.get_x() + patch.get_width())
        for patch in ax.patches
        if isinstance(patch, Rectangle)
        and patch.get_y() < row < patch.get_y() + patch.get_height()
        and patch.get_fill() == filled
    ]


def arrows(ax: Axes) -> dict[float, tuple[float, float]]:
    """Give where arrows begin and end, by height."""
    drawn = [text for text in ax.texts if isinstance(text, Annotation) and text.arrow_patch is not None]
    return {text.xy[1]: (text.xyann[0], text.xy[0]) for text in drawn}


def words(ax: Axes) -> list[str]:
    """Give all texts on axes and on those inside of them."""
    return [text.get_text() for one in (ax, *ax.child_axes) for text in one.texts]


# --- timeline ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def timeline() -> Axes:
    """Draw the letters of an invented spring."""
    return plot_timeline(make_letters("spring", SPRING))


def test_a_known_day_is_as_wide_as_the_day(timeline: Axes) -> None:
    assert bars(timeline, 0) == [(number("1812-03-02"), number("1812-03-03"))]


def test_a_span_reaches_from_its_first_day_to_the_end_of_its_last(timeline: Axes) -> None:
    assert bars(timeline, 1) == [(number("1812-03-05"), number("1812-03-10"))]


def test_an_open_end_is_an_arrow_away_from_the_bound_and_no_bar(timeline: Axes) -> None:
    assert bars(timeline, 2) == bars(timeline, 3) == []
    drawn = arrows(timeline)
    assert set(drawn) == {2.0, 3.0}
    assert drawn[2.0][0] == number("1812-03-21")
    assert drawn[2.0][1] < drawn[2.0][0]
    assert drawn[3.0][0] == number("1812-03-11")
    assert drawn[3.0][1] > drawn[3.0][0]


def test_an_approximate_end_fades_within_its_bounds(timeline: Axes) -> None:
    (outline,) = bars(timeline, 4, filled=False)
    assert outline == (number("1812-03-21"), number("1812-03-31"))
    fading = [
        (patch.get_x(), alpha)
        for patch in timeline.patches
        if isinstance(patch, Rectangle) and (alpha := patch.get_alpha()) is not None
    ]
    late = [alpha for start, alpha in fading if start > number("1812-03-26")]
    assert late == sorted(late, reverse=True)
    assert len(late) == len(fading) / 2
    assert words(timeline).count("~") == 2
    assert all(outline[0] <= start <= outline[1] for start, _ in bars(timeline, 4))


def test_an_undated_letter_has_a_row_and_no_mark(timeline: Axes) -> None:
    assert bars(timeline, 5) == []
    assert "undated" in words(timeline)
    assert [label.get_text() for label in timeline.get_yticklabels()] == list("123456")


def test_dates_are_written_beside_their_marks(timeline: Axes) -> None:
    written = {
        "2 Mar",
        "5 Mar to 9 Mar",
        "20 Mar or earlier",
        "11 Mar or later",
        "about 21 Mar to about 30 Mar",
    }
    assert written <= set(words(timeline))


def test_the_timeline_says_what_it_finds(timeline: Axes) -> None:
    title = timeline.get_title(loc="left").replace("\n", " ")
    assert title == "1 of 6 letters are dated to the day; 2 within a span, 2 from one side only, 1 not at all"
    certain = plot_timeline(make_letters("spring", SPRING[:1] * 2))
    assert certain.get_title(loc="left") == "All 2 letters are dated to the day"
    (caption,) = [text for text in words(timeline) if "Source" in text]
    assert caption.startswith("n = 6 letters")
    assert "corpus spring" in caption


def test_rows_are_labelled_by_first_sender() -> None:
    people = make_correspondents({"spring/1": ["bonch-bruevich-vd", "carl-d"], "spring/2": ["carl-d"]})
    ax = plot_timeline(make_letters("spring", SPRING[:2]), correspondents=people)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Bonch-Bruevich +1 · 1", "Carl · 2"]


def test_each_corpus_has_its_own_time_axis() -> None:
    two = pd.concat([make_letters("spring", SPRING), make_letters("later", [on_day("1", "1934-10-02")])])
    first, second = plot_timeline(two).child_axes
    assert first.get_xlim()[1] < number("1813-01-01") < second.get_xlim()[0]


def test_marks_of_the_timeline_lead_to_their_letters(timeline: Axes) -> None:
    svg = to_svg(timeline.figure)  # type: ignore[arg-type]
    linked = set(re.findall(r'xlink:href="\.\./report/letters/(\S+)\.html#letters-1"', svg))
    assert linked == {f"spring/{place}" for place in range(1, 6)}


def test_messages_lead_to_the_passages_that_time_them() -> None:
    tables = make_wire()
    tables["events"] = tables["events"].assign(start=range(10, 18))
    linked = re.findall(r'xlink:href="\.\./report/letters/(\S+)"', to_svg(draw_lanes(tables).figure))  # type: ignore[arg-type]
    dispatches, replies, days = {10, 12, 14, 16}, {11, 15}, {"w/4.html#letters-1"}
    places = {10: 1, 11: 1, 12: 2, 14: 3, 15: 4, 16: 5}
    timed = {f"w/{places[start]}.html#at-{start}" for start in dispatches | replies}
    assert set(linked) == timed | days


def test_a_delay_leads_to_its_row_where_both_its_ends_are_named() -> None:
    svg = to_svg(plot_latencies(make_wire()["latencies"]).figure)  # type: ignore[arg-type]
    linked = set(re.findall(r'xlink:href="\.\./report/letters/(\S+)"', svg))
    assert linked == {f"w/{number}.html#latencies-sent-to-reply" for number in (1, 2, 4)}


def test_a_plot_draws_on_the_axes_it_gets_and_leaves_settings_alone() -> None:
    _, given = plt.subplots()
    before = dict(mpl.rcParams)
    assert plot_timeline(make_letters("spring", SPRING), ax=given) is given
    assert draw_lanes(make_wire(), ax=given) is given
    assert plot_latencies(make_wire()["latencies"], ax=given) is given
    assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == [1]


# --- lanes ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lanes() -> Axes:
    """Draw the invented telegrams."""
    return draw_lanes(make_wire())


def by_gid(ax: Axes, prefix: str) -> dict[str, Any]:
    """Give what is drawn under an id, from the first panel that has it."""
    found: dict[str, Any] = {}
    for panel in ax.child_axes:
        for artist in (*panel.lines, *panel.patches):
            if (artist.get_gid() or "").startswith(prefix):
                found.setdefault(artist.get_gid() or "", artist)
    return found


def test_each_run_of_days_is_a_panel(lanes: Axes) -> None:
    limits = [panel.get_xlim() for panel in lanes.child_axes]
    assert limits == [
        (number("1934-10-02"), number("1934-10-05")),
        (number("1934-10-20"), number("1934-10-22")),
    ]
    widths = [panel.get_position().width for panel in lanes.child_axes]
    assert widths[0] / widths[1] == pytest.approx(3 / 2)


def test_a_line_leads_from_dispatch_to_answer(lanes: Axes) -> None:
    drawn = by_gid(lanes, "answer-")
    assert set(drawn) == {"answer-1", "answer-2", "answer-4"}
    assert list(drawn["answer-1"].get_xdata()) == [number("1934-10-02T03:30"), number("1934-10-02T13:46")]
    assert list(drawn["answer-1"].get_ydata()) == [0, -1]
    assert {"10 h 16 min", "14 h 25 min"} <= set(words(lanes))


def test_a_time_of_another_zone_is_put_on_the_common_clock(lanes: Axes) -> None:
    line = by_gid(lanes, "answer-2")["answer-2"]
    assert list(line.get_xdata()) == [number("1934-10-03T09:45"), number("1934-10-04T00:10")]
    assert "Chelyabinsk\n2 · 9:45" in words(lanes)
    assert "All times are Moscow time" in describe(lanes)


def test_an_answer_within_bounds_is_an_area_from_the_first_minute_that_may_be(lanes: Axes) -> None:
    area = by_gid(lanes, "answer-4")["answer-4"]
    assert isinstance(area, Polygon)
    corners = {(float(x), float(y)) for x, y in area.get_xy()}
    answered = number("1934-10-20T14:23")
    assert corners == {(number("1934-10-20"), 0), (answered, 0), (answered, -1)}
    assert "4: at most 14 h 23 min" in words(lanes)


def test_a_message_without_a_dated_answer_is_marked_so(lanes: Axes) -> None:
    assert set(by_gid(lanes, "open-")) == {"open-5"}
    assert words(lanes).count("?") == 1


def test_only_what_is_known_to_the_minute_is_a_point(lanes: Axes) -> None:
    points = sorted(
        (float(x), float(y))
        for panel in lanes.child_axes
        for line in panel.lines
        if line.get_marker() == "o"
        for x, y in np.asarray(line.get_xydata())
    )
    times = ["10-02T03:30", "10-02T13:46", "10-03T09:45", "10-04T00:10", "10-20T14:23"]
    heights = [0, -1, 0, -1, -1]
    assert points == [(number(f"1934-{time}"), height) for time, height in zip(times, heights, strict=True)]
    second = lanes.child_axes[1]
    assert sorted(
        (patch.get_x(), patch.get_width()) for patch in second.patches if isinstance(patch, Rectangle)
    ) == [
        (number("1934-10-20"), 1.0),
        (number("1934-10-21T11:00"), pytest.approx(1 / 24)),
    ]


def test_lanes_are_named_after_their_first_senders(lanes: Axes) -> None:
    assert [label.get_text() for label in lanes.child_axes[0].get_yticklabels()] == [
        "Carl\nand others",
        "Anna",
    ]


def describe(ax: Axes) -> str:
    """Give the text alternative of the figure of some axes."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    return describe_figure(figure)


def test_the_lanes_say_what_they_find_and_what_they_leave_out(lanes: Axes) -> None:
    title = lanes.get_title(loc="left").replace("\n", " ")
    assert title == (
        "2 messages timed to the minute waited 10 h 16 min to 14 h 25 min for an answer;"
        " 1 has no dated answer"
    )
    assert "Not drawn: 1 forwarding, 1 reply without a date." in describe(lanes)
    assert "n = 5 letters and 2 answers told in notes." in describe(lanes)
    tables = make_wire()
    tables["latencies"] = tables["latencies"].assign(status="open", hours_low=None, hours_high=None)
    assert draw_lanes(tables).get_title(loc="left") == "7 messages, no answer known to the minute"


def test_two_corpora_do_not_share_lanes() -> None:
    tables = make_wire()
    tables["letters"] = pd.concat([tables["letters"], make_letters("spring", SPRING)])
    with pytest.raises(CorrstatsError, match="letters of 2 corpora"):
        draw_lanes(tables)


def test_delays_on_one_day_do_not_cover_each_other() -> None:
    tables = make_wire()
    again = tables["events"].iloc[:2].assign(letter_id="w/9")
    tables["events"] = pd.concat([tables["events"], again], ignore_index=True)
    twin = make_letters("w", [on_day("9", "1934-10-02")])
    tables["letters"] = pd.concat([tables["letters"], twin], ignore_index=True)
    people = make_correspondents({"w/9": ["carl-d"]})
    tables["correspondents"] = pd.concat([tables["correspondents"], people], ignore_index=True)
    wait = tables["latencies"].iloc[[0]].assign(letter_id="w/9")
    tables["latencies"] = pd.concat([tables["latencies"], wait], ignore_index=True)
    places = [
        text.get_position()
        for text in draw_lanes(tables).child_axes[0].texts
        if text.get_text() == "10 h 16 min"
    ]
    assert len(places) == len(set(places)) == 2


# --- latencies --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def latencies() -> Axes:
    """Draw the invented delays."""
    return plot_latencies(make_wire()["latencies"])


def test_a_delay_is_a_bar_from_hour_to_hour_on_the_clock_of_the_answer(latencies: Axes) -> None:
    assert bars(latencies, 0)[0] == pytest.approx((3.5, 13 + 46 / 60))
    assert bars(latencies, 1)[0] == pytest.approx((9.75, 24 + 10 / 60))


def test_a_delay_within_bounds_reaches_from_the_earliest_start(latencies: Axes) -> None:
    assert bars(latencies, 2)[0] == pytest.approx((0, 14 + 23 / 60))
    assert [label.get_text() for label in latencies.get_yticklabels()] == [
        "1  (2 Oct)",
        "2  (3 Oct)",
        "4  (20 Oct)",
    ]
    points = [line for line in latencies.lines if line.get_marker() == "o"]
    assert len(points) == 5  # of the third, only the answer is known to the minute


def test_the_hours_of_most_answers_are_the_shortest_that_hold_them() -> None:
    table = make_wire()["latencies"].iloc[[0] * 4].reset_index(drop=True)
    ends = ["13:46", "11:05", "21:55", "14:00"]
    table["to_earliest"] = table["to_latest"] = [f"1934-10-02T{end}" for end in ends]
    table["hours_low"] = table["hours_high"] = 2.0
    title = plot_latencies(table).get_title(loc="left").replace("\n", " ")
    assert title == "3 of 4 answers left between 11:05 and 14:00; the messages, between 9:05 and 19:55"


def test_what_is_not_drawn_is_counted(latencies: Axes) -> None:
    assert "n = 3 answered messages, 2 with both ends to the minute." in describe(latencies)
    assert "Not drawn: 1 without a dated answer." in describe(latencies)


# --- files ------------------------------------------------------------------------------------------------

DRAW = """
import sys, tests_plots
for draw in tests_plots.DRAWINGS.values():
    sys.stdout.write(tests_plots.to_svg(draw().figure))
"""

DRAWINGS = {
    "timeline": lambda: plot_timeline(make_letters("spring", SPRING)),
    "lanes": lambda: draw_lanes(make_wire()),
    "latencies": lambda: plot_latencies(make_wire()["latencies"]),
}


@cache
def shown(name: str) -> Axes:
    """Give one drawing for all tests that only look at it."""
    return DRAWINGS[name]()


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_same_table_gives_the_same_bytes(name: str) -> None:
    first, second = shown(name).figure, DRAWINGS[name]().figure
    assert to_svg(first) == to_svg(second) == to_svg(first)  # type: ignore[arg-type]
    assert to_png(first) == to_png(second)  # type: ignore[arg-type]


def test_the_same_bytes_in_every_process(root: Path, tmp_path: Path) -> None:
    (tmp_path / "tests_plots.py").write_bytes((root / "tests" / "test_plots.py").read_bytes())
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


def test_an_svg_names_no_day_and_no_program() -> None:
    svg = to_svg(plot_timeline(make_letters("spring", SPRING)).figure)  # type: ignore[arg-type]
    assert svg.startswith("<svg ")
    assert "matplotlib.org" not in svg
    assert "dc:date" not in svg
    assert str(dt.datetime.now(tz=dt.UTC).year) not in svg


def test_ids_of_two_figures_differ() -> None:
    one, two = (
        set(re.findall(r'\bid="([^"]+)"', to_svg(shown(name).figure)))  # type: ignore[arg-type]
        for name in ("timeline", "latencies")
    )
    assert one
    assert two
    assert one & two == set()


def test_every_id_that_a_figure_uses_stands_in_it() -> None:
    svg = to_svg(shown("lanes").figure)  # type: ignore[arg-type]
    used = set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', svg))
    assert used
    assert {one or other for one, other in used} <= set(re.findall(r'\bid="([^"]+)"', svg))


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_figure_carries_its_words(name: str, tmp_path: Path) -> None:
    ax = shown(name)
    spoken = describe(ax)
    assert spoken.startswith(ax.get_title(loc="left").replace("\n", " "))
    assert "Source: table" in spoken
    save_figure(ax, tmp_path / "figure.svg")
    label = re.search(r'aria-label="([^"]*)"', (tmp_path / "figure.svg").read_text(encoding="utf-8"))
    assert label is not None
    assert label[1] == spoken


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorrstatsError, match=r"\.svg or \.png"):
        save_figure(shown("timeline"), tmp_path / "figure.jpg")


def test_every_figure_is_written_for_every_corpus_that_has_what_it_shows(tmp_path: Path) -> None:
    wire = make_wire()
    letters = pd.concat([wire["letters"], make_letters("spring", SPRING)], ignore_index=True)
    spring = make_correspondents({f"spring/{place}": ["carl-d"] for place in range(1, 7)})
    people = pd.concat([wire["correspondents"], spring], ignore_index=True)
    written = write_figures(Tables({**wire, "letters": letters, "correspondents": people}), tmp_path)
    assert [path.name for path in written if path.suffix == ".svg"] == [
        "timeline-spring.svg",
        "timeline-w.svg",
        "lanes-w.svg",
        "latencies-w.svg",
        "delays-w.svg",
        "survival-w.svg",
        "hours-w.svg",
        "clock_band-w.svg",
        "leave_one_out-w.svg",
        "silences-w.svg",
    ]
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in written}
    assert {path.name.partition("-")[0] for path in written} <= set(FIGURES)
    assert plt.get_fignums() == []


def test_notebook_style_needs_a_notebook() -> None:
    with pytest.raises(CorrstatsError, match="this is no notebook"):
        notebook_style()
