"""A service as `kefu run` puts it together, on the strict fake, under clocks moved by hand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.adapters.telegram.polling import Poller
from bot.adapters.telegram_aiogram.connect import connect
from bot.app import Options, Service
from bot.classroom.invitations import NewClass, open_class
from bot.practice.ports import Attempt
from bot.practice.shelf import Shelf
from bot.practice.testing import FakeClock
from bot.storage.database import Database
from dialogues.scenario import SelfTest, Step, draw_values, fill
from dialogues.scripted import ScriptedScenario
from tests.bot.house import shipped
from tests.bot.store import address, rows, until_due
from tests.fakes.telegram import Clock, FakeTelegram, Group, Person, Seen

ZONE = "Asia/Shanghai"
ANGRY = "logistics-delay-angry"
_FOR_EVER = 1_000_000.0
_PACED = 61.0
"""The sender never waits longer than this for a platform's limits."""
_ANSWERED = 5
"""Seconds until the customer has taken in what was said, and the answer has come."""


@dataclass(slots=True)
class Evening:
    """A running service and the fake Telegram that it serves; both clocks move together."""

    telegram: FakeTelegram
    service: Service
    database: Database
    clock: FakeClock
    path: Path
    people: dict[str, Person] = field(default_factory=dict)

    # --- people ---

    def person(self, name: str, **details: Any) -> Person:
        """Somebody with a Telegram account, known by a first name that must never be shown."""
        self.people[name] = self.telegram.user(name, **details)
        return self.people[name]

    async def open_class(self, name: str = "电商2班") -> NewClass:
        """What `kefu class new` does."""
        made: NewClass = await self.database.write(lambda unit: open_class(unit, name, ZONE))
        return made

    def link(self, code: str) -> str:
        """What the operator hands on."""
        return f"https://t.me/{self.telegram.bot.username}?start=join_{code}"

    async def come_in(self, person: Person, code: str) -> None:
        """Open a class's link and agree."""
        person.open_link(self.link(code))
        await self.settled()
        await self.press(person, "同意")

    async def press(self, person: Person, label: str) -> None:
        """Press the newest button of this label in one's own chat."""
        person.press(label)
        await self.settled()

    async def say(self, person: Person, text: str, where: Group | None = None) -> str:
        """Say something; the newest message in one's own chat afterwards."""
        person.say(text, where)
        await self.settled()
        return person.sees[-1].text if person.sees else ""

    async def forge(self, person: Person, data: str) -> str:
        """Press, in one's own chat, a button that carries something else; what comes back."""
        own = next(seen for seen in reversed(person.sees) if seen.from_bot)
        person._pressed(own.message, {"text": "?", "callback_data": data})
        await self.settled()
        return person.sees[-1].text

    def payload(self, person: Person, label: str) -> str:
        """What the newest button of this label in somebody's chat carries."""
        return next(
            str(button["callback_data"])
            for seen in reversed(person.sees)
            for row in seen.message.buttons
            for button in row
            if button["text"] == label
        )

    # --- talks ---

    async def running(self, person: Person) -> Attempt | None:
        """The talk that is going on with somebody."""
        channel, chat = self.service.platform.channel, str(person.id)
        found: Attempt | None = await self.database.write(lambda unit: unit.running(channel, chat))
        return found

    async def play(self, person: Person, script: str, scenario: str = ANGRY) -> None:
        """Answer the customer as one of the scripts in its own file does, to the end."""
        playable = shipped().playables[scenario]
        assert isinstance(playable, ScriptedScenario)
        test = _script(playable, script)
        attempt = await self.running(person)
        assert attempt is not None
        values = draw_values(playable.scenario, attempt.seed)
        for step in test.steps:
            if await self.running(person) is None:
                return
            await self._step(person, step, values)
        while await self.running(person) is not None:
            await self.wait(60)

    async def _step(self, person: Person, step: Step, values: dict[str, str]) -> None:
        if step.tool:
            await self.say(person, fill(step.tool, values))
            return
        await self.wait(step.takes)
        if step.student:
            await self.say(person, fill(step.student, values))
            await self.wait(_ANSWERED)

    # --- time ---

    async def wait(self, seconds: float) -> None:
        """Let time pass on both clocks, stopping wherever something is due on the way."""
        end = self.clock.monotonic() + seconds
        while (left := end - self.clock.monotonic()) > 0:
            alarm = self.clock.next_alarm or _FOR_EVER
            due = until_due(self.path, self.clock.now().timestamp())
            self._advance(min(left, alarm, due))
            await self.service.timetable.tick()
            await self.settled()

    async def settled(self) -> None:
        """Until everything said is taken in, and everything queued has arrived."""
        async with asyncio.timeout(30):
            while not self._at_rest:
                await asyncio.sleep(0.002)
                pace = self.clock.next_alarm
                if pace is not None and pace <= _PACED:
                    self._advance(pace)

    @property
    def _at_rest(self) -> bool:
        presses = self.telegram.bot.presses.values()
        heard = not self.telegram.pending() and all(press.answered for press in presses)
        return heard and self.service.sender.idle

    def _advance(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.telegram.clock.advance(seconds)

    # --- what is stored ---

    def rows(self, query: str) -> list[Any]:
        """Rows of the store, read past the service."""
        return rows(self.path, query)


def texts(seen: list[Seen]) -> list[str]:
    """The words of a chat."""
    return [each.text for each in seen]


def bot_said(group: Group) -> list[Seen]:
    """What the bot has posted in a group, as it looks now."""
    return [seen for seen in group.sees if seen.from_bot]


def _script(playable: ScriptedScenario, name: str) -> SelfTest:
    return next(test for test in playable.scenario.tests if test.name == name)


@asynccontextmanager
async def evening(path: Path, shelf: Shelf | None = None) -> AsyncIterator[Evening]:
    """Telegram, the service (with the shipped customers), and the poller between them."""
    clock = FakeClock()
    async with FakeTelegram(clock=Clock(clock.now().timestamp())) as telegram:
        database = Database(address(path), clock)
        await database.open(exclusive=True)
        try:
            async with connect(telegram.token, telegram.base_url, clock) as connection:
                key = await database.write(lambda unit: unit.signing_key())
                service = Service(
                    database,
                    connection.platform,
                    shelf or shipped(),
                    clock,
                    Options(key, tick_seconds=_FOR_EVER),
                )
                poller = Poller(
                    connection, service.receiver, clock, service.timetable.forgive_outage
                )
                async with service.running(lambda: poller.in_touch) as nursery:
                    nursery.start(poller.run(), "poller")
                    await telegram.until(lambda: poller.in_touch)
                    yield Evening(telegram, service, database, clock, path)
        finally:
            await database.close()
