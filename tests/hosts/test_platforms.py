"""A messenger of somebody else's: installed by pip, served for real, and no harm when broken."""

import asyncio
import json
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.faults import books
from tests.faults.students import AGREE
from tests.hosts.venvs import Fresh

WIRE = Path(__file__).parent / "platforms" / "wire"
FACES = ("🤬", "😠", "😐", "🙂")

PYPROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "kefu-{package}"
version = "1.0"

[project.entry-points."kefu.platforms"]
{name} = "kefu_{package}:connect"

[tool.hatch.build.targets.wheel]
packages = ["kefu_{package}"]
"""
SHAPELESS = """
from contextlib import asynccontextmanager

@asynccontextmanager
async def connect(settings, clock):
    yield object()
"""
BROKEN = {
    "crashing": ("crashing", "def ("),
    "needy": ("needy", "import a_library_that_nobody_has"),
    "hollow": ("hollow", ""),
    "shapeless": ("shapeless", SHAPELESS),
    "twin_a": ("twin", SHAPELESS),
    "twin_b": ("twin", SHAPELESS),
    "impostor": ("ptb", SHAPELESS),
}
"""Packages, the name of the platform that each announces, and what is in it."""


def broken(folder: Path, package: str) -> Path:
    name, source = BROKEN[package]
    own = folder / package / f"kefu_{package}"
    own.mkdir(parents=True)
    (own / "__init__.py").write_text(source, "utf-8")
    written = PYPROJECT.format(package=package, name=name)
    (folder / package / "pyproject.toml").write_text(written, "utf-8")
    return folder / package


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """An environment with one good platform and seven bad ones."""
    folder = tmp_path_factory.mktemp("platforms")
    without = shutil.ignore_patterns("__pycache__")
    wire = shutil.copytree(WIRE, folder / "wire", ignore=without)
    return Fresh.made(folder / "venv", wire, *(broken(folder, each) for each in BROKEN))


class Caller:
    """Somebody at the other end of the wire."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.shown: list[dict[str, Any]] = []
        self.taken: list[int] = []

    def tell(self, **what: Any) -> None:
        self._writer.write(json.dumps(what).encode() + b"\n")

    async def until_taken(self, key: int) -> None:
        while key not in self.taken:
            await self._hear()

    async def sees(self, *words: str) -> dict[str, Any]:
        """The next message with one of these in it, or the last one if it has."""
        while not (self.shown and any(word in self.shown[-1]["text"] for word in words)):
            await self._hear()
        return self.shown[-1]

    async def _hear(self) -> None:
        told = json.loads(await asyncio.wait_for(self._reader.readline(), 20))
        if "taken" in told:
            self.taken.append(told["taken"])
        else:
            self.shown.append(told)

    def press(self, key: int, label: str) -> None:
        payload = dict(self.shown[-1]["buttons"])[label]
        self.tell(key=key, press=payload)


@asynccontextmanager
async def calling(port: int, person: str) -> AsyncIterator[Caller]:
    """A line to the bot, as soon as it listens."""
    async with asyncio.timeout(40):
        while True:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                break
            except ConnectionRefusedError:
                await asyncio.sleep(0.05)
    caller = Caller(reader, writer)
    caller.tell(person=person)
    yield caller
    writer.close()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def test_a_talk_over_somebody_elses_messenger_goes_on_after_a_kill(
    fresh: Fresh, tmp_path: Path
) -> None:
    port = free_port()
    settings = {"KEFU_WIRE": f"127.0.0.1:{port}", "KEFU_SETTLE_SECONDS": "0"}
    async with (
        fresh.running(tmp_path, "--platform", "wire", **settings) as process,
        calling(port, "ada") as ada,
    ):
        ada.tell(key=1, say="/practice 1")
        while not (ada.shown and ada.shown[-1]["buttons"]):
            await ada._hear()
        ada.press(2, AGREE)
        await ada.until_taken(2)
        ada.tell(key=3, say="/practice 1")
        await ada.sees(*FACES)
        ada.tell(key=4, say="您好，非常抱歉，我马上帮您查一下")
        await ada.until_taken(4)
        process.kill()
        await process.wait()
    said = books.bubbles(tmp_path / "data" / "kefu.db")
    assert len(said) == 1
    settings["KEFU_PLATFORM"] = "wire"
    async with fresh.running(tmp_path, **settings), calling(port, "ada") as ada:
        ada.tell(key=4, say="您好，非常抱歉，我马上帮您查一下")
        await ada.until_taken(4)
        await ada.sees(*FACES)
        ada.tell(key=5, say="/stop")
        await ada.until_taken(5)
    assert books.bubbles(tmp_path / "data" / "kefu.db") == said
    log = (tmp_path / "log").read_text("utf-8")
    assert "event='stopped'" in log
    assert "Traceback" not in log


def test_all_platforms_are_listed_with_what_is_wrong_and_what_to_do(
    fresh: Fresh, tmp_path: Path
) -> None:
    listed = fresh.kefu(tmp_path, "platforms", "--json")
    assert listed.returncode == 1, listed.stderr
    rows = {row["name"]: row for row in map(json.loads, listed.stdout.splitlines())}
    installed = {name for name, row in rows.items() if row["state"] == "installed"}
    assert installed == {"aiogram", "ptb", "wire", "shapeless"}
    assert rows["wire"]["package"] == "kefu-wire 1.0"
    assert rows["ptb"]["package"] == "kefu-coach"
    wrong = {"crashing": "SyntaxError", "needy": "a_library_that_nobody_has", "hollow": "connect"}
    for name, why in wrong.items():
        assert rows[name]["state"] == "broken"
        assert why in rows[name]["hint"]
        assert f"kefu-{name} 1.0" in rows[name]["hint"]
    refused = [line for line in listed.stderr.splitlines() if "platform_refused" in line]
    assert len(refused) == 2
    assert sum("kefu-twin_a 1.0" in line and "kefu-twin_b 1.0" in line for line in refused) == 1
    assert sum("kefu-impostor 1.0" in line and "'ptb'" in line for line in refused) == 1


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("crashing", "SyntaxError"),
        ("shapeless", "no name, platform, in_touch, receive"),
        ("twin", "wire"),
        ("nowhere", "wire"),
        ("wire", "KEFU_WIRE"),
    ],
)
def test_a_platform_that_cannot_be_served_is_one_clear_line(
    fresh: Fresh, tmp_path: Path, name: str, why: str
) -> None:
    ended = fresh.kefu(tmp_path, "run", "--platform", name, KEFU_LOG_LEVEL="CRITICAL")
    assert ended.returncode == 1
    [line] = ended.stderr.splitlines()
    assert name in line
    assert why in line
    assert "kefu platforms" in line
