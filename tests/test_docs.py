"""The documentation holds: the data dictionary is the schema, pages and files that it names are there."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

import pytest

from corrstats.tables import FOREIGN_KEYS, read_schema, write_tables

if TYPE_CHECKING:
    from conftest import Golden
    from corrstats.tables import Column, TableSchema

CORRECTIONS = "corrections.csv"  # a file of the reader's own
ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
PACKAGES = sorted((ROOT / "data" / "tables").glob("*/datapackage.json"))
MADE_BELOW = re.compile(r"<!-- From here on made from .*? -->\n")
_ROW = re.compile(r"^\| (\w+) \| (\w+) \| (.+) \|$", re.MULTILINE)
FEWEST_WORDS = 12  # of a text alternative
MOST_WORDS = 500  # of a decision: half a page, a page with its table

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
each_decision = pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)


# ------------------------------------------------------------------------------------- the data dictionary


class Documented(NamedTuple):
    """A column as the data dictionary tells it."""

    name: str
    type: str
    meaning: str


def make_dictionary() -> str:
    """Write the data dictionary of the schema: an overview, then a section for each table."""
    schema = read_schema()
    overview = [f"| [{name}](#{name}) | {table.row} |" for name, table in schema.items()]
    head = ["", "## Overview", "", "| table | one row is |", "| --- | --- |", *overview]
    return "\n".join([*head, *(line for table in schema.values() for line in _section(table)), ""])


def _section(table: TableSchema) -> list[str]:
    key = " and ".join(f"`{name}`" for name in table.key)
    return [
        "",
        f"## {table.name}",
        "",
        f"One row is {table.row}. " + (f"No two rows have the same {key}." if key else "It has no key."),
        "",
        "| column | type | what it says |",
        "| --- | --- | --- |",
        *(f"| {column.name} | {column.type} | {_meaning(table, column)} |" for column in table.columns),
    ]


def _meaning(table: TableSchema, column: Column) -> str:
    """Tell what a column says, the values it may have where that does not name them, and where it points."""
    unnamed = column.values and not all(value in column.description for value in column.values)
    allowed = f"; allowed: {', '.join(column.values)}" if unnamed else ""
    targets = [
        f"; in [{target}](#{target})" + (f" as `{there}`" if there != column.name else "")
        for name, pointer, target, there in FOREIGN_KEYS
        if (name, pointer) == (table.name, column.name)
    ]
    return (column.description + allowed + "".join(targets)).replace("|", "\\|")


def read_dictionary() -> dict[str, list[Documented]]:
    """Read the columns that the page tells, by table, in order."""
    text = (DOCS / "tables.md").read_text(encoding="utf-8")
    made = MADE_BELOW.split(text, maxsplit=1)[1]
    sections = re.split(r"^## (\w+)$", made, flags=re.MULTILINE)[1:]
    return {
        name: [Documented(*row) for row in re.findall(_ROW, body)[1:]]  # the first is the head
        for name, body in zip(sections[::2], sections[1::2], strict=True)
        if name != "Overview"
    }


def test_the_data_dictionary_is_the_schema(golden: Golden) -> None:
    page = DOCS / "tables.md"
    written = page.read_text(encoding="utf-8")
    (mark,) = MADE_BELOW.findall(written)
    golden.check_file(page, written.split(mark)[0] + mark + make_dictionary())


def test_every_column_has_its_meaning_in_the_dictionary() -> None:
    # read from the TOML itself, not through the code that made the page
    raw = tomllib.loads((ROOT / "src/corrstats/tables/schema.toml").read_text(encoding="utf-8"))
    told = read_dictionary()
    assert list(told) == list(raw)
    for name, table in raw.items():
        assert [(one.name, one.type) for one in told[name]] == [tuple(row[:2]) for row in table["columns"]]
        for one, (_, _, meaning, *values) in zip(told[name], table["columns"], strict=True):
            assert one.meaning.startswith(meaning)
            assert all(value in one.meaning for value in (values[0] if values else ()))


def fields_of(package: dict[str, Any]) -> dict[str, list[tuple[str, str, list[str]]]]:
    """Give name, description and allowed values of each field of a Data Package, by table."""
    return {
        one["name"]: [
            (field["name"], field["description"], field.get("constraints", {}).get("enum", []))
            for field in one["schema"]["fields"]
        ]
        for one in package["resources"]
    }


def told_by_schema() -> dict[str, list[tuple[str, str, list[str]]]]:
    """Give the same of the schema."""
    return {
        name: [(column.name, column.description, list(column.values)) for column in table.columns]
        for name, table in read_schema().items()
    }


def test_a_written_data_package_tells_what_the_dictionary_tells(tmp_path: Path) -> None:
    source = {"corpus": "x", "title": "X", "file": "x.txt", "edition": "x", "sha256": "0"}
    write_tables({}, tmp_path / "x", [source])
    written = json.loads((tmp_path / "x" / "datapackage.json").read_text(encoding="utf-8"))
    assert fields_of(written) == told_by_schema()
    for resource in written["resources"]:
        keys = [
            (key["fields"][0], key["reference"]["resource"])
            for key in resource["schema"].get("foreignKeys", [])
        ]
        told = {one.name: one.meaning for one in read_dictionary()[resource["name"]]}
        assert all(f"in [{target}](#{target})" in told[column] for column, target in keys)


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.parent.name)
def test_the_committed_data_packages_are_of_this_schema(path: Path) -> None:
    package = json.loads(path.read_text(encoding="utf-8"))
    assert fields_of(package) == told_by_schema(), "the tables are of an older schema: make figures"
    for resource in package["resources"]:
        header = (path.parent / resource["path"]).read_bytes().split(b"\r\n", maxsplit=1)[0].decode()
        assert header.split(",") == [name for name, _, _ in fields_of(package)[resource["name"]]]


def test_every_table_and_column_of_the_contract_is_documented(shared: Path) -> None:
    contract = (shared / "tables.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\w+) \| ([^|]+) \| (\w+(?:, [^|]+)) \|$", contract, re.MULTILINE)
    promised = {
        name: [column.strip() for column in re.sub(r"\([^)]*\)", "", columns).split(",")]
        for name, _, columns in rows
    }
    told = {name: [one.name for one in columns] for name, columns in read_dictionary().items()}
    assert "letters" in promised
    assert set(told) >= set(promised)
    for name, columns in promised.items():
        # further columns may follow the named ones
        assert told[name][: len(columns)] == [column.replace("`", "") for column in columns], name


# --------------------------------------------------------------------------------------- the architecture


def layers() -> list[list[str]]:
    """Give the rooms of the program by layer, from the top, as pyproject.toml orders them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (way,) = (one for one in contracts if one["type"] == "layers")
    return [sorted(re.findall(r"\w+", layer)) for layer in way["layers"]]


def rooms_told() -> list[tuple[str, str]]:
    """Give the rooms of the architecture page with what each may import, in order."""
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    section = text.split("| room |")[1].split("\n\n")[0]
    return re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", section, re.MULTILINE)


def test_the_rooms_are_those_that_the_layers_allow() -> None:
    order = layers()
    allowed = [f"{', '.join(f'`{room}`' for room in below)} and below" for below in order[1:]]
    allowed = ["everything below", *allowed[1:-1], f"`{order[-1][0]}`", "nothing"]
    promised = [(room, imports) for layer, imports in zip(order, allowed, strict=True) for room in layer]
    assert rooms_told() == promised


def test_every_module_has_its_room() -> None:
    package = ROOT / "src" / "corrstats"
    modules = {path.stem for path in package.glob("*.py") if not path.stem.startswith("__")}
    modules |= {path.parent.name for path in package.glob("*/__init__.py")}
    assert modules
    assert modules - {room for room, _ in rooms_told()} == set()


def test_the_picture_says_in_words_what_it_shows() -> None:
    picture = ET.parse(DOCS / "architecture.svg").getroot()  # noqa: S314  a file of ours
    name = {"svg": "http://www.w3.org/2000/svg"}
    for part in ("title", "desc"):
        element = picture.find(f"svg:{part}", name)
        assert element is not None
        assert element.text
        assert element.get("id", "") in picture.get("aria-labelledby", "").split()
    (alt,) = re.findall(r"!\[([^\]]+)\]\(architecture\.svg\)", (DOCS / "architecture.md").read_text("utf-8"))
    assert len(alt.split()) > FEWEST_WORDS


# ------------------------------------------------------------------------------------------------ all pages


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [one for one in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in one]
    for link in links:
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w-]", "", one.lower().replace(" ", "-")) for one in headings}, link


@each_page
def test_every_file_of_ours_that_is_named_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`((?:src|tests|docs|data|requirements|notebooks)/[\w./-]+)`", text)
    assert [name for name in named if not (ROOT / name).exists()] == []
    # a module by its path in the package, or by its name: `tables/rows.py`, `places.csv`
    package = ROOT / "src" / "corrstats"
    modules = set(re.findall(r"`((?:\w+/)*\w+\.(?:py|csv|toml|css|html))`", text)) - {*named, CORRECTIONS}
    here = [path.relative_to(package).as_posix() for path in package.rglob("*.*")]
    assert [
        name
        for name in sorted(modules)
        if not (ROOT / name).exists() and not any(f"/{path}".endswith(f"/{name}") for path in here)
    ] == []


@each_page
def test_every_page_can_be_reached(page: Path) -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    assert page.name == "README.md" or f"({page.relative_to(DOCS).as_posix()})" in index


@each_decision
def test_a_decision_has_its_three_parts_on_half_a_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    number = re.match(r"# (\d+)\. ", text)
    assert number is not None
    assert int(number[1]) == int(page.stem[:4])
    assert len(text.split()) <= MOST_WORDS


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(page.stem[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))
