"""A letter as plain text and for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corrstats.errors import visible
from corrstats.show.marks import KINDS
from corrstats.show.view import zone_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Group
    from rich.text import Text

    from corrstats.document import Zone
    from corrstats.show.marks import Mark
    from corrstats.show.nesting import Piece
    from corrstats.show.view import View

# Told apart without colour too: by weight, slant, line and ground
_STYLES = {
    "person": "bold blue",
    "party": "underline",
    "eponym": "italic blue",
    "date": "bold italic yellow",
    "amount": "bold underline green",
    "decision": "reverse red",
    "event": "italic underline magenta",
    "reference": "underline cyan",
    "archive": "dim italic",
    "note-mark": "dim",
    "doubt": "bold reverse red",
}


def used_kinds(marks: Iterable[Mark]) -> list[str]:
    """Give the kinds of the marks that stand in the text, in the order of the legend."""
    used = {mark.kind for mark in marks if mark.placed}
    return [name for name in KINDS if name in used]


def write_text(view: View) -> str:
    """Write a letter, or the passage in focus, as plain text: each mark is ``{text|label}``."""
    return "\n".join(_lines(view)) + "\n"


def _lines(view: View) -> Iterator[str]:
    zones = view.passage()
    marks = view.marks_in(zones)
    yield f"{view.letter_id}  {view.title}"
    for name in used_kinds(marks):
        yield f"  {{...|{KINDS[name].label}}}  {KINDS[name].title}"
    for zone in zones:
        yield f"\n-- {zone_name(zone)}"
        yield "".join(map(_plain, view.pieces(zone)))
    yield "\n-- found"
    for mark in marks:
        arrow = "-> " if view.is_focus(mark) else ""
        yield f"{arrow}{mark.row_id}  {_printed(view, mark)}{mark.reading}"


def _plain(piece: Piece) -> str:
    if isinstance(piece, str):
        return piece
    return "{" + "".join(map(_plain, piece.inside)) + "|" + KINDS[piece.mark.kind].label + "}"


def _printed(view: View, mark: Mark) -> str:
    return f"'{' '.join(view.text[mark.start : mark.end].split())}'  " if mark.placed else ""


def make_renderable(view: View) -> Group:
    """Make what rich prints: the letter or the passage in focus, with a style a kind, then its rows."""
    from rich.console import Group  # noqa: PLC0415  not needed for plain text
    from rich.padding import Padding  # noqa: PLC0415
    from rich.rule import Rule  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    zones = view.passage()
    marks = view.marks_in(zones)
    legend = Text("Marked: ").append_text(
        Text(", ").join(Text(KINDS[name].title, _STYLES[name]) for name in used_kinds(marks))
    )
    parts: list[Rule | Padding | Text] = [Text(visible(f"{view.letter_id}  {view.title}"), "bold"), legend]
    for zone in zones:
        parts += [Rule(zone_name(zone), align="left", style="dim"), Padding(_styled(view, zone), (0, 2))]
    parts += [Rule("found", align="left", style="dim"), _rows(view, marks)]
    return Group(*parts)


def _styled(view: View, zone: Zone) -> Text:
    from rich.text import Text  # noqa: PLC0415  not needed for plain text

    styled = Text()
    for piece in view.pieces(zone):
        _append(styled, piece, "")
    return styled


def _append(styled: Text, piece: Piece, style: str) -> None:
    """Append a piece; a mark adds its style to that of the one it stands in."""
    if isinstance(piece, str):
        styled.append(visible(piece), style)
        return
    for inner in piece.inside:
        _append(styled, inner, f"{style} {_STYLES[piece.mark.kind]}".strip())


def _rows(view: View, marks: Iterable[Mark]) -> Text:
    from rich.text import Text  # noqa: PLC0415  not needed for plain text

    rows = Text()
    for mark in marks:
        rows.append("-> " if view.is_focus(mark) else "", "bold").append(f"{mark.row_id}  ", "dim").append(
            visible(_printed(view, mark)), _STYLES.get(mark.kind, "")
        )
        rows.append(f"{visible(mark.reading)}\n")
    return rows
