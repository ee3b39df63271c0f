"""Calling Telegram through aiogram, answers as plain data.

aiogram's own methods turn every answer into a tree of models that we would read two numbers of;
these go through the same client, session and error handling, and through a host's middlewares.
"""

from functools import cache
from types import new_class
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods.base import TelegramMethod
from aiogram.types import BufferedInputFile
from aiohttp import ClientConnectorError, ClientError

from bot.adapters.telegram.client import CallFailed, Problem, Upload


class AiogramClient:
    """The Bot API through an aiogram `Bot`, perhaps a host's."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    @property
    def bot_id(self) -> int:
        """The bot's own id."""
        return self.bot.id

    async def call(self, method: str, within: float, **parameters: Any) -> Any:
        """The result of a method as Telegram wrote it, within so many seconds."""
        given = {name: _parameter(value) for name, value in parameters.items()}
        try:
            return await self.bot(_method(method)(**given), request_timeout=int(within))
        except AiogramError as error:
            raise failure_of(error) from None

    async def fetch(self, file_id: str, within: float) -> bytes:
        """What is in a file on Telegram's side."""
        try:
            found = await self.bot.get_file(file_id, request_timeout=int(within))
            content = await self.bot.download_file(found.file_path or "", timeout=int(within))
        except AiogramError as error:
            raise failure_of(error) from None
        except (ClientError, TimeoutError) as error:
            raise CallFailed(Problem.UNCERTAIN, type(error).__name__) from None
        return content.read() if content is not None else b""


def _parameter(value: Any) -> Any:
    if isinstance(value, Upload):
        return BufferedInputFile(value.content, value.name)
    return value


class _Call(TelegramMethod[Any]):
    __returning__ = Any
    __api_method__ = ""


@cache
def _method(name: str) -> type[_Call]:
    """The method of this name, taking any parameters."""
    return new_class(name, (_Call,), exec_body=lambda body: body.update(__api_method__=name))


_PROBLEMS: tuple[tuple[type[AiogramError], Problem], ...] = (
    (TelegramUnauthorizedError, Problem.UNAUTHORIZED),
    (TelegramNotFound, Problem.NOT_FOUND),
    (TelegramConflictError, Problem.CONFLICT),
    (TelegramForbiddenError, Problem.FORBIDDEN),
    (TelegramServerError, Problem.UNCERTAIN),
    (TelegramAPIError, Problem.REFUSED),
)
"""The first that fits counts; what fits none may have arrived."""


def failure_of(error: AiogramError) -> CallFailed:
    """An error of aiogram's as ours."""
    if isinstance(error, TelegramRetryAfter):
        return CallFailed(Problem.FLOODED, retry_after=float(error.retry_after))
    if isinstance(error, TelegramMigrateToChat):
        return CallFailed(Problem.MIGRATED, chat=str(error.migrate_to_chat_id))
    if isinstance(error, TelegramNetworkError):
        never_left = isinstance(error.__cause__, ClientConnectorError)
        problem = Problem.NEVER_LEFT if never_left else Problem.UNCERTAIN
        return CallFailed(problem, type(error.__cause__ or error).__name__)
    for kind, problem in _PROBLEMS:
        if isinstance(error, kind):
            return CallFailed(problem, str(getattr(error, "message", "")))
    return CallFailed(Problem.UNCERTAIN, type(error).__name__)
