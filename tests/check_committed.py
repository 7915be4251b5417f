"""Holds the committed tables, notebooks and figures against what the code makes of the regesta.

Copies the project to a temporary folder, deletes there what is made, makes it anew with `make regenerate` and
compares byte by byte. The project itself is only read. Exit status: 0 the same, 1 not, 2 could not be done.
"""

from __future__ import annotations

import difflib
import os
import shutil
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE = ("data/tables", "notebooks", "figures")
MADE_FROM_NOTHING = ("data/tables", "figures")  # notebooks are run in place
# Nor what starts with a dot. The code is imported from where it is.
NOT_COPIED = {"build", "dist", "report", "src"}
DIFF_LINES = 12


def read_files(root: Path) -> dict[str, bytes]:
    """Read the made files below a folder, by their path in it, in order; caches and checkpoints left out."""
    paths = sorted(path for folder in MADE for path in (root / folder).rglob("*") if path.is_file())
    names = [path.relative_to(root) for path in paths]
    return {
        name.as_posix(): (root / name).read_bytes()
        for name in names
        if not {".ipynb_checkpoints", "__pycache__"} & set(name.parts)
    }


def copy_project(copy: Path) -> None:
    """Copy the project without its code, environment, your sources and what is made from nothing."""

    def not_copied(folder: str, names: list[str]) -> set[str]:
        if Path(folder) == ROOT:
            return {name for name in names if name in NOT_COPIED or name.startswith(".")}
        return {"sources"} & set(names) if Path(folder) == ROOT / "data" else set()

    shutil.copytree(ROOT, copy, ignore=not_copied)
    for folder in MADE_FROM_NOTHING:
        shutil.rmtree(copy / folder, ignore_errors=True)


def regenerate(copy: Path) -> int:
    """Run `make regenerate` in the copy with this Python's environment, and give its exit status."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKEFLAGS", "MFLAGS"))
    }
    command = [os.environ.get("MAKE", "make"), "--no-print-directory", "regenerate", f"VENV={sys.prefix}"]
    return subprocess.run(command, cwd=copy, env=environment, check=False).returncode


def describe(name: str, committed: bytes | None, made: bytes | None) -> str:
    """Tell one difference in words, with the first lines that differ where the file is a text."""
    if committed is None:
        return f"{name}: the code makes it, and it is not here"
    if made is None:
        return f"{name}: here, and nothing makes it"
    try:
        here, anew = committed.decode().splitlines(), made.decode().splitlines()
    except UnicodeDecodeError:
        return f"{name}: differs ({len(committed)} bytes here, {len(made)} made)"
    lines = difflib.unified_diff(here, anew, "here", "made", n=0, lineterm="")
    return "\n".join([f"{name}: differs", *(f"  {line[:200]}" for line in islice(lines, DIFF_LINES))])


def main() -> int:
    """Make everything anew in a copy, compare, and say what differs."""
    committed = read_files(ROOT)
    for folder in MADE:
        if not any(name.startswith(f"{folder}/") for name in committed):
            print(f"{folder} holds nothing: run `make figures` and commit what it makes", file=sys.stderr)
            return 2
    with tempfile.TemporaryDirectory(prefix="corrstats-") as folder:
        copy = Path(folder) / "copy"
        copy_project(copy)
        if status := regenerate(copy):
            print(f"making tables, notebooks and figures failed with exit status {status}", file=sys.stderr)
            return 2
        made = read_files(copy)
    names = sorted(committed.keys() | made.keys())
    differing = [name for name in names if committed.get(name) != made.get(name)]
    for name in differing:
        print(describe(name, committed.get(name), made.get(name)))
    if differing:
        print(f"{len(differing)} of {len(names)} files differ: run `make figures`, look, and commit")
        return 1
    print(f"{len(names)} files are what the code makes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
