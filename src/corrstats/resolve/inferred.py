"""Bounds on uncertain dates that other evidence of the corpus gives, tighter than the edition's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corrstats.facts import Doubt, InferredDate

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from corrstats.dates import DateRange
    from corrstats.facts import Facts


def infer_dates(
    facts: Facts, dated_in_body: Iterable[tuple[str, DateRange, str]]
) -> tuple[list[InferredDate], list[Doubt]]:
    """Give tighter bounds: a letter follows the letter it answers and the newspaper it quotes.

    ``dated_in_body`` are (letter_id, date, why) of past things that a body names with their day. Evidence
    against the edition's date is a doubt.
    """
    evidence: dict[str, list[tuple[dt.date, str]]] = {}
    for reference in facts.references:
        date = reference.target_date
        if (
            reference.kind == "letter-by-date"
            and reference.whose == "your"
            and date is not None
            and date.earliest
        ):
            because = f"it acknowledges a letter of {date.edtf}"
            evidence.setdefault(reference.at.letter_id, []).append((date.earliest, because))
    for letter_id, date, why in dated_in_body:
        if date.earliest:
            evidence.setdefault(letter_id, []).append((date.earliest, why))
    rows: list[InferredDate] = []
    doubts: list[Doubt] = []
    for letter in facts.letters:
        bounds = evidence.get(letter.letter_id, [])
        if letter.date is None or not bounds:
            continue
        earliest, because = max(bounds)
        if letter.date.latest is not None and earliest > letter.date.latest:
            message = f"{because}, but is dated {letter.date.edtf}"
            doubts.append(Doubt(letter.letter_id, "warning", "evidence-against-date", message))
        elif not letter.date.is_day and (letter.date.earliest is None or earliest > letter.date.earliest):
            rows.append(InferredDate(letter.letter_id, earliest, letter.date.latest, because))
    return rows, doubts
