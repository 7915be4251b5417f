"""Analyses: functions of tables that give tables or numbers, never pictures."""

from corrstats.analysis.chains import decision_chains, joint_answers
from corrstats.analysis.company import named_company
from corrstats.analysis.dating import (
    date_letters,
    dating_contradictions,
    dating_evidence,
    try_dating_rules,
)
from corrstats.analysis.decisions import decision_delays, delays_by, note_outcomes, reversals
from corrstats.analysis.doubts import conclusions_in_doubt
from corrstats.analysis.grain import (
    grain_figures,
    grain_per_day,
    plan_and_fulfilment,
    refused_readings,
    share_of,
    whole_from_rest,
)
from corrstats.analysis.latency import (
    answer_delays,
    answer_hours,
    hour_spreads,
    leave_one_out,
    median_delays,
    survival_curves,
    to_the_minute,
)
from corrstats.analysis.mends import unmended
from corrstats.analysis.offices import office_changes
from corrstats.analysis.people import (
    blocs_named,
    letters_naming,
    namesakes,
    open_names,
    pairs_named,
    people_named,
)
from corrstats.analysis.report_card import card_faults, pool_card, report_card
from corrstats.analysis.scoring import score_tables
from corrstats.analysis.sensitivity import result_spreads
from corrstats.analysis.silence import narrow_dates, silences, silent_days, whereabouts
from corrstats.analysis.south_clock import autograph_dates, clock_band, clock_conclusions
from corrstats.analysis.topics import decision_topics
from corrstats.analysis.traffic import count_messages, missing_numbers, number_gaps, register_numbers
from corrstats.analysis.unseen import (
    median_if_unseen,
    message_numbers,
    traffic_spells,
    weekly_shares,
    whole_traffic,
    without_reckoning,
)
from corrstats.analysis.wishes import wishes, wishes_met

__all__ = [
    "answer_delays",
    "answer_hours",
    "autograph_dates",
    "blocs_named",
    "card_faults",
    "clock_band",
    "clock_conclusions",
    "conclusions_in_doubt",
    "count_messages",
    "date_letters",
    "dating_contradictions",
    "dating_evidence",
    "decision_chains",
    "decision_delays",
    "decision_topics",
    "delays_by",
    "grain_figures",
    "grain_per_day",
    "hour_spreads",
    "joint_answers",
    "leave_one_out",
    "letters_naming",
    "median_delays",
    "median_if_unseen",
    "message_numbers",
    "missing_numbers",
    "named_company",
    "namesakes",
    "narrow_dates",
    "note_outcomes",
    "number_gaps",
    "office_changes",
    "open_names",
    "pairs_named",
    "people_named",
    "plan_and_fulfilment",
    "pool_card",
    "refused_readings",
    "register_numbers",
    "report_card",
    "result_spreads",
    "reversals",
    "score_tables",
    "share_of",
    "silences",
    "silent_days",
    "survival_curves",
    "to_the_minute",
    "traffic_spells",
    "try_dating_rules",
    "unmended",
    "weekly_shares",
    "whereabouts",
    "whole_from_rest",
    "whole_traffic",
    "wishes",
    "wishes_met",
    "without_reckoning",
]
