"""A token and a student's words, sent through every door amid failures: they turn up nowhere."""

import asyncio
import io
import logging
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from bot.adapters.telegram.guest import LINK_MARK
from bot.classroom.invitations import NewClass, open_class
from bot.cli.commands import app
from bot.clock import SystemClock
from bot.commands import access
from bot.commands.context import Context
from bot.storage.database import Database
from locales.catalogue import catalogue
from tests.fakes.telegram import FakeTelegram, Person
from tests.fakes.telegram.server import TOKEN
from tests.faults.process import spawn, surroundings
from tests.faults.students import AGAIN, AGREE, is_line
from tests.hosts.stage import SECRET, Way, served
from tests.hosts.test_durable import in_a_talk
from tests.hosts.test_shops import fake

WORDS = "金丝雀在唱歌"
EXPORT = catalogue("").text("button.export")
HARMS = ("status", "html", "truncate", "drop_before", "drop_after", "flood")
METHODS = ("getUpdates", "sendMessage")
LIBRARIES = ("aiogram", "aiohttp", "telegram", "httpx", "httpcore")
DOORS = [
    Way(framework, *way)
    for framework, way in product(
        ("aiogram", "ptb"), (("polling", "durable"), ("webhook", "plain"))
    )
]


class Everything(logging.Handler):
    """Every record of every library, written out with its traceback as a host would."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[tuple[str, str]] = []
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append((record.name, self.format(record)))


@contextmanager
def everything_logged() -> Iterator[Everything]:
    """A host that logs all there is, and never heard of our own logging."""
    root, handler = logging.getLogger(), Everything()
    # Our own bot, started in this process before, may have hushed the libraries.
    before = {logger: logger.level for logger in (root, *map(logging.getLogger, LIBRARIES))}
    root.addHandler(handler)
    for logger in before:
        logger.setLevel(logging.DEBUG)
    try:
        yield handler
    finally:
        root.removeHandler(handler)
        for logger, level in before.items():
            logger.setLevel(level)


def broken(context: Context) -> None:
    """A mistake of ours whose error quotes somebody."""
    raise RuntimeError(f"{WORDS} {context.inbound} {TOKEN}")


def dump(folder: Path) -> str:
    """The whole store as SQL."""
    with closing(sqlite3.connect(folder / "kefu.db")) as store:
        return "\n".join(store.iterdump())


async def suffer(telegram: FakeTelegram, person: Person) -> None:
    """Every kind of trouble on every call, while somebody goes on talking."""
    for harm, method in product(HARMS, METHODS):
        seconds = {"seconds": 1} if harm == "flood" else {}
        telegram.faults.add(harm, method=method, times=1, **seconds)
    for number in range(6):
        person.say(f"{WORDS} {number}")
        await asyncio.sleep(0.1)
    telegram.faults.outage = True
    await asyncio.sleep(0.3)
    telegram.faults.outage = False


@pytest.mark.fault
@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # on reading RetryAfter
@pytest.mark.parametrize("way", DOORS, ids=str)
async def test_no_door_of_a_host_tells_its_token_or_what_students_say(
    way: Way,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entry = access.commands.get("me")
    assert entry is not None
    monkeypatch.setitem(access.commands._entries, "me", replace(entry, handler=broken))
    with ExitStack() as stack:
        async with fake() as telegram, served(telegram, way, tmp_path):
            # Building its client, a library tells the address itself: that is before our time.
            log = stack.enter_context(everything_logged())
            ada = telegram.user("Ada")
            await in_a_talk(telegram, ada)
            await suffer(telegram, ada)
            for words in ("/me", "/crash"):
                ada.say(words)
            await telegram.all_confirmed(40)
            secrets = (telegram.token, telegram.token.partition(":")[2])
    libraries = {"aiogram": {"aiogram"}, "ptb": {"telegram", "httpx", "httpcore"}}
    assert {name.partition(".")[0] for name, _ in log.lines} >= libraries[way.framework]
    told = "\n".join((*(line for _, line in log.lines), *capfd.readouterr(), dump(tmp_path)))
    for secret in (*secrets, SECRET):
        assert secret not in told
    ours = [line for name, line in log.lines if name.startswith("bot.")]
    assert ours
    assert not [line for line in ours if WORDS in line or "Traceback" in line]


@pytest.mark.fault
@pytest.mark.parametrize("adapter", ["aiogram", "ptb"])
async def test_the_bot_of_our_own_tells_neither(adapter: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    async with fake() as telegram:
        environment = surroundings(
            telegram.base_url,
            telegram.token,
            tmp_path,
            KEFU_PLATFORM=adapter,
            KEFU_LOG_LEVEL="DEBUG",
            KEFU_DEBUG="1",
        )
        process = await spawn(environment, log)
        ada = telegram.user("Ada")
        ada.say("/practice 1")
        await ada.until(lambda one: one.sees and one.sees[-1].buttons, 40)
        ada.press(AGREE)
        await ada.next_message(20)
        await ada.next_message(20)
        ada.say("/practice 1")
        await ada.until(lambda one: is_line(one.sees[-1]), 20)
        await suffer(telegram, ada)
        await telegram.all_confirmed(60)
        # A token that Telegram does not know any more ends it with a traceback, as it was asked to.
        telegram.world.bots.clear()
        telegram.bot.poll.interrupt("gone")
        assert await asyncio.wait_for(process.wait(), 60) == 1
    told = log.read_text() + dump(tmp_path)
    assert "Traceback" in log.read_text()
    for secret in (telegram.token, telegram.token.partition(":")[2]):
        assert secret not in told
    assert WORDS not in log.read_text()


# --- what is written down for people -------------------------------------------------------------

RUDE = "你有病吧，滚，别烦我"
PAPERS = ("xlsx", "csv", "xapi", "growth", "poster", "notice", "examples")


async def a_class(folder: Path) -> NewClass:
    """A class in the store of a practice that has not begun yet."""
    database = Database(f"sqlite:///{folder / 'kefu.db'}", SystemClock())
    await database.open(exclusive=True)
    try:
        return await database.write(lambda unit: open_class(unit, "电商2班", "Asia/Shanghai"))
    finally:
        await database.close()


async def come_in(person: Person, code: str) -> None:
    person.start(f"{LINK_MARK}join_{code}")
    await person.until(lambda one: one.sees and one.sees[-1].buttons, 20)
    person.press(AGREE)
    await person.next_message(20)
    await person.next_message(20)


async def failed(person: Person) -> None:
    """A talk to its bitter end: the customer leaves."""
    person.say("/practice 1")
    await person.until(lambda one: is_line(one.sees[-1]), 20)
    while not any(AGAIN in row for row in person.sees[-1].buttons):
        seen = len(person.sees)
        person.say(f"{RUDE} {seen}")
        await person.until(lambda one, seen=seen: len(one.sees) > seen + 1, 20)


async def term(folder: Path, way: Way) -> tuple[tuple[str, ...], dict[str, bytes]]:
    """A class, a talk, every kind of trouble: the secrets, and the files that were handed out."""
    made = await a_class(folder)
    async with fake() as telegram, served(telegram, way, folder):
        teacher, ada = telegram.user("王老师"), telegram.user("Ada")
        await come_in(teacher, made.teacher_code)
        await come_in(ada, made.student_code)
        await failed(ada)
        await suffer(telegram, ada)
        ada.say("/me")
        await telegram.all_confirmed(40)
        ada.say("/mydata")
        await ada.until(lambda one: any(EXPORT in row for row in one.sees[-1].buttons), 20)
        ada.press(EXPORT)
        await ada.until(lambda one: len([each for each in one.sees if each.file]) > 1, 20)
        files = {str(each.id): each.file for each in ada.sees if each.file}
        secrets = (telegram.token, telegram.token.partition(":")[2], SECRET)
    return secrets, files


def opened_up(content: bytes) -> str:
    """Everything that stands in a file, also what is packed inside of it."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(opened_up(packed.read(name)) for name in packed.namelist())
    if content.startswith(b"%PDF"):
        pdf = PdfReader(io.BytesIO(content))
        pages = "\n".join(page.extract_text() for page in pdf.pages)
        return f"{pages}\n{pdf.metadata}\n{content.decode('latin-1')}"
    return content.decode("utf-8", "replace")


@pytest.mark.fault
@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # on reading RetryAfter
def test_nothing_that_is_handed_out_tells_a_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = access.commands.get("me")
    assert entry is not None
    monkeypatch.setitem(access.commands._entries, "me", replace(entry, handler=broken))
    secrets, files = asyncio.run(term(tmp_path, Way("ptb", "webhook", "durable")))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEFU_DATA", str(tmp_path))
    told = []
    for words in (
        ("export", "2"),
        ("export", "2", "--out", "out"),
        ("audit-report",),
        ("audit-report", "--json"),
        ("report", "1"),
        *(("papers", "1", kind, "--out", f"out/{kind}") for kind in PAPERS),
    ):
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 0, (words, done.output, done.exception)
        told.append(done.output)
    written = {str(file): file.read_bytes() for file in (tmp_path / "out").rglob("*.*")}
    assert {Path(name).suffix for name in written} >= {".xlsx", ".csv", ".jsonl", ".pdf", ".html"}
    contents = {**written, **files, "told": "\n".join(told).encode()}
    # What is searched through is really there: the student's own words, in their own copies.
    assert RUDE in opened_up(contents["told"])
    assert any(RUDE in opened_up(content) for content in files.values())
    for name, content in contents.items():
        for secret in secrets:
            assert secret not in opened_up(content), name
            assert secret.encode() not in content, name
