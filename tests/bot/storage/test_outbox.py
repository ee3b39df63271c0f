"""Messages on their way out: keys, edits, leases, orphans, and what is left after a restart."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.practice.messages import Button, Chat, Message, Priority, Queued, Sent
from bot.practice.testing import FakeClock
from bot.storage.database import Database
from bot.storage.unit import Unit
from dialogues.transcript import Stamp
from tests.bot.store import address

CHANNEL = "telegram:1"
GROUP = Chat("-1007", group=True, topic="12")
CARD = Message(
    GROUP, "📮", ((Button("开始", url="https://t.me/x"),),), Priority.BROADCAST, "card:1"
)
NOW = FakeClock().now()
pytestmark = pytest.mark.usefixtures("each_store")
Write = Callable[[Callable[[Unit], Any]], Any]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A store served by its first run."""
    opened = Database(address(tmp_path / "kefu.db"), FakeClock())
    await opened.open(exclusive=True)
    yield opened
    await opened.close()


async def queue(database: Database, *messages: Message) -> list[Queued]:
    """Queue messages; everything that then waits."""

    def work(unit: Unit) -> list[Queued]:
        for message in messages:
            unit.queue(CHANNEL, message)
        return list(unit.waiting(CHANNEL, 0, 100))

    return await database.write(work)


async def test_a_message_is_read_as_it_was_queued(database: Database) -> None:
    line = Message(
        Chat("7"),
        "🙂 李女士：在吗？",
        ((Button("停", "k1.x.1.M"),),),
        Priority.TURN,
        None,
        None,
        3,
        5,
        True,
    )
    assert [queued.message for queued in await queue(database, line, CARD)] == [line, CARD]


async def test_a_key_is_taken_once_for_ever_even_after_it_was_sent(database: Database) -> None:
    [card] = await queue(database, CARD)
    await database.write(lambda unit: unit.sent(card, Sent("77", Stamp(NOW))))
    assert await queue(database, CARD) == []
    receipt = await database.write(lambda unit: unit.receipt("card:1"))
    assert receipt == Sent("77", Stamp(NOW))


async def test_only_what_is_really_new_leaves_after_the_commit(database: Database) -> None:
    def twice(unit: Unit) -> list[str]:
        for text in ("first", "second"):
            unit.queue(CHANNEL, Message(GROUP, text, key="card:1"))
        return [queued.message.text for queued in unit.leaving]

    assert await database.write(twice) == ["first"]


async def test_an_edit_learns_what_it_edits_and_says_the_newest(database: Database) -> None:
    [card] = await queue(database, CARD)
    [_, edit] = await queue(database, Message(GROUP, "1/6", edits="card:1"))
    await queue(database, Message(GROUP, "2/6", edits="card:1"))
    await database.write(lambda unit: unit.sent(card, Sent("77", None)))
    leased = await database.write(lambda unit: unit.lease(edit))
    assert leased is not None
    assert (leased.target, leased.message.text) == ("77", "2/6")


async def test_an_edit_of_something_never_posted_has_nothing_to_edit(database: Database) -> None:
    [edit] = await queue(database, Message(GROUP, "1/6", edits="card:9"))
    leased = await database.write(lambda unit: unit.lease(edit))
    assert leased is not None
    assert leased.target is None


async def test_an_edit_that_left_makes_room_for_the_next(database: Database) -> None:
    [edit] = await queue(database, Message(GROUP, "1/6", edits="card:1"))
    await database.write(lambda unit: unit.sent(edit, Sent("77", None)))
    [again] = await queue(database, Message(GROUP, "2/6", edits="card:1"))
    assert again.id != edit.id


async def test_an_edit_that_comes_while_another_is_on_the_wire_is_not_lost_in_it(
    database: Database,
) -> None:
    [card] = await queue(database, CARD)
    receipt = Sent("7", None)
    await database.write(lambda unit: unit.sent(card, receipt))
    [progress] = await queue(database, Message(GROUP, "5/6", edits="card:1"))
    assert (await database.write(lambda unit: unit.lease(progress))).message.text == "5/6"
    [closed] = await queue(database, Message(GROUP, "closed", edits="card:1"))
    await database.write(lambda unit: unit.sent(progress, receipt))
    [waiting] = await queue(database)
    assert (waiting.id, waiting.message.text) == (closed.id, "closed")


async def test_an_edit_left_on_the_wire_by_a_run_that_is_gone_is_made_again(
    tmp_path: Path,
) -> None:
    path = tmp_path / "kefu.db"
    first = Database(address(path), FakeClock())
    await first.open(exclusive=True)
    [edit] = await queue(first, Message(GROUP, "5/6", edits="card:1"))
    await first.write(lambda unit: unit.lease(edit))
    await first.close()
    second = Database(address(path), FakeClock())
    await second.open(exclusive=True)
    try:
        assert await second.write(lambda unit: list(unit.orphans(CHANNEL))) == []
        assert [queued.id for queued in await queue(second)] == [edit.id]
    finally:
        await second.close()


async def test_a_post_is_leased_once(database: Database) -> None:
    [card] = await queue(database, CARD)
    assert await database.write(lambda unit: unit.lease(card)) == card
    assert await database.write(lambda unit: unit.lease(card)) is None
    assert await queue(database) == []


async def test_what_certainly_did_not_leave_can_be_leased_again(database: Database) -> None:
    [card] = await queue(database, CARD)
    await database.write(lambda unit: unit.lease(card))
    await database.write(lambda unit: unit.back(card))
    assert await database.write(lambda unit: unit.lease(card)) == card


async def test_a_post_leased_by_a_run_that_is_gone_is_an_orphan_and_asked_about(
    tmp_path: Path,
) -> None:
    path = tmp_path / "kefu.db"
    first = Database(address(path), FakeClock())
    await first.open(exclusive=True)
    [card] = await queue(first, CARD)
    await first.write(lambda unit: unit.lease(card))
    assert await first.write(lambda unit: list(unit.orphans(CHANNEL))) == []
    await first.close()
    second = Database(address(path), FakeClock())
    await second.open(exclusive=True)
    try:
        orphans = await second.write(lambda unit: list(unit.orphans(CHANNEL)))
        assert [orphan.message for orphan in orphans] == [CARD]
        assert await second.write(lambda unit: list(unit.orphans(CHANNEL))) == []
        assert await queue(second) == []
        assert await second.write(lambda unit: unit.resend(card.id))
        assert not await second.write(lambda unit: unit.resend(card.id))
        assert [queued.id for queued in await queue(second)] == [card.id]
    finally:
        await second.close()


async def test_what_waits_goes_along_when_a_chat_moves(database: Database) -> None:
    [sent, _] = await queue(database, CARD, Message(GROUP, "🏆"))
    await database.write(lambda unit: unit.sent(sent, Sent("77", None)))
    await database.write(lambda unit: unit.move_chat(CHANNEL, "-1007", "-1009"))
    [board] = await queue(database)
    assert board.message.chat == Chat("-1009", group=True, topic="12")


async def test_waiting_messages_come_in_pages_and_only_of_their_channel(
    database: Database,
) -> None:
    await queue(database, *(Message(Chat("7"), str(number)) for number in range(5)))
    await database.write(lambda unit: unit.queue("telegram:2", Message(Chat("7"), "else")))
    first = await database.write(lambda unit: list(unit.waiting(CHANNEL, 0, 3)))
    rest = await database.write(lambda unit: list(unit.waiting(CHANNEL, first[-1].id, 3)))
    assert [queued.message.text for queued in first + rest] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("end", ["failed", "ambiguous"])
async def test_what_came_to_an_end_does_not_wait_any_more(database: Database, end: str) -> None:
    [card] = await queue(database, CARD)
    await database.write(lambda unit: getattr(unit, end)(card, "why" * 1000))
    assert await queue(database) == []
    assert await database.write(lambda unit: unit.tally()) == {end: 1}


async def test_a_pause_is_remembered_until_it_is_over(tmp_path: Path) -> None:
    clock = FakeClock()
    database = Database(address(tmp_path / "kefu.db"), clock)
    await database.open()
    until = clock.now().replace(minute=31)
    try:
        await database.write(lambda unit: unit.pause(CHANNEL, "7", until))
        [(chat, _)] = await database.write(lambda unit: list(unit.pauses(CHANNEL)))
        assert chat == "7"
        clock.advance(61)
        assert await database.write(lambda unit: list(unit.pauses(CHANNEL))) == []
    finally:
        await database.close()


async def test_a_number_is_never_given_again(database: Database) -> None:
    (passing,) = await queue(database, Message(Chat("7"), "正在做", forget=True))
    await database.write(lambda unit: unit.sent(passing, Sent("1", None)))
    assert [queued.id > passing.id for queued in await queue(database, CARD)] == [True]
