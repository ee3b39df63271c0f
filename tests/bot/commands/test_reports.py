"""What a teacher hears of a class: digest, week, the way down to one talk, another mark."""

from datetime import UTC, datetime

import pytest

from bot.practice.messages import Button
from tests.bot.house import House

KIND = ("您好，实在抱歉让您久等了，换作是我也会着急", "麻烦您把订单号发我一下")
SHIRKING = ("这个你找快递去，不归我们管", "跟我们没关系，找快递公司", "都说了找快递，不是我们的事")
PUPILS = ("小林", "小周", "小何")


async def classroom(house: House) -> None:
    """陈老师 teaches three students; 钱老师 teaches another class."""
    made = await house.open_class()
    await house.come_in("陈老师", made.teacher_code)
    for name in PUPILS:
        await house.come_in(name, made.student_code)
    other = await house.open_class("电商9班")
    await house.come_in("钱老师", other.teacher_code)


async def drill(house: House, *names: str) -> None:
    """A drill is posted and these students shirk in it."""
    await house.say("陈老师", "/schedule 08:00 22:00 small-shop")
    await house.say("陈老师", "/today")
    await house.press("陈老师", "现在发布")
    [(occurrence,)] = house.rows("SELECT max(id) FROM occurrence")
    for name in names:
        await house.say(name, f"/start drill_{occurrence}")
        for words in SHIRKING:
            await house.say(name, words)
            await house.wait(3)


async def closed(house: House) -> None:
    """The drill's time is up."""
    [(closes,)] = house.rows("SELECT max(closes_at) FROM occurrence")
    await house.wait(closes / 1000 - house.clock.now().timestamp() + 1)


def digests(house: House, name: str) -> list[str]:
    return [text for text in house.texts(name) if text.startswith("☀️")]


@pytest.fixture
async def taught(house: House) -> House:
    """A class that had one drill: two of three did it, both badly."""
    await classroom(house)
    await drill(house, "小林", "小周")
    return house


def alias(house: House, name: str) -> str:
    [(found, _)] = [
        row for row in house.rows("SELECT alias, platform_id FROM person") if row[1] == name
    ]
    return str(found)


async def until_morning(house: House) -> None:
    [(due,)] = house.rows("SELECT due_at FROM timer WHERE kind = 'digest'")
    await house.wait(due / 1000 - house.clock.now().timestamp() + 1)


async def test_the_digest_comes_once_on_the_morning_of_the_next_class_day(taught: House) -> None:
    await closed(taught)
    [(due,)] = taught.rows("SELECT due_at FROM timer WHERE kind = 'digest'")
    assert digests(taught, "陈老师") == []
    await until_morning(taught)
    [text] = digests(taught, "陈老师")
    assert "完成 2/3" in text
    assert "「跟我们没关系」" in text
    assert datetime.fromtimestamp(due / 1000, UTC).isoformat() == "2026-03-02T23:30:00+00:00"
    await taught.service.timetable.tick()
    assert len(digests(taught, "陈老师")) == 1
    assert digests(taught, "钱老师") == []
    assert digests(taught, "小林") == []


async def test_the_digest_names_who_failed_to_the_teacher_alone(taught: House) -> None:
    await closed(taught)
    await until_morning(taught)
    [text] = digests(taught, "陈老师")
    [told] = [line for line in text.split("\n") if "：最近一次" in line]
    assert alias(taught, "小林") in told
    for quoted in [line for line in text.split("\n") if "例：" in line]:
        assert alias(taught, "小林") not in quoted


async def test_the_weekly_report_leads_to_the_talks_of_the_agenda(taught: House) -> None:
    await taught.say("陈老师", "/report")
    report = taught.last("陈老师")
    assert "周报" in report
    assert "薄弱的评分项" in report
    assert "教研" in report
    await taught.press("陈老师", "对话")
    assert SHIRKING[0] in taught.last("陈老师")


async def test_a_teacher_goes_down_from_class_to_student_to_talk(taught: House) -> None:
    await taught.say("陈老师", "/talks")
    await taught.press("陈老师", alias(taught, "小林")[:6])
    await taught.press("陈老师", "小店")
    text = taught.last("陈老师")
    assert "对话 1" in text
    assert all(words in text for words in SHIRKING)
    assert "↳" in text
    assert "[shirk]" in text
    assert "s）" in text


async def test_another_mark_needs_a_reason_and_keeps_both(taught: House) -> None:
    [(before,)] = taught.rows("SELECT total FROM attempt WHERE id = 1")
    for wrong in ("/mark 1 85", "/mark 1 101 好", "/mark 1 x 好", "/mark 1", "/mark 1 -5 好"):
        await taught.say("陈老师", wrong)
        assert "/mark 1 85" in taught.last("陈老师")
    await taught.say("陈老师", "/mark 1 85 语气其实不错")
    assert taught.rows("SELECT before, after, reason FROM mark_change") == [
        (before, 85, "语气其实不错")
    ]
    assert f"{before} → 85" in taught.last("小林")
    assert "语气其实不错" in taught.last("小林")
    assert taught.rows("SELECT total FROM attempt WHERE id = 1") == [(before,)]
    await taught.say("小林", "/me")
    assert "85" in taught.last("小林")
    await taught.say("陈老师", "/talks 1")
    assert f"改分 {before} → 85" in taught.last("陈老师")


async def test_every_change_is_kept_and_the_last_one_holds(taught: House) -> None:
    [(before,)] = taught.rows("SELECT total FROM attempt WHERE id = 1")
    await taught.say("陈老师", "/mark 1 85 好")
    await taught.say("陈老师", "/mark 1 70 又看了一遍")
    assert taught.rows("SELECT before, after FROM mark_change") == [(before, 85), (85, 70)]
    assert taught.rows("SELECT before, after FROM appeal") == [(before, 70)]


async def test_an_override_decides_an_open_appeal(taught: House) -> None:
    await taught.press("小林", "我不同意")
    await taught.press("小林", "整体分数")
    await taught.say("陈老师", "/mark 1 66 有道理")
    assert taught.rows("SELECT verdict, after FROM appeal") == [("remarked", 66)]


@pytest.mark.parametrize("stranger", ["钱老师", "小周", "小林"])
async def test_nobody_else_reads_a_talk_or_changes_its_mark(taught: House, stranger: str) -> None:
    await taught.say(stranger, "/mark 1 100 送分")
    await taught.say(stranger, "/talks 1")
    for action, argument in (("vt", "1"), ("vs", "2-0"), ("vc", "1"), ("xp", "1-csv")):
        payload = taught.service.office.links.payload(action, argument)
        await taught.press_payload(stranger, Button("", payload))
    assert taught.rows("SELECT * FROM mark_change") == []
    assert taught.rows("SELECT * FROM errand") == []
    seen = [text for text in taught.texts(stranger) if "↳" in text]
    assert seen == []


@pytest.mark.parametrize("number", ["0", "999", "x", "²", "9" * 40, "-1", ""])
async def test_a_talk_that_does_not_exist_is_answered_kindly(taught: House, number: str) -> None:
    await taught.say("陈老师", f"/mark {number} 85 好")
    assert "/talks" in taught.last("陈老师")
