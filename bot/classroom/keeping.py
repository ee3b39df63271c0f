"""What is kept for one student: wishes, the days of class as lived, repairs of a streak."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.classroom.streaks import ClassDay, DayMark, Streak, streak_of

WORTH_EXCUSING = timedelta(minutes=5)
"""Being away for less than this during a drill's window keeps nobody from doing it."""


@dataclass(frozen=True, slots=True)
class Preference:
    """What somebody wants: be hidden on boards, be reminded; days as `2026-03-02`.

    `muted_on` is the day on which no reminder is wanted, `reminded_on` that of the last one.
    """

    person: int
    hidden: bool = False
    reminders: bool = True
    muted_on: str = ""
    reminded_on: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """A class day that a teacher counted afterwards (补签): by whom, why, and when."""

    cohort: int
    person: int
    date: date
    by: int | None
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Lived:
    """A class day of one student: when it could be done, and what became of it."""

    date: date
    opened_at: datetime
    ends_at: datetime
    open: bool
    done: bool
    repaired: bool


Outage = tuple[datetime, datetime]
"""From when to when we, or the platform, were out of reach."""


_KINDEST = (DayMark.DONE, DayMark.REPAIRED, DayMark.OPEN, DayMark.EXCUSED, DayMark.MISSED)


def streak(days: Iterable[Lived], outages: Sequence[Outage]) -> Streak:
    """The streak of one student in one class; of several drills of one day the kindest counts."""
    marks: dict[date, DayMark] = {}
    for day in days:
        mark = _mark(day, outages)
        marks[day.date] = min(mark, marks.get(day.date, mark), key=_KINDEST.index)
    return streak_of(ClassDay(day, mark) for day, mark in marks.items())


def _mark(day: Lived, outages: Sequence[Outage]) -> DayMark:
    if day.done:
        return DayMark.DONE
    if day.repaired:
        return DayMark.REPAIRED
    if day.open:
        return DayMark.OPEN
    return DayMark.EXCUSED if _away(day, outages) >= WORTH_EXCUSING else DayMark.MISSED


def _away(day: Lived, outages: Sequence[Outage]) -> timedelta:
    """How long we were out of reach while the day's drill was open."""
    overlaps = (min(until, day.ends_at) - max(since, day.opened_at) for since, until in outages)
    return sum((each for each in overlaps if each > timedelta(0)), timedelta(0))
