"""The one error a person meets: what is wrong, where, and what to do about it."""

from __future__ import annotations

# control signs, by which a text could move, rename or feed a terminal, as signs that show them
_SHOWN = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"}
_SHOWN |= {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)


def visible(text: str) -> str:
    r"""Give a text of the same length that does nothing to a terminal: control signs are shown, not obeyed.

    >>> visible("\x1b[2J")
    '␛[2J'
    """
    return text.translate(_SHOWN)


class CorrstatsError(Exception):
    """Something a person did wrong or a file that cannot be read.

    Attributes: ``message`` (what is wrong), ``advice`` (what to do), and where: ``file``, ``line`` and
    ``column`` (counted from 1), each None where it does not apply.
    """

    def __init__(
        self,
        message: str,
        *,
        advice: str = "",
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.file = file
        self.line = line
        self.column = column

    def __str__(self) -> str:
        """Give the one line the command prints: ``FILE:LINE:COLUMN: what is wrong; what to do``."""
        where = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        what = f"{self.message}; {self.advice}" if self.advice else self.message
        return f"{where}: {what}" if where else what
