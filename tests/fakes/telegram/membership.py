"""Coming and going in groups, with the news that everybody gets of it."""

from typing import Literal

from tests.fakes.telegram.bots import BotAccount
from tests.fakes.telegram.chats import Chat, Json, Member
from tests.fakes.telegram.world import World

Gone = Literal["left", "kicked"]


def bot_joins(world: World, chat: Chat, bot: BotAccount, by: Json) -> None:
    """A bot is added: `my_chat_member`, then the service message."""
    before = chat.members.get(bot.id) or Member(bot.wire(), "left")
    now = chat.members[bot.id] = Member(bot.wire())
    chat.bots[bot.id] = bot
    world.tell_membership(bot, chat, by, before, now)
    people_joined(world, chat, by, [now.user])


def bot_leaves(world: World, chat: Chat, bot: BotAccount, status: Gone, by: Json) -> None:
    """A bot is thrown out or goes; it hears of it, and of nothing afterwards."""
    before = chat.members[bot.id]
    now = chat.members[bot.id] = Member(bot.wire(), status)
    world.say(chat, by, {"left_chat_member": now.user})
    del chat.bots[bot.id]
    world.tell_membership(bot, chat, by, before, now)


def bot_is_ranked(
    world: World, chat: Chat, bot: BotAccount, rights: frozenset[str] | None, by: Json
) -> None:
    """A bot becomes an administrator with some rights, or (None) a plain member again."""
    before = chat.members[bot.id]
    status: Literal["administrator", "member"] = "member" if rights is None else "administrator"
    now = chat.members[bot.id] = Member(bot.wire(), status, rights or frozenset())
    world.tell_membership(bot, chat, by, before, now)


def person_moves(world: World, chat: Chat, by: Json, now: Member) -> None:
    """Somebody's standing changes: administrators among the bots may hear of it."""
    before = chat.members.get(now.user["id"]) or Member(now.user, "left")
    chat.members[now.user["id"]] = now
    world.tell_admins(chat, by, before, now)


def people_joined(world: World, chat: Chat, by: Json, users: list[Json]) -> None:
    """The service message that says who is new."""
    world.say(chat, by, {"new_chat_members": users, "new_chat_member": users[0]})
