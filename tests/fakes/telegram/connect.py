"""The real aiogram client, pointed at the fake."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer


@asynccontextmanager
async def connected(base_url: str, token: str) -> AsyncIterator[Bot]:
    """A bot that speaks with the fake at this address."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(base_url))
    http = await session.create_session()
    try:
        yield Bot(token, session=session)
    finally:
        # aiogram's own close() waits a quarter of a second for TLS, which the fake does not speak.
        await http.close()
