"""Lost dashes: what the scan ran together comes apart again, and what can stand is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Reader

few = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])

AMOUNTS = [
    ("130150 million poods", 130e6, 150e6),
    ("3032 percent", 30, 32),
    ("200300 versts", 200, 300),
    ("20002500 rubles", 2000, 2500),
]
PLAIN_AMOUNTS = [
    ("1934 tons", 1934),
    ("2030 workers", 2030),
    ("150 million poods", 150e6),
    ("999 million poods", 999e6),
    ("100 percent", 100),
    ("150 percent", 150),
    ("12,345 rubles", 12345),
    ("28000 rubles", 28000),
    ("1.5 million poods", 1.5e6),
]


@pytest.mark.parametrize(("text", "low", "high"), AMOUNTS, ids=[amount[0] for amount in AMOUNTS])
def test_an_amount_that_lost_its_dash_is_mended_and_says_how(
    read: Reader, text: str, low: float, high: float
) -> None:
    (row,) = read.molotov(f"Now they want {text} of that.").rows["quantities"]
    assert (float(row["low"]), float(row["high"])) == (low, high)
    assert row["emended"] == "true"
    assert text.split(maxsplit=1)[0] in row["emendation"]
    assert row["verbatim"] == text


@pytest.mark.parametrize(("text", "value"), PLAIN_AMOUNTS, ids=[amount[0] for amount in PLAIN_AMOUNTS])
def test_an_amount_that_can_stand_is_left_alone(read: Reader, text: str, value: float) -> None:
    (row,) = read.molotov(f"Now they want {text} of that.").rows["quantities"]
    assert (float(row["low"]), float(row["high"]), row["emended"], row["emendation"]) == (
        value,
        value,
        "false",
        "",
    )


def test_figures_beside_it_decide_where_the_digits_alone_cannot(read: Reader) -> None:
    one = read.molotov("We ship 1 to 1.5 million poods a day and want 34 million poods a day.")
    assert one.cells("quantities", "low", "high", "emended") == [
        ("1000000", "1500000", "false"),
        ("3000000", "4000000", "true"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "We want 34 million poods a day.",
        "We ship 20 million poods a day and want 34 million poods a day.",
        pytest.param(
            "We ship 1 to 1.5 million poods a day and export 34 million poods a year.",
        ),
    ],
)
def test_figures_beside_it_that_do_not_speak_against_it_leave_it_alone(read: Reader, sentence: str) -> None:
    *_, row = read.molotov(sentence).rows["quantities"]
    assert (row["low"], row["high"], row["emended"]) == ("34000000", "34000000", "false")


def test_mending_can_be_switched_off(read: Reader) -> None:
    text = read.molotov_text(
        "Now they want 3032 percent of that.1", "So (RTsKhIDNI f. 17, op. 3, d. 7, ll. 2123)."
    )
    as_printed = read(text, "stalin-molotov", emend=False)
    assert as_printed.cells("quantities", "low", "high", "emended") == [("3032", "3032", "false")]
    assert as_printed.column("archive_refs", "listy") == ["2123"]
    mended = read(text, "stalin-molotov")
    assert mended.cells("quantities", "low", "high", "emended") == [("30", "32", "true")]


def test_a_reading_of_the_user_overrules_the_digits(read: Reader, tmp_path: Path) -> None:
    rows = "printed,near,low,high,reason,source\n34 million poods,the mole,3000000,4000000,a dash lost,me\n"
    (tmp_path / "emendations.csv").write_text(rows, encoding="utf-8")
    (mended,) = read.molotov("On the mole lie 34 million poods.", knowledge=tmp_path).rows["quantities"]
    assert (mended["low"], mended["high"], mended["emendation"]) == ("3000000", "4000000", "a dash lost")
    (other,) = read.molotov("In the port lie 34 million poods.", knowledge=tmp_path).rows["quantities"]
    assert other["emended"] == "false"


@pytest.mark.parametrize(
    ("printed", "listy"),
    [
        ("ll. 2123", "21-23"),
        ("ll. 1012", "10-12"),
        ("ll. 910", "9-10"),
        ("ll. 11, 32, 33", "11,32,33"),
        ("ll. 23, 24", "23,24"),
        ("ll. 11-13", "11-13"),
        ("l. 115", "115"),
        ("l. 21", "21"),
    ],
)
def test_leaves_are_mended_behind_a_plural_only(read: Reader, printed: str, listy: str) -> None:
    one = read.note(f"So it was decided (RTsKhIDNI f. 17, op. 3, d. 793, {printed}).")
    assert one.column("archive_refs", "listy") == [listy]


# ---------------------------------------------------------------------------------------------- properties

pairs = st.tuples(st.integers(10, 999), st.integers(1, 400)).map(lambda pair: (pair[0], sum(pair)))
joinable = pairs.filter(lambda pair: len(str(pair[0])) == len(str(pair[1])) and pair[1] / pair[0] <= 2)


@few
@given(drawn=st.lists(joinable, min_size=1, max_size=12))
def test_any_run_together_millions_come_apart_where_they_were_joined(
    read: Reader, drawn: list[tuple[int, int]]
) -> None:
    text = " ".join(f"Now they want {low}{high} million poods of that." for low, high in drawn)
    rows = read.molotov(text).cells("quantities", "low", "high", "emended")
    assert rows == [(f"{low}000000", f"{high}000000", "true") for low, high in drawn]


@few
@given(drawn=st.lists(st.integers(1, 999), min_size=1, max_size=12))
def test_any_short_number_of_millions_is_left_alone(read: Reader, drawn: list[int]) -> None:
    text = " ".join(f"Now they want {number} million rubles of that." for number in drawn)
    rows = read.molotov(text).cells("quantities", "low", "high", "emended")
    assert rows == [(f"{number}000000", f"{number}000000", "false") for number in drawn]


@few
@given(drawn=st.lists(joinable, min_size=1, max_size=12))
def test_any_run_together_leaves_come_apart_where_they_were_joined(
    read: Reader, drawn: list[tuple[int, int]]
) -> None:
    text = " ".join(f"So it was (RTsKhIDNI f. 17, op. 3, d. 793, ll. {low}{high})." for low, high in drawn)
    assert read.note(text).column("archive_refs", "listy") == [f"{low}-{high}" for low, high in drawn]
