"""No pattern is worse than linear: growing hostile texts hold the growth, not the time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from corrstats.corpus import make_corpus, parse_source
from corrstats.document import LONGEST_PASSAGE
from corrstats.editions import known_editions, read_edition
from corrstats.editions.lines import LONGEST
from corrstats.editions.pace import slow_text
from corrstats.errors import CorrstatsError
from corrstats.extract.sentences import split_sentences
from corrstats.source import Source

if TYPE_CHECKING:
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
SMALL, TIMES = 2 * LONGEST_PASSAGE, 4
# four times the text may take four times as long, and half as much again on a busy machine
MOST = TIMES * 1.5


def text_of(body: str, edition: str) -> str:
    """Set a body into a letter, as its text and again as its note."""
    if edition == "stalin-molotov":
        return f"Letter 1\n[3 May 1930]\nViacheslav,\n{body}\n\nJ. Stalin\n\n1. {body}\n"
    heading = "Stalin to Kaganovich October 5, 1934\n\nArchive: RGASPI F. 558. Op. 11. D. 90. L. 15.\n"
    return f"{heading}\n{body}\n\nStalin.\n\n____________________\n\n1 {body}\n"


def seconds(body: str, edition: str) -> float:
    """Give the seconds of the processor that a letter of one body takes to its tables."""
    source = Source("letters", text_of(body, edition))
    began = time.process_time()
    make_corpus([parse_source(source, edition)])
    return time.process_time() - began


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_time_grows_no_faster_than_the_text(unit: str, edition: str) -> None:
    def grown(size: int) -> float:
        repeats = size // len(unit)
        small, large = (seconds(unit * repeats * times, edition) for times in (1, TIMES))
        return large / small

    seconds(unit, edition)  # patterns are compiled
    # what is too quick to be measured at first is measured on texts that take longer
    growth = min(grown(SMALL) for _ in range(2))
    assert growth < MOST
