"""Spans: every row inside its letter and its note, and ``text[start:end]`` what the row says it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from corrstats.tables import collapse
from corrstats.tables.rows import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from corrstats.check.files import Finding, TableFile
    from corrstats.document import Document
    from corrstats.source import Source

# The column that holds what stands between start and end
_PRINTED = ("verbatim", "surface", "date_verbatim")
# signs that call a note instead of a number: stars, daggers and what printers take after them
_SIGNS = "[*†‡§¶‖]+"
# a note that begins with its sign: '* At the foot', '[**] Below'; one that begins with '§ 5' has none
_NOTE_SIGN = re.compile(rf"[\s\[(]*+({_SIGNS}+)(?!\s?\d)")
_MARK = re.compile(rf"[1-9]\d*|[^\W\d]+|{_SIGNS}")
_SPANS = (("start", "end"), ("mark_start", "mark_end"))


class _Span(NamedTuple):
    start: int
    end: int


def _span(row: Mapping[str, str], start: str = "start", end: str = "end") -> _Span | None:
    """Give the span of a row; None for one without, or with one that is no number."""
    cells = row.get(start, ""), row.get(end, "")
    return _Span(int(cells[0]), int(cells[1])) if all(map(_is_count, cells)) else None


def _is_count(cell: str) -> bool:
    return cell.isascii() and cell.isdigit()


def check_places(files: Mapping[str, TableFile]) -> Iterator[Finding]:
    """Find letters that do not follow each other, and rows outside their letter or their note."""
    yield from _check_order(files["letters"])
    yield from _check_note_counts(files)
    letters = {row["letter_id"]: _span(row) for _, row in files["letters"].rows}
    notes = {(row["letter_id"], row["note"]): _span(row) for _, row in files["notes"].rows}
    for name, file in files.items():
        for line, row in file.rows if name != "letters" else ():
            letter = letters.get(row.get("letter_id", ""))
            for start, end in _SPANS:
                if letter and (span := _span(row, start, end)) and not _inside(span, letter):
                    yield file.finding(line, f"{start}: outside of letter {row['letter_id']}")
            yield from _check_note(file, line, row, notes)


def _inside(span: _Span, outer: _Span) -> bool:
    return outer.start <= span.start <= span.end <= outer.end


def _check_order(letters: TableFile) -> Iterator[Finding]:
    before: dict[str, tuple[int, int]] = {}  # the ordinal and the end of the letter before, by corpus
    for line, row in letters.rows:
        corpus, span = row["corpus"], _span(row)
        if not row["letter_id"].startswith(f"{corpus}/"):
            yield letters.finding(line, f"letter_id: does not begin with '{corpus}/'")
        if span is None or not _is_count(row["ordinal"]):
            continue
        ordinal, end = before.get(corpus, (0, span.start))
        if int(row["ordinal"]) != ordinal + 1:
            yield letters.finding(line, f"ordinal: {row['ordinal']} follows {ordinal}")
        if span.start != end:
            yield letters.finding(line, f"start: {span.start}, but the letter before ends at {end}")
        before[corpus] = (int(row["ordinal"]), span.end)


def _check_note_counts(files: Mapping[str, TableFile]) -> Iterator[Finding]:
    counts: dict[str, int] = {}
    for _, row in files["notes"].rows:
        counts[row["letter_id"]] = counts.get(row["letter_id"], 0) + 1
    for line, row in files["letters"].rows:
        if _is_count(row["n_notes"]) and int(row["n_notes"]) != counts.get(row["letter_id"], 0):
            found = counts.get(row["letter_id"], 0)
            yield files["letters"].finding(line, f"n_notes: {row['n_notes']}, but notes.csv has {found}")


def _check_note(
    file: TableFile, line: int, row: Mapping[str, str], notes: Mapping[tuple[str, str], _Span | None]
) -> Iterator[Finding]:
    """Hold the zone of a row against its note: 'note' with a label of a note, or neither."""
    if "zone" not in row:
        return
    label = row["note"]
    if (row["zone"] == "note") != bool(label):
        yield file.finding(line, f"zone: '{row['zone']}' with note '{label}'")
        return
    key = (row["letter_id"], label)
    if label and key not in notes:
        yield file.finding(line, f"note: letter {row['letter_id']} has no note {label} in notes.csv")
    outer, span = notes.get(key), _span(row)
    if outer and span and not _inside(span, outer):
        yield file.finding(line, f"start: outside of note {label}")


def check_text(files: Mapping[str, TableFile], corpus: str, source: Source) -> Iterator[Finding]:
    """Find spans of a corpus that do not hold what the row says they hold."""
    text = source.text
    for file in files.values():
        for line, row in file.rows:
            if row.get("letter_id", "").rpartition("/")[0] != corpus:
                continue
            for start, end in _SPANS:
                span = _span(row, start, end)
                if span and span.end > len(text):
                    yield file.finding(line, f"{end}: {span.end}, but the text ends at {len(text)}")
            span = _span(row)
            if span and span.end <= len(text):
                yield from (file.finding(line, message) for message in _misread(file, row, span, source))


def _misread(file: TableFile, row: Mapping[str, str], span: _Span, source: Source) -> Iterator[str]:
    printed = collapse(source.passage(*span))
    if file.schema.name == "letters":
        yield from _misread_letter(row, printed, anywhere=source.markup)
        return
    if file.schema.name == "notes":
        yield from _misread_note(row, span, source)
        return
    column = next((name for name in _PRINTED if name in file.schema.names), "")
    if column and row[column] != printed:
        yield f"{column}: '{row[column]}', but the text has '{_short(printed)}'"


def _misread_letter(row: Mapping[str, str], printed: str, *, anywhere: bool) -> Iterator[str]:
    """Hold heading and date against the letter; in XML other things may stand before the heading."""
    if not (row["heading"] in printed if anywhere else printed.startswith(row["heading"])):
        yield f"heading: '{row['heading']}', but the text has '{_short(printed)}'"
    if row["date_verbatim"] not in printed:
        yield f"date_verbatim: '{row['date_verbatim']}' does not stand in the letter"


def _misread_note(row: Mapping[str, str], span: _Span, source: Source) -> Iterator[str]:
    words = count_words(source.passage(*span))
    if row["n_words"] != str(words):
        yield f"n_words: {row['n_words']}, but the note has {words}"
    mark = _span(row, "mark_start", "mark_end")
    if mark is None:
        return
    printed = source.passage(*mark)
    sign = _NOTE_SIGN.match(source.passage(*span))
    wanted = sign[1] if sign else row["note"].lstrip("0")
    if wanted not in _MARK.findall(printed):
        called = f"note {row['note']}, which begins with '{sign[1]}'" if sign else f"note {row['note']}"
        yield f"mark_start: the text has '{_short(printed)}', not the mark of {called}"


def check_zones(files: Mapping[str, TableFile], document: Document) -> Iterator[Finding]:
    """Hold the letters, notes and zones of written tables against the text as the edition splits it."""
    letters = {one.letter_id: one for one in document.letters}
    corpus = document.source.corpus
    table = files["letters"]
    written = {row["letter_id"]: (line, _span(row)) for line, row in table.rows if row["corpus"] == corpus}
    for letter_id, (line, span) in written.items():
        letter = letters.get(letter_id)
        if letter is None:
            yield table.finding(line, f"letter_id: the text has no letter {letter_id}")
        elif span and span != (letter.start, letter.end):
            yield table.finding(
                line, f"start: the letter stands at {letter.start} to {letter.end} in the text"
            )
    for letter_id in letters.keys() - written.keys():
        yield table.finding(0, f"letter {letter_id} of the text is missing")
    for file in files.values():
        for line, row in file.rows:
            letter, span = letters.get(row.get("letter_id", "")), _span(row)
            if "zone" not in row or letter is None or span is None:
                continue
            zones = [zone for zone in letter.zones if zone.start <= span.start <= span.end <= zone.end]
            if zones and (row["zone"], row["note"]) not in {(zone.kind, zone.note) for zone in zones}:
                yield file.finding(line, f"zone: '{row['zone']}', but the text has it in {zones[0].kind}")
            elif not zones:
                yield file.finding(line, "start: runs over the end of its zone")


def _short(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
