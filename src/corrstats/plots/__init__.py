"""Figures: one function a figure, ``plot_x(table, *, ax=None) -> Axes``, and how they are written."""

from corrstats.plots.figures import FIGURES, Drawing, write_figures
from corrstats.plots.lanes import plot_lanes
from corrstats.plots.latencies import plot_latencies
from corrstats.plots.notebook import notebook_style
from corrstats.plots.save import save_figure
from corrstats.plots.style import describe_figure
from corrstats.plots.timeline import plot_timeline

__all__ = [
    "FIGURES",
    "Drawing",
    "describe_figure",
    "notebook_style",
    "plot_lanes",
    "plot_latencies",
    "plot_timeline",
    "save_figure",
    "write_figures",
]
