"""A token and a student's words, sent through every door amid failures: they turn up nowhere."""

import asyncio
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from bot.commands import access
from bot.commands.context import Context
from tests.fakes.telegram import FakeTelegram, Person
from tests.fakes.telegram.server import TOKEN
from tests.faults.process import spawn, surroundings
from tests.faults.students import AGREE, is_line
from tests.hosts.stage import SECRET, Way, served
from tests.hosts.test_durable import in_a_talk
from tests.hosts.test_shops import fake

WORDS = "金丝雀在唱歌"
HARMS = ("status", "html", "truncate", "drop_before", "drop_after", "flood")
METHODS = ("getUpdates", "sendMessage")
LIBRARIES = ("aiogram", "aiohttp", "telegram", "httpx", "httpcore")
DOORS = [
    Way(framework, *way)
    for framework, way in product(
        ("aiogram", "ptb"), (("polling", "durable"), ("webhook", "plain"))
    )
]


class Everything(logging.Handler):
    """Every record of every library, written out with its traceback as a host would."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[tuple[str, str]] = []
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append((record.name, self.format(record)))


@contextmanager
def everything_logged() -> Iterator[Everything]:
    """A host that logs all there is, and never heard of our own logging."""
    root, handler = logging.getLogger(), Everything()
    # Our own bot, started in this process before, may have hushed the libraries.
    before = {logger: logger.level for logger in (root, *map(logging.getLogger, LIBRARIES))}
    root.addHandler(handler)
    for logger in before:
        logger.setLevel(logging.DEBUG)
    try:
        yield handler
    finally:
        root.removeHandler(handler)
        for logger, level in before.items():
            logger.setLevel(level)


def broken(context: Context) -> None:
    """A mistake of ours whose error quotes somebody."""
    raise RuntimeError(f"{WORDS} {context.inbound} {TOKEN}")


def dump(folder: Path) -> str:
    """The whole store as SQL."""
    with closing(sqlite3.connect(folder / "kefu.db")) as store:
        return "\n".join(store.iterdump())


async def suffer(telegram: FakeTelegram, person: Person) -> None:
    """Every kind of trouble on every call, while somebody goes on talking."""
    for harm, method in product(HARMS, METHODS):
        seconds = {"seconds": 1} if harm == "flood" else {}
        telegram.faults.add(harm, method=method, times=1, **seconds)
    for number in range(6):
        person.say(f"{WORDS} {number}")
        await asyncio.sleep(0.1)
    telegram.faults.outage = True
    await asyncio.sleep(0.3)
    telegram.faults.outage = False


@pytest.mark.fault
@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # on reading RetryAfter
@pytest.mark.parametrize("way", DOORS, ids=str)
async def test_no_door_of_a_host_tells_its_token_or_what_students_say(
    way: Way,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entry = access.commands.get("me")
    assert entry is not None
    monkeypatch.setitem(access.commands._entries, "me", replace(entry, handler=broken))
    with ExitStack() as stack:
        async with fake() as telegram, served(telegram, way, tmp_path):
            # Building its client, a library tells the address itself: that is before our time.
            log = stack.enter_context(everything_logged())
            ada = telegram.user("Ada")
            await in_a_talk(telegram, ada)
            await suffer(telegram, ada)
            for words in ("/me", "/crash"):
                ada.say(words)
            await telegram.all_confirmed(40)
            secrets = (telegram.token, telegram.token.partition(":")[2])
    libraries = {"aiogram": {"aiogram"}, "ptb": {"telegram", "httpx", "httpcore"}}
    assert {name.partition(".")[0] for name, _ in log.lines} >= libraries[way.framework]
    told = "\n".join((*(line for _, line in log.lines), *capfd.readouterr(), dump(tmp_path)))
    for secret in (*secrets, SECRET):
        assert secret not in told
    ours = [line for name, line in log.lines if name.startswith("bot.")]
    assert ours
    assert not [line for line in ours if WORDS in line or "Traceback" in line]


@pytest.mark.fault
@pytest.mark.parametrize("adapter", ["aiogram", "ptb"])
async def test_the_bot_of_our_own_tells_neither(adapter: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    async with fake() as telegram:
        environment = surroundings(
            telegram.base_url,
            telegram.token,
            tmp_path,
            KEFU_ADAPTER=adapter,
            KEFU_LOG_LEVEL="DEBUG",
            KEFU_DEBUG="1",
        )
        process = await spawn(environment, log)
        ada = telegram.user("Ada")
        ada.say("/practice 1")
        await ada.until(lambda one: one.sees and one.sees[-1].buttons, 40)
        ada.press(AGREE)
        await ada.next_message(20)
        await ada.next_message(20)
        ada.say("/practice 1")
        await ada.until(lambda one: is_line(one.sees[-1]), 20)
        await suffer(telegram, ada)
        await telegram.all_confirmed(60)
        # A token that Telegram does not know any more ends it with a traceback, as it was asked to.
        telegram.world.bots.clear()
        telegram.bot.poll.interrupt("gone")
        assert await asyncio.wait_for(process.wait(), 60) == 1
    told = log.read_text() + dump(tmp_path)
    assert "Traceback" in log.read_text()
    for secret in (telegram.token, telegram.token.partition(":")[2]):
        assert secret not in told
    assert WORDS not in log.read_text()
