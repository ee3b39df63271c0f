"""A disputed reason of a live show is struck and the show is marked again, like a talk."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.practice.shelf import Shelf
from scoring.scorecard import Scorecard
from tests.bot.house import House, open_house
from tests.dialogues.liveroom.room import small_show
from tests.dialogues.shop import playable

CLAIM = "全网最低价，亲拍M码哦"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path / "k.db", Shelf([playable()], [small_show()])) as opened:
        yield opened


async def disputed(house: House) -> None:
    """A show in which 小林 promised the lowest price of all, and 小林 disagrees with that."""
    made = await house.open_class()
    await house.come_in("陈老师", made.teacher_code)
    await house.come_in("小林", made.student_code)
    await house.talk("小林", "small-room")
    await house.wait(12)
    await house.say("小林", f"1 {CLAIM}")
    await house.wait(120)
    await house.press("小林", "我不同意")
    labels = [button.label for row in house.sees("小林")[-1].buttons for button in row]
    await house.press("小林", next(label for label in labels if "全网最" in label))


async def test_a_granted_reason_of_a_show_is_marked_again(house: House) -> None:
    await disputed(house)
    await house.press("陈老师", "有道理")
    [(verdict, before, after, card)] = house.rows("SELECT verdict, before, after, card FROM appeal")
    again = Scorecard.from_json(card)
    assert verdict == "granted"
    assert (again.total, again.gates) == (after, ())
    assert again.criterion("answer_rate") is not None
    assert after >= before
