"""Where a test's things are stored, and what is stored there, read past the service.

A test names a file. With `KEFU_STORE=postgresql` a PostgreSQL database of its own stands for it.
"""

import os
import sqlite3
from contextlib import closing
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.postgres import ask, server

_TICK = 10.0
_FOR_EVER = 1_000_000.0
_NEXT = "SELECT min(due_at), sum(CASE WHEN kind = 'silence' THEN 1 ELSE 0 END) FROM timer"


def address(path: Path) -> str:
    """The database address that this file stands for."""
    return _database(path) if _on_postgresql() else f"sqlite:///{path}"


def rows(path: Path, query: str, *values: object) -> list[Any]:
    """The rows that a query finds; `?` stands for each value."""
    if _on_postgresql():
        return ask(_database(path), query.replace("?", "%s"), *values)
    with closing(sqlite3.connect(path, timeout=10)) as connection:
        return connection.execute(query, values).fetchall()


def table(path: Path, name: str) -> list[Any]:
    """All rows of a table."""
    return rows(path, f"SELECT * FROM {name}")  # noqa: S608 - a table of ours


def tables(path: Path) -> set[str]:
    """The names of all tables; SQLite's own list of the last numbers is none of ours."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'"
    if _on_postgresql():
        query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    return {str(name) for (name,) in rows(path, query)}


def everything_stored(path: Path) -> str:
    """Every value of every column of every table, in one text."""
    return "\n".join(repr(row) for name in tables(path) for row in table(path, name))


def until_due(path: Path, now: float) -> float:
    """Seconds from `now` to the next timer.

    Never more than ten while somebody's silence runs: a service that has not ticked for longer
    takes itself for frozen and blames nobody.
    """
    [(due, silences)] = rows(path, _NEXT)
    most = _TICK if silences else _FOR_EVER
    return most if due is None else max(0.001, min(most, due / 1000 - now))


def _on_postgresql() -> bool:
    return os.environ.get("KEFU_STORE") == "postgresql"


@cache
def _database(path: Path) -> str:
    """The database made for this file."""
    return server().new(f"t{sha256(str(path).encode()).hexdigest()[:24]}")
