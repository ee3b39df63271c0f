"""Pictures and files on their way: looked up in a transaction, made in a thread, then queued.

Drawing and writing take tenths of a second: on the event loop they would hold up every reply, in a
transaction every commit. What was asked for is a row until it is queued, so a restart loses none.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from bot.logs import get_logger, where
from bot.practice.messages import Message
from bot.practice.ports import Clock
from bot.storage.database import Database
from bot.storage.errands import Errand
from bot.storage.unit import Unit

log = get_logger(__name__)

TRIES = 3
_LOOK_EVERY = 3600.0
"""Seconds. Errands are stirred when they are written down: this look is only a second net."""

Making = Callable[[], Sequence[Message]]
"""Makes the messages, in a thread, from data that was looked up before; touches no store."""

Job = Callable[[Unit, Errand], tuple[str, Making]]
"""Looks up what is needed for a person: their channel, and how the messages are made of it."""


class NobodyThere(Exception):
    """Whoever asked is not known any more."""


class ErrandRunner:
    """Runs errands one after the other."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        jobs: Mapping[str, Job],
        give_up: Callable[[Unit, Errand], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs
        self._give_up = give_up
        self._stirred = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._written = 1
        self._run_so_far = 0

    @property
    def idle(self) -> bool:
        """Whether all errands that were written down have been run."""
        return self._run_so_far == self._written

    def stir(self) -> None:
        """An errand was written down; may be called from the store's own thread."""
        self._written += 1
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._stirred.set)

    async def run(self) -> None:
        """Run whatever there is, as long as the service lasts."""
        self._loop = asyncio.get_running_loop()
        while True:
            self._stirred.clear()
            written = self._written
            while waiting := await self._database.surely(lambda unit: unit.errands()):
                for errand in waiting:
                    await self._run(errand)
            self._run_so_far = written
            await self._clock.wait(self._stirred, _LOOK_EVERY)

    async def _run(self, errand: Errand) -> None:
        try:
            job = self._jobs[errand.kind]
            channel, making = await self._database.write(lambda unit: job(unit, errand))
            messages = await asyncio.to_thread(making)
        except NobodyThere:
            await self._database.surely(lambda unit: unit.ran(errand.id))
        except Exception as error:  # noqa: BLE001 - the door: one bad picture must not stop the rest
            log.error("errand_failed", kind=errand.kind, tries=errand.tries + 1, error=where(error))
            await self._database.surely(partial(self._failed, errand))
        else:
            await self._database.surely(partial(_done, errand, channel, messages))

    def _failed(self, errand: Errand, unit: Unit) -> None:
        if errand.tries + 1 < TRIES:
            unit.tried(errand.id)
        elif unit.ran(errand.id):
            self._give_up(unit, errand)


def _done(errand: Errand, channel: str, messages: Sequence[Message], unit: Unit) -> None:
    """Queue what was made, unless whoever asked was erased meanwhile."""
    if unit.ran(errand.id):
        for message in messages:
            unit.queue(channel, message)
