"""Two folders change places in one step, so that a run killed in between leaves the one or the other."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# renameat2(2) of Linux with RENAME_EXCHANGE, renamex_np(2) of macOS with RENAME_SWAP
_HERE, _EXCHANGE, _SWAP = -100, 2, 2
_UNABLE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange_folders(one: Path, other: Path) -> bool:
    """Exchange two folders of one file system in one step; False where the system cannot."""
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            failed = library.renamex_np(first, second, _SWAP)
        else:
            failed = library.renameat2(_HERE, first, _HERE, second, _EXCHANGE)
    except (AttributeError, OSError, TypeError):  # another system, or an old C library
        return False
    if failed and ctypes.get_errno() not in _UNABLE:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
    return not failed
