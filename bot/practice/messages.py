"""What comes in and what goes out, as every messenger can say it.

Every adapter turns its own events into `Inbound` and gets `Message` to carry out, answering with
an `Outcome` that says honestly what became of it.
"""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from dialogues.transcript import Stamp

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
class IncomingFile:
    """A file that somebody sent: the platform's id for it, its name, and its size in bytes.

    `content` is there once it was `fetched`; None then means that the platform did not give it.
    """

    id: str
    name: str
    size: int
    content: bytes | None = field(default=None, repr=False)
    fetched: bool = False


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing that happened on a platform.

    `channel` is platform and bot, `key` the platform's unique id of this event on that channel.
    `stamp` is the platform's time, None where it gives none (button presses). `text` holds the
    words, the command's argument, the button's payload, the kind of medium, or the new chat id
    after a migration; `command` is set for commands only. `ticket` answers a press at once.
    `reply_to` is the platform's id of the message that this one answers, where it says so.
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
    reply_to: str = ""
    forwarded: bool = False
    raw: str = field(default="", repr=False)
    file: IncomingFile | None = None


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
class Attachment:
    """A file that goes with a message, or a picture to be shown right in the chat."""

    name: str
    content: bytes = field(repr=False)
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """Something to be shown in a chat.

    `attempt` and `line` tie it to the customer's line whose delivery starts the student's clock.
    `edits` is the key of an earlier message that this one replaces in place. `key` is unique for
    ever: the same key queued twice is shown once. An `attachment` is only queued where the
    platform's capabilities allow; `text` is its caption. Of what is to be forgotten (`forget`)
    no word is kept once it has left: everything that tells one person about another.
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
    attachment: Attachment | None = None
    forget: bool = False


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
    """The platform has it: its id for the message, and its own time.

    `astray`: the topic it was meant for is gone, it stands in the group itself.
    """

    message_id: str
    stamp: Stamp | None
    astray: bool = False


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

    `pictures` and `files` say whether a message may carry such an attachment, below a caption of
    at most `max_caption` characters. `start_link` opens the direct chat with us and `group_link`
    adds us to a group; `{}` is the place for an argument. Empty where the platform has no such
    links.
    """

    buttons: bool = True
    edit: bool = True
    proactive_group: bool = True
    idempotent_send: bool = False
    keeps_unacknowledged: bool = True
    stamp_precision: float = 1.0
    max_text: int = 4096
    max_caption: int = 1024
    pictures: bool = False
    files: bool = False
    start_link: str = ""
    group_link: str = ""
