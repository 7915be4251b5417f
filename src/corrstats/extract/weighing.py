"""Weighs whether a capitalised word that nobody has listed is a person.

What stands before and after it counts, how it looks, and the company of other names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from corrstats.words import LOWER, UPPER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corrstats.document import Span
    from corrstats.extract.name_words import Form, NameWords
    from corrstats.knowledge import Person

_POSSESSIVE = re.compile(r"['’]s?(?![a-z])|['’](?=\s)")
_THRESHOLD = 3
_EXCLUDED, _DOUBTFUL = -9, -5
_LONGEST_FIELD = 160
_OFFICE_REACH = 70  # letters before a name in which an office and what it is of may stand
_LOWEST = -1  # what a name may weigh that its company still lifts
_OPENS_BRACKET = re.compile(r"\s?\[")
_AFTER_THE = re.compile(r"(?<![a-z])[Tt]he\s+$")
# what stands between two names of a list
_LIST_GAP = re.compile(
    r"s?\s*(?:,|,?\s*and|-|–|&|or|nor|(?:of|from)\s+[A-Z][a-z]+,?\s+and|;\s*and|,\s*the|\(|n?or\s+the|and\s+the)\s*"
)
_COMMA_OR_AND = re.compile(r",\s|\s(?:and|&)\s")


@dataclass
class Candidate:
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
        """Whether the authority knows who may be meant."""
        return bool(self.people)

    @property
    def accepted(self) -> bool:
        """Whether it counts as a person's name."""
        return self.listed or self.score >= _THRESHOLD

    @property
    def excluded(self) -> bool:
        """Whether it can be nobody's name, wherever else it stands."""
        return self.score <= _EXCLUDED

    @property
    def may_rise(self) -> bool:
        """Whether it is doubtful enough, and not too doubtful, for its company to tell."""
        return not self.people and _LOWEST <= self.score < _THRESHOLD


@dataclass(frozen=True)
class Judge:
    """Weighs the candidates of a passage."""

    words: NameWords

    def judge(self, text: str, candidates: list[Candidate], forced: Sequence[Span]) -> None:
        """Weigh candidates; one in a ``forced`` span is a person unless the span holds more than names."""
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
    def _add_bracketed(text: str, candidates: list[Candidate]) -> None:
        """Let the editor's brackets name who is meant: 'Nikolai [Bukharin]', 'Emelian [Yaroslavskii]'."""
        for one, other in pairwise(candidates) if "[" in text else ():
            if (
                other.listed
                and _OPENS_BRACKET.fullmatch(text, one.end, other.start)
                and text[other.end : other.end + 1] == "]"
            ):
                one.people, one.initials = other.people, other.initials

    def _score_in_field(self, text: str, one: Candidate, field: Span) -> int:
        """Weigh a name in a field of correspondents: a field of nothing but names holds only people."""
        if self._is_office(one, text):
            return _EXCLUDED
        words = text[field.start : field.end]
        if len(words) >= _LONGEST_FIELD:
            return self._score(text, one, in_field=True) + 1
        small = set(re.findall(rf"(?<![{UPPER}{LOWER}'’.])[{LOWER}]{{2,}}", words)) - {"and"}
        titled = re.search(
            rf"(?<![{UPPER}{LOWER}])[{UPPER}]\.|(?i:{self.words.language.patterns['people_address']})\s",
            words,
        )
        pure = not small and (not titled or one.initials)
        return _THRESHOLD if pure else self._score(text, one, in_field=True) + 1

    def _is_office(self, one: Candidate, text: str) -> bool:
        """Whether a word or the one after it is an office or a common noun: 'Prime Minister'."""
        words = one.family.casefold().split()
        nouns = self.words.offices | frozenset(self.words.language.words("names", "common"))
        return any(word in self.words.stop | nouns for word in words) or bool(
            self.words.patterns["common after"].match(text, one.end)
        )

    def _names_a_thing(self, text: str, one: Candidate) -> bool:
        return bool(self.words.patterns["thing after"].match(text, one.end)) and not _POSSESSIVE.match(
            text, one.end
        )

    def _score(self, text: str, one: Candidate, *, in_field: bool = False) -> int:
        """Weigh the evidence that an unlisted capitalised word is a person; ``_THRESHOLD`` is enough."""
        form, p = self.words.form_of(one.family), self.words.patterns
        if form.excluded:
            return _EXCLUDED
        before = text[max(0, one.start - 30) : one.start]
        name_before = text[max(0, one.name_start - _OFFICE_REACH) : one.name_start]
        addressed = bool(p["address"].search(name_before) or p["title before"].search(before))
        told = addressed or bool(one.initials)
        if (form.capitals and not (in_field and told)) or p["body of"].search(name_before):
            return _EXCLUDED
        if form.doubtful and not told:
            return _DOUBTFUL
        if p["common after"].match(text, one.end) and not _POSSESSIVE.match(text, one.end):
            return _EXCLUDED if self.words.patterns["place before"].search(before) else _DOUBTFUL
        opens = _opens_sentence(text, one.start) and not addressed
        score = 3 if addressed else 0
        score += 3 if one.initials and not form.common else 0
        score += 3 if len(one.initials) == 1 and text[one.start : one.name_start].strip().isalpha() else 0
        score += 3 if p["office of"].search(text, max(0, one.start - _OFFICE_REACH), one.start) else 0
        score += self._weight_before(before, opens=opens) + self._weight_after(text, one, form, opens=opens)
        score += self._weight_of_form(one, form, opens=opens)
        return score + (0 if opens and (form.likely or one.initials) else -1 if opens else 2)

    def _weight_before(self, before: str, *, opens: bool) -> int:
        """Weigh what stands before a name."""
        p = self.words.patterns
        weight = 2 if p["office"].search(before) else 0
        weight += 1 if p["with"].search(before) and not opens else 0
        weight -= 2 if p["place before"].search(before) else 0
        weight += 2 if p["calling"].search(before) else 0
        weight += 3 if p["name of"].search(before) else 0
        weight += 4 if p["formation"].search(before) else 0
        weight -= 1 if _AFTER_THE.search(before) else 0
        weight += 2 if p["particle before"].search(before) else 0
        return weight + (1 if p["epithet"].search(before) else 0)

    def _weight_after(self, text: str, one: Candidate, form: Form, *, opens: bool) -> int:
        """Weigh what stands after a name."""
        p = self.words.patterns
        weight = 3 if p["appositive"].match(text, one.end) else 0
        weight += 1 if _POSSESSIVE.match(text, one.end) else 0
        acts = p["act after"].match(text, one.end) is not None
        weight += (4 if opens and " " in one.family else 1) if acts else 0
        weight += 4 if opens and not form.common and p["only people"].match(text, one.end) else 0
        weight += 4 if not form.common and p["others after"].match(text, one.end) else 0
        return weight + (2 if p["who after"].match(text, one.end) else 0)

    @staticmethod
    def _weight_of_form(one: Candidate, form: Form, *, opens: bool) -> int:
        """Weigh how a name looks."""
        weight = 2 if form.likely else 0
        weight += 1 if form.strong else 0
        weight -= 3 if form.common else 0
        weight += 4 if form.double else 0
        weight += 2 if form.particle else 0
        return weight + (1 if " " in one.family and not opens else 0)

    def _add_company(self, text: str, candidates: list[Candidate]) -> None:
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
                    and one.family.casefold() not in self.words.stop
                    and not _is_greeted(text, left.start, right.start)
                ):
                    opens_list = one.start < other.start and _COMMA_OR_AND.match(text, left.end, right.start)
                    bonus = 0 if self.words.form_of(one.family).common else 4 if opens_list else 2
                    if one.score + bonus >= _THRESHOLD:
                        one.score += bonus
                        changed = True


def _is_greeted(text: str, start: int, after: int) -> bool:
    """Whether a name stands alone in its line, as in a salutation, and another one begins the next."""
    return "\n" in text[start:after] and not text[text.rfind("\n", 0, start) + 1 : start].strip()


def _opens_sentence(text: str, start: int) -> bool:
    """Whether a word stands at the beginning of a sentence, a line or a quotation."""
    end = start
    while end and text[end - 1] in " \t[":
        end -= 1
    return end == 0 or text[end - 1] in '.!?:\n"“‘(•…'
