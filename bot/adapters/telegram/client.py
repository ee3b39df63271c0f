"""Calling the Bot API through whichever SDK: plain data in and out, and one kind of failure."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from bot.practice.messages import Ambiguous, Failed, Fault, Flooded, Moved, Outcome, Unsent

Reply = dict[str, Any]

_GONE = ("chat not found", "user not found", "group chat was deleted")
_NO_MESSAGE = ("message to edit not found", "message can't be edited", "message_id_invalid")


class Problem(StrEnum):
    """What became of a call that failed."""

    UNAUTHORIZED = "unauthorized"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    FLOODED = "flooded"
    MIGRATED = "migrated"
    FORBIDDEN = "forbidden"
    REFUSED = "refused"
    NEVER_LEFT = "never_left"
    UNCERTAIN = "uncertain"


class CallFailed(Exception):
    """Telegram refused, or did not answer.

    `why` is Telegram's own description or the kind of the error, never an address: addresses hold
    the token. `retry_after` in seconds with `FLOODED`, `chat` the new id with `MIGRATED`.
    """

    def __init__(
        self, problem: Problem, why: str = "", *, retry_after: float = 0.0, chat: str = ""
    ) -> None:
        super().__init__(f"{problem}: {why}" if why else problem)
        self.problem = problem
        self.why = why
        self.retry_after = retry_after
        self.chat = chat


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a parameter of a call: its name and what is in it."""

    name: str
    content: bytes = field(repr=False)


class Client(Protocol):
    """One bot's Bot API through an SDK."""

    @property
    def bot_id(self) -> int:
        """The bot's own id, which its token begins with."""

    async def call(self, method: str, within: float, **parameters: Any) -> Any:
        """The result of a method as Telegram wrote it, within so many seconds.

        Parameters that are None are left out; a file is an `Upload`. Raises `CallFailed` and
        nothing else.
        """

    async def fetch(self, file_id: str, within: float) -> bytes:
        """What is in a file on Telegram's side. Raises `CallFailed` and nothing else."""


def outcome_of(error: CallFailed) -> Outcome:
    """What a failed call says about the message: refused, not sent, or perhaps sent."""
    match error.problem:
        case Problem.FLOODED:
            return Flooded(error.retry_after)
        case Problem.MIGRATED:
            return Moved(error.chat)
        case Problem.FORBIDDEN:
            return Failed(Fault.BLOCKED, error.why)
        case Problem.NEVER_LEFT:
            return Unsent(error.why)
        case Problem.UNCERTAIN:
            return Ambiguous(error.why)
    return Failed(_fault(error.why.lower()), error.why)


def _fault(why: str) -> Fault:
    if any(sign in why for sign in _GONE):
        return Fault.GONE
    if any(sign in why for sign in _NO_MESSAGE):
        return Fault.NOTHING_TO_EDIT
    return Fault.REFUSED
