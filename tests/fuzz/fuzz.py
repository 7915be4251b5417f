"""Fuzzes one target for some seconds with atheris: `make fuzz` runs it for each.

Begins with the invented letters and their lines. A fault ends the run with its traceback and a file with the
bytes that did it, in the folder named; `python tests/fuzz/fuzz.py TARGET FILE` tries that file again.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["corrstats"]):
    from targets import TARGETS, timed

LETTERS = Path(__file__).parent.parent / "fixtures" / "letters"
MOST_BYTES = 2048


def write_seeds(folder: Path, *, lines: bool) -> None:
    """Write the invented letters as files to begin with, whole or line by line."""
    for path in sorted(LETTERS.glob("*.txt")):
        data = path.read_bytes()
        parts = sorted(set(data.splitlines())) if lines else [data]
        for n, part in enumerate(parts):
            (folder / f"{path.stem}-{n}").write_bytes(part[:MOST_BYTES])


def main() -> None:
    """Fuzz, or try one file again."""
    parser = argparse.ArgumentParser(description="Fuzz one target.")
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("file", nargs="?", type=Path, help="bytes to try again, and nothing else")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--faults", type=Path, default=Path(), help="where the bytes of a fault go")
    options = parser.parse_args()
    target = TARGETS[options.target]
    if options.file:
        timed(target, options.file.read_bytes())
        return
    with tempfile.TemporaryDirectory(prefix="corrstats-fuzz-") as seeds:
        write_seeds(Path(seeds), lines=options.target != "structure")
        limits = [f"-max_total_time={options.seconds}", f"-max_len={MOST_BYTES}", "-rss_limit_mb=2048"]
        # the same bytes at every run in CI, as with Hypothesis; elsewhere others each time
        seed = ["-seed=1"] if os.environ.get("CI") else []
        arguments = [sys.argv[0], *limits, *seed, "-verbosity=0", "-print_final_stats=1"]
        arguments.append(f"-artifact_prefix={options.faults}/{options.target}-")
        atheris.Setup([*arguments, seeds], lambda data: timed(target, data))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
