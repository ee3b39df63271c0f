"""One writer, one transaction at a time, and nothing is told to anyone before it is committed.

Why a thread with synchronous SQLAlchemy and not its async layer: everything that happens inside
a transaction is plain synchronous code without a single wait, and the async layer costs more than
the write itself. Work that arrives while a commit is under way shares the next commit; each piece
has a savepoint of its own, so that one that fails takes nobody along.
"""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.logs import get_logger
from bot.practice.messages import Queued
from bot.practice.ports import Clock
from bot.storage.migrations import upgrade
from bot.storage.unit import Unit
from bot.trouble import Trouble

T = TypeVar("T")
log = get_logger(__name__)

_GROUP = 64
_AGAIN_SECONDS = 1.0


class AlreadyRunning(Trouble):
    """Another process serves this database; stop it first, or use another database."""

    key = "trouble.already_running"


class _Work(Generic[T]):
    """A piece of work and whoever waits for it."""

    def __init__(self, do: Callable[[Unit], T]) -> None:
        self.do = do
        self.loop = asyncio.get_running_loop()
        self.done: asyncio.Future[T] = self.loop.create_future()
        self.queued: Sequence[Queued] = ()
        self.soonest: datetime | None = None
        self.result: T | None = None
        self.error: BaseException | None = None


class Database:
    """The store of one installation.

    `on_commit` is called in the event loop with the messages that a committed piece of work put
    into the outbox, in order; `on_timer` with the earliest timer that it set.
    """

    def __init__(self, url: str, clock: Clock) -> None:
        self.url = url
        self.on_commit: Callable[[Sequence[Queued]], None] = _nobody_listens
        self.on_timer: Callable[[datetime], None] = _nobody_listens
        self._clock = clock
        self._jobs: queue.SimpleQueue[_Work[Any] | None] = queue.SimpleQueue()
        self._engine = _engine(url)
        self._thread = threading.Thread(target=self._serve, name="kefu-writer", daemon=True)
        self._guard: sqlite3.Connection | None = None
        self._generation = 0

    async def open(self, *, exclusive: bool = False) -> None:
        """Bring the schema up to date and start writing.

        `exclusive` claims the store for one serving process; the claim dies with the process.
        """
        if exclusive:
            self._guard = _claim(self.url)
        await asyncio.to_thread(upgrade, self._engine)
        self._thread.start()
        if exclusive:
            self._generation = await self.write(lambda unit: unit.next_generation())

    @property
    def is_claimed(self) -> bool:
        """Whether no other process can serve from this store."""
        return self._guard is not None

    async def write(self, do: Callable[[Unit], T]) -> T:
        """Do this in one transaction; what it returns is true and on disk."""
        work = _Work(do)
        self._jobs.put(work)
        return await work.done

    async def surely(self, do: Callable[[Unit], T]) -> T:
        """Write down what is true already, however long the store is in trouble."""
        while True:
            try:
                return await self.write(do)
            except OperationalError as error:
                log.error("store_unavailable", error=str(error.orig))
                await self._clock.sleep(_AGAIN_SECONDS)

    async def close(self) -> None:
        """Finish what was asked for and let go."""
        if self._thread.is_alive():
            self._jobs.put(None)
            await asyncio.to_thread(self._thread.join)
        self._engine.dispose()
        if self._guard is not None:
            self._guard.close()

    # --- inside the writer's thread ---

    def _serve(self) -> None:
        connection: Connection | None = None
        while (first := self._jobs.get()) is not None:
            group, last = self._gather(first)
            try:
                connection = connection or self._engine.connect()
                self._commit(connection, group)
            except DBAPIError as error:
                for work in group:
                    work.error = work.error or error
                # Whatever state it is in: the next piece of work gets a fresh one.
                if connection is not None:
                    connection.close()
                connection = None
            self._tell(group)
            if last:
                break
        if connection is not None:
            connection.close()

    def _gather(self, first: _Work[Any]) -> tuple[list[_Work[Any]], bool]:
        group = [first]
        while len(group) < _GROUP:
            try:
                work = self._jobs.get_nowait()
            except queue.Empty:
                break
            if work is None:
                return group, True
            group.append(work)
        return group, False

    def _commit(self, connection: Connection, group: list[_Work[Any]]) -> None:
        """One transaction for all; whoever is not alone in it has a savepoint of its own."""
        now = self._clock.now()
        with connection.begin() as transaction:
            for work in group:
                point = transaction if len(group) == 1 else connection.begin_nested()
                unit = Unit(connection, now, self._generation)
                try:
                    work.result = work.do(unit)
                except Exception as error:  # noqa: BLE001 - the door: it goes to whoever waits
                    point.rollback()
                    work.error = error
                else:
                    point.commit()
                    work.queued, work.soonest = unit.leaving, unit.soonest

    def _tell(self, group: list[_Work[Any]]) -> None:
        group[0].loop.call_soon_threadsafe(self._deliver, group)

    def _deliver(self, group: list[_Work[Any]]) -> None:
        for work in group:
            if work.error is None and work.queued:
                self.on_commit(work.queued)
            if work.error is None and work.soonest is not None:
                self.on_timer(work.soonest)
            if work.done.done():
                continue
            if work.error is not None:
                work.done.set_exception(work.error)
            else:
                work.done.set_result(work.result)


def _nobody_listens(_news: object) -> None:
    """Commands that only write have no sender and no timetable to tell."""


def _engine(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own way of beginning transactions begins too late for SQLite's locks.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _claim(url: str) -> sqlite3.Connection | None:
    """Hold a lock that the operating system drops with the process, however it ends."""
    path = url.removeprefix("sqlite:///")
    if path == url or path in ("", ":memory:"):
        return None
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    guard = sqlite3.connect(f"{path}.lock", timeout=0, check_same_thread=False)
    try:
        guard.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        guard.close()
        raise AlreadyRunning(path=path) from error
    return guard
