"""People on the strict fake of Telegram: real HTTP, and clocks moved by hand."""

import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.adapters.telegram.login import Connection
from bot.adapters.telegram.messenger import Polled
from bot.adapters.telegram.taking import Taking
from bot.adapters.telegram_aiogram.connect import connect as by_aiogram
from bot.adapters.telegram_ptb.connect import connect as by_ptb
from bot.conformance import Seen, Setting, Stage
from bot.nursery import Nursery
from bot.practice.messenger import Intake, Messenger
from bot.practice.ports import Clock as OurClock
from bot.practice.testing import FakeClock
from tests.fakes.telegram import Clock, FakeTelegram, Group, Person, Rules
from tests.fakes.telegram import Seen as Wire

Connect = Callable[[str, str, OurClock], AbstractAsyncContextManager[Connection]]


class Listened(Polled):
    """Long polling, with the intake within reach: an update can be told again."""

    intake: Intake | None = None

    async def receive(self, intake: Intake) -> None:
        """Poll until cancelled."""
        self.intake = intake
        await super().receive(intake)


@dataclass(slots=True)
class TelegramStage:
    """A class on Telegram."""

    telegram: FakeTelegram
    connection: Connection
    listened: Listened
    people: dict[str, Person]
    group: Group | None
    group_name: str

    @property
    def messenger(self) -> Messenger:
        """What is tested."""
        return self.listened

    @property
    def quiet(self) -> bool:
        """Whether no update is left, and every button has come to rest."""
        presses = self.telegram.bot.presses.values()
        heard = not self.telegram.pending() and all(press.answered for press in presses)
        return heard and self.listened.in_touch

    def ids(self) -> Mapping[str, str]:
        """Telegram's numbers."""
        found = {name: str(person.id) for name, person in self.people.items()}
        return {**found, self.group_name: str(self.group.id)} if self.group else found

    def clock_moved(self, now: datetime) -> None:
        """Telegram's clock goes along, to the same moment and not by the same step."""
        self.telegram.clock.advance(now.timestamp() - self.telegram.clock.now())

    def sees(self, chat: str) -> Sequence[Seen]:
        """What the bot has said there."""
        seen = self.group.sees if self.group and chat == self.group_name else self.people[chat].sees
        return [_seen(one) for one in seen if one.from_bot]

    async def say(self, who: str, text: str, *, chat: str = "", reply_to: str = "") -> None:
        """Words, or a command."""
        person, where = self.people[who], self.group if chat == self.group_name else None
        replied = person.find(int(reply_to), where) if reply_to else None
        person.say(text, where, replied)

    async def press(self, who: str, message: str, label: str) -> None:
        """Press a button of a message."""
        person = self.people[who]
        where = self.group if self.group and self._in_group(int(message), label) else None
        person.press(label, person.find(int(message), where))

    def _in_group(self, message: int, label: str) -> bool:
        found = self.group.chat.messages.get(message) if self.group else None
        return found is not None and any(label == b["text"] for row in found.buttons for b in row)

    async def send_file(self, who: str, name: str, content: bytes) -> None:
        """Send a document."""
        self.people[who].document(content, name)

    async def repeat(self) -> None:
        """Telegram never heard that the last update was taken."""
        last, intake = self.telegram.bot.queue.last, self.listened.intake
        assert last is not None
        assert intake is not None
        async with Nursery() as nursery:
            await Taking(self.connection, intake).take([json.loads(last.body)], nursery)


def _seen(one: Wire) -> Seen:
    buttons = tuple(tuple(row) for row in one.buttons)
    document = one.wire.get("document")
    file = str(document["file_name"]) if document else ""
    return Seen(str(one.id), one.text, buttons, "photo" in one.wire, file)


def telegram_by(connect: Connect) -> Callable[..., AbstractAsyncContextManager[Stage]]:
    """The stage of one library."""

    @asynccontextmanager
    async def stage(setting: Setting, clock: FakeClock) -> AsyncIterator[Stage]:
        time = Clock(clock.now().timestamp())
        async with FakeTelegram(clock=time, rules=Rules.no_flood()) as telegram:
            people = {
                name: telegram.user(name, language=tag) for name, tag in setting.people.items()
            }
            group = telegram.group(setting.group, list(people.values())) if setting.group else None
            async with connect(telegram.token, telegram.base_url, clock) as connection:
                listened = Listened(connection, clock)
                yield TelegramStage(telegram, connection, listened, people, group, setting.group)

    return stage


STAGES = {"aiogram": telegram_by(by_aiogram), "ptb": telegram_by(by_ptb)}
