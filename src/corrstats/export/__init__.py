"""Other formats: CMIF and TEI, a network as GraphML, RO-Crate, SQLite and Excel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from corrstats.errors import CorrstatsError
from corrstats.export.cmif import write_cmif
from corrstats.export.graphml import write_graphml
from corrstats.export.rocrate import Surroundings, write_ro_crate
from corrstats.export.sqlite import write_sqlite
from corrstats.export.tableset import Loss, Publication, Report, TableSet, read_table_set
from corrstats.export.tei import write_tei
from corrstats.export.xlsx import write_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FORMATS", "Loss", "Publication", "Report", "Surroundings", "TableSet", "export", "read_table_set"]

_WRITERS: dict[str, Callable[[TableSet, Path, Publication], Report]] = {
    "cmif": write_cmif,
    "tei": write_tei,
    "graphml": write_graphml,
    "sqlite": write_sqlite,
    "xlsx": write_xlsx,
}
FORMATS = ("cmif", "tei", "graphml", "ro-crate", "sqlite", "xlsx")


def export(
    form: str,
    folder: str | Path,
    out: str | Path,
    publication: Publication | None = None,
    surroundings: Surroundings | None = None,
) -> Report:
    """Write the tables of a folder in another format, and say what it could not hold.

    ``form`` is one of FORMATS. ``surroundings`` are the folders of figures and notebooks that a crate takes
    in. The same tables give the same bytes. Raises CorrstatsError, with nothing written.
    """
    if form not in FORMATS:
        raise CorrstatsError(f"no format '{form}'", advice=f"use one of {', '.join(FORMATS)}")
    tables = read_table_set(folder)
    publication = publication or Publication()
    if form == "ro-crate":
        return write_ro_crate(tables, Path(out), publication, surroundings or Surroundings())
    return _WRITERS[form](tables, Path(out), publication)
