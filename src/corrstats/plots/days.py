"""Days on an axis: moments as numbers, and runs of days drawn as panels of one scale beside each other.

Promises: no day with a message is left out; a run is never longer than a row; silence of more than a day
between messages ends a run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable  # noqa: TC003  dataclass fields are looked up at run time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from matplotlib.dates import date2num

from corrstats.plots.style import GREY, PALE, SMALL
from corrstats.plots.wording import spell_day

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DAY = dt.timedelta(days=1)
DAYS_A_ROW = 4
GAP = 0.45  # days, between two panels of a row
_LONGEST_SILENCE = 1  # days
_HOURS = (6, 12, 18)


def at(moment: dt.date) -> float:
    """Give the place of a moment, or of a day's first minute, on a time axis, in matplotlib's days."""
    return float(date2num(moment))  # type: ignore[no-untyped-call]


@dataclass
class Panel:
    """A run of days, ``last`` inclusive; ``taken`` are the labels on it by middle, height and width."""

    first: dt.date
    last: dt.date
    taken: list[tuple[float, float, float]] = field(default_factory=list)

    @property
    def days(self) -> int:
        """Count the days."""
        return (self.last - self.first).days + 1

    def holds(self, moment: dt.datetime) -> bool:
        """Say whether a moment falls into these days."""
        return self.first <= moment.date() <= self.last

    def place(self, spots: Iterable[tuple[float, float]], width: float, line: float) -> tuple[float, float]:
        """Give the first of these spots where a label of this width is free of others, and take it."""
        spot = (0.0, 0.0)
        for spot in spots:
            if not any(
                abs(spot[0] - x) <= (width + other) / 2 and abs(spot[1] - y) <= line
                for x, y, other in self.taken
            ):
                break
        self.taken.append((*spot, width))
        return spot


def panels_of(days: Iterable[dt.date]) -> list[Panel]:
    """Part days into runs.

    >>> october = [dt.date(1934, 10, day) for day in (1, 3, 9, 10)]
    >>> [(run.first.day, run.last.day) for run in panels_of(october)]
    [(1, 3), (9, 10)]
    """
    panels: list[Panel] = []
    for day in sorted(set(days)):
        run = panels[-1] if panels else None
        if run and (day - run.last).days <= 1 + _LONGEST_SILENCE and (day - run.first).days < DAYS_A_ROW:
            run.last = day
        else:
            panels.append(Panel(day, day))
    return panels


def rows_of(panels: list[Panel]) -> list[list[Panel]]:
    """Put panels beside each other as long as they fit into a row."""
    grid: list[list[Panel]] = []
    for panel in panels:
        used = sum(one.days + GAP for one in grid[-1]) if grid else 0
        if grid and used + panel.days <= DAYS_A_ROW:
            grid[-1].append(panel)
        else:
            grid.append([panel])
    return grid


def label_days(ax: Axes, panel: Panel) -> None:
    """Set the axis of a panel: its days, their limits, and every sixth hour."""
    first = at(panel.first)
    ax.set_xlim(first, first + panel.days)
    ax.set_xticks(
        [first + day + hour / 24 for day in range(panel.days) for hour in _HOURS],
        [str(hour) for _ in range(panel.days) for hour in _HOURS],
    )
    ax.tick_params(axis="x", length=2, pad=1, labelsize=SMALL, labelcolor=GREY)
    for day in range(panel.days):
        ax.annotate(
            spell_day(panel.first + day * DAY),
            (first + day + 0.5, 0),
            xycoords=("data", "axes fraction"),
            xytext=(0, -12),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=SMALL + 0.5,
        )
    for day in range(panel.days + 1):
        ax.axvline(first + day, color=PALE, linewidth=0.8, zorder=0)
