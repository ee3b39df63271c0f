"""The school calendar: on which days a class has drills.

Official holidays and make-up days (调休) of the Chinese mainland come from the library
`chinese_calendar`, which learns a year only after the State Council has announced it. A year that
it does not know yet is treated by weekdays, and says so; the teacher can enter days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chinese_calendar.constants import holidays, workdays

OFFICIAL_YEARS = range(min(holidays).year, max(holidays).year + 1)
"""Years whose official holidays are known."""

LONGEST_BREAK = 400
"""Days that are looked ahead for a class day: longer than any holiday or internship."""

_SATURDAY = 5


class DayKind(StrEnum):
    """What a day is to a class.

    The first four follow from the weekday and the official calendar, the others are the teacher's.
    """

    CLASS = "class"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    EXAM = "exam"
    INTERNSHIP = "internship"
    FREE = "free"
    EXTRA = "extra"


CLASS_KINDS = frozenset({DayKind.CLASS, DayKind.MAKE_UP, DayKind.EXTRA})
"""Days that have drills and count for streaks."""

ENTERED_KINDS = (DayKind.EXAM, DayKind.INTERNSHIP, DayKind.FREE, DayKind.EXTRA)
"""What a teacher can make of days."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days, first and last included, of which a teacher said what they are."""

    id: int
    since: date
    until: date
    kind: DayKind


@dataclass(frozen=True, slots=True)
class Calendar:
    """A class's calendar: what its teacher entered, over the official days or bare weekdays.

    Of two spans over the same day the one entered later holds. `every_day`: weekends and holidays
    have drills too, only what the teacher entered keeps a day free.
    """

    spans: tuple[Span, ...] = ()
    official: bool = True
    every_day: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A date and what it is; `known` is false where the official calendar should say, but can't."""

    date: date
    kind: DayKind
    known: bool = True

    @property
    def is_class(self) -> bool:
        """Whether there are drills on this day."""
        return self.kind in CLASS_KINDS


def day_of(calendar: Calendar, on: date) -> Day:
    """What a date is to the class."""
    for span in reversed(calendar.spans):
        if span.since <= on <= span.until:
            return Day(on, span.kind)
    if calendar.every_day:
        return Day(on, DayKind.CLASS)
    if calendar.official and on.year in OFFICIAL_YEARS:
        return Day(on, _official(on))
    return Day(on, _by_weekday(on), known=not calendar.official)


def days(calendar: Calendar, since: date, until: date) -> Iterator[Day]:
    """Every day of a stretch, first and last included."""
    for offset in range((until - since).days + 1):
        yield day_of(calendar, since + timedelta(days=offset))


def class_days(calendar: Calendar, since: date, until: date) -> tuple[date, ...]:
    """The days of a stretch, first and last included, on which the class has drills."""
    return tuple(day.date for day in days(calendar, since, until) if day.is_class)


def next_class_day(calendar: Calendar, after: date) -> date | None:
    """The first class day later than a date; None where there is none for over a year."""
    coming = days(calendar, after + timedelta(days=1), after + timedelta(days=LONGEST_BREAK))
    return next((day.date for day in coming if day.is_class), None)


def unknown_years(calendar: Calendar, since: date, until: date) -> tuple[int, ...]:
    """Years of a stretch whose official holidays matter to the class and are not known."""
    if calendar.every_day or not calendar.official:
        return ()
    years = range(since.year, until.year + 1)
    return tuple(year for year in years if year not in OFFICIAL_YEARS)


def _official(on: date) -> DayKind:
    if on in workdays:
        return DayKind.MAKE_UP
    return DayKind.HOLIDAY if on in holidays else _by_weekday(on)


def _by_weekday(on: date) -> DayKind:
    return DayKind.WEEKEND if on.weekday() >= _SATURDAY else DayKind.CLASS
