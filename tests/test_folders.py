"""Bad luck with folders: a full disk, a killed run, two runs at once, links, folders that cannot be read.

docs/faults.md lists these faults with what each does. The tests may run as root, whom no rights of a file
keep out: there the system is made to refuse where it would refuse anyone else.
"""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corrstats import parse, read_tables
from corrstats.cli import run
from corrstats.errors import CorrstatsError
from corrstats.tables import claim
from corrstats.tables.origin import find_source

if TYPE_CHECKING:
    from collections.abc import Iterator

LETTERS = Path(__file__).parent / "fixtures" / "letters"
RYE, FERRY = LETTERS / "rye-1930.txt", LETTERS / "ferry-1934.txt"
KILLS = 12

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals and locks")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with the tables of one source."""
    monkeypatch.chdir(tmp_path)
    parse(RYE).write("out")
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder with its bytes, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def hidden(folder: Path) -> list[str]:
    """Give the names of what is hidden in a folder."""
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


# -------------------------------------------------------------------------------- a run that is killed

# says when it begins, then writes one and the other corpus into the same folder until it is killed
WRITER = """
import sys
from corrstats import parse
from corrstats.tables import write
if sys.argv[1] == "renames":
    write.exchange_folders = lambda one, other: False
corpora = [parse(path) for path in sys.argv[2:]]
print("begun", flush=True)
while True:
    for corpus in corpora:
        corpus.write("out")
"""


@posix_only
@pytest.mark.parametrize("way", ["exchange", "renames"])
def test_a_run_killed_at_any_moment_leaves_the_old_tables_or_the_new(here: Path, way: str) -> None:
    """Kill -9 at random moments; where folders cannot be exchanged, the next run puts the old ones back."""
    whole = [files(here / "out")]
    parse(FERRY).write("ferry")
    whole.append(files(here / "ferry"))
    seed = time.time_ns()
    moments = random.Random(seed)  # noqa: S311  no secret hangs on it
    stages = set()
    for _ in range(KILLS):
        command = [sys.executable, "-c", WRITER, way, str(RYE), str(FERRY)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=here) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"begun\n"
            time.sleep(moments.uniform(0, 0.05))
            writer.send_signal(signal.SIGKILL)
        stages.add(len(hidden(here)))
        if way == "renames" and not (here / "out").exists():
            with claim.new_folder(here / "out"):
                pass
        assert files(here / "out") in whole, f"killed with seed {seed}"
        assert len(read_tables("out").letters) in {2, 3}
    parse(FERRY).write("out")
    assert hidden(here) == [], "what killed runs left is taken away by the next one"
    assert files(here / "out") == whole[1]
    assert max(stages) > 0, "some runs were killed in the midst of writing"


@posix_only
def test_what_is_put_aside_is_put_back(here: Path) -> None:
    before = files(here / "out")
    aside = claim.put_aside(here / "out")
    assert not (here / "out").exists()
    with claim.new_folder(here / "out"):
        assert files(here / "out") == before
    assert not aside.exists()


@posix_only
def test_only_what_runs_left_behind_is_taken_away(here: Path) -> None:
    kept = [".out-abcdefgh", ".out-mine.new", ".out-b-abcdefgh.new", ".in-abcdefgh.new", "out-abcdefgh.new"]
    for name in [*kept, ".out-abcdefgh.new", ".out-stuvwxyz.old"]:
        (here / name).mkdir()
        (here / name / "letters.csv").write_text("", encoding="utf-8")
    (here / ".out-12345678.new").symlink_to(here / "out-abcdefgh.new")
    parse(RYE).write("out")
    assert hidden(here) == sorted([name for name in kept if name[0] == "."] + [".out-12345678.new"])


# -------------------------------------------------------------------------------- two runs at once


@posix_only
def test_a_folder_in_use_by_another_run_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(here / "out")
    with claim.new_folder(here / "out") as made:
        assert run(["parse", str(FERRY), "--out", "out"]) == 2
        error = capsys.readouterr().err
        assert error == "corrstats: out: is being written by another run; wait until that has ended\n"
        assert made.is_dir(), "the other run is left alone"
    assert files(here) == {f"out/{name}": data for name, data in before.items()}
    assert run(["parse", str(FERRY), "--out", "out"]) == 0


@posix_only
def test_runs_side_by_side_never_mix_their_tables(here: Path) -> None:
    command = [sys.executable, "-m", "corrstats.cli", "parse"]
    runs = [
        subprocess.Popen([*command, str(source), "--out", "both"], cwd=here, stderr=subprocess.PIPE)
        for source in (RYE, FERRY) * 2
    ]
    ends = [(one.communicate(timeout=120)[1], one.returncode) for one in runs]
    assert {status for _, status in ends} <= {0, 2}
    assert all(b"is being written by another run" in error for error, status in ends if status == 2)
    parse(FERRY).write("ferry")
    if (here / "both").exists():
        assert files(here / "both") in (files(here / "out"), files(here / "ferry"))
    assert hidden(here) == []


# -------------------------------------------------------------------------------- a disk that is full


@pytest.fixture
def small_files() -> Iterator[None]:
    """Let no file grow over two kilobytes, as on a disk that fills up."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, handler)


@posix_only
@pytest.mark.usefixtures("small_files")
@pytest.mark.parametrize("formats", ["csv", "parquet", "csv,parquet"])
def test_a_file_that_cannot_grow_leaves_the_old_tables(
    here: Path, formats: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(here)
    assert run(["parse", str(FERRY), "--out", "out", "--format", formats]) == 2
    error = capsys.readouterr().err
    assert (error.startswith("corrstats: out: "), error.count("\n")) == (True, 1)
    assert error.endswith("File too large; choose another --out\n")
    assert files(here) == before


@posix_only
def test_a_full_disk_leaves_the_old_tables(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    disk = here / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here; RLIMIT_FSIZE stands for it in another test")
    try:
        assert run(["parse", str(RYE), "--out", "disk/out"]) == 0
        before = files(disk)
        (disk / "filler").write_bytes(b"x" * (shutil.disk_usage(disk).free - 4096))
        capsys.readouterr()
        assert run(["parse", str(FERRY), "--out", "disk/out"]) == 2
        error = capsys.readouterr().err
        assert error == "corrstats: disk/out: No space left on device; choose another --out\n"
        (disk / "filler").unlink()
        assert files(disk) == before
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@posix_only
@pytest.mark.usefixtures("small_files")
def test_a_page_that_cannot_grow_leaves_the_old_one(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(RYE, here)
    (here / "1.html").write_text("old", encoding="utf-8")
    before = files(here)
    assert run(["show", "rye-1930/1", "--tables", "out", "--html", "1.html"]) == 2
    assert capsys.readouterr().err == "corrstats: 1.html: File too large; choose another place\n"
    assert files(here) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("arguments", [["people", str(RYE)], ["show", "rye-1930/1", "--tables", "out"]])
def test_output_that_cannot_be_printed_is_one_line(here: Path, arguments: list[str]) -> None:
    shutil.copy(RYE, here)
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "corrstats.cli", *arguments],
            stdout=full, stderr=subprocess.PIPE, text=True, cwd=here, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "No space left on device" in done.stderr


# -------------------------------------------------------------------------------- folders and links


def test_a_folder_that_cannot_be_read_is_one_line(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "locked").mkdir(mode=0o000)
    listdir = os.listdir

    def refuse(path: str | os.PathLike[str] = ".") -> list[str]:
        if Path(path).name == "locked":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return listdir(path)

    monkeypatch.setattr(os, "listdir", refuse)
    assert run(["parse", "locked", "--out", "new"]) == 2
    error = capsys.readouterr().err
    assert error == "corrstats: locked: Permission denied; check that you may read it\n"
    assert not (here / "new").exists()


def test_a_link_out_of_a_folder_of_sources_is_not_followed(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "in").mkdir()
    (here / "in" / "mine.txt").write_bytes(FERRY.read_bytes())
    (here / "in" / "same.txt").symlink_to("mine.txt")
    assert run(["parse", "in", "--out", "new"]) == 0
    (here / "in" / "theirs.txt").symlink_to(RYE)
    shutil.rmtree("new")
    capsys.readouterr()
    assert run(["parse", "in", "--out", "new"]) == 2
    assert capsys.readouterr().err == (
        "corrstats: in/theirs.txt: is a link that leads out of its folder; "
        "name the file that it leads to, or take it away\n"
    )
    assert not (here / "new").exists()
    assert run(["parse", "in/theirs.txt", "--out", "new"]) == 0, "a link that is named is meant"


def test_an_output_folder_that_is_a_link_stays_one(here: Path) -> None:
    (here / "link").symlink_to("out")
    parse(FERRY).write("link")
    assert (here / "link").is_symlink()
    assert set(read_tables("out").letters["corpus"]) == {"ferry-1934"}
    assert hidden(here) == []


def test_links_of_your_own_among_the_tables_are_kept_as_links(here: Path) -> None:
    (here / "far").mkdir()
    (here / "far" / "big.txt").write_text("mine", encoding="utf-8")
    (here / "out" / "far").symlink_to(here / "far")
    (here / "out" / "letters.csv").unlink()
    (here / "out" / "letters.csv").symlink_to(here / "far" / "big.txt")
    parse(FERRY).write("out")
    assert (here / "out" / "far").is_symlink()
    assert not (here / "out" / "letters.csv").is_symlink()
    assert (here / "far" / "big.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("told", ["secret/rye.txt", "../secret/rye.txt", "{}/secret/rye.txt", "..", ""])
def test_a_path_in_the_description_of_tables_is_not_followed(here: Path, told: str) -> None:
    """The text has the right SHA-256, but does not stand where tables may say it does."""
    (here / "secret").mkdir()
    shutil.copy(RYE, here / "secret" / "rye.txt")
    package = here / "out" / "datapackage.json"
    said = package.read_text(encoding="utf-8").replace('"rye-1930.txt"', f'"{told.format(here)}"')
    package.write_text(said, encoding="utf-8")
    with pytest.raises(CorrstatsError, match="is not here"):
        find_source(here / "out", "rye-1930")
    shutil.copy(RYE, here / "rye-1930.txt")
    assert find_source(here / "out", "rye-1930").path == str(here / "rye-1930.txt")
