"""`kefu run`: serving Telegram until somebody stops it."""

import asyncio
import signal
import sys

import structlog

from bot.adapters.telegram_aiogram.connect import Connection, connect, show_menu
from bot.adapters.telegram_aiogram.receive import Poller
from bot.app import Options, Service, restock, stocked
from bot.clock import SystemClock
from bot.customers import Collection
from bot.logs import configure_logs
from bot.practice.shelf import Shelf
from bot.settings import Settings
from bot.storage.database import Database
from bot.trouble import Trouble

log = structlog.get_logger(__name__)

REFRESH_SECONDS = 5.0


class NoToken(Trouble):
    """No token: set KEFU_TELEGRAM_TOKEN (BotFather gives it), or try `kefu demo` without one."""

    key = "trouble.no_token"


async def serve() -> None:
    """Serve until SIGINT or SIGTERM; what is on the wire then is finished first."""
    settings = Settings()
    configure_logs(settings.log_level)
    if settings.telegram_token is None:
        raise NoToken
    clock = SystemClock()
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url, clock)
    await database.open(exclusive=True)
    token = settings.telegram_token.get_secret_value()
    try:
        async with connect(token, settings.telegram_api, clock) as connection:
            await _serve(settings, database, connection, clock)
    finally:
        await database.close()


async def _serve(
    settings: Settings, database: Database, connection: Connection, clock: SystemClock
) -> None:
    key = await database.write(lambda unit: unit.signing_key())
    await database.write(lambda unit: unit.remember("bot_username", connection.username))
    options = Options(key, settle_seconds=settings.settle_seconds, operator=settings.operator)
    collection = Collection.gather(settings.customers)
    shelf = stocked(collection)
    service = Service(database, connection.platform, shelf, clock, options)
    poller = Poller(
        connection.bot,
        connection.username,
        service.receiver,
        connection.platform,
        clock,
        service.timetable.forgive_outage,
    )
    stopped = _stop_signal()
    async with service.running(lambda: poller.in_touch) as nursery:
        polling = nursery.start(poller.run(), "poller")
        nursery.start(show_menu(connection.bot), "menu")
        nursery.start(_keep_fresh(shelf, collection, clock), "customers")
        log.info("serving", bot=connection.username)
        failing = nursery.start(nursery.failure(), "failure")
        await asyncio.wait((stopped, failing), return_when=asyncio.FIRST_COMPLETED)
        polling.cancel()
        if failing.done():
            await failing
    log.info("stopped")


async def _keep_fresh(shelf: Shelf, collection: Collection, clock: SystemClock) -> None:
    """Offer what authors have changed within seconds; who is in a talk notices nothing."""
    while True:
        await clock.sleep(REFRESH_SECONDS)
        try:
            if not await asyncio.to_thread(collection.refresh):
                continue
            restock(shelf, collection)
        except Exception as error:  # noqa: BLE001 - a teacher's files must not stop the bot
            log.error("customers_not_read", error=repr(error))
        else:
            log.info("customers_read_again", offered=len(shelf.offers))


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
