"""How right tables are: precision, recall and F1 of each table against an answer key, as sets of facts.

Facts are compared as sets (a person counts once for each letter and zone), so that the tables of regesta and
of full texts are held to the same key. Rows of the key that are optional, and eponyms, are neither asked for
nor held against the tables. A person of the key is matched to the id that most of its namings bear.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from corrstats.errors import CorrstatsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corrstats.tables import Tables

Fact = tuple[str, ...]
Row = dict[str, str]
Reader = Callable[[Row], Fact | None]
Pair = tuple[set[Fact], set[Fact]]
# units and bodies that the annotators agreed to count
UNITS = frozenset(
    "pood tonne centner/ha hectare ruble yen percent verst kilometre foot division".split()  # noqa: SIM905
)
BODIES = frozenset(
    {
        "Politburo", "Orgburo", "Central Committee", "Central Committee plenum", "Central Control Commission",
        "Council of Commissars", "Central Executive Committee", "Conference of Deputies", "OGPU collegium",
        "Labor Defense Council",
    }
)  # fmt: skip
_TARGETS = {
    "letter-by-date": "target_date",
    "message-by-number": "target_number",
    "edition": "target_number",
}
_FIELDS = {"number": "number", "genre": "genre", "date_earliest": "earliest", "date_latest": "latest"} | {
    name: name for name in ("date_status", "place_from", "place_to")
}


def score_tables(tables: Tables, corpus: str, key: str | Path) -> pd.DataFrame:
    """Score the tables of a corpus against a folder of answer-key files.

    Gives one row a table: table, precision, recall, f1, in_key, found, missing (list), extra (list). Raises
    CorrstatsError when the key lacks a file.
    """
    card = _Card(tables, corpus, Path(key))
    return pd.DataFrame([_score(name, *pair) for name, pair in card.pairs().items()])


def _score(name: str, need: set[Fact], got: set[Fact]) -> dict[str, object]:
    hits = len(need & got)
    precision = hits / len(got) if got else float(not need)
    recall = hits / len(need) if need else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "table": name,
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "in_key": len(need),
        "found": len(got),
        "missing": sorted(need - got),
        "extra": sorted(got - need),
    }


def _most_voted(votes: Counter[str], entity: str) -> str:
    """Give the id with the most votes; of several the entity's own name, else the first by the alphabet."""
    return min(votes, key=lambda person_id: (-votes[person_id], person_id != entity, person_id))


class _Card:
    """The facts of one corpus and of its key, table by table."""

    def __init__(self, tables: Tables, corpus: str, key: Path) -> None:
        letters = tables.letters[tables.letters["corpus"] == corpus]
        self.ordinal = {row.letter_id: str(row.ordinal) for row in letters.itertuples()}
        self.tables, self.key = tables, key
        self.people = self._match_people()

    # ------------------------------------------------------------------------------------ reading

    def _rows(self, table: str) -> Iterator[Row]:
        """Give the rows of a table of this corpus as text, the letter's ordinal added."""
        frame = self.tables[table]
        for row in frame[frame["letter_id"].isin(self.ordinal)].astype("object").to_dict("records"):
            cells = {str(name): _text(value) for name, value in row.items()}
            yield cells | {"ordinal": self.ordinal[cells["letter_id"]]}

    def _key_rows(self, table: str) -> list[Row]:
        path = self.key / f"{table}.csv"
        try:
            with path.open(encoding="utf-8", newline="") as file:
                return [
                    {name: (cell or "").strip() for name, cell in row.items()} for row in csv.DictReader(file)
                ]
        except FileNotFoundError:
            raise CorrstatsError(
                "no such file of the key", advice="name the key's folder", file=str(path)
            ) from None

    def _match_people(self) -> dict[str, str]:
        """Map the key's people to the ids that most of their namings bear in the tables."""
        ids: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for row in self._rows("mentions"):
            ids[row["ordinal"], _zone(row), _last(row["surface"])].append(row["person_id"])
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for row in self._key_rows("mentions"):
            for person_id in set(ids[row["ordinal"], row["zone"], _last(row["surface"])]):
                votes[row["entity"]][person_id] += 1
        return {entity: _most_voted(count, entity) for entity, count in votes.items()}

    # ------------------------------------------------------------------------------------ facts

    def pairs(self) -> dict[str, tuple[set[Fact], set[Fact]]]:
        """Give, for each table, the facts that the key asks for and those that the tables hold against it."""
        return {
            "letters": self._letters(),
            "mentions": self._mentions(),
            "quantities": self._facts("figures", "quantities", _amount_key, _amount),
            "decisions": self._facts("decisions", "decisions", _decision_key, _decision),
            "events": self._facts("events", "events", _event, _event),
            "archive_refs": self._facts("archive", "archive_refs", _archive_key, _archive),
            "references": self._references(),
        }

    def _facts(self, key_table: str, table: str, of_key: Reader, of_row: Reader) -> Pair:
        need: set[Fact] = set()
        free: set[Fact] = set()
        for row in self._key_rows(key_table):
            fact = of_key(row)
            if fact is not None:
                (free if row.get("status") else need).add(fact)
        got = {fact for row in self._rows(table) if (fact := of_row(row)) is not None}
        return need, got - (free - need)

    def _letters(self) -> Pair:
        need: set[Fact] = set()
        got: set[Fact] = set()
        rows = {row["ordinal"]: row for row in self._rows("letters")}
        for row in self._key_rows("letters"):
            mine = rows.get(row["ordinal"], {})
            for column, name in _FIELDS.items():
                if row[name] != "?":
                    need.add((row["ordinal"], column, row[name]))
                    got.add((row["ordinal"], column, mine.get(column, "")))
            for role in ("sender", "recipient"):
                names = [name.strip() for name in row[f"{role}s"].split(";") if name.strip()]
                need |= {(row["ordinal"], role, self.people.get(name, name)) for name in names}
        asked = {row["ordinal"] for row in self._key_rows("letters")}
        for row in self._rows("correspondents"):
            if row["ordinal"] in asked:
                got.add((row["ordinal"], row["role"], row["person_id"]))
        return need, got

    def _mentions(self) -> Pair:
        need: set[Fact] = set()
        free: set[Fact] = set()
        for row in self._key_rows("mentions"):
            person = self.people.get(row["entity"], row["entity"])
            (free if row["status"] else need).add((row["ordinal"], row["zone"], person))
        rows = (row for row in self._rows("mentions") if row["kind"] == "person")
        got: set[Fact] = {(row["ordinal"], _zone(row), row["person_id"]) for row in rows}
        return need, got - (free - need)

    def _references(self) -> Pair:
        """Compare pointers; those of no date and number are a matter of taste and left out."""
        need, got = self._facts("references", "references", _reference, _reference)
        strict = {"message-by-number", "edition"}
        return need, {fact for fact in got if fact in need or fact[2] in strict}


def _text(value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124  NaN
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value == value.normalize() else value.isoformat(timespec="minutes")
    return str(value)


def _zone(row: Row) -> str:
    return f"note:{row['note']}" if row["zone"] == "note" else row["zone"]


def _last(surface: str) -> str:
    plain = surface.casefold().replace("’", "'").removesuffix("'s")
    words = plain.replace(".", " ").split()
    return words[-1].strip("'") if words else ""


def _number(text: str) -> str:
    return f"{float(text):g}" if text else ""


def _amount_key(row: Row) -> Fact | None:
    if row["unit"] not in UNITS or not row["low"]:
        return None
    return row["ordinal"], row["zone"], row["unit"], _number(row["low"]), _number(row["high"])


def _amount(row: Row) -> Fact | None:
    if row["unit"] not in UNITS:
        return None
    return row["ordinal"], _zone(row), row["unit"], _number(row["low"]), _number(row["high"])


def _joint(body: str) -> str:
    return ";".join(sorted(one.strip() for one in body.split(";")))


def _decision_key(row: Row) -> Fact | None:
    known = all(one in BODIES for one in _joint(row["body"]).split(";"))
    return (row["ordinal"], row["zone"], _joint(row["body"]), row["date_iso"]) if known else None


def _decision(row: Row) -> Fact | None:
    known = all(one in BODIES for one in _joint(row["body"]).split(";"))
    return (row["ordinal"], _zone(row), _joint(row["body"]), row["date_edtf"]) if known else None


def _event(row: Row) -> Fact:
    names = ("ordinal", "kind", "local_datetime", "precision", "outgoing_numbers", "incoming_number")
    return tuple(row[name].replace(" ", "") for name in names)


def _leaves(text: str) -> str:
    return text.replace("–", "-").replace(" ", "")


def _archive_key(row: Row) -> Fact:
    return row["ordinal"], row["zone"], row["fond"], row["opis"], row["delo"], _leaves(row["listy"])


def _archive(row: Row) -> Fact:
    return row["ordinal"], _zone(row), row["fond"], row["opis"], row["delo"], _leaves(row["listy"])


def _reference(row: Row) -> Fact | None:
    column = {
        "letter-by-date": "target_date",
        "message-by-number": "target_number",
        "edition": "target_number",
    }
    if row["kind"] not in column:
        return None
    zone = row["zone"] if ":" in row["zone"] else _zone({"note": "", **row})
    return row["ordinal"], zone, row["kind"], row[column[row["kind"]]]
