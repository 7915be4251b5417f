"""No pattern is worse than linear: growing hostile texts hold the growth, not the time."""

from __future__ import annotations

import dataclasses
import gc
import re
import time
from typing import TYPE_CHECKING

import pytest

from corrstats.corpus import make_corpus, parse_source
from corrstats.document import LONGEST_PASSAGE, cut_span
from corrstats.editions import known_editions, read_edition
from corrstats.editions.lines import LONGEST, recognise_line, split_lines
from corrstats.editions.pace import slow_text
from corrstats.errors import CorrstatsError
from corrstats.extract.sentences import split_sentences
from corrstats.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corrstats.editions import Edition

EDITIONS = ("stalin-molotov", "stalin-kaganovich")
HOSTILE = {
    "a long run of digits": "7",
    "digits and blanks": "7 ",
    "digits and commas": "1,",
    "digits and dashes": "1-",
    "digits and strokes": "1/",
    "nested brackets": "([",
    "brackets never closed": "[1",
    "blanks": " ",
    "empty lines": "\n",
    "one word": "a",
    "capitals": "A",
    "initials": "A. ",
    "names in a row": "Abc ",
    "names with commas": "Abc, ",
    "names with hyphens": "Abc-",
    "signatures": "J. Stalin\nabc\n",
    "amounts": "1 poods ",
    "money": "$1 ",
    "dates": "5 May ",
    "Roman dates": "1/X ",
    "protocols": "On 5 May 1930 the Politburo decided ",
    "references": "RGASPI f. 17, op. 3, d. 1, l. 1, ",
    "pointers": "your letter of 5 May, ",
    "dispatches": "From Moscow at 3 o'clock ",
    "note marks": "b.1 ",
    "twin marks": "b.1,2 ",
    "notes": "1. b\n",
    "rules": "____\n",
    "quotes": "“a ",
    "openings of qualifiers": "No earlier than ",
    "one-word lines": "Abc.\n",
    "signs of XML": "<a &#1;",
    "combining signs": "a\u0301",
}
SMALL, TIMES = LONGEST_PASSAGE, 4
# four times the text takes four times as long, or sixteen times where time grows with the square
MOST = 2 * TIMES


def text_of(body: str, edition: str) -> str:
    """Set a hostile body into a letter of one edition, into a note of the other."""
    if edition == "stalin-molotov":
        return f"Letter 1\n[3 May 1930]\nViacheslav,\n{body}\n\nJ. Stalin\n\n1. So be it.\n"
    heading = "Stalin to Kaganovich October 5, 1934\n\nArchive: RGASPI F. 558. Op. 11. D. 90. L. 15.\n"
    return f"{heading}\nSo be it.\n\nStalin.\n\n____________________\n\n1 {body}\n"


def seconds(body: str, edition: str) -> float:
    """Give the seconds of the processor that a letter of one body takes to its tables."""
    source = Source("letters", text_of(body, edition))
    gc.collect()
    gc.disable()  # what other tests left would be looked through again and again
    try:
        began = time.process_time()
        make_corpus([parse_source(source, edition)])
        return time.process_time() - began
    finally:
        gc.enable()


def growth(unit: str, edition: str) -> float:
    """Say how many times as long a text takes that repeats a unit TIMES as often."""
    repeats = SMALL // len(unit)
    small, large = (seconds(unit * repeats * times, edition) for times in (1, TIMES))
    return large / small


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_time_grows_no_faster_than_the_text(unit: str, edition: str) -> None:
    seconds(unit, edition)  # patterns are compiled
    # a busy machine may slow one measure down, but hardly two in the same way
    assert growth(unit, edition) < MOST or growth(unit, edition) < MOST


def test_the_time_for_many_letters_grows_no_faster_than_their_number() -> None:
    def seconds_for(n: int) -> float:
        source = Source("letters", "".join(f"Letter {i}\n[3 May 1930]\nA.\n" for i in range(n)))
        began = time.process_time()
        make_corpus([parse_source(source, EDITIONS[0])])
        return time.process_time() - began

    seconds_for(1)
    assert seconds_for(4000) / seconds_for(1000) < MOST


# -------------------------------------------------------------------------------- patterns of editions


def patterns_of(edition: Edition) -> Iterator[tuple[str, re.Pattern[str], int]]:
    """Give the patterns of an edition with the name of their field and the length of what they meet."""
    for field in dataclasses.fields(edition):
        value = getattr(edition, field.name)
        if field.name == "genres":
            yield from ((field.name, one.pattern, LONGEST_PASSAGE) for one in value)
            continue
        nested = (
            value.values() if isinstance(value, dict) else [value if isinstance(value, tuple) else (value,)]
        )
        length = LONGEST_PASSAGE if field.name == "note_mark" else LONGEST
        for pattern in (one for some in nested for one in some if isinstance(one, re.Pattern)):
            yield field.name, pattern, length


@pytest.mark.parametrize("edition", known_editions(), ids=lambda one: one.name)
def test_the_patterns_of_the_package_take_their_time(edition: Edition) -> None:
    tried = [(name, slow_text(pattern, length)) for name, pattern, length in patterns_of(edition)]
    assert len(tried) >= 10
    assert [(name, text) for name, text in tried if text] == []


SLOW = {
    "a repeat in a repeat": r"^(?:[A-Z]+)+$",
    "two ways for one word": r"^(?:a|aa)*$",
    "a way and its double": r"^(?:ab|a|b)*c$",
    "names without anything between": r"^@name(?:\s*,?\s*@name)*$",
    "lazy repeats": r"^(?:\w+?\s*?)+?:$",
    "a bounded repeat in another": r"^(?:\d{1,30}){1,30}/$",
    "four repeats in a row": r"\s*\s*\s*\s*$x",
    "a repeat that looks ahead": r"^(?=(?:\w+\s?)*:)",
    "all but commas": r"^(?:[^,]+)+$",
}
QUICK = {
    "one repeat": r"^[A-Z]+$",
    "names with something between": r"^@name(?:,\s*@name)*$",
    "anything, to the end": r"^(?P<senders>.+?) to (?P<recipients>.+)$",
    "a possessive repeat": r"^(?:[A-Z]++)++$",
    "months": r"^@months \d{1,2}(?:, \d{4})?$",
}
OWN = "name = 'own'\n[letter]\nstart = '^Letter'\nheading = ['{}']\n"


@pytest.mark.parametrize("pattern", SLOW.values(), ids=SLOW.keys())
def test_a_pattern_that_takes_too_long_is_refused_soon(pattern: str, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN.format(pattern), encoding="utf-8")
    began = time.process_time()
    with pytest.raises(CorrstatsError, match="takes too long") as refused:
        read_edition(tmp_path / "own.toml")
    assert time.process_time() - began < 20
    assert (refused.value.line, str(refused.value).count("\n")) == (4, 0)


@pytest.mark.parametrize("pattern", QUICK.values(), ids=QUICK.keys())
def test_a_pattern_that_reads_in_one_way_is_taken(pattern: str, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN.format(pattern), encoding="utf-8")
    assert len(read_edition(tmp_path / "own.toml").heading) == 1


def test_sentences_and_passages_have_a_greatest_length() -> None:
    text = "word " * 10_000
    sentences = split_sentences(text)
    assert "".join(one.of(text) for one in sentences) == text
    assert max(one.end - one.start for one in sentences) <= LONGEST
    pieces = list(cut_span(text, 3, len(text)))
    assert "".join(one.of(text) for one in pieces) == text[3:]
    assert max(one.end - one.start for one in pieces) <= LONGEST_PASSAGE
    assert all(text[one.end - 1] == " " for one in pieces)


@pytest.mark.parametrize("length", [LONGEST - 1, LONGEST, LONGEST + 1])
def test_a_line_is_shown_up_to_its_greatest_length(length: int) -> None:
    (line,) = split_lines("a" * length)
    assert (line.text == "a" * length) == (length <= LONGEST)
    assert recognise_line(line, "header", [re.compile("^a+$")]) is None or length <= LONGEST
    found = recognise_line(line, "header", [re.compile("^(?P<place>.+)$")])
    assert found is not None
    assert (found.end, found.fields["place"].end) == (length, length)
