"""How notebooks show figures and numbers, the same at every run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure

from corrstats.corpus import Corpus
from corrstats.errors import CorrstatsError
from corrstats.plots.save import to_svg
from corrstats.tables import Tables

if TYPE_CHECKING:
    from IPython.core.completer import CompletionContext, SimpleCompletion
    from IPython.core.interactiveshell import InteractiveShell

_LETTERS = "corrstats.letters"
# 'cs.show("molotov-1930/': what is begun of a letter's id
_SHOWN = re.compile(r"\bshow\(\s*[\"']([^\"']*)$")
_WIDEST = 100  # characters of a cell, so that reasons and passages are not cut


def notebook_style() -> None:
    """Show figures in this notebook as in their files, and thousands of long numbers apart.

    Figures are SVG with their text alternative and links. In ``show("...`` the tabulator key completes the
    letters of all tables at hand. Raises CorrstatsError outside a notebook.
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
    complete_letters(shell)


def complete_letters(shell: InteractiveShell) -> None:
    """Have the tabulator key complete letters where one is to be shown, once a shell."""
    from IPython.core.completer import SimpleCompletion, context_matcher  # noqa: PLC0415  comes with IPython

    @context_matcher(identifier=_LETTERS)  # type: ignore[untyped-decorator]
    def match(context: CompletionContext) -> dict[str, list[SimpleCompletion]]:
        begun = _SHOWN.search(context.text_until_cursor)
        found = [one for one in _letters_at_hand(shell) if one.startswith(begun[1])] if begun else []
        return {"completions": [SimpleCompletion(text=one, type="letter") for one in found]}

    matchers = shell.Completer.custom_matchers
    if _LETTERS not in {getattr(one, "matcher_identifier", "") for one in matchers}:
        matchers.append(match)


def _letters_at_hand(shell: InteractiveShell) -> list[str]:
    """Give the letters of all tables and corpora that have a name in the notebook."""
    held = [one.tables if isinstance(one, Corpus) else one for one in shell.user_ns.values()]
    own = [one["letters"]["letter_id"] for one in held if isinstance(one, Tables) and "letters" in one]
    return sorted({str(letter_id) for ids in own for letter_id in ids})


def _find_shell() -> InteractiveShell | None:
    """Give the shell of the notebook this runs in, None outside of one or without IPython."""
    try:
        from IPython.core.getipython import get_ipython  # noqa: PLC0415  comes with the extra 'notebooks'
    except ModuleNotFoundError:
        return None
    return get_ipython()
