"""Damaged letters: whatever is done to a text, what is read of it keeps every promise, in time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from corrstats.errors import CorrstatsError
from invented import EDITIONS, check_rows, check_structure, damaged_texts

if TYPE_CHECKING:
    from conftest import Reader

# of one processor, for a text of some thousand signs: a hundred times what it takes
MOST_SECONDS = 2
many = settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])


def check_all(read: Reader, text: str, edition: str) -> None:
    """Read a text and hold structure, facts and time against what is promised, whatever the text is."""
    began = time.process_time()
    try:
        one = read(text, edition)
    except CorrstatsError as error:
        event(error.message)
        return
    assert time.process_time() - began < MOST_SECONDS
    event(f"letters: {len(one.parsed.document.letters)}")
    check_structure(one.parsed.document)
    check_rows(one)


@many
@given(drawn=damaged_texts())
def test_damaged_letters_keep_every_promise(read: Reader, drawn: tuple[str, str]) -> None:
    read("Letter 1\n[3 May 1930]\nSo be it.\n", EDITIONS[0])  # patterns are compiled once
    check_all(read, *drawn)


@many
@given(text=st.text(), edition=st.sampled_from(EDITIONS), start=st.sampled_from(["", "Letter 1\n"]))
def test_no_text_whatever_raises_anything_but_our_own_error(
    read: Reader, text: str, edition: str, start: str
) -> None:
    check_all(read, start + text, edition)
