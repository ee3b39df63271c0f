"""A desk's mark is looked at, changed and appealed like any other; its customers in one view."""

from pathlib import Path

from bot.practice.shelf import Shelf
from tests.bot.house import House, open_house
from tests.bot.practice.test_reception import desk
from tests.dialogues.shop import playable


async def worked(house: House) -> None:
    """小林 answers two customers at once, and both leave."""
    made = await house.open_class()
    await house.come_in("陈老师", made.teacher_code)
    await house.come_in("小林", made.student_code)
    await house.say("小林", "/practice small-desk")
    await house.wait(3)
    await house.say("小林", "a：这个你找快递去，不归我们管")
    await house.say("小林", "b：麻烦发一下订单号")
    await house.wait(900)


async def test_a_desk_is_seen_whole_remarked_and_appealed(tmp_path: Path) -> None:
    shelf = Shelf([playable()], (), [desk(0, 1)])
    async with open_house(tmp_path / "kefu.db", shelf) as house:
        await worked(house)
        [(number, total)] = house.rows(
            "SELECT id, total FROM attempt WHERE parent IS NULL AND total IS NOT NULL"
        )
        await house.say("陈老师", f"/talks {number}")
        seen = "\n".join(house.texts("陈老师")[-3:])
        assert "— A ·" in seen
        assert "— B ·" in seen
        assert "不归我们管" in seen
        assert "发一下订单号" in seen
        await house.press("小林", "我不同意")
        await house.press("小林", "整体分数")
        appeal = house.last("陈老师")
        assert "不归我们管" in appeal
        assert "— B —" in appeal
        labels = [button.label for row in house.sees("陈老师")[-1].buttons for button in row]
        assert labels == ["维持原分", "改分"]
        await house.say("陈老师", f"/mark {number} 77 两位都照顾到了")
        assert f"{total} → 77" in house.last("小林")
        assert house.rows("SELECT verdict, before, after FROM appeal") == [("remarked", total, 77)]
