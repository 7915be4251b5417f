"""Written tables held against the schema and against the text; the account of what a parse has read."""

from corrstats.check.account import Account, take_stock
from corrstats.check.emendations import correction_csv, list_emendations
from corrstats.check.files import Finding
from corrstats.check.tables import check_tables
from corrstats.check.texts import pair_texts

__all__ = [
    "Account",
    "Finding",
    "check_tables",
    "correction_csv",
    "list_emendations",
    "pair_texts",
    "take_stock",
]
