"""The morning digest (早报): when it is sent, and what it covers."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.classroom.calendar import LONGEST_BREAK, Calendar, day_of, next_class_day
from bot.classroom.cohorts import Cohort
from bot.classroom.drills import zone
from bot.classroom.ledger import Ledger
from bot.classroom.reports.book import ClassBook
from bot.classroom.rules import Rules, after_quiet
from bot.practice.ports import Timer

AT = time(7, 30)
"""On the class's clock; later where its quiet hours last longer."""

LOOK_BACK = timedelta(days=14)
"""How far back a digest looks for who needs help."""


def digest_at(calendar: Calendar, rules: Rules, zone_name: str, after: datetime) -> datetime | None:
    """When the class's teachers hear of what was closed by now: on the next class day."""
    here = zone(zone_name)
    local = after.astimezone(here)
    today = local.date()
    early = local.time() < AT and day_of(calendar, today).is_class
    day = today if early else next_class_day(calendar, today)
    return after_quiet(rules, here, _moment(day, zone_name)) if day else None


def wake_digest(ledger: Ledger, cohort: Cohort) -> None:
    """A drill was closed: its teachers hear of it in the morning of the next class day."""
    calendar, rules = ledger.calendar(cohort.id), ledger.rules(cohort.id)
    at = digest_at(calendar, rules, cohort.zone, ledger.now)
    if at is not None:
        ledger.wake(Timer.DIGEST, cohort.id, at)


def digest_since(calendar: Calendar, zone_name: str, now: datetime) -> datetime:
    """From when on drills are in the digest sent now: the time of the one before."""
    today = now.astimezone(zone(zone_name)).date()
    past = (today - timedelta(days=ago) for ago in range(1, LONGEST_BREAK))
    before = next((day for day in past if day_of(calendar, day).is_class), today)
    return _moment(before, zone_name)


def closed_since(book: ClassBook, since: datetime) -> ClassBook:
    """The book with only those drills that were closed since then, and their marks."""
    drills = tuple(one for one in book.drills if one.closed_at and one.closed_at >= since)
    kept = {one.id for one in drills}
    return replace(book, drills=drills, marks=tuple(m for m in book.marks if m.drill in kept))


def _moment(day: date, zone_name: str) -> datetime:
    return datetime.combine(day, AT, tzinfo=zone(zone_name)).astimezone(UTC)
