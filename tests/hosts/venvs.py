"""Fresh virtual environments, with packages that are installed by pip for real, offline."""

import asyncio
import os
import subprocess
import sys
import sysconfig
import venv
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_QUIETLY = ("--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--no-compile")
_MAIN = "from bot.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Fresh:
    """An environment in which the program can be run."""

    python: Path

    @classmethod
    def made(cls, folder: Path, *sources: Path) -> "Fresh":
        """One with the program's libraries, the program, and packages made of these sources."""
        venv.create(folder, symlinks=True)
        fresh = cls(folder / "bin" / "python")
        seen = "\n".join((sysconfig.get_path("purelib"), str(ROOT)))
        [libraries] = folder.glob("lib/python*/site-packages")
        (libraries / "program.pth").write_text(seen, "utf-8")
        if sources:
            pip = [sys.executable, "-m", "pip", "--python", fresh.python, "install", *_QUIETLY]
            subprocess.run([*pip, *sources], check=True, timeout=180)
        return fresh

    def kefu(self, folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """The command as somebody runs it in this folder, to its end."""
        return subprocess.run(
            [self.python, "-c", _MAIN, *words],
            cwd=folder,
            env=surroundings(folder, settings),
            input="",
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    @asynccontextmanager
    async def running(self, folder: Path, *words: str, **settings: str) -> AsyncIterator[Process]:
        """`kefu run`, stopped with the block where it still runs; `log` is what it tells."""
        with (folder / "log").open("ab") as told:
            process = await asyncio.create_subprocess_exec(
                self.python,
                *("-c", _MAIN, "run", *words),
                cwd=folder,
                env=surroundings(folder, settings),
                stdout=told,
                stderr=told,
            )
        try:
            yield process
            if process.returncode is None:
                process.terminate()
                assert await asyncio.wait_for(process.wait(), 30) == 0, (folder / "log").read_text()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


def surroundings(folder: Path, settings: dict[str, str]) -> dict[str, str]:
    """An environment with these settings and no others; data stays in the folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KEFU_")}
    kept.pop("PYTHONPATH", None)
    return {**kept, "KEFU_DATA": str(folder / "data"), "PYTHONUTF8": "1", **settings}
