"""Reminders: once a day, only to who has not finished, never at night, one tap to be left alone."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.classroom.cohorts import Occurrence, Role
from bot.classroom.drills import Window, zone
from bot.classroom.reminders import BEFORE_CLOSE, remind_at
from bot.classroom.rules import quiet_at
from bot.practice.testing import A_SCHOOL_EVENING
from bot.storage.unit import Unit
from tests.bot.house import House
from tests.bot.term import card, finish


async def posted(house: House, hours: float = 2) -> int:
    """A class of two with a drill that is open for so long from now on; the occurrence's id."""
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    for name in ("ada", "bob"):
        await house.come_in(name, made.student_code)

    def post(unit: Unit) -> int:
        challenge = house.service.challenge
        plan = challenge.plan_of(unit, made.cohort)
        window = Window("2026-03-02", unit.now, unit.now + timedelta(hours=hours))
        cohort = unit.cohort(made.cohort.id)
        assert cohort is not None
        drill = unit.plan(type(plan)(plan.id, plan.cohort, 600, 720, ("small-shop",)))
        opened = challenge.post(unit, cohort, drill, window)
        assert opened is not None
        return opened.id

    number: int = await house.run(post)
    return number


def reminders(house: House, name: str) -> int:
    """How often somebody was reminded."""
    return sum("还来得及" in text for text in house.texts(name))


async def test_who_has_finished_is_left_alone_and_the_others_are_reminded_once(
    house: House,
) -> None:
    number = await posted(house)

    def done(unit: Unit) -> None:
        cohort = unit.all_cohorts()[0]
        me = next(p for p in unit.members(cohort.id, Role.STUDENT) if p.chat == "ada")
        finish(unit, me, unit.occurrence(number), card(80), unit.now)

    await house.run(done)
    await house.wait(2 * 3600)
    assert (reminders(house, "ada"), reminders(house, "bob")) == (0, 1)


@pytest.mark.parametrize("label", ["今天别提醒", "永远别提醒"])
async def test_one_tap_is_enough_to_be_left_alone(house: House, label: str) -> None:
    await posted(house)
    await house.wait(2 * 3600 - 44 * 60)
    assert reminders(house, "ada") == 1
    await house.press("ada", label)
    wish = await house.run(lambda unit: unit.preference(_person(unit, "ada")))
    assert wish.muted_on == "2026-03-02" or not wish.reminders


async def test_never_means_never_until_one_wants_it_again(house: House) -> None:
    await house.come_in("eve")
    await house.say("eve", "/remind")
    await house.press("eve", "永远别提醒")
    assert "不会再提醒" in house.last("eve")
    await house.press("eve", "重新提醒")
    assert "一天最多一次" in house.last("eve")


async def test_whoever_wants_none_gets_none(house: House) -> None:
    await posted(house)
    await house.say("ada", "提醒")
    await house.press("ada", "永远别提醒")
    await house.wait(2 * 3600)
    assert (reminders(house, "ada"), reminders(house, "bob")) == (0, 1)


async def test_two_drills_of_a_day_make_one_reminder(house: House) -> None:
    await posted(house)
    await house.wait(76 * 60)
    assert reminders(house, "ada") == 1
    due = await house.run(lambda unit: unit.now)
    await house.run(lambda unit: house.service.reminders.due(unit, 1, due))
    await house.answered()
    assert reminders(house, "ada") == 1


async def test_nobody_is_reminded_in_the_quiet_hours(house: House) -> None:
    # 18:30 and five hours: forty-five minutes before the deadline it is quarter to eleven.
    await posted(house, hours=5)
    await house.wait(5 * 3600)
    assert reminders(house, "ada") == 0


async def test_a_reminder_that_comes_too_late_is_dropped(house: House) -> None:
    await posted(house)
    house.clock.advance(75 * 60 + 31 * 60)
    await house.service.timetable.tick()
    await house.answered()
    assert reminders(house, "ada") == 0


@given(st.integers(1, 600), st.integers(0, 1440))
def test_a_reminder_lies_inside_the_window_or_there_is_none(length: int, offset: int) -> None:
    opens = A_SCHOOL_EVENING + timedelta(minutes=offset)
    closes = opens + timedelta(minutes=length)
    at = remind_at(Occurrence(1, 1, 1, "2026-03-02", "small-shop", opens, closes))
    assert at is None or opens <= at < closes
    assert (at is None) == (length < 2 * BEFORE_CLOSE // timedelta(minutes=1))


def test_quiet_hours_are_the_classes_own() -> None:
    from bot.classroom.rules import Rules

    night = A_SCHOOL_EVENING + timedelta(hours=4)
    assert quiet_at(Rules(), zone("Asia/Shanghai"), night)
    assert not quiet_at(Rules(), zone("Europe/London"), night)


def _person(unit: Unit, name: str) -> int:
    found = unit.person_of("console:local", name)
    assert found is not None
    return found.id
