"""The fake's own clock: moved by hand, real, or real and faster."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime

#: Monday, 7 September 2026, 08:00 in Beijing: where a clock moved by hand starts.
SCHOOL_MORNING = datetime(2026, 9, 7, tzinfo=UTC).timestamp()


class Timer:
    """One thing that happens when the fake's clock reaches `due` (seconds since 1970)."""

    __slots__ = ("_callback", "_clock", "_handle", "due")

    def __init__(self, clock: "Clock", due: float, callback: Callable[[], None]) -> None:
        self._clock = clock
        self._callback = callback
        self._handle: asyncio.TimerHandle | None = None
        self.due = due

    def arm(self, seconds: float) -> None:
        """Let the event loop ring after this many real seconds."""
        self.disarm()
        self._handle = asyncio.get_running_loop().call_later(max(0.0, seconds), self.ring)

    def disarm(self) -> None:
        """Take the event loop's bell away."""
        if self._handle is not None:
            self._handle.cancel()

    def ring(self) -> None:
        """Happen now, once."""
        self.cancel()
        self._callback()

    def cancel(self) -> None:
        """Never happen."""
        self.disarm()
        self._clock.forget(self)


class Clock:
    """Telegram's time. `speed` 0 stands still until `advance`; 1 is real; 60 a minute a second."""

    def __init__(self, start: float = SCHOOL_MORNING, speed: float = 0.0) -> None:
        self.speed = speed
        self._start = start
        self._began = time.monotonic()
        #: What is still to happen: long polls, pauses of webhooks, delays.
        self.timers: set[Timer] = set()

    @classmethod
    def real(cls, speed: float = 1.0) -> "Clock":
        """A clock that starts at the machine's own time and runs `speed` times as fast."""
        return cls(time.time(), speed)

    def now(self) -> float:
        """Seconds since 1970, with fractions; Telegram itself only shows whole ones."""
        if not self.speed:
            return self._start
        return self._start + (time.monotonic() - self._began) * self.speed

    def advance(self, seconds: float) -> None:
        """Jump ahead: everything due by then happens, in order of its time."""
        self._start += seconds
        now = self.now()
        for timer in sorted(self.timers, key=lambda one: one.due):
            if timer.due <= now:
                timer.ring()
            elif self.speed:
                timer.arm((timer.due - now) / self.speed)

    def later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call back after this many of the fake's seconds."""
        timer = Timer(self, self.now() + seconds, callback)
        self.timers.add(timer)
        if self.speed:
            timer.arm(seconds / self.speed)
        return timer

    def forget(self, timer: Timer) -> None:
        """Drop a timer that rang or was cancelled."""
        self.timers.discard(timer)

    async def sleep(self, seconds: float) -> None:
        """Wait in the fake's time."""
        await self.wait(asyncio.get_running_loop().create_future(), seconds)

    async def wait(self, news: "asyncio.Future[str]", seconds: float) -> str:
        """What the future brought, or `"timeout"` when this much of the fake's time went by."""

        def time_is_up() -> None:
            if not news.done():
                news.set_result("timeout")

        timer = self.later(seconds, time_is_up)
        try:
            return await news
        finally:
            timer.cancel()
