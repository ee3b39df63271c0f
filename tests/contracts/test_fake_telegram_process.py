"""The fake Telegram as its own process, steered over HTTP."""

import asyncio
from collections.abc import Iterator

import pytest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from tests.fakes.telegram import RemoteTelegram
from tests.fakes.telegram.client import ControlError
from tests.fakes.telegram.connect import connected


@pytest.fixture(scope="module")
def remote() -> Iterator[RemoteTelegram]:
    with RemoteTelegram.spawn("--speed", "1", "--no-flood") as telegram:
        yield telegram


async def test_a_talk_with_a_fake_in_another_process(remote: RemoteTelegram) -> None:
    ada = remote.user("Ada")
    async with connected(remote.base_url, remote.token) as bot:
        poll = asyncio.create_task(bot.get_updates(timeout=20))
        await asyncio.to_thread(ada.say, "半个\ud83d")
        updates = await poll
        assert updates[0].message is not None
        assert updates[0].message.text == "半个\ud83d"
        await bot.send_message(ada.id, "你好")
        seen = await asyncio.to_thread(ada.next_message)
        assert (seen["text"], seen["from_bot"]) == ("你好", True)
        await bot.get_updates(offset=updates[-1].update_id + 1)
        await asyncio.to_thread(remote.all_confirmed)
    assert remote.calls("sendMessage")[-1]["outcome"] == "ok"


async def test_faults_and_outages_over_the_control_api(remote: RemoteTelegram) -> None:
    fault = remote.fault("html", method="getMe", times=None)
    async with connected(remote.base_url, remote.token) as bot:
        with pytest.raises(Exception, match="Failed to decode"):
            await bot.get_me()
        assert remote.fault_hits(fault) == 1
        remote.clear_faults()
        remote.outage(on=True)
        with pytest.raises(Exception, match="HTTP Client says"):
            await bot.get_me()
        remote.outage(on=False)
        assert (await bot.get_me()).id == bot.id


async def test_a_press_and_its_answer(remote: RemoteTelegram) -> None:
    ada = remote.user("Ada")
    ada.open_link("?start=class3")
    button = InlineKeyboardButton(text="好", callback_data="1")
    async with connected(remote.base_url, remote.token) as bot:
        markup = InlineKeyboardMarkup(inline_keyboard=[[button]])
        await bot.send_message(ada.id, "?", reply_markup=markup)
        assert ada.sees[-1]["buttons"] == [["好"]]
        press = ada.press("好")
        assert not remote.answer(press)["answered"]
        await bot.answer_callback_query(press, "收到")
        assert remote.answer(press) == {"answered": True, "text": "收到", "alert": False}


def test_groups_people_and_batches(remote: RemoteTelegram) -> None:
    ada, bo = remote.user("Ada"), remote.user("Bo", username="bo_student")
    group = remote.group("三班", [ada, bo])
    before = group.id
    assert group.upgrade() == group.id != before
    ids = remote.batch(
        [{"do": "say", "user_id": one.id, "chat_id": group.id, "text": "在"} for one in (ada, bo)]
    )
    assert [seen["id"] for seen in bo.looks(group)][-2:] == ids
    ada.block()
    with pytest.raises(ControlError, match="unblock first"):
        ada.say("在吗")


async def test_a_crowd_talks_and_is_measured(remote: RemoteTelegram) -> None:
    async with connected(remote.base_url, remote.token) as bot:

        async def echo() -> None:
            offset = 0
            while True:
                for update in await bot.get_updates(offset=offset, timeout=20):
                    offset = update.update_id + 1
                    if update.message and update.message.text:
                        await bot.send_message(update.message.chat.id, update.message.text)

        echoing = asyncio.create_task(echo())
        measured = await asyncio.to_thread(remote.crowd, 5, 4)
        echoing.cancel()
    assert measured["turns"] == 20
    assert 0 < measured["p50_s"] <= measured["p99_s"]
    assert remote.stats()["replies"] >= 20
