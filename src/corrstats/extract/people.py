"""Who is named in a zone: people of the authority, and people nobody has listed.

Listed names are looked up by their folded atoms, longest name first, so that run-together words
('GromanSadyrin'), pairs ('Rykov-Piatakov') and damaged endings ('Zhdanova') are found. Places, institutions
and other known names are taken out first. A capitalised word that is left over becomes a person only with
enough evidence from the language: a form of address, initials, an office, a verb, the company of other names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from corrstats.document import Span
from corrstats.extract.lexicon import GAP, Atom, Known, Lexicon, make_lexicon
from corrstats.facts import Evidence, Mention
from corrstats.knowledge import split_cell
from corrstats.people import ATOM, LOWER, UPPER, Authority, fold, initials_agree, initials_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corrstats.document import Passage
    from corrstats.knowledge import Knowledge, Person
    from corrstats.languages import Language

_INITIALS_BEFORE = re.compile(
    rf"(?:(?<![{UPPER}{LOWER}.])|(?<=[{LOWER}]))(?:\[(?:[{UPPER}][{LOWER}]?\.\s?){{1,3}}\]|(?:[{UPPER}][{LOWER}]?\.\s?){{1,3}})\s*$"
)
_INITIALS_AFTER = re.compile(rf"\s+(?:[{UPPER}]\.\s?){{1,2}}(?![{UPPER}{LOWER}])")
_POSSESSIVE = re.compile(r"['’]s?(?![a-z])|['’](?=\s)")
_THRESHOLD = 3
_EXCLUDED, _DOUBTFUL = -9, -5
_LONGEST_FIELD = 160
_NO_INITIALS = re.compile(r"(?:Cf|See|Ed|Vol|Op|No|St|Vs|Nos|Dr|Mr)\.\s*$")
_ROMAN = re.compile(r"[IVXLC]+")
_LONGEST_PHRASE = 9
_SHORTEST_NAME = 3


@dataclass(frozen=True)
class NamesFound:
    """The people named in a zone and the other names known in it."""

    mentions: list[Mention] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    maybe: list[Mention] = field(default_factory=list)


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

    def _is_given(self, atoms: list[Atom], i: int, text: str) -> bool:
        """Whether an atom is a given name before a family name: 'Clara' in 'Clara Zetkin'."""
        following = i + 1 < len(atoms) and atoms[i + 1].capital
        return (
            following
            and text[atoms[i].end : atoms[i + 1].start] == " "
            and atoms[i].text.casefold() in self._given
            and not self.authority.exact([atoms[i].text, atoms[i + 1].text])
        )

    @cached_property
    def _given(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in self.language.words("names", "given"))

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        words = self.language.patterns
        return {
            "address": re.compile(
                rf"(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z]))(?:{words['people_address']})\s*\[?(?:[A-Z]\.\s?)*\]?$"
            ),
            "small address": re.compile(rf"(?<![a-z])(?:{words['people_address']})\s*$", re.IGNORECASE),
            "given before": re.compile(rf"(?<![{UPPER}{LOWER}-])(?P<given>(?i:{words['names_given']}))[ ]\Z"),
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
            "thing after": re.compile(rf"\s*(?:{words['names_named_after']})(?![a-z])", re.IGNORECASE),
            "common after": re.compile(
                rf"\s+(?:(?:{words['names_common']})\s+)?(?:{words['names_common']})s?(?![a-z])",
                re.IGNORECASE,
            ),
            "place before": re.compile(
                rf"(?<![a-z])(?:{words['names_place_before']})\s+(?:the\s+)?$", re.IGNORECASE
            ),
            "not people": re.compile(rf"(?:{words['names_not_people_endings']})$"),
            "family": re.compile(rf"[a-z](?:{words['names_family_endings']})s?$"),
            "glued": re.compile(rf"(?:{words['names_glued']})$"),
        }

    def find(self, passage: Passage, forced: Sequence[Span] = ()) -> NamesFound:
        """Find the names of a zone; what stands in ``forced`` spans is a person whatever it looks like."""
        text = passage.unmarked
        atoms = [Atom(m[0], m.start(), m.end()) for m in ATOM.finditer(text)]
        inside = [Span(span.start - passage.zone.start, span.end - passage.zone.start) for span in forced]
        candidates, known = self._scan(text, atoms)
        self._judge(text, candidates, inside)
        accepted = [self._mention(passage, one) for one in candidates if one.accepted]
        maybe = [self._mention(passage, one) for one in candidates if not one.accepted and not one.excluded]
        return NamesFound(accepted, known, maybe)

    # ---------------------------------------------------------------- listed names and other known names

    def _scan(self, text: str, atoms: list[Atom]) -> tuple[list[_Candidate], list[Known]]:
        candidates: list[_Candidate] = []
        known: list[Known] = []
        i = 0
        while i < len(atoms):
            if not atoms[i].capital or _ROMAN.fullmatch(atoms[i].text) or self._is_given(atoms, i, text):
                i += 1
                continue
            people, n_people, glued = self._people_at(atoms, i, text)
            thing = self.lexicon.match(atoms, i, text)
            exact = people and bool(self.authority.exact([atom.text for atom in atoms[i : i + n_people]]))
            if thing and (len(thing.atoms) > n_people or not exact):
                n = len(thing.atoms)
                known.append(Known(atoms[i].start, atoms[i + n - 1].end, thing.kind, thing.name))
                candidates += self._eponyms(atoms[i : i + n]) if thing.kind == "eponym" else []
                i += n
            elif people:
                candidates.append(
                    self._candidate(text, atoms[i], atoms[i + n_people - 1].end - glued, people)
                )
                i += n_people
            else:
                n = self._unlisted_length(text, atoms, i)
                one = self._candidate(text, atoms[i], atoms[i + n - 1].end, ())
                if len(one.family) >= _SHORTEST_NAME:
                    candidates.append(one)
                i += n
        return candidates, known

    def _people_at(self, atoms: list[Atom], i: int, text: str) -> tuple[tuple[Person, ...], int, int]:
        """Give the people named from atom ``i`` on, the count of atoms, and how many glued letters follow."""
        most = min(self.authority.longest, len(atoms) - i)
        for n in range(most, 0, -1):
            run = atoms[i : i + n]
            if n > 1 and not all(
                GAP.fullmatch(text[a.end : b.start]) and "." not in text[a.end : b.start]
                for a, b in pairwise(run)
            ):
                continue
            if n == 1 and run[0].text.casefold() in self._stop:
                continue
            found = self.authority.candidates([atom.text for atom in run])
            if found and (n > 1 or self._may_be_name(run[0], found)):
                return found, n, 0
        return self._glued_at(atoms, i, most, text)

    def _glued_at(
        self, atoms: list[Atom], i: int, most: int, text: str
    ) -> tuple[tuple[Person, ...], int, int]:
        """Give the people whose name runs together with a small word after it: 'Kviringwho'."""
        for n in range(most, 0, -1):
            last = atoms[i + n - 1]
            tail = self._patterns["glued"].search(last.text)
            if not tail or tail.start() <= _SHORTEST_NAME or last.text.casefold() in self.common:
                continue
            if n > 1 and text[atoms[i].end : last.start].strip():
                continue
            found = self.authority.exact([*(a.text for a in atoms[i : i + n - 1]), last.text[: tail.start()]])
            if found:
                return found, n, len(tail[0])
        return (), 0, 0

    def _may_be_name(self, atom: Atom, found: tuple[Person, ...]) -> bool:
        """Whether one atom may be a listed person: an ending stripped off a common word may not."""
        exact = any(
            fold(atom.text) in {fold(f) for f in (p.family_name, *split_cell(p.forms))} for p in found
        )
        return exact or atom.text.casefold() not in self.common

    def _eponyms(self, atoms: Sequence[Atom]) -> list[_Candidate]:
        found = []
        for atom in atoms:
            people = self.authority.candidates([atom.text]) if atom.capital else ()
            if people and atom.text.casefold() not in self._stop:
                found.append(
                    _Candidate(
                        atom.start, atom.end, atom.text, "", people, eponym=True, name_start=atom.start
                    )
                )
        return found

    def _candidate(self, text: str, first: Atom, end: int, people: tuple[Person, ...]) -> _Candidate:
        start, initials = first.start, ""
        given = self._patterns["given before"].search(text, max(0, start - 16), start)
        if given:
            start, initials = given.start("given"), given["given"][0].upper()
        before = _INITIALS_BEFORE.search(text, max(0, start - 14), start)
        before = None if before and _NO_INITIALS.search(before[0]) else before
        titled = before and self._patterns["small address"].search(
            text, max(0, before.start() - 16), before.start()
        )
        if before and not given and (titled or not self._is_address(before[0], people)):
            start, initials = before.start(), initials_of(before[0])
        after = None if initials else _INITIALS_AFTER.match(text, end)
        if after and people and any(initials_agree(after[0], person.initials) for person in people):
            initials = initials_of(after[0])
        return _Candidate(start, end, text[first.start : end], initials, people, name_start=first.start)

    def _is_address(self, printed: str, people: tuple[Person, ...]) -> bool:
        """Whether initials are a form of address: 'T. Kuibyshev' is comrade Kuibyshev."""
        if not self._patterns["small address"].fullmatch(printed.strip()):
            return False
        return not any(initials_agree(printed, person.initials) for person in people)

    # ---------------------------------------------------------------- unlisted names

    def _unlisted_length(self, text: str, atoms: list[Atom], i: int) -> int:
        """Count the atoms of an unlisted name from ``i`` on: capitals joined by a hyphen ('Kai-shek')."""
        n = 1
        if (
            i + 1 < len(atoms)
            and atoms[i + 1].capital
            and text[atoms[i].end : atoms[i + 1].start] == " "
            and not {atoms[i].text.casefold(), atoms[i + 1].text.casefold()} & self._stop
            and not {atoms[i].text.casefold(), atoms[i + 1].text.casefold()} & self.common
            and not self.lexicon.match(atoms, i + 1, text)
            and not self.authority.candidates([atoms[i + 1].text])
        ):
            n = 2
        while (
            i + n < len(atoms)
            and text[atoms[i + n - 1].end : atoms[i + n].start] == "-"
            and not (
                atoms[i + n].capital
                and (
                    self.authority.exact([atoms[i + n].text])
                    or self.lexicon.match(atoms, i + n, text)
                    or all(
                        self._patterns["family"].search(atom.text.casefold()) for atom in atoms[i : i + n + 1]
                    )
                )
            )
        ):
            n += 1
        return n

    def _is_family(self, atom: Atom) -> bool:
        return bool(self._patterns["family"].search(atom.text.casefold()))

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
        for one, other in pairwise(candidates):
            if (
                other.listed
                and re.fullmatch(r"\s?\[", text[one.end : other.start])
                and text[other.end : other.end + 1] == "]"
            ):
                one.people, one.initials = other.people, other.initials

    def _score_in_field(self, text: str, one: _Candidate, field: Span) -> int:
        """Weigh a name in a field of correspondents: a field of nothing but names holds only people."""
        words = text[field.start : field.end]
        small = set(re.findall(rf"(?<![{UPPER}{LOWER}'’.])[{LOWER}]{{2,}}", words)) - {"and"}
        titled = re.search(
            rf"(?<![{UPPER}{LOWER}])[{UPPER}]\.|(?i:{self.language.patterns['people_address']})\s", words
        )
        if self._is_office(one, text):
            return _EXCLUDED
        pure = not small and (not titled or one.initials) and len(words) < _LONGEST_FIELD
        return _THRESHOLD if pure else self._score(text, one) + 1

    def _names_a_thing(self, text: str, one: _Candidate) -> bool:
        return bool(self._patterns["thing after"].match(text, one.end)) and not _POSSESSIVE.match(
            text, one.end
        )

    def _score(self, text: str, one: _Candidate) -> int:
        """Weigh the evidence that an unlisted capitalised word is a person; ``_THRESHOLD`` is enough."""
        word, p = one.family, self._patterns
        before = text[max(0, one.start - 30) : one.start]
        name_before = text[max(0, one.name_start - 30) : one.name_start]
        folded = word.casefold()
        opens = _opens_sentence(text, one.start)
        if folded in self._stop | self._offices or word.isupper():
            return _EXCLUDED
        if p["not people"].search(folded) and not p["family"].search(folded):
            return _DOUBTFUL
        if p["common after"].match(text, one.end) and not _POSSESSIVE.match(text, one.end):
            return _EXCLUDED if self._patterns["place before"].search(before) else _DOUBTFUL
        score = (
            3
            if p["address"].search(name_before)
            or re.search(rf"(?i:{self.language.patterns['people_address']})\s+$", before)
            else 0
        )
        score += 3 if one.initials and folded not in self.common else 0
        score += 2 if p["office"].search(before) else 0
        score += 3 if len(one.initials) == 1 and text[one.start : one.name_start].strip().isalpha() else 0
        score += 3 if p["appositive"].match(text, one.end) else 0
        likely = bool(p["family"].search(folded)) and folded not in self.common
        score += 2 if likely else 0
        score += 1 if _POSSESSIVE.match(text, one.end) else 0
        score += 1 if p["act after"].match(text, one.end) else 0
        score += 1 if p["with"].search(before) and not opens else 0
        score -= 2 if p["place before"].search(before) else 0
        score -= 3 if folded in self.common else 0
        strong = bool(p["strong family"].search(folded)) and folded not in self.common
        score += 1 if strong else 0
        score += 4 if opens and p["only people"].match(text, one.end) and folded not in self.common else 0
        score += 2 if p["calling"].search(before) else 0
        score += 1 if " " in word and not opens else 0
        score += 3 if p["name of"].search(before) else 0
        score -= 1 if re.search(r"(?<![a-z])[Tt]he\s+$", before) else 0
        return score + (0 if opens and (likely or one.initials) else -1 if opens else 2)

    def _add_company(self, text: str, candidates: list[_Candidate]) -> None:
        """Add to names that stand in a list with people, from the people outwards."""
        changed = True
        while changed:
            changed = False
            for one, other in [*pairwise(candidates), *((b, a) for a, b in pairwise(candidates))]:
                if (
                    one.listed
                    or one.score >= _THRESHOLD
                    or one.score < -1
                    or not (other.listed or other.score >= _THRESHOLD)
                ):
                    continue
                left, right = sorted((one, other), key=lambda c: c.start)
                gap = text[left.end : right.start]
                if (
                    re.fullmatch(
                        r"s?\s*(?:,|,?\s*and|-|–|&|or|nor|(?:of|from)\s+[A-Z][a-z]+,?\s+and|;\s*and|,\s*the|\(|n?or\s+the|and\s+the)\s*",
                        gap,
                    )
                    and one.family.casefold() not in self._stop
                ):
                    opens_list = one.start < other.start and re.match(r",\s", gap)
                    bonus = 0 if one.family.casefold() in self.common else 4 if opens_list else 2
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
        given = None if one.listed else re.match(rf"([{UPPER}])[{LOWER}]+\s+", one.family)
        return Mention(
            at=at,
            surface=passage.text[one.start : one.end],
            family=one.family[given.end() :] if given else one.family,
            initials=one.initials or (given[1] if given else ""),
            candidates=tuple(person.person_id for person in self._of_given_name(one, passage.text)),
            kind="eponym" if one.eponym else "person",
        )


def promote(maybe: Iterable[Mention], accepted: Iterable[Mention]) -> list[Mention]:
    """Give of the doubtful names those that the document proves elsewhere to be people."""
    heard = {fold(one.family) for one in accepted if not one.candidates}
    return [one for one in maybe if fold(one.family) in heard]


def _opens_sentence(text: str, start: int) -> bool:
    """Whether a word stands at the beginning of a sentence, a line or a quotation."""
    before = text[:start].rstrip(" \t[")
    return not before or before[-1] in '.!?:\n"“‘(;)•…' or bool(re.search(r"\d[.)]$", before))


def common_words(texts: Iterable[str]) -> frozenset[str]:
    """Give the words that a document prints with a small letter: capitalised, they are no names."""
    return frozenset(
        word for text in texts for word in re.findall(rf"(?<![{UPPER}{LOWER}'’-])[{LOWER}]{{2,}}", text)
    )
