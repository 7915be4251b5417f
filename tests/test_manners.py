"""Manners in which other months of the two editions are printed: each line is varied, the fact stays."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

import corrstats as cs

if TYPE_CHECKING:
    from corrstats.tables import Tables

HEADING = "Kaganovich, Molotov to Stalin October 27, 1934"
DISPATCH = "From Moscow 27/X - 34 at 3 o'clock. 30 minutes. In. No. 93."
NOTE = "1 Stalin agreed (Ibid. L. 5)."


def read(
    heading: str = HEADING, dispatch: str = DISPATCH, address: str = "Sochi. Tov. Stalin.", note: str = NOTE
) -> Tables:
    """Read one invented telegram with some of its lines printed otherwise."""
    text = f"""{heading}

Archive: RGASPI F. 558. Op. 11. D. 86. L. 2–4. Original. Typescript.
Encryption.

{dispatch}

{address}

The question of the mills is settled 1 . HP 118, 119.

Kaganovich, Molotov.

____________________

{note}
"""
    return cs.parse(io.StringIO(text), edition="stalin-kaganovich").tables


@pytest.mark.parametrize(
    "line",
    [
        "From Moscow 27A - 34 at 3 o'clock. 30 minutes. In. No. 93.",
        "From Moscow 27/Х - 34 at 3 h. 30 min. In No. 93.",
        "From Moscow 27 / X - 34 at 3:00. 30 minutes. In. No 93.",
        "From Moscow 27.X.34 at 3 o'clock 30 m. Incoming No. 93.",
        "From Moscow at 3 o'clock. 30 minutes 27/X - 34. In. No. 93.",
        "From the city of Moscow 27/X at three o'clock. 30 minutes. In. № 93.",
        "By telephone from Moscow. 27/X-1934 at 3 am. 30 minutes.\nIn. No. 93.",
    ],
)
def test_a_dispatch_line_tells_when_a_telegram_was_sent(line: str) -> None:
    events = read(dispatch=line)["events"]
    sent = events[events["kind"] == "sent"].iloc[0]
    assert (str(sent["local_datetime"]), sent["precision"]) == ("1934-10-27 03:30:00", "minute")
    assert (sent["place_from"], sent["outgoing_numbers"], sent["incoming_number"]) == (
        "Moscow",
        "118;119",
        "93",
    )


@pytest.mark.parametrize(
    ("heading", "date", "status"),
    [
        ("Kaganovich and Molotov — Stalin Oct. 27, 1934", "1934-10-27", "stated"),
        ("Kaganovich, Molotov to Stalin [October 27], 1934", "1934-10-27", "stated"),
        ("Kaganovich, Molotov to Stalin [October 27, 1934?]", "1934-10-27?", "supplied"),
        ("Kaganovich, Molotov to Stalin [autumn 1934]", "1934-23", "supplied"),
        ("Kaganovich, Molotov to Stalin [1934]", "1934", "supplied"),
        (
            "Kaganovich, Molotov to Stalin [no earlier than October 27 and no later than October 30, 1934]",
            "1934-10-27/1934-10-30",
            "supplied",
        ),
        ("Kaganovich, Molotov to Stalin [October 27, 1934 or later]", "1934-10-27/..", "supplied"),
    ],
)
def test_a_heading_tells_the_date_however_uncertain(heading: str, date: str, status: str) -> None:
    tables = read(heading=heading)
    letter = tables["letters"].iloc[0]
    assert (letter["date_edtf"], letter["date_status"]) == (date, status)
    assert list(tables["correspondents"]["person_id"]) == ["kaganovich-lm", "molotov-vm", "stalin-iv"]


@pytest.mark.parametrize(
    "line",
    [
        "Sochi, t. Stalin",
        "Sochi - Stalin.",
        "SOCHI. STALIN.",
        "Sochi. To t. Stalin. Kislovodsk. To t. Molotov.",
        "Sochi. T. Stalin. Copy: Moscow. Central Committee. T. Chubar.",
    ],
)
def test_an_address_line_tells_where_to(line: str) -> None:
    assert read(address=line)["letters"].iloc[0]["place_to"] == "Sochi"


@pytest.mark.parametrize(
    "told",
    [
        "October 27 at 13 o'clock. 46 min. Stalin in cipher from Sochi gave his consent",
        "The same day, at 1 pm. 46 min. from Sochi, Stalin gave his agreement in code",
        "Stalin's answer was sent from Sochi in cipher on October 27 at 1 p.m. 46 min.",
        "By cipher from Sochi on October 27 at 13 hours 46 min Stalin proposed to wait",
        "On the same day Stalin telegraphed from Sochi at 13 o'clock. 46 min. to wait",
        "On October 27 at 13 o'clock. 46 min. in cipher from Sochi Stalin voted in favour",
    ],
)
def test_a_note_tells_of_the_answer(told: str) -> None:
    events = read(note=f"1 {told} (Ibid. L. 5).")["events"]
    reply = events[events["kind"] == "reply"].iloc[0]
    assert (str(reply["local_datetime"]), reply["place_from"]) == ("1934-10-27 13:46:00", "Sochi")


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("In code it was sent from Sochi on the same day", "sent-in-code"),
        ("The cipher was dispatched from Sochi on October 27", "sent-in-code"),
        ("Encrypted and sent the same day from Sochi", "sent-in-code"),
        ("On October 27 the telegram was passed on to Stalin in Sochi", "forwarded"),
    ],
)
def test_a_note_tells_how_a_message_went(told: str, kind: str) -> None:
    events = read(note=f"1 {told} (Ibid. L. 5).")["events"]
    assert list(events[events["zone"] == "note"]["kind"]) == [kind]


@pytest.mark.parametrize(
    ("told", "acts"),
    [
        (
            "By decision of the PB dated October 28, 1934, Chubar was sent to Kiev",
            [("Politburo", "1934-10-28")],
        ),
        ("On October 28, 1934, the PB, by poll, put off the matter", [("Politburo", "1934-10-28")]),
        ("He led it until October 28, 1934, when the PB released him", [("Politburo", "1934-10-28")]),
        (
            "On October 28, 1934, the Central Committee of the CPSU (b) and the SNK adopted it",
            [("Central Committee;Council of Commissars", "1934-10-28")],
        ),
        (
            "On October 28 and November 2, 1934, the PB considered the question",
            [("Politburo", "1934-10-28"), ("Politburo", "1934-11-02")],
        ),
        (
            "On October 28, 1934, the PB instructed Yezhov, and on November 2 approved his draft",
            [("Politburo", "1934-10-28"), ("Politburo", "1934-11-02")],
        ),
    ],
)
def test_a_note_tells_of_acts(told: str, acts: list[tuple[str, str]]) -> None:
    decisions = read(note=f"1 {told} (Ibid. L. 5).")["decisions"]
    assert list(zip(decisions["body"], decisions["date_edtf"], strict=True)) == acts


@pytest.mark.parametrize(
    ("told", "people"),
    [
        ("Varensky will come, and Grodov has left.", ["Varensky", "Grodov"]),
        ("Timber will float. Gosplan has agreed. Indeed, who asked?", []),
        ("The American correspondent Barnes and Mister Wiley called.", ["Barnes", "Wiley"]),
        (
            "Marshal Zhu Pei-te and the Baron von Hase met Drouyn de Lhuys.",
            ["Zhu Pei-te", "Hase", "Drouyn de Lhuys"],
        ),
        ("The Committee of Stocks reported to Chubar.", ["Chubar"]),
        ("We gave the article of Kosov-Lipskii to Chubar.", ["Kosov-Lipskii", "Chubar"]),
    ],
)
def test_names_that_nobody_listed_are_found(told: str, people: list[str]) -> None:
    mentions = read(note=f"1 {told}")["mentions"]
    assert list(mentions[mentions["zone"] == "note"]["surface"]) == people
