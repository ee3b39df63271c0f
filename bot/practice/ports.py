"""What the practice knows of the world: messages in and out, and the book that it writes in.

Values here are platform-neutral; every messenger adapter turns its own events into `Inbound` and
gets `Message` to carry out, answering with an `Outcome`. `Book` is one transaction's view of
what is stored: everything written through one book becomes true together or not at all.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, Protocol

from dialogues.customer import Data
from dialogues.transcript import Event, Stamp

# --- what comes in -------------------------------------------------------------------------


class Kind(StrEnum):
    """What sort of thing somebody sent or did."""

    TEXT = "text"
    COMMAND = "command"
    PRESS = "press"
    EDIT = "edit"
    MEDIA = "media"
    BLOCKED = "blocked"
    RETURNED = "returned"
    REMOVED = "removed"
    MIGRATED = "migrated"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who did it: the platform's own id for a person, the name shown there, a language tag.

    `anonymous` is true for channel posts and anonymous group admins: they have no role with us.
    """

    id: str
    name: str = ""
    language: str = ""
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Chat:
    """Where: the platform's chat id; a group or somebody's direct chat; a topic inside a group."""

    id: str
    group: bool = False
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing that happened on a platform.

    `channel` is platform and bot, `key` the platform's unique id of this event on that channel.
    `stamp` is the platform's time, None where it gives none (button presses). `text` holds the
    words, the command's argument, the button's payload, the kind of medium, or the new chat id
    after a migration; `command` is set for commands only. `ticket` answers a press at once.
    """

    channel: str
    key: str
    kind: Kind
    chat: Chat
    sender: Sender
    stamp: Stamp | None
    text: str = ""
    command: str = ""
    ticket: str = ""
    message: str = ""
    forwarded: bool = False
    raw: str = field(default="", repr=False)


# --- what goes out -------------------------------------------------------------------------


class Priority(IntEnum):
    """Turns of a talk go before notices, notices before broadcasts."""

    TURN = 0
    NOTICE = 1
    BROADCAST = 2


@dataclass(frozen=True, slots=True)
class Button:
    """A button: its label, and either a signed payload that comes back, or a link that opens."""

    label: str
    payload: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """Something to be shown in a chat.

    `attempt` and `line` tie it to the customer's line whose delivery starts the student's clock.
    `edits` is the key of an earlier message that this one replaces in place. `key` is unique for
    ever: the same key queued twice is shown once.
    """

    chat: Chat
    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    priority: Priority = Priority.NOTICE
    key: str | None = None
    edits: str | None = None
    attempt: int | None = None
    line: int | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Queued:
    """A message in the outbox: its id there, the channel it leaves by, how often it was tried.

    `target` is the platform's id of the message to be edited, where this is an edit.
    """

    id: int
    channel: str
    message: Message
    tries: int = 0
    target: str | None = None


class Fault(StrEnum):
    """Why a message will never arrive."""

    BLOCKED = "blocked"
    GONE = "gone"
    REFUSED = "refused"
    NOTHING_TO_EDIT = "nothing_to_edit"


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform has it: its id for the message, and its own time."""

    message_id: str
    stamp: Stamp | None


@dataclass(frozen=True, slots=True)
class Failed:
    """The platform refuses it for good."""

    fault: Fault
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Flooded:
    """Too many requests: nothing was sent; not before `retry_after` seconds have passed."""

    retry_after: float


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat has another id now; nothing was sent."""

    chat: str


@dataclass(frozen=True, slots=True)
class Unsent:
    """The request never left: it may simply be tried again."""

    detail: str = ""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The request left and no answer came: it may have arrived, or not."""

    detail: str = ""


Outcome = Sent | Failed | Flooded | Moved | Unsent | Ambiguous


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can do, so that presentation may follow.

    `start_link` opens the direct chat with us and `group_link` adds us to a group; `{}` is the
    place for an argument. Empty where the platform has no such links.
    """

    buttons: bool = True
    edit: bool = True
    proactive_group: bool = True
    idempotent_send: bool = False
    keeps_unacknowledged: bool = True
    stamp_precision: float = 1.0
    max_text: int = 4096
    start_link: str = ""
    group_link: str = ""


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
    POST_DRILL = "post_drill"
    CLOSE_DRILL = "close_drill"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class Due:
    """A timer that has come due: what, for which subject, when it was due, and its number."""

    kind: Timer
    subject: int
    due: datetime
    number: float = 0.0


@dataclass(slots=True)
class Attempt:
    """One play-through (作答) while it is going on.

    `state` is the customer's snapshot and `events` the length of the log. `pending` holds the
    bubbles that the customer has not reacted to yet: position in the log, words, platform time in
    milliseconds or None. `asked` is the position of the first line that the student has not
    answered, `asked_at` the platform's time of its delivery; `words` are the customer's last
    words. The customer stays silent until `last_line` is delivered and wants to be woken after
    `wake_after` seconds of the student's silence, of which `ticked` have been told already;
    `listening` says that this silence is running.
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
    strangers: int = 0
    over: bool = False


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
        """The attempt that is going on in this direct chat."""

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

    def file(self, attempt: int, total: int, card: str) -> None:
        """Keep the scorecard (as JSON) beside the attempt."""
