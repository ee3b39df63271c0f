"""Durable: Telegram is told that we have something only when it is on disk. Plain: at once."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import product
from pathlib import Path

import pytest

from tests.fakes.telegram import FakeTelegram, Person
from tests.faults import books
from tests.faults.students import AGREE, is_line
from tests.hosts.stage import Way, served
from tests.hosts.test_shops import fake
from tests.hosts.words import HELP

DURABLE = [Way(*way, "durable") for way in product(("aiogram", "ptb"), ("polling", "webhook"))]
PLAIN = [Way("aiogram", "polling", "plain"), Way("ptb", "polling", "plain")]
SAID = "亲，非常抱歉，我马上帮您查"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """While somebody else writes the store: whatever is to be committed has to wait."""
    with closing(sqlite3.connect(folder / "kefu.db", timeout=10)) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def in_a_talk(telegram: FakeTelegram, person: Person) -> None:
    person.say("/practice 1")
    await person.until(lambda one: one.sees and one.sees[-1].buttons, 20)
    person.press(AGREE)
    await person.until(lambda one: "编号" in one.sees[-1].text or len(one.sees) > 2)
    person.say("/practice 1")
    await person.until(lambda one: is_line(one.sees[-1]))
    await telegram.all_confirmed()


@pytest.mark.parametrize("way", DURABLE, ids=str)
async def test_nothing_of_ours_is_acknowledged_before_it_is_committed(
    way: Way, tmp_path: Path
) -> None:
    async with fake() as telegram, served(telegram, way, tmp_path):
        ada = telegram.user("Ada")
        await in_a_talk(telegram, ada)
        asked = len(telegram.calls_of("getUpdates"))
        with locked(tmp_path):
            ada.say(SAID)
            with pytest.raises(TimeoutError):
                await telegram.all_confirmed(0.5)
            assert len(telegram.calls_of("getUpdates")) == asked
        await telegram.all_confirmed()
        assert books.bubbles(tmp_path / "kefu.db") == {SAID: 1}


@pytest.mark.parametrize("way", PLAIN, ids=str)
async def test_in_plain_mode_telegram_may_be_told_earlier(
    way: Way, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with fake() as telegram, served(telegram, way, tmp_path):
        ada = telegram.user("Ada")
        await in_a_talk(telegram, ada)
        with locked(tmp_path):
            ada.say(SAID)
            await telegram.all_confirmed()
            assert books.bubbles(tmp_path / "kefu.db") == {}
        await ada.until(lambda one: is_line(one.sees[-1]) and not one.sees[-2].from_bot)
        assert books.bubbles(tmp_path / "kefu.db") == {SAID: 1}
    assert "reception_at_most_once" in caplog.text


@pytest.mark.parametrize("way", [DURABLE[1], DURABLE[3]], ids=str)
async def test_while_our_store_is_in_trouble_the_hosts_users_are_served(
    way: Way, tmp_path: Path
) -> None:
    async with fake() as telegram, served(telegram, way, tmp_path):
        ada, bo = telegram.user("Ada"), telegram.user("Bo")
        await in_a_talk(telegram, ada)
        with locked(tmp_path):
            ada.say(SAID)
            bo.say("/help")
            assert (await bo.next_message()).text == HELP.replace("<b>", "").replace("</b>", "")
        await telegram.all_confirmed()


@pytest.mark.parametrize("way", [DURABLE[0], DURABLE[2]], ids=str)
async def test_silence_while_telegram_was_out_of_reach_is_nobodys(way: Way, tmp_path: Path) -> None:
    async def due(than: int) -> int:
        """When the customer loses patience, as soon as that is after a time."""
        question = "SELECT due_at FROM timer WHERE kind = 'silence' AND due_at > ?"
        async with asyncio.timeout(20):
            while not (found := books.ask(tmp_path / "kefu.db", question, than)):
                await asyncio.sleep(0.02)
        return int(found[0][0])

    async with fake() as telegram, served(telegram, way, tmp_path):
        await in_a_talk(telegram, telegram.user("Ada"))
        before = await due(0)
        telegram.faults.outage = True
        telegram.bot.poll.interrupt("cut")
        await asyncio.sleep(1.0)
        telegram.faults.outage = False
        assert await due(before) - before >= 500, "milliseconds"
