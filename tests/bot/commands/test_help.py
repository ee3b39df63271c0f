"""/help names every command that one may use; who may not use one is told whose it is."""

import re

import pytest

from bot.classroom.operators import new_operator_code
from bot.commands.access import Audience, commands
from tests.bot.commands.test_people import invited
from tests.bot.house import House


def named(text: str) -> set[str]:
    """The commands that a text speaks of."""
    return set(re.findall(r"/([a-z]+)", text))


def of(*audiences: Audience) -> set[str]:
    """The commands that are declared for these audiences."""
    return {n for n in commands.names if (e := commands.get(n)) and e.audience in audiences}


async def help_of(house: House, name: str) -> set[str]:
    await house.say(name, "/help")
    return named(house.last(name))


async def test_a_students_help_names_everything_that_a_student_can_do(house: House) -> None:
    made = await house.open_class()
    await house.come_in("ada", made.student_code)
    missing = of(Audience.CONSENTED, Audience.STUDENT) - await help_of(house, "ada")
    assert missing == {"help"}


async def test_a_teachers_help_names_everything_that_teachers_can_do(house: House) -> None:
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    assert of(Audience.TEACHER, Audience.OWNER) <= await help_of(house, "teacher")
    await house.come_in("carl", await invited(house, "邀请老师"))
    shown = await help_of(house, "carl")
    assert of(Audience.TEACHER) <= shown
    assert not of(Audience.OWNER) & shown


async def test_a_mentors_and_an_operators_help_name_their_commands(house: House) -> None:
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.come_in("boss", await house.run(new_operator_code))
    await house.come_in("mia", await invited(house, "邀请导师"))
    assert of(Audience.MENTOR) <= await help_of(house, "mia")
    assert of(Audience.OPERATOR) <= await help_of(house, "boss")


@pytest.mark.parametrize(
    ("typed", "whose"),
    [
        ("/people", "班主任"),
        ("/mentor", "企业导师"),
        ("/newclass 九班", "运维"),
        ("/flag", "班里的学生"),
    ],
)
async def test_a_command_of_others_is_said_to_be_theirs(
    house: House, typed: str, whose: str
) -> None:
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.come_in("carl", await invited(house, "邀请老师"))
    await house.say("carl", typed)
    assert f"是给{whose}用的" in house.last("carl")


async def test_who_has_only_an_archived_class_can_take_it_out_again(house: House) -> None:
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.say("teacher", "/people")
    await house.press("teacher", "归档")
    await house.press("teacher", "归档")
    assert "people" in await help_of(house, "teacher")
    await house.say("teacher", "/people")
    assert "「电商2班」已归档" in house.last("teacher")
    await house.press("teacher", "恢复班级")
    assert await house.run(lambda unit: unit.is_archived(made.cohort.id)) is False


async def test_words_that_mean_nothing_are_answered_as_a_teacher_needs_it(house: House) -> None:
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.say("teacher", "我想布置作业")
    assert "/help" in house.last("teacher")
    await house.say("teacher", "发布")
    assert "第 1 步：选一位顾客" in house.last("teacher")
