"""Local times to UTC, in one place, with the assumption it makes.

Clock times are kept as printed. Moscow time was UTC+2 until 21 June 1930 and UTC+3 after it (decree time);
what clock the cipher desk in the south kept is not settled, so Europe/Moscow places are taken to share
Moscow's clock. Source: the IANA time zone database, file europe, zone Europe/Moscow.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from corrstats.knowledge import split_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corrstats.facts import Event
    from corrstats.knowledge import Place

ASSUMPTION = "places of Europe/Moscow keep Moscow time; other places keep their IANA zone"


class Zones:
    """The time zones of places, by every form of their name."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._zones = {
            form.casefold(): place.timezone
            for place in places
            if place.timezone
            for form in (place.name, *split_cell(place.forms))
        }

    def of(self, place: str) -> str:
        """Give the IANA zone of a place; empty where it is not known."""
        return self._zones.get(place.casefold(), "")


def local_datetime(event: Event) -> str:
    """Give the local time of an event as ISO 8601 without zone, to the minute or the day, or nothing."""
    if event.day is None:
        return ""
    return f"{event.day.isoformat()}T{event.time}" if event.time else event.day.isoformat()


def to_utc(local: str, zone: str) -> dt.datetime | None:
    """Give the UTC time of a local one to the minute; None without a time of day or a known zone."""
    if "T" not in local or not zone:
        return None
    try:
        info = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None
    return dt.datetime.fromisoformat(local).replace(tzinfo=info).astimezone(dt.UTC)
