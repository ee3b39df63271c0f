"""Who we are on Telegram, and the commands that people see there."""

import re
from dataclasses import dataclass
from typing import Any

from bot.adapters.telegram.client import CallFailed, Client, Problem
from bot.adapters.telegram.sending import CALL_SECONDS, TelegramPlatform
from bot.logs import get_logger
from bot.practice.ports import Clock
from bot.settings import Settings
from bot.trouble import Trouble
from locales.catalogue import LANGUAGES, catalogue

log = get_logger(__name__)

MENU = (
    "practice",
    "me",
    "rank",
    "next",
    "history",
    "mistakes",
    "board",
    "publish",
    "week",
    "today",
    "schedule",
    "calendar",
    "rules",
    "hint",
    "pause",
    "stop",
    "alias",
    "mydata",
    "help",
)
"""Commands that are offered in direct chats."""

_LONGEST_WAIT = 30.0
_TOKEN = re.compile(r"([0-9]+):[A-Za-z0-9_-]+")


class NoToken(Trouble):
    """No token: set KEFU_TELEGRAM_TOKEN (BotFather gives it), or try `kefu demo` without one."""

    key = "trouble.no_token"


class MalformedToken(Trouble):
    """This is not a bot's token; it looks like 123456789:AAE… and comes from BotFather."""

    key = "trouble.malformed_token"


class TokenRefused(Trouble):
    """Telegram does not know this token; copy it again from BotFather."""

    key = "trouble.token_refused"


@dataclass(frozen=True, slots=True)
class Connection:
    """A bot that Telegram knows."""

    client: Client
    username: str
    platform: TelegramPlatform


def bot_id_of(token: str) -> int:
    """The id that a token begins with."""
    found = _TOKEN.fullmatch(token)
    if found is None:
        raise MalformedToken
    return int(found[1])


def token_in(settings: Settings) -> str:
    """The token that was set."""
    if settings.telegram_token is None:
        raise NoToken
    return settings.telegram_token.get_secret_value()


async def log_in(client: Client, clock: Clock) -> Connection:
    """Become who the token says; a wrong token is an error at once."""
    username = await who_are_we(client, clock)
    return Connection(client, username, TelegramPlatform(client, username))


async def who_are_we(client: Client, clock: Clock) -> str:
    """Our own user name, waiting as long as Telegram is out of reach."""
    me = await insist(client, clock, "getMe")
    return str(me.get("username") or "") if isinstance(me, dict) else ""


async def show_menu(client: Client) -> None:
    """The list of commands in direct chats, in every language; without it all works the same."""
    for language in LANGUAGES:
        words = catalogue(language)
        menu = [{"command": name, "description": words.say(f"menu.{name}")} for name in MENU]
        try:
            await client.call(
                "setMyCommands",
                CALL_SECONDS,
                commands=menu,
                scope={"type": "all_private_chats"},
                language_code=None if language == LANGUAGES[0] else language,
            )
        except CallFailed as error:
            log.warning("menu_not_set", error=error.problem)


async def insist(client: Client, clock: Clock, method: str, **parameters: Any) -> object:
    """The result of a method that we cannot go on without, however long that takes.

    A token that Telegram does not know is an error at once; so are parameters that it refuses.
    """
    wait = 1.0
    while True:
        try:
            return await client.call(method, CALL_SECONDS, **parameters)
        except CallFailed as error:
            if error.problem in (Problem.UNAUTHORIZED, Problem.NOT_FOUND):
                raise TokenRefused from None
            if parameters and error.problem is Problem.REFUSED:
                raise
            log.warning("platform_unreachable", error=error.problem, again_in=wait)
            await clock.sleep(error.retry_after or wait)
            wait = min(_LONGEST_WAIT, wait * 2)
