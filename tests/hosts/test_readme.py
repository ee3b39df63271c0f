"""The README's two host bots, word for word, each in an empty folder."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.fakes.telegram import FakeTelegram
from tests.faults.students import AGREE, is_line
from tests.hosts.test_shops import fake

ROOT = Path(__file__).parents[2]
CODE = re.findall(r"```python\n(import .*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
ELSEWHERE = """
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
"""
CLIENTS = {
    "aiogram": (
        'Bot(os.environ["BOT_TOKEN"]',
        'Bot(os.environ["BOT_TOKEN"], AiohttpSession(api=TelegramAPIServer.from_base("{url}"))',
        ELSEWHERE,
    ),
    "telegram": (
        '.token(os.environ["BOT_TOKEN"])',
        '.token(os.environ["BOT_TOKEN"]).base_url("{url}/bot")',
        "",
    ),
}
"""How each framework is pointed at another server: all that is changed."""


@asynccontextmanager
async def running(telegram: FakeTelegram, framework: str, folder: Path) -> AsyncIterator[Path]:
    """The README's bot, started as it says; gives the file of its complaints."""
    [source] = [code for code in CODE if f"\nfrom {framework} import" in code]
    there, elsewhere, imports = CLIENTS[framework]
    assert source.count(there) == 1
    changed = source.replace(there, elsewhere.format(url=telegram.base_url))
    (folder / "shop.py").write_text(f"{imports}{changed}", "utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KEFU_")}
    environment = {**kept, "BOT_TOKEN": telegram.token, "PYTHONPATH": str(ROOT)}
    log = folder / "log"
    with log.open("wb") as complaints:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "shop.py", cwd=folder, env=environment, stderr=complaints
        )
    try:
        yield log
    finally:
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 20) == 0, log.read_text()


@pytest.mark.parametrize("framework", list(CLIENTS))
async def test_two_lines_put_the_practice_into_the_readmes_bot(
    framework: str, tmp_path: Path
) -> None:
    async with fake() as telegram, running(telegram, framework, tmp_path) as log:
        ada = telegram.user("Ada")
        ada.say("/help")
        assert (await ada.next_message(30)).text == "这是小店的帮助"
        ada.say("/practice 1")
        await ada.until(lambda one: one.sees[-1].buttons, 20)
        ada.press(AGREE)
        await ada.next_message(20)
        await ada.next_message(20)
        ada.say("/practice 1")
        await ada.until(lambda one: is_line(one.sees[-1]), 20)
        ada.say("/help")
        await ada.until(lambda one: one.sees[-1].text == "这是小店的帮助")
        await telegram.all_confirmed()
    assert telegram.token not in log.read_text()
    assert "Traceback" not in log.read_text()
