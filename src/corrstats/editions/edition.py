"""An edition as data: the TOML file that says how a printed edition lays out its letters.

Patterns are regular expressions matched against one line at a time, stripped of outer white space. In them
``@name``, ``@names``, ``@mark`` and the lists of the language (``@months``) stand for what they name.
Patterns of the user's are tried for their pace before they are used; those of the package by a test.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corrstats.document import LONGEST_PASSAGE, ZONES
from corrstats.editions.lines import LONGEST
from corrstats.editions.pace import slow_text
from corrstats.errors import CorrstatsError
from corrstats.languages import Language, read_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# pieces for the patterns of an edition, beside the lists of its language
PIECES = {
    # 'J. Stalin', 'Kaganovich', 'R.I. Eikhe', 'Chiang Kai-shek'
    "name": r"(?:(?:[A-Z][a-z]?\.[ ]?){1,3})?[A-Z][\w’'-]+(?:\s[A-Z][a-z]+-[a-z]+)?+",
    "mark": r"(?:\s*\d{1,3}\s*\.?)",
}
# each name but the first is read in one way only: 'Yu. Li. Ko.' are initials or names, and not tried as both
PIECES["names"] = rf"{PIECES['name']}(?:\s*(?:,|;|\.|\band\b|&)\s*(?>{PIECES['name']}))*"

# what Python says of a pattern, and what to say and to advise instead
_PLAINLY = (
    (
        r"redefinition of group name '(\w+)'",
        r"the field '\1' stands twice in one pattern",
        r"let it stand once, after all that may come before it: (?:(?<=x)|(?<=y ))(?P<\1>...)",
    ),
    (
        r"look-behind requires fixed-width pattern",
        r"what stands in one (?<=...) must be of one length",
        r"write one for each length: (?:(?<=x)|(?<=y ))",
    ),
)

# what a pattern may find in a line
FIELDS = frozenset(
    {
        "number",
        "senders",
        "recipients",
        "date",
        "supplied",
        "written",
        "place",
        "to",
        "time",
        "outgoing",
        "incoming",
        "signature",
        "repository",
        "fond",
        "opis",
        "delo",
        "listy",
    }
)
GENRES = (
    "letter",
    "note",
    "exchange",
    "cipher telegram",
    "telegram",
    "telephone message",
    "direct-wire note",
    "unknown",
)
_KEYS = {
    "": {
        "name",
        "title",
        "language",
        "century",
        "numeric_dates",
        "calendar",
        "recognise",
        "letter",
        "header",
        "notes",
        "signature",
        "genre",
        "archive",
    },
    "recognise": {"lines", "because"},
    "letter": {
        "start",
        "heading",
        "heading_optional",
        "sender",
        "recipient",
        "genre",
        "place_from",
        "place_to",
    },
    "header": None,
    "notes": {"separator", "start", "unnumbered", "running", "mark"},
    "signature": {"lines", "inline", "imprint"},
    "genre": {"name", "zone", "pattern"},
    "archive": {"lines"},
}


@dataclass(frozen=True)
class GenreRule:
    """A genre and the words that tell it, looked for in the zones of a kind."""

    name: str
    zone: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, eq=False)
class Edition:
    """How one edition is laid out; patterns are compiled, missing ones are None or empty."""

    name: str
    title: str
    language: Language
    century: int
    month_first: bool
    julian: bool
    recognise: tuple[re.Pattern[str], ...]
    because: str
    start: re.Pattern[str]
    heading: tuple[re.Pattern[str], ...]
    heading_optional: bool
    sender: str
    recipient: str
    default_genre: str
    place_from: str
    place_to: str
    header: Mapping[str, tuple[re.Pattern[str], ...]]
    note_separator: re.Pattern[str] | None
    note_start: re.Pattern[str] | None
    unnumbered_notes: bool
    running_notes: bool
    note_mark: re.Pattern[str] | None
    signature_lines: tuple[re.Pattern[str], ...]
    signature_inline: re.Pattern[str] | None
    imprint: tuple[re.Pattern[str], ...]
    archive_lines: tuple[re.Pattern[str], ...]
    genres: tuple[GenreRule, ...] = field(default_factory=tuple)


class _Reader:
    """Reads one TOML file, naming line and key in what it complains about."""

    def __init__(self, text: str, file: str, *, paced: bool) -> None:
        self.text, self.file, self.paced = text, file, paced
        try:
            self.data: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"line (\d+), column (\d+)", str(error))
            place = {"line": int(line[1]), "column": int(line[2])} if line else {}
            what = str(error).partition(" (at")[0]
            raise CorrstatsError(f"not TOML: {what}", advice="mend this line", file=file, **place) from None
        self.language = self._language()
        self._check_keys()

    def error(self, key: str, what: str, advice: str, value: str = "") -> CorrstatsError:
        """Make an error that points to the line of a key ('letter.start'), or of a value in its list."""
        return CorrstatsError(
            f"{key}: {what}", advice=advice, file=self.file, line=self._value_line(key, value)
        )

    def _value_line(self, key: str, value: str) -> int | None:
        first = self._line(key)
        if first is None or not value:
            return first
        lines = enumerate(self.text.splitlines()[first - 1 :], start=first)
        return next((n for n, line in lines if f"'{value}'" in line or f'"{value}"' in line), first)

    def _line(self, key: str) -> int | None:
        table, _, last = key.rpartition(".")
        inside = not table
        for number, line in enumerate(self.text.splitlines(), start=1):
            header = re.match(r"\s*\[+\s*([\w.]+)\s*\]+", line)
            if header:
                inside = header[1] == table
            if header and header[1] == key:
                return number
            if inside and re.match(rf"\s*[\"']?{re.escape(last)}[\"']?\s*=", line):
                return number
        return None

    def _language(self) -> Language:
        code = self.data.get("language", "en")
        try:
            return read_language(str(code))
        except (FileNotFoundError, OSError):
            raise self.error("language", f"there is no language '{code}'", "use 'en'") from None

    def _check_keys(self) -> None:
        for name, value in self.data.items():
            if name not in (known := _KEYS[""] or set()):
                raise self.error(name, "is not a key of an edition", f"use one of {', '.join(sorted(known))}")
            allowed = _KEYS.get(name)
            for table in value if isinstance(value, list) else [value]:
                for key in table if isinstance(table, dict) and allowed else ():
                    if key not in (allowed or set()):
                        advice = f"use one of {', '.join(sorted(allowed or set()))}"
                        raise self.error(f"{name}.{key}", "is not a key of this table", advice)

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401  TOML values are of any type
        """Give the value at a dotted key; an error for a missing one without a default."""
        value: Any = self.data
        for part in key.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if value is None and default is None:
            raise self.error(key, "is missing", "an edition cannot do without it")
        return default if value is None else value

    def pattern(self, key: str, text: object) -> re.Pattern[str]:
        """Compile a pattern with its ``@words``."""
        if not isinstance(text, str):
            raise self.error(key, f"{text!r} is not a pattern", "write it in quotes, '...'")
        expanded = self._expanded(text)
        unknown = re.search(r"(?<![\w.\\])@[a-z]\w+", expanded)
        if unknown:
            raise self.error(
                key, f"there is no word '{unknown[0]}'", "use @name, @names, @mark, @months, ...", text
            )
        try:
            pattern = re.compile(expanded)
        except re.error as error:
            at = error.pos if expanded == text else None  # with words put in, the place is nobody's
            raise self.error(key, *_plainly(error.msg, at), text) from None
        self._check_fields(key, pattern, text)
        if not self.paced:
            self._check_pace(key, pattern, text)
        return pattern

    def _check_pace(self, key: str, pattern: re.Pattern[str], text: str) -> None:
        """Refuse a pattern that takes too long for a line, or for a zone where it is looked for in one."""
        slow = slow_text(pattern, LONGEST_PASSAGE if key in {"genre", "notes.mark"} else LONGEST)
        if slow:
            told = f"{slow[:30]!r}{'...' if len(slow) > 30 else ''}"
            advice = "write it so that a text fits in one way only: no repeat within a repeat"
            raise self.error(key, f"the pattern takes too long for {told} ({len(slow)} signs)", advice, text)

    def _check_fields(self, key: str, pattern: re.Pattern[str], text: str) -> None:
        """Refuse a field that means nothing, so that a slip of the pen is told."""
        odd = sorted(set(pattern.groupindex) - FIELDS)
        if odd:
            known = ", ".join(sorted(FIELDS))
            raise self.error(key, f"'{odd[0]}' is not a field", f"use one of {known}", text)
        if key.startswith("notes.") and key != "notes.separator" and "number" not in pattern.groupindex:
            advice = "write (?P<number>...) around the note's number or sign"
            raise self.error(key, "has no field 'number'", advice, text)

    def _expanded(self, text: str) -> str:
        for name in ("names", "name", "mark"):
            text = re.sub(rf"@{name}\b", lambda _, name=name: f"(?:{PIECES[name]})", text)  # type: ignore[misc]
        return self.language.expand(text)

    def patterns(self, key: str) -> tuple[re.Pattern[str], ...]:
        """Compile a pattern or a list of them; none for a missing key."""
        value = self.get(key, [])
        return tuple(self.pattern(key, one) for one in ([value] if isinstance(value, str) else value))

    def optional(self, key: str) -> re.Pattern[str] | None:
        """Compile a pattern that may be missing."""
        found = self.patterns(key)
        if len(found) > 1:
            raise self.error(key, "takes one pattern only", "join them in one: (?:...|...)")
        return found[0] if found else None


def _plainly(fault: str, at: int | None) -> tuple[str, str]:
    """Say in plain words what is wrong with a pattern, and what to do; ``at`` is where, counted from 0."""
    for said, what, advice in _PLAINLY:
        match = re.match(said, fault)
        if match:
            return match.expand(what), match.expand(advice)
    place = f" at character {at + 1}" if at is not None else ""
    return f"not a regular expression: {fault}{place}", "mend the pattern"


def edition_from_toml(text: str, file: str, *, paced: bool = False) -> Edition:
    """Read an edition from TOML; CorrstatsError names file, line and key of what is wrong.

    ``paced`` says that its patterns are known to take their time, and need not be tried.
    """
    reader = _Reader(text, file, paced=paced)
    order = reader.get("numeric_dates", "month-day")
    if order not in {"month-day", "day-month"}:
        raise reader.error("numeric_dates", f"'{order}' is not an order", "use 'month-day' or 'day-month'")
    calendar = reader.get("calendar", "gregorian")
    if calendar not in {"gregorian", "julian"}:
        raise reader.error("calendar", f"'{calendar}' is not a calendar", "use 'gregorian' or 'julian'")
    header = reader.get("header", {})
    century = reader.get("century", 1900)
    if not isinstance(century, int) or century % 100 or not 1000 <= century <= 2000:
        raise reader.error("century", f"{century!r} is no century", "write its first year: 1900")
    if reader.get("notes.unnumbered", False) and not reader.get("notes.separator", ""):
        advice = "say what line parts them from the text"
        raise reader.error("notes.unnumbered", "unnumbered notes need notes.separator", advice)
    return Edition(
        name=reader.get("name"),
        title=reader.get("title", ""),
        language=reader.language,
        century=century,
        month_first=order == "month-day",
        julian=calendar == "julian",
        recognise=reader.patterns("recognise.lines"),
        because=reader.get("recognise.because", ""),
        start=reader.pattern("letter.start", reader.get("letter.start")),
        heading=reader.patterns("letter.heading"),
        heading_optional=reader.get("letter.heading_optional", False),
        sender=reader.get("letter.sender", ""),
        recipient=reader.get("letter.recipient", ""),
        default_genre=_genre(reader),
        place_from=reader.get("letter.place_from", ""),
        place_to=reader.get("letter.place_to", ""),
        header={kind: reader.patterns(f"header.{kind}") for kind in header},
        note_separator=reader.optional("notes.separator"),
        note_start=reader.optional("notes.start"),
        unnumbered_notes=reader.get("notes.unnumbered", False),
        running_notes=reader.get("notes.running", False),
        note_mark=reader.optional("notes.mark"),
        signature_lines=reader.patterns("signature.lines"),
        signature_inline=reader.optional("signature.inline"),
        imprint=reader.patterns("signature.imprint"),
        archive_lines=reader.patterns("archive.lines"),
        genres=_genres(reader),
    )


def _genre(reader: _Reader) -> str:
    genre: str = reader.get("letter.genre", "unknown")
    if genre not in GENRES:
        raise reader.error("letter.genre", f"'{genre}' is no genre", f"use one of {', '.join(GENRES)}")
    return genre


def _genres(reader: _Reader) -> tuple[GenreRule, ...]:
    rows = reader.get("genre", [])
    for row in rows:
        if row.get("zone", "header") not in ZONES:
            advice = f"use one of {', '.join(ZONES)}"
            zone = str(row.get("zone"))
            raise reader.error("genre.zone", f"'{zone}' is no zone", advice, zone)
        if row.get("name") not in GENRES:
            name = str(row.get("name"))
            raise reader.error("genre.name", f"'{name}' is no genre", f"use one of {', '.join(GENRES)}", name)
    return tuple(
        GenreRule(
            row.get("name", "unknown"), row.get("zone", "header"), reader.pattern("genre", row.get("pattern"))
        )
        for row in rows
    )


def read_edition(file: str | Path) -> Edition:
    """Read the user's own edition from a TOML file."""
    try:
        text = Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise CorrstatsError(
            "cannot be read", advice="name a TOML file of an edition", file=str(file)
        ) from None
    return edition_from_toml(text, str(file))


@cache
def known_editions() -> tuple[Edition, ...]:
    """Give the editions that come with the package, by name."""
    files: Iterable[Any] = resources.files(__package__).iterdir()
    tomls = sorted((file for file in files if file.name.endswith(".toml")), key=lambda file: file.name)
    return tuple(edition_from_toml(file.read_text(encoding="utf-8"), file.name, paced=True) for file in tomls)
