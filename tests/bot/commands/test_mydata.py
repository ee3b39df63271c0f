"""我的数据 through the chat: a complete copy, a complete erasure, and what a platform cannot."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bot.house import House, open_house, small


async def practised(house: House) -> None:
    """Ada has said something that nobody else says, and has an alias of her own."""
    made = await house.open_class()
    await house.come_in("ada", made.student_code)
    await house.say("ada", "/alias 安静的云")
    await house.say("ada", "/practice small-shop")
    await house.say("ada", "您好，请问您的订单号是多少呢，我是独角兽客服")
    await house.wait(4)
    await house.say("ada", "/stop")


async def test_the_copy_is_a_page_and_complete_json(house: House) -> None:
    await practised(house)
    await house.say("ada", "我的数据")
    assert "对话留 180 天" in house.last("ada")
    await house.press("ada", "导出")
    await house.made()
    page, data = (shown.attachment for shown in house.sees("ada")[-2:])
    assert page is not None
    assert data is not None
    assert (page.name, data.name) == ("my-data.html", "my-data.json")
    assert "独角兽客服" in page.content.decode()
    export = json.loads(data.content)
    assert "独角兽客服" in str(export["event"])
    assert export["person"][0]["alias"] == "安静的云"
    assert len(export["membership"]) == 1
    assert "my-data" not in house.everything_stored()


async def test_where_no_files_can_be_sent_the_copy_comes_as_messages(house: House) -> None:
    office = house.service.office
    office.capabilities = replace(office.capabilities, files=False)
    await practised(house)
    await house.say("ada", "/mydata")
    before = len(house.texts("ada"))
    await house.press("ada", "导出")
    await house.made()
    told = house.texts("ada")[before:]
    assert "独角兽客服" in "".join(told)
    assert all(len(text) <= 4096 for text in told)


async def test_erasing_leaves_not_a_trace_and_the_next_start_asks_anew(house: House) -> None:
    await practised(house)
    await house.say("ada", "/practice small-shop")
    await house.say("ada", "/mydata")
    await house.press("ada", "删除我的数据")
    assert "找不回来" in house.last("ada")
    await house.press("ada", "全部删除")
    assert "已经全部删除" in house.last("ada")
    stored = house.everything_stored()
    assert not re.search(r"\bada\b", stored)  # three letters may stand within a hexadecimal key
    for trace in ("独角兽客服", "安静的云", "李女士"):
        assert trace not in stored, trace
    await house.wait(700)
    await house.say("ada", "/start")
    assert "同意" in str(house.sees("ada")[-1].buttons)


async def test_nothing_is_erased_before_the_second_yes(house: House) -> None:
    await practised(house)
    await house.say("ada", "/mydata")
    await house.press("ada", "删除我的数据")
    await house.press("ada", "先不删")
    assert "什么都没有删" in house.last("ada")
    assert "独角兽客服" in house.everything_stored()


async def test_an_errand_survives_a_failing_maker_and_says_so_in_the_end(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await practised(house)

    def broken(*_: object) -> str:
        raise OSError("disk full")

    monkeypatch.setattr("bot.commands.mydata.as_page", broken)
    await house.say("ada", "/mydata")
    await house.press("ada", "导出")
    await house.made()
    assert "没能做出来" in house.last("ada")
    assert house.rows("SELECT 1 FROM errand") == []


async def test_what_was_asked_for_before_a_restart_comes_after_it(tmp_path: Path) -> None:
    path = tmp_path / "kefu.db"
    async with open_house(path, small()) as house:
        await house.come_in("ada")
        # As if the process had died between the tap and the making.
        await house.run(lambda unit: unit.send_for(1, "export"))
    async with open_house(path, small(), house.clock) as again:
        again.service.errands.stir()
        await again.made()
        names = [s.attachment.name for s in again.sees("ada") if s.attachment]
    assert names == ["my-data.html", "my-data.json"]


async def test_a_teacher_says_for_how_long_and_what_is_older_goes_by_itself(house: House) -> None:
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.come_in("ada", made.student_code)
    await house.say("ada", "/practice small-shop")
    await house.say("ada", "您好，我是独角兽客服")
    await house.wait(4)
    await house.say("ada", "/stop")
    await house.say("teacher", "/keep 10 20")
    assert "对话留 10 天，成绩留 20 天" in house.last("teacher")
    house.clock.advance(11 * 86_400)
    await house.service.timetable.tick()
    assert "独角兽" not in str(house.rows("SELECT data FROM event"))
    assert house.rows("SELECT count(*) FROM attempt") == [(1,)]
    house.clock.advance(20 * 86_400)
    await house.service.timetable.tick()
    assert house.rows("SELECT count(*) FROM attempt") == [(0,)]
    assert "独角兽" not in house.everything_stored()


@pytest.mark.parametrize("typed", ["5 400", "200 100", "180", "180 99999", "a b", "180 550 1"])
async def test_what_is_no_time_to_keep_is_explained_and_changes_nothing(
    house: House, typed: str
) -> None:
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.say("teacher", f"/keep {typed}")
    assert "/keep 180 550" in house.last("teacher")
    assert house.rows("SELECT 1 FROM cohort_setting") == []
