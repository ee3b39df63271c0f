"""Roles are given by single-use invitations, and taken away by whose class it is."""

from bot.classroom.cohorts import Role
from bot.classroom.operators import new_operator_code
from tests.bot.house import House


async def invited(house: House, button: str) -> str:
    """A code that the owner gets by this button."""
    await house.say("teacher", "/people")
    await house.press("teacher", button)
    return house.last("teacher").rpartition("/join ")[2]


async def owned(house: House) -> int:
    """A class and its owner."""
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    return made.cohort.id


async def teachers(house: House, cohort: int) -> set[str]:
    """Who teaches a class."""
    found = await house.run(lambda unit: unit.members(cohort, Role.TEACHER))
    return {one.platform_id for one in found}


async def test_the_owner_hears_of_whom_was_let_in_and_can_undo_it(house: House) -> None:
    cohort = await owned(house)
    code = await invited(house, "邀请老师")
    await house.come_in("eve", code)
    assert "用邀请进了「电商2班」：任课老师" in house.last("teacher")
    await house.press("teacher", "请出班级")
    assert await teachers(house, cohort) == {"teacher"}
    assert "不再是「电商2班」的成员" in house.last("eve")


async def test_an_invitation_lets_in_one_person_once(house: House) -> None:
    cohort = await owned(house)
    code = await invited(house, "邀请老师")
    await house.come_in("carl", code)
    await house.come_in("eve", code)
    assert await teachers(house, cohort) == {"teacher", "carl"}


async def test_a_class_is_handed_over_and_its_former_owner_shares_it(house: House) -> None:
    cohort = await owned(house)
    await house.come_in("carl", await invited(house, "邀请老师"))
    await house.say("teacher", "/people")
    await house.press("teacher", "转让给")
    assert await house.run(lambda unit: unit.person(unit.owner_of(cohort)).platform_id) == "teacher"
    await house.press("teacher", "确定转让")
    assert await house.run(lambda unit: unit.person(unit.owner_of(cohort)).platform_id) == "carl"
    assert await teachers(house, cohort) == {"teacher", "carl"}
    await house.say("teacher", "/people")
    assert "/people 是给班主任用的" in house.last("teacher")


async def test_a_substitution_can_be_ended_early(house: House) -> None:
    cohort = await owned(house)
    await house.say("teacher", "/people")
    await house.press("teacher", "邀请代课")
    await house.press("teacher", "7 天")
    await house.come_in("carl", house.last("teacher").rpartition("/join ")[2])
    assert await teachers(house, cohort) == {"teacher", "carl"}
    await house.say("teacher", "/people")
    await house.press("teacher", "移除")
    assert await teachers(house, cohort) == {"teacher"}


async def test_a_co_teacher_is_not_made_less_by_a_substitutes_link(house: House) -> None:
    cohort = await owned(house)
    await house.come_in("carl", await invited(house, "邀请老师"))
    await house.say("teacher", "/people")
    await house.press("teacher", "邀请代课")
    await house.press("teacher", "1 天")
    code = house.last("teacher").rpartition("/join ")[2]
    await house.say("carl", f"/join {code}")
    await house.wait(2 * 86_400)
    assert await teachers(house, cohort) == {"teacher", "carl"}


async def test_an_archived_class_stands_still_and_can_be_taken_out(house: House) -> None:
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.come_in("ada", made.student_code)
    await house.say("teacher", "/schedule 19:00 21:00")
    await house.say("teacher", "/people")
    await house.press("teacher", "归档")
    await house.press("teacher", "归档")
    before = len(house.texts("ada"))
    await house.wait(3 * 86_400)
    assert len(house.texts("ada")) == before
    assert house.rows("SELECT * FROM occurrence") == []
    await house.come_in("eve", made.student_code)
    assert house.last("eve").startswith("这个邀请码无效或已过期")
    await house.press("teacher", "恢复班级")
    await house.say("eve", f"/join {made.student_code}")
    assert "已加入" in house.last("eve")


async def test_the_console_makes_one_operator_within_a_quarter_of_an_hour(house: House) -> None:
    code = await house.run(new_operator_code)
    await house.come_in("boss", code.lower())
    assert house.last("boss").startswith("✅ 你是这里的运维了")
    await house.come_in("eve", code)
    assert house.last("eve").startswith("这个邀请码无效或已过期")
    late = await house.run(new_operator_code)
    await house.wait(901)
    await house.come_in("carl", late)
    assert house.last("carl").startswith("这个邀请码无效或已过期")


async def test_a_new_operator_code_makes_the_one_before_void(house: House) -> None:
    first = await house.run(new_operator_code)
    await house.run(new_operator_code)
    await house.come_in("eve", first)
    assert house.last("eve").startswith("这个邀请码无效或已过期")


async def test_an_operator_opens_a_class_and_replaces_a_lost_owner(house: House) -> None:
    await house.come_in("boss", await house.run(new_operator_code))
    await house.say("boss", "/newclass 电商3班")
    await house.come_in("lost", house.last("boss").rpartition("/join ")[2])
    await house.say("boss", "/classes")
    await house.press("boss", "换班主任")
    await house.come_in("next", house.last("boss").rpartition("/join ")[2])
    [cohort] = await house.run(lambda unit: unit.all_cohorts())
    assert await house.run(lambda unit: unit.person(unit.owner_of(cohort.id)).platform_id) == "next"
    assert await teachers(house, cohort.id) == {"lost", "next"}


async def test_an_operator_lets_in_another(house: House) -> None:
    await house.come_in("boss", await house.run(new_operator_code))
    await house.say("boss", "/operators")
    await house.press("boss", "再加一位运维")
    code = house.last("boss").splitlines()[1]
    await house.come_in("second", code)
    assert house.last("second").startswith("✅ 你是这里的运维了")


async def test_an_operator_teaches_no_class_by_that(house: House) -> None:
    await owned(house)
    await house.come_in("boss", await house.run(new_operator_code))
    await house.say("boss", "/today")
    assert "/today 是给老师用的" in house.last("boss")
