"""Measures a large corpus, from its letters to the delays they tell, and writes it into docs/benchmarks.md.

    python tests/bench/million.py FOLDER --letters 1000000 --workers 2

Writes invented letters into FOLDER (see many_letters.py), parses them, and runs the analysis of delays on the
written dataset. Memory is that of all processes together, asked for twice a second. FOLDER needs three times
the room of the letters.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
from many_letters import write_letters

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
HEADING = "## A million letters"
_DELAYS = """
import sys
import corrstats as cs
tables = cs.scan_tables(sys.argv[1])
for leg in ("sent to reply", "sent to received"):
    delays = cs.answer_delays(tables.latencies, leg=leg)
    if len(delays):
        print(cs.median_delays(delays).to_string(index=False))
        print(len(cs.survival_curves(delays)), "steps of the curves")
print(tables.latencies.count("leg", "status").to_string(index=False))
"""


@dataclass(frozen=True)
class Measured:
    """A step: what it was, seconds of wall time, and the most memory of all its processes, in bytes."""

    step: str
    seconds: float
    memory: int


def measure(step: str, command: list[str]) -> Measured:
    """Run a command to its end; CalledProcessError if it fails."""
    began = time.monotonic()
    running = subprocess.Popen(command)
    peak = [0]
    watching = threading.Thread(target=_watch, args=(running.pid, peak))
    watching.start()
    status = running.wait()
    watching.join()
    if status:
        raise subprocess.CalledProcessError(status, command)
    return Measured(step, time.monotonic() - began, peak[0])


def _watch(pid: int, peak: list[int]) -> None:
    """Keep the most memory that a process and its children hold together, until it ends."""
    while psutil.pid_exists(pid):
        try:
            top = psutil.Process(pid)
            peak[0] = max(peak[0], sum(_held(one) for one in (top, *top.children(recursive=True))))
        except psutil.NoSuchProcess:
            return
        time.sleep(0.5)


def _held(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def main() -> None:
    """Measure what the command line asks for."""
    options = argparse.ArgumentParser(description="Measure a large corpus.")
    options.add_argument("folder", type=Path)
    options.add_argument("--letters", type=int, default=1_000_000)
    options.add_argument("--workers", type=int, default=2)
    given = options.parse_args()
    size = write_letters(given.folder, given.letters)
    program = [str(Path(sys.executable).with_name("corrstats")), "parse"]
    ending = ["--format", "parquet", "--workers", str(given.workers)]
    own = ["--edition", str(given.folder / "own.toml")]
    known_out, own_out = given.folder / "tables", given.folder / "own-tables"
    steps = [
        measure(
            "parse, known layouts", [*program, f"{given.folder}/known", "--out", str(known_out), *ending]
        ),
        measure(
            "parse, own edition", [*program, f"{given.folder}/own", "--out", str(own_out), *own, *ending]
        ),
        measure("delays", [sys.executable, "-c", _DELAYS, str(known_out)]),
    ]
    written = sum(path.stat().st_size for out in (known_out, own_out) for path in out.rglob("*.parquet"))
    section = _section(given.letters, given.workers, size, written, steps)
    print(section)
    _put(section)


def _section(letters: int, workers: int, size: int, written: int, steps: list[Measured]) -> str:
    """Write what was measured as a section of the page."""
    parsing = sum(one.seconds for one in steps[:2])
    rows = [f"| {one.step} | {one.seconds / 60:.1f} | {one.memory / 1e6:,.0f} |" for one in steps]
    how = (
        f"`tests/bench/million.py --letters {letters} --workers {workers}` measured on {platform.system()} "
        f"{platform.machine()} with {os.cpu_count()} processors, Python {platform.python_version()}. "
        f"The load of 15 minutes, of this and of other programs, was {os.getloadavg()[2]:.1f}."
    )
    what = (
        f"{letters:,} invented letters of all layouts, {size / 1e6:,.0f} MB of sources, gave "
        f"{written / 1e6:,.0f} MB of Parquet: {letters / parsing:,.0f} letters a second, all tables included."
    )
    head = ("| step | minutes | MB of memory, all processes |", "| --- | ---: | ---: |")
    return "\n".join([how, "", what, "", *head, *rows, ""])


def _put(section: str) -> None:
    """Put what was measured under its heading; what stands under the headings below that one stays."""
    page = PAGE.read_text(encoding="utf-8")
    if HEADING not in page:
        page = f"{page.rstrip()}\n\n{HEADING}\n\n"
    found = re.search(rf"{re.escape(HEADING)}\n\n.*?(?=^#|\Z)", page, re.DOTALL | re.MULTILINE)
    if found is None:
        raise ValueError(f"no heading {HEADING!r} in {PAGE}")
    page = page[: found.start()] + f"{HEADING}\n\n{section}\n" + page[found.end() :]
    PAGE.write_text(page.rstrip() + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
