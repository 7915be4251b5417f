"""The report: notebooks run and shown as pages, with the figures, tables and letters behind them."""

from corrstats.report.make import make_report
from corrstats.report.notebooks import run_notebooks
from corrstats.report.pdf import find_browser, print_page

__all__ = ["find_browser", "make_report", "print_page", "run_notebooks"]
