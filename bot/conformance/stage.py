"""What the author of an adapter brings: the messenger under test, and people who use it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.practice.messenger import Messenger
from bot.practice.testing import FakeClock


@dataclass(frozen=True, slots=True)
class Seen:
    """A message of ours as it stands in a chat now: the platform's id for it, words, and choices.

    `buttons` are the labels of what can be chosen, row by row, however the platform offers that.
    `picture` and `file` say what came with it; a file is known by its name.
    """

    id: str
    text: str
    buttons: tuple[tuple[str, ...], ...] = ()
    picture: bool = False
    file: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """Who takes part: names, the language tag of each (empty: none is told), and the class group.

    All of them are in the group; `group` is its name, empty where there is none.
    """

    people: Mapping[str, str]
    group: str = ""


class Stage(Protocol):
    """A messenger under test and the people at their devices. Chats are called by name.

    A direct chat is called like the person, the group like `Setting.group`. What people do has
    only to be on its way when a method returns: `quiet` says when all of it has been taken in.
    """

    @property
    def messenger(self) -> Messenger:
        """What is tested, connected."""

    @property
    def quiet(self) -> bool:
        """Whether everything that people did has been handed to the intake and acknowledged."""

    def ids(self) -> Mapping[str, str]:
        """The platform's id of every person and of the group, by name."""

    def clock_moved(self, now: datetime) -> None:
        """The kit's clock has been moved; a platform that keeps a clock of its own follows."""

    def sees(self, chat: str) -> Sequence[Seen]:
        """What the bot has said in a chat, oldest first, as it looks now."""

    async def say(self, who: str, text: str, *, chat: str = "", reply_to: str = "") -> None:
        """Words or a `/command`, in the direct chat or the group, perhaps in reply to a message."""

    async def press(self, who: str, message: str, label: str) -> None:
        """Choose what a button of this message offers, as people do it on this platform."""

    async def send_file(self, who: str, name: str, content: bytes) -> None:
        """Send a file to the bot."""

    async def repeat(self) -> None:
        """The platform tells the last event once more, as it does when it heard no answer."""


StageMaker = Callable[[Setting, FakeClock], AbstractAsyncContextManager[Stage]]
"""Sets a stage; leaving it disconnects."""
