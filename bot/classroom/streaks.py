"""Streaks (连续完成) in class days: days on which the class was due a drill, and no others.

Weekends, holidays and days on which we were away are no class days or are excused: they neither
lengthen nor break a streak. One missed class day an ISO week is frozen by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DayMark(StrEnum):
    """What became of one class day of one student."""

    DONE = "done"
    REPAIRED = "repaired"
    OPEN = "open"
    EXCUSED = "excused"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class ClassDay:
    """One class day as one student lived it; the date is the class's own."""

    date: date
    mark: DayMark


@dataclass(frozen=True, slots=True)
class Streak:
    """Class days done in a row, up to now and at best; `frozen` are the misses that were kept."""

    current: int = 0
    longest: int = 0
    frozen: tuple[date, ...] = ()


def streak_of(days: Iterable[ClassDay]) -> Streak:
    """The streak over a student's class days, in any order, each date once.

    The freeze of a week is spent on its first missed day that would break a streak.
    """
    current = longest = 0
    frozen: dict[tuple[int, int], date] = {}
    for day in sorted(days, key=lambda each: each.date):
        week = day.date.isocalendar()[:2]
        if day.mark in (DayMark.DONE, DayMark.REPAIRED):
            current += 1
            longest = max(longest, current)
        elif day.mark is DayMark.MISSED and current and week not in frozen:
            frozen[week] = day.date
        elif day.mark is DayMark.MISSED:
            current = 0
    return Streak(current, longest, tuple(frozen.values()))
