"""Who is named: in how many letters and by whom, and in which of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from corrstats.plots.evidence import evidence_url, table_url
from corrstats.plots.marks import laid_out, number_of, write_beside
from corrstats.plots.style import BLUE, GREY, PAGE_WIDTH, PAPER, add_legend, finish, new_axes
from corrstats.plots.wording import rows, spell_count

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    Person = dict[str, Any]

_MOST = 24  # rows
_ROW_HEIGHT = 0.23  # inches
_HALF = 0.3  # of a row
_NOTES: dict[str, Any] = {"facecolor": PAPER, "edgecolor": GREY, "hatch": "////", "linewidth": 0.8}
_MOST_IN_TITLE = 3  # names
_CELL = 0.36  # half of a square


def plot_people(people: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw in how many letters people of ``people_named`` are named: in bodies, and in notes alone.

    Those of most letters are drawn, as many as fit; all with the same number of letters, or none.
    """
    table = rows(people)
    drawn, least = _most_named(table)
    with laid_out():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, 1.9 + _ROW_HEIGHT * len(drawn))
        _label_people(ax, drawn)
        for place, person in enumerate(drawn):
            _draw_person(ax, place, person)
        add_legend(ax, _bar_legend())
        caption = _people_caption(table, drawn, least)
        finish(ax, title=_people_title(table, drawn), caption=caption, shows=_people_shows(drawn), room=34)
    return ax


def plot_namings(namings: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw in which letters people of ``letters_naming`` are named: a square each, full where the body does.

    Letters stand in the order of the edition, people in that of their first naming. Those of most letters are
    drawn, as in ``plot_people``.
    """
    table = rows(namings)
    people = _count_letters(table)
    drawn, least = _most_named(people)
    letters = list(dict.fromkeys(row["letter_id"] for row in table))
    places = {person["person_id"]: place for place, person in enumerate(_by_first(drawn, table))}
    with laid_out():
        if ax is None:
            ax = new_axes(PAGE_WIDTH, 2.1 + _ROW_HEIGHT * len(drawn))
        _label_grid(ax, letters, [person["name"] for person in _by_first(drawn, table)])
        for row in table:
            if row["person_id"] in places:
                _draw_naming(ax, (letters.index(row["letter_id"]), places[row["person_id"]]), row)
        add_legend(ax, _square_legend())
        caption = _namings_caption(table, people, drawn, least)
        finish(ax, title=_namings_title(table, people), caption=caption, shows=_namings_shows(table, places),
               room=34)  # fmt: skip
    return ax


# --- whom to draw -----------------------------------------------------------------------------------------


def _most_named(people: list[Person]) -> tuple[list[Person], int]:
    """Give those of most letters, as many as fit, and the fewest letters of any of them."""
    counts = sorted({person["letters"] for person in people})
    for least in counts:
        drawn = [person for person in people if person["letters"] >= least]
        if len(drawn) <= _MOST:
            return drawn, least
    return people[:_MOST], counts[-1] if counts else 0


def _count_letters(table: list[dict[str, Any]]) -> list[Person]:
    people: dict[str, Person] = {}
    for row in table:
        person = people.setdefault(row["person_id"], row | {"letters": 0})
        person["letters"] += 1
    return list(people.values())


def _by_first(people: list[Person], table: list[dict[str, Any]]) -> list[Person]:
    """Order people by their first naming."""
    first = list(dict.fromkeys(row["person_id"] for row in table))
    return sorted(people, key=lambda person: first.index(person["person_id"]))


# --- bars -------------------------------------------------------------------------------------------------


def _label_people(ax: Axes, people: list[Person]) -> None:
    ax.set_xlim(0, 1.25 * max((person["letters"] for person in people), default=1))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel("letters that name the person", color=GREY)
    ax.set_ylim(len(people) - 0.4, -0.6)
    ax.set_yticks(range(len(people)), [_name(person) for person in people])
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")


def _name(person: Person) -> str:
    return f"{person['name']}{' *' if _writes(person) else ''}"


def _writes(person: Person) -> bool:
    return bool(person["sent"] or person["received"])


def _draw_person(ax: Axes, place: int, person: Person) -> None:
    bodies, whole = person["in_bodies"], person["letters"]
    for start, end, look in ((0, bodies, {"facecolor": BLUE}), (bodies, whole, _NOTES)):
        if end > start:
            bar = Rectangle((start, place - _HALF), end - start, 2 * _HALF, **look)
            bar.set_url(table_url("mentions", person["person_id"]))
            ax.add_patch(bar)
    write_beside(ax, str(whole) if bodies in {0, whole} else f"{whole}, {bodies} in the body", (whole, place))


def _bar_legend() -> list[Patch]:
    return [
        Patch(facecolor=BLUE, label="in the letter itself"),
        Patch(**_NOTES, label="in the editors' notes alone"),
    ]


def _people_title(table: list[Person], drawn: list[Person]) -> str:
    others = [person for person in drawn if not _writes(person)] or drawn
    if not others:
        return "Nobody is named"
    of = "Of those who do not write, " if any(_writes(person) for person in drawn) else ""
    most = max(person["letters"] for person in others)
    first = [person["name"] for person in others if person["letters"] == most]
    only = sum(person["in_bodies"] == 0 for person in table)
    return (
        f"{of}{_join(first)} {'is' if len(first) == 1 else 'are'} named in most letters ({most});"
        f" {only} of {spell_count(len(table), 'person', 'people')} in notes alone"
    )


def _join(names: list[str]) -> str:
    if len(names) > _MOST_IN_TITLE:
        return f"{len(names)} people"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _people_caption(table: list[Person], drawn: list[Person], least: int) -> str:
    rest = len(table) - len(drawn)
    return (
        f"n = {spell_count(len(table), 'person', 'people')} named in bodies or notes."
        + (f" Not drawn: {rest} named in fewer than {spell_count(least, 'letter')}." if rest else "")
        + (" * writes or is written to." if any(_writes(person) for person in drawn) else "")
        + f" Source: tables mentions and correspondents, corpus {_corpora(table)}."
    )


def _corpora(table: list[dict[str, Any]]) -> str:
    return ", ".join(dict.fromkeys(row["corpus"] for row in table))


def _people_shows(drawn: list[Person]) -> str:
    each = "; ".join(
        f"{person['name']}: {person['letters']}, {person['in_bodies']} in the body" for person in drawn
    )
    return f"One bar for each person, as long as the number of letters that name them. {each}."


# --- squares ----------------------------------------------------------------------------------------------


def _label_grid(ax: Axes, letters: list[str], names: list[str]) -> None:
    ax.set_xlim(-0.6, len(letters) - 0.4)
    ax.set_xticks(range(len(letters)), [number_of(letter_id) for letter_id in letters])
    ax.set_xlabel("letter, in the order of the edition", color=GREY)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_yticks(range(len(names)), names)
    ax.tick_params(length=0)
    ax.grid(linewidth=0.5)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)


def _draw_naming(ax: Axes, at: tuple[int, int], row: dict[str, Any]) -> None:
    x, y = at
    look: dict[str, Any] = {"facecolor": BLUE, "edgecolor": BLUE} if row["in_body"] else _NOTES
    square = Rectangle((x - _CELL, y - _CELL), 2 * _CELL, 2 * _CELL, **look)
    square.set_url(evidence_url(row["letter_id"], row["start"]))
    ax.add_patch(square)
    if row["in_body"] and row["in_notes"]:
        ax.plot([x], [y], marker="o", markersize=3, color=PAPER, linestyle="none")


def _square_legend() -> list[Patch | Line2D]:
    return [
        Patch(facecolor=BLUE, label="in the letter itself (a white dot: in its notes as well)"),
        Patch(**_NOTES, label="in the editors' notes alone"),
    ]


def _namings_title(table: list[dict[str, Any]], people: list[Person]) -> str:
    once = sum(person["letters"] == 1 for person in people)
    counts = Counter(number_of(row["letter_id"]) for row in table)
    most = max(counts.values(), default=0)
    fullest = [number for number, count in counts.items() if count == most]
    rest = f"; letter {fullest[0]} names the most people ({most})" if len(fullest) == 1 else ""
    return f"{once} of {spell_count(len(people), 'person', 'people')} are named in one letter only{rest}"


def _namings_caption(
    table: list[dict[str, Any]], people: list[Person], drawn: list[Person], least: int
) -> str:
    letters = len({row["letter_id"] for row in table})
    rest = len(people) - len(drawn)
    return (
        f"n = {spell_count(len(people), 'person', 'people')} named in {spell_count(letters, 'letter')};"
        " letters that name nobody are left out."
        + (f" Not drawn: {rest} named in fewer than {spell_count(least, 'letter')}." if rest else "")
        + f" Source: table mentions, corpus {_corpora(table)}."
    )


def _namings_shows(table: list[dict[str, Any]], places: dict[str, int]) -> str:
    letters: dict[str, list[str]] = {}
    for row in table:
        if row["person_id"] in places:
            mark = "" if row["in_body"] else " (notes)"
            letters.setdefault(row["name"], []).append(number_of(row["letter_id"]) + mark)
    each = "; ".join(f"{name}: {', '.join(named)}" for name, named in letters.items())
    return f"A square for each letter that names a person. {each}."
