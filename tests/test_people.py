"""Who is named: spellings, endings, initials, the authority, and people nobody has listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrstats.knowledge import Person
from corrstats.people import atoms_of, fold, initials_agree, initials_of, make_authority, without_endings

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Reader, Reading

# ---------------------------------------------------------------------------------------------- spellings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Piatakov", "Pyatakov"),
        ("Griadinskii", "Gryadinsky"),
        ("Eikhe", "Eihe"),
        ("Iurovskii", "Yurovsky"),
        ("Tomskii", "Tomskij"),
        ("Trotskii", "Trotzky"),
        ("Fedor", "Phedor"),
        ("Ordzhonikidze", "ORDZHONIKIDZE"),
        ("Mirzoian", "Mirzoyan"),
        ("Alekseev", "Alexeev"),
        ("Éliava", "Eliava"),
        ("Kossior", "Kosior"),
    ],
)
def test_usual_spellings_of_a_name_fold_to_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rykov", "Rykin"),
        ("Kaganovich", "Kagan"),
        ("Kosior", "Kosarev"),
        ("Zhdanov", "Shdanov"),
        ("Eikhe", ""),
    ],
)
def test_different_names_fold_to_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(name=st.text(alphabet="abcdefghijklmnoprstuvyz", min_size=1, max_size=15))
def test_case_hyphens_and_blanks_do_not_count(name: str) -> None:
    assert fold(name.upper()) == fold(f" {name[:3]}-{name[3:]}. ") == fold(name)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("Zhdanova", "Zhdanov"),
        ("Rykovs", "Rykov"),
        ("Rykovu", "Rykov"),
        ("Zhdanovym", "Zhdanov"),
        ("Kuibyshevom", "Kuibyshev"),
        ("Griadinskogo", "Griadinskii"),
    ],
)
def test_an_ending_of_a_case_comes_off_a_name(word: str, stem: str) -> None:
    assert fold(stem) in {fold(one) for one in without_endings(word)}


@pytest.mark.parametrize("word", ["Kons", "Roma", "Ivy", ""])
def test_a_short_name_keeps_its_ending(word: str) -> None:
    assert without_endings(word) == []


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("R.I. Eikhe", "RI"),
        ("[M. M.] Kaganovich", "MM"),
        ("T. K. ", "TK"),
        ("Kuibyshev V.", "V"),
        ("Ia. S. Agranov", "IS"),
        ("Agranov", ""),
        ("No 5", ""),
    ],
)
def test_initials_are_read_from_what_is_printed(text: str, initials: str) -> None:
    assert initials_of(text) == initials


@pytest.mark.parametrize(
    ("printed", "known", "agree"),
    [
        ("V.", "V. V.", True),
        ("V. V.", "V.", True),
        ("L. M.", "L. M.", True),
        ("M.", "L. M.", False),
        ("L. K.", "L. M.", False),
        ("", "L. M.", None),
        ("L.", "", None),
    ],
)
def test_initials_agree_disagree_or_do_not_tell(printed: str, known: str, agree: object) -> None:
    assert initials_agree(printed, known) is agree


@pytest.mark.parametrize(
    ("text", "atoms"),
    [
        ("GromanSadyrin", ("Groman", "Sadyrin")),
        ("Rykov-Piatakov", ("Rykov", "Piatakov")),
        ("Chiang Kai-shek", ("Chiang", "Kai", "shek")),
        ("the CER", ("the", "CER")),
        ("Жданов", ("Жданов",)),
    ],
)
def test_words_come_apart_at_capitals_and_hyphens(text: str, atoms: tuple[str, ...]) -> None:
    assert atoms_of(text) == atoms


# -------------------------------------------------------------------------------------------- the authority


def person(person_id: str, family: str, **more: str) -> Person:
    """Make a row of the authority."""
    empty = ("given_names", "initials", "forms", "offices", "bare", "born", "died", "wikidata")
    row = {"person_id": person_id, "name": family, "family_name": family, "source": "invented"}
    return Person(**{**dict.fromkeys(empty, ""), **row, **more})


AUTHORITY = make_authority(
    (
        person("vetrov-a", "Vetrov", initials="A. B."),
        person("vetrov-c", "Vetrov", initials="C."),
        person("gromyshev", "Gromyshev", forms="Gromysheff;Uncle Grom;G. G. Gromyshev"),
        person("lun-kai", "Lun Kai-tsin"),
    )
)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Vetrov", ["vetrov-a", "vetrov-c"]),
        ("VETROV", ["vetrov-a", "vetrov-c"]),
        ("Wetrow", ["vetrov-a", "vetrov-c"]),
        ("Vetrova", ["vetrov-a", "vetrov-c"]),
        ("Gromysheff", ["gromyshev"]),
        ("Uncle Grom", ["gromyshev"]),
        ("Gromyshev", ["gromyshev"]),
        ("Lun Kai-tsin", ["lun-kai"]),
        ("Lun", []),
        ("Grom", []),
        ("Vetrovich", []),
        ("", []),
    ],
)
def test_the_authority_is_looked_up_by_every_form(text: str, ids: list[str]) -> None:
    assert [one.person_id for one in AUTHORITY.candidates(atoms_of(text))] == ids


HARBOUR = """person_id,name,family_name,given_names,initials,forms,offices,bare,source
vetrov-ab,Arkady Vetrov,Vetrov,Arkady,A. B.,,harbour master,,invented
vetrov-c,Cyril Vetrov,Vetrov,Cyril,C.,,pilot,,invented
sorokov-d,Denis Sorokov,Sorokov,Denis,D.,,,yes,invented
sorokov-e,Egor Sorokov,Sorokov,Egor,E.,,,,invented
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with people of the user's own."""
    folder = tmp_path_factory.mktemp("knowledge")
    (folder / "people.csv").write_text(HARBOUR, encoding="utf-8")
    return folder


def named(one: Reading, zone: str = "body") -> list[tuple[str, str]]:
    """Give surface and id of the persons named in a zone."""
    return [
        (row["surface"], row["person_id"])
        for row in one.rows["mentions"]
        if row["zone"] == zone and row["kind"] == "person"
    ]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Tell A. B. Vetrov and C. Vetrov that it rains.", ["vetrov-ab", "vetrov-c"]),
        ("Tell the harbour master Vetrov that it rains.", ["vetrov-ab"]),
        ("Tell Vetrov, the pilot, that it rains.", ["vetrov-c"]),
        ("Tell C. Vetrov that Vetrov is late.", ["vetrov-c", "vetrov-c"]),
        ("Tell Sorokov that it rains.", ["sorokov-d"]),
        ("Tell E. Sorokov that it rains.", ["sorokov-e"]),
        ("Tell Vetrov that it rains.", ["open-vetrov"]),
        ("Tell Z. Vetrov that it rains.", ["open-vetrov"]),
    ],
)
def test_one_surname_of_two_people_is_settled_by_initials_office_or_usage(
    read: Reader, harbour: Path, text: str, ids: list[str]
) -> None:
    one = read.molotov(text, knowledge=harbour)
    assert [person_id for _, person_id in named(one)] == ids
    assert ("ambiguous-person" in one.doubts()) == (ids[0].startswith("open-"))


def test_an_open_name_has_one_id_whatever_its_ending(read: Reader, harbour: Path) -> None:
    one = read.molotov("Tell Vetrovs, and tell Vetrov, that it rains.", knowledge=harbour)
    assert [person_id for _, person_id in named(one)] == ["open-vetrov", "open-vetrov"]


def test_a_surname_that_cannot_be_settled_names_those_it_may_be(read: Reader, harbour: Path) -> None:
    one = read.molotov("Tell Vetrov that it rains.", knowledge=harbour)
    (doubt,) = [row for row in one.rows["diagnostics"] if row["code"] == "ambiguous-person"]
    assert doubt["verbatim"] == "Vetrov"
    assert "Arkady Vetrov" in doubt["message"]
    assert "Cyril Vetrov" in doubt["message"]


def test_people_of_the_authority_stand_in_the_table_with_what_is_known(read: Reader, harbour: Path) -> None:
    one = read.molotov("Tell C. Vetrov and Comrade Zabelkin that it rains.", knowledge=harbour)
    rows = {row["person_id"]: row for row in one.rows["people"]}
    assert rows["vetrov-c"]["authority"] == "curated"
    assert (rows["vetrov-c"]["given_names"], rows["vetrov-c"]["born"]) == ("Cyril", "")
    assert rows["found-zabelkin"]["authority"] == "found"


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("RykovPiatakov wrote again.", ["Rykov", "Piatakov"]),
        ("The Rykov-Piatakov bloc wrote again.", ["Rykov", "Piatakov"]),
        ("Ask Rykovwho was there.", ["Rykov"]),
        ("Ask Rykov's brother.", ["Rykov"]),
        ("Ask Pyatakov or Piatakova.", ["Pyatakov", "Piatakova"]),
    ],
)
def test_damaged_and_joined_names_are_found(read: Reader, text: str, surfaces: list[str]) -> None:
    one = read.molotov(text)
    assert [surface.removesuffix("'s") for surface, _ in named(one)] == surfaces
    ids = {person_id for _, person_id in named(one)}
    assert ids <= {"rykov-ai", "piatakov-gl"}
    assert len(ids) == len({fold(surface)[:4] for surface in surfaces})


def test_variants_of_a_name_are_one_person(read: Reader) -> None:
    one = read.molotov("Ask Eikhe, and ask Eihe, and ask R.I. Eikh.")
    assert len({person_id for _, person_id in named(one)}) == 1


# ------------------------------------------------------------------------------- people nobody has listed


@pytest.mark.parametrize(
    "text",
    [
        "The lamp is Comrade Zabelkin and nobody else.",
        "The lamp is with Com. Zabelkin now.",
        "The lamp is with Tov. Zabelkin now.",
        "The lamp is with Herr Zabelkin now.",
        "The lamp is with N. Zabelkin now.",
        "The lamp is with N. P. Zabelkin now.",
        "The lamp went to Rykov, Zabelkin, and Kuibyshev.",
        "The lamp went to Rykov and Zabelkin.",
        "That was Zabelkin's lamp.",
        "The lamp was sent by chairman Zabelkin yesterday.",
        "The lamp is well, Zabelkin said, and so is he.",
        "The lamp went to the head of Lesprom, Zabelkin, and stayed.",
        "Three came for the lamp (Zabelkin and others).",
        "The lamp is dearer than Zabelkin supposes.",
        "Zabelkin and Rykov wrote books.",
        "The lamp is with N. Zabelkinis, it seems.",
    ],
)
def test_a_name_nobody_has_listed_is_found_by_its_company(read: Reader, text: str) -> None:
    found = [person_id for _, person_id in named(read.molotov(text)) if person_id.startswith("found-")]
    assert found == ["found-zabelkin"]


@pytest.mark.parametrize(
    "text",
    ["I spoke with N. Zabelkin about oil.", "The engineer Trubetskov weighs coal."],
)
def test_a_noun_further_on_does_not_make_a_person_a_thing(read: Reader, text: str) -> None:
    assert [person_id[:6] for _, person_id in named(read.molotov(text))] == ["found-"]


@pytest.mark.parametrize(
    "text",
    ["It is late: S. Berezhnoy sleeps.", "Ask Comrade Pelagin. Berezhnoy, Agranov and Pelagin know it."],
)
def test_a_name_at_the_start_of_a_sentence_is_not_lost(read: Reader, text: str) -> None:
    one = read.molotov(text)
    assert "found-berezhnoy" in {person_id for _, person_id in named(one)}


@pytest.mark.parametrize(
    "text", ["And who is to look? Ask Kui-\nbyshev for once.", "It is what Kuibyshevthinks of it."]
)
def test_a_name_broken_at_the_end_of_a_line_or_run_on_is_the_name(read: Reader, text: str) -> None:
    assert [person_id for _, person_id in named(read.molotov(text))] == ["kuibyshev-vv"]


def test_a_given_name_with_initials_is_one_name_with_its_surname(read: Reader) -> None:
    assert named(read.molotov("Tell Mr Joseph V. Stalin of it.")) == [("Joseph V. Stalin", "stalin-iv")]


def test_a_word_that_opens_the_text_is_no_companion_of_whom_it_greets(read: Reader) -> None:
    assert named(read.molotov("Viacheslav,\nLamps are dear.")) == []


def test_a_stranger_has_two_other_initials_than_the_listed(read: Reader) -> None:
    one = read.molotov("Ask A. I. Rykov, not G. K. Rykov, nor A. P. Rykov.\nP.S. Rykov is late.")
    assert named(one) == [
        ("A. I. Rykov", "rykov-ai"),
        ("G. K. Rykov", "found-rykov"),
        ("A. P. Rykov", "rykov-ai"),
        ("Rykov", "rykov-ai"),
    ]


def test_a_surname_cut_short_signs(read: Reader) -> None:
    one = read.molotov("So be it.\nI. St.")
    assert one.cells("mentions", "zone", "surface", "person_id") == [("signature", "I. St.", "stalin-iv")]


def test_all_forms_of_a_found_name_are_one_person(read: Reader) -> None:
    one = read.molotov(
        "Ask Comrade Zabelkin. N. Zabelkin and Comrade Zabelkina met; it is Com. Zabelkin's lamp.",
        "N. P. Zabelkin was the keeper of a lamp.",
    )
    ids = {row["person_id"] for row in one.rows["mentions"] if row["zone"] in {"body", "note"}}
    assert ids == {"found-zabelkin"}


def test_other_initials_make_another_person(read: Reader) -> None:
    one = read.molotov("Ask Comrade N. Zabelkin, not Comrade P. Zabelkin.")
    assert len({person_id for _, person_id in named(one)}) == 2


def test_a_bare_name_of_two_found_people_stays_open(read: Reader) -> None:
    one = read.molotov("Ask Comrade N. Zabelkin, not Comrade P. Zabelkin. Then Comrade Zabelkin left.")
    *_, (_, last) = named(one)
    assert last.startswith("open-")
    assert "ambiguous-person" in one.doubts()


def test_a_pair_of_found_people_is_two(read: Reader) -> None:
    one = read.molotov("Ask Comrade Zabelkin and Comrade Drozhin about the Zabelkin-Drozhin bloc.")
    assert {person_id for _, person_id in named(one)} == {"found-zabelkin", "found-drozhin"}


@pytest.mark.parametrize(
    "text",
    [
        "The towns of Novorossiysk, Kerch and Sochi wait.",
        "In Ukraine and in the Urals it rains.",
        "The Politburo, the Orgburo and Gosplan met with the OGPU.",
        "It stood in Pravda and in Izvestia.",
        "The Germans, the Japanese and the Americans wait.",
        "The Trotskyists and the Rappovists argue.",
        "The Kalachinsky district is dry.",
        "It was handed to the Karelians for nothing.",
        "The People's Commissar of Fodder promised salt.",
        "It lay at the stations of Tikhoretskaya and Kavkazskaya.",
        "Got the lamp. Winter is near.",
        "It rained on Monday, in July and at Christmas.",
        "However, the Lamp was lit. Perhaps. Nobody knows it.",
    ],
)
def test_places_institutions_papers_and_peoples_are_no_people(read: Reader, text: str) -> None:
    assert read.molotov(text).rows["mentions"] == []


@pytest.mark.parametrize("thing", ["factory", "Mausoleum", "Square", "Academy"])
def test_what_is_named_after_a_person_is_an_eponym(read: Reader, thing: str) -> None:
    one = read.molotov(f"They are painting the Kirov {thing} again.")
    assert one.cells("mentions", "surface", "kind") == [("Kirov", "eponym")]


def test_names_of_heading_header_and_signature_are_told_apart_by_zone(read: Reader) -> None:
    one = read.kaganovich("So be it.", header="Encryption.\n\nSochi. Tov. Stalin.")
    assert one.cells("mentions", "zone", "surface") == [
        ("heading", "Kaganovich"),
        ("heading", "Stalin"),
        ("header", "Stalin"),
        ("signature", "Kaganovich"),
    ]


def test_a_bracketed_signature_is_named_without_half_a_bracket(read: Reader) -> None:
    one = read.molotov("So be it.\n\n[V. Molotov]\n\nSo be it too.\n\n[J. Stalin]")
    for surface in one.column("mentions", "surface"):
        assert surface.count("[") == surface.count("]")


# ------------------------------------------------------------------------------------------ correspondents


@pytest.mark.parametrize(
    ("heading", "senders", "recipients"),
    [
        ("Kaganovich to Stalin October 3, 1934", ["kaganovich-lm"], ["stalin-iv"]),
        ("Kaganovich, Molotov to Stalin October 3, 1934", ["kaganovich-lm", "molotov-vm"], ["stalin-iv"]),
        ("Kaganovich, Zhdanov - Stalin October 3, 1934", ["kaganovich-lm", "zhdanov-aa"], ["stalin-iv"]),
        ("Stalin to Kaganovich, Molotov October 3 [1934]", ["stalin-iv"], ["kaganovich-lm", "molotov-vm"]),
        ("Zabelkin to Stalin October 3, 1934", ["found-zabelkin"], ["stalin-iv"]),
        (
            "Stalin to Kaganovich, for the members of the Politburo October 3, 1934",
            ["stalin-iv"],
            ["kaganovich-lm"],
        ),
    ],
)
def test_a_heading_gives_senders_and_recipients_in_order(
    read: Reader, heading: str, senders: list[str], recipients: list[str]
) -> None:
    rows = read.kaganovich("So be it.", heading=heading).rows["correspondents"]
    for role, ids in (("sender", senders), ("recipient", recipients)):
        parties = [(row["position"], row["person_id"]) for row in rows if row["role"] == role]
        assert parties == [(str(n), one) for n, one in enumerate(ids, start=1)]


def test_an_edition_of_one_hand_has_its_default_correspondents(read: Reader) -> None:
    one = read.molotov("So be it.")
    assert one.cells("correspondents", "role", "person_id", "verbatim") == [
        ("sender", "stalin-iv", ""),
        ("recipient", "molotov-vm", ""),
    ]


def test_a_letter_of_both_to_another_is_no_exchange(read: Reader) -> None:
    one = read.molotov("To Kirov (copy: Rykov)\nSo be it.\nStalin, Molotov")
    assert one.column("letters", "genre") == ["letter"]
    assert one.cells("correspondents", "role", "person_id") == [
        ("sender", "stalin-iv"),
        ("sender", "molotov-vm"),
        ("recipient", "kirov-sm"),
    ]


def test_a_note_answered_on_its_own_sheet_is_an_exchange(read: Reader) -> None:
    one = read.molotov("May I?\n\n[V. Molotov]\n\nYou may.\n\n[J. Stalin]")
    assert one.column("letters", "genre") == ["exchange"]
    senders = {row["person_id"] for row in one.rows["correspondents"] if row["role"] == "sender"}
    assert senders == {"stalin-iv", "molotov-vm"}
