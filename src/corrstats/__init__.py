"""corrstats turns printed editions of letters into tables a historian can cite."""

from importlib import import_module
from typing import TYPE_CHECKING

from corrstats.errors import CorrstatsError
from corrstats.show import show  # at once: its module has the same name, and would else take its place

if TYPE_CHECKING:
    from corrstats.analysis import (
        answer_delays,
        answer_hours,
        autograph_dates,
        blocs_named,
        card_faults,
        clock_band,
        clock_conclusions,
        count_messages,
        date_letters,
        dating_contradictions,
        dating_evidence,
        decision_chains,
        decision_delays,
        decision_topics,
        delays_by,
        grain_figures,
        grain_per_day,
        hour_spreads,
        leave_one_out,
        letters_naming,
        median_delays,
        median_if_unseen,
        message_numbers,
        missing_numbers,
        named_company,
        namesakes,
        note_outcomes,
        number_gaps,
        office_changes,
        open_names,
        pairs_named,
        people_named,
        plan_and_fulfilment,
        refused_readings,
        register_numbers,
        report_card,
        result_spreads,
        reversals,
        share_of,
        survival_curves,
        to_the_minute,
        traffic_spells,
        try_dating_rules,
        weekly_shares,
        whole_from_rest,
        whole_traffic,
        without_reckoning,
    )
    from corrstats.corpus import Corpus, parse
    from corrstats.plots import (
        describe_figure,
        notebook_style,
        plot_chains,
        plot_clock_band,
        plot_company,
        plot_daily_grain,
        plot_dating,
        plot_decision_delays,
        plot_delays,
        plot_grain,
        plot_hours,
        plot_lanes,
        plot_latencies,
        plot_leave_one_out,
        plot_namings,
        plot_people,
        plot_plan_and_fulfilment,
        plot_registers,
        plot_report_card,
        plot_sensitivity,
        plot_shares,
        plot_survival,
        plot_timeline,
        plot_unseen,
        save_figure,
        write_figures,
    )
    from corrstats.show.shown import Shown
    from corrstats.tables import Tables, read_tables

__all__ = [
    "Corpus",
    "CorrstatsError",
    "Shown",
    "Tables",
    "answer_delays",
    "answer_hours",
    "autograph_dates",
    "blocs_named",
    "card_faults",
    "clock_band",
    "clock_conclusions",
    "count_messages",
    "date_letters",
    "dating_contradictions",
    "dating_evidence",
    "decision_chains",
    "decision_delays",
    "decision_topics",
    "delays_by",
    "describe_figure",
    "grain_figures",
    "grain_per_day",
    "hour_spreads",
    "leave_one_out",
    "letters_naming",
    "median_delays",
    "median_if_unseen",
    "message_numbers",
    "missing_numbers",
    "named_company",
    "namesakes",
    "note_outcomes",
    "notebook_style",
    "number_gaps",
    "office_changes",
    "open_names",
    "pairs_named",
    "parse",
    "people_named",
    "plan_and_fulfilment",
    "plot_chains",
    "plot_clock_band",
    "plot_company",
    "plot_daily_grain",
    "plot_dating",
    "plot_decision_delays",
    "plot_delays",
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
    "plot_survival",
    "plot_timeline",
    "plot_unseen",
    "read_tables",
    "refused_readings",
    "register_numbers",
    "report_card",
    "result_spreads",
    "reversals",
    "save_figure",
    "share_of",
    "show",
    "survival_curves",
    "to_the_minute",
    "traffic_spells",
    "try_dating_rules",
    "weekly_shares",
    "whole_from_rest",
    "whole_traffic",
    "without_reckoning",
    "write_figures",
]
__version__ = "0.1.0"


_HOMES = {
    "Corpus": "corrstats.corpus",
    "Shown": "corrstats.show.shown",
    "Tables": "corrstats.tables",
    "parse": "corrstats.corpus",
    "read_tables": "corrstats.tables",
}


def __getattr__(name: str) -> object:
    """Load what reads, what computes, and what draws with matplotlib, when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'corrstats' has no attribute {name!r}")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    analysis = import_module("corrstats.analysis")
    home = analysis if name in analysis.__all__ else import_module("corrstats.plots")
    return getattr(home, name)


def __dir__() -> list[str]:
    """Name what is loaded only when it is asked for, too."""
    return sorted({*globals(), *__all__})
