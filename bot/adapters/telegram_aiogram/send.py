"""Carrying messages out on Telegram, with an honest answer about what became of each."""

from datetime import UTC, datetime
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiohttp import ClientConnectorError

from bot.adapters.telegram_aiogram.calls import RawEdit, RawSend
from bot.adapters.telegram_aiogram.cards import clip, keyboard
from bot.practice.messages import (
    Ambiguous,
    Capabilities,
    Failed,
    Fault,
    Flooded,
    Moved,
    Outcome,
    Queued,
    Sent,
    Unsent,
)
from dialogues.transcript import Stamp

log = structlog.get_logger(__name__)

_TIMEOUT = 20
_NOT_MODIFIED = "message is not modified"
_NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted")
_GONE = ("chat not found", "user not found", "group chat was deleted")
_NO_MESSAGE = ("message to edit not found", "message can't be edited", "message_id_invalid")


class TelegramPlatform:
    """Telegram, as the practice sees it."""

    def __init__(self, bot: Bot, username: str) -> None:
        self._bot = bot
        self._channel = f"telegram:{bot.id}"
        self._capabilities = Capabilities(
            start_link=f"https://t.me/{username}?start={{}}",
            group_link=f"https://t.me/{username}?startgroup={{}}",
        )

    @property
    def channel(self) -> str:
        """Platform and bot."""
        return self._channel

    @property
    def capabilities(self) -> Capabilities:
        """What can be done on Telegram."""
        return self._capabilities

    async def send(self, queued: Queued) -> Outcome:
        """Show a message, or edit one in place."""
        try:
            return await self._call(queued)
        except TelegramBadRequest as error:
            return await self._refused(queued, error)
        except (AiogramError, TelegramAPIError) as error:
            return outcome_of(error)

    async def probe(self) -> bool:
        """Whether Telegram answers us at the moment."""
        try:
            await self._bot.get_me(request_timeout=_TIMEOUT)
        except AiogramError as error:
            log.warning("platform_unreachable", error=type(error).__name__)
            return False
        return True

    async def acknowledge(self, ticket: str, text: str = "") -> None:
        """Stop the spinner on a pressed button; a late answer is refused and does no harm."""
        try:
            await self._bot.answer_callback_query(ticket, text or None, request_timeout=_TIMEOUT)
        except AiogramError as error:
            log.info("press_not_acknowledged", error=type(error).__name__)

    async def _call(self, queued: Queued, *, topic: bool = True) -> Outcome:
        message = queued.message
        text, buttons = clip(message.text), keyboard(message.buttons)
        if queued.target is not None:
            edit = RawEdit(
                chat_id=message.chat.id,
                message_id=int(queued.target),
                text=text,
                reply_markup=buttons,
            )
            return _receipt(await self._bot(edit, request_timeout=_TIMEOUT), queued.target)
        send = RawSend(
            chat_id=message.chat.id,
            text=text,
            message_thread_id=int(message.chat.topic) if topic and message.chat.topic else None,
            disable_notification=message.silent or None,
            reply_markup=buttons,
        )
        return _receipt(await self._bot(send, request_timeout=_TIMEOUT), None)

    async def _refused(self, queued: Queued, error: TelegramBadRequest) -> Outcome:
        why = error.message.lower()
        if _NOT_MODIFIED in why and queued.target is not None:
            return Sent(queued.target, None)
        if queued.message.chat.topic and any(sign in why for sign in _NO_TOPIC):
            # The topic was deleted: the group itself is still there.
            try:
                return await self._call(queued, topic=False)
            except AiogramError as second:
                return outcome_of(second)
        return outcome_of(error)


def outcome_of(error: AiogramError) -> Outcome:
    """What an error says about the message: refused, not sent, or perhaps sent."""
    if isinstance(error, TelegramRetryAfter):
        return Flooded(float(error.retry_after))
    if isinstance(error, TelegramMigrateToChat):
        return Moved(str(error.migrate_to_chat_id))
    if isinstance(error, TelegramForbiddenError):
        return Failed(Fault.BLOCKED, error.message)
    if isinstance(error, TelegramNetworkError):
        never_left = isinstance(error.__cause__, ClientConnectorError)
        return Unsent(error.message) if never_left else Ambiguous(error.message)
    if isinstance(error, TelegramServerError | ClientDecodeError):
        return Ambiguous(type(error).__name__)
    if isinstance(error, TelegramAPIError):
        return Failed(_fault(error.message.lower()), error.message)
    return Ambiguous(type(error).__name__)


def _fault(why: str) -> Fault:
    if any(sign in why for sign in _GONE):
        return Fault.GONE
    if any(sign in why for sign in _NO_MESSAGE):
        return Fault.NOTHING_TO_EDIT
    return Fault.REFUSED


def _receipt(reply: dict[str, Any] | bool, target: str | None) -> Outcome:
    if isinstance(reply, bool):
        return Sent(target or "", None)
    # The date of an edited message stays that of the first sending.
    at = datetime.fromtimestamp(reply.get("edit_date", reply["date"]), UTC)
    return Sent(str(reply["message_id"]), Stamp(at))
