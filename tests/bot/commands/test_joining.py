"""Into a class in three taps: a link, a yes, and one's own name on the roster."""

import pytest

from bot.classroom.cohorts import Role
from bot.classroom.invitations import NewClass
from tests.bot.house import House

NAMES = ("张三", "李四", "王小明", "欧阳娜娜")


async def with_roster(house: House, names: str = "\n".join(NAMES)) -> NewClass:
    """A class whose teacher has pasted and saved a roster."""
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.press("teacher", "学生名单")
    await house.say("teacher", names)
    await house.press("teacher", "保存名单")
    return made


async def students(house: House, made: NewClass) -> list[str]:
    """Platform ids of a class's students."""
    found = await house.run(lambda unit: unit.members(made.cohort.id, Role.STUDENT))
    return [student.platform_id for student in found]


async def real_names(house: House, made: NewClass) -> dict[str, str]:
    """Real names by platform id."""
    return await house.run(
        lambda unit: {
            unit.person(number).platform_id: name
            for number, name in unit.real_names(made.cohort.id).items()
        }
    )


async def test_a_student_is_in_after_three_taps_and_has_typed_nothing(house: House) -> None:
    made = await with_roster(house)
    await house.say("ada", f"/start join_{made.student_code}")
    await house.press("ada", "同意")
    assert await students(house, made) == []
    await house.press("ada", "王小明")
    assert house.last("ada").startswith("✅ 已加入「电商2班」")
    assert await students(house, made) == ["ada"]
    assert await real_names(house, made) == {"ada": "王小明"}


async def test_a_class_without_a_roster_needs_two_taps(house: House) -> None:
    made = await house.open_class()
    await house.come_in("ada", made.student_code)
    assert await students(house, made) == ["ada"]


async def test_names_are_for_people_with_the_code_only(house: House) -> None:
    made = await with_roster(house)
    await house.come_in("ada", made.student_code)
    [name] = [b for s in house.sees("ada") if (b := s.button("王小明"))]
    await house.come_in("eve")
    await house.press_payload("eve", name)
    assert "失效" in house.last("eve")
    assert await students(house, made) == []


async def test_forty_names_fit_on_one_page_and_more_can_be_turned_to(house: House) -> None:
    names = [f"{first}{second}" for first in "赵钱孙李周吴郑王" for second in "春夏秋冬梅兰竹"]
    made = await with_roster(house, "、".join(names))
    await house.come_in("ada", made.student_code)
    shown = [button.label for row in house.sees("ada")[-1].buttons for button in row]
    assert shown[:45] == names[:45]
    await house.press("ada", "下一页")
    await house.press("ada", names[-1])
    assert (await real_names(house, made))["ada"] == names[-1]


async def claimed_twice(house: House) -> NewClass:
    """Ada is 王小明, and bob's account says to be, too."""
    made = await with_roster(house)
    for name in ("ada", "bob"):
        await house.come_in(name, made.student_code)
        await house.press(name, "王小明")
    return made


async def test_a_taken_name_goes_to_the_teacher_and_changes_nothing(house: House) -> None:
    made = await claimed_twice(house)
    assert "我问了「电商2班」的老师" in house.last("bob")
    assert "王小明" in house.last("teacher")
    assert await students(house, made) == ["ada"]
    asked = len(house.texts("teacher"))
    await house.press("bob", "李四")
    assert (await real_names(house, made)) == {"ada": "王小明", "bob": "李四"}
    await house.press("teacher", "同一个人")
    assert house.last("teacher").startswith("这件事已经处理过了")
    assert len(house.texts("teacher")) == asked + 1


async def test_the_same_student_goes_on_with_a_new_account(house: House) -> None:
    made = await claimed_twice(house)
    [before] = house.rows("SELECT id, alias FROM person WHERE platform_id = 'ada'")
    await house.press("teacher", "同一个人")
    [after] = house.rows("SELECT id, alias FROM person WHERE platform_id = 'bob'")
    assert after == before
    assert await students(house, made) == ["bob"]
    assert "你已进入「电商2班」" in house.last("bob")
    assert "换了账号" in house.last("ada")
    await house.say("ada", "/me")
    assert house.last("ada").startswith("你好，我是客服陪练机器人")


async def test_an_account_with_a_record_of_its_own_is_not_swallowed(house: House) -> None:
    made = await with_roster(house)
    other = await house.open_class("别的班")
    await house.come_in("ada", made.student_code)
    await house.press("ada", "王小明")
    await house.come_in("bob", other.student_code)
    await house.say("bob", f"/start join_{made.student_code}")
    await house.press("bob", "王小明")
    await house.press("teacher", "同一个人")
    assert "不能合并" in house.last("teacher")
    assert await students(house, made) == ["ada"]


async def test_who_took_a_wrong_name_can_be_put_out(house: House) -> None:
    made = await claimed_twice(house)
    await house.press("teacher", "换成新的")
    assert await students(house, made) == ["bob"]
    assert await real_names(house, made) == {"bob": "王小明"}


async def test_who_is_refused_may_pick_again(house: House) -> None:
    made = await claimed_twice(house)
    await house.press("teacher", "拒绝")
    await house.press("bob", "选我的名字")
    await house.press("bob", "张三")
    assert await real_names(house, made) == {"ada": "王小明", "bob": "张三"}


async def test_a_teacher_of_another_class_decides_nothing(house: House) -> None:
    made = await claimed_twice(house)
    other = await house.open_class("别的班")
    await house.come_in("eve", other.teacher_code)
    for label in ("同一个人", "换成新的", "拒绝"):
        [button] = [b for s in house.sees("teacher") if (b := s.button(label))]
        await house.press_payload("eve", button)
        assert "只有这个班的老师" in house.last("eve")
    assert await real_names(house, made) == {"ada": "王小明"}


async def test_students_who_were_there_first_are_asked_for_their_names(house: House) -> None:
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.come_in("ada", made.student_code)
    await house.say("teacher", "/roster 张三 李四")
    await house.press("teacher", "保存名单")
    await house.press("ada", "选我的名字")
    await house.press("ada", "李四")
    assert await real_names(house, made) == {"ada": "李四"}
    await house.say("ada", "/realname")
    await house.press("ada", "真名")
    assert "李四" in house.last("ada")


async def test_nobody_but_teachers_is_shown_a_real_name(house: House) -> None:
    made = await with_roster(house)
    await house.come_in("ada", made.student_code)
    await house.press("ada", "王小明")
    for asked in ("/me", "/board", "/rank", "/help"):
        await house.say("ada", asked)
        assert "王小明" not in house.last("ada")


@pytest.mark.parametrize("typed", ["{}", "{} ", "{lower}", "{dashed}", "{letters}", "{wide}"])
async def test_a_code_is_understood_as_people_type_it(house: House, typed: str) -> None:
    made = await house.open_class()
    code = made.student_code
    await house.come_in("ada")
    forms = {
        "lower": code.lower(),
        "dashed": f"{code[:5]}-{code[5:]}",
        "letters": code.replace("0", "o").replace("1", "l"),
        "wide": "".join(chr(ord(sign) + 0xFEE0) for sign in code),
    }
    await house.say("ada", f"/join {typed.format(code, **forms)}")
    assert await students(house, made) == ["ada"]


async def test_a_code_typed_before_the_yes_leads_into_the_class_after_it(house: House) -> None:
    made = await house.open_class()
    await house.say("ada", f"/join {made.student_code.lower()}")
    await house.press("ada", "同意")
    assert await students(house, made) == ["ada"]
