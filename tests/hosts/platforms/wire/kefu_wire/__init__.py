"""A messenger of one wire: people connect by TCP and exchange lines of JSON with the bot.

Whoever connects says who they are: `{"person": "ada"}`. Then `{"key": 1, "say": "/practice 1"}` or
`{"key": 2, "press": "…"}`, answered `{"taken": 1}` once it is safe. The bot's messages come as
`{"id": "1", "text": "…", "buttons": [["label", "payload"], …]}`.

KEFU_WIRE is the address to listen on, as `host:port`.
"""

import asyncio
import json
import os
from asyncio import StreamReader, StreamWriter
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from bot.practice.messages import (
    Capabilities,
    Chat,
    Inbound,
    IncomingFile,
    Kind,
    Outcome,
    Queued,
    Sender,
    Sent,
)
from bot.practice.messenger import Intake
from bot.practice.ports import Clock
from bot.settings import Settings
from dialogues.transcript import Stamp

PRECISION = 0.001


@asynccontextmanager
async def connect(settings: Settings, clock: Clock) -> AsyncIterator["Wire"]:
    """The entry that `kefu run --platform wire` asks for."""
    host, _, port = os.environ["KEFU_WIRE"].rpartition(":")
    yield Wire(host, int(port), clock)


class Wire:
    """The messenger and, as there is so little to it, its platform too."""

    name = "wire"
    channel = "wire:local"
    capabilities = Capabilities(stamp_precision=PRECISION)

    def __init__(self, host: str, port: int, clock: Clock) -> None:
        self._at = (host, port)
        self._clock = clock
        self._shown: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._lines: dict[str, StreamWriter] = {}
        self.in_touch = False

    @property
    def platform(self) -> "Wire":
        return self

    # --- what comes in ---

    async def receive(self, intake: Intake) -> None:
        server = await asyncio.start_server(partial(self._serve, intake), *self._at)
        async with server:
            self.in_touch = True
            try:
                await server.serve_forever()
            finally:
                self.in_touch = False
                for writer in self._lines.values():
                    writer.close()

    async def _serve(self, intake: Intake, reader: StreamReader, writer: StreamWriter) -> None:
        person = str(json.loads(await reader.readline())["person"])
        self._lines[person] = writer
        for message in self._shown[person]:
            _tell(writer, message)
        while line := await reader.readline():
            told = json.loads(line)
            await intake.take(self._inbound(person, told))
            _tell(writer, {"taken": told["key"]})

    def _inbound(self, person: str, told: dict[str, Any]) -> Inbound:
        words = str(told.get("say", ""))
        command, _, argument = words[1:].partition(" ") if words.startswith("/") else ("", "", "")
        pressed = "press" in told
        kind = Kind.PRESS if pressed else Kind.COMMAND if command else Kind.TEXT
        return Inbound(
            channel=self.channel,
            key=f"{person}-{told['key']}",
            kind=kind,
            chat=Chat(person),
            sender=Sender(person, person),
            stamp=None if pressed else self._now(),
            text=told["press"] if pressed else argument if command else words,
            command=command,
        )

    # --- what goes out ---

    async def send(self, queued: Queued) -> Outcome:
        message = queued.message
        shown = self._shown[message.chat.id]
        buttons = [[each.label, each.payload] for row in message.buttons for each in row]
        number = queued.target or str(len(shown) + 1)
        shown.append({"id": number, "text": message.text, "buttons": buttons})
        if (writer := self._lines.get(message.chat.id)) is not None:
            _tell(writer, shown[-1])
        return Sent(number, self._now())

    async def probe(self) -> bool:
        return True

    async def fetch(self, file: IncomingFile) -> bytes | None:
        return None

    async def acknowledge(self, ticket: str, text: str = "") -> None:
        """A press on this wire has no spinner."""

    def _now(self) -> Stamp:
        return Stamp(self._clock.now(), precision=PRECISION)


def _tell(writer: StreamWriter, what: dict[str, Any]) -> None:
    writer.write(json.dumps(what, ensure_ascii=False).encode() + b"\n")
