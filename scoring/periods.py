"""Day, ISO week, month and term: which stretch of the school year a result belongs to.

A day is the class's own: the caller's stamp is read in the class's zone. Make-up days (调休) need
no rule of their own here: a Saturday with lessons is a day of its ISO week like any other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum


class PeriodKind(StrEnum):
    """How long a board looks back."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included, with the name it goes by (`2026-W01`, `2026-11`)."""

    kind: PeriodKind
    name: str
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day belongs to it."""
        return self.first <= day <= self.last


def class_day(moment: datetime, zone: tzinfo) -> date:
    """The class's own date at an aware moment."""
    if moment.utcoffset() is None:
        raise ValueError("时间没有时区，分不清是哪一天。请传带时区的时间。")
    return moment.astimezone(zone).date()


def day_of(day: date) -> Period:
    """One day."""
    return Period(PeriodKind.DAY, day.isoformat(), day, day)


def week_of(day: date) -> Period:
    """The ISO week: Monday to Sunday; the week of 1 January may belong to the year before."""
    monday = day - timedelta(days=day.weekday())
    year, week, _ = day.isocalendar()
    return Period(PeriodKind.WEEK, f"{year}-W{week:02d}", monday, monday + timedelta(days=6))


def month_of(day: date) -> Period:
    """The calendar month."""
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    return Period(PeriodKind.MONTH, f"{day:%Y-%m}", first, after - timedelta(days=1))


def term_of(day: date, terms: Iterable[Period]) -> Period | None:
    """The term that a day lies in; None in the holidays between."""
    return next((term for term in terms if term.holds(day)), None)


def term(name: str, first: date, last: date) -> Period:
    """A term as the school sets it."""
    if last < first:
        raise ValueError(f"“{name}”的结束日期早于开始日期。请检查两个日期。")
    return Period(PeriodKind.TERM, name, first, last)


def before(period: Period) -> Period:
    """The day, week or month just before; for a term, as many days before its beginning."""
    last = period.first - timedelta(days=1)
    if period.kind is PeriodKind.TERM:
        return term(f"{period.name} -1", last - (period.last - period.first), last)
    makers = {PeriodKind.DAY: day_of, PeriodKind.WEEK: week_of, PeriodKind.MONTH: month_of}
    return makers[period.kind](last)
