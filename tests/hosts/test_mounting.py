"""Mounting, starting and stopping a practice in a host that goes on as it was."""

import asyncio
import pickle
import re
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram import Update
from telegram.ext import InvalidCallbackData, PicklePersistence

from bot import plugin
from bot.adapters.telegram.guest import MountedTwice
from bot.adapters.telegram.webhook import WeakSecret
from bot.adapters.telegram_aiogram.receive import NotInDispatcher
from bot.adapters.telegram_ptb.receive import as_told
from bot.storage.database import AlreadyRunning
from tests.fakes.telegram import Group, Person
from tests.faults.students import AGREE
from tests.hosts import shop_aiogram, shop_ptb
from tests.hosts.stage import Way, aiogram_bot, practice, ptb_application, served
from tests.hosts.test_shops import fake, shopping
from tests.hosts.words import HELLO, NOT_UNDERSTOOD

ADA = {"id": 7, "is_bot": False, "first_name": "Ada"}
OTHER_TOKEN = "5000000002:AAFakeFakeFakeFakeFakeFakeFakeFake2"


async def come_in(person: Person, first: str = "/practice 1", **where: Any) -> None:
    """Begin to practise, agreeing on the way."""
    person.say(first, **where)
    await person.until(lambda one: one.sees and one.sees[-1].buttons, 20)
    person.press(AGREE)
    await person.next_message(20)
    await person.next_message(20)


# --- mounting ------------------------------------------------------------------------------------


async def test_a_bots_practice_is_mounted_once(tmp_path: Path) -> None:
    async with fake() as telegram, aiogram_bot(telegram) as bot:
        dispatcher = Dispatcher()
        dispatcher.include_router(plugin.router(bot, practice(tmp_path)))
        with pytest.raises(MountedTwice):
            dispatcher.include_router(plugin.router(bot, practice(tmp_path)))
        application = ptb_application(telegram)
        plugin.register(application, practice(tmp_path))
        with pytest.raises(MountedTwice):
            plugin.register(application, practice(tmp_path), group=7)


async def test_a_practice_goes_into_the_dispatcher_and_nowhere_else(tmp_path: Path) -> None:
    async with fake() as telegram, aiogram_bot(telegram) as bot:
        with pytest.raises(NotInDispatcher):
            Router().include_router(plugin.router(bot, practice(tmp_path)))


async def test_two_practices_do_not_share_a_store(tmp_path: Path) -> None:
    async with fake() as telegram, aiogram_bot(telegram) as bot:
        first = plugin.router(bot, practice(tmp_path))
        second = plugin.router(bot, practice(tmp_path))
        await first.start()
        with pytest.raises(AlreadyRunning):
            await second.start()
        await first.stop()
        await second.stop()
        await second.start()
        await second.stop()


async def test_a_start_that_waits_for_telegram_can_be_stopped(tmp_path: Path) -> None:
    async with fake() as telegram, aiogram_bot(telegram) as bot:
        telegram.faults.outage = True
        router = plugin.router(bot, practice(tmp_path))
        starting = asyncio.create_task(router.start())
        while not (tmp_path / "kefu.db").is_file():
            await asyncio.sleep(0.01)
        await router.stop()
        with pytest.raises(plugin.Stopped):
            await starting
        telegram.faults.outage = False
        await router.start()
        await router.stop()


def test_a_webhook_without_a_real_secret_is_refused(tmp_path: Path) -> None:
    application = shop_ptb.application(OTHER_TOKEN, "http://127.0.0.1:1")
    kefu = plugin.register(application, practice(tmp_path))
    for secret in ("", "short"):
        with pytest.raises(WeakSecret):
            kefu.webhook(secret)


async def test_two_bots_in_one_process_each_have_their_practice(tmp_path: Path) -> None:
    async with fake() as telegram:
        telegram.add_bot(OTHER_TOKEN, "other_bot")
        first = ptb_application(telegram)
        second = shop_ptb.application(OTHER_TOKEN, telegram.base_url)
        one = plugin.register(first, practice(tmp_path / "1"))
        two = plugin.register(second, practice(tmp_path / "2"))
        async with first, second:
            await one.start()
            await two.start()
            await one.stop()
            await two.stop()
    assert (tmp_path / "1" / "kefu.db").is_file()
    assert (tmp_path / "2" / "kefu.db").is_file()


async def test_two_bots_of_one_dispatcher_do_not_mix(tmp_path: Path) -> None:
    async with fake() as telegram, aiogram_bot(telegram) as bot:
        other = telegram.add_bot(OTHER_TOKEN, "other_bot")
        server = TelegramAPIServer.from_base(telegram.base_url)
        async with Bot(OTHER_TOKEN, AiohttpSession(api=server)) as second:
            dispatcher = shop_aiogram.dispatcher()
            dispatcher.include_router(plugin.router(bot, practice(tmp_path)))
            bots = (bot, second)
            polling = asyncio.create_task(
                dispatcher.start_polling(*bots, handle_signals=False, close_bot_session=False)
            )
            ada = telegram.user("Ada")
            await come_in(ada)
            ada.say("/practice 1", other)
            ada.say("在吗", other)
            assert (await ada.next_message(where=other)).text == NOT_UNDERSTOOD
            await dispatcher.stop_polling()
            await polling


# --- the host's own -------------------------------------------------------------------------------


async def test_the_hosts_choice_of_updates_is_asked_for(tmp_path: Path) -> None:
    async with fake() as telegram, aiogram_bot(telegram) as bot:
        dispatcher = shop_aiogram.dispatcher()
        assert dispatcher.resolve_used_update_types() == ["callback_query", "message"]
        dispatcher.include_router(plugin.router(bot, practice(tmp_path)))
        assert set(dispatcher.resolve_used_update_types()) == {
            "callback_query", "edited_message", "message", "my_chat_member",
        }  # fmt: skip


async def test_a_host_that_asks_for_too_little_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with fake() as telegram, served(telegram, Way("ptb", "polling", ""), tmp_path):
        pass
    async with fake() as telegram:
        application = ptb_application(telegram)
        kefu = plugin.register(application, practice(tmp_path))
        async with application:
            await application.start()
            assert application.updater is not None
            await application.updater.start_polling(allowed_updates=["message"])
            await telegram.until(lambda: telegram.calls_of("getUpdates"))
            await application.updater.stop()
            await application.stop()
        await kefu.stop()
        asked = telegram.calls_of("getUpdates")[0].params["allowed_updates"]
        assert "callback_query" not in str(asked)
    assert "updates_not_asked_for" in caplog.text


async def test_what_the_host_keeps_is_what_it_kept_before(tmp_path: Path) -> None:
    kept = []
    for mounted in (False, True):
        file = tmp_path / f"shop-{mounted}.pickle"
        async with fake() as telegram:
            application = shop_ptb.application(
                telegram.token,
                telegram.base_url,
                persistence=PicklePersistence(file, update_interval=3600),
            )
            kefu = plugin.register(application, practice(tmp_path)) if mounted else None
            async with application:
                await application.start()
                assert application.updater is not None
                await application.updater.start_polling(poll_interval=0)
                ada = telegram.user("Ada", id=42)
                await shopping_plainly(ada)
                if kefu is not None:
                    await come_in(telegram.user("Bo"))
                await telegram.all_confirmed()
                await application.updater.stop()
                await application.stop()
            if kefu is not None:
                await kefu.stop()
        kept.append(pickle.loads(file.read_bytes()))  # noqa: S301 - our own
    assert kept[0] == kept[1]
    assert kept[0]["user_data"]


async def shopping_plainly(person: Person) -> None:
    """The conversation only."""
    for words in ("/order", "QH2041", "8801"):
        person.say(words)
        await person.next_message()


def test_our_buttons_are_read_where_the_library_keeps_the_data_of_the_hosts() -> None:
    press = {"id": "1", "from": ADA, "chat_instance": "1", "data": "k1.s.x.MAC"}
    update = Update.de_json({"update_id": 1, "callback_query": press}, None)
    assert update.callback_query is not None
    with update.callback_query._unfrozen():
        update.callback_query.data = InvalidCallbackData("k1.s.x.MAC")  # type: ignore[assignment]
    assert as_told(update)["callback_query"]["data"] == "k1.s.x.MAC"


async def test_a_hosts_hooks_are_called_as_ever(tmp_path: Path) -> None:
    called: list[str] = []

    async def begun(_application: object) -> None:
        called.append("begun")

    async def ended(_application: object) -> None:
        called.append("ended")

    async with fake() as telegram:
        application = shop_ptb.application(
            telegram.token, telegram.base_url, post_init=begun, post_stop=ended
        )
        plugin.register(application, practice(tmp_path))
        assert application.post_init is not None
        assert application.post_stop is not None
        async with application:
            await application.post_init(application)
            await application.post_stop(application)
    assert called == ["begun", "ended"]


# --- classes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("framework", ["aiogram", "ptb"])
async def test_a_class_comes_in_by_links_that_are_ours_alone(
    framework: str, tmp_path: Path
) -> None:
    async with fake() as telegram, served(telegram, Way(framework, "polling", "durable"), tmp_path):
        ada, boss = telegram.user("Ada"), telegram.user("王老师")
        # The practice starts with the first update that reaches it.
        ada.start()
        assert (await ada.next_message()).text == HELLO
        teacher, student = await links(telegram, tmp_path)
        assert "?start=kefu_join_" in teacher
        boss.open_link(teacher)
        await boss.until(lambda one: one.sees[-1].buttons)
        boss.press(AGREE)
        await boss.until(lambda one: one.sees[-1].message.buttons[0][0].get("url"))
        group: Group = telegram.group("班级群", [boss], with_bot=False)
        boss.open_link(boss.sees[-1].message.buttons[0][0]["url"], group)
        assert "电商2班" in (await group.next_message()).text
        ada.open_link(student)
        await ada.until(lambda one: one.sees[-1].buttons)
        ada.press(AGREE)
        await ada.until(lambda one: "电商2班" in one.sees[-1].text)
        seen = len(boss.sees)
        boss.say("/today", group)
        await boss.until(lambda one: len(one.sees) > seen)
        await shopping(telegram.user("Cai"))


async def links(telegram: object, folder: Path) -> tuple[str, str]:
    """What `kefu class new` prints for the teacher and for the students."""
    command = (sys.executable, "-c", "from bot.cli import main; main()", "class", "new", "电商2班")
    made = await create_subprocess_exec(
        *command, stdout=PIPE, env={"KEFU_DATA": str(folder), "LANG": "C.UTF-8"}, cwd=_ROOT
    )
    said, _ = await made.communicate()
    found = re.findall(r"https://t\.me/\S+", said.decode())
    return found[0], found[1]


_ROOT = Path(__file__).parents[2]


async def test_a_host_that_never_stops_us_ends_cleanly(tmp_path: Path) -> None:
    source = """
import asyncio, sys
from pathlib import Path
from bot import plugin
from bot.settings import Settings
from tests.fakes.telegram import FakeTelegram, Rules
from tests.hosts import shop_ptb

async def main():
    async with FakeTelegram(rules=Rules.no_flood()) as telegram:
        application = shop_ptb.application(telegram.token, telegram.base_url)
        plugin.register(application, Settings(data=Path(sys.argv[1]), _env_file=None))
        async with application:
            await application.start()
            await application.updater.start_polling(poll_interval=0)
            ada = telegram.user("Ada")
            ada.say("/practice 1")
            await ada.next_message(30)
            await application.updater.stop()
            await application.stop()

asyncio.run(main(), debug=True)
print("over")
"""
    run = await create_subprocess_exec(
        sys.executable, "-W", "error", "-c", source, str(tmp_path),
        stdout=PIPE, stderr=PIPE, cwd=_ROOT,
    )  # fmt: skip
    said, complaints = await run.communicate()
    assert said.decode() == "over\n"
    assert run.returncode == 0
    assert "Traceback" not in complaints.decode()
    assert "never" not in complaints.decode(), complaints.decode()
