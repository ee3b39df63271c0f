"""发布 in three taps, the preview, the minute in which it can be undone, lessons, reminders."""

from pathlib import Path

import pytest
from sqlalchemy import update

from bot.practice.testing import FakeClock
from bot.storage.tables import person
from tests.bot.house import GROUP, SHOP, House, open_house, shipped, small
from tests.dialogues.liveroom.room import small_show
from tests.dialogues.shop import playable

HOUR = 3600


async def a_class(house: House, *students: str) -> int:
    """A teacher, a group and some students; the class's id."""
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    for name in students:
        await house.come_in(name, made.student_code)
    return made.cohort.id


async def choose(house: House, *labels: str) -> None:
    """The teacher presses one button after the other."""
    for label in labels:
        await house.press("teacher", label)


def occurrences(house: House) -> list[tuple[int, int, int]]:
    """Of every occurrence: its slot, whether it is closed, whether it was taken back."""
    return [
        (slot, closed is not None, bool(withdrawn))
        for slot, closed, withdrawn in house.rows(
            "SELECT slot, closed_at, withdrawn FROM occurrence ORDER BY id"
        )
    ]


async def finish(house: House, name: str) -> None:
    """Let the customer wait until it leaves: that is a marked talk too."""
    await house.wait(30 * 60)
    assert (name,) not in house.rows("SELECT chat FROM attempt WHERE NOT over")


async def test_three_taps_publish_a_drill_to_group_and_students(house: House) -> None:
    await a_class(house, "ada", "bo")
    await house.say("teacher", "/publish")
    await choose(house, "1. 小店", "现在发布，2 小时后截止")
    preview = house.last("teacher")
    for seen in ("【群里】", "【私聊】", "📮 今日日练", "03-02 周一 20:30 截止（Asia/Shanghai）"):
        assert seen in preview
    assert house.sees(GROUP) == []
    await choose(house, "✅ 发布")
    assert [shown.text.split()[0] for shown in house.sees(GROUP)] == ["📮"]
    assert house.last("ada").startswith("📮 今日日练：小店")
    assert house.last("bo").startswith("📮 今日日练：小店")
    assert len(occurrences(house)) == 1


async def test_publishing_twice_with_one_button_publishes_once(house: House) -> None:
    await a_class(house, "ada")
    await house.say("teacher", "/publish")
    await choose(house, "1. 小店", "现在发布，2 小时后截止", "✅ 发布", "✅ 发布")
    assert "已经用过" in house.last("teacher")
    assert len(occurrences(house)) == 1


@pytest.mark.parametrize(("seconds", "undone"), [(1, True), (59, True), (61, False), (600, False)])
async def test_a_publication_can_be_undone_for_a_minute_and_not_after(
    house: House, seconds: int, undone: bool
) -> None:
    await a_class(house, "ada")
    await house.say("teacher", "/publish")
    await choose(house, "1. 小店", "现在发布，2 小时后截止", "✅ 发布")
    await house.wait(seconds)
    await choose(house, "撤回（60 秒内）")
    [card] = house.sees(GROUP)
    assert ("老师撤回了" in card.text) == undone
    assert any("老师撤回了" in text for text in house.texts("ada")) == undone
    assert ("不能撤回" in house.last("teacher")) != undone
    await house.wait(3 * HOUR)
    boards = [shown for shown in house.sees(GROUP) if shown.text.startswith("🏆")]
    assert len(boards) == (0 if undone else 1)


async def test_a_talk_begun_before_the_undo_can_be_finished_and_does_not_count(
    house: House,
) -> None:
    await a_class(house, "ada")
    await house.say("teacher", "/publish")
    await choose(house, "1. 小店", "现在发布，2 小时后截止", "✅ 发布")
    await house.press("ada", "开始今日日练")
    await choose(house, "撤回（60 秒内）")
    await finish(house, "ada")
    assert house.rows("SELECT counts FROM attempt") == [(0,)]
    await house.say("ada", "/start drill_1")
    assert "已截止，但可以练习（不计分）" in "".join(house.texts("ada"))


async def test_a_drill_set_for_later_comes_at_its_time_and_can_be_taken_off_before(
    house: House,
) -> None:
    await a_class(house, "ada")
    await house.say("teacher", "/publish")
    await choose(house, "1. 小店", "周二 19:00", "✅ 发布")
    assert "03-03 周二 19:00 发布，03-03 周二 21:00 截止（Asia/Shanghai）" in house.last("teacher")
    await house.wait(24 * HOUR)
    assert house.sees(GROUP) == []
    await house.wait(HOUR)
    [card] = house.sees(GROUP)
    assert "截止 03-03 21:00" in card.text
    await choose(house, "撤掉这一次")
    assert "不能撤回" in house.last("teacher")
    await house.say("teacher", "/publish")
    await choose(house, "1. 小店", "周三 19:00", "✅ 发布", "撤掉这一次")
    assert "已撤掉" in house.last("teacher")
    await house.wait(25 * HOUR)
    assert len(occurrences(house)) == 1


async def test_the_same_minute_is_not_set_twice(house: House) -> None:
    await a_class(house)
    for _ in range(2):
        await house.say("teacher", "/publish")
        await choose(house, "1. 小店", "周二 19:00", "✅ 发布")
    assert "已经排了别的日练" in house.last("teacher")


async def test_paper_and_attempts_are_chosen_on_the_preview_and_hold(house: House) -> None:
    await a_class(house, "ada", "bo")
    await house.say("teacher", "/publish")
    await choose(house, "1. 小店", "现在发布，2 小时后截止", "同卷／不同卷", "改计分次数")
    assert "全班同一份卷子，前 5 次计分" in house.last("teacher")
    await choose(house, "✅ 发布")
    for name in ("ada", "bo"):
        await house.press(name, "开始今日日练")
    seeds = {seed for (seed,) in house.rows("SELECT seed FROM attempt")}
    assert len(seeds) == 1


async def test_attempts_beyond_the_counting_ones_are_practice(house: House) -> None:
    await a_class(house, "ada")
    await house.say("teacher", "/rules 次数 2")
    assert "计分次数：2" in house.last("teacher")
    await house.say("teacher", "/publish")
    await choose(house, "1. 小店", "现在发布，2 小时后截止", "✅ 发布")
    for _ in range(3):
        await house.say("ada", "/start drill_1")
        await finish(house, "ada")
    assert [
        bool(share) for (share,) in house.rows("SELECT assignment FROM attempt ORDER BY id")
    ] == [
        True,
        True,
        False,
    ]
    assert "计分的 2 次已经用完" in "".join(house.texts("ada"))


async def test_a_talk_that_ends_after_the_close_does_not_count_and_the_debrief_says_so(
    house: House,
) -> None:
    await a_class(house, "ada")
    await house.say("teacher", "/publish")
    await choose(house, "1. 小店", "现在发布，2 小时后截止", "✅ 发布")
    await house.press("ada", "开始今日日练")
    await house.say("teacher", "/today")
    await choose(house, "现在收卷")
    await finish(house, "ada")
    assert "已截止，但可以练习（不计分）" in house.last("ada")
    assert house.rows("SELECT counts FROM attempt") == [(0,)]
    assert "还没有人完成" in house.sees(GROUP)[-1].text


async def test_a_lesson_shows_the_teacher_live_who_works_and_is_collected_by_a_button(
    house: House,
) -> None:
    await a_class(house, "ada", "bo", "cy")
    await house.say("teacher", "/publish")
    await choose(house, "1. 小店", "🏫 课堂 20 分", "✅ 发布")
    assert house.last("ada").startswith("🏫 课堂练习：小店")

    def live() -> str:
        return next(text for text in house.texts("teacher") if "正在接待" in text)

    assert "完成 0 · 正在接待 0 · 全班 3" in live()
    await house.press("ada", "开始今日日练")
    await house.press("bo", "开始今日日练")
    await house.wait(5)
    assert "完成 0 · 正在接待 2 · 全班 3" in live()
    cy = house.rows("SELECT alias FROM person WHERE chat = 'cy'")[0][0]
    assert live().endswith(f"（只有你能看到）：{cy}")
    assert cy not in "".join(house.texts(GROUP))
    await house.say("bo", "/stop")
    await house.wait(17 * 60)
    assert "完成 1" in live()
    await choose(house, "现在收卷")
    assert "🏆" in house.sees(GROUP)[-1].text
    assert "已截止" in house.sees(GROUP)[0].text


async def test_reminders_go_once_to_those_who_have_not_finished_and_never_to_the_group(
    house: House,
) -> None:
    await a_class(house, "ada", "bo")
    await house.say("teacher", "/publish")
    await choose(house, "1. 小店", "现在发布，2 小时后截止", "✅ 发布")
    await house.press("ada", "开始今日日练")
    await finish(house, "ada")
    before = len(house.sees(GROUP))
    await house.say("teacher", "/today")
    await choose(house, "温和提醒")
    assert "已私下提醒 1 位" in house.last("teacher")
    assert house.last("bo").startswith("👋")
    assert not any(text.startswith("👋") for text in house.texts("ada"))
    await choose(house, "温和提醒")
    assert "已经提醒过一次" in house.last("teacher")
    assert len(house.sees(GROUP)) == before


async def test_quiet_hours_hold_for_the_teacher_too_and_only_the_owner_sends_anyway(
    house: House,
) -> None:
    cohort = await a_class(house, "ada")
    found = await house.run(lambda unit: unit.code_of(cohort, "teacher"))
    assert found is not None
    await house.wait(4 * HOUR)
    await house.say("teacher", "/publish")
    await choose(house, "1. 小店", "现在发布，2 小时后截止", "✅ 发布")
    assert "免打扰时间是 21:30–07:00" in house.last("teacher")
    assert occurrences(house) == []
    await choose(house, "照发")
    assert len(occurrences(house)) == 1
    assert "📮" in house.last("ada")
    # Closed at half past midnight, and not a word to the group before seven.
    await house.wait(5 * HOUR)
    assert [text.split()[0] for text in house.texts(GROUP)] == ["📮"]
    await house.wait(5 * HOUR)
    assert [text.split()[0] for text in house.texts(GROUP)] == ["📮", "🏆"]


async def test_a_plan_in_the_quiet_hours_is_refused_unless_the_owner_adds_a_word(
    house: House,
) -> None:
    await a_class(house, "ada")
    await house.say("teacher", "/schedule 22:00 23:00")
    assert "免打扰" in house.last("teacher")
    await house.say("teacher", "/schedule 22:00 23:00 照发")
    await house.wait(4 * HOUR)
    assert "📮" in house.last("ada")


async def test_a_day_has_only_so_many_pushes_and_the_teacher_is_told(house: House) -> None:
    await a_class(house, "ada")
    await house.say("teacher", "/rules 推送 1")
    await house.say("teacher", "/schedule 19:00 21:00")
    await house.say("teacher", "/publish")
    await choose(house, "1. 小店", "现在发布，2 小时后截止", "✅ 发布")
    await house.wait(HOUR)
    assert len(occurrences(house)) == 1
    assert "到上限" in house.last("teacher")
    await choose(house, "照发")
    assert len(occurrences(house)) == 2


async def test_nothing_of_a_draft_is_anybody_elses(house: House) -> None:
    await a_class(house, "ada")
    other = await house.open_class("别的班")
    await house.come_in("stranger", other.teacher_code)
    await house.say("teacher", "/publish")
    await choose(house, "1. 小店", "现在发布，2 小时后截止")
    buttons = [button for shown in house.sees("teacher") for row in shown.buttons for button in row]
    before = house.everything_stored().count("draft")
    for button in buttons:
        if not button.url:
            await house.press_payload("ada", button)
            await house.press_payload("stranger", button)
    assert occurrences(house) == []
    assert house.everything_stored().count("draft") == before


async def test_a_live_room_and_what_stands_after_a_restart(tmp_path: Path) -> None:
    from bot.practice.shelf import Shelf

    clock, path = FakeClock(), tmp_path / "kefu.db"
    shelf = Shelf([playable()], [small_show()])
    async with open_house(path, shelf, clock) as house:
        await a_class(house, "ada")
        await house.say("teacher", "/publish")
        await choose(house, "2. 小直播间", "周二 19:00", "✅ 发布")
    clock.advance(23 * HOUR)
    async with open_house(path, shelf, clock) as house:
        await house.wait(2 * HOUR)
        assert house.last("ada").startswith("📮 今日日练：小直播间")
        await house.say("ada", "/start drill_1")
        await house.wait(120)
        ((total,),) = house.rows("SELECT total FROM attempt WHERE assignment IS NOT NULL")
        assert total is not None


async def test_every_customer_shipped_fits_a_button(house: House) -> None:
    from tests.bot.house import shipped

    house.service.office.shelf.restock(
        list(shipped().playables.values()),
        list(shipped().rooms.values()),
        list(shipped().receptions.values()),
    )
    await a_class(house)
    await house.say("teacher", "/publish")
    buttons = [button for row in house.sees("teacher")[-1].buttons for button in row]
    assert len(buttons) == len(shipped().offers)
    assert all(len(button.payload.encode()) <= 64 for button in buttons)
    assert SHOP not in shipped().offers
    assert small().offers


# --- customers that wait for the mentor ----------------------------------------------------------


def on_offer(house: House) -> list[str]:
    """The labels of the newest message to the teacher."""
    return [button.label for row in house.sees("teacher")[-1].buttons for button in row]


async def test_a_customer_that_waits_for_the_mentor_is_not_on_offer(house: House) -> None:
    cohort = await a_class(house)
    await house.say("teacher", "/publish")
    early = next(b for s in house.sees("teacher") for b in [s.button("1. 小店")] if b)
    await house.run(lambda unit: unit.ask_approval(cohort, SHOP))
    await house.say("teacher", "/publish")
    assert on_offer(house) == []
    assert "1 位在等企业导师通过" in house.last("teacher")
    await house.say("teacher", "/week")
    assert "小店" not in on_offer(house)
    await house.press_payload("teacher", early)
    assert occurrences(house) == []


async def test_an_older_button_cannot_publish_what_waits_for_the_mentor(house: House) -> None:
    cohort = await a_class(house)
    await house.say("teacher", "/publish")
    await house.run(lambda unit: unit.ask_approval(cohort, SHOP))
    await house.press("teacher", "1. 小店")
    assert "还没有得到企业导师通过" in house.last("teacher")


async def test_titles_are_in_the_teachers_language(tmp_path: Path) -> None:
    async with open_house(tmp_path / "kefu.db", shipped()) as house:
        await a_class(house)
        await house.run(lambda unit: unit._connection.execute(update(person).values(language="en")))
        await house.say("teacher", "/publish")
        assert on_offer(house)
        assert not any(
            "\u4e00" <= letter <= "\u9fff" for label in on_offer(house) for letter in label
        )
