"""The class's owner can take a student out of it."""

from tests.bot.commands.test_joining import students, with_roster
from tests.bot.commands.test_people import invited
from tests.bot.house import House


async def test_a_student_is_out_and_the_name_is_free_again(house: House) -> None:
    made = await with_roster(house, "王小明、李四")
    await house.come_in("eve", made.student_code)
    await house.press("eve", "王小明")
    await house.say("teacher", "/people")
    await house.press("teacher", "请学生出班")
    await house.press("teacher", "王小明")
    assert await students(house, made) == ["eve"], "it is asked once more"
    await house.press("teacher", "请出班级")
    assert await students(house, made) == []
    assert "不再是「电商2班」的成员" in house.last("eve")
    await house.come_in("ada", made.student_code)
    await house.press("ada", "王小明")
    assert await students(house, made) == ["ada"]


async def test_out_twice_and_out_of_somebody_elses_class_change_nothing(house: House) -> None:
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.come_in("ada", made.student_code)
    await house.say("teacher", "/people")
    await house.press("teacher", "请学生出班")
    [who] = [b for row in house.sees("teacher")[-1].buttons for b in row]
    await house.press_payload("teacher", who)
    [sure] = [b for row in house.sees("teacher")[-1].buttons for b in row]
    await house.come_in("carl", await invited(house, "邀请老师"))
    await house.press_payload("carl", sure)
    assert await students(house, made) == ["ada"]
    await house.press_payload("teacher", sure)
    await house.press_payload("teacher", sure)
    assert "已经不在班里" in house.last("teacher")
    assert await students(house, made) == []


async def test_teachers_hear_that_somebody_erased_everything_but_not_who(house: House) -> None:
    made = await with_roster(house, "王小明、李四")
    for name, real in (("ada", "王小明"), ("bob", "李四")):
        await house.come_in(name, made.student_code)
        await house.press(name, real)
    [(alias,)] = house.rows("SELECT alias FROM person WHERE platform_id = 'ada'")
    await house.say("ada", "/mydata")
    await house.press("ada", "删除我的数据")
    await house.press("ada", "全部删除")
    told = house.last("teacher")
    assert "有一位同学删除了自己的全部数据" in told
    assert "现在 1 人" in told
    assert "王小明" not in told
    assert alias not in told
