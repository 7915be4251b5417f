"""The same tables without any mended reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corrstats.corpus import parse
from corrstats.errors import CorrstatsError
from corrstats.tables import Tables, table_folders
from corrstats.tables.origin import find_source, read_origins

if TYPE_CHECKING:
    from pathlib import Path


def unmended(tables: Tables, *, knowledge: Path | None = None) -> Tables:
    """Parse the texts that tables were read from once more, with damaged digits as printed.

    The texts are looked for where ``show`` looks. Raises CorrstatsError where they are not.
    """
    if tables.folder is None:
        raise CorrstatsError(
            "these tables were not read from a folder", advice="parse their text with emend=False"
        )
    paths = [
        find_source(folder, corpus).path
        for folder in table_folders(tables.folder)
        for corpus in read_origins(folder)
    ]
    return parse(*paths, knowledge=knowledge, emend=False).tables
