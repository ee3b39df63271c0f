"""时区: what moves is shown first, and moves as it was shown."""

from datetime import UTC, datetime

import pytest

from bot.commands.zones import zone_meant
from tests.bot.house import SHOP, House


async def a_class(house: House) -> int:
    """A class with a teacher, a student and a drill every class day at 19:00."""
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.come_in("ada", made.student_code)
    await house.say("teacher", f"/schedule 19:00 21:00 {SHOP}")
    return made.cohort.id


def posting(house: House) -> datetime:
    """When the standing plan is due."""
    [(due,)] = house.rows("SELECT due_at FROM timer WHERE kind = 'post_drill'")
    return datetime.fromtimestamp(due / 1000, UTC)


def posted(house: House) -> list[tuple[str, datetime]]:
    """The date of every drill and when it was opened."""
    rows = house.rows("SELECT date, opened_at FROM occurrence ORDER BY id")
    return [(day, datetime.fromtimestamp(at / 1000, UTC)) for day, at in rows]


async def test_nothing_moves_before_it_is_confirmed_and_then_as_it_was_shown(house: House) -> None:
    cohort = await a_class(house)
    before = posting(house)
    await house.say("teacher", "/zone 新疆")
    assert "Asia/Urumqi" in house.last("teacher")
    assert "17:00 → " in house.last("teacher")
    assert "19:00" in house.last("teacher")
    assert posting(house) == before
    await house.press("teacher", "改时区")
    assert (posting(house) - before).total_seconds() == 2 * 3600
    assert house.rows(f"SELECT zone FROM cohort WHERE id = {cohort}") == [("Asia/Urumqi",)]  # noqa: S608
    await house.wait(26 * 3600)
    assert [at.hour for _, at in posted(house)][:1] == [13]


async def test_a_drill_that_is_going_on_keeps_its_end_and_its_date_is_not_posted_twice(
    house: House,
) -> None:
    await a_class(house)
    await house.say("teacher", "/today")
    await house.press("teacher", "现在发布")
    closes = house.rows("SELECT closes_at FROM occurrence")
    await house.say("teacher", "/zone 新疆")
    assert "正在进行的不变" in house.last("teacher")
    await house.press("teacher", "改时区")
    assert house.rows("SELECT closes_at FROM occurrence") == closes
    await house.wait(24 * 3600)
    days = [day for day, _ in posted(house)]
    assert len(days) == len(set(days))


async def test_not_confirmed_or_pressed_by_somebody_else_nothing_changes(house: House) -> None:
    cohort = await a_class(house)
    await house.say("teacher", "/zone 伦敦")
    button = house.sees("teacher")[-1].button("改时区")
    assert button is not None
    await house.press_payload("ada", button)
    await house.press("teacher", "不改")
    assert "没有改" in house.last("teacher")
    assert house.rows(f"SELECT zone FROM cohort WHERE id = {cohort}") == [("Asia/Shanghai",)]  # noqa: S608


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("北京时间", "Asia/Shanghai"),
        ("asia/urumqi", "Asia/Urumqi"),
        ("America/New York", "America/New_York"),
        ("火星", None),
        ("../../etc/passwd", None),
    ],
)
def test_a_zone_is_found_as_people_type_it(typed: str, meant: str | None) -> None:
    assert zone_meant(typed) == meant


async def test_a_zone_that_does_not_exist_is_refused_kindly(house: House) -> None:
    await a_class(house)
    await house.say("teacher", "/zone 火星")
    assert "没有「火星」" in house.last("teacher")
