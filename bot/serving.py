"""Serving: a store, the customers and a messenger brought together for as long as it lasts."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.app import Options, Service, restock, stocked
from bot.clock import SystemClock
from bot.customers import Collection
from bot.logs import get_logger, where
from bot.nursery import Nursery
from bot.practice.messages import Inbound
from bot.practice.messenger import Intake, Messenger
from bot.practice.ports import Clock, Platform
from bot.practice.shelf import Shelf
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.store import AlreadyRunning
from bot.trouble import Trouble

log = get_logger(__name__)

REFRESH_SECONDS = 5.0
_FIRST_BACK_OFF = 0.5
_LONGEST_BACK_OFF = 30.0


@asynccontextmanager
async def opened(settings: Settings, clock: SystemClock) -> AsyncIterator[Database]:
    """The installation's store, claimed for this process alone."""
    await asyncio.to_thread(settings.data.mkdir, parents=True, exist_ok=True)
    database = Database(settings.database_url, clock)
    try:
        await database.open(exclusive=True)
        yield database
    finally:
        await database.close()


@dataclass(frozen=True, slots=True)
class ServiceIntake:
    """The `Intake` of a service."""

    service: Service

    async def take(self, inbound: Inbound) -> bool:
        """Take one event; returns when it is safe."""
        return await self.service.receiver.take(inbound)

    async def take_all(self, batch: Iterable[Inbound]) -> None:
        """Take several events; returns when the last one is safe."""
        await self.service.receiver.take_all(batch)

    async def keep_unreadable(self, channel: str, key: str, shape: str, error: str) -> None:
        """Keep aside an event that cannot be read."""
        await self.service.receiver.keep_unreadable(channel, key, shape, error)

    async def returned(self, since: datetime) -> None:
        """The platform had been out of reach since then."""
        await self.service.timetable.forgive_outage(since)


async def receive(messenger: Messenger, intake: Intake, clock: Clock) -> None:
    """Let a messenger tell all that happens, again and again where it fails.

    What was not taken was not acknowledged, so it is told again. A `Trouble`, or another process
    that serves the same store, ends it.
    """
    wait = _FIRST_BACK_OFF
    while True:
        begun = clock.monotonic()
        try:
            await messenger.receive(intake)
            why = "it ended by itself"
        except (Trouble, AlreadyRunning):
            raise
        except Exception as error:  # noqa: BLE001 - a messenger is anybody's code
            why = where(error)
        lost = clock.now()
        # What went well for a while has not been failing all the time.
        wait = _FIRST_BACK_OFF if clock.monotonic() - begun > _LONGEST_BACK_OFF else wait
        log.error("receiving_failed", platform=messenger.name, error=why, again_in=wait)
        await clock.sleep(wait)
        await intake.returned(lost)
        wait = min(_LONGEST_BACK_OFF, wait * 2)


@dataclass(frozen=True, slots=True)
class House:
    """A practice ready to be set going, and what it was made of."""

    service: Service
    clock: SystemClock
    shelf: Shelf
    collection: Collection

    @asynccontextmanager
    async def running(self, in_touch: Callable[[], bool]) -> AsyncIterator[Nursery]:
        """Send, tick and offer changed customers for as long as the block lasts."""
        async with self.service.running(in_touch) as nursery:
            nursery.start(self._keep_fresh(), "customers")
            yield nursery

    async def _keep_fresh(self) -> None:
        """Offer what authors have changed within seconds; who is in a talk notices nothing."""
        while True:
            await self.clock.sleep(REFRESH_SECONDS)
            try:
                if not await asyncio.to_thread(self.collection.refresh):
                    continue
                restock(self.shelf, self.collection)
            except Exception as error:  # noqa: BLE001 - a teacher's files must not stop the bot
                log.error("customers_not_read", error=where(error))
            else:
                log.info("customers_read_again", offered=len(self.shelf.offers))


async def furnish(
    settings: Settings,
    database: Database,
    clock: SystemClock,
    platform: Platform,
    *,
    guest: bool = False,
) -> House:
    """A practice with the installation's key, customers and settings; `guest` in another's bot."""
    key = await database.write(lambda unit: unit.signing_key())
    # Commands in a terminal print links too, and do not log in for it.
    link = platform.capabilities.start_link
    await database.write(lambda unit: unit.remember("start_link", link))
    options = Options(
        key, settle_seconds=settings.settle_seconds, operator=settings.operator, guest=guest
    )
    # Reading the customers takes a while; a host's users must not wait for it.
    collection = await asyncio.to_thread(Collection.gather, settings.customers)
    shelf = stocked(collection)
    service = Service(database, platform, shelf, clock, options)
    return House(service, clock, shelf, collection)
