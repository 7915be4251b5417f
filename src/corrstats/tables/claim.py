"""The new folder that a run fills beside its target: claimed while it is filled, cleared away after a kill.

A claim is a lock on the folder itself, which the system takes back when its run ends, however it ends. So
what is claimed belongs to a run that goes on, and what is not was left behind. Where the system has no such
locks (Windows, some network drives) nothing is claimed and nothing taken away.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corrstats.errors import CorrstatsError

if TYPE_CHECKING:
    from collections.abc import Iterator

if sys.platform != "win32":
    import fcntl

NEW, OLD = ".new", ".old"


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a new folder beside another, to be filled; what is left of it in the end is taken away.

    What killed runs left of theirs is taken away first, and a folder that one of them had put aside is put
    back. Raises CorrstatsError where another run is filling a folder for the same target.
    """
    made, claim = _make(folder)
    try:
        _clear(folder, made)
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        if claim is not None:
            os.close(claim)


def put_aside(folder: Path) -> Path:
    """Rename a folder to a hidden name beside it, and give that."""
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix=OLD, dir=folder.parent))
    aside.rmdir()
    return folder.rename(aside)


def _make(folder: Path) -> tuple[Path, int | None]:
    """Make a folder and claim it; again where another run took it away before it was claimed."""
    while True:
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", suffix=NEW, dir=folder.parent))
        try:
            claim = claim_folder(made)
        except (FileNotFoundError, BlockingIOError):
            continue
        if made.exists():
            return made, claim
        if claim is not None:
            os.close(claim)


def claim_folder(path: Path) -> int | None:
    """Claim a folder: a handle that holds the claim, None where the system has no claims.

    Raises BlockingIOError for one that is claimed already.
    """
    if sys.platform == "win32":
        return None
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise
    except OSError:
        os.close(handle)
        return None
    return handle


def _clear(folder: Path, made: Path) -> None:
    """Take away what killed runs left behind."""
    left = {suffix: [one for one in _beside(folder, suffix) if one != made] for suffix in (NEW, OLD)}
    for one in left[NEW]:
        _take_away(one, folder)
    for one in left[OLD]:
        if folder.exists():
            _take_away(one, folder)
        else:
            one.rename(folder)


def _beside(folder: Path, suffix: str) -> list[Path]:
    ours = re.compile(rf"\.{re.escape(folder.name)}-[a-z0-9_]{{8}}{re.escape(suffix)}")
    found = [one for one in folder.parent.iterdir() if ours.fullmatch(one.name)]
    return [one for one in found if one.is_dir() and not one.is_symlink()]


def _take_away(left: Path, folder: Path) -> None:
    """Remove a folder that no run claims; one that is claimed is an error."""
    try:
        claim = claim_folder(left)
    except FileNotFoundError:  # its run has just ended
        return
    except BlockingIOError:
        raise CorrstatsError(
            "is being written by another run", advice="wait until that has ended", file=str(folder)
        ) from None
    if claim is not None:
        shutil.rmtree(left, ignore_errors=True)
        os.close(claim)
