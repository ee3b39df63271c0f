"""Whether posts reach us is asked of Telegram; nobody is blamed for silence while they do not."""

import asyncio
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.adapters.telegram.client import CallFailed, Problem
from bot.adapters.telegram.login import Connection, TokenRefused
from bot.adapters.telegram.messenger import Polled, ServerMissing, messenger_by
from bot.adapters.telegram.posted import CannotListen, Posted, listening
from bot.adapters.telegram.sending import TelegramPlatform
from bot.adapters.telegram.webhook import WeakSecret
from bot.settings import Settings
from locales.catalogue import catalogue

URL = "https://school.example/kefu"
BEGUN = datetime(2026, 9, 1, 8, tzinfo=UTC)
FINE: dict[str, Any] = {"url": URL, "pending_update_count": 0}


class Clock:
    """Moves by what is slept."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return BEGUN + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        await asyncio.sleep(0)


class Telegram:
    """Answers one question after the other by script, noting what was so before each."""

    bot_id = 1

    def __init__(self, answers: list[dict[str, Any] | Problem]) -> None:
        self._answers: Iterator[dict[str, Any] | Problem] = iter(answers)
        self.calls: list[str] = []
        self.in_touch: list[bool] = []
        self.done = asyncio.Event()
        self.posted: Posted

    async def call(self, method: str, within: float, **parameters: Any) -> Any:
        self.calls.append(method)
        if method != "getWebhookInfo":
            return True
        self.in_touch.append(self.posted.in_touch)
        answer = next(self._answers, None)
        if answer is None:
            self.done.set()
            return await asyncio.Future()
        if isinstance(answer, Problem):
            raise CallFailed(answer)
        return answer


class Intake:
    """Notes since when we are told to have been away."""

    def __init__(self) -> None:
        self.away: list[datetime] = []

    async def returned(self, since: datetime) -> None:
        self.away.append(since)


async def watched(*answers: dict[str, Any] | Problem) -> tuple[Telegram, Intake, Clock]:
    """Serve until Telegram has nothing more to say."""
    telegram, intake, clock = Telegram(list(answers)), Intake(), Clock()
    settings = Settings(webhook=URL, webhook_listen="127.0.0.1:0", _env_file=None)
    telegram.posted = Posted(
        Connection(telegram, "coach", TelegramPlatform(telegram, "coach")), settings, clock
    )
    serving = asyncio.create_task(telegram.posted.receive(intake))
    done = asyncio.create_task(telegram.done.wait())
    await asyncio.wait((serving, done), return_when=asyncio.FIRST_COMPLETED, timeout=5)
    done.cancel()
    if serving.done():
        await serving
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    return telegram, intake, clock


def failing(seconds: float, waiting: int = 3) -> dict[str, Any]:
    """Posts that Telegram could not deliver so many seconds after the beginning."""
    at = int((BEGUN + timedelta(seconds=seconds)).timestamp())
    return {"url": URL, "pending_update_count": waiting, "last_error_date": at}


async def test_posts_that_wait_are_no_trouble_as_long_as_they_arrive() -> None:
    telegram, intake, _ = await watched(FINE, {**FINE, "pending_update_count": 7}, failing(-60))
    assert telegram.in_touch == [False, True, True, True]
    assert intake.away == []


async def test_time_in_which_posts_did_not_arrive_is_given_back() -> None:
    telegram, intake, clock = await watched(FINE, failing(5), failing(5), failing(5, 0))
    assert telegram.in_touch == [False, True, False, False, True]
    assert intake.away == [BEGUN]
    assert clock.seconds > 10


async def test_telegram_out_of_our_reach_counts_as_well() -> None:
    _, intake, _ = await watched(FINE, Problem.UNCERTAIN, Problem.NEVER_LEFT, FINE)
    assert intake.away == [BEGUN]


@pytest.mark.parametrize("other", ["", "https://elsewhere.example/hook"])
async def test_the_address_is_set_taken_back_and_taken_down(other: str) -> None:
    telegram, _, _ = await watched(FINE, {**FINE, "url": other}, FINE)
    assert telegram.calls.count("setWebhook") == 2
    assert telegram.calls[-1] == "deleteWebhook"


async def test_an_address_may_be_written_in_another_way_by_telegram() -> None:
    written = {**FINE, "url": "https://school.example:443/kefu"}
    telegram, _, _ = await watched(written, written, written)
    assert telegram.calls.count("setWebhook") == 1


async def test_a_token_that_is_refused_ends_it() -> None:
    with pytest.raises(TokenRefused):
        await watched(FINE, Problem.UNAUTHORIZED)


def test_an_address_to_listen_on_that_is_taken_is_named_with_what_to_set() -> None:
    with listening("127.0.0.1:0") as taken:
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(CannotListen) as refused, listening(where):
            pass
    told = refused.value.explain(catalogue("en"))
    assert where in told
    assert "KEFU_WEBHOOK_LISTEN" in told


async def test_a_secret_that_can_be_guessed_is_refused_before_telegram_is_asked() -> None:
    telegram, clock = Telegram([]), Clock()
    settings = Settings(webhook_secret="short", webhook_listen="127.0.0.1:0", _env_file=None)
    connection = Connection(telegram, "coach", TelegramPlatform(telegram, "coach"))
    with pytest.raises(WeakSecret):
        await Posted(connection, settings, clock).receive(Intake())
    assert telegram.calls == []


@pytest.mark.parametrize(
    "where", ["", "8080", "host", "localhost:99999", "localhost:", "no host:1"]
)
def test_an_address_to_listen_on_that_makes_no_sense_is_refused(where: str) -> None:
    with pytest.raises(CannotListen), listening(where):
        pass


def test_an_address_may_be_of_the_newer_kind() -> None:
    with listening("[::1]:0") as door:
        assert door.getsockname()[0] == "::1"


async def test_without_the_server_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "bot.adapters.telegram.posted")
    telegram = Telegram([])
    connection = Connection(telegram, "coach", TelegramPlatform(telegram, "coach"))
    with pytest.raises(ServerMissing):
        messenger_by(connection, Settings(webhook=URL, _env_file=None), Clock())
    assert "kefu-coach[webhook]" in ServerMissing().explain(catalogue("en"))


async def test_whoever_asks_takes_down_first_what_was_left_standing() -> None:
    telegram = Telegram([])
    polled = Polled(Connection(telegram, "coach", TelegramPlatform(telegram, "coach")), Clock())
    assert not polled.in_touch
    asking = asyncio.create_task(polled.receive(Intake()))
    while "getUpdates" not in telegram.calls:
        await asyncio.sleep(0)
    asking.cancel()
    await asyncio.wait((asking,))
    assert telegram.calls.index("deleteWebhook") < telegram.calls.index("getUpdates")
