"""PostgreSQL crashes, or a commit gets no answer: nothing is lost, nothing done twice."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from bot.clock import SystemClock
from bot.practice.messages import Chat, Message
from bot.storage.database import Database
from bot.storage.store import AlreadyRunning, StoreInTrouble
from tests.bot.store import address
from tests.fakes.telegram import Clock, FakeTelegram, Rules
from tests.faults import books
from tests.faults.practice import NO_LIMITS, Practice, practising
from tests.faults.students import Student
from tests.postgres import ask, server

STUDENTS = 8
ROUNDS = 2
DOWN_SECONDS = 0.5
CHANNEL = "telegram:1"
CUT_OFF = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE application_name = 'kefu' AND datname = current_database()"
)


@pytest.fixture(autouse=True)
def _on_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEFU_STORE", "postgresql")
    server()


@contextmanager
def commits_without_answer(database: Database, *fates: bool) -> Iterator[None]:
    """Commits lose their connection: after the server heard them (true) or before, in turn."""
    engine = database._store.engine
    turn = cycle(fates)

    def lose(connection: Connection) -> None:
        wire = connection.connection.dbapi_connection
        # A transaction that only looks whether the one before came about is left alone.
        if wire is None or not _writes(wire):
            return
        if next(turn):
            wire.commit()
        wire.close()

    event.listen(engine, "commit", lose)
    yield
    event.remove(engine, "commit", lose)


def _writes(wire: Any) -> bool:
    return bool(wire.execute("SELECT pg_current_xact_id_if_assigned()").fetchone()[0])


async def speak(practice: Practice, students: list[Student], first: int) -> list[str]:
    """Everybody says two things, which each take effect or are told again."""
    said = []
    for student in students:
        for number in (first, first + 1):
            said.append(f"亲，在的 {student.person.id}-{number}")
            student.person.say(said[-1])
    await asyncio.sleep(DOWN_SECONDS / 4)
    return said


@pytest.mark.parametrize("trouble", ["crash", "no answers"])
async def test_all_that_was_said_is_heard_once_and_all_answers_are_shown_once(
    tmp_path: Path, trouble: str
) -> None:
    file = tmp_path / "kefu.db"
    telegram = FakeTelegram(clock=Clock.real(), rules=Rules.no_flood())
    async with telegram, practising(telegram, file, settle=20.0, limits=NO_LIMITS) as practice:
        students = [Student(telegram.user(str(n)), "1", 0.05) for n in range(STUDENTS)]
        await asyncio.gather(*(student.come_in() for student in students))
        for student in students:
            student.person.say("/practice 1")
        await telegram.all_confirmed()
        await practice.quiet()
        said = []
        for round_ in range(ROUNDS):
            for student in students:
                student.person.say("/help")
            said += await speak(practice, students, 10 * round_)
            if trouble == "no answers":
                with commits_without_answer(practice.database, True, False):
                    said += await speak(practice, students, 10 * round_ + 5)
                    await telegram.all_confirmed(20)
            else:
                await asyncio.to_thread(server().stop, crash=True)
                said += await speak(practice, students, 10 * round_ + 5)
                await asyncio.sleep(DOWN_SECONDS)
                await asyncio.to_thread(server().start)
        await telegram.all_confirmed(20)
        await practice.quiet()
        heard = books.bubbles(file)
        assert set(heard) == set(said)
        assert set(heard.values()) == {1}
        assert books.states(file).keys() == {"sent"}
        assert books.ask(file, "SELECT count(*) FROM dead_letter") == [(0,)]
        for student in students:
            shown = [seen.text for seen in student.person.sees if seen.from_bot]
            stored = [t for chat, _, t in books.outbox(file) if chat == str(student.person.id)]
            # What was on the wire when the server went is not sent again: it is known to be there.
            assert sorted(shown) == sorted([shown[0], *stored])


@pytest.mark.parametrize("happened", [True, False])
async def test_what_became_of_a_commit_without_an_answer_is_found_out(
    tmp_path: Path, happened: bool
) -> None:
    database = Database(address(tmp_path / "kefu.db"), SystemClock())
    await database.open(exclusive=True)
    told: list[str] = []
    database.on_commit = lambda queued: told.extend(one.message.text for one in queued)
    try:
        with commits_without_answer(database, happened):
            work = database.write(lambda unit: unit.queue(CHANNEL, Message(Chat("7"), "亲")))
            if happened:
                await work
            else:
                with pytest.raises(StoreInTrouble):
                    await work
        assert told == ["亲"] * happened
        waiting = await database.write(lambda unit: unit.waiting(CHANNEL, 0, 10))
        assert len(waiting) == happened
    finally:
        await database.close()


async def test_whoever_was_cut_off_claims_again_and_goes_on(tmp_path: Path) -> None:
    where = address(tmp_path / "kefu.db")
    database = Database(where, SystemClock())
    await database.open(exclusive=True)
    try:
        ask(where, CUT_OFF)
        await database.surely(lambda unit: unit.remember("after", "1"))
        second = Database(where, SystemClock())
        with pytest.raises(AlreadyRunning):
            await second.open(exclusive=True)
        await second.close()
    finally:
        await database.close()


async def test_whoever_was_cut_off_and_followed_by_another_writes_nothing(tmp_path: Path) -> None:
    where = address(tmp_path / "kefu.db")
    first, second = (Database(where, SystemClock()) for _ in range(2))
    await first.open(exclusive=True)
    ask(where, CUT_OFF)
    await second.open(exclusive=True)
    try:
        with pytest.raises(StoreInTrouble):
            await first.write(lambda unit: unit.remember("late", "1"))
        with pytest.raises(AlreadyRunning):
            await first.surely(lambda unit: unit.remember("late", "1"))
        assert await second.write(lambda unit: unit.recall("late")) is None
    finally:
        await first.close()
        await second.close()


async def test_closing_while_the_server_is_away_does_not_wait_for_it(tmp_path: Path) -> None:
    database = Database(address(tmp_path / "kefu.db"), SystemClock())
    await database.open(exclusive=True)
    server().stop(crash=True)
    try:
        with pytest.raises(StoreInTrouble):
            await database.write(lambda unit: unit.remember("late", "1"))
        async with asyncio.timeout(5):
            await database.close()
    finally:
        server().start()
