"""The parts of a ``correspAction``: which elements name, place and date, and how sure they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from corrstats.tei.elements import Element

PARTIES = {"persName": "person", "orgName": "organisation", "name": "person", "rs": "person"}
PLACES = ("placeName", "settlement", "geogName", "district", "region", "country")


def says_place(element: Element) -> bool:
    """Whether an element names a place: by what it is, or by the type of a name of any kind."""
    return element.name not in PARTIES or element.get("type").casefold().startswith(("place", "geog"))


def parties_in(action: Element) -> Iterator[Element]:
    """Give the names of persons and organisations of an action."""
    return (one for one in outermost(action, PARTIES) if not says_place(one))


def outermost(element: Element, names: Sequence[str] | Mapping[str, str]) -> Iterator[Element]:
    """Give the elements of these names below another, but not those in each other or in a note."""
    for child in element.children:
        if child.name in names:
            yield child
        elif child.name != "note":
            yield from outermost(child, names)


def kind_of(element: Element) -> str:
    """Say whether a name is of a person or of an organisation."""
    told = element.get("type").casefold()
    return "organisation" if told.startswith("org") else PARTIES.get(element.name, "person")


def uncertainty_of(element: Element) -> str:
    """Say whether a name was supplied by the editor, or is uncertain."""
    supplied = element.get("evidence") not in {"", "internal"}
    uncertain = element.get("cert") in {"low", "medium", "unknown"}
    return ";".join(word for word, so in (("supplied", supplied), ("uncertain", uncertain)) if so)


def first_told(texts: Iterator[str]) -> str:
    """Give the first text that says anything."""
    return next(filter(None, texts), "")


def label_of(note: Element, taken: set[str]) -> str:
    """Give a note its number, or its position where that is missing or taken."""
    label = note.get("n") or str(len(taken) + 1)
    while label in taken:
        label += "'"
    taken.add(label)
    return label
