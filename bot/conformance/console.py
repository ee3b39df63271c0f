"""The reference: the messenger in memory, on which the talks were recorded."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from bot.adapters.console.send import CHANNEL, PRECISION, ConsolePlatform, Shown
from bot.conformance.stage import Seen, Setting, Stage
from bot.practice.messages import Chat, Inbound, IncomingFile, Kind, Sender
from bot.practice.messenger import Intake, Messenger
from bot.practice.ports import Clock
from bot.practice.testing import FakeClock
from dialogues.transcript import Stamp


class LinkedConsole(ConsolePlatform):
    """With links, as messengers have them."""

    capabilities = replace(
        ConsolePlatform.capabilities,
        start_link="console://kefu?start={}",
        group_link="console://kefu?startgroup={}",
    )


@dataclass(slots=True)
class InMemory:
    """A `Messenger` that tells what is put into it."""

    platform: ConsolePlatform
    name: str = "console"
    intake: Intake | None = None

    @property
    def in_touch(self) -> bool:
        """Memory is always in reach."""
        return True

    async def receive(self, intake: Intake) -> None:
        """Events are handed over as people make them."""
        self.intake = intake
        await asyncio.Event().wait()


@dataclass(slots=True)
class ConsoleStage:
    """People at consoles of their own, who share a group."""

    setting: Setting
    clock: Clock
    platform: ConsolePlatform
    messenger: Messenger = field(init=False)
    _memory: InMemory = field(init=False)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _last: Inbound | None = None

    def __post_init__(self) -> None:
        self._memory = InMemory(self.platform)
        self.messenger = self._memory

    @property
    def quiet(self) -> bool:
        """An act is taken in before its method returns."""
        return self._memory.intake is not None

    def ids(self) -> Mapping[str, str]:
        """Chats and people are called what they are called."""
        names = [*self.setting.people, *([self.setting.group] if self.setting.group else [])]
        return {name: name for name in names}

    def clock_moved(self, now: datetime) -> None:
        """There is no other clock."""

    def sees(self, chat: str) -> Sequence[Seen]:
        """The chat as it looks now."""
        return [_seen(shown) for shown in self.platform.chats[chat].values()]

    async def say(self, who: str, text: str, *, chat: str = "", reply_to: str = "") -> None:
        """Words, or a command."""
        place = Chat(chat, group=chat == self.setting.group) if chat else Chat(who)
        command, argument = "", text
        if text.startswith("/"):
            command, _, argument = text[1:].partition(" ")
        kind = Kind.COMMAND if command else Kind.TEXT
        said = self._event(who, kind, place)
        await self._tell(
            replace(said, text=argument.strip(), command=command, reply_to=reply_to)
            if command
            else replace(said, text=text, reply_to=reply_to)
        )

    async def press(self, who: str, message: str, label: str) -> None:
        """Press a button of a message."""
        chat = next(
            chat
            for chat in (who, self.setting.group)
            if chat and any(label in row for row in _labels(self.platform.chats[chat].get(message)))
        )
        button = self.platform.chats[chat][message].button(label)
        if button is None:
            raise LookupError(f"there is no button {label!r}")
        pressed = self._event(who, Kind.PRESS, Chat(chat, group=chat == self.setting.group))
        await self._tell(replace(pressed, text=button.payload, stamp=None))

    async def send_file(self, who: str, name: str, content: bytes) -> None:
        """Send a file."""
        self.platform.files[name] = content
        sent = self._event(who, Kind.MEDIA, Chat(who))
        await self._tell(
            replace(sent, text="document", file=IncomingFile(name, name, len(content)))
        )

    async def repeat(self) -> None:
        """Tell the last event again."""
        if self._last is not None:
            await self._tell(self._last)

    def _event(self, who: str, kind: Kind, chat: Chat) -> Inbound:
        stamp = Stamp(self.clock.now(), precision=PRECISION)
        sender = Sender(who, who, self.setting.people[who])
        return Inbound(CHANNEL, str(next(self._numbers)), kind, chat, sender, stamp)

    async def _tell(self, inbound: Inbound) -> None:
        self._last = inbound
        if self._memory.intake is None:
            raise RuntimeError("nobody receives yet: wait until the stage is quiet")
        await self._memory.intake.take(inbound)


def _seen(shown: Shown) -> Seen:
    buttons = tuple(tuple(button.label for button in row) for row in shown.buttons)
    file = shown.attachment
    if file is None:
        return Seen(shown.id, shown.text, buttons)
    return Seen(shown.id, shown.text, buttons, file.picture, "" if file.picture else file.name)


def _labels(shown: Shown | None) -> list[list[str]]:
    return [[button.label for button in row] for row in shown.buttons] if shown else []


@asynccontextmanager
async def console(setting: Setting, clock: FakeClock) -> AsyncIterator[Stage]:
    """The reference stage."""
    yield ConsoleStage(setting, clock, LinkedConsole(clock, lambda _shown: None))
