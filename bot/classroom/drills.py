"""When a daily drill is posted and closed, in the class's own time."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.trouble import Trouble

_TIME = re.compile(r"^([01]?\d|2[0-3])[:：.点时]([0-5]\d)?分?$")
MINUTES_A_DAY = 24 * 60


class UnknownZone(Trouble):
    """No such time zone; write it like Asia/Shanghai."""

    key = "trouble.zone"


class Times(Protocol):
    """Whatever opens and closes at minutes of the day."""

    @property
    def post_minute(self) -> int:
        """When it opens, in minutes since midnight."""

    @property
    def close_minute(self) -> int:
        """When it closes; not later than it opens: on the day after."""


@dataclass(frozen=True, slots=True)
class Window:
    """One date of a drill: when it is posted and when it closes, as instants."""

    date: str
    opens_at: datetime
    closes_at: datetime


def zone(name: str) -> ZoneInfo:
    """The time zone of this name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownZone(zone=name) from None


def window(drill: Times, zone_name: str, on: date) -> Window:
    """The drill's window on a date; closing no later than posting means the day after."""
    opens = _instant(on, drill.post_minute, zone_name)
    later = drill.close_minute <= drill.post_minute
    closes = _instant(on + timedelta(days=later), drill.close_minute, zone_name)
    if closes <= opens:
        # The change to summer time swallowed the opening: keep the length that was asked for.
        closes = opens + timedelta(minutes=(drill.close_minute - drill.post_minute) % MINUTES_A_DAY)
    return Window(on.isoformat(), opens, closes)


def window_of(drill: Times, zone_name: str, due: datetime) -> Window:
    """The window whose posting was due at this moment."""
    day = due.astimezone(zone(zone_name)).date()
    # Where clocks change at midnight, the last hour of a day may fall on the day after.
    before = window(drill, zone_name, day - timedelta(days=1))
    return before if before.opens_at == due else window(drill, zone_name, day)


def minute_of_day(text: str) -> int | None:
    """Minutes since midnight for `19:00`, `19：00`, `19点`, `7.30`; None where it is no time."""
    found = _TIME.match(text.strip())
    if found is None:
        return None
    return int(found.group(1)) * 60 + int(found.group(2) or 0)


def clock_text(minute: int) -> str:
    """A minute of the day as people write it: 19:05."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def local_text(at: datetime, zone_name: str) -> str:
    """An instant on the class's clock, with the date: 11-22 19:00."""
    return at.astimezone(zone(zone_name)).strftime("%m-%d %H:%M")


def _instant(day: date, minute: int, zone_name: str) -> datetime:
    """A local time as an instant.

    A time that the change to summer time skips becomes the moment of the change plus what was
    asked beyond it; a time that occurs twice is its first occurrence.
    """
    wall = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=zone(zone_name))
    return wall.astimezone(UTC)
