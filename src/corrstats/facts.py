"""Facts: a value with its evidence (letter, zone, note, span, rule). Frozen records, no behaviour.

A fact that still needs its neighbours ('ibid.', a bare surname, a day without a year) leaves the field None;
the second pass replaces it or says in a Doubt why it could not.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003  dataclass fields are looked up at run time
from dataclasses import dataclass, field

from corrstats.dates import DateRange, PrintedDate  # noqa: TC001


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands: ``text[start:end]`` of the source, and the rule that read it."""

    letter_id: str
    zone: str
    note: str
    start: int
    end: int
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of a person; ``candidates`` are the ids it may be, ``person_id`` the one it is."""

    at: Evidence
    surface: str
    family: str
    initials: str
    candidates: tuple[str, ...]
    kind: str = "person"
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class Correspondent:
    """A sender or recipient of a letter, in the order of the heading."""

    at: Evidence
    role: str
    position: int
    person_id: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What the heading and header say of a letter itself."""

    letter_id: str
    date_printed: PrintedDate | None
    date: DateRange | None
    date_at: tuple[int, int] | None
    date_status: str
    genre: str
    place_from: str
    place_to: str
    date_julian: str = ""
    place_from_ref: str = ""
    place_to_ref: str = ""
    ref: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or range with its unit as read; ``emendation`` says how damaged digits were mended."""

    low: float
    high: float
    unit: str
    approximate: bool = False
    emendation: str = ""
    multiplied: bool = False
    bound: str = ""

    def __str__(self) -> str:
        low, high = (f"{one:g}" if one < 10**6 else f"{one:.10g}" for one in (self.low, self.high))
        return " ".join(filter(None, (low if low == high else f"{low}-{high}", self.unit)))


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in its passage, with what it is of and measures where the sentence says so."""

    at: Evidence
    amount: Amount
    implied_unit: bool = False
    commodity: str = ""
    measure: str = "other"
    region: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveRef:
    """An archival reference; parts that are not printed are None until 'ibid.' is resolved."""

    at: Evidence
    repository: str | None
    fond: str | None
    opis: str | None
    delo: str | None
    listy: str | None
    ibid: bool = False
    emendation: str = ""
    held: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A dated act of a deciding body (or bodies, ``;`` between) in a note."""

    at: Evidence
    body: str
    date_at: tuple[int, int]
    date: DateRange
    action: str
    archive: ArchiveRef | None = None
    repeat: bool = False
    emendation: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A dated thing that happened to a message: sent, received, forwarded, ...

    ``date`` is given where it is more, or less, than one ``day``; ``offset`` is that of the clock from UTC
    where the source tells it ('+01:00', 'Z').
    """

    at: Evidence
    kind: str
    day: dt.date | None
    time: str
    precision: str
    place_from: str = ""
    place_to: str = ""
    outgoing: str = ""
    incoming: str = ""
    emendation: str = ""
    date: DateRange | None = None
    offset: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A pointer to another message, letter or note."""

    at: Evidence
    kind: str
    target_date: DateRange | None = None
    target_number: str = ""
    target_letter_id: str = ""
    whose: str = ""
    relation: str = ""
    target_ref: str = ""


@dataclass(frozen=True, slots=True)
class Latency:
    """A delay between two dated things, in hours, with its bounds."""

    letter_id: str
    leg: str
    from_what: str
    from_earliest: str
    from_latest: str
    to_what: str
    to_letter_id: str
    to_earliest: str
    to_latest: str
    hours_low: float | None
    hours_high: float | None
    status: str
    clock: str


@dataclass(frozen=True, slots=True)
class InferredDate:
    """A bound on a letter's date that other evidence gives, tighter than the edition's."""

    letter_id: str
    earliest: dt.date | None
    latest: dt.date | None
    because: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that could not be settled; ``start`` and ``end`` are offsets, -1 without a passage."""

    letter_id: str
    severity: str
    code: str
    message: str
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Found:
    """A person or organisation that nobody has listed, entered from the text; ``ref`` gives authorities."""

    person_id: str
    name: str
    family_name: str
    given_names: str = ""
    wikidata: str = ""
    ref: str = ""
    kind: str = "person"


@dataclass
class Facts:
    """All facts of a document, by kind, each list in reading order."""

    letters: list[LetterFacts] = field(default_factory=list)
    correspondents: list[Correspondent] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    people: list[Found] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    archive_refs: list[ArchiveRef] = field(default_factory=list)
    latencies: list[Latency] = field(default_factory=list)
    inferred_dates: list[InferredDate] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    # (table, letter_id, start): the columns that a reader's correction has changed; start is 0 for a letter
    corrected: dict[tuple[str, str, int], tuple[str, ...]] = field(default_factory=dict)
