"""Where a drawn point leads: its passage, on the page of the report that shows the letter."""

from __future__ import annotations

DATE = "letters-1"  # the mark on a letter's date


def evidence_url(letter_id: str, start: int | None = None, *, row: str = "") -> str:
    """Give the place of a passage, as seen from the folders ``figures`` and ``notebooks`` of the project.

    ``start`` is where a row begins in the source; ``row`` names one that has no such place. Without either,
    the letter as a whole.

    >>> evidence_url("molotov-1930/55", 635)
    '../report/letters/molotov-1930/55.html#at-635'
    >>> evidence_url("molotov-1930/55", row=DATE)
    '../report/letters/molotov-1930/55.html#letters-1'
    """
    anchor = f"#at-{int(start)}" if start is not None else f"#{row}" if row else ""
    return f"../report/letters/{letter_id}.html{anchor}"


def table_url(table: str, find: str = "") -> str:
    """Give the page of a table, for what rests on all its rows, or on those that hold a word.

    >>> table_url("quantities"), table_url("mentions", "stalin-iv")
    ('../report/tables/quantities.html', '../report/tables/mentions.html#find=stalin-iv')
    """
    return f"../report/tables/{table}.html" + (f"#find={find}" if find else "")
