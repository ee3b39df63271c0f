"""What is stored, read past the service that stores it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

_TICK = 10.0
_FOR_EVER = 1_000_000.0


def rows(path: Path, query: str) -> list[Any]:
    """The rows that a query finds."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def table(path: Path, name: str) -> list[Any]:
    """All rows of a table."""
    return rows(path, f"SELECT * FROM {name}")  # noqa: S608 - a table of ours


def everything_stored(path: Path) -> str:
    """Every value of every column of every table, in one text."""
    names = rows(path, "SELECT name FROM sqlite_master WHERE type='table'")
    return "\n".join(repr(row) for (name,) in names for row in table(path, name))


def until_due(path: Path, now: float) -> float:
    """Seconds from `now` to the next timer.

    Never more than ten while somebody's silence runs: a service that has not ticked for longer
    takes itself for frozen and blames nobody.
    """
    [(due, silences)] = rows(path, "SELECT min(due_at), sum(kind = 'silence') FROM timer")
    most = _TICK if silences else _FOR_EVER
    return most if due is None else max(0.001, min(most, due / 1000 - now))
