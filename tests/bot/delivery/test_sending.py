"""The way out: in order per chat, talks before broadcasts, and what the platform answers counts."""

import asyncio
from collections.abc import AsyncIterator, Callable
from itertools import pairwise
from pathlib import Path

import pytest

from bot.delivery.pacing import Limits
from bot.delivery.sending import Sender
from bot.nursery import Nursery
from bot.practice.messages import (
    Ambiguous,
    Capabilities,
    Chat,
    Failed,
    Fault,
    Flooded,
    IncomingFile,
    Message,
    Moved,
    Outcome,
    Priority,
    Queued,
    Sent,
    Unsent,
)
from bot.practice.testing import FakeClock
from bot.storage.database import Database
from bot.storage.unit import Unit

CHANNEL = "telegram:1"
GROUP = Chat("g", group=True)
NOBODY_KNOWS = "nobody knows"


class Wire:
    """A platform that answers as told, and remembers what was shown when."""

    channel = CHANNEL
    capabilities = Capabilities()

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.shown: list[tuple[float, str, str]] = []
        self.answers: dict[str, list[Outcome]] = {}

    async def send(self, queued: Queued) -> Outcome:
        chat, text = queued.message.chat.id, queued.message.text
        self.shown.append((self._clock.monotonic(), chat, text))
        waiting = self.answers.get(text, [])
        return waiting.pop(0) if waiting else Sent(str(len(self.shown)), None)

    async def probe(self) -> bool:
        return True

    async def fetch(self, file: IncomingFile) -> bytes | None:
        """Nobody sends files here."""

    async def acknowledge(self, ticket: str, text: str = "") -> None:
        """Nobody presses anything here."""

    @property
    def texts(self) -> list[str]:
        """What was sent, in order, tries included."""
        return [text for _, _, text in self.shown]


class Notes:
    """Receipts that are only noted."""

    def __init__(self) -> None:
        self.lost_texts: list[tuple[str, str]] = []
        self.moves: list[tuple[str, str]] = []

    def delivered(self, unit: Unit, queued: Queued, receipt: Sent) -> None:
        """Fine."""

    def lost(self, unit: Unit, queued: Queued, outcome: Failed | Ambiguous) -> None:
        """Note what was lost, and how."""
        self.lost_texts.append((queued.message.text, type(outcome).__name__))

    def moved(self, unit: Unit, channel: str, old: str, new: str) -> None:
        """Note who moved."""
        self.moves.append((old, new))


class Post:
    """A sender at work."""

    def __init__(self, database: Database, clock: FakeClock, wire: Wire) -> None:
        self.database, self.clock, self.wire = database, clock, wire
        self.notes = Notes()
        self.sender = Sender(database, wire, self.notes, clock, Limits())
        database.on_commit = self.sender.offer

    async def queue(self, *messages: Message) -> None:
        """Queue all of them in one transaction."""

        def work(unit: Unit) -> None:
            for message in messages:
                unit.queue(CHANNEL, message)

        await self.database.write(work)

    async def until(self, look: Callable[[], bool]) -> None:
        """Let time pass until something is so."""
        async with asyncio.timeout(20):
            while not look():
                await asyncio.sleep(0.0005)
                alarm = self.clock.next_alarm
                if alarm is not None and alarm < 100:
                    self.clock.advance(alarm)

    async def drained(self) -> None:
        """Until nothing waits any more."""
        await self.until(lambda: self.sender.idle)


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    """A sender with an empty outbox."""
    clock = FakeClock()
    database = Database(f"sqlite:///{tmp_path / 'kefu.db'}", clock)
    await database.open(exclusive=True)
    made = Post(database, clock, Wire(clock))
    async with Nursery() as nursery:
        nursery.start(made.sender.run(), "sender")
        yield made
    await database.close()


def to(chat: str, text: str, priority: Priority = Priority.NOTICE) -> Message:
    """A message to one person."""
    return Message(Chat(chat), text, priority=priority)


async def test_a_chat_gets_its_messages_in_order_and_a_second_apart(post: Post) -> None:
    await post.queue(*(to("ada", str(number)) for number in range(5)))
    await post.drained()
    assert post.wire.texts == ["0", "1", "2", "3", "4"]
    times = [at for at, _, _ in post.wire.shown]
    assert all(later - at >= 1.0 for at, later in pairwise(times))


async def test_a_turn_of_a_talk_overtakes_a_broadcast(post: Post) -> None:
    await post.queue(*(to(f"s{number}", "offer", Priority.BROADCAST) for number in range(200)))
    await post.until(lambda: len(post.wire.shown) > 20)
    await post.queue(to("ada", "turn", Priority.TURN))
    await post.drained()
    assert post.wire.texts.index("turn") < 60
    assert len(post.wire.texts) == 201


async def test_what_is_refused_for_good_is_not_tried_again(post: Post) -> None:
    post.wire.answers["x"] = [Failed(Fault.BLOCKED)]
    await post.queue(to("ada", "x"), to("ada", "y"))
    await post.drained()
    assert post.wire.texts == ["x", "y"]
    assert post.notes.lost_texts == [("x", "Failed")]


async def test_after_a_flood_nothing_is_sent_before_its_time(post: Post) -> None:
    post.wire.answers["x"] = [Flooded(30.0)]
    await post.queue(to("ada", "x"))
    await post.until(lambda: bool(post.wire.shown))
    await post.drained()
    (first, _, _), (again, _, _) = post.wire.shown
    assert again - first >= 30.0


async def test_what_never_left_is_sent_again_even_to_a_group(post: Post) -> None:
    post.wire.answers["card"] = [Unsent(), Unsent()]
    await post.queue(Message(GROUP, "card", key="card:1"))
    await post.drained()
    assert post.wire.texts == ["card"] * 3
    assert post.notes.lost_texts == []


async def test_a_post_of_unknown_fate_is_never_repeated_in_a_group(post: Post) -> None:
    post.wire.answers["card"] = [Ambiguous(NOBODY_KNOWS)]
    await post.queue(Message(GROUP, "card", key="card:1"))
    await post.drained()
    assert post.wire.texts == ["card"]
    assert post.notes.lost_texts == [("card", "Ambiguous")]


async def test_a_message_of_unknown_fate_to_one_person_is_repeated_once(post: Post) -> None:
    post.wire.answers["hi"] = [Ambiguous(NOBODY_KNOWS)] * 5
    await post.queue(to("ada", "hi"))
    await post.drained()
    assert post.wire.texts == ["hi", "hi"]
    assert post.notes.lost_texts == [("hi", "Ambiguous")]


async def test_what_waits_follows_a_chat_that_moved(post: Post) -> None:
    post.wire.answers["one"] = [Moved("g2")]
    await post.queue(Message(GROUP, "one"), Message(GROUP, "two"))
    await post.drained()
    assert [(chat, text) for _, chat, text in post.wire.shown] == [
        ("g", "one"),
        ("g2", "one"),
        ("g2", "two"),
    ]
    assert post.notes.moves == [("g", "g2")]


async def test_what_waited_before_a_start_is_sent_after_it(tmp_path: Path) -> None:
    clock = FakeClock()
    database = Database(f"sqlite:///{tmp_path / 'kefu.db'}", clock)
    await database.open(exclusive=True)
    post = Post(database, clock, Wire(clock))
    database.on_commit = lambda _queued: None
    await post.queue(*(to("ada", str(number)) for number in range(3)))
    try:
        async with Nursery() as nursery:
            nursery.start(post.sender.run(), "sender")
            await post.until(lambda: len(post.wire.shown) == 3)
            await post.drained()
    finally:
        await database.close()
    assert post.wire.texts == ["0", "1", "2"]
