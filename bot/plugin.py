"""The practice inside a bot that somebody has already.

aiogram: `dispatcher.include_router(plugin.router(bot))`;
python-telegram-bot: `plugin.register(application)`.
Everything that is not provably the practice's reaches the host as if the practice was not there.
"""

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.adapters.telegram.client import Client, Reply
from bot.adapters.telegram.guest import LINK_MARK, Guest, Host
from bot.adapters.telegram.login import Connection, who_are_we
from bot.adapters.telegram.sending import TelegramPlatform
from bot.clock import SystemClock
from bot.logs import get_logger, guard_libraries, where
from bot.nursery import Nursery
from bot.serving import House, furnish, opened
from bot.settings import Settings
from bot.storage.database import Database
from bot.trouble import Trouble

if TYPE_CHECKING:
    from aiogram import Bot
    from telegram.ext import Application

    from bot.adapters.telegram_aiogram.receive import PracticeRouter
    from bot.adapters.telegram_ptb.receive import Mounted

log = get_logger(__name__)

GROUP = -10
"""Our handler group on python-telegram-bot: before the host's, which begin at 0."""


def router(
    bot: "Bot", settings: Settings | None = None, *, durable: bool = True
) -> "PracticeRouter":
    """A practice for an aiogram dispatcher: `dispatcher.include_router(plugin.router(bot))`.

    With `durable`, what the dispatcher polls is acknowledged to Telegram only after ours is
    committed. Without, and with a webhook that is not ours, reception is at-most-once.
    """
    from bot.adapters.telegram_aiogram.receive import PracticeRouter
    from bot.adapters.telegram_aiogram.send import AiogramClient

    return PracticeRouter(bot, _plugin(AiogramClient(bot), settings, durable), durable=durable)


def register(
    application: "Application[Any, Any, Any, Any, Any, Any]",
    settings: Settings | None = None,
    *,
    group: int = GROUP,
    durable: bool = True,
) -> "Mounted":
    """A practice in a python-telegram-bot application, in a handler group of its own.

    With `durable`, what the application polls is acknowledged to Telegram only after ours is
    committed. Without, and with the library's own webhook, reception is at-most-once.
    """
    from bot.adapters.telegram_ptb.receive import Mounted
    from bot.adapters.telegram_ptb.send import PtbClient

    plugin = _plugin(PtbClient(application.bot), settings, durable)
    return Mounted(application, plugin, group, durable=durable)


def _plugin(client: Client, settings: Settings | None, durable: bool) -> "Plugin":
    guard_libraries()
    if not durable:
        log.warning("reception_at_most_once", hint="what arrives while the bot crashes may be lost")
    return Plugin(client, settings or Settings())


async def _known(database: Database, platform: TelegramPlatform) -> set[str] | None:
    """Whose words may be ours; None where other processes may let people in too."""
    if not database.is_claimed:
        return None
    return set(await database.write(lambda unit: unit.chats_of(platform.channel)))


class Stopped(Trouble):
    """The practice was stopped while it was starting."""

    key = "trouble.stopped"


class Plugin:
    """A practice with a lifecycle of its own in a host's process; a `Door` for adapters."""

    def __init__(self, client: Client, settings: Settings) -> None:
        self._client = client
        self._settings = settings
        self._nursery = Nursery()
        self._end = asyncio.Event()
        self._ready: asyncio.Future[None] | None = None
        self._guest: Guest | None = None
        self._house: House | None = None
        self._lost_at: datetime | None = None
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the store and begin; does nothing where it has begun."""
        if self._ready is None:
            self._ready = asyncio.get_running_loop().create_future()
            self._end.clear()
            self._serving = self._nursery.start(self._serve(self._ready), "practice")
        await asyncio.shield(self._ready)

    async def stop(self) -> None:
        """Send what is on its way and close the store; `start` begins anew."""
        self._end.set()
        if self._serving is not None:
            await asyncio.wait((self._serving,))
        self._ready = self._serving = None

    def may_take(self, update: Reply, host: Host) -> bool:
        """Whether the update could be ours, by a look at nothing but itself."""
        return self._ready is None or self._guest is None or self._guest.may_take(update, host)

    async def take(self, update: Reply, host: Host) -> bool:
        """Let it take effect if it is ours; true where the host must not see it.

        Where the practice cannot be started everything is the host's.
        """
        try:
            await self.start()
        except Exception:  # noqa: BLE001 - it was logged once; the host's users must not suffer
            return False
        return self._guest is not None and await self._guest.take(update, host)

    def lost_touch(self) -> None:
        """The host's polling gets no answer: nobody is to be blamed for silence."""
        self._lost_at = self._lost_at or SystemClock().now()

    async def in_touch(self) -> None:
        """The host's polling was answered: forgive the silence of the time without answers."""
        lost, self._lost_at = self._lost_at, None
        if lost is not None and self._house is not None:
            await self._house.service.timetable.forgive_outage(lost)

    async def _serve(self, ready: asyncio.Future[None]) -> None:
        try:
            await self._live(ready)
        except Exception as error:  # noqa: BLE001 - the door: the host lives on without us
            log.error("practice_stopped", error=where(error), hint="the host goes on without it")
            if not ready.done():
                ready.set_exception(error)
        finally:
            self._guest = self._house = None
            if not ready.done():
                ready.set_exception(Stopped())

    async def _live(self, ready: asyncio.Future[None]) -> None:
        clock = SystemClock()
        async with opened(self._settings, clock) as database:
            username = await self._our_name(clock)
            platform = TelegramPlatform(self._client, username, LINK_MARK)
            house = await furnish(self._settings, database, clock, platform, guest=True)
            connection = Connection(self._client, username, platform)
            async with house.running(lambda: self._lost_at is None) as nursery:
                self._house = house
                self._guest = Guest(
                    connection, house.service.receiver, nursery, await _known(database, platform)
                )
                ready.set_result(None)
                log.info("practising", bot=username)
                await self._until_the_end(nursery)

    async def _our_name(self, clock: SystemClock) -> str:
        """Our user name; waiting for Telegram, for however long, ends with `stop`."""
        async with Nursery() as nursery:
            asking = nursery.start(who_are_we(self._client, clock), "log in")
            end = nursery.start(self._end.wait(), "end")
            await asyncio.wait((asking, end), return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                raise Stopped
            name: str = await asking
            return name

    async def _until_the_end(self, nursery: Nursery) -> None:
        end = nursery.start(self._end.wait(), "end")
        failing = nursery.start(nursery.failure(), "failure")
        await asyncio.wait((end, failing), return_when=asyncio.FIRST_COMPLETED)
        # From here on whatever comes in is the host's.
        self._guest = None
        if failing.done():
            await failing
