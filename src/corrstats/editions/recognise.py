"""Which edition a text is of, told by the text alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corrstats.editions.edition import Edition, known_editions
from corrstats.editions.lines import TextLine, split_lines
from corrstats.errors import CorrstatsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corrstats.source import Source


@dataclass(frozen=True)
class Fit:
    """How an edition fits a text: how many lines match each pattern that it is recognised by."""

    edition: Edition
    counts: tuple[int, ...]
    first_line: int

    @property
    def fits(self) -> bool:
        """Whether every pattern matches at least one line."""
        return bool(self.counts) and all(self.counts)

    @property
    def why(self) -> str:
        """Say why the edition fits or does not, in a line."""
        said = f"{self.edition.because}: " if self.edition.because else ""
        lines = ", ".join(str(count) for count in self.counts)
        return f"{said}{lines} lines match" + (f", the first is line {self.first_line}" if self.fits else "")


def fit_editions(source: Source, editions: Sequence[Edition] | None = None) -> list[Fit]:
    """Hold a text against the known editions."""
    lines = split_lines(source.text)
    return [_fit(lines, edition) for edition in (editions if editions is not None else known_editions())]


def _fit(lines: Sequence[TextLine], edition: Edition) -> Fit:
    matches = [
        [n for n, line in enumerate(lines, 1) if pattern.search(line.text)] for pattern in edition.recognise
    ]
    first = matches[0][0] if matches and matches[0] else 0
    return Fit(edition, tuple(len(found) for found in matches), first)


def recognise_edition(source: Source, editions: Sequence[Edition] | None = None) -> Edition:
    """Give the one edition that fits a text; CorrstatsError names the candidates when none or two do."""
    tried = fit_editions(source, editions)
    fits = [fit for fit in tried if fit.fits]
    if len(fits) == 1:
        return fits[0].edition
    names = ", ".join(fit.edition.name for fit in fits or tried)
    if fits:
        raise CorrstatsError(
            f"several editions fit: {names}", advice="choose one with --edition", file=source.path
        )
    raise CorrstatsError(
        f"no known edition fits (tried {names})",
        advice="name one with --edition, or describe yours in a TOML file",
        file=source.path,
    )
