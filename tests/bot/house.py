"""A whole practice under a clock moved by hand: real store and pipeline, messenger in memory."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from bot.adapters.console.receive import ConsoleUser
from bot.adapters.console.send import CHANNEL, ConsolePlatform, Shown
from bot.adapters.telegram.updates import read_update
from bot.app import Options, Service, built_in_shelf
from bot.classroom.invitations import NewClass, open_class
from bot.delivery.pacing import Limits
from bot.practice.messages import Button, Chat
from bot.practice.ports import Attempt
from bot.practice.shelf import Shelf
from bot.practice.testing import FakeClock
from bot.storage.database import Database
from bot.storage.unit import Unit
from dialogues.transcript import Event
from tests.bot.store import address, everything_stored, rows, until_due
from tests.dialogues.shop import SMALL, playable

UNHURRIED = Limits(chat_gap=0.0, group_per_minute=1_000_000, overall_per_second=float("inf"))
"""No pacing: what is queued is shown at once, without time having to pass."""

GROUP = "班级群"
SHOP = "small-shop"
_FOR_EVER = 1_000_000.0


@cache
def shipped() -> Shelf:
    """The customers that come with the program."""
    return built_in_shelf()


def small(text: str = SMALL) -> Shelf:
    """A shelf with the one small customer of the tests."""
    return Shelf([playable(text)])


@dataclass(slots=True)
class House:
    """A running practice, and what people see and do in it."""

    service: Service
    database: Database
    clock: FakeClock
    platform: ConsolePlatform
    path: Path
    _numbers: "count[int]"

    # --- what people do ---

    def _user(self, name: str) -> ConsoleUser:
        return ConsoleUser(name, self.service.receiver, self.clock, self._numbers)

    async def say(self, name: str, text: str, *, group: str = "") -> None:
        """Words or a `/command`, and whatever the practice answers at once."""
        user = self._user(name)
        await self._taken(user.say(text, chat=Chat(group, group=True) if group else None))

    async def reply(self, name: str, text: str, *, to: str) -> None:
        """Answer the newest bubble that begins like this, as the messenger lets one reply."""
        bubble = next(shown for shown in reversed(self.sees(name)) if shown.text.startswith(to))
        user = self._user(name)
        await self._taken(user.say(text, reply_to=bubble.id))

    async def send_file(self, name: str, file: str, content: bytes | None) -> None:
        """Send a file in one's own chat; None: one that the messenger does not hand over."""
        if content is not None:
            self.platform.files[file] = content
        user = self._user(name)
        await self._taken(user.send_file(file, content or b""))

    async def press(self, name: str, label: str) -> None:
        """Press the newest button of this label in one's own chat."""
        found = [shown.button(label) for shown in reversed(self.sees(name))]
        button = next((each for each in found if each is not None), None)
        assert button is not None, f"{name} sees no button {label!r}: {self.texts(name)}"
        user = self._user(name)
        await self._taken(user.press(button))

    async def press_payload(self, name: str, button: Button) -> None:
        """Press a button that was never shown to this person."""
        user = self._user(name)
        await self._taken(user.press(button))

    async def tell(self, update: dict[str, Any]) -> None:
        """A raw Telegram update arrives; its id is drawn here."""
        raw = {"update_id": next(self._numbers), **update}
        inbound = read_update(raw, CHANNEL, "kefu_coach_bot")
        if inbound is not None:
            await self._taken(self.service.receiver.take(inbound))

    async def come_in(self, name: str, code: str = "") -> None:
        """Open a link (or none) and agree."""
        await self.say(name, f"/start join_{code}" if code else "/start")
        await self.press(name, "同意")

    async def talk(self, name: str, scenario: str = SHOP) -> int:
        """Come in and begin a talk; the attempt's id."""
        await self.come_in(name)
        await self.say(name, f"/practice {scenario}")
        return (await self.running(name)).id

    async def _taken(self, event: Awaitable[None]) -> None:
        """One event takes effect. What fails is tried again after a while: here it never is."""
        async with asyncio.timeout(20):
            await event
            await self.answered()

    # --- what people see ---

    def sees(self, name: str) -> list[Shown]:
        """A chat as it looks now."""
        return list(self.platform.chats[name].values())

    def texts(self, name: str) -> list[str]:
        """The words in a chat as it looks now."""
        return [shown.text for shown in self.sees(name)]

    def last(self, name: str) -> str:
        """The newest message of a chat."""
        return self.texts(name)[-1]

    def lines(self, name: str) -> list[str]:
        """What customers have said in a chat."""
        return [shown.text for shown in self.sees(name) if shown.line]

    # --- time ---

    async def made(self) -> None:
        """Until every picture and file that was asked for is made and shown."""
        async with asyncio.timeout(30):
            while not self.service.errands.idle:
                await asyncio.sleep(0.005)
        await self.answered()

    async def answered(self) -> None:
        """Until everything that was queued is shown."""
        async with asyncio.timeout(20):
            while not self.service.sender.idle:
                await asyncio.sleep(0.0005)

    async def wait(self, seconds: float) -> None:
        """Let time pass, stopping wherever something is due on the way."""
        end = self.clock.monotonic() + seconds
        while (left := end - self.clock.monotonic()) > 0:
            self.clock.advance(min(left, until_due(self.path, self.clock.now().timestamp())))
            await self.service.timetable.tick()
            await self.answered()

    # --- what is stored ---

    async def run(self, do: Callable[[Unit], Any]) -> Any:
        """Look or write in a transaction of one's own."""
        return await self.database.write(do)

    async def open_class(self, name: str = "电商2班", zone: str = "Asia/Shanghai") -> NewClass:
        """A class connected to the group of the tests."""
        made: NewClass = await self.run(lambda unit: open_class(unit, name, zone))
        await self.run(lambda unit: unit.connect(made.cohort.id, CHANNEL, GROUP))
        return made

    async def running(self, name: str) -> Attempt:
        """The talk that is going on in a chat."""
        found: Attempt | None = await self.run(lambda unit: unit.running(CHANNEL, name))
        assert found is not None, f"{name} has no talk"
        return found

    async def log(self, attempt: int) -> tuple[Event, ...]:
        """The log of a talk."""
        found: tuple[Event, ...] = await self.run(lambda unit: unit.log(attempt))
        return found

    def rows(self, query: str) -> list[Any]:
        """Rows of the store, read past the service."""
        return rows(self.path, query)

    def everything_stored(self) -> str:
        """Every value of every column of every table, in one text."""
        return everything_stored(self.path)


@asynccontextmanager
async def open_house(
    path: Path, shelf: Shelf, clock: FakeClock | None = None, **options: Any
) -> AsyncIterator[House]:
    """A practice that serves from this file; opened again, it takes up where it stopped."""
    clock = clock or FakeClock()
    database = Database(address(path), clock)
    await database.open(exclusive=True)
    try:
        platform = ConsolePlatform(options.pop("platform_clock", clock), lambda _shown: None)
        key = await database.write(lambda unit: unit.signing_key())
        settings = {"limits": UNHURRIED, "tick_seconds": _FOR_EVER, **options}
        service = Service(database, platform, shelf, clock, Options(key, **settings))
        # No number twice, also over restarts: what was seen before is taken for a repetition.
        numbers = count(1000 * len(rows(path, "SELECT 1 FROM seen")) + 1)
        async with service.running():
            yield House(service, database, clock, platform, path, numbers)
    finally:
        await database.close()
