"""The libraries that speak with Telegram: the same call, the same answer, the same failure."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.adapters.telegram.client import CallFailed, Client, Problem
from bot.adapters.telegram.login import Connection, MalformedToken, TokenRefused
from bot.clock import SystemClock
from bot.practice.messages import Ambiguous, Button, Chat, Message, Queued, Sent
from tests.fakes.telegram import Clock, FakeTelegram, Person, Rules
from tests.faults.practice import CONNECT

Connect = Callable[..., Any]
TEXT = "<b>不是粗体</b> & *也不是*"
NOBODY = "http://127.0.0.1:9"


@pytest.fixture(params=list(CONNECT))
def connect(request: pytest.FixtureRequest) -> Connect:
    """How to log in, by each library."""
    return CONNECT[request.param]


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(clock=Clock.real(), rules=Rules.no_flood()) as fake:
        yield fake


@pytest.fixture
async def connection(telegram: FakeTelegram, connect: Connect) -> AsyncIterator[Connection]:
    async with connect(telegram.token, telegram.base_url, SystemClock()) as made:
        yield made


@pytest.fixture
def ada(telegram: FakeTelegram) -> Person:
    person = telegram.user("Ada")
    person.start()
    return person


async def failed(client: Client, method: str = "sendMessage", **parameters: Any) -> CallFailed:
    with pytest.raises(CallFailed) as caught:
        await client.call(method, 5, **parameters)
    return caught.value


async def test_words_are_shown_as_they_are_and_the_receipt_is_telegrams(
    telegram: FakeTelegram, connection: Connection, ada: Person
) -> None:
    buttons = ((Button("好", "k1.x..MAC"), Button("网页", url="https://example.org")),)
    message = Message(Chat(str(ada.id)), TEXT, buttons)
    sent = await connection.platform.send(Queued(1, connection.platform.channel, message))
    assert isinstance(sent, Sent)
    seen = ada.sees[-1]
    assert (seen.text, seen.buttons, seen.entities) == (TEXT, [["好", "网页"]], [])
    assert sent.message_id == str(seen.id)
    assert sent.stamp is not None
    assert int(sent.stamp.at.timestamp()) == seen.date


async def test_an_edit_is_dated_by_telegrams_time_of_the_edit(
    telegram: FakeTelegram, connection: Connection, ada: Person
) -> None:
    channel, message = connection.platform.channel, Message(Chat(str(ada.id)), "一")
    sent = await connection.platform.send(Queued(1, channel, message))
    assert isinstance(sent, Sent)
    telegram.clock.advance(100)
    edit = Message(Chat(str(ada.id)), "二", edits="x")
    edited = await connection.platform.send(Queued(2, channel, edit, target=sent.message_id))
    assert isinstance(edited, Sent)
    assert edited.stamp is not None
    assert sent.stamp is not None
    assert (edited.stamp.at - sent.stamp.at).total_seconds() >= 100
    assert ada.sees[-1].wire["edit_date"] == edited.stamp.at.timestamp()
    again = await connection.platform.send(Queued(3, channel, edit, target=sent.message_id))
    assert again == Sent(sent.message_id, None), "the same edit twice is no failure"


async def test_refusals_keep_telegrams_words(
    telegram: FakeTelegram, connection: Connection, ada: Person
) -> None:
    client = connection.client
    gone = await failed(client, chat_id="1", text="x")
    assert (gone.problem, "chat not found" in gone.why.lower()) == (Problem.REFUSED, True)
    ada.block()
    blocked = await failed(client, chat_id=str(ada.id), text="x")
    assert (blocked.problem, "blocked" in blocked.why.lower()) == (Problem.FORBIDDEN, True)
    assert (await failed(client, "noSuchMethod")).problem is Problem.NOT_FOUND


async def test_a_flood_names_its_pause_and_a_migration_the_new_chat(
    telegram: FakeTelegram, connection: Connection, ada: Person
) -> None:
    telegram.faults.add("flood", method="sendMessage", seconds=7)
    flooded = await failed(connection.client, chat_id=str(ada.id), text="x")
    assert (flooded.problem, flooded.retry_after) == (Problem.FLOODED, 7.0)
    group = telegram.group("班级群", [ada])
    old = group.id
    group.upgrade()
    moved = await failed(connection.client, chat_id=str(old), text="x")
    assert (moved.problem, moved.chat) == (Problem.MIGRATED, str(group.id))


@pytest.mark.parametrize("harm", ["drop_before", "drop_after", "truncate", "html", "status"])
async def test_what_was_not_answered_may_have_arrived(
    harm: str, telegram: FakeTelegram, connection: Connection, ada: Person
) -> None:
    telegram.faults.add(harm, method="sendMessage")
    uncertain = await failed(connection.client, chat_id=str(ada.id), text="x")
    assert uncertain.problem is Problem.UNCERTAIN
    assert telegram.token not in str(uncertain)


async def test_what_never_left_may_be_sent_again(
    telegram: FakeTelegram, connection: Connection
) -> None:
    await telegram.stop()
    unsent = await failed(connection.client, chat_id="1", text="x")
    assert unsent.problem in (Problem.NEVER_LEFT, Problem.UNCERTAIN)
    unsent = await failed(connection.client, chat_id="1", text="x")
    assert unsent.problem is Problem.NEVER_LEFT


async def test_a_second_poller_is_told_apart_from_an_outage(
    telegram: FakeTelegram, connection: Connection
) -> None:
    await connection.client.call("setWebhook", 5, url="http://127.0.0.1:9/hook")
    assert (await failed(connection.client, "getUpdates")).problem is Problem.CONFLICT


async def test_an_answer_of_another_shape_is_no_receipt(
    telegram: FakeTelegram, connection: Connection, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def strange(*_: object, **__: object) -> object:
        return {"ok": 1}

    monkeypatch.setattr(type(connection.client), "call", strange)
    message = Message(Chat(str(ada.id)), "x")
    outcome = await connection.platform.send(Queued(1, connection.platform.channel, message))
    assert isinstance(outcome, Ambiguous)


@pytest.mark.parametrize("token", ["", "abc", "123", "123:", "x:AAF", "1:AA AA"])
async def test_what_is_no_token_is_refused_without_asking(connect: Connect, token: str) -> None:
    with pytest.raises(MalformedToken):
        async with connect(token, NOBODY, SystemClock()):
            pass


async def test_a_token_that_telegram_does_not_know_is_an_error_at_once(
    telegram: FakeTelegram, connect: Connect
) -> None:
    with pytest.raises(TokenRefused):
        async with connect("5000000009:AAF", telegram.base_url, SystemClock()):
            pass
