"""What commands print: tables, progress and the one line of an error; on a terminal with rich, else plain."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from corrstats.errors import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import RenderableType
    from rich.progress import Progress, TaskID

    from corrstats.batches import Tally
    from corrstats.errors import CorrstatsError

Cell = str | int


def print_table(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Print a table; whole numbers stand at the right with their thousands apart."""
    if sys.stdout.isatty():
        _print_rich(header, rows)
        return
    texts = [list(header), *([_text(cell) for cell in row] for row in rows)]
    widths = [max(len(row[i]) for row in texts) for i in range(len(header))]
    right = [any(isinstance(row[i], int) for row in rows) for i in range(len(header))]
    for row in texts:
        cells = [
            cell.rjust(width) if left_of else cell.ljust(width)
            for cell, width, left_of in zip(row, widths, right, strict=True)
        ]
        print("  ".join(cells).rstrip())


def _text(cell: Cell) -> str:
    return f"{cell:,}" if isinstance(cell, int) else cell


def _print_rich(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415  rich is loaded on a terminal only
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for i, name in enumerate(header):
        table.add_column(name, justify="right" if any(isinstance(row[i], int) for row in rows) else "left")
    for row in rows:
        table.add_row(*(_escaped(visible(_text(cell))) for cell in row))
    print_rich(table)


def _escaped(text: str) -> str:
    from rich.markup import escape  # noqa: PLC0415

    return escape(text)


def print_rich(what: RenderableType) -> None:
    """Print what rich renders, to standard output."""
    from rich.console import Console  # noqa: PLC0415  rich is loaded on a terminal only

    Console().print(what)


@contextmanager
def run_progress() -> Iterator[Callable[[Tally], object]]:
    """Give a function to tell how far a run is; a terminal shows letters, their speed and the time left."""
    if not sys.stderr.isatty():
        yield lambda _tally: None
        return
    from rich.console import Console  # noqa: PLC0415  rich is loaded on a terminal only
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = BarColumn(), TextColumn("{task.description}"), TimeRemainingColumn(), TextColumn("left")
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield _Shown(progress)


class _Shown:
    """Shows a tally: the bar and the time left go by bytes of the sources, the speed by letters."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.task: TaskID | None = None

    def __call__(self, tally: Tally) -> None:
        if self.task is None:  # what an earlier run has done says nothing of the speed of this one
            self.task = self.progress.add_task("reading", total=tally.total, completed=tally.done)
        elapsed = self.progress.tasks[self.task].elapsed
        speed = f", {(tally.letters - tally.kept) / elapsed:,.0f} letters/s" if elapsed else ""
        self.progress.update(self.task, completed=tally.done, description=f"{tally.letters:,} letters{speed}")


@contextmanager
def letter_progress(label: str) -> Iterator[Callable[[int, int], object]]:
    """Give a function to tell letters done and letters in all; on a terminal it moves a bar."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console  # noqa: PLC0415  rich is loaded on a terminal only
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("letters")
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


@contextmanager
def step_progress() -> Iterator[Callable[[str], object]]:
    """Give a function to tell what is done next; a terminal shows it beside a spinner."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console  # noqa: PLC0415  rich is loaded on a terminal only

    with Console(stderr=True).status("") as status:
        yield status.update


def print_lines(*lines: object) -> None:
    """Print lines on standard output."""
    terminal = sys.stdout.isatty()
    for line in lines:
        print(visible(str(line)) if terminal else line)


def print_error(error: CorrstatsError | str) -> None:
    """Print the one line of an error on standard error."""
    print("corrstats:", visible(" ".join(str(error).split())), file=sys.stderr)
