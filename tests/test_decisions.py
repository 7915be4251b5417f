"""Dated acts of deciding bodies: each way a note tells one, and what looks like one and is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Reader

FILE = "(RTsKhIDNI f. 17, op. 3, d. 793, l. 11)"
PB, ORG, CC, CPC = "Politburo", "Orgburo", "Central Committee", "Council of Commissars"
PLENUM, CONTROL = "Central Committee plenum", "Central Control Commission"

# a note of one act: its text, body, date
ACTS = [
    # the date leads
    ("On 10 August 1930, the Politburo resolved to buy oil.", PB, "1930-08-10"),
    ("On 10 August 1930 the Politburo resolved to buy oil.", PB, "1930-08-10"),
    ("On August 10, 1930, the PB resolved to buy oil.", PB, "1930-08-10"),
    ("On 10 August the Politburo resolved to buy oil.", PB, "1930-08-10"),
    ("On 6 October 1930, at the suggestion of Zabelkin, the Politburo approved it.", PB, "1930-10-06"),
    ("On 10 August 1930, the Politburo members were polled and agreed.", PB, "1930-08-10"),
    # the date follows
    ("The Politburo resolved to buy oil on 10 August 1930.", PB, "1930-08-10"),
    ("The Politburo discussed it on 6 October 1930 but postponed it until 8 October.", PB, "1930-10-06"),
    ("The PB drew up its decision on October 3, 1930.", PB, "1930-10-03"),
    ("The Politburo decision was made on October 6, 1930.", PB, "1930-10-06"),
    # a session
    ("The Politburo approved most of it at its 5 October 1930 session.", PB, "1930-10-05"),
    ("At the 16 August 1930 session of the Council of Commissars, a decree was passed.", CPC, "1930-08-16"),
    # the body as agent
    ("On 15 October 1930, the lamp was confirmed by the Politburo.", PB, "1930-10-15"),
    ("The lamp was approved on 15 October 1930 by the Orgburo.", ORG, "1930-10-15"),
    ("By a decision of the Politburo on 11 October 1930, he was granted a leave.", PB, "1930-10-11"),
    # the decision of a date
    ("The oil was bought by a decision of the Politburo of 10 August 1930.", PB, "1930-08-10"),
    # joint acts
    ("On 25 March 1931, the Council of Commissars and the Orgburo passed it.", f"{CPC};{ORG}", "1931-03-25"),
    ("On 25 March 1931, the Central Committee and the CPC passed it.", f"{CC};{CPC}", "1931-03-25"),
    # other bodies
    ("On 10 August 1930, a plenum of the Central Committee discussed oil.", PLENUM, "1930-08-10"),
    ("On 10 August 1930, the OGPU collegium sentenced him.", "OGPU collegium", "1930-08-10"),
    ("On 10 August 1930, the Conference of Deputies rejected it.", "Conference of Deputies", "1930-08-10"),
    ("On 10 August 1930, the Central Control Commission expelled him.", CONTROL, "1930-08-10"),
    # more than a day
    ("On 17-21 December 1930 a plenum of the Central Committee met.", PLENUM, "1930-12-17/1930-12-21"),
    ("On 25 March 1931, the Politburo, together with the Orgburo, passed it.", f"{PB};{ORG}", "1931-03-25"),
    ("It was decided by the Politburo, on 6 October 1930, to buy oil.", PB, "1930-10-06"),
    # words run together, a title, a day in parentheses or alone with its body
    ("By decree of the CC andCouncil of Commissars of 10 August 1930.", f"{CC};{CPC}", "1930-08-10"),
    ('The Politburo resolution "On Oil" (10 August 1930) told him so.', PB, "1930-08-10"),
    ("The Orgburo (10 August 1930) dealt with the lamp.", ORG, "1930-08-10"),
    ("Zabelkin was to have the lamp: 10 August 1930, Politburo.", PB, "1930-08-10"),
    ("The decree of the Central Committee on the lamp was signed on 10 August 1930.", CC, "1930-08-10"),
    ("On 10 August 1930, the Politburo, with Zabelkin voting against, decided to buy oil.", PB, "1930-08-10"),
    ("The presidium of the Central Control Commission met on 10 August 1930.", CONTROL, "1930-08-10"),
    ("Zabelkin was relieved of the porton 10 August 1930.", PB, "1930-08-10"),
    ("Zabelkin had been dismissed as early as 10 August 1930.", PB, "1930-08-10"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "body", "date"),
    ACTS,
    ids=[act[0] for act in ACTS],
)
def test_an_act_has_its_body_and_its_date(read: Reader, text: str, body: str, date: str) -> None:
    (row,) = read.note(f"{text.removesuffix('.')} {FILE}.").rows["decisions"]
    assert (row["body"], row["date_edtf"]) == (body, date)
    assert (row["fond"], row["opis"], row["delo"], row["listy"]) == ("17", "3", "793", "11")
    assert (row["zone"], row["note"], row["repeat"]) == ("note", "1", "false")
    assert row["date_verbatim"] in text
    assert row["action"]


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("On 10 August 1930, the Politburo rejected it.", {"rejected"}),
        ("On 10 August 1930, the Politburo approved and confirmed it.", {"approved", "confirmed"}),
        ("On 10 August 1930, Zabelkin was relieved of his duties by the Orgburo.", {"relieved"}),
        pytest.param(
            "The PB drew up its decision on October 3, 1930.",
            {"drawn up"},
        ),
    ],
)
def test_an_act_keeps_its_verbs(read: Reader, text: str, action: set[str]) -> None:
    (row,) = read.note(text).rows["decisions"]
    assert set(row["action"].split("; ")) == action


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        # two dates of one act
        (
            "The plan was reviewed at Politburo sessions on 20 July and 3 August 1930.",
            [(PB, "1930-07-20"), (PB, "1930-08-03")],
        ),
        ("On 5 and 12 May 1930 the Politburo discussed oil.", [(PB, "1930-05-05"), (PB, "1930-05-12")]),
        # two acts in a sentence
        (
            "On 18 April 1930, the Politburo heard him, and on 20 April the Orgburo confirmed it.",
            [(PB, "1930-04-18"), (ORG, "1930-04-20")],
        ),
        (
            "On 6 October 1930, the Politburo approved it; on 8 October, the Orgburo rejected it.",
            [(PB, "1930-10-06"), (ORG, "1930-10-08")],
        ),
        # carried over from the sentence before
        (
            "On 18 April 1930, the Politburo heard him. Two days later the Orgburo confirmed it.",
            [(PB, "1930-04-18"), (ORG, "1930-04-20")],
        ),
        (
            "On 18 April 1930, the Politburo heard him. On the same day the Orgburo confirmed it.",
            [(PB, "1930-04-18"), (ORG, "1930-04-18")],
        ),
        (
            "On 18 April 1930, the Politburo heard him. On 20 April 1930, it sent him home.",
            [(PB, "1930-04-18"), (PB, "1930-04-20")],
        ),
        # a decision of its own, named by its date
        (
            "On 7 May 1930, the Politburo canceled its decision of 5 May 1930.",
            [(PB, "1930-05-05"), (PB, "1930-05-07")],
        ),
    ],
)
def test_a_note_of_several_acts_gives_a_row_for_each_body_and_date(
    read: Reader, text: str, rows: list[tuple[str, str]]
) -> None:
    assert sorted(read.note(text).cells("decisions", "body", "date_edtf")) == sorted(rows)


def test_a_pronoun_acts_on_a_relative_day_too(read: Reader) -> None:
    one = read.note("On 18 April 1930, the Politburo heard him. The next day it sent him home.")
    assert one.cells("decisions", "body", "date_edtf") == [(PB, "1930-04-18"), (PB, "1930-04-19")]


def test_a_second_act_of_a_sentence_is_not_lost_for_want_of_a_comma(read: Reader) -> None:
    one = read.note("On 6 October 1930, the Politburo approved it and on 8 October the Orgburo rejected it.")
    assert one.cells("decisions", "body", "date_edtf") == [(PB, "1930-10-06"), (ORG, "1930-10-08")]


def test_a_relative_day_in_a_sentence_carries_its_act(read: Reader) -> None:
    one = read.note("On 18 April 1930, the Politburo heard him, and a week later it sent him home.")
    assert one.cells("decisions", "body", "date_edtf") == [(PB, "1930-04-18"), (PB, "1930-04-25")]


def test_the_day_of_a_decision_that_names_none_is_that_of_the_letter(read: Reader) -> None:
    one = read.note("On the same day the PB drew up its decision.", edition="kaganovich")
    assert one.cells("decisions", "body", "date_edtf") == [(PB, "1934-10-03")]


def test_one_body_on_one_day_of_a_note_is_one_row(read: Reader) -> None:
    one = read.note(
        "On 18 April 1930, the Politburo heard him. On 18 April 1930, the Politburo sent him home."
    )
    (row,) = one.rows["decisions"]
    assert len(row["action"].split("; ")) == 2


@pytest.mark.parametrize(
    ("source", "body"),
    [
        ("(RTsKhIDNI f. 17, op. 3, d. 5, l. 1)", PB),
        ("(RTsKhIDNI f. 17, op. 162, d. 5, l. 1)", PB),
        ("(RTsKhIDNI f. 17, op. 113, d. 5, l. 1)", ORG),
        ("(RTsKhIDNI f. 85, op. 27, d. 5, l. 1)", None),
        ("", None),
    ],
)
def test_a_passive_without_a_body_is_an_act_of_the_body_whose_protocol_it_cites(
    read: Reader, source: str, body: str | None
) -> None:
    rows = read.note(f"On 10 September 1930, Zabelkin was appointed keeper {source}.").cells(
        "decisions", "body"
    )
    assert rows == ([(body,)] if body else [])


def test_an_act_is_filed_where_the_reference_behind_it_says(read: Reader) -> None:
    one = read.note(
        "On 18 April 1930, the Politburo heard him (RTsKhIDNI f. 17, op. 3, d. 783, ll. 12, 13). "
        "On 20 April 1930, the Politburo sent him home (ibid., l. 14). On 21 April the Orgburo agreed."
    )
    assert one.cells("decisions", "delo", "listy") == [("783", "12,13"), ("783", "14"), ("", "")]


def test_two_dates_of_one_act_are_filed_each_in_its_place(read: Reader) -> None:
    one = read.note(
        "It was reviewed at Politburo sessions on 20 July and 3 August 1930 "
        "(RTsKhIDNI f. 17, op. 3, d. 790, l. 8, and d. 791, ll. 23, 24)."
    )
    assert one.cells("decisions", "delo", "listy") == [("790", "8"), ("791", "23,24")]


def test_a_list_of_days_is_as_many_acts_each_in_its_place(read: Reader) -> None:
    one = read.note(
        "On 5, 10, and 25 August 1930, the Politburo discussed oil "
        "(RTsKhIDNI f. 17, op. 3, d. 790, l. 5; d. 791, l. 1; and d. 792, l. 12)."
    )
    assert one.cells("decisions", "date_edtf", "delo") == [
        ("1930-08-05", "790"),
        ("1930-08-10", "791"),
        ("1930-08-25", "792"),
    ]


def test_an_act_named_by_its_day_and_its_file_is_of_the_body_whose_file_it_is(read: Reader) -> None:
    one = read.note("For the decision of 10 August 1930 on oil see RTsKhIDNI f. 17, op. 3, d. 790, l. 5.")
    assert one.cells("decisions", "body", "date_edtf", "delo") == [(PB, "1930-08-10", "790")]


def test_a_plenum_goes_on_as_it(read: Reader) -> None:
    one = read.note(
        "The Central Committee plenum met from 28 to 31 October 1930. On 31 October it adopted the plan."
    )
    assert one.cells("decisions", "body", "date_edtf") == [(PLENUM, "1930-10-31")]


def test_the_party_control_commission_is_a_body_of_its_own(read: Reader) -> None:
    one = read.note("On 10 August 1934, the Party Control Commission expelled him.")
    assert one.column("decisions", "body") == ["Party Control Commission"]


def test_an_act_that_a_letter_names_again_is_a_repeat(read: Reader) -> None:
    act = f"On 10 August 1930, the Politburo resolved to buy oil {FILE}."
    one = read.note(act, act, act.replace("10 August", "11 August"))
    assert one.cells("decisions", "note", "repeat") == [("1", "false"), ("2", "true"), ("3", "false")]


def test_another_letter_may_name_the_same_act_anew(read: Reader) -> None:
    act = f"On 10 August 1930, the Politburo resolved to buy oil {FILE}."
    two = read.molotov_text("So be it.1", act, number="12") + read.molotov_text(
        "So be it.1", act, number="13"
    )
    assert read(two, "stalin-molotov").column("decisions", "repeat") == ["false", "false"]


@pytest.mark.parametrize(
    "text",
    [
        "On 18 April 1930, the newspapers wrote of oil.",
        "On 18 April 1930, Zabelkin wrote to the Politburo about oil.",
        "On 18 April 1930, Zabelkin reported that the Politburo had erred.",
        "The Politburo resolved to close the port until 10 August 1930.",
        "The Politburo discussed the letter of 10 August 1930.",
        "The Politburo's statement appeared on 10 August 1930 in Pravda.",
        "Zabelkin was a member of the Politburo from 10 August 1930.",
        "Zabelkin, born on 10 August 1880, was a member of the Politburo.",
        "The lamp was lit on 10 August 1930.",
        "The Politburo met in session 10 August 1930 or not at all.",
        "The members of the Politburo were on leave.",
    ],
)
def test_what_is_no_dated_act_gives_none(read: Reader, text: str) -> None:
    assert read.note(text).rows["decisions"] == []


def test_a_letter_itself_tells_no_acts(read: Reader) -> None:
    assert read.molotov("On 10 August 1930, the Politburo resolved to buy oil.").rows["decisions"] == []


def test_an_act_on_an_impossible_day_is_a_doubt_and_no_row(read: Reader) -> None:
    one = read.note("On 31 September 1930, the Politburo approved it.")
    assert one.rows["decisions"] == []
    assert "impossible-date" in one.doubts()


def test_an_act_without_a_day_is_a_doubt(read: Reader) -> None:
    one = read.note("The Politburo approved it.")
    assert one.rows["decisions"] == []
    (doubt,) = one.rows["diagnostics"]
    assert (doubt["code"], doubt["verbatim"]) == ("undated-act", "Politburo")
