"""`kefu operator`, `kefu permissions`: who runs the installation, and who may do what."""

from rich.console import Console

from bot.classroom.operators import new_operator_code
from bot.cli.classes import link_to, opened_store
from bot.cli.speech import words
from bot.commands.permissions import permission_table


async def new_operator() -> None:
    """Print a code that makes one person an operator."""
    async with opened_store() as database:
        code = await database.write(new_operator_code)
        start = await database.write(lambda unit: unit.recall("start_link"))
    text = words().say("cli.operator.code", code=code, link=link_to(start, code))
    Console(highlight=False, soft_wrap=True).print(text, markup=False)


def show_permissions() -> None:
    """Print the table of all commands and buttons by role."""
    Console(highlight=False, soft_wrap=True).print(permission_table(), markup=False, end="")
