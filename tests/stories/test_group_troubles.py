"""The bot is thrown out of the class's group, comes back, or is asked where nobody knows it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.evening import Evening, bot_said, evening
from tests.stories.test_class_evening import gather, post


@pytest.fixture
async def tonight(tmp_path: Path) -> AsyncIterator[Evening]:
    """A service on the strict fake, at half past six in the evening."""
    async with evening(tmp_path / "kefu.db") as begun:
        yield begun
        assert begun.telegram.violations == []


async def test_one_button_brings_the_bot_back_into_the_group(tonight: Evening) -> None:
    it = await gather(tonight)
    it.group.remove_bot()
    await tonight.settled()
    told = it.teacher.sees[-1]
    assert "不在「电商2班」的群里了" in told.text
    [[button]] = told.message.buttons
    it.teacher.open_link(button["url"], it.group)
    await tonight.settled()
    assert bot_said(it.group)[-1].text.startswith("已连接 ✅ 电商2班")


async def test_a_bot_that_was_added_by_hand_asks_the_teacher_for_the_class(
    tonight: Evening,
) -> None:
    it = await gather(tonight)
    it.group.remove_bot()
    it.group.add_bot(by=it.teacher)
    await tonight.settled()
    before = len(bot_said(it.group))
    await tonight.say(it.students[0], "/today", it.group)
    await tonight.say(it.teacher, "/today", it.group)
    assert "还没有连接班级" in it.teacher.sees[-1].text
    assert len(bot_said(it.group)) == before, "the group is not bothered"
    it.teacher.open_link(it.teacher.sees[-1].message.buttons[0][0]["url"], it.group)
    await tonight.settled()
    await post(tonight, it)
    assert bot_said(it.group)[-1].text.startswith("📮 今日日练")


async def test_a_colleague_is_not_asked_to_set_the_class_up_again(tonight: Evening) -> None:
    it = await gather(tonight)
    colleague = tonight.person("周老师")
    await tonight.say(it.teacher, "/people")
    await tonight.press(it.teacher, "邀请老师")
    await tonight.come_in(colleague, it.teacher.sees[-1].text.rpartition("/join ")[2].strip())
    welcome = colleague.sees[-1]
    assert "任课老师" in welcome.text
    assert not any("url" in button for row in welcome.message.buttons for button in row)


async def test_students_who_read_english_are_offered_the_drill_in_english(
    tonight: Evening,
) -> None:
    it = await gather(tonight)
    ada = tonight.person("Ada", language="en")
    ada.open_link(tonight.link(it.made.student_code))
    await tonight.settled()
    await tonight.press(ada, "I agree")
    await post(tonight, it)
    assert ada.sees[-1].text.startswith("📮 Today's drill: A parcel that does not move\n")
    assert bot_said(it.group)[-1].text.startswith("📮 今日日练 · 物流延迟激烈投诉\n")


async def test_commands_that_are_not_for_groups_bring_no_question(tonight: Evening) -> None:
    it = await gather(tonight)
    it.group.remove_bot()
    it.group.add_bot(by=it.teacher)
    await tonight.settled()
    before = len(it.teacher.sees)
    for typed in ("/start", "/help", "/weather"):
        await tonight.say(it.teacher, typed, it.group)
    assert len(it.teacher.sees) == before
