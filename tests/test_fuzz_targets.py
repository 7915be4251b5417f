"""The targets of `make fuzz`, on some bytes: they take any, and they can fail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from targets import TARGETS, BrokenPromiseError, hold, timed

if TYPE_CHECKING:
    from collections.abc import Callable

LETTERS = sorted((Path(__file__).parent / "fixtures" / "letters").glob("*.txt"))
# what fuzzing found once, as short as it can be
FOUND = [
    b"needs 1 billion 400-005 mil. poods",
    b"He has 200 men [miles away",
    b"1\xb2 poods",
    b"5 [p[uds]",
    "5 m\u0131les, 3 m\u0130l. poods".encode(),
    b"",
]

each_target = pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS.keys())


@each_target
@given(data=st.binary(max_size=200))
def test_any_bytes_keep_every_promise(target: Callable[[bytes], None], data: bytes) -> None:
    timed(target, data)


@each_target
def test_the_letters_and_what_was_found_once_keep_every_promise(target: Callable[[bytes], None]) -> None:
    for data in [*(path.read_bytes() for path in LETTERS), *FOUND]:
        timed(target, data)


def test_a_broken_promise_and_a_long_time_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BrokenPromiseError, match="letters tile"):
        hold(promise=False, what="letters tile the text")
    monkeypatch.setattr("targets.MOST_SECONDS", -1)
    with pytest.raises(BrokenPromiseError, match="4 bytes"):
        timed(TARGETS["dates"], b"May.")
