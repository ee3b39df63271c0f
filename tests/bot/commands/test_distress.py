"""Words of distress stop the play, show who can help, and are told only as the school wants."""

import pytest

from locales.distress import help_lines, in_distress
from tests.bot.house import House

CALLS = (
    "我不想活了", "我 不 想 活 了", "真的想自杀", "我被欺负了", "他们一直欺负我", "我割腕了",
    "活着没意思", "死了算了", "我想死", "ＳＵＩＣＩＤＥ", "I want to die", "他们打我", "家暴",
    "被同学欺负好几天了", "老师打我", "有人勒索我", "我想伤害自己",
)  # fmt: skip
PLAIN = (
    "笑死我了", "累死了", "杀价", "自杀式降价", "跳楼价清仓", "气死我了", "急死了", "想死你了",
    "您别急，马上催", "不想活动了", "电脑死机了", "土死了", "挂上吊牌", "打我电话", "忙得要死",
    "有人打我电话", "亲，您被坑了我帮您查", "这款挂上吊灯很好看", "我死磕到底", "饿死了",
    "跳楼机好玩吗", "这个价格您杀得太狠了", "我想死您家的零食了", "您好，请问有什么可以帮您",
)  # fmt: skip


@pytest.mark.parametrize("said", CALLS)
def test_a_call_for_help_is_heard(said: str) -> None:
    assert in_distress(said)


@pytest.mark.parametrize("said", PLAIN)
def test_what_only_sounds_alike_is_not(said: str) -> None:
    assert not in_distress(said)


def test_every_help_line_has_a_number_and_a_source() -> None:
    assert [line.number for line in help_lines()] == ["12356", "12355", "110"]
    assert all(line.source for line in help_lines())


async def in_a_talk(house: House) -> int:
    """Ada in a class, in the middle of a talk; the class's id."""
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.come_in("ada", made.student_code)
    await house.say("ada", "/practice small-shop")
    return made.cohort.id


async def test_the_talk_stops_does_not_count_and_the_words_are_not_stored(house: House) -> None:
    await in_a_talk(house)
    await house.say("ada", "其实我不想活了")
    shown = house.last("ada")
    assert "12356" in shown
    assert "12355" in shown
    assert "110" in shown
    assert "没有告诉任何人" in shown
    assert house.rows("SELECT over, total FROM attempt") == [(1, None)]
    assert "不想活" not in house.everything_stored()
    lines = len(house.lines("ada"))
    await house.wait(400)
    assert len(house.lines("ada")) == lines


async def test_outside_a_talk_and_in_a_command_it_is_heard_as_well(house: House) -> None:
    await house.come_in("ada")
    await house.say("ada", "他们一直欺负我")
    assert "12355" in house.last("ada")
    await house.say("ada", "/appeal 我想自杀")
    assert house.texts("ada")[-1].count("12356") == 1


async def test_teachers_are_told_only_where_the_school_wants_it_and_never_the_words(
    house: House,
) -> None:
    await in_a_talk(house)
    await house.say("ada", "我想死")
    assert not any("私下关心" in text for text in house.texts("teacher"))
    await house.say("teacher", "/distress")
    await house.press("teacher", "通知老师")
    await house.say("ada", "我被欺负了")
    told = [text for text in house.texts("teacher") if "私下关心" in text]
    assert len(told) == 1
    assert "欺负" not in told[0]
    assert "请老师来关心你" in house.last("ada")
    await house.say("ada", "我想死")
    assert len([text for text in house.texts("teacher") if "私下关心" in text]) == 1
