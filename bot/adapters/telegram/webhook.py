"""Telegram posts updates to us: only with the secret, and answered 200 only after the commit.

An ASGI application without any framework. Telegram repeats what was not answered with 200, so it
is the queue here too. Where the post came from is not looked at: addresses and forwarded headers
can be written by anybody, the secret cannot.
"""

import hmac
import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http import HTTPStatus
from typing import Any

from bot.adapters.telegram.client import Reply
from bot.trouble import Trouble

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name, not its value
MOST_BYTES = 1024 * 1024
"""Far more than any update has: text is at most 4096 characters, files come as ids."""

_LEAST_SECRET = 16


class WeakSecret(Trouble):
    """A webhook's secret needs at least 16 characters; give the same one to setWebhook."""

    key = "trouble.weak_secret"


class Webhook:
    """Takes posts of one bot's updates; `accept` returns when an update is safe."""

    def __init__(self, secret: str, accept: Callable[[Reply], Awaitable[None]]) -> None:
        if len(secret) < _LEAST_SECRET:
            raise WeakSecret
        self._secret = secret.encode()
        self._accept = accept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "http":
            status = await self._answer(scope, receive)
            headers = [(b"content-length", b"0")]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": b""})

    def admits(self, method: str, secrets: Iterable[bytes]) -> HTTPStatus:
        """Whether whoever posts knows the secret; OK or the refusal.

        Every value that was sent is compared, and in a time that tells nothing about it.
        """
        if method != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED
        told = list(secrets)
        known = [hmac.compare_digest(value, self._secret) for value in told]
        return HTTPStatus.OK if len(known) == 1 and known[0] else HTTPStatus.FORBIDDEN

    async def take(self, body: bytes) -> HTTPStatus:
        """Take the update of an admitted post."""
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return HTTPStatus.BAD_REQUEST
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return HTTPStatus.BAD_REQUEST
        await self._accept(update)
        return HTTPStatus.OK

    async def _answer(self, scope: Scope, receive: Receive) -> HTTPStatus:
        name = SECRET_HEADER.lower().encode()
        secrets = [value for header, value in scope["headers"] if header.lower() == name]
        status = self.admits(scope["method"], secrets)
        if status is not HTTPStatus.OK:
            return status
        body = await _read(receive)
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if body is None else await self.take(body)


async def _read(receive: Receive) -> bytes | None:
    """The whole body; None as soon as it is too long, or the sender has gone."""
    body = bytearray()
    while True:
        event = await receive()
        if event["type"] != "http.request":
            return None
        body += event.get("body", b"")
        if len(body) > MOST_BYTES:
            return None
        if not event.get("more_body"):
            return bytes(body)


async def _live(receive: Receive, send: Send) -> None:
    """Servers ask to be told that all is ready; the practice has a lifecycle of its own."""
    while True:
        event = await receive()
        await send({"type": f"{event['type']}.complete"})
        if event["type"] == "lifespan.shutdown":
            return
