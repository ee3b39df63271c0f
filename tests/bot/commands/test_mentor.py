"""The enterprise mentor: looks at talks, remarks in one tap, plays the customer live."""

from bot.practice.standin import PLAYED
from dialogues.transcript import MENTOR, Line, Remark
from tests.bot.house import SHOP, House

POLITE = "亲，非常抱歉给您带来不便，马上为您查询物流"


async def mentored(house: House) -> int:
    """A class with teacher, mentor, and one student; the class's id."""
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.say("teacher", "/people")
    await house.press("teacher", "邀请导师")
    await house.come_in("mentor", house.last("teacher").rpartition("/join ")[2])
    await house.come_in("ada", made.student_code)
    return made.cohort.id


async def finished(house: House) -> None:
    """Ada has a talk behind her."""
    await house.say("ada", f"/practice {SHOP}")
    await house.say("ada", POLITE)
    await house.wait(3_600)


async def test_a_student_asks_for_a_look_and_gets_a_remark_in_one_tap(house: House) -> None:
    await mentored(house)
    await finished(house)
    await house.say("ada", "/flag")
    assert "已请企业导师看看" in house.last("ada")
    assert POLITE in house.last("mentor")
    await house.press("mentor", "先问清情况")
    assert house.last("ada").startswith("👔 企业导师看了你的")
    assert "先问清情况，再给方案" in house.last("ada")
    await house.say("mentor", "/mentor")
    assert "等你点评的对话：0" in house.last("mentor")


async def test_own_words_reach_the_student_too(house: House) -> None:
    await mentored(house)
    await finished(house)
    await house.say("ada", "/flag")
    await house.say("mentor", "/comment 1 开头很好，\n方案再具体一点")
    assert "开头很好， 方案再具体一点" in house.last("ada")


async def test_a_teacher_forwards_an_appealed_talk(house: House) -> None:
    await mentored(house)
    await finished(house)
    await house.press("ada", "不同意")
    await house.press("ada", "整体分数")
    await house.press("teacher", "转给导师")
    assert POLITE in house.last("mentor")
    assert "王" not in house.last("mentor")


async def test_a_talk_is_flagged_once_and_survives_a_class_without_a_mentor(house: House) -> None:
    made = await house.open_class()
    await house.come_in("ada", made.student_code)
    await house.say("ada", "/flag")
    assert "还没有可以给导师看的对话" in house.last("ada")
    await finished(house)
    await house.say("ada", "/flag")
    assert "还没有企业导师" in house.last("ada")


async def played(house: House) -> int:
    """The mentor plays the customer of ada's talk; the attempt's id."""
    await mentored(house)
    await house.say("ada", f"/practice {SHOP}")
    number = (await house.running("ada")).id
    await house.say("mentor", "/mentor")
    await house.press("mentor", "小店")
    assert "现在你是「" in house.last("mentor")
    return number


async def test_a_mentor_plays_the_customer_and_both_hear_each_other(house: House) -> None:
    number = await played(house)
    assert "企业导师来扮演顾客了" in house.last("ada")
    said = len(house.lines("ada"))
    await house.say("mentor", "我要投诉到 12315！")
    assert "我要投诉到 12315！" in house.last("ada")
    await house.say("ada", POLITE)
    await house.wait(120)
    assert house.last("mentor").endswith(POLITE)
    assert len(house.lines("ada")) == said + 1
    log = await house.log(number)
    assert Line("我要投诉到 12315！", player=MENTOR) in log
    assert [each.text for each in log if isinstance(each, Remark) and each.kind == PLAYED] == [
        "begin"
    ]


async def test_handed_back_the_written_customer_goes_on(house: House) -> None:
    number = await played(house)
    await house.say("mentor", "还在吗？")
    await house.press("mentor", "还给剧本")
    assert "顾客换回来了" in house.last("ada")
    said = len(house.lines("ada"))
    await house.say("ada", POLITE)
    await house.wait(10)
    assert len(house.lines("ada")) > said
    await house.say("mentor", "还有话说")
    assert not house.last("ada").endswith("还有话说")
    talk = await house.run(lambda unit: unit.attempt(number))
    assert not talk.counts


async def test_a_played_talk_ends_with_a_debrief_that_says_so(house: House) -> None:
    number = await played(house)
    await house.say("ada", POLITE)
    await house.press("mentor", "结束对话")
    assert any("企业导师扮演过顾客，说了 0 句；不计入榜单" in text for text in house.texts("ada"))
    [(counts, over)] = house.rows(f"SELECT counts, over FROM attempt WHERE id = {number}")  # noqa: S608
    assert (counts, over) == (0, 1)
    await house.say("teacher", f"/talks {number}")
    assert any("企业导师扮演过顾客" in text for text in house.texts("teacher"))


async def test_a_mentor_who_has_gone_is_not_waited_for(house: House) -> None:
    await played(house)
    await house.wait(301)
    await house.say("ada", POLITE)
    await house.wait(10)
    assert any("顾客换回来了" in text for text in house.texts("ada"))
    assert not house.last("mentor").endswith(POLITE)


async def test_who_mentors_the_class_no_more_plays_no_more(house: House) -> None:
    await played(house)
    await house.say("teacher", "/people")
    await house.press("teacher", "移除")
    await house.say("mentor", "我还在")
    assert not house.last("ada").endswith("我还在")


async def test_a_mentor_of_another_class_cannot_play(house: House) -> None:
    await played(house)
    [button] = [b for shown in house.sees("mentor") if (b := shown.button("小店"))]
    await house.come_in("eve")
    await house.press_payload("eve", button)
    assert "失效" in house.last("eve")


async def test_a_customer_waits_for_the_mentors_yes_before_drills_use_it(house: House) -> None:
    await mentored(house)
    await house.say("teacher", "/schedule 19:00 21:00")
    await house.say("teacher", "/review 小店")
    await house.wait(86_400)
    assert house.rows("SELECT * FROM occurrence") == []
    assert any("还没有通过导师审核" in text for text in house.texts("teacher"))
    await house.say("mentor", "/reviews")
    await house.press("mentor", "通过")
    assert "已通过" in house.last("teacher")
    await house.wait(86_400)
    assert len(house.rows("SELECT * FROM occurrence")) == 1


async def test_a_refused_customer_is_not_used_and_the_teacher_knows(house: House) -> None:
    await mentored(house)
    await house.say("teacher", "/schedule 19:00 21:00")
    await house.say("teacher", "/review 小店")
    await house.press("mentor", "退回")
    assert "已退回" in house.last("teacher")
    await house.wait(2 * 86_400)
    assert house.rows("SELECT * FROM occurrence") == []


async def test_every_line_of_the_mentor_is_marked_wherever_the_talk_is_shown(house: House) -> None:
    number = await played(house)
    await house.say("mentor", "你们就这么做生意的？")
    assert house.last("ada").startswith("🎭 ")
    await house.say("ada", POLITE)
    await house.press("mentor", "还给剧本")
    await house.say("ada", "亲，还有什么可以帮您的吗？")
    await house.wait(5000)
    debrief = next(text for text in house.texts("ada") if "讲评" in text)
    assert "🎭 企业导师扮演过顾客，说了 1 句" in debrief
    await house.say("teacher", f"/talks {number}")
    shown = house.last("teacher")
    assert "🎭" in shown.partition("你们就这么做生意的")[0].rpartition("\n")[2]
    assert "👤" in shown
    await house.press("ada", "我不同意")
    await house.press("ada", "整体分数")
    appealed = next(text for text in house.texts("teacher") if "📮" in text)
    assert "🎭" in appealed.partition("你们就这么做生意的")[0].rpartition("\n")[2]
    await house.say("ada", "/mydata")
    await house.press("ada", "导出")
    await house.made()
    page = next(each for each in house.sees("ada") if each.attachment is not None)
    assert page.attachment is not None
    assert "🎭 导师扮演顾客：你们就这么做生意的？" in page.attachment.content.decode()
