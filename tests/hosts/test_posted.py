"""A bot of our own by webhook: a real process, real posts, both libraries."""

import asyncio
import io
import re
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path

import aiohttp
import pytest

from bot.adapters.telegram.webhook import MOST_BYTES, SECRET_HEADER
from tests.fakes.telegram import FakeTelegram
from tests.faults import books
from tests.faults.process import Nest, spawn, surroundings
from tests.hosts.test_durable import SAID, in_a_talk, locked
from tests.hosts.test_platforms import free_port
from tests.hosts.test_shops import fake

EITHER = pytest.mark.parametrize("library", ["aiogram", "ptb"])

DRAWN = re.compile(r"[A-Za-z0-9_-]{32,256}")


class Bot:
    """`kefu run` with an address of its own, to be started and ended."""

    def __init__(self, telegram: FakeTelegram, library: str, folder: Path) -> None:
        port = free_port()
        self.telegram = telegram
        self.folder = folder
        self.log = folder / "log"
        self.url = f"http://127.0.0.1:{port}/kefu"
        self.listen = f"127.0.0.1:{port}"
        self.library = library

    def environment(self, **settings: str) -> dict[str, str]:
        given = {
            "KEFU_PLATFORM": self.library,
            "KEFU_WEBHOOK": self.url,
            "KEFU_WEBHOOK_LISTEN": self.listen,
            "KEFU_SETTLE_SECONDS": "0",
            "KEFU_LOG_LEVEL": "INFO",
        }
        telegram = self.telegram
        return surroundings(telegram.base_url, telegram.token, self.folder, **(given | settings))

    async def start(self, **settings: str) -> Process:
        return await spawn(self.environment(**settings), self.log)

    async def secret(self, before: str = "") -> str:
        """What Telegram is to show with every post, once it has been told another than before."""

        def new() -> str:
            hook = self.telegram.bot.webhook
            secret = hook.address.secret if hook else ""
            return "" if secret == before else secret

        return await self.telegram.until(new, 40)

    def said(self) -> dict[str, int]:
        return books.bubbles(self.folder / "kefu.db")


async def stopped(process: Process) -> int:
    process.send_signal(signal.SIGTERM)
    return await asyncio.wait_for(process.wait(), 30)


@asynccontextmanager
async def caller() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session:
        yield session


@pytest.mark.fault
@EITHER
async def test_posts_are_answered_after_the_commit_and_a_killed_bot_loses_none(
    library: str, tmp_path: Path
) -> None:
    async with fake() as telegram:
        bot, ada = Bot(telegram, library, tmp_path), telegram.user("Ada")
        async with Nest.warm(bot.environment(), bot.log) as nest:
            await nest.run()
            first = await bot.secret()
            assert DRAWN.fullmatch(first)
            await in_a_talk(telegram, ada)
            with locked(tmp_path):
                ada.say(SAID)
                with pytest.raises(TimeoutError):
                    await telegram.all_confirmed(0.5)
            await telegram.all_confirmed(10)
            assert await nest.kill() == -signal.SIGKILL
            assert bot.said() == {SAID: 1}
            ada.say(f"{SAID}！")
            await nest.run()
            second = await bot.secret(before=first)
            await telegram.all_confirmed(20)
            assert await nest.terminate() == 0
            assert bot.said() == {SAID: 1, f"{SAID}！": 1}
            assert telegram.bot.webhook is None
            ada.say(f"{SAID}。")
            await nest.run()
            await bot.secret(before=second)
            await telegram.all_confirmed(20)
            assert await nest.terminate() == 0
        assert bot.said()[f"{SAID}。"] == 1
        assert not telegram.calls_of("getUpdates")
    told = bot.log.read_text("utf-8")
    assert "Traceback" not in told
    assert first not in told
    assert telegram.token not in told


@EITHER
async def test_whoever_does_not_know_the_secret_or_posts_too_much_is_refused(
    library: str, tmp_path: Path
) -> None:
    async with fake() as telegram:
        bot, ada = Bot(telegram, library, tmp_path), telegram.user("Ada")
        given = "a-secret-of-ones-own"
        process = await bot.start(KEFU_WEBHOOK_SECRET=given)
        assert await bot.secret() == given
        await in_a_talk(telegram, ada)
        await telegram.until(lambda: telegram.calls_of("getWebhookInfo"), 10)
        words = {**ada.sees[-1].wire, "from": ada.account.wire(), "text": SAID, "message_id": 9}
        update = {"update_id": 10**6, "message": words}
        async with caller() as web:
            for wrong in ("", given[:-1], f"{given}x", given.upper()):
                headers = {SECRET_HEADER: wrong, "X-Forwarded-For": "149.154.160.1"}
                async with web.post(bot.url, json=update, headers=headers) as answer:
                    assert answer.status == HTTPStatus.FORBIDDEN
            headers = {SECRET_HEADER: given}
            async with web.get(bot.url, headers=headers) as answer:
                assert answer.status == HTTPStatus.METHOD_NOT_ALLOWED
            large = b" " * (MOST_BYTES + 1)
            async with web.post(bot.url, data=io.BytesIO(large), headers=headers) as answer:
                assert answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            assert bot.said() == {}
            for _ in range(2):
                async with web.post(bot.url, json=update, headers=headers) as answer:
                    assert answer.status == HTTPStatus.OK
        assert bot.said() == {SAID: 1}
        assert await stopped(process) == 0
    told = bot.log.read_text("utf-8")
    assert given not in told


async def test_an_address_that_telegram_refuses_is_one_clear_line(tmp_path: Path) -> None:
    async with fake() as telegram:
        bot = Bot(telegram, "ptb", tmp_path)
        wrong = "http://school.example/kefu"
        process = await bot.start(KEFU_LOG_LEVEL="CRITICAL", KEFU_WEBHOOK=wrong)
        assert await asyncio.wait_for(process.wait(), 60) == 1
        [line] = bot.log.read_text("utf-8").splitlines()
        assert wrong in line
        assert "https://" in line
        assert telegram.bot.webhook is None
