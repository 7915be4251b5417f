"""The texts that are read: the two editions, in full where they are here, else as regesta, and copies."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
EDITIONS = ("molotov-1930", "kaganovich-1934-10")
_COPY = 1000  # what each copy adds to a number: more than any number printed
# 'Letter 57', 'No. 82 1/X-34', 'HP 171, 172', 'In. No. 93'
_NUMBERED = re.compile(r"(?m)^(Letter |No\. ?|HP )(\d+)|(In\. No\. )(\d+)")


class Texts(NamedTuple):
    """The texts of the two editions, by corpus, and what kind of text they are."""

    kind: str
    by_corpus: dict[str, str]

    @property
    def characters(self) -> int:
        """Give how many characters they have together."""
        return sum(map(len, self.by_corpus.values()))


def read_editions() -> Texts:
    """Read the full texts where they are here, else the regesta."""
    full = Path(os.environ.get("CORRSTATS_SHARED", ROOT.parent / "shared")) / "letters"
    kind, folder = ("full texts", full) if full.is_dir() else ("regesta", ROOT / "data" / "regesta")
    return Texts(kind, {name: (folder / f"{name}.txt").read_text(encoding="utf-8") for name in EDITIONS})


def renumber(text: str, copy: int) -> str:
    """Give a copy of an edition in which letters and telegrams have other numbers; their dates stay.

    >>> renumber("Letter 57", 2)
    'Letter 2057'
    """

    def other(match: re.Match[str]) -> str:
        return f"{match[1] or match[3]}{int(match[2] or match[4]) + _COPY * copy}"

    return _NUMBERED.sub(other, text)


def repeat(text: str, copies: int) -> str:
    """Give one longer text: an edition and copies of it with other numbers."""
    return "\n\n".join(renumber(text, copy) for copy in range(copies))


def write_copies(texts: Texts, folder: Path, copies: int, *, joined: bool) -> None:
    """Write copies of the two editions into a new folder: a file a copy, or joined to one file an edition."""
    folder.mkdir(parents=True)
    for corpus, text in texts.by_corpus.items():
        if joined:
            (folder / f"{corpus}.txt").write_text(repeat(text, copies), encoding="utf-8")
            continue
        for copy in range(copies):
            (folder / f"{corpus}-{copy}.txt").write_text(renumber(text, copy), encoding="utf-8")
