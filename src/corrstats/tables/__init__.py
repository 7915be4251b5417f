"""Tables: facts as rows of the contract, typed DataFrames, CSV and Parquet files with their Data Package."""

from corrstats.tables.frames import Tables, frames_from_rows, read_rows, read_tables, table_folders
from corrstats.tables.rows import Row, collapse, make_rows, merge_rows
from corrstats.tables.schema import FOREIGN_KEYS, Column, TableSchema, read_schema
from corrstats.tables.write import csv_text, data_package, write_tables

__all__ = [
    "FOREIGN_KEYS",
    "Column",
    "Row",
    "TableSchema",
    "Tables",
    "collapse",
    "csv_text",
    "data_package",
    "frames_from_rows",
    "make_rows",
    "merge_rows",
    "read_rows",
    "read_schema",
    "read_tables",
    "table_folders",
    "write_tables",
]
