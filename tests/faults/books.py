"""Reading the store after the fact, with plain SQL and none of our own code."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from tests.bot.store import rows


def ask(file: Path, question: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows that the question finds."""
    return rows(file, question, *values)


def sound(file: Path) -> bool:
    """Whether SQLite finds nothing wrong with the file."""
    return ask(file, "PRAGMA integrity_check") == [("ok",)]


def bubbles(file: Path) -> Counter[str]:
    """What students said, as the event log has it."""
    found = ask(file, "SELECT data FROM event WHERE kind = 'bubble'")
    return Counter(json.loads(data)["text"] for (data,) in found)


def outbox(file: Path) -> list[tuple[str, str, str]]:
    """New messages in the order in which they were queued: chat, state and words."""
    found = ask(file, "SELECT chat, state, body FROM outbox WHERE edits IS NULL ORDER BY id")
    return [(chat, state, json.loads(body)["text"]) for chat, state, body in found]


def states(file: Path) -> dict[str, int]:
    """How many messages are in each state."""
    return dict(ask(file, "SELECT state, count(*) FROM outbox GROUP BY state"))
