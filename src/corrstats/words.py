"""A text cut into words, numbers and signs, once for all who read it.

Run-together words come apart at their capitals ('GromanSadyrin'), as at hyphens. A stretch of digits counts
as one word; of other signs only those of money and of numbers are words.
"""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

UPPER, LOWER = "A-ZÀ-ÖØ-ÞА-ЯЁ", "a-zß-öø-ÿа-яё"
# words and parts of words
ATOM = re.compile(rf"[{UPPER}](?:[{LOWER}]+(?:['’](?!s)[{LOWER}]{{2,}})?|[{UPPER}]*(?![{LOWER}]))|[{LOWER}]+")
_WORD = re.compile(rf"{ATOM.pattern}|\d+|[$£¥№]")
DIGIT, CAPITAL, OWNER = "#", "^", "*"  # any number, any word with a capital, any with 's
_KEPT = 8  # texts: the readers of a passage come one after the other


@dataclass(frozen=True, eq=False)
class Words:
    """The words of a text and where each begins, in reading order."""

    words: tuple[str, ...]
    starts: tuple[int, ...]

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """Where each word stands; DIGIT, CAPITAL and OWNER stand for all words of their kind."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for word, start in zip(self.words, self.starts, strict=True):
            places[word].append(start)
        kinds = {DIGIT: str.isdecimal, CAPITAL: str.isupper}
        for kind, is_of in kinds.items():
            same = [word for word in places if is_of(word[0])]
            places[kind] = sorted(start for word in same for start in places[word])
        places[OWNER] = [self._owner(i) for i, word in enumerate(self.words) if word == "s"]
        return places

    def _owner(self, i: int) -> int:
        """Give where the run-together words that end in an apostrophe and the s at ``i`` begin."""
        if i == 0 or self.starts[i] - self.end(i - 1) != 1:
            return self.starts[i]
        i -= 1
        while i and self.end(i - 1) == self.starts[i]:
            i -= 1
        return self.starts[i]

    def between(self, start: int, end: int) -> Words:
        """Give the words that begin in a stretch of the text, offsets counted from its beginning."""
        first, after = (bisect.bisect_left(self.starts, offset) for offset in (start, end))
        return Words(self.words[first:after], tuple([at - start for at in self.starts[first:after]]))

    def end(self, i: int) -> int:
        """Give where a word ends."""
        return self.starts[i] + len(self.words[i])


@lru_cache(maxsize=_KEPT)
def cut_words(text: str) -> Words:
    """Cut a text into words.

    >>> cut_words("Om 3/X midOctober").words
    ('Om', '3', 'X', 'mid', 'October')
    """
    found = [(match[0], match.start()) for match in _WORD.finditer(text)]
    return Words(tuple([word for word, _ in found]), tuple([start for _, start in found]))
