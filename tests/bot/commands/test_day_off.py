"""One day is left out, whatever the plans say; and “next” is what really comes next."""

from collections.abc import Awaitable, Callable

import pytest

from tests.bot.commands.test_publish import HOUR, a_class, choose
from tests.bot.commands.test_week import DAY, row
from tests.bot.house import House


def dates(house: House) -> list[str]:
    """On which dates something was posted."""
    return [date for (date,) in house.rows("SELECT date FROM occurrence ORDER BY id")]


async def by_words(house: House) -> None:
    await house.say("teacher", "/week 周二 不发")


async def by_button(house: House) -> None:
    await house.say("teacher", "/week")
    await choose(house, "周二", "这天不发")


@pytest.mark.parametrize("leave_out", [by_words, by_button])
async def test_a_day_of_the_standing_plan_is_left_out_and_the_plan_goes_on(
    house: House, leave_out: Callable[[House], Awaitable[None]]
) -> None:
    await a_class(house)
    await house.say("teacher", "/schedule 19:00 21:00")
    await leave_out(house)
    assert "03-03 周二不发日练。下一次：03-02 周一 19:00" in house.last("teacher")
    await house.say("teacher", "/week")
    assert row(house.last("teacher"), "03-03") == "03-03 周二  ⏸ 不发"
    await house.wait(2 * DAY + HOUR)
    assert dates(house) == ["2026-03-02", "2026-03-04"]


async def test_what_was_set_for_that_day_is_taken_back_and_may_be_set_again(house: House) -> None:
    await a_class(house)
    await house.say("teacher", "/week 周二 12:00 13:00 1")
    await house.say("teacher", "/week 周二 取消")
    await house.say("teacher", "/week")
    assert row(house.last("teacher"), "03-03") == "03-03 周二  ⏸ 不发"
    await house.say("teacher", "/week 周二 14:00 15:00 1")
    await house.say("teacher", "/week")
    assert row(house.last("teacher"), "03-03") == "03-03 周二  14:00–15:00 小店"
    await house.wait(DAY)
    assert dates(house) == ["2026-03-03"]


async def test_a_day_that_was_left_out_comes_back_by_one_tap(house: House) -> None:
    await a_class(house)
    await house.say("teacher", "/schedule 19:00 21:00")
    await house.say("teacher", "/week 周一 off")
    assert "下一次：03-03" in house.last("teacher")
    await choose(house, "照常发")
    assert "下一次日练：03-02 周一 19:00" in house.last("teacher")
    await house.wait(HOUR)
    assert dates(house) == ["2026-03-02"]


async def test_a_left_out_day_is_not_copied_into_the_next_week(house: House) -> None:
    await a_class(house)
    await house.say("teacher", "/week 周二 19:00 21:00 1")
    await house.say("teacher", "/week 周三 off")
    await house.say("teacher", "/week")
    await choose(house, "下一周 ▶", "复制上周")
    table = house.last("teacher")
    assert row(table, "03-10") == "03-10 周二  19:00–21:00 小店"
    assert row(table, "03-11") == "03-11 周三  —"


async def test_a_day_that_is_past_is_not_left_out(house: House) -> None:
    await a_class(house)
    await house.say("teacher", "/week 2026-03-01 off")
    assert "已经过去了" in house.last("teacher")


async def test_next_is_the_earlier_of_plan_and_set_dates(house: House) -> None:
    await a_class(house)
    await house.say("teacher", "/week 周二 12:00 13:00 1")
    await house.say("teacher", "/today")
    assert "下一次：03-03 周二 12:00" in house.last("teacher")
    await house.say("teacher", "/schedule 19:00 21:00")
    assert "下一次：03-02 周一 19:00" in house.last("teacher")
    await house.say("teacher", "/schedule off")
    assert "单独排好的 1 次照发，第一次：03-03 周二 12:00" in house.last("teacher")


async def test_after_the_close_today_still_tells_how_it_went(house: House) -> None:
    await a_class(house, "ada")
    await house.say("teacher", "/publish 1")
    await choose(house, "现在发布，2 小时后截止", "✅ 发布")
    await house.wait(2 * HOUR + 60)
    before = len(house.sees("teacher"))
    await house.say("teacher", "/today")
    assert len(house.sees("teacher")) == before + 1
    assert "完成 0/1" in house.last("teacher")


async def test_the_first_day_on_offer_is_called_today(house: House) -> None:
    await a_class(house)
    await house.say("teacher", "/publish 1")
    days = [button.label for button in house.sees("teacher")[-1].buttons[1]]
    assert days == ["今天 19:00", "周二 19:00", "周三 19:00"]


async def test_who_is_at_it_is_not_reminded_and_nobody_unreachable_goes_unsaid(
    house: House,
) -> None:
    await a_class(house, "ada", "bo")
    await house.say("teacher", "/publish 1")
    await choose(house, "现在发布，2 小时后截止", "✅ 发布")
    await house.press("ada", "开始今日日练")
    await house.say("teacher", "/today")
    await choose(house, "温和提醒")
    assert house.last("teacher") == "已私下提醒 1 位同学，群里看不到。"
    assert house.last("bo").startswith("👋")
    assert not any(text.startswith("👋") for text in house.texts("ada"))


async def test_a_single_attempt_is_not_called_the_best_of_several(house: House) -> None:
    await a_class(house, "ada")
    await house.say("teacher", "/rules 次数 1")
    await house.say("teacher", "/publish 1")
    await choose(house, "现在发布，2 小时后截止")
    assert house.last("teacher").endswith("每人一份不同的卷子，只有第一次计分。")
    await choose(house, "✅ 发布")
    assert "只有第一次计分" in house.last("ada")
