"""Tables: facts as rows of the contract, typed DataFrames, CSV and Parquet files with their Data Package."""

from corrstats.tables.exchange import exchange_folders
from corrstats.tables.frames import Tables, explain, frames_from_rows, read_rows, read_tables, table_folders
from corrstats.tables.rows import Row, collapse, fault_row, make_rows, merge_rows, people_rows
from corrstats.tables.scan import LazyTable, LazyTables, scan_tables
from corrstats.tables.schema import FOREIGN_KEYS, Column, TableSchema, read_schema
from corrstats.tables.write import csv_text, data_package, write_batches, write_tables

__all__ = [
    "FOREIGN_KEYS",
    "Column",
    "LazyTable",
    "LazyTables",
    "Row",
    "TableSchema",
    "Tables",
    "collapse",
    "csv_text",
    "data_package",
    "exchange_folders",
    "explain",
    "fault_row",
    "frames_from_rows",
    "make_rows",
    "merge_rows",
    "people_rows",
    "read_rows",
    "read_schema",
    "read_tables",
    "scan_tables",
    "table_folders",
    "write_batches",
    "write_tables",
]
