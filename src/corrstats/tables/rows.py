"""Facts to rows: cells as the CSV holds them, in the order of the schema.

White space is collapsed here and nowhere else; an empty cell is a missing value. Each maker gives the cells
of one fact by column name, so that the schema alone says in which order they stand.
"""

from __future__ import annotations

import datetime as dt
import re
from operator import itemgetter
from pathlib import PurePath
from typing import TYPE_CHECKING

from corrstats.dates import day_range
from corrstats.resolve.clocks import Zones, local_datetime, to_utc
from corrstats.tables.schema import read_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from corrstats.dates import DateRange
    from corrstats.document import Document, Letter, Note
    from corrstats.errors import CorrstatsError
    from corrstats.facts import (
        ArchiveRef,
        Correspondent,
        Decision,
        Doubt,
        Event,
        Evidence,
        Facts,
        Found,
        InferredDate,
        Latency,
        LetterFacts,
        Mention,
        Quantity,
        Reference,
    )
    from corrstats.knowledge import Knowledge, Person, Unit

Row = list[str]
Cells = dict[str, str]
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")


def collapse(text: str) -> str:
    """Collapse white space, as everywhere in the tables."""
    return " ".join(text.split())


def count_words(text: str) -> int:
    """Count words; numbers and signs are none."""
    return len(_WORD.findall(text))


def number_text(value: float | None) -> str:
    """Write a number without needless decimals, empty for None; up to six decimals are kept."""
    if value is None:
        return ""
    return f"{value:.6f}".rstrip("0").rstrip(".") if value != int(value) else str(int(value))


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _utc(local: str, zone: str, offset: str) -> dt.datetime | None:
    """Give a local time in UTC: by the offset that the source tells, else by the zone of the place."""
    if offset:
        return dt.datetime.fromisoformat(local + offset).astimezone(dt.UTC)
    return to_utc(local, zone)


def _flag(value: object) -> str:
    return "true" if value else "false"


def _range(date: DateRange | None) -> Cells:
    if date is None:
        return {}
    return {
        "date_edtf": date.edtf,
        "date_earliest": _day(date.earliest),
        "date_latest": _day(date.latest),
    }


def _place(at: Evidence) -> Cells:
    return {
        "letter_id": at.letter_id,
        "zone": at.zone,
        "note": at.note,
        "start": str(at.start),
        "end": str(at.end),
    }


class RowMaker:
    """Makes the rows of all tables of one document."""

    def __init__(self, document: Document, facts: Facts, knowledge: Knowledge) -> None:
        self.document, self.facts, self.knowledge = document, facts, knowledge
        self.source = document.source
        self.units: dict[str, Unit] = {unit.unit: unit for unit in knowledge.units}
        self.zones = Zones(knowledge.places)

    def all(self) -> dict[str, list[Row]]:
        """Make the rows of every table, by table name, in the schema's order."""
        facts = self.facts
        letters = zip(self.document.letters, facts.letters, strict=True)
        cells: dict[str, Iterable[Cells]] = {
            "letters": (self._letter(*pair) for pair in letters),
            "correspondents": map(self._correspondent, facts.correspondents),
            "people": self._people(),
            "mentions": map(self._mention, facts.mentions),
            "quantities": map(self._quantity, facts.quantities),
            "decisions": map(self._decision, facts.decisions),
            "events": map(self._event, facts.events),
            "references": map(self._reference, facts.references),
            "archive_refs": map(self._archive, facts.archive_refs),
            "latencies": map(self._latency, facts.latencies),
            "inferred_dates": map(self._inferred, facts.inferred_dates),
            "notes": (self._note(letter, note) for letter in self.document.letters for note in letter.notes),
            "diagnostics": map(self._diagnostic, facts.doubts),
        }
        return {name: list(self._in_order(name, rows)) for name, rows in cells.items()}

    def _in_order(self, table: str, rows: Iterable[Cells]) -> Iterable[Row]:
        names = read_schema()[table].names
        empty = dict.fromkeys(names, "")
        in_order = itemgetter(*names)
        corrected = "corrected" in empty
        for cells in rows:
            if corrected:
                key = (table, cells["letter_id"], 0 if table == "letters" else int(cells["start"]))
                cells["corrected"] = ";".join(self.facts.corrected.get(key, ()))
            yield list(in_order(empty | cells))

    def _verbatim(self, at: Evidence) -> str:
        return collapse(self.source.passage(at.start, at.end))

    # ------------------------------------------------------------------------------------------ rows

    def _letter(self, letter: Letter, own: LetterFacts) -> Cells:
        heading = letter.zones[0]
        return {
            "letter_id": letter.letter_id,
            "corpus": self.document.source.corpus,
            "ordinal": str(letter.ordinal),
            "number": letter.number,
            "heading": collapse(self.source.passage(heading.start, heading.end)),
            "genre": own.genre,
            "date_verbatim": collapse(self.source.passage(*own.date_at)) if own.date_at else "",
            **_range(own.date),
            "date_status": own.date_status,
            "place_from": own.place_from,
            "place_to": own.place_to,
            **self._counts(letter),
            "start": str(letter.start),
            "end": str(letter.end),
            "date_julian": own.date_julian,
            "emendation": own.date_printed.mend if own.date_printed else "",
            "place_from_ref": own.place_from_ref,
            "place_to_ref": own.place_to_ref,
            "ref": own.ref,
            "source": own.source,
        }

    def _counts(self, letter: Letter) -> Cells:
        """Count words and notes; a letter of which only an index tells has neither, not none."""
        bodies = [zone for zone in letter.zones if zone.kind in {"body", "signature"}]
        if self.source.markup and not bodies:
            return {}
        words = sum(count_words(self.source.passage(zone.start, zone.end)) for zone in bodies)
        return {"n_words": str(words), "n_notes": str(len(letter.notes))}

    def _correspondent(self, one: Correspondent) -> Cells:
        return {
            **_place(one.at),
            "role": one.role,
            "position": str(one.position),
            "person_id": one.person_id,
            "verbatim": self._verbatim(one.at),
            "status": one.status,
        }

    def _people(self) -> list[Cells]:
        facts = self.facts
        ids = {one.person_id for one in facts.mentions} | {one.person_id for one in facts.correspondents}
        curated = {one.person_id: one for one in self.knowledge.people}
        found = {one.person_id: one for one in facts.people}
        return [_person(person_id, curated, found) for person_id in sorted(ids)]

    def _mention(self, one: Mention) -> Cells:
        return {
            **_place(one.at),
            "person_id": one.person_id,
            "surface": collapse(one.surface),
            "kind": one.kind,
        }

    def _quantity(self, one: Quantity) -> Cells:
        amount, unit = one.amount, self.units.get(one.amount.unit)
        cells = {
            **_place(one.at),
            "verbatim": self._verbatim(one.at),
            "low": number_text(amount.low),
            "high": number_text(amount.high),
            "unit": amount.unit,
            "approximate": _flag(amount.approximate),
            "implied_unit": _flag(one.implied_unit),
            "emended": _flag(amount.emendation),
            "emendation": amount.emendation,
            "commodity": one.commodity,
            "measure": one.measure,
            "bound": amount.bound,
            "region": one.region,
            "period": one.period,
        }
        if unit and unit.si_factor:
            factor = float(unit.si_factor)
            low, high = (number_text(float(f"{value * factor:.12g}")) for value in (amount.low, amount.high))
            cells |= {"si_low": low, "si_high": high, "si_unit": unit.si_unit}
        return cells

    def _decision(self, one: Decision) -> Cells:
        ref = one.archive
        filed = {part: getattr(ref, part) or "" for part in ("fond", "opis", "delo", "listy")} if ref else {}
        return {
            **_place(one.at),
            "body": one.body,
            "date_verbatim": collapse(self.source.passage(*one.date_at)),
            **_range(one.date),
            "action": one.action,
            **filed,
            "repeat": _flag(one.repeat),
            "emendation": one.emendation,
        }

    def _event(self, one: Event) -> Cells:
        local = local_datetime(one)
        zone = self.zones.of(one.place_from or (one.place_to if one.kind == "received" else ""))
        utc = _utc(local, zone, one.offset) if one.precision == "minute" else None
        date = one.date or (day_range(one.day) if one.day else None)
        return {
            **_place(one.at),
            "kind": one.kind,
            "local_datetime": local,
            "precision": one.precision,
            "timezone": zone,
            "utc_datetime": utc.strftime("%Y-%m-%dT%H:%MZ") if utc else "",
            "place_from": one.place_from,
            "place_to": one.place_to,
            "outgoing_numbers": one.outgoing,
            "incoming_number": one.incoming,
            "verbatim": self._verbatim(one.at),
            "emendation": one.emendation,
            **_range(date),
        }

    def _reference(self, one: Reference) -> Cells:
        return {
            **_place(one.at),
            "kind": one.kind,
            "verbatim": self._verbatim(one.at),
            "target_date": one.target_date.edtf if one.target_date else "",
            "target_number": one.target_number,
            "target_letter_id": one.target_letter_id,
            "relation": one.relation,
            "target_ref": one.target_ref,
        }

    def _archive(self, one: ArchiveRef) -> Cells:
        parts = ("repository", "fond", "opis", "delo", "listy")
        return {
            **_place(one.at),
            **{part: getattr(one, part) or "" for part in parts},
            "verbatim": self._verbatim(one.at),
            "emendation": one.emendation,
        }

    @staticmethod
    def _latency(one: Latency) -> Cells:
        names = (
            "letter_id", "leg", "from_what", "from_earliest", "from_latest", "to_what", "to_letter_id",
            "to_earliest", "to_latest", "status", "clock",
        )  # fmt: skip
        hours = {"hours_low": number_text(one.hours_low), "hours_high": number_text(one.hours_high)}
        return {name: getattr(one, name) for name in names} | hours

    @staticmethod
    def _inferred(one: InferredDate) -> Cells:
        return {
            "letter_id": one.letter_id,
            "earliest": _day(one.earliest),
            "latest": _day(one.latest),
            "because": one.because,
        }

    def _note(self, letter: Letter, note: Note) -> Cells:
        mark = {"mark_start": str(note.mark.start), "mark_end": str(note.mark.end)} if note.mark else {}
        return {
            "letter_id": letter.letter_id,
            "note": note.label,
            **mark,
            "n_words": str(count_words(self.source.passage(note.start, note.end))),
            "start": str(note.start),
            "end": str(note.end),
        }

    def _diagnostic(self, doubt: Doubt) -> Cells:
        placed = doubt.start >= 0
        line, column = self.source.position(max(doubt.start, self.source.start))
        return {
            "corpus": self.source.corpus,
            "letter_id": doubt.letter_id,
            "line": str(line),
            "column": str(column),
            "severity": doubt.severity,
            "code": doubt.code,
            "message": doubt.message,
            "verbatim": collapse(self.source.passage(doubt.start, doubt.end)) if placed else "",
            "start": str(doubt.start) if placed else "",
            "end": str(doubt.end) if placed else "",
        }


def _person(person_id: str, curated: Mapping[str, Person], found: Mapping[str, Found]) -> Cells:
    listed, entered = curated.get(person_id), found.get(person_id)
    cells = {"person_id": person_id, "kind": entered.kind if entered else "person"}
    if listed is not None:
        names = ("name", "family_name", "given_names", "born", "died", "wikidata")
        own = {name: str(getattr(listed, name)) for name in names}
        return cells | own | {"authority": "curated", "ref": entered.ref if entered else ""}
    if entered is None:
        name = person_id.removeprefix("open-")
        return cells | {"name": name, "family_name": name, "authority": "found"}
    told = ("name", "family_name", "given_names", "wikidata", "ref")
    return cells | {name: getattr(entered, name) for name in told} | {"authority": "found"}


def people_rows(found: Iterable[Found], knowledge: Knowledge) -> list[Row]:
    """Make the rows of people who were entered from a text, by id."""
    curated = {one.person_id: one for one in knowledge.people}
    entered = {one.person_id: one for one in found}
    names = read_schema()["people"].names
    people = (_person(person_id, curated, entered) for person_id in sorted(entered))
    return [[cells.get(name, "") for name in names] for cells in people]


def fault_row(fault: CorrstatsError) -> Row:
    """Make the row of diagnostics of a file that could not be read."""
    cells = {
        "corpus": PurePath(fault.file or "").stem,
        "line": str(fault.line or ""),
        "column": str(fault.column or ""),
        "severity": "warning",
        "code": "file-not-read",
        "message": fault.message,
    }
    return [cells.get(name, "") for name in read_schema()["diagnostics"].names]


def make_rows(document: Document, facts: Facts, knowledge: Knowledge) -> dict[str, list[Row]]:
    """Make the rows of all tables of a document, by table name."""
    return RowMaker(document, facts, knowledge).all()


def merge_rows(many: Iterable[dict[str, list[Row]]]) -> dict[str, list[Row]]:
    """Put the rows of several documents together; a person of several corpora stands once."""
    merged: dict[str, list[Row]] = {}
    for rows in many:
        for name, table in rows.items():
            merged.setdefault(name, []).extend(table)
    people = {row[0]: row for row in merged.get("people", [])}
    merged["people"] = [people[person_id] for person_id in sorted(people)]
    return merged
