"""TEI: the letters with all that happened to them, and every fact as an annotation beside the text.

One document a corpus; several corpora make a ``teiCorpus``. The text itself is not in it: an annotation
points into the source with ``#char=start,end`` (RFC 5147, characters from 0, the end exclusive), as the
tables do. Each row of a table of facts is one annotation with a feature structure of its cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from corrstats.export.correspdesc import (
    ROLES,
    date_attributes,
    date_element,
    editions,
    file_description,
    name_of,
    party_element,
    place_elements,
    ref_of,
    source_of,
)
from corrstats.export.files import write_lines
from corrstats.export.markup import DECLARATION, TEI, XmlIds, element, first_tag, nested, web_address
from corrstats.export.tableset import Report, TableSet
from corrstats.tables import read_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from corrstats.export.tableset import Cells, Publication

# What an annotation is for (Web Annotation Vocabulary)
_MOTIVATIONS = {"mentions": "identifying", "references": "linking", "diagnostics": "questioning"}
_TABLES = tuple(name for name in read_schema() if name != "people")
# the events that are actions of TEI, by the action
_ACTIONS = {
    "sent-in-code": "transmitted",
    "transmitted": "transmitted",
    "forwarded": "forwarded",
    "redirected": "redirected",
}
_PLACED = {"letter_id", "start", "end"}


class _Document:
    """The TEI document of one corpus."""

    def __init__(self, tables: TableSet, corpus: str, ids: XmlIds, scope: str = "") -> None:
        self.tables, self.corpus, self.ids, self.scope = tables, corpus, ids, scope
        self.editions = editions(tables)[corpus]
        self.bibl_ids = {
            one["id"]: self._id("bibl", one["id"]) if scope else one["id"] for one in self.editions
        }
        self.file = quote(str(tables.sources.get(corpus, {}).get("file") or f"{corpus}.txt"))
        self.letters = tables["letters"]
        self.parties = tables.by_letter("correspondents")
        self.events = tables.by_letter("events")
        self.references = tables.by_letter("references")

    def lines(self, publication: Publication, namespace: str = TEI) -> Iterator[str]:
        header = [
            *file_description(self.tables, publication, self._bibls()),
            *nested("profileDesc", {}, (line for letter in self.letters for line in self._letter(letter))),
        ]
        body = [*nested("teiHeader", {}, header), *nested("standOff", {}, self._stand_off())]
        yield from nested("TEI", {"xmlns": namespace}, body)

    def _bibls(self) -> list[dict[str, str]]:
        return [one | {"id": self.bibl_ids[one["id"]]} for one in self.editions]

    # -------------------------------------------------------------------------------------- letters

    def _letter(self, letter: Cells) -> Iterator[str]:
        attributes = {
            "xml:id": self.ids.of("letter", letter["letter_id"]),
            "key": letter["number"],
            "ref": web_address(letter["ref"]),
            "type": letter["genre"].replace(" ", "-"),
            "source": f"#{self.bibl_ids[source_of(letter, self.editions)]}",
        }
        lines = list(self._actions(letter)) or ["<p/>"]  # of a letter of which nothing is known
        yield from nested("correspDesc", attributes, lines)

    def _actions(self, letter: Cells) -> Iterator[str]:
        events = self.events[letter["letter_id"]]
        for kind, role in ROLES.items():
            rows = [row for row in self.parties[letter["letter_id"]] if row["role"] == role]
            lines = [party_element(row, self.tables.people.get(row["person_id"], {})) for row in rows]
            end = "from" if kind == "sent" else "to"
            lines += place_elements(letter[f"place_{end}"], letter[f"place_{end}_ref"])
            lines += self._sent(letter, events) if kind == "sent" else self._received(events)
            if lines:
                yield from nested("correspAction", {"type": kind}, lines)
        for event in events:
            yield from self._further(letter, event)
        yield from self._context(letter)

    def _sent(self, letter: Cells, events: Sequence[Cells]) -> Iterator[str]:
        """Give the date of the letter; with the time of day where it was dispatched on that day."""
        time = next((_moment(one) for one in events if _is_dispatch_of(one, letter)), "")
        dated = date_attributes(letter["date_edtf"], letter["date_earliest"], letter["date_latest"])
        if not dated:
            if letter["date_verbatim"]:
                yield element("date", {}, letter["date_verbatim"])
            return
        evidence = "conjecture" if letter["date_status"] == "supplied" else ""
        yield element(
            "date", dated | ({"when": time} if time else {}) | {"evidence": evidence}, letter["date_verbatim"]
        )

    def _received(self, events: Sequence[Cells]) -> Iterator[str]:
        for event in events:
            if event["kind"] == "received" and (date := _dated(event)):
                yield date
                return

    def _further(self, letter: Cells, event: Cells) -> Iterator[str]:
        """Give dispatch on another day than the letter's, sending in code, forwarding and the like."""
        kind = _ACTIONS.get(event["kind"])
        if event["kind"] == "sent" and not _is_dispatch_of(event, letter) and event["local_datetime"]:
            kind = "transmitted" if event["local_datetime"][:10] != letter["date_edtf"] else None
        if kind is None:
            return
        places = [*place_elements(event["place_from"], ""), *place_elements(event["place_to"], "")]
        lines = [*places, *filter(None, [_dated(event)])]
        subtype = event["kind"] if event["kind"] != kind else ""
        if lines:
            yield from nested("correspAction", {"type": kind, "subtype": subtype}, lines)

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
        if lines:
            yield from nested("correspContext", {}, lines)

    # -------------------------------------------------------------------------------------- annotations

    def _stand_off(self) -> Iterator[str]:
        for name, kind in (("listPerson", "person"), ("listOrg", "org")):
            people = [
                row for row in self.tables["people"] if (row["kind"] == "organisation") == (kind == "org")
            ]
            if people:
                yield from nested(name, {}, (line for row in people for line in self._person(kind, row)))
        for table in _TABLES:
            if self.tables[table]:
                yield from nested("listAnnotation", {"type": table}, self._annotations(table))

    def _person(self, kind: str, row: Cells) -> Iterator[str]:
        lines = [element("orgName" if kind == "org" else "persName", {"ref": ref_of(row, "")}, name_of(row))]
        lines += [
            element(part, {"when": f"{int(row[column]):04d}"})
            for part, column in (("birth", "born"), ("death", "died"))
            if row[column]
        ]
        lines += nested("note", {}, _features("people", row, set()))
        yield from nested(kind, {"xml:id": self._id("person", row["person_id"])}, lines)

    def _id(self, kind: str, name: str) -> str:
        """Give an id; of several documents in one file each has its own."""
        return self.ids.of(kind, f"{self.scope}{name}")

    def _annotations(self, table: str) -> Iterator[str]:
        for n, row in enumerate(self.tables[table], start=1):
            attributes = {
                "xml:id": self.ids.of(table, f"{self.corpus}-{n}"),
                "motivation": _MOTIVATIONS.get(table, "describing"),
                "target": self._target(row),
                "corresp": f"#{self.ids.of('letter', row['letter_id'])}" if row["letter_id"] else "",
            }
            yield from nested("annotation", attributes, self._body(table, row))

    def _target(self, row: Cells) -> str:
        """Give the characters a row stands on, else the letter or the source it is of."""
        if row.get("start"):
            return f"{self.file}#char={row['start']},{row['end']}"
        return f"#{self.ids.of('letter', row['letter_id'])}" if row["letter_id"] else self.file

    def _body(self, table: str, row: Cells) -> Iterator[str]:
        if table == "mentions" and row["person_id"] in self.tables.people:
            yield element("ptr", {"target": f"#{self._id('person', row['person_id'])}"})
        yield from nested("note", {}, _features(table, row, _PLACED))


def _features(table: str, row: Cells, left_out: set[str]) -> Iterator[str]:
    """Give the cells of a row as a feature structure, typed as the schema says."""
    columns = [one for one in read_schema()[table].columns if row[one.name] and one.name not in left_out]
    lines = [
        f"<{first_tag('f', {'name': one.name})}>{_value(one.type, row[one.name])}</f>" for one in columns
    ]
    yield from nested("fs", {"type": table}, lines)


def _value(kind: str, cell: str) -> str:
    if kind in {"integer", "number"}:
        return element("numeric", {"value": cell})
    return element("binary", {"value": cell}) if kind == "boolean" else element("string", {}, cell)


def _is_dispatch_of(event: Cells, letter: Cells) -> bool:
    """Whether an event tells the time of day at which a letter went out, on the letter's own day."""
    return (
        event["kind"] == "sent"
        and event["precision"] in {"minute", "hour"}
        and event["local_datetime"][:10] == letter["date_edtf"].rstrip("?")
    )


def _moment(event: Cells) -> str:
    """Give the time of an event as XML Schema writes it: with seconds, without a zone."""
    local = event["local_datetime"]
    return f"{local}:00" if "T" in local and len(local) == len("1934-10-02T03:30") else local


def _dated(event: Cells) -> str:
    local = _moment(event)
    if "T" in local:
        return element("date", {"when": local})
    return date_element(event)


def write_tei(tables: TableSet, path: Path, publication: Publication) -> Report:
    """Write a TEI document for each corpus, and say what it could not hold: the text, and nothing else."""
    write_lines(path, _lines(tables, publication))
    return Report([str(path)])


def _lines(tables: TableSet, publication: Publication) -> Iterator[str]:
    yield DECLARATION
    corpora, ids = tables.corpora(), XmlIds()
    if len(corpora) == 1:
        yield from _Document(tables, corpora[0], ids).lines(publication)
        return
    bibls = [one | {"id": ""} for corpus in corpora for one in editions(tables)[corpus]]
    header = nested("teiHeader", {}, file_description(tables, publication, bibls))
    documents = (
        line
        for corpus in corpora
        for line in _Document(_part(tables, corpus), corpus, ids, f"{corpus}-").lines(publication)
    )
    yield from nested("teiCorpus", {"xmlns": TEI}, (line for lines in (header, documents) for line in lines))


def _part(tables: TableSet, corpus: str) -> TableSet:
    """Give the tables of one corpus."""
    prefix = f"{corpus}/"
    rows = {
        name: [row for row in table if row["letter_id"].startswith(prefix) or row.get("corpus") == corpus]
        for name, table in tables.tables.items()
        if name != "people"
    }
    named = {row["person_id"] for name in ("correspondents", "mentions") for row in rows[name]}
    rows["people"] = [row for row in tables["people"] if row["person_id"] in named]
    sources = {name: one for name, one in tables.sources.items() if name == corpus}
    return TableSet(tables.folder, {name: rows[name] for name in tables.tables}, sources)
