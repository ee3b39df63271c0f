"""The measuring rod: a bare aiogram echo bot with one durable write, in the usual way.

Stock long polling, SQLAlchemy's async layer on aiosqlite, WAL and synchronous=FULL. Each update
inserts a row and changes a row in one commit, then the words go back. Statements are Core, which
is cheaper than the ORM.
"""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text, event, insert, update
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

metadata = MetaData()
talker = Table(
    "talker",
    metadata,
    Column("chat", BigInteger, primary_key=True),
    Column("words", Text, nullable=False),
)
heard = Table(
    "heard",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat", BigInteger, nullable=False),
    Column("words", Text, nullable=False),
)


def _durable(connection: DBAPIConnection, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def _dispatcher(engine: AsyncEngine) -> Dispatcher:
    dispatcher = Dispatcher()

    async def echo(message: Message) -> None:
        words = message.text or ""
        async with engine.begin() as connection:
            if words == "/start":
                await connection.execute(insert(talker).values(chat=message.chat.id, words=""))
            else:
                await connection.execute(insert(heard).values(chat=message.chat.id, words=words))
                await connection.execute(
                    update(talker).where(talker.c.chat == message.chat.id).values(words=words)
                )
        await message.answer(words)

    dispatcher.message.register(echo)
    return dispatcher


async def serve(api: str, token: str, path: str) -> None:
    """Echo until stopped."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}")
    event.listen(engine.sync_engine, "connect", _durable)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    session = AiohttpSession(api=TelegramAPIServer.from_base(api))
    async with Bot(token, session=session) as bot:
        await _dispatcher(engine).start_polling(bot)
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
