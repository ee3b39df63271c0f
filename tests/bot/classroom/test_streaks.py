"""Streaks in class days: holidays and our outages break none, a week forgives one missed day."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.classroom.calendar import Calendar, class_days
from bot.classroom.keeping import Lived, Outage, streak
from bot.classroom.streaks import ClassDay, DayMark, streak_of

MONDAY = date(2026, 3, 2)
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati",
         "Pacific/Pago_Pago", "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns",
         "Africa/Cairo", "America/Santiago", "Asia/Kathmandu", "Atlantic/Azores")  # fmt: skip


def days(marks: str, first: date = MONDAY) -> list[ClassDay]:
    """Days in a row: D done, R repaired, M missed, E excused, O open, a dot no class."""
    letters = {"D": DayMark.DONE, "R": DayMark.REPAIRED, "M": DayMark.MISSED,
               "E": DayMark.EXCUSED, "O": DayMark.OPEN}  # fmt: skip
    return [
        ClassDay(first + timedelta(days=number), letters[mark])
        for number, mark in enumerate(marks)
        if mark in letters
    ]


def test_weekends_and_holidays_are_no_class_days_and_break_nothing() -> None:
    assert streak_of(days("DDDDD..DDDDD..D")).current == 11
    assert streak_of(days("D" + "." * 60 + "D")).current == 2


def test_one_missed_day_a_week_is_frozen_and_a_second_one_breaks() -> None:
    assert streak_of(days("DDMDD")).current == 4
    assert streak_of(days("DDMMD")).current == 1
    assert streak_of(days("DDMDD..DMDDD")).current == 8


def test_a_freeze_lengthens_nothing_and_is_not_spent_on_what_is_broken() -> None:
    assert streak_of(days("DM")).current == 1
    assert streak_of(days("MDM")).frozen == (MONDAY + timedelta(days=2),)


def test_a_repaired_day_counts_and_gives_the_freeze_back() -> None:
    assert streak_of(days("DDMMD")).current == 1
    assert streak_of(days("DDRMD")).current == 4


def test_today_is_not_missed_before_the_drill_closes() -> None:
    assert streak_of(days("DDDDO")).current == 4


def test_the_longest_streak_is_kept_when_the_present_one_breaks() -> None:
    found = streak_of(days("DDDDD..MMD"))
    assert (found.current, found.longest) == (1, 5)


@given(st.permutations(days("DDMDE..MRDDM")))
def test_the_order_in_which_days_are_told_changes_nothing(shuffled: list[ClassDay]) -> None:
    assert streak_of(shuffled) == streak_of(days("DDMDE..MRDDM"))


# --- an oracle that was written from the rule, not from the code ---------------------------------


def _year(
    rng: random.Random, zone: str
) -> tuple[list[Lived], list[Outage], list[tuple[date, str]]]:
    """A school year of one student: what happened, our outages, and the truth about each day."""
    where = ZoneInfo(zone)
    lived, outages, truth = [], [], []
    habit = rng.choice((0.5, 0.8, 0.95))
    for day in class_days(Calendar(), date(2026, 1, 1), date(2026, 12, 31)):
        opens = datetime(day.year, day.month, day.day, 19, tzinfo=where)
        closes = opens + timedelta(hours=2)
        away = rng.random() < 0.04
        if away:
            begun = opens + timedelta(minutes=rng.randrange(-60, 100))
            outages.append((begun, begun + timedelta(minutes=20)))
        done = rng.random() < habit
        repaired = not done and rng.random() < 0.05
        lived.append(Lived(day, opens, closes, False, done, repaired))
        overlap = min(closes, outages[-1][1]) - max(opens, outages[-1][0]) if away else None
        excused = overlap is not None and overlap >= timedelta(minutes=5)
        truth.append((day, "D" if done else "R" if repaired else "E" if excused else "M"))
    return lived, outages, truth


def slow_streak(truth: Sequence[tuple[date, str]]) -> tuple[int, int]:
    """The rule once more, week by week and day by day, in another shape than the code's."""
    current = longest = 0
    for _, group in groupby(truth, key=lambda each: each[0].isocalendar()[:2]):
        forgiven = 0
        for _, mark in group:
            if mark == "E":
                continue
            if mark == "M":
                can_forgive = forgiven == 0 and current > 0
                forgiven += can_forgive
                current = current if can_forgive else 0
                continue
            current += 1
            longest = max(longest, current)
    return current, longest


def test_a_thousand_students_over_a_year_in_twelve_zones_agree_with_an_oracle() -> None:
    rng = random.Random(20260302)
    for student in range(1000):
        lived, outages, truth = _year(rng, ZONES[student % len(ZONES)])
        cut = rng.randrange(1, len(lived))
        found = streak(lived[:cut], outages)
        assert (found.current, found.longest) == slow_streak(truth[:cut])
