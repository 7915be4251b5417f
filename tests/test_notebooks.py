"""What nbval does not see: that every cell ran, that nothing in a notebook is noise, and the house style."""

from __future__ import annotations

import json
import re
from pathlib import Path
from statistics import median
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
MAX_LINES = 12
MEDIAN_LINES = 3
# What differs at every run: '<Axes at 0x7f3a...>', a process id before a warning
NOISE = re.compile(r"\bat 0x[0-9a-f]{6,}|ipykernel_\d+")


def read_notebook(path: Path) -> dict[str, Any]:
    """Read the notebook as the JSON it is."""
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the code cells in order."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def source(cell: dict[str, Any]) -> str:
    """Give the text of a cell."""
    return "".join(cell["source"])


each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@each_notebook
def test_every_code_cell_ran_once_in_order(path: Path) -> None:
    cells = code_cells(read_notebook(path))
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))


@each_notebook
def test_nothing_in_it_changes_from_run_to_run(path: Path) -> None:
    notebook = read_notebook(path)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert "version" not in notebook["metadata"].get("language_info", {}), (
        "the Python that ran it does not matter"
    )
    for cell in notebook["cells"]:
        assert "execution" not in cell["metadata"], "run without record_timing"
    outputs = [output for cell in code_cells(notebook) for output in cell["outputs"]]
    assert [output for output in outputs if output["output_type"] == "error"] == []
    assert [output["text"] for output in outputs if output.get("name") == "stderr"] == []
    assert NOISE.findall(json.dumps(outputs)) == []


@each_notebook
def test_cell_ids_are_unique(path: Path) -> None:
    ids = [cell["id"] for cell in read_notebook(path)["cells"]]
    assert len(set(ids)) == len(ids)


@each_notebook
def test_code_is_a_call_or_two(path: Path) -> None:
    sources = [source(cell) for cell in code_cells(read_notebook(path))]
    lengths = [len(text.splitlines()) for text in sources]
    assert max(lengths) <= MAX_LINES
    assert median(lengths) <= MEDIAN_LINES
    for text in sources:
        assert not re.search(r"^\s*(?:def|class) |^\s*import re\b|;\s*$", text, re.MULTILINE), text


@each_notebook
def test_it_ends_with_what_it_cannot_tell(path: Path) -> None:
    headings = [
        line
        for cell in read_notebook(path)["cells"]
        if cell["cell_type"] == "markdown"
        for line in source(cell).splitlines()
        if line.startswith("#")
    ]
    assert headings[-1].lstrip("# ") == "What this cannot tell"


@each_notebook
def test_the_list_of_notebooks_names_it(path: Path) -> None:
    assert path.name in (path.parent / "README.md").read_text(encoding="utf-8")
