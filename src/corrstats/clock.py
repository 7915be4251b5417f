"""Times of day as printed in dispatch lines and notes.

Promises: hour and minute are kept as printed, without a time zone; an impossible time (25 o'clock) raises,
it never becomes another hour; a time without minutes says that it is known to the hour only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from corrstats.languages import read_language
from corrstats.rules import Found, Rule, RuleSet
from corrstats.words import DIGIT

if TYPE_CHECKING:
    import re

    from corrstats.languages import Language

_NOON = 12
_LAST_HOUR, _LAST_MINUTE = 23, 59


class ImpossibleTimeError(ValueError):
    """A time that no clock shows, such as 25 o'clock."""


@dataclass(frozen=True, slots=True)
class ClockTime:
    """Hour and minute as printed; ``minute`` is None where only the hour is given."""

    hour: int
    minute: int | None

    @property
    def precision(self) -> str:
        """Say how finely the time is given: minute or hour."""
        return "hour" if self.minute is None else "minute"

    def checked(self) -> ClockTime:
        """Give the time itself; raises ImpossibleTimeError for one that no clock shows."""
        if not 0 <= self.hour <= _LAST_HOUR or not 0 <= (self.minute or 0) <= _LAST_MINUTE:
            raise ImpossibleTimeError(f"no time {self}")
        return self

    def __str__(self) -> str:
        return f"{self.hour:02d}:{self.minute or 0:02d}" + ("" if self.minute is not None else " (hour)")


def _read_time(match: re.Match[str], language: Language) -> ClockTime:
    groups = match.groupdict()
    printed = groups["hour"]
    hour = int(printed) if printed.isdecimal() else language.number("numerals", printed)
    half = language.value("clock", groups["half"]) if groups.get("half") else ""
    # '13 p.m.' is no time, '18 h. of the evening' is one
    if half == "after_noon" and hour != _NOON and (hour < _NOON or groups["half"].casefold()[0] == "p"):
        hour += _NOON
    if half == "before_noon" and hour == _NOON:
        hour = 0
    minute = groups.get("minute") or groups.get("minute2")
    return ClockTime(hour, int(minute) if minute else None)


def _read_word(match: re.Match[str], language: Language) -> ClockTime:
    hour = _NOON if language.value("clock", match["word"]) == "noon" else 0
    return ClockTime(hour, int(match["minute"] or 0))


def _read_after_midnight(match: re.Match[str], language: Language) -> ClockTime:  # noqa: ARG001
    return ClockTime(0, int(match["minute"]))


_HALF = r"(?P<half>@clock_before_noon|@clock_after_noon)"
# an hour in words is a time only after one of these
_AFTER_AT = r"(?:(?<=\bat\s)|(?<=\bby\s)|(?<=\babout\s)|(?<=\bbefore\s)|(?<=\bafter\s)|(?<=\buntil\s))"
_MINUTES = r"(?P<minute>\d{1,2})\s*(?:@clock_minutes)(?![a-z])"

CLOCK_RULES: tuple[Rule[ClockTime], ...] = (
    Rule(
        "o'clock and minutes",
        # "at 3 o'clock. 30 minutes", "at 18 o'clock. 57 min"; "at 11 o'clock." alone is known to the hour
        rf"(?<![\d/.:-])(?P<hour>\d{{1,2}}|{_AFTER_AT}@numerals)\s*(?:@clock_oclock)(?![a-z])(?:[.,]?\s*{_MINUTES})?"
        rf"(?:\s*{_HALF}(?![a-z])(?:(?(minute)(?!))[.,]?\s*{_MINUTES.replace('minute>', 'minute2>')})?)?",
        _read_time,
        {
            "at 3 o'clock. 30 minutes.": "03:30",
            "at 1 o'clock in the morning 20 min.": "01:20",
            "at 18 o'clock. 57 min.": "18:57",
            "at 11 o'clock.": "11:00 (hour)",
            "at three o'clock. 30 m.": "03:30",
        },
        ("30 minutes", "3 oclocks", "five o'clock tea"),
        opens=(DIGIT, "@numerals"),
    ),
    Rule(
        "hours and minutes",
        # '21 hours 10 min', 'at 8 hours'; '8 hours' alone is a length of time
        rf"(?:\bat\s+(?P<hour>\d{{1,2}})\s*(?:@clock_hours)(?![a-z])(?:[.,]?\s*{_MINUTES})?(?:\.?\s*{_HALF}(?![a-z]))?(?!\s+[a-z]+ly))",
        _read_time,
        {
            "at 21 hours 10 min.": "21:10",
            "at 8 hours.": "08:00 (hour)",
            "at 12 h. 5 m. of the night (": "00:05",
            "at 1 h. 15 m. of the day:": "13:15",
        },
        ("took 8 hours", "an 8 hour day"),
        opens=("@clock_at",),
    ),
    Rule(
        "bare hours and minutes",
        # '23 hours 10 min.' without 'at'
        rf"(?<![\d/.:-])(?P<hour>\d{{1,2}})\s*(?:@clock_hours)(?![a-z])[.,]?\s*{_MINUTES}(?:\.?\s*{_HALF}(?![a-z]))?",
        _read_time,
        {"3/X-34, 23 hours 10 min.": "23:10", "6 h. 30 m. of the evening.": "18:30"},
        ("23 hours.", "took 8 hours"),
        opens=(DIGIT,),
    ),
    Rule(
        "minutes after midnight",
        # 'at 35 min. of the night'
        r"(?<![\d/.:-])(?P<minute>\d{1,2})\s*(?:@clock_minutes)(?![a-z])\.?\s*(?:of\s+the\s+night|after\s+midnight|past\s+midnight)(?![a-z])",
        _read_after_midnight,
        {"at 35 min. of the night in": "00:35"},
        ("at 35 min. of the hour", "35 of the night"),
        opens=(DIGIT,),
    ),
    Rule(
        "hour with zeros and minutes",
        # 'at 13:00. 46 min', '0:00. 20 minutes', '20:00. 28 min'
        rf"(?<![\d/.:-])(?P<hour>\d{{1,2}}):00[.,]?\s*{_MINUTES}",
        _read_time,
        {"at 13:00. 46 min.": "13:46", "at 0:00. 20 minutes. (": "00:20"},
        ("13:46", "13:00. 46 men"),
        opens=(DIGIT,),
    ),
    Rule(
        "half of the day and minutes",
        # '9 p.m. 55 min', '11 a.m. 5 minutes', 'at 1 pm. 17 min', 'at 2 p.m.'
        rf"(?<![\d/.:-])(?P<hour>\d{{1,2}})\s*{_HALF}(?![a-z])(?:[.,]?\s*{_MINUTES})?",
        _read_time,
        {
            "Sochi at 9 p.m. 55 min. Stalin": "21:55",
            "at 11 a.m. 5 minutes.": "11:05",
            "at 1 pm. 17 min. cipher": "13:17",
            "12 p.m. 5 min.": "12:05",
            "12 a.m. 5 min.": "00:05",
        },
        ("9 pmx", "5 members"),
        opens=(DIGIT,),
    ),
    Rule(
        "hour and minute",
        # '6.00 p.m.', '9.15 a.m.', 'at 13:46', '13:46'
        rf"(?<![\d/.:-])(?P<hour>\d{{1,2}})[:.](?P<minute>\d\d)\s*{_HALF}",
        _read_time,
        {"LONDON, 19 April 1938, 6.00 p.m.": "18:00", "20 April, 9.15 a.m.]": "09:15"},
        ("6.00 per cent", "3.30"),
        opens=(DIGIT,),
    ),
    Rule(
        "hour and minute after 'at'",
        # 'at 21.30', 'at 17-30'
        r"\bat\s+(?P<hour>\d{1,2})[.-](?P<minute>[0-5]\d)(?![\d.]*\d)(?!\s*(?:percent|per\s+cent|%|million|mil\b|thousand))",
        _read_time,
        {"From Sochi 11/X-36 at 21.30": "21:30", "on July 6 at 20.15 (": "20:15"},
        ("at 21.305", "at 12.50 percent", "21.30"),
        opens=("@clock_at",),
    ),
    Rule(
        "colon",
        r"(?<![\d/.:-])(?P<hour>\d{1,2}):(?P<minute>\d\d)(?![\d:])(?!\.?\s*\d{1,2}\s*@clock_minutes)",
        _read_time,
        {"from Sochi at 13:46": "13:46", "at 0:10.": "00:10"},
        ("13:00. 46 min", "1:2", "13:461"),
        opens=(DIGIT,),
    ),
    Rule(
        "noon or midnight",
        # '12 noon', 'at midnight'
        rf"(?<![\d/.:a-z-])(?:12\s+)?(?P<word>@clock_noon|@clock_midnight)(?![a-z])(?:[.,]?\s*{_MINUTES})?",
        _read_word,
        {"31 May 1938, 12 noon": "12:00", "at midnight": "00:00", "at 12 noon 30 minutes.": "12:30"},
        ("afternoon", "112 noons"),
        opens=(DIGIT, "@clock_noon", "@clock_midnight"),
    ),
    Rule(
        "sent",
        # 'Sent 3-30'
        r"\bsent\s+(?:at\s+)?(?P<hour>\d{1,2})-(?P<minute>\d\d)(?!\d)",
        _read_time,
        {"Sent 3-30": "03:30"},
        ("Sent 3-300", "pages 3-30"),
        opens=("sent",),
    ),
)


@cache
def clock_rules(code: str) -> RuleSet[ClockTime]:
    """Give the rules for a language by its code."""
    return RuleSet("clock", CLOCK_RULES, read_language(code))


def find_times(text: str, language: Language) -> list[Found[ClockTime]]:
    """Find times of day in a text, in reading order, possible or not (see ``ClockTime.checked``)."""
    return clock_rules(language.code).find(text)
