"""The one place that reads the machine's clock."""

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The time of day, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds on a clock that never goes back."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Let others go on for so long."""
        await asyncio.sleep(max(0.0, seconds))

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        """Let others go on until the event is set, but no longer than so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, seconds)):
                await event.wait()


class FastClock:
    """A clock on which `speed` seconds pass in one real second, for an evening in half a minute."""

    def __init__(self, start: datetime, speed: float) -> None:
        self._start = start
        self._speed = speed
        self._origin = time.monotonic()

    def now(self) -> datetime:
        """The time of day on this clock, aware, in UTC."""
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        """Fast seconds since this clock was made."""
        return (time.monotonic() - self._origin) * self._speed

    async def sleep(self, seconds: float) -> None:
        """Wait for so many fast seconds."""
        await asyncio.sleep(max(0.0, seconds) / self._speed)

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        """Wait for the event, but no longer than so many fast seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, seconds) / self._speed):
                await event.wait()
