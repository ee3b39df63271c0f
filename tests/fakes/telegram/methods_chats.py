"""Chats and members: looking, pinning, leaving."""

from tests.fakes.telegram.calls import Call, method
from tests.fakes.telegram.chats import Chat, Json, Member, Message
from tests.fakes.telegram.errors import bad_request
from tests.fakes.telegram.membership import bot_leaves


@method("getChat")
def get_chat(call: Call) -> Json:
    """Everything about a chat."""
    chat = call.known_chat()
    if chat.user is None:
        chat.admit(call.bot.id)
    full = {
        **chat.wire(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }  # fmt: skip
    return {**full, "pinned_message": chat.pinned[-1].quoted()} if chat.pinned else full


@method("getChatMember")
def get_chat_member(call: Call) -> Json:
    """Somebody's standing in a chat."""
    chat = call.chat()
    user_id = call.params.integer("user_id")
    if not user_id:
        raise bad_request("invalid user_id specified")
    member = chat.member(user_id)
    if member is not None:
        return member.wire()
    account = call.world.accounts.get(user_id)
    if account is None:
        raise bad_request("user not found")
    if chat.user is account:
        return Member(account.wire()).wire()
    return Member(account.wire(), "left").wire()


@method("getChatAdministrators")
def get_chat_administrators(call: Call) -> list[Json]:
    """Who runs a group; of bots only the caller."""
    chat = call.chat()
    if chat.user is not None:
        raise bad_request("there are no administrators in the private chat")
    return [
        member.wire()
        for user_id, member in chat.members.items()
        if member.status in {"creator", "administrator"}
        and (not member.user["is_bot"] or user_id == call.bot.id)
    ]


@method("getChatMemberCount")
def get_chat_member_count(call: Call) -> int:
    """How many are in a chat."""
    chat = call.chat()
    if chat.user is not None:
        return 2
    return sum(member.inside for member in chat.members.values())


@method("pinChatMessage")
def pin_chat_message(call: Call) -> bool:
    """Put a message on top of the chat."""
    chat = _where_pins_are_allowed(call)
    message = chat.find(call.params.integer("message_id"), "message to pin not found")
    if message in chat.pinned:
        return True
    chat.pinned.append(message)
    call.world.say(chat, call.bot.wire(), {"pinned_message": message.quoted()}, call.bot)
    return True


@method("unpinChatMessage")
def unpin_chat_message(call: Call) -> bool:
    """Take a message, or the newest one, from the top of the chat."""
    chat = _where_pins_are_allowed(call)
    number = call.params.integer("message_id")
    pinned = chat.pinned[-1:] if not number else [_one_pinned(chat, number)]
    if not pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(pinned[0])
    call.world.touch(chat)
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(call: Call) -> bool:
    """Nothing on top of the chat."""
    chat = _where_pins_are_allowed(call)
    chat.pinned.clear()
    call.world.touch(chat)
    return True


def _where_pins_are_allowed(call: Call) -> Chat:
    chat = call.chat()
    member = chat.member(call.bot.id)
    if member is not None and not member.may("can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


def _one_pinned(chat: Chat, number: int) -> Message:
    message = chat.find(number, "message to unpin not found")
    if message not in chat.pinned:
        raise bad_request("message to unpin not found")
    return message


@method("leaveChat")
def leave_chat(call: Call) -> bool:
    """The bot goes."""
    chat = call.chat()
    if chat.user is not None:
        raise bad_request("chat member status can't be changed in private chats")
    bot_leaves(call.world, chat, call.bot, "left", call.bot.wire())
    return True
