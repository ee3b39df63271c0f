"""What a Telegram update means to us.

Read from the raw JSON and not from an SDK's models: one update that a newer Telegram or a
hostile client has made unreadable must not take the ninety-nine others of its batch along.
"""

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.practice.messages import Chat, Inbound, IncomingFile, Kind, Sender
from dialogues.transcript import Stamp

Raw = Mapping[str, Any]

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
"""Update kinds that we ask Telegram for."""

UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, OverflowError, OSError)
"""How something that is not shaped as documented fails to be read; the last two: absurd dates."""

_MEDIA = (
    "sticker",
    "photo",
    "voice",
    "video",
    "video_note",
    "animation",
    "audio",
    "document",
    "location",
    "contact",
    "poll",
    "dice",
)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an update came from: the channel, our name there, and the update itself."""

    channel: str
    username: str
    update: Raw

    def inbound(self, message: Raw, kind: Kind, text: str = "", command: str = "") -> Inbound:
        """An event about this message."""
        return Inbound(
            channel=self.channel,
            key=str(self.update["update_id"]),
            kind=kind,
            chat=_chat(message),
            sender=_sender(message.get("from"), message.get("sender_chat")),
            stamp=Stamp(datetime.fromtimestamp(message["date"], UTC)),
            text=text,
            command=command,
            message=_id(message["message_id"]) if "message_id" in message else "",
            reply_to=_replied_to(message),
            forwarded="forward_origin" in message,
            # ASCII, so that a broken character cannot keep the evidence from being stored.
            raw=json.dumps(_evidence(self.update, message), separators=(",", ":")),
        )


def read_update(update: Raw, channel: str, username: str) -> Inbound | None:
    """The update as ours; None where it is nothing to us (then it is simply acknowledged)."""
    origin = Origin(channel, username, update)
    if message := update.get("message"):
        return _message(origin, message)
    if edited := update.get("edited_message"):
        return origin.inbound(edited, Kind.EDIT, _text(edited))
    if press := update.get("callback_query"):
        return _press(origin, press)
    if change := update.get("my_chat_member"):
        return _membership(origin, change)
    return None


def _message(origin: Origin, message: Raw) -> Inbound | None:
    if new := message.get("migrate_to_chat_id"):
        return origin.inbound(message, Kind.MIGRATED, _id(new))
    if "text" not in message:
        medium = next((kind for kind in _MEDIA if kind in message), "")
        if not medium:
            return None
        return replace(origin.inbound(message, Kind.MEDIA, medium), file=_file(message))
    command = _command(message, origin.username)
    if command is None:
        return origin.inbound(message, Kind.TEXT, _text(message))
    name, addressed, argument = command
    return origin.inbound(message, Kind.COMMAND, argument, name) if addressed else None


def _command(message: Raw, username: str) -> tuple[str, bool, str] | None:
    """Name, whether it is meant for us, and argument of a leading `/command@bot argument`."""
    first = next(iter(message.get("entities") or ()), None)
    if not first or first.get("type") != "bot_command" or first.get("offset") != 0:
        return None
    text, length = _text(message), first["length"]
    name, _, bot = text[1:length].partition("@")
    addressed = not bot or bot.lower() == username.lower()
    return name.lower(), addressed, text[length:].strip()


def _file(message: Raw) -> IncomingFile | None:
    """A document; photos and the like are of no use to us."""
    file = message.get("document")
    if not file:
        return None
    return IncomingFile(str(file["file_id"]), clean(file.get("file_name") or ""), _size(file))


def _size(file: Raw) -> int:
    """Bytes; a file that does not say how large it is, is taken for a huge one."""
    size = file.get("file_size")
    return size if isinstance(size, int) else sys.maxsize


def _press(origin: Origin, press: Raw) -> Inbound | None:
    """A button pressed. It carries no time of its own, and its message's time is the bot's."""
    message = press.get("message")
    if not message or "data" not in press:
        return None
    about = origin.inbound({**message, "from": press["from"]}, Kind.PRESS, clean(press["data"]))
    return replace(about, stamp=None, ticket=clean(press["id"]), reply_to="", forwarded=False)


def _membership(origin: Origin, change: Raw) -> Inbound | None:
    gone = change["new_chat_member"]["status"] in ("left", "kicked")
    if change["chat"]["type"] == "private":
        return origin.inbound(change, Kind.BLOCKED if gone else Kind.RETURNED)
    return origin.inbound(change, Kind.REMOVED) if gone else None


def _chat(message: Raw) -> Chat:
    chat = message["chat"]
    topic = message.get("message_thread_id") if message.get("is_topic_message") else None
    return Chat(_id(chat["id"]), chat["type"] != "private", _id(topic) if topic else "")


def _sender(person: Raw | None, behind: Raw | None) -> Sender:
    """Whoever did it; behind a channel or an anonymous admin stands nobody that we know."""
    if person is None or behind is not None:
        return Sender("", anonymous=True)
    name = " ".join(clean(person.get(part) or "") for part in ("first_name", "last_name"))
    return Sender(_id(person["id"]), name.strip(), clean(person.get("language_code") or ""))


def _id(number: int) -> str:
    """Ids are whole numbers; anything else raises, and never gets as far as the store."""
    return str(int(number))


def _replied_to(message: Raw) -> str:
    replied = message.get("reply_to_message") or {}
    return _id(replied["message_id"]) if "message_id" in replied else ""


def _text(message: Raw) -> str:
    return clean(message.get("text") or message.get("caption") or "")


def clean(text: str) -> str:
    """Text that any store can keep: pairs of surrogates joined, single ones and U+0000 replaced."""
    if not _UNSTORABLE.search(text):
        return text
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _evidence(update: Raw, message: Raw) -> Raw:
    """What is worth keeping of an update that fails: no names, no one else's words."""
    return {
        "update_id": update["update_id"],
        "message_id": message.get("message_id"),
        "date": message.get("date"),
        "chat": message["chat"]["id"],
        "from": (message.get("from") or {}).get("id"),
        "text": message.get("text"),
        "data": (update.get("callback_query") or {}).get("data"),
    }


def shape_of(value: object) -> object:
    """The structure of an update with the kinds of its values, and none of the values."""
    if isinstance(value, dict):
        return {str(name): shape_of(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape_of(inner) for inner in value]
    return type(value).__name__
