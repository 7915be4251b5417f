"""Runs notebooks in place, so that the same tables give the same bytes.

Promises: the kernel is this Python, without your IPython settings and without a backend forced on matplotlib;
nothing of the time or the machine is kept; cell ids stay; a notebook that fails stays as it was.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import zmq
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from corrstats.errors import CorrstatsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from nbformat import NotebookNode

_TIMEOUT = 120  # seconds a cell
_MOST_AT_ONCE = 4
_ENCRYPTION = "auto" if zmq.has("curve") else "disabled"
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "name": "python", "pygments_lexer": "ipython3"},
}


def find_notebooks(folder: Path) -> list[Path]:
    """Give the notebooks of a folder by name; CorrstatsError where there are none."""
    found = sorted(folder.glob("*.ipynb"))
    if not found:
        raise CorrstatsError(
            "no notebooks in it", advice="name the folder with the notebooks", file=str(folder)
        )
    return found


def run_notebooks(folder: str | Path, *, progress: Callable[[str], object] = lambda _: None) -> list[Path]:
    """Run every notebook of a folder in place, and give their paths in the order of their names.

    As many run at once as there are processors. Cells see the notebook's folder as the current one.
    ``progress`` is told the name of each notebook before it runs. Raises CorrstatsError that names notebook
    and cell for the first that fails.
    """
    paths = find_notebooks(Path(folder))

    def run(path: Path) -> Path:
        progress(path.name)
        notebook = read_notebook(path)
        _run(notebook, path)
        _write(notebook, path)
        return path

    with ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_AT_ONCE)) as pool:
        return list(pool.map(run, paths))


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook; CorrstatsError for a file that is none."""
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, nbformat.ValidationError) as error:
        raise CorrstatsError(
            f"not a notebook ({error})", advice="mend or remove it", file=str(path)
        ) from None
    return notebook


def _run(notebook: NotebookNode, path: Path) -> None:
    """Run all cells in a fresh kernel."""
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    kernels = KernelSpecManager(kernel_dirs=[str(Path(sys.prefix) / "share" / "jupyter" / "kernels")])
    client = NotebookClient(
        notebook,
        km=AsyncKernelManager(
            kernel_name="python3", kernel_spec_manager=kernels, transport_encryption=_ENCRYPTION
        ),
        timeout=_TIMEOUT,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    with tempfile.TemporaryDirectory(prefix="corrstats-") as settings:
        environment["IPYTHONDIR"] = settings
        try:
            # a loop of its own, which is closed in the end: notebooks run in threads
            asyncio.run(client.async_execute(env=environment, cleanup_kc=True))
        except CellExecutionError as error:
            raise _failure(notebook, path, f"{error.ename}: {error.evalue}") from None
        except (CellTimeoutError, DeadKernelError) as error:
            raise _failure(notebook, path, str(error).splitlines()[0]) from None


def _failure(notebook: NotebookNode, path: Path, what: str) -> CorrstatsError:
    """Name the code cell that stopped the run: the last one with an output or a number."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    ran = [number for number, cell in enumerate(cells, start=1) if _failed(cell)]
    where = f"code cell {ran[0]}" if ran else "its kernel"
    message = f"{where} stopped with {' '.join(what.split())}"
    return CorrstatsError(message, advice="open it with 'make lab' and run it there", file=str(path))


def _failed(cell: NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.outputs)


def _write(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook whole or not at all, without what changes from run to run or machine to machine."""
    title = notebook.metadata.get("title")
    metadata = _METADATA | ({"title": title} if title else {})
    notebook.metadata = nbformat.from_dict(metadata)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    draft = path.with_suffix(".ipynb.new")
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    draft.write_text(text + "\n", encoding="utf-8", newline="\n")
    draft.replace(path)
