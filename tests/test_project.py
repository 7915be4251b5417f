"""The project's own promises: what is pinned, what is named, what is shipped."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from collections import defaultdict
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pytest
from packaging.requirements import Requirement

if TYPE_CHECKING:
    from pathlib import Path

PIN = re.compile(r"^([a-z0-9.-]+)==([^ ;\\]+)", re.MULTILINE)
# A home folder or a workplace, not part of an address: '/home/me', 'C:\Users\me'
MACHINE_PATH = re.compile(r"(?<![\w.:/])/(?:home|root|Users|work)/\w|[A-Z]:\\Users\\")
PACKAGE_HOST = re.compile(
    r"(?:pypi|pythonhosted|anaconda|npmjs)\.(?:org|com)|--(?:extra-)?index-url|--find-links"
)


def read_pyproject(root: Path) -> dict[str, Any]:
    """Read what pyproject.toml says."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def list_files(root: Path) -> list[Path]:
    """List the files that git has or would take; skip outside a git checkout."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: nothing says which files belong to the project")
    paths = [root / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def read_if_text(path: Path) -> str:
    """Read the text of a file, empty where it is none."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_lock_pins_and_hashes_everything_asked_for(root: Path) -> None:
    project = read_pyproject(root)
    groups = project["dependency-groups"]
    for alone in ("fuzz", "opinions"):  # each has an environment or an engine of its own
        assert_pinned([root / "requirements" / f"{alone}.txt"], groups.pop(alone))
    asked = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(one for extra in project["project"]["optional-dependencies"].values() for one in extra),
        *(one for group in groups.values() for one in group),
    ]
    # bench.txt has what `make bench` alone needs
    assert_pinned([root / "requirements" / name for name in ("lock.txt", "bench.txt")], asked)


def assert_pinned(locks: list[Path], asked: list[str]) -> None:
    """Assert that locks hold all that is asked for, each with a hash."""
    lock = "\n".join(path.read_text(encoding="utf-8") for path in locks)
    pinned = defaultdict(set)
    for name, pin in PIN.findall(lock):
        pinned[name].add(pin)
    for requirement in map(Requirement, asked):
        pins = pinned[requirement.name]
        assert pins, f"{requirement.name} is not in the lock: make lock"
        enough = any if requirement.marker else all  # what differs between Pythons has a pin for each
        assert enough(pin in requirement.specifier for pin in pins), f"{requirement} has {pins}: make lock"
    entries = re.split(r"^(?=\S)", re.sub(r"^#.*\n", "", lock, flags=re.MULTILINE), flags=re.MULTILINE)
    assert all("--hash=sha256:" in entry for entry in entries if entry.strip())


def test_no_file_names_this_machine_or_a_package_host(root: Path) -> None:
    found = [
        f"{path.relative_to(root)}: {match[0]}"
        for path in list_files(root)
        for pattern in (MACHINE_PATH, PACKAGE_HOST)
        for match in pattern.finditer(read_if_text(path))
        if path.name != "test_project.py"
    ]
    assert found == []


def test_no_source_is_committed(root: Path) -> None:
    sources = root / "data" / "sources"
    assert [path.name for path in list_files(root) if sources in path.parents] == ["README.md"]


def test_version_is_the_same_everywhere(root: Path) -> None:
    here = read_pyproject(root)["project"]["version"]
    citation = (root / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"^version: (\S+)$", citation, re.MULTILINE) == [here]
    assert version("corrstats") == here


def test_every_exception_to_the_linter_has_its_reason(root: Path) -> None:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    section = text[text.index("[tool.ruff.lint]") : text.index("[tool.ruff.lint.pydocstyle]")]
    codes = [line for line in section.splitlines() if re.match(r'\s*"[A-Z]+\d+",', line)]
    assert codes
    assert [line for line in codes if not re.search(r"# (?:the same|\S.{10,})", line)] == []


def test_every_make_command_in_the_docs_exists(root: Path) -> None:
    targets = re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    documents = [root / "README.md", root / "CONTRIBUTING.md", *(root / "docs").rglob("*.md")]
    named = [
        (path.name, target)
        for path in documents
        for target in re.findall(
            r"^ *make ([a-z]+)|`make ([a-z]+)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    ]
    assert named
    assert [(name, pair) for name, pair in named if (pair[0] or pair[1]) not in targets] == []


def test_wheel_carries_every_file_of_the_package(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    shipped = set(zipfile.ZipFile(wheel).namelist())
    package = [
        path for path in (root / "src").rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
    assert {path.relative_to(root / "src").as_posix() for path in package} - shipped == set()
