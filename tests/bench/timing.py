"""Time and memory: rounds in which all contestants run in turn, and programs run in processes of their own.

The time that counts is the processor's: other programs on the machine change how long a run took by the
clock, and hardly how long the processor worked for it.
"""

from __future__ import annotations

import gc
import os
import subprocess
import time
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_KIB = 1024 / 1e6  # MB: Linux tells the memory of a process in KiB


class Cost(NamedTuple):
    """What a program took, from its start to its end."""

    cpu_seconds: float
    wall_seconds: float
    peak_mb: float


def interleave(contestants: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Run contestants in turn, round after round; give the processor's seconds of each run.

    A round before the first one, which does not count, fills caches.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for n in range(rounds + 1):
        for name, run in contestants.items():
            gc.collect()
            before = time.process_time()
            run()
            taken = time.process_time() - before
            if n:
                seconds[name].append(taken)
    return seconds


def ratio(slow: Sequence[float], fast: Sequence[float]) -> float:
    """Give how many times longer the first took: the median over the rounds of what each round says."""
    return median(one / other for one, other in zip(slow, fast, strict=True))


def run_program(command: Sequence[str]) -> Cost:
    """Run a program and tell what it took; CalledProcessError when it failed.

    The memory of a new process is told as no less than that of the process which started it, so this one must
    still be small: nothing large may have been imported.
    """
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * _KIB)


def run_programs(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, Cost]:
    """Run programs in turn, round after round; give the median of what each took."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for n in range(rounds + 1):
        for name, command in commands.items():
            cost = run_program(command)
            if n:  # the first round fills the caches of the file system
                costs[name].append(cost)
    return {name: Cost(*(median(part) for part in zip(*taken, strict=True))) for name, taken in costs.items()}
