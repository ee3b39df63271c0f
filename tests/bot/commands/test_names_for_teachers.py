"""Where there is a roster, teachers read names; nobody else does."""

import pytest

from locales.catalogue import catalogue
from tests.bot.commands.test_joining import with_roster
from tests.bot.house import GROUP, SHOP, House

SHIRKING = ("这个你找快递去，不归我们管", "跟我们没关系，找快递公司", "都说了找快递，不是我们的事")
HOURS = 2 * 60 * 60


@pytest.fixture
async def named(house: House) -> House:
    """A class in its group: ada is 王小明, bob 李四; today's drill is out."""
    made = await with_roster(house, "王小明、李四")
    for name, real in (("ada", "王小明"), ("bob", "李四")):
        await house.come_in(name, made.student_code)
        await house.press(name, real)
    await house.say("teacher", f"/schedule 18:00 22:00 {SHOP}")
    await house.say("teacher", "/today")
    await house.press("teacher", "现在发布")
    return house


async def shirk(house: House, name: str) -> None:
    """Do the drill badly."""
    await house.press(name, "开始今日日练")
    for words in SHIRKING:
        await house.say(name, words)
        await house.wait(3)


def alias(house: House, name: str) -> str:
    rows = house.rows("SELECT platform_id, alias FROM person")
    return str(dict(rows)[name])


async def test_who_has_not_finished_is_told_to_the_teacher_by_name(named: House) -> None:
    await shirk(named, "ada")
    await named.say("teacher", "/today")
    assert "还没完成（只有你能看到）：李四" in named.last("teacher")
    await named.press("teacher", "现在收卷")
    assert "还没完成（只有你能看到）：李四" in named.last("teacher")
    assert not any("李四" in text or "王小明" in text for text in named.texts(GROUP))


async def test_an_appeal_says_by_name_whose_it_is(named: House) -> None:
    await shirk(named, "ada")
    await named.press("ada", "我不同意")
    await named.press("ada", "整体分数")
    assert f"王小明（{alias(named, 'ada')}）" in named.last("teacher")
    await named.say("ada", "/appeal 我先道歉了")
    assert f"王小明（{alias(named, 'ada')}） 补充了理由" in named.last("teacher")


async def test_a_student_in_distress_can_be_found_by_the_teacher(named: House) -> None:
    await named.say("teacher", "/distress")
    await named.press("teacher", "通知老师")
    await named.say("ada", "我不想活了")
    assert "「王小明（" in named.last("teacher")


async def test_a_day_is_repaired_and_a_team_filled_by_name(named: House) -> None:
    await named.wait(26 * HOURS)
    await named.say("teacher", "/repair 李四 03-02 去比赛了")
    assert "已补 2026-03-02" in named.last("teacher")
    await named.say("teacher", "/teams 第一组 王小明 李四")
    assert "第一组：王小明、李四" in named.last("teacher")


async def test_a_deduction_says_what_was_asked_for(named: House) -> None:
    await shirk(named, "ada")
    await named.say("teacher", "/talks 1")
    missing = [line for line in named.last("teacher").splitlines() if "[not-done]" in line]
    assert missing
    assert len(set(missing)) == len(missing)
    assert all("该做的还没做到：" in line for line in missing)


async def test_long_names_stand_whole_on_their_buttons(house: House) -> None:
    long = "阿卜杜热合曼·买买提艾力"
    made = await with_roster(house, f"王小明、李四、{long}、张三、赵六")
    await house.come_in("ada", made.student_code)
    rows = [[button.label for button in row] for row in house.sees("ada")[-1].buttons]
    assert rows[:3] == [["王小明", "李四"], [long], ["张三", "赵六"]]


async def test_consent_and_the_parents_notice_say_that_a_roster_holds_names(house: House) -> None:
    await house.say("eve", "/start")
    for words in ("名单上的名字", "企业导师", "没有你的同意，我什么都不保存"):
        assert words in house.last("eve")
    notice = catalogue("zh_CN").text("notice.text")
    assert "姓名和学号" in notice
    assert "企业导师" in notice
