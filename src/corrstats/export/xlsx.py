"""Excel: one sheet a table, every text as text, so that no spreadsheet takes one for a formula.

Numbers and truth values are such; days and times stay text as in ISO 8601, since Excel has none before 1900.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from corrstats.errors import CorrstatsError
from corrstats.export.files import whole_file
from corrstats.export.tableset import Report
from corrstats.tables import read_schema

if TYPE_CHECKING:
    from pathlib import Path

    from corrstats.export.tableset import Publication, TableSet
    from corrstats.tables import Column, TableSchema

MOST_ROWS, MOST_SIGNS = 1_048_576, 32_767  # of a sheet with its header, of a cell
# what a spreadsheet may take for the beginning of a formula (OWASP, CSV injection)
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # the same at every run
_WIDEST = 60


class _Book:
    """A workbook that is being written."""

    def __init__(self, book: Any, report: Report) -> None:  # noqa: ANN401  xlsxwriter carries no types
        self.book, self.report = book, report
        self.head = book.add_format({"bold": True, "bottom": 1})
        # the sign by which Excel itself keeps a text a text, also when the cell is edited
        self.text = book.add_format({"quote_prefix": True})

    def add_table(self, tables: TableSet, schema: TableSchema) -> None:
        rows = tables[schema.name]
        sheet = self.book.add_worksheet(schema.name)
        sheet.freeze_panes(1, 0)
        for n, column in enumerate(schema.columns):
            sheet.set_column(n, n, _width(column, [row[column.name] for row in rows[:200]]))
            sheet.write_string(0, n, column.name, self.head)
        held = rows[: MOST_ROWS - 1]
        for n, row in enumerate(held, start=1):
            for m, column in enumerate(schema.columns):
                self._write(sheet, (n, m), column, row[column.name])
        if held:
            sheet.autofilter(0, 0, len(held), len(schema.columns) - 1)
        self.report.lose(schema.name, "below the last row of a sheet", len(rows) - len(held))
        cut = sum(any(len(cell) > MOST_SIGNS for cell in row.values()) for row in held)
        self.report.lose(schema.name, f"a cell is cut after {MOST_SIGNS} signs", cut)

    def _write(self, sheet: Any, at: tuple[int, int], column: Column, cell: str) -> None:  # noqa: ANN401
        if not cell:
            return
        if column.type in {"integer", "number"}:
            sheet.write_number(*at, float(cell))
        elif column.type == "boolean":
            sheet.write_boolean(*at, cell == "true")
        else:
            sheet.write_string(*at, cell[:MOST_SIGNS], self.text if cell.startswith(_FORMULA_SIGNS) else None)

    def add_columns(self) -> None:
        """Say on a sheet of its own what each column means."""
        sheet = self.book.add_worksheet("columns")
        for n, (name, width) in enumerate((("table", 16), ("column", 20), ("type", 10), ("meaning", 90))):
            sheet.set_column(n, n, width)
            sheet.write_string(0, n, name, self.head)
        rows = [
            (name, one.name, one.type, one.description)
            for name, schema in read_schema().items()
            for one in schema.columns
        ]
        for n, row in enumerate(rows, start=1):
            for m, cell in enumerate(row):
                sheet.write_string(n, m, cell)


def _width(column: Column, cells: list[str]) -> int:
    return min(_WIDEST, max(len(column.name) + 3, *(len(cell) + 1 for cell in cells), 0))


def write_xlsx(tables: TableSet, path: Path, _publication: Publication) -> Report:
    """Write all tables into one workbook, and say which rows it could not hold whole."""
    try:
        import xlsxwriter  # noqa: PLC0415  an extra
    except ModuleNotFoundError:
        raise CorrstatsError(
            "Excel files need xlsxwriter", advice="pip install 'corrstats[export]'"
        ) from None
    report = Report([str(path)])
    with whole_file(path) as made, xlsxwriter.Workbook(str(made), _OPTIONS) as workbook:
        workbook.set_properties({"title": f"Tables of {', '.join(tables.corpora())}", "created": _LONG_AGO})
        book = _Book(workbook, report)
        for schema in read_schema().values():
            book.add_table(tables, schema)
        book.add_columns()
    return report
