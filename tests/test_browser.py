"""The report in a browser: no request, no error, and what a reader does with it; skipped aloud without one.

The browser is headless Chromium, driven over a pair of pipes (the DevTools protocol); no server, no port.
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import os
import select
import shutil
import subprocess
import tempfile
from fcntl import F_DUPFD, fcntl
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

import corrstats as cs
from corrstats.commands import app
from corrstats.report.pdf import BROWSERS, browser_options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from typer.testing import Result

SECONDS = 60
PHONE = 360  # pixels wide
# Roles that make no sense to a reader who cannot see them unless they have a name
NAMED = {"link", "button", "searchbox", "textbox", "table", "navigation", "region", "image"}
NOTEBOOK = """import corrstats as cs
cs.notebook_style()
tables = cs.read_tables("../data/tables")
ax = cs.plot_timeline(tables.letters)"""


class Browser:
    """A headless Chromium with one page."""

    def __init__(self, path: str, profile: str) -> None:
        reading, self.commands = (fcntl(end, F_DUPFD, 10) for end in os.pipe())
        self.answers, writing = (fcntl(end, F_DUPFD, 10) for end in os.pipe())

        def connect() -> None:
            os.dup2(reading, 3)
            os.dup2(writing, 4)

        command = [path, *browser_options(profile), "--remote-debugging-pipe", "about:blank"]
        self.process = subprocess.Popen(
            command,
            preexec_fn=connect,  # noqa: PLW1509  the protocol wants the pipes at 3 and 4; no threads here
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.numbers, self.buffer, self.session = itertools.count(1), b"", ""
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime", "Accessibility"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> Any:  # noqa: ANN401  the protocol's answers are JSON
        """Ask the browser for something and give its answer; keep what happens meanwhile."""
        number = next(self.numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return answer["result"]
            self.events.append(answer)

    def read(self) -> dict[str, Any]:
        """Give the next message of the browser."""
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.answers], [], [], SECONDS)
            assert ready, "the browser says nothing"
            part = os.read(self.answers, 1 << 16)
            assert part, "the browser is gone"
            self.buffer += part
        message, _, self.buffer = self.buffer.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        return answer

    def open(self, address: str) -> list[dict[str, Any]]:
        """Open a page and wait until all of it is there; gives what happened on the way."""
        for url in ("about:blank", address):  # else a page that is open already is only scrolled
            self.events.clear()
            self.call("Page.navigate", url=url)
            while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
                self.events.append(self.read())
        self.call("Page.getLayoutMetrics")
        return list(self.events)

    def run(self, script: str) -> Any:  # noqa: ANN401  whatever the script gives
        """Run a script in the page and give its value."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """Press a key."""
        codes = {"Enter": (13, "\r"), "Tab": (9, "")}
        code, text = codes[key]
        for kind in ("keyDown", "keyUp"):
            extra = {"text": text} if text and kind == "keyDown" else {}
            self.call(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **extra
            )

    def close(self) -> None:
        """Close the browser."""
        with contextlib.suppress(OSError, AssertionError):
            self.session = ""
            self.call("Browser.close")
        try:
            self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()


def asked_for(events: list[dict[str, Any]]) -> list[str]:
    """Give the addresses that a page asked for beside itself and what it carries with it."""
    urls = [
        event["params"]["request"]["url"]
        for event in events
        if event.get("method") == "Network.requestWillBeSent"
    ]
    return [url for url in urls[1:] if not url.startswith("data:")]


def complaints(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give what a page wrote to the console, and its errors."""
    loud = {"Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"}
    return [event["params"] for event in events if event.get("method") in loud]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a browser; skip where there is none."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no browser here to open the report with; CI installs Chromium")
    with tempfile.TemporaryDirectory(prefix="corrstats-", ignore_cleanup_errors=True) as profile:
        one = Browser(path, profile)
        yield one
        one.close()


@pytest.fixture(scope="module")
def printed_report(
    browser: Browser, parsed_project: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Result]:
    """Have the command make and print the report of two invented corpora, and give what it said."""
    assert browser.process.poll() is None
    root = tmp_path_factory.mktemp("browsed")
    shutil.copytree(parsed_project / "data", root / "data")
    cell: dict[str, Any] = {
        "cell_type": "code", "id": "draw", "source": NOTEBOOK, "outputs": [], "metadata": {},
        "execution_count": None,
    }  # fmt: skip
    head = {"cell_type": "markdown", "id": "ask", "source": "# When\n\nWhen was it written?", "metadata": {}}
    (root / "notebooks").mkdir()
    (root / "notebooks" / "01-when.ipynb").write_text(
        json.dumps({"cells": [head, cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )
    with contextlib.chdir(root):
        return root / "report", CliRunner().invoke(app, ["report", "--pdf"])


@pytest.fixture(scope="module")
def project_report(printed_report: tuple[Path, Result]) -> Path:
    """Give the report of two invented corpora, with figures, a notebook and every letter."""
    folder, done = printed_report
    assert done.exit_code == 0, done.output
    return folder


def test_no_page_asks_for_anything_or_complains(browser: Browser, project_report: Path) -> None:
    pages = sorted(project_report.rglob("*.html"))
    assert len(pages) > 18
    for page in pages:
        events = browser.open(page.as_uri())
        assert asked_for(events) == [], page.name
        assert complaints(events) == [], page.name


def test_requests_and_errors_would_be_seen(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<img src='missing.png'><script>console.error('oh'); throw Error('no')</script>")
    events = browser.open(page.as_uri())
    assert asked_for(events) == [(tmp_path / "missing.png").as_uri()]
    assert len(complaints(events)) == 3


SHOWN = "[...document.querySelectorAll('#rows tbody tr:not([hidden])')]"
COLUMN = SHOWN + ".map((row) => row.cells[%d - 1].textContent)"


def test_a_table_is_sorted_by_mouse_and_by_keyboard(browser: Browser, project_report: Path) -> None:
    browser.open((project_report / "tables" / "quantities.html").as_uri())
    heads = browser.run("[...document.querySelectorAll('#rows thead th')].map((th) => th.textContent.trim())")
    place = heads.index("high") + 1
    printed = browser.run(COLUMN % place)
    numbers = sorted(map(float, printed))
    assert printed != [str(number) for number in numbers]
    button = f"document.querySelector('#rows thead th:nth-child({place}) button')"
    told = f"document.querySelector('#rows thead th:nth-child({place})').getAttribute('aria-sort')"
    browser.run(f"{button}.click()")
    assert [float(cell) for cell in browser.run(COLUMN % place)] == numbers
    assert browser.run(told) == "ascending"
    browser.run(f"{button}.focus()")
    browser.press("Enter")
    assert [float(cell) for cell in browser.run(COLUMN % place)] == numbers[::-1]
    assert browser.run(told) == "descending"
    assert browser.run("document.querySelectorAll('[aria-sort]').length") == 1
    browser.press("Enter")
    assert browser.run(COLUMN % place) == printed
    assert browser.run(told) is None


def test_what_is_missing_stands_last_in_both_directions(browser: Browser, project_report: Path) -> None:
    browser.open((project_report / "tables" / "mentions.html").as_uri())
    heads = browser.run("[...document.querySelectorAll('#rows thead th')].map((th) => th.textContent.trim())")
    place = heads.index("note") + 1
    for _ in range(2):
        browser.run(f"document.querySelector('#rows thead th:nth-child({place}) button').click()")
        cells = browser.run(COLUMN % place)
        filled = [bool(cell) for cell in cells]
        assert filled == sorted(filled, reverse=True)
        assert 0 < sum(filled) < len(filled)


def test_a_table_is_searched(browser: Browser, project_report: Path) -> None:
    browser.open((project_report / "tables" / "quantities.html").as_uri())
    every = len(browser.run(COLUMN % 1))
    assert browser.run("document.querySelector('output').textContent") == f"{every} rows"
    browser.run(
        "const box = document.querySelector('input[type=search]');"
        "box.value = 'POOD rye'; box.dispatchEvent(new Event('input'))"
    )
    found = browser.run(COLUMN % 1)
    assert found == ["rye-1930/1"] * len(found)
    assert 0 < len(found) < every
    assert browser.run("document.querySelector('output').textContent") == f"{len(found)} of {every} rows"


def test_a_person_leads_to_where_the_person_is_named(browser: Browser, project_report: Path) -> None:
    browser.open((project_report / "tables" / "people.html").as_uri())
    person = browser.run("document.querySelector('#rows tbody a').textContent")
    address = browser.run("document.querySelector('#rows tbody a').href")
    browser.open(address)
    assert browser.run("document.querySelector('input[type=search]').value") == person
    rows = browser.run(
        "[...document.querySelectorAll('#rows tbody tr:not([hidden])')].map((tr) => tr.textContent)"
    )
    assert rows
    assert all(person in row for row in rows)


def test_without_scripts_the_tables_are_whole(browser: Browser, project_report: Path) -> None:
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open((project_report / "tables" / "mentions.html").as_uri())
        seen = browser.call("Page.printToPDF")["data"]
        assert base64.b64decode(seen).startswith(b"%PDF")
        tree = browser.call("Accessibility.getFullAXTree")["nodes"]
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)
    roles = [node["role"]["value"] for node in tree if not node.get("ignored")]
    mentions = cs.read_tables(project_report / "tables").mentions
    assert roles.count("row") == len(mentions) + 1
    assert "button" not in roles
    assert "searchbox" not in roles


def test_a_row_leads_to_its_passage_marked(browser: Browser, project_report: Path) -> None:
    browser.open((project_report / "tables" / "quantities.html").as_uri())
    rows = browser.run(f"{SHOWN}.map((row) => [row.querySelector('a').href, row.textContent])")
    for address, text in (rows[0], rows[-1]):
        browser.open(address)
        passage = browser.run("document.querySelector(':target').firstChild.textContent")
        assert " ".join(passage.split()) in " ".join(text.split())
        assert is_outlined_and_seen(browser, "document.querySelector(':target')")


def test_a_point_leads_to_its_passage_marked(browser: Browser, project_report: Path) -> None:
    browser.open((project_report / "index.html").as_uri())
    links = browser.run("[...document.querySelectorAll('figure svg a')].map((a) => a.href.baseVal)")
    assert links
    for link in sorted(set(links)):
        page = (project_report / link.partition("#")[0]).resolve()
        browser.open(f"{page.as_uri()}#{link.partition('#')[2]}")
        if page.parent.name == "tables":  # what rests on many rows leads to them
            assert browser.run(f"{SHOWN}.length"), link
            continue
        target = "document.querySelector(':target')"
        assert browser.run(f"{target} !== null"), link
        marked = f"{target}.closest('tr') ?? {target}.nextElementSibling"
        element = f"({target}.matches('.cs-at') ? {marked} : {target})"
        assert is_outlined_and_seen(browser, element), link


def is_outlined_and_seen(browser: Browser, element: str) -> bool:
    """Say whether an element stands out and in the window."""
    inside = f"((box) => box.top >= 0 && box.top < innerHeight)({element}.getBoundingClientRect())"
    return bool(browser.run(f"getComputedStyle({element}).outlineStyle === 'solid' && {inside}"))


def test_no_page_is_wider_than_a_phone(browser: Browser, project_report: Path) -> None:
    phone = {"width": PHONE, "height": 640, "deviceScaleFactor": 1, "mobile": True}
    browser.call("Emulation.setDeviceMetricsOverride", **phone)
    try:
        for page in sorted(project_report.rglob("*.html")):
            browser.open(page.as_uri())
            assert browser.run("document.documentElement.scrollWidth") <= PHONE, page.name
    finally:
        browser.call("Emulation.clearDeviceMetricsOverride")


def test_a_screen_reader_finds_names_headings_and_ways(browser: Browser, project_report: Path) -> None:
    for page in sorted(project_report.rglob("*.html")):
        browser.open(page.as_uri())
        nodes = [
            node for node in browser.call("Accessibility.getFullAXTree")["nodes"] if not node.get("ignored")
        ]
        named = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes]
        assert [role for role, name in named if role in NAMED and not name] == [], page.name
        roles = {role for role, _ in named}
        assert {"main", "heading", "navigation"} <= roles, page.name
        levels = [
            prop["value"]["value"]
            for node in nodes
            if node["role"]["value"] == "heading"
            for prop in node["properties"]
            if prop["name"] == "level"
        ]
        assert levels[0] == 1, page.name
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), page.name
        assert browser.run("document.documentElement.lang") == "en"


def test_the_first_tab_leads_past_the_navigation(browser: Browser, project_report: Path) -> None:
    for name in ("index.html", "tables/letters.html", "letters/rye-1930/1.html", "notebooks/01-when.html"):
        browser.open((project_report / name).as_uri())
        browser.press("Tab")
        assert browser.run("document.activeElement.hash") == "#content", name
        assert browser.run("document.activeElement.getBoundingClientRect().left >= 0"), name
        browser.press("Enter")
        assert browser.run("document.getElementById('content').tagName") == "MAIN"


def test_the_report_is_printed_by_a_command(printed_report: tuple[Path, Result]) -> None:
    folder, done = printed_report
    assert done.exit_code == 0, done.output
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "report.pdf" in done.output


def test_without_a_browser_nothing_is_printed_and_nothing_begun(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(cs.CorrstatsError, match="no browser to print the report with; install Chromium"):
        CliRunner().invoke(app, ["report", "--pdf"], catch_exceptions=False)
    assert not (project / "report").exists()
    assert not (project / "figures").exists()
