"""Bots as processes of their own, each with a fake Telegram as another, and what they cost."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from tests.fakes.telegram.client import RemotePerson, RemoteTelegram

PATIENCE = 60.0
_LOOK_EVERY = 0.02
_TICKS = os.sysconf("SC_CLK_TCK")


class NotDone(Exception):
    """The bot has not answered everybody in time; its last words are in its log file."""


def pinned(core: int) -> tuple[str, ...]:
    """A prefix that keeps a process on one core, where the machine has several and `taskset`."""
    if shutil.which("taskset") is None or (os.cpu_count() or 1) < 2:
        return ()
    return ("taskset", "-c", str(core))


@dataclass(slots=True)
class MeasuredBot:
    """A running bot: its fake Telegram, its process and its store."""

    telegram: RemoteTelegram
    pid: int
    store: Path
    done: Callable[["MeasuredBot"], bool]
    said: int = 0

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """What the bot's store says; reading costs the bot nothing."""
        with closing(sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()

    def cpu(self) -> float:
        """Seconds of processor time of the bot so far, user and system, all threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def say(self, words: Sequence[tuple[RemotePerson, str]], per_second: float) -> None:
        """Everybody says something, at this rate or (0) all at once; returns when all is done."""
        if not per_second:
            self.telegram.batch(
                [{"do": "say", "user_id": person.id, "text": text} for person, text in words]
            )
        began = time.perf_counter()
        for number, (person, text) in enumerate(words if per_second else ()):
            time.sleep(max(0.0, began + number / per_second - time.perf_counter()))
            person.say(text)
        self.said += len(words)
        self.settle()

    def settle(self) -> None:
        """Wait until everything that was said is answered and on disk."""
        give_up = time.perf_counter() + PATIENCE
        while not self.done(self):
            if time.perf_counter() > give_up:
                raise NotDone(f"{NotDone.__doc__} ({self.store.parent})")
            time.sleep(_LOOK_EVERY)


@contextmanager
def our_bot(folder: Path) -> Iterator[MeasuredBot]:
    """`kefu run` without its paces and without the wait for further bubbles."""
    with RemoteTelegram.spawn("--no-flood", prefix=pinned(1)) as telegram:
        environment = {
            "KEFU_TELEGRAM_TOKEN": telegram.token,
            "KEFU_TELEGRAM_API": telegram.base_url,
            "KEFU_DATA": str(folder),
            "KEFU_SETTLE_SECONDS": "0",
        }
        command = [sys.executable, "-m", "tests.benchmarks.unpaced_bot"]
        with _process(command, environment, folder) as pid:
            yield MeasuredBot(telegram, pid, folder / "kefu.db", _ours_is_done)


@contextmanager
def echo_bot(folder: Path) -> Iterator[MeasuredBot]:
    """The bare echo bot."""
    with RemoteTelegram.spawn("--no-flood", prefix=pinned(1)) as telegram:
        store = folder / "echo.db"
        module = "tests.benchmarks.echo_bot"
        command = [sys.executable, "-m", module, telegram.base_url, telegram.token, str(store)]
        with _process(command, {}, folder) as pid:
            yield MeasuredBot(telegram, pid, store, _echo_is_done)


@contextmanager
def _process(command: list[str], environment: dict[str, str], folder: Path) -> Iterator[int]:
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            [*pinned(0), *command], env={**os.environ, **environment}, stdout=log, stderr=log
        )
        try:
            yield process.pid
        finally:
            process.terminate()
            process.wait(20)


def _ours_is_done(bot: MeasuredBot) -> bool:
    """Every update has taken effect, every customer has reacted, every receipt is on disk."""
    try:
        [(seen, settling, waiting)] = bot.ask(
            "select (select count(*) from seen), "
            "(select count(*) from timer where kind = 'settle'), "
            "(select count(*) from outbox where state in ('queued', 'sending'))"
        )
    except sqlite3.OperationalError:
        return False  # not created yet
    return bool(seen >= bot.said and not settling and not waiting)


def _echo_is_done(bot: MeasuredBot) -> bool:
    return bool(bot.telegram.stats()["calls"].get("sendMessage", 0) >= bot.said)


_numbers = count(1)


def people(bot: MeasuredBot, many: int) -> list[RemotePerson]:
    """So many more people who know the bot."""
    return [bot.telegram.user(f"学生{next(_numbers)}") for _ in range(many)]
