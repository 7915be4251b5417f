"""How notebooks show figures and numbers, the same at every run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure

from corrstats.errors import CorrstatsError
from corrstats.plots.save import to_svg

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


_WIDEST = 100  # characters of a cell, so that reasons and passages are not cut


def notebook_style() -> None:
    """Show figures in this notebook as in their files, and thousands of long numbers apart.

    Figures are SVG with their text alternative and links. Raises CorrstatsError outside a notebook.
    """
    shell = _find_shell()
    if shell is None or shell.display_formatter is None:
        raise CorrstatsError(
            "this is no notebook", advice="call notebook_style() in one; elsewhere save_figure writes files"
        )
    from matplotlib_inline.backend_inline import set_matplotlib_formats  # noqa: PLC0415  comes with IPython

    set_matplotlib_formats("svg")  # type: ignore[no-untyped-call]
    shell.display_formatter.formatters["image/svg+xml"].for_type(Figure, to_svg)
    pd.set_option("display.float_format", "{:,.10g}".format)
    pd.set_option("display.max_colwidth", _WIDEST)


def _find_shell() -> InteractiveShell | None:
    """Give the shell of the notebook this runs in, None outside of one or without IPython."""
    try:
        from IPython.core.getipython import get_ipython  # noqa: PLC0415  comes with the extra 'notebooks'
    except ModuleNotFoundError:
        return None
    return get_ipython()
