"""One run at a time in a folder: a lock that the system takes away when its process ends, however it ends."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from corrstats.errors import CorrstatsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(path: Path, out: Path) -> Iterator[None]:
    """Hold a lock file; CorrstatsError that names ``out`` where another run holds it."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR)
    try:
        try:
            _lock(handle)
        except OSError:
            raise CorrstatsError(
                "another run is writing it", advice="wait for its end, or choose another --out", file=str(out)
            ) from None
        yield
    finally:
        os.close(handle)
