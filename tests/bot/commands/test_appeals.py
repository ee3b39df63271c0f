"""A student disagrees with a mark; the teacher decides; both marks are kept."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.practice.messages import Button
from scoring.scorecard import Scorecard
from tests.bot.house import House
from tests.dialogues.shop import SMALL, playable

SHIRKING = ("这个你找快递去，不归我们管", "跟我们没关系，找快递公司", "都说了找快递，不是我们的事")


async def classroom(house: House) -> None:
    """陈老师 teaches 小林; 钱老师 teaches another class."""
    made = await house.open_class()
    await house.come_in("陈老师", made.teacher_code)
    await house.come_in("小林", made.student_code)
    other = await house.open_class("电商9班")
    await house.come_in("钱老师", other.teacher_code)


async def finished(house: House, name: str = "小林") -> int:
    """A talk that the customer has had enough of; the attempt's id."""
    await house.say(name, "/practice small-shop")
    number = (await house.running(name)).id
    for words in SHIRKING:
        await house.say(name, words)
        await house.wait(3)
    return number


def stored(house: House) -> Mapping[str, Any]:
    query = (
        "SELECT a.total, p.verdict, p.before, p.after, p.reason, p.card, p.decided_by "
        "FROM appeal p JOIN attempt a ON a.id = p.attempt"
    )
    [row] = house.rows(query)
    return dict(
        zip(("total", "verdict", "before", "after", "reason", "card", "by"), row, strict=True)
    )


def labels(house: House, name: str) -> list[str]:
    return [button.label for row in house.sees(name)[-1].buttons for button in row]


async def dispute(house: House, label: str = "") -> None:
    """Tap “我不同意” and the reason with these words, or the first one."""
    await house.press("小林", "我不同意")
    await house.press("小林", next(each for each in labels(house, "小林") if label in each))


@pytest.fixture
async def disputed(house: House) -> House:
    """A class in which 小林 disagrees with having shirked."""
    await classroom(house)
    await finished(house)
    await dispute(house, "推给别人")
    return house


async def test_the_teacher_gets_the_appeal_with_reason_words_and_the_whole_talk(
    disputed: House,
) -> None:
    card = disputed.last("陈老师")
    assert "申诉 1" in card
    assert SHIRKING[0] in card
    assert all(words in card for words in SHIRKING)
    assert labels(disputed, "陈老师") == ["有道理", "维持原分", "改分"]
    assert "老师" in disputed.last("小林")
    assert not any("申诉" in text for text in disputed.texts("钱老师"))


async def test_a_granted_appeal_is_marked_again_without_the_reason(disputed: House) -> None:
    await disputed.press("陈老师", "有道理")
    row = stored(disputed)
    assert row["verdict"] == "granted"
    assert row["after"] > row["before"] == row["total"]
    again = Scorecard.from_json(row["card"])
    struck = [e for r in again.criteria for e in r.evidence if e.rule == "shirk" and e.event == 4]
    assert again.total == row["after"]
    assert struck == []
    assert f"{row['before']} → {row['after']}" in disputed.last("小林")


async def test_a_talk_with_an_earlier_version_of_a_customer_is_marked_again(
    disputed: House,
) -> None:
    changed = playable(SMALL.replace("300分30秒", "301分"))
    disputed.service.office.shelf.restock([changed])
    await disputed.press("陈老师", "有道理")
    assert stored(disputed)["verdict"] == "granted"


async def test_a_rejected_appeal_owes_the_student_a_reason(disputed: House) -> None:
    await disputed.press("陈老师", "维持原分")
    assert stored(disputed)["verdict"] is None
    await disputed.say("陈老师", "/uphold 1")
    assert stored(disputed)["verdict"] is None
    await disputed.say("陈老师", "/uphold 1 确实推给了快递")
    row = stored(disputed)
    assert (row["verdict"], row["after"]) == ("upheld", row["before"])
    assert "确实推给了快递" in disputed.last("小林")


@pytest.mark.parametrize("bad", ["", "abc 理由", "101 理由", "-1 理由", "85", "8５ ", "99999 多"])
async def test_a_mark_by_hand_needs_a_number_and_a_reason(disputed: House, bad: str) -> None:
    await disputed.say("陈老师", f"/remark 1 {bad}")
    assert stored(disputed)["verdict"] is None
    assert "/remark 1 85" in disputed.last("陈老师")


async def test_a_mark_by_hand_holds_and_the_first_one_is_kept(disputed: House) -> None:
    await disputed.say("陈老师", "/remark 1 88 语气其实不错")
    row = stored(disputed)
    assert (row["verdict"], row["after"]) == ("remarked", 88)
    assert row["total"] == row["before"] != 88
    await disputed.say("小林", "/me")
    assert "88" in disputed.last("小林")


async def test_an_appeal_is_decided_once(disputed: House) -> None:
    await disputed.say("陈老师", "/remark 1 88 好")
    await disputed.press("陈老师", "有道理")
    await disputed.say("陈老师", "/uphold 1 不")
    assert stored(disputed)["after"] == 88
    assert "已经有决定" in disputed.last("陈老师")


async def test_an_attempt_can_be_appealed_once(disputed: House) -> None:
    await disputed.press("小林", "整体分数")
    assert "已经申诉过" in disputed.last("小林")
    assert stored(disputed)["verdict"] is None


async def test_only_a_teacher_of_the_student_decides(disputed: House) -> None:
    for stranger in ("钱老师", "小林"):
        await disputed.say(stranger, "/remark 1 100 送分")
    assert stored(disputed)["verdict"] is None
    await disputed.say("钱老师", "/appeals")
    assert "0 条" in disputed.last("钱老师")


async def test_a_student_can_say_why_and_the_inbox_shows_it(disputed: House) -> None:
    await disputed.say("小林", "/appeal 我后面帮他查了")
    assert "我后面帮他查了" in disputed.last("陈老师")
    await disputed.say("陈老师", "/appeals")
    assert "我后面帮他查了" in disputed.last("陈老师")
    assert "1 条" in disputed.texts("陈老师")[-2]


async def test_without_a_class_there_is_nobody_to_decide(house: House) -> None:
    await house.come_in("独自")
    await finished(house, "独自")
    await house.press("独自", "我不同意")
    assert "还没有加入班级" in house.last("独自")
    assert house.rows("SELECT * FROM appeal") == []


async def test_nobody_appeals_for_somebody_else(house: House) -> None:
    await classroom(house)
    number = await finished(house)
    made = await house.open_class("电商3班")
    await house.come_in("小周", made.student_code)
    forged = house.service.office.links.payload("qd", f"{number}-total")
    await house.press_payload("小周", Button("", forged))
    assert house.rows("SELECT * FROM appeal") == []


@pytest.mark.parametrize("number", ["", "x", "7", "9" * 30, "²"])
async def test_an_appeal_that_does_not_exist_is_answered_kindly(house: House, number: str) -> None:
    await classroom(house)
    await house.say("陈老师", f"/uphold {number} 理由")
    assert "没有这条申诉" in house.last("陈老师")


async def test_decisions_tell_how_far_a_rule_can_be_trusted(disputed: House) -> None:
    await disputed.say("陈老师", "/calibration")
    assert "还没有" in disputed.last("陈老师")
    await disputed.press("陈老师", "有道理")
    await disputed.say("陈老师", "/calibration")
    assert "不该扣 1" in disputed.last("陈老师")


async def test_the_board_shows_the_mark_that_holds(house: House) -> None:
    await classroom(house)
    await house.say("陈老师", "/schedule 08:00 22:00 small-shop")
    await house.say("陈老师", "/today")
    await house.press("陈老师", "现在发布")
    [(occurrence,)] = house.rows("SELECT id FROM occurrence")
    await house.say("小林", f"/start drill_{occurrence}")
    for words in SHIRKING:
        await house.say("小林", words)
        await house.wait(3)
    await dispute(house, "整体分数")
    await house.say("陈老师", "/remark 1 97 讨论后改")
    await house.say("小林", "/board")
    assert "97" in house.last("小林")
