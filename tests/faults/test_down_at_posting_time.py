"""The daily drill was due while we were down."""

from pathlib import Path

from tests.fakes.telegram import Clock, FakeTelegram, Group, Rules
from tests.fakes.telegram.clock import SCHOOL_MORNING
from tests.fakes.telegram.people import Person
from tests.faults import books
from tests.faults.practice import practising
from tests.faults.students import found_class

SPEED = 20.0
MINUTE = 60.0
HOUR = 60 * MINUTE
_MORNING_IN_BEIJING = 8 * HOUR


def _sleep_until(telegram: FakeTelegram, day: int, hour: float) -> None:
    """Nobody serves until this hour in Beijing, counted from the first day."""
    at = SCHOOL_MORNING - _MORNING_IN_BEIJING + day * 24 * HOUR + hour * HOUR
    telegram.clock.advance(at - telegram.clock.now())


def _cards(group: Group) -> list[str]:
    return [seen.text for seen in group.sees if "日练 ·" in seen.text]


def _missed(teacher: Person) -> list[str]:
    return [seen.text for seen in teacher.sees if "错过了" in seen.text]


async def test_a_post_that_is_late_goes_out_once_and_moves_its_deadline(tmp_path: Path) -> None:
    file = tmp_path / "kefu.db"
    telegram = FakeTelegram(clock=Clock(SCHOOL_MORNING, SPEED), rules=Rules())
    async with telegram:
        async with practising(telegram, file) as practice:
            teacher, group = await found_class(practice.database, telegram, "电商2班")
            teacher.say("/schedule 19:00 21:00 1")
            await teacher.next_message()
            await practice.quiet()
        assert _cards(group) == []
        _sleep_until(telegram, day=0, hour=19 + 1 / 3)
        for _ in range(3):
            async with practising(telegram, file) as practice:
                await telegram.until(lambda: _cards(group))
                await practice.quiet()
        assert len(_cards(group)) == 1
        assert "截止 09-07 21:20" in _cards(group)[0]
        assert _missed(teacher) == []
        # The deadline itself passes while nobody serves: it is kept late, and once.
        _sleep_until(telegram, day=0, hour=23)
        for _ in range(2):
            async with practising(telegram, file) as practice:
                await telegram.until(lambda: "已截止" in _cards(group)[0])
                await practice.quiet()
        assert len(_cards(group)) == 1
        assert [seen.text.startswith("🏆") for seen in group.sees].count(True) == 0
        # Quiet hours: the board waits for the morning.
        _sleep_until(telegram, day=1, hour=7.1)
        for _ in range(2):
            async with practising(telegram, file) as practice:
                await telegram.until(lambda: group.sees[-1].text.startswith("🏆"))
                await practice.quiet()
        assert [seen.text.startswith("🏆") for seen in group.sees].count(True) == 1
        assert books.ask(file, "SELECT date FROM occurrence") == [("2026-09-07",)]


async def test_a_drill_whose_window_is_over_is_not_posted_and_the_teacher_is_told(
    tmp_path: Path,
) -> None:
    file = tmp_path / "kefu.db"
    telegram = FakeTelegram(clock=Clock(SCHOOL_MORNING, SPEED), rules=Rules())
    async with telegram:
        async with practising(telegram, file) as practice:
            teacher, group = await found_class(practice.database, telegram, "电商2班")
            teacher.say("/schedule 19:00 21:00 1")
            await teacher.next_message()
            await practice.quiet()
        _sleep_until(telegram, day=0, hour=21.5)
        for _ in range(2):
            async with practising(telegram, file) as practice:
                await teacher.until(_missed)
                await practice.quiet()
        assert len(_missed(teacher)) == 1
        assert "2026-09-07" in _missed(teacher)[0]
        assert _cards(group) == []
        # The next day is not touched by it.
        _sleep_until(telegram, day=1, hour=19 + 1 / 60)
        async with practising(telegram, file) as practice:
            await telegram.until(lambda: _cards(group))
            await practice.quiet()
        assert "截止 09-08 21:0" in _cards(group)[0]
        assert len(_missed(teacher)) == 1
