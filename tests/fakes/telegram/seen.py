"""A message as somebody sees it in their chat, now."""

from dataclasses import dataclass

from tests.fakes.telegram.chats import Json, Message
from tests.fakes.telegram.world import World


@dataclass(frozen=True, slots=True, repr=False)
class Seen:
    """A live view: after an edit it shows the new words and buttons."""

    message: Message
    world: World

    def __repr__(self) -> str:
        return f"<{self.id} {self.sender}: {self.text!r} {self.buttons or ''}>"

    @property
    def id(self) -> int:
        """Its `message_id`."""
        return self.message.id

    @property
    def wire(self) -> Json:
        """What the Bot API shows of it."""
        return self.message.wire

    @property
    def text(self) -> str:
        """Its words: the text or the caption."""
        return self.message.text

    @property
    def sender(self) -> str:
        """The first name of who sent it."""
        return str(self.wire["from"]["first_name"])

    @property
    def from_bot(self) -> bool:
        """Whether a bot sent it."""
        return self.message.bot is not None

    @property
    def buttons(self) -> list[list[str]]:
        """The words on the buttons, row by row."""
        return [[button["text"] for button in row] for row in self.message.buttons]

    @property
    def entities(self) -> list[Json]:
        """Formatting of the text or the caption."""
        return list(self.wire.get("entities") or self.wire.get("caption_entities") or [])

    @property
    def edited(self) -> bool:
        """Whether it was changed after it was sent."""
        return "edit_date" in self.wire

    @property
    def deleted(self) -> bool:
        """Whether it is gone."""
        return self.message.gone

    @property
    def pinned(self) -> bool:
        """Whether it is on top of the chat."""
        return self.message in self.message.chat.pinned

    @property
    def date(self) -> int:
        """When it was sent, in whole seconds since 1970."""
        return int(self.wire["date"])

    @property
    def file(self) -> bytes:
        """The bytes of its photo or document; empty if it has none."""
        photo = self.wire.get("photo")
        document = photo[-1] if photo else self.wire.get("document")
        return self.world.files[document["file_id"]].content if document else b""

    def as_json(self) -> Json:
        """For the control API."""
        return {
            "id": self.id,
            "chat_id": self.message.chat.id,
            "sender": self.sender,
            "from_bot": self.from_bot,
            "text": self.text,
            "buttons": self.buttons,
            "entities": self.entities,
            "edited": self.edited,
            "deleted": self.deleted,
            "pinned": self.pinned,
            "date": self.date,
            "file_bytes": len(self.file),
        }


class Reader:
    """Reads the bots' messages of chats one after the other, waiting for the next."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._read: dict[int, int] = {}

    def unread(self, said: list[Message]) -> Seen | None:
        """The next message that was not read before and still exists."""
        at = self._read.get(id(said), 0)
        while at < len(said):
            message = said[at]
            at += 1
            if not message.gone and "pinned_message" not in message.wire:
                self._read[id(said)] = at
                return Seen(message, self._world)
        return None
