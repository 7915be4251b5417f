"""What the words of names tell by themselves, wherever they stand.

Whether a word is listed, a given name, a title or printed small too, whether it ends as surnames do; and the
patterns of what may stand around a name, from the words of the language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from corrstats.extract.lexicon import Lexicon, Opened, make_lexicon
from corrstats.words import LOWER, UPPER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from corrstats.knowledge import Knowledge, Person
    from corrstats.languages import Language
    from corrstats.people import Authority

_PRINTED = re.compile(rf"[{UPPER}{LOWER}'’-]+")
_SMALL = re.compile(rf"[{LOWER}]{{2,}}")
ROMAN = re.compile(r"[IVXLC]+")
# small words inside a name: 'Drouyn de Lhuys'
PARTICLES = frozenset({"de", "du", "von", "van", "della", "zu"})
_PARTICLE = re.compile(r"\s(?:de|du|von|van|della|zu)\s")
# Chinese names in the old spelling: 'Wu Pei-fu', 'Chang Tso-lin'
_DOUBLE = re.compile(r"[A-Z][a-z]{1,5}\s[A-Z]?[a-z’']{1,6}-[a-z’']{1,6}")


class Word(NamedTuple):
    """What is known of a capitalised word wherever it stands.

    One that is ``never`` a name may still open a longer one. ``lengths`` are those of the longer names that
    it opens, ``people`` those whom it may name alone, ``things`` the other names that it opens.
    """

    roman: bool
    never: bool
    given: bool
    title: bool
    lengths: tuple[int, ...]
    people: tuple[Person, ...]
    exact: bool
    things: Opened | None


class Form(NamedTuple):
    """How an unlisted name looks: no name, hardly one, a word printed small too, the ending of a surname.

    ``double`` is a Chinese name in the old spelling, ``particle`` one with a small word inside.
    """

    excluded: bool
    capitals: bool
    double: bool
    particle: bool
    doubtful: bool
    common: bool
    likely: bool
    strong: bool


class _Vocabulary(dict[str, Word | None]):
    """What is known of each word, looked up when it is first met."""

    def __init__(self, look_up: Callable[[str], Word | None]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: str) -> Word | None:
        known = self[word] = self._look_up(word)
        return known


@dataclass(frozen=True, eq=False)
class NameWords:
    """The words of names of a language and authority; ``common`` are words that the document prints small."""

    knowledge: Knowledge
    language: Language
    authority: Authority
    common: frozenset[str] = frozenset()

    @cached_property
    def lexicon(self) -> Lexicon:
        """Places and things by name."""
        return make_lexicon(self.knowledge)

    @cached_property
    def stop(self) -> frozenset[str]:
        """Words that name nobody, casefolded."""
        return frozenset(word.casefold() for word in self.language.words("names", "words"))

    @cached_property
    def offices(self) -> frozenset[str]:
        """Offices and callings, casefolded."""
        return frozenset(word.casefold() for word in self.language.words("people", "offices"))

    @cached_property
    def given(self) -> frozenset[str]:
        """Given names, casefolded."""
        return frozenset(word.casefold() for word in self.language.words("names", "given"))

    @cached_property
    def titles(self) -> frozenset[str]:
        """Forms of address, casefolded."""
        return frozenset(
            word.casefold() for word in self.language.words("people", "address") if word.isalpha()
        )

    @cached_property
    def vocabulary(self) -> _Vocabulary:
        """What is known of each word."""
        return _Vocabulary(self._look_up)

    def _look_up(self, word: str) -> Word | None:
        """Say what is known of a word wherever it stands; None for one without a capital."""
        if not word[0].isupper():
            return None
        folded = word.casefold()
        found = self.authority.candidates((word,)) if folded not in self.stop else ()
        return Word(
            roman=bool(ROMAN.fullmatch(word)),
            never=self.form_of(word).excluded or word.isupper(),
            given=folded in self.given,
            title=folded in self.titles,
            lengths=self.authority.lengths(word),
            people=found if found and self._may_be_name(word, found) else (),
            exact=bool(self.authority.exact([word])),
            things=self.lexicon.opened_by(folded),
        )

    def _may_be_name(self, word: str, found: tuple[Person, ...]) -> bool:
        """Whether one atom may be a listed person: an ending stripped off a common word may not."""
        return word.casefold() not in self.common or any(self.authority.spells(word, one) for one in found)

    @cached_property
    def form_of(self) -> Callable[[str], Form]:
        """Say how an unlisted name looks, whatever stands around it."""
        p = self.patterns

        def form(name: str) -> Form:
            folded = name.casefold()
            common, family = folded in self.common, bool(p["family"].search(folded))
            return Form(
                excluded=folded in self.stop or folded in self.offices,
                capitals=name.isupper(),
                double=bool(_DOUBLE.fullmatch(name)),
                particle=bool(_PARTICLE.search(name)),
                doubtful=folded in self.titles or (bool(p["not people"].search(folded)) and not family),
                common=common,
                likely=family and not common,
                strong=bool(p["strong family"].search(folded)) and not common,
            )

        return lru_cache(maxsize=1 << 16)(form)

    @cached_property
    def patterns(self) -> dict[str, re.Pattern[str]]:
        """The patterns of what stands around a name, or ends it."""
        words = self.language.patterns
        return {
            "address": re.compile(
                rf"(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z]))(?:{words['people_address']})\s*"
                r"(?:(?<=\s)[A-Z][a-z]+\s)?\[?(?:[A-Z]\.\s?)*\]?$"
            ),
            "title before": re.compile(
                rf"(?<![{UPPER}{LOWER}])(?:{words['people_address']})\s+$", re.IGNORECASE
            ),
            "small address": re.compile(rf"(?<![a-z])(?:{words['people_address']})\s*$", re.IGNORECASE),
            "given": re.compile(rf"(?:{words['names_given']})\s"),
            "appositive": re.compile(
                rf"\s*[,(]\s*(?:the\s+|a\s+|an\s+)?(?:[a-z]+\s+)?(?:{words['people_offices']})\b|"
                r"\s*\((?:of|from)\s+(?:the\s+)?[A-Z][^)]{2,60}\)\s+[a-z]"
            ),
            "office": re.compile(rf"(?<![a-z])(?:{words['people_offices']})s?\s+$", re.IGNORECASE),
            "act after": re.compile(
                rf"\s+(?:has\s+|had\s+|also\s+)?(?:{words['people_acts_after']})(?![a-z])"
            ),
            "with": re.compile(rf"(?<![a-z])(?:{words['people_acts_before']})\s+$", re.IGNORECASE),
            "only people": re.compile(rf"\s+(?:also\s+|already\s+)?(?:{words['people_acts_only']})(?![a-z])"),
            "strong family": re.compile(rf"[a-z](?:{words['names_strong_endings']})s?$"),
            # 'the head of Soiuzlesprom, Kaner'
            "office of": re.compile(
                rf"(?<![a-z])(?:{words['people_offices']})s?\s+of\s+[^.,;:()]{{2,50}},\s+$"
            ),
            "calling": re.compile(
                r"(?<![a-z])(?:the|an?)\s+(?:[a-z]+\s+)?[a-z]+(?:ist|er|or|man|ian|ant)s?\s+\(?$"
            ),
            "name of": re.compile(r"(?<![a-z])(?:name\s+of|named|called|a\s+certain)\s+$"),
            "who after": re.compile(r"(?:\s+(?:in|at|of|from)\s+[A-Z][a-z]+)?,\s+(?:who|whom|whose)\b"),
            "others after": re.compile(r"\s+and\s+(?:the\s+)?others\b"),
            # '63rd Army (Kolpakchi)'
            "formation": re.compile(r"\b(?:Army|Corps|Division|Brigade|Regiment|Fleet|Flotilla|Front)\s+\($"),
            "particle before": re.compile(
                r"(?<![a-z])(?:von|van|de|du|della|von\s+der|van\s+der|de\s+la|zu)\s+$"
            ),
            "epithet": re.compile(rf"(?<![a-z])(?:{words['people_epithets']})\s+$", re.IGNORECASE),
            "of several": re.compile(rf"\s+(?:{words['names_of_several']})(?![a-z])"),
            "thing after": re.compile(rf"\s*(?:{words['names_named_after']})(?![a-z])", re.IGNORECASE),
            "common after": re.compile(
                rf"\s+(?:(?:{words['names_common']})\s+)?(?:{words['names_common']})s?(?![a-z])",
                re.IGNORECASE,
            ),
            "place before": re.compile(
                rf"(?<![a-z])(?:{words['names_place_before']})\s+(?:the\s+)?$", re.IGNORECASE
            ),
            # 'the Commissar of Food', 'the stations of Bir and Kizel', 'Published: Krasnyi arkhiv'
            "body of": re.compile(
                rf"(?<![a-z])(?:{words['names_bodies_of']})\s+(?:of|for)\s+(?:the\s+)?"
                r"(?:[A-Z][a-z]+(?:,\s+|\s+and\s+))*$|\b(?:Published|Printed|Source)(?:\s+in)?\s*:?\s+$"
            ),
            "not people": re.compile(rf"(?:{words['names_not_people_endings']})$"),
            "family": re.compile(rf"[a-z](?:{words['names_family_endings']})(?:(?<!ian)s)?$"),
            "glued": re.compile(rf"(?:{words['names_glued']})$"),
        }


def common_words(texts: Iterable[str]) -> frozenset[str]:
    """Give the words that a document prints with a small letter: capitalised, they are no names."""
    printed = {word for text in texts for word in _PRINTED.findall(text)}
    small = (_SMALL.match(word) for word in printed)
    return frozenset(word[0] for word in small if word)
