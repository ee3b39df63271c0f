"""How fast a platform lets us speak: per chat, per group and minute, and overall.

Counted in our monotonic seconds; what was sent before a restart and pauses that the platform
ordered are loaded from the store, so that a restart never starts from a clean slate.
"""

from collections import deque
from dataclasses import dataclass
from math import ceil

_SAME_END = 1.5
"""Seconds between ends that are still the same one: waits are told in whole seconds."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds between two messages in one chat; messages a minute in a group; a second overall.

    Telegram's own are 1 s, 20 a minute and 30 a second; these keep a margin for what the network
    squeezes together on the way.
    """

    chat_gap: float = 1.05
    group_per_minute: int = 18
    overall_per_second: float = 28.6


class Pace:
    """When the next message may leave."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._next: dict[str, float] = {}
        self._minute: dict[str, deque[float]] = {}
        self._paused: dict[str, float] = {}
        self._overall = 0.0
        self._on_wire = 0
        self._landed: deque[float] = deque(maxlen=64)
        self._floods: deque[tuple[str, float, float]] = deque(maxlen=3)

    def chat_ready(self, chat: str) -> float:
        """The earliest moment for this chat."""
        ready = max(self._next.get(chat, 0.0), self._paused.get(chat, 0.0))
        minute = self._minute.get(chat)
        if minute is not None and len(minute) >= self._limits.group_per_minute:
            ready = max(ready, minute[0] + 60.5)
        return ready

    def ready(self) -> float:
        """The earliest moment for any chat at all."""
        return max(self._overall, self._roomy(), self._paused.get("", 0.0))

    def leaving(self, now: float) -> None:
        """A message is on its way."""
        self._overall = max(now, self._overall) + 1 / self._limits.overall_per_second
        self._on_wire += 1

    def landed(self, now: float) -> None:
        """A message is off the wire, and reached the platform at any moment since it left."""
        self._on_wire -= 1
        self._landed.append(now)

    def _roomy(self) -> float:
        """When one more fits into a second of the platform's, however slow the others are.

        Evenly sent is not evenly arrived: a network that stalls for a moment delivers all at once.
        Whatever is on the wire or landed within a second may fall into the same second there.
        """
        room = self._limits.overall_per_second - self._on_wire
        if room > len(self._landed):
            return 0.0
        return self._landed[-max(1, ceil(room))] + 1.0

    def left(self, chat: str, group: bool, now: float) -> None:
        """The platform has answered: from here the next gap is counted."""
        self._next[chat] = now + self._limits.chat_gap
        if group:
            minute = self._minute.setdefault(chat, deque(maxlen=self._limits.group_per_minute))
            minute.append(now)
        if len(self._next) > 4096:
            self._forget(now)

    def pause(self, chat: str, until: float) -> None:
        """No message for this chat before `until` ("": for none)."""
        self._paused[chat] = max(until, self._paused.get(chat, 0.0))

    def flooded(self, chat: str, now: float, until: float) -> str:
        """The platform said 429: whom to pause, the chat or ("") everybody.

        It never says which limit was hit. Three refusals in a row within a second, for three
        different chats and all with the same end, can only be the overall one.
        """
        self._floods.append((chat, now, until))
        chats = {flooded for flooded, _, _ in self._floods}
        ends = [end for _, _, end in self._floods]
        at_once = now - self._floods[0][1] < 1.0
        everybody = len(chats) == 3 and at_once and max(ends) - min(ends) < _SAME_END
        scope = "" if everybody else chat
        self.pause(scope, until)
        return scope

    def succeeded(self) -> None:
        """A message got through: refusals before it were not the overall limit."""
        self._floods.clear()

    def _forget(self, now: float) -> None:
        for times in (self._next, self._paused):
            for chat in [chat for chat, at in times.items() if at < now]:
                del times[chat]
        for chat in [c for c, minute in self._minute.items() if minute[-1] < now - 61]:
            del self._minute[chat]
