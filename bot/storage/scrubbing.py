"""What is left of a stored message to others when somebody in it is erased."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Traces:
    """By what somebody is found in others' messages: their names, and what they said."""

    names: tuple[str, ...]
    said: frozenset[str]


def tells(message: dict[str, Any], of: Traces) -> bool:
    """Whether a message speaks of somebody or quotes them; of a teacher's file nobody can say."""
    if not message.get("forget"):
        return any(name in _words(message) for name in of.names)
    words = _words(message)
    return "file" in message or any(trace in words for trace in (*of.names, *of.said))


def without(names: Sequence[str], message: dict[str, Any], *, whole: bool) -> dict[str, Any]:
    """A stored message without somebody: their names struck out, or all of its words."""
    words = _words(message)
    if not any(name in words for name in names):
        return message
    said, buttons = str(message.get("text", "")), message.get("buttons", [])
    for name in names:
        said = said.replace(name, "…")
    kept = {**message, "text": "…" if whole else said}
    return {**kept, "buttons": []} if buttons else kept


def _words(message: dict[str, Any]) -> str:
    """Everything in a message that people read."""
    labels = (str(button[0]) for row in message.get("buttons", []) for button in row)
    return "\n".join((str(message.get("text", "")), *labels))
