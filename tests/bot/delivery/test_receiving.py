"""The way in: each event once, in order per chat, and one that always fails blocks nobody."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.classroom.cohorts import Person
from bot.delivery.lanes import Lanes
from bot.delivery.receiving import TRIES, LeaveNoTrace, Receiver
from bot.practice.messages import Chat, Inbound, Kind, Message, Sender
from bot.practice.testing import FakeClock
from bot.storage.database import Database
from bot.storage.unit import Unit

CHANNEL = "telegram:1"


class Counter:
    """A desk that keeps what it is told, and fails where it is told `bad`."""

    def __init__(self) -> None:
        self.tries: list[str] = []
        self.given_up: list[str] = []

    def handle(self, unit: Unit, inbound: Inbound) -> None:
        """Keep the words, in the order in which they came."""
        self.tries.append(inbound.text)
        if inbound.text == "stranger":
            raise LeaveNoTrace([Message(inbound.chat, "who are you?")])
        said = unit.recall(inbound.chat.id) or ""
        unit.remember(inbound.chat.id, f"{said}{inbound.text} ")
        if inbound.text == "bad":
            raise LookupError("bad")

    def give_up(self, unit: Unit, inbound: Inbound, error: str) -> None:
        """Note it."""
        self.given_up.append(inbound.text)


class Door:
    """A receiver and what became of what it was given."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database, self.clock, self.desk = database, clock, Counter()
        self.answers: list[str] = []
        self.receiver = Receiver(database, self.desk, clock, self._say)

    async def _say(self, message: Message) -> None:
        self.answers.append(message.text)

    async def take(self, *texts: str, chat: str = "ada", first: int = 1) -> None:
        """Take these words, numbered; time passes as it is needed."""
        batch = [event(text, chat, first + number) for number, text in enumerate(texts)]
        async with asyncio.TaskGroup() as group:
            task = group.create_task(self.receiver.take_all(batch))
            while not task.done():
                await asyncio.sleep(0.0005)
                self.clock.advance(self.clock.next_alarm or 0.0)

    async def kept(self, chat: str = "ada") -> str:
        """What took effect in a chat."""
        return await self.database.write(lambda unit: unit.recall(chat) or "")


def event(text: str, chat: str, number: int) -> Inbound:
    """Somebody says something."""
    sender = Sender(chat)
    return Inbound(
        CHANNEL, f"{chat}-{number}", Kind.TEXT, Chat(chat), sender, None, text, raw=f"raw {text}"
    )


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    """A receiver over an empty store."""
    clock = FakeClock()
    database = Database(f"sqlite:///{tmp_path / 'kefu.db'}", clock)
    await database.open()
    yield Door(database, clock)
    await database.close()


async def test_a_chats_events_take_effect_in_order(door: Door) -> None:
    await door.take(*"abcdefgh")
    assert await door.kept() == "a b c d e f g h "


async def test_an_event_told_again_changes_nothing(door: Door) -> None:
    await door.take("a", "b")
    await door.take("a", "b")
    assert await door.kept() == "a b "


async def test_what_always_fails_is_tried_five_times_and_kept_aside(door: Door) -> None:
    ada = Person(0, CHANNEL, "ada", "ada", "蓝色海豚42", "")
    await door.database.write(lambda unit: unit.enrol(ada, unit.now))
    await door.take("a", "bad", "c")
    assert door.desk.tries.count("bad") == TRIES
    assert await door.kept() == "a c "
    [letter] = await door.database.write(lambda unit: list(unit.dead_letters()))
    assert (letter["raw"], letter["tries"], letter["chat"]) == ("raw bad", TRIES, "ada")
    assert "LookupError" in letter["error"]
    assert door.desk.given_up == ["bad"]


async def test_of_somebody_who_has_not_agreed_not_even_a_failure_keeps_a_word(door: Door) -> None:
    await door.take("bad")
    [letter] = await door.database.write(lambda unit: list(unit.dead_letters()))
    assert (letter["raw"], letter["chat"]) == ("", "")
    assert letter["error"].startswith("LookupError at test_receiving.py:")


async def test_what_was_kept_aside_is_not_tried_when_it_is_told_again(door: Door) -> None:
    await door.take("bad")
    await door.take("bad")
    assert door.desk.tries.count("bad") == TRIES
    assert door.desk.given_up == ["bad"]


async def test_a_stranger_is_answered_and_only_the_number_of_the_event_is_stored(
    door: Door,
) -> None:
    await door.take("stranger")
    assert door.answers == ["who are you?"]
    assert await door.kept() == ""
    await door.take("stranger")
    assert door.answers == ["who are you?"]


async def test_what_cannot_be_read_is_kept_as_it_came(door: Door) -> None:
    await door.receiver.keep_unreadable(CHANNEL, "7", '{"update_id":7}', "KeyError")
    [letter] = await door.database.write(lambda unit: list(unit.dead_letters()))
    assert (letter["key"], letter["raw"]) == ("7", '{"update_id":7}')


async def test_lanes_keep_order_within_a_chat_and_none_between_chats() -> None:
    lanes, done = Lanes(), []
    gate = asyncio.Event()

    async def work(chat: str, number: int) -> None:
        async with lanes.hold(chat):
            if chat == "slow":
                await gate.wait()
            done.append((chat, number))

    async with asyncio.TaskGroup() as group:
        for number in range(3):
            for chat in ("slow", "fast"):
                group.create_task(work(chat, number))
        while len(done) < 3:
            await asyncio.sleep(0)
        assert done == [("fast", 0), ("fast", 1), ("fast", 2)]
        gate.set()
    assert done[3:] == [("slow", 0), ("slow", 1), ("slow", 2)]
    assert len(lanes) == 0
