"""The schema: from nothing to the newest, never backwards, and not without a backup."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from bot.practice.testing import FakeClock
from bot.storage import migrations
from bot.storage.database import Database
from bot.storage.migrations import NewerSchema
from bot.storage.store import AlreadyRunning, store_at
from bot.storage.tables import metadata
from tests.bot.store import address, rows, tables


def store(path: Path) -> Database:
    """A database for this file, not yet open."""
    return Database(address(path), FakeClock())


async def opened(path: Path) -> None:
    """Open once and close."""
    database = store(path)
    await database.open()
    await database.close()


def ask(path: Path, query: str) -> list[tuple[object, ...]]:
    """Rows, read past everything."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(query).fetchall()


async def test_an_empty_file_becomes_the_newest_schema_without_a_backup(
    each_store: str, tmp_path: Path
) -> None:
    path = tmp_path / "kefu.db"
    await opened(path)
    assert tables(path) == set(metadata.tables) | {"alembic_version"}
    assert [file.name for file in tmp_path.glob("*before*")] == []


async def test_the_migrations_make_exactly_the_tables_that_the_code_uses(
    each_store: str, tmp_path: Path
) -> None:
    path = tmp_path / "kefu.db"
    await opened(path)
    engine = store_at(address(path)).engine
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert differences == []


async def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "kefu.db"
    await opened(path)
    before = ask(path, "SELECT sql FROM sqlite_master ORDER BY name")
    await opened(path)
    assert ask(path, "SELECT sql FROM sqlite_master ORDER BY name") == before


async def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "kefu.db"
    await opened(path)
    ask(path, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerSchema, match="9999"):
        await opened(path)
    assert ask(path, "SELECT version_num FROM alembic_version") == [("9999",)]


async def test_before_an_upgrade_a_readable_backup_is_made(tmp_path: Path) -> None:
    path = tmp_path / "kefu.db"
    ask(path, "CREATE TABLE keepsake (words TEXT)")
    ask(path, "INSERT INTO keepsake VALUES ('学生说的话')")
    await opened(path)
    [copy] = tmp_path.glob("*before*")
    assert ask(copy, "SELECT words FROM keepsake") == [("学生说的话",)]
    assert ask(path, "SELECT words FROM keepsake") == [("学生说的话",)]


async def test_one_store_is_served_by_one_process(each_store: str, tmp_path: Path) -> None:
    path = tmp_path / "kefu.db"
    first, second = store(path), store(path)
    await first.open(exclusive=True)
    try:
        with pytest.raises(AlreadyRunning, match=re.escape(address(path).rpartition("/")[2])):
            await second.open(exclusive=True)
    finally:
        await first.close()
        await second.close()
    await opened(path)


async def test_a_command_may_write_beside_a_serving_process(
    each_store: str, tmp_path: Path
) -> None:
    path = tmp_path / "kefu.db"
    serving, beside = store(path), store(path)
    await serving.open(exclusive=True)
    await beside.open()
    try:
        await beside.write(lambda unit: unit.remember("bot_username", "kefu_coach_bot"))
        assert await serving.write(lambda unit: unit.recall("bot_username")) == "kefu_coach_bot"
    finally:
        await beside.close()
        await serving.close()


async def test_work_that_fails_leaves_nothing_and_takes_nobody_along(
    each_store: str, tmp_path: Path
) -> None:
    import asyncio

    from bot.storage.unit import Unit

    database = store(tmp_path / "kefu.db")
    await database.open()

    def fails(unit: Unit) -> None:
        unit.remember("half", "done")
        raise LookupError("in the middle")

    try:
        results = await asyncio.gather(
            database.write(lambda unit: unit.remember("one", "1")),
            database.write(fails),
            database.write(lambda unit: unit.remember("two", "2")),
            return_exceptions=True,
        )
        assert [type(result) for result in results] == [type(None), LookupError, type(None)]
        names = ("one", "half", "two")
        found = await database.write(lambda unit: [unit.recall(name) for name in names])
        assert found == ["1", None, "2"]
    finally:
        await database.close()


async def test_marks_given_before_boards_over_weeks_keep_their_speed(
    each_store: str, tmp_path: Path
) -> None:
    path = tmp_path / "kefu.db"
    engine = store_at(address(path)).engine
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        person = "INSERT INTO person VALUES (1, 'c', 'a', 'a', '昵称', '', 0, true)"
        connection.exec_driver_sql(person)
        connection.exec_driver_sql(
            "INSERT INTO attempt (id, person, channel, chat, scenario, content_hash, seed,"
            " started_at, counts, events, state, over, total, card)"
            " VALUES (1, 1, 'c', 'a', 's', 'h', 's', 0, true, 0, '{}', true, 80,"
            """ '{"timing": {"average_response_s": 12.5, "precision_s": 1.0}}')"""
        )
    engine.dispose()
    await opened(path)
    assert rows(path, "SELECT average_ms, step_ms FROM attempt") == [(12500, 1000)]
