"""What happened to a message: dispatch lines of the header, and what the notes tell of its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Reader, Reading

COLUMNS = ("kind", "local_datetime", "precision", "place_from", "place_to")


def noted(read: Reader, note: str) -> Reading:
    """Read a note to a telegram of 3 October 1934 that bears the number 84."""
    return read.kaganovich("So be it 1 .", note, signature="Stalin.\n\nNo. 84")


# ---------------------------------------------------------------------------------------- dispatch lines

DISPATCHES = [
    # line, local time, precision, place, zone, incoming number
    ("From Moscow 3/X - 34 at 3 o'clock. 30 minutes. In. No. 93.", "T03:30", "minute", "Moscow", "93"),
    ("From Moscow 3 / X - 34 at 0 o'clock. 39 min. In. No. 135.", "T00:39", "minute", "Moscow", "135"),
    ("From Moscow 3/X - 34 at 18 o'clock. 40 min.", "T18:40", "minute", "Moscow", ""),
    ("From Moscow 3/X - 34 at 11 o'clock.", "T11:00", "hour", "Moscow", ""),
    ("From Chelyabinsk at 11 o'clock. 45 min. October 3, 1934", "T11:45", "minute", "Chelyabinsk", ""),
    ("From Barabinsk at 20:00. 28 min. October 3, 1934", "T20:28", "minute", "Barabinsk", ""),
    ("From Moscow 3/X - 34 In. No. 93.", "", "day", "Moscow", "93"),
    ("From Moscow 3/Kh-34 g. at 17 h. 5 m. Vkh. No. 93.", "T17:05", "minute", "Moscow", "93"),
    ("From Moscow 3/X - 34 at 2 h. 40 min. of the night.", "T02:40", "minute", "Moscow", ""),
    ("Cipher. From Moscow 3/X. Sent at 6 h. 30 m. of the evening.", "T18:30", "minute", "Moscow", ""),
]


@pytest.mark.parametrize(
    ("line", "time", "precision", "place", "incoming"), DISPATCHES, ids=[line[0] for line in DISPATCHES]
)
def test_a_dispatch_line_gives_time_place_and_numbers(  # noqa: PLR0913, PLR0917  the columns of the table
    read: Reader, line: str, time: str, precision: str, place: str, incoming: str
) -> None:
    one = read.kaganovich(
        "So be it. HP 118, 119 , 120.", header=f"Encryption.\n\n{line}\n\nSochi. Tov. Stalin."
    )
    (row,) = one.rows["events"]
    assert tuple(row[column] for column in COLUMNS) == (
        "sent",
        f"1934-10-03{time}",
        precision,
        place,
        "Sochi",
    )
    assert (row["outgoing_numbers"], row["incoming_number"]) == ("118;119;120", incoming)
    assert (row["zone"], row["verbatim"]) == ("header", line)


def test_a_line_that_no_pattern_knows_does_not_hide_the_dispatch_line_below_it(read: Reader) -> None:
    header = "By the evening wire.\n\nFrom Moscow 3/X - 34 at 11 o'clock.\n\nSochi. Tov. Stalin."
    one = read.kaganovich("So be it.", header=header)
    assert one.cells("events", "local_datetime", "place_from") == [("1934-10-03T11:00", "Moscow")]
    far = read.kaganovich(
        "So be it.", header=f"{'This is a long sentence and no header. ' * 2}\n\n{header[22:]}"
    )
    assert far.rows["events"] == []


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ("HP 171", "171"),
        ("HP 118, 119 , 120", "118;119;120"),
        ("HP 118-120", "118;119;120"),
        ("HP 7 and 8", "7;8"),
        ("HP. 39–41", "39;40;41"),
    ],
)
def test_the_numbers_under_a_text_are_those_of_its_dispatch(read: Reader, printed: str, numbers: str) -> None:
    one = read.kaganovich(f"So be it. {printed}.", header="From Moscow 3/X - 34 at 11 o'clock.")
    assert one.column("events", "outgoing_numbers") == [numbers]


def test_a_month_that_the_scan_damaged_is_that_of_the_heading_if_the_day_agrees(read: Reader) -> None:
    def day(line: str) -> tuple[list[str], list[str]]:
        one = read.kaganovich("So be it.", header=line)
        return one.column("events", "local_datetime"), one.doubts()

    assert day("From Moscow 3A - 34 at 5 o'clock. 15 minutes.") == (["1934-10-03T05:15"], ["damaged-date"])
    other, doubts = day("From Moscow 4A - 34 at 5 o'clock. 15 minutes.")
    assert not other[0].startswith("1934-10-03")
    assert "damaged-date" in doubts


def test_a_dispatch_on_another_day_than_the_heading_is_told(read: Reader) -> None:
    one = read.kaganovich("So be it.", header="From Moscow 5/X - 34 at 11 o'clock.")
    assert one.column("events", "local_datetime") == ["1934-10-05T11:00"]
    assert "dispatch-differs" in one.doubts()


@pytest.mark.parametrize(
    ("place", "zone", "utc"),
    [
        ("Moscow", "Europe/Moscow", "1934-10-03T00:30Z"),
        ("Chelyabinsk", "Asia/Yekaterinburg", "1934-10-02T22:30Z"),
        ("Zabelkino", "", ""),
    ],
)
def test_a_known_place_gives_the_zone_and_the_time_in_utc(
    read: Reader, place: str, zone: str, utc: str
) -> None:
    one = read.kaganovich("So be it.", header=f"From {place} 3/X - 34 at 3 o'clock. 30 minutes.")
    assert one.cells("events", "place_from", "timezone", "utc_datetime") == [(place, zone, utc)]


# ---------------------------------------------------------------------------------------------- in notes

NOTES = [
    (
        "The same day Stalin agreed by cipher from Sochi at 13:00. 46 min. (Ibid. L. 5).",
        ("reply", "1934-10-03T13:46", "minute", "Sochi", ""),
    ),
    (
        "Stalin agreed the same day by cipher from Sochi, at 11 a.m. 5 minutes (Ibid. L. 5).",
        ("reply", "1934-10-03T11:05", "minute", "Sochi", ""),
    ),
    (
        "On October 22 at 1 pm. 17 min. Stalin agreed (Ibid. L. 38).",
        ("reply", "1934-10-22T13:17", "minute", "", ""),
    ),
    ("Stalin agreed on October 9, 1934 (Ibid. L. 41).", ("reply", "1934-10-09", "day", "", "")),
    ("Stalin agreed (Ibid.).", ("reply", "", "", "", "")),
    (
        "On the same day at 9 p.m. 55 min. Stalin replied in code that he abstains (Ibid. L. 44).",
        ("reply", "1934-10-03T21:55", "minute", "", ""),
    ),
    (
        "The same day it went out in code from Gagra at 0:00. 20 minutes. (Ibid. L. 1).",
        ("sent-in-code", "1934-10-03T00:20", "minute", "Gagra", ""),
    ),
    (
        "Number and date are in another hand. Sent in code from Sochi on October 4 at 0:00. 10 minutes.",
        ("sent-in-code", "1934-10-04T00:10", "minute", "Sochi", ""),
    ),
    (
        "The same day it went by code from Gagra at 12 noon 30 minutes (Ibid. L. 1).",
        ("sent-in-code", "1934-10-03T12:30", "minute", "Gagra", ""),
    ),
    (
        "On October 4 at 35 min. of the night in cipher from Sochi Stalin replied (Ibid. L. 1).",
        ("reply", "1934-10-04T00:35", "minute", "Sochi", ""),
    ),
    (
        "Stalin's answer by telephone on October 10 was taken down here.",
        ("reply", "1934-10-10", "day", "", ""),
    ),
    (
        "On the same day Dvinsky forwarded this telegram to Stalin in Sochi, No. 129 (Ibid. L. 52).",
        ("forwarded", "1934-10-03", "day", "", "Sochi"),
    ),
]


@pytest.mark.parametrize(("note", "cells"), NOTES, ids=[note[0] for note in NOTES])
def test_a_note_tells_what_became_of_a_message(read: Reader, note: str, cells: tuple[str, ...]) -> None:
    one = noted(read, note)
    assert one.cells("events", *COLUMNS) == [cells]
    (row,) = one.rows["events"]
    assert (row["zone"], row["note"]) == ("note", "1")
    assert row["timezone"] == ("Europe/Moscow" if row["place_from"] else "")


@pytest.mark.parametrize(
    ("note", "numbers"),
    [
        ("The same day it went out in code from Gagra at 0:00. 20 minutes.", "84"),
        ("On the same day Dvinsky forwarded this telegram to Stalin in Sochi, No. 129.", "129"),
        ("Stalin agreed on October 9, 1934.", ""),
    ],
)
def test_a_message_bears_its_own_number_or_that_of_its_forwarding(
    read: Reader, note: str, numbers: str
) -> None:
    assert noted(read, note).column("events", "outgoing_numbers") == [numbers]


def test_an_autograph_sent_in_code_was_written_where_it_was_sent(read: Reader) -> None:
    one = noted(read, "The same day it went out in code from Gagra at 0:00. 20 minutes.")
    assert one.column("letters", "place_from") == ["Gagra"]


def test_a_place_ends_where_the_next_name_begins(read: Reader) -> None:
    one = noted(read, "October 22 at 1 pm. 17 min. in cipher from Sochi Stalin agreed.")
    assert one.column("events", "place_from") == ["Sochi"]


def test_a_place_may_open_the_sentence(read: Reader) -> None:
    one = noted(read, "From Sochi, Stalin replied in code on the same day at 9 p.m. 55 min.")
    assert one.column("events", "place_from") == ["Sochi"]


def test_the_number_of_a_note_is_no_day_of_the_month_behind_it(read: Reader) -> None:
    one = noted(read, "October 22 at 1 pm. 17 min. Stalin agreed.")
    assert one.column("events", "local_datetime") == ["1934-10-22T13:17"]


def test_a_receipt_has_its_place(read: Reader) -> None:
    one = noted(read, "The telegram was received in Sochi on October 4, 1934 at 13:46.")
    assert one.cells("events", *COLUMNS) == [("received", "1934-10-04T13:46", "minute", "", "Sochi")]


def test_a_time_that_no_clock_shows_leaves_the_day_of_an_event(read: Reader) -> None:
    one = noted(read, "Sent by cipher from Sochi on 5 October 1934 at 25 o'clock. 10 minutes.")
    assert one.cells("events", "local_datetime", "precision") == [("1934-10-05", "day")]
    assert "impossible-time" in one.doubts()


@pytest.mark.parametrize(
    "note",
    [
        "It was sent in a box.",
        "Zabelkin reported on October 5 that Stalin agreed.",
        "The commission agreed on October 5.",
        "On October 5, 1934, the Politburo approved the plan.",
        "On October 5, 1934, the PB approved the plan.",
        "Zabelkin received a letter of October 5.",
        "The lamp was lit on October 5 at 13:46.",
        "On October 5, 1934, the PB and the Council of People's Commissars approved the plan.",
    ],
)
def test_what_happened_to_no_message_is_no_event(read: Reader, note: str) -> None:
    assert noted(read, note).rows["events"] == []


def test_the_body_of_a_letter_tells_no_events(read: Reader) -> None:
    assert read.molotov("On the same day Stalin agreed in code from Sochi.").rows["events"] == []


# --------------------------------------------------------------------------------------------- references

REFERENCES = [
    ("Received your letter of 7/28.", ("letter-by-date", "your letter of 7/28", "1930-07-28", "")),
    (
        "He speaks of his note of September 4.",
        ("letter-by-date", "his note of September 4", "1930-09-04", ""),
    ),
    ("Your 121. I agree with it.", ("message-by-number", "Your 121", "", "121")),
    ("Your number 129 came late.", ("message-by-number", "Your number 129", "", "129")),
    ("Received your latest letter.", ("letter-undated", "your latest letter", "", "")),
    ("On this, see note 2 to letter 59.", ("edition", "note 2 to letter 59", "", "59")),
    ("On this, see letter 59 with note 1.", ("edition", "letter 59 with note 1", "", "59")),
    ("Yours of 7/28 is here.", ("letter-by-date", "Yours of 7/28", "1930-07-28", "")),
    ("It is as I wrote on 7/28.", ("letter-by-date", "I wrote on 7/28", "1930-07-28", "")),
    (
        "Your message to him of July 28 came.",
        ("letter-by-date", "Your message to him of July 28", "1930-07-28", ""),
    ),
]


@pytest.mark.parametrize(("text", "cells"), REFERENCES, ids=[reference[0] for reference in REFERENCES])
def test_a_pointer_says_what_it_points_to(read: Reader, text: str, cells: tuple[str, ...]) -> None:
    one = read.molotov(text)
    assert one.cells("references", "kind", "verbatim", "target_date", "target_number") == [cells]


def test_the_other_message_of_a_sentence_is_pointed_to_as_well(read: Reader) -> None:
    one = read.molotov("Your telegram of 7/26 is clear; the letter of 7/28 is less so.")
    assert one.column("references", "target_date") == ["1930-07-26", "1930-07-28"]


def test_a_pointer_to_two_letters_of_the_edition_is_two(read: Reader) -> None:
    one = read.molotov("See note 2 to letter 59 and letter 61.")
    assert one.column("references", "target_number") == ["59", "61"]


@pytest.mark.parametrize("text", ["The letter is long.", "Send your 3 letters.", "This telegram is short."])
def test_what_points_to_nothing_is_no_reference(read: Reader, text: str) -> None:
    assert [
        kind for kind in read.molotov(text).column("references", "kind") if kind != "letter-undated"
    ] == []


def test_this_telegram_is_not_his(read: Reader) -> None:
    assert noted(read, "On the same day Dvinsky forwarded this telegram.").rows["references"] == []


def test_a_number_with_a_verb_behind_it_is_a_pointer(read: Reader) -> None:
    assert read.molotov("Your number 129 is unclear.").column("references", "target_number") == ["129"]


def test_a_number_points_to_the_one_letter_that_bears_it(read: Reader) -> None:
    asks = read.kaganovich_text(
        "So be it. HP 121.",
        heading="Kaganovich to Stalin October 2, 1934",
        header="From Moscow 2/X - 34 at 3 o'clock. 30 minutes.",
    )
    answers = read.kaganovich_text(
        "Your 121. I agree.", heading="Stalin to Kaganovich October 3, 1934", signature="Stalin."
    )
    one = read(asks + answers, "stalin-kaganovich")
    assert one.cells("references", "target_letter_id", "target_date") == [("letters/1", "1934-10-02")]
    two = read(asks + asks + answers, "stalin-kaganovich")
    assert two.column("references", "target_letter_id") == [""]
    assert "ambiguous-reference" in two.doubts()
    none = read(answers, "stalin-kaganovich")
    assert none.column("references", "target_letter_id") == [""]


def test_a_pointer_of_the_edition_finds_the_letter_of_that_number(read: Reader) -> None:
    text = read.molotov_text("So be it.", number="12") + read.molotov_text(
        "See note 1 to letter 12.", number="13"
    )
    assert read(text, "stalin-molotov").column("references", "target_letter_id") == ["letters/12"]
