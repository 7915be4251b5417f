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
from typing import TYPE_CHECKING

from corrstats.document import Span
from corrstats.extract.lexicon import GAP, Known
from corrstats.extract.name_words import PARTICLES, ROMAN
from corrstats.extract.weighing import Candidate, Judge
from corrstats.facts import Evidence, Mention
from corrstats.people import fold, initials_agree, initials_of
from corrstats.words import LOWER, UPPER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from corrstats.document import Passage
    from corrstats.extract.name_words import NameWords, Word
    from corrstats.knowledge import Person
    from corrstats.people import Authority
    from corrstats.words import Words

_INITIALS_BEFORE = re.compile(
    rf"(?:(?<![{UPPER}{LOWER}.])|(?<=[{LOWER}]))(?:\[(?:[{UPPER}][{LOWER}]?\.\s?){{1,3}}\]|(?:[{UPPER}][{LOWER}]?\.\s?){{1,3}})\s*$"
)
# initials between a given name and a surname: 'Joseph V. Stalin'
_INITIALS_BETWEEN = re.compile(rf"\s(?:[{UPPER}]\.\s?)+(?=[{UPPER}][{LOWER}])")
_INITIALS_AFTER = re.compile(rf"\s+(?:[{UPPER}]\.\s?){{1,2}}(?![{UPPER}{LOWER}])")
_JOINED = re.compile(rf"[{UPPER}{LOWER}-]")
_POSTSCRIPT = re.compile(r"^P\.\s?S\.\s*\Z", re.MULTILINE)
_NO_INITIALS = re.compile(r"(?:Cf|See|Ed|Vol|Op|No|St|Vs|Nos|Dr|Mr)\.\s*$")
# a given name before initials: 'WILLIAM H. SEWARD'
_WORD_BEFORE = re.compile(rf"(?<![{UPPER}{LOWER}.-])(?P<given>[{UPPER}][{UPPER}{LOWER}]+)\s$")
_SHORTEST_NAME = 3
_BOTH = 2  # initials of given name and patronymic
_NEAR = 2000  # letters around a pair of names in which either may be named alone
# a name cut short at the end of a line: 'I. St.'
_SHORT = re.compile(
    r"(?:^|(?<=\s))(?P<signed>(?P<initials>(?:[A-Z]\.\s?)*)(?P<name>[A-Z][a-z]{1,3})\.)[ \t]*$", re.MULTILINE
)
_BROKEN = re.compile(r"-[ \t]*\n[ \t]*")
_GIVEN_BEFORE = re.compile(rf"([{UPPER}])[{LOWER}]+\s+")


@dataclass(frozen=True)
class NamesFound:
    """The people named in a zone and the other names known in it."""

    mentions: list[Mention] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    maybe: list[Mention] = field(default_factory=list)


@dataclass(frozen=True)
class NameReader:
    """Finds the people and other names of a passage."""

    names: NameWords

    @property
    def authority(self) -> Authority:
        """The curated people."""
        return self.names.authority

    @cached_property
    def _judge(self) -> Judge:
        return Judge(self.names)

    def _is_given(self, words: Words, i: int, text: str) -> bool:
        """Whether a given name stands before a family name: 'Clara' in 'Clara Zetkin'."""
        if self.authority.exact(words.words[i : i + 2]):
            return False
        return self._next_is_capital(words, i, text) or bool(_INITIALS_BETWEEN.match(text, words.end(i)))

    @staticmethod
    def _next_is_capital(words: Words, i: int, text: str) -> bool:
        """Whether a capitalised atom follows after one blank, no Roman numeral."""
        return (
            i + 1 < len(words.words)
            and words.words[i + 1][0].isupper()
            and not ROMAN.fullmatch(words.words[i + 1])
            and text[words.end(i) : words.starts[i + 1]] == " "
        )

    def find(self, passage: Passage, forced: Sequence[Span] = ()) -> NamesFound:
        """Find the names of a zone; what stands in ``forced`` spans is a person whatever it looks like."""
        text = passage.unmarked
        inside = [Span(span.start - passage.zone.start, span.end - passage.zone.start) for span in forced]
        candidates, known = self._scan(text, passage.words, keep=bool(inside))
        self._judge.judge(text, candidates, inside)
        candidates = _with_other_name(text, candidates)
        accepted = [self._mention(passage, one) for one in candidates if one.accepted]
        maybe = [self._mention(passage, one) for one in candidates if not one.accepted and not one.excluded]
        return NamesFound(accepted, known, maybe)

    # ---------------------------------------------------------------- listed names and other known names

    def _scan(self, text: str, words: Words, *, keep: bool) -> tuple[list[Candidate], list[Known]]:
        """Find what may name a person, and other names; ``keep`` even words that are no names in a text."""
        candidates: list[Candidate] = []
        known: list[Known] = []
        past = 0
        looked_up = enumerate(map(self.names.vocabulary.__getitem__, words.words))
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
                end = words.end(past - 1) - self._unlisted_tail(words.words[past - 1])
                if end - words.starts[i] >= _SHORTEST_NAME and (keep or past > i + 1 or not word.never):
                    candidates.append(self._candidate(text, words, i, end, ()))
        return candidates, known

    def _is_exact(self, words: Words, i: int, n: int) -> bool:
        return n > 0 and bool(self.authority.exact(words.words[i : i + n]))

    def _people_at(self, word: Word, words: Words, i: int, text: str) -> tuple[tuple[Person, ...], int, int]:
        """Give the people named from atom ``i`` on, the count of atoms, and how many glued letters follow."""
        for n in word.lengths:
            found = self.authority.candidates(words.words[i : i + n]) if _holds(words, i, n, text) else ()
            if found:
                return found, n, 0
        if word.people:
            return word.people, 1, 0
        broken = self._broken_at(words, i, text) if text.startswith("-", words.end(i)) else None
        return broken or self._glued_at(words, i, text)

    def _broken_at(self, words: Words, i: int, text: str) -> tuple[tuple[Person, ...], int, int] | None:
        """Give the people whose name is broken at the end of a line: 'Kui-' and 'byshev'."""
        if i + 1 >= len(words.words) or not _BROKEN.fullmatch(text, words.end(i), words.starts[i + 1]):
            return None
        found = self.authority.exact([words.words[i] + words.words[i + 1]])
        return (found, 2, 0) if found and words.words[i + 1][0].islower() else None

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
        pattern = self.names.patterns["glued"]

        def tail(word: str) -> int:
            found = pattern.search(word) if word.casefold() not in self.names.common else None
            return len(found[0]) if found and found.start() > _SHORTEST_NAME else 0

        return lru_cache(maxsize=1 << 16)(tail)

    def _eponyms(self, words: Words, first: int, after: int) -> list[Candidate]:
        found = []
        for i in range(first, after):
            word, start = words.words[i], words.starts[i]
            people = self.authority.candidates((word,)) if word[0].isupper() else ()
            if people and word.casefold() not in self.names.stop:
                found.append(Candidate(start, words.end(i), word, "", people, eponym=True, name_start=start))
        return found

    def _candidate(self, text: str, words: Words, i: int, end: int, people: tuple[Person, ...]) -> Candidate:
        """Make the candidate of the atoms from ``i`` on, with the given name or the initials beside them."""
        name_start = words.starts[i]
        start, initials = name_start, ""
        if self._follows_given(text, words, i):
            start, initials = words.starts[i - 1], words.words[i - 1][0].upper()
        elif text[max(0, start - 14) : start].rstrip().endswith((".", "]")):
            before = _INITIALS_BEFORE.search(text, max(0, start - 14), start)
            if before and (
                _NO_INITIALS.search(before[0]) or _POSTSCRIPT.search(text, max(0, start - 8), start)
            ):
                before = None
            titled = before and self.names.patterns["small address"].search(
                text, max(0, before.start() - 16), before.start()
            )
            if before and (titled or not self._is_address(before[0], people)):
                start, initials = before.start(), initials_of(before[0])
                given = _WORD_BEFORE.search(text, max(0, start - 16), start)
                if given and given["given"].casefold() in self.names.given:
                    start, initials = given.start("given"), given["given"][0] + initials
        after = None if initials else _INITIALS_AFTER.match(text, end)
        if after and people and any(initials_agree(after[0], person.initials) for person in people):
            initials = initials_of(after[0])
        return Candidate(start, end, text[name_start:end], initials, people, name_start=name_start)

    def _follows_given(self, text: str, words: Words, i: int) -> bool:
        """Whether a given name stands before an atom, one blank between and no part of a longer word."""
        before = self.names.vocabulary[words.words[i - 1]] if i else None
        if before is None or not before.given:
            return False
        given = words.starts[i - 1]
        apart = text[words.end(i - 1) : words.starts[i]] == " "
        return apart and not _JOINED.match(text, given - 1, given)

    def _is_address(self, printed: str, people: tuple[Person, ...]) -> bool:
        """Whether initials are a form of address: 'T. Kuibyshev' is comrade Kuibyshev."""
        if not self.names.patterns["small address"].fullmatch(printed.strip()):
            return False
        return not any(initials_agree(printed, person.initials) for person in people)

    # ---------------------------------------------------------------- unlisted names

    def _unlisted_length(self, text: str, words: Words, i: int) -> int:
        """Count the atoms of an unlisted name from ``i`` on: capitals joined by a hyphen ('Kai-shek')."""
        n = 1
        if self._next_is_capital(words, i, text):
            both = {words.words[i].casefold(), words.words[i + 1].casefold()}
            if (
                not both & self.names.stop
                and not both & self.names.common
                and not self._thing_at(words, i + 1, text)
                and not self.authority.candidates((words.words[i + 1],))
            ):
                n = 2
        if n == 1 and self._has_particle(text, words, i):
            n = 3
        while self._goes_on(text, words, i, n):
            n += 1
        return n

    def _unlisted_tail(self, word: str) -> int:
        """Give how many letters of an unlisted surname are a small word glued to it: 'Sudakovis'."""
        tail = self._glued_tail(word)
        stem = word[:-tail].casefold() if tail else ""
        family = self.names.patterns["family"]
        return tail if stem and family.search(stem) and not family.search(word.casefold()) else 0

    def _has_particle(self, text: str, words: Words, i: int) -> bool:
        """Whether a small word joins the next name to this one: 'Drouyn de Lhuys', 'Paul von Hase'."""
        if (
            i + 2 >= len(words.words)
            or words.words[i + 1] not in PARTICLES
            or words.words[i].casefold() in self.names.stop | self.names.titles
        ):
            return False
        apart = text[words.end(i) : words.starts[i + 1]], text[words.end(i + 1) : words.starts[i + 2]]
        return apart == (" ", " ") and words.words[i + 2][0].isupper()

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
        word = self.names.vocabulary[words.words[i]]
        return word is not None and word.things is not None and word.things.match(words, i, text) is not None

    def _is_pair(self, text: str, words: Words, first: int, last: int) -> bool:
        """Whether hyphened surnames are of several people: each named elsewhere too, or 'the X-Y bloc'."""
        parts = words.words[first : last + 1]
        if not all(self.names.patterns["family"].search(one.casefold()) for one in parts):
            return False
        near = text[max(0, words.starts[first] - _NEAR) : words.end(last) + _NEAR]
        apart = any(near.count(one) > 1 for one in parts)
        return apart or bool(self.names.patterns["of several"].match(text, words.end(last)))

    def _of_given_name(self, one: Candidate, text: str) -> tuple[Person, ...]:
        """Leave out the listed people whose given name cannot be the one printed before the surname."""
        printed = text[one.start : one.name_start].strip()
        if not printed.isalpha() or one.eponym:
            return one.people
        return tuple(p for p in one.people if initials_agree(f"{printed[0]}.", p.initials) is not False)

    @staticmethod
    def _of_initials(one: Candidate, people: tuple[Person, ...]) -> tuple[Person, ...]:
        """Give nobody where two initials are printed and each of the listed has two others: a stranger."""
        if len(one.initials) < _BOTH or one.eponym:
            return people
        known = [initials_of(person.initials) for person in people]
        strange = [len(own) >= _BOTH and not _agrees_in_one(one.initials, own) for own in known]
        return () if all(strange) else people

    def _mention(self, passage: Passage, one: Candidate) -> Mention:
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
        people = self._of_initials(one, self._of_given_name(one, passage.text))
        return Mention(
            at=at,
            surface=passage.text[one.start : one.end],
            family=one.family[given.end() :] if given else one.family,
            initials=one.initials or (given[1] if given else ""),
            candidates=tuple(person.person_id for person in people),
            kind="eponym" if one.eponym else "person",
        )


def _agrees_in_one(printed: str, known: str) -> bool:
    return any(fold(a) == fold(b) for a, b in zip(printed, known, strict=False))


def _with_other_name(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """Take a name and the same person's other name in parentheses as one: 'Ulyanov (Lenin)'."""
    kept: list[Candidate] = []
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


def signed_short(passage: Passage, sender: Person) -> list[Mention]:
    """Find the writer's own name cut short under a letter: 'I. St.' for Stalin."""
    found = []
    for match in _SHORT.finditer(passage.unmarked):
        agree = not match["initials"] or initials_agree(match["initials"], sender.initials)
        if agree and sender.family_name.startswith(match["name"]) and sender.family_name != match["name"]:
            zone = passage.zone
            start, end = zone.start + match.start("signed"), zone.start + match.end("signed")
            at = Evidence(passage.letter.letter_id, zone.kind, zone.note, start, end, "name cut short")
            found.append(
                Mention(
                    at, match["signed"], sender.family_name, match["initials"], (sender.person_id,), "person"
                )
            )
    return found


def promote(maybe: Iterable[Mention], accepted: Iterable[Mention]) -> list[Mention]:
    """Give of the doubtful names those that the document proves elsewhere to be people."""
    heard = {fold(one.family) for one in accepted if not one.candidates}
    return [one for one in maybe if fold(one.family) in heard]
