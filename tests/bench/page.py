"""What was measured, as Markdown, and its place in docs/benchmarks.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

BEGIN = "<!-- From here on made by `make bench` -->\n"
END = "<!-- What `make bench` makes ends here -->\n"


def make_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out a table; all columns but the first stand at the right."""
    rule = ["---", *("---:" for _ in header[1:])]
    return "".join(f"| {' | '.join(row)} |\n" for row in [header, rule, *rows])


def significant(number: float, digits: int = 3) -> str:
    """Write a number with so many significant digits, thousands apart.

    >>> significant(18264.3), significant(0.2531)
    ('18,300', '0.253')
    """
    if number == 0:
        return "0"
    rounded = float(f"{number:.{digits}g}")
    return f"{rounded:,.0f}" if rounded >= 10 ** (digits - 1) else f"{rounded:,.{digits}g}"


def put(page: Path, made: str) -> None:
    """Replace what stands between the two marks of a page; ValueError where a mark is missing."""
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    page.write_text(f"{before}{BEGIN}\n{made.strip()}\n\n{END}{after}", encoding="utf-8", newline="\n")
