"""A store that is locked, read-only or full: Telegram keeps what is not committed, none is lost."""

import asyncio
import shutil
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import (
    AbstractContextManager,
    asynccontextmanager,
    closing,
    contextmanager,
    suppress,
)
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from locales.catalogue import catalogue
from tests.fakes.telegram import Clock, FakeTelegram, Rules
from tests.faults import books
from tests.faults.practice import NO_LIMITS, Practice, practising
from tests.faults.students import Student

HELP = catalogue("").text("help.student")
STUDENTS = 20
BUBBLES = 15
BUSY_MILLIS = 200
"""How long SQLite waits for a lock in these tests, instead of ten seconds."""
TROUBLE_SECONDS = 2.0
VOLUME_BYTES = 6_000_000
NONSENSE = {"message_id": 1, "date": 0, "chat": "nonsense", "text": "?"}


@pytest.fixture(autouse=True)
def _impatient() -> Iterator[None]:
    def shorten(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA busy_timeout={BUSY_MILLIS}")

    event.listen(Engine, "connect", shorten)
    yield
    event.remove(Engine, "connect", shorten)


@dataclass
class Classroom:
    """Students in the middle of a talk."""

    telegram: FakeTelegram
    practice: Practice
    students: list[Student]
    file: Path

    def say_much(self, first: int) -> list[str]:
        """Everybody says some bubbles at once."""
        said = []
        for student in self.students:
            for number in range(first, first + BUBBLES):
                said.append(f"亲，在的 {student.person.id}-{number}")
                student.person.say(said[-1])
        return said


@asynccontextmanager
async def classroom(file: Path) -> AsyncIterator[Classroom]:
    telegram = FakeTelegram(clock=Clock.real(), rules=Rules.no_flood())
    # No customer reacts while the bubbles come in: what is counted is only what was said.
    async with telegram, practising(telegram, file, settle=20.0, limits=NO_LIMITS) as practice:
        students = [Student(telegram.user(str(n)), "1", 0.05) for n in range(STUDENTS)]
        await asyncio.gather(*(student.come_in() for student in students))
        for student in students:
            student.person.say("/practice 1")
        await telegram.all_confirmed()
        await practice.quiet()
        yield Classroom(telegram, practice, students, file)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Somebody else holds the write lock."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def read_only(practice: Practice) -> Iterator[None]:
    """Every write is refused, as on a volume that went read-only."""
    engine = practice.database._store.engine

    def forbid(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA query_only=ON")

    event.listen(engine, "begin", forbid)
    yield
    event.remove(engine, "begin", forbid)
    engine.dispose()


@contextmanager
def full(room: Classroom) -> Iterator[None]:
    """Something else has taken the last byte of the volume."""
    hog = room.file.with_name("hog")
    with hog.open("wb", buffering=0) as taken, suppress(OSError):
        while taken.write(bytes(4096)):
            pass
    yield
    hog.unlink()


def mounted(mount: tuple[str, ...]) -> bool:
    """Whether we may mount it."""
    return subprocess.run(mount, check=False, capture_output=True).returncode == 0


@pytest.fixture
def small_volume(tmp_path: Path) -> Iterator[Path]:
    """A volume of its own, of a few megabytes."""
    volume = tmp_path / "volume"
    volume.mkdir()
    mount = ("mount", "-t", "tmpfs", "-o", f"size={VOLUME_BYTES}", "kefu", str(volume))
    if shutil.which("mount") is None or not mounted(mount):
        pytest.skip("only root may mount a volume of a few megabytes")
    yield volume
    subprocess.run(("umount", str(volume)), check=True)


async def _said_in_trouble_and_after(room: Classroom, broken: AbstractContextManager[None]) -> None:
    with broken:
        said = room.say_much(0)
        await asyncio.sleep(TROUBLE_SECONDS)
        # A full volume still takes what fits into pages that are there.
        assert room.telegram.pending() == len(said) - books.bubbles(room.file).total() > 0
    said += room.say_much(BUBBLES)
    await room.telegram.all_confirmed(20)
    heard = books.bubbles(room.file)
    assert set(heard) == set(said)
    assert set(heard.values()) == {1}
    assert books.sound(room.file)
    assert books.ask(room.file, "SELECT count(*) FROM dead_letter") == [(0,)]


@pytest.mark.parametrize("trouble", ["locked", "read-only"])
async def test_nothing_is_acknowledged_uncommitted_and_nothing_is_lost(
    tmp_path: Path, trouble: str
) -> None:
    async with classroom(tmp_path / "kefu.db") as room:
        broken = locked(room.file) if trouble == "locked" else read_only(room.practice)
        await _said_in_trouble_and_after(room, broken)


async def test_on_a_full_disk_nothing_is_lost_and_with_room_again_it_goes_on(
    small_volume: Path,
) -> None:
    async with classroom(small_volume / "kefu.db") as room:
        await _said_in_trouble_and_after(room, full(room))


async def test_a_copy_at_a_moment_of_a_full_disk_is_sound(small_volume: Path) -> None:
    async with classroom(small_volume / "kefu.db") as room:
        said = room.say_much(0)
        await room.telegram.all_confirmed(20)
        with full(room):
            room.say_much(BUBBLES)
            await asyncio.sleep(TROUBLE_SECONDS / 2)
            copy = small_volume.parent / "kefu.db"
            for file in small_volume.glob("kefu.db*"):
                shutil.copy(file, small_volume.parent)
        assert books.sound(copy)
        assert set(said) <= set(books.bubbles(copy))
        await room.telegram.all_confirmed(20)


async def test_unreadable_updates_wait_for_the_store_too(tmp_path: Path) -> None:
    async with classroom(tmp_path / "kefu.db") as room:
        with locked(room.file):
            room.telegram.bot.queue.push("message", NONSENSE, 3600, "x")
            room.telegram.bot.poll.news()
            await asyncio.sleep(TROUBLE_SECONDS / 2)
            assert room.telegram.pending() == 1
        await room.telegram.all_confirmed(20)
        assert books.ask(room.file, "SELECT count(*) FROM dead_letter") == [(1,)]


async def test_receipts_wait_for_the_store_and_no_message_is_repeated(tmp_path: Path) -> None:
    async with classroom(tmp_path / "kefu.db") as room:
        before = len(room.telegram.calls_of("sendMessage"))
        for student in room.students:
            student.person.say("/help")
        await room.telegram.until(lambda: len(room.telegram.calls_of("sendMessage")) > before)
        with locked(room.file):
            await asyncio.sleep(TROUBLE_SECONDS)
        await room.telegram.all_confirmed(20)
        await room.practice.quiet()
        for student in room.students:
            assert [seen.text for seen in student.person.sees].count(HELP) == 1
        assert books.states(room.file).keys() == {"sent"}
