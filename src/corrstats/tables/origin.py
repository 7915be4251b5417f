"""Which texts written tables were made from, and where those texts are."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corrstats.errors import CorrstatsError
from corrstats.source import read_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corrstats.source import Source

# Looked through in this order in the folder of the tables and in every folder above it; your own copy first
_PLACES = ("data/sources", "data/regesta", "")


@dataclass(frozen=True, slots=True)
class Origin:
    """The text a corpus was read from: its file's name, its edition and the SHA-256 of its bytes."""

    corpus: str
    file: str
    edition: str
    sha256: str


def read_origins(folder: Path) -> dict[str, Origin]:
    """Give the texts that the tables of a folder were made from, by corpus, as ``datapackage.json`` tells.

    Raises CorrstatsError when the file is missing or names none.
    """
    path = Path(folder) / "datapackage.json"
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["corrstats:sources"]
        found = [Origin(row["corpus"], row["file"], row["edition"], row["sha256"]) for row in rows]
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise CorrstatsError(reason, advice="parse again", file=str(path)) from None
    except (ValueError, KeyError, TypeError):
        raise CorrstatsError(
            "does not say what text the tables are of", advice="parse again", file=str(path)
        ) from None
    return {one.corpus: one for one in found}


def find_source(folder: Path, corpus: str) -> Source:
    """Find the text that the tables of a corpus were made from: the one whose SHA-256 they name.

    Looks in ``data/sources`` and ``data/regesta`` of the folder and of those above it, then beside the
    tables. Raises CorrstatsError that says what to do.
    """
    origin = read_origins(folder).get(corpus)
    if origin is None:
        raise CorrstatsError(
            f"no corpus '{corpus}' in these tables", advice="name their folder", file=str(folder)
        )
    for path in _candidates(folder, origin):
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == origin.sha256:
            return read_source(path, corpus=corpus)
    raise CorrstatsError(
        f"the text that the tables of '{corpus}' were made from is not here",
        advice=f"put it into data/sources/{corpus}.txt, or name it as source",
        file=str(folder),
    )


def _candidates(folder: Path, origin: Origin) -> Iterator[Path]:
    folder = Path(folder).resolve()
    names = [one for one in dict.fromkeys((f"{origin.corpus}.txt", origin.file)) if _is_name(one)]
    for above in (folder, *folder.parents):
        for place in _PLACES:
            yield from (above / place / name for name in names)


def _is_name(told: str) -> bool:
    """Whether what the tables tell is the name of a file and leads to no other folder."""
    return Path(told).name == told and "\\" not in told
