"""Updates posted to a bot's own address, one at a time per queue key, until it says 2xx."""

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

import aiohttp

from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.updates import Pending, UpdateQueue

_RETRY_AFTER_MAX = 3600
_LONGEST_PAUSE = 60
_GONE_SECONDS = 23 * 3600
_ANSWER_SECONDS = 60.0

#: Runs a method that came in the answer to a webhook: content type and body.
Execute = Callable[[str, bytes], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Address:
    """Where and how to post."""

    url: str
    secret: str = ""
    connections: int = 40


class Webhook:
    """The delivery of one bot's updates to one address."""

    def __init__(
        self, address: Address, clock: Clock, queue: UpdateQueue, execute: Execute
    ) -> None:
        self.address = address
        self.last_error = ""
        self.last_error_date = 0
        self.closed = False
        self._clock = clock
        self._queue = queue
        self._execute = execute
        self._dice = random.Random(0)
        self._lanes: dict[Hashable, deque[Pending]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(address.connections)
        self._http: aiohttp.ClientSession | None = None
        self._gone_since: float | None = None

    def accept(self, one: Pending) -> None:
        """Queue an update behind the others of its key."""
        lane = self._lanes.get(one.key)
        if lane is not None:
            lane.append(one)
            return
        self._lanes[one.key] = deque([one])
        task = asyncio.get_running_loop().create_task(self._work_off(one.key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop delivering; what was not accepted stays in the queue."""
        self.closed = True
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._http is not None:
            await self._http.close()

    async def _work_off(self, key: Hashable) -> None:
        lane = self._lanes[key]
        while lane and not self.closed:
            await self._deliver(lane[0])
            lane.popleft()
        del self._lanes[key]

    async def _deliver(self, one: Pending) -> None:
        """Try until accepted or expired: at once, then after 2, 4, 8 s ... as the server does."""
        delay, failures = 1.0, 0
        while not self.closed and self._clock.now() < one.expires_at:
            wait = await self._post(one)
            if wait is None:
                break
            if not wait and failures:
                longest = self._dice.uniform(_LONGEST_PAUSE, _LONGEST_PAUSE * 2)
                wait = delay = min(longest, delay * 2)
            failures += 1
            if self._clock.now() + wait > one.expires_at:
                break
            if wait:
                await self._clock.sleep(wait)
        if not self.closed:
            self._queue.drop(one)

    async def _post(self, one: Pending) -> float | None:
        """None if accepted, otherwise the pause that the answer asked for (0: none)."""
        headers = {"Content-Type": "application/json"}
        if self.address.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.address.secret
        try:
            async with (
                self._slots,
                self._session().post(self.address.url, data=one.body, headers=headers) as answer,
            ):
                return await self._judge(answer, await answer.read())
        except (aiohttp.ClientError, TimeoutError):
            return self._failed("Webhook connection closed", 0.0)

    async def _judge(self, answer: aiohttp.ClientResponse, body: bytes) -> float | None:
        if 200 <= answer.status <= 299:
            self._gone_since = None
            if body:
                await self._execute(answer.headers.get("Content-Type", ""), body)
            return None
        if answer.status == 410:
            self._count_gone()
        else:
            self._gone_since = None
        asked = answer.headers.get("Retry-After", "")
        pause = min(int(asked), _RETRY_AFTER_MAX) if asked.isdigit() else 0
        return self._failed(
            f"Wrong response from the webhook: {answer.status} {answer.reason}", float(pause)
        )

    def _count_gone(self) -> None:
        now = self._clock.now()
        if self._gone_since is None:
            self._gone_since = now
        elif now > self._gone_since + _GONE_SECONDS:
            self.closed = True

    def _failed(self, error: str, pause: float) -> float:
        self.last_error = error
        self.last_error_date = int(self._clock.now())
        return pause

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_ANSWER_SECONDS))
        return self._http
