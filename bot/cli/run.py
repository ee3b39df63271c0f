"""`kefu run`: serving a messenger until somebody stops it."""

import asyncio
import signal
import sys

from rich.console import Console

from bot.classroom.operators import new_operator_code
from bot.cli.classes import link_to
from bot.cli.speech import words
from bot.clock import SystemClock
from bot.logs import configure_logs, get_logger
from bot.platforms import platform_called
from bot.practice.messenger import Messenger
from bot.practice.ports import Platform
from bot.serving import ServiceIntake, furnish, opened, receive
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.unit import Unit

log = get_logger(__name__)

_LEAVING_SECONDS = 12.0


async def serve(platform: str = "", webhook: str = "") -> None:
    """Serve until SIGINT or SIGTERM; what is on the wire then is finished first.

    `platform` names where, as `kefu platforms` lists them; `webhook` is the address that Telegram
    posts to. What is empty is left to the settings.
    """
    given = {"platform": platform, "webhook": webhook}
    settings = Settings().model_copy(update={name: it for name, it in given.items() if it})
    configure_logs(settings.log_level)
    offer = platform_called(settings.platform)
    clock = SystemClock()
    async with (
        opened(settings, clock) as database,
        offer.connected(settings, clock) as messenger,
    ):
        await _serve(settings, database, messenger, clock)


async def _serve(
    settings: Settings, database: Database, messenger: Messenger, clock: SystemClock
) -> None:
    house = await furnish(settings, database, clock, messenger.platform)
    await _first_operator(database, messenger.platform)
    stopped = _stop_signal()
    async with house.running(lambda: messenger.in_touch) as nursery:
        intake = ServiceIntake(house.service)
        receiving = nursery.start(receive(messenger, intake, clock), "receiver")
        log.info("serving", bot=messenger.name)
        failing = nursery.start(nursery.failure(), "failure")
        await asyncio.wait((stopped, failing), return_when=asyncio.FIRST_COMPLETED)
        receiving.cancel()
        # A messenger may have something to take down before we send what is left.
        await asyncio.wait((receiving,), timeout=_LEAVING_SECONDS)
        if failing.done():
            await failing
    log.info("stopped")


async def _first_operator(database: Database, platform: Platform) -> None:
    """Nobody runs the installation yet: a code for whoever sees this console."""

    def code(unit: Unit) -> str:
        return "" if unit.operators() else new_operator_code(unit)

    if new := await database.write(code):
        link = link_to(platform.capabilities.start_link, new)
        text = words().say("cli.operator.code", code=new, link=link)
        Console(highlight=False, soft_wrap=True).print(text, markup=False)


def _stop_signal() -> asyncio.Future[None]:
    loop = asyncio.get_running_loop()
    stopped: asyncio.Future[None] = loop.create_future()

    def stop() -> None:
        if not stopped.done():
            stopped.set_result(None)

    if sys.platform != "win32":
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop)
    return stopped
