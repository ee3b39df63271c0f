"""One API call under way, and the table of methods."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, TypeVar

from tests.fakes.telegram.bots import BotAccount
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.errors import RefusalError, bad_request, forbidden, not_found
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.world import CallRecord, World


@dataclass(slots=True)
class Call:
    """Who calls what with which parameters."""

    world: World
    bot: BotAccount
    method: str
    params: Params

    def chat(self) -> Chat:
        """The chat that is meant, if the bot may speak there."""
        chat = self.known_chat()
        chat.admit(self.bot.id)
        return chat

    def known_chat(self) -> Chat:
        """The chat that is meant, whether or not the bot may speak there."""
        given = self.params.text("chat_id")
        if not given:
            raise bad_request("chat_id is empty")
        chat_id = self.params.integer("chat_id")
        chat = self.world.groups.get(chat_id) or self.bot.chats.get(chat_id)
        if chat is None or not (chat.begun or chat.user is None):
            raise self._unknown(chat_id)
        return chat

    def _unknown(self, chat_id: int) -> RefusalError:
        if chat_id in self.world.accounts:
            return forbidden("bot can't initiate conversation with a user")
        return bad_request("chat not found")

    def spend(self, chat: Chat) -> None:
        """Count a message against the flood limits, or refuse it."""
        now = self.world.clock.now()
        self.bot.flood.admit(self.method, chat.id, now)
        self.bot.flood.count(chat.id, now)


@dataclass(frozen=True, slots=True)
class RawResult:
    """A result that is JSON already."""

    body: bytes


Method = Callable[[Call], Any]
M = TypeVar("M", bound=Method)
METHODS: dict[str, Method] = {}
NAMES: dict[str, str] = {}


def method(name: str) -> Callable[[M], M]:
    """Enter a function in the table; names are case-insensitive."""

    def enter(function: M) -> M:
        METHODS[name.lower()] = function
        NAMES[name.lower()] = name
        return function

    return enter


def opened(call: Call) -> CallRecord:
    """Enter a call in the log; its outcome is filled in when it is known."""
    record = CallRecord(
        call.world.clock.now(),
        call.bot.id,
        call.method,
        call.params.values,
        call.params.integer("chat_id") or None,
    )
    call.world.log.calls.append(record)
    call.world.log.counts[call.method] += 1
    call.world.changed.fire()
    return record


async def execute(call: Call, record: CallRecord | None = None) -> Any:
    """Do what is asked, or raise the refusal; the log keeps which of the two."""
    record = record or opened(call)
    try:
        result = _function(call)(call)
        if isawaitable(result):
            result = await result
    except RefusalError as refusal:
        record.status, record.outcome = refusal.code, refusal.description
        raise
    finally:
        call.world.changed.fire()
    record.status, record.outcome = 200, "ok"
    return result


def _function(call: Call) -> Method:
    function = METHODS.get(call.method.lower())
    if function is None:
        raise not_found()
    return function
