"""How far a run is: letters read, and bytes of the sources, by which the time left is reckoned."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Tally:
    """Letters read so far, bytes of files done, and bytes in all; ``kept`` letters were read before."""

    letters: int = 0
    done: int = 0
    total: int = 0
    kept: int = 0

    def with_letters(self, letters: int) -> Tally:
        """Give the tally with some more letters of a file that is still being read."""
        return replace(self, letters=self.letters + letters)

    def after(self, size: int, letters: int) -> Tally:
        """Give the tally after a file of so many bytes and letters."""
        return replace(self, letters=self.letters + letters, done=self.done + size)
