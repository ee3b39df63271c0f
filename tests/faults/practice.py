"""A whole practice in this process, on the fake's time, to be broken and begun again."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.adapters.telegram.polling import Poller
from bot.adapters.telegram_aiogram.connect import connect as by_aiogram
from bot.adapters.telegram_ptb.connect import connect as by_ptb
from bot.app import Options, Service, built_in_shelf
from bot.delivery.pacing import Limits
from bot.practice.shelf import Shelf
from bot.storage.database import Database
from tests.bot.store import address
from tests.fakes.telegram import Clock, FakeTelegram

TICK = 0.02
"""Real seconds between two looks at the timetable."""
CONNECT = {"aiogram": by_aiogram, "ptb": by_ptb}
NO_LIMITS = Limits(chat_gap=0.0, group_per_minute=1_000_000, overall_per_second=1e6)


class FakeTime:
    """Our clock, set to the fake's: both pass, or stand still, together."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        """The fake's time of day."""
        return datetime.fromtimestamp(self._clock.now(), UTC)

    def monotonic(self) -> float:
        """The fake's seconds."""
        return self._clock.now()

    async def sleep(self, seconds: float) -> None:
        """Rest in the fake's time."""
        await self.wait(asyncio.Event(), seconds)

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        """Rest until the event is set, but no longer than so many of the fake's seconds."""
        if seconds <= 0:
            return await asyncio.sleep(0)
        waiting = asyncio.ensure_future(event.wait())
        bell = self._clock.later(seconds, waiting.cancel)  # type: ignore[arg-type]
        try:
            await asyncio.wait((waiting,))
        finally:
            bell.cancel()
            waiting.cancel()


@dataclass(frozen=True, slots=True)
class Practice:
    """What runs at the moment."""

    service: Service
    database: Database
    poller: Poller

    async def quiet(self, seconds: float = 20.0) -> None:
        """Wait until nothing is to be sent any more, at most so many real seconds."""
        async with asyncio.timeout(seconds):
            while not self.service.sender.idle:
                await asyncio.sleep(0.01)


@cache
def shipped() -> Shelf:
    """The program's customers, read once: on a hurried clock reading them takes half a minute."""
    return built_in_shelf()


@asynccontextmanager
async def practising(
    telegram: FakeTelegram,
    file: Path,
    *,
    settle: float = 0.0,
    limits: Limits | None = None,
    operator: str = "",
) -> AsyncIterator[Practice]:
    """Serve the fake from this store until the block ends; the store can be taken up again.

    The library that speaks with Telegram is KEFU_PLATFORM, as in service.
    """
    clock = FakeTime(telegram.clock)
    database = Database(address(file), clock)
    await database.open(exclusive=True)
    try:
        async with CONNECT[os.environ.get("KEFU_PLATFORM", "aiogram")](
            telegram.token, telegram.base_url, clock
        ) as connection:
            key = await database.write(lambda unit: unit.signing_key())
            options = Options(key, limits or Limits(), settle, operator, TICK)
            service = Service(database, connection.platform, shipped(), clock, options)
            poller = Poller(connection, service.receiver, clock, service.timetable.forgive_outage)
            async with service.running(lambda: poller.in_touch) as nursery:
                polling = nursery.start(poller.run(), "poller")
                yield Practice(service, database, poller)
                assert not polling.done(), "the poller died"
    finally:
        await database.close()
