"""Serving: a store, the customers and a messenger brought together for as long as it lasts."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.app import Options, Service, restock, stocked
from bot.clock import SystemClock
from bot.customers import Collection
from bot.logs import get_logger, where
from bot.nursery import Nursery
from bot.practice.ports import Platform
from bot.practice.shelf import Shelf
from bot.settings import Settings
from bot.storage.database import Database

log = get_logger(__name__)

REFRESH_SECONDS = 5.0


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
