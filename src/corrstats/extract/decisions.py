"""Dated acts of deciding bodies in the notes: which body, which day, what it did, where it is filed.

Three things must meet in a clause: a date that it gives its act ('On 10 August 1930, ...', '... at its 5
October session'), a body that acts, and a verb or noun of decision. A passive without a body ('was appointed
director') is left to the second pass, which knows the body by the protocols the act is cited from. Clauses
without a date go on with the act before them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from corrstats.document import Span
from corrstats.extract.bodies import (
    MEETING,
    PAST,
    PREDICATE,
    Group,
    body_rules,
    body_when,
    group_bodies,
    is_cited,
    rank,
    tied_body,
)
from corrstats.extract.sentences import split_sentences
from corrstats.facts import ArchiveRef, Decision, Doubt, Evidence
from corrstats.knowledge import split_cell
from corrstats.languages import alternation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corrstats.document import Passage
    from corrstats.extract.dating import Dated
    from corrstats.knowledge import Knowledge
    from corrstats.languages import Language
    from corrstats.rules import Found, RuleSet

# letters back from a clause to the sentence before it, where its 'it' was named
_SENTENCE = 160
_FIRST_WORDS = 6
# the body of a passive act that names none
BY_PROTOCOL = ""
_AGENT = 2
# 'on' before a date, also glued to the word before it ('transporton 3 May'), not the end of one ('session')
_LEAD = re.compile(
    r"(?:^|[\s,;:(“\"—–]|\b)(?:[Oo]n|as\s+early\s+as)\s*$|[a-z]{3}(?<!cot)(?<!but)(?<!can)(?<!pla)(?<!car)[a-hj-qtv-y]on\s*$"
)
_BY_DECISION = re.compile(r"\b[Bb]y\s+(?:(?:an?|its|the)\s+)?(?:decision|resolution|decree|order)\s+of\s*$")
_SESSIONS_OF = re.compile(r"\b[Aa]t\s+(?:its|the)\s+(?:sessions?|meetings?)\s+of\s*$")
_NOT_ACT_DATE = re.compile(
    r"\b(?:until|till|to|from|since|by|before|after|for|dated|published|effect|begin|beginning|starting|scheduled|"
    r"signed|newspapers?|Pravda|appeared|statement|note|letter|telegram|born)(?:\s+(?:on|in|of))?\s*$",
    re.IGNORECASE,
)
# 'On 2 June 1927, it cabled', 'It also took'
_PRONOUN = re.compile(
    r"^\s*(?:[^.;]{0,80}?(?:,|\bday|\blater|\b[Oo]n\s+(?:\d{1,2}\s+[A-Z][a-z]+|[A-Z][a-z]+\s+\d{1,2})(?:,?\s+\d{4})?)\s*)?(?:[Ii]t|[Tt]he\s+(?:body|resolution|decree|decision))\s+(?:also\s+|then\s+|had\s+|has\s+)?"
    + PAST
)
# an act told in the passive, so that no body need be named: 'was appointed', 'was on 25 July confirmed'
_PASSIVE = re.compile(
    r"(?:\b|(?<=[a-z]))(?:was|were|been)\s*(?:(?:[a-z]+ly|also|then|again|soon|later|not|on\b[^.;]{3,40}?)\s+)?"
    r"(?!published|signed|dated|written|printed|born|arrested|shot|found|submitted|sent|called|held|located|based|known|"
    r"quoted|killed)"
    r"(?P<past>[a-z]+ed|taken|given|made|put|set|heard|drawn|told|chosen|withdrawn|forbidden)(?![a-z])"
)
# a verb without a subject of its own right after its date: '..., and on 2 November approved his draft'
_NO_SUBJECT = re.compile(
    r"\s*,?\s*(?:also\s+|finally\s+|again\s+)?"
    + PAST
    + r"(?=\s+(?:the|an?|its|his|her|their|this|that|it|him)\b|\s+[A-Z])"
)
_OWN = re.compile(
    r"\bits\s+(?:own\s+|earlier\s+|previous\s+)?(?:decision|resolution|decree)\s+(?:of|from|dated)\s*$"
)
# a clause ends at a semicolon, before ', and on' a new date, and before ', and the Council took note'
_CLAUSE_END = re.compile(
    r";\s+|,\s*(?:(?:and|but)\s+)?(?=[Oo]n\s+(?:\d|the\s+\w+)|(?:[Oo]n\s+[A-Z]))|"
    r"\s+and\s+(?=on\s+(?:\d{1,2}\s+[A-Z][a-z]+|[A-Z][a-z]+\s+\d{1,2}),?\s+(?:the\s+)?[A-Z])|"
    r",\s+(?:and|but)\s+(?=(?:a|one|two|three|four|five|six)\s+(?:day|week)s?\s+later|(?:the\s+)?next\s+day)|"
    r",\s+(?:and|but|while)\s+(?=the\s+[A-Z][\w' ’]{2,40}?\s(?:took|had|has|[a-z]+ed)\b)"
)
_TOLD_THAT = re.compile(r"\b(?:noted|stated|said|decreed|ruled|reported|announced|stressed|learned)\s+that\b")
_SEE_FILE = re.compile(r"[^.;]{0,80}\b[Ss]ee\s+(?:also\s+)?")
# what stands between an act that is cited by its day and its file
_TO_FILE = re.compile(rf"\s*\(\s*|{_SEE_FILE.pattern}")
_AND = re.compile(r"\s*(?:,|and|,\s*and)\s*(?:on\s+)?")
_COORDINATED = re.compile(r"(?:\band|,)\s+(?:then\s+|also\s+)?([a-z]+ed|made|gave|took|set|put)\b")


@dataclass
class _Act:
    """An act being put together."""

    body: str
    dated: Dated
    cited: bool
    verbs: list[str] = field(default_factory=list)
    archive: ArchiveRef | None = None


@dataclass(frozen=True)
class _Clause:
    """A clause with its bodies and its dates."""

    text: str
    start: int
    end: int
    bodies: list[Found[str]]
    dates: list[Dated]

    @cached_property
    def groups(self) -> list[Group]:
        return group_bodies(self.bodies, self.text, self.start, self.end)

    @cached_property
    def groups_before(self) -> list[Group]:
        return group_bodies(self.bodies, self.text, max(0, self.start - _SENTENCE), self.start)

    @property
    def own(self) -> str:
        return self.text[self.start : self.end]

    def before(self, dated: Dated) -> str:
        return self.text[self.start : dated.start]


@dataclass(frozen=True)
class DecisionReader:
    """Finds decisions in notes."""

    knowledge: Knowledge
    language: Language

    @cached_property
    def bodies(self) -> RuleSet[str]:
        """The rule that finds deciding bodies."""
        return body_rules(self.knowledge, self.language)

    @cached_property
    def _acts(self) -> dict[str, str]:
        rows = [row for row in self.knowledge.acts if row.kind == "verb"]
        return {form: row.act for row in rows for form in split_cell(row.forms)}

    @cached_property
    def _verb(self) -> re.Pattern[str]:
        return re.compile(rf"(?:(?<![a-z])|(?<=was)|(?<=were))(?P<verb>{alternation(self._acts)})")

    def find(
        self, passage: Passage, dates: Sequence[Dated], archive: Sequence[ArchiveRef]
    ) -> tuple[list[Decision], list[Doubt]]:
        """Find the decisions of a note; 'ibid.' and bodies known by their protocols are left open.

        In a letter itself only an act named by body and day counts: 'the resolution of the CC of 20 July'.
        """
        if passage.zone.kind == "body":
            return self._cited(passage, dates), []
        if passage.zone.kind != "note":
            return [], []
        text = passage.text
        bodies = passage.find(self.bodies)
        acts: list[_Act] = []
        doubts: list[Doubt] = []
        for span in _split_clauses(text):
            here = [one for one in dates if span.start <= one.start < span.end and _is_sitting(one)]
            clause = _Clause(text, span.start, span.end, bodies, here)
            new = self._acts_in(clause, acts)
            acts += new
            if not new and not here:
                doubts += self._continue(clause, acts, passage)
        _file(acts, archive, passage)
        return [_decision(passage, act) for act in acts], doubts

    def _cited(self, passage: Passage, dates: Sequence[Dated]) -> list[Decision]:
        """Find the acts that a letter names by body and day."""
        bodies = passage.find(self.bodies) if dates else []
        acts = []
        for span in _split_clauses(passage.unmarked) if bodies else ():
            here = [one for one in dates if span.start <= one.start < span.end and _is_sitting(one)]
            clause = _Clause(passage.unmarked, span.start, span.end, bodies, here)
            for dated in here:
                body = tied_body(clause.text, clause.start, clause.groups, dated.start, dated.end)
                acts += [_Act(body, dated, cited=True, verbs=["decision"])] if body else []
        return [_decision(passage, act) for act in acts]

    # ------------------------------------------------------------------------------------ acts of a clause

    def _acts_in(self, clause: _Clause, before: list[_Act]) -> list[_Act]:
        lead = self._lead(clause) if clause.dates else None
        acts: list[_Act] = []
        for dated in clause.dates:
            body = self._body(clause, dated, lead, before + acts)
            if body is None:
                continue
            act = _Act(body, dated, is_cited(clause.text, clause.start, dated.start, dated.end))
            act.verbs = ["decision"] if act.cited else self._predicate(clause, body)
            if dated is not lead and acts and not act.verbs:
                act.verbs = list(acts[0].verbs)
            acts.append(act)
        return acts

    def _lead(self, clause: _Clause) -> Dated | None:
        """Give the date that the clause gives its act: the first 'on DATE' before or right after its verb."""
        verbs = [match.end() for match in self._verb.finditer(clause.text, clause.start, clause.end)]
        for dated in clause.dates:
            before = clause.before(dated)
            told = max((end for end in verbs if end <= dated.start), default=None)
            if told is not None and re.search(r"\bthat\b", clause.text[told : dated.start]):
                return None
            if _gives_date(clause, dated):
                if not _NOT_ACT_DATE.search(re.sub(r"\b[Oo]n\s*$", "", before)):
                    return dated
            elif _SESSIONS_OF.search(before) or (not before.strip(" \n\t\"“'(0123456789.") and verbs):
                return dated
        return None

    def _body(self, clause: _Clause, dated: Dated, lead: Dated | None, acts: list[_Act]) -> str | None:
        """Say whose act a date is: a body, BY_PROTOCOL for a passive, or None for nobody's."""
        tied = (
            tied_body(clause.text, clause.start, clause.groups, dated.start, dated.end)
            or body_when(clause.text, clause.start, clause.groups, dated.end)
            or _named_behind(clause, dated)
        )
        if tied:
            return tied
        if _OWN.search(clause.before(dated)):
            before = [group for group in clause.groups if group.end <= dated.start]
            return before[0].name if before else acts[-1].body if acts else None
        if dated is not lead:
            told = not clause.groups and _is_told_by_file(clause, dated)
            return BY_PROTOCOL if told else _second_of_pair(clause.text, dated, acts)
        ranked = [
            (rank(clause.text, clause.start, group), group)
            for group in clause.groups
            if not any(
                dated.end <= other.start < group.start
                and not _AND.fullmatch(clause.text[dated.end : other.start])
                for other in clause.dates
            )
        ]
        if (
            len(clause.before(dated).split()) > _FIRST_WORDS
        ):  # a body after a late date acts only as its subject
            ranked = [pair for pair in ranked if pair[1].start < dated.start or pair[0] > 1]
        best = max(ranked, key=lambda pair: pair[0], default=None)
        if best is not None and best[0] > 0:
            return best[1].name
        if going_on := _going_on(clause, dated, acts):
            return going_on
        return BY_PROTOCOL if _PASSIVE.search(clause.text, clause.start, clause.end) else None

    def _predicate(self, clause: _Clause, body: str) -> list[str]:
        """Give the verbs of an act: after its body, after 'it' or in the passive, and those joined to it."""
        text = clause.text
        own = [group for group in clause.groups if group.name == body]
        found = next(filter(None, (PREDICATE.match(text, group.end, clause.end) for group in own)), None)
        pronoun = None if found else _PRONOUN.match(clause.own)
        alone = [_NO_SUBJECT.match(text, one.end, clause.end) for one in clause.dates] if not own else []
        match = found or pronoun or next(filter(None, alone), None)
        match = match or _PASSIVE.search(text, clause.start, clause.end)
        if match is None:
            return []
        offset = clause.start if match is pronoun else 0
        rest = re.split(r"[\"“(:]|\b(?:that|which|who)\b", text[offset + match.end("past") : clause.end])[0]
        joined = [self._acts[verb] for verb in _COORDINATED.findall(rest) if verb in self._acts]
        return [self._canonical(text, offset + match.start("past"), match["past"]), *joined]

    def _canonical(self, text: str, start: int, verb: str) -> str:
        """Give the act that a verb begins ('changed its mind', 'drawn up'), or the verb itself."""
        match = self._verb.match(text, start)
        return self._acts[re.sub(r"\s+", " ", match["verb"])] if match else verb

    def _continue(self, clause: _Clause, acts: list[_Act], passage: Passage) -> list[Doubt]:
        """Let a clause without a date go on with the last act when its body does; else tell a doubt."""
        if not self._verb.search(clause.text, clause.start, clause.end):
            return []
        acting = [group for group in clause.groups if rank(clause.text, clause.start, group) >= _AGENT]
        if not acting:
            self._continue_passive(clause, acts)
            return []
        group = acting[0]
        if acts and acts[-1].body == group.name:
            acts[-1].verbs += self._predicate(clause, group.name)
            return []
        message = f"an act of {group.name.replace(';', ' and ')} without a date of its own"
        start = passage.zone.start
        return [
            Doubt(
                passage.letter.letter_id,
                "info",
                "undated-act",
                message,
                start + group.start,
                start + group.end,
            )
        ]

    def _continue_passive(self, clause: _Clause, acts: list[_Act]) -> None:
        """Let a passive without a body and a date ('Both were dismissed') tell more of the act before it."""
        passive = _PASSIVE.search(clause.text, clause.start, clause.end)
        if not acts or acts[-1].cited or passive is None or _TOLD_THAT.search(clause.own):
            return
        verb = self._canonical(clause.text, passive.start("past"), passive["past"])
        known = set(self._acts.values())
        rest, *_ = re.split(
            r"[\"“(:;]|\b(?:that|which|who|in)\b", clause.text[passive.end("past") : clause.end]
        )
        joined = [self._acts[one] for one in _COORDINATED.findall(rest) if one in self._acts]
        acts[-1].verbs += [one for one in (verb, *joined) if one in known]


def _named_behind(clause: _Clause, dated: Dated) -> str:
    """Give the body that stands alone behind a date: '... replaced him: 5 May 1925, Politburo (ibid.'."""
    for group in clause.groups:
        alone = re.match(r"\s*[(.;]", clause.text[group.end : group.end + 4])
        if alone and re.fullmatch(r",\s+(?:the\s+)?", clause.text[dated.end : max(group.start, dated.end)]):
            return group.name
    return ""


def _is_told_by_file(clause: _Clause, dated: Dated) -> bool:
    """Whether an act is told by its day and its file alone: 'for the decision of 3 May see RGASPI ...'."""
    seen = _SEE_FILE.match(clause.text, dated.end)
    return seen is not None and is_cited(clause.text, clause.start, dated.start, dated.end)


def _gives_date(clause: _Clause, dated: Dated) -> bool:
    """Whether a date stands as that of an act: after 'on', counted from another, or before 'session'."""
    return bool(
        _LEAD.search(clause.before(dated))
        or _BY_DECISION.search(clause.before(dated))
        or dated.printed.relative is not None
        or re.match(MEETING, clause.text[dated.end : dated.end + 24])
    )


def _going_on(clause: _Clause, dated: Dated, acts: list[_Act]) -> str:
    """Give the body of the act before where the clause goes on with it: 'it also', 'and on 2 May sent'."""
    before = acts[-1].body if acts else ""
    if _PRONOUN.match(clause.own):
        near = clause.groups_before
        return near[-1].name if near else before
    first = re.fullmatch(r"\W*(?:and\s+|but\s+)?(?:[Oo]n\s+)?", clause.before(dated))
    alone = first and not clause.groups and _NO_SUBJECT.match(clause.text, dated.end, clause.end)
    return before if alone else ""


def _second_of_pair(text: str, dated: Dated, acts: list[_Act]) -> str | None:
    """Give 'on 20 July and 3 August 1930', and the two days of '5 and 12 May', one body for both dates."""
    if not acts:
        return None
    last = acts[-1].dated
    if last.end == dated.end and last is not dated:
        return acts[-1].body
    return acts[-1].body if last.end <= dated.start and _AND.fullmatch(text[last.end : dated.start]) else None


def _is_sitting(one: Dated) -> bool:
    """Whether a date may be that of an act: one day, or the days of a session."""
    first, last = one.printed.first, one.printed.last
    days = first.day and last and last.day and not one.printed.qualifier and one.printed.link == "range"
    return one.is_day or bool(days)


def _split_clauses(text: str) -> list[Span]:
    """Split a note into clauses: sentences, parted where a new act begins inside them."""
    clauses = []
    for sentence in split_sentences(text):
        start = sentence.start
        for match in _CLAUSE_END.finditer(text[sentence.start : sentence.end]):
            at = sentence.start + match.end()
            if match[0].startswith(";") or re.search(r"\d|\bday\b|\blater\b", text[start:at]):
                clauses.append(Span(start, at))
                start = at
        clauses.append(Span(start, sentence.end))
    return clauses


# ------------------------------------------------------------------------------------------ filing, facts


def _file(acts: list[_Act], archive: Sequence[ArchiveRef], passage: Passage) -> None:
    """Give each act the first archival reference between it and the next one told.

    An act that is only cited by its date takes a reference that follows it at once and is nobody else's.
    """
    offset = passage.zone.start
    refs = [ref for ref in archive if offset <= ref.at.start < passage.zone.end]
    told = [act for act in acts if not act.cited]
    for i, act in enumerate(told):
        mine = [ref for ref in refs if act.dated.end <= ref.at.start - offset < _limit(told, i, passage)]
        if mine:
            act.archive = mine[0]
            refs.remove(mine[0])
    for act in (one for one in acts if one.cited):
        for ref in refs:
            at = ref.at.start - offset
            if at >= act.dated.end and _TO_FILE.fullmatch(passage.text, act.dated.end, at):
                act.archive = ref
                refs.remove(ref)
                break


def _limit(told: list[_Act], i: int, passage: Passage) -> int:
    """Say up to where an act's reference may stand: the next act (two dates of one act share theirs)."""
    following = [act.dated.start for act in told[i + 1 :] if act.dated.end != told[i].dated.end]
    if following and following[0] - told[i].dated.end < len(" and on the "):
        following = following[1:]
    return following[0] if following else len(passage.text)


def _decision(passage: Passage, act: _Act) -> Decision:
    zone = passage.zone
    start, end = zone.start + act.dated.start, zone.start + act.dated.end
    rule = "body by its protocol" if act.body == BY_PROTOCOL else "dated act"
    return Decision(
        at=Evidence(passage.letter.letter_id, zone.kind, zone.note, start, end, rule),
        body=act.body,
        date_at=(start, end),
        date=act.dated.date,
        action="; ".join(dict.fromkeys(act.verbs)) or "decision",
        archive=act.archive,
        emendation=act.dated.printed.mend,
    )
