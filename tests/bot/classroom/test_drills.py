"""The calendar of a daily drill, in any time zone, over any change to summer time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.classroom.agenda import Setting, coming_windows, next_window, scenario_of
from bot.classroom.cohorts import Drill
from bot.classroom.drills import (
    MINUTES_A_DAY,
    UnknownZone,
    clock_text,
    local_text,
    minute_of_day,
    window,
    window_of,
    zone,
)

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
MINUTES = st.integers(0, MINUTES_A_DAY - 1)
DRILLS = st.builds(
    lambda post, length: Drill(1, 1, post, (post + length) % MINUTES_A_DAY, ("a", "b")),
    MINUTES,
    st.integers(1, MINUTES_A_DAY - 1),
)
DATES = st.dates(date(2024, 1, 1), date(2037, 12, 30))
MOMENTS = st.datetimes(datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2037-06-01"))
CHANGING = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Nuuk")
AnyZone = st.sampled_from(CHANGING) | st.sampled_from(ZONES)


@given(DRILLS, AnyZone, DATES)
@example(Drill(1, 1, 135, 180, ("a",)), "Europe/Berlin", date(2026, 3, 29))
@example(Drill(1, 1, 1410, 1430, ("a",)), "America/Nuuk", date(2026, 3, 28))
@settings(deadline=None)
def test_a_drill_closes_after_it_opens_and_within_a_day(drill: Drill, name: str, on: date) -> None:
    found = window(drill, name, on)
    assert found.opens_at < found.closes_at <= found.opens_at + timedelta(hours=25)


@given(DRILLS, AnyZone, DATES)
@settings(deadline=None)
def test_a_drill_opens_at_its_own_time_where_that_time_exists(
    drill: Drill, name: str, on: date
) -> None:
    opens = window(drill, name, on).opens_at.astimezone(ZoneInfo(name))
    midnight = datetime.fromisoformat(on.isoformat())
    wall = midnight + timedelta(minutes=drill.post_minute)
    at = wall.replace(tzinfo=ZoneInfo(name))
    exists = at.astimezone(UTC).astimezone(ZoneInfo(name)).replace(tzinfo=None) == wall
    assume(exists)
    assert opens.replace(tzinfo=None) == wall


@given(DRILLS, AnyZone, MOMENTS)
@settings(deadline=None)
def test_the_next_window_opens_strictly_later_and_none_is_left_out(
    drill: Drill, name: str, at: datetime
) -> None:
    after = at.replace(tzinfo=UTC)
    coming = next_window(drill, Setting(name), after)
    assert coming is not None
    assert coming.opens_at > after
    before = date.fromisoformat(coming.date) - timedelta(days=1)
    assert window(drill, name, before).opens_at <= after


@given(DRILLS, AnyZone, DATES)
@example(Drill(1, 1, 1410, 1430, ("a",)), "America/Nuuk", date(2026, 3, 28))
@settings(deadline=None)
def test_walking_from_window_to_window_meets_every_date_once(
    drill: Drill, name: str, on: date
) -> None:
    first = window(drill, name, on)
    found = [first, *coming_windows(drill, Setting(name), first.opens_at, 4)]
    assert [each.date for each in found] == [(on + timedelta(days=n)).isoformat() for n in range(5)]


@given(DRILLS, AnyZone, DATES)
@example(Drill(1, 1, 1410, 1430, ("a",)), "America/Nuuk", date(2026, 3, 28))
@settings(deadline=None)
def test_a_due_posting_finds_back_to_its_own_date(drill: Drill, name: str, on: date) -> None:
    planned = window(drill, name, on)
    assert window_of(drill, name, planned.opens_at) == planned


def test_a_drill_that_closes_earlier_than_it_opens_closes_on_the_next_day() -> None:
    found = window(Drill(1, 1, 21 * 60, 7 * 60, ("a",)), "Asia/Shanghai", date(2026, 3, 2))
    assert local_text(found.opens_at, "Asia/Shanghai") == "03-02 21:00"
    assert local_text(found.closes_at, "Asia/Shanghai") == "03-03 07:00"


def test_scenarios_take_turns() -> None:
    drill = Drill(1, 1, 0, 1, ("a", "b", "c"))
    assert [scenario_of(drill, ahead) for ahead in range(5)] == ["a", "b", "c", "a", "b"]


@pytest.mark.parametrize(
    "name", ["Mars/Olympus", "", "../etc/passwd", "Asia/Shanghai\0", "x" * 500]
)
def test_a_zone_that_does_not_exist_is_refused_with_a_hint(name: str) -> None:
    with pytest.raises(UnknownZone, match="Asia/Shanghai"):
        zone(name)


@given(MINUTES)
def test_a_time_written_is_a_time_read(minute: int) -> None:
    assert minute_of_day(clock_text(minute)) == minute


@pytest.mark.parametrize(
    ("written", "minute"),
    [
        ("19:00", 1140), ("19：00", 1140), ("19点", 1140), ("19点30分", 1170), ("7.30", 450),
        ("7:05", 425), ("0:00", 0), ("23:59", 1439), (" 8时 ", 480),
        ("24:00", None), ("19:60", None), ("19", None), ("", None), ("七点", None),
        ("19:00:00", None), ("-1:00", None), ("1900", None), ("19:5", None),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(written: str, minute: int | None) -> None:
    assert minute_of_day(written) == minute


@given(st.text(max_size=12))
def test_no_text_is_read_as_a_time_outside_the_day(text: str) -> None:
    minute = minute_of_day(text)
    assert minute is None or 0 <= minute < MINUTES_A_DAY
