"""Platforms repeat themselves and chats talk at once: each update takes effect once, in order."""

import asyncio
import random
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.delivery.receiving import Receiver
from bot.practice.messages import Chat, Inbound, Kind, Message, Sender
from bot.storage.database import Database
from bot.storage.unit import Unit
from tests.faults import books

CHANNEL = "telegram:1"
UPDATES = 20_000
FEEDERS = 8
BATCH = 50
CHATS = 1_000
MESSAGES = 6


class Clumsy:
    """Lets each update take effect as one message, and fails now and then before or after it."""

    def __init__(self, seed: int, chance: float = 0.0) -> None:
        self._dice = random.Random(seed)
        self._chance = chance
        self.given_up: list[str] = []

    def handle(self, unit: Unit, inbound: Inbound) -> None:
        """Echo; a failure afterwards must take the echo back."""
        unit.queue(inbound.channel, Message(inbound.chat, inbound.text))
        if self._dice.random() < self._chance:
            raise RuntimeError("clumsy")

    def give_up(self, unit: Unit, inbound: Inbound, error: str) -> None:
        """Note what was given up."""
        self.given_up.append(inbound.key)


class NoRest(SystemClock):
    """Waiting for the next try costs no time, only another turn of the event loop."""

    async def sleep(self, seconds: float) -> None:
        """Let others go first."""
        await asyncio.sleep(0)


async def _store(file: Path) -> Database:
    database = Database(f"sqlite:///{file}", SystemClock())
    await database.open()
    return database


async def _never_said(_message: Message) -> None:
    raise AssertionError("everything here is stored")


def _update(key: int, chat: int, text: str) -> Inbound:
    who = Sender(str(chat))
    return Inbound(CHANNEL, str(key), Kind.TEXT, Chat(str(chat)), who, None, text)


@pytest.mark.fault
async def test_twenty_thousand_updates_told_twice_take_effect_once(tmp_path: Path) -> None:
    database = await _store(tmp_path / "kefu.db")
    desk = Clumsy(1)
    receiver = Receiver(database, desk, NoRest(), _never_said)
    told = [_update(key, key % 997, str(key)) for key in range(UPDATES)] * 2
    random.Random(7).shuffle(told)
    batches = [told[start : start + BATCH] for start in range(0, len(told), BATCH)]

    async def feed(first: int) -> None:
        for batch in batches[first::FEEDERS]:
            await receiver.take_all(batch)

    await asyncio.gather(*(feed(number) for number in range(FEEDERS)))
    await database.close()
    shown = [int(text) for _, _, text in books.outbox(tmp_path / "kefu.db")]
    assert sorted(shown) == list(range(UPDATES))
    assert books.ask(tmp_path / "kefu.db", "SELECT count(*) FROM seen") == [(UPDATES,)]
    assert books.sound(tmp_path / "kefu.db")


@pytest.mark.fault
async def test_a_thousand_chats_keep_their_order_under_failures(tmp_path: Path) -> None:
    database = await _store(tmp_path / "kefu.db")
    desk = Clumsy(2, chance=0.2)
    receiver = Receiver(database, desk, NoRest(), _never_said)
    dice = random.Random(3)
    places = [chat for chat in range(CHATS) for _ in range(MESSAGES)]
    dice.shuffle(places)
    updates = [_update(key, chat, str(key)) for key, chat in enumerate(places)]
    begun: list[asyncio.Task[None]] = []
    for start in range(0, len(updates), 100):
        begun.append(asyncio.create_task(receiver.take_all(updates[start : start + 100])))
        for _ in range(dice.randrange(4)):
            await asyncio.sleep(0)
    await asyncio.gather(*begun)
    await database.close()
    order: dict[str, list[int]] = {}
    for chat, _, text in books.outbox(tmp_path / "kefu.db"):
        order.setdefault(chat, []).append(int(text))
    assert all(keys == sorted(keys) for keys in order.values())
    effects = {str(key) for keys in order.values() for key in keys}
    assert effects | set(desk.given_up) == {update.key for update in updates}
    assert effects.isdisjoint(desk.given_up)
    parked = books.ask(tmp_path / "kefu.db", "SELECT key FROM dead_letter")
    assert sorted(desk.given_up) == sorted(key for (key,) in parked)
    assert len(order) == CHATS
