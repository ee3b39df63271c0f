"""The fake itself: one HTTP server on loopback and the control surface for tests."""

from collections import deque
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

from tests.fakes.telegram import (  # noqa: F401  (each fills the table of methods)
    methods_bot,
    methods_chats,
    methods_files,
    methods_messages,
    methods_updates,
)
from tests.fakes.telegram.answers import answered, cut, refused
from tests.fakes.telegram.bots import BotAccount
from tests.fakes.telegram.calls import NAMES, Call, execute, opened
from tests.fakes.telegram.chats import Account, Chat, Kind
from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.errors import RefusalError
from tests.fakes.telegram.faults import Faults
from tests.fakes.telegram.flood import Violation
from tests.fakes.telegram.groups import BASIC_ID, SUPER_ID, Group
from tests.fakes.telegram.harm import suffer
from tests.fakes.telegram.limits import UPLOAD_BYTES, Rules
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.world import CallRecord, World

T = TypeVar("T")
TOKEN = "5000000001:AAFakeFakeFakeFakeFakeFakeFakeFake1"
_BODY_LIMIT = UPLOAD_BYTES + 1024 * 1024
Control = Callable[["FakeTelegram", web.BaseRequest], Awaitable[web.StreamResponse]]


class FakeTelegram:
    """`async with FakeTelegram() as telegram:` serves the Bot API at `telegram.base_url`."""

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        rules: Rules | None = None,
        seed: int = 0,
        control: Control | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.faults = Faults(seed)
        self.world = World(self.clock, rules or Rules(), self.faults)
        self.bot = self.world.add_bot(TOKEN, "kefu_coach_bot", "客服陪练")
        self.base_url = ""
        self._control = control
        self._runner: web.ServerRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()
        if kind is None and self.world.log.crashes:
            raise self.world.log.crashes[0]

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; the address is in `base_url`."""
        server = web.Server(self._serve, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.05, keepalive_timeout=3600)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound_host, bound_port = self._runner.addresses[0][:2]
        self.base_url = f"http://{bound_host}:{bound_port}"

    async def stop(self) -> None:
        """Stop listening and delivering."""
        for bot in self.world.bots.values():
            bot.poll.interrupt("the fake is shutting down")
            if bot.webhook is not None:
                await bot.webhook.close()
        if self._runner is not None:
            await self._runner.cleanup()

    # What tests set up

    @property
    def token(self) -> str:
        """The default bot's token."""
        return self.bot.token

    def add_bot(
        self, token: str, username: str, name: str = "另一个机器人", *, privacy: bool = True
    ) -> BotAccount:
        """One more bot."""
        return self.world.add_bot(token, username, name, privacy)

    def user(self, first_name: str, id: int | None = None, **details: Any) -> Person:  # noqa: A002
        """One more human being (`last_name`, `username`, `language`)."""
        account = Account(id or 700_000_000 + self.world.number(), first_name, **details)
        if account.id in self.world.accounts:
            raise ValueError(f"there is a user {account.id} already")
        self.world.accounts[account.id] = account
        return Person(self.world, account, self.bot)

    def group(
        self,
        title: str,
        members: list[Person],
        *,
        supergroup: bool = False,
        forum: bool = False,
        with_bot: bool = True,
    ) -> Group:
        """One more group; the first member owns it and adds the default bot."""
        base = SUPER_ID if supergroup or forum else BASIC_ID
        kind: Kind = "supergroup" if supergroup or forum else "group"
        chat = Chat(base - self.world.number(), kind, title, forum=forum)
        group = Group(self.world, chat, members, self.bot)
        if with_bot:
            group.add_bot()
        return group

    # What tests look at

    @property
    def calls(self) -> deque[CallRecord]:
        """Every API call, in order of arrival."""
        return self.world.log.calls

    def calls_of(self, method: str) -> list[CallRecord]:
        """The calls of one method."""
        return [call for call in self.calls if call.method.lower() == method.lower()]

    @property
    def violations(self) -> list[Violation]:
        """Calls made before a 429's `retry_after` was over."""
        return self.world.log.violations

    def pending(self, bot: BotAccount | None = None) -> int:
        """Updates that a bot has not confirmed."""
        return len((bot or self.bot).queue)

    async def until(self, look: Callable[[], T], timeout: float = 5.0) -> T:
        """Wait until something is so; looked at after every call and every act."""
        return await self.world.changed.until(look, timeout)

    async def all_confirmed(self, timeout: float = 5.0) -> None:
        """Wait until the bot has confirmed every update (real seconds)."""
        queue = self.bot.queue
        await queue.emptied.until(lambda: not queue, timeout)

    def stats(self) -> dict[str, Any]:
        """Figures for benchmarks: calls by method, updates, delays of replies in real seconds."""
        delays = sorted(self.world.log.reply_delays)
        return {
            "calls": dict(self.world.log.counts),
            "updates": sum(bot.queue.total for bot in self.world.bots.values()),
            "pending": sum(len(bot.queue) for bot in self.world.bots.values()),
            "violations": len(self.violations),
            "crashes": [repr(crash) for crash in self.world.log.crashes],
            "replies": len(delays),
            **{
                f"reply_p{share}_s": delays[min(len(delays) - 1, len(delays) * share // 100)]
                for share in (50, 95, 99)
                if delays
            },
        }

    # The wire

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.rel_url.path
        if self._control is not None and path.startswith("/control/"):
            return await self._control(self, request)
        if self.faults.outage:
            return cut(request)
        if path.startswith("/file/bot"):
            return self._file(path)
        token, _, name = path.removeprefix("/bot").partition("/")
        bot = self.world.bots.get(token)
        if not path.startswith("/bot") or bot is None:
            return refused(_bad_token(token))
        body = await request.content.read()
        try:
            return await self._answer(request, body, bot, name)
        except RefusalError as refusal:
            return refused(refusal)
        except Exception as crash:
            self.world.log.crashes.append(crash)
            raise

    async def _answer(
        self, request: web.BaseRequest, body: bytes, bot: BotAccount, name: str
    ) -> web.StreamResponse:
        if len(body) > _BODY_LIMIT:
            raise RefusalError(413, "Request Entity Too Large")
        params = Params.read(
            request.rel_url.raw_query_string, request.headers.get("Content-Type", ""), body
        )
        call = Call(self.world, bot, NAMES.get(name.lower(), name), params)
        record = opened(call)

        async def perform() -> web.Response:
            return answered(await execute(call, record))

        fault = self.faults.strike(name.lower(), record.chat_id) if self.faults.rules else None
        if fault is None:
            return await perform()
        record.fault = fault.harm.value
        return await suffer(fault, request, call, perform)

    def _file(self, path: str) -> web.Response:
        token, _, rest = path.removeprefix("/file/bot").partition("/")
        upload = self.world.files.get(rest.rpartition("/")[2])
        if token not in self.world.bots or upload is None:
            return refused(RefusalError(404, "Not Found"))
        return web.Response(body=upload.content, content_type="application/octet-stream")


def _bad_token(token: str) -> RefusalError:
    number, _, secret = token.partition(":")
    if number.isdigit() and secret:
        return RefusalError(401, "Unauthorized")
    return RefusalError(404, "Not Found")
