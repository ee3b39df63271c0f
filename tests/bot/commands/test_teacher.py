"""What teachers ask for, in their own words: the plan, the day, the board."""

import pytest

from bot.adapters.console.send import CHANNEL
from bot.classroom.cohorts import Drill
from tests.bot.house import GROUP, SHOP, House


async def teaching(house: House) -> int:
    """A teacher with a class that is connected to a group; the class's id."""
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    return made.cohort.id


async def plan(house: House, cohort: int) -> Drill | None:
    """The class's plan as it is stored."""
    found: Drill | None = await house.run(lambda unit: unit.drill_of(cohort))
    return found


@pytest.mark.parametrize(
    "typed",
    [
        "19:00 21:00",
        "19：00，21：00",
        "19点 21点",
        " 19.00   21:00 ",
        "19:00 21:00 1",
        "19:00 21:00 小店",
    ],
)
async def test_a_plan_is_understood_as_people_write_it(house: House, typed: str) -> None:
    cohort = await teaching(house)
    await house.say("teacher", f"/schedule {typed}")
    assert "每个上课日 19:00 发布，21:00 截止" in house.last("teacher")
    drill = await plan(house, cohort)
    assert drill is not None
    assert (drill.post_minute, drill.close_minute) == (1140, 1260)
    assert drill.scenarios == (SHOP,)


@pytest.mark.parametrize(
    "typed",
    ["19:00", "19:00 19:00", "七点 九点", "25:00 26:00", "21", "\u202e", "1 2 3", "x" * 4000],
)
async def test_what_is_no_plan_is_answered_with_an_example(house: House, typed: str) -> None:
    cohort = await teaching(house)
    await house.say("teacher", f"/schedule {typed}")
    assert "/schedule 19:00 21:00" in house.last("teacher")
    assert await plan(house, cohort) is None


async def test_an_unknown_customer_is_named_and_changes_no_plan(house: House) -> None:
    cohort = await teaching(house)
    await house.say("teacher", "/schedule 19:00 21:00 不存在 1 {x}")
    assert "没有这样的顾客：不存在、{x}" in house.last("teacher")
    assert await plan(house, cohort) is None


@pytest.mark.parametrize("word", ["off", "OFF", "停", "暂停"])
async def test_a_plan_is_switched_off_and_on_again(house: House, word: str) -> None:
    cohort = await teaching(house)
    await house.say("teacher", "/schedule 19:00 21:00")
    await house.say("teacher", f"/schedule {word}")
    assert "已暂停" in house.last("teacher")
    await house.wait(24 * 3600)
    assert house.sees(GROUP) == []
    await house.say("teacher", "/schedule 19:00 21:00")
    await house.wait(24 * 3600)
    assert len(house.sees(GROUP)) > 0
    drill = await plan(house, cohort)
    assert drill is not None
    assert drill.active


async def test_a_new_plan_replaces_the_old_one(house: House) -> None:
    await teaching(house)
    await house.say("teacher", "/schedule 19:00 21:00")
    await house.say("teacher", "/schedule 20:00 22:00")
    await house.wait(3600)
    assert house.sees(GROUP) == []
    await house.wait(3600)
    assert [shown.text.split()[0] for shown in house.sees(GROUP)] == ["📮"]


async def test_switching_off_in_the_evening_still_closes_what_runs(house: House) -> None:
    await teaching(house)
    await house.say("teacher", "/schedule 19:00 21:00")
    await house.wait(3600)
    await house.say("teacher", "/schedule off")
    await house.wait(2 * 3600)
    assert [shown.text.split()[0] for shown in house.sees(GROUP)] == ["📮", "🏆"]


async def test_a_drill_missed_while_the_service_was_down_is_told_and_not_made_up_for(
    house: House,
) -> None:
    await teaching(house)
    await house.say("teacher", "/schedule 19:00 21:00")
    house.clock.advance(5 * 3600)
    await house.wait(1)
    assert house.sees(GROUP) == []
    assert "2026-03-02 的日练因为机器人停机错过了" in house.last("teacher")
    await house.wait(20 * 3600)
    assert [shown.text.split()[0] for shown in house.sees(GROUP)] == ["📮"]


async def test_after_days_of_standing_still_today_is_posted_and_each_lost_day_is_told(
    house: House,
) -> None:
    await teaching(house)
    await house.say("teacher", "/schedule 19:00 21:00")
    house.clock.advance(3 * 24 * 3600 + 90 * 60)
    await house.wait(5)
    [card] = house.sees(GROUP)
    assert "截止 03-05 22:00" in card.text
    told = [shown.text for shown in house.sees("teacher") if "错过了" in shown.text]
    days = ("2026-03-02", "2026-03-03", "2026-03-04")
    assert [day for text in told for day in days if day in text] == list(days)


async def test_a_drill_posted_late_closes_later_by_as_much(house: House) -> None:
    await teaching(house)
    await house.say("teacher", "/schedule 19:00 21:00")
    house.clock.advance(90 * 60)
    await house.wait(1)
    assert "截止 03-02 22:00" in house.sees(GROUP)[0].text


async def test_a_deadline_missed_while_the_service_was_down_is_made_up_for(house: House) -> None:
    await teaching(house)
    await house.say("teacher", "/schedule 19:00 21:00")
    await house.wait(3600)
    house.clock.advance(8 * 3600)
    await house.wait(1)
    # At half past three at night the card is closed without a sound; the board waits for seven.
    [card] = house.sees(GROUP)
    assert "已截止" in card.text
    await house.wait(4 * 3600)
    assert [shown.text.split()[0] for shown in house.sees(GROUP)] == ["📮", "🏆"]


async def test_a_class_without_a_group_gets_its_offers_all_the_same(house: House) -> None:
    made = await house.open_class()
    await house.run(lambda unit: unit.connect(made.cohort.id, CHANNEL, None))
    await house.come_in("teacher", made.teacher_code)
    await house.come_in("ada", made.student_code)
    await house.say("teacher", "/schedule 19:00 21:00")
    await house.wait(3600)
    assert house.last("ada").startswith("📮 今日日练：小店")
    await house.wait(2 * 3600)
    assert "还没完成" in house.last("teacher")
    assert house.sees(GROUP) == []


async def test_a_class_that_finishes_together_is_one_edit(house: House) -> None:
    made = await house.open_class()
    names = [f"student-{number}" for number in range(5)]
    await house.come_in("teacher", made.teacher_code)
    for name in names:
        await house.come_in(name, made.student_code)
    await house.say("teacher", "/schedule 19:00 21:00")
    await house.wait(3600)
    for name in names:
        await house.press(name, "开始今日日练")
    await house.wait(300)
    [card] = house.sees(GROUP)
    assert "已完成 5/5" in card.text
    [(edits,)] = house.rows("SELECT count(*) FROM outbox WHERE edits IS NOT NULL")
    assert edits == 1


async def test_a_teacher_who_tries_the_drill_is_not_on_the_board(house: House) -> None:
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.come_in("ada", made.student_code)
    await house.say("teacher", "/schedule 19:00 21:00")
    await house.wait(3600)
    await house.say("teacher", "/start drill_1")
    await house.wait(300)
    [(counted,)] = house.rows("SELECT count(*) FROM attempt WHERE counts")
    [(begun,)] = house.rows("SELECT count(*) FROM attempt")
    assert (begun, counted) == (1, 0)
