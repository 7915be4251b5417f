"""Which text each folder of tables is to be held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corrstats.errors import CorrstatsError
from corrstats.tables import read_rows, table_folders
from corrstats.tables.origin import find_source

if TYPE_CHECKING:
    from pathlib import Path

    from corrstats.source import Source


def pair_texts(folder: Path, given: Source | None = None) -> list[tuple[Path, Source | None]]:
    """Give each folder of tables with each text of its corpora; None where no text is at hand.

    ``folder`` holds tables, or folders of tables. A text that is given stands for its own corpus; the others
    are looked for as ``find_source`` does. Raises CorrstatsError for a text that is of none of them.
    """
    corpora = {one: sorted({row[1] for row in read_rows(one)["letters"]}) for one in table_folders(folder)}
    pairs: list[tuple[Path, Source | None]] = []
    for one, names in corpora.items():
        if given and (len(corpora) == 1 or given.corpus in names):
            pairs.append((one, given))
        else:
            texts = [text for name in names if (text := _text_of(one, name))]
            pairs += [(one, text) for text in texts] or [(one, None)]
    if given and not any(text is given for _, text in pairs):
        raise CorrstatsError(
            f"no corpus '{given.corpus}' in the tables", advice="name their folder", file=str(folder)
        )
    return pairs


def _text_of(folder: Path, corpus: str) -> Source | None:
    try:
        return find_source(folder, corpus)
    except CorrstatsError:
        return None
