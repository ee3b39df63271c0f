"""In-memory twins for tests: a book, and a clock that stands still until it is moved by hand.

May be used for testing only: nothing here is kept anywhere, and nothing happens by itself. Both
twins are held to the real ones' behaviour by the project's own contract tests.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from bot.practice.messages import Message
from bot.practice.ports import Attempt, Due, Timer
from dialogues.transcript import Event

A_SCHOOL_EVENING = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
"""A Monday, 18:30 in Shanghai: where a clock moved by hand starts."""


class FakeClock:
    """A `Clock` that stands still until `advance`; whoever sleeps is woken when it gets there."""

    def __init__(self, start: datetime = A_SCHOOL_EVENING) -> None:
        self._start = start
        self._passed = 0.0
        self._alarms: list[tuple[float, asyncio.Timeout]] = []

    def now(self) -> datetime:
        """The time of day, aware, in UTC."""
        return self._start + timedelta(seconds=self._passed)

    def monotonic(self) -> float:
        """Seconds since this clock was made."""
        return self._passed

    def advance(self, seconds: float) -> None:
        """Let so many seconds pass at once, and wake everyone whose time has come."""
        self._passed += seconds
        ringing = [alarm for alarm in self._alarms if alarm[0] <= self._passed]
        self._alarms = [alarm for alarm in self._alarms if alarm[0] > self._passed]
        for _, timeout in ringing:
            timeout.reschedule(asyncio.get_running_loop().time())

    def set(self, seconds: float) -> None:
        """Somebody sets the time of day, ahead or back; `monotonic` goes on as if nothing was."""
        self._start += timedelta(seconds=seconds)

    @property
    def next_alarm(self) -> float | None:
        """Seconds until somebody who sleeps wants to be woken; None where nobody sleeps."""
        return min((due - self._passed for due, _ in self._alarms), default=None)

    async def sleep(self, seconds: float) -> None:
        """Let others go on until the clock was moved by so much."""
        await self.wait(asyncio.Event(), seconds)

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        """Let others go on until the event is set or the clock was moved by so much."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(None) as timeout:
                alarm = (self._passed + seconds, timeout)
                self._alarms.append(alarm)
                try:
                    await event.wait()
                finally:
                    with suppress(ValueError):
                        self._alarms.remove(alarm)


class TalkGoingOn(ValueError):
    """There is a talk going on in this chat already; end it first."""


class InMemoryBook:
    """A `Book` in memory, with what was written in it open to inspection.

    `outbox` holds channel and message in the order of queueing; `cards` total and scorecard (JSON)
    by attempt. Unlike the stored book it is one transaction without end: nothing is rolled back.
    """

    def __init__(self, now: datetime = A_SCHOOL_EVENING) -> None:
        self.now = now
        self.outbox: list[tuple[str, Message]] = []
        self.cards: dict[int, tuple[int, str]] = {}
        self.closed: set[int | None] = set()
        self.rubrics: dict[int, str] = {}
        self.lessons: dict[tuple[int, str], Sequence[tuple[str, str]]] = {}
        self._numbers = count(1)
        self._attempts: dict[int, Attempt] = {}
        self._logs: dict[int, list[Event]] = {}
        self._timers: dict[tuple[Timer, int], Due] = {}

    # --- talks ---

    def begin(self, attempt: Attempt) -> Attempt:
        """Keep a new attempt; the answer carries its id."""
        going_on = self.running(attempt.channel, attempt.chat)
        if attempt.parent is None and going_on is not None:
            raise TalkGoingOn(TalkGoingOn.__doc__)
        attempt.id = next(self._numbers)
        self._logs[attempt.id] = []
        self.save(attempt)
        return attempt

    def attempt(self, number: int) -> Attempt | None:
        """The attempt with this id, as it was saved."""
        return deepcopy(self._attempts.get(number))

    def running(self, channel: str, chat: str) -> Attempt | None:
        """The attempt that is going on in this direct chat; of a reception the desk."""
        here = (a for a in self._attempts.values() if (a.channel, a.chat) == (channel, chat))
        alone = (attempt for attempt in here if not attempt.over and attempt.parent is None)
        return deepcopy(next(alone, None))

    def children(self, parent: int) -> Sequence[Attempt]:
        """The customers of a reception, in the order in which they came."""
        return [deepcopy(one) for one in self._attempts.values() if one.parent == parent]

    def save(self, attempt: Attempt) -> None:
        """Keep the attempt's changed state."""
        self._attempts[attempt.id] = deepcopy(attempt)

    def append(self, attempt: Attempt, events: Sequence[Event]) -> None:
        """Add to the log; `attempt.events` grows by as many."""
        log = self._logs[attempt.id]
        if events and attempt.events != len(log):
            raise ValueError(f"the log is {len(log)} long, not {attempt.events}")
        log.extend(events)
        attempt.events += len(events)

    def log(self, attempt: int) -> tuple[Event, ...]:
        """The whole log, in order."""
        return tuple(self._logs.get(attempt, ()))

    def file(self, attempt: int, total: int, card: str) -> None:
        """Keep the scorecard (as JSON) beside the attempt."""
        self.cards[attempt] = (total, card)

    def settle_late(self, ended: Attempt) -> bool:
        """Whether the talk's assignment is one of those that `closed` names."""
        return ended.assignment in self.closed

    def card(self, number: int) -> str | None:
        """The scorecard of a finished attempt, as JSON."""
        return self.cards[number][1] if number in self.cards else None

    def rubric_for(self, talk: Attempt) -> str:
        """The rubric that `rubrics` names for the person."""
        return self.rubrics.get(talk.person, "")

    def taught(self, member: int, scenario: str) -> Sequence[tuple[str, str]]:
        """What `lessons` has for this person and scenario."""
        return self.lessons.get((member, scenario), ())

    # --- messages ---

    def queue(self, channel: str, message: Message) -> None:
        """Put a message into the outbox; the same key is taken once, the same edit renewed."""
        for place, (_, waiting) in enumerate(self.outbox):
            if message.edits and waiting.edits == message.edits:
                renewed = replace(
                    waiting, text=message.text, buttons=message.buttons, line=message.line
                )
                self.outbox[place] = (self.outbox[place][0], renewed)
                return
            if not message.edits and message.key and waiting.key == message.key:
                return
        self.outbox.append((channel, message))

    @property
    def texts(self) -> list[str]:
        """The words of all messages, in the order of queueing."""
        return [message.text for _, message in self.outbox]

    # --- timers ---

    def wake(self, kind: Timer, subject: int, due: datetime, number: float = 0.0) -> None:
        """Set the timer of this kind for this subject, replacing the one there may be."""
        self._timers[kind, subject] = Due(kind, subject, due, number)

    def rest(self, kind: Timer, subject: int) -> None:
        """Drop the timer."""
        self._timers.pop((kind, subject), None)

    def alarm(self, kind: Timer, subject: int) -> datetime | None:
        """When this timer is due; None where it is not set."""
        timer = self._timers.get((kind, subject))
        return timer.due if timer else None

    def due(self) -> Sequence[Due]:
        """What is due, longest due first."""
        return sorted(
            (timer for timer in self._timers.values() if timer.due <= self.now),
            key=lambda timer: timer.due,
        )

    def claim(self, due: Due) -> bool:
        """Take the timer for good; false where it was moved, dropped or taken meanwhile."""
        timer = self._timers.get((due.kind, due.subject))
        if timer is None or timer.due != due.due:
            return False
        del self._timers[due.kind, due.subject]
        return True
