"""The command line: starts a command, turns what goes wrong into one line, and leaves with an exit status.

Exit status: 0 done; 1 done, and something was found that the command looks for; 2 could not be done, with one
line on standard error and nothing written.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

import typer

from corrstats.commands import DONE, app
from corrstats.console import print_error
from corrstats.errors import CorrstatsError

if TYPE_CHECKING:
    from collections.abc import Sequence

FAILED = 2
_INTERRUPTED, _TERMINATED, _PIPE_CLOSED = 130, 143, 141  # 128 and the number of the signal
# The error that typer raises for a wrong command line; its own name for it differs between versions
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit status."""
    signal.signal(signal.SIGTERM, _terminate)  # so that what is half written is taken away
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def _terminate(_signal: int, _frame: object) -> NoReturn:
    sys.exit(_TERMINATED)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit status; what a person did wrong is told in one line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        return _close_pipe()
    except SystemExit as error:  # typer leaves with 1 when the reader of a pipe has gone
        return _TERMINATED if error.code == _TERMINATED else _close_pipe()
    return status


def _run(arguments: Sequence[str]) -> int:
    try:
        status = app(list(arguments), prog_name="corrstats", standalone_mode=False)
    except CorrstatsError as error:
        return _failed(error)
    except _UsageError as error:
        return _failed(_usage(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        what = error.strerror or type(error).__name__
        return _failed(CorrstatsError(what, advice="check the name and your rights", file=error.filename))
    except (KeyboardInterrupt, typer.Abort):
        status = _INTERRUPTED
    if status == _INTERRUPTED:
        print_error("interrupted; run it again")
    return int(status or DONE)


def _failed(error: CorrstatsError) -> int:
    sys.stdout.flush()
    print_error(error)
    return FAILED


def _usage(error: Exception) -> CorrstatsError:
    """Put a usage error as this program puts its errors."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "corrstats"
    message = str(getattr(error, "format_message", error.__str__)()).strip().rstrip(".")
    return CorrstatsError(message[:1].lower() + message[1:], advice=f"see '{command} --help'")


def _close_pipe() -> int:
    """End quietly when nobody reads on; what is still to be printed goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    return _PIPE_CLOSED


if __name__ == "__main__":
    main()
