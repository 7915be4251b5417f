"""A text cut into words, numbers and signs, once for all who read it.

Run-together words come apart at their capitals ('GromanSadyrin'), as at hyphens. A stretch of digits counts
as one word; of other signs only those of money and of numbers are words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

UPPER, LOWER = "A-ZÀ-ÖØ-ÞА-ЯЁ", "a-zß-öø-ÿа-яё"
# words and parts of words
ATOM = re.compile(rf"[{UPPER}](?:[{LOWER}]+(?:['’](?!s)[{LOWER}]{{2,}})?|[{UPPER}]*(?![{LOWER}]))|[{LOWER}]+")
_CUT = re.compile(rf"({ATOM.pattern}|\d+|[$£¥№])")
DIGIT, CAPITAL, OWNER = "#", "^", "*"  # any number, any word with a capital, any with 's
_KEPT = 8  # texts: the readers of a passage come one after the other


@dataclass(frozen=True, eq=False)
class Words:
    """The words of a text and where each begins, in reading order."""

    words: tuple[str, ...]
    starts: tuple[int, ...]

    def owner(self, i: int) -> int:
        """Give where the run-together words that end in an apostrophe and the s at ``i`` begin."""
        if i == 0 or self.starts[i] - self.end(i - 1) != 1:
            return self.starts[i]
        i -= 1
        while i and self.end(i - 1) == self.starts[i]:
            i -= 1
        return self.starts[i]

    def end(self, i: int) -> int:
        """Give where a word ends."""
        return self.starts[i] + len(self.words[i])


@lru_cache(maxsize=_KEPT)
def cut_words(text: str) -> Words:
    """Cut a text into words.

    >>> cut_words("Om 3/X midOctober").words
    ('Om', '3', 'X', 'mid', 'October')
    """
    parts = _CUT.split(text)  # what lies between words and the words, in turn
    ends = accumulate(map(len, parts))
    return Words(tuple(parts[1::2]), tuple(ends)[:-1:2])
