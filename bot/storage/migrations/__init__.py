"""Bringing a stored schema up to date: under one lock, after a backup, never backwards."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from bot.trouble import Trouble

_HERE = Path(__file__).parent


class NewerSchema(Trouble):
    """The database was written by a newer version; install that one, or restore a backup."""

    key = "trouble.newer_schema"


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest revision, in one transaction."""
    with engine.begin() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        filled = bool(inspect(connection).get_table_names())
    script = ScriptDirectory.from_config(_config())
    if current == script.get_current_head():
        return
    if current is not None and current not in {step.revision for step in script.walk_revisions()}:
        raise NewerSchema(revision=current)
    if filled:
        _back_up(engine, current or "unversioned")
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    return config


def _back_up(engine: Engine, revision: str) -> None:
    """Copy a SQLite store beside itself; a PostgreSQL server has backups of its own."""
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path or path == ":memory:":
        return
    copy = Path(f"{path}.before-{revision}")
    copy.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source:
        source.execute("VACUUM INTO ?", (str(copy),))
