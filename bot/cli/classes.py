"""`kefu class …`: what the operator does about classes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.console import Console

from bot.classroom.invitations import open_class, student_code, teacher_code
from bot.clock import SystemClock
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.unit import Unit


class NoSuchClass(Exception):
    """There is no class with this number; `kefu class list` shows them all."""

    def __init__(self, number: int) -> None:
        super().__init__(f"{number}: {self.__doc__}")


async def create(name: str, zone: str) -> None:
    """Create a class and print the ways into it."""
    async with _store() as database:
        made = await database.write(lambda unit: open_class(unit, name, zone))
        bot = await database.write(lambda unit: unit.recall("bot_username"))
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"✅ 班级 {made.cohort.id}「{name}」（{zone}）")
    console.print(f"老师（一个人，24 小时内有效）：{_link(bot, made.teacher_code)}", markup=False)
    console.print(f"学生（全班用同一个）：{_link(bot, made.student_code)}", markup=False)
    if not bot:
        console.print("先运行一次 kefu run，这里就会显示可以直接点开的链接。", style="dim")


async def show_all() -> None:
    """Print all classes."""

    def look(unit: Unit) -> list[tuple[int, str, str, str]]:
        return [
            (cohort.id, cohort.name, cohort.zone, student_code(unit, cohort.id))
            for cohort in unit.all_cohorts()
        ]

    async with _store() as database:
        found = await database.write(look)
        bot = await database.write(lambda unit: unit.recall("bot_username"))
    console = Console(highlight=False, soft_wrap=True)
    for number, name, zone, code in found:
        console.print(f"{number}. {name}（{zone}） {_link(bot, code)}", markup=False)
    if not found:
        console.print("还没有班级。新建一个：kefu class new 电商2班")


async def invite_teacher(number: int) -> None:
    """Print a new link for one more teacher."""

    def invite(unit: Unit) -> str:
        if unit.cohort(number) is None:
            raise NoSuchClass(number)
        return teacher_code(unit, number)

    async with _store() as database:
        code = await database.write(invite)
        bot = await database.write(lambda unit: unit.recall("bot_username"))
    link = _link(bot, code)
    Console(highlight=False, soft_wrap=True).print(link, markup=False)


def _link(bot: str | None, code: str) -> str:
    return f"https://t.me/{bot}?start=join_{code}" if bot else f"/start join_{code}"


@asynccontextmanager
async def _store() -> AsyncIterator[Database]:
    """The installation's store; it may be written while `kefu run` serves from it."""
    settings = Settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url, SystemClock())
    await database.open()
    try:
        yield database
    finally:
        await database.close()
