"""Calling Telegram through python-telegram-bot, answers as plain data."""

from datetime import timedelta
from typing import Any

import httpx
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.adapters.telegram.client import CallFailed, Problem, Upload
from bot.adapters.telegram.login import bot_id_of

_BEFORE_SENDING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NOT_FOUND = "Not Found"


class PtbClient:
    """The Bot API through a python-telegram-bot `Bot`, perhaps a host's."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    @property
    def bot_id(self) -> int:
        """The bot's own id; the library knows it only after having asked Telegram."""
        return bot_id_of(self.bot.token)

    async def call(self, method: str, within: float, **parameters: Any) -> Any:
        """The result of a method as Telegram wrote it, within so many seconds."""
        given = {name: _parameter(value) for name, value in parameters.items() if value is not None}
        # Telegram does not mind the case; written as the library writes its own methods it warns
        # that those should be used, whose models we would read two numbers of.
        name = method[0].upper() + method[1:]
        try:
            return await self.bot.do_api_request(
                name,
                given,
                read_timeout=within,
                write_timeout=within,
                connect_timeout=within,
                pool_timeout=within,
            )
        except TelegramError as error:
            raise failure_of(error) from None

    async def fetch(self, file_id: str, within: float) -> bytes:
        """What is in a file on Telegram's side."""
        try:
            found = await self.bot.get_file(file_id, read_timeout=within)
            return bytes(await found.download_as_bytearray(read_timeout=within))
        except TelegramError as error:
            raise failure_of(error) from None


def _parameter(value: Any) -> Any:
    return InputFile(value.content, value.name) if isinstance(value, Upload) else value


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


_PROBLEMS: tuple[tuple[type[TelegramError], Problem], ...] = (
    (Conflict, Problem.CONFLICT),
    (Forbidden, Problem.FORBIDDEN),
    (BadRequest, Problem.REFUSED),
)


def failure_of(error: TelegramError) -> CallFailed:
    """An error of python-telegram-bot's as ours."""
    if isinstance(error, RetryAfter):
        return CallFailed(Problem.FLOODED, retry_after=_seconds(error))
    if isinstance(error, ChatMigrated):
        return CallFailed(Problem.MIGRATED, chat=str(error.new_chat_id))
    if isinstance(error, InvalidToken | EndPointNotFound):
        # The library takes 401 and 404 for the same; only Telegram's words tell them apart.
        said = str(error.__cause__ or error)
        missing = said == _NOT_FOUND
        return CallFailed(Problem.NOT_FOUND if missing else Problem.UNAUTHORIZED, said)
    if isinstance(error.__cause__, _BEFORE_SENDING):
        return CallFailed(Problem.NEVER_LEFT, type(error.__cause__).__name__)
    for kind, problem in _PROBLEMS:
        if isinstance(error, kind):
            return CallFailed(problem, error.message)
    return CallFailed(Problem.UNCERTAIN, type(error).__name__)
