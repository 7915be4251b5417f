"""The figures that one command writes, and for which corpora each can be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt

from corrstats.analysis import (
    answer_delays,
    conclusions_in_doubt,
    date_letters,
    dating_evidence,
    decision_chains,
    decision_delays,
    grain_figures,
    grain_per_day,
    letters_naming,
    message_numbers,
    pairs_named,
    people_named,
    plan_and_fulfilment,
    register_numbers,
    report_card,
    result_spreads,
    silences,
    to_the_minute,
    unmended,
    whereabouts,
    wishes,
)
from corrstats.plots.chains import plot_chains
from corrstats.plots.company import plot_company
from corrstats.plots.dating import plot_dating
from corrstats.plots.decisions import plot_decision_delays
from corrstats.plots.delays import plot_delays
from corrstats.plots.doubts import plot_doubts
from corrstats.plots.fulfilment import plot_plan_and_fulfilment
from corrstats.plots.grain import plot_daily_grain, plot_grain
from corrstats.plots.hours import plot_hours
from corrstats.plots.lanes import plot_lanes
from corrstats.plots.latencies import plot_latencies
from corrstats.plots.leave_one_out import plot_leave_one_out
from corrstats.plots.people import plot_namings, plot_people
from corrstats.plots.registers import plot_registers
from corrstats.plots.report_card import plot_report_card
from corrstats.plots.save import save_figure
from corrstats.plots.sensitivity import plot_sensitivity
from corrstats.plots.shares import plot_shares
from corrstats.plots.silences import plot_silences
from corrstats.plots.south_clock import plot_clock_band
from corrstats.plots.survival import plot_survival
from corrstats.plots.timeline import plot_timeline
from corrstats.plots.unseen import plot_unseen
from corrstats.plots.wishes import plot_wishes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pandas as pd
    from matplotlib.axes import Axes

    from corrstats.tables import Tables


@dataclass(frozen=True)
class Drawing:
    """How to draw a figure from the tables of one corpus; None where they have nothing that it shows.

    ``leg`` is a kind of delay it cannot do without, ``needs`` are tables that must have rows.
    """

    draw: Callable[[dict[str, pd.DataFrame]], Axes | None]
    leg: str = ""
    needs: tuple[str, ...] = ()


def _if_any(plot: Callable[[pd.DataFrame], Axes], table: pd.DataFrame, *, least: int = 1) -> Axes | None:
    """Plot a table that has this many rows or more."""
    return plot(table) if len(table) >= least else None


def _if_some(plot: Callable[[pd.DataFrame], Axes], own: dict[str, pd.DataFrame]) -> Axes | None:
    """Plot the delays from message to answer where more than one is known to the minute."""
    delays = answer_delays(own["latencies"])
    return plot(delays) if len(to_the_minute(delays)) > 1 else None


def _if_uncertain(plot: Callable[[pd.DataFrame], Axes], own: dict[str, pd.DataFrame]) -> Axes | None:
    """Plot the letters whose day is not known, where the tables hold what evidence of it there may be."""
    if not {"decisions", "inferred_dates", "notes", "references"} <= own.keys():
        return None
    return _if_any(plot, date_letters(own, dating_evidence(own)))


def _if_silent(own: dict[str, pd.DataFrame]) -> Axes | None:
    """Plot the silences between letters of known days, with who was where as far as dispatches tell it."""
    if silences(own["letters"]).empty:
        return None
    told = {"events", "people"} <= own.keys() and not own["events"].empty
    return plot_silences(own["letters"], whereabouts(own) if told else None)


def _if_read(plot: Callable[[pd.DataFrame], Axes], tables: Tables, card: pd.DataFrame) -> Axes | None:
    """Plot what survives doubt, where the text of the tables is there to be read without mends."""
    if tables.folder is None:
        return None
    return _if_any(plot, conclusions_in_doubt(tables, card, unmended(tables)))


# By the name of the plot function and of the file
FIGURES: dict[str, Drawing] = {
    "timeline": Drawing(lambda own: plot_timeline(own["letters"], correspondents=own["correspondents"])),
    "lanes": Drawing(
        lambda own: plot_lanes(own["letters"], own["correspondents"], own["events"], own["latencies"]),
        leg="sent to reply",
    ),
    "latencies": Drawing(lambda own: plot_latencies(own["latencies"]), leg="sent to reply"),
    "delays": Drawing(lambda own: plot_delays(answer_delays(own["latencies"])), leg="sent to reply"),
    "survival": Drawing(lambda own: plot_survival(answer_delays(own["latencies"])), leg="sent to reply"),
    "hours": Drawing(lambda own: _if_some(plot_hours, own), leg="sent to reply"),
    "clock_band": Drawing(
        lambda own: _if_some(lambda _: plot_clock_band(own["latencies"]), own), leg="sent to reply"
    ),
    "leave_one_out": Drawing(lambda own: _if_some(plot_leave_one_out, own), leg="sent to reply"),
    "registers": Drawing(lambda own: _if_any(plot_registers, register_numbers(own)), needs=("events",)),
    "shares": Drawing(lambda own: _if_any(plot_shares, message_numbers(own)), needs=("events",)),
    "unseen": Drawing(
        lambda own: _if_any(
            lambda messages: plot_unseen(answer_delays(own["latencies"]), messages), message_numbers(own)
        ),
        leg="sent to reply",
        needs=("events",),
    ),
    "decision_delays": Drawing(lambda own: plot_decision_delays(decision_delays(own)), needs=("decisions",)),
    "chains": Drawing(
        lambda own: plot_chains(decision_chains(own)), leg="sent to reply", needs=("decisions",)
    ),
    "people": Drawing(lambda own: plot_people(people_named(own)), needs=("mentions",)),
    "namings": Drawing(lambda own: plot_namings(letters_naming(own)), needs=("mentions",)),
    "company": Drawing(lambda own: _if_any(plot_company, pairs_named(own)), needs=("mentions",)),
    "grain": Drawing(lambda own: _if_any(plot_grain, grain_figures(own)), needs=("quantities",)),
    "daily_grain": Drawing(lambda own: _if_any(plot_daily_grain, grain_per_day(own)), needs=("quantities",)),
    "plan_and_fulfilment": Drawing(
        lambda own: _if_any(plot_plan_and_fulfilment, plan_and_fulfilment(own), least=2),
        needs=("quantities",),
    ),
    "dating": Drawing(lambda own: _if_uncertain(plot_dating, own)),
    "silences": Drawing(_if_silent),
    "wishes": Drawing(lambda own: _if_any(plot_wishes, wishes(own)), needs=("decisions", "notes")),
}
# Those that need the answer key too; they tell of all corpora together
FIGURES_OF_KEY: dict[str, Callable[[Tables, pd.DataFrame], Axes | None]] = {
    "report_card": lambda _, card: plot_report_card(card),
    "sensitivity": lambda tables, card: plot_sensitivity(result_spreads(tables, card)),
    "doubts": lambda tables, card: _if_read(plot_doubts, tables, card),
}
# What each figure helps to answer, in the order of the report's gallery
QUESTIONS: dict[str, tuple[str, ...]] = {
    "When was it written, and when is there silence?": ("timeline", "dating", "lanes", "silences"),
    "How long does power wait for an answer?": (
        "latencies", "delays", "survival", "hours", "clock_band", "leave_one_out",
    ),
    "How much do we not see?": ("registers", "shares", "unseen"),
    "What becomes of a wish?": ("wishes", "decision_delays", "chains"),
    "Who fills the letters?": ("people", "namings", "company"),
    "How much grain?": ("grain", "daily_grain", "plan_and_fulfilment"),
    "How sure are we?": ("report_card", "sensitivity", "doubts"),
}  # fmt: skip


def group_figures(names: Iterable[str]) -> dict[str, list[str]]:
    """Sort figures, named as their files without suffix, by the questions that they help to answer.

    >>> group_figures(["grain-rye", "timeline-rye"])
    {'When was it written, and when is there silence?': ['timeline-rye'], 'How much grain?': ['grain-rye']}
    """
    found = list(names)
    groups = {
        question: [one for name in own for one in found if one.partition("-")[0] == name]
        for question, own in QUESTIONS.items()
    }
    return {question: own for question, own in groups.items() if own}


def write_figures(tables: Tables, folder: str | Path, *, key: str | Path | None = None) -> list[Path]:
    """Write every figure for every corpus that has what it shows, as ``NAME-CORPUS.svg`` and ``.png``.

    With a ``key``, the folder of an answer key, also those of FIGURES_OF_KEY. Gives the files written.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    corpora = list(_corpora(tables))
    for name, drawing in FIGURES.items():
        for corpus, own in corpora:
            if drawing.leg and not (own["latencies"]["leg"] == drawing.leg).any():
                continue
            if any(table not in own or own[table].empty for table in drawing.needs):
                continue
            written += _write(drawing.draw(own), folder / f"{name}-{corpus}")
    if key:
        card = report_card(tables, Path(key))
        for name, draw in FIGURES_OF_KEY.items():
            written += _write(draw(tables, card), folder / name)
    return written


def _write(ax: Axes | None, path: Path) -> list[Path]:
    """Write a figure, if there is one, and close it; ``path`` is without suffix."""
    if ax is None:
        return []
    paths = [path.with_name(f"{path.name}{suffix}") for suffix in (".svg", ".png")]
    for one in paths:
        save_figure(ax, one)
    plt.close("all")
    return paths


def _corpora(tables: Tables) -> Iterator[tuple[str, dict[str, pd.DataFrame]]]:
    """Give each corpus with its own rows of every table, and all people."""
    for corpus, letters in tables["letters"].groupby("corpus", observed=True):
        own = {
            name: table[table["letter_id"].isin(letters["letter_id"])] if "letter_id" in table else table
            for name, table in tables.items()
        }
        yield str(corpus), own
