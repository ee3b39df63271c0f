"""Dates as people write them, and as they are shown."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bot.classroom.calendar import DayKind
from bot.classroom.drills import zone
from locales.catalogue import Catalogue

_WRITTEN = re.compile(r"^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$")
_DIGITS = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_HALF_A_YEAR = timedelta(days=183)
_TODAY = {"今天": 0, "today": 0, "明天": 1, "tomorrow": 1, "后天": 2}
_WEEKDAYS = {
    **{f"{week}{day}": number for week in ("周", "星期", "礼拜") for number, day in
       enumerate("一二三四五六日")},
    **{f"{week}天": 6 for week in ("周", "星期", "礼拜")},
    **dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), range(7), strict=True)),
}  # fmt: skip
_A_WEEK = 7
_KINDS: Mapping[DayKind, str] = {
    DayKind.CLASS: "calendar.kind.class",
    DayKind.WEEKEND: "calendar.kind.weekend",
    DayKind.HOLIDAY: "calendar.kind.holiday",
    DayKind.MAKE_UP: "calendar.kind.make_up",
    DayKind.EXAM: "calendar.kind.exam",
    DayKind.INTERNSHIP: "calendar.kind.internship",
    DayKind.FREE: "calendar.kind.free",
    DayKind.EXTRA: "calendar.kind.extra",
}

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
"""Years that a school may mean."""


def local_date(at: datetime, zone_name: str) -> date:
    """The date of an instant on the class's clock."""
    return at.astimezone(zone(zone_name)).date()


def monday_of(day: date) -> date:
    """The Monday of the week that a date lies in."""
    return day - timedelta(days=day.weekday())


def read_date(text: str, today: date) -> date | None:
    """The date meant by `2026-06-22`, `6-22`, `6月22日`, `明天`, `周三`; None where it is none.

    Without a year it is the one nearest to today, a weekday the next one from today on.
    """
    word = text.strip().lower()
    if word in _TODAY:
        return today + timedelta(days=_TODAY[word])
    if word in _WEEKDAYS:
        return today + timedelta(days=(_WEEKDAYS[word] - today.weekday()) % _A_WEEK)
    found = _WRITTEN.match(word) or _DIGITS.match(word)
    if found is None:
        return None
    year, month, day = found.groups()
    if year:
        return _date(int(year), int(month), int(day))
    return _nearest(int(month), int(day), today)


def day_text(day: date, words: Catalogue) -> str:
    """A date with its weekday: 11-25 周三."""
    weekday = words.say("calendar.weekdays").split()[day.weekday()]
    return f"{day:%m-%d} {weekday}"


def kind_text(kind: DayKind, words: Catalogue) -> str:
    """What a day is, in the teacher's words."""
    return words.say(_KINDS[kind])


def moment_text(at: datetime, zone_name: str, words: Catalogue) -> str:
    """An instant on the class's clock: 11-25 周三 19:00."""
    local = at.astimezone(zone(zone_name))
    return f"{day_text(local.date(), words)} {local:%H:%M}"


def _nearest(month: int, day: int, today: date) -> date | None:
    near = [_date(today.year + years, month, day) for years in (-1, 0, 1)]
    within = [one for one in near if one is not None and abs(one - today) <= _HALF_A_YEAR]
    return within[0] if within else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None
