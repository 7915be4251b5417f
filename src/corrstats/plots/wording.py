"""Days, delays and names as a reader wants them, in one language and whatever the computer's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    import datetime as dt

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the rows of a table in order, each by column name, with None for what is missing."""
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in table.to_dict("records")
    ]


def spell_day(day: dt.date) -> str:
    """Spell a day without its year.

    >>> import datetime as dt
    >>> spell_day(dt.date(1934, 10, 2))
    '2 Oct'
    """
    return f"{day.day} {_SHORT_MONTHS[day.month - 1]}"


def spell_month(day: dt.date) -> str:
    """Spell the month of a day, short: 'Oct'."""
    return _SHORT_MONTHS[day.month - 1]


def spell_hours(hours: float) -> str:
    """Spell a delay given in hours to the minute.

    >>> spell_hours(3.25), spell_hours(14), spell_hours(0.5)
    ('3 h 15 min', '14 h', '30 min')
    """
    whole, minutes = divmod(round(hours * 60), 60)
    parts = ([f"{whole} h"] if whole else []) + ([f"{minutes} min"] if minutes or not whole else [])
    return " ".join(parts)


def spell_delay(low: float, high: float | None) -> str:
    """Spell a delay between two bounds in hours, ``high`` None where nothing bounds it.

    >>> spell_delay(3.25, 3.25), spell_delay(0, 14), spell_delay(2, 26), spell_delay(5, None)
    ('3 h 15 min', 'at most 14 h', '2 h to 26 h', 'at least 5 h')
    """
    if high is None:
        return f"at least {spell_hours(low)}"
    if low == high:
        return spell_hours(low)
    return f"{spell_hours(low)} to {spell_hours(high)}" if low > 0 else f"at most {spell_hours(high)}"


def spell_count(number: int, singular: str, plural: str | None = None) -> str:
    """Spell how many of a thing there are.

    >>> spell_count(1, "letter"), spell_count(3, "letter"), spell_count(2, "reply", "replies")
    ('1 letter', '3 letters', '2 replies')
    """
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def spell_person(person_id: str) -> str:
    """Give the family name that a person's id begins with, or all of a name that was found in the text.

    >>> spell_person("stalin-iv"), spell_person("bonch-bruevich-vd"), spell_person("found-carrow")
    ('Stalin', 'Bonch-Bruevich', 'Carrow')
    """
    kind, _, name = person_id.partition("-")
    family, _, initials = person_id.rpartition("-")
    own = name if kind in {"found", "open"} else family or initials
    return "-".join(part.capitalize() for part in own.split("-"))


def join_and(parts: list[str]) -> str:
    """Join parts by commas.

    >>> join_and(["12 to the day", "", "1 to a span"])
    '12 to the day, 1 to a span'
    """
    return ", ".join(filter(None, parts))
