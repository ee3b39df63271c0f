"""Receiving from Telegram by a webhook of our own: a server that answers only after the commit.

TLS is the business of whatever stands in front (a reverse proxy, a tunnel). While we are down
nothing is lost: Telegram keeps what was not answered with 200 for a day, and posts it again.
"""

import asyncio
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import uvicorn

from bot.adapters.telegram.client import CallFailed, Problem, Reply
from bot.adapters.telegram.login import Connection, TokenRefused, insist, show_menu
from bot.adapters.telegram.sending import CALL_SECONDS
from bot.adapters.telegram.taking import Taking
from bot.adapters.telegram.updates import KINDS
from bot.adapters.telegram.webhook import Webhook
from bot.logs import get_logger
from bot.nursery import Nursery
from bot.practice.messenger import Intake
from bot.practice.ports import Clock
from bot.secrets import new_secret
from bot.settings import Settings
from bot.trouble import Trouble

log = get_logger(__name__)

_LOOK_SECONDS = 10.0
_ANXIOUS_LOOK_SECONDS = 2.0
_GRACE_SECONDS = 5
"""So long may posts that are being taken go on, and so long may Telegram take to let us go."""
_MOST_CALLERS = 256
"""At once; Telegram keeps at most 100 connections, everybody else has no business here."""
_LAST_PORT = 65535
_LISTEN = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[^:]*):(?P<port>[0-9]{1,5})")


class WebhookRefused(Trouble):
    """Telegram does not post to this address: it must be https and reachable from outside."""

    key = "trouble.webhook_refused"


class CannotListen(Trouble):
    """The webhook's server cannot listen there: set KEFU_WEBHOOK_LISTEN to a free host:port."""

    key = "trouble.cannot_listen"


class Posted:
    """Receives posts at `settings.webhook`, with a secret that is drawn where none is set."""

    def __init__(self, connection: Connection, settings: Settings, clock: Clock) -> None:
        self.name = connection.username
        self.platform = connection.platform
        self.in_touch = False
        self._connection = connection
        self._client = connection.client
        self._clock = clock
        self._url = settings.webhook
        self._seen_url = ""
        self._listen = settings.webhook_listen
        given = settings.webhook_secret
        self._secret = given.get_secret_value() if given else new_secret()
        self._fine_at = clock.now()
        self._lost_at: datetime | None = None

    async def receive(self, intake: Intake) -> None:
        """Serve until cancelled; the webhook is set while we can be posted to, and no longer."""
        taking = Taking(self._connection, intake)
        async with Nursery() as nursery:

            async def accept(update: Reply) -> None:
                # In the nursery: whatever fails there ends us, and Telegram is answered 500.
                await nursery.start(taking.take((update,), nursery), "take")

            with listening(self._listen) as door:
                server = _server(Webhook(self._secret, accept))
                serving = nursery.start(server.serve(sockets=[door]), "webhook")
                try:
                    await self._announce()
                    nursery.start(show_menu(self._client), "menu")
                    nursery.start(self._watch(intake), "watch")
                    await nursery.failure()
                finally:
                    await self._withdraw()
                    server.should_exit = True
                    await asyncio.wait((serving,))

    async def _announce(self) -> None:
        try:
            await insist(
                self._client,
                self._clock,
                "setWebhook",
                url=self._url,
                secret_token=self._secret,
                allowed_updates=list(KINDS),
            )
            # Telegram may write it in another way than we do: compared is what it says at first.
            self._seen_url = ""
        except CallFailed as error:
            raise WebhookRefused(url=self._url, why=error.why) from None

    async def _withdraw(self) -> None:
        """What is not taken yet waits at Telegram for whoever comes next."""
        self.in_touch = False
        try:
            await self._client.call("deleteWebhook", float(_GRACE_SECONDS))
        except CallFailed as error:
            log.warning("webhook_left", error=error.problem, hint="the next start sets it anew")

    # --- does it reach us? ---

    async def _watch(self, intake: Intake) -> None:
        while True:
            try:
                info = await self._client.call("getWebhookInfo", CALL_SECONDS)
                await self._judge(info, intake)
            except CallFailed as error:
                if error.problem is Problem.UNAUTHORIZED:
                    raise TokenRefused from None
                self._lost(error.problem)
            await self._clock.sleep(_LOOK_SECONDS if self.in_touch else _ANXIOUS_LOOK_SECONDS)

    async def _judge(self, info: object, intake: Intake) -> None:
        known = info if isinstance(info, dict) else {}
        url = known.get("url")
        if not url or url != (self._seen_url or url):
            log.error("webhook_gone", hint="does another process use this token? it is set anew")
            await self._announce()
            return
        self._seen_url = url
        waiting = known.get("pending_update_count") or 0
        if not waiting:
            await self._fine(intake)
        elif (known.get("last_error_date") or 0) > self._fine_at.timestamp():
            self._lost(str(known.get("last_error_message") or ""))

    def _lost(self, why: str) -> None:
        if self._lost_at is None:
            self._lost_at = self._fine_at
            log.warning("platform_unreachable", error=why)
        self.in_touch = False

    async def _fine(self, intake: Intake) -> None:
        lost, self._lost_at = self._lost_at, None
        if lost is not None:
            await intake.returned(lost)
        self._fine_at = self._clock.now()
        self.in_touch = True


# --- the server ----------------------------------------------------------------------------------


class _Server(uvicorn.Server):
    """Signals are ours."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them alone."""
        yield


def _server(app: Webhook) -> _Server:
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="off",
        ws="none",
        limit_concurrency=_MOST_CALLERS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    return _Server(config)


@contextmanager
def listening(where: str) -> Iterator[socket.socket]:
    """A socket that takes connections at `host:port`."""
    found = _LISTEN.fullmatch(where)
    if found is None or int(found["port"]) > _LAST_PORT:
        raise CannotListen(listen=where, why="host:port")
    host, port = found["host"].strip("[]"), int(found["port"])
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        door = socket.create_server((host, port), family=family)
    except OSError as error:
        raise CannotListen(listen=where, why=error.strerror or error) from None
    with door:
        yield door
