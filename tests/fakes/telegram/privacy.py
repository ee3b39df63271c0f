"""Which messages of a group reach a bot."""

import re
from typing import TYPE_CHECKING

from tests.fakes.telegram.chats import Message

if TYPE_CHECKING:
    from tests.fakes.telegram.bots import BotAccount

SERVICE = frozenset(
    {
        "new_chat_members", "left_chat_member", "new_chat_title", "group_chat_created",
        "supergroup_chat_created", "migrate_to_chat_id", "migrate_from_chat_id", "pinned_message",
    }
)  # fmt: skip
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(?:@(\w+))?(?!\S)")


def hears(bot: "BotAccount", message: Message) -> bool:
    """Whether Telegram tells this bot of a message, in its direct chat or in a group."""
    member = message.chat.member(bot.id)
    if message.chat.user is not None or not bot.privacy or SERVICE & message.wire.keys():
        return True
    if member is not None and member.status in {"administrator", "creator"}:
        return True
    answered = message.wire.get("reply_to_message", {}).get("from", {}).get("id")
    return bool(answered == bot.id) or _is_addressed(bot, message)


def _is_addressed(bot: "BotAccount", message: Message) -> bool:
    """`/help@thisbot`, or `/help` unless another bot was the last to speak here."""
    command = _COMMAND.match(message.text)
    if command is None:
        return False
    if command.group(1) is not None:
        return command.group(1).lower() == bot.username.lower()
    return message.chat.last_bot in {None, bot.id}
