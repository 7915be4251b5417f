"""CMIF and TEI letters: what is read, what is doubted, and what is never done with a file of XML."""

from __future__ import annotations

import inspect
import io
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import corrstats as cs
from corrstats import analysis
from corrstats.check import check_tables
from corrstats.cli import run
from corrstats.tables import csv_text, frames_from_rows, read_schema
from corrstats.tei import XmlFile, open_index
from corrstats.tei.dates import one_of, read_date
from corrstats.tei.names import Listed, place_ref, read_party

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.axes import Axes

    from conftest import Golden

INDEXES = Path(__file__).parent / "fixtures" / "index"
SOUND = sorted(path for path in INDEXES.glob("*.xml") if path.stem != "torn")
TOLD = [name for name in read_schema() if name not in {"quantities", "decisions", "archive_refs"}]


def letter(inside: str, **attributes: str) -> str:
    """Lay out an index of one letter."""
    told = "".join(f' {name}="{value}"' for name, value in attributes.items())
    desc = f"<correspDesc{told}>{inside}</correspDesc>"
    return f"<TEI><teiHeader><profileDesc>{desc}</profileDesc></teiHeader></TEI>"


def sent(inside: str) -> str:
    """Lay out an index of one letter with an action of sending."""
    return letter(f'<correspAction type="sent"><persName>Ada</persName>{inside}</correspAction>')


def rows_of(text: str | bytes, table: str) -> list[dict[str, str]]:
    """Give the rows of a table of an index."""
    corpus = cs.parse(io.BytesIO(text if isinstance(text, bytes) else text.encode()))
    return [dict(zip(read_schema()[table].names, row, strict=True)) for row in corpus.rows[table]]


def cells(text: str | bytes, table: str, *columns: str) -> list[tuple[str, ...]]:
    """Give some columns of a table of an index."""
    return [tuple(row[column] for column in columns) for row in rows_of(text, table)]


def codes(text: str | bytes) -> set[str]:
    """Give the codes of the diagnostics of an index, but for missing parties."""
    return {code for (code,) in cells(text, "diagnostics", "code")} - {"no-sender", "no-recipient"}


# ----------------------------------------------------------------------------------------- invented files


@pytest.mark.parametrize("table", TOLD)
@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_a_table_is_as_a_human_read_it(path: Path, table: str, golden: Golden) -> None:
    text = csv_text(read_schema()[table], cs.parse(path).rows[table])
    golden.check_file(INDEXES / path.stem / f"{table}.csv", text)


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_every_row_stands_where_it_says(path: Path, tmp_path: Path) -> None:
    cs.parse(path).write(tmp_path / "tables")
    assert check_tables(tmp_path / "tables", path) == []


def test_an_index_is_shown_with_what_was_found_in_it() -> None:
    corpus = cs.parse(SOUND[1])
    shown = cs.show("lantern-letters/1", tables=corpus).text()
    assert "Ada Lund" in shown
    assert "events-1" in shown


def test_a_letter_of_an_index_is_shown_from_the_file_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "lantern-letters/1", "--source", str(INDEXES / "lantern-letters.xml")]) == 0
    assert "Ada Lund, Bo Marsh to Cora Nye" in capsys.readouterr().out


def test_the_people_of_an_index_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    path = INDEXES / "lantern-letters.xml"
    assert run(["people", str(path)]) == 0
    told = capsys.readouterr().out
    assert re.search(r"^Ada Lund \(gnd-\w+\): not listed, named \w+", told, re.MULTILINE)
    assert "<" not in told, "a passage is what stands there, without tags"
    assert run(["people", str(path), "--csv"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[0].startswith("person_id,name,")
    assert any(",Ada Lund," in row for row in rows)
    assert run(["people", str(INDEXES / "torn.xml")]) == 2


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_a_file_of_xml_needs_no_edition(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["editions", str(path)]) == 0
    letters = len(re.findall(r"<correspDesc[\s>]", path.read_text(encoding="utf-8")))
    assert re.match(
        rf"(CMIF|TEI) fits: XML with {letters} letters?; it needs no edition", capsys.readouterr().out
    )


def test_an_index_of_one_letter_is_an_index() -> None:
    text = letter('<correspAction type="sent"><persName>Ada</persName></correspAction>')
    for body, kind in (("<p/>", "CMIF"), ("<p>Dear Bo</p>", "TEI")):
        corpus = cs.parse(
            io.BytesIO(text.replace("</TEI>", f"<text><body>{body}</body></text></TEI>").encode())
        )
        assert len(corpus.rows["letters"]) == 1
        assert corpus.indexes[0].kind == kind


def test_a_folder_is_read_but_for_the_file_that_is_torn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["parse", str(INDEXES), "--out", str(tmp_path / "tables")]) == 1
    told = capsys.readouterr()
    assert "lantern-letters: 7 letters of CMIF, The Lantern Letters: an invented index" in told.out
    assert re.fullmatch(r"corrstats: \S+torn\.xml:3:\d+: not well-formed: mismatched tag; .+\n", told.err)
    diagnostics = (tmp_path / "tables" / "diagnostics.csv").read_text(encoding="utf-8")
    assert re.search(r"^torn,,3,\d+,warning,file-not-read,", diagnostics, re.MULTILINE)
    assert check_tables(tmp_path / "tables") == []


def test_a_torn_file_alone_is_an_error_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["parse", str(INDEXES / "torn.xml"), "--out", str(tmp_path / "tables")]) == 2
    assert ":3:" in capsys.readouterr().err
    assert not (tmp_path / "tables").exists()


def test_texts_and_indexes_are_parsed_together(letters: Path, tmp_path: Path) -> None:
    corpus = cs.parse(letters / "rye-1930.txt", INDEXES / "lantern-letters.xml")
    counts = corpus.write(tmp_path / "tables")
    assert counts == {name: len(rows) for name, rows in corpus.rows.items()}
    tables = cs.read_tables(tmp_path / "tables")
    assert set(tables.letters["corpus"]) == {"rye-1930", "lantern-letters"}
    assert len(tables.people) == tables.people["person_id"].nunique()


def test_written_in_pieces_or_at_once_the_tables_are_the_same(tmp_path: Path) -> None:
    path = INDEXES / "lantern-letters.xml"
    cs.parse(path).write(tmp_path / "pieces")
    whole = cs.parse(path)
    assert len(whole.tables.letters) == 7
    for name, schema in read_schema().items():
        assert (tmp_path / "pieces" / f"{name}.csv").read_bytes().decode() == csv_text(
            schema, whole.rows[name]
        )


PARTS = 3  # of the real files, for several processes
READS_ANEW = {"unmended"}  # goes back to the texts, and says so where it finds none


def analyses() -> list[str]:
    """Give the analyses that take a set of tables and nothing else."""
    found = []
    for name in sorted({*analysis.__all__} - READS_ANEW):
        parameters = inspect.signature(getattr(analysis, name)).parameters.values()
        needed = [
            one.name for one in parameters if one.default is one.empty and one.kind is not one.VAR_KEYWORD
        ]
        if needed == ["tables"]:
            found.append(name)
    return found


NOTHING: dict[str, list[list[str]]] = {name: [] for name in read_schema()}


def of_delays(latencies: pd.DataFrame) -> None:
    """Compute from delays, of both legs that an index or an edition may have, all that can be."""
    for leg in ("sent to reply", "sent to received"):
        delays = analysis.answer_delays(latencies, leg=leg)
        for compute in (
            analysis.answer_hours, analysis.hour_spreads, analysis.leave_one_out, analysis.median_delays,
            analysis.survival_curves, analysis.to_the_minute,
        ):  # fmt: skip
            compute(delays)
    analysis.clock_band(latencies)
    analysis.clock_conclusions(latencies)
    analysis.autograph_dates(latencies)


PLOTS_OF_DELAYS = (cs.plot_delays, cs.plot_hours, cs.plot_leave_one_out, cs.plot_survival)


def draw_all(tables: cs.Tables, *, nothing: bool = True) -> None:
    """Draw whatever the notebooks draw, and figures of nothing as well if ``nothing``."""
    from matplotlib import pyplot as plt  # noqa: PLC0415  only drawing needs it

    latencies, numbers = tables.latencies, analysis.message_numbers(tables)
    dated = analysis.date_letters(tables, analysis.dating_evidence(tables))
    delays = [analysis.answer_delays(latencies, leg=leg) for leg in ("sent to reply", "sent to received")]
    drawings: list[partial[Axes]] = [
        partial(cs.plot_timeline, tables.letters, correspondents=tables.correspondents),
        partial(cs.plot_latencies, latencies),
        partial(cs.plot_lanes, tables.letters, tables.correspondents, tables.events, latencies),
        partial(cs.plot_clock_band, latencies),
        partial(cs.plot_chains, analysis.decision_chains(tables)),
        partial(cs.plot_company, analysis.pairs_named(tables)),
        partial(cs.plot_daily_grain, analysis.grain_per_day(tables)),
        partial(cs.plot_dating, dated),
        partial(cs.plot_decision_delays, analysis.decision_delays(tables)),
        partial(cs.plot_grain, analysis.grain_figures(tables)),
        partial(cs.plot_namings, analysis.letters_naming(tables)),
        partial(cs.plot_people, analysis.people_named(tables)),
        partial(cs.plot_plan_and_fulfilment, analysis.plan_and_fulfilment(tables)),
        partial(cs.plot_registers, analysis.register_numbers(tables)),
        partial(cs.plot_shares, numbers),
        partial(cs.plot_unseen, delays[0], numbers),
        *(partial(plot, one) for one in delays for plot in PLOTS_OF_DELAYS),
    ]
    for draw in drawings:
        if nothing or any(len(table) for table in draw.args):
            assert str(draw().get_label()), "a figure of nothing still says so"
            plt.close("all")


def test_plots_draw_an_index_as_they_draw_an_edition() -> None:
    draw_all(cs.parse(INDEXES / "lantern-letters.xml").tables)


def test_plots_draw_tables_without_rows() -> None:
    draw_all(frames_from_rows(NOTHING))


def test_what_is_computed_from_delays_takes_an_index_and_tables_without_rows() -> None:
    of_delays(cs.parse(INDEXES / "lantern-letters.xml").tables.latencies)
    of_delays(frames_from_rows(NOTHING).latencies)


@pytest.mark.parametrize("name", analyses())
def test_analyses_take_tables_without_rows(name: str) -> None:
    a_row_a_rule = {"try_dating_rules": 3}
    assert len(getattr(analysis, name)(frames_from_rows(NOTHING))) == a_row_a_rule.get(name, 0)


@pytest.mark.parametrize("name", analyses())
def test_analyses_take_an_index_as_they_take_an_edition(name: str) -> None:
    getattr(analysis, name)(cs.parse(INDEXES / "lantern-letters.xml").tables)


# ------------------------------------------------------------------------------------------ the real files


@pytest.fixture(scope="module")
def real(shared: Path) -> list[Path]:
    """Give the real CMIF files; skip without them."""
    paths = sorted((shared / "cmif").glob("*.xml"))
    if not paths:
        pytest.skip("no CMIF files in the shared folder")
    return paths


def test_every_letter_of_the_real_files_is_kept(real: list[Path]) -> None:
    for path in real:
        counted = len(re.findall(r"<correspDesc[\s>]", path.read_text(encoding="utf-8")))
        corpus = cs.parse(path)
        assert len(corpus.rows["letters"]) == counted, path.name
        roles = {(row[0], row[1]) for row in corpus.rows["correspondents"]}
        assert len(roles) == 2 * counted, "every letter of these files has a sender and a recipient"


def test_the_dates_of_the_real_files_are_those_that_lxml_finds(real: list[Path]) -> None:
    from lxml import etree  # noqa: PLC0415  only this test and the schema's need it

    tei = "{http://www.tei-c.org/ns/1.0}"
    for path in real:
        read = {row[2]: row for row in cs.parse(path).rows["letters"]}
        for n, desc in enumerate(etree.parse(path).iter(f"{tei}correspDesc"), start=1):
            date = desc.find(f"{tei}correspAction[@type='sent']/{tei}date")
            row = dict(zip(read_schema()["letters"].names, read[str(n)], strict=True))
            ends = [
                date.get(name, "") if date is not None else ""
                for name in ("notBefore", "notAfter", "from", "to")
            ]
            day = date.get("when", "") if date is not None else ""
            if len(day) == 10:
                assert (row["date_earliest"], row["date_latest"]) == (day, day)
            for end, column in ((ends[0] or ends[2], "date_earliest"), (ends[1] or ends[3], "date_latest")):
                if len(end) == 10:
                    assert row[column] == end


def test_the_real_files_are_read_without_a_fault_and_checked(real: list[Path], tmp_path: Path) -> None:
    for path in real:
        cs.parse(path).write(tmp_path / path.stem)
        assert check_tables(tmp_path / path.stem, path) == []


def test_a_delay_is_measured_wherever_both_dates_are(real: list[Path]) -> None:
    for path in real:
        corpus = cs.parse(path)
        names = read_schema()["events"].names
        dated: dict[str, set[str]] = {}
        for row in corpus.rows["events"]:
            event = dict(zip(names, row, strict=True))
            if event["date_edtf"]:
                dated.setdefault(event["letter_id"], set()).add(event["kind"])
        both = {letter_id for letter_id, kinds in dated.items() if {"sent", "received"} <= kinds}
        doubted = {row[1] for row in corpus.rows["diagnostics"] if row[5] == "received-before-sent"}
        measured = {row[0] for row in corpus.rows["latencies"] if row[1] == "sent to received"}
        assert measured == both - doubted


@pytest.mark.parametrize("part", range(PARTS))
def test_analyses_and_plots_take_the_real_files(part: int, real: list[Path]) -> None:
    for path in real[part::PARTS]:
        tables = cs.parse(path).tables
        of_delays(tables.latencies)
        for name in analyses():
            getattr(analysis, name)(tables)
        # a letter of every form of date: drawings of all take minutes
        letters = tables.letters
        forms = letters["date_edtf"].fillna("").str.replace(r"\d", "0", regex=True)
        few = letters.groupby([letters["date_status"], forms], observed=True, dropna=False).head(1)
        # figures of nothing are the same for each file, and drawn above
        draw_all(cs.Tables({**dict(tables.items()), "letters": few}), nothing=False)


# --------------------------------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("attributes", "edtf", "earliest", "latest"),
    [
        ({"when": "1800-09-26"}, "1800-09-26", "1800-09-26", "1800-09-26"),
        ({"when": "1800-02"}, "1800-02", "1800-02-01", "1800-02-28"),
        ({"when": "1800"}, "1800", "1800-01-01", "1800-12-31"),
        ({"when": "1800-09-26", "cert": "low"}, "1800-09-26?", "1800-09-26", "1800-09-26"),
        ({"when": "1800-09-26", "cert": "high"}, "1800-09-26", "1800-09-26", "1800-09-26"),
        ({"notBefore": "1930-08-06"}, "1930-08-06/..", "1930-08-06", ""),
        ({"notAfter": "1930-04"}, "../1930-04", "", "1930-04-30"),
        ({"notBefore": "1800", "notAfter": "1801-12-09"}, "1800/1801-12-09", "1800-01-01", "1801-12-09"),
        ({"from": "1833-04-08", "to": "1833-04-20"}, "1833-04-08/1833-04-20", "1833-04-08", "1833-04-20"),
        ({"from": "1833-04-08", "to": "1833-04-08"}, "1833-04-08", "1833-04-08", "1833-04-08"),
        ({"when-iso": "1800-09-26"}, "1800-09-26", "1800-09-26", "1800-09-26"),
        ({"when-custom": "1917-10-25", "datingMethod": "#julian"}, "1917-11-07", "1917-11-07", "1917-11-07"),
        ({"when": "-0043-03-15"}, "-0043-03-15", "", ""),
    ],
)  # fmt: skip
def test_dates_are_read_from_all_attributes(
    attributes: Mapping[str, str], edtf: str, earliest: str, latest: str
) -> None:
    date = read_date(attributes).date
    assert date is not None
    bounds = tuple(end.isoformat() if end else "" for end in (date.earliest, date.latest))
    assert (date.edtf, *bounds) == (edtf, earliest, latest)


@pytest.mark.parametrize(
    ("attributes", "edtf", "code"),
    [
        ({}, None, "empty-date"),
        ({"when": ""}, None, "empty-date"),
        ({"when": "  "}, None, "empty-date"),
        ({"when": " 1800-09-26 "}, "1800-09-26", "date-form"),
        ({"when": "1800-9-6"}, "1800-09-06", "date-form"),
        ({"when": "26.9.1800"}, "1800-09-26", "date-form"),
        ({"when": "18000926"}, "1800-09-26", "date-form"),
        ({"when": "1800-09-00"}, "1800-09", "date-form"),
        ({"when": "1800-09-XX"}, "1800-09", "date-form"),
        ({"when": "1833-02-30"}, None, "impossible-date"),
        ({"when": "1833-13-01"}, None, "impossible-date"),
        ({"when": "about 1833"}, None, "no-date"),
        ({"when": "--09-26"}, None, "no-date"),
        ({"when": "1843-05-12T10:00:00+01:00"}, "1843-05-12", "time-stamp"),
        ({"when": "1843-05-12T00:00:00"}, "1843-05-12", "time-stamp"),
        ({"when": "1843-05-12", "notAfter": "1844"}, "1843-05-12", "date-attributes"),
        ({"from": "1843-05-12", "notBefore": "1843-05"}, "1843-05/..", "date-attributes"),
        ({"notBefore": "1844", "notAfter": "1843"}, None, "date-order"),
        ({"when-custom": "5 Floréal"}, None, "calendar"),
        ({"when": "-0043-03-15"}, "-0043-03-15", "date-bounds"),
        ({"when": "0000-01-01"}, None, "date-bounds"),
        ({"when": "1800?"}, "1800?", "date-form"),
        ({"when": "1800-05~", "cert": "low"}, "1800-05~", "date-form"),
        ({"when": "1800-05-01Z"}, "1800-05-01", "time-stamp"),
        ({"when": "\u0661\u0668\u0660\u0660-05-01"}, None, "no-date"),
        ({"from": "0000", "to": "1800"}, "../1800", "date-bounds"),
    ],
)
def test_a_date_that_breaks_the_rules_is_a_doubt(
    attributes: Mapping[str, str], edtf: str | None, code: str
) -> None:
    read = read_date(attributes)
    assert (read.date.edtf if read.date else None) == edtf
    assert code in {flaw.code for flaw in read.flaws}


def test_a_clean_date_is_no_doubt() -> None:
    for attributes in ({"when": "1800-09-26"}, {"notAfter": "1800-09"}, {"when": "1934-10-02T03:30:00"}):
        assert read_date(attributes).flaws == ()


def test_several_dates_of_one_thing_leave_all_open() -> None:
    dates = [read_date(one).date for one in ({"notAfter": "1838-05-13"}, {"when": "1838-03-13"})]
    date = one_of([one for one in dates if one])
    assert date is not None
    assert (date.edtf, date.earliest) == ("../1838-05-13", None)
    assert one_of([]) is None


def test_a_time_with_its_offset_is_kept_local_and_given_in_utc() -> None:
    text = sent('<date when="1843-05-12T10:30:00+01:00"/>')
    columns = ("local_datetime", "precision", "utc_datetime")
    assert cells(text, "events", *columns) == [("1843-05-12T10:30", "minute", "1843-05-12T09:30Z")]


# ---------------------------------------------------------------------------------------- names and places


@pytest.mark.parametrize(
    ("ref", "person_id", "full"),
    [
        ("http://d-nb.info/gnd/118632477", "gnd-118632477", "https://d-nb.info/gnd/118632477"),
        ("https://d-nb.info/gnd/10082451x", "gnd-10082451X", "https://d-nb.info/gnd/10082451X"),
        ("gnd:118632477", "gnd-118632477", "https://d-nb.info/gnd/118632477"),
        ("http://viaf.org/viaf/7429975/", "viaf-7429975", "http://viaf.org/viaf/7429975"),
        ("https://www.wikidata.org/wiki/Q42", "wikidata-Q42", "http://www.wikidata.org/entity/Q42"),
        ("https://example.org/people/Ada", "ref-example-org-people-ada", "https://example.org/people/Ada"),
        ("#ada", "ref-c-ada", "c#ada"),
        ("urn:corrstats:person:stalin-iv", "stalin-iv", ""),
    ],
)
def test_a_person_has_one_id_however_the_reference_is_printed(ref: str, person_id: str, full: str) -> None:
    party = read_party("Ada", {"ref": ref}, "person", Listed("c"))
    assert (party.person_id, party.ref) == (person_id, full)


def test_names_without_reference_are_told_by_the_name() -> None:
    listed = Listed("c", {"Q855": "stalin-iv"})
    assert read_party("Müller, Käthe", {}, "person", listed).person_id == "found-müller-käthe"
    assert read_party("Müller, Käthe", {}, "person", listed).given_names == "Käthe"
    assert (
        read_party("X", {"ref": "https://www.wikidata.org/wiki/Q855"}, "person", listed).person_id
        == "stalin-iv"
    )
    assert read_party("N.N.", {}, "person", listed).kind == "unknown"
    assert read_party("N.N.", {"ref": "https://d-nb.info/gnd/1"}, "person", listed).kind == "person"
    assert place_ref("http://sws.geonames.org/2950159/") == "https://www.geonames.org/2950159"


def test_a_letter_without_parties_is_kept_and_said() -> None:
    text = letter("", key="1")
    assert cells(text, "letters", "letter_id") == [("letters/1",)]
    assert {code for (code,) in cells(text, "diagnostics", "code")} == {"no-sender", "no-recipient"}


def test_what_the_tables_have_no_place_for_is_said() -> None:
    assert codes(letter("<p>prose</p>")) == {"prose"}
    assert codes(sent("<persName/>")) == {"empty-name"}
    assert codes(sent('<placeName cert="low">X</placeName>')) == {"uncertain-place"}
    assert codes(letter('<correspAction type="burnt"><persName>A</persName></correspAction>')) == {
        "unknown-action"
    }
    assert codes(sent("<persName>Ada</persName>")) == {"named-twice"}


ACTION = '<correspAction type="sent"><persName>A</persName>'


@pytest.mark.parametrize(
    ("inside", "code", "column"),
    [
        (ACTION + '</correspAction><date when="1800"/>', "not-read", 66),
        ("<persName>A</persName>", "not-read", 1),
        ('<correspDesc key="2"/>', "not-read", 1),
        (ACTION + " by hand</correspAction>", "prose", 1),
        (ACTION + '<time when="10:00:00"/></correspAction>', "not-read", 50),
        ('<correspAction type="sent"><persName ref="">A</persName></correspAction>', "empty-ref", 28),
        ('<correspAction type="sent"><persName ref="http://d-nb.info/gnd/">A</persName></correspAction>',
         "empty-ref", 28),
        (ACTION + '<placeName ref="x:1"/></correspAction>',
         "empty-name", 50),
        (ACTION + '<note><date when="1700"/></note></correspAction>',
         "prose", 50),
    ],
)  # fmt: skip
def test_what_stands_where_nothing_reads_it_is_said(inside: str, code: str, column: int) -> None:
    (found,) = [row for row in rows_of(letter(f"\n{inside}"), "diagnostics") if row["code"] == code]
    assert (found["line"], found["column"]) == ("2", str(column))


def test_names_that_point_nowhere_are_not_one_person() -> None:
    names = '<persName ref="#">Ada</persName><persName ref="https://d-nb.info/gnd/">Bo</persName>'
    text = letter(f'<correspAction type="sent">{names}</correspAction>')
    assert cells(text, "correspondents", "person_id") == [("found-ada",), ("found-bo",)]


def test_several_references_and_places_are_all_kept() -> None:
    refs = "https://d-nb.info/gnd/1,https://viaf.org/viaf/2"
    place = '<placeName ref="https://www.geonames.org/1 http://geonames.org/2">Elm</placeName>'
    text = letter(f'<correspAction type="sent"><persName ref="{refs}">A</persName>{place}</correspAction>')
    assert cells(text, "people", "ref") == [("https://d-nb.info/gnd/1 http://viaf.org/viaf/2",)]
    assert cells(text, "letters", "place_from_ref") == [
        ("https://www.geonames.org/1 https://www.geonames.org/2",)
    ]
    assert codes(text) == {"several-places"}


def test_a_name_that_is_of_a_place_is_no_person() -> None:
    text = sent('<name type="place" ref="https://www.geonames.org/1">Elm</name>')
    assert cells(text, "letters", "place_from") == [("Elm",)]
    assert cells(text, "correspondents", "verbatim") == [("Ada",)]


def test_parts_of_a_name_and_lines_are_parted() -> None:
    for name in (
        "<surname>Lund</surname><forename>Ada</forename>",
        "Lund<lb/>Ada",
        "Lu<lb break='no'/>nd Ada",
        "Lund<!-- ? --> <?x y?>Ada",
    ):
        text = letter(f'<correspAction type="sent"><persName>{name}</persName></correspAction>')
        assert cells(text, "correspondents", "verbatim") == [("Lund Ada",)]


def test_elements_in_elements_without_end_are_no_fault_of_the_program() -> None:
    deep = '<correspAction type="sent">' * 5000 + "</correspAction>" * 5000
    assert cells(letter(deep, key="1"), "letters", "letter_id") == [("letters/1",)]


def test_a_file_with_letters_in_comments_only_is_one_without(tmp_path: Path) -> None:
    shutil.copy(SOUND[1], tmp_path)
    (tmp_path / "none.xml").write_text("<TEI><!-- <correspDesc/> --></TEI>", encoding="utf-8")
    corpus = cs.parse(tmp_path)
    assert [str(fault.message) for fault in corpus.faults] == ["no correspDesc in it"]
    assert len(corpus.rows["letters"]) > 1


def test_diagnostics_have_line_and_column() -> None:
    text = sent('\n\n   <date when="1833-02-30"/>')
    (found,) = [row for row in rows_of(text, "diagnostics") if row["code"] == "impossible-date"]
    assert (found["line"], found["column"]) == ("3", "4")
    assert text[int(found["start"]) : int(found["end"])] == '<date when="1833-02-30"/>'


def test_prefixes_and_other_encodings_are_read() -> None:
    text = letter('<correspAction type="sent"><persName>Käthe &amp; Jürgen</persName></correspAction>')
    prefixed = re.sub(r"<(/?)(\w)", r"<\1tei:\2", text)
    latin = f'<?xml version="1.0" encoding="ISO-8859-1"?>{text}'.encode("latin-1")
    marked = f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16-be")  # by its first signs
    for one in (text, prefixed, latin, f"\ufeff{text}", text.encode("utf-16"), text.encode("utf-32"), marked):
        assert cells(one, "correspondents", "verbatim") == [("Käthe & Jürgen",)]


# -------------------------------------------------------------------------------------------------- safety

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
OTHERS = '<!ENTITY file SYSTEM "SECRET"><!ENTITY evil "<persName>E</persName>">'
DOCTYPE = f'<!DOCTYPE TEI [<!ENTITY l0 "lol">{LAUGHS}{OTHERS}]>'


def test_no_entity_is_expanded_and_no_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Eve", encoding="utf-8")
    doctype = DOCTYPE.replace("SECRET", secret.as_uri())
    for name in ("l9", "file", "evil"):
        text = doctype + letter(f'<correspAction type="sent"><persName>A &{name};</persName></correspAction>')
        assert cells(text, "correspondents", "verbatim") == [(f"A &{name};",)]
        assert codes(text) == {"entity"}


def test_no_entity_is_expanded_in_an_attribute() -> None:
    text = DOCTYPE + letter('<correspAction type="sent"><persName ref="&l0;">A</persName></correspAction>')
    assert cells(text, "people", "ref") == [("&l0;",)]
    text = DOCTYPE + letter('<correspAction type="sent"><persName ref="&l9;">A</persName></correspAction>')
    with pytest.raises(cs.CorrstatsError, match="not well-formed: limit on input amplification"):
        cs.parse(io.BytesIO(text.encode()))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<TEI>", "no element found"),
        (b"<TEI><a></TEI>", "mismatched tag"),
        (b"\n<?xml version='1.0'?><TEI/>", "XML or text declaration not at start of entity"),
        (b"<TEI>&auml;</TEI>", "undefined entity"),
        (b"<TEI>\xfc</TEI>", "byte 0xfc is not UTF-8"),
        (b"<TEI/>", "no correspDesc in it"),
    ],
)
def test_what_is_no_index_of_letters_is_said_with_its_place(
    data: bytes, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.xml"
    path.write_bytes(data)
    with pytest.raises(cs.CorrstatsError, match=re.escape(message)) as error:
        cs.parse(path)
    assert error.value.file == str(path)
    assert (error.value.line is None) == ("correspDesc" in message)


def test_an_empty_file_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "x.xml").touch()
    with pytest.raises(cs.CorrstatsError, match="no element found"):
        cs.parse(tmp_path / "x.xml")


# Prints letters, and the most memory of the process in kilobytes. The system's getrusage would do, if a new
# process did not begin with the peak of the one that started it.
WRITE = """
import re, resource, sys
from pathlib import Path
from corrstats.corpus import parse
letters = parse(sys.argv[1]).write(sys.argv[2])["letters"]
status = Path("/proc/self/status")
told = re.search(r"VmHWM:\\s*(\\d+)", status.read_text()) if status.exists() else None
print(letters, told[1] if told else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_memory_is_bounded_however_long_the_file(tmp_path: Path) -> None:
    one = (INDEXES / "lantern-letters.xml").read_text(encoding="utf-8")
    first, second = one.index("<correspDesc"), one.index("<correspDesc", one.index("<correspDesc") + 1)
    body = one[first:second].replace(' xml:id="first"', "")
    peaks = []
    for many in (2_000, 8_000):
        path = tmp_path / f"{many}.xml"
        descriptions = (body.replace('key="1"', f'key="{n}"') for n in range(many))
        path.write_text("".join([one[:first], *descriptions, "</profileDesc></teiHeader></TEI>"]), "utf-8")
        assert path.stat().st_size > 600 * many
        command = [sys.executable, "-c", WRITE, str(path), str(tmp_path / "out")]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        letters, kilobytes = map(int, done.stdout.split())
        assert letters == many
        peaks.append(kilobytes)
    grown = (peaks[1] - peaks[0]) / (8_000 - 2_000)
    assert grown < 1, f"{grown:.1f} kilobytes for each letter more; a tree takes ten"


def test_a_letter_may_stand_across_chunks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = Path(shutil.copy(INDEXES / "lantern-letters.xml", tmp_path))
    whole = cs.parse(path).rows
    for size in (7, 100, 1001):
        monkeypatch.setattr("corrstats.tei.stream._CHUNK", size)
        assert open_index(XmlFile("lantern-letters", str(path))).survey.letters == 7
        assert cs.parse(path).rows == whole
