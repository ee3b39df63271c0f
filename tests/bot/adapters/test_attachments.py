"""Pictures and files over both libraries, on the strict fake Telegram."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram import Bot as PtbBot

from bot.adapters.telegram.client import Client
from bot.adapters.telegram.sending import TelegramPlatform
from bot.adapters.telegram_aiogram.send import AiogramClient
from bot.adapters.telegram_ptb.send import PtbClient
from bot.practice.messages import Attachment, Button, Chat, Message, Queued, Sent
from tests.fakes.telegram import FakeTelegram, Rules
from tests.fakes.telegram.connect import connected
from tests.fakes.telegram.people import PIXEL

LIBRARIES = ("aiogram", "ptb")


@asynccontextmanager
async def client(library: str, fake: FakeTelegram) -> AsyncIterator[Client]:
    """The library's client, logged in at the fake."""
    if library == "aiogram":
        async with connected(fake.base_url, fake.token) as bot:
            yield AiogramClient(bot)
    else:
        async with PtbBot(fake.token, base_url=f"{fake.base_url}/bot") as bot:
            yield PtbClient(bot)


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("picture", [True, False])
async def test_an_attachment_arrives_with_caption_and_buttons(library: str, picture: bool) -> None:
    async with FakeTelegram(rules=Rules.no_flood()) as fake, client(library, fake) as caller:
        ada = fake.user("Ada")
        ada.start()
        file = Attachment("my-marks.png", PIXEL, picture=picture)
        row = ((Button("再来", "k1.x.y"),),)
        message = Message(Chat(str(ada.id)), "我" * 2000, row, attachment=file)
        outcome = await TelegramPlatform(caller, "kefu").send(Queued(1, "telegram:1", message))
        assert isinstance(outcome, Sent)
        assert outcome.stamp is not None
        seen = await ada.next_message()
        assert ("photo" in seen.wire) is picture
        assert ("document" in seen.wire) is not picture
        assert len(seen.wire["caption"]) == 1024
        assert seen.buttons == [["再来"]]
