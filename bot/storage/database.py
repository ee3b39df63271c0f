"""One writer, one transaction at a time, and nothing is told to anyone before it is committed.

Why a thread with synchronous SQLAlchemy and not its async layer: everything that happens inside
a transaction is plain synchronous code without a single wait, and the async layer costs more than
the write itself. Work that arrives while a commit is under way shares the next commit; each piece
has a savepoint of its own, so that one that fails takes nobody along.
"""

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, NestedTransaction, RootTransaction, Transaction
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from bot.logs import get_logger
from bot.practice.messages import Queued
from bot.practice.ports import Clock
from bot.storage.migrations import upgrade
from bot.storage.store import (
    AlreadyRunning,
    StoreInTrouble,
    StoreUnreachable,
    is_store_trouble,
    store_at,
)
from bot.storage.unit import Unit

T = TypeVar("T")
log = get_logger(__name__)

_GROUP = 64
_AGAIN_SECONDS = 1.0


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
        self.on_commit: Callable[[Sequence[Queued]], None] = _nobody_listens
        self.on_timer: Callable[[datetime], None] = _nobody_listens
        self._clock = clock
        self._jobs: queue.SimpleQueue[_Work[Any] | None] = queue.SimpleQueue()
        self._store = store_at(url)
        self._connection: Connection | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="kefu-writer", daemon=True)
        self._generation = 0

    async def open(self, *, exclusive: bool = False) -> None:
        """Bring the schema up to date and start writing.

        `exclusive` claims the store for one serving process; the claim dies with the process.
        """
        try:
            if exclusive:
                await asyncio.to_thread(self._store.claim)
            await asyncio.to_thread(upgrade, self._store.engine)
        except OperationalError as error:
            raise StoreUnreachable(store=self._store.name, why=_reason(error)) from error
        self._thread.start()
        if exclusive:
            self._generation = await self.write(lambda unit: unit.next_generation())

    @property
    def is_claimed(self) -> bool:
        """Whether no other process can serve from this store."""
        return self._store.is_claimed

    async def write(self, do: Callable[[Unit], T]) -> T:
        """Do this in one transaction; what it returns is true and on disk.

        Raises `StoreInTrouble` where nothing was written and trying again later may help.
        """
        work = _Work(do)
        self._jobs.put(work)
        return await work.done

    async def surely(self, do: Callable[[Unit], T]) -> T:
        """Write down what is true already, however long the store is in trouble."""
        while True:
            try:
                return await self.write(do)
            except StoreInTrouble as error:
                log.error("store_unavailable", error=str(error))
                await self._clock.sleep(_AGAIN_SECONDS)

    async def close(self) -> None:
        """Finish what was asked for and let go."""
        self._closing.set()
        if self._thread.is_alive():
            self._jobs.put(None)
            await asyncio.to_thread(self._thread.join)
        self._store.close()

    # --- inside the writer's thread ---

    def _serve(self) -> None:
        last = False
        while not last and (first := self._jobs.get()) is not None:
            group, last = self._gather(first)
            try:
                self._commit(self._connected(), group)
            except (SQLAlchemyError, StoreInTrouble, AlreadyRunning) as error:
                for work in group:
                    work.error = work.error or _told(error)
                self._hang_up()
            self._tell(group)
        self._hang_up()

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._store.connect(self._generation)
        return self._connection

    def _hang_up(self) -> None:
        """Whatever state the connection is in: the next piece of work gets a fresh one."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

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
                _attempt(work, Unit(connection, now, self._generation), connection, point)
            if transaction.is_active:
                self._store.mark(connection, self._generation)
                self._conclude(transaction)

    def _conclude(self, transaction: RootTransaction) -> None:
        """Commit. Where the store was gone in the middle of it, find out what became of it."""
        try:
            transaction.commit()
        except DBAPIError as error:
            if not self._came_about(error):
                raise

    def _came_about(self, error: DBAPIError) -> bool:
        """Whether a commit that got no answer happened: told twice, it would happen twice."""
        while error.connection_invalidated:
            self._hang_up()
            try:
                return self._store.is_marked(self._connected())
            except (OperationalError, StoreInTrouble) as again:
                log.error("store_unavailable", error=_reason(again))
            if self._closing.wait(_AGAIN_SECONDS):
                break
        return False

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


def _attempt(work: _Work[Any], unit: Unit, connection: Connection, point: Transaction) -> None:
    """Do one piece of work; what fails by itself is undone by itself."""
    try:
        work.result = work.do(unit)
    except Exception as error:
        if connection.invalidated:
            raise
        point.rollback()
        work.error = _told(error)
    else:
        work.queued, work.soonest = unit.leaving, unit.soonest
        if isinstance(point, NestedTransaction):
            point.commit()


def _told(error: BaseException) -> BaseException:
    """The error as whoever waits for the work learns of it."""
    if isinstance(error, DBAPIError) and is_store_trouble(error):
        told = StoreInTrouble(_reason(error))
        told.__cause__ = error
        return told
    return error


def _reason(error: BaseException) -> str:
    """What a driver says, without the statement; its first line, the others are advice."""
    return str(getattr(error, "orig", error)).partition("\n")[0]
