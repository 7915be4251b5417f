"""What nbval does not see: that every cell ran, that nothing in a notebook is noise, and the house style."""

from __future__ import annotations

import html
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


# --- numbers in prose -------------------------------------------------------------------------------------

NUMBER = re.compile(r"\d(?:[\d,.]*\d)?")
# Numbers of prose that no output shows, and why they may stand there all the same
TOLD = {
    "03-latency": {"95": "percent that the bootstrap is asked for"},
    "06-grain": {"16.380496": "kilograms a pood, the law of 1899"},
    "07-unseen-traffic": {"83": "the number missing between 82 and 84"},
    "09-report-card": {"0.58": "a score of the first reading, in the changelog", "0.75": "the same"},
    "10-your-own-letters": {"14": "the number missing between 13 and 15"},
}


def shown(output: dict[str, Any]) -> str:
    """Give what an output shows as text, the words of a figure with it."""
    data = output.get("data", {})
    parts = ["".join(output.get("text", "")), "".join(data.get("text/plain", ""))]
    for kind in ("text/html", "image/svg+xml"):
        markup = "".join(data.get(kind, ""))
        parts += [
            html.unescape(re.sub(r"<[^>]+>", " ", markup)),
            *re.findall(r'aria-label="([^"]*)"', markup),
        ]
    return " ".join(parts)


def numbers(text: str) -> set[str]:
    """Give the numbers of a text, without the commas between thousands, and rounded to whole ones as well."""
    found = {number.replace(",", "") for number in NUMBER.findall(text)}
    fractions = {one for one in found if re.fullmatch(r"\d+\.\d+", one)}
    return found | {str(round(float(one))) for one in fractions} | {str(int(float(one))) for one in fractions}


@each_notebook
def test_a_number_in_prose_is_one_that_an_output_shows(path: Path) -> None:
    notebook = read_notebook(path)
    outputs = " ".join(shown(output) for cell in code_cells(notebook) for output in cell["outputs"])
    known = (
        numbers(outputs) | numbers(" ".join(map(source, code_cells(notebook)))) | set(TOLD.get(path.stem, ()))
    )
    prose = [source(cell) for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    stale = [
        f"{number} in {' '.join(text.split())[:60]!r}"
        for text in prose
        for number in sorted(numbers(re.sub(r"`[^`]*`", " ", text)))
        if number not in known
    ]
    assert stale == []
