"""A bot of our own through aiogram."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer

from bot.adapters.telegram.login import Connection, bot_id_of, log_in, token_in
from bot.adapters.telegram.messenger import messenger_by
from bot.adapters.telegram_aiogram.send import AiogramClient
from bot.practice.messenger import Messenger
from bot.practice.ports import Clock
from bot.settings import Settings


@asynccontextmanager
async def connect(token: str, api: str, clock: Clock) -> AsyncIterator[Connection]:
    """Log in, waiting as long as Telegram is out of reach; a wrong token is an error at once."""
    bot_id_of(token)
    server = TelegramAPIServer.from_base(api) if api else PRODUCTION
    async with Bot(token, session=AiohttpSession(api=server)) as bot:
        yield await log_in(AiogramClient(bot), clock)


@asynccontextmanager
async def messenger(settings: Settings, clock: Clock) -> AsyncIterator[Messenger]:
    """The entry of this library among the platforms that can be served."""
    async with connect(token_in(settings), settings.telegram_api, clock) as connection:
        yield messenger_by(connection, settings, clock)
