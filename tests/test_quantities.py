"""Amounts with a unit: all shapes of the editions, what they are of, and what they measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from conftest import Reader

AMOUNTS = [
    # plain
    ("150 million poods", 150e6, 150e6, "pood"),
    ("43.7 million poods", 43.7e6, 43.7e6, "pood"),
    ("280,000 rubles", 280e3, 280e3, "ruble"),
    ("1,100,000 poods", 1.1e6, 1.1e6, "pood"),
    ("100,000 yen", 100e3, 100e3, "yen"),
    ("12 thousand tons", 12e3, 12e3, "tonne"),
    ("18 mil. pood[s]", 18e6, 18e6, "pood"),
    ("92.6 [%]", 92.6, 92.6, "percent"),
    ("8%", 8, 8, "percent"),
    ("0.5 percent", 0.5, 0.5, "percent"),
    ("20 tractors", 20, 20, "tractor"),
    # words
    ("two dozen workers", 24, 24, "person"),
    ("twenty-five rubles", 25, 25, "ruble"),
    ("five thousand rubles", 5e3, 5e3, "ruble"),
    ("a million rubles", 1e6, 1e6, "ruble"),
    # halves
    ("half a million rubles", 0.5e6, 0.5e6, "ruble"),
    ("one and a half million poods", 1.5e6, 1.5e6, "pood"),
    ("2 1/2 versts", 2.5, 2.5, "verst"),
    ("21/2 kilometers", 2.5, 2.5, "kilometre"),
    ("1 1/2 million poods", 1.5e6, 1.5e6, "pood"),
    # sums
    ("1 billion 400 million poods", 1.4e9, 1.4e9, "pood"),
    ("412 million [million] 200 thousand [thousand] p[uds]", 412.2e6, 412.2e6, "pood"),
    # ranges
    ("1 to 1.5 million poods", 1e6, 1.5e6, "pood"),
    ("from 3 to 4 million poods", 3e6, 4e6, "pood"),
    ("between 5 and 6 million poods", 5e6, 6e6, "pood"),
    ("5 or 6 million poods", 5e6, 6e6, "pood"),
    ("1.4-1.5 billion poods", 1.4e9, 1.5e9, "pood"),
    ("1 billion 400-500 mil. poods", 1.4e9, 1.5e9, "pood"),
    ("16–18 centners per hectare", 16, 18, "centner/ha"),
    ("150 to 160 infantry divisions", 150, 160, "division"),
]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"), AMOUNTS, ids=[amount[0].replace("[", "(") for amount in AMOUNTS]
)
def test_an_amount_is_read_in_its_unit(read: Reader, text: str, low: float, high: float, unit: str) -> None:
    (row,) = read.molotov(f"Now we want {text} and no other thing.").rows["quantities"]
    assert (float(row["low"]), float(row["high"]), row["unit"]) == (low, high, unit)
    assert row["verbatim"] == text
    assert row["implied_unit"] == "false"


@pytest.mark.parametrize(
    "text",
    [
        "about 20 million poods",
        "up to 8%",
        "no fewer than 150 divisions",
        "at least 5 million poods",
        "some 20 tons",
    ],
)
def test_an_amount_that_is_not_exact_says_so(read: Reader, text: str) -> None:
    assert read.molotov(f"Now we want {text} of it.").cells("quantities", "verbatim", "approximate") == [
        (text, "true")
    ]


def test_a_plain_amount_is_not_approximate(read: Reader) -> None:
    assert read.molotov("Now we want 20 tons of it.").column("quantities", "approximate") == ["false"]


def test_a_unit_that_the_series_gives_is_implied(read: Reader) -> None:
    one = read.molotov(
        "The five days gave 64 mil. 101 t[ys], not 55 mil. 849 t[thous. then, of 14 million poods."
    )
    assert one.cells("quantities", "low", "unit", "implied_unit") == [
        ("64101000", "pood", "true"),
        ("55849000", "pood", "true"),
        ("14000000", "pood", "false"),
    ]


def test_an_amount_of_a_series_takes_the_unit_of_one_of_its_size(read: Reader) -> None:
    one = read.molotov("Give 22 million poods, or 3 thousand tons, or another 28 million.")
    assert one.column("quantities", "unit") == ["pood", "tonne", "pood"]


def test_four_digits_are_a_range_where_thousands_have_their_comma(read: Reader) -> None:
    def amounts(text: str) -> list[tuple[str, ...]]:
        return read.molotov(text).cells("quantities", "low", "high", "emended")

    assert amounts("Give 4550 tons.") == [("4550", "4550", "false")]
    assert amounts("Give 4550 tons, not 1,200 tons.") == [
        ("45", "50", "true"),
        ("1200", "1200", "false"),
    ]


def test_letters_read_for_digits_are_told(read: Reader) -> None:
    one = read.molotov("Give 25O,000 rubles.")
    assert one.cells("quantities", "low", "emended") == [("250000", "true")]


def test_centners_in_millions_are_no_yield(read: Reader) -> None:
    one = read.molotov("It takes 4.1 million centners, at 0.7 centners per hectare.")
    assert one.column("quantities", "unit") == ["centner", "centner/ha"]


def test_a_bare_number_without_a_series_is_no_amount_but_is_not_lost(read: Reader) -> None:
    one = read.molotov("Give him 64 mil. 101 t[ys] or nothing at all.")
    assert one.rows["quantities"] == []
    assert "unread-number" in one.doubts()


@pytest.mark.parametrize(
    ("text", "si_low", "si_unit"),
    [
        ("1 pood", 16.380496, "kilogram"),
        ("3 tons", 3000, "kilogram"),
        ("2 versts", 2133.6, "metre"),
        ("16 centners per hectare", 1600, "kilogram/hectare"),
        ("5 rubles", None, ""),
        ("5 percent", None, ""),
    ],
)
def test_an_amount_stands_in_si_beside(read: Reader, text: str, si_low: float | None, si_unit: str) -> None:
    (row,) = read.molotov(f"Now we want {text} of it.").rows["quantities"]
    assert row["si_unit"] == si_unit
    assert (float(row["si_low"]) if row["si_low"] else None) == (pytest.approx(si_low) if si_low else None)


def test_an_amount_in_si_has_no_digits_of_the_computer(read: Reader) -> None:
    (row,) = read.molotov("Now we want 412.2 million poods of it.").rows["quantities"]
    assert row["si_low"] == "6752040451.2"


@pytest.mark.parametrize(
    ("sentence", "commodity"),
    [
        ("Of wheat we want 5 million poods.", "grain"),
        ("We want 5 million poods of cotton.", "cotton"),
        ("We want 12 thousand tons of coal now.", "coal"),
        ("We want 5 kilograms of gold.", "gold"),
        ("We want 5 rubles, and bread.", ""),
    ],
)
def test_a_sentence_tells_what_an_amount_is_of(read: Reader, sentence: str, commodity: str) -> None:
    assert read.molotov(sentence).column("quantities", "commodity") == [commodity]


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("They exported 5 million poods of it.", "export"),
        ("They have 20 million poods left to procure.", "remaining"),
        ("They ship 5 million poods a day.", "daily shipment"),
        ("The plan of 5 million poods is good.", "plan"),
        ("They procured 5 million poods.", "procured"),
        ("They purchased 5 million poods.", "purchase"),
        ("The yield is 16 centners per hectare.", "yield"),
        ("They have 5 million poods.", "other"),
    ],
)
def test_a_sentence_tells_what_an_amount_measures(read: Reader, sentence: str, measure: str) -> None:
    assert read.molotov(sentence).column("quantities", "measure") == [measure]


@pytest.mark.parametrize(
    "text",
    [
        "in 1930 the lamp was lit",
        "on 5 May 1930 rubles were few",
        "several million rubles",
        "millions of poods",
        "No. 84 of the list",
        "point 3 of them",
        "13:46 percent",
    ],
)
def test_what_is_no_amount_gives_none(read: Reader, text: str) -> None:
    assert read.molotov(f"Now they say {text} again.").rows["quantities"] == []


@pytest.mark.parametrize("zone", ["body", "note"])
def test_an_amount_stands_where_it_is_printed(read: Reader, zone: str) -> None:
    sentence = "They want 5 tons of it."
    one = read.molotov(sentence) if zone == "body" else read.note(sentence)
    (row,) = one.rows["quantities"]
    assert (row["zone"], row["note"]) == (zone, "" if zone == "body" else "1")
    assert one.text[int(row["start"]) : int(row["end"])] == "5 tons"


def test_a_note_mark_before_a_unit_is_not_read_into_an_amount(read: Reader) -> None:
    one = read.molotov("They ship 5 tons.1 They ship 7 tons.", "So they say.")
    assert one.column("quantities", "low") == ["5", "7"]


def test_two_amounts_joined_by_and_are_not_lost(read: Reader) -> None:
    one = read.molotov("Now 5 and 6 million poods came.")
    assert "6000000" in one.column("quantities", "high") or one.doubts().count("unread-number") == 2


def test_a_falling_range_is_not_lost(read: Reader) -> None:
    one = read.molotov("Now it fell from 5 to 3 million poods again.")
    assert "3000000" in one.column("quantities", "low") or one.doubts().count("unread-number") == 2


# ---------------------------------------------------------------------------------------------- properties

some = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
numbers = st.integers(1, 999)
UNITS = {"poods": "pood", "rubles": "ruble", "tons": "tonne", "percent": "percent", "versts": "verst"}


@some
@given(data=st.data())
def test_any_amounts_of_a_letter_read_back_in_order(read: Reader, data: st.DataObject) -> None:
    amount = st.tuples(
        numbers, numbers, st.sampled_from(["", " thousand", " million"]), st.sampled_from([*UNITS])
    )
    drawn = data.draw(st.lists(amount, min_size=1, max_size=8))
    expected, said = [], []
    for a, b, multiplier, unit in drawn:
        low, high = sorted((a, b))
        printed = f"{low}{multiplier}" if low == high else f"{low}-{high}{multiplier}"
        factor = {"": 1, " thousand": 1000, " million": 1_000_000}[multiplier]
        said.append(f"Now he wants {printed} {unit} of that.")
        expected.append((low * factor, high * factor, UNITS[unit]))
    rows = read.molotov(" ".join(said)).rows["quantities"]
    assert [(int(row["low"]), int(row["high"]), row["unit"]) for row in rows] == expected
