"""Nothing that is shown is too long for Telegram, with the largest class and the longest names."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.classroom.cohorts import Role
from bot.commands.payloads import Signer, fitting, meant
from bot.practice.shelf import Shelf
from bot.storage.unit import Unit
from tests.bot.commands.test_people import invited
from tests.bot.house import GROUP, House, open_house
from tests.dialogues.shop import SMALL, playable

LONGEST_ID = "the-longest-name-a-customer-may-have-" + "abc"
"""Forty characters: what `kefu new` allows at most."""
LONGEST_NAME = "阿卜杜热合曼·买买提艾力·阿卜杜热合曼·买买提艾力·阿卜杜热合"
CLASS_SIZE = 42
NINE_DIGITS = "9" * 9
"""The largest number that a button may name."""


@pytest.fixture
async def crowd(tmp_path: Path) -> AsyncIterator[House]:
    """A class of 42 with the longest names and aliases, and one customer with the longest id."""
    shelf = Shelf([playable(SMALL.replace("small-shop", LONGEST_ID))])
    async with open_house(tmp_path / "kefu.db", shelf) as house:
        made = await house.open_class("电子商务专业二〇二六级二班实验")
        await house.come_in("teacher", made.teacher_code)
        names = [f"{LONGEST_NAME}{number:02}" for number in range(CLASS_SIZE)]
        await house.run(lambda unit: unit.add_names(made.cohort.id, names, {}))
        for number in range(CLASS_SIZE):
            await house.come_in(f"s{number}", made.student_code)
        await house.run(lambda unit: _christen(unit, made.cohort.id))
        yield house


def _christen(unit: Unit, cohort: int) -> None:
    """Everybody takes a name, and the longest alias there can be."""
    for name in unit.roster(cohort):
        student = name.id + 1
        unit.bind(name.id, student)
        unit.rename(student, f"热心的阿卜杜热合曼{name.id:03}")
        unit.admitted(cohort, student)
        unit.join(cohort, student, Role.STUDENT, unit.now)


def worst(payload: str) -> int:
    """Bytes of a payload if every number in it had nine digits."""
    body, _, mac = payload.rpartition(".")
    action, _, argument = body.removeprefix("k1.").partition(".")
    longest = re.sub(r"(?<![A-Za-z~0-9])\d{1,8}(?![A-Za-z0-9])", NINE_DIGITS, argument)
    return len(f"k1.{action}.{longest}.{mac}".encode())


def check(house: House) -> None:
    """Every text and every button of every chat."""
    for chat in house.platform.chats:
        for shown in house.sees(chat):
            assert len(shown.text.encode("utf-16-le")) // 2 <= 4096, shown.text[:60]
            buttons = [button for row in shown.buttons for button in row]
            assert len(buttons) <= 100, shown.text[:60]
            for button in buttons:
                assert worst(button.payload) <= 64, (button.label, button.payload)


async def test_a_class_of_forty_two_with_the_longest_names_fits(crowd: House) -> None:
    await crowd.say("teacher", f"/publish {LONGEST_ID}")
    await crowd.press("teacher", "🏫 课堂 40 分")
    await crowd.press("teacher", "✅ 发布")
    assert f"全班 {CLASS_SIZE}" in crowd.last("teacher")
    for number in range(12):
        await crowd.press(f"s{number}", "开始今日日练")
        await crowd.say(f"s{number}", "这个你找快递去，不归我们管，" * 30)
    await crowd.wait(40 * 60)
    for number in range(12):
        await crowd.press(f"s{number}", "我不同意")
        await crowd.press(f"s{number}", "整体分数")
    for typed in (
        "/appeals", "/today", "/talks", "/talks 1", "/roster", "/people", "/week", "/digest",
        "/report", "/papers", "/teams 6", "/teams", "/board", "/schedule 19:00 21:00", "/schedule",
        "/publish", "/rules", "/calendar", "/zone 新疆", "/boardset", "/help", "/unheard",
        "/repair",
    ):  # fmt: skip
        await crowd.say("teacher", typed)
    await crowd.press("teacher", "请学生出班")
    await crowd.say("teacher", "/publish")
    await crowd.press("teacher", "1. 小店")
    assert "第 2 步" in crowd.last("teacher"), "a customer with a long id can be chosen by button"
    check(crowd)
    assert crowd.sees(GROUP)


async def test_a_mentor_decides_about_a_customer_with_a_long_id(crowd: House) -> None:
    await crowd.come_in("mia", await invited(crowd, "邀请导师"))
    await crowd.say("teacher", f"/review {LONGEST_ID}")
    check(crowd)
    await crowd.press("mia", "通过")
    assert "✓ 已通过" in crowd.last("teacher")


def test_long_ids_that_begin_alike_stay_apart_on_buttons() -> None:
    ids = [f"{LONGEST_ID[:-1]}{sign}" for sign in "abcdef"]
    signer = Signer(bytes(32))
    assert [meant(fitting(each), ids) for each in ids] == ids
    for each in ids:
        for action in ("c", "my"):
            assert len(signer.sign(action, f"{NINE_DIGITS}-{fitting(each)}")) <= 64
    assert fitting("small-shop") == "small-shop"
