"""Deciding bodies in a clause: where they stand, which act together, and how surely each of them acts.

Two tables of declarative forms do the work: ``ROLES`` say how a body stands to the verb of its clause (as
subject, through its session or resolution, as agent), ``TIES`` tie a date to a body by form alone ('the
Central Committee's 8 May decision'). Each form carries a sentence it fits and one it does not; a test reads
both.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from corrstats.knowledge import split_cell
from corrstats.rules import Found, Rule, RuleSet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corrstats.knowledge import Knowledge
    from corrstats.languages import Language

# a past tense right after a body is its act, listed or not
PAST = (
    r"(?!dated\b)(?P<past>[a-z]+ed|gave|took|let|heard|put|set|told|made|forbade|chose|sent|found|drew|held|kept|left|withdrew|"
    r"struck|brought|bought|began|broke|built|dealt|led|lent|lost|paid|sold|spent|won|laid|cut|read|saw|spoke|wrote|came|went|met)(?![a-z])(?!\s+by\b(?!\s+(?:an?\s+)?(?:poll|polling|vote|telephone)\b))"
)
ADVERBS = (
    r"(?:\s*,?\s*(?:however|then|also|again|finally|subsequently|later|had|has|thus|therefore|in\s+turn|itself|"
    r"not|[a-z]+ly|by\s+(?:an?\s+)?(?:poll|polling|vote|telephone|correspondence)(?:\s+of\s+its\s+members)?|"
    r"(?:in|at)\s+(?:an?\s+|its\s+)?(?:closed|special|extraordinary|joint|regular)\s+(?:session|sitting|meeting)|"
    r"with\s+[^.;()]{3,60}?\s(?:voting\s+against|abstaining|dissenting|objecting|absent)|in\s+principle|without\s+(?:a\s+)?(?:discussion|debate))\b\s*,?)*"
)
_ON_DATE = r"(?:\s*,?\s*(?:on|at)\b[^.;]{3,60}?,?)?"
# the predicate of a body: 'the Politburo, however, changed its mind', 'the PB on 10 August 1930 resolved'
PREDICATE = re.compile(ADVERBS + _ON_DATE + ADVERBS + r"\s*,?\s*(?:and\s+)?(?:were\s+)?" + PAST)
_ACT_NOUN = r"(?:decision|resolution|decree|directive|order)"
_SITTING = r"(?:members?|sessions?|meetings?|protocol|polling|ruling|resolutions|decisions)"
MEETING = rf"\s*(?:{_SITTING}|{_ACT_NOUN})\b"
_QUOTED = r"(?:\s*[\"“][^\"”]*[\"”])?"
_NOUN_BEFORE = (
    r"(?:session|sitting|meeting|decision|resolution|decree|order|polling|polled|poll|plenum|directive|ruling|vote|approval|"
    r"behest|proposal)s?\s*(?:of|by)\s*(?:the\s*)?(?:joint\s*)?$"
)
_NO_SUBJECT = r"\b(?:of|from|to|for|with|against|between|that)\s*(?:the\s*)?$"
_JOINT = re.compile(
    r"\s*(?:,\s*and|,\s*together\s+with|,|and|&|together\s+with|with)\s*(?:the\s*)?(?:joint\s+)?",
    re.IGNORECASE,
)


_OWNER = re.compile(r"['’]s\b")
_OWN_MEETING = re.compile(r"['’]s" + MEETING)
# a verb whose object is the act: 'drew up its decision on October 3'
_MADE = re.compile(
    r"\b(?:drew\s+up|made|took|passed|adopted|issued|approved|reached)\s+(?:(?:its|an?|the|this)\s+)?(?:[a-z]+\s+)?$"
)


class BodyAt(NamedTuple):
    """A body and where it stands in the text."""

    body: str
    start: int
    end: int


class Group(NamedTuple):
    """Bodies that act together, in their order."""

    bodies: tuple[BodyAt, ...]

    @property
    def name(self) -> str:
        """The bodies with ``;`` between, each once."""
        return ";".join(dict.fromkeys(one.body for one in self.bodies))

    @property
    def start(self) -> int:
        """Where the first of them begins."""
        return self.bodies[0].start

    @property
    def end(self) -> int:
        """Where the last of them ends."""
        return self.bodies[-1].end


class Role(NamedTuple):
    """A way a body acts: what must stand before and after it, what must not, and how sure that is.

    They stand in the order of their rank, the surest first.
    """

    name: str
    rank: int
    before: str
    after: str
    not_before: str
    fits: str
    misses: str


ROLES = (
    Role(
        "subject",
        4,
        "",
        PREDICATE.pattern,
        rf"{_NO_SUBJECT}|{_NOUN_BEFORE}",
        "On 3 May 1930, the Politburo resolved to wait.",
        "On 3 May 1930, members of the Politburo resolved to wait.",
    ),
    Role(
        "subject with auxiliary",
        4,
        "",
        rf"{ADVERBS}{_ON_DATE}\s*(?:had|has|have)\b",
        rf"{_NO_SUBJECT}|{_NOUN_BEFORE}",
        "The Politburo on 3 May 1930 had the papers sent out.",
        "A letter to the Politburo had come on 3 May 1930.",
    ),
    Role(
        "through its noun",
        3,
        _NOUN_BEFORE,
        "",
        "",
        "By order of the Politburo, on 3 May 1930 he was relieved.",
        "A letter of the Politburo, on 3 May 1930.",
    ),
    Role(
        "through its sitting",
        3,
        "",
        MEETING,
        "",
        "On 3 May 1930 this was discussed at Politburo sessions.",
        "On 3 May 1930 this was told to Politburo guards.",
    ),
    Role(
        "agent",
        2,
        r"\bby\s*(?:the|a|an)?\s*(?:joint\s*)?$",
        "",
        "",
        "On 3 May 1930, he was confirmed by the Politburo.",
        "On 3 May 1930, he was sitting by a Politburo car.",
    ),
    Role(
        "place",
        1,
        r"\b(?:at|in|before|within)\s*(?:the|a|an)?\s*$",
        "",
        "",
        "On 3 May 1930, the matter was discussed at the Politburo.",
        "On 3 May 1930, he walked from the Politburo.",
    ),
)


class Tie(NamedTuple):
    """A form that ties a date to a body: what stands before the body, between the two, and after the date."""

    name: str
    before: str
    between: str
    after: str
    fits: str
    misses: str


TIES = (
    Tie(
        "possessive",
        "",
        r"['’]?s?\s*",
        MEETING,
        "They slighted the Central Committee's 8 May 1930 decision.",
        "They read the Central Committee's 8 May 1930 letter.",
    ),
    Tie(
        "act of a date",
        "",
        rf"(?:['’]s)?{MEETING}{_QUOTED}\s*(?:(?:of|from|dated|on)\s*(?:the\s*)?|\()",
        "",
        "It stands in the Politburo resolution of 3 May 1930.",
        "It stands in the Politburo archive of 3 May 1930.",
    ),
    Tie(
        "plenum of a date",
        r"plenum\s*$",
        r"\s*(?:of|on)\s*(?:the\s*)?",
        "",
        "The Central Committee plenum of 4-12 July 1928 adopted it.",
        "The Politburo of 4-12 July 1928.",
    ),
    Tie(
        "before a body",
        r"\b(?<!submitted\s)(?<!sent\s)(?<!presented\s)(?:before|at|in|by)\s+(?:the\s*)?$",
        r"\s*on\s*",
        "",
        "The case came before the Orgburo on 3 May 1930.",
        "The case was submitted to the Orgburo on 3 May 1930.",
    ),
    Tie(
        "relative clause",
        "",
        r"\s*,\s*which\s+(?:on|in)\s*",
        r"\s*,?\s*" + PAST,
        "It was left to the Orgburo, which on 3 May 1930 rejected it.",
        "It was left to the Orgburo, which on 3 May 1930 was large.",
    ),
    Tie(
        "date in parentheses",
        "",
        rf"\s*\((?:{_ACT_NOUN}\s+(?:of|dated)\s+)?",
        r"\s*\)",
        "The Orgburo (decree of 3 May 1930) and others dealt with it.",
        "The Orgburo (3 May 1930, Moscow) was there.",
    ),
    Tie(
        "decree signed on a date",
        _NOUN_BEFORE,
        r"[^;]{0,160}?\s(?:was|were)\s+(?:signed|dated|issued|adopted|passed)\s+(?:on\s+)?",
        "",
        "The decree of the Central Committee on the awards was signed on 3 May 1930.",
        "The guest of the Central Committee was born on 3 May 1930.",
    ),
    Tie(
        "noun of a body",
        _NOUN_BEFORE,
        r"\s*(?:,?\s*No\.?\s*[\w/-]+\s+)?(?:on|of|dated|from)\s*",
        "",
        "By a decision of the Politburo on 3 May 1930, he was granted leave.",
        "A friend of the Politburo on 3 May 1930.",
    ),
)


_OF_WHAT = r"(?:(?:[Pp]residium|Bureau|members)\s+of\s+(?:the\s*)?)?"
_STATE = (
    r"(?:USSR|U\.\s?S\.\s?S\.\s?R\.|R\.\s?S\.\s?F\.\s?S\.\s?R\.|RSFSR|All-Union|Ukrainian|(?:CPSU|VKP|RKP|RCP)(?:\s?\(b\.?\))?|Party|Central\s+Committee|CC|"
    r"(?:C\.\s?C\.)?(?:(?:,|\s+of\s+the)?\s*(?:R\.\s?C\.\s?P\.|C\.\s?P\.\s?S\.\s?U\.)\s?(?:\(B\.?\))?)?(?:\s+C\.\s?C\.)?)"
)
_OF_STATE = rf"(?:\s+of\s+the\s+{_STATE}[\w\s()-]{{0,3}}?(?=[\s,.;'’)]|(?<=\.)))?"


def body_rules(knowledge: Knowledge, language: Language) -> RuleSet[str]:
    """Give the rule that reads the bodies which the knowledge lists."""
    names = {_key(form): row.body for row in knowledge.bodies for form in split_cell(row.forms)}
    forms = [form for row in knowledge.bodies for form in split_cell(row.forms)]
    words = "|".join(_spaced(form) for form in sorted(forms, key=len, reverse=True))

    def read(match: re.Match[str], language: Language) -> str:
        del language
        return names[_key(match["body"])]

    rule = Rule(
        "deciding body",
        # 'the Politburo', 'Presidium of the Central Committee', words run together or broken over a line
        rf"(?<![A-Z]){_OF_WHAT}(?P<body>{words})(?!-[A-Z])(?![A-Z]{{2}}){_OF_STATE}",
        read,
        {"On 3 May the Politburo resolved": "Politburo"},
        ("the Polit-Bureau",),
        re.NOFLAG,
        opens=("presidium", "Bureau", "members", *forms),
    )
    return RuleSet("bodies", [rule], language)


def group_bodies(bodies: Sequence[Found[str]], text: str, start: int, end: int) -> list[Group]:
    """Group the bodies of a stretch; those joined by 'and' act together."""
    groups: list[Group] = []
    for found in bodies:
        if not start <= found.start < end:
            continue
        one = BodyAt(found.value, found.start, found.end)
        if groups and _JOINT.fullmatch(text, groups[-1].end, one.start):
            groups[-1] = Group((*groups[-1].bodies, one))
        else:
            groups.append(Group((one,)))
    return groups


@lru_cache(maxsize=1 << 12)
def _key(form: str) -> str:
    return re.sub(r"\W+", "", form).casefold()


def _spaced(form: str) -> str:
    """Give a pattern for a form that also fits where its words run together or break over a line."""
    return re.sub(r"(?:\\ |\s)+", r"\\s*", re.escape(form)).replace("'", "['’]")


def rank(text: str, start: int, group: Group) -> int:
    """Say how surely a group acts in the clause that begins at ``start``: 4 as subject, down to 0."""
    before = text[max(start, group.start - 60) : group.start]
    after = text[group.end : group.end + 160]
    if _OWNER.match(after) and not _OWN_MEETING.match(after):
        return 0
    return next((role.rank for role in ROLES if _fits(role, before, after)), 0)


@cache
def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _as_printed(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _fits(role: Role, before: str, after: str) -> bool:
    if role.not_before and _any_case(role.not_before).search(before):
        return False
    return bool(_any_case(role.before).search(before)) and bool(_as_printed(role.after).match(after))


def tied_body(text: str, start: int, groups: list[Group], date_start: int, date_end: int) -> str:
    """Give the bodies that a date is tied to by form; empty where it is tied to none."""
    after = text[date_end : date_end + 40]
    for group in groups:
        if group.end > date_start:
            continue
        before, between = text[start : group.start], text[group.end : date_start]
        for tie in TIES:
            left = text[start : group.end] if tie.name.startswith("plenum") else before
            if (
                _as_printed(tie.between).fullmatch(between)
                and _any_case(tie.before).search(left)
                and _as_printed(tie.after).match(after)
            ):
                return group.name
    return ""


# a body that acts in the clause after its date: 'until 3 May 1930, when he was released by the Politburo'
_WHEN = re.compile(r"\s*,?\s*when\b")


def body_when(text: str, start: int, groups: list[Group], date_end: int) -> str:
    """Give the bodies of the clause that tells what happened on a date; empty where it tells of none."""
    if not _WHEN.match(text, date_end):
        return ""
    after = [group for group in groups if group.start >= date_end and rank(text, start, group) > 1]
    return after[0].name if after else ""


# 'its 3 May resolution', 'the decision "On grain" of', 'By the decision of'
_ACT_AFTER = re.compile(rf"\s*{_ACT_NOUN}\b")
_ACT_BEFORE = re.compile(
    rf"\b{_ACT_NOUN}s?\b{_QUOTED}\s*(?:(?:of|by)\s+(?:the\s+)?[^,;.]{{0,90}}?)?\s*(?:of|from|dated|on)\s*$"
)
_OPENS = re.compile(r"[\s\d.]*(?:[Bb]y\s+)?(?:[Aa]n?|[Tt]he)?\s*")


def is_cited(text: str, start: int, date_start: int, date_end: int) -> bool:
    """Whether an act is only named by its date ('its decision of 10 September 1930'), not told."""
    if _ACT_AFTER.match(text[date_end : date_end + 20]):
        return True
    named = _ACT_BEFORE.search(text[start:date_start])
    if named is None:
        return False
    lead = text[start : start + named.start()]
    if _MADE.search(lead):
        return False
    return not _OPENS.fullmatch(lead)
