"""Tables: rows to CSV and typed frames, written whole or not at all, and read back as they were."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import pydoc
import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import corrstats as cs
from corrstats.plots.notebook import complete_letters
from corrstats.tables import FOREIGN_KEYS, collapse, csv_text, merge_rows, read_rows, read_schema, write
from corrstats.tables.frames import frame_from_rows
from corrstats.tables.schema import Column, TableSchema

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from conftest import Reader

SCHEMA = read_schema()
WORDS = TableSchema("words", "a word", (), (Column("word", "string", ""), Column("meaning", "string", "")))
MOLOTOV_TEXT = """Letter 12
[Late August-Early September 1930]
Comrade Zabelkin wants 150 million
poods.1 Received your letter of 8/6.

1. On 10 August 1930, the Politburo resolved to "buy" oil, at last (RTsKhIDNI f. 17, op. 3, d. 792, l. 11).
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> cs.Corpus:
    """Give a parsed letter that has a row in most tables."""
    path = tmp_path_factory.mktemp("source") / "lamp.txt"
    path.write_text(MOLOTOV_TEXT, encoding="utf-8")
    return cs.parse(path, edition="stalin-molotov")


def names(folder: Path) -> set[str]:
    """Give the names of the files in a folder."""
    return {path.name for path in folder.iterdir()}


# ------------------------------------------------------------------------------------------------- schema


def test_the_columns_of_the_contract_come_first_and_in_its_order(shared: Path) -> None:
    contract = re.findall(
        r"^\| (\w+) \| [^|]+ \| (letter_id[^|(]*|person_id[^|(]*|corpus[^|(]*)",
        (shared / "tables.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert {name for name, _ in contract} == set(SCHEMA)
    for name, columns in contract:
        wanted = re.findall(r"\w+", columns)
        assert SCHEMA[name].names[: len(wanted)] == tuple(wanted)


def test_keys_name_columns_that_there_are() -> None:
    for schema in SCHEMA.values():
        assert set(schema.key) <= set(schema.names)
        assert len(set(schema.names)) == len(schema.names)
        assert all(column.description for column in schema.columns)
    for table, column, target, there in FOREIGN_KEYS:
        assert column in SCHEMA[table].names
        assert there in SCHEMA[target].names


# ---------------------------------------------------------------------------------------------------- CSV


def test_csv_is_as_rfc_4180_has_it() -> None:
    rows = [["a,b", 'say "so"'], ["two\nlines", ""], [" blank ", "ж"]]
    assert csv_text(WORDS, rows) == ('word,meaning\r\n"a,b","say ""so"""\r\n"two\nlines",\r\n blank ,ж\r\n')


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(rows=st.lists(st.tuples(cells, cells).map(list), max_size=5))
def test_any_cells_come_back_from_csv(rows: list[list[str]]) -> None:
    text = csv_text(WORDS, rows)
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["word", "meaning"], *rows]


@pytest.mark.parametrize(("text", "collapsed"), [(" a\n  b\t c ", "a b c"), ("a\r\nb", "a b"), ("", "")])
def test_white_space_is_collapsed_in_a_cell(text: str, collapsed: str) -> None:
    assert collapse(text) == collapsed


def test_a_passage_over_two_lines_keeps_its_span_and_loses_its_line_break(read: Reader) -> None:
    one = read(MOLOTOV_TEXT, "stalin-molotov")
    (row,) = one.rows["quantities"]
    assert row["verbatim"] == "150 million poods"
    assert one.text[int(row["start"]) : int(row["end"])] == "150 million\npoods"


def test_words_of_a_note_are_not_words_of_the_letter(read: Reader) -> None:
    one = read(MOLOTOV_TEXT, "stalin-molotov")
    assert one.cells("letters", "n_words", "n_notes") == [("9", "1")]
    assert one.column("notes", "n_words") == ["15"]


# ------------------------------------------------------------------------------------------------- frames


def test_every_table_is_a_frame_with_the_columns_of_the_schema(corpus: cs.Corpus) -> None:
    assert list(corpus.tables) == list(SCHEMA)
    for name, frame in corpus.tables.items():
        assert tuple(frame.columns) == SCHEMA[name].names
        assert len(frame) == len(corpus.rows[name])


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("letters", "letter_id", "string"),
        ("letters", "n_words", "Int64"),
        ("letters", "date_earliest", "datetime64"),
        ("people", "born", "Int64"),
        ("quantities", "low", "Float64"),
        ("quantities", "emended", "boolean"),
        ("decisions", "repeat", "boolean"),
        ("events", "local_datetime", "datetime64"),
        ("latencies", "hours_low", "Float64"),
    ],
)
def test_columns_are_typed_in_empty_tables_too(corpus: cs.Corpus, table: str, column: str, kind: str) -> None:
    assert str(corpus.tables[table][column].dtype).startswith(kind)


def test_an_empty_cell_is_missing_and_a_date_is_a_date(corpus: cs.Corpus) -> None:
    tables = corpus.tables
    assert tables.letters["place_from"].isna().all()
    assert tables.people["born"].isna().all()
    assert tables.letters["date_earliest"].dt.date.tolist() == [dt.date(1930, 8, 21)]
    assert tables.letters["date_latest"].dt.date.tolist() == [dt.date(1930, 9, 10)]
    assert tables.quantities["low"].tolist() == [150e6]
    assert tables.quantities["emended"].tolist() == [False]


def test_an_event_keeps_its_minute(read: Reader) -> None:
    one = read.kaganovich("So be it.", header="From Moscow 3/X - 34 at 3 o'clock. 30 minutes.")
    assert one.column("events", "local_datetime") == ["1934-10-03T03:30"]


def test_a_column_of_few_values_is_of_categories_in_the_order_of_the_schema(corpus: cs.Corpus) -> None:
    for name, schema in SCHEMA.items():
        for column in schema.columns:
            cells = corpus.tables[name][column.name]
            if allowed := column.values:  # noqa: PD011  a column of the schema
                assert tuple(cells.cat.categories) == allowed
    assert corpus.tables.letters["genre"].tolist() == ["letter"]


def test_a_value_that_the_schema_does_not_allow_is_not_lost(corpus: cs.Corpus) -> None:
    schema = SCHEMA["letters"]
    row = dict(zip(schema.names, corpus.rows["letters"][0], strict=True)) | {"genre": "ode"}
    frame = frame_from_rows(schema, [list(row.values())])
    assert frame["genre"].tolist() == ["ode"]


def test_the_rows_of_one_letter_are_had_by_its_id(letters: Path) -> None:
    tables = cs.parse(letters / "rye-1930.txt").tables
    one = tables.by_letter["rye-1930/2"]
    assert list(one) == list(tables)
    assert one.letters["letter_id"].tolist() == ["rye-1930/2"]
    assert set(one.mentions["letter_id"]) == {"rye-1930/2"}
    named = set(one.mentions["person_id"]) | set(one.correspondents["person_id"])
    assert set(one.people["person_id"]) == named < set(tables.people["person_id"])
    with pytest.raises(KeyError, match=r"no letter 'rye-1930/9'; tables\.letters lists them"):
        tables.by_letter["rye-1930/9"]


def test_names_columns_and_letters_complete_and_help_tells_them(letters: Path) -> None:
    tables = cs.parse(letters / "rye-1930.txt").tables
    shell = InteractiveShell()  # type: ignore[no-untyped-call]
    shell.user_ns["tables"] = tables
    for typed, completed in (
        ('tables["lett', "letters"),
        ('tables.by_letter["rye-1930/', "rye-1930/2"),
        ('tables.letters["date_e', "date_earliest"),
    ):
        with provisionalcompleter():
            found = {one.text for one in shell.Completer.completions(typed, len(typed))}
        assert completed in found
    assert {"letters", "quantities", "by_letter"} <= set(dir(tables))
    told = pydoc.plain(pydoc.render_doc(tables))
    for schema in SCHEMA.values():
        for column in schema.columns:
            assert f"{column.name} ({column.type}): {column.description}" in told


def test_a_letter_to_be_shown_completes(letters: Path) -> None:
    shell = InteractiveShell()  # type: ignore[no-untyped-call]
    shell.user_ns["mine"] = cs.parse(letters / "rye-1930.txt")
    complete_letters(shell)
    complete_letters(shell)
    for typed in ('cs.show("rye-1930/', "x = cs.show( 'rye", 'cs.show("'):
        with provisionalcompleter():
            found = [one.text for one in shell.Completer.completions(typed, len(typed))]
        assert found.count("rye-1930/2") == 1, typed
    with provisionalcompleter():
        others = {
            one.text for one in shell.Completer.completions('print("rye-1930/', len('print("rye-1930/'))
        }
    assert "rye-1930/2" not in others


def test_columns_are_explained_by_table_or_name(letters: Path) -> None:
    tables = cs.parse(letters / "rye-1930.txt").tables
    told = cs.explain(tables.letters[["letter_id", "date_edtf"]])
    assert told.index.tolist() == ["letter_id", "date_edtf"]
    assert told["meaning"].iloc[0] == cs.explain("letters")["meaning"].iloc[0]
    for name, schema in SCHEMA.items():
        assert cs.explain(name)["meaning"].tolist() == [column.description for column in schema.columns]
    with pytest.raises(cs.CorrstatsError, match="no table 'lettres'"):
        cs.explain("lettres")
    with pytest.raises(cs.CorrstatsError, match="no table of letters"):
        cs.explain(pd.DataFrame({"days": [1]}))


def test_tables_are_had_by_item_and_by_attribute(corpus: cs.Corpus) -> None:
    assert corpus.tables["letters"] is corpus.tables.letters
    with pytest.raises(KeyError, match="no table 'lettres'; there are letters"):
        corpus.tables["lettres"]
    with pytest.raises(AttributeError):
        _ = corpus.tables.lettres


# ------------------------------------------------------------------------------------- written and read back


def test_written_tables_are_read_back_as_they_were(corpus: cs.Corpus, tmp_path: Path) -> None:
    corpus.write(tmp_path / "lamp")
    assert names(tmp_path / "lamp") == {f"{name}.csv" for name in SCHEMA} | {"datapackage.json"}
    assert read_rows(tmp_path / "lamp") == corpus.rows
    tables = cs.read_tables(tmp_path)
    for name in SCHEMA:
        pd.testing.assert_frame_equal(tables[name], corpus.tables[name])


def test_the_same_source_gives_the_same_bytes(corpus: cs.Corpus, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        corpus.write(tmp_path / folder)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_parquet_holds_the_same_columns_with_their_types(corpus: cs.Corpus, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="Parquet needs pyarrow")
    corpus.write(tmp_path / "lamp", formats=("csv", "parquet"))
    for name in SCHEMA:
        frame = pd.read_parquet(tmp_path / "lamp" / f"{name}.parquet")
        assert tuple(frame.columns) == SCHEMA[name].names
        assert len(frame) == len(corpus.rows[name])


def test_the_data_package_names_every_table_column_and_source(corpus: cs.Corpus, tmp_path: Path) -> None:
    corpus.write(tmp_path / "lamp")
    package = json.loads((tmp_path / "lamp" / "datapackage.json").read_text(encoding="utf-8"))
    resources = {one["name"]: one for one in package["resources"]}
    assert set(resources) == set(SCHEMA)
    for name, resource in resources.items():
        assert (tmp_path / "lamp" / resource["path"]).exists()
        assert tuple(field["name"] for field in resource["schema"]["fields"]) == SCHEMA[name].names
    assert "lamp" in json.dumps(package["sources"])


def test_tables_of_several_corpora_are_read_together(corpus: cs.Corpus, tmp_path: Path) -> None:
    (tmp_path / "oil.txt").write_text(MOLOTOV_TEXT, encoding="utf-8")
    corpus.write(tmp_path / "tables" / "lamp")
    cs.parse(tmp_path / "oil.txt", edition="stalin-molotov").write(tmp_path / "tables" / "oil")
    tables = cs.read_tables(tmp_path / "tables")
    assert tables.letters["letter_id"].tolist() == ["lamp/12", "oil/12"]
    people = tables.people["person_id"].tolist()
    assert people == sorted(set(people))


def test_merging_keeps_the_order_of_the_corpora() -> None:
    merged = merge_rows(
        [{"letters": [["b"]], "people": [["y"], ["x"]]}, {"letters": [["a"]], "people": [["x"]]}]
    )
    assert merged == {"letters": [["b"], ["a"]], "people": [["x"], ["y"]]}


# --------------------------------------------------------------------------------------------- whole or not


def break_at(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let writing fail at a table, as a full disk would."""
    whole = write.csv_text

    def broken(schema: TableSchema, rows: Iterable[list[str]]) -> str:
        if schema.name == table:
            raise OSError(28, "No space left on device")
        return whole(schema, rows)

    monkeypatch.setattr(write, "csv_text", broken)


@pytest.mark.parametrize("table", ["letters", "quantities", "diagnostics"])
def test_a_broken_run_leaves_the_old_tables_and_nothing_else(
    corpus: cs.Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    corpus.write(tmp_path / "lamp")
    before = {path.name: path.read_bytes() for path in (tmp_path / "lamp").iterdir()}
    break_at(table, monkeypatch)
    with pytest.raises(cs.CorrstatsError, match="No space left"):
        corpus.write(tmp_path / "lamp")
    assert {path.name: path.read_bytes() for path in (tmp_path / "lamp").iterdir()} == before
    assert names(tmp_path) == {"lamp"}


def test_a_broken_first_run_leaves_nothing(
    corpus: cs.Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_at("quantities", monkeypatch)
    with pytest.raises(cs.CorrstatsError):
        corpus.write(tmp_path / "lamp")
    assert names(tmp_path) == set()


def test_new_tables_take_the_place_of_the_old_and_own_files_stay(corpus: cs.Corpus, tmp_path: Path) -> None:
    corpus.write(tmp_path / "lamp")
    (tmp_path / "lamp" / "letters.csv").write_text("old", encoding="utf-8")
    (tmp_path / "lamp" / "my notes.md").write_text("mine", encoding="utf-8")
    corpus.write(tmp_path / "lamp")
    assert read_rows(tmp_path / "lamp") == corpus.rows
    assert (tmp_path / "lamp" / "my notes.md").read_text(encoding="utf-8") == "mine"
    assert names(tmp_path) == {"lamp"}


def test_a_folder_of_something_else_is_not_touched(corpus: cs.Corpus, tmp_path: Path) -> None:
    (tmp_path / "novel.md").write_text("mine", encoding="utf-8")
    with pytest.raises(cs.CorrstatsError, match="other files than tables"):
        corpus.write(tmp_path)
    assert names(tmp_path) == {"novel.md"}


# ------------------------------------------------------------------------------------------------- errors


def test_a_folder_without_tables_is_named(tmp_path: Path) -> None:
    with pytest.raises(cs.CorrstatsError, match="no tables here") as error:
        cs.read_tables(tmp_path)
    assert str(tmp_path) in str(error.value)


def test_a_missing_table_and_a_missing_column_are_named(corpus: cs.Corpus, tmp_path: Path) -> None:
    corpus.write(tmp_path / "lamp")
    letters = tmp_path / "lamp" / "letters.csv"
    letters.write_bytes(letters.read_bytes().replace(b"genre", b"gender", 1))
    with pytest.raises(cs.CorrstatsError, match="no column 'genre'") as error:
        cs.read_tables(tmp_path)
    assert (error.value.file, error.value.line) == (str(letters), 1)
    (tmp_path / "lamp" / "events.csv").unlink()
    letters.write_bytes(letters.read_bytes().replace(b"gender", b"genre", 1))
    with pytest.raises(cs.CorrstatsError, match="no such table"):
        cs.read_tables(tmp_path)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x00", b""])
def test_a_file_that_is_no_table_is_named(corpus: cs.Corpus, tmp_path: Path, content: bytes) -> None:
    corpus.write(tmp_path / "lamp")
    (tmp_path / "lamp" / "events.csv").write_bytes(content)
    with pytest.raises(cs.CorrstatsError) as error:
        cs.read_tables(tmp_path)
    assert "events.csv" in str(error.value)
