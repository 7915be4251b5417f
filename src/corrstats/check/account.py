"""The account of a parse: of the numbers and capitalised names of bodies and notes, how many were read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from corrstats.corpus import Parsed

FATES = ("read", "known", "unread")


@dataclass(frozen=True)
class Account:
    """What became of the printed numbers and names of a corpus: ``counts[what][fate]``."""

    corpus: str
    counts: Mapping[str, Mapping[str, int]]

    def rows(self) -> Iterator[tuple[str, int, int, int, int]]:
        """Give a row for numbers, names and both: what, printed, read, known, unread."""
        both: Counter[str] = Counter()
        for what, fates in self.counts.items():
            both.update(fates)
            yield f"{what}s", sum(fates.values()), *(fates[fate] for fate in FATES)  # type: ignore[misc]
        yield "both", both.total(), both["read"], both["known"], both["unread"]

    @property
    def unread_share(self) -> float:
        """The share of the printed that no rule read, from 0 to 1."""
        printed = sum(sum(fates.values()) for fates in self.counts.values())
        unread = sum(fates["unread"] for fates in self.counts.values())
        return unread / printed if printed else 0.0


def take_stock(parsed: Parsed) -> Account:
    """Count numbers and capitalised names of a parse by their fate: read, known as something else, unread."""
    counts = {what: Counter(dict.fromkeys(FATES, 0)) for what in ("number", "name")}
    for (what, fate), number in parsed.extracted.ledger.counts.items():
        counts[what][fate] += number
    return Account(parsed.document.source.corpus, counts)
