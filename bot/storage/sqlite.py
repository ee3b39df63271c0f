"""A SQLite file: one writer, and a commit that fails has not happened."""

import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, event

from bot.storage.store import AlreadyRunning


class SqliteStore:
    """A file on this machine."""

    def __init__(self, url: URL) -> None:
        self.name = url.database or ":memory:"
        self.engine = create_engine(url.set(drivername="sqlite"), hide_parameters=True)
        event.listen(self.engine, "connect", _prepare)
        event.listen(self.engine, "begin", _begin_immediate)
        self._guard: sqlite3.Connection | None = None

    @property
    def is_claimed(self) -> bool:
        """Whether no other process can serve from it."""
        return self._guard is not None

    def claim(self) -> None:
        """Hold a lock that the operating system drops with the process, however it ends."""
        if self.name == ":memory:":
            return
        Path(self.name).parent.mkdir(parents=True, exist_ok=True)
        guard = sqlite3.connect(f"{self.name}.lock", timeout=0, check_same_thread=False)
        try:
            guard.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            guard.close()
            raise AlreadyRunning(path=self.name) from error
        self._guard = guard

    def connect(self, generation: int) -> Connection:  # noqa: ARG002 - the port's
        """The writer's connection; the claim stands whatever becomes of it."""
        return self.engine.connect()

    def mark(self, connection: Connection, generation: int) -> None:
        """Nothing to be marked: the file itself tells whether a commit came about."""

    def is_marked(self, connection: Connection) -> bool:  # noqa: ARG002 - the port's
        """A commit that failed has not happened."""
        return False

    def close(self) -> None:
        """Let go of the file, and of the claim."""
        self.engine.dispose()
        if self._guard is not None:
            self._guard.close()


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own way of beginning transactions begins too late for SQLite's locks.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
