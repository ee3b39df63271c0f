"""What goes wrong with groups and people on Telegram, and what the teacher hears of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.evening import ANGRY, Evening, bot_said, evening, texts
from tests.stories.test_class_evening import ClassOf, gather, post

HALF_AN_HOUR = 30 * 60


@pytest.fixture
async def tonight(tmp_path: Path) -> AsyncIterator[Evening]:
    """A service on the strict fake, at half past six in the evening."""
    async with evening(tmp_path / "kefu.db") as begun:
        yield begun
        assert begun.telegram.violations == []
        assert begun.rows("SELECT * FROM dead_letter") == []


def told(it: ClassOf, words: str) -> list[str]:
    """What the teacher was told with these words in it."""
    return [text for text in texts(it.teacher.sees) if words in text]


async def test_a_group_upgraded_during_a_drill_gets_a_new_card_its_progress_and_one_board(
    tonight: Evening,
) -> None:
    it = await gather(tonight)
    await post(tonight, it)
    it.group.upgrade()
    await tonight.settled()
    assert len(told(it, "升级成了超级群")) == 1
    await tonight.press(it.students[0], "开始今日日练")
    await tonight.play(it.students[0], "好学生")
    await tonight.wait(3 * 3600)
    cards = [text for text in texts(bot_said(it.group)) if text.startswith("📮")]
    assert "已截止" in cards[-1]
    assert "完成 1/2" in cards[-1]
    assert sum(text.startswith("🏆") for text in texts(bot_said(it.group))) == 1
    assert len(told(it, "升级成了超级群")) == 1


async def test_what_waits_for_a_group_goes_to_its_new_id(tonight: Evening) -> None:
    it = await gather(tonight)
    await tonight.say(it.teacher, f"/schedule 19:00 21:00 {ANGRY}")
    it.group.upgrade()
    await tonight.wait(HALF_AN_HOUR + 60)
    cards = [text for text in texts(bot_said(it.group)) if text.startswith("📮")]
    assert len(cards) == 1
    assert tonight.rows("SELECT count(*) FROM outbox WHERE state = 'queued'") == [(0,)]


async def test_a_topic_that_is_gone_is_told_once_and_the_group_is_used(tonight: Evening) -> None:
    it = await gather(tonight)
    await tonight.database.write(
        lambda unit: unit.connect(1, tonight.service.platform.channel, str(it.group.id), "77")
    )
    await post(tonight, it)
    assert any(text.startswith("📮") for text in texts(bot_said(it.group)))
    assert len(told(it, "话题不在了")) == 1
    await tonight.wait(3 * 3600)
    assert sum(text.startswith("🏆") for text in texts(bot_said(it.group))) == 1
    assert len(told(it, "话题不在了")) == 1
    assert tonight.rows("SELECT topic FROM cohort") == [("",)]


async def test_a_student_who_blocked_us_is_told_of_and_is_taken_up_again_by_start(
    tonight: Evening,
) -> None:
    it = await gather(tonight)
    gone, _ = it.students
    gone.block()
    await tonight.settled()
    await post(tonight, it)
    [(alias,)] = tonight.rows("SELECT alias FROM person WHERE NOT active")
    assert [alias in text for text in told(it, "停用了我，现在收不到")] == [True]
    report = await tonight.say(it.teacher, "/today")
    assert f"/start 就恢复）：{alias}" in report
    assert alias not in "".join(texts(bot_said(it.group)))
    gone.unblock()
    await tonight.say(gone, "/start")
    assert any("今日日练" in text for text in texts(gone.sees))
    assert len(told(it, "又能收到日练了")) == 1


async def test_rights_taken_away_are_told_and_the_post_is_sent_when_they_are_back(
    tonight: Evening,
) -> None:
    it = await gather(tonight)
    await tonight.say(it.teacher, f"/schedule 19:00 21:00 {ANGRY}")
    it.group.silence()
    await tonight.wait(HALF_AN_HOUR + 60)
    assert len(told(it, "不让我发消息")) == 1
    assert it.students[0].sees[-1].text.startswith("📮 今日日练")
    it.group.silence(False)
    await tonight.press(it.teacher, "群里没看到，重发")
    await tonight.wait(5)
    assert any(text.startswith("📮") for text in texts(bot_said(it.group)))


async def test_a_desk_is_a_drill_like_any_other(tonight: Evening) -> None:
    it = await gather(tonight)
    await tonight.say(it.teacher, "/schedule 19:00 21:00 double-eleven-surge")
    await tonight.wait(HALF_AN_HOUR)
    await tonight.press(it.students[0], "开始今日日练")
    await tonight.wait(80 * 60)
    rows = tonight.rows("SELECT total FROM attempt WHERE assignment IS NOT NULL")
    assert len(rows) == 1
    assert rows[0][0] is not None
    assert "完成 1/2" in next(t for t in texts(bot_said(it.group)) if t.startswith("📮"))
