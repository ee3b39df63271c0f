"""A practice that is a guest in somebody else's bot: what is ours among all that Telegram tells.

The host comes first: its commands and its conversations are its own, and everything that is not
provably ours reaches it as if we were not there.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from bot.adapters.telegram.client import Reply
from bot.adapters.telegram.login import Connection
from bot.adapters.telegram.updates import KINDS, UNREADABLE, read_update
from bot.commands import access
from bot.commands.guest import ABOUT_A_CHAT
from bot.commands.payloads import PREFIX
from bot.delivery.lanes import Lanes
from bot.delivery.receiving import Receiver
from bot.logs import get_logger
from bot.nursery import Nursery
from bot.practice.messages import Inbound, Kind
from bot.trouble import Trouble

T = TypeVar("T")
log = get_logger(__name__)

LINK_MARK = "kefu_"
"""Begins the argument of every link of ours (`?start=kefu_…`), so that the host keeps its own."""

_JUDGED = 10_000
_NEEDED = frozenset(KINDS)


class MountedTwice(Trouble):
    """This bot has its practice already; mount it once."""

    key = "trouble.mounted_twice"


class Host(Protocol):
    """What a guest must know about the bot it is in."""

    def owns(self, command: str) -> bool:
        """Whether the host has a handler of its own for this command."""

    async def is_talking(self, update: Reply, chat: int, person: int) -> bool:
        """Whether this person is in the middle of a conversation of the host's.

        `update` is what they said, `chat` and `person` are its ids.
        """


class Door(Protocol):
    """A practice in somebody else's bot, as an adapter sees it."""

    async def start(self) -> None:
        """Open the store and begin; does nothing where it has begun."""

    async def stop(self) -> None:
        """Send what is on its way and close the store."""

    def may_take(self, update: Reply, host: Host) -> bool:
        """Whether the update could be ours, by a look at nothing but itself."""

    async def take(self, update: Reply, host: Host) -> bool:
        """Let it take effect if it is ours; true where the host must not see it.

        Returns only when it is safe on disk.
        """

    def lost_touch(self) -> None:
        """The host's polling gets no answer: nobody is to be blamed for silence."""

    async def in_touch(self) -> None:
        """The host's polling was answered."""


class Guest:
    """Reads raw updates and takes what is ours to the receiver.

    `known` are the direct chats of people who agreed to practise: the words of all others are the
    host's without the store being asked, so they neither wait for it nor suffer from its troubles.
    None where another process may let people in too.
    """

    def __init__(
        self, connection: Connection, receiver: Receiver, nursery: Nursery, known: set[str] | None
    ) -> None:
        self._known = known
        self._username = connection.username
        self._platform = connection.platform
        self._receiver = receiver
        self._nursery = nursery
        self._lanes = Lanes()

    def may_take(self, update: Reply, host: Host) -> bool:
        """Whether the update could be ours, by a look at nothing but itself."""
        return self._read(update, host) is not None

    def _read(self, update: Reply, host: Host) -> Inbound | None:
        """The update as ours; None where it is the host's by its looks."""
        try:
            inbound = read_update(update, self._platform.channel, self._username)
        except UNREADABLE:
            return None
        if inbound is None or not _may_be_ours(inbound, host):
            return None
        if inbound.command == "start":
            return replace(inbound, text=inbound.text.removeprefix(LINK_MARK))
        return inbound

    async def take(self, update: Reply, host: Host) -> bool:
        """Let it take effect if it is ours; true where the host must not see it."""
        inbound = self._read(update, host)
        if inbound is None:
            return False
        async with self._lanes.hold(inbound.chat.id):
            if _is_talk(inbound) and await self._is_the_hosts(update, inbound, host):
                return False
            # In the nursery: it ends with the practice, also while the store is in trouble.
            ours = await self._nursery.start(self._receiver.take(inbound), "take")
        if ours and self._known is not None and not inbound.chat.group:
            self._known.add(inbound.chat.id)
        if ours and inbound.ticket:
            self._nursery.start(self._platform.acknowledge(inbound.ticket), "acknowledge")
        return bool(ours) and inbound.kind not in ABOUT_A_CHAT

    async def _is_the_hosts(self, update: Reply, inbound: Inbound, host: Host) -> bool:
        """Whether words are the host's whatever our store says."""
        chat, person = inbound.chat.id, inbound.sender.id
        stranger = self._known is not None and chat not in self._known
        return stranger or await host.is_talking(update, int(chat), int(person))


def _may_be_ours(inbound: Inbound, host: Host) -> bool:
    """What can be told without asking the store."""
    if inbound.kind is Kind.PRESS:
        return inbound.text.startswith(PREFIX)
    if inbound.kind is Kind.COMMAND and inbound.command == "start":
        return inbound.text.startswith(LINK_MARK)
    if inbound.kind is Kind.COMMAND:
        return access.commands.get(inbound.command) is not None and not host.owns(inbound.command)
    return inbound.kind in ABOUT_A_CHAT or _is_talk(inbound)


def _is_talk(inbound: Inbound) -> bool:
    """Whether a customer might be meant: words, a picture or an edit in a direct chat."""
    spoken = inbound.kind in (Kind.TEXT, Kind.EDIT, Kind.MEDIA)
    return spoken and not inbound.chat.group and not inbound.sender.anonymous


class Tap:
    """What the host's own polling is told, with ours taken out and committed beforehand.

    The host acknowledges by asking for what comes behind the last update that it saw; what it did
    not see is acknowledged by moving that question on, after the commit.
    """

    def __init__(self, door: Door, host: Host) -> None:
        self._door = door
        self._host = host
        self._behind = 0
        self._judged: OrderedDict[int, None] = OrderedDict()
        self._warned = False

    def offset(self, asked: int | None) -> int | None:
        """From which update on Telegram is to be asked; negative ones drop all and stay."""
        if asked is not None and asked < 0:
            return asked
        return max(asked or 0, self._behind) or asked

    def listens_to(self, allowed: Sequence[str] | None) -> None:
        """Say it once where the host does not ask Telegram for what we need."""
        missing = _NEEDED.difference(allowed or _NEEDED)
        if missing and not self._warned:
            self._warned = True
            log.warning("updates_not_asked_for", missing=sorted(missing))

    async def strain(self, asking: Awaitable[Sequence[T]], raw: Callable[[T], Reply]) -> list[T]:
        """Of what Telegram tells, what is the host's; ours have taken effect on disk."""
        try:
            told = await asking
        except Exception:
            self._door.lost_touch()
            raise
        await self._door.in_touch()
        updates = [raw(one) for one in told]
        ours = await asyncio.gather(*(self.judge(update) for update in updates))
        self._behind = max(self._behind, *(update["update_id"] + 1 for update in updates), 0)
        return [one for one, taken in zip(told, ours, strict=True) if not taken]

    async def judge(self, update: Reply) -> bool:
        """Whether it was ours and has taken effect; if not, the host may have it unasked."""
        if await self._door.take(update, self._host):
            return True
        self._judged[update["update_id"]] = None
        if len(self._judged) > _JUDGED:
            self._judged.popitem(last=False)
        return False

    def has_judged(self, number: int) -> bool:
        """Whether this update was found to be the host's already."""
        return number in self._judged
