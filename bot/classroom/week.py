"""The weekly plan: one row a day, and last week's rows again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.classroom.calendar import Calendar, Day, day_of, days
from bot.classroom.cohorts import Occurrence
from bot.classroom.plans import Origin, Slot, SlotState

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Standing:
    """What the standing plan will post on a date."""

    date: str
    scenario: str


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One row of the weekly plan: the day, what was posted, what is set, what the plan brings.

    `off`: the teacher wants nothing on it.
    """

    day: Day
    posted: tuple[Occurrence, ...] = ()
    set: tuple[Slot, ...] = ()
    standing: Standing | None = None
    off: bool = False


def week_table(
    calendar: Calendar,
    monday: date,
    posted: Sequence[Occurrence],
    slots: Sequence[Slot],
    standing: Sequence[Standing],
) -> tuple[WeekDay, ...]:
    """The seven rows of a week."""
    by_plan = {one.date: one for one in standing}
    off = {one.date for one in slots if one.state is SlotState.OFF}
    return tuple(
        WeekDay(
            day,
            tuple(one for one in posted if one.date == day.date.isoformat()),
            tuple(
                one
                for one in slots
                if one.date == day.date.isoformat() and one.state is SlotState.SET
            ),
            by_plan.get(day.date.isoformat()),
            day.date.isoformat() in off,
        )
        for day in days(calendar, monday, monday + timedelta(days=DAYS_A_WEEK - 1))
    )


@dataclass(frozen=True, slots=True)
class Copied:
    """Last week's rows moved on by a week, and the dates on which that is not possible."""

    slots: tuple[Slot, ...]
    skipped: tuple[date, ...]


def copied(
    previous: Sequence[Slot], calendar: Calendar, today: date, taken: Collection[str], author: int
) -> Copied:
    """The weekly rows of one week for the next: not into the past, nor over what is set already.

    A day without classes is skipped and named.
    """
    moved = [(one, date.fromisoformat(one.date) + timedelta(days=DAYS_A_WEEK)) for one in previous]
    rows = [
        (one, on)
        for one, on in moved
        if one.origin is Origin.WEEK
        and one.state is not SlotState.OFF
        and on > today
        and on.isoformat() not in taken
    ]
    kept = tuple(
        replace(one, id=0, date=on.isoformat(), author=author, anyway=False, state=SlotState.SET)
        for one, on in rows
        if day_of(calendar, on).is_class
    )
    return Copied(kept, tuple(on for _, on in rows if not day_of(calendar, on).is_class))
