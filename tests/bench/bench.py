"""Measures how fast letters are read, prints it, and writes it into docs/benchmarks.md.

Run by `make bench`, with the extra `bench` where that could be installed. What grows is measured first, while
this process is small (see `timing.run_program`).
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from machine import describe_machine, list_versions
from page import make_table, put, significant
from rivals import CHAIN, load_chain, load_own_rules, load_re, load_re2, missing
from texts import ROOT, read_editions, repeat, write_copies
from timing import Cost, interleave, ratio, run_program, run_programs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from texts import Texts

PAGE = ROOT / "docs" / "benchmarks.md"
CORRSTATS = (sys.executable, "-m", "corrstats.cli")
LONGER = 10
OURS, OURS_LONGER = "parse to tables", f"parse to tables, {LONGER} times the text"
RE, RE_LONGER = "`re`, 20 patterns", f"`re`, 20 patterns, {LONGER} times the text"
RULES = "`re`, 20 of our rules"
RE2, RE2_LONGER = "RE2, the same patterns", f"RE2, the same patterns, {LONGER} times the text"
CHAINED = "spaCy, dateparser, quantulum3"


def say(line: str) -> None:
    """Tell on a terminal what is done next."""
    print(line, file=sys.stderr, flush=True)


# ---------------------------------------------------------------------------------------------- start-up


def measure_start(folder: Path, rounds: int) -> str:
    """Measure what a person waits for before and around the reading."""
    say("start-up")
    texts = read_editions()
    write_copies(texts, folder / "one", 1, joined=True)
    commands: dict[str, tuple[str, ...]] = {
        "`python -c pass`": (sys.executable, "-c", "pass"),
        "`import corrstats`": (sys.executable, "-c", "import corrstats"),
        "`corrstats --help`": (*CORRSTATS, "--help"),
    }
    for corpus in texts.by_corpus:
        source, out = folder / "one" / f"{corpus}.txt", folder / "out"
        commands[f"`corrstats parse {corpus}.txt`"] = (*CORRSTATS, "parse", str(source), "--out", str(out))
    costs = run_programs(commands, rounds)
    nothing = costs["`python -c pass`"]
    rows = [
        (
            name,
            f"{cost.wall_seconds:.2f}",
            f"{cost.wall_seconds - nothing.wall_seconds:.2f}",
            f"{cost.cpu_seconds:.2f}",
            f"{cost.peak_mb:.0f}",
        )
        for name, cost in costs.items()
    ]
    header = ("program", "seconds by the clock", "beyond Python's own", "seconds of processor", "peak MB")
    return f"Median of {rounds} runs.\n\n" + make_table(header, rows)


# ------------------------------------------------------------------------------------------------ growth


def measure_growth(folder: Path, sizes: Sequence[int], *, joined: bool) -> str:
    """Measure time and memory of `corrstats parse FOLDER` on more and more copies of the two editions."""
    texts = read_editions()
    kind = "joined" if joined else "files"
    measured = []
    for copies in sizes:
        say(f"growth: {copies} times the editions, {'joined to two files' if joined else 'a file a copy'}")
        source = folder / f"{kind}-{copies}"
        write_copies(texts, source, copies, joined=joined)
        measured.append((copies, *_parse_folder(source, folder / f"{kind}-out", _repeats(copies))))
    header = (
        "copies",
        "letters",
        "MB of text",
        "seconds of processor",
        "ms for each letter more",
        "against the step before",
        "peak MB",
    )
    rows = []
    steps = _steps([(letters, cost.cpu_seconds) for _, letters, _, cost in measured])
    for (copies, letters, size, cost), (each, growth) in zip(measured, steps, strict=True):
        counted = (f"{copies:,}", f"{letters:,}", f"{size / 1e6:.2f}", f"{cost.cpu_seconds:.2f}")
        rows.append((*counted, each, growth, f"{cost.peak_mb:.0f}"))
    return make_table(header, rows)


def _steps(measured: Sequence[tuple[int, float]]) -> list[tuple[str, str]]:
    """Give what each letter more costs, in ms, from size to size, and how that changes."""
    more = [
        (seconds - before) / (letters - fewer) * 1e3
        for (fewer, before), (letters, seconds) in pairwise(measured)
    ]
    changes = ["", *(f"{after / before:.2f}" for before, after in pairwise(more))]
    return [("", ""), *((f"{each:.2f}", change) for each, change in zip(more, changes, strict=False))]


def _repeats(copies: int) -> int:
    return 5 if copies < 10 else 1  # a short run is measured worse


def _parse_folder(source: Path, out: Path, rounds: int) -> tuple[int, int, Cost]:
    """Parse a folder in a process of its own; give letters, bytes and cost."""
    command = (*CORRSTATS, "parse", str(source), "--out", str(out))
    cost = run_programs({"parse": command}, rounds)["parse"] if rounds > 1 else run_program(command)
    with (out / "letters.csv").open(encoding="utf-8", newline="") as file:
        letters = sum(1 for _ in csv.DictReader(file))
    return letters, sum(path.stat().st_size for path in source.iterdir()), cost


# ------------------------------------------------------------------------------------------------- speed


def measure_speed(folder: Path, rounds: int) -> str:
    """Measure characters a second of reading and of what it is measured against, in one run."""
    texts = read_editions()
    contestants, left_out = _contestants(texts, folder)
    say(f"speed: {', '.join(contestants)}; {rounds} rounds")
    seconds = interleave(contestants, rounds)
    rows = []
    for name, taken in seconds.items():
        ours = seconds[OURS_LONGER if name.endswith("times the text") else OURS]
        size = texts.characters * (LONGER if name.endswith("times the text") else 1)
        speed = size / sorted(taken)[len(taken) // 2]
        rows.append((name, significant(speed), "" if taken is ours else _against(ratio(taken, ours))))
    header = ("what", "characters a second", "parse, against it, is")
    facts = f"{texts.characters:,} characters ({texts.kind}); median of {rounds} rounds.\n\n"
    return facts + make_table(header, rows) + "".join(f"\nLeft out: {one}\n" for one in left_out)


def _against(longer: float) -> str:
    """Tell in words how parsing compares with what takes so many times as long."""
    if longer >= 1:
        return f"{significant(longer)} times as fast"
    return f"{significant(1 / longer)} times as slow"


def _contestants(texts: Texts, folder: Path) -> tuple[dict[str, Callable[[], object]], list[str]]:
    """Give what runs against what, and in words what is not installed."""
    from corrstats import parse  # noqa: PLC0415  see above: this process stays small before

    paths: dict[str, list[Path]] = {}
    for name, copies in ((OURS, 1), (OURS_LONGER, LONGER)):
        write_copies(texts, folder / f"speed-{copies}", copies, joined=True)
        paths[name] = sorted((folder / f"speed-{copies}").iterdir())
    once = list(texts.by_corpus.values())
    longer = [repeat(text, LONGER) for text in once]

    def read(name: str) -> Callable[[], object]:
        return lambda: [parse(path).tables for path in paths[name]]

    def scan(count: Callable[[str], int], scanned: list[str]) -> Callable[[], object]:
        return lambda: [count(text) for text in scanned]

    contestants = {OURS: read(OURS), OURS_LONGER: read(OURS_LONGER)}
    with_re = load_re()
    contestants |= {RE: scan(with_re, once), RE_LONGER: scan(with_re, longer)}
    contestants[RULES] = scan(load_own_rules(), once)
    left_out = []
    if lacking := missing(["re2"]):
        left_out.append(f"RE2 ({', '.join(lacking)} not installed)")
    else:
        with_re2 = load_re2()
        contestants |= {RE2: scan(with_re2, once), RE2_LONGER: scan(with_re2, longer)}
    if lacking := missing(CHAIN):
        left_out.append(f"the chain ({', '.join(lacking)} not installed)")
    else:
        letters = _letters(paths[OURS])
        chain = load_chain()
        contestants[CHAINED] = lambda: chain(letters)
    for one in left_out:
        say(f"left out: {one}")
    return contestants, left_out


def _letters(paths: Sequence[Path]) -> list[str]:
    """Give the text of each letter, headings and notes with it."""
    from corrstats import parse  # noqa: PLC0415

    found = [one.document for path in paths for one in parse(path).parsed]
    return [document.source.text[one.start : one.end] for document in found for one in document.letters]


# -------------------------------------------------------------------------------------------------- main


def main() -> None:
    """Measure, print, and write the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5, help="of each measurement")
    options.add_argument("--copies", default="1,10,100", help="sizes of growth, as 1,10,100,1000")
    options.add_argument("--only", choices=("start", "growth", "speed"), help="and write no page")
    given = options.parse_args()
    sizes = [int(one) for one in given.copies.split(",")]
    parts: list[tuple[str, str, Callable[[Path], str]]] = [
        ("start", "Starting", lambda folder: measure_start(folder, given.rounds)),
        ("growth", "Growing, a file a copy", lambda at: measure_growth(at, sizes, joined=False)),
        ("growth", "Growing, one file an edition", lambda at: measure_growth(at, sizes, joined=True)),
        ("speed", "Speed", lambda folder: measure_speed(folder, given.rounds)),
    ]
    made = []
    with tempfile.TemporaryDirectory(prefix="corrstats-bench-") as folder:
        for name, title, measure in parts:
            if given.only in {None, name}:
                made.append(f"### {title}\n\n{measure(Path(folder))}")
                print(f"\n{made[-1]}", flush=True)
    if given.only is None:
        today = dt.datetime.now(tz=dt.UTC).date()
        head = f"Measured on {today}: {describe_machine()}. {list_versions()}.\n"
        put(PAGE, "\n".join([head, *reversed(made)]))
        say(f"written into {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
