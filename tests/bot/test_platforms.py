"""Messengers of other people's: what their mistakes cost."""

import inspect
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib.metadata import EntryPoint
from types import SimpleNamespace
from typing import Any

import pytest

from bot import platforms
from bot.adapters.console.send import ConsolePlatform
from bot.clock import SystemClock
from bot.platforms import PLATFORMS, BrokenPlatform, Guarded, GuardedPlatform, Offer, offers
from bot.practice.messages import Ambiguous, Capabilities, Chat, IncomingFile, Message, Queued
from bot.practice.messenger import Messenger
from bot.practice.ports import Platform
from bot.serving import receive
from bot.settings import Settings
from bot.storage.store import AlreadyRunning
from bot.trouble import Trouble

QUEUED = Queued(1, "x:1", Message(Chat("ada"), "在吗"))


class Bad:
    """A messenger and platform whose every method fails."""

    name, channel, capabilities = "bad", "x:1", Capabilities()

    @property
    def platform(self) -> "Bad":
        return self

    @property
    def in_touch(self) -> bool:
        raise KeyError

    async def fail(self, *_: object) -> Any:
        raise OSError

    send = probe = fetch = acknowledge = receive = fail


async def test_what_a_platform_fails_to_answer_is_not_known_and_nothing_more() -> None:
    guarded = Guarded(Bad())
    assert isinstance(await guarded.platform.send(QUEUED), Ambiguous)
    assert await guarded.platform.probe() is False
    assert await guarded.platform.fetch(IncomingFile("1", "a.txt", 1)) is None
    await guarded.platform.acknowledge("ticket")
    assert guarded.in_touch is False


async def test_an_answer_that_is_none_counts_as_perhaps_sent() -> None:
    async def sent(_queued: Queued) -> str:
        return "ok"

    platform = SimpleNamespace(channel="x:1", capabilities=Capabilities(), send=sent)
    assert isinstance(await GuardedPlatform(platform).send(QUEUED), Ambiguous)


async def test_a_platform_that_works_is_not_hindered() -> None:
    shown: list[object] = []
    guarded = GuardedPlatform(ConsolePlatform(SystemClock(), shown.append))
    await guarded.send(QUEUED)
    assert len(shown) == 1
    assert await guarded.probe()


def test_all_that_a_messenger_and_a_platform_promise_is_looked_for() -> None:
    promised = {name for name, _ in inspect.getmembers(Messenger) if not name.startswith("_")}
    assert set(platforms._MESSENGER) == promised
    promised = {name for name, _ in inspect.getmembers(Platform) if not name.startswith("_")}
    assert set(platforms._PLATFORM) == promised


# --- receiving -----------------------------------------------------------------------------------


class Time:
    """Moves by what is slept, and ends the test when it was slept often enough."""

    def __init__(self, most: int) -> None:
        self.slept: list[float] = []
        self._most = most

    def now(self) -> datetime:
        return datetime(2026, 9, 1, tzinfo=UTC)

    def monotonic(self) -> float:
        return sum(self.slept)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        if len(self.slept) == self._most:
            raise EnoughSeen


class EnoughSeen(Exception):
    """The test has seen what it wanted to."""


def messenger(act: Callable[[], Awaitable[None]]) -> Any:
    async def tell(_intake: object) -> None:
        await act()

    return SimpleNamespace(name="wire", receive=tell)


class Intake:
    """Notes since when we are told to have been away."""

    def __init__(self) -> None:
        self.away: list[datetime] = []

    async def returned(self, since: datetime) -> None:
        self.away.append(since)


async def test_receiving_that_fails_is_tried_again_ever_more_slowly() -> None:
    time, calls, intake = Time(9), [], Intake()

    async def crash() -> None:
        calls.append(1)
        raise ValueError

    with pytest.raises(EnoughSeen):
        await receive(messenger(crash), intake, time)
    assert len(calls) == 9
    assert len(intake.away) == 8, "nobody is blamed for silence meanwhile"
    assert time.slept[:3] == [0.5, 1.0, 2.0]
    assert max(time.slept) == 30.0


async def test_receiving_that_ends_by_itself_is_begun_again() -> None:
    time = Time(2)

    async def end() -> None:
        return

    with pytest.raises(EnoughSeen):
        await receive(messenger(end), Intake(), time)


@pytest.mark.parametrize("error", [Trouble, AlreadyRunning])
async def test_what_people_must_mend_ends_it_at_once(error: type[Exception]) -> None:
    async def stop() -> None:
        raise error

    with pytest.raises(error):
        await receive(messenger(stop), Intake(), Time(1))


# --- the table -----------------------------------------------------------------------------------


def entry(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, PLATFORMS)


def test_a_name_that_is_announced_twice_is_left_out_and_ours_cannot_be_taken(
    caplog: pytest.LogCaptureFixture,
) -> None:
    found = offers([entry("a", "x:f"), entry("a", "y:f"), entry("b", "z:f"), entry("ptb", "z:f")])
    assert set(found) == {"aiogram", "ptb", "b"}
    assert found["ptb"].entry.value.startswith("bot.adapters.")
    refused = [record for record in caplog.records if "platform_refused" in record.getMessage()]
    assert [record.levelno for record in refused] == [logging.ERROR] * 2


class Good(Bad):
    """One that has all that is needed."""

    in_touch = True


@asynccontextmanager
async def fails_to_leave(_settings: Settings, clock: SystemClock) -> AsyncIterator[Good]:
    yield Good()
    raise OSError


@asynccontextmanager
async def fails_when_asked(_settings: Settings, clock: SystemClock) -> AsyncIterator[Bad]:
    yield Bad()


@asynccontextmanager
async def fails_to_come(_settings: Settings, clock: SystemClock) -> AsyncIterator[Bad]:
    raise ValueError("which port?")
    yield Bad()


@pytest.mark.parametrize(
    ("connect", "why"), [("fails_to_come", "which port"), ("fails_when_asked", "KeyError")]
)
async def test_what_fails_while_connecting_names_the_package_and_why(
    connect: str, why: str
) -> None:
    offer = Offer("wire", entry("wire", f"{__name__}:{connect}"), "kefu-wire 1.0")
    with pytest.raises(BrokenPlatform, match=rf"kefu-wire 1\.0.*{why}"):
        async with offer.connected(Settings(), SystemClock()):
            pass


async def test_what_fails_while_leaving_is_only_logged(caplog: pytest.LogCaptureFixture) -> None:
    offer = Offer("wire", entry("wire", f"{__name__}:fails_to_leave"), "kefu-wire 1.0")
    async with offer.connected(Settings(), SystemClock()) as given:
        assert given.name == "bad"
    assert "platform_not_left" in caplog.text
