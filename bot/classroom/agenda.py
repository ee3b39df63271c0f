"""When the next drill of a class is: the standing plan laid over the calendar.

Pure: what is stored and what time it is are given, so that every rule can be tried in a loop.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.classroom.calendar import LONGEST_BREAK, Calendar, day_of
from bot.classroom.cohorts import Drill
from bot.classroom.drills import Window, window, zone
from bot.classroom.rules import Rules, quiet_at

EVERY_DAY = Calendar(every_day=True)


class Verdict(StrEnum):
    """What becomes of a drill whose time has come, perhaps late."""

    POST = "post"
    MISSED = "missed"
    QUIET = "quiet"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a standing plan runs: the class's zone, its calendar, and dates set for themselves."""

    zone: str
    calendar: Calendar = EVERY_DAY
    taken: Collection[str] = ()


def runs_on(drill: Drill, setting: Setting, on: date) -> bool:
    """Whether the standing plan has this date: a class day that was not set for itself."""
    iso = on.isoformat()
    return iso >= drill.since and iso not in setting.taken and day_of(setting.calendar, on).is_class


def next_window(drill: Drill, setting: Setting, after: datetime) -> Window | None:
    """The standing plan's first window that opens after a moment; None where none is coming."""
    first = after.astimezone(zone(setting.zone)).date() - timedelta(days=1)
    if drill.since:
        first = max(first, date.fromisoformat(drill.since))
    for offset in range(LONGEST_BREAK):
        day = first + timedelta(days=offset)
        if runs_on(drill, setting, day):
            candidate = window(drill, setting.zone, day)
            if candidate.opens_at > after:
                return candidate
    return None


def coming_windows(drill: Drill, setting: Setting, after: datetime, most: int) -> list[Window]:
    """The next windows of the standing plan, as many as are left of it and at most so many."""
    left = most if drill.cycle else min(most, len(drill.scenarios) - drill.step)
    found: list[Window] = []
    while len(found) < left:
        coming = next_window(drill, setting, found[-1].opens_at if found else after)
        if coming is None:
            break
        found.append(coming)
    return found


def scenario_of(drill: Drill, ahead: int = 0) -> str:
    """The scenario whose turn it is, or will be after so many more postings."""
    return drill.scenarios[(drill.step + ahead) % len(drill.scenarios)]


def verdict(planned: Window, now: datetime, rules: Rules, zone_name: str, pushed: int) -> Verdict:
    """What becomes of a drill that is due: posted, or left out for a reason that can be told."""
    if now >= planned.closes_at:
        return Verdict.MISSED
    if quiet_at(rules, zone(zone_name), now):
        return Verdict.QUIET
    return Verdict.FULL if pushed >= rules.pushes else Verdict.POST


def late(planned: Window, now: datetime) -> Window:
    """The window of a drill posted now: the deadline moves by as much as the post is late."""
    delay = max(timedelta(), now - planned.opens_at)
    return Window(planned.date, max(now, planned.opens_at), planned.closes_at + delay)
