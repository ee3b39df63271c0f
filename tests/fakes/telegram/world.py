"""All that Telegram knows, and how news spreads in it."""

import itertools
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.telegram.bots import BotAccount
from tests.fakes.telegram.chats import Account, Chat, Json, Member, Message
from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.faults import Faults
from tests.fakes.telegram.flood import FloodControl, Violation
from tests.fakes.telegram.limits import MESSAGE_LIFE, Rules
from tests.fakes.telegram.params import Upload
from tests.fakes.telegram.privacy import hears
from tests.fakes.telegram.signals import Signal
from tests.fakes.telegram.updates import LongPoll, UpdateQueue

_KEPT_CALLS = 100_000
_KEPT_DELAYS = 100_000


@dataclass(slots=True)
class CallRecord:
    """One API call: when (fake time), what, for which chat, and how it went."""

    at: float
    bot_id: int
    method: str
    params: dict[str, Any]
    chat_id: int | None
    status: int = 0
    outcome: str = "under way"
    fault: str = ""

    @property
    def ok(self) -> bool:
        """Whether the caller got what it wanted, as far as Telegram knows."""
        return self.outcome == "ok"


@dataclass(slots=True)
class Log:
    """What happened on the wire, bounded so that a benchmark can run for hours."""

    calls: deque[CallRecord] = field(default_factory=lambda: deque(maxlen=_KEPT_CALLS))
    violations: list[Violation] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    #: Real seconds between a human's act and the bot's next message in that chat.
    reply_delays: deque[float] = field(default_factory=lambda: deque(maxlen=_KEPT_DELAYS))
    crashes: list[BaseException] = field(default_factory=list)


class World:
    """Accounts, bots, chats, files and the spreading of messages between them."""

    def __init__(self, clock: Clock, rules: Rules, faults: Faults) -> None:
        self.clock = clock
        self.rules = rules
        self.faults = faults
        self.log = Log()
        self.changed = Signal()
        self.bots: dict[str, BotAccount] = {}
        self.accounts: dict[int, Account] = {}
        self.groups: dict[int, Chat] = {}
        self.files: dict[str, Upload] = {}
        # One sequence for all direct chats and basic groups: no bot can tell it from its own.
        self._box = itertools.count(1)
        self._numbers = itertools.count(1)

    def number(self) -> int:
        """A fresh number for ids of queries, files and groups."""
        return next(self._numbers)

    def add_bot(self, token: str, username: str, name: str, privacy: bool = True) -> BotAccount:
        """Register a bot as @BotFather does."""
        queue = UpdateQueue(self.clock, 500_000_001 + 1_000_000 * len(self.bots))
        poll = LongPoll(self.clock)
        flood = FloodControl(self.rules, self.log.violations)
        bot = BotAccount(token, username, name, queue, poll, flood, privacy)
        self.bots[token] = bot
        return bot

    def direct_chat(self, account: Account, bot: BotAccount) -> Chat:
        """The chat of a human with a bot, begun if need be."""
        chat = bot.chats.get(account.id)
        if chat is None:
            chat = bot.chats[account.id] = Chat(account.id, "private", user=account, bot=bot)
        return chat

    def store(self, upload: Upload) -> str:
        """Keep a file; returns its id."""
        file_id = f"BQACAgUAAxk{self.number():08d}"
        self.files[file_id] = upload
        return file_id

    def post(
        self, chat: Chat, sender: Json, content: Json, bot: BotAccount | None = None
    ) -> Message:
        """A new message appears in a chat; bots are not told yet."""
        if chat.kind == "supergroup":
            chat.last_id = number = chat.last_id + 1
        else:
            number = next(self._box)
        wire = {
            "message_id": number,
            "from": sender,
            "chat": chat.wire(),
            "date": int(self.clock.now()),
            **content,
        }
        message = chat.messages[number] = Message(chat, wire, bot)
        if bot is None:
            chat.begun = True
            chat.waiting_since = self.real_now()
        else:
            self._heard_from(bot, message)
        self.touch(chat)
        return message

    def _heard_from(self, bot: BotAccount, message: Message) -> None:
        chat = message.chat
        chat.said_by_bots.append(message)
        chat.last_bot = bot.id
        self.note_reply(chat)

    @staticmethod
    def real_now() -> float:
        """Real seconds, only for measuring delays."""
        return time.perf_counter()

    def note_reply(self, chat: Chat) -> None:
        """The bot did something visible in a chat: the human's wait ends."""
        if chat.waiting_since is not None:
            self.log.reply_delays.append(self.real_now() - chat.waiting_since)
            chat.waiting_since = None

    def touch(self, chat: Chat) -> None:
        """Something in a chat looks different now."""
        chat.changed.fire()
        self.changed.fire()

    def say(
        self, chat: Chat, sender: Json, content: Json, bot: BotAccount | None = None
    ) -> Message:
        """A new message, told to the bots that may hear it."""
        message = self.post(chat, sender, content, bot)
        self.announce(message)
        return message

    def announce(self, message: Message, kind: str = "message") -> None:
        """Tell the bots that may hear it of a new or edited message."""
        chat = message.chat
        bots = [chat.bot] if chat.bot is not None else list(chat.bots.values())
        for bot in bots:
            if hears(bot, message):
                self.tell(bot, kind, message.wire, MESSAGE_LIFE, ("chat", chat.id))

    def tell(self, bot: BotAccount, kind: str, content: Json, life: float, key: object) -> None:
        """Give a bot an update, by whichever way it listens."""
        one = bot.queue.push(kind, content, life, key)
        if one is None:
            return
        if bot.webhook is not None and not bot.webhook.closed:
            bot.webhook.accept(one)
        else:
            bot.poll.news()

    def tell_membership(
        self, bot: BotAccount, chat: Chat, by: Json, before: Member, now: Member
    ) -> None:
        """`my_chat_member`: the bot's own standing in a chat changed."""
        content = self._membership(chat, by, before, now)
        self.tell(bot, "my_chat_member", content, MESSAGE_LIFE, ("mine", chat.id))

    def tell_admins(self, chat: Chat, by: Json, before: Member, now: Member) -> None:
        """`chat_member`: somebody else's standing changed; only bots that are administrators."""
        for bot in chat.bots.values():
            standing = chat.member(bot.id)
            if standing is not None and standing.status == "administrator":
                content = self._membership(chat, by, before, now)
                key = ("member", now.user["id"])
                self.tell(bot, "chat_member", content, MESSAGE_LIFE, key)

    def _membership(self, chat: Chat, by: Json, before: Member, now: Member) -> Json:
        return {
            "chat": chat.wire(),
            "from": by,
            "date": int(self.clock.now()),
            "old_chat_member": before.wire(),
            "new_chat_member": now.wire(),
        }
