"""Written tables against the schema and the text: each planted fault is found, and nothing else is."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, NamedTuple

import pytest

from corrstats import CorrstatsError, parse
from corrstats.check import check_tables, list_emendations, pair_texts, take_stock
from corrstats.source import read_source
from corrstats.tables import read_rows, read_schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Cells = list[dict[str, str]]


@pytest.fixture
def folder(project: Path) -> Path:
    return project / "data" / "tables" / "rye-1930"


@pytest.fixture
def text(project: Path) -> Path:
    return project / "data" / "sources" / "rye-1930.txt"


def rewrite(folder: Path, table: str, change: Callable[[Cells], object]) -> None:
    """Change the rows of a written table."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def set_cell(column: str, value: str, row: int = 0) -> Callable[[Cells], object]:
    return lambda rows: rows[row].update({column: value})


@pytest.mark.parametrize("corpus", ["rye-1930", "ferry-1934"])
def test_tables_as_written_have_no_fault(parsed_project: Path, corpus: str) -> None:
    folder, text = (
        parsed_project / "data" / "tables" / corpus,
        parsed_project / "data" / "sources" / f"{corpus}.txt",
    )
    assert check_tables(folder) == []
    assert check_tables(folder, text) == []


class Fault(NamedTuple):
    """A cell to spoil, and what is to be found."""

    table: str
    column: str
    value: str
    message: str
    row: int = 0


FAULTS = [
    Fault("quantities", "low", "much", "low: 'much' is no number"),
    Fault("quantities", "approximate", "perhaps", "approximate: 'perhaps' is no boolean"),
    Fault("quantities", "low", "9e9", "low 9e9 is above high"),
    Fault("quantities", "high", "", "low and high: one of them is empty"),
    Fault("quantities", "zone", "margin", "zone: 'margin' is not one of heading"),
    Fault("quantities", "measure", "loan", "measure: 'loan' is not one of procured"),
    Fault("quantities", "note", "1", "zone: 'body' with note '1'"),
    Fault("quantities", "start", "999999", "start: outside of letter rye-1930/1"),
    Fault("decisions", "note", "77", "note: letter rye-1930/1 has no note 77"),
    Fault("decisions", "note", "2", "start: outside of note 2"),
    Fault("letters", "ordinal", "first", "ordinal: 'first' is no integer"),
    Fault("letters", "ordinal", "5", "ordinal: 5 follows 0"),
    Fault("letters", "date_earliest", "1930-02-30", "date_earliest: '1930-02-30' is no date"),
    Fault("letters", "date_latest", "1930-05-02", "date_earliest 1930-05-03 is above date_latest"),
    Fault("letters", "date_edtf", "1930-05-04", "date_edtf: '1930-05-04' is not from '1930-05-03'"),
    Fault("letters", "date_edtf", "", "date_edtf: is empty beside its bounds"),
    Fault("letters", "letter_id", "rye-1930/2", "the same as in line"),
    Fault("letters", "letter_id", "oats/1", "letter_id: does not begin with 'rye-1930/'"),
    Fault("letters", "end", "100000", "but the letter before ends at 100000"),
    Fault("letters", "n_notes", "3", "n_notes: 3, but notes.csv has 2"),
    Fault("mentions", "person_id", "nobody", "person_id: no 'nobody' in people.csv"),
    Fault("mentions", "letter_id", "", "letter_id: is empty"),
    Fault(
        "references",
        "target_letter_id",
        "rye-1930/9",
        "target_letter_id: no 'rye-1930/9' in letters.csv",
        row=-1,
    ),
    Fault("latencies", "from_latest", "1930-04-30", "from_earliest 1930-05-01 is above from_latest"),
    Fault("notes", "mark_start", "", "mark_start and mark_end: one of them is empty"),
    Fault("people", "authority", "rumour", "authority: 'rumour' is not one of curated, found"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_planted_fault_is_found_with_its_line(folder: Path, fault: Fault) -> None:
    rewrite(folder, fault.table, set_cell(fault.column, fault.value, fault.row))
    line = range(2, len(read_rows(folder)[fault.table]) + 2)[fault.row]
    found = [one for one in check_tables(folder) if fault.message in one.message]
    assert found, [str(one) for one in check_tables(folder)]
    assert found[0].file == f"{fault.table}.csv"
    assert found[0].line in {line, line + 1}


TEXT_FAULTS = [
    Fault("mentions", "surface", "Nobody", "surface: 'Nobody', but the text has 'Brandt'"),
    Fault("quantities", "verbatim", "3 herrings", "verbatim: '3 herrings', but the text has '250,000 poods'"),
    Fault(
        "decisions",
        "date_verbatim",
        "11 May 1930",
        "date_verbatim: '11 May 1930', but the text has '10 May 1930'",
    ),
    Fault("archive_refs", "end", "1078", "verbatim: "),
    Fault("letters", "heading", "Letter 7", "heading: 'Letter 7', but the text has 'Letter 1"),
    Fault("letters", "date_verbatim", "[4 May]", "date_verbatim: '[4 May]' does not stand in the letter"),
    Fault("notes", "note", "4", "the text has '1', not the mark of note 4"),
    Fault("notes", "n_words", "1", "n_words: 1, but the note has"),
    Fault("mentions", "zone", "heading", "zone: 'heading', but the text has it in body"),
]


@pytest.mark.parametrize("fault", TEXT_FAULTS, ids=str)
def test_a_span_that_does_not_hold_is_found_with_the_text(folder: Path, text: Path, fault: Fault) -> None:
    rewrite(folder, fault.table, set_cell(fault.column, fault.value))
    found = [one for one in check_tables(folder, text) if fault.message in one.message]
    assert [(one.file, one.line) for one in found] == [(f"{fault.table}.csv", 2)]


def test_every_span_is_held_against_the_text(folder: Path, text: Path) -> None:
    text.write_text("Moved. " + text.read_text(encoding="utf-8"), encoding="utf-8")
    found = check_tables(folder, text)
    for table in ("mentions", "quantities", "decisions", "references", "archive_refs"):
        lines = {one.line for one in found if one.file == f"{table}.csv"}
        assert lines == set(range(2, len(read_rows(folder)[table]) + 2)), table
    assert "another text: SHA-256 differs" in found[0].message


def test_a_text_too_short_is_found(folder: Path, text: Path) -> None:
    text.write_text(text.read_text(encoding="utf-8")[:1200], encoding="utf-8")
    assert any("but the text ends at 1200" in one.message for one in check_tables(folder, text))


def test_letters_that_the_text_has_and_the_tables_have_not_are_found(folder: Path, text: Path) -> None:
    rewrite(folder, "letters", lambda rows: rows.pop())
    messages = [one.message for one in check_tables(folder, text)]
    assert "letter rye-1930/3 of the text is missing" in messages


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"unit,", b"units,", "no column unit"),
        (b"low,high", b"high,low", "the columns stand in another order"),
        (b"low,high", b"low,low", "no column high"),
    ],
)
def test_columns_that_are_not_as_in_the_schema_are_found(
    folder: Path, old: bytes, new: bytes, message: str
) -> None:
    path = folder / "quantities.csv"
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    assert any(one.line == 1 and message in one.message for one in check_tables(folder))


def test_further_columns_may_follow(folder: Path) -> None:
    rewrite(folder, "quantities", lambda rows: [row.update(remark="mine") for row in rows])
    assert check_tables(folder) == []


def test_files_that_are_missing_torn_or_of_another_kind_are_found(folder: Path) -> None:
    (folder / "events.csv").unlink()
    (folder / "notes.csv").write_bytes((folder / "notes.csv").read_bytes() + b"one,two\r\n")
    (folder / "references.csv").write_bytes(b"\xff\xfe\x00")
    (folder / "datapackage.json").write_text("{}", encoding="utf-8")
    found = {one.file: one.message for one in check_tables(folder)}
    assert found["events.csv"] == "the table is missing"
    assert found["notes.csv"] == f"2 cells under {len(read_schema()['notes'].columns)} columns"
    assert found["references.csv"] == "is not UTF-8"
    assert found["datapackage.json"] == "does not say what text the tables are of"


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorrstatsError, match="no tables here"):
        check_tables(tmp_path)


def test_a_text_of_another_corpus_is_refused(project: Path, folder: Path) -> None:
    both = project / "both"
    parse(*(project / "data" / "sources").glob("*.txt")).write(both)
    assert check_tables(both, project / "data" / "sources" / "ferry-1934.txt") == []
    stranger = project / "stranger.txt"
    stranger.write_bytes((project / "data" / "sources" / "rye-1930.txt").read_bytes())
    assert check_tables(folder, stranger) == []
    with pytest.raises(CorrstatsError, match="no corpus 'stranger' in the tables"):
        check_tables(both, stranger)


def test_each_folder_of_tables_meets_its_own_text(project: Path) -> None:
    tables = project / "data" / "tables"
    pairs = [(one.name, text.corpus if text else None) for one, text in pair_texts(tables)]
    assert pairs == [("ferry-1934", "ferry-1934"), ("rye-1930", "rye-1930")]
    (project / "data" / "sources" / "rye-1930.txt").write_text("another text", encoding="utf-8")
    assert [text.corpus if text else None for _, text in pair_texts(tables)] == ["ferry-1934", None]


def test_the_account_adds_up(letters: Path) -> None:
    (parsed,) = parse(letters / "rye-1930.txt").parsed
    account = take_stock(parsed)
    rows = {what: counts for what, *counts in account.rows()}
    assert set(rows) == {"numbers", "names", "both"}
    for printed, *fates in rows.values():
        assert printed == sum(fates) > 0
    assert rows["both"] == [sum(pair) for pair in zip(rows["numbers"], rows["names"], strict=True)]
    assert account.unread_share == rows["both"][3] / rows["both"][0]


def test_mended_readings_are_listed_with_what_is_printed() -> None:
    schema = read_schema()["quantities"]
    cells = dict.fromkeys(schema.names, "") | {
        "letter_id": "x/1",
        "zone": "note",
        "note": "2",
        "verbatim": "3032 percent",
        "low": "30",
        "high": "32",
        "unit": "percent",
        "emendation": "lost dash",
    }
    mended, plain = list(cells.values()), list((cells | {"emendation": ""}).values())
    told = list(list_emendations({"quantities": [mended, plain]}))
    assert told == ["x/1, note 2: '3032 percent' read as 30 to 32 percent (lost dash)"]


def test_the_data_package_tells_the_allowed_values(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    fields = {
        (table["name"], field["name"]): field
        for table in package["resources"]
        for field in table["schema"]["fields"]
    }
    assert fields["correspondents", "role"]["constraints"]["enum"] == ["sender", "recipient"]
    assert "constraints" not in fields["quantities", "unit"]


def test_full_texts_have_no_fault(shared: Path, tmp_path: Path) -> None:
    for source in sorted((shared / "letters").glob("*.txt")):
        parse(source).write(tmp_path / source.stem)
        assert check_tables(tmp_path / source.stem, read_source(source)) == []
