"""Human beings at their phones: what they do and what they see."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qs, urlsplit

from tests.fakes.telegram.bots import BotAccount, Press
from tests.fakes.telegram.chats import Account, Chat, Json, Member, Message
from tests.fakes.telegram.entities import find_entities
from tests.fakes.telegram.limits import (
    CAPTION_UNITS,
    PRESS_LIFE,
    START_PAYLOAD,
    TEXT_UNITS,
    utf16,
)
from tests.fakes.telegram.methods_files import document, photo_size
from tests.fakes.telegram.params import Upload
from tests.fakes.telegram.seen import Reader, Seen
from tests.fakes.telegram.world import World

if TYPE_CHECKING:
    from tests.fakes.telegram.groups import Group

T = TypeVar("T")
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


class Person:
    """Somebody with a Telegram account. Acts take effect at once; waiting is for the bot."""

    def __init__(self, world: World, account: Account, bot: BotAccount) -> None:
        self.account = account
        self.world = world
        self._bot = bot
        self._reader = Reader(world)

    @property
    def id(self) -> int:
        """The account's id, which is also the id of the direct chat."""
        return self.account.id

    def say(
        self, text: str, where: "Group | BotAccount | None" = None, reply_to: Seen | None = None
    ) -> Seen:
        """Write something: 1 to 4096 UTF-16 units of anything."""
        if not 1 <= utf16(text) <= TEXT_UNITS:
            raise ValueError(f"Telegram's apps send 1 to {TEXT_UNITS} UTF-16 units at once")
        found = find_entities(text)
        content: Json = {"text": text, "entities": found} if found else {"text": text}
        return self.send(content, where, reply_to)

    def send(
        self,
        content: Json,
        where: "Group | BotAccount | None" = None,
        reply_to: Seen | None = None,
    ) -> Seen:
        """Any message, given as the fields that the Bot API shows (`voice`, `location` ...)."""
        chat = self._open(self._chat(where))
        if reply_to is not None:
            content = {**content, "reply_to_message": reply_to.message.quoted()}
        return Seen(self.world.say(chat, self.account.wire(), content), self.world)

    def start(self, payload: str = "", where: BotAccount | None = None) -> Seen:
        """Press START, with the payload of a deep link if there was one."""
        return self.say(f"/start {payload}".rstrip(), where)

    def open_link(self, link: str, group: "Group | None" = None) -> Seen:
        """Follow `?start=PAYLOAD`, or `?startgroup=PAYLOAD` choosing a group for the bot."""
        query = parse_qs(urlsplit(link).query, keep_blank_values=True)
        kind = "startgroup" if "startgroup" in query else "start"
        payload = query[kind][0]
        if payload and not START_PAYLOAD.fullmatch(payload):
            raise ValueError("a start payload has 1 to 64 characters of A-Z a-z 0-9 _ -")
        if kind == "start":
            return self.start(payload)
        if group is None:
            raise ValueError("startgroup needs the group that is chosen")
        group.add_bot(by=self, bot=self._bot)
        return self.say(f"/start@{self._bot.username} {payload}".rstrip(), group)

    def sticker(self, where: "Group | BotAccount | None" = None) -> Seen:
        """A sticker: a message without any text."""
        sticker = {
            "file_id": "CAACAgUAAxk", "file_unique_id": "AgADsticker", "type": "regular",
            "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍",
        }  # fmt: skip
        return self.send({"sticker": sticker}, where)

    def photo(self, caption: str = "", where: "Group | BotAccount | None" = None) -> Seen:
        """A picture, with or without words."""
        upload = Upload("photo.png", "image/png", PIXEL)
        sizes = [photo_size(self.world.store(upload), upload)]
        return self.send({"photo": sizes, **_captioned(caption)}, where)

    def document(
        self,
        content: bytes,
        name: str,
        caption: str = "",
        where: "Group | BotAccount | None" = None,
    ) -> Seen:
        """A file."""
        upload = Upload(name, "application/octet-stream", content)
        shown = document(self.world.store(upload), upload)
        return self.send({"document": shown, **_captioned(caption)}, where)

    def forward(
        self, text: str, origin: str = "某人", where: "Group | BotAccount | None" = None
    ) -> Seen:
        """Pass on what somebody else wrote."""
        hidden = {
            "type": "hidden_user",
            "sender_user_name": origin,
            "date": int(self.world.clock.now()) - 60,
        }
        return self.send({"text": text, "forward_origin": hidden}, where)

    def edit(self, mine: Seen, text: str) -> None:
        """Change one's own words."""
        if mine.wire["from"]["id"] != self.id:
            raise ValueError("people edit only what they wrote")
        field = "text" if "text" in mine.wire else "caption"
        marks = "entities" if field == "text" else "caption_entities"
        wire = {key: value for key, value in mine.wire.items() if key != marks}
        found = find_entities(text)
        mine.message.wire = {
            **wire,
            field: text,
            "edit_date": int(self.world.clock.now()),
            **({marks: found} if found else {}),
        }
        self.world.announce(mine.message, "edited_message")
        self.world.touch(mine.message.chat)

    def delete(self, mine: Seen) -> None:
        """Take one's own message back; bots are not told."""
        mine.message.chat.remove(mine.message)

    def press(
        self,
        button: str,
        message: Seen | None = None,
        where: "Group | BotAccount | None" = None,
    ) -> Press:
        """Press a button by its words: on the given message or on the newest that has it."""
        chat = self._open(message.message.chat if message else self._chat(where))
        candidates = [message.message] if message else reversed(chat.said_by_bots)
        for one in candidates:
            for found in (found for row in one.buttons for found in row):
                if found["text"] == button and not one.gone:
                    return self._pressed(one, found)
        raise LookupError(f"nobody sees a button {button!r} here")

    def tap(self, key: str, where: "Group | BotAccount | None" = None) -> Seen:
        """Tap a key of the reply keyboard: it says its own words."""
        if key not in [one for row in self._chat(where).keyboard for one in row]:
            raise LookupError(f"there is no key {key!r} on the keyboard")
        return self.say(key, where)

    def _pressed(self, message: Message, button: Json) -> Press:
        bot = message.bot
        if "callback_data" not in button or bot is None:
            raise LookupError(f"the button {button['text']!r} opens something else")
        press = Press(
            str(4_000_000_000 + self.world.number()), self.account, self.world.clock.now()
        )
        bot.presses[press.id] = press
        message.chat.waiting_since = message.chat.waiting_since or self.world.real_now()
        query = {
            "id": press.id,
            "from": self.account.wire(),
            "message": message.wire,
            "chat_instance": str(-(10**15) - abs(message.chat.id)),
            "data": button["callback_data"],
        }
        self.world.tell(bot, "callback_query", query, PRESS_LIFE, ("press", self.id))
        return press

    def block(self, bot: BotAccount | None = None) -> None:
        """Stop the bot: `my_chat_member` says kicked, sending gives 403."""
        self._set_blocked(bot or self._bot, blocked=True)

    def unblock(self, bot: BotAccount | None = None) -> None:
        """Restart the bot."""
        self._set_blocked(bot or self._bot, blocked=False)

    def _set_blocked(self, bot: BotAccount, blocked: bool) -> None:
        chat = self.world.direct_chat(self.account, bot)
        chat.blocked, chat.begun = blocked, True
        in_touch, out = Member(bot.wire()), Member(bot.wire(), "kicked")
        before, now = (in_touch, out) if blocked else (out, in_touch)
        self.world.tell_membership(bot, chat, self.account.wire(), before, now)

    def deactivate(self) -> None:
        """The account is deleted: sending gives 403."""
        self.account.deactivated = True

    @property
    def sees(self) -> list[Seen]:
        """The direct chat with the default bot, as it looks now."""
        return self.looks(None)

    def looks(self, where: "Group | BotAccount | None") -> list[Seen]:
        """Any of their chats as it looks now."""
        chat = self._chat(where)
        return [Seen(message, self.world) for message in chat.messages.values()]

    def find(self, message_id: int, where: "Group | BotAccount | None" = None) -> Seen:
        """One message of a chat by its id."""
        return Seen(self._chat(where).messages[message_id], self.world)

    async def next_message(
        self, timeout: float = 5.0, where: "Group | BotAccount | None" = None
    ) -> Seen:
        """The bot's next message that was not returned before; `timeout` in real seconds."""
        chat = self._chat(where)
        return await chat.changed.until(lambda: self._reader.unread(chat.said_by_bots), timeout)

    async def until(
        self,
        look: Callable[["Person"], T],
        timeout: float = 5.0,
    ) -> T:
        """Wait until something they look at is so, e.g. `lambda ada: ada.sees[-1].edited`."""
        return await self.world.changed.until(lambda: look(self), timeout)

    def _open(self, chat: Chat) -> Chat:
        if chat.blocked:
            raise ValueError(f"{self.account.first_name} has blocked the bot: unblock first")
        return chat

    def _chat(self, where: "Group | BotAccount | None") -> Chat:
        if where is None or isinstance(where, BotAccount):
            return self.world.direct_chat(self.account, where or self._bot)
        member = where.chat.member(self.id)
        if member is None or not member.inside:
            raise ValueError(f"{self.account.first_name} is not in {where.chat.title}")
        return where.chat


def _captioned(caption: str) -> Json:
    if utf16(caption) > CAPTION_UNITS:
        raise ValueError(f"Telegram's apps send captions of up to {CAPTION_UNITS} UTF-16 units")
    return {"caption": caption} if caption else {}
