"""Figures: one function a figure, ``plot_x(table, *, ax=None) -> Axes``, and how they are written."""

from corrstats.plots.chains import plot_chains
from corrstats.plots.company import plot_company
from corrstats.plots.dating import plot_dating
from corrstats.plots.decisions import plot_decision_delays
from corrstats.plots.delays import plot_delays
from corrstats.plots.doubts import plot_doubts
from corrstats.plots.figures import FIGURES, Drawing, group_figures, write_figures
from corrstats.plots.fulfilment import plot_plan_and_fulfilment
from corrstats.plots.grain import plot_daily_grain, plot_grain
from corrstats.plots.hours import plot_hours
from corrstats.plots.lanes import plot_lanes
from corrstats.plots.latencies import plot_latencies
from corrstats.plots.leave_one_out import plot_leave_one_out
from corrstats.plots.notebook import notebook_style
from corrstats.plots.people import plot_namings, plot_people
from corrstats.plots.registers import plot_registers
from corrstats.plots.report_card import plot_report_card
from corrstats.plots.save import save_figure
from corrstats.plots.sensitivity import plot_sensitivity
from corrstats.plots.shares import plot_shares
from corrstats.plots.silences import plot_silences
from corrstats.plots.south_clock import plot_clock_band
from corrstats.plots.style import describe_figure
from corrstats.plots.survival import plot_survival
from corrstats.plots.timeline import plot_timeline
from corrstats.plots.unseen import plot_unseen
from corrstats.plots.wishes import plot_wishes

__all__ = [
    "FIGURES",
    "Drawing",
    "describe_figure",
    "group_figures",
    "notebook_style",
    "plot_chains",
    "plot_clock_band",
    "plot_company",
    "plot_daily_grain",
    "plot_dating",
    "plot_decision_delays",
    "plot_delays",
    "plot_doubts",
    "plot_grain",
    "plot_hours",
    "plot_lanes",
    "plot_latencies",
    "plot_leave_one_out",
    "plot_namings",
    "plot_people",
    "plot_plan_and_fulfilment",
    "plot_registers",
    "plot_report_card",
    "plot_sensitivity",
    "plot_shares",
    "plot_silences",
    "plot_survival",
    "plot_timeline",
    "plot_unseen",
    "plot_wishes",
    "save_figure",
    "write_figures",
]
