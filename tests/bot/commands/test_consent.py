"""Before anybody says yes nothing about them is stored, whatever they do."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.classroom.cohorts import Role
from bot.practice.testing import FakeClock
from tests.bot.house import House, open_house, small

ID, NAME, WORDS = 987_654_321, "王小明", "我叫王小明，手机138"
PERSON = {"id": ID, "is_bot": False, "first_name": NAME, "language_code": "zh-hans"}
CHAT = {"id": ID, "type": "private", "first_name": NAME}
DATE = 1_772_447_400


def said(**content: object) -> dict[str, object]:
    """A message from somebody unknown."""
    message = {"message_id": 7, "date": DATE, "from": PERSON, "chat": CHAT, **content}
    return {"message": message}


def pressed(data: str) -> dict[str, object]:
    """A button pressed by somebody unknown."""
    message = {"message_id": 8, "date": DATE, "chat": CHAT, "text": "愿意开始吗？"}
    return {"callback_query": {"id": "1", "from": PERSON, "data": data, "message": message}}


def membership(status: str) -> dict[str, object]:
    """Somebody unknown blocks us, or comes back."""
    change = {"chat": CHAT, "from": PERSON, "date": DATE, "new_chat_member": {"status": status}}
    return {"my_chat_member": change}


BEFORE_CONSENT = {
    "words": said(text=WORDS),
    "start": said(
        text="/start join_ABC", entities=[{"type": "bot_command", "offset": 0, "length": 6}]
    ),
    "command": said(text="/me", entities=[{"type": "bot_command", "offset": 0, "length": 3}]),
    "sticker": said(sticker={"emoji": "👍"}),
    "photo with words": said(photo=[{}], caption=WORDS),
    "edit": {"edited_message": said(text=WORDS)["message"]},
    "forwarded": said(text=WORDS, forward_origin={"sender_user_name": NAME}),
    "lone surrogate": said(text=f"{WORDS}\ud800"),
    "forged button": pressed(f"k1.ok.{NAME}.AAAAAAAAAAA"),
    "blocked": membership("kicked"),
    "returned": membership("member"),
}


@pytest.mark.parametrize("deed", BEFORE_CONSENT)
async def test_before_consent_nothing_about_the_person_is_stored(house: House, deed: str) -> None:
    await house.tell(BEFORE_CONSENT[deed])
    stored = house.everything_stored()
    for trace in (str(ID), NAME, "手机138"):
        assert trace not in stored
    if deed not in ("blocked", "returned"):
        assert house.last(str(ID)).startswith("你好，我是客服陪练机器人")


async def test_a_no_is_answered_kindly_and_leaves_no_trace(house: House) -> None:
    await house.tell(BEFORE_CONSENT["words"])
    await house.press(str(ID), "不同意")
    assert "什么都没有保存" in house.last(str(ID))
    assert str(ID) not in house.everything_stored()


async def test_after_a_no_one_may_still_say_yes(house: House) -> None:
    await house.say("ada", "/start")
    await house.press("ada", "不同意")
    await house.press("ada", "同意")
    assert house.last("ada").startswith("✅ 好的！你的昵称是")


async def test_a_yes_stores_an_alias_and_never_the_name(house: House) -> None:
    await house.tell(BEFORE_CONSENT["words"])
    [yes] = [shown.button("同意") for shown in house.sees(str(ID))]
    assert yes is not None
    await house.tell(pressed(yes.payload))
    stored = house.everything_stored()
    assert str(ID) in stored
    assert NAME not in stored
    assert WORDS not in stored


async def test_the_link_that_led_here_is_followed_after_the_yes(house: House) -> None:
    made = await house.open_class()
    await house.come_in("ada", made.student_code)
    assert house.last("ada").startswith("✅ 已加入「电商2班」")


async def test_a_code_is_understood_in_small_letters(house: House) -> None:
    made = await house.open_class()
    await house.come_in("ada", made.student_code.lower())
    assert "已加入" in house.last("ada")


@pytest.mark.parametrize(
    "argument",
    ["join_", "join_NOSUCHCODE", "join_王小明", "join_" + "A" * 4000],
    ids=["none", "unknown", "Chinese", "endless"],
)
async def test_every_wrong_code_gets_the_same_answer(house: House, argument: str) -> None:
    await house.come_in("ada")
    await house.say("ada", f"/start {argument}")
    assert house.last("ada").startswith("这个邀请码无效或已过期")


@pytest.mark.parametrize(
    "argument",
    ["x" * 64, "我想练习怎么安抚一个很生气的客户，请问可以吗？谢谢", "😀" * 40, "a.b.c"],
    ids=["long", "Chinese", "emoji", "dots"],
)
async def test_whatever_follows_start_the_buttons_fit_into_a_payload(
    house: House, argument: str
) -> None:
    await house.say("ada", f"/start {argument}")
    payloads = [b.payload for s in house.sees("ada") for row in s.buttons for b in row]
    assert len(payloads) == 2
    assert all(len(payload.encode()) <= 64 for payload in payloads)
    await house.press("ada", "同意")
    assert "你的昵称是" in house.last("ada")


async def test_after_five_wrong_codes_even_the_right_one_has_to_wait(house: House) -> None:
    made = await house.open_class()
    await house.come_in("ada")
    for guess in range(5):
        await house.say("ada", f"/start join_WRONG{guess}")
    await house.say("ada", f"/start join_{made.student_code}")
    wrong = house.texts("ada")[-2:]
    assert wrong[0] == wrong[1]
    await house.wait(601)
    await house.say("ada", f"/start join_{made.student_code}")
    assert "已加入" in house.last("ada")


async def test_one_who_guesses_does_not_stop_another(house: House) -> None:
    made = await house.open_class()
    await house.come_in("eve")
    for guess in range(6):
        await house.say("eve", f"/start join_WRONG{guess}")
    await house.come_in("ada", made.student_code)
    assert "已加入" in house.last("ada")


async def test_a_teachers_code_makes_one_teacher(house: House) -> None:
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.come_in("eve", made.teacher_code)
    assert house.last("teacher").startswith("✅ 你已成为「电商2班」的老师")
    assert house.last("eve").startswith("这个邀请码无效或已过期")
    teachers = await house.run(lambda unit: unit.members(made.cohort.id, Role.TEACHER))
    assert [teacher.platform_id for teacher in teachers] == ["teacher"]


async def test_a_teachers_code_is_good_for_a_day(house: House) -> None:
    made = await house.open_class()
    house.clock.advance(timedelta(hours=24, seconds=1).total_seconds())
    await house.come_in("teacher", made.teacher_code)
    assert house.last("teacher").startswith("这个邀请码无效或已过期")


async def test_a_teacher_who_opens_the_students_link_stays_a_teacher(house: House) -> None:
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.say("teacher", f"/start join_{made.student_code}")
    await house.say("teacher", "/schedule 19:00 21:00")
    assert "每个上课日 19:00 发布" in house.last("teacher")


async def test_saying_yes_twice_joins_once_and_is_answered(house: House) -> None:
    made = await house.open_class()
    await house.come_in("ada", made.student_code)
    await house.press("ada", "同意")
    assert "欢迎回来" in house.last("ada")
    members = await house.run(lambda unit: unit.members(made.cohort.id, Role.STUDENT))
    assert len(members) == 1


async def test_nobody_guesses_more_than_ten_times_a_day_and_the_answer_stays_the_same(
    house: House,
) -> None:
    made = await house.open_class()
    await house.come_in("eve")
    for guess in range(30):
        await house.say("eve", f"/start join_WRONG{guess}")
        await house.wait(301)
    assert len(house.rows("SELECT * FROM wrong_code")) == 10
    await house.say("eve", f"/start join_{made.student_code}")
    assert len(set(house.texts("eve")[-30:])) == 1
    await house.come_in("ada", made.student_code)
    assert "已加入" in house.last("ada")
    await house.wait(24 * 3600)
    await house.say("eve", f"/start join_{made.student_code}")
    assert "已加入" in house.last("eve")


async def test_the_days_guesses_are_counted_over_a_restart_too(tmp_path: Path) -> None:
    clock = FakeClock()
    for start in (0, 5):
        async with open_house(tmp_path / "kefu.db", small(), clock) as house:
            if not start:
                await house.come_in("eve")
            for guess in range(start, start + 5):
                await house.say("eve", f"/start join_WRONG{guess}")
            await house.wait(601)
    async with open_house(tmp_path / "kefu.db", small(), clock) as house:
        made = await house.open_class()
        await house.say("eve", f"/start join_{made.student_code}")
        assert house.last("eve").startswith("这个邀请码无效或已过期")
