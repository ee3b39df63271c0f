"""Connecting to Telegram: the client, who we are there, and the commands people see."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats
from aiogram.utils.token import TokenValidationError

from bot.adapters.telegram_aiogram.receive import TokenRefused
from bot.adapters.telegram_aiogram.send import TelegramPlatform
from bot.practice.ports import Clock
from bot.trouble import Trouble
from locales.catalogue import LANGUAGES, catalogue

log = structlog.get_logger(__name__)

_MENU = ("practice", "me", "board", "today", "schedule", "hint", "stop", "help")
_LONGEST_WAIT = 30.0


class MalformedToken(Trouble):
    """This is not a bot's token; it looks like 123456789:AAE… and comes from BotFather."""

    key = "trouble.malformed_token"


@dataclass(frozen=True, slots=True)
class Connection:
    """A bot that Telegram knows."""

    bot: Bot
    username: str
    platform: TelegramPlatform


@asynccontextmanager
async def connect(token: str, api: str, clock: Clock) -> AsyncIterator[Connection]:
    """Log in, waiting as long as Telegram is out of reach; a wrong token is an error at once."""
    server = TelegramAPIServer.from_base(api) if api else PRODUCTION
    try:
        bot = Bot(token, session=AiohttpSession(api=server))
    except TokenValidationError:
        raise MalformedToken from None
    async with bot:
        username = await _who_are_we(bot, clock)
        yield Connection(bot, username, TelegramPlatform(bot, username))


async def _who_are_we(bot: Bot, clock: Clock) -> str:
    wait = 1.0
    while True:
        try:
            me = await bot.get_me(request_timeout=20)
            # Long polling is refused while a webhook is set; what waits there is kept.
            await bot.delete_webhook(drop_pending_updates=False, request_timeout=20)
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise TokenRefused from None
        except AiogramError as error:
            log.warning("platform_unreachable", error=type(error).__name__, again_in=wait)
            await clock.sleep(wait)
            wait = min(_LONGEST_WAIT, wait * 2)
        else:
            return me.username or ""


async def show_menu(bot: Bot) -> None:
    """The list of commands in direct chats, in every language; without it all works the same."""
    for language in LANGUAGES:
        words = catalogue(language)
        menu = [BotCommand(command=name, description=words.say(f"menu.{name}")) for name in _MENU]
        code = None if language == LANGUAGES[0] else language
        try:
            await bot.set_my_commands(menu, BotCommandScopeAllPrivateChats(), code)
        except AiogramError as error:
            log.warning("menu_not_set", error=type(error).__name__)
