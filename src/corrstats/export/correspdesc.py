"""The parts of a ``correspDesc`` that CMIF and TEI share: parties, places, dates, and who edits what."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any

from corrstats.export.markup import element, nested, web_address
from corrstats.export.tableset import CC_BY
from corrstats.tei import UNKNOWN_ID, UNKNOWN_REF, URN, name_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from corrstats.export.tableset import Cells, Publication, TableSet

ROLES = {"sent": "sender", "received": "recipient"}
BIBL_TYPES = ("print", "online", "hybrid")
_NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")  # an id as XML takes it
# '1930', '1930-08', '1930-08-06', each possibly uncertain
_POINT = re.compile(r"(\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?)\??")


def date_attributes(edtf: str, earliest: str, latest: str) -> dict[str, str]:
    """Give the dating attributes of a date; none where it has no bounds.

    >>> date_attributes("1750-06-04?", "1750-06-04", "1750-06-04")
    {'when': '1750-06-04', 'cert': 'low'}
    >>> date_attributes("1930-08-21~/1930-09-10~", "1930-08-21", "1930-09-10")
    {'notBefore': '1930-08-21', 'notAfter': '1930-09-10'}
    """
    cert = {"cert": "low"} if "?" in edtf else {}
    point = _POINT.fullmatch(edtf.removesuffix("~"))
    if point and (earliest or latest):
        return {"when": point[1]} | cert
    left, _, right = edtf.partition("/")
    bounds = {"notBefore": _bound(left, earliest), "notAfter": _bound(right, latest)}
    dated = {name: value for name, value in bounds.items() if value}
    return dated | cert if dated else {}


def _bound(printed: str, day: str) -> str:
    """Give an end of an interval as precise as it is printed, else the day."""
    point = _POINT.fullmatch(printed)
    return point[1] if point and day else day


def is_exact(row: Cells) -> bool:
    """Whether the attributes of a date say all that its EDTF says: no approximation, season or choice."""
    return not re.search(r"[~%\[{X]|(?:^|/)\d{4}-2[1-4](?!\d)", row["date_edtf"])


def date_element(row: Cells, text: str = "", *, supplied: bool = False) -> str:
    """Give the ``date`` of a row with EDTF and bounds; nothing for one without bounds."""
    attributes = date_attributes(row["date_edtf"], row["date_earliest"], row["date_latest"])
    if not attributes:
        return ""
    return element("date", attributes | ({"evidence": "conjecture"} if supplied else {}), text)


def place_elements(names: str, refs: str) -> Iterator[str]:
    """Give the places of an action; several have semicolons between."""
    one_by_one = refs.split("; ") if refs else []
    printed = names.split("; ") if len(one_by_one) > 1 else [names]
    for n, name in enumerate(printed):
        ref = one_by_one[n] if n < len(one_by_one) else ""
        if name or ref:
            yield element("placeName", {"ref": web_address(ref)}, name)


def party_element(row: Cells, person: Mapping[str, str]) -> str:
    """Give a sender or recipient as ``persName`` or ``orgName``."""
    status = row["status"].split(";")
    marks = {
        "evidence": "conjecture" if "supplied" in status else "",
        "cert": "low" if "uncertain" in status else "",
    }
    if row["person_id"] == UNKNOWN_ID:
        return element("persName", {"ref": UNKNOWN_REF} | marks, "Unknown")
    name = "orgName" if person.get("kind") == "organisation" else "persName"
    text = name_of(person) if person.get("authority") == "curated" else row["verbatim"] or name_of(person)
    return element(name, {"ref": ref_of(person, text)} | marks, text)


def unknown_party() -> str:
    """Give the party of an action that names nobody; CMIF asks for one."""
    return element("persName", {}, "Unknown")


def name_of(person: Mapping[str, str]) -> str:
    """Give the name of a person as commonly written."""
    return person.get("name", "") or person.get("person_id", "")


def ref_of(person: Mapping[str, str], text: str) -> str:
    """Give what a name points to: authority files, else a stable id of ours, where the name is not enough."""
    if person.get("ref"):
        return web_address(person["ref"])
    if person.get("wikidata"):
        return f"http://www.wikidata.org/entity/{person['wikidata']}"
    person_id = person.get("person_id", "")
    return "" if person_id == name_id(text) else web_address(f"{URN}{person_id}")


def editions(tables: TableSet) -> dict[str, list[dict[str, str]]]:
    """Give the editions of each corpus: id, type and title, as the source names them or as one is known."""
    return {corpus: _editions_of(corpus, tables.sources.get(corpus, {})) for corpus in tables.corpora()}


def _editions_of(corpus: str, source: Mapping[str, Any]) -> list[dict[str, str]]:
    """Give the editions of a corpus; one whose id XML would not take gets another (``was`` is its own)."""
    told = {one["id"]: one for one in source.get("bibl", []) if one.get("id")}
    title = str(source.get("title") or corpus)
    return [
        {
            "id": name if _NCNAME.fullmatch(name) else stable_uuid(f"{corpus} {name}"),
            "was": name,
            "type": one["type"] if one["type"] in BIBL_TYPES else "print",
            "text": one["text"],
        }
        for name, one in told.items()
    ] or [{"id": stable_uuid(f"{corpus} {title}"), "was": "", "type": "print", "text": title}]


def stable_uuid(name: str) -> str:
    """Give the UUID of a name, beginning with a letter as XML asks: the same at every run."""
    made = str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:corrstats:{name}"))
    return "abcdef"[int(made[0], 16) % 6] + made[1:]


def file_description(
    tables: TableSet, publication: Publication, bibls: Sequence[Mapping[str, str]]
) -> Iterator[str]:
    """Give the ``fileDesc``: title and editor, publication, sources."""
    told = [tables.sources.get(corpus, {}) for corpus in tables.corpora()]
    names = [
        str(source.get("title") or corpus) for source, corpus in zip(told, tables.corpora(), strict=True)
    ]
    licences = {str(source["licence"]) for source in told if source.get("licence")}
    licence = publication.licence or (licences.pop() if len(licences) == 1 else CC_BY)
    url = publication.url or f"urn:uuid:{stable_uuid(' '.join(tables.corpora()))}"
    title = element("title", {}, publication.title or "; ".join(names))
    editor = element("editor", {}, publication.editor or "corrstats")
    date = publication.date or tables.written
    terms = element("licence", {"target": web_address(licence) or CC_BY}, licence)
    published = [
        element("publisher", {}, publication.publisher or publication.editor or "corrstats"),
        element("idno", {"type": "url"}, web_address(url)),
        element("date", {"when": date.isoformat()}),
        f"<availability>{terms}</availability>",
    ]
    lines = [
        *nested("titleStmt", {}, [title, editor]),
        *nested("publicationStmt", {}, published),
        *nested("sourceDesc", {}, [_bibl(one) for one in bibls]),
    ]
    yield from nested("fileDesc", {}, lines)


def _bibl(one: Mapping[str, str]) -> str:
    return element("bibl", {"xml:id": one["id"], "type": one["type"]}, one["text"])


def source_of(letter: Cells, of_corpus: Sequence[Mapping[str, str]]) -> str:
    """Give the id of the edition that a letter is from, else of the first."""
    return next((one["id"] for one in of_corpus if one["was"] == letter["source"]), of_corpus[0]["id"])
