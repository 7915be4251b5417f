"""A letter with everything found in it marked: in a notebook, in the terminal, as a page of its own."""

from corrstats.show.letters import show
from corrstats.show.shown import Shown

__all__ = ["Shown", "show"]
