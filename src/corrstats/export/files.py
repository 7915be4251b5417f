"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corrstats.errors import CorrstatsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a new file to fill, which takes the place of another when nothing failed."""
    if path.is_dir():
        raise CorrstatsError("is a folder", advice="name a file in it", file=str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise _unwritable(path, error) from None
    made = Path(name)
    try:
        yield made
        made.chmod(0o644)
        made.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        made.unlink(missing_ok=True)


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines as UTF-8, whole or not at all."""
    with whole_file(path) as made, made.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)


def _unwritable(path: Path, error: OSError) -> CorrstatsError:
    return CorrstatsError(
        error.strerror or "cannot be written", advice="choose another place", file=str(path)
    )
