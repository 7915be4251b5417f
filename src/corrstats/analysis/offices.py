"""Who is named with an act that puts people into an office or takes them out of it.

The rule: an act whose verbs have the sense 'appointed' or 'removed' (``knowledge/senses.csv``) and every
person that its note names within ``REACH`` characters of its date, and not nearer to another act's. Who is
the object of the verb and who only stands by, it does not know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from corrstats.analysis.cells import Row, TableSet, corpus_of, make_table, read_cells
from corrstats.analysis.decisions import decision_delays, verbs_of

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

REACH = 80  # characters between a date and a name: about a line of print
_OFFICES = {
    "corpus": "category", "letter_id": "text", "zone": "category", "note": "text", "person_id": "category",
    "name": "text", "sense": "category", "action": "text", "body": "category", "date": "moment",
    "days_low": "whole", "days_high": "whole", "when": "category", "letters_in_body": "whole",
    "other_letters": "whole", "start": "whole", "end": "whole",
}  # fmt: skip


def office_changes(tables: TableSet, *, knowledge: Path | None = None) -> pd.DataFrame:
    """Give each person named with an act of appointment or removal, once an act, in the order of the acts.

    ``sense`` is appointed, removed, or both where the act has verbs of both kinds. ``letters_in_body`` counts
    the letters of the corpus that name the person in their body, ``other_letters`` those that do so anywhere
    but in this letter. ``start`` and ``end`` are those of the act's date.
    """
    senses = {sense: verbs_of(sense, knowledge) for sense in ("appointed", "removed")}
    names = {row["person_id"]: row["name"] for row in read_cells(tables["people"])}
    mentions = [row for row in read_cells(tables["mentions"]) if row["kind"] == "person"]
    acts = read_cells(decision_delays(tables))
    found = []
    for act in acts:
        sense = " and ".join(one for one, verbs in senses.items() if verbs & set(act["action"].split("; ")))
        for person_id in _named_with(act, acts, mentions) if sense else ():
            about = {"person_id": person_id, "name": names.get(person_id), "sense": sense}
            found.append(act | about | _elsewhere(person_id, act, mentions) | {"date": act["act_earliest"]})
    return make_table(found, _OFFICES)


def _named_with(act: Row, acts: list[Row], mentions: list[Row]) -> list[str]:
    """Give the people that the note names at this act's date, in reading order."""
    dates = [one for one in acts if _note(one) == _note(act)]
    here = [one for one in mentions if _note(one) == _note(act) and _gap(one, act) <= REACH]
    mine = [one for one in here if all(_gap(one, act) <= _gap(one, other) for other in dates)]
    return list(dict.fromkeys(one["person_id"] for one in mine))


def _gap(mention: Row, act: Row) -> int:
    """Count the characters between a name and the date of an act."""
    return int(max(mention["start"] - act["end"], act["start"] - mention["end"], 0))


def _note(row: Row) -> tuple[str, str | None]:
    return row["letter_id"], row["note"]


def _elsewhere(person_id: str, act: Row, mentions: list[Row]) -> Row:
    """Count the letters of the corpus that name a person in their body, and all that do but this one."""
    own = [
        one
        for one in mentions
        if one["person_id"] == person_id and corpus_of(one["letter_id"]) == act["corpus"]
    ]
    letters = {one["letter_id"] for one in own if one["zone"] in {"body", "note"}}
    return {
        "letters_in_body": len({one["letter_id"] for one in own if one["zone"] == "body"}),
        "other_letters": len(letters - {act["letter_id"]}),
    }
