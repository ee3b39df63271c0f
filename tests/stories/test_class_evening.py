"""A class's evening on Telegram, from the operator's link to the board."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.classroom.invitations import NewClass
from tests.bot.store import everything_stored, table
from tests.fakes.telegram import Group, Person
from tests.stories.evening import ANGRY, Evening, bot_said, evening, texts

NAMES = ("王小明", "刘思雨", "陈浩然", "赵欣怡", "孙一诺", "钱多多")
SCRIPTS = ("好学生", "口语的好学生", "敷衍的学生", "堆话术的学生")
"""What the first four of the class do; the fifth never comes, the sixth comes too late."""


@dataclass(slots=True)
class ClassOf:
    """A class with its teacher, its group and its students."""

    made: NewClass
    teacher: Person
    group: Group
    students: list[Person]


@pytest.fixture
async def tonight(tmp_path: Path) -> AsyncIterator[Evening]:
    """A service on the strict fake, at half past six in the evening."""
    async with evening(tmp_path / "kefu.db") as begun:
        yield begun
        assert begun.telegram.violations == []
        assert begun.rows("SELECT * FROM dead_letter") == []


async def gather(tonight: Evening, students: int = 2) -> ClassOf:
    """Operator, teacher, group, students: everything until the plan of the drill."""
    made = await tonight.open_class()
    teacher = tonight.person("李老师")
    members = [tonight.person(name) for name in NAMES[:students]]
    group = tonight.telegram.group("电商2班", [teacher, *members], with_bot=False)
    await tonight.come_in(teacher, made.teacher_code)
    welcome = teacher.sees[-1]
    add = next(b for row in welcome.message.buttons for b in row if "url" in b)
    teacher.open_link(add["url"], group)
    await tonight.settled()
    for student in members:
        await tonight.come_in(student, made.student_code)
    return ClassOf(made, teacher, group, members)


async def post(tonight: Evening, it: ClassOf) -> None:
    """The teacher sets the plan, and seven o'clock comes."""
    await tonight.say(it.teacher, f"/schedule 19:00 21:00 {ANGRY}")
    await tonight.wait(30 * 60)


async def test_a_class_evening(each_store: str, tonight: Evening) -> None:
    it = await gather(tonight, students=6)
    teacher, group = it.teacher, it.group

    # The teacher's welcome carries the students' link; the group hears that it is connected.
    assert tonight.link(it.made.student_code) in "".join(texts(teacher.sees))
    [connected] = bot_said(group)
    assert connected.text.startswith("已连接 ✅ 电商2班")
    assert [button["url"] for row in connected.message.buttons for button in row] == [
        tonight.link(it.made.student_code)
    ]
    for student in it.students:
        assert student.sees[-1].text.startswith("✅ 已加入「电商2班」")
    aliases = [row[0] for row in tonight.rows("SELECT alias FROM person ORDER BY id")][1:]

    # Before the plan.
    assert "还没有日练安排" in await tonight.say(teacher, "/today")
    assert "还没有日练安排" in await tonight.say(teacher, "/schedule")
    assert "还没有榜单" in await tonight.say(it.students[0], "/board")
    assert "还没有成绩" in await tonight.say(it.students[0], "/me")
    assert "/practice" in await tonight.say(it.students[0], "/help")
    assert "/schedule" in await tonight.say(teacher, "/help")

    plan = await tonight.say(teacher, f"/schedule 19:00 21:00 {ANGRY}")
    assert "每个上课日 19:00 发布，21:00 截止" in plan
    assert "下一次：03-02 周一 19:00" in plan
    await tonight.wait(29 * 60)
    assert len(bot_said(group)) == 1

    # Seven o'clock: one card in the group, an offer in every direct chat.
    await tonight.wait(2 * 60)
    [_, card] = bot_said(group)
    assert card.text.startswith("📮 今日日练 · 物流延迟激烈投诉\n⏰ 截止 03-02 21:00")
    assert "已完成 0/6" in card.text
    [[link]] = card.message.buttons
    assert link["url"].partition("start=")[2] == "drill_1"
    for student in it.students:
        assert student.sees[-1].text.startswith("📮 今日日练：物流延迟激烈投诉")
        assert student.sees[-1].buttons == [["开始今日日练"]]
    assert not any("今日日练" in text for text in texts(teacher.sees))
    assert "完成 0/6" in await tonight.say(teacher, "/today")

    # Four talk, one of them through the link on the card.
    for number, (student, script) in enumerate(zip(it.students, SCRIPTS, strict=False)):
        if number == 0:
            student.open_link(link["url"])
            await tonight.settled()
        else:
            await tonight.press(student, "开始今日日练")
        await tonight.play(student, script)
        assert any(text.startswith("🎓 讲评 · 物流延迟激烈投诉") for text in texts(student.sees))
        await tonight.wait(11)
        assert f"已完成 {number + 1}/6" in card.text
    assert len(bot_said(group)) == 2, "progress is edited into the card"
    assert card.edited
    marks = dict(tonight.rows("SELECT person, total FROM attempt"))
    assert len(marks) == 4
    assert marks[2] >= 80
    assert marks[4] < 50
    assert f"最好成绩 {marks[2]} 分" in await tonight.say(it.students[0], "/me")
    assert "今日日练还没完成" in await tonight.say(it.students[4], "/me")
    report = await tonight.say(teacher, "/today")
    assert "完成 4/6" in report
    assert "、".join(aliases[4:]) in report

    # Nine o'clock: the card is closed, and the board is posted.
    await tonight.wait(2 * 3600)
    [_, card, board] = bot_said(group)
    assert "已截止" in card.text
    assert card.buttons == []
    assert board.text.startswith("🏆 电商2班 · 物流延迟激烈投诉 · 2026-03-02\n完成 4/6")
    places = board.text.splitlines()[2:-1]
    best = sorted(marks, key=lambda person: -marks[person])[:2]
    assert {line.split()[1] for line in places} == {aliases[person - 2] for person in best}
    assert teacher.sees[-1].text.startswith("「电商2班」物流延迟激烈投诉")
    assert "、".join(aliases[4:]) in teacher.sees[-1].text

    # In the group nobody is named, and nobody who is behind or absent appears at all.
    said = "\n".join(texts(bot_said(group)))
    behind = [alias for number, alias in enumerate(aliases) if number + 2 not in best]
    for hidden in (*NAMES, "李老师", *behind):
        assert hidden not in said

    # Too late: practice, but no mark on the board.
    late = it.students[5]
    await tonight.press(late, "开始今日日练")
    assert "已截止，但可以练习（不计分）。" in texts(late.sees)
    await tonight.play(late, "好学生")
    assert late.sees[-1].text.endswith("（自由练习，不计入榜单）")
    assert "完成 4/6" in await tonight.say(it.students[0], "/board")
    assert len(bot_said(group)) == 3

    # The next day the same again, by itself.
    await tonight.wait(22 * 3600)
    assert bot_said(group)[-1].text.startswith("📮 今日日练")
    assert len(bot_said(group)) == 4


async def test_a_stopped_talk_gets_no_mark_and_the_drill_can_be_begun_again(
    tonight: Evening,
) -> None:
    it = await gather(tonight)
    await post(tonight, it)
    student = it.students[0]
    await tonight.press(student, "开始今日日练")
    assert "不计分" in await tonight.say(student, "/stop")
    await tonight.press(student, "开始今日日练")
    assert await tonight.running(student) is not None
    assert tonight.rows("SELECT attempts FROM assignment") == [(2,)]
    assert tonight.rows("SELECT count(*) FROM attempt WHERE total IS NOT NULL") == [(0,)]


async def test_who_does_not_teach_cannot_do_what_teachers_do(tonight: Evening) -> None:
    it = await gather(tonight)
    await post(tonight, it)
    student = it.students[0]
    before = tonight.rows("SELECT * FROM drill")
    for command in ("/schedule 08:00 09:00", "/schedule off", "/today"):
        assert "是给老师用的" in await tonight.say(student, command)
        said = len(it.group.sees)
        await tonight.say(student, f"{command}@kefu_coach_bot"[:40], it.group)
        assert len(bot_said(it.group)) == 2
        assert len(it.group.sees) == said + 1
    await tonight.say(student, "/board", it.group)
    await tonight.say(student, "/start@kefu_coach_bot class_1", it.group)
    assert len(bot_said(it.group)) == 2
    assert tonight.rows("SELECT * FROM drill") == before


async def test_a_teacher_of_another_class_has_no_say_here(tonight: Evening) -> None:
    it = await gather(tonight)
    other = await tonight.open_class("会计1班")
    stranger = tonight.person("周老师")
    await tonight.come_in(stranger, other.teacher_code)
    it.group.add(stranger)
    await tonight.say(stranger, "/start@kefu_coach_bot class_1", it.group)
    await tonight.say(stranger, "/schedule 08:00 09:00", it.group)
    await tonight.say(stranger, "/board", it.group)
    assert len(bot_said(it.group)) == 1
    assert tonight.rows("SELECT * FROM drill") == []


async def test_what_a_teacher_asks_in_the_group_is_answered_in_private(tonight: Evening) -> None:
    it = await gather(tonight)
    await post(tonight, it)
    said = len(bot_said(it.group))
    await tonight.say(it.teacher, "/today", it.group)
    assert "还没完成（只有你能看到）" in it.teacher.sees[-1].text
    await tonight.say(it.teacher, "/schedule", it.group)
    assert "每个上课日 19:00 发布" in it.teacher.sees[-1].text
    assert len(bot_said(it.group)) == said
    await tonight.say(it.teacher, "/board", it.group)
    assert bot_said(it.group)[-1].text.startswith("🏆 电商2班")


async def test_forged_foreign_and_expired_buttons_change_nothing(tonight: Evening) -> None:
    it = await gather(tonight)
    await tonight.say(it.teacher, f"/schedule 19:00 21:00 {ANGRY}")
    await tonight.say(it.teacher, "/today")
    post_now = tonight.payload(it.teacher, "现在发布")
    student, other = it.students
    before = _state(tonight)
    gone = "这个按钮已经失效了。发 /help 看看现在可以做什么。"
    for data in ("", "k1.p.1.AAAAAAAAAAA", "k1.s." + ANGRY, post_now[:-1], "p:1", "x" * 64):
        assert await tonight.forge(student, data or " ") == gone
    assert await tonight.forge(student, post_now) == gone
    assert _state(tonight) == before

    await tonight.wait(31 * 60)
    await tonight.press(student, "开始今日日练")
    await tonight.say(student, "/start")
    stop = tonight.payload(student, "结束这次练习")
    assert await tonight.forge(other, stop) == "这次练习已经结束了。"
    assert await tonight.running(student) is not None
    drill = tonight.payload(other, "开始今日日练")
    stranger = tonight.person("外班")
    made = await tonight.open_class("会计1班")
    await tonight.come_in(stranger, made.student_code)
    assert "不属于你的班级" in await tonight.forge(stranger, drill)
    assert await tonight.running(stranger) is None
    assert len(bot_said(it.group)) == 2


async def test_a_drill_posted_by_hand_is_not_posted_again_at_its_time(tonight: Evening) -> None:
    it = await gather(tonight)
    await tonight.say(it.teacher, f"/schedule 19:00 21:00 {ANGRY}")
    await tonight.say(it.teacher, "/today")
    await tonight.press(it.teacher, "现在发布")
    assert it.teacher.sees[-1].text == "✅ 已发布到「电商2班」，截止 03-02 周一 21:00。"
    await tonight.press(it.teacher, "现在发布")
    assert "已经发布过了" in it.teacher.sees[-1].text
    await tonight.wait(2 * 3600)
    assert [text.split()[0] for text in texts(bot_said(it.group))] == ["已连接", "📮"]


async def test_whoever_has_not_agreed_is_unknown_in_the_group_too(tonight: Evening) -> None:
    it = await gather(tonight)
    stranger = tonight.person("路人甲")
    it.group.add(stranger)
    for words in ("大家好", "/board", "/start@kefu_coach_bot class_1", "/practice"):
        await tonight.say(stranger, words, it.group)
    assert len(bot_said(it.group)) == 1
    stored = everything_stored(tonight.path)
    assert "路人甲" not in stored
    assert str(stranger.id) not in stored


async def test_a_group_that_becomes_a_supergroup_keeps_its_drill(tonight: Evening) -> None:
    it = await gather(tonight)
    await tonight.say(it.teacher, f"/schedule 19:00 21:00 {ANGRY}")
    it.group.upgrade()
    await tonight.wait(31 * 60)
    assert [text.split()[0] for text in texts(bot_said(it.group))] == ["📮"]


async def test_a_bot_thrown_out_of_the_group_tells_the_teacher_and_offers_on(
    tonight: Evening,
) -> None:
    it = await gather(tonight)
    await tonight.say(it.teacher, f"/schedule 19:00 21:00 {ANGRY}")
    it.group.remove_bot()
    await tonight.settled()
    assert "已经不在「电商2班」的群里" in it.teacher.sees[-1].text
    await tonight.wait(31 * 60)
    assert it.students[0].sees[-1].text.startswith("📮 今日日练")


async def test_a_student_who_blocked_the_bot_takes_nobody_along_and_may_come_back(
    tonight: Evening,
) -> None:
    it = await gather(tonight)
    gone, here = it.students
    gone.block()
    await post(tonight, it)
    assert here.sees[-1].text.startswith("📮 今日日练")
    assert not any(text.startswith("📮") for text in texts(gone.sees))
    gone.unblock()
    await tonight.settled()
    assert "欢迎回来" in await tonight.say(gone, "/start")
    await tonight.say(gone, "/start drill_1")
    assert await tonight.running(gone) is not None


def _state(tonight: Evening) -> list[object]:
    """Everything that somebody's forged button might change."""
    names = ("person", "membership", "drill", "occurrence", "assignment", "attempt", "timer")
    return [table(tonight.path, name) for name in names]
