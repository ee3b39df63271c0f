"""The one place that starts background tasks, so that none is forgotten and none fails unseen."""

import asyncio
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self

from bot.logs import get_logger, where

log = get_logger(__name__)


class Nursery:
    """Background tasks that live as long as a service and are all gone when it stops.

    A task that fails is logged with its name and wakes `failure`: a practice whose sender or
    receiver is dead must not look alive.
    """

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._failed = asyncio.Event()
        self._error: BaseException | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self, grace: float = 0.0) -> None:
        """End everything; what is at work may go on for so many seconds before."""
        if self._tasks and grace:
            await asyncio.wait(self._tasks, timeout=grace)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def start(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Run something beside everything else."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def failure(self) -> None:
        """Wait until a background task fails, and raise its error."""
        await self._failed.wait()
        if self._error is not None:
            raise self._error

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled() or (error := task.exception()) is None:
            return
        log.error("background_task_failed", task=task.get_name(), error=where(error))
        self._error = self._error or error
        self._failed.set()
