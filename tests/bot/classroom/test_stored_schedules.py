"""Schedules on the real store: restarts, late starts and rows of an older schema."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from alembic import command
from sqlalchemy import create_engine

from bot.classroom.calendar import Calendar, class_days
from bot.practice.testing import FakeClock
from bot.storage.database import Database
from bot.storage.migrations import _config
from tests.bot.house import GROUP, open_house, small

HOUR = 3600


@pytest.mark.parametrize("seed", range(6))
async def test_over_stops_and_late_starts_each_class_day_is_posted_or_told_once(
    tmp_path: Path, seed: int
) -> None:
    dice, clock, path = Random(seed), FakeClock(), tmp_path / "kefu.db"
    async with open_house(path, small(), clock) as house:
        made = await house.open_class()
        await house.come_in("teacher", made.teacher_code)
        await house.say("teacher", "/schedule 19:00 21:00")
        chats = house.platform.chats
    for _ in range(8):
        clock.advance(dice.random() * 30 * HOUR)
        async with open_house(path, small(), clock) as house:
            # The messenger itself forgets nothing while we are down.
            house.platform.chats = chats
            await house.wait(dice.random() * 20 * HOUR)
            posted = [day for (day,) in house.rows("SELECT date FROM occurrence ORDER BY id")]
            told = [text for text in house.texts("teacher") if "错过了" in text]
            signs = [text[0] for text in house.texts(GROUP)]
            assert signs.count("📮") == len(posted)
            assert len(posted) - 1 <= signs.count("🏆") <= len(posted)
    last = (clock.now() - timedelta(hours=11)).date()
    days = [on.isoformat() for on in class_days(Calendar(), date(2026, 3, 2), last)]
    missed = [day for day in days if any(day in text for text in told)]
    assert len(missed) == len(told)
    assert sorted(posted + missed) == days


async def test_rows_of_the_older_schema_are_all_there_after_the_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "kefu.db"
    config = _config()
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(
            """
            INSERT INTO cohort (id, name, zone, topic, created_at) VALUES (1, 'c', 'UTC', '', 0);
            INSERT INTO person VALUES (1, 'x', 'p', 'p', 'a', 'zh', 0, 1);
            INSERT INTO drill VALUES (1, 1, 1140, 1260, '["s"]', 1);
            INSERT INTO occurrence VALUES (7, 1, 1, '2026-03-02', 's', 0, 9, NULL);
            INSERT INTO assignment VALUES (3, 7, 1, 2);
            """
        )
    database = Database(f"sqlite:///{path}", FakeClock())
    await database.open()
    try:
        share = await database.write(lambda unit: unit.assignment(3))
        kept = await database.write(lambda unit: unit.occurrence(7))
        assert share is not None
        assert kept is not None
        assert (share.occurrence, kept.date, kept.slot) == (7, "2026-03-02", 0)
    finally:
        await database.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
