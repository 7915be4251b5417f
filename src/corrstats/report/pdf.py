"""A page as PDF, printed by a browser that is already here."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from typing import TYPE_CHECKING

from corrstats.errors import CorrstatsError

if TYPE_CHECKING:
    from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_TIMEOUT = 180  # seconds
# No dialogues, no first steps, nothing asked of any server
_QUIET = (
    "--headless", "--disable-gpu", "--disable-background-networking", "--disable-extensions",
    "--disable-sync", "--no-first-run", "--no-default-browser-check",
)  # fmt: skip


def find_browser() -> str:
    """Give the path of a browser that prints; CorrstatsError where there is none."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise CorrstatsError(
            "no browser to print the report with", advice="install Chromium, or leave out --pdf"
        )
    return found


def browser_options(profile: str) -> list[str]:
    """Give the options of a browser without a window, with its files in the folder ``profile``.

    Its sandbox cannot work for the superuser, who builds reports in containers; all pages are our own.
    """
    superuser = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*_QUIET, f"--user-data-dir={profile}", *(["--no-sandbox"] if superuser else [])]


def print_page(page: Path, target: Path, *, browser: str) -> None:
    """Print a page of the file system to a PDF; CorrstatsError where the browser fails."""
    target.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="corrstats-", ignore_cleanup_errors=True) as profile:
        wanted = ["--no-pdf-header-footer", f"--print-to-pdf={target.resolve()}", page.resolve().as_uri()]
        command = [browser, *browser_options(profile), *wanted]
        try:
            subprocess.run(command, capture_output=True, timeout=_TIMEOUT, check=False)  # noqa: S603  found on the path
        except (OSError, subprocess.TimeoutExpired) as error:
            raise CorrstatsError(f"{browser} failed: {error}", advice="leave out --pdf") from None
    if not target.exists():
        raise CorrstatsError(f"{browser} printed nothing", advice="leave out --pdf", file=str(target))
