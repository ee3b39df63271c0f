"""Timers that come due: each is claimed and takes effect in one transaction, so exactly once."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.logs import get_logger
from bot.practice.ports import Clock, Due, Timer
from bot.storage.codec import from_millis, to_millis
from bot.storage.database import Database
from bot.storage.store import StoreInTrouble
from bot.storage.unit import Unit

log = get_logger(__name__)

Action = Callable[[Unit, Due], None]

STUDENT_TIME = frozenset({Timer.SILENCE, Timer.ARRIVAL, Timer.CLOSING})
"""Timers that measure a student's time: they stand still while we or the platform are away."""

COUNTDOWNS = STUDENT_TIME | {Timer.SETTLE, Timer.BOARD, Timer.PROGRESS, Timer.RESUME}
"""Timers that count from something that happened, whatever the time of day is said to be."""

_TRIES = 5
_RETRY = timedelta(seconds=0.25)
_LONGEST_RETRY = timedelta(seconds=30)
_ALIVE = "alive_at"
_BEAT = timedelta(seconds=5)
_FROZEN = timedelta(seconds=15)
_SET_BACK = timedelta(seconds=1)
_NOTICEABLE = timedelta(minutes=1)
_FORGOT = "forgot_on"
_SWEEP_EVERY = timedelta(hours=6)
# Telegram repeats an update for a day at most; a week leaves room for other platforms.
_UPDATES_REPEAT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the timers: when, what was due, what else was seen to, and what follows."""

    at: datetime
    due: tuple[Due, ...]
    beat: bool
    swept: bool
    following: datetime | None = None


class Timetable:
    """Does what is due.

    A student's silence is only told to a customer while we are `in_touch` with the platform:
    otherwise the student may have answered long ago. Nor do customers come in who cannot be seen.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        actions: Mapping[Timer, Action],
        give_up: Action,
    ) -> None:
        self._database = database
        self._clock = clock
        self._actions = actions
        self._give_up = give_up
        self.in_touch: Callable[[], bool] = lambda: True
        self._failures: Counter[tuple[Timer, int]] = Counter()
        self._beat_at: datetime | None = None
        self._next_at = clock.now()
        self._looked_at: datetime | None = None
        self._looked_mono = 0.0
        self._swept_at: datetime | None = None

    def start(self, every: float) -> AsyncIOScheduler:
        """Tick every so many (real) seconds until the scheduler is shut down."""
        scheduler = AsyncIOScheduler(timezone="UTC")
        scheduler.add_job(
            self._tick_until_stopped,
            "interval",
            seconds=every,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        scheduler.start()
        return scheduler

    async def _tick_until_stopped(self) -> None:
        try:
            await self.tick()
        except asyncio.CancelledError:
            # The scheduler is being shut down; it would report this as an error.
            log.debug("tick_interrupted")

    async def tick(self) -> None:
        """Do everything that is due now."""
        now = self._clock.now()
        if now < self._next_at and not self._jumped(now):
            self._looked(now)
            return
        # Timers set while we look are told by `expect`; after the look the sooner one counts.
        self._next_at = now + _BEAT
        try:
            self._seen(await self._database.write(self._do_all))
        except StoreInTrouble as error:
            log.error("store_unavailable", error=str(error))
            self._next_at = now
        except Exception as error:  # noqa: BLE001 - the door: each on its own, so that one fails
            log.warning("timers_one_by_one", error=repr(error))
            await self._do_one_by_one()
            self._next_at = now

    def _jumped(self, now: datetime) -> bool:
        """Whether more time has passed since the last look than we noticed, or less than none."""
        if self._looked_at is None:
            return False
        passed = now - self._looked_at
        return passed >= _FROZEN or passed <= -_SET_BACK

    async def _do_one_by_one(self) -> None:
        try:
            looked = await self._database.write(self._look)
        except StoreInTrouble as error:
            log.error("store_unavailable", error=str(error))
            return
        self._seen(looked)
        await asyncio.gather(*(self._do(one) for one in looked.due))

    def expect(self, due: datetime) -> None:
        """A timer was set: do not sleep past it."""
        self._next_at = min(self._next_at, due)

    async def come_back(self) -> None:
        """After a stop of ours, long or short: nobody is blamed for silence while we were away."""

        def forgive(unit: Unit) -> None:
            alive = unit.recall(_ALIVE)
            if alive is not None:
                seen = from_millis(int(alive))
                _away(unit, seen)
                unit.postpone(STUDENT_TIME, seen - _BEAT, unit.now - seen)

        await self._database.surely(forgive)

    async def forgive_outage(self, since: datetime) -> None:
        """The platform was out of reach since then: push every silence back by as much."""

        def forgive(unit: Unit) -> None:
            _away(unit, since)
            unit.postpone(STUDENT_TIME, since, unit.now - since)

        await self._database.surely(forgive)

    def _do_all(self, unit: Unit) -> Look:
        looked = self._look(unit)
        for due in looked.due:
            self._take(unit, due)
        return replace(looked, following=unit.next_due(self._not_now()))

    def _seen(self, looked: Look) -> None:
        """The look is committed: what it did need not be done again."""
        self._looked(looked.at)
        if looked.beat:
            self._beat_at = looked.at
        if looked.swept:
            self._swept_at = looked.at
        if looked.following is not None:
            self.expect(looked.following)

    def _looked(self, at: datetime) -> None:
        self._looked_at, self._looked_mono = at, self._clock.monotonic()

    def _not_now(self) -> Collection[Timer]:
        return () if self.in_touch() else STUDENT_TIME

    def _look(self, unit: Unit) -> Look:
        seen = self._looked_at
        if seen is not None and unit.now - seen >= _FROZEN:
            # The store was locked, the machine slept, the clock was set: as good as a stop of ours.
            _away(unit, seen)
            unit.postpone(STUDENT_TIME, seen, unit.now - seen)
        elif seen is not None and seen - unit.now >= _SET_BACK:
            since = timedelta(seconds=self._clock.monotonic() - self._looked_mono)
            unit.postpone(COUNTDOWNS, seen, unit.now - seen - since)
            self._beat_at = self._swept_at = None
        beat = self._beat_at is None or unit.now - self._beat_at >= _BEAT
        if beat:
            unit.remember(_ALIVE, str(to_millis(unit.now)))
        swept = self._swept_at is None or unit.now - self._swept_at >= _SWEEP_EVERY
        if swept:
            unit.forget_updates(unit.now - _UPDATES_REPEAT)
            _forget_daily(unit)
        return Look(unit.now, tuple(unit.due(but=self._not_now())), beat, swept)

    async def _do(self, due: Due) -> None:
        try:
            await self._database.write(lambda unit: self._take(unit, due))
            self._failures.pop((due.kind, due.subject), None)
        except StoreInTrouble as error:
            log.error("store_unavailable", error=str(error))
        except Exception as error:  # noqa: BLE001 - the door: tried again later, then dropped
            await self._failed(due, error)

    def _take(self, unit: Unit, due: Due) -> None:
        if unit.claim(due):
            self._actions[due.kind](unit, due)

    async def _failed(self, due: Due, error: Exception) -> None:
        self._failures[due.kind, due.subject] += 1
        tries = self._failures[due.kind, due.subject]
        log.error("timer_failed", kind=due.kind, subject=due.subject, tries=tries, exc_info=error)
        again = self._clock.now() + min(_LONGEST_RETRY, _RETRY * 4**tries)

        def put_off(unit: Unit) -> None:
            if not unit.claim(due):
                return
            if tries < _TRIES:
                unit.wake(due.kind, due.subject, again, due.number)
            else:
                self._give_up(unit, due)

        await self._database.write(put_off)


def _away(unit: Unit, since: datetime) -> None:
    """Keep in mind that nobody could practise: it must break no streak."""
    if unit.now - since >= _NOTICEABLE:
        unit.out_of_reach(since, unit.now)


def _forget_daily(unit: Unit) -> None:
    """Once a day, what is older than its class keeps it goes."""
    today = unit.now.date().isoformat()
    if unit.recall(_FORGOT) != today:
        unit.remember(_FORGOT, today)
        unit.forget_old()
