"""Whoever does not know the secret cannot tell the practice anything, however often they try."""

import io
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator, MutableMapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.adapters.telegram.webhook import MOST_BYTES, SECRET_HEADER, Webhook
from tests.faults import books
from tests.hosts.stage import SECRET, Way, asgi, served
from tests.hosts.test_durable import in_a_talk
from tests.hosts.test_shops import fake

POSTS = 10_000
HEADER = SECRET_HEADER.lower().encode()
BIG = 5 * 1024 * 1024
FORWARDED = (
    (b"x-forwarded-for", b"149.154.160.1"),
    (b"x-real-ip", b"149.154.160.1"),
    (b"forwarded", b"for=149.154.160.1;proto=https;host=api.telegram.org"),
    (b"x-telegram-bot-api-secret-token-2", SECRET.encode()),
    (b"authorization", f"Bearer {SECRET}".encode()),
    (b"cookie", f"{SECRET_HEADER}={SECRET}".encode()),
)
Headers = list[tuple[bytes, bytes]]


class Posted:
    """What was accepted; and a way to post without a network in between."""

    def __init__(self) -> None:
        self.accepted: list[dict[str, Any]] = []
        self.read = 0
        self.hook = Webhook(SECRET, self._accept)

    async def _accept(self, update: dict[str, Any]) -> None:
        self.accepted.append(update)

    async def post(self, headers: Headers, chunks: Iterator[bytes], method: str = "POST") -> int:
        """The status with which a post is answered."""
        answer: list[MutableMapping[str, Any]] = []

        async def receive() -> MutableMapping[str, Any]:
            chunk = next(chunks, None)
            self.read += len(chunk or b"")
            return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

        async def send(event: MutableMapping[str, Any]) -> None:
            answer.append(event)

        scope = {"type": "http", "method": method, "path": "/hook", "headers": headers}
        await self.hook(scope, receive, send)
        return int(answer[0]["status"])


def guesses(dice: random.Random) -> Headers:
    """A post's headers without the secret: nothing, something like it, or several at once."""
    wrong = [
        b"", SECRET[:-1].encode(), SECRET.encode() + b"x", SECRET.upper().encode(),
        b" " + SECRET.encode(), SECRET.encode() + b"\0", dice.randbytes(20), SECRET[::-1].encode(),
    ]  # fmt: skip
    kind = dice.randrange(4)
    found: Headers = [] if kind == 0 else [(HEADER, dice.choice(wrong))]
    if kind == 2:
        # The right one beside a wrong one: a proxy that appends must not let anybody in.
        found += [(HEADER, SECRET.encode())]
    if kind == 3:
        found += dice.sample(FORWARDED, 3)
    return found


async def test_ten_thousand_spoofed_posts_are_refused_unread() -> None:
    dice = random.Random(7)
    posted, answers = Posted(), Counter[int]()
    update = json.dumps({"update_id": 1, "message": {"text": "我是老师"}}).encode()
    for number in range(POSTS):
        big = number % 100 == 0
        chunks = iter([b"x" * 65536] * (BIG // 65536)) if big else iter([update])
        answers[await posted.post(guesses(dice), chunks)] += 1
    assert answers == {HTTPStatus.FORBIDDEN: POSTS}
    assert posted.accepted == []
    assert posted.read == 0


async def test_what_is_too_large_is_not_read_to_its_end_even_with_the_secret() -> None:
    posted = Posted()
    chunks = iter([b"x" * 65536] * (BIG // 65536))
    answer = await posted.post([(HEADER, SECRET.encode())], chunks)
    assert answer == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert posted.read <= MOST_BYTES + 65536
    assert posted.accepted == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"update_id": "1"}', b"[" * 20_000, b"\xff\xfe"]
)
async def test_what_is_no_update_is_refused_and_nothing_breaks(body: bytes) -> None:
    posted = Posted()
    assert await posted.post([(HEADER, SECRET.encode())], iter([body])) == HTTPStatus.BAD_REQUEST
    assert posted.accepted == []


async def test_only_posts_are_taken() -> None:
    posted = Posted()
    for method in ("GET", "PUT", "HEAD", "DELETE"):
        answer = await posted.post([(HEADER, SECRET.encode())], iter([b"{}"]), method)
        assert answer == HTTPStatus.METHOD_NOT_ALLOWED


# --- over the wire -------------------------------------------------------------------------------


@asynccontextmanager
async def caller() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session:
        yield session


@pytest.mark.parametrize("framework", ["aiogram", "ptb"])
async def test_spoofed_and_replayed_posts_change_nothing(framework: str, tmp_path: Path) -> None:
    async with fake() as telegram, served(telegram, Way(framework, "webhook", "durable"), tmp_path):
        ada = telegram.user("Ada")
        await in_a_talk(telegram, ada)
        ada.say("亲，非常抱歉")
        await telegram.all_confirmed()
        before = books.bubbles(tmp_path / "kefu.db")
        assert telegram.bot.webhook is not None
        url = telegram.bot.webhook.address.url
        told = ada.sees[-1].wire
        last = books.ask(tmp_path / "kefu.db", "SELECT max(CAST(key AS INTEGER)) FROM seen")[0][0]
        words = {**told, "from": ada.account.wire(), "text": "我全赔给您", "message_id": 9}
        replayed = {"update_id": last, "message": words}
        spoofed = {"update_id": last + 1, "message": words}
        async with caller() as web:
            for secret in ("", "wrong", SECRET[:-1], SECRET + "x", "密"):
                headers = {SECRET_HEADER: secret, "X-Forwarded-For": "149.154.160.1"}
                async with web.post(url, json=spoofed, headers=headers) as answer:
                    assert answer.status == HTTPStatus.FORBIDDEN
            async with web.post(url, json=spoofed) as answer:
                assert answer.status == HTTPStatus.FORBIDDEN
            for _ in range(3):
                headers = {SECRET_HEADER: SECRET}
                async with web.post(url, json=replayed, headers=headers) as answer:
                    assert answer.status == HTTPStatus.OK
            large = io.BytesIO(b"x" * BIG)
            try:
                async with web.post(url, data=large, headers=headers) as answer:
                    assert answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            except aiohttp.ClientError:
                # Whoever is not read to the end may find the line closed: refused all the same.
                pass
        assert books.bubbles(tmp_path / "kefu.db") == before


async def test_a_webhook_stands_up_in_a_real_server_and_goes_down_again() -> None:
    posted = Posted()
    async with asgi(posted.hook) as url, caller() as web:
        headers = {SECRET_HEADER: SECRET}
        async with web.post(url, data=b'{"update_id": 5}', headers=headers) as answer:
            assert answer.status == HTTPStatus.OK
    assert posted.accepted == [{"update_id": 5}]
