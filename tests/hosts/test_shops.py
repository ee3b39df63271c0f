"""A host's own users get the same answers, to the letter, with the practice in the bot or not."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.telegram import Clock, FakeTelegram, Person, Rules
from tests.faults.students import AGREE, STOP, is_line
from tests.hosts.stage import Way, served
from tests.hosts.words import BROKEN, HELLO, HELP, NOT_UNDERSTOOD, WHICH_ORDER, WHICH_PHONE, found

EVERY_WAY = [
    Way(*way)
    for way in product(("aiogram", "ptb"), ("polling", "webhook"), ("", "durable", "plain"))
]
MOUNTED = [way for way in EVERY_WAY if way.mounted]


def fake() -> FakeTelegram:
    return FakeTelegram(clock=Clock.real(1.0), rules=Rules.no_flood())


def shown(telegram: FakeTelegram, person: Person) -> list[dict[str, Any]]:
    """Every call that showed something in the chat, as it came over the wire."""
    calls = (call for call in telegram.calls if call.chat_id == person.id)
    return [{"method": call.method, **call.params} for call in calls]


async def shopping(person: Person) -> None:
    """What a customer of the shop does, waiting for every answer."""
    person.start()
    assert (await person.next_message()).text == HELLO
    person.say("/help")
    assert (await person.next_message()).text == HELP.replace("<b>", "").replace("</b>", "")
    person.say("在吗")
    assert (await person.next_message()).text == NOT_UNDERSTOOD
    person.say("/order")
    assert (await person.next_message()).text == WHICH_ORDER
    person.say("QH2041")
    assert (await person.next_message()).text == WHICH_PHONE
    person.say("8801")
    assert (await person.next_message()).text == found("QH2041", "8801")
    press = person.press("查物流")
    await person.until(lambda _: press.answered)
    assert press.answer == "运输中"
    person.say("/crash")
    assert (await person.next_message()).text == BROKEN
    person.start("join_ABCD")
    assert (await person.next_message()).text == HELLO
    person.sticker()
    person.say("还在吗")
    assert (await person.next_message()).text == NOT_UNDERSTOOD


@pytest.fixture(scope="module")
def heard() -> dict[str, list[dict[str, Any]]]:
    """What each framework's bare shop says, found out once."""
    return {}


@pytest.mark.parametrize("way", EVERY_WAY, ids=str)
async def test_a_shops_users_notice_nothing(
    way: Way, tmp_path: Path, heard: dict[str, list[dict[str, Any]]]
) -> None:
    async with fake() as telegram, served(telegram, way, tmp_path):
        ada = telegram.user("Ada", id=42)
        await shopping(ada)
        await telegram.all_confirmed()
        said = shown(telegram, ada)
    assert said == heard.setdefault(way.framework, said)


@pytest.mark.parametrize("way", MOUNTED, ids=str)
async def test_a_student_practises_in_the_shops_bot(way: Way, tmp_path: Path) -> None:
    async with fake() as telegram, served(telegram, way, tmp_path):
        ada, bo = telegram.user("Ada"), telegram.user("Bo")
        ada.say("/practice 1")
        await ada.until(lambda one: one.sees and one.sees[-1].buttons, 20)
        ada.press(AGREE)
        await ada.next_message()
        await ada.next_message()
        ada.say("/practice 1")
        await ada.until(lambda one: is_line(one.sees[-1]))
        await shopping(bo)
        ada.say("亲，非常抱歉，我马上帮您查")
        await ada.until(lambda one: is_line(one.sees[-1]) and not one.sees[-2].from_bot)
        ada.say("/order")
        await ada.until(lambda one: one.sees[-1].text == WHICH_ORDER)
        ada.say("QH2041")
        await ada.until(lambda one: one.sees[-1].text == WHICH_PHONE)
        ada.say("8801")
        await ada.until(lambda one: one.sees[-1].text == found("QH2041", "8801"))
        ada.say("/stop")
        await ada.until(lambda one: one.sees[-1].from_bot and STOP not in str(one.sees[-1].buttons))
        assert NOT_UNDERSTOOD not in [seen.text for seen in ada.sees]
        await telegram.all_confirmed()
