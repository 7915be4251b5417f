"""Grain in poods and tonnes: every amount, and what it is a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from corrstats.analysis.grain import KILOGRAMS_A_TONNE
from corrstats.plots.board import (
    MENDED,
    ROW_HEIGHT,
    SURE,
    label_rows,
    make_board,
    name_corpora,
    spell_amount,
    with_letter,
)
from corrstats.plots.evidence import evidence_url
from corrstats.plots.marks import draw_bounds, draw_value, hollow, laid_out, name_point
from corrstats.plots.style import (
    BLUE,
    GREY,
    INK,
    PAGE_WIDTH,
    PALE,
    PAPER,
    SMALL,
    VERMILION,
    add_legend,
    finish,
    new_axes,
)
from corrstats.plots.wording import rows, spell_count

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.lines import Line2D

    Figure = dict[str, Any]

POOD = 16.380496  # kilograms: 40 funt of 409.5124 g, Russian law of 4 June 1899 on measures and weights
_MILLION = 1e6
_ORDER = ("procured", "daily shipment", "export", "purchase", "remaining", "plan", "plan increase", "target")
_BASES = ((1, 2, 3, 5), (1, 3), (1,))  # of ticks, in each power of ten
_MOST_TICKS = 8
_CROSS: dict[str, Any] = {"marker": "X", "markersize": 7, "color": INK, "markeredgecolor": PAPER}


def plot_grain(figures: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the amounts of ``grain_figures`` on a logarithmic scale, by what they measure; tonnes above.

    A single amount is a point, a range a bar; what rests on a mended reading is drawn broken and in another
    colour, what the text says only about is hollow.
    """
    table = sorted(rows(figures), key=lambda row: (_rank(row["measure"]), -row["poods_high"]))
    spans = [(row["poods_low"], row["poods_high"]) for row in table]
    with laid_out():
        ax = ax or new_axes(PAGE_WIDTH, 2.3 + ROW_HEIGHT * len(table))
        board = make_board(ax)
        _label_amounts(board, [end for span in spans for end in span])
        words = [
            f"{spell_amount(*span, 'poods')}\n{_spell_tonnes(row)}"
            for row, span in zip(table, spans, strict=True)
        ]
        label_rows(board, [_spell_subject(row) for row in table], words)
        _part_measures(board, table)
        for place, (row, span) in enumerate(zip(table, spans, strict=True)):
            _draw_amount(board, place, span, row)
        add_legend(ax, _legend(table), over=30)
        finish(ax, title=_title(table), caption=_caption(table), shows=_shows(table), room=36)
    return ax


def plot_daily_grain(
    per_day: pd.DataFrame, *, refused: pd.DataFrame | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the amounts of ``grain_per_day`` as poods a day on a logarithmic scale, tonnes above.

    With the table of ``refused_readings`` a cross shows what a mended amount would be without its mend.
    """
    table = sorted(rows(per_day), key=lambda row: (_rank(row["measure"]), -row["a_day_high"]))
    crosses = _refused_a_day(table, refused)
    spans = [(row["a_day_low"], row["a_day_high"]) for row in table]
    with laid_out():
        ax = ax or new_axes(PAGE_WIDTH, 2.3 + ROW_HEIGHT * len(table))
        board = make_board(ax)
        _label_amounts(board, [end for span in spans for end in span] + list(crosses.values()), a_day=True)
        label_rows(board, [_spell_subject(row) for row in table], [_spell_day(row, crosses) for row in table])
        _part_measures(board, table)
        for place, (row, span) in enumerate(zip(table, spans, strict=True)):
            _draw_amount(board, place, span, row)
            if (cross := crosses.get(_key(row))) is not None:
                draw_value(board, cross, place, evidence_url(row["letter_id"], row["start"]), **_CROSS)
        add_legend(ax, _legend(table, crosses=bool(crosses)), over=30)
        caption = _day_caption(table, crosses)
        finish(ax, title=_day_title(table), caption=caption, shows=_day_shows(table), room=36)
    return ax


# --- words ------------------------------------------------------------------------------------------------


def _spell_tonnes(row: Figure) -> str:
    return spell_amount(row["tonnes_low"], row["tonnes_high"], "t")


def _spell_subject(row: Figure) -> str:
    """Spell what an amount is about: measure, region and period, and its letter."""
    return with_letter(row, row["measure"], row["region"], row["when"])


def _title(table: list[Figure]) -> str:
    if not table:
        return "No amount in poods"
    mended = sum(row["emended"] for row in table)
    low, high = min(row["poods_low"] for row in table), max(row["poods_high"] for row in table)
    rests = f"{mended} of {spell_count(len(table), 'amount')} {'rests' if mended == 1 else 'rest'}"
    return (
        f"From {spell_amount(low, low, '').strip()} to {spell_amount(high, high)}:"
        f" {rests if mended else f'none of {len(table)} amounts rests'} on a mended reading"
    )


def _caption(table: list[Figure]) -> str:
    about = any(row["approximate"] for row in table)
    return (
        f"n = {spell_count(len(table), 'amount')}; after the point, the letter. Place and time are those that"
        " the sentence names."
        + (" Hollow: the text says 'about'." if about else "")
        + " 1 pood = 16.380496 kg (Russian law of 4 June 1899). Source: table quantities, corpus"
        f" {name_corpora(table)}."
    )


def _shows(table: list[Figure]) -> str:
    each = "; ".join(
        f"{_spell_subject(row)}: {spell_amount(row['poods_low'], row['poods_high'])}"
        + (" (mended)" if row["emended"] else "")
        for row in table
    )
    return f"One row for each amount on a logarithmic scale of poods. {each}."


# --- amounts ----------------------------------------------------------------------------------------------


def _rank(measure: str | None) -> int:
    return _ORDER.index(measure) if measure in _ORDER else len(_ORDER)


def _label_amounts(ax: Axes, ends: list[float], *, a_day: bool = False) -> None:
    """Set the logarithmic axis of poods below and of tonnes above, both in millions."""
    low, high = min(ends, default=_MILLION) / 1.6, max(ends, default=_MILLION) * 1.6
    day = " a day" if a_day else ""
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    ax.set_xlabel(f"million poods{day} (logarithmic)", color=GREY)
    ax.grid(axis="x")
    tonnes = ax.secondary_xaxis("top", functions=(_to_tonnes, _to_poods))
    tonnes.set_xlabel(f"million tonnes{day}", color=GREY, fontsize=SMALL)
    tonnes.spines["top"].set_visible(False)
    tonnes.tick_params(length=2, pad=1, labelsize=SMALL, labelcolor=GREY)
    _set_ticks(ax.xaxis, (low, high))
    _set_ticks(tonnes.xaxis, (_to_tonnes(low), _to_tonnes(high)))


def _set_ticks(axis: Axis, limits: tuple[float, float]) -> None:
    """Set ticks in millions, as close as there is room for."""
    ticks: list[float] = []
    for bases in _BASES:
        steps = [base * 10.0**power for power in range(-3, 8) for base in bases]
        ticks = [step for step in steps if limits[0] <= step * _MILLION <= limits[1]]
        if len(ticks) <= _MOST_TICKS:
            break
    axis.set_major_locator(FixedLocator([tick * _MILLION for tick in ticks]))
    axis.set_major_formatter(FuncFormatter(lambda amount, _: f"{amount / _MILLION:,g}"))
    axis.set_minor_locator(NullLocator())


def _to_tonnes(poods: Any) -> Any:  # noqa: ANN401  numbers and arrays of numbers
    return poods * (POOD / KILOGRAMS_A_TONNE)


def _to_poods(tonnes: Any) -> Any:  # noqa: ANN401  numbers and arrays of numbers
    return tonnes / (POOD / KILOGRAMS_A_TONNE)


def _part_measures(ax: Axes, table: list[Figure]) -> None:
    for place in range(1, len(table)):
        if table[place]["measure"] != table[place - 1]["measure"]:
            ax.axhline(place - 0.5, color=PALE, linewidth=0.8, zorder=0)


def _draw_amount(ax: Axes, place: int, span: tuple[float, float], row: Figure) -> None:
    """Draw an amount as a point, or as a bar where it is a range."""
    url = evidence_url(row["letter_id"], row["start"])
    if span[0] < span[1]:
        draw_bounds(ax, *span, place, url, **(MENDED if row["emended"] else SURE))
        return
    colour = VERMILION if row["emended"] else BLUE
    unsure = row["emended"] or row.get("approximate")
    draw_value(ax, span[0], place, url, **(hollow(colour) if unsure else {"color": colour}))


def _legend(table: list[Figure], *, crosses: bool = False) -> list[Patch | Line2D]:
    """Name the marks that occur."""
    ranges = [row for row in table if row["poods_low"] < row["poods_high"]]
    marks: list[Patch | Line2D] = []
    if len(ranges) < len(table):
        marks.append(name_point("one amount", color=BLUE))
    if any(not row["emended"] for row in ranges):
        marks.append(Patch(facecolor=BLUE, label="between two amounts"))
    if any(row["emended"] for row in table):
        marks.append(Patch(**MENDED, label="rests on a mended reading"))
    if crosses:
        marks.append(name_point("the mend refused", **_CROSS))
    return marks


# --- a day ------------------------------------------------------------------------------------------------


def _key(row: Figure) -> tuple[str, int]:
    return row["letter_id"], row["start"]


def _refused_a_day(table: list[Figure], refused: pd.DataFrame | None) -> dict[tuple[str, int], float]:
    """Give what mended amounts would be a day as printed, by letter and place."""
    if refused is None:
        return {}
    days = {_key(row): row["days"] for row in table}
    return {
        _key(row): float(row["refused_high"]) / days[_key(row)]
        for row in rows(refused)
        if _key(row) in days and row["refused_high"] is not None
    }


def _spell_day(row: Figure, crosses: dict[tuple[str, int], float]) -> str:
    cross = crosses.get(_key(row))
    words = spell_amount(row["a_day_low"], row["a_day_high"], "")
    return words + (f"; as printed {spell_amount(cross, cross, '')}" if cross is not None else "")


def _day_title(table: list[Figure]) -> str:
    """Say what is shipped a day beside what the rest of the amounts come to."""
    shipped = [row for row in table if row["measure"] == "daily shipment" and not row["emended"]]
    wanted = [row for row in table if row["measure"] == "export"]
    if shipped and wanted:
        low, high = (100 * end for end in _ratio(shipped[0], wanted[0]))
        return (
            f"What is shipped a day, {spell_amount(shipped[0]['a_day_low'], shipped[0]['a_day_high'])}, is"
            f" {low:.0f} to {high:.0f} percent of what the export of {wanted[0]['when']} asks for"
        )
    if not table:
        return "No amount names how many days it is for"
    low, high = min(row["a_day_low"] for row in table), max(row["a_day_high"] for row in table)
    return f"The amounts that name their days come to {spell_amount(low, high)} a day"


def _ratio(row: Figure, other: Figure) -> tuple[float, float]:
    return row["a_day_low"] / other["a_day_high"], row["a_day_high"] / other["a_day_low"]


def _day_caption(table: list[Figure], crosses: dict[tuple[str, int], float]) -> str:
    return (
        f"n = {spell_count(len(table), 'amount')} whose sentence names how many days it is for; after the"
        " point, the letter. An amount of many days is divided by them, as if every day had the same."
        + (" The cross is what the printed digits would mean." if crosses else "")
        + f" Source: table quantities, corpus {name_corpora(table)}."
    )


def _day_shows(table: list[Figure]) -> str:
    each = "; ".join(
        f"{_spell_subject(row)}: {spell_amount(row['a_day_low'], row['a_day_high'])} a day"
        + (" (mended)" if row["emended"] else "")
        for row in table
    )
    return f"One row for each amount on a logarithmic scale of poods a day. {each}."
