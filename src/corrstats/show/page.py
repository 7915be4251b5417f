"""A letter as HTML: for a notebook, and as a page of its own that needs nothing else.

Promises: what comes from the text or the tables is escaped; the same letter gives the same bytes; each kind
of mark has its own line and label beside its colour.
"""

from __future__ import annotations

import re
from html import escape
from importlib import resources
from string import Template
from typing import TYPE_CHECKING

from corrstats.show.marks import KINDS
from corrstats.show.view import zone_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from corrstats.document import Zone
    from corrstats.show.marks import Mark
    from corrstats.show.nesting import Part, Piece
    from corrstats.show.view import View

    Link = Callable[[str], str]


def make_page(view: View, link: Link | None = None) -> str:
    """Make a page with the whole letter; ``link`` gives the address of another letter's page by its id."""
    letter = _Writer(view, view.zones, "", link).letter()
    return Template(_read("page.html")).substitute(
        title=escape(f"{view.letter_id}: {view.title}"), style=_read("letter.css").strip(), letter=letter
    )


def make_fragment(view: View) -> str:
    """Make HTML for a notebook: the letter, or the passage in focus; ids begin with the letter's."""
    prefix = re.sub(r"[^A-Za-z0-9]+", "-", view.letter_id) + "-"
    letter = _Writer(view, view.passage(), prefix, None).letter()
    return f"<style>\n{_read('letter.css').strip()}\n</style>\n{letter}\n"


def _read(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


class _Writer:
    """Writes one letter, or some zones of it."""

    def __init__(self, view: View, zones: Sequence[Zone], prefix: str, link: Link | None) -> None:
        self.view, self.zones, self.prefix, self.link = view, zones, prefix, link
        self.marks = view.marks_in(zones)
        self.notes = {zone.note for zone in zones if zone.kind == "note"}
        self.called = {mark.note for mark in self.marks if mark.note and mark.placed}
        self.taken: set[str] = set()
        self.written: set[str] = set()

    def letter(self) -> str:
        # a page has a heading; within a notebook it would get between those of the notebook
        tag = "p" if self.prefix else "h1"
        name = f'<{tag} class="cs-name">{escape(self.view.letter_id)}</{tag}>'
        heading = f'{name}\n<p class="cs-what">{escape(self.view.title)}</p>'
        zones = "\n".join(self._zone(zone) for zone in self.zones)
        inner = f"{heading}\n{self._legend()}\n{zones}\n{self._found()}"
        return f'<article class="cs-letter">\n{inner}\n</article>'

    def _legend(self) -> str:
        used = {mark.kind for mark in self.marks if mark.placed}
        items = "".join(
            f'<li><mark class="cs-{kind.name}" data-label="{kind.label}">{kind.title}</mark></li>'
            for kind in KINDS.values()
            if kind.name in used
        )
        return f'<div class="cs-legend" role="note" aria-label="Legend">Marked: <ul>{items}</ul></div>'

    # ------------------------------------------------------------------------------------------ text

    def _zone(self, zone: Zone) -> str:
        name = escape(zone_name(zone))
        own = f' id="{self._id(f"note-{zone.note}")}"' if zone.note else ""
        back = (
            f' <a href="#{self._id(f"mark-{zone.note}")}">to its mark</a>' if zone.note in self.called else ""
        )
        text = "".join(map(self._piece, self.view.pieces(zone)))
        label = f'<p class="cs-zone-name">{name}{back}</p>'
        at = self._anchor(f"at-{zone.start}") if zone.note else ""
        section = f'<section class="cs-zone" aria-label="{name}"{own}>{at}'
        return f'{section}{label}<div class="cs-text">{text}</div></section>'

    def _piece(self, piece: Piece) -> str:
        return escape(piece) if isinstance(piece, str) else self._mark(piece)

    def _mark(self, part: Part) -> str:
        mark, kind = part.mark, KINDS[part.mark.kind]
        at = self._anchor(f"at-{mark.start}") if part.first else ""
        self.written |= {mark.row_id} if part.first else set()
        inner = "".join(map(self._piece, part.inside))
        if mark.note in self.notes:
            own = f' id="{self._id(f"mark-{mark.note}")}"' if part.first else ""
            target, name = self._id(f"note-{mark.note}"), escape(f"note {mark.note}")
            inner = f'<a{own} href="#{target}" aria-label="{name}">{inner}</a>'
        focus = " cs-focus" if self.view.is_focus(mark) else ""
        attributes = [f'class="cs-{kind.name}{focus}"']
        if part.first:
            attributes.append(f'id="{self._id(mark.row_id)}"')
        if part.end == mark.end and mark.kind != "note-mark":
            attributes.append(f'data-label="{escape(kind.label)}"')
        attributes.append(f'title="{escape(f"{kind.title}: {mark.reading}")}"')
        return f"{at}<mark {' '.join(attributes)}>{inner}</mark>"

    def _anchor(self, name: str) -> str:
        """Give a page a further name for what follows, once: figures lead to ``at-`` and an offset."""
        if not name or self.prefix or name in self.taken:
            return ""
        self.taken.add(name)
        return f'<span class="cs-at" id="{escape(name)}"></span>'

    # ------------------------------------------------------------------------------------------ rows

    def _found(self) -> str:
        rows = "\n".join(self._rows())
        head = "".join(f'<th scope="col">{name}</th>' for name in ("row", "as printed", "read as"))
        body = f"<thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody>"
        table = f'<div class="cs-scroll"><table aria-label="All that was found">{body}</table></div>'
        summary = f"<summary>All that was found ({len(self.marks)})</summary>"
        # a page is printed, and led to by its ids: what is closed would be in neither
        return f'<details class="cs-found"{"" if self.prefix else " open"}>{summary}{table}</details>'

    def _rows(self) -> Iterator[str]:
        for mark in self.marks:
            row_id = escape(mark.row_id)
            printed = " ".join(self.view.text[mark.start : mark.end].split()) if mark.placed else ""
            reading = escape(mark.reading)
            reading += "".join(f' <a href="#{self._id(one)}">{escape(one)}</a>' for one in self._inside(mark))
            if self.link and mark.letter_id not in {"", self.view.letter_id}:
                reading += f' <a href="{escape(self.link(mark.letter_id))}">to the letter</a>'
            if mark.row_id in self.written:
                row, own = f'<a href="#{self._id(mark.row_id)}">{row_id}</a>', self._in_focus(mark)
            else:
                row, own = self._anchor(mark.anchor) + row_id, f' id="{self._id(mark.row_id)}"'
            yield f"<tr{own}><td>{row}</td><td>{escape(printed)}</td><td>{reading}</td></tr>"

    def _inside(self, mark: Mark) -> list[str]:
        """Give the rows that a row was computed from, as far as they are written here."""
        here = {one.row_id for one in self.marks}
        return [one for one in mark.passages if one in here]

    def _in_focus(self, mark: Mark) -> str:
        return ' class="cs-focus"' if self.view.is_focus(mark) else ""

    def _id(self, name: str) -> str:
        return escape(self.prefix + re.sub(r"\s+", "-", name))
