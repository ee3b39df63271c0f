"""The weekly plan, last week copied, ready plans, the calendar and the rules, from the chat."""

import pytest

from bot.classroom.calendar import OFFICIAL_YEARS
from bot.classroom.ready_plans import SCHOOL_DAYS, ready_plans
from tests.bot.commands.test_publish import HOUR, a_class, choose, occurrences
from tests.bot.house import GROUP, House, shipped

DAY = 24 * HOUR


def row(text: str, day: str) -> str:
    """The row of the week's table that begins with this day."""
    return next(line for line in text.splitlines() if line.startswith(day))


async def test_a_day_of_the_week_gets_its_customer_by_two_taps(house: House) -> None:
    await a_class(house, "ada")
    await house.say("teacher", "/week")
    assert row(house.last("teacher"), "03-04") == "03-04 周三  —"
    assert row(house.last("teacher"), "03-07") == "03-07 周六  周末"
    await choose(house, "周三", "1. 小店")
    await house.say("teacher", "/week")
    assert row(house.last("teacher"), "03-04") == "03-04 周三  19:00–21:00 小店"
    await house.wait(2 * DAY + HOUR)
    assert "截止 03-04 21:00" in house.sees(GROUP)[0].text
    await house.say("teacher", "/week")
    assert row(house.last("teacher"), "03-04") == "03-04 周三  ✓ 小店"


async def test_a_row_of_the_week_is_typed_and_replaces_the_earlier_one(house: House) -> None:
    await a_class(house)
    await house.say("teacher", "/week 周三 12:10 12:50 小店")
    assert "03-04 周三 12:10 发布" in house.last("teacher")
    await house.say("teacher", "/week 03-04 13:00 13:30 1")
    await house.say("teacher", "/week")
    assert row(house.last("teacher"), "03-04") == "03-04 周三  13:00–13:30 小店"


@pytest.mark.parametrize(
    "typed",
    ["周三", "周三 19:00", "周八 19:00 21:00 1", "周三 21 22 1", "x" * 4000, "\u202e 1 2 3"],
)
async def test_what_is_no_row_is_answered_with_an_example(house: House, typed: str) -> None:
    await a_class(house)
    await house.say("teacher", f"/week {typed}")
    assert "/week 周三 19:00 21:00" in house.last("teacher")


async def test_a_row_in_the_past_or_for_nobody_is_refused(house: House) -> None:
    await a_class(house)
    await house.say("teacher", "/week 今天 08:00 09:00 1")
    assert "已经过了" in house.last("teacher")
    await house.say("teacher", "/week 周三 19:00 21:00 没有这位")
    assert "没有这样的顾客：没有这位" in house.last("teacher")


async def test_a_row_of_the_week_stands_in_for_the_standing_plan_on_its_day(house: House) -> None:
    await a_class(house)
    await house.say("teacher", "/schedule 19:00 21:00")
    await house.say("teacher", "/week 周二 12:00 13:00 1")
    await house.say("teacher", "/week")
    assert row(house.last("teacher"), "03-02") == "03-02 周一  ↻ 小店"
    assert row(house.last("teacher"), "03-03") == "03-03 周二  12:00–13:00 小店"
    await house.wait(2 * DAY)
    dates = house.rows("SELECT date, slot > 0 FROM occurrence ORDER BY id")
    assert dates == [("2026-03-02", 0), ("2026-03-03", 1)]


async def test_last_week_is_copied_without_the_past_and_the_free_days(house: House) -> None:
    await a_class(house)
    for day in ("周二", "周三", "周四"):
        await house.say("teacher", f"/week {day} 19:00 21:00 1")
    await house.say("teacher", "/calendar 放假 03-11")
    await house.say("teacher", "/week")
    await choose(house, "下一周 ▶", "复制上周")
    copied = next(text for text in reversed(house.texts("teacher")) if "已复制" in text)
    assert "已复制上周：2 天" in copied
    assert "03-11 周三" in copied
    table = house.last("teacher")
    assert row(table, "03-10") == "03-10 周二  19:00–21:00 小店"
    assert row(table, "03-11") == "03-11 周三  放假"
    assert row(table, "03-12") == "03-12 周四  19:00–21:00 小店"
    await choose(house, "复制上周")
    again = next(text for text in reversed(house.texts("teacher")) if "已复制" in text)
    assert "已复制上周：0 天" in again


async def test_days_entered_later_keep_the_week_and_the_plan_free(house: House) -> None:
    await a_class(house)
    await house.say("teacher", "/schedule 19:00 21:00")
    await house.say("teacher", "/week 周三 12:00 13:00 1")
    await house.say("teacher", "/calendar 考试 03-03 03-05")
    shown = house.last("teacher")
    assert "1. 03-03 周二 – 03-05 周四  考试（不发）" in shown
    await house.wait(4 * DAY + HOUR)
    assert [day for (day,) in house.rows("SELECT date FROM occurrence ORDER BY id")] == [
        "2026-03-02",
        "2026-03-06",
    ]
    await house.say("teacher", "/calendar 删除 1")
    assert "考试" not in house.last("teacher").split("你加的")[0]


async def test_holidays_are_skipped_and_make_up_days_are_kept(house: House) -> None:
    await a_class(house)
    # Tomb-sweeping day of 2026: 4 to 6 April are free; the house begins on 2 March.
    await house.say("teacher", "/schedule 19:00 21:00")
    await house.wait(38 * DAY)
    posted = {day for (day,) in house.rows("SELECT date FROM occurrence")}
    assert "2026-04-03" in posted
    assert not posted & {"2026-04-04", "2026-04-05", "2026-04-06", "2026-03-07"}
    assert "2026-04-07" in posted


async def test_a_year_without_official_days_is_told_plainly(house: House) -> None:
    await a_class(house)
    year = OFFICIAL_YEARS[-1] + 1
    house.clock.advance(DAY * 290)
    await house.say("teacher", "/calendar")
    assert f"{year} 年的法定节假日和调休我还不知道" in house.last("teacher")
    await house.say("teacher", f"/calendar 放假 {year}-01-01")
    assert "01-01" in house.last("teacher")


@pytest.mark.parametrize(
    "typed",
    [
        "考试",
        "考试 6-31",
        "考试 06-26 06-22",
        "节日 06-22",
        "删除",
        "删除 9",
        "放假 2026-01-01 2031-01-01",
    ],
)
async def test_what_is_no_entry_is_answered_with_examples(house: House, typed: str) -> None:
    await a_class(house)
    await house.say("teacher", f"/calendar {typed}")
    assert "/calendar 考试 06-22 06-26" in house.last("teacher")
    assert house.rows("SELECT * FROM calendar_span") == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("免打扰 22:00 06:30", "免打扰：22:00–06:30"), ("quiet off", "免打扰：关"),
        ("推送 5", "最多：5 次"), ("attempts 1", "计分次数：1"), ("同卷 开", "同卷：开"),
        ("每天 on", "周末假日也发：开"), ("法定 关", "法定节假日走：关"),
        ("", "免打扰：21:30–07:00"),
    ],
)  # fmt: skip
async def test_rules_are_set_as_people_write_them(house: House, typed: str, shown: str) -> None:
    await a_class(house)
    await house.say("teacher", f"/rules {typed}")
    assert shown in house.last("teacher")


@pytest.mark.parametrize(
    "typed", ["推送", "推送 0", "推送 99", "次数 -1", "同卷 也许", "免打扰 9", "{x}"]
)
async def test_what_is_no_rule_changes_nothing(house: House, typed: str) -> None:
    await a_class(house)
    await house.say("teacher", f"/rules {typed}")
    assert "没看懂" in house.last("teacher")
    assert house.rows("SELECT * FROM class_rule") == []


def test_every_ready_plan_has_fifteen_days_of_customers_on_the_shelf() -> None:
    assert len(ready_plans()) == 3
    for plan in ready_plans().values():
        assert len(plan.days) == SCHOOL_DAYS
        assert set(plan.days) <= set(shipped().offers)
        assert plan.titled("en") != plan.titled("zh_CN")
    every = {scenario for plan in ready_plans().values() for scenario in plan.days}
    assert every == set(shipped().offers)


async def test_a_ready_plan_runs_fifteen_class_days_and_is_over(house: House) -> None:
    playables, rooms, receptions = (
        list(each.values()) for each in (shipped().playables, shipped().rooms, shipped().receptions)
    )
    house.service.office.shelf.restock(playables, rooms, receptions)
    await a_class(house)
    await house.say("teacher", "/week")
    await choose(house, "15 天计划", "售后处理")
    assert "03-02 周一  退款怎么还没到" in house.last("teacher")
    assert "03-20 周五" in house.last("teacher")
    await choose(house, "开始这个计划")
    await house.say("teacher", "/schedule")
    assert "还有 15 天" in house.last("teacher")
    await house.say("teacher", "/calendar 考试 03-10 03-11")
    await house.wait(30 * DAY)
    [plan] = [one for one in ready_plans().values() if "aftersale" in one.id]
    rows = house.rows("SELECT scenario, date FROM occurrence ORDER BY id")
    assert [scenario for scenario, _ in rows] == list(plan.days)
    assert rows[-1][1] == "2026-03-24"
    await house.say("teacher", "/schedule")
    assert "还没有日练安排" in house.last("teacher")
    assert len(occurrences(house)) == SCHOOL_DAYS
