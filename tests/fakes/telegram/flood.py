"""Flood control of one bot: sliding windows, and a record of who did not wait."""

from collections import deque
from dataclasses import dataclass

from tests.fakes.telegram.errors import RefusalError, too_many
from tests.fakes.telegram.limits import Rate, Rules

EVERYWHERE = 0


@dataclass(frozen=True, slots=True)
class Violation:
    """A call made although Telegram had said to wait."""

    at: float
    method: str
    chat_id: int
    seconds_early: float


class Window:
    """The last `rate.count` moments; constant time and space."""

    __slots__ = ("_moments", "_rate")

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._moments: deque[float] = deque(maxlen=rate.count)

    def wait(self, now: float) -> float:
        """Seconds until one more fits; 0 if it fits now."""
        if len(self._moments) < self._rate.count:
            return 0.0
        return max(0.0, self._moments[0] + self._rate.seconds - now)

    def count(self, now: float) -> None:
        """One more was sent."""
        self._moments.append(now)


class FloodControl:
    """Says when a bot sends too fast: over all, to a chat, to a group."""

    def __init__(self, rules: Rules, violations: list[Violation]) -> None:
        self.rules = rules
        self._violations = violations
        self._overall = Window(rules.overall) if rules.overall else None
        self._chats: dict[int, list[Window]] = {}
        self._until: dict[int, float] = {}

    def admit(self, method: str, chat_id: int, now: float) -> None:
        """Refuse with 429 while a limit is reached or an earlier 429 still holds."""
        key, until = self._penalty(chat_id)
        if now < until:
            self._violations.append(Violation(now, method, chat_id, until - now))
            raise too_many(until - now)
        if until:
            del self._until[key]
        overall = self._overall.wait(now) if self._overall else 0.0
        chat = max((window.wait(now) for window in self._windows(chat_id)), default=0.0)
        if overall or chat:
            raise self.penalise(EVERYWHERE if overall >= chat else chat_id, max(overall, chat), now)

    def penalise(self, key: int, seconds: float, now: float) -> RefusalError:
        """The 429 to raise; calls to this chat (or everywhere) before its end are violations."""
        refusal = too_many(seconds)
        self._until[key] = now + refusal.parameters["retry_after"]
        return refusal

    def count(self, chat_id: int, now: float) -> None:
        """A message went out or was edited."""
        if self._overall:
            self._overall.count(now)
        for window in self._windows(chat_id):
            window.count(now)

    def _penalty(self, chat_id: int) -> tuple[int, float]:
        return max(
            ((key, self._until.get(key, 0.0)) for key in (EVERYWHERE, chat_id)),
            key=lambda pair: pair[1],
        )

    def _windows(self, chat_id: int) -> list[Window]:
        windows = self._chats.get(chat_id)
        if windows is None:
            rates = [self.rules.per_chat, self.rules.per_group if chat_id < 0 else None]
            windows = self._chats[chat_id] = [Window(rate) for rate in rates if rate]
        return windows
