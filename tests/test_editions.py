"""Editions: told apart by their text, described in TOML, and the worked example of the guide."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import corrstats as cs
from corrstats.editions import edition_from_toml, fit_editions, known_editions, recognise_edition
from corrstats.source import read_source

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"
REGESTA = Path(__file__).parent.parent / "data" / "regesta"
LEAST = "name = 'least'\n[letter]\nstart = '^Letter'\n"


@pytest.fixture(scope="module")
def cables() -> cs.Tables:
    return cs.parse(EXAMPLES / "harbour-cables.txt", edition=EXAMPLES / "harbour-cables.toml").tables


@pytest.mark.parametrize(
    ("corpus", "edition"), [("molotov-1930", "stalin-molotov"), ("kaganovich-1934-10", "stalin-kaganovich")]
)
def test_an_edition_is_told_by_its_text(corpus: str, edition: str) -> None:
    source = read_source(REGESTA / f"{corpus}.txt")
    assert recognise_edition(source).name == edition
    assert [fit.edition.name for fit in fit_editions(source) if fit.fits] == [edition]


def test_no_edition_or_two_is_an_error_that_names_them() -> None:
    nothing = read_source(io.StringIO("A page with no letter on it.\n"))
    with pytest.raises(cs.CorrstatsError, match=r"no known edition fits \(tried stalin-"):
        recognise_edition(nothing)
    one = known_editions()[0]
    source = read_source(REGESTA / "kaganovich-1934-10.txt")
    with pytest.raises(cs.CorrstatsError, match="several editions fit"):
        recognise_edition(source, [one, one])


def test_the_worked_example_is_read_as_the_guide_says(cables: cs.Tables) -> None:
    letters = cables.letters
    assert list(letters["letter_id"]) == ["harbour-cables/12", "harbour-cables/13", "harbour-cables/15"]
    assert list(letters["date_edtf"]) == ["1938-04-19", "1938-04-21", "1938-05-02"]
    assert list(letters["genre"]) == ["telegram", "telegram", "letter"]
    assert list(letters["place_from"]) == ["London", "Canberra", "London"]
    roles = cables.correspondents
    assert list(roles[roles["role"] == "sender"]["person_id"]) == [
        "found-carrow",
        "found-hale",
        "found-carrow",
    ]


def test_the_worked_example_has_its_events_and_delays(cables: cs.Tables) -> None:
    events = cables.events
    assert list(events["kind"]) == ["sent", "received", "sent"]
    assert [str(time) for time in events["local_datetime"]] == [
        "1938-04-19 18:00:00",
        "1938-04-20 09:15:00",
        "1938-04-21 16:30:00",
    ]
    answered = cables.latencies[cables.latencies["leg"] == "sent to reply"].iloc[0]
    assert (answered["letter_id"], answered["to_letter_id"]) == ("harbour-cables/12", "harbour-cables/13")
    assert answered["hours_low"] == pytest.approx(46.5)


def test_the_worked_example_has_its_notes_and_references(cables: cs.Tables) -> None:
    assert list(cables.notes["mark_start"].notna()) == [True, True, True]
    assert list(cables.archive_refs["delo"]) == ["SHIPPING 4, ii", "SHIPPING 4, ii", "FINANCE 1"]
    pointers = cables.references.set_index("kind")["target_letter_id"]
    assert pointers["message-by-number"] == "harbour-cables/12"
    assert pointers["edition"] == "harbour-cables/12"


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("name = 'x'\n", "letter.start: is missing", None),
        ("name = 'x'\n[letter]\nstart = '('\n", "not a regular expression", 3),
        ("name = 'x'\n[letter]\nstrat = '^L'\n", "letter.strat: is not a key", 3),
        ("name = 'x'\ncolour = 'red'\n[letter]\nstart = '^L'\n", "colour: is not a key", 2),
        ("name = 'x'\nlanguage = 'xx'\n[letter]\nstart = '^L'\n", "no language 'xx'", 2),
        ("name = 'x'\nnumeric_dates = 'odd'\n[letter]\nstart = '^L'\n", "is not an order", 2),
        (LEAST + "[[genre]]\nname = 'poem'\npattern = 'x'\n", "'poem' is no genre", 5),
        ("name = \n", "not TOML", 1),
        (f"{LEAST}heading = ['^From', '^To',\n  '^(']\n", "letter.heading: not a regular expression", 5),
        (
            LEAST + "[[genre]]\nname = 'letter'\npattern = 'x'\n[[genre]]\nname = 'poem'\n",
            "'poem' is no genre",
            8,
        ),
    ],
)
def test_a_mistake_in_an_edition_names_line_and_key(text: str, message: str, line: int | None) -> None:
    with pytest.raises(cs.CorrstatsError, match=message) as caught:
        edition_from_toml(text, "mine.toml")
    assert caught.value.file == "mine.toml"
    assert caught.value.line == line


def test_the_old_style_is_kept_beside_the_new(tmp_path: Path) -> None:
    toml = tmp_path / "old.toml"
    toml.write_text(
        "name = 'old'\ncalendar = 'julian'\n[letter]\nstart = '^Letter (?P<number>\\d+), (?P<date>.+)$'\n",
        encoding="utf-8",
    )
    text = tmp_path / "old-style.txt"
    text.write_text(
        "Letter 1, 25 October 1917\nAll is quiet.\n\nLetter 2, July 1900\nIt is hot.\n", encoding="utf-8"
    )
    letters = cs.parse(text, edition=toml).tables["letters"]
    assert list(letters["date_edtf"]) == ["1917-11-07", "1900-07-14/1900-08-13"]
    assert list(letters["date_julian"]) == ["1917-10-25", "1900-07"]


OLD_STYLE = """name = 'brothers'
numeric_dates = 'day-month'
[letter]
start = '^No\\. (?P<number>\\d+)\\. To (?P<recipients>.+)$'
[notes]
start = '^(?P<number>\\*+)\\s'
mark = '(?<=[\\w.])(?P<number>\\*+)'
[signature]
lines = ['^[A-Z]\\. [A-Z][a-z]+$', '^(?P<place>St Petersburg|Moscow), (?P<date>.+)$']
"""
BROTHERS = """No. 1. To Mr A. Hale
The ice is gone.* Lefevre** asks for 300 rubles.
B. Carrow
St Petersburg, 3/15 March 1854
* It went late that year.
** A banker.

No. 2. To Mr A. Hale
Nothing new.
B. Carrow
Moscow, 30 March/11 April 1854
"""


@pytest.fixture(scope="module")
def brothers(tmp_path_factory: pytest.TempPathFactory) -> cs.Tables:
    folder = tmp_path_factory.mktemp("brothers")
    (folder / "brothers.toml").write_text(OLD_STYLE, encoding="utf-8")
    (folder / "brothers-1854.txt").write_text(BROTHERS, encoding="utf-8")
    return cs.parse(folder / "brothers-1854.txt", edition=folder / "brothers.toml").tables


def test_notes_may_be_called_by_stars(brothers: cs.Tables) -> None:
    assert list(brothers.notes["note"]) == ["1", "2"]  # by position: a star is no number
    assert brothers.notes["mark_start"].notna().all()


def test_a_date_and_a_place_may_stand_under_the_text(brothers: cs.Tables) -> None:
    assert list(brothers.letters["place_from"]) == ["St Petersburg", "Moscow"]
    assert list(brothers.letters["date_edtf"]) == ["1854-03-15", "1854-04-11"]
    assert list(brothers.letters["date_julian"]) == ["1854-03-03", "1854-03-30"]


def test_a_side_the_heading_does_not_name_comes_from_the_signature(brothers: cs.Tables) -> None:
    roles = brothers.correspondents.set_index(["letter_id", "role"])["person_id"]
    assert roles["brothers-1854/1", "sender"] == "found-carrow"
    assert roles["brothers-1854/1", "recipient"] == "found-hale"


def test_a_letter_that_names_no_side_says_so() -> None:
    edition = edition_from_toml(LEAST, "least.toml")
    doubts = cs.parse(io.StringIO("Letter\nAll is quiet.\n"), edition=edition).tables["diagnostics"]
    assert {"no-sender", "no-recipient"} <= set(doubts["code"])


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("[header]\ndate = ['(?P<plaec>x)']\n", "'plaec' is not a field"),
        ("[header]\ndate = ['@frobnicate']\n", "no word '@frobnicate'"),
        ("[notes]\nstart = '^x'\n", "has no field 'number'"),
        ("[notes]\nunnumbered = true\n", "need notes.separator"),
        ("[[genre]]\nname = 'letter'\nzone = 'head'\npattern = 'x'\n", "'head' is no zone"),
    ],
)
def test_a_slip_of_the_pen_in_an_edition_is_told(lines: str, message: str) -> None:
    with pytest.raises(cs.CorrstatsError, match=message):
        edition_from_toml(LEAST + lines, "mine.toml")


@pytest.mark.parametrize(
    ("mark", "what", "advice"),
    [
        (
            r"(?<=[a-z])(?P<number>\*)|(?<=[a-z] )(?P<number>\d)",
            "the field 'number' stands twice in one pattern",
            "let it stand once, after all that may come before it: (?:(?<=x)|(?<=y ))(?P<number>...)",
        ),
        (
            r"(?<=[a-z]|[a-z] )(?P<number>\d)",
            "what stands in one (?<=...) must be of one length",
            "write one for each length: (?:(?<=x)|(?<=y ))",
        ),
        (
            r"(?P<number>\d",
            "not a regular expression: missing ), unterminated subpattern at character 1",
            "mend the pattern",
        ),
        (
            r"@months(?P<number>\d",
            "not a regular expression: missing ), unterminated subpattern",
            "mend the pattern",
        ),
    ],
)
def test_what_is_wrong_with_a_pattern_is_told_in_plain_words(mark: str, what: str, advice: str) -> None:
    with pytest.raises(cs.CorrstatsError) as caught:
        edition_from_toml(f"{LEAST}[notes]\nstart = '^(?P<number>\\d)'\nmark = '{mark}'\n", "mine.toml")
    assert str(caught.value) == f"mine.toml:6: notes.mark: {what}; {advice}"


def test_a_key_for_one_pattern_takes_no_second() -> None:
    with pytest.raises(cs.CorrstatsError, match=r"notes\.mark: takes one pattern only; join them"):
        edition_from_toml(LEAST + "[notes]\nmark = ['(?P<number>a)', '(?P<number>b)']\n", "mine.toml")


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        ("^@months \\d+$", "May 4"),
        ("^(?:@months) \\d+$", "May 4"),
        ("^(?:@name ){2}wrote$", "A. Hale B. Carrow wrote"),
        ("^(?:@names ){2}wrote$", "Hale, Carrow A. Denby wrote"),
        ("^@name?wrote$", "wrote"),
    ],
)
def test_a_word_with_an_at_sign_stands_for_one_piece(pattern: str, line: str) -> None:
    edition = edition_from_toml(f"{LEAST}heading = '{pattern}'\n", "mine.toml")
    assert edition.heading[0].search(line)


@pytest.mark.parametrize("century", ["19", "'1900'", "1950"])
def test_a_century_is_the_first_year_of_a_hundred(century: str) -> None:
    with pytest.raises(cs.CorrstatsError, match="is no century"):
        edition_from_toml(f"century = {century}\n{LEAST}", "mine.toml")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("person.csv", "person_id\nx\n", "no knowledge in this folder"),
        ("people.csv", "person_id;name\nx;y\n", "no column 'person_id'"),
        ("people.csv", "person_id,nmae\nx,y\n", "'nmae' is not a column"),
    ],
)
def test_a_slip_in_knowledge_of_ones_own_is_told(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(cs.CorrstatsError, match=message):
        cs.parse(
            EXAMPLES / "harbour-cables.txt", edition=EXAMPLES / "harbour-cables.toml", knowledge=tmp_path
        )


def test_a_given_name_that_is_another_makes_another_person() -> None:
    text = "Letter 3\n[3 May 1927]\nAsk Neville Chamberlain, not Austen Chamberlain.\nJ. Stalin\n"
    mentions = cs.parse(io.StringIO(text), edition="stalin-molotov").tables["mentions"]
    assert list(mentions["person_id"])[:2] == ["found-chamberlain", "chamberlain-a"]


# ---------------------------------------------------------------------------------- numbers of the message

REGISTERED = r"""name = 'registered'
[letter]
start = '^Letter (?P<number>\d+), (?P<date>.+)$'
[header]
own = ['^No\. (?P<outgoing>\d+)$']
register = ['^Register (?P<incoming>\d+)$']
dispatch = ['^Sent from .+$']
received = ['^Received .+$']
[signature]
lines = ['^No\. (?P<outgoing>\d+)\.$']
[notes]
start = '^(?P<number>\*)\s'
[archive]
lines = ['^(?P<repository>HB), f\. (?P<fond>\d+), d\. (?P<delo>\d+), ll?\. (?P<listy>[\d, –-]+)(?:\. .+)?$']
"""


def registered(*lines: str) -> cs.Tables:
    """Read a letter of an edition that prints numbers on lines of their own."""
    return letter_of(REGISTERED, lines)


def letter_of(edition: str, lines: tuple[str, ...]) -> cs.Tables:
    """Read a letter of one heading and some lines, as an edition described in TOML."""
    text = "\n".join(["Letter 1, 3 May 1938", *lines]) + "\n"
    return cs.parse(io.StringIO(text), edition=edition_from_toml(edition, "mine.toml")).tables


def numbers_told(tables: cs.Tables) -> list[str]:
    doubts = tables.diagnostics
    return list(doubts[doubts["code"] == "number-without-event"]["message"])


@pytest.mark.parametrize("where", ["above", "below"])
def test_a_number_on_its_own_line_goes_to_the_dispatch_of_its_letter(where: str) -> None:
    above, below = (["No. 126"], []) if where == "above" else ([], ["No. 126."])
    tables = registered(*above, "Sent from London at 6.00 p.m.", "All is quiet.", *below)
    assert list(tables.events["outgoing_numbers"]) == ["126"]
    assert numbers_told(tables) == []


def test_a_number_of_a_register_goes_to_the_receipt_else_to_the_dispatch() -> None:
    both = registered("Sent from London", "Received 4 May 1938", "Register 77", "All is quiet.")
    assert list(both.events["kind"]) == ["sent", "received"]
    assert list(both.events["incoming_number"].fillna("")) == ["", "77"]
    one = registered("Sent from London", "Register 77", "All is quiet.")
    assert list(one.events["incoming_number"]) == ["77"]


def test_a_number_goes_to_no_event_that_a_note_tells() -> None:
    tables = registered("Register 77", "All is quiet.*", "* Received 4 May 1938 by the harbour board.")
    assert list(tables.events["zone"]) == ["note"]
    assert tables.events["incoming_number"].isna().all()


def test_a_number_without_a_dispatch_line_is_told() -> None:
    assert numbers_told(registered("No. 126", "Register 77", "All is quiet.")) == [
        "the outgoing number 126 stands in no event: no line says when it was sent",
        "the incoming number 77 stands in no event: no line says when it was received",
    ]


def test_a_second_number_takes_no_place_of_the_first() -> None:
    tables = registered("No. 126", "Sent from London", "All is quiet.", "No. 50418.")
    assert list(tables.events["outgoing_numbers"]) == ["126"]
    assert numbers_told(tables) == [
        "the outgoing number 50418 stands in no event: no line says when it was sent"
    ]


# ------------------------------------------------------------------------------- references of the edition


@pytest.mark.parametrize(
    ("printed", "verbatim", "listy"),
    [
        ("HB, f. 17, d. 4, l. 14–15. Copy.", "HB, f. 17, d. 4, l. 14–15", "14-15"),
        ("HB, f. 17, d. 4, ll. 2, 7 – 9, ", "HB, f. 17, d. 4, ll. 2, 7 – 9", "2,7-9"),
        ("HB, f. 17, d. 4, l. 3", "HB, f. 17, d. 4, l. 3", "3"),
    ],
)
def test_a_reference_is_read_as_those_in_notes_are_and_no_further(
    printed: str, verbatim: str, listy: str
) -> None:
    refs = registered("All is quiet.", printed).archive_refs
    assert list(zip(refs["verbatim"], refs["listy"], strict=True)) == [(verbatim, listy)]


# --- what stands under the text, and who is sent a copy ---------------------------------------------------

FOOTED = r"""
name = "footed"
numeric_dates = "day-month"
[letter]
start = '^Letter \d+, (?P<date>\d+ @months \d{4})$'
[header]
address = ['^To (?P<recipients>.+)$']
copies = ['^Copy: .+$']
dispatch = ['Sent \d[^A-Z]+?\.(?=\s|$)']
received = ['Received \d.*$']
[notes]
start = '^(?P<number>[a-z]|\d)\.\s'
[signature]
lines = ['^[A-Z]\. [A-Z]\w+$']
imprint = ['^Sent .+$']
"""


def footed(*lines: str) -> cs.Tables:
    """Read a letter of an edition that tells of copies above and of sending under the text."""
    return letter_of(FOOTED, lines)


def test_a_line_under_the_text_may_say_when_a_message_went_and_when_it_came() -> None:
    events = footed(
        "All is quiet.", "A. Hale", "Sent 3.5.38 23:40. Received 4.5.38 00:25. Incoming No. 87."
    ).events
    assert list(events["kind"]) == ["sent", "received"]
    assert [str(time) for time in events["local_datetime"]] == ["1938-05-03 23:40:00", "1938-05-04 00:25:00"]
    assert list(events["verbatim"]) == ["Sent 3.5.38 23:40.", "Received 4.5.38 00:25. Incoming No. 87."]
    assert list(events["incoming_number"].fillna("")) == ["", "87"]
    assert list(events["outgoing_numbers"].fillna("")) == ["", ""]


def test_who_is_sent_a_copy_receives_no_letter_and_several_lines_address_several() -> None:
    roles = footed(
        "To N. Carrow", "To P. Drozhin", "Copy: M. Lisle", "All is quiet.", "A. Hale"
    ).correspondents
    assert list(roles[roles["role"] == "recipient"]["person_id"]) == ["found-carrow", "found-drozhin"]
    alone = footed("Copy: M. Lisle", "All is quiet.", "A. Hale").correspondents
    assert set(alone["role"]) == {"sender"}


def test_lettered_notes_may_stand_before_numbered_ones() -> None:
    notes = footed(
        "All is quiet.a So it was.1", "A. Hale", "a. Written in ink.", "b. In pencil.", "1. A lie."
    ).notes
    assert list(notes["note"]) == ["a", "b", "1"]
