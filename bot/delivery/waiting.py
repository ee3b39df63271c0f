"""What waits to be sent: a lane per chat, and which chat's turn it is."""

import heapq
from dataclasses import dataclass, field, replace

from bot.delivery.pacing import Pace
from bot.practice.messages import Queued


@dataclass(slots=True)
class _Lane:
    """What waits for one chat, most urgent first; `busy` while one of it is on the wire."""

    waiting: list[tuple[int, int, Queued]] = field(default_factory=list)
    busy: bool = False

    @property
    def head(self) -> tuple[int, int]:
        priority, number, _ = self.waiting[0]
        return priority, number


class Waiting:
    """Messages on this side of the wire, each held once; one at a time per chat goes out.

    Chats that must still wait for the pace stand in `_later`, those that may speak in `_ready`,
    turns before broadcasts. Either may hold stale entries, which are dropped when they come up.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._lanes: dict[str, _Lane] = {}
        self._held: set[int] = set()
        self._later: list[tuple[float, str]] = []
        self._ready: list[tuple[int, int, str]] = []

    def __len__(self) -> int:
        return len(self._held)

    def add(self, queued: Queued) -> None:
        """Hold a message; one that is held already stays where it is."""
        if queued.id not in self._held:
            self._held.add(queued.id)
            self._enqueue(queued)

    def next_chat(self, now: float) -> str | None:
        """The chat that may speak now, most urgent first."""
        while self._later and self._later[0][0] <= now:
            chat = heapq.heappop(self._later)[1]
            lane = self._lanes.get(chat)
            if lane and not lane.busy and lane.waiting and not self._too_early(chat, now):
                heapq.heappush(self._ready, (*lane.head, chat))
        while self._ready:
            priority, number, chat = self._ready[0]
            lane = self._lanes.get(chat)
            current = lane and not lane.busy and lane.waiting and lane.head == (priority, number)
            # A second entry of a chat that was refused meanwhile must not jump its pause.
            if current and not self._too_early(chat, now):
                return chat
            heapq.heappop(self._ready)
        return None

    @property
    def alarm(self) -> float | None:
        """When the next chat may speak, as far as is known; None where nobody waits."""
        return self._later[0][0] if self._later else None

    def take(self, chat: str) -> Queued:
        """Take the chat's most urgent message; the chat is silent until it is back."""
        lane = self._lanes[chat]
        lane.busy = True
        return heapq.heappop(lane.waiting)[2]

    def back(self, chat: str, taken: Queued, again: Queued | None) -> None:
        """The message is off the wire; `again` has to be sent (again), perhaps in another chat."""
        lane = self._lanes[chat]
        lane.busy = False
        if again is None:
            self._held.discard(taken.id)
        elif again.message.chat.id == chat:
            self._push(lane, again)
        else:
            self._move(lane, again)
        if lane.waiting:
            self._schedule(chat)
        else:
            del self._lanes[chat]

    def _enqueue(self, queued: Queued) -> None:
        chat = queued.message.chat.id
        lane = self._lanes.setdefault(chat, _Lane())
        self._push(lane, queued)
        if not lane.busy:
            self._schedule(chat)

    def _push(self, lane: _Lane, queued: Queued) -> None:
        heapq.heappush(lane.waiting, (int(queued.message.priority), queued.id, queued))

    def _schedule(self, chat: str) -> None:
        heapq.heappush(self._later, (self._pace.chat_ready(chat), chat))

    def _too_early(self, chat: str, now: float) -> bool:
        """Whether the chat has to wait; if so, it is looked at again when its wait is over."""
        ready = self._pace.chat_ready(chat)
        if ready > now:
            heapq.heappush(self._later, (ready, chat))
        return ready > now

    def _move(self, lane: _Lane, again: Queued) -> None:
        """What waited for the old chat goes with the message that found out."""
        chat = again.message.chat
        self._enqueue(again)
        while lane.waiting:
            waiting = heapq.heappop(lane.waiting)[2]
            self._enqueue(replace(waiting, message=replace(waiting.message, chat=chat)))
