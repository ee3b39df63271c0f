"""Taking in what a platform tells us: nothing is acknowledged before it is committed.

The platform keeps what was not acknowledged and repeats it, so it is the queue and no second copy
is needed. An update's id is stored in the same transaction as its effects: told twice, it takes
effect once. One that fails five times is kept aside with a single alert, and its chat goes on.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from bot.delivery.lanes import Lanes
from bot.logs import get_logger, where
from bot.practice.messages import Inbound, IncomingFile, Message
from bot.practice.ports import Clock
from bot.storage.database import Database
from bot.storage.store import StoreInTrouble
from bot.storage.unit import Unit

log = get_logger(__name__)

TRIES = 5
_BACK_OFF = 0.1
_LONGEST_BACK_OFF = 5.0


class LeaveNoTrace(Exception):
    """The answer to somebody who has not consented: it is sent, and nothing at all is stored."""

    def __init__(self, answers: Sequence[Message]) -> None:
        super().__init__("nothing is stored before consent")
        self.answers = answers


class NotOurs(Exception):
    """The event belongs to the bot in which we are a guest; nothing about it is stored."""


class FileWanted(Exception):
    """What is in the file that came along is needed; the event is handled again with it."""


class Desk(Protocol):
    """Who decides what an event means."""

    def handle(self, unit: Unit, inbound: Inbound) -> None:
        """Let it take effect, inside one transaction.

        May raise `LeaveNoTrace`, `NotOurs` or `FileWanted`.
        """

    def give_up(self, unit: Unit, inbound: Inbound, error: str) -> None:
        """The event failed for the last time: tell the operator, and whoever waits."""


class Receiver:
    """Takes events of one platform to the desk, in order per chat, each exactly once."""

    def __init__(
        self,
        database: Database,
        desk: Desk,
        clock: Clock,
        say: Callable[[Message], Awaitable[None]],
        fetch: Callable[[IncomingFile], Awaitable[bytes | None]] | None = None,
    ) -> None:
        self._database = database
        self._desk = desk
        self._clock = clock
        self._say = say
        self._fetch = fetch
        self._lanes = Lanes()

    async def take_all(self, batch: Iterable[Inbound]) -> None:
        """Take several events; returns when the last one is safe, chats beside each other."""
        await asyncio.gather(*(self.take(inbound) for inbound in batch))

    async def take(self, inbound: Inbound) -> bool:
        """Take one event; returns when it has taken effect on disk, or is kept aside.

        False where it is none of ours.
        """
        async with self._lanes.hold(inbound.chat.id):
            failures = 0
            waits = 0
            while True:
                try:
                    await self._once(inbound)
                except NotOurs:
                    return False
                except FileWanted:
                    inbound = await self._with_file(inbound)
                    continue
                except StoreInTrouble as error:
                    # The store itself is in trouble: hold on, the platform keeps it all for us.
                    log.error("store_unavailable", error=str(error))
                except Exception as error:  # noqa: BLE001 - the door: kept aside after five tries
                    failures += 1
                    place = where(error)
                    log.warning("event_failed", key=inbound.key, tries=failures, error=place)
                    if failures >= TRIES:
                        await self._keep_aside(inbound, place)
                        return True
                else:
                    return True
                await self._clock.sleep(min(_LONGEST_BACK_OFF, _BACK_OFF * 2**waits))
                waits += 1

    async def _with_file(self, inbound: Inbound) -> Inbound:
        """The event with its file, as far as the platform gives it; until then none is taken."""
        file = inbound.file
        if file is None:
            raise ValueError("there is no file to be fetched")
        content = await self._fetch(file) if self._fetch else None
        return replace(inbound, file=replace(file, content=content, fetched=True))

    async def keep_unreadable(self, channel: str, key: str, shape: str, error: str) -> None:
        """Keep aside an event that no part of us can read, so that it can be acknowledged.

        Whose it is cannot be known, so only its shape is kept, without a single value.
        """
        await self._database.surely(lambda unit: unit.bury(channel, key, "", shape, error, 1))
        log.error("event_unreadable", key=key, error=error)

    async def _once(self, inbound: Inbound) -> None:
        try:
            await self._database.write(lambda unit: self._effect(unit, inbound))
        except LeaveNoTrace as silent:
            for answer in silent.answers:
                await self._say(answer)
            await self._database.write(lambda unit: unit.first_time(inbound.channel, inbound.key))

    def _effect(self, unit: Unit, inbound: Inbound) -> None:
        if unit.first_time(inbound.channel, inbound.key):
            self._desk.handle(unit, inbound)

    async def _keep_aside(self, inbound: Inbound, error: str) -> None:
        def bury(unit: Unit) -> bool:
            unit.first_time(inbound.channel, inbound.key)
            # Of somebody who has not consented not even a failure keeps a word.
            known = unit.person_of(inbound.channel, inbound.sender.id) is not None
            chat, raw = (inbound.chat.id, inbound.raw or inbound.text) if known else ("", "")
            return unit.bury(inbound.channel, inbound.key, chat, raw, error, TRIES)

        def bury_and_tell(unit: Unit) -> None:
            if bury(unit):
                self._desk.give_up(unit, inbound, error)

        try:
            await self._database.surely(bury_and_tell)
        except Exception as second:  # noqa: BLE001 - telling failed too; keeping must not
            log.error("nobody_told", key=inbound.key, error=where(second))
            await self._database.surely(bury)
        log.error("event_kept_aside", key=inbound.key, error=error)
