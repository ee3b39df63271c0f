"""Somebody at the console, or a simulated somebody, says and presses things."""

from collections.abc import Iterator
from itertools import count

from bot.adapters.console.send import CHANNEL, PRECISION
from bot.delivery.receiving import Receiver
from bot.practice.messages import Button, Chat, Inbound, IncomingFile, Kind, Sender
from bot.practice.ports import Clock
from dialogues.transcript import Stamp

_numbers = count(1)


class ConsoleUser:
    """A person with a direct chat; `name` is also the chat's id.

    What everybody says to one store is numbered from `numbers`: a talk's seed hangs on the number.
    """

    def __init__(
        self, name: str, receiver: Receiver, clock: Clock, numbers: Iterator[int] = _numbers
    ) -> None:
        self.name = name
        self._receiver = receiver
        self._clock = clock
        self._numbers = numbers

    async def say(self, text: str, *, chat: Chat | None = None, reply_to: str = "") -> None:
        """Send words, or a `/command with argument`; returns when they are safe."""
        if text.startswith("/"):
            command, _, argument = text[1:].partition(" ")
            await self._do(Kind.COMMAND, argument.strip(), chat, command=command)
        else:
            await self._do(Kind.TEXT, text, chat, reply_to=reply_to)

    async def send_file(self, name: str, content: bytes) -> None:
        """Send a file, which `ConsolePlatform.files` must hold under its name."""
        await self._do(Kind.MEDIA, "document", None, file=IncomingFile(name, name, len(content)))

    async def press(self, button: Button) -> None:
        """Press a button."""
        await self._do(Kind.PRESS, button.payload, None)

    async def _do(
        self,
        kind: Kind,
        text: str,
        chat: Chat | None,
        *,
        command: str = "",
        reply_to: str = "",
        file: IncomingFile | None = None,
    ) -> None:
        pressed = kind is Kind.PRESS
        await self._receiver.take(
            Inbound(
                channel=CHANNEL,
                key=f"{self._clock.now().timestamp()}-{next(self._numbers)}",
                kind=kind,
                chat=chat or Chat(self.name),
                sender=Sender(self.name, self.name),
                stamp=None if pressed else Stamp(self._clock.now(), precision=PRECISION),
                text=text,
                command=command,
                reply_to=reply_to,
                file=file,
            )
        )
