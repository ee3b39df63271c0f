"""`kefu run`: serving Telegram until somebody stops it."""

import asyncio
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from rich.console import Console

from bot.adapters.telegram.login import Connection, show_menu
from bot.adapters.telegram.polling import Poller
from bot.classroom.operators import new_operator_code
from bot.cli.speech import words
from bot.clock import SystemClock
from bot.logs import configure_logs, get_logger
from bot.practice.ports import Clock
from bot.serving import furnish, opened
from bot.settings import Adapter, Settings
from bot.storage.database import Database
from bot.storage.unit import Unit
from bot.trouble import Trouble

log = get_logger(__name__)

Connector = Callable[[str, str, Clock], AbstractAsyncContextManager[Connection]]


class NoToken(Trouble):
    """No token: set KEFU_TELEGRAM_TOKEN (BotFather gives it), or try `kefu demo` without one."""

    key = "trouble.no_token"


class UnknownAdapter(Trouble):
    """There is no such library for Telegram here; choose aiogram or ptb."""

    key = "trouble.unknown_adapter"


class AdapterNotInstalled(Trouble):
    """The library is not installed: pip install "kefu-coach[aiogram]" or "kefu-coach[ptb]"."""

    key = "trouble.adapter_not_installed"


async def serve(adapter: str = "") -> None:
    """Serve until SIGINT or SIGTERM; what is on the wire then is finished first.

    `adapter` names the library that speaks with Telegram; empty leaves it to the settings.
    """
    settings = Settings()
    configure_logs(settings.log_level)
    connect = _connector(adapter or settings.adapter)
    if settings.telegram_token is None:
        raise NoToken
    token = settings.telegram_token.get_secret_value()
    clock = SystemClock()
    async with (
        opened(settings, clock) as database,
        connect(token, settings.telegram_api, clock) as connection,
    ):
        await _serve(settings, database, connection, clock)


def _connector(adapter: str) -> Connector:
    """How to log in by this library; only the chosen one is imported, for that takes seconds."""
    if adapter not in list(Adapter):
        raise UnknownAdapter(adapter=adapter)
    try:
        if adapter == Adapter.PTB:
            from bot.adapters.telegram_ptb.connect import connect
        else:
            from bot.adapters.telegram_aiogram.connect import connect
    except ModuleNotFoundError:
        raise AdapterNotInstalled(adapter=adapter) from None
    return connect


async def _serve(
    settings: Settings, database: Database, connection: Connection, clock: SystemClock
) -> None:
    house = await furnish(settings, database, clock, connection.platform)
    await _first_operator(database, connection)
    service = house.service
    poller = Poller(connection, service.receiver, clock, service.timetable.forgive_outage)
    stopped = _stop_signal()
    async with house.running(lambda: poller.in_touch) as nursery:
        polling = nursery.start(poller.run(), "poller")
        nursery.start(show_menu(connection.client), "menu")
        log.info("serving", bot=connection.username)
        failing = nursery.start(nursery.failure(), "failure")
        await asyncio.wait((stopped, failing), return_when=asyncio.FIRST_COMPLETED)
        polling.cancel()
        if failing.done():
            await failing
    log.info("stopped")


async def _first_operator(database: Database, connection: Connection) -> None:
    """Nobody runs the installation yet: a code for whoever sees this console."""

    def code(unit: Unit) -> str:
        return "" if unit.operators() else new_operator_code(unit)

    if new := await database.write(code):
        link = connection.platform.capabilities.start_link.format(f"join_{new}")
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
