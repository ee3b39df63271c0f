"""The bot itself and its menu of commands."""

import json

from tests.fakes.telegram.calls import Call, method
from tests.fakes.telegram.chats import Json
from tests.fakes.telegram.errors import bad_request
from tests.fakes.telegram.limits import COMMAND

_MOST_COMMANDS = 100
_LONGEST_DESCRIPTION = 256
_SCOPES = frozenset(
    {
        "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat",
        "chat_administrators", "chat_member",
    }
)  # fmt: skip


@method("getMe")
def get_me(call: Call) -> Json:
    """Who the bot is."""
    return {
        **call.bot.wire(),
        "can_join_groups": True,
        "can_read_all_group_messages": not call.bot.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("setMyCommands")
def set_my_commands(call: Call) -> bool:
    """Replace the menu of one scope and language."""
    commands = call.params.array("commands")
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    call.bot.commands[_menu(call)] = [_checked(one) for one in commands]
    return True


def _checked(command: Json) -> Json:
    name = str(command.get("command", "")).removeprefix("/")
    description = str(command.get("description", ""))
    if not COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= _LONGEST_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> bool:
    """Empty the menu of one scope and language."""
    call.bot.commands.pop(_menu(call), None)
    return True


@method("getMyCommands")
def get_my_commands(call: Call) -> list[Json]:
    """The menu of one scope and language."""
    return call.bot.commands.get(_menu(call), [])


def _menu(call: Call) -> tuple[str, str]:
    scope = call.params.mapping("scope") or {"type": "default"}
    if scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    return json.dumps(scope, sort_keys=True), call.params.text("language_code")
