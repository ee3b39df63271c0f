"""A bot of our own through python-telegram-bot."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Bot
from telegram.request import HTTPXRequest

from bot.adapters.telegram.login import Connection, bot_id_of, log_in, token_in
from bot.adapters.telegram.messenger import messenger_by
from bot.adapters.telegram_ptb.send import PtbClient
from bot.practice.messenger import Messenger
from bot.practice.ports import Clock
from bot.settings import Settings

_TELEGRAM = "https://api.telegram.org"
_CONNECTIONS = 32
"""As many as are ever on the wire at once: one long poll, sixteen messages, presses answered."""


@asynccontextmanager
async def connect(token: str, api: str, clock: Clock) -> AsyncIterator[Connection]:
    """Log in, waiting as long as Telegram is out of reach; a wrong token is an error at once."""
    bot_id_of(token)
    # The library's own switch: without it every "too many requests" comes with a warning.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    server = api or _TELEGRAM
    request = HTTPXRequest(connection_pool_size=_CONNECTIONS)
    try:
        bot = Bot(
            token,
            base_url=f"{server}/bot",
            base_file_url=f"{server}/file/bot",
            request=request,
            get_updates_request=request,
        )
        yield await log_in(PtbClient(bot), clock)
    finally:
        await request.shutdown()


@asynccontextmanager
async def messenger(settings: Settings, clock: Clock) -> AsyncIterator[Messenger]:
    """The entry of this library among the platforms that can be served."""
    async with connect(token_in(settings), settings.telegram_api, clock) as connection:
        yield messenger_by(connection, settings, clock)
