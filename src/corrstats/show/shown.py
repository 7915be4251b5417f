"""What ``corrstats.show`` gives: a letter or a passage that shows itself wherever it is asked to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corrstats.show.page import make_fragment, make_page
from corrstats.show.terminal import make_renderable, write_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Group

    from corrstats.show.marks import Mark
    from corrstats.show.view import View


@dataclass(frozen=True)
class Shown:
    """A letter with everything found in it marked; of a row, the paragraph that it stands in.

    Jupyter shows it as HTML, ``print`` as plain text, rich in colours; ``html()`` is a page of its own.
    """

    view: View = field(repr=False)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All that was found in the letter, in reading order."""
        return self.view.marks

    def html(self, link: Callable[[str], str] | None = None) -> str:
        """Give a self-contained page of the whole letter, with the row asked for outlined.

        ``link`` gives the address of another letter's page by its id; pointers to letters then lead there.
        """
        return make_page(self.view, link)

    def text(self) -> str:
        """Give plain text, each mark as ``{text|label}``."""
        return write_text(self.view)

    def rich(self) -> Group:
        """Give what a rich console prints."""
        return make_renderable(self.view)

    def _repr_html_(self) -> str:
        return make_fragment(self.view)

    def __rich__(self) -> Group:
        return self.rich()

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Shown {self.view.letter_id}, {len(self.marks)} rows>"
