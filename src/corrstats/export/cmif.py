"""CMIF: an index of letters, one ``correspDesc`` each, for correspSearch and its like.

Follows CMIF 1 (TEI Correspondence SIG): an action 'sent' and one 'received' for each letter, a name in each
('Unknown' where none is known), days without times, one dating attribute at least on every date, editions
with ids. Persons mentioned are given as CMIF 2 does, in a note.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from corrstats.export.correspdesc import (
    ROLES,
    date_element,
    editions,
    file_description,
    is_exact,
    name_of,
    party_element,
    place_elements,
    ref_of,
    source_of,
    unknown_party,
)
from corrstats.export.files import write_lines
from corrstats.export.markup import DECLARATION, TEI, XmlIds, element, nested, web_address
from corrstats.export.tableset import Report
from corrstats.tei import URN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corrstats.export.tableset import Cells, Publication, TableSet

_NOT_HELD = ("quantities", "decisions", "archive_refs", "notes", "inferred_dates", "diagnostics")


class _Index:
    """Writes the letters of a set of tables as CMIF, and counts what it cannot hold."""

    def __init__(self, tables: TableSet) -> None:
        self.tables = tables
        self.report = Report()
        self.editions = editions(tables)
        self.ids = XmlIds()
        self.parties = tables.by_letter("correspondents")
        self.events = tables.by_letter("events")
        self.mentions = tables.by_letter("mentions")
        self.references = tables.by_letter("references")
        self.counts: dict[tuple[str, str], int] = {}

    def _lose(self, table: str, what: str, rows: int = 1) -> None:
        self.counts[table, what] = self.counts.get((table, what), 0) + rows

    def lines(self, publication: Publication) -> Iterator[str]:
        yield DECLARATION
        bibls = {one["id"]: one for found in self.editions.values() for one in found}
        header = [
            *file_description(self.tables, publication, list(bibls.values())),
            *nested("profileDesc", {}, self._letters()),
        ]
        text = ["<text>", "  <body>", "    <p/>", "  </body>", "</text>"]
        yield from nested("TEI", {"xmlns": TEI}, [*nested("teiHeader", {}, header), *text])

    def _letters(self) -> Iterator[str]:
        for letter in self.tables["letters"]:
            attributes = {
                "xml:id": self.ids.of("letter", letter["letter_id"]),
                "key": letter["number"],
                "ref": web_address(letter["ref"]),
                "source": f"#{source_of(letter, self.editions[letter['corpus']])}",
            }
            yield from nested("correspDesc", attributes, self._letter(letter))

    def _letter(self, letter: Cells) -> Iterator[str]:
        for kind in ROLES:
            yield from nested("correspAction", {"type": kind}, self._action(letter, kind))
        yield from self._context(letter)
        yield from self._mentioned(letter)

    def _action(self, letter: Cells, kind: str) -> Iterator[str]:
        rows = [row for row in self.parties[letter["letter_id"]] if row["role"] == ROLES[kind]]
        for row in rows:
            yield party_element(row, self.tables.people.get(row["person_id"], {}))
        if not rows:
            self._lose("letters", f"{ROLES[kind]} not known, written as Unknown")
            yield unknown_party()
        end = "from" if kind == "sent" else "to"
        yield from place_elements(letter[f"place_{end}"], letter[f"place_{end}_ref"])
        yield from self._sent(letter) if kind == "sent" else self._received(letter)

    def _sent(self, letter: Cells) -> Iterator[str]:
        date = date_element(letter, letter["date_verbatim"], supplied=letter["date_status"] == "supplied")
        if date:
            yield date
            if not is_exact(letter):
                self._lose("letters", "EDTF finer than bounds (approximate, season, choice): bounds kept")
        elif letter["date_edtf"] or letter["date_verbatim"]:
            self._lose("letters", "date without bounds")
        if letter["date_julian"]:
            self._lose("letters", "date in the old style: the new style kept")

    def _received(self, letter: Cells) -> Iterator[str]:
        for event in self.events[letter["letter_id"]]:
            if event["kind"] == "received" and (date := date_element(event)):
                yield date
                return

    def _context(self, letter: Cells) -> Iterator[str]:
        lines = []
        for row in self.references[letter["letter_id"]]:
            target = row["target_letter_id"]
            pointed = web_address(row["target_ref"]) or (
                f"#{self.ids.of('letter', target)}" if target else ""
            )
            if pointed:
                kind = "-".join((row["relation"] or row["kind"]).split())
                lines.append(element("ref", {"type": kind, "target": pointed}, row["verbatim"]))
            else:
                self._lose("references", "pointer to what is in no file")
        if lines:
            yield from nested("correspContext", {}, lines)

    def _mentioned(self, letter: Cells) -> Iterator[str]:
        rows = [row for row in self.mentions[letter["letter_id"]] if row["zone"] in {"body", "note"}]
        named: dict[str, str] = {}
        for row in rows:
            if row["kind"] != "person":
                self._lose("mentions", "name that stands for a thing")
            elif row["person_id"] not in named:
                named[row["person_id"]] = self._mention(row)
            else:
                self._lose("mentions", "further naming of a person in the same letter")
        if named:
            yield from nested("note", {}, named.values())

    def _mention(self, row: Cells) -> str:
        person = self.tables.people.get(row["person_id"], {"person_id": row["person_id"]})
        curated = person.get("authority") == "curated"
        text = name_of(person) if curated else row["surface"] or name_of(person)
        target = (ref_of(person, "") or URN).split()[0]
        return element("ref", {"type": "cmif:mentionsPerson", "target": target}, text)

    def settle(self) -> Report:
        """Count what is in no line."""
        events = self.tables["events"]
        for kind in sorted({row["kind"] for row in events} - set(ROLES)):
            self._lose("events", f"{kind}: not an action of CMIF", sum(row["kind"] == kind for row in events))
        timed = sum(row["precision"] in {"minute", "hour"} for row in events if row["kind"] in ROLES)
        self.counts["events", "time of day: the day kept"] = timed
        told = {(row["letter_id"], row["person_id"], row["start"]) for row in self.tables["correspondents"]}
        self.counts["mentions", "name above or below the body, of nobody who sends or receives by it"] = sum(
            row["zone"] not in {"body", "note"}
            and (row["letter_id"], row["person_id"], row["start"]) not in told
            for row in self.tables["mentions"]
        )
        self.counts["people", "birth and death"] = sum(
            bool(row["born"] or row["died"]) for row in self.tables["people"]
        )
        for (table, what), rows in sorted(self.counts.items()):
            self.report.lose(table, what, rows)
        self.report.lose("letters", "heading, genre, words, place in the source", len(self.tables["letters"]))
        self.report.lose_tables(self.tables, _NOT_HELD, "no place in CMIF")
        self.report.lose(
            "latencies", "derived; made anew when the file is read", len(self.tables["latencies"])
        )
        return self.report


def write_cmif(tables: TableSet, path: Path, publication: Publication) -> Report:
    """Write an index of letters as CMIF, and say what it could not hold."""
    index = _Index(tables)
    write_lines(path, index.lines(publication))
    report = index.settle()
    report.written = [str(path)]
    return report
