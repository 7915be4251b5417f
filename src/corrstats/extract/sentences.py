"""Sentences of a zone, as spans: where a rule looks for what belongs together."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from corrstats.document import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 1000  # signs; readers look through a sentence for each thing they find in it
# a stop that ends no sentence: initials, addresses, references, amounts, times, 'et al.', 'vol.'
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b[A-Z][a-z]|\b(?:Com|Coms|com|Tov|tov|Mr|Mrs|Messrs|Dr|Prof|No|Nos|HP|In|vol|Vol|pp|al|etc|mil|mln|mill|bil|bln|"
    r"thous|tys|ca|cf|Cf|ll?|ff?|op|Op|On|dd?|ed|Ed|Eds|eds|vols|"
    r"min|a\.m|p\.m|o'clock|i\.e|e\.g|St|rub|ibid|Ibid))$"
)
# first what any end begins with: a search goes from one of these signs to the next
_STOP = re.compile(
    r"[.!?\n](?:(?<!\n)[\"”'’)\]]*(?:\s*\d{1,3}(?=\s))?\s++(?=[\"“'‘(\[]*[A-ZА-ЯЁ0-9])|(?<=\n)\s*\n)"
)


@lru_cache(maxsize=8)
def split_sentences(text: str) -> tuple[Span, ...]:
    """Split a text into sentences, what is longer than LONGEST signs after a word; the spans tile it."""
    spans = []
    for whole in _sentences(text):
        start = whole.start
        while whole.end - start > LONGEST:
            end = text.rfind(" ", start + LONGEST // 2, start + LONGEST) + 1 or start + LONGEST
            spans.append(Span(start, end))
            start = end
        spans.append(Span(start, whole.end))
    return tuple(spans)


def _sentences(text: str) -> list[Span]:
    spans, start = [], 0
    for match in _STOP.finditer(text):
        before = text[max(start, match.start() - 10) : match.start()]
        if match[0][0] == "." and _ABBREVIATION.search(before) and "\n\n" not in match[0]:
            continue
        spans.append(Span(start, match.end()))
        start = match.end()
    if start < len(text):
        spans.append(Span(start, len(text)))
    return spans


def sentence_at(sentences: Sequence[Span], offset: int) -> Span:
    """Give the sentence that an offset lies in (the last one for an offset at the very end)."""
    return next((one for one in sentences if one.start <= offset < one.end), sentences[-1])
