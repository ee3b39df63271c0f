"""Many people who write, read the answer and write again: the load for benchmarks.

It runs inside the fake, so that one update costs no control request.
"""

import asyncio
import time
from typing import Any

from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import FakeTelegram


class Crowd:
    """`people` persons say `turns` things each; somebody's next turn follows the bot's answer."""

    def __init__(
        self,
        telegram: FakeTelegram,
        people: int = 20,
        turns: int = 50,
        text: str = "您好，请问有什么可以帮您？",
        timeout: float = 120.0,
    ) -> None:
        self._telegram = telegram
        self._text = text
        self._turns = turns
        self._timeout = timeout
        self._people = [telegram.user(f"学生{number}") for number in range(people)]
        self._delays: list[float] = []

    async def run(self) -> dict[str, Any]:
        """Talk it through; figures in real seconds."""
        began = time.perf_counter()
        async with asyncio.timeout(self._timeout):
            await asyncio.gather(*(self._talk(person) for person in self._people))
        seconds = time.perf_counter() - began
        delays = sorted(self._delays)
        return {
            "turns": len(delays),
            "seconds": seconds,
            "turns_per_second": len(delays) / seconds,
            "p50_s": delays[len(delays) // 2],
            "p95_s": delays[len(delays) * 95 // 100],
            "p99_s": delays[len(delays) * 99 // 100],
        }

    async def _talk(self, person: Person) -> None:
        for _ in range(self._turns):
            said = time.perf_counter()
            person.say(self._text)
            await person.next_message(self._timeout)
            self._delays.append(time.perf_counter() - said)
