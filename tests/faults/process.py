"""The real `kefu run` in a process of its own, to be killed, stopped and started again."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

_COMMAND = (sys.executable, "-c", "from bot.cli import main; main()", "run")
_ZYGOTE = (sys.executable, "-m", "tests.faults.zygote")
_ROOT = Path(__file__).parents[2]


def surroundings(base_url: str, token: str, data: Path, **settings: str) -> dict[str, str]:
    """The environment of a `kefu run` that serves the fake at this address."""
    given = {
        "KEFU_TELEGRAM_TOKEN": token,
        "KEFU_TELEGRAM_API": base_url,
        "KEFU_DATA": str(data),
        "KEFU_PLATFORM": os.environ.get("KEFU_PLATFORM", "aiogram"),
        "KEFU_LOG_LEVEL": "WARNING",
        **settings,
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KEFU_")}
    return {**kept, **given}


async def spawn(environment: dict[str, str], log: Path) -> Process:
    """Start `kefu run` from nothing; what it complains about goes to the log file."""
    with log.open("ab") as complaints:
        return await asyncio.create_subprocess_exec(
            *_COMMAND, env=environment, stderr=complaints, cwd=_ROOT
        )


class Nest:
    """Bears one `kefu run` after another out of a process that has imported everything."""

    def __init__(self, parent: Process) -> None:
        self._parent = parent
        self._child = 0

    async def run(self) -> None:
        """Start the next one."""
        self._child = int(await self._ask("run"))

    async def kill(self) -> int:
        """SIGKILL it, and wait until it is gone; how it ended, as `-signal` or an exit code."""
        return await self._end(signal.SIGKILL)

    async def terminate(self) -> int:
        """SIGTERM it, and wait until it is gone; its exit code."""
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        os.kill(self._child, how)
        return int(await self._ask("reap"))

    async def _ask(self, word: str) -> str:
        assert self._parent.stdin is not None
        self._parent.stdin.write(f"{word}\n".encode())
        return await self._answer()

    async def _answer(self) -> str:
        assert self._parent.stdout is not None
        return (await self._parent.stdout.readline()).decode().strip()

    @classmethod
    @asynccontextmanager
    async def warm(cls, environment: dict[str, str], log: Path) -> "AsyncIterator[Nest]":
        """A nest that is ready to bear; a last child that is still alive dies with it."""
        with log.open("ab") as complaints:
            parent = await asyncio.create_subprocess_exec(
                *_ZYGOTE, stdin=PIPE, stdout=PIPE, stderr=complaints, env=environment, cwd=_ROOT
            )
        nest = cls(parent)
        try:
            assert await nest._answer() == "ready"
            yield nest
        finally:
            assert parent.stdin is not None
            parent.stdin.close()
            await parent.wait()
