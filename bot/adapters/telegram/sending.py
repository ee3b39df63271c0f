"""Carrying messages out on Telegram, with an honest answer about what became of each."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.adapters.telegram.cards import MAX_CAPTION, clip, keyboard
from bot.adapters.telegram.client import (
    CallFailed,
    Client,
    Problem,
    Reply,
    Upload,
    outcome_of,
)
from bot.adapters.telegram.updates import UNREADABLE
from bot.logs import get_logger
from bot.practice.messages import (
    Ambiguous,
    Capabilities,
    IncomingFile,
    Message,
    Outcome,
    Queued,
    Sent,
)
from dialogues.transcript import Stamp

log = get_logger(__name__)

CALL_SECONDS = 20.0
_NOT_MODIFIED = "message is not modified"
_NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted")


class TelegramPlatform:
    """Telegram, as the practice sees it.

    `links` stands before the argument of every link that leads back to us: a guest in another's
    bot marks its own.
    """

    def __init__(self, client: Client, username: str, links: str = "") -> None:
        self._client = client
        self._channel = f"telegram:{client.bot_id}"
        self._capabilities = Capabilities(
            pictures=True,
            files=True,
            start_link=f"https://t.me/{username}?start={links}{{}}",
            group_link=f"https://t.me/{username}?startgroup={links}{{}}",
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
            return await self._show(queued)
        except CallFailed as error:
            return await self._refused(queued, error)

    async def probe(self) -> bool:
        """Whether Telegram answers us at the moment."""
        try:
            await self._client.call("getMe", CALL_SECONDS)
        except CallFailed as error:
            log.warning("platform_unreachable", error=error.problem)
            return False
        return True

    async def fetch(self, file: IncomingFile) -> bytes | None:
        """What is in a file that somebody sent."""
        try:
            return await self._client.fetch(file.id, CALL_SECONDS)
        except CallFailed as error:
            log.warning("file_not_fetched", error=error.problem)
            return None

    async def acknowledge(self, ticket: str, text: str = "") -> None:
        """Stop the spinner on a pressed button; a late answer is refused and does no harm."""
        try:
            await self._client.call(
                "answerCallbackQuery", CALL_SECONDS, callback_query_id=ticket, text=text or None
            )
        except CallFailed as error:
            log.info("press_not_acknowledged", error=error.problem)

    async def _show(self, queued: Queued, *, topic: bool = True) -> Outcome:
        message = queued.message
        buttons = keyboard(message.buttons)
        if queued.target is not None:
            edited = await self._client.call(
                "editMessageText",
                CALL_SECONDS,
                chat_id=message.chat.id,
                message_id=int(queued.target),
                text=clip(message.text),
                reply_markup=buttons,
            )
            return _receipt(edited, queued.target)
        method, content = _content(message)
        sent = await self._client.call(
            method,
            CALL_SECONDS,
            chat_id=message.chat.id,
            message_thread_id=int(message.chat.topic) if topic and message.chat.topic else None,
            disable_notification=message.silent or None,
            reply_markup=buttons,
            **content,
        )
        return _receipt(sent, None)

    async def _refused(self, queued: Queued, error: CallFailed) -> Outcome:
        if error.problem is not Problem.REFUSED:
            return outcome_of(error)
        why = error.why.lower()
        if _NOT_MODIFIED in why and queued.target is not None:
            return Sent(queued.target, None)
        if queued.message.chat.topic and any(sign in why for sign in _NO_TOPIC):
            # The topic was deleted: the group itself is still there.
            try:
                shown = await self._show(queued, topic=False)
                return replace(shown, astray=True) if isinstance(shown, Sent) else shown
            except CallFailed as second:
                return outcome_of(second)
        return outcome_of(error)


def _content(message: Message) -> tuple[str, dict[str, Any]]:
    """Which call carries a message, and its words and file."""
    file = message.attachment
    if file is None:
        return "sendMessage", {"text": clip(message.text)}
    caption = clip(message.text, MAX_CAPTION) or None
    upload = Upload(file.name, file.content)
    if file.picture:
        return "sendPhoto", {"photo": upload, "caption": caption}
    return "sendDocument", {"document": upload, "caption": caption}


def _receipt(reply: Reply | bool, target: str | None) -> Outcome:
    if isinstance(reply, bool):
        return Sent(target or "", None)
    try:
        # The date of an edited message stays that of the first sending.
        shown = reply["edit_date"] if "edit_date" in reply else reply["date"]
        at = datetime.fromtimestamp(shown, UTC)
        return Sent(str(reply["message_id"]), Stamp(at))
    except UNREADABLE:
        return Ambiguous("unreadable answer")
