"""The words of a language, from which rules are built: one TOML file a language beside this module.

A rule names words, it does not spell them: ``@month`` in a pattern stands for any month of the language.
Promise: words of a list are tried longest first, blanks stand for any white space.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_TURKISH = {0x130: "i", 0x131: "i"}
_PLACEHOLDER = re.compile(r"@(\w+)")


def alternation(words: Iterable[str]) -> str:
    """Give a pattern that matches any of the words, longest first, with blanks as any white space.

    Words that begin alike share their beginning, so that a text is held against each letter once.

    >>> alternation(["mil", "million", "mln"])
    '(?:m(?:il(?:lion)?|ln))'
    """
    return f"(?:{_branches(sorted({_signs(word) for word in words}))})"


def _signs(word: str) -> tuple[str, ...]:
    return tuple(r"\s+" if sign == " " else re.escape(sign) for sign in word)


def _branches(words: list[tuple[str, ...]]) -> str:
    """Join sorted words, none of them empty, by what they begin with."""
    branches = []
    for _, group in groupby(words, key=lambda word: word[0]):
        alike = list(group)
        pairs = zip(alike[0], alike[-1], strict=False)  # of sorted words: what all share
        length = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        rests = [word[length:] for word in alike if word[length:]]
        rest = f"(?:{_branches(rests)})" if rests else ""
        whole = len(rests) < len(alike)
        branches.append("".join(alike[0][:length]) + rest + ("?" if whole and rest else ""))
    return "|".join(branches)


@dataclass(frozen=True, eq=False)
class Language:
    """The words of one language: ``tables[table][value]`` is the list of words for that value."""

    code: str
    name: str
    tables: Mapping[str, Mapping[str, tuple[str, ...]]]
    patterns: Mapping[str, str]

    def words(self, table: str, *keys: str) -> tuple[str, ...]:
        """Give the words of a table, of all its values or of the named ones."""
        rows = self.tables[table]
        return tuple(word for key in (keys or rows) for word in rows[key])

    def listed(self, name: str) -> tuple[str, ...]:
        """Give the words that ``@name`` of a pattern stands for: a table's, or one list's of it.

        Raises KeyError for a name that stands for none.
        """
        if name in self.tables:
            return self.words(name)
        table = next((one for one in self.tables if name.startswith(f"{one}_")), name)
        return self.tables[table][name[len(table) + 1 :]]

    def value(self, table: str, word: str) -> str:
        """Give the value whose list holds the word; case, white space and a closing stop do not count.

        Raises KeyError for a word that the table does not hold.
        """
        return _index(self.code)[table][_plain(word)]

    def number(self, table: str, word: str) -> int:
        """Give the value of a word as a whole number ('March' in months is 3)."""
        return int(self.value(table, word))

    def expand(self, pattern: str) -> str:
        """Put the language's words in the place of each ``@name`` of a pattern that it has words for."""
        return _PLACEHOLDER.sub(lambda m: self.patterns.get(m[1], m[0]), pattern)


def _plain(word: str) -> str:
    return fold_case(" ".join(word.split()).rstrip("."))


def fold_case(word: str) -> str:
    """Fold the case of a word as patterns do that take no heed of it: to them the Turkish i is an i.

    >>> fold_case("MİLES"), fold_case("mıl")
    ('miles', 'mil')
    """
    return word.translate(_TURKISH).casefold()


@cache
def _index(code: str) -> dict[str, dict[str, str]]:
    """Invert a language's tables: word to value, per table."""
    tables = read_language(code).tables
    return {
        name: {_plain(word): key for key, words in rows.items() for word in words}
        for name, rows in tables.items()
    }


def _patterns(tables: Mapping[str, Mapping[str, tuple[str, ...]]]) -> dict[str, str]:
    """Name a pattern for every table (``months``) and for every list in it (``qualifiers_before``)."""
    patterns = {}
    for table, rows in tables.items():
        patterns[table] = alternation(word for words in rows.values() for word in words)
        for key, words in rows.items():
            patterns[f"{table}_{key}"] = alternation(words)
    return patterns


@cache
def read_language(code: str = "en") -> Language:
    """Read a language by its code; FileNotFoundError for one that has no file."""
    text = resources.files(__package__).joinpath(f"{code}.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    tables = {
        name: {str(key): tuple(words) for key, words in rows.items()}
        for name, rows in raw.items()
        if isinstance(rows, dict)
    }
    return Language(raw["code"], raw["name"], tables, _patterns(tables))
