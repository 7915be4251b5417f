"""What is fuzzed: each target takes any bytes, and fails where a promise is broken."""

from __future__ import annotations

import datetime as dt
import io
import time
from functools import cache
from typing import TYPE_CHECKING

from corrstats.corpus import parse_source
from corrstats.dates import DateReader, ImpossibleDateError, complete
from corrstats.editions import known_editions, split_letters
from corrstats.errors import CorrstatsError
from corrstats.extract.quantities import QuantityReader
from corrstats.knowledge import read_knowledge
from corrstats.languages import read_language
from corrstats.rules import settle_overlaps
from corrstats.source import read_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from corrstats.document import Document
    from corrstats.source import Source

# of one processor; a text of the size that is fuzzed takes some milliseconds
MOST_SECONDS = 5
NEAR = dt.date(1930, 5, 3)  # the day of the letter
HEADS = ("", "Letter 1\n[3 May 1930]\n", "Stalin to Kaganovich October 5, 1934\n\n")


class BrokenPromiseError(AssertionError):
    """What was read of some bytes is not as promised."""


def hold(promise: object, what: str) -> None:
    """Fail unless a promise holds, in a run with or without assertions."""
    if not promise:
        raise BrokenPromiseError(what)


def source_of(data: bytes) -> Source | None:
    """Read bytes as a source; the first says below which heading. None where they cannot be read."""
    head = HEADS[data[0] % len(HEADS)] if data else ""
    try:
        return read_source(io.BytesIO(head.encode() + data), corpus="letters")
    except CorrstatsError:
        return None


def fuzz_structure(data: bytes) -> None:
    """Split any bytes into letters and hold tiles, zones, notes and ids; read the facts of them too."""
    source = source_of(data)
    if source is None:
        return
    for edition in known_editions():
        try:
            document = split_letters(source, edition)
        except CorrstatsError:
            continue
        check_tiles(document)
        facts = parse_source(source, edition).facts
        found = [row.at for rows in (facts.mentions, facts.quantities, facts.references) for row in rows]
        for at in [*found, *(row.at for row in facts.events)]:
            hold(0 <= at.start < at.end <= len(source.text), f"a fact stands on signs of the text: {at}")


def check_tiles(document: Document) -> None:
    """Hold that front and letters tile the text, zones the letter, and that ids are unique."""
    at = document.front.end
    for letter in document.letters:
        hold(letter.start == at < letter.end, "letters tile the text")
        for zone in letter.zones:
            hold(zone.start == at < zone.end, "zones tile the letter")
            at = zone.end
        hold(at == letter.end, "zones fill the letter")
        for note in letter.notes:
            outside = note.mark is None or letter.zone_at(note.mark.start).kind != "note"
            hold(outside, "a mark stands outside the notes")
    hold(at == len(document.source.text), "letters fill the text")
    hold(len({one.letter_id for one in document.letters}) == len(document.letters), "ids are unique")


@cache
def date_readers() -> tuple[DateReader, ...]:
    """Give readers of dates as the editions print them."""
    return tuple(
        DateReader(one.language, one.century, month_first=one.month_first) for one in known_editions()
    )


def fuzz_dates(data: bytes) -> None:
    """Find dates in any text; what is read stands in the text, and its bounds are in order."""
    text = data.decode("utf-8", "replace")
    for reader in date_readers():
        for found in reader.find(text):
            hold(0 <= found.start < found.end <= len(text), "a date stands in the text")
        try:
            printed = reader.read(text)
            bounds = complete(printed, NEAR).range() if printed else None
        except ImpossibleDateError:
            continue
        if bounds and bounds.earliest and bounds.latest:
            hold(bounds.earliest <= bounds.latest, f"bounds are in order: {bounds}")


@cache
def quantity_reader() -> QuantityReader:
    """Give the reader of amounts."""
    return QuantityReader(read_knowledge(), read_language("en"), emend=True)


def fuzz_quantities(data: bytes) -> None:
    """Find amounts in any text; each stands in it apart from the others, and its bounds are in order."""
    text = data.decode("utf-8", "replace")
    found = quantity_reader().rules.find(text)
    end = 0
    for one in found:
        hold(end <= one.start < one.end <= len(text), "amounts stand apart in the text")
        hold(one.value.low <= one.value.high, f"bounds are in order: {one}")
        end = one.end
    hold(settle_overlaps(list(enumerate(found))) == found, "no two amounts overlap")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "structure": fuzz_structure,
    "dates": fuzz_dates,
    "quantities": fuzz_quantities,
}


def timed(target: Callable[[bytes], None], data: bytes) -> None:
    """Run a target, and fail where it takes too long."""
    began = time.process_time()
    target(data)
    hold(time.process_time() - began < MOST_SECONDS, f"{len(data)} bytes in {MOST_SECONDS} seconds")
