"""`kefu class …`: what the operator does about classes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.console import Console

from bot.classroom.invitations import open_class, student_code, teacher_code
from bot.classroom.marking import rubric_shown
from bot.cli.speech import words
from bot.clock import SystemClock
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.unit import Unit
from bot.trouble import Trouble
from scoring.rubric_file import read_rubric


class NoSuchClass(Trouble):
    """There is no class with this number; `kefu class list` shows them all."""

    key = "trouble.no_class"


async def create(name: str, zone: str) -> None:
    """Create a class and print the ways into it."""
    async with opened_store() as database:
        made = await database.write(lambda unit: open_class(unit, name, zone))
        start = await database.write(lambda unit: unit.recall("start_link"))
    console = Console(highlight=False, soft_wrap=True)
    head = words().say("cli.class.made", number=made.cohort.id, name=name, zone=zone)
    console.print(head, markup=False)
    for role, code in (("teacher", made.teacher_code), ("students", made.student_code)):
        console.print(words().say(f"cli.class.{role}", link=link_to(start, code)), markup=False)
    if not start:
        console.print(words().say("cli.class.no_links_yet"), style="dim")


async def show_all() -> None:
    """Print all classes."""

    def look(unit: Unit) -> list[tuple[int, str, str, str]]:
        return [
            (cohort.id, cohort.name, cohort.zone, student_code(unit, cohort.id))
            for cohort in unit.all_cohorts()
        ]

    async with opened_store() as database:
        found = await database.write(look)
        start = await database.write(lambda unit: unit.recall("start_link"))
    console = Console(highlight=False, soft_wrap=True)
    for number, name, zone, code in found:
        console.print(f"{number}. {name}（{zone}） {link_to(start, code)}", markup=False)
    if not found:
        console.print(words().say("cli.class.none"))


async def invite_teacher(number: int) -> None:
    """Print a new link for one more teacher."""

    def invite(unit: Unit) -> str:
        if unit.cohort(number) is None:
            raise NoSuchClass(number=number)
        return teacher_code(unit, number)

    async with opened_store() as database:
        code = await database.write(invite)
        start = await database.write(lambda unit: unit.recall("start_link"))
    link = link_to(start, code)
    Console(highlight=False, soft_wrap=True).print(link, markup=False)


async def rubric(number: int, text: str, *, standard: bool) -> None:
    """Set what a class is marked by from now on, or print what holds."""
    if text:
        read_rubric(text)

    def look(unit: Unit) -> tuple[str, str]:
        cohort = unit.cohort(number)
        if cohort is None:
            raise NoSuchClass(number=number)
        if text or standard:
            unit.set_rubric(number, text)
        return cohort.name, unit.rubric_of(number)

    async with opened_store() as database:
        name, held = await database.write(look)
    told = rubric_shown(words(), name, held)
    Console(highlight=False, soft_wrap=True).print(told, markup=False)


def link_to(start: str | None, code: str) -> str:
    """How somebody uses a code: a link, or what to type where there are no links yet."""
    return start.format(f"join_{code}") if start else f"/start join_{code}"


@asynccontextmanager
async def opened_store() -> AsyncIterator[Database]:
    """The installation's store; it may be written while `kefu run` serves from it."""
    settings = Settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url, SystemClock())
    await database.open()
    try:
        yield database
    finally:
        await database.close()
