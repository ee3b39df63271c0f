"""Where things are kept: a SQLite file or a PostgreSQL server, and what a writer asks of either."""

from typing import Protocol

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from bot.trouble import Trouble

_READ_ONLY = "25006"
"""SQLSTATE of a server that became a standby: it will be a primary again, or be moved."""


class AlreadyRunning(Trouble):
    """Another process serves this database; stop it first, or use another database."""

    key = "trouble.already_running"


class UnknownStore(Trouble):
    """KEFU_DATABASE is no address of a SQLite file or a PostgreSQL database."""

    key = "trouble.unknown_store"


class DriverMissing(Trouble):
    """PostgreSQL needs a driver: pip install "kefu-coach[postgres]"."""

    key = "trouble.driver_missing"


class StoreUnreachable(Trouble):
    """The database cannot be opened; look whether it runs and whether KEFU_DATABASE is right."""

    key = "trouble.store_unreachable"


class NotUnicode(Trouble):
    """The PostgreSQL database cannot hold Chinese: make one with the encoding UTF8."""

    key = "trouble.not_unicode"


class StoreInTrouble(Exception):
    """The store cannot be written just now; nothing is wrong with what was to be written."""


class Store(Protocol):
    """One installation's database, as the writer sees it."""

    engine: Engine
    name: str

    @property
    def is_claimed(self) -> bool:
        """Whether no other process can serve from it."""

    def claim(self) -> None:
        """Claim it for one serving process; the claim dies with the process. May raise Trouble."""

    def connect(self, generation: int) -> Connection:
        """The writer's connection; with a claim, one that holds it, in the same generation."""

    def mark(self, connection: Connection, generation: int) -> None:
        """Leave a mark in the transaction, by which its fate can be told later."""

    def is_marked(self, connection: Connection) -> bool:
        """Whether the transaction marked last was committed, asked after its commit failed."""

    def close(self) -> None:
        """Let go of it, and of the claim."""


def store_at(address: str) -> Store:
    """The store at a database address: sqlite:///file or postgresql://user:password@host/name."""
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise UnknownStore from error
    kind = url.get_backend_name()
    if kind == "sqlite":
        from bot.storage.sqlite import SqliteStore

        return SqliteStore(url)
    if kind == "postgresql":
        from bot.storage.postgresql import PostgresStore

        return PostgresStore(url)
    raise UnknownStore


def is_store_trouble(error: DBAPIError) -> bool:
    """Whether the store failed, and not what it was asked: asked again later, it may well work."""
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return True
    return getattr(error.orig, "sqlstate", None) == _READ_ONLY
