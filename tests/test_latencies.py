"""Delays between dated things: exact, with bounds, open, signed, and across two clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corrstats.resolve.clocks import to_utc

if TYPE_CHECKING:
    from conftest import Reader

MOSCOW = "From Moscow 3/X - 34 at 3 o'clock. 30 minutes."
ENDS = ("from_earliest", "from_latest", "to_earliest", "to_latest")


def measured(read: Reader, header: str, note: str, leg: str) -> dict[str, str]:
    """Give the one row of a leg of a telegram of 3 October 1934 with a note."""
    rows = read.kaganovich("So be it 1 .", note, header=header).rows["latencies"]
    (row,) = [row for row in rows if row["leg"] == leg]
    return row


def hours(row: dict[str, str]) -> list[float | None]:
    """Give the bounds of a delay, None where open."""
    return [float(row[end]) if row[end] else None for end in ("hours_low", "hours_high")]


def about(low: float | None, high: float | None) -> object:
    """Give bounds to compare with, good to a minute or two."""
    return pytest.approx([low, high], abs=0.05)


def test_two_ends_to_the_minute_are_exact(read: Reader) -> None:
    row = measured(
        read, MOSCOW, "The same day Stalin agreed by cipher from Sochi at 13:00. 46 min.", "sent to reply"
    )
    assert hours(row) == pytest.approx([10 + 16 / 60] * 2, abs=1e-3)
    assert (row["status"], row["clock"]) == ("exact", "same")
    assert tuple(row[end] for end in ENDS) == ("1934-10-03T03:30",) * 2 + ("1934-10-03T13:46",) * 2


# dispatch, note, bounds in hours
INTERVALS = [
    (MOSCOW, "Stalin agreed on October 4.", 20.5, 44.5),
    (MOSCOW, "At 14 o'clock on October 3 Stalin agreed.", 10.5, 11.5),
    ("From Moscow 3/X - 34 at 11 o'clock.", "At 13:46 on October 3 Stalin agreed.", 1 + 46 / 60, 2 + 46 / 60),
    ("From Moscow 3/X - 34 In. No. 93.", "At 13:46 on October 4 Stalin agreed.", 13 + 46 / 60, 37 + 46 / 60),
]  # fmt: skip


@pytest.mark.parametrize(("header", "note", "low", "high"), INTERVALS)
def test_an_end_known_to_the_hour_or_day_gives_bounds(
    read: Reader, header: str, note: str, low: float, high: float
) -> None:
    row = measured(read, header, note, "sent to reply")
    assert row["status"] == "interval"
    assert hours(row) == about(low, high)


@pytest.mark.parametrize("note", ["Stalin agreed.", "It is not known what became of it."])
def test_a_dispatch_without_a_dated_reply_is_open(read: Reader, note: str) -> None:
    row = measured(read, MOSCOW, note, "sent to reply")
    assert (row["status"], row["to_earliest"], row["to_latest"], hours(row)) == ("open", "", "", [None, None])


@pytest.mark.parametrize(
    ("note", "low", "high"),
    [
        ("On October 5, 1934, the PB approved it.", 24, 72),
        ("On October 3, 1934, the PB approved it.", -24, 24),
        ("On October 1, 1934, the PB approved it.", -72, -24),
    ],
)
def test_a_body_that_acted_first_gives_a_negative_delay(
    read: Reader, note: str, low: float, high: float
) -> None:
    row = measured(read, MOSCOW, note, "letter to decision")
    assert row["status"] == "interval"
    assert hours(row) == about(low, high)


def test_an_autograph_waits_from_its_date_to_its_cipher(read: Reader) -> None:
    note = "Sent in code from Sochi on October 4 at 0:00. 10 minutes."
    row = measured(read, "Encryption.", note, "writing to cipher")
    assert hours(row) == about(10 / 60, 24 + 10 / 60)
    assert (row["to_earliest"], row["status"]) == ("1934-10-04T00:10", "interval")


def test_what_is_sent_in_code_on_its_own_day_was_not_written_after_it(read: Reader) -> None:
    note = "The same day it went out in code from Gagra at 0:00. 20 minutes."
    row = measured(read, "Encryption.", note, "writing to cipher")
    assert hours(row) == about(0, 20 / 60)


def test_a_receipt_ends_the_way(read: Reader) -> None:
    row = measured(read, MOSCOW, "It was received in Sochi on October 3 at 5:00.", "sent to received")
    assert hours(row) == [1.5, 1.5]


def test_an_open_date_leaves_an_end_open(read: Reader) -> None:
    note = "On 10 August 1930, the Politburo agreed."
    for date, low, high in (
        ("[No earlier than 6 August 1930]", None, 120),
        ("[Earlier than 6 August 1930]", 96, None),
    ):
        (row,) = read.molotov("So be it.1", note, date=date).rows["latencies"]
        assert row["status"] == "interval"
        assert bool(row["from_earliest"]) == (low is None)
        assert hours(row) == about(low, high)


def test_a_letter_that_acknowledges_another_bounds_the_way_of_that(read: Reader) -> None:
    (row,) = read.molotov("Received your letter of 7/28.").rows["latencies"]
    assert (row["leg"], row["to_letter_id"], row["status"]) == (
        "written to acknowledged",
        "letters/12",
        "interval",
    )
    assert (row["from_earliest"], row["to_latest"]) == ("1930-07-28", "1930-08-02")
    assert hours(row) == about(96, 144)


def test_my_letter_is_no_delay_of_the_other_side(read: Reader) -> None:
    assert read.molotov("You have my letter of 7/28.").rows["latencies"] == []


def test_a_message_is_answered_by_the_letter_that_names_its_number(read: Reader) -> None:
    asks = read.kaganovich_text("So be it. HP 121.", header=MOSCOW)
    answers = read.kaganovich_text(
        "Your 121. I agree 1 .",
        "The same day it went out in code from Sochi at 14:00. 56 min.",
        heading="Stalin to Kaganovich October 3, 1934",
        signature="Stalin.",
    )
    rows = read(asks + answers, "stalin-kaganovich").rows["latencies"]
    (row,) = [row for row in rows if row["leg"] == "sent to reply"]
    assert (row["letter_id"], row["to_letter_id"], row["status"]) == ("letters/1", "letters/2", "exact")
    assert hours(row) == pytest.approx([11 + 26 / 60] * 2, abs=1e-3)


# ------------------------------------------------------------------------------------------------- clocks


@pytest.mark.parametrize(
    ("local", "zone", "utc"),
    [
        ("1930-06-20T12:00", "Europe/Moscow", "1930-06-20T10:00"),
        ("1930-06-22T12:00", "Europe/Moscow", "1930-06-22T09:00"),
        ("1934-10-03T01:30", "Europe/Moscow", "1934-10-02T22:30"),
        ("1934-10-03T12:00", "Asia/Yekaterinburg", "1934-10-03T07:00"),
    ],
)
def test_a_local_time_goes_to_utc_by_the_zone_of_its_day(local: str, zone: str, utc: str) -> None:
    found = to_utc(local, zone)
    assert found is not None
    assert found.isoformat(timespec="minutes").removesuffix("+00:00") == utc


@pytest.mark.parametrize(
    ("local", "zone"),
    [("1934-10-03", "Europe/Moscow"), ("1934-10-03T12:00", ""), ("1934-10-03T12:00", "X/Y")],
)
def test_without_a_time_or_a_known_zone_there_is_no_utc(local: str, zone: str) -> None:
    assert to_utc(local, zone) is None


def test_two_clocks_are_compared_by_utc_and_said_to_be_assumed(read: Reader) -> None:
    row = measured(
        read,
        "From Chelyabinsk 3/X - 34 at 3 o'clock. 30 minutes.",
        "The same day Stalin agreed by cipher from Sochi at 13:00. 46 min.",
        "sent to reply",
    )
    low, high = hours(row)
    assert low is not None
    assert high is not None
    assert low - 0.001 <= 12 + 16 / 60 <= high + 0.001
    assert row["clock"] == "assumed"


# --------------------------------------------------------------------------------- the edition against itself


@pytest.mark.parametrize(
    "leg", [("sent to reply", "On October 2 at 13:46 Stalin agreed."), ("written to acknowledged", "")]
)
def test_an_effect_before_its_cause_is_a_contradiction_not_a_delay(
    read: Reader, leg: tuple[str, str]
) -> None:
    if leg[1]:
        one = read.kaganovich("So be it 1 .", leg[1], header=MOSCOW)
    else:
        one = read.molotov("Received your letter of 8/6.")
    for row in one.rows["latencies"]:
        assert row["leg"] != leg[0] or not row["hours_high"] or float(row["hours_high"]) >= 0
    assert one.doubts()


def test_a_bound_that_other_evidence_gives_stands_apart_from_the_date(read: Reader) -> None:
    one = read.molotov("Received your letter of 8/6.", date="[No earlier than 2 August 1930]")
    assert one.column("letters", "date_edtf") == ["1930-08-02/.."]
    assert one.cells("inferred_dates", "letter_id", "earliest", "latest") == [
        ("letters/12", "1930-08-06", "")
    ]
    (because,) = one.column("inferred_dates", "because")
    assert "1930-08-06" in because


@pytest.mark.parametrize("date", ["[2 August 1930]", "[No earlier than 8 August 1930]"])
def test_evidence_that_tightens_nothing_infers_nothing(read: Reader, date: str) -> None:
    assert read.molotov("Received your letter of 7/28.", date=date).rows["inferred_dates"] == []


def test_evidence_against_the_date_of_the_edition_is_a_contradiction(read: Reader) -> None:
    one = read.molotov("Received your letter of 7/28.", date="[Earlier than 20 April 1930]")
    assert one.rows["inferred_dates"] == []
    assert one.doubts()


def test_a_newspaper_with_its_day_bounds_a_letter(read: Reader) -> None:
    one = read.molotov("It says so (Pravda, 23 August 1930).", date="[No earlier than 6 August 1930]")
    assert one.column("inferred_dates", "earliest") == ["1930-08-23"]
