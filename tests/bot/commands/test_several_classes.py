"""Who teaches several classes can speak of one of them, and sees which one is meant."""

import pytest

from bot.adapters.console.send import CHANNEL
from tests.bot.house import GROUP, House


@pytest.fixture
async def two(house: House) -> House:
    """电商2班 and 电商2班乙 have one teacher and one group."""
    for name in ("电商2班", "电商2班乙"):
        made = await house.open_class(name)
        code = made.teacher_code
        if name == "电商2班":
            await house.come_in("teacher", code)
        else:
            await house.say("teacher", f"/start join_{code}")
    return house


def plans(house: House) -> list[tuple[int, int]]:
    """Which classes have a plan, and when it posts."""
    return house.rows("SELECT cohort, post_minute FROM drill WHERE active ORDER BY cohort")


async def test_a_class_named_first_is_the_only_one_that_changes(two: House) -> None:
    await two.say("teacher", "/schedule 电商2班 19:00 21:00")
    assert plans(two) == [(1, 1140)]
    await two.say("teacher", "/schedule 电商2班乙 18:00 20:00")
    assert plans(two) == [(1, 1140), (2, 1080)]
    await two.say("teacher", "/rules 电商2班乙 次数 1")
    attempts = [await two.run(lambda unit, n=n: unit.rules(n).attempts) for n in (1, 2)]
    assert attempts == [3, 1]
    await two.say("teacher", "/schedule 17:00 21:00")
    assert plans(two) == [(1, 1020), (2, 1020)], "without a name all of them are meant"


async def test_a_name_is_taken_off_the_roster_on_which_it_stands(two: House) -> None:
    for number, names in ((1, ["王小明", "李四"]), (2, ["张三", "李四"])):
        await two.run(lambda unit, n=number, who=names: unit.add_names(n, who, {}))
    await two.say("teacher", "/roster 删 张三")
    assert "已从「电商2班乙」的名单里删掉「张三」" in two.last("teacher")
    await two.say("teacher", "/roster 删 李四")
    assert "/roster 电商2班 删 李四" in two.last("teacher")
    await two.say("teacher", "/roster 电商2班 删 李四")
    left = {n: [one.name for one in await two.run(lambda u, n=n: u.roster(n))] for n in (1, 2)}
    assert left == {1: ["王小明"], 2: ["李四"]}


async def test_cards_of_two_classes_in_one_group_say_whose_they_are(two: House) -> None:
    await two.say("teacher", "/schedule 18:00 22:00 1")
    for cohort in ("电商2班", "电商2班乙"):
        await two.say("teacher", f"/today {cohort}")
        await two.press("teacher", "现在发布")
    heads = [shown.text.splitlines()[0] for shown in two.sees(GROUP)]
    assert heads == ["📮 今日日练 · 电商2班 · 小店", "📮 今日日练 · 电商2班乙 · 小店"]
    await two.run(lambda unit: unit.connect(2, CHANNEL, None))
    await two.say("teacher", "/publish 电商2班 1")
    assert "第 2 步：什么时候" in two.last("teacher")
