"""The fake Telegram: flood control and faults on demand."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.telegram import FakeTelegram, Person, Rate
from tests.fakes.telegram.connect import connected
from tests.fakes.telegram.faults import Faults
from tests.fakes.telegram.flood import Window


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
async def bot(telegram: FakeTelegram) -> AsyncIterator[Bot]:
    async with connected(telegram.base_url, telegram.token) as client:
        yield client


@pytest.fixture
def ada(telegram: FakeTelegram) -> Person:
    person = telegram.user("Ada")
    person.start()
    return person


def said(person: Person) -> list[str]:
    return [seen.text for seen in person.sees if seen.from_bot]


async def test_one_message_a_second_per_chat(telegram: FakeTelegram, bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ada.id, "一")
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.edit_message_text("二", chat_id=ada.id, message_id=sent.message_id)
    assert refusal.value.retry_after == 1
    assert telegram.violations == []
    telegram.clock.advance(1)
    await bot.edit_message_text("二", chat_id=ada.id, message_id=sent.message_id)
    assert said(ada) == ["二"]


async def test_a_429_carries_its_wait_in_body_and_header(
    telegram: FakeTelegram, ada: Person
) -> None:
    url = f"{telegram.base_url}/bot{telegram.token}/sendMessage"
    async with aiohttp.ClientSession() as http:
        for _ in range(2):
            async with http.post(url, json={"chat_id": ada.id, "text": "x"}) as answer:
                found, status, header = (
                    await answer.json(), answer.status, answer.headers.get("Retry-After"),
                )  # fmt: skip
    assert (status, header) == (429, "1")
    assert found["description"] == "Too Many Requests: retry after 1"
    assert found["parameters"] == {"retry_after": 1}


async def test_not_waiting_is_recorded_and_refused_again(
    telegram: FakeTelegram, bot: Bot, ada: Person
) -> None:
    telegram.faults.add("flood", method="sendMessage", seconds=10)
    for _ in range(2):
        with pytest.raises(TelegramRetryAfter) as refusal:
            await bot.send_message(ada.id, "x")
        telegram.clock.advance(4)
    assert refusal.value.retry_after == 6
    assert [(one.chat_id, one.seconds_early) for one in telegram.violations] == [(ada.id, 6.0)]
    telegram.clock.advance(2)
    await bot.send_message(ada.id, "x")
    assert len(telegram.violations) == 1


async def test_thirty_messages_a_second_over_all(telegram: FakeTelegram, bot: Bot) -> None:
    people = [telegram.user(f"学生{number}") for number in range(31)]
    for person in people:
        person.start()
    for person in people[:30]:
        await bot.send_message(person.id, "x")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(people[30].id, "x")
    assert await bot.send_chat_action(people[30].id, "typing"), "only messages are counted"
    telegram.clock.advance(1)
    await bot.send_message(people[30].id, "x")


async def test_twenty_messages_a_minute_to_a_group(
    telegram: FakeTelegram, bot: Bot, ada: Person
) -> None:
    group = telegram.group("三班", [ada])
    for _ in range(20):
        await bot.send_message(group.id, "x")
        telegram.clock.advance(1)
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(group.id, "x")
    assert refusal.value.retry_after == 40
    telegram.clock.advance(1)
    await bot.send_message(ada.id, "别的聊天照常")


@given(
    st.lists(st.floats(0.0, 3.0), min_size=1, max_size=60),
    st.integers(1, 5),
    st.floats(0.5, 4.0),
)
def test_no_window_ever_holds_more_than_its_rate(
    pauses: list[float], count: int, seconds: float
) -> None:
    window, now, sent = Window(Rate(count, seconds)), 0.0, []
    for pause in pauses:
        now += pause
        if not window.wait(now):
            window.count(now)
            sent.append(now)
    for first, beyond in zip(sent, sent[count:], strict=False):
        assert beyond >= first + seconds


async def test_a_dropped_call_has_an_effect_or_not_as_wanted(
    telegram: FakeTelegram, bot: Bot, ada: Person
) -> None:
    for harm, expected in (("drop_before", []), ("drop_after", ["一"]), ("truncate", ["一", "一"])):
        telegram.faults.add(harm, method="sendMessage", chat_id=ada.id)
        telegram.clock.advance(1)
        with pytest.raises(TelegramNetworkError):
            await bot.send_message(ada.id, "一")
        assert said(ada) == expected
        assert telegram.calls[-1].fault == harm
    telegram.clock.advance(1)
    await bot.send_message(ada.id, "二")
    assert said(ada) == ["一", "一", "二"]


async def test_broken_answers_look_like_a_broken_proxy(
    telegram: FakeTelegram, bot: Bot, ada: Person
) -> None:
    telegram.faults.add("status", status=500)
    with pytest.raises(TelegramServerError):
        await bot.get_me()
    telegram.faults.add("html", status=502)
    with pytest.raises(ClientDecodeError):
        await bot.get_updates()
    assert len(await bot.get_updates()) == 1


async def test_a_delay_lasts_in_the_time_of_the_fake(telegram: FakeTelegram, bot: Bot) -> None:
    fault = telegram.faults.add("delay", method="getMe", seconds=30)
    call = asyncio.create_task(bot.get_me())
    await telegram.until(lambda: telegram.clock.timers or None)
    assert not call.done()
    telegram.clock.advance(30)
    assert (await call).is_bot
    assert fault.hits == 1


async def test_an_outage_refuses_every_call(telegram: FakeTelegram, bot: Bot, ada: Person) -> None:
    telegram.faults.outage = True
    with pytest.raises(TelegramNetworkError):
        await bot.get_me()
    telegram.faults.clear()
    assert (await bot.get_updates())[0].message is not None


async def test_a_fault_can_skip_calls_and_repeat(telegram: FakeTelegram, bot: Bot) -> None:
    telegram.faults.add("html", method="getme", skip=1, times=2)
    outcomes = []
    for _ in range(4):
        try:
            await bot.get_me()
            outcomes.append("ok")
        except ClientDecodeError:
            outcomes.append("html")
    assert outcomes == ["ok", "html", "html", "ok"]


def test_faults_by_chance_repeat_with_the_seed() -> None:
    def draw(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.add("html", chance=0.3, times=None)
        return [faults.strike("getme", None) is not None for _ in range(200)]

    assert draw(1) == draw(1) != draw(2)
    assert 30 <= sum(draw(1)) <= 90


async def test_the_log_tells_what_was_called_and_how_it_ended(
    telegram: FakeTelegram, bot: Bot, ada: Person
) -> None:
    telegram.clock.advance(7)
    began = telegram.clock.now()
    await bot.send_message(ada.id, "x")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(ada.id, "y")
    first, second = telegram.calls_of("sendMessage")
    assert (first.at, first.chat_id, first.params["text"]) == (began, ada.id, "x")
    assert [one.outcome for one in (first, second)] == ["ok", "Too Many Requests: retry after 1"]
    assert telegram.stats()["calls"] == {"sendMessage": 2}
