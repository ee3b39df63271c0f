"""Reading the store after the fact, with plain SQL and none of our own code."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any


def ask(file: Path, question: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows that the question finds."""
    with closing(sqlite3.connect(file, timeout=10)) as connection:
        return connection.execute(question, values).fetchall()


def sound(file: Path) -> bool:
    """Whether SQLite finds nothing wrong with the file."""
    return ask(file, "PRAGMA integrity_check") == [("ok",)]


def bubbles(file: Path) -> Counter[str]:
    """What students said, as the event log has it."""
    rows = ask(file, "SELECT data FROM event WHERE kind = 'bubble'")
    return Counter(json.loads(data)["text"] for (data,) in rows)


def outbox(file: Path) -> list[tuple[str, str, str]]:
    """New messages in the order in which they were queued: chat, state and words."""
    rows = ask(file, "SELECT chat, state, body FROM outbox WHERE edits IS NULL ORDER BY id")
    return [(chat, state, json.loads(body)["text"]) for chat, state, body in rows]


def states(file: Path) -> dict[str, int]:
    """How many messages are in each state."""
    return dict(ask(file, "SELECT state, count(*) FROM outbox GROUP BY state"))
