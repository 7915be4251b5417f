"""Analyses: functions of tables that give tables or numbers, never pictures."""

from corrstats.analysis.scoring import score_tables

__all__ = ["score_tables"]
