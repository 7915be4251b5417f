"""What an act is about, as far as one word can tell.

The rule: of the words in ``knowledge/topics.csv``, the one that stands nearest to the act's date in its note
gives the topic; what stands after the date counts as nearer than what stands before it, and what stands
nearer to another act's date counts for that one. Where the note has no such word, the point of the letter
that its mark stands in may have: the last such word of the paragraph before the mark. Where neither has one,
there is no topic. The words are read from the text that the tables were made from, so regesta and full texts
may differ here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corrstats.analysis.cells import Row, TableSet, make_table, read_cells
from corrstats.analysis.decisions import DELAYS, decision_delays
from corrstats.errors import CorrstatsError
from corrstats.knowledge import Cue, Rows, split_cell
from corrstats.tables import Tables, table_folders
from corrstats.tables.origin import find_source, read_origins

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

_BEFORE = 3.0  # a word before the date counts as this many times as far
Topics = tuple[tuple[str, re.Pattern[str]], ...]


def decision_topics(
    tables: TableSet, texts: Mapping[str, str] | None = None, *, knowledge: Path | None = None
) -> pd.DataFrame:
    """Give the acts of ``decision_delays`` with ``topic`` and the ``word`` that tells it, missing where none.

    ``told_by`` is note or letter, where the word stands. ``texts`` are those of ``Corpus.texts``, by corpus;
    without them the texts that the tables were read from are looked for where ``show`` looks. Raises
    CorrstatsError where there are none.
    """
    acts = read_cells(decision_delays(tables))
    if texts is None:  # an act has a text that it was read from; where there is none, no text is needed
        texts = _find_texts(tables, {act["corpus"] for act in acts}) if acts else {}
    topics = _read_topics(knowledge)
    notes = {(row["letter_id"], row["note"]): row for row in read_cells(tables["notes"])}
    told: list[Row] = []
    for act in acts:
        dates = [one["start"] for one in acts if _note(one) == _note(act)]
        note, text = notes[_note(act)], texts[act["corpus"]]
        topic, word = _nearest(act["start"], dates, note, text, topics)
        told_by = "note" if word else None
        if word is None and note["mark_start"] is not None:
            topic, word = _asked_for(note["mark_start"], text, topics)
            told_by = "letter" if word else None
        told.append(act | {"topic": topic, "word": word, "told_by": told_by})
    return make_table(told, DELAYS | {"topic": "category", "word": "text", "told_by": "category"})


def _read_topics(knowledge: Path | None) -> Topics:
    rows = Rows(knowledge).read("topics.csv", Cue)
    return tuple((row.value, _pattern(split_cell(row.words))) for row in rows)


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)", re.IGNORECASE)


def _nearest(
    start: int, dates: list[int], note: Row, text: str, topics: Topics
) -> tuple[str | None, str | None]:
    """Give topic and word nearest to a place of a note."""
    found = [
        (_distance(match.start(), start), order, topic, match[0])
        for order, (topic, pattern) in enumerate(topics)
        for match in pattern.finditer(text, note["start"], note["end"])
        if all(_distance(match.start(), start) <= _distance(match.start(), other) for other in dates)
    ]
    _, _, topic, word = min(found, default=(0, 0, None, None))
    return topic, word


def _asked_for(mark: int, text: str, topics: Topics) -> tuple[str | None, str | None]:
    """Give topic and word that stand last before a mark in its paragraph."""
    start = text.rfind("\n", 0, mark) + 1
    found = [
        (match.start(), -order, topic, match[0])
        for order, (topic, pattern) in enumerate(topics)
        for match in pattern.finditer(text, start, mark)
    ]
    _, _, topic, word = max(found, default=(0, 0, None, None))
    return topic, word


def _distance(word: int, date: int) -> float:
    return float(word - date) if word >= date else _BEFORE * (date - word)


def _note(row: Row) -> tuple[str, str]:
    return row["letter_id"], row["note"]


def _find_texts(tables: TableSet, corpora: set[str]) -> dict[str, str]:
    folder = tables.folder if isinstance(tables, Tables) else None
    if folder is None:
        raise CorrstatsError(
            "these tables were not read from a folder", advice="give the texts, as in corpus.texts"
        )
    return {
        corpus: find_source(one, corpus).text
        for one in table_folders(folder)
        for corpus in read_origins(one)
        if corpus in corpora
    }
