"""Who fills the letters: who is named where and when, together with whom, and whose name is still open.

Headings, headers and signatures are passed over: who writes to whom stands in ``correspondents``. A body is
the letter itself, a note is the editors'. People are told apart by their id; eponyms (a name that stands for
a square or an order) name nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, cast

from corrstats.analysis.cells import Row, TableSet, corpus_of, make_table, parts_of, read_cells
from corrstats.analysis.decisions import Bounds, bounds_of
from corrstats.tables import LazyTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from corrstats.tables import LazyTables

_PEOPLE = {
    "corpus": "category", "person_id": "text", "name": "text", "letters": "whole", "in_bodies": "whole",
    "in_notes": "whole", "sent": "whole", "received": "whole", "first_earliest": "moment",
    "first_latest": "moment", "last_earliest": "moment", "last_latest": "moment",
}  # fmt: skip
_NAMINGS = {
    "corpus": "category", "letter_id": "text", "person_id": "text", "name": "text", "in_body": "flag",
    "in_notes": "flag", "date_earliest": "moment", "date_latest": "moment", "start": "whole", "end": "whole",
}  # fmt: skip
_PAIRS = {
    "corpus": "category", "person_id": "text", "other_id": "text", "name": "text", "other": "text",
    "letters": "whole", "in_bodies": "whole", "in_notes": "whole", "joined": "whole",
}  # fmt: skip
_BLOCS = {
    "corpus": "category", "letter_id": "text", "zone": "category", "note": "text", "members": "text",
    "people": "text", "start": "whole", "end": "whole",
}  # fmt: skip
_NAMESAKES = {
    "corpus": "category", "family_name": "text", "person_id": "text", "name": "text", "surfaces": "text",
    "letters": "text", "mentions": "whole",
}  # fmt: skip
_OPEN_NAMES = {
    "corpus": "category", "letter_id": "text", "zone": "category", "note": "text", "surface": "text",
    "why": "text", "start": "whole", "end": "whole",
}  # fmt: skip
OPEN = "open-"
_DOUBTS = ("ambiguous-person", "unread-name")
_JOINT = 1  # character: a hyphen, or none where it was lost
Passage = tuple[str, str, str | None]


def people_named(tables: TableSet | LazyTables) -> pd.DataFrame:
    """Give everybody whom bodies or notes name, those of most letters first, with how often they write.

    ``letters`` counts letters that name the person, ``in_bodies`` and ``in_notes`` those that do so there.
    First and last naming are the dates of these letters as bounds: an open date leaves a bound open, for that
    letter may be the first, or the last, of all.
    """
    found = [row for part in parts_of(tables) for row in _people_of(part)]
    found.sort(key=lambda row: (row["corpus"], -row["letters"], -row["in_bodies"], row["name"]))
    return make_table(found, _PEOPLE)


def _people_of(tables: TableSet) -> Iterator[Row]:
    """Give everybody whom the letters of whole corpora name."""
    names = _names(tables)
    roles = Counter(
        (corpus_of(row["letter_id"]), row["role"], row["person_id"])
        for row in _cells(tables, "correspondents")
    )
    by_person: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in read_cells(letters_naming(tables)):
        by_person[row["corpus"], row["person_id"]].append(row)
    for key, rows in by_person.items():
        yield _person(key, rows, names, roles)


def letters_naming(tables: TableSet) -> pd.DataFrame:
    """Give each person and letter that names them, in the order of the letters and of the first naming.

    ``start`` and ``end`` are those of the first naming in the letter.
    """
    names = _names(tables)
    letters = {row["letter_id"]: row for row in _cells(tables, "letters")}
    found: dict[tuple[str, str], Row] = {}
    for one in _named(tables):
        letter = letters[one["letter_id"]]
        row = found.setdefault(
            (one["letter_id"], one["person_id"]),
            letter | one | {"corpus": corpus_of(one["letter_id"]), "in_body": False, "in_notes": False},
        )
        row["name"] = names.get(one["person_id"], one["surface"])
        row["in_notes" if one["zone"] == "note" else "in_body"] = True
    order = {letter_id: place for place, letter_id in enumerate(letters)}
    return make_table(sorted(found.values(), key=lambda row: order[row["letter_id"]]), _NAMINGS)


def pairs_named(tables: TableSet | LazyTables) -> pd.DataFrame:
    """Give each two people whom one passage names, those of most letters first, persons by their ids.

    A passage is a body, or a single note. ``letters`` counts letters, ``in_bodies`` and ``in_notes`` those
    where the passage is the body or a note; ``joined`` counts how often the two are written as one word, by a
    hyphen or run together.
    """
    found = [row for part in parts_of(tables) for row in _pairs_of(part)]
    found.sort(key=lambda row: (row["corpus"], -row["letters"], -row["joined"], row["name"], row["other"]))
    return make_table(found, _PAIRS)


def _pairs_of(tables: TableSet) -> list[Row]:
    """Give each two people whom one passage of whole corpora names."""
    names = _names(tables)
    where: dict[tuple[str, str, str], dict[str, set[str]]] = {}
    for (letter_id, zone, _), rows in _passages(tables).items():
        for one, other in combinations(sorted({row["person_id"] for row in rows}), 2):
            key = (corpus_of(letter_id), one, other)
            where.setdefault(key, {"body": set(), "note": set()})[zone].add(letter_id)
    joined = _joined(tables)
    return [
        {
            "corpus": corpus,
            "person_id": one,
            "other_id": other,
            "name": names.get(one, one),
            "other": names.get(other, other),
            "letters": len(zones["body"] | zones["note"]),
            "in_bodies": len(zones["body"]),
            "in_notes": len(zones["note"]),
            "joined": joined[corpus, one, other],
        }
        for (corpus, one, other), zones in where.items()
    ]


def blocs_named(tables: TableSet) -> pd.DataFrame:
    """Give the runs of names that are written as one, by hyphens or run together, in reading order.

    ``members`` are the names with hyphens between, ``people`` their ids. Two names count as one word where at
    most one character stands between them.
    """
    found = [
        rows[0]
        | {
            "corpus": corpus_of(rows[0]["letter_id"]),
            "members": "-".join(row["surface"] for row in rows),
            "people": "; ".join(row["person_id"] for row in rows),
            "end": rows[-1]["end"],
        }
        for rows in _runs(tables)
    ]
    return make_table(found, _BLOCS)


def namesakes(tables: TableSet) -> pd.DataFrame:
    """Give the people of a corpus who share a family name, with the forms and letters they are named in.

    Here a wrong guess would hide: nothing but office, initials or neighbours tells them apart.
    """
    known = {row["person_id"]: row for row in _cells(tables, "people")}
    named: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in _cells(tables, "mentions"):
        if row["person_id"] in known:
            named[corpus_of(row["letter_id"]), row["person_id"]].append(row)
    bearers = Counter((corpus, known[person_id]["family_name"]) for corpus, person_id in named)
    found = [
        known[person_id]
        | {
            "corpus": corpus,
            "surfaces": "; ".join(dict.fromkeys(row["surface"] for row in rows)),
            "letters": "; ".join(dict.fromkeys(row["letter_id"].rpartition("/")[2] for row in rows)),
            "mentions": len(rows),
        }
        for (corpus, person_id), rows in named.items()
        if bearers[corpus, known[person_id]["family_name"]] > 1
    ]
    found.sort(key=lambda row: (row["corpus"], row["family_name"], -row["mentions"], row["person_id"]))
    return make_table(found, _NAMESAKES)


def open_names(tables: TableSet) -> pd.DataFrame:
    """Give the names that could not be settled, in reading order, and why: nobody meant, or more than one.

    They are the mentions whose id begins with 'open-', and the rows of ``diagnostics`` about names.
    """
    doubts = {
        (row["letter_id"], row["start"]): row
        for row in _cells(tables, "diagnostics")
        if row["code"] in _DOUBTS
    }
    mentions = {
        (row["letter_id"], row["start"]): row
        for row in _cells(tables, "mentions")
        if row["person_id"].startswith(OPEN)
    }
    found = []
    for key in sorted(doubts.keys() | mentions.keys()):
        doubt, mention = doubts.get(key, {}), mentions.get(key, {})
        about = {"corpus": corpus_of(key[0]), "surface": mention.get("surface") or doubt.get("verbatim")}
        found.append(doubt | mention | about | {"why": doubt.get("message")})
    return make_table(found, _OPEN_NAMES)


# --- rows -------------------------------------------------------------------------------------------------


def _cells(tables: TableSet, name: str) -> list[Row]:
    return read_cells(tables[name])


def _names(tables: TableSet) -> dict[str, str]:
    """Give names by id; of lazy tables, whose people are those of all parts, only of those mentioned."""
    people = cast("pd.DataFrame | LazyTable", tables["people"])
    if isinstance(people, LazyTable):
        named = {row["person_id"] for row in _cells(tables, "mentions")}
        return {row["person_id"]: row["name"] for row in read_cells(people.where(person_id=named))}
    return {row["person_id"]: row["name"] for row in read_cells(people)}


def _named(tables: TableSet) -> list[Row]:
    """Give the namings of people in bodies and notes, in reading order."""
    rows = [row for row in _cells(tables, "mentions") if row["zone"] in {"body", "note"}]
    return sorted((row for row in rows if row["kind"] == "person"), key=_place)


def _place(row: Row) -> tuple[str, int]:
    return corpus_of(row["letter_id"]), int(row["start"])


def _passages(tables: TableSet) -> dict[Passage, list[Row]]:
    passages: dict[Passage, list[Row]] = {}
    for row in _named(tables):
        passages.setdefault((row["letter_id"], row["zone"], row["note"]), []).append(row)
    return passages


def _runs(tables: TableSet) -> list[list[Row]]:
    """Give the runs of two or more names of one passage with no more than a hyphen between them."""
    runs: list[list[Row]] = []
    for rows in _passages(tables).values():
        runs.append(rows[:1])
        for before, row in pairwise(rows):
            if row["start"] - before["end"] <= _JOINT:
                runs[-1].append(row)
            else:
                runs.append([row])
    return [run for run in runs if len(run) > 1]


def _joined(tables: TableSet) -> Counter[tuple[str, str, str]]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for run in _runs(tables):
        people = sorted({row["person_id"] for row in run})
        counts.update((corpus_of(run[0]["letter_id"]), *pair) for pair in combinations(people, 2))
    return counts


def _person(
    key: tuple[str, str], rows: list[Row], names: dict[str, str], roles: Counter[tuple[str, str, str]]
) -> Row:
    corpus, person_id = key
    dates = [bounds_of(row, "date") for row in rows]
    first, last = _first(dates), _last(dates)
    return {
        "corpus": corpus,
        "person_id": person_id,
        "name": names.get(person_id, rows[0]["name"]),
        "letters": len(rows),
        "in_bodies": sum(row["in_body"] for row in rows),
        "in_notes": sum(row["in_notes"] for row in rows),
        "sent": roles[corpus, "sender", person_id],
        "received": roles[corpus, "recipient", person_id],
        "first_earliest": first.earliest,
        "first_latest": first.latest,
        "last_earliest": last.earliest,
        "last_latest": last.latest,
    }


def _first(dates: list[Bounds]) -> Bounds:
    """Give the bounds of the first of some dates: open towards the past where one of them is."""
    starts = [one.earliest for one in dates if one.earliest]
    ends = [one.latest for one in dates if one.latest]
    return Bounds(min(starts) if len(starts) == len(dates) else None, min(ends, default=None))


def _last(dates: list[Bounds]) -> Bounds:
    """Give the bounds of the last of some dates: open towards the future where one of them is."""
    starts = [one.earliest for one in dates if one.earliest]
    ends = [one.latest for one in dates if one.latest]
    return Bounds(max(starts, default=None), max(ends) if len(ends) == len(dates) else None)
