"""Bringing the outbox to the platform: in order per chat, turns before broadcasts, paced.

What is on the wire when the process dies is the only thing that can be shown twice, and only to
one person: a new post in a group is leased before it leaves and never repeated by itself.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from bot.delivery.pacing import Limits, Pace
from bot.delivery.waiting import Waiting
from bot.logs import get_logger
from bot.nursery import Nursery
from bot.practice.messages import (
    Ambiguous,
    Chat,
    Failed,
    Fault,
    Flooded,
    Message,
    Moved,
    Outcome,
    Queued,
    Sent,
    Unsent,
)
from bot.practice.ports import Clock, Platform
from bot.storage.database import Database
from bot.storage.unit import Unit

log = get_logger(__name__)

_IN_FLIGHT = 16
_PAGE = 1000
_FAR_AWAY = 3600.0
_LONGEST_BACK_OFF = 30.0
_EDIT_TRIES = 3


class Receipts(Protocol):
    """Who wants to know what became of a message; called inside the transaction that stores it."""

    def delivered(self, unit: Unit, queued: Queued, receipt: Sent) -> None:
        """The platform has it."""

    def lost(self, unit: Unit, queued: Queued, outcome: Failed | Ambiguous) -> None:
        """It will not be sent (again): refused for good, or perhaps shown, perhaps not."""

    def moved(self, unit: Unit, channel: str, old: str, new: str) -> None:
        """A chat has another id now."""


class Sender:
    """Drains the outbox of one channel."""

    def __init__(
        self,
        database: Database,
        platform: Platform,
        receipts: Receipts,
        clock: Clock,
        limits: Limits | None = None,
    ) -> None:
        self._database = database
        self._platform = platform
        self._receipts = receipts
        self._clock = clock
        self._pace = Pace(limits or Limits())
        self._waiting = Waiting(self._pace)
        self._stir = asyncio.Event()
        self._on_wire = 0
        self._back_off = 0.0
        self._trouble = False
        self._draining = False

    def offer(self, queued: Sequence[Queued]) -> None:
        """Take messages that were just committed."""
        for one in queued:
            # What is committed while we start up is offered, and found waiting in the store too.
            if one.channel == self._platform.channel:
                self._waiting.add(one)
        self._stir.set()

    async def run(self) -> None:
        """Send until cancelled."""
        await self._recover()
        async with Nursery() as nursery:
            nursery.start(self._send_all(nursery), "sending")
            await nursery.failure()

    async def say(self, message: Message) -> None:
        """Show something without storing it; returns when the platform has it or refuses it.

        A chat that was answered a moment ago is not answered again: whoever has not consented
        cannot make everybody wait with a torrent of words.
        """
        chat = message.chat
        if self._pace.chat_ready(chat.id) > self._clock.monotonic():
            return
        while True:
            now = self._clock.monotonic()
            if (wait := self._pace.ready() - now) > 0:
                await self._clock.sleep(wait)
                continue
            self._pace.leaving(now)
            outcome = await self._platform.send(Queued(0, self._platform.channel, message))
            self._pace.landed(self._clock.monotonic())
            self._pace.left(chat.id, chat.group, self._clock.monotonic())
            if isinstance(outcome, Flooded):
                self._pace.pause(chat.id, self._clock.monotonic() + outcome.retry_after)
            if not isinstance(outcome, Unsent):
                return
            await self._clock.sleep(1.0)

    async def drain(self, seconds: float = 8.0) -> None:
        """Begin nothing new and wait for what is on the wire, but not for ever."""
        self._draining = True
        give_up = self._clock.monotonic() + seconds
        while self._on_wire and (left := give_up - self._clock.monotonic()) > 0:
            await self._rest(left)

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing is on the wire."""
        return not self._waiting and not self._on_wire

    # --- what to send next ---

    async def _recover(self) -> None:
        """Take up what an earlier run left: its queue, its pace, its pauses, its orphans."""
        channel = self._platform.channel

        def look(unit: Unit) -> tuple[Sequence[tuple[Chat, int]], Sequence[tuple[str, int]]]:
            for orphan in unit.orphans(channel):
                self._receipts.lost(unit, orphan, Ambiguous("stopped while sending"))
            return unit.recent(channel, 61), unit.pauses(channel)

        recent, pauses = await self._database.surely(look)
        wall, now = self._clock.now().timestamp(), self._clock.monotonic()
        for chat, at in recent:
            # Never later than now, even where the clock was set back since.
            self._pace.left(chat.id, chat.group, now + min(0.0, at / 1000 - wall))
        for paused, until in pauses:
            self._pace.pause(paused, now + until / 1000 - wall)
        after = 0
        while page := await self._database.surely(
            lambda unit, after=after: unit.waiting(channel, after, _PAGE)  # type: ignore[misc]
        ):
            self.offer(page)
            after = page[-1].id

    @property
    def _may_send(self) -> bool:
        return self._on_wire < _IN_FLIGHT and not self._trouble and not self._draining

    async def _send_all(self, nursery: Nursery) -> None:
        while True:
            now = self._clock.monotonic()
            chat = self._waiting.next_chat(now) if self._may_send else None
            if chat is None:
                await self._rest(self._until_next(now))
            elif (wait := self._pace.ready() - now) > 0:
                await self._rest(wait)
            else:
                self._pace.leaving(now)
                self._on_wire += 1
                nursery.start(self._send(chat, self._waiting.take(chat)), "send")

    def _until_next(self, now: float) -> float:
        """Seconds until somebody may speak; where we must not send at all, until that changes."""
        alarm = self._waiting.alarm if self._may_send else None
        return _FAR_AWAY if alarm is None else max(0.0, alarm - now)

    async def _rest(self, seconds: float) -> None:
        """Wait, but no longer than until something changes."""
        self._stir.clear()
        await self._clock.wait(self._stir, seconds)

    # --- one message ---

    async def _send(self, chat: str, queued: Queued) -> None:
        again: Queued | None = None
        try:
            again = await self._carry(queued)
        finally:
            self._on_wire -= 1
            self._pace.landed(self._clock.monotonic())
            self._waiting.back(chat, queued, again)
            self._stir.set()

    async def _carry(self, queued: Queued) -> Queued | None:
        """Send one; what is returned has to be sent (again)."""
        message = queued.message
        if message.chat.group or message.edits:
            leased = await self._database.surely(lambda unit: unit.lease(queued))
            if leased is None:
                return None
            queued = replace(leased, tries=queued.tries)
        if message.edits and queued.target is None:
            outcome: Outcome = Failed(Fault.NOTHING_TO_EDIT)
        else:
            outcome = await self._platform.send(queued)
            self._pace.left(message.chat.id, message.chat.group, self._clock.monotonic())
        return await self._settle(queued, outcome)

    async def _settle(self, queued: Queued, outcome: Outcome) -> Queued | None:
        if isinstance(outcome, Sent):
            self._pace.succeeded()
            self._back_off = 0.0
            return await self._database.surely(lambda unit: self._delivered(unit, queued, outcome))
        if isinstance(outcome, Failed):
            return await self._database.surely(lambda unit: self._failed(unit, queued, outcome))
        if isinstance(outcome, Flooded):
            return await self._flooded(queued, outcome)
        if isinstance(outcome, Moved):
            return await self._database.surely(lambda unit: self._moved(unit, queued, outcome))
        await self._wait_for_platform()
        if isinstance(outcome, Unsent):
            return await self._database.surely(lambda unit: self._back(unit, queued))
        return await self._database.surely(lambda unit: self._doubt(unit, queued, outcome))

    def _delivered(self, unit: Unit, queued: Queued, receipt: Sent) -> None:
        unit.sent(queued, receipt)
        self._receipts.delivered(unit, queued, receipt)

    def _failed(self, unit: Unit, queued: Queued, outcome: Failed) -> None:
        unit.failed(queued, f"{outcome.fault}: {outcome.detail}")
        self._receipts.lost(unit, queued, outcome)

    def _moved(self, unit: Unit, queued: Queued, outcome: Moved) -> Queued:
        old = queued.message.chat
        unit.back(queued)
        unit.move_chat(queued.channel, old.id, outcome.chat)
        self._receipts.moved(unit, queued.channel, old.id, outcome.chat)
        chat = Chat(outcome.chat, old.group, old.topic)
        return replace(queued, message=replace(queued.message, chat=chat))

    def _back(self, unit: Unit, queued: Queued) -> Queued:
        unit.back(queued)
        return queued

    def _doubt(self, unit: Unit, queued: Queued, outcome: Ambiguous) -> Queued | None:
        """No answer came. One person may be told twice, a group never, an edit is harmless."""
        message = queued.message
        most = _EDIT_TRIES if message.edits else 1 if message.chat.group else 2
        if queued.tries + 1 < most:
            unit.again(queued, outcome.detail)
            return replace(queued, tries=queued.tries + 1)
        unit.ambiguous(queued, outcome.detail)
        self._receipts.lost(unit, queued, outcome)
        return None

    async def _flooded(self, queued: Queued, outcome: Flooded) -> Queued:
        now = self._clock.monotonic()
        scope = self._pace.flooded(queued.message.chat.id, now, now + outcome.retry_after)
        until = self._clock.now() + timedelta(seconds=outcome.retry_after)

        def keep(unit: Unit) -> Queued:
            unit.pause(queued.channel, scope, until)
            return self._back(unit, queued)

        return await self._database.surely(keep)

    async def _wait_for_platform(self) -> None:
        """Something is wrong between us: send nothing until a harmless call gets through."""
        self._trouble = True
        try:
            while not await self._platform.probe():
                self._back_off = min(_LONGEST_BACK_OFF, self._back_off * 2 or 0.5)
                await self._clock.sleep(self._back_off)
        finally:
            self._trouble = False
            self._back_off = 0.0
