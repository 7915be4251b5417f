"""Who is named in a zone: people of the authority, and people nobody has listed.

Listed names are looked up by their folded atoms, longest name first, so that run-together words
('GromanSadyrin'), pairs ('Rykov-Piatakov') and damaged endings ('Zhdanova') are found. Places, institutions
and other known names are taken out first. A capitalised word that is left over becomes a person only with
enough evidence from the language: a form of address, initials, an office, a verb, the company of other names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from corrstats.document import Span
from corrstats.extract.lexicon import GAP, Known, Lexicon, Opened, make_lexicon
from corrstats.facts import Evidence, Mention
from corrstats.people import Authority, fold, initials_agree, initials_of
from corrstats.words import LOWER, UPPER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from corrstats.document import Passage
    from corrstats.knowledge import Knowledge, Person
    from corrstats.languages import Language
    from corrstats.words import Words

_INITIALS_BEFORE = re.compile(
    rf"(?:(?<![{UPPER}{LOWER}.])|(?<=[{LOWER}]))(?:\[(?:[{UPPER}][{LOWER}]?\.\s?){{1,3}}\]|(?:[{UPPER}][{LOWER}]?\.\s?){{1,3}})\s*$"
)
_INITIALS_AFTER = re.compile(rf"\s+(?:[{UPPER}]\.\s?){{1,2}}(?![{UPPER}{LOWER}])")
_POSSESSIVE = re.compile(r"['’]s?(?![a-z])|['’](?=\s)")
_THRESHOLD = 3
_EXCLUDED, _DOUBTFUL = -9, -5
_LONGEST_FIELD = 160
_PRINTED = re.compile(rf"[{UPPER}{LOWER}'’-]+")
_SMALL = re.compile(rf"[{LOWER}]{{2,}}")
_JOINED = re.compile(rf"[{UPPER}{LOWER}-]")
_NO_INITIALS = re.compile(r"(?:Cf|See|Ed|Vol|Op|No|St|Vs|Nos|Dr|Mr)\.\s*$")
# a given name before initials: 'WILLIAM H. SEWARD'
_WORD_BEFORE = re.compile(rf"(?<![{UPPER}{LOWER}.-])(?P<given>[{UPPER}][{UPPER}{LOWER}]+)\s$")
# small words inside a name: 'Drouyn de Lhuys'
_PARTICLES = frozenset({"de", "du", "von", "van", "della", "zu"})
_PARTICLE = re.compile(r"\s(?:de|du|von|van|della|zu)\s")
# Chinese names in the old spelling: 'Wu Pei-fu', 'Chang Tso-lin'
_DOUBLE = re.compile(r"[A-Z][a-z]{1,5}\s[A-Z]?[a-z’']{1,6}-[a-z’']{1,6}")
_ROMAN = re.compile(r"[IVXLC]+")
_LONGEST_PHRASE = 9
_SHORTEST_NAME = 3
_NEAR = 2000  # letters around a pair of names in which either may be named alone
_LOWEST = -1  # what a name may weigh that its company still lifts
_OPENS_BRACKET = re.compile(r"\s?\[")
_AFTER_THE = re.compile(r"(?<![a-z])[Tt]he\s+$")
# what stands between two names of a list
_LIST_GAP = re.compile(
    r"s?\s*(?:,|,?\s*and|-|–|&|or|nor|(?:of|from)\s+[A-Z][a-z]+,?\s+and|;\s*and|,\s*the|\(|n?or\s+the|and\s+the)\s*"
)
_COMMA = re.compile(r",\s")
_GIVEN_BEFORE = re.compile(rf"([{UPPER}])[{LOWER}]+\s+")


@dataclass(frozen=True)
class NamesFound:
    """The people named in a zone and the other names known in it."""

    mentions: list[Mention] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    maybe: list[Mention] = field(default_factory=list)


class _Word(NamedTuple):
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


class _Form(NamedTuple):
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


class _Vocabulary(dict[str, _Word | None]):
    """What is known of each word, looked up when it is first met."""

    def __init__(self, look_up: Callable[[str], _Word | None]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: str) -> _Word | None:
        known = self[word] = self._look_up(word)
        return known


@dataclass
class _Candidate:
    """A stretch of text that may be a person's name."""

    start: int
    end: int
    family: str
    initials: str
    people: tuple[Person, ...]
    eponym: bool = False
    score: int = 0
    name_start: int = 0

    @property
    def listed(self) -> bool:
        return bool(self.people)

    @property
    def accepted(self) -> bool:
        return self.listed or self.score >= _THRESHOLD

    @property
    def excluded(self) -> bool:
        return self.score <= _EXCLUDED

    @property
    def may_rise(self) -> bool:
        """Whether it is doubtful enough, and not too doubtful, for its company to tell."""
        return not self.people and _LOWEST <= self.score < _THRESHOLD


@dataclass(frozen=True)
class NameReader:
    """Finds the people and other names of a passage; ``common`` are words the document also prints small."""

    knowledge: Knowledge
    language: Language
    authority: Authority
    common: frozenset[str] = frozenset()

    @cached_property
    def lexicon(self) -> Lexicon:
        """Places and things by name."""
        return make_lexicon(self.knowledge)

    @cached_property
    def _stop(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in self.language.words("names", "words"))

    def _is_office(self, one: _Candidate, text: str) -> bool:
        """Whether a word or the one after it is an office or a common noun: 'Prime Minister'."""
        words = one.family.casefold().split()
        nouns = self._offices | frozenset(self.language.words("names", "common"))
        return any(word in self._stop | nouns for word in words) or bool(
            self._patterns["common after"].match(text, one.end)
        )

    @cached_property
    def _offices(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in self.language.words("people", "offices"))

    def _is_given(self, words: Words, i: int, text: str) -> bool:
        """Whether a given name stands before a family name: 'Clara' in 'Clara Zetkin'."""
        return self._next_is_capital(words, i, text) and not self.authority.exact(words.words[i : i + 2])

    @cached_property
    def _vocabulary(self) -> _Vocabulary:
        return _Vocabulary(self._look_up)

    def _look_up(self, word: str) -> _Word | None:
        """Say what is known of a word wherever it stands; None for one without a capital."""
        if not word[0].isupper():
            return None
        folded = word.casefold()
        found = self.authority.candidates((word,)) if folded not in self._stop else ()
        return _Word(
            roman=bool(_ROMAN.fullmatch(word)),
            never=self._form(word).excluded or word.isupper(),
            given=folded in self._given,
            title=folded in self._titles,
            lengths=self.authority.lengths(word),
            people=found if found and self._may_be_name(word, found) else (),
            exact=bool(self.authority.exact([word])),
            things=self.lexicon.opened_by(folded),
        )

    @staticmethod
    def _next_is_capital(words: Words, i: int, text: str) -> bool:
        """Whether a capitalised atom follows after one blank, no Roman numeral."""
        return (
            i + 1 < len(words.words)
            and words.words[i + 1][0].isupper()
            and not _ROMAN.fullmatch(words.words[i + 1])
            and text[words.end(i) : words.starts[i + 1]] == " "
        )

    @cached_property
    def _given(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in self.language.words("names", "given"))

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
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
                rf"\s*[,(]\s*(?:the\s+|a\s+|an\s+)?(?:[a-z]+\s+)?(?:{words['people_offices']})\b"
            ),
            "office": re.compile(rf"(?<![a-z])(?:{words['people_offices']})s?\s+$", re.IGNORECASE),
            "act after": re.compile(
                rf"\s+(?:has\s+|had\s+|also\s+)?(?:{words['people_acts_after']})(?![a-z])"
            ),
            "with": re.compile(rf"(?<![a-z])(?:{words['people_acts_before']})\s+$", re.IGNORECASE),
            "only people": re.compile(rf"\s+(?:also\s+|already\s+)?(?:{words['people_acts_only']})(?![a-z])"),
            "strong family": re.compile(rf"[a-z](?:{words['names_strong_endings']})s?$"),
            "calling": re.compile(
                r"(?<![a-z])(?:the|an?)\s+(?:[a-z]+\s+)?[a-z]+(?:ist|er|or|man|ian|ant)s?\s+\(?$"
            ),
            "name of": re.compile(r"(?<![a-z])(?:name\s+of|named|called|a\s+certain)\s+$"),
            "who after": re.compile(r"(?:\s+(?:in|at|of|from)\s+[A-Z][a-z]+)?,\s+(?:who|whom|whose)\b"),
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
            "body of": re.compile(rf"(?<![a-z])(?:{words['names_bodies_of']})\s+(?:of|for)\s+(?:the\s+)?$"),
            "not people": re.compile(rf"(?:{words['names_not_people_endings']})$"),
            "family": re.compile(rf"[a-z](?:{words['names_family_endings']})s?$"),
            "glued": re.compile(rf"(?:{words['names_glued']})$"),
        }

    def find(self, passage: Passage, forced: Sequence[Span] = ()) -> NamesFound:
        """Find the names of a zone; what stands in ``forced`` spans is a person whatever it looks like."""
        text = passage.unmarked
        inside = [Span(span.start - passage.zone.start, span.end - passage.zone.start) for span in forced]
        candidates, known = self._scan(text, passage.words, keep=bool(inside))
        self._judge(text, candidates, inside)
        candidates = _with_other_name(text, candidates)
        accepted = [self._mention(passage, one) for one in candidates if one.accepted]
        maybe = [self._mention(passage, one) for one in candidates if not one.accepted and not one.excluded]
        return NamesFound(accepted, known, maybe)

    # ---------------------------------------------------------------- listed names and other known names

    def _scan(self, text: str, words: Words, *, keep: bool) -> tuple[list[_Candidate], list[Known]]:
        """Find what may name a person, and other names; ``keep`` even words that are no names in a text."""
        candidates: list[_Candidate] = []
        known: list[Known] = []
        past = 0
        looked_up = enumerate(map(self._vocabulary.__getitem__, words.words))
        for i, word in [(i, one) for i, one in looked_up if one is not None]:
            if i < past or word.roman or (word.given and self._is_given(words, i, text)):
                continue
            people, n_people, glued = self._people_at(word, words, i, text)
            thing = word.things.match(words, i, text) if word.things is not None else None
            if word.title and thing is None and self._next_is_capital(words, i, text):
                continue
            if thing and (len(thing.atoms) > n_people or not self._is_exact(words, i, n_people)):
                past = i + len(thing.atoms)
                known.append(Known(words.starts[i], words.end(past - 1), thing.kind, thing.name))
                candidates += self._eponyms(words, i, past) if thing.kind == "eponym" else []
            elif people:
                past = i + n_people
                candidates.append(self._candidate(text, words, i, words.end(past - 1) - glued, people))
            else:
                past = i + self._unlisted_length(text, words, i)
                end = words.end(past - 1)
                if end - words.starts[i] >= _SHORTEST_NAME and (keep or past > i + 1 or not word.never):
                    candidates.append(self._candidate(text, words, i, end, ()))
        return candidates, known

    def _is_exact(self, words: Words, i: int, n: int) -> bool:
        return n > 0 and bool(self.authority.exact(words.words[i : i + n]))

    def _people_at(self, word: _Word, words: Words, i: int, text: str) -> tuple[tuple[Person, ...], int, int]:
        """Give the people named from atom ``i`` on, the count of atoms, and how many glued letters follow."""
        for n in word.lengths:
            found = self.authority.candidates(words.words[i : i + n]) if _holds(words, i, n, text) else ()
            if found:
                return found, n, 0
        if word.people:
            return word.people, 1, 0
        return self._glued_at(words, i, text)

    def _glued_at(self, words: Words, i: int, text: str) -> tuple[tuple[Person, ...], int, int]:
        """Give the people whose name runs together with a small word after it: 'Kviringwho'."""
        first = words.words[i]
        last = words.words[i + 1] if i + 1 < len(words.words) else ""
        tail = self._glued_tail(last)
        if tail and not text[words.end(i) : words.starts[i + 1]].strip():
            found = self.authority.exact([first, last[:-tail]])
            if found:
                return found, 2, tail
        tail = self._glued_tail(first)
        found = self.authority.exact([first[:-tail]]) if tail else ()
        return (found, 1, tail) if found else ((), 0, 0)

    @cached_property
    def _glued_tail(self) -> Callable[[str], int]:
        """Give how many letters of a word are a small word glued to a name; nought for a whole word."""
        pattern = self._patterns["glued"]

        def tail(word: str) -> int:
            found = pattern.search(word) if word.casefold() not in self.common else None
            return len(found[0]) if found and found.start() > _SHORTEST_NAME else 0

        return lru_cache(maxsize=1 << 16)(tail)

    def _may_be_name(self, word: str, found: tuple[Person, ...]) -> bool:
        """Whether one atom may be a listed person: an ending stripped off a common word may not."""
        return word.casefold() not in self.common or any(self.authority.spells(word, one) for one in found)

    def _eponyms(self, words: Words, first: int, after: int) -> list[_Candidate]:
        found = []
        for i in range(first, after):
            word, start = words.words[i], words.starts[i]
            people = self.authority.candidates((word,)) if word[0].isupper() else ()
            if people and word.casefold() not in self._stop:
                found.append(_Candidate(start, words.end(i), word, "", people, eponym=True, name_start=start))
        return found

    def _candidate(self, text: str, words: Words, i: int, end: int, people: tuple[Person, ...]) -> _Candidate:
        """Make the candidate of the atoms from ``i`` on, with the given name or the initials beside them."""
        name_start = words.starts[i]
        start, initials = name_start, ""
        if self._follows_given(text, words, i):
            start, initials = words.starts[i - 1], words.words[i - 1][0].upper()
        elif text[max(0, start - 14) : start].rstrip().endswith((".", "]")):
            before = _INITIALS_BEFORE.search(text, max(0, start - 14), start)
            before = None if before and _NO_INITIALS.search(before[0]) else before
            titled = before and self._patterns["small address"].search(
                text, max(0, before.start() - 16), before.start()
            )
            if before and (titled or not self._is_address(before[0], people)):
                start, initials = before.start(), initials_of(before[0])
                given = _WORD_BEFORE.search(text, max(0, start - 16), start)
                if given and given["given"].casefold() in self._given:
                    start, initials = given.start("given"), given["given"][0] + initials
        after = None if initials else _INITIALS_AFTER.match(text, end)
        if after and people and any(initials_agree(after[0], person.initials) for person in people):
            initials = initials_of(after[0])
        return _Candidate(start, end, text[name_start:end], initials, people, name_start=name_start)

    def _follows_given(self, text: str, words: Words, i: int) -> bool:
        """Whether a given name stands before an atom, one blank between and no part of a longer word."""
        before = self._vocabulary[words.words[i - 1]] if i else None
        if before is None or not before.given:
            return False
        given = words.starts[i - 1]
        apart = text[words.end(i - 1) : words.starts[i]] == " "
        return apart and not _JOINED.match(text, given - 1, given)

    def _is_address(self, printed: str, people: tuple[Person, ...]) -> bool:
        """Whether initials are a form of address: 'T. Kuibyshev' is comrade Kuibyshev."""
        if not self._patterns["small address"].fullmatch(printed.strip()):
            return False
        return not any(initials_agree(printed, person.initials) for person in people)

    # ---------------------------------------------------------------- unlisted names

    def _unlisted_length(self, text: str, words: Words, i: int) -> int:
        """Count the atoms of an unlisted name from ``i`` on: capitals joined by a hyphen ('Kai-shek')."""
        n = 1
        if self._next_is_capital(words, i, text):
            both = {words.words[i].casefold(), words.words[i + 1].casefold()}
            if (
                not both & self._stop
                and not both & self.common
                and not self._thing_at(words, i + 1, text)
                and not self.authority.candidates((words.words[i + 1],))
            ):
                n = 2
        if n == 1 and self._has_particle(text, words, i):
            n = 3
        while self._goes_on(text, words, i, n):
            n += 1
        return n

    def _has_particle(self, text: str, words: Words, i: int) -> bool:
        """Whether a small word joins the next name to this one: 'Drouyn de Lhuys', 'Paul von Hase'."""
        if (
            i + 2 >= len(words.words)
            or words.words[i + 1] not in _PARTICLES
            or words.words[i].casefold() in self._stop | self._titles
        ):
            return False
        apart = text[words.end(i) : words.starts[i + 1]], text[words.end(i + 1) : words.starts[i + 2]]
        return apart == (" ", " ") and words.words[i + 2][0].isupper()

    @cached_property
    def _titles(self) -> frozenset[str]:
        return frozenset(
            word.casefold() for word in self.language.words("people", "address") if word.isalpha()
        )

    def _goes_on(self, text: str, words: Words, i: int, n: int) -> bool:
        """Whether a hyphen joins the next atom to an unlisted name of ``n`` atoms, no new name beginning."""
        after = i + n
        if after >= len(words.words) or text[words.end(after - 1) : words.starts[after]] != "-":
            return False
        word = words.words[after]
        if not word[0].isupper():
            return word[0].isalpha()
        return not (
            self.authority.exact([word])
            or self._thing_at(words, after, text)
            or self._is_pair(text, words, i, after)
        )

    def _thing_at(self, words: Words, i: int, text: str) -> bool:
        """Whether a known name that is no person begins at a word."""
        word = self._vocabulary[words.words[i]]
        return word is not None and word.things is not None and word.things.match(words, i, text) is not None

    def _is_pair(self, text: str, words: Words, first: int, last: int) -> bool:
        """Whether hyphened surnames are of several people: each named elsewhere too, or 'the X-Y bloc'."""
        parts = words.words[first : last + 1]
        if not all(self._patterns["family"].search(one.casefold()) for one in parts):
            return False
        near = text[max(0, words.starts[first] - _NEAR) : words.end(last) + _NEAR]
        apart = any(near.count(one) > 1 for one in parts)
        return apart or bool(self._patterns["of several"].match(text, words.end(last)))

    @cached_property
    def _form(self) -> Callable[[str], _Form]:
        """Say how an unlisted name looks, whatever stands around it."""
        p = self._patterns

        def form(name: str) -> _Form:
            folded = name.casefold()
            common, family = folded in self.common, bool(p["family"].search(folded))
            return _Form(
                excluded=folded in self._stop or folded in self._offices,
                capitals=name.isupper(),
                double=bool(_DOUBLE.fullmatch(name)),
                particle=bool(_PARTICLE.search(name)),
                doubtful=folded in self._titles or (bool(p["not people"].search(folded)) and not family),
                common=common,
                likely=family and not common,
                strong=bool(p["strong family"].search(folded)) and not common,
            )

        return lru_cache(maxsize=1 << 16)(form)

    def _judge(self, text: str, candidates: list[_Candidate], forced: list[Span]) -> None:
        for one in candidates:
            if one.listed:
                one.eponym = one.eponym or self._names_a_thing(text, one)
            elif field := next((span for span in forced if span.start <= one.name_start < span.end), None):
                one.score = self._score_in_field(text, one, field)
            else:
                one.score = self._score(text, one)
        self._add_company(text, candidates)
        self._add_bracketed(text, candidates)

    @staticmethod
    def _add_bracketed(text: str, candidates: list[_Candidate]) -> None:
        """Let the editor's brackets name who is meant: 'Nikolai [Bukharin]', 'Emelian [Yaroslavskii]'."""
        for one, other in pairwise(candidates) if "[" in text else ():
            if (
                other.listed
                and _OPENS_BRACKET.fullmatch(text, one.end, other.start)
                and text[other.end : other.end + 1] == "]"
            ):
                one.people, one.initials = other.people, other.initials

    def _score_in_field(self, text: str, one: _Candidate, field: Span) -> int:
        """Weigh a name in a field of correspondents: a field of nothing but names holds only people."""
        if self._is_office(one, text):
            return _EXCLUDED
        words = text[field.start : field.end]
        if len(words) >= _LONGEST_FIELD:
            return self._score(text, one, in_field=True) + 1
        small = set(re.findall(rf"(?<![{UPPER}{LOWER}'’.])[{LOWER}]{{2,}}", words)) - {"and"}
        titled = re.search(
            rf"(?<![{UPPER}{LOWER}])[{UPPER}]\.|(?i:{self.language.patterns['people_address']})\s", words
        )
        pure = not small and (not titled or one.initials)
        return _THRESHOLD if pure else self._score(text, one, in_field=True) + 1

    def _names_a_thing(self, text: str, one: _Candidate) -> bool:
        return bool(self._patterns["thing after"].match(text, one.end)) and not _POSSESSIVE.match(
            text, one.end
        )

    def _score(self, text: str, one: _Candidate, *, in_field: bool = False) -> int:
        """Weigh the evidence that an unlisted capitalised word is a person; ``_THRESHOLD`` is enough."""
        form, p = self._form(one.family), self._patterns
        if form.excluded:
            return _EXCLUDED
        before = text[max(0, one.start - 30) : one.start]
        name_before = text[max(0, one.name_start - 30) : one.name_start]
        addressed = bool(p["address"].search(name_before) or p["title before"].search(before))
        told = addressed or bool(one.initials)
        if (form.capitals and not (in_field and told)) or p["body of"].search(name_before):
            return _EXCLUDED
        if form.doubtful and not told:
            return _DOUBTFUL
        if p["common after"].match(text, one.end) and not _POSSESSIVE.match(text, one.end):
            return _EXCLUDED if self._patterns["place before"].search(before) else _DOUBTFUL
        opens = _opens_sentence(text, one.start) and not addressed
        score = 3 if addressed else 0
        score += 3 if one.initials and not form.common else 0
        score += 3 if len(one.initials) == 1 and text[one.start : one.name_start].strip().isalpha() else 0
        score += self._weight_before(before, opens=opens) + self._weight_after(text, one, form, opens=opens)
        score += self._weight_of_form(one, form, opens=opens)
        return score + (0 if opens and (form.likely or one.initials) else -1 if opens else 2)

    def _weight_before(self, before: str, *, opens: bool) -> int:
        """Weigh what stands before a name."""
        p = self._patterns
        weight = 2 if p["office"].search(before) else 0
        weight += 1 if p["with"].search(before) and not opens else 0
        weight -= 2 if p["place before"].search(before) else 0
        weight += 2 if p["calling"].search(before) else 0
        weight += 3 if p["name of"].search(before) else 0
        weight -= 1 if _AFTER_THE.search(before) else 0
        weight += 2 if p["particle before"].search(before) else 0
        return weight + (1 if p["epithet"].search(before) else 0)

    def _weight_after(self, text: str, one: _Candidate, form: _Form, *, opens: bool) -> int:
        """Weigh what stands after a name."""
        p = self._patterns
        weight = 3 if p["appositive"].match(text, one.end) else 0
        weight += 1 if _POSSESSIVE.match(text, one.end) else 0
        weight += 1 if p["act after"].match(text, one.end) else 0
        weight += 4 if opens and not form.common and p["only people"].match(text, one.end) else 0
        return weight + (2 if p["who after"].match(text, one.end) else 0)

    @staticmethod
    def _weight_of_form(one: _Candidate, form: _Form, *, opens: bool) -> int:
        """Weigh how a name looks."""
        weight = 2 if form.likely else 0
        weight += 1 if form.strong else 0
        weight -= 3 if form.common else 0
        weight += 4 if form.double else 0
        weight += 2 if form.particle else 0
        return weight + (1 if " " in one.family and not opens else 0)

    def _add_company(self, text: str, candidates: list[_Candidate]) -> None:
        """Add to names that stand in a list with people, from the people outwards."""
        changed = any(one.may_rise for one in candidates)
        while changed:
            changed = False
            for one, other in [*pairwise(candidates), *((b, a) for a, b in pairwise(candidates))]:
                if not one.may_rise or not other.accepted:
                    continue
                left, right = sorted((one, other), key=lambda c: c.start)
                if (
                    _LIST_GAP.fullmatch(text, left.end, right.start)
                    and one.family.casefold() not in self._stop
                ):
                    opens_list = one.start < other.start and _COMMA.match(text, left.end, right.start)
                    bonus = 0 if self._form(one.family).common else 4 if opens_list else 2
                    if one.score + bonus >= _THRESHOLD:
                        one.score += bonus
                        changed = True

    def _of_given_name(self, one: _Candidate, text: str) -> tuple[Person, ...]:
        """Leave out the listed people whose given name cannot be the one printed before the surname."""
        printed = text[one.start : one.name_start].strip()
        if not printed.isalpha() or one.eponym:
            return one.people
        return tuple(p for p in one.people if initials_agree(f"{printed[0]}.", p.initials) is not False)

    def _mention(self, passage: Passage, one: _Candidate) -> Mention:
        zone = passage.zone
        at = Evidence(
            passage.letter.letter_id,
            zone.kind,
            zone.note,
            zone.start + one.start,
            zone.start + one.end,
            "listed name" if one.listed else "name found",
        )
        given = None if one.listed else _GIVEN_BEFORE.match(one.family)
        return Mention(
            at=at,
            surface=passage.text[one.start : one.end],
            family=one.family[given.end() :] if given else one.family,
            initials=one.initials or (given[1] if given else ""),
            candidates=tuple(person.person_id for person in self._of_given_name(one, passage.text)),
            kind="eponym" if one.eponym else "person",
        )


def _with_other_name(text: str, candidates: list[_Candidate]) -> list[_Candidate]:
    """Take a name and the same person's other name in parentheses as one: 'Ulyanov (Lenin)'."""
    kept: list[_Candidate] = []
    for one in candidates:
        before = kept[-1] if kept else None
        same = before is not None and len(one.people) == 1 and before.people == one.people
        if (
            before
            and same
            and re.fullmatch(r"\s\(", text[before.end : one.start])
            and text[one.end : one.end + 1] == ")"
        ):
            before.end = one.end + 1
        else:
            kept.append(one)
    return kept


def _holds(words: Words, i: int, n: int, text: str) -> bool:
    """Whether ``n`` atoms from ``i`` on may be one name: no more than a gap without a stop between them."""
    if i + n > len(words.words):
        return False
    gaps = [(words.end(k), words.starts[k + 1]) for k in range(i, i + n - 1)]
    return all(GAP.fullmatch(text, *gap) and "." not in text[slice(*gap)] for gap in gaps)


def promote(maybe: Iterable[Mention], accepted: Iterable[Mention]) -> list[Mention]:
    """Give of the doubtful names those that the document proves elsewhere to be people."""
    heard = {fold(one.family) for one in accepted if not one.candidates}
    return [one for one in maybe if fold(one.family) in heard]


def _opens_sentence(text: str, start: int) -> bool:
    """Whether a word stands at the beginning of a sentence, a line or a quotation."""
    end = start
    while end and text[end - 1] in " \t[":
        end -= 1
    return end == 0 or text[end - 1] in '.!?:\n"“‘(;)•…'


def common_words(texts: Iterable[str]) -> frozenset[str]:
    """Give the words that a document prints with a small letter: capitalised, they are no names."""
    printed = {word for text in texts for word in _PRINTED.findall(text)}
    small = (_SMALL.match(word) for word in printed)
    return frozenset(word[0] for word in small if word)
