"""Every handler is declared, and nobody gets past the declaration."""

import ast
from pathlib import Path

import pytest

import bot.commands
from bot.adapters.console.send import CHANNEL
from bot.classroom.cohorts import Role
from bot.classroom.operators import new_operator_code
from bot.commands.access import Audience, Directory, actions, allowed, commands
from bot.commands.context import Context
from bot.commands.permissions import permission_table
from bot.practice.messages import Chat, Inbound, Kind, Sender
from bot.storage.unit import Unit
from locales.catalogue import catalogue
from tests.bot.house import GROUP, House

ROOM = Path(bot.commands.__path__[0])
ROLES = {
    "stranger": set[Audience](),
    "nobody": {Audience.CONSENTED},
    "student": {Audience.CONSENTED, Audience.STUDENT},
    "mentor": {Audience.CONSENTED, Audience.MENTOR},
    "owner": {Audience.CONSENTED, Audience.TEACHER, Audience.OWNER},
    "colleague": {Audience.CONSENTED, Audience.TEACHER},
    "substitute": {Audience.CONSENTED, Audience.TEACHER},
    "former": {Audience.CONSENTED},
    "operator": {Audience.CONSENTED, Audience.OPERATOR},
    "anonymous": set[Audience](),
}
"""Who may what, written down a second time."""

EVERYTHING = [(which, name) for which in (commands, actions) for name in which.names]


async def staffed(house: House) -> int:
    """A class with everybody in it, let in through the front door; the class's id."""
    made = await house.open_class()
    await house.come_in("owner", made.teacher_code)
    await house.come_in("student", made.student_code)
    await house.come_in("nobody")
    for name, button, days in (
        ("colleague", "邀请老师", ""),
        ("former", "邀请代课", "1 天"),
        ("substitute", "邀请代课", "30 天"),
        ("mentor", "邀请导师", ""),
    ):
        await house.say("owner", "/people")
        await house.press("owner", button)
        if days:
            await house.press("owner", days)
        code = house.last("owner").rpartition("/join ")[2]
        await house.come_in(name, code)
    await house.come_in("operator", await house.run(new_operator_code))
    await house.wait(86_500)
    return made.cohort.id


def asked_by(house: House, unit: Unit, name: str, *, group: bool) -> Context:
    """Something that this person does."""
    anonymous = name == "anonymous"
    chat = Chat(GROUP, group=True) if group else Chat(name)
    sender = Sender("" if anonymous else name, anonymous=anonymous)
    inbound = Inbound(CHANNEL, "1", Kind.COMMAND, chat, sender, None)
    person = unit.person_of(CHANNEL, sender.id)
    return Context(unit, inbound, house.service.office, catalogue(""), person)


async def test_every_handler_is_open_to_its_audience_and_to_nobody_else(house: House) -> None:
    await staffed(house)

    def look(unit: Unit) -> list[tuple[str, str, bool]]:
        return [
            (role, name, group)
            for role, has in ROLES.items()
            for which, name in EVERYTHING
            for group in (False, True)
            if allowed(entry := which.get(name), asked_by(house, unit, role, group=group))
            != (entry.audience in has and (entry.in_group or not group))
        ]

    assert await house.run(look) == []


def handlers_in(file: Path) -> list[tuple[str, bool]]:
    """Functions that take nothing but a context and answer nothing, and if they are declared."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            signature = ast.unparse(node.args), ast.unparse(node.returns or node)
            if signature == ("context: Context", "None"):
                marks = [ast.unparse(mark) for mark in node.decorator_list]
                found.append((node.name, any(".declare(" in mark for mark in marks)))
    return found


STEPS = {
    "ask", "welcome", "enrol",  # before the yes: nobody has an audience yet
    "answer", "take",  # called by the front desk
    "offer_customers", "show_next",  # called by declared handlers
}  # fmt: skip


def test_what_looks_like_a_handler_is_declared_or_a_known_step() -> None:
    undeclared = {
        name
        for file in ROOM.glob("*.py")
        for name, declared in handlers_in(file)
        if not declared and name not in STEPS
    }
    assert undeclared == set()


def test_what_is_not_declared_is_denied() -> None:
    assert Directory().get("delete_everything") is None


def test_a_name_cannot_be_declared_twice() -> None:
    directory = Directory()
    directory.declare("x", Audience.TEACHER)(lambda _context: None)
    with pytest.raises(ValueError, match="declared twice"):
        directory.declare("x", Audience.CONSENTED)(lambda _context: None)


def test_the_kept_table_is_the_one_that_the_declarations_make() -> None:
    kept = (ROOM / "PERMISSIONS.md").read_text(encoding="utf-8")
    assert kept == permission_table(), "run: kefu permissions > bot/commands/PERMISSIONS.md"


async def test_a_substitutes_time_ends_by_itself(house: House) -> None:
    cohort = await staffed(house)
    teachers = await house.run(lambda unit: unit.members(cohort, Role.TEACHER))
    assert {teacher.platform_id for teacher in teachers} == {"owner", "colleague", "substitute"}
    await house.wait(31 * 86_400)
    teachers = await house.run(lambda unit: unit.members(cohort, Role.TEACHER))
    assert {teacher.platform_id for teacher in teachers} == {"owner", "colleague"}
