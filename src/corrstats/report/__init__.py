"""The report: notebooks run and shown as pages, with the figures, tables and letters behind them."""

from corrstats.report.make import make_report
from corrstats.report.notebooks import run_notebooks

__all__ = ["make_report", "run_notebooks"]
