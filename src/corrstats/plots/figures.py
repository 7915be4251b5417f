"""The figures that one command writes, and for which corpora each can be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt

from corrstats.plots.lanes import plot_lanes
from corrstats.plots.latencies import plot_latencies
from corrstats.plots.save import save_figure
from corrstats.plots.timeline import plot_timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd
    from matplotlib.axes import Axes

    from corrstats.tables import Tables


@dataclass(frozen=True)
class Drawing:
    """How to draw a figure from the tables of one corpus; ``leg`` is a kind of delay it cannot do without."""

    draw: Callable[[dict[str, pd.DataFrame]], Axes]
    leg: str = ""


# By the name of the plot function and of the file; the order is that of the report's gallery
FIGURES: dict[str, Drawing] = {
    "timeline": Drawing(lambda own: plot_timeline(own["letters"], correspondents=own["correspondents"])),
    "lanes": Drawing(
        lambda own: plot_lanes(own["letters"], own["correspondents"], own["events"], own["latencies"]),
        leg="sent to reply",
    ),
    "latencies": Drawing(lambda own: plot_latencies(own["latencies"]), leg="sent to reply"),
}


def write_figures(tables: Tables, folder: str | Path) -> list[Path]:
    """Write every figure for every corpus that has what it shows, as ``NAME-CORPUS.svg`` and ``.png``.

    Gives the files written, in the order of FIGURES.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    corpora = list(_corpora(tables))
    for name, drawing in FIGURES.items():
        for corpus, own in corpora:
            if drawing.leg and not (own["latencies"]["leg"] == drawing.leg).any():
                continue
            ax = drawing.draw(own)
            for suffix in (".svg", ".png"):
                path = folder / f"{name}-{corpus}{suffix}"
                save_figure(ax, path)
                written.append(path)
            plt.close("all")
    return written


def _corpora(tables: Tables) -> Iterator[tuple[str, dict[str, pd.DataFrame]]]:
    """Give each corpus with its own rows of the tables that are drawn."""
    for corpus, letters in tables["letters"].groupby("corpus", observed=True):
        own = {"letters": letters}
        for name in ("correspondents", "events", "latencies"):
            own[name] = tables[name][tables[name]["letter_id"].isin(letters["letter_id"])]
        yield str(corpus), own
