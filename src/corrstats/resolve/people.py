"""Who is meant: each naming of a person gets one id, or a doubt that names those it may be.

In order: initials; then, where several share a surname, the office the passage names; the edition's own word
('X should not be confused with Y'); the bearer whom the bare surname means by the authority; another naming
of the letter that is settled. Unlisted people get an
id of their own, one for all forms of a name; initials that disagree make two people of one surname.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from corrstats.facts import Doubt, Found, Mention
from corrstats.knowledge import split_cell
from corrstats.people import Authority, fold, initials_agree, initials_of, without_endings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corrstats.knowledge import Person

_OFFICE_REACH = 160
_NOT_CONFUSED = re.compile(
    r"^\s*(?:(?:should|must|is)\s+not\s+(?:to\s+)?be\s+confused\s+with|is\s+not)\s+(?:the\s+)?[^.]{0,24}$"
)


def resolve_people(
    mentions: Sequence[Mention], authority: Authority, text: str
) -> tuple[list[Mention], list[Found], list[Doubt]]:
    """Settle who is named; give the mentions with ids, the people nobody has listed, and the doubts."""
    newcomers = _Newcomers([one for one in mentions if not one.candidates])
    letters: dict[str, list[Mention]] = {}
    for one in mentions:
        letters.setdefault(one.at.letter_id, []).append(one)
    resolved: list[Mention] = []
    doubts: list[Doubt] = []
    for rows in letters.values():
        settled = [newcomers.settle(one, rows) if not one.candidates else one for one in rows]
        done, doubt = _settle_letter(settled, authority, text)
        resolved += done
        doubts += doubt
    return resolved, newcomers.people(), doubts + newcomers.doubts


class _Newcomers:
    """People nobody has listed, by folded surname and first initial.

    A bare surname means the only bearer there is, or the only one of its letter; of several it stays open.
    """

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.doubts: list[Doubt] = []
        self._names: dict[str, dict[str, Found]] = {}
        for one in sorted(mentions, key=lambda mention: not mention.initials):
            self._enter(one)

    def _enter(self, one: Mention) -> None:
        """Enter a name: a bearer for each first initial, one without only where no other is known."""
        bearers = self._names.setdefault(self._key(one.family), {})
        initial = fold(one.initials[:1])
        if initial in bearers or (not initial and bearers):
            return
        slug = re.sub(r"[^a-z0-9]+", "-", _ascii(one.family).lower()).strip("-") or "unnamed"
        person_id = f"found-{slug}" + (f"-{initial}" if bearers else "")
        name = f"{'. '.join(one.initials)}. {one.family}" if one.initials else one.family
        bearers[initial] = Found(person_id, name, one.family)

    def settle(self, one: Mention, letter: Sequence[Mention]) -> Mention:
        """Give a mention its person."""
        bearers = self._names[self._key(one.family)]
        initial = fold(one.initials[:1])
        if initial in bearers:
            return replace(one, person_id=bearers[initial].person_id)
        if len(bearers) > 1:
            key = self._key(one.family)
            same = [other for other in letter if not other.candidates and self._key(other.family) == key]
            here = {fold(other.initials[:1]) for other in same if other.initials}
            if len(here) != 1:
                return self._open(one, bearers)
            return replace(one, person_id=bearers[here.pop()].person_id)
        return replace(one, person_id=next(iter(bearers.values())).person_id)

    def _open(self, one: Mention, bearers: dict[str, Found]) -> Mention:
        names = ", ".join(found.name for found in bearers.values())
        message = f"'{one.surface}' may be {names}"
        at = one.at
        self.doubts.append(Doubt(at.letter_id, "warning", "ambiguous-person", message, at.start, at.end))
        return replace(one, person_id=_open_id(one.family))

    def _key(self, family: str) -> str:
        folded = fold(family)
        if folded in self._names:
            return folded
        for stem in without_endings(family):
            if fold(stem) in self._names:
                return fold(stem)
        longer = (known for known in self._names if known[:-1] == folded and known[-1] in "auei")
        return next(longer, folded)

    def people(self) -> list[Found]:
        """Give the people entered."""
        return [found for bearers in self._names.values() for found in bearers.values()]


def _ascii(text: str) -> str:
    import unicodedata  # noqa: PLC0415

    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _settle_letter(rows: list[Mention], authority: Authority, text: str) -> tuple[list[Mention], list[Doubt]]:
    """Settle one letter: what stands by itself first, then what another naming of the letter settles."""
    first = [_settle_alone(one, authority, text) if not one.person_id else one for one in rows]
    known: dict[frozenset[str], set[str]] = {}
    for one in first:
        if one.person_id and len(one.candidates) > 1 and one.at.zone != "header":
            known.setdefault(frozenset(one.candidates), set()).add(one.person_id)
    told = _told_apart(first, text)
    done: list[Mention] = []
    doubts: list[Doubt] = []
    for one in first:
        if one.person_id:
            done.append(one)
            continue
        among = frozenset(one.candidates)
        same = known.get(among, set())
        chosen = told.get(among) or _bare(one, authority) or (next(iter(same)) if len(same) == 1 else "")
        if chosen:
            done.append(replace(one, person_id=chosen))
            continue
        done.append(replace(one, person_id=_open_id(authority.by_id[one.candidates[0]].family_name)))
        doubts.append(_ambiguous(one, authority))
    return done, doubts


def _told_apart(rows: list[Mention], text: str) -> dict[frozenset[str], str]:
    """Give whom the edition says it means: 'A. X should not be confused with B. X'."""
    told: dict[frozenset[str], str] = {}
    for one, other in pairwise(rows):
        between = text[one.at.end : other.at.start]
        if one.person_id and len(one.candidates) > 1 and _NOT_CONFUSED.search(between):
            told[frozenset(one.candidates)] = one.person_id
    return told


def _settle_alone(one: Mention, authority: Authority, text: str) -> Mention:
    people = [authority.by_id[person_id] for person_id in one.candidates]
    exact = _by_initials(one, people)
    if len(exact) > 1 and not one.initials:
        exact = [person for person in exact if _spelled_so(one, person)] or exact
    if len(exact) == 1:
        return replace(one, person_id=exact[0].person_id)
    if len(people) > 1:
        office = _by_office(one, exact or people, text)
        if office:
            return replace(one, person_id=office)
    return one


def _spelled_so(one: Mention, person: Person) -> bool:
    """Whether a name is printed just as one of a person's, in letters that others share only by sound."""
    return one.surface.casefold() in {
        form.casefold() for form in (person.family_name, *split_cell(person.forms))
    }


def _by_initials(one: Mention, people: list[Person]) -> list[Person]:
    """Give the people whose initials may be those printed; all of them where none are printed."""
    printed = ". ".join(one.initials) + "." if one.initials else ""
    if not printed:
        return people
    curated = [p for p in people if any(fold(form) == fold(one.surface) for form in split_cell(p.forms))]
    if curated:
        return curated
    agree = [p for p in people if initials_agree(printed, p.initials)]
    unknown = [
        p for p in people if initials_agree(printed, p.initials) is None and not initials_of(p.initials)
    ]
    return agree or unknown or (people if len(people) == 1 else [])


def _by_office(one: Mention, people: list[Person], text: str) -> str:
    """Give the one person whose office stands near the name; empty where none or two do."""
    left = text[max(0, one.at.start - _OFFICE_REACH) : one.at.start].lower()
    right = text[one.at.end : one.at.end + _OFFICE_REACH].lower()
    nearest: list[tuple[int, str]] = []
    for person in people:
        gaps = [gap for office in split_cell(person.offices) for gap in _gaps(office, left, right)]
        if gaps:
            nearest.append((min(gaps), person.person_id))
    nearest.sort()
    if len(nearest) > 1 and nearest[0][0] == nearest[1][0]:
        return ""
    return nearest[0][1] if nearest else ""


@lru_cache(maxsize=4096)
def _office_pattern(office: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z]){re.escape(office.lower())}")


def _gaps(office: str, left: str, right: str) -> list[int]:
    """Give how far an office stands from a name, at each place in what is printed, small, around it."""
    if office.lower() not in left and office.lower() not in right:
        return []
    pattern = _office_pattern(office)
    return [len(left) - m.end() for m in pattern.finditer(left)] + [
        m.start() for m in pattern.finditer(right)
    ]


def _bare(one: Mention, authority: Authority) -> str:
    """Give the person whom the bare surname means by the authority."""
    if one.initials:
        return ""
    usual = [person_id for person_id in one.candidates if authority.by_id[person_id].bare == "yes"]
    return usual[0] if len(usual) == 1 else ""


def _open_id(family: str) -> str:
    return "open-" + re.sub(r"[^a-z0-9]+", "-", fold(family))


def _ambiguous(one: Mention, authority: Authority) -> Doubt:
    names = ", ".join(authority.by_id[person_id].name for person_id in one.candidates)
    return Doubt(
        one.at.letter_id,
        "warning",
        "ambiguous-person",
        f"'{one.surface}' may be {names}",
        one.at.start,
        one.at.end,
    )
