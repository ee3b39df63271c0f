"""The coach's voice: how lines of customers and words about the practice look in a chat.

Two voices must never be mixed up: the customer speaks with a name and a face that shows the
mood, the coach speaks behind a mark of its own.
"""

from collections.abc import Sequence
from typing import TypeVar

from dialogues.transcript import Felt
from locales.catalogue import Catalogue

T = TypeVar("T")

_FACES = ((85, "🤬"), (60, "😠"), (30, "😐"), (0, "🙂"))


def face(anger: int) -> str:
    """The customer's face for an anger of 0..100, in the four bands of the customer files."""
    return next(sign for floor, sign in _FACES if anger >= floor)


def customer_line(name: str, felt: Felt, text: str) -> str:
    """One bubble of the customer as the student sees it."""
    return f"{face(felt.anger)} {name}：{text}"


def coach_line(words: Catalogue, key: str, /, **values: object) -> str:
    """Something the coach says."""
    return f"🎓 {words.say(key, **values)}"


def bar(share: float, width: int = 10) -> str:
    """A bar of text for a share of 0..1, readable in any font."""
    full = round(max(0.0, min(1.0, share)) * width)
    return "▓" * full + "░" * (width - full)


def rows(buttons: Sequence[T], per_row: int) -> tuple[tuple[T, ...], ...]:
    """Buttons in rows of at most so many, as they fit a small screen."""
    return tuple(
        tuple(buttons[start : start + per_row]) for start in range(0, len(buttons), per_row)
    )
