"""Showing messages in the chats of a messenger in memory."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.practice.messages import (
    Attachment,
    Button,
    Capabilities,
    IncomingFile,
    Outcome,
    Queued,
    Sent,
)
from bot.practice.ports import Clock
from dialogues.transcript import Stamp

PRECISION = 0.001
CHANNEL = "console:local"


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it stands in a chat; `line` says that a customer speaks."""

    id: str
    chat: str
    text: str
    buttons: tuple[tuple[Button, ...], ...]
    stamp: Stamp
    line: bool = False
    edited: bool = False
    attachment: Attachment | None = None

    def button(self, label: str) -> Button | None:
        """The button whose label contains these words."""
        found = (button for row in self.buttons for button in row if label in button.label)
        return next(found, None)


class ConsolePlatform:
    """Chats in memory. `on_show` hears of every message shown or edited."""

    channel = CHANNEL
    capabilities = Capabilities(
        keeps_unacknowledged=False, stamp_precision=PRECISION, pictures=True, files=True
    )

    def __init__(self, clock: Clock, on_show: Callable[[Shown], None]) -> None:
        self._clock = clock
        self._on_show = on_show
        self.files: dict[str, bytes] = {}
        self.chats: dict[str, dict[str, Shown]] = defaultdict(dict)

    async def send(self, queued: Queued) -> Outcome:
        """Show a message, or edit one in place."""
        message = queued.message
        chat = self.chats[message.chat.id]
        stamp = Stamp(self._clock.now(), precision=PRECISION)
        if queued.target is not None:
            old = chat[queued.target]
            shown = replace(old, text=message.text, buttons=message.buttons, edited=True)
        else:
            number = str(len(chat) + 1)
            line = message.line is not None
            shown = Shown(
                number,
                message.chat.id,
                message.text,
                message.buttons,
                stamp,
                line,
                attachment=message.attachment,
            )
        chat[shown.id] = shown
        self._on_show(shown)
        return Sent(shown.id, stamp)

    async def probe(self) -> bool:
        """Memory always answers."""
        return True

    async def fetch(self, file: IncomingFile) -> bytes | None:
        """What was laid down for whoever fetches it; nothing where there is nothing."""
        return self.files.get(file.id)

    async def acknowledge(self, ticket: str, text: str = "") -> None:
        """There is no spinner to stop."""
