"""What the practice asks of the world: a platform to speak on, a clock, and a book to write in.

`Book` is one transaction's view of what is stored: everything written through one book becomes
true together or not at all.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.practice.messages import Capabilities, IncomingFile, Message, Outcome, Queued
from dialogues.customer import Data
from dialogues.transcript import Event, Stamp


class Platform(Protocol):
    """A messenger, reduced to what a practice needs. All times in seconds."""

    @property
    def channel(self) -> str:
        """Platform and bot, as in `Inbound.channel`."""

    @property
    def capabilities(self) -> Capabilities:
        """What can be done here."""

    async def send(self, queued: Queued) -> Outcome:
        """Show a message, or edit one in place."""

    async def probe(self) -> bool:
        """Whether the platform answers us at the moment; shows nothing to anyone."""

    async def fetch(self, file: IncomingFile) -> bytes | None:
        """What is in a file that somebody sent; None where it cannot be had."""

    async def acknowledge(self, ticket: str, text: str = "") -> None:
        """Tell whoever pressed a button that it was felt; may be lost without harm."""


# --- time ----------------------------------------------------------------------------------


class Clock(Protocol):
    """Our own time: `now` for calendars (aware, UTC), `monotonic` for durations, and rest."""

    def now(self) -> datetime:
        """The time of day, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds on a clock that never goes back."""

    def sleep(self, seconds: float) -> Awaitable[None]:
        """Let others go on for so long."""

    def wait(self, event: asyncio.Event, seconds: float) -> Awaitable[None]:
        """Let others go on until the event is set, but no longer than so many seconds."""


# --- what is stored ------------------------------------------------------------------------


class Timer(StrEnum):
    """What is to be done at a stored point in time."""

    SETTLE = "settle"
    SILENCE = "silence"
    BOARD = "board"
    ARRIVAL = "arrival"
    CLOSING = "closing"
    POST_DRILL = "post_drill"
    POST_SLOT = "post_slot"
    CLOSE_DRILL = "close_drill"
    RESULTS = "results"
    PROGRESS = "progress"
    RESUME = "resume"
    REMIND = "remind"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Due:
    """A timer that has come due: what, for which subject, when it was due, and its number."""

    kind: Timer
    subject: int
    due: datetime
    number: float = 0.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A line (by position in the log) reached the student; no stamp: perhaps it did.

    `message` is the platform's id of the bubble, empty where that is not known.
    """

    line: int
    stamp: Stamp | None
    message: str = ""


@dataclass(slots=True)
class Attempt:
    """One play-through (作答) while it is going on.

    `state` is the customer's snapshot and `events` the length of the log. `pending` holds the
    bubbles that the customer has not reacted to yet: position in the log, words, platform time in
    milliseconds or None. `asked` is the position of the first line that the student has not
    answered, `asked_at` the platform's time of its delivery; `words` are the customer's last
    words. The customer stays silent until `last_line` is delivered and wants to be woken after
    `wake_after` seconds of the student's silence, of which `ticked` have been told already;
    `listening` says that this silence is running. `paused_ms` is since when (our clock) the
    student takes the one pause that a talk may have, `rested` that it was taken.

    A customer of a reception is an attempt of its own with the desk as its `parent`: `letter` is
    what it is called there, `said` the platform's ids of its bubbles, to which may be replied.

    `played_by` is the mentor who plays the customer at present, `was_played` that one did, and
    `played_lines` how many lines they said.
    """

    id: int
    person: int
    channel: str
    chat: str
    scenario: str
    content_hash: str
    seed: str
    started_at: datetime
    language: str = ""
    assignment: int | None = None
    counts: bool = True
    events: int = 0
    state: dict[str, Data] = field(default_factory=dict)
    pending: list[list[Any]] = field(default_factory=list)
    words: str = ""
    last_line: int | None = None
    asked: int | None = None
    asked_at: datetime | None = None
    wake_after: float | None = None
    ticked: float = 0.0
    listening: bool = False
    paused_ms: int | None = None
    rested: bool = False
    strangers: int = 0
    over: bool = False
    parent: int | None = None
    letter: str = ""
    played_by: int | None = None
    was_played: bool = False
    played_lines: int = 0
    said: list[str] = field(default_factory=list)


class Book(Protocol):
    """What the practice writes, in one transaction that began at `now`."""

    @property
    def now(self) -> datetime:
        """When the transaction began, by our clock."""

    def begin(self, attempt: Attempt) -> Attempt:
        """Keep a new attempt; the answer carries its id."""

    def attempt(self, number: int) -> Attempt | None:
        """The attempt with this id."""

    def running(self, channel: str, chat: str) -> Attempt | None:
        """The attempt that is going on in this direct chat; of a reception the desk."""

    def children(self, parent: int) -> Sequence[Attempt]:
        """The customers of a reception, in the order in which they came."""

    def save(self, attempt: Attempt) -> None:
        """Keep the attempt's changed state."""

    def append(self, attempt: Attempt, events: Sequence[Event]) -> None:
        """Add to the log; `attempt.events` grows by as many."""

    def log(self, attempt: int) -> tuple[Event, ...]:
        """The whole log, in order."""

    def queue(self, channel: str, message: Message) -> None:
        """Put a message into the outbox; it leaves after the commit."""

    def wake(self, kind: Timer, subject: int, due: datetime, number: float = 0.0) -> None:
        """Set the timer of this kind for this subject, replacing the one there may be."""

    def rest(self, kind: Timer, subject: int) -> None:
        """Drop the timer."""

    def alarm(self, kind: Timer, subject: int) -> datetime | None:
        """When this timer is due; None where it is not set."""

    def file(self, attempt: int, total: int, card: str) -> None:
        """Keep the scorecard (as JSON) beside the attempt."""

    def settle_late(self, ended: Attempt) -> bool:
        """Where the drill closed before the talk ended it counts no more, and this says true."""

    def card(self, number: int) -> str | None:
        """The scorecard of a finished attempt, as JSON."""

    def rubric_for(self, talk: Attempt) -> str:
        """The rubric of the talk's class as a file says it; empty: the class has none."""

    def taught(self, member: int, scenario: str) -> Sequence[tuple[str, str]]:
        """Act and sentence of what the teachers of somebody's classes approved."""
