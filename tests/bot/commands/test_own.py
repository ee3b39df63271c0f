"""What students decide for themselves, and what they see of their own marks."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.storage.unit import Unit
from tests.bot.house import House
from tests.bot.term import card, finish

AT = datetime(2026, 3, 1, 11, tzinfo=UTC)


async def in_class(house: House, *names: str) -> int:
    """Students in a class; the class's id."""
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    for name in names:
        await house.come_in(name, made.student_code)
    return made.cohort.id


async def test_an_alias_can_be_chosen_and_is_what_others_see(house: House) -> None:
    await in_class(house, "ada")
    await house.say("ada", "/alias 安静的云")
    assert "安静的云" in house.last("ada")
    await house.say("ada", "/me")
    assert "安静的云" in house.last("ada")


@pytest.mark.parametrize(
    ("wanted", "why"),
    [("傻逼", "友善"), ("王", "2～12"), ("x" * 13, "2～12"), ("小😊云", "汉字、字母"),
     ("a\u202eb", "汉字、字母"), ("", "/alias 新昵称")],
)  # fmt: skip
async def test_an_alias_that_cannot_be_taken_says_what_to_do(
    house: House, wanted: str, why: str
) -> None:
    await in_class(house, "ada")
    before = house.rows("SELECT alias FROM person")
    await house.say("ada", f"/alias {wanted}")
    assert why in house.last("ada")
    assert "/alias" in house.last("ada")
    assert house.rows("SELECT alias FROM person") == before


async def test_two_in_a_class_never_share_an_alias(house: House) -> None:
    await in_class(house, "ada", "bob")
    await house.say("ada", "/alias 安静的云")
    await house.say("bob", "/alias 安静的云")
    assert "已经有人" in house.last("bob")
    await house.say("ada", "/alias 安静的云")
    assert "好，以后" in house.last("ada")


async def test_hiding_and_showing_again_is_one_tap_each(house: House) -> None:
    cohort = await in_class(house, "ada")
    await house.say("ada", "/hide")
    await house.press("ada", "隐身")
    assert await house.run(lambda unit: unit.board_labels(cohort)) == {}
    await house.press("ada", "重新显示")
    assert len(await house.run(lambda unit: unit.board_labels(cohort))) == 1


async def test_the_history_is_a_picture_whose_caption_says_the_same_in_words(house: House) -> None:
    await house.come_in("ada")

    def practised(unit: Unit) -> None:
        me = unit.person(1)
        assert me is not None
        for number, total in enumerate((50, 60, 80, 90)):
            finish(unit, me, None, card(total), AT + timedelta(days=number))

    await house.run(practised)
    await house.say("ada", "/history")
    await house.made()
    shown = house.sees("ada")[-1]
    assert "最新 90 分，最好 90 分，平均 70 分" in shown.text
    assert "越来越好" in shown.text
    assert shown.attachment is not None
    assert shown.attachment.content.startswith(b"\x89PNG")
    assert house.rows("SELECT 1 FROM errand") == []
    assert house.rows("SELECT 1 FROM outbox WHERE body LIKE '%my-marks%'") == []
