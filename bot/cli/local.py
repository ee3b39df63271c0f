"""A whole practice in this process: real store, real pipeline, a messenger in memory."""

import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.console.receive import ConsoleUser
from bot.adapters.console.send import ConsolePlatform, Shown
from bot.app import Options, Service, built_in_shelf
from bot.logs import configure_logs
from bot.practice.ports import Clock
from bot.practice.shelf import Shelf
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class LocalPractice:
    """The running service and the door to it."""

    service: Service
    database: Database
    clock: Clock

    def user(self, name: str) -> ConsoleUser:
        """Somebody with a direct chat of that name."""
        return ConsoleUser(name, self.service.receiver, self.clock)


@asynccontextmanager
async def local_practice(
    clock: Clock,
    on_show: Callable[[Shown], None],
    *,
    settle_seconds: float,
    tick_seconds: float,
    shelf: Shelf | None = None,
    demo: bool = False,
) -> AsyncIterator[LocalPractice]:
    """Run a practice that is gone afterwards; nothing is left on the machine.

    `shelf` holds other customers than those that come with the program; in a `demo` the student
    speaks a customer's self-test.
    """
    configure_logs("WARNING")
    with tempfile.TemporaryDirectory(prefix="kefu-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'kefu.db'}", clock)
        await database.open(exclusive=True)
        try:
            platform = ConsolePlatform(clock, on_show)
            key = await database.write(lambda unit: unit.signing_key())
            options = Options(
                key, settle_seconds=settle_seconds, tick_seconds=tick_seconds, demo=demo
            )
            service = Service(database, platform, shelf or built_in_shelf(), clock, options)
            async with service.running():
                yield LocalPractice(service, database, clock)
        finally:
            await database.close()
