"""Many appeals at once: a list, one after the other, each decided in two taps."""

import pytest

from tests.bot.house import House

RUDE = ("你是傻子吗，滚",)
MANY = 12


@pytest.fixture
async def crowded(house: House) -> House:
    """A class in which a dozen students disagree with their marks."""
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    for number in range(MANY):
        name = f"s{number}"
        await house.come_in(name, made.student_code)
        await house.say(name, "/practice small-shop")
        await house.say(name, "这个你找快递去，不归我们管")
    await house.wait(30 * 60)
    for number in range(MANY):
        await house.press(f"s{number}", "我不同意")
        await house.press(f"s{number}", "整体分数")
    return house


def labels(house: House) -> list[str]:
    return [button.label for row in house.sees("teacher")[-1].buttons for button in row]


async def test_many_appeals_are_one_short_list_with_all_of_them(crowded: House) -> None:
    before = len(crowded.sees("teacher"))
    await crowded.say("teacher", "/appeals")
    assert len(crowded.sees("teacher")) == before + 1, "one answer, not ten talks"
    assert f"{MANY} 条" in crowded.last("teacher")
    first = labels(crowded)
    assert [each.partition(".")[0] for each in first[:-1]] == [str(n) for n in range(1, 11)]
    await crowded.press("teacher", "更多")
    assert [each.partition(".")[0] for each in labels(crowded)] == ["11", "12"]
    await crowded.press("teacher", first[2])
    assert crowded.last("teacher").startswith("📮 申诉 3：")


async def test_a_mark_is_upheld_with_a_ready_reason_and_the_next_appeal_follows(
    crowded: House,
) -> None:
    await crowded.say("teacher", "/appeals")
    await crowded.press("teacher", labels(crowded)[0])
    await crowded.press("teacher", "维持原分")
    await crowded.press("teacher", "看过了，这条规则用得对")
    assert "理由：看过了，这条规则用得对" in crowded.last("s0")
    assert f"还有 {MANY - 1} 条" in crowded.last("teacher")
    await crowded.press("teacher", "看下一条")
    assert crowded.last("teacher").startswith("📮 申诉 2：")


async def test_an_appeal_that_was_decided_meanwhile_is_not_shown_again(crowded: House) -> None:
    await crowded.say("teacher", "/appeals")
    [first] = [row[0] for row in crowded.sees("teacher")[-1].buttons[:1]]
    await crowded.say("teacher", "/uphold 1 当面说过了")
    await crowded.press_payload("teacher", first)
    assert "已经有决定" in crowded.last("teacher")
