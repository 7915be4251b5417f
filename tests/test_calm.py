"""Bad input: what can be read is read, what cannot is one line and exit 2; docs/faults.md lists it all."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corrstats.cli import run
from corrstats.corpus import choose_edition, make_corpus, parse_source
from corrstats.editions import split_letters
from corrstats.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

RYE = Path(__file__).parent / "fixtures" / "letters" / "rye-1930.txt"
FERRY = RYE.with_name("ferry-1934.txt")
MOLOTOV, KAGANOVICH = "stalin-molotov", "stalin-kaganovich"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder with its bytes, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def cells(folder: Path, table: str, *columns: str) -> list[tuple[str, ...]]:
    """Give the named columns of a written table, row by row."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row[name] for name in columns) for row in csv.DictReader(file)]


def parsed(source: Path | str, *options: str, out: str = "out") -> Path:
    """Parse a source that must be read, and give the folder of its tables."""
    assert run(["parse", str(source), "--out", out, *options]) == 0
    return Path(out)


def facts(folder: Path) -> dict[str, list[tuple[str, ...]]]:
    """Give what was read, without the places where it stands."""
    columns = {
        "letters": ("letter_id", "date_edtf", "genre", "n_words", "n_notes"),
        "mentions": ("letter_id", "zone", "note", "person_id", "surface"),
        "quantities": ("letter_id", "verbatim", "low", "high", "unit", "measure"),
        "decisions": ("letter_id", "note", "body", "date_edtf", "listy"),
        "events": ("letter_id", "kind", "local_datetime"),
        "diagnostics": ("letter_id", "line", "code"),
    }
    return {table: cells(folder, table, *names) for table, names in columns.items()}


# -------------------------------------------------------------------------------- bytes that are no UTF-8

RUSSIAN = "Letter 1\n[3 May 1930]\nМилая Варвара, на маяке опять туман и нет керосина.\n"
FRENCH = "Letter 1\n[3 May 1930]\nThe café by the quay is closed, and so is the crêperie.\n"
UNREADABLE = {
    "empty": (b"", "the file is empty; give a text with letters in it"),
    "blank": (b" \r\n\t\n", "the file is empty; give a text with letters in it"),
    "a mark and nothing": (b"\xef\xbb\xbf", "the file is empty; give a text with letters in it"),
    "a picture": (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
        "not a text but a binary file; save it as plain text",
    ),
    "control signs": (b"Letter 1\n\x01\x02\x03\x04", "not a text but a binary file; save it as plain text"),
    "CP1251": (
        RUSSIAN.encode("cp1251"),
        (
            "3:1: byte 0xcc is not UTF-8, it seems to be WINDOWS-1251; "
            "save it as UTF-8: iconv -f WINDOWS-1251 -t UTF-8 FILE > NEW"
        ),
    ),
    "Latin-1": (
        FRENCH.encode("latin-1"),
        (
            "3:8: byte 0xe9 is not UTF-8, it seems to be ISO-8859-1; "
            "save it as UTF-8: iconv -f ISO-8859-1 -t UTF-8 FILE > NEW"
        ),
    ),
    "Latin-1 of Windows": (
        FRENCH.replace("the quay", "“the quay”").encode("cp1252"),
        (
            "3:8: byte 0xe9 is not UTF-8, it seems to be WINDOWS-1252; "
            "save it as UTF-8: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW"
        ),
    ),
    "a damaged byte": (
        RUSSIAN.encode()[:-3] + b"\xff" + FRENCH.encode(),
        "3:50: byte 0xd0 is not UTF-8; mend it there, the rest of the file is UTF-8",
    ),
    "UTF-16 without its mark": (
        FRENCH.encode("utf-16-le"),
        "not UTF-8, it seems to be UTF-16LE; save it as UTF-8: iconv -f UTF-16LE -t UTF-8 FILE > NEW",
    ),
    "UTF-16 of the other order": (
        FRENCH.encode("utf-16-be"),
        "not UTF-8, it seems to be UTF-16BE; save it as UTF-8: iconv -f UTF-16BE -t UTF-8 FILE > NEW",
    ),
    "UTF-16 cut off": (
        FRENCH.encode("utf-16")[:-1],
        "not UTF-16-LE: truncated data; save it anew as UTF-8",
    ),
    "a NUL byte": (
        (FRENCH + RUSSIAN).replace("quay", "qu\0y").encode(),
        r"3:19: a NUL sign; remove it: tr -d '\000' < FILE > NEW",
    ),
    "no letters": (
        b"It rained all day.\n",
        "no known edition fits (tried stalin-kaganovich, stalin-molotov)",
    ),
}


@pytest.mark.parametrize(("data", "message"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_one_line_and_nothing_is_written(
    data: bytes, message: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bad.txt").write_bytes(data)
    for command in (["parse", "bad.txt", "--out", "out"], ["editions", "bad.txt"], ["people", "bad.txt"]):
        assert run(command) == 2
        error = capsys.readouterr().err
        assert error.startswith(f"corrstats: bad.txt:{'' if message[0].isdigit() else ' '}{message}")
        assert error.count("\n") == 1
    assert files(here) == {"bad.txt": data}


def test_the_advice_on_encodings_works(here: Path) -> None:
    """Whoever does what the line says can read the file."""
    if shutil.which("iconv") is None:
        pytest.skip("iconv is not installed")
    for name, text, codec in (("WINDOWS-1251", RUSSIAN, "cp1251"), ("ISO-8859-1", FRENCH, "latin-1")):
        Path("bad.txt").write_bytes(text.encode(codec))
        done = subprocess.run(
            ["iconv", "-f", name, "-t", "UTF-8", "bad.txt"], capture_output=True, check=True
        )
        assert done.stdout.decode() == text
        (here / "good.txt").write_bytes(done.stdout)
        parsed("good.txt", "--edition", MOLOTOV, out=codec)


SAME = {
    "a byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 of the other order": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "CR": lambda text: text.replace("\n", "\r").encode(),
}


@pytest.mark.parametrize("source", [RYE, FERRY], ids=lambda path: path.stem)
@pytest.mark.parametrize("encode", SAME.values(), ids=SAME.keys())
def test_the_same_letters_in_other_bytes_give_the_same_facts(
    source: Path, encode: Callable[[str], bytes]
) -> None:
    Path(source.name).write_bytes(encode(source.read_text(encoding="utf-8")))
    assert facts(parsed(source.name)) == facts(parsed(source, out="plain"))
    assert run(["check", "out", "--source", source.name]) == 0


# -------------------------------------------------------------------------------- letters that are not whole

HEAD = "Letter 1\n[3 May 1930]\n"


def test_two_editions_in_one_file_are_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    Path("both.txt").write_bytes(RYE.read_bytes() + b"\n" + FERRY.read_bytes())
    assert run(["parse", "both.txt", "--out", "out"]) == 2
    assert capsys.readouterr().err == (
        "corrstats: both.txt: several editions fit: stalin-kaganovich, stalin-molotov; "
        "choose one with --edition\n"
    )
    assert cells(parsed("both.txt", "--edition", KAGANOVICH), "letters", "ordinal") == [("1",), ("2",)]


def test_a_letter_without_body_is_a_letter() -> None:
    Path("a.txt").write_text(f"{HEAD}Letter 2\n[4 May 1930]\nIt rains.\n", encoding="utf-8")
    out = parsed("a.txt", "--edition", MOLOTOV)
    assert cells(out, "letters", "letter_id", "n_words") == [("a/1", "0"), ("a/2", "2")]


def test_notes_without_marks_are_kept_and_told() -> None:
    Path("a.txt").write_text(f"{HEAD}It rains.\n\n1. On the weather.\n2. Ibid.\n", encoding="utf-8")
    out = parsed("a.txt", "--edition", MOLOTOV)
    assert cells(out, "notes", "note", "mark_start") == [("1", ""), ("2", "")]
    assert cells(out, "diagnostics", "code").count(("note-without-mark",)) == 2


def test_a_mark_without_its_note_is_told() -> None:
    Path("a.txt").write_text(f"{HEAD}It rains.1 It pours.2\n\n1. On the weather.\n", encoding="utf-8")
    out = parsed("a.txt", "--edition", MOLOTOV)
    assert cells(out, "notes", "note") == [("1",)]
    assert ("mark-without-note",) in cells(out, "diagnostics", "code")


@pytest.mark.parametrize("source", [RYE, FERRY], ids=lambda path: path.stem)
def test_a_letter_cut_off_anywhere_is_read_up_to_there(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    edition = MOLOTOV if source == RYE else KAGANOVICH
    whole = make_corpus([parse_source(Source("a", text), edition)]).rows["letters"]
    for end in range(len(text) // 2, len(text), 41):
        rows = make_corpus([parse_source(Source("a", text[:end]), edition)]).rows["letters"]
        assert rows[:-1] == whole[: len(rows) - 1]


def test_letters_of_one_number_get_ids_of_their_own_and_are_told() -> None:
    Path("a.txt").write_text(f"{HEAD}It rains.\n" * 30, encoding="utf-8")
    out = parsed("a.txt", "--edition", MOLOTOV)
    ids = [one for (one,) in cells(out, "letters", "letter_id")]
    assert (len(set(ids)), ids[:3], ids[-1]) == (30, ["a/1", "a/1a", "a/1b"], "a/1-30")
    told = {one for one, code in cells(out, "diagnostics", "letter_id", "code") if code == "number-twice"}
    assert told == set(ids)


def test_two_hundred_thousand_headings_are_as_many_letters() -> None:
    text = "".join(f"Letter {n}\n" for n in range(1, 200_001))
    letters = split_letters(Source("a", text), choose_edition(Source("a", text), MOLOTOV)).letters
    assert (len(letters), letters[-1].letter_id) == (200_000, "a/200000")


@pytest.mark.parametrize("unit", ["It rains and it pours. ", "x", "([", "7"])
def test_a_line_of_ten_megabytes_is_read(unit: str) -> None:
    line = (unit * (10_000_000 // len(unit))).strip()
    with Path("a.txt").open("w", encoding="utf-8") as file:
        file.write(f"{HEAD}It is 3 million poods of rye. {line}\n")
    out = parsed("a.txt", "--edition", MOLOTOV)
    assert cells(out, "letters", "start", "end") == [("0", str(len(HEAD) + 31 + len(line)))]
    assert cells(out, "quantities", "low", "unit") == [("3000000", "pood")]
