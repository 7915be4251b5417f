"""The names that notebooks may use: all there, and none heavier than it has to be."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import corrstats
from corrstats import plots
from corrstats.tables import read_schema

if TYPE_CHECKING:
    from pathlib import Path


def test_every_public_name_is_there() -> None:
    assert [name for name in corrstats.__all__ if not hasattr(corrstats, name)] == []
    assert corrstats.__all__ == sorted(corrstats.__all__)


def test_every_plot_is_public() -> None:
    drawing = {name for name in plots.__all__ if name.startswith("plot_")}
    assert drawing <= set(corrstats.__all__)
    assert corrstats.plot_timeline is plots.plot_timeline


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'corrstats' has no attribute 'plot_nothing'"):
        getattr(corrstats, "plot_nothing")  # noqa: B009  a name that mypy would refuse


def test_what_is_loaded_late_is_named_early() -> None:
    assert set(corrstats.__all__) <= set(dir(corrstats))


def test_show_is_the_function_also_when_its_module_is_loaded() -> None:
    code = "import corrstats, corrstats.show.letters; print(corrstats.show.__name__)"
    assert run_python("-c", code) == "show\n"


def run_python(*arguments: str) -> str:
    """Run Python in a process of its own and give what it prints."""
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def loaded(code: str) -> set[str]:
    """Give which modules a piece of code loads in a process of its own; the code may leave by sys.exit."""
    tell = "import atexit, sys; atexit.register(lambda: print('\\n' + ' '.join(sys.modules)))"
    return set(run_python("-c", f"{tell}\n{code}").splitlines()[-1].split())


def test_importing_loads_nothing_but_the_names() -> None:
    modules = loaded("import corrstats")
    assert {name for name in modules if name.startswith("corrstats")} == {
        "corrstats",
        "corrstats.errors",
        "corrstats.show",
    }
    assert not {"matplotlib", "networkx", "numpy", "pandas", "rich", "typer"} & modules


def test_help_loads_no_room_that_reads() -> None:
    modules = loaded("from corrstats.cli import main; main(['--help'])")
    assert "typer" in modules
    assert not {"corrstats.corpus", "corrstats.tables", "numpy", "pandas", "rich"} & modules


def test_parsing_to_csv_needs_no_pandas(letters: Path, tmp_path: Path) -> None:
    source, out = str(letters / "ferry-1934.txt"), str(tmp_path / "ferry")
    modules = loaded(f"from corrstats.cli import main; main(['parse', {source!r}, '--out', {out!r}])")
    assert "corrstats.tables" in modules
    assert not {"matplotlib", "networkx", "numpy", "pandas", "rich"} & modules


def test_parsing_needs_pandas_only_for_frames(letters: Path) -> None:
    code = (
        f"import corrstats, sys; corpus = corrstats.parse({str(letters / 'ferry-1934.txt')!r});"
        "print('pandas' in sys.modules, len(corpus.tables), 'pandas' in sys.modules)"
    )
    assert run_python("-c", code) == f"False {len(read_schema())} True\n"
