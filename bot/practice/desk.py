"""What a desk (多客接待) remembers between two events, as plain data in its attempt."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.practice.messages import Chat, Inbound, Kind, Sender
from bot.practice.ports import Attempt, Book
from dialogues.transcript import Stamp

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Desk:
    """What the desk remembers, apart from its customers.

    `came` counts those who have come in, `most` how many were there at the same time; `focus` is
    the letter whom words without an address are for; `kept` are words that wait until it is said
    whom they are for. `next_at` is when (seconds since 1970, by our clock) the next one is
    expected, `full` that somebody waits outside, `closed` that nobody comes in any more. `held` is
    in how many seconds, once a pause is over, somebody comes or the time is up.
    """

    came: int = 0
    most: int = 0
    focus: str = ""
    next_at: float = 0.0
    full: bool = False
    closed: bool = False
    kept: list[list[Any]] = field(default_factory=list)
    held: dict[str, float] = field(default_factory=dict)


def desk_of(attempt: Attempt) -> Desk:
    """What the desk of this attempt remembers."""
    state: dict[str, Any] = dict(attempt.state)
    return Desk(**state)


def keep(attempt: Attempt, desk: Desk) -> None:
    """Put it into the attempt; whoever keeps the attempt keeps it too."""
    attempt.state = {name: getattr(desk, name) for name in Desk.__slots__}


def save(book: Book, attempt: Attempt, desk: Desk) -> None:
    """Put it into the attempt and keep that."""
    keep(attempt, desk)
    book.save(attempt)


def keepable(said: Inbound) -> list[Any]:
    """Words as plain data: text, platform time in milliseconds, its step, whether forwarded."""
    stamp = said.stamp
    millis = None if stamp is None else (stamp.at - _EPOCH) // timedelta(milliseconds=1)
    return [said.text, millis, stamp.precision if stamp else 1.0, said.forwarded]


def kept_words(attempt: Attempt, kept: Sequence[Any]) -> Inbound:
    """The words again, as if they had just come in."""
    text, millis, precision, forwarded = kept
    at = None if millis is None else _EPOCH + timedelta(milliseconds=millis)
    stamp = None if at is None else Stamp(at, precision=precision)
    chat, sender = Chat(attempt.chat), Sender("")
    return Inbound(attempt.channel, "", Kind.TEXT, chat, sender, stamp, text, forwarded=forwarded)
