"""Receiving from Telegram by long polling, durably.

The offset moves only past updates that are committed, so what was not committed is told again:
Telegram itself is the queue.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.adapters.telegram.client import CallFailed, Client, Problem, Reply
from bot.adapters.telegram.login import Connection, TokenRefused
from bot.adapters.telegram.taking import Taking
from bot.adapters.telegram.updates import KINDS
from bot.logs import get_logger
from bot.nursery import Nursery
from bot.practice.messenger import Taker
from bot.practice.ports import Clock

log = get_logger(__name__)

_PAGE = 100
_POLL_SECONDS = 25
_FIRST_BACK_OFF = 0.5
_LONGEST_BACK_OFF = 15.0


class Poller:
    """Asks Telegram for updates and hands them to the receiver.

    `in_touch` is true from the first answer that left nothing waiting until the next failure;
    `returned` is told since when Telegram had been out of reach.
    """

    def __init__(
        self,
        connection: Connection,
        receiver: Taker,
        clock: Clock,
        returned: Callable[[datetime], Awaitable[None]],
    ) -> None:
        self._client: Client = connection.client
        self._taking = Taking(connection, receiver)
        self._clock = clock
        self._returned = returned
        self._lost_at: datetime | None = None
        self.in_touch = False

    async def run(self) -> None:
        """Poll until cancelled."""
        offset: int | None = None
        back_off = _FIRST_BACK_OFF
        async with Nursery() as nursery:
            while True:
                try:
                    updates = await self._poll(offset)
                except CallFailed as error:
                    await self._clock.sleep(self._failed(error, back_off))
                    back_off = min(_LONGEST_BACK_OFF, back_off * 2)
                    continue
                back_off = _FIRST_BACK_OFF
                await self._taking.take(updates, nursery)
                if updates:
                    offset = max(update["update_id"] for update in updates) + 1
                await self._answered(caught_up=len(updates) < _PAGE)

    async def _poll(self, offset: int | None) -> list[Reply]:
        # Until we are in touch, do not linger: an empty answer is what tells us that we are.
        seconds = _POLL_SECONDS if self.in_touch else 0
        updates = await self._client.call(
            "getUpdates",
            seconds + 10.0,
            offset=offset,
            limit=_PAGE,
            timeout=seconds,
            allowed_updates=list(KINDS),
        )
        if not isinstance(updates, list):
            raise CallFailed(Problem.UNCERTAIN, "not a list of updates")
        numbered = [update for update in updates if _is_numbered(update)]
        if len(numbered) < len(updates):
            # What has no number can neither be acknowledged nor recognised when told again.
            log.error("updates_without_number", count=len(updates) - len(numbered))
            await self._clock.sleep(_FIRST_BACK_OFF)
        return numbered

    async def _answered(self, *, caught_up: bool) -> None:
        if self._lost_at is not None:
            await self._returned(self._lost_at)
            self._lost_at = None
        self.in_touch = self.in_touch or caught_up

    def _failed(self, error: CallFailed, back_off: float) -> float:
        """Note the outage and say how long to wait."""
        if error.problem is Problem.UNAUTHORIZED:
            raise TokenRefused from None
        self._lost_at = self._lost_at or self._clock.now()
        self.in_touch = False
        if error.problem is Problem.CONFLICT:
            log.error("another_poller", hint="stop the other process that uses this token")
        else:
            log.warning("platform_unreachable", error=error.problem)
        return error.retry_after or back_off


def _is_numbered(update: object) -> bool:
    return isinstance(update, dict) and isinstance(update.get("update_id"), int)
