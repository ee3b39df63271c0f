"""Updates that wait for one bot: kept until confirmed or too old, polled or posted."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Hashable

from tests.fakes.telegram.chats import Json
from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.errors import RefusalError, conflict
from tests.fakes.telegram.signals import Signal

#: Not sent unless asked for by name.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KINDS = ON_REQUEST | {
    "message", "edited_message", "channel_post", "edited_channel_post", "inline_query",
    "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query", "poll",
    "poll_answer", "my_chat_member", "chat_join_request", "chat_boost", "removed_chat_boost",
    "business_connection", "business_message", "edited_business_message",
    "deleted_business_messages", "purchased_paid_media",
}  # fmt: skip
TAKEN_OVER = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
CONFLICT_PAUSE = 3.0


class Pending:
    """One update, frozen as bytes when it happened."""

    __slots__ = ("body", "expires_at", "id", "key")

    def __init__(self, number: int, body: bytes, expires_at: float, key: Hashable) -> None:
        self.id = number
        self.body = body
        self.expires_at = expires_at
        self.key = key


class UpdateQueue:
    """What a bot has not confirmed yet, oldest first; every step takes constant time."""

    def __init__(self, clock: Clock, first_id: int) -> None:
        self._clock = clock
        self._next_id = first_id
        self._waiting: OrderedDict[int, Pending] = OrderedDict()
        self._allowed = KINDS - ON_REQUEST
        self.emptied = Signal()
        self.total = 0
        #: The newest one, also after it was confirmed: it can be told again.
        self.last: Pending | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def allow(self, kinds: list[object] | None) -> None:
        """Remember `allowed_updates`: None changes nothing, nothing known means the default."""
        if kinds is None:
            return
        wanted = {str(kind).lower() for kind in kinds} & KINDS
        self._allowed = frozenset(wanted) or KINDS - ON_REQUEST

    @property
    def allowed(self) -> list[str]:
        """What is asked for, empty if it is the default."""
        return [] if self._allowed == KINDS - ON_REQUEST else sorted(self._allowed)

    def push(self, kind: str, content: Json, lifetime: float, key: Hashable) -> Pending | None:
        """Add what happened; None if the bot did not ask for such updates."""
        if kind not in self._allowed:
            return None
        body = json.dumps({"update_id": self._next_id, kind: content}, separators=(",", ":"))
        one = Pending(self._next_id, body.encode(), self._clock.now() + lifetime, key)
        self._waiting[one.id] = self.last = one
        self._next_id += 1
        self.total += 1
        return one

    def take(self, limit: int) -> list[Pending]:
        """The oldest ones that have not expired, still unconfirmed."""
        now = self._clock.now()
        taken: list[Pending] = []
        expired: list[Pending] = []
        for one in self._waiting.values():
            (taken if one.expires_at > now else expired).append(one)
            if len(taken) == limit:
                break
        for one in expired:
            self.drop(one)
        return taken

    def forget(self, offset: int) -> None:
        """Confirm all before `offset`; a negative one keeps only that many of the newest."""
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popitem(last=False)
        else:
            while self._waiting and next(iter(self._waiting)) < offset:
                self._waiting.popitem(last=False)
        self._tell()

    def drop(self, one: Pending) -> None:
        """Confirm a single one."""
        self._waiting.pop(one.id, None)
        self._tell()

    def clear(self) -> None:
        """Drop everything."""
        self._waiting.clear()
        self._tell()

    def _tell(self) -> None:
        if not self._waiting:
            self.emptied.fire()


class LongPoll:
    """The one getUpdates call that may wait; a second one ends the first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: asyncio.Future[str] | None = None
        self._last: tuple[int, float] = (0, 0.0)
        self._next_conflict = 0.0

    def news(self) -> None:
        """An update came in."""
        self._end("news")

    def interrupt(self, reason: str) -> None:
        """End the waiting call with a 409."""
        self._end(reason)

    def _end(self, outcome: str) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(outcome)

    def repeated(self, offset: int) -> float:
        """Seconds since the same offset was last asked for; infinite if it was another."""
        before, at = self._last
        self._last = (offset, self._clock.now())
        return self._clock.now() - at if before == offset else float("inf")

    async def wait(self, seconds: float) -> None:
        """Until news or the end of the timeout (the fake's seconds); 409 if ended by others."""
        mine = self._waiting = asyncio.get_running_loop().create_future()
        try:
            outcome = await self._clock.wait(mine, seconds)
        finally:
            if self._waiting is mine:
                self._waiting = None
        if outcome not in {"news", "timeout"}:
            raise await self._conflict(outcome)

    async def _conflict(self, reason: str) -> RefusalError:
        now = self._clock.now()
        pause = self._next_conflict - now
        self._next_conflict = max(now, self._next_conflict) + CONFLICT_PAUSE
        if pause > 0:
            await self._clock.sleep(pause)
        return conflict(reason)
