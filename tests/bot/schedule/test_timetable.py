"""What is due is done once, however late; what fails is tried again and then let go."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.practice.ports import Due, Timer
from bot.practice.testing import FakeClock
from bot.schedule.timetable import Timetable
from bot.storage.codec import from_millis
from bot.storage.database import Database
from bot.storage.unit import Unit

_STEP = 10.0
"""Seconds between two ticks at most: longer would look as if we had been frozen."""


class Works:
    """Does what is due, or fails as often as it is told to."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.done: list[Due] = []
        self.given_up: list[Due] = []
        self.failures: Counter[int] = Counter()
        self.clock = clock
        self.database = database
        actions = dict.fromkeys(Timer, self._do)
        self.timetable = Timetable(database, clock, actions, self._give_up)
        database.on_timer = self.timetable.expect

    def _do(self, unit: Unit, due: Due) -> None:
        unit.remember(f"did:{due.subject}", "half")
        if self.failures[due.subject] > 0:
            self.failures[due.subject] -= 1
            raise LookupError("not today")
        self.done.append(due)

    def _give_up(self, unit: Unit, due: Due) -> None:
        self.given_up.append(due)

    async def wake(self, kind: Timer, subject: int, seconds: float) -> None:
        """Set a timer so many seconds from now."""
        at = self.clock.now() + timedelta(seconds=seconds)
        await self.database.write(lambda unit: unit.wake(kind, subject, at, seconds))

    async def after(self, seconds: float) -> list[int]:
        """Which subjects have been done after so many seconds more."""
        while seconds > _STEP:
            self.clock.advance(_STEP)
            await self.timetable.tick()
            seconds -= _STEP
        self.clock.advance(seconds)
        await self.timetable.tick()
        return [due.subject for due in self.done]


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Works]:
    """A timetable that does nothing but note what it does."""
    clock = FakeClock()
    database = Database(f"sqlite:///{tmp_path / 'kefu.db'}", clock)
    await database.open()
    yield Works(database, clock)
    await database.close()


async def test_a_timer_is_done_when_it_is_due_and_only_once(works: Works) -> None:
    await works.wake(Timer.SETTLE, 1, 2.5)
    assert await works.after(2.4) == []
    assert await works.after(0.2) == [1]
    assert await works.after(60) == [1]
    assert works.done[0].number == 2.5


async def test_a_timer_that_came_due_in_our_absence_is_done_late(works: Works) -> None:
    await works.wake(Timer.POST_DRILL, 1, 60)
    works.clock.advance(24 * 3600)
    assert await works.after(0) == [1]


async def test_while_the_machine_slept_nobodys_silence_ran(works: Works) -> None:
    await works.after(1)
    await works.wake(Timer.SILENCE, 1, 60)
    works.clock.advance(3600)
    assert await works.after(0) == []
    assert await works.after(59) == []
    assert await works.after(2) == [1]


async def test_a_clock_that_is_set_back_holds_up_no_countdown(works: Works) -> None:
    await works.wake(Timer.SETTLE, 1, 2.5)
    await works.wake(Timer.SILENCE, 2, 30)
    await works.wake(Timer.POST_DRILL, 3, 60)
    assert await works.after(1) == []
    works.clock.set(-20 * 60)
    assert await works.after(2) == [1]
    await works.wake(Timer.SILENCE, 4, 5)
    assert await works.after(6) == [1, 4]
    assert await works.after(22) == [1, 4, 2]
    # What stands in the plan comes when its time of day does.
    assert await works.after(19 * 60) == [1, 4, 2]
    assert await works.after(2 * 60) == [1, 4, 2, 3]


async def test_a_clock_that_is_set_back_does_not_stop_the_heart(works: Works) -> None:
    await works.after(10)
    works.clock.set(-3 * 3600)
    await works.after(10)
    alive = await works.database.write(lambda unit: unit.recall("alive_at"))
    assert works.clock.now() - from_millis(int(alive or 0)) < timedelta(seconds=6)


@given(
    st.sampled_from((Timer.SETTLE, Timer.SILENCE)),
    st.floats(1, 60),
    st.lists(st.tuples(st.floats(1, 40), st.floats(-10_000, 10_000)), max_size=4),
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_however_the_clock_is_set_nobodys_silence_is_told_early_and_nothing_twice(
    works: Works, kind: Timer, wait: float, jumps: list[tuple[float, float]]
) -> None:
    works.done.clear()
    await works.timetable.tick()
    begun = works.clock.monotonic()
    await works.wake(kind, 1, wait)
    while not works.done:
        if jumps and works.clock.monotonic() - begun >= jumps[0][0]:
            works.clock.set(jumps.pop(0)[1])
        await works.after(1)
        assert works.clock.monotonic() - begun <= wait + 80
    passed = works.clock.monotonic() - begun
    if kind is Timer.SILENCE:
        # A look a second, and a jump of less than fifteen is not told from a busy machine.
        assert passed >= wait - 65
    await works.after(20)
    assert len(works.done) == 1


async def test_a_timer_that_was_moved_is_done_at_its_new_time(works: Works) -> None:
    await works.wake(Timer.SETTLE, 1, 2)
    await works.wake(Timer.SETTLE, 1, 5)
    assert await works.after(3) == []
    assert await works.after(3) == [1]


async def test_what_fails_is_undone_and_tried_again(works: Works) -> None:
    works.failures[1] = 4  # twice a look: in company, and then alone
    await works.wake(Timer.SETTLE, 1, 1)
    await works.wake(Timer.SETTLE, 2, 1)
    assert await works.after(1) == [2]
    assert await works.database.write(lambda unit: unit.recall("did:1")) is None
    assert await works.after(1.1) == [2]
    assert await works.after(4.1) == [2, 1]
    assert works.given_up == []


async def test_what_fails_five_times_is_given_up_once(works: Works) -> None:
    works.failures[1] = 99
    await works.wake(Timer.SETTLE, 1, 1)
    for _ in range(12):
        await works.after(31)
    assert [due.subject for due in works.given_up] == [1]
    assert works.done == []
    assert await works.database.write(lambda unit: list(unit.due())) == []


async def test_out_of_touch_nobodys_silence_is_told(works: Works) -> None:
    works.timetable.in_touch = lambda: False
    await works.wake(Timer.SILENCE, 1, 5)
    await works.wake(Timer.SETTLE, 2, 5)
    assert await works.after(10) == [2]
    works.timetable.in_touch = lambda: True
    assert await works.after(5) == [2, 1]


async def test_an_outage_moves_every_silence_that_ran_in_it(works: Works) -> None:
    await works.wake(Timer.SILENCE, 1, 60)
    await works.wake(Timer.CLOSE_DRILL, 2, 60)
    await works.after(10)
    lost, works.timetable.in_touch = works.clock.now(), lambda: False
    await works.after(40)
    works.timetable.in_touch = lambda: True
    await works.timetable.forgive_outage(lost)
    assert await works.after(15) == [2]
    assert await works.after(34) == [2]
    assert await works.after(2) == [2, 1]


async def test_a_hundred_and_more_timers_at_once_are_all_done(works: Works) -> None:
    for subject in range(130):
        await works.wake(Timer.SETTLE, subject, 1)
    await works.after(1)
    assert sorted(await works.after(5)) == list(range(130))
