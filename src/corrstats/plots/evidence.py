"""Where a drawn point leads: the page of the report that shows its letter with all findings marked."""

from __future__ import annotations


def evidence_url(letter_id: str) -> str:
    """Give the page of a letter, as seen from the folders ``figures`` and ``notebooks`` of the project.

    >>> evidence_url("molotov-1930/55")
    '../report/letters/molotov-1930/55.html'
    """
    return f"../report/letters/{letter_id}.html"
