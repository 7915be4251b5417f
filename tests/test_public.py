"""The names that notebooks may use: all there, and none heavier than it has to be."""

from __future__ import annotations

import subprocess
import sys

import pytest

import corrstats
from corrstats import plots


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


def test_pandas_and_matplotlib_are_loaded_when_first_needed() -> None:
    code = "import corrstats, sys; print({'pandas', 'matplotlib'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
