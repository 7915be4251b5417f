"""The answer key of the editions: how right the tables of the full texts are, and the floor they keep."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import corrstats as cs

if TYPE_CHECKING:
    from pathlib import Path

# lowest F1 that any table may have
FLOOR = 0.99
# corpus, and the letters whose key is not held back
CORPORA = {"molotov-1930": "1-8", "kaganovich-1934-10": "1-11"}


@pytest.fixture(scope="module", params=CORPORA)
def tables(request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the written tables of a full text, in a folder of the corpus's name."""
    corpus: str = request.param
    folder = tmp_path_factory.mktemp("tables") / corpus
    cs.parse(shared / "letters" / f"{corpus}.txt").write(folder)
    return folder


def score(shared: Path, tables: Path, floor: float) -> subprocess.CompletedProcess[str]:
    """Score tables against the key of their corpus."""
    corpus = tables.name
    command = [sys.executable, str(shared / "tools" / "score.py"), str(tables), str(shared / "key" / corpus)]
    options = ["--corpus", corpus, "--letters", CORPORA[corpus], "--min", str(floor), "--show", "5"]
    return subprocess.run([*command, *options], capture_output=True, text=True, check=False)


def test_no_table_falls_under_the_floor(
    shared: Path, tables: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = score(shared, tables, FLOOR)
    with capsys.disabled():
        report = done.stdout[done.stdout.find("table ") :]
        print(f"\n{tables.name}\n{report or done.stderr}")  # noqa: T201  the report card is to be read
    assert done.returncode == 0, done.stdout + done.stderr


def test_tables_that_lost_rows_fall_under_the_floor(shared: Path, tables: Path, tmp_path: Path) -> None:
    worse = tmp_path / tables.name
    worse.mkdir()
    for path in tables.glob("*.csv"):
        header, *rows = path.read_bytes().split(b"\r\n")
        kept = rows[::3] if path.stem == "mentions" else rows
        (worse / path.name).write_bytes(b"\r\n".join([header, *kept]))
    assert score(shared, worse, FLOOR).returncode == 1
