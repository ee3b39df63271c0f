"""The fake Telegram: long polling and webhooks."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError, TelegramRetryAfter
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Update
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.telegram import Clock, FakeTelegram, Person, Rules
from tests.fakes.telegram.connect import connected
from tests.fakes.telegram.updates import UpdateQueue

BUTTON = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="好", callback_data="1")]]
)


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(rules=Rules.no_flood()) as fake:
        yield fake


@pytest.fixture
async def bot(telegram: FakeTelegram) -> AsyncIterator[Bot]:
    async with connected(telegram.base_url, telegram.token) as client:
        yield client


@pytest.fixture
def ada(telegram: FakeTelegram) -> Person:
    return telegram.user("Ada")


def texts(updates: list[Update]) -> list[str | None]:
    return [update.message.text for update in updates if update.message]


async def test_updates_stay_until_an_offset_confirms_them(bot: Bot, ada: Person) -> None:
    for text in "一二三":
        ada.say(text)
    first = await bot.get_updates(limit=2)
    assert texts(first) == ["一", "二"]
    assert [update.update_id for update in first] == sorted(update.update_id for update in first)
    assert texts(await bot.get_updates()) == ["一", "二", "三"]
    after = first[0].update_id + 1
    assert texts(await bot.get_updates(offset=after)) == ["二", "三"]
    assert texts(await bot.get_updates(offset=1)) == ["二", "三"]


async def test_a_negative_offset_keeps_only_the_newest(bot: Bot, ada: Person) -> None:
    for text in "一二三":
        ada.say(text)
    assert texts(await bot.get_updates(offset=-2)) == ["二", "三"]
    assert texts(await bot.get_updates()) == ["二", "三"]


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("say"), st.just(0)),
            st.tuples(st.just("take"), st.integers(1, 5)),
            st.tuples(st.just("forget"), st.integers(-4, 12)),
        ),
        max_size=40,
    )
)
def test_the_queue_is_a_list_without_what_was_confirmed(steps: list[tuple[str, int]]) -> None:
    queue = UpdateQueue(Clock(), first_id=1)
    model: list[int] = []
    said = 0
    for step, number in steps:
        if step == "say":
            said += 1
            queue.push("message", {}, 60.0, "chat")
            model.append(said)
        elif step == "take":
            assert [one.id for one in queue.take(number)] == model[:number]
        else:
            queue.forget(number)
            model = model[number:] if number < 0 else [one for one in model if one >= number]
    assert len(queue) == len(model)


async def test_limits_outside_1_to_100_are_clamped(bot: Bot, ada: Person) -> None:
    for number in range(101):
        ada.say(str(number))
    assert len(await bot.get_updates(limit=1000)) == 100
    assert len(await bot.get_updates(limit=-1)) == 1


async def test_a_long_poll_wakes_at_once(telegram: FakeTelegram, bot: Bot, ada: Person) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=50))
    await telegram.until(lambda: telegram.calls_of("getUpdates"))
    began = time.perf_counter()
    ada.say("醒醒")
    assert texts(await poll) == ["醒醒"]
    assert time.perf_counter() - began < 0.25


async def test_a_long_poll_ends_by_the_clock_of_the_fake(telegram: FakeTelegram, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await telegram.until(lambda: telegram.calls_of("getUpdates"))
    telegram.clock.advance(29)
    await asyncio.sleep(0)
    assert not poll.done()
    telegram.clock.advance(1)
    assert await poll == []


async def test_a_fast_clock_ends_a_long_poll_early() -> None:
    async with (
        FakeTelegram(clock=Clock.real(speed=200)) as telegram,
        connected(telegram.base_url, telegram.token) as bot,
    ):
        before = telegram.clock.now()
        assert await bot.get_updates(timeout=20) == []
        assert telegram.clock.now() - before >= 20


async def test_a_second_poller_ends_the_first(telegram: FakeTelegram, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=50))
    await telegram.until(lambda: telegram.calls_of("getUpdates"))
    second = asyncio.create_task(bot.get_updates(timeout=50))
    with pytest.raises(TelegramConflictError, match="make sure that only one bot instance"):
        await first
    third = asyncio.create_task(bot.get_updates(timeout=50))
    await telegram.until(lambda: len(telegram.calls_of("getUpdates")) == 3)
    await asyncio.sleep(0)
    assert not second.done(), "the second conflict in a row is answered 3 s late"
    telegram.clock.advance(3)
    with pytest.raises(TelegramConflictError):
        await second
    telegram.clock.advance(50)
    assert await third == []


async def test_allowed_updates_are_remembered(bot: Bot, ada: Person) -> None:
    mine = ada.say("一")
    assert len(await bot.get_updates(allowed_updates=["message"])) == 1
    ada.edit(mine, "二")
    ada.say("三")
    assert texts(await bot.get_updates()) == ["一", "三"]
    await bot.get_updates(allowed_updates=["edited_message"])
    ada.edit(mine, "四")
    assert (await bot.get_updates())[-1].event_type == "edited_message"


async def test_messages_live_a_day_and_presses_150_seconds(
    telegram: FakeTelegram, bot: Bot, ada: Person
) -> None:
    ada.start()
    await bot.send_message(ada.id, "?", reply_markup=BUTTON)
    ada.press("好")
    telegram.clock.advance(149)
    assert len(await bot.get_updates()) == 2
    telegram.clock.advance(1)
    assert [update.event_type for update in await bot.get_updates()] == ["message"]
    telegram.clock.advance(24 * 3600 - 151)
    assert len(await bot.get_updates()) == 1
    telegram.clock.advance(1)
    assert await bot.get_updates() == []


async def test_impatience_is_slowed_down_if_wanted() -> None:
    rules = Rules(punish_repeated_offset=True)
    async with (
        FakeTelegram(rules=rules) as telegram,
        connected(telegram.base_url, telegram.token) as bot,
    ):
        ada = telegram.user("Ada")
        ada.say("一")
        ada.say("二")
        assert len(await bot.get_updates(offset=5)) == 2
        assert len(await bot.get_updates(offset=5)) == 1


class Receiver:
    """A bot's own address: answers with the given statuses, then 200."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.answer: dict[str, object] = {}
        self.hold: asyncio.Event | None = None
        self.got: list[str] = []
        self.secrets: set[str | None] = set()
        self.changed = asyncio.Condition()
        self.url = ""

    async def receive(self, request: web.Request) -> web.Response:
        update = Update.model_validate(await request.json())
        event = update.message or update.callback_query
        assert event is not None
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        async with self.changed:
            self.got.append(str(getattr(event, "text", None) or getattr(event, "data", None)))
            self.changed.notify_all()
        if self.hold is not None and self.got[-1] == "慢":
            await self.hold.wait()
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 429:
            return web.Response(status=429, headers={"Retry-After": "7"})
        return web.json_response(self.answer) if self.answer else web.Response(status=status)

    async def has(self, expected: list[str]) -> None:
        async with asyncio.timeout(5), self.changed:
            await self.changed.wait_for(lambda: self.got == expected)


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    application = web.Application()
    application.router.add_post("/hook", receiver.receive)
    runner = web.AppRunner(application, shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield receiver
    finally:
        await runner.cleanup()


async def test_a_webhook_gets_what_waited_and_what_comes_with_its_secret(
    telegram: FakeTelegram, bot: Bot, ada: Person
) -> None:
    async with receiving() as receiver:
        ada.say("一")
        assert await bot.set_webhook(receiver.url, secret_token="s3cret_-")
        ada.say("二")
        await receiver.has(["一", "二"])
        await telegram.all_confirmed()
        assert receiver.secrets == {"s3cret_-"}
        info = await bot.get_webhook_info()
        assert (info.url, info.pending_update_count) == (receiver.url, 0)


async def test_polling_is_refused_while_a_webhook_is_set(
    telegram: FakeTelegram, bot: Bot, ada: Person
) -> None:
    async with receiving() as receiver:
        poll = asyncio.create_task(bot.get_updates(timeout=50))
        await telegram.until(lambda: telegram.calls_of("getUpdates"))
        receiver.statuses = [500] * 9
        await bot.set_webhook(receiver.url)
        with pytest.raises(TelegramConflictError, match="terminated by setWebhook request"):
            await poll
        with pytest.raises(TelegramConflictError, match="use deleteWebhook to delete the webhook"):
            await bot.get_updates()
        ada.say("一")
        await receiver.has(["一", "一"])
        await bot.delete_webhook()
        assert texts(await bot.get_updates()) == ["一"], "what was not accepted is still there"


async def settle(check: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(5):
        while not await check():
            await asyncio.sleep(0.001)


async def test_a_refused_update_is_posted_again_at_once_then_after_2_4_8_seconds(
    telegram: FakeTelegram, bot: Bot, ada: Person
) -> None:
    async with receiving() as receiver:
        receiver.statuses = [500, 502, 302, 404]
        await bot.set_webhook(receiver.url)
        ada.say("一")
        await receiver.has(["一"] * 2)
        for count, pause in ((3, 2), (4, 4), (5, 8)):

            async def refused(errors: int = count - 1) -> bool:
                return len(receiver.statuses) == 4 - errors and len(telegram.clock.timers) == 1

            await settle(refused)
            telegram.clock.advance(pause - 0.1)
            await asyncio.sleep(0.01)
            assert len(receiver.got) == count - 1
            telegram.clock.advance(0.1)
            await receiver.has(["一"] * count)
        await telegram.all_confirmed()
        info = await bot.get_webhook_info()
        assert info.last_error_message == "Wrong response from the webhook: 404 Not Found"


async def test_retry_after_of_the_receiver_is_kept(
    telegram: FakeTelegram, bot: Bot, ada: Person
) -> None:
    async with receiving() as receiver:
        receiver.statuses = [429]
        await bot.set_webhook(receiver.url)
        ada.say("一")
        await receiver.has(["一"])

        async def waiting() -> bool:
            return bool(telegram.clock.timers)

        await settle(waiting)
        telegram.clock.advance(6.9)
        await asyncio.sleep(0.01)
        assert receiver.got == ["一"]
        telegram.clock.advance(0.1)
        await receiver.has(["一", "一"])


async def test_only_one_update_of_a_chat_is_in_flight_but_presses_overtake(
    telegram: FakeTelegram, bot: Bot, ada: Person
) -> None:
    bo = telegram.user("Bo")
    ada.start()
    await bot.send_message(ada.id, "?", reply_markup=BUTTON)
    await bot.get_updates(offset=-1)
    async with receiving() as receiver:
        receiver.hold = asyncio.Event()
        await bot.set_webhook(receiver.url, drop_pending_updates=True)
        ada.say("慢")
        ada.say("快")
        await receiver.has(["慢"])
        bo.say("别人")
        await receiver.has(["慢", "别人"])
        ada.press("好")
        await receiver.has(["慢", "别人", "1"])
        receiver.hold.set()
        await receiver.has(["慢", "别人", "1", "快"])


async def test_a_method_in_the_answer_is_executed(bot: Bot, ada: Person) -> None:
    async with receiving() as receiver:
        receiver.answer = {"method": "sendMessage", "chat_id": ada.id, "text": "回"}
        await bot.set_webhook(receiver.url)
        ada.say("一")
        assert (await ada.next_message()).text == "回"


async def test_set_webhook_checks_its_parameters(telegram: FakeTelegram, bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="An HTTPS URL must be provided"):
        await bot.set_webhook("http://example.cn/hook")
    with pytest.raises(TelegramBadRequest, match="unallowed characters"):
        await bot.set_webhook("https://example.cn/hook", secret_token="密")
    await bot.set_webhook("https://example.cn/hook")
    with pytest.raises(TelegramRetryAfter):
        await bot.set_webhook("https://example.cn/hook")
