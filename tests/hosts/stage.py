"""The shops, served against the fake Telegram: bare or with the practice, polled or posted to."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web
from telegram import Update
from telegram.ext import Defaults

from bot import plugin
from bot.adapters.telegram.webhook import Webhook
from bot.settings import Settings
from tests.fakes.telegram import FakeTelegram
from tests.hosts import shop_aiogram, shop_ptb

SECRET = "a-secret-of-the-tests"


@dataclass(frozen=True, slots=True)
class Way:
    """How a shop is served; `mounted` is "" (bare), "durable" or "plain"."""

    framework: str
    reception: str
    mounted: str

    def __str__(self) -> str:
        return f"{self.framework}-{self.reception}-{self.mounted or 'bare'}"


def practice(folder: Path) -> Settings:
    """Settings of a practice in this folder that reacts at once."""
    return Settings(data=folder, settle_seconds=0, _env_file=None)  # type: ignore[call-arg]


@asynccontextmanager
async def served(telegram: FakeTelegram, way: Way, folder: Path) -> AsyncIterator[Any]:
    """Serve a shop this way until the block ends; gives the mounted practice, or None."""
    serve = {
        ("aiogram", "polling"): _aiogram_polling,
        ("aiogram", "webhook"): _aiogram_webhook,
        ("ptb", "polling"): _ptb_polling,
        ("ptb", "webhook"): _ptb_webhook,
    }[way.framework, way.reception]
    async with serve(telegram, way.mounted, folder) as mounted:
        yield mounted


# --- aiogram -------------------------------------------------------------------------------------


@asynccontextmanager
async def aiogram_bot(telegram: FakeTelegram) -> AsyncIterator[Bot]:
    """The shop's client; everything it writes is HTML, unless it says otherwise."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.base_url))
    http = await session.create_session()
    try:
        yield Bot(telegram.token, session, default=DefaultBotProperties(parse_mode="HTML"))
    finally:
        # aiogram's own close() waits a quarter of a second for TLS, which the fake does not speak.
        await http.close()


@asynccontextmanager
async def _aiogram_polling(
    telegram: FakeTelegram, mounted: str, folder: Path
) -> AsyncIterator[Any]:
    async with aiogram_bot(telegram) as bot:
        dispatcher, router = shop_aiogram.dispatcher(), None
        if mounted:
            router = plugin.router(bot, practice(folder), durable=mounted == "durable")
            dispatcher.include_router(router)
        polling = asyncio.create_task(
            dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
        )
        await telegram.until(lambda: telegram.calls_of("getUpdates"), 20)
        try:
            yield router
        finally:
            await dispatcher.stop_polling()
            await polling


@asynccontextmanager
async def _aiogram_webhook(
    telegram: FakeTelegram, mounted: str, folder: Path
) -> AsyncIterator[Any]:
    async with aiogram_bot(telegram) as bot:
        dispatcher, router = shop_aiogram.dispatcher(), None
        app = web.Application()
        if mounted:
            router = plugin.router(bot, practice(folder), durable=mounted == "durable")
            dispatcher.include_router(router)
        if router is not None and mounted == "durable":
            app.router.add_post("/hook", router.aiohttp_handler(SECRET))
        else:
            SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(app, "/hook")
        setup_application(app, dispatcher, bot=bot)
        async with _aiohttp(app) as url:
            await bot.set_webhook(f"{url}/hook", secret_token=SECRET)
            yield router
            await bot.delete_webhook()


@asynccontextmanager
async def _aiohttp(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


# --- python-telegram-bot -------------------------------------------------------------------------


def ptb_application(telegram: FakeTelegram) -> shop_ptb.Application[Any, Any, Any, Any, Any, Any]:
    """The shop; everything it writes is HTML, unless it says otherwise."""
    defaults = Defaults(parse_mode="HTML")
    return shop_ptb.application(telegram.token, telegram.base_url, defaults=defaults)


@asynccontextmanager
async def _ptb_polling(telegram: FakeTelegram, mounted: str, folder: Path) -> AsyncIterator[Any]:
    application, kefu = ptb_application(telegram), None
    if mounted:
        kefu = plugin.register(application, practice(folder), durable=mounted == "durable")
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(poll_interval=0, timeout=5)
        try:
            yield kefu
        finally:
            await application.updater.stop()
            await application.stop()
            if kefu is not None:
                await kefu.stop()


@asynccontextmanager
async def _ptb_webhook(telegram: FakeTelegram, mounted: str, folder: Path) -> AsyncIterator[Any]:
    application, kefu = ptb_application(telegram), None
    if mounted:
        kefu = plugin.register(application, practice(folder), durable=mounted == "durable")

    async def custom(request: web.Request) -> web.Response:
        """A webhook as the library's own example writes it."""
        told = Update.de_json(await request.json(), application.bot)
        await application.update_queue.put(told)
        return web.Response()

    async with application, AsyncExitStack() as stack:
        await application.start()
        if kefu is not None and mounted == "durable":
            url = await stack.enter_async_context(asgi(kefu.webhook(SECRET)))
        else:
            app = web.Application()
            app.router.add_post("/hook", custom)
            url = await stack.enter_async_context(_aiohttp(app))
        await application.bot.set_webhook(f"{url}/hook", secret_token=SECRET)
        try:
            yield kefu
        finally:
            await application.bot.delete_webhook()
            await application.stop()
            if kefu is not None:
                await kefu.stop()


@asynccontextmanager
async def asgi(app: Webhook) -> AsyncIterator[str]:
    """A real server for an ASGI application; gives its address."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="on"))
        running = asyncio.create_task(server.serve(sockets=[bound]))
        while not server.started:
            await asyncio.sleep(0.005)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        await running
