"""A file that somebody sent on Telegram, through either library."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram import Bot as PtbBot

from bot.adapters.telegram.client import Client
from bot.adapters.telegram.sending import TelegramPlatform
from bot.adapters.telegram.updates import read_update
from bot.adapters.telegram_aiogram.send import AiogramClient
from bot.adapters.telegram_ptb.send import PtbClient
from bot.practice.messages import IncomingFile
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.connect import connected
from tests.fakes.telegram.params import Upload

NAMES = "姓名\n张三\n".encode()


@asynccontextmanager
async def client(library: str, telegram: FakeTelegram) -> AsyncIterator[Client]:
    """A client of this library that speaks with the fake."""
    if library == "aiogram":
        async with connected(telegram.base_url, telegram.token) as bot:
            yield AiogramClient(bot)
    else:
        root = telegram.base_url
        ptb = PtbBot(telegram.token, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot")
        async with ptb:
            yield PtbClient(ptb)


@pytest.mark.parametrize("library", ["aiogram", "ptb"])
async def test_a_file_is_fetched_as_it_was_sent_and_a_lost_one_is_none(library: str) -> None:
    async with FakeTelegram() as telegram, client(library, telegram) as calls:
        number = telegram.world.store(Upload("list.csv", "text/csv", NAMES))
        platform = TelegramPlatform(calls, "kefu_coach_bot")
        assert await platform.fetch(IncomingFile(number, "list.csv", len(NAMES))) == NAMES
        assert await platform.fetch(IncomingFile("gone", "list.csv", 1)) is None


def test_a_document_is_read_with_its_name_and_size_and_a_photo_is_no_file() -> None:
    message = {
        "message_id": 7,
        "date": 1_772_447_400,
        "from": {"id": 1, "is_bot": False, "first_name": "A"},
        "chat": {"id": 1, "type": "private"},
    }
    document = {"file_id": "BQ1", "file_name": "名单.xlsx", "file_size": 9_000}
    sent = read_update({"update_id": 1, "message": {**message, "document": document}}, "c", "b")
    photo = read_update({"update_id": 2, "message": {**message, "photo": [{}]}}, "c", "b")
    assert sent is not None
    assert sent.file == IncomingFile("BQ1", "名单.xlsx", 9_000)
    assert photo is not None
    assert photo.file is None
