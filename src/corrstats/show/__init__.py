"""A letter with everything found in it marked: in a notebook, in the terminal, as a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from corrstats.corpus import Corpus
    from corrstats.show.letters import RowLike
    from corrstats.show.shown import Shown
    from corrstats.source import Source
    from corrstats.tables import Tables

__all__ = ["show"]


def show(
    what: str | RowLike,
    *,
    tables: Tables | Corpus | str | Path | None = None,
    source: str | Path | Source | None = None,
) -> Shown:
    """Show a letter by its id, or the passage behind a row, with everything found in it marked.

    ``tables`` are those of ``parse`` or ``read_tables``, or a folder of them; without any, the folder that
    the row was read from, else ``data/tables`` here or in a folder above. ``source`` is the text they were
    made from, as a path or as text; without it, the one in ``data/sources`` or ``data/regesta`` that the
    tables name by its SHA-256. With a source and no tables, the source is parsed. Raises CorrstatsError that
    says what to do where letter, tables or text are missing or do not belong together.
    """
    from corrstats.show.letters import show_letter  # noqa: PLC0415  the package itself loads at once

    return show_letter(what, tables=tables, source=source)
