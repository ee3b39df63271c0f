"""Who and what is on this Telegram: human accounts, chats, members, messages."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from tests.fakes.telegram.errors import RefusalError, bad_request, forbidden
from tests.fakes.telegram.signals import Signal

if TYPE_CHECKING:
    from tests.fakes.telegram.bots import BotAccount

Json = dict[str, Any]
Kind = Literal["private", "group", "supergroup"]
Status = Literal["creator", "administrator", "member", "left", "kicked"]
RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories", "can_send_welcome_messages", "can_pin_messages",
    "can_manage_topics",
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Account:
    """A human being on Telegram."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language: str = "zh-hans"
    deactivated: bool = False

    def wire(self) -> Json:
        """The `User` object that bots see."""
        named = {"last_name": self.last_name, "username": self.username}
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            **{key: value for key, value in named.items() if value},
            "language_code": self.language,
        }


@dataclass(slots=True, eq=False)
class Member:
    """Somebody's standing in a group."""

    user: Json
    status: Status = "member"
    rights: frozenset[str] = frozenset()

    @property
    def inside(self) -> bool:
        """Whether they are in the group now."""
        return self.status in {"creator", "administrator", "member"}

    def may(self, right: str) -> bool:
        """Whether they hold an administrator's right."""
        return self.status == "creator" or right in self.rights

    def wire(self) -> Json:
        """The `ChatMember` object."""
        shown: Json = {"user": self.user, "status": self.status}
        if self.status == "creator":
            shown["is_anonymous"] = False
        elif self.status == "kicked":
            shown["until_date"] = 0
        elif self.status == "administrator":
            shown |= {"can_be_edited": False, "is_anonymous": False}
            shown |= {right: right in self.rights for right in RIGHTS}
        return shown


class Message:
    """One message as it is now; `wire` is what the Bot API shows of it."""

    __slots__ = ("bot", "chat", "gone", "id", "wire")

    def __init__(self, chat: "Chat", wire: Json, bot: "BotAccount | None") -> None:
        self.chat = chat
        self.id: int = wire["message_id"]
        self.wire = wire
        self.bot = bot
        self.gone = False

    @property
    def text(self) -> str:
        """Its words: the text or the caption."""
        return str(self.wire.get("text", self.wire.get("caption", "")))

    @property
    def buttons(self) -> list[list[Json]]:
        """The rows of buttons under it."""
        rows: list[list[Json]] = self.wire.get("reply_markup", {}).get("inline_keyboard", [])
        return rows

    def quoted(self) -> Json:
        """As it appears inside a reply to it."""
        return {key: value for key, value in self.wire.items() if key != "reply_to_message"}


@dataclass(slots=True, eq=False)
class Chat:
    """A direct chat with one bot, a basic group or a supergroup."""

    id: int
    kind: Kind
    title: str = ""
    user: Account | None = None
    bot: "BotAccount | None" = None
    forum: bool = False
    bots: "dict[int, BotAccount]" = field(default_factory=dict)
    keyboard: list[list[str]] = field(default_factory=list)
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    said_by_bots: list[Message] = field(default_factory=list)
    pinned: list[Message] = field(default_factory=list)
    changed: Signal = field(default_factory=Signal)
    #: In a direct chat: the human has written or stopped the bot at least once.
    begun: bool = False
    blocked: bool = False
    #: In a group: plain members, and with them its bots, may not write.
    silenced: bool = False
    deleted: bool = False
    migrated_to: int | None = None
    last_bot: int | None = None
    last_id: int = 0
    waiting_since: float | None = None

    def wire(self) -> Json:
        """The `Chat` object."""
        if self.user is None:
            shown: Json = {"id": self.id, "title": self.title, "type": self.kind}
            return {**shown, "is_forum": True} if self.forum else shown
        names = ("id", "first_name", "last_name", "username")
        person = self.user.wire()
        return {name: person[name] for name in names if name in person} | {"type": "private"}

    def member(self, user_id: int) -> Member | None:
        """Somebody's standing here, if they ever had one."""
        return self.members.get(user_id)

    def admit(self, bot_id: int) -> None:
        """Refuse a bot that may not speak here."""
        if self.user is not None:
            self._admit_in_private(self.user)
        elif self.migrated_to is not None:
            raise bad_request(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.migrated_to
            )
        elif self.deleted:
            raise forbidden("the group chat was deleted")
        else:
            self._admit_in_group(self.members.get(bot_id))

    def _admit_in_private(self, user: Account) -> None:
        if user.deactivated:
            raise forbidden("user is deactivated")
        if self.blocked:
            raise forbidden("bot was blocked by the user")

    def _admit_in_group(self, member: Member | None) -> None:
        if member is None:
            raise bad_request("chat not found")
        if not member.inside:
            raise self._outside(member)

    def _outside(self, member: Member) -> RefusalError:
        place = "group chat" if self.kind == "group" else "supergroup chat"
        if member.status == "kicked":
            return forbidden(f"bot was kicked from the {place}")
        return forbidden(f"bot is not a member of the {place}")

    def find(self, message_id: int, otherwise: str) -> Message:
        """A message that is still there, or 400 with the given reason."""
        message = self.messages.get(message_id)
        if message is None:
            raise bad_request(otherwise)
        return message

    def remove(self, message: Message) -> None:
        """Delete a message for everybody."""
        message.gone = True
        del self.messages[message.id]
        if message in self.pinned:
            self.pinned.remove(message)
        self.changed.fire()
