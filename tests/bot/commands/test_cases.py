"""A teacher brings in a real talk: masked before it is stored, a draft only after approval."""

from tests.bot.commands.test_papers import files
from tests.bot.commands.test_reports import classroom
from tests.bot.house import House
from tests.dialogues.cases.test_logs import QIANNIU, TYPED

PRIVATE = ("13800138000", "2311221234567890123", "小雨淅淅", "小美")


async def test_a_pasted_talk_is_masked_shown_and_made_into_a_draft(house: House) -> None:
    await classroom(house)
    await house.say("陈老师", "/case")
    await house.say("陈老师", QIANNIU)
    shown = house.last("陈老师")
    assert "〔手机〕×1" in shown
    assert "〔单号〕×1" in shown
    assert not any(word in shown for word in PRIVATE)
    stored = house.rows("SELECT log, masked FROM case_draft")
    assert stored
    assert not any(word in str(stored) for word in PRIVATE)
    assert not any(word in house.everything_stored() for word in PRIVATE)
    await house.press("陈老师", "没有了")
    [draft] = files(house, "陈老师")
    assert draft.attachment is not None
    assert draft.attachment.name == "scenario.yaml"
    assert "都五天了" in draft.attachment.content.decode()
    assert house.rows("SELECT * FROM case_draft") == []


async def test_a_talk_may_come_in_several_messages(house: House) -> None:
    await classroom(house)
    await house.say("陈老师", "/case")
    lines = TYPED.splitlines()
    await house.say("陈老师", "\n".join(lines[:2]))
    await house.say("陈老师", "\n".join(lines[2:]))
    assert "读到 5 句" in house.last("陈老师")
    await house.press("陈老师", "没有了")
    assert len(files(house, "陈老师")) == 1


async def test_what_is_dropped_is_gone(house: House) -> None:
    await classroom(house)
    await house.say("陈老师", f"/case {TYPED}")
    await house.press("陈老师", "不导了")
    assert house.rows("SELECT * FROM case_draft") == []
    await house.press("陈老师", "没有了")
    assert "/case" in house.last("陈老师")
    assert files(house, "陈老师") == []


async def test_what_nobody_can_read_is_answered_with_an_example(house: House) -> None:
    await classroom(house)
    await house.say("陈老师", "/case 今天天气不错")
    assert "顾客：" in house.last("陈老师")
    await house.say("陈老师", "客服：您好\n客服：在吗")
    await house.press("陈老师", "没有了")
    assert "一方" in house.last("陈老师")


async def test_a_file_is_taken_like_pasted_words(house: House) -> None:
    await classroom(house)
    await house.say("陈老师", "/case")
    content = QIANNIU.encode("gb18030")
    house.platform.files["chat.txt"] = content
    await house._user("陈老师").send_file("chat.txt", content)
    await house.answered()
    assert "〔手机〕×1" in house.last("陈老师")


async def test_a_student_brings_in_nothing(house: House) -> None:
    await classroom(house)
    await house.say("小林", f"/case {TYPED}")
    assert house.rows("SELECT * FROM case_draft") == []
