"""The commands: what each prints, how it ends, and that it leaves nothing half done."""

from __future__ import annotations

import csv
import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

import corrstats
from corrstats.cli import run
from corrstats.commands import app
from corrstats.tables import read_schema, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

COMMANDS = sorted(command.callback.__name__ for command in app.registered_commands if command.callback)


@pytest.fixture(autouse=True)
def here(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a project of two invented corpora."""
    monkeypatch.chdir(project)
    return project


def files(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder with its bytes, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def start(*arguments: str, **more: Any) -> subprocess.Popen[str]:  # noqa: ANN401  what Popen takes
    """Start the program in a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "corrstats.cli", *arguments], text=True, **more)


# -------------------------------------------------------------------------------- help


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"corrstats {corrstats.__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_help_lists_the_commands(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 0
    out = capsys.readouterr().out
    assert [name for name in COMMANDS if f"\n  {name} " not in out] == []


def test_the_commands_are_those_of_the_contract() -> None:
    assert COMMANDS == ["check", "compare", "editions", "export", "parse", "people", "report", "show"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    out = capsys.readouterr().out
    assert f"\n  Example:\n    corrstats {command} " in out
    assert "..." not in out.split("Options:")[0].replace("}...", "").replace("[SOURCE]...", "")


@pytest.mark.parametrize("arguments", [(), ("editions",), ("compare", "data/tables", "data/tables")])
def test_commands_start_without_what_only_others_need(here: Path, arguments: tuple[str, ...]) -> None:
    code = (
        "import sys; from corrstats.cli import run; status = run(sys.argv[1:]);"
        "heavy = {'pandas', 'matplotlib', 'numpy', 'nbconvert', 'rich.table'};"
        "print(heavy & set(sys.modules), file=sys.stderr);"
        "sys.exit(status)"
    )
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=here)
    assert done.stderr == "set()\n"


# -------------------------------------------------------------------------------- parse


def test_parse_writes_the_tables_and_says_how_many(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["parse", "data/sources/rye-1930.txt", "--out", "out/rye"]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("rye-1930: 3 letters of the edition stalin-molotov\ntable")
    assert "\nletters            3\n" in printed.out
    assert printed.out.endswith("written to out/rye\n")
    assert printed.err == ""
    assert files(here / "out" / "rye") == files(here / "data" / "tables" / "rye-1930")


def test_parse_takes_several_sources_folders_and_formats(here: Path) -> None:
    assert run(["parse", "data/sources", "--out", "out", "--format", "csv,parquet"]) == 0
    expected = {f"{name}.{kind}" for name in read_schema() for kind in ("csv", "parquet")} | {
        "datapackage.json"
    }
    assert set(files(here / "out")) == expected
    assert set(corrstats.read_tables("out").letters["corpus"]) == {"ferry-1934", "rye-1930"}
    again = here / "again"
    assert (
        run(["parse", "data/sources/ferry-1934.txt", "data/sources/rye-1930.txt", "--out", str(again)]) == 0
    )
    assert (again / "mentions.csv").read_bytes() == (here / "out" / "mentions.csv").read_bytes()


def test_parse_keeps_files_of_your_own_beside_the_tables(here: Path) -> None:
    mine = here / "data" / "tables" / "rye-1930" / "remarks.txt"
    mine.write_text("mine", encoding="utf-8")
    assert run(["parse", "data/sources/rye-1930.txt", "--out", "data/tables/rye-1930"]) == 0
    assert mine.read_text(encoding="utf-8") == "mine"


def test_parse_takes_an_edition_knowledge_and_corrections_of_your_own(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "own.toml").write_text(
        "name = 'own'\n[letter]\nstart = '^Letter (?P<number>\\d+)$'\n", encoding="utf-8"
    )
    (here / "mine").mkdir()
    assert run(["people", "data/sources/rye-1930.txt", "--csv"]) == 0
    (here / "mine" / "people.csv").write_text(capsys.readouterr().out, encoding="utf-8")
    (here / "overruled.csv").write_text(
        "table,row,column,value,reason,who\nletters,rye-1930/1,genre,note,too short for a letter,me\n"
    )
    source = "data/sources/rye-1930.txt"
    options = ["--edition", "own.toml", "--knowledge", "mine", "--corrections", "overruled.csv"]
    assert run(["parse", source, "--out", "out", *options]) == 0
    assert "edition own" in capsys.readouterr().out
    tables = corrstats.read_tables("out")
    assert set(tables.people["authority"]) == {"curated"}
    assert tables.letters["genre"][0] == "note"


def test_damaged_digits_are_left_alone_on_demand(here: Path) -> None:
    source = here / "data" / "sources" / "rye-1930.txt"
    source.write_text(
        source.read_text(encoding="utf-8").replace("15 percent", "3032 percent"), encoding="utf-8"
    )
    low = {}
    for name, options in {"mended": [], "printed": ["--no-emendations"]}.items():
        assert run(["parse", str(source), "--out", name, *options]) == 0
        amounts = corrstats.read_tables(name).quantities
        low[name] = amounts[amounts["unit"] == "percent"]["low"].tolist()
    assert low == {"mended": [30], "printed": [3032]}


def test_parse_shows_a_table_and_a_bar_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert run(["parse", "data/sources/rye-1930.txt", "--out", "out"]) == 0
    printed = capsys.readouterr()
    assert "──" in printed.out
    assert "reading" in printed.err


# -------------------------------------------------------------------------------- whole or not at all


def test_a_disk_that_fills_up_leaves_the_old_tables(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(here)
    tried: list[int] = []

    class Full:
        """Stands for csv.writer: there is room for headers and for no row."""

        def __init__(self, *_: object, **__: object) -> None: ...

        def writerow(self, _row: object) -> None: ...

        def writerows(self, rows: list[Any]) -> NoReturn:
            tried.append(len(rows))
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("csv.writer", Full)
    assert run(["parse", "data/sources/ferry-1934.txt", "--out", "data/tables/rye-1930"]) == 2
    assert len(tried) == 1
    assert tried[0] > 0
    assert files(here) == before
    error = capsys.readouterr().err
    assert error == "corrstats: data/tables/rye-1930: No space left on device; choose another --out\n"


SLOW = """
import sys, time
from corrstats.cli import main
from corrstats.tables import write
describe = write.write_package
def slow(*arguments):
    describe(*arguments)
    print("filled", flush=True)
    time.sleep(60)
write.write_package = slow
main(["parse", "data/sources/ferry-1934.txt", "--out", "data/tables/rye-1930"])
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(
    ("number", "status", "left"), [(signal.SIGKILL, -9, True), (signal.SIGTERM, 143, False)]
)
def test_a_killed_run_leaves_the_old_tables(here: Path, number: int, status: int, *, left: bool) -> None:
    before = files(here)
    command = [sys.executable, "-c", SLOW]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=here) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"filled\n"
        process.send_signal(number)
        _, error = process.communicate(timeout=30)
    assert (process.returncode, error) == (status, b"")
    after = files(here)
    assert {name: after[name] for name in before} == before
    assert bool(after.keys() - before.keys()) == left
    tables = corrstats.read_tables("data/tables")
    assert tables.letters["letter_id"].is_unique, "what a killed run leaves behind is no corpus"
    assert run(["parse", "data/sources/ferry-1934.txt", "--out", "data/tables/rye-1930"]) == 0


def test_new_tables_take_the_place_of_the_old_in_one_step(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for can_exchange in (True, False):
        if not can_exchange:
            monkeypatch.setattr(write, "exchange_folders", lambda _one, _other: False)
        out = here / "data" / "tables" / "rye-1930"
        assert run(["parse", "data/sources/ferry-1934.txt", "--out", str(out)]) == 0
        assert files(out) == files(here / "data" / "tables" / "ferry-1934")
        assert sorted(path.name for path in out.parent.iterdir()) == ["ferry-1934", "rye-1930"]
        assert run(["parse", "data/sources/rye-1930.txt", "--out", str(out)]) == 0


# -------------------------------------------------------------------------------- the other commands


def test_editions_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["editions"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:3]] == ["stalin-kaganovich", "stalin-molotov"]


def test_the_edition_of_a_text_is_told_with_why(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["editions", "data/sources/rye-1930.txt"]) == 0
    kaganovich, molotov = capsys.readouterr().out.splitlines()
    assert kaganovich.startswith("stalin-kaganovich does not fit: ")
    assert molotov.startswith("stalin-molotov fits: ")
    assert molotov.endswith("3, 3 lines match, the first is line 3")
    (here / "own.toml").write_text(
        "name = 'own'\n[recognise]\nlines = ['^Letter']\n[letter]\nstart = '^Letter'\n", encoding="utf-8"
    )
    assert run(["editions", "data/sources/rye-1930.txt", "--edition", "own.toml"]) == 2
    printed = capsys.readouterr()
    assert [line.split()[0] for line in printed.out.splitlines()] == [
        "stalin-kaganovich",
        "stalin-molotov",
        "own",
    ]
    assert printed.err == (
        "corrstats: data/sources/rye-1930.txt: several editions fit: stalin-molotov, own; "
        "choose one with --edition\n"
    )


def test_check_finds_the_texts_and_takes_the_account(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "data/tables"]) == 0
    out = capsys.readouterr().out
    assert "account of ferry-1934" in out
    assert "account of rye-1930" in out
    assert "\nno faults; held against the schema and " in out


def test_check_prints_each_fault_with_file_and_line(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = here / "data" / "tables" / "rye-1930" / "mentions.csv"
    path.write_bytes(path.read_bytes().replace(b"Rudzutak", b"Radzutok"))
    source = ["--source", "data/sources/rye-1930.txt"]
    assert run(["check", "data/tables/rye-1930", *source]) == 1
    assert run(["check", "data/tables", *source]) == 1
    line = "data/tables/rye-1930/mentions.csv:3: surface: 'Radzutok', but the text has 'Rudzutak'"
    out = capsys.readouterr().out.splitlines()
    assert out.count(line) == 2
    assert sum(one.startswith("1 fault; held against the schema and data/sources/rye") for one in out) == 1


def test_check_says_when_there_is_no_text(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "data" / "sources" / "rye-1930.txt").unlink()
    assert run(["check", "data/tables/rye-1930"]) == 0
    assert capsys.readouterr().out.startswith("no faults; held against the schema; to check the spans, name")


def test_check_lists_mended_readings(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = here / "data" / "sources" / "rye-1930.txt"
    source.write_text(
        source.read_text(encoding="utf-8").replace("15 percent", "3032 percent"), encoding="utf-8"
    )
    assert run(["parse", str(source), "--out", "out"]) == 0
    capsys.readouterr()
    assert run(["check", "out", "--emendations"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("rye-1930/2, body: '3032 percent' read as 30 to 32 percent (")
    assert out.count("\n") == 1


def test_check_prints_rows_by_which_a_reader_overrules(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = here / "data" / "sources" / "rye-1930.txt"
    text = source.read_text(encoding="utf-8").replace("15 percent", "3032 percent")
    source.write_text(text.replace("Mikoian says", "Kuznetsov says"), encoding="utf-8")
    assert run(["parse", str(source), "--out", "before"]) == 0
    capsys.readouterr()
    assert run(["check", "before", "--csv"]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert [(row["table"], row["column"], row["value"]) for row in rows] == [
        ("quantities", "low", "30"),
        ("quantities", "high", "32"),
        ("mentions", "person_id", "open-kuznetsov"),
    ]
    with (here / "data" / "sources" / "corrections.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        values = ("31", "33", "kuznetsov-of-the-port")
        writer.writerows(
            row | {"value": value, "reason": "as in the ledger", "who": "me"}
            for row, value in zip(rows, values, strict=True)
        )
    assert run(["parse", str(source), "--out", "after"]) == 0
    tables = corrstats.read_tables("after")
    amounts = tables.quantities[tables.quantities["unit"] == "percent"]
    assert amounts[["low", "high", "corrected"]].to_numpy().tolist() == [[31, 33, "low;high"]]
    assert "kuznetsov-of-the-port" in set(tables.mentions["person_id"])
    assert "correction-unused" not in set(tables.diagnostics["code"])


def test_compare_says_whether_anything_differs(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "data/tables", "data/tables"]) == 0
    assert capsys.readouterr().out == "no difference\n"
    path = here / "data" / "tables" / "rye-1930" / "quantities.csv"
    assert run(["parse", "data/sources/rye-1930.txt", "--out", "mine"]) == 0
    path.write_bytes(path.read_bytes().replace(b",250000,250000,", b",260000,260000,"))
    capsys.readouterr()
    assert run(["compare", "data/tables/rye-1930", "mine"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "A is data/tables/rye-1930, B is mine"
    assert out[1].startswith("quantities: rye-1930/1, body: only in B: 250000, 250000, pood")
    assert out[2].startswith("quantities: rye-1930/1, body: only in A: 260000, 260000, pood")
    assert out[3:] == ["2 differences"]


def test_show_prints_a_letter_or_writes_a_page(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "rye-1930/1"]) == 0
    assert "{250,000 poods|amount}" in capsys.readouterr().out
    assert run(["show", "rye-1930/1", "--tables", "data/tables/rye-1930", "--html", "1.html"]) == 0
    assert capsys.readouterr().out == "written to 1.html\n"
    assert (here / "1.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_show_parses_a_source_that_has_no_tables(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "data" / "sources" / "rye-1930.txt").rename(here / "any-name.txt")
    assert run(["show", "rye-1930/1", "--source", "any-name.txt"]) == 0
    assert "{250,000 poods|amount}" in capsys.readouterr().out


def test_show_uses_styles_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert run(["show", "rye-1930/1"]) == 0
    assert "\x1b[1;34mBrandt\x1b[0m" in capsys.readouterr().out


def test_people_are_listed_with_their_passages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["people", "data/sources/rye-1930.txt"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Brandt (found-brandt): not listed, named 3 times\n  rye-1930/1, body, 6:9: ...")
    assert "[Brandt] has 250,000 poods" in out
    assert "Jan Rudzutak (rudzutak-iae): listed, named once\n" in out


def test_people_not_listed_are_printed_as_rows_to_paste(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["people", "data/sources/rye-1930.txt", "--csv"]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    told = [(row["person_id"], row["family_name"], row["initials"], row["source"]) for row in rows]
    assert told == [
        ("brandt", "Brandt", "", "found in rye-1930/1, body"),
        ("odintsova-op", "Odintsova", "O. P.", "found in rye-1930/2, body"),
    ]


def test_report_runs_the_notebooks_on_figures_tables_and_letters(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: dict[str, Any] = {}

    def make_report(
        out: Path,
        *,
        letters: Iterable[tuple[str, str]],
        gallery: dict[str, list[str]],
        progress: Callable[[str], object],
        **folders: Path,
    ) -> Path:
        progress("pages")
        told.update(folders, letters=dict(letters), gallery=gallery)
        return out / "index.html"

    def write_figures(tables: corrstats.Tables, folder: Path, *, key: Path | None) -> list[Path]:
        told["figures written"] = (len(tables.letters), folder, key)
        return [folder / name for name in ("grain-x.svg", "grain-x.png", "timeline-x.svg")]

    monkeypatch.setattr("corrstats.report.make_report", make_report)
    monkeypatch.setattr("corrstats.plots.write_figures", write_figures)
    assert run(["report", "--out", "r", "--figures", "f", "--notebooks", "n"]) == 0
    assert capsys.readouterr().out == f"written to r{os.sep}index.html\n"
    assert told["figures written"] == (5, told["figures"], None)
    assert list(told["gallery"].values()) == [["timeline-x"], ["grain-x"]]
    assert (str(told["tables"]), str(told["notebooks"])) == (os.path.join("data", "tables"), "n")  # noqa: PTH118
    (here / "tests" / "key" / "rye-1930").mkdir(parents=True)
    assert run(["report"]) == 0
    assert (told["notebooks"], told["figures"]) == (Path("notebooks"), Path("figures"))
    assert told["figures written"][2].parts == ("tests", "key")
    assert list(told["letters"]) == ["ferry-1934/1", "ferry-1934/2", "rye-1930/1", "rye-1930/2", "rye-1930/3"]
    assert 'href="../rye-1930/1.html"' in told["letters"]["rye-1930/2"]
    assert files(here).keys() >= {"data/sources/rye-1930.txt"}
    shutil.copytree(here / "data" / "tables", here / "mine")
    assert run(["report", "--tables", "mine", "--out", "r"]) == 0
    assert (told["notebooks"], told["figures"]) == (None, Path("r") / "figures")


# -------------------------------------------------------------------------------- what cannot be done

BAD = {
    "empty.txt": b"",
    "blank.txt": b" \n\n",
    "binary.txt": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "latin.txt": "Letter 1\n[3 May 1930]\nCaf\u00e9\n".encode("latin-1"),
    "prose.txt": b"It rained.\n",
    "torn.toml": b"name = torn\n",
    "short.toml": b"name = 'short'\n",
    "wrong.toml": b"name = 'wrong'\n\n[letter]\nstart = '('\n",
    "odd.toml": b"name = 'odd'\nletters = 3\n",
    "none/readme.md": b"no letters",
    "other/diary.doc": b"mine",
    "same/rye-1930.txt": b"Letter 1\n[3 May 1930]\nA.\n1. B.\n",
}
RYE = "data/sources/rye-1930.txt"
PARSE_OUT = ["--out", "out"]
IMPOSSIBLE = [
    (["parse", "no.txt", *PARSE_OUT], "no.txt: no such file; check the name"),
    (["parse", "empty.txt", *PARSE_OUT], "empty.txt: the file is empty; give a text with letters in it"),
    (["parse", "blank.txt", *PARSE_OUT], "blank.txt: the file is empty; give a text with letters in it"),
    (["parse", "binary.txt", *PARSE_OUT], "binary.txt: not a text but a binary file; save it as plain text"),
    (["parse", "latin.txt", *PARSE_OUT], "latin.txt:3:4: byte 0xe9 is not UTF-8, it seems to be ISO-8859-1"),
    (["parse", "prose.txt", *PARSE_OUT], "prose.txt: no known edition fits"),
    (
        ["parse", "prose.txt", *PARSE_OUT, "--edition", "stalin-molotov"],
        "prose.txt: no letter of the edition",
    ),
    (["parse", "none", *PARSE_OUT], "none: no .txt or .xml files in it; name a folder of letters"),
    (["parse", RYE, "same/rye-1930.txt", *PARSE_OUT], "same/rye-1930.txt: has the same name as data/sources"),
    (["parse", RYE, *PARSE_OUT, "--edition", "nobody"], "no edition 'nobody'; use one of stalin-kaganovich"),
    (["parse", RYE, *PARSE_OUT, "--edition", "no.toml"], "no.toml: cannot be read"),
    (["parse", RYE, *PARSE_OUT, "--edition", "torn.toml"], "torn.toml:1:8: not TOML"),
    (["parse", RYE, *PARSE_OUT, "--edition", "short.toml"], "short.toml: letter.start: is missing"),
    (
        ["parse", RYE, *PARSE_OUT, "--edition", "wrong.toml"],
        "wrong.toml:4: letter.start: not a regular expression",
    ),
    (["parse", RYE, *PARSE_OUT, "--edition", "odd.toml"], "odd.toml:2: letters: is not a key of an edition"),
    (["parse", RYE, *PARSE_OUT, "--format", "xml"], "no format 'xml'; use csv, parquet, or csv,parquet"),
    (["parse", RYE, *PARSE_OUT, "--format", ""], "no format ''"),
    (
        ["parse", RYE, *PARSE_OUT, "--knowledge", "no"],
        "no: no such folder; name one with your own people.csv",
    ),
    (["parse", RYE, *PARSE_OUT, "--corrections", "no.csv"], "no.csv: cannot be read"),
    (["parse", RYE, "--out", "prose.txt"], "prose.txt: "),
    (["parse", RYE, "--out", "prose.txt/below"], "prose.txt/below: "),
    (["parse", RYE, "--out", "other"], "other: holds other files than tables; choose an empty or new folder"),
    (["parse", RYE], "missing option '--out'; see 'corrstats parse --help'"),
    (["parse"], "missing argument 'SOURCE'; see 'corrstats parse --help'"),
    (["parse", RYE, *PARSE_OUT, "--fast"], "no such option: --fast"),
    (["editions", "no.txt"], "no.txt: no such file"),
    (["editions", "prose.txt"], "prose.txt: no known edition fits (tried stalin-kaganovich, stalin-molotov)"),
    (["check", "no"], "no: no tables here"),
    (["check", "data/tables", "--source", "no.txt"], "no.txt: no such file"),
    (["check", "data/tables", "--source", "same"], "same: is a folder"),
    (["check", "data/tables", "--source", "prose.txt"], "data/tables: no corpus 'prose' in the tables"),
    (["compare", "data/tables", "none"], "none: no tables here; write some with 'corrstats parse'"),
    (["compare", "data/tables"], "missing argument 'DIR_B'; see 'corrstats compare --help'"),
    (
        ["show", "rye-1930/7"],
        "data/tables: no letter 'rye-1930/7' in the tables; there are ferry-1934/1 to rye-1930/3",
    ),
    (["show", "rye-1930/1", "--tables", "none"], "none: no tables here"),
    (["show", "rye-1930/1", "--source", "no.txt"], "no.txt: no such file"),
    (
        ["show", "rye-1930/1", "--tables", "data/tables", "--source", "prose.txt"],
        "prose.txt: the tables were made",
    ),
    (["show", "rye-1930/1", "--html", "no/1.html"], "no/1.html: No such file or directory; check the name"),
    (["people", "no.txt"], "no.txt: no such file"),
    (["people", "prose.txt"], "prose.txt: no known edition fits"),
    (["report", "--tables", "none"], "none: no tables here"),
    (["dance"], "no such command 'dance'; see 'corrstats --help'"),
    (["--loud"], "no such option: --loud; see 'corrstats --help'"),
]


@pytest.mark.parametrize(("arguments", "message"), IMPOSSIBLE, ids=[" ".join(one) for one, _ in IMPOSSIBLE])
def test_what_cannot_be_done_is_told_in_one_line_and_nothing_is_written(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    for name, data in BAD.items():
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_bytes(data)
    before = files(here)
    assert run(arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"corrstats: {message}")
    assert error.count("\n") == 1
    assert error.endswith("\n")
    assert files(here) == before
    assert not (here / "out").exists()


def test_a_message_is_one_line_whatever_the_file_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["parse", "two\nlines.txt", "--out", "out"]) == 2
    assert capsys.readouterr().err == "corrstats: two lines.txt: no such file; check the name\n"


def test_a_damaged_table_is_told_with_its_name(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = here / "data" / "tables" / "rye-1930" / "letters.csv"
    path.write_bytes(path.read_bytes().replace(b"heading,", b"title,", 1))
    for arguments in (["compare", "data/tables", "data/tables"], ["show", "rye-1930/1"]):
        assert run(arguments) == 2
        error = capsys.readouterr().err
        assert error == "corrstats: data/tables/rye-1930/letters.csv:1: no column 'heading'; parse again\n"


def test_an_interrupted_command_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("corrstats.batches.stream.list_files", interrupt)
    assert run(["parse", "data/sources/rye-1930.txt", "--out", "out"]) == 130
    assert capsys.readouterr().err == "corrstats: interrupted; run it again\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_reader_that_leaves_early_is_no_error(here: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = start("show", "rye-1930/1", stdout=writing, stderr=subprocess.PIPE, cwd=here)
    os.close(writing)
    _, error = process.communicate(timeout=60)
    assert (process.returncode, error) == (141, "")


def test_a_terminal_without_unicode_prints_what_it_can(here: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    source = here / "data" / "sources" / "rye-1930.txt"
    source.write_text(source.read_text(encoding="utf-8").replace("rumours", "r\u00fbmours"), encoding="utf-8")
    process = start(
        "show", "rye-1930/1", "--source", str(source), stdout=subprocess.PIPE, env=environment, cwd=here
    )
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "r\\xfbmours" in out


def test_the_installed_command_ends_with_the_status(here: Path) -> None:
    began = time.monotonic()
    process = start("parse", "no.txt", "--out", "out", stderr=subprocess.PIPE, cwd=here)
    _, error = process.communicate(timeout=60)
    assert (process.returncode, error) == (2, "corrstats: no.txt: no such file; check the name\n")
    assert time.monotonic() - began < 20
