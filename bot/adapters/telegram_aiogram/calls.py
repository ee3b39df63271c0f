"""Calls whose answers we take as plain data.

aiogram's own methods turn every answer into a tree of models that we would read two numbers of;
these go through the same client, session and error handling.
"""

from typing import Any

from aiogram.methods.base import TelegramMethod

Reply = dict[str, Any]


class RawUpdates(TelegramMethod[list[Reply]]):
    """getUpdates, each update as Telegram wrote it."""

    __returning__ = list[Reply]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = 100
    timeout: int = 0
    allowed_updates: list[str] | None = None


class RawSend(TelegramMethod[Reply | bool]):
    """sendMessage."""

    __returning__ = Reply | bool
    __api_method__ = "sendMessage"

    chat_id: str
    text: str
    message_thread_id: int | None = None
    disable_notification: bool | None = None
    reply_markup: Reply | None = None


class RawEdit(TelegramMethod[Reply | bool]):
    """editMessageText."""

    __returning__ = Reply | bool
    __api_method__ = "editMessageText"

    chat_id: str
    message_id: int
    text: str
    reply_markup: Reply | None = None
