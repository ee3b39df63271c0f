"""When the morning digest comes, over weekends, holidays and quiet hours."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.classroom.calendar import Calendar, day_of
from bot.classroom.drills import zone
from bot.classroom.reports.digest import digest_at, digest_since
from bot.classroom.rules import Rules

HERE = "Asia/Shanghai"
MINUTE = timedelta(minutes=1)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone(HERE)).astimezone(UTC)


@pytest.mark.parametrize(
    ("closed", "sent"),
    [
        ("2026-11-18 21:00", "2026-11-19 07:30"),
        ("2026-11-20 21:00", "2026-11-23 07:30"),
        ("2026-09-30 21:00", "2026-10-08 07:30"),
        ("2026-11-19 00:30", "2026-11-19 07:30"),
        ("2026-11-19 07:30", "2026-11-20 07:30"),
    ],
)
def test_the_digest_comes_on_the_next_class_morning(closed: str, sent: str) -> None:
    assert digest_at(Calendar(), Rules(), HERE, local(closed)) == local(sent)


def test_quiet_hours_that_last_longer_are_kept() -> None:
    rules = Rules(quiet_until=9 * 60)
    found = digest_at(Calendar(), rules, HERE, local("2026-11-18 21:00"))
    assert found == local("2026-11-19 09:00")


@given(
    st.integers(0, 350 * 24 * 60).map(lambda minutes: local("2026-01-02 00:00") + minutes * MINUTE),
    st.sampled_from([HERE, "Europe/Berlin", "America/New_York"]),
)
def test_no_drill_is_told_twice_and_none_is_left_out(closed: datetime, where: str) -> None:
    calendar = Calendar(official=where == HERE)
    sent = digest_at(calendar, Rules(), where, closed)
    assert sent is not None
    assert sent > closed or sent == closed
    assert day_of(calendar, sent.astimezone(zone(where)).date()).is_class
    assert digest_since(calendar, where, sent) <= closed < sent
