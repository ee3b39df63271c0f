"""A class's own rubric: sent as a file, shown, given up; old marks keep the one they had."""

import json
from pathlib import Path

import pytest

from bot.practice.testing import FakeClock
from tests.bot.house import SHOP, House, open_house, small

OWN = """\
格式: 1
编号: fast
版本: 2
名称: {zh_CN: 抢答班, en: Fast class}
沿用: default
评分项:
  - {编号: first_response, 权重: 42}
  - {编号: courtesy, 权重: 0}
"""
REMARK = "您好，请稍等"


async def a_class(house: House) -> None:
    """A teacher and one student."""
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.come_in("ada", made.student_code)


async def practised(house: House) -> dict[str, float]:
    """Ada has one more talk behind her: what each row of its card weighs."""
    await house.say("ada", f"/practice {SHOP}")
    await house.say("ada", REMARK)
    await house.wait(3_600)
    [(card,)] = house.rows("SELECT card FROM attempt ORDER BY id DESC LIMIT 1")
    data = json.loads(card)
    return {row["id"]: row["weight"] for row in data["criteria"]} | {"v": data["rubric"]["version"]}


async def test_a_file_from_the_teacher_changes_what_later_talks_are_marked_by(house: House) -> None:
    await a_class(house)
    before = await practised(house)
    await house.say("teacher", "/rubric")
    assert "这是通用评分表" in house.last("teacher")
    await house.send_file("teacher", "marks.yaml", OWN.encode())
    assert house.last("teacher").startswith("✅ 从现在开始的练习按它评分")
    assert "抢答班（第 2 版）" in house.last("teacher")
    after = await practised(house)
    assert after["v"] == 2
    assert (before["courtesy"] > 0, after["courtesy"]) == (True, 0)
    assert sum(after.values()) - 2 == pytest.approx(100)
    [(first,)] = house.rows("SELECT card FROM attempt ORDER BY id LIMIT 1")
    assert json.loads(first)["rubric"]["version"] == before["v"]
    await house.say("teacher", "/rubric")
    await house.press("teacher", "恢复通用表")
    assert await practised(house) == before


async def test_a_file_with_mistakes_is_answered_line_by_line_and_changes_nothing(
    house: House,
) -> None:
    await a_class(house)
    bad = OWN.replace("courtesy, 权重: 0", "courtesy, 权重: 7").replace("沿用", "沿用了")
    await house.send_file("teacher", "marks.yaml", bad.encode())
    told = house.last("teacher")
    assert told.startswith("这个评分表还不能用，什么都没改")
    assert "第 5 行" in told
    assert house.rows("SELECT * FROM class_rubric") == []
    for hostile in ("[" * 15_000, "a: &a [*a]", "\x00", "", "- 1"):
        await house.send_file("teacher", "marks.yaml", hostile.encode())
        assert house.last("teacher").startswith("这个评分表还不能用"), hostile[:10]
    await house.send_file("teacher", "marks.yaml", b"x" * 30_000)
    assert "太大" in house.last("teacher")


async def test_students_cannot_set_what_they_are_marked_by(house: House) -> None:
    await a_class(house)
    await house.send_file("ada", "marks.yaml", OWN.encode())
    await house.say("ada", "/rubric")
    assert house.rows("SELECT * FROM class_rubric") == []


async def test_an_appeal_is_marked_by_the_rubric_of_its_own_time(tmp_path: Path) -> None:
    clock, file = FakeClock(), tmp_path / "kefu.db"
    async with open_house(file, small(), clock) as house:
        await a_class(house)
        await house.send_file("teacher", "marks.yaml", OWN.encode())
        assert (await practised(house))["v"] == 2
        await house.say("teacher", "/rubric")
        await house.press("teacher", "恢复通用表")
    async with open_house(file, small(), clock) as house:
        talk = await house.run(lambda unit: unit.attempt(1))
        assert await house.run(lambda unit: unit.rubric_for(talk)) == OWN


@pytest.mark.parametrize("drilled", [True, False])
async def test_a_drill_is_marked_by_its_own_class(house: House, drilled: bool) -> None:
    await a_class(house)
    await house.send_file("teacher", "marks.yaml", OWN.encode())
    other = await house.open_class("别的班")
    await house.say("ada", f"/join {other.student_code}")
    if drilled:
        await house.say("teacher", "/publish")
        for label in ("1. 小店", "现在发布，2", "✅ 发布"):
            await house.press("teacher", label)
        await house.press("ada", "开始今日日练")
    else:
        await house.say("ada", f"/practice {SHOP}")
    talk = await house.running("ada")
    assert bool(await house.run(lambda unit: unit.rubric_for(talk))) is drilled
