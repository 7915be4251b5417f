"""corrstats turns printed editions of letters into tables a historian can cite."""

from importlib import import_module
from typing import TYPE_CHECKING

from corrstats.corpus import Corpus, parse
from corrstats.errors import CorrstatsError
from corrstats.show import Shown, show
from corrstats.tables import Tables, read_tables

if TYPE_CHECKING:
    from corrstats.plots import (
        describe_figure,
        notebook_style,
        plot_lanes,
        plot_latencies,
        plot_timeline,
        save_figure,
        write_figures,
    )

__all__ = [
    "Corpus",
    "CorrstatsError",
    "Shown",
    "Tables",
    "describe_figure",
    "notebook_style",
    "parse",
    "plot_lanes",
    "plot_latencies",
    "plot_timeline",
    "read_tables",
    "save_figure",
    "show",
    "write_figures",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Load what draws, and matplotlib with it, when it is first asked for."""
    if name in __all__:
        return getattr(import_module("corrstats.plots"), name)
    raise AttributeError(f"module 'corrstats' has no attribute {name!r}")
