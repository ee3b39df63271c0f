"""`kefu …`: one file per command family; heavy parts are imported where they are needed."""

import sys


def main() -> None:
    """The `kefu` command."""
    from bot.cli.commands import app
    from bot.cli.errors import explain

    try:
        app()
    except Exception as error:  # noqa: BLE001 - the door: one clear line instead of a traceback
        sys.exit(explain(error))
