"""Waiting for something to become true, without polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Signal:
    """Fires at every change; costs nothing while nobody waits."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def fire(self) -> None:
        """Let everybody look again."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)

    async def until(self, look: Callable[[], T | None], timeout: float) -> T:
        """The first truthy value of `look`; TimeoutError after `timeout` real seconds."""
        async with asyncio.timeout(timeout):
            while not (found := look()):
                future = asyncio.get_running_loop().create_future()
                self._waiting.append(future)
                await future
            return found
