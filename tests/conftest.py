"""What all tests share: goldens made by a command, the full texts where they are, and settings."""

from __future__ import annotations

import gc
import io
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from corrstats import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corrstats.corpus import Parsed


ROOT = Path(__file__).parent.parent
GOLDENS = ROOT / "tests" / "goldens"

# programs that make runs: some in an environment of their own
collect_ignore = ["fuzz", "mutants/edges.py", "mutants/run.py", "opinions"]

# Modules whose fixtures take seconds, so that one process should run all their tests
DEAR = {"test_batches", "test_browser", "test_doubts", "test_figures"}

# No window, also on a desktop; before anything imports matplotlib.
os.environ["MPLBACKEND"] = "Agg"

# The same examples at every run in CI; no deadline, since a busy machine is no fault of the code.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("default", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--update-goldens``, which `make golden` gives."""
    parser.addoption("--update-goldens", action="store_true", help="write the expected outputs anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with modules of which each makes something dear once; idle processes take tests from the end."""
    items.sort(key=lambda item: item.path.stem not in DEAR)


def pytest_collection_finish() -> None:
    """Leave half a million objects of imported modules out of every later search for garbage: they stay."""
    gc.collect()
    gc.freeze()


@dataclass(frozen=True)
class Golden:
    """Expected outputs kept as files, read once by a human and from then on compared byte by byte."""

    update: bool

    def check(self, name: str, text: str) -> None:
        """Hold a text against ``tests/goldens/NAME``, or write it there with ``--update-goldens``."""
        self.check_file(GOLDENS / name, text)

    def check_file(self, path: Path, text: str) -> None:
        """Hold a text against any file below ``tests``, or write it there with ``--update-goldens``."""
        name = path.relative_to(ROOT).as_posix()
        if self.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        if not path.exists():
            pytest.fail(f"{name} is missing; `make golden` writes it, then read it")
        assert text == path.read_bytes().decode("utf-8"), f"not as in {name}"


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> Golden:
    """Give the expected outputs kept as files."""
    return Golden(update=bool(request.config.getoption("--update-goldens")))


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def letters() -> Path:
    """Give the folder with the invented letters."""
    return ROOT / "tests" / "fixtures" / "letters"


@pytest.fixture(scope="session")
def parsed_project(tmp_path_factory: pytest.TempPathFactory, letters: Path) -> Path:
    """Give a project with two invented corpora in data/sources and data/tables; only to read."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "data" / "sources").mkdir(parents=True)
    for name in ("ferry-1934", "rye-1930"):
        source = Path(shutil.copy(letters / f"{name}.txt", folder / "data" / "sources"))
        parse(source).write(folder / "data" / "tables" / name)
    return folder


@pytest.fixture
def project(parsed_project: Path, tmp_path: Path) -> Path:
    """Give a copy of the project with two invented corpora, to change."""
    return Path(shutil.copytree(parsed_project, tmp_path / "project"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder with the full texts and the answer key, which no clone carries; skip without it."""
    folder = Path(os.environ.get("CORRSTATS_SHARED", ROOT.parent / "shared"))
    if not (folder / "letters").is_dir():
        pytest.skip("the full texts are not here; CORRSTATS_SHARED says where they are")
    return folder


@dataclass(frozen=True)
class Reading:
    """A parsed text: its structure and facts, and its tables as rows of named cells."""

    parsed: Parsed
    rows: Mapping[str, list[dict[str, str]]]

    @property
    def text(self) -> str:
        """Give the text that was parsed."""
        return self.parsed.document.source.text

    def cells(self, table: str, *columns: str) -> list[tuple[str, ...]]:
        """Give the named columns of a table, row by row."""
        return [tuple(row[column] for column in columns) for row in self.rows[table]]

    def column(self, table: str, column: str) -> list[str]:
        """Give one column of a table."""
        return [row[column] for row in self.rows[table]]

    def doubts(self) -> list[str]:
        """Give the codes of the diagnostics, in reading order."""
        return self.column("diagnostics", "code")


class Reader:
    """Has invented texts parsed: whole ones, or a sentence set into a letter of an edition's layout."""

    EDITIONS = ("stalin-molotov", "stalin-kaganovich")

    def __call__(
        self, text: str, edition: str | None = None, *, knowledge: Path | None = None, emend: bool = True
    ) -> Reading:
        """Parse a whole text, as an edition or as the one it is recognised to be."""
        from corrstats.corpus import parse  # noqa: PLC0415  pandas comes with it, and drawing with that
        from corrstats.tables import read_schema  # noqa: PLC0415

        corpus = parse(io.StringIO(text), edition=edition, knowledge=knowledge, emend=emend)
        schema = read_schema()
        rows = {
            name: [dict(zip(schema[name].names, row, strict=True)) for row in table]
            for name, table in corpus.rows.items()
        }
        return Reading(corpus.parsed[0], rows)

    def molotov(self, body: str, *notes: str, knowledge: Path | None = None, **layout: str) -> Reading:
        """Parse a body with its notes (marks are the caller's) as one letter; see ``molotov_text``."""
        return self(self.molotov_text(body, *notes, **layout), self.EDITIONS[0], knowledge=knowledge)

    def kaganovich(self, body: str, *notes: str, knowledge: Path | None = None, **layout: str) -> Reading:
        """Parse a body with its notes (marks are the caller's) as one letter; see ``kaganovich_text``."""
        return self(self.kaganovich_text(body, *notes, **layout), self.EDITIONS[1], knowledge=knowledge)

    def note(self, *notes: str, edition: str = "molotov", knowledge: Path | None = None) -> Reading:
        """Parse notes to a letter that says nothing: of 2 August 1930, or of October 3, 1934."""
        if edition == "molotov":
            body = " ".join(f"So be it.{n}" for n in range(1, len(notes) + 1))
            return self.molotov(body, *notes, knowledge=knowledge)
        body = " ".join(f"So be it {n} ." for n in range(1, len(notes) + 1))
        return self.kaganovich(body, *notes, knowledge=knowledge)

    @staticmethod
    def molotov_text(body: str, *notes: str, date: str = "[2 August 1930]", number: str = "12") -> str:
        """Lay out a letter as in Stalin's letters to Molotov."""
        below = "".join(f"{n}. {note}\n" for n, note in enumerate(notes, start=1))
        return f"Letter {number}\n{date}\n{body}\n\n{below}"

    @staticmethod
    def kaganovich_text(
        body: str,
        *notes: str,
        heading: str = "Kaganovich to Stalin October 3, 1934",
        header: str = "Encryption.",
        signature: str = "Kaganovich.",
    ) -> str:
        """Lay out a letter as in the correspondence of Stalin and Kaganovich."""
        archive = "Archive: RGASPI F. 558. Op. 11. D. 200. L. 5. Original."
        below = "\n\n".join(f"{n} {note}" for n, note in enumerate(notes, start=1))
        rule = f"____________________\n\n{below}\n" if notes else ""
        return f"{heading}\n\n{archive}\n{header}\n\n{body}\n\n{signature}\n\n{rule}"


@pytest.fixture(scope="session")
def read() -> Reader:
    """Give what has invented texts parsed."""
    return Reader()
