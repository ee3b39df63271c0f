"""The front desk of a practice that is a guest in somebody else's bot: it takes only its own.

What is ours can be told from what happened and from our own store: our signed buttons, our links,
`/practice` from anybody, the other commands and all words only from people who agreed to practise
and, for words, are in a talk or were asked for them. Nothing is stored about everything else.
"""

from bot.commands import access
from bot.commands.desk import Desk
from bot.commands.payloads import Signer
from bot.commands.spoken import command_of
from bot.delivery.receiving import NotOurs
from bot.practice.messages import Inbound, Kind
from bot.storage.unit import Unit

FRONT_DOOR = "practice"
"""The one command that people use who have not agreed to anything yet."""

ABOUT_A_CHAT = frozenset({Kind.BLOCKED, Kind.RETURNED, Kind.REMOVED, Kind.MIGRATED})
"""What concerns the host as much as us."""

_IN_A_TALK = frozenset({Kind.TEXT, Kind.EDIT, Kind.MEDIA})


class GuestDesk:
    """Handles what is ours among the events of one channel."""

    def __init__(self, desk: Desk, signer: Signer) -> None:
        self._desk = desk
        self._signer = signer

    def handle(self, unit: Unit, inbound: Inbound) -> None:
        """Let an event of ours take effect; raises `NotOurs` for everything else."""
        if not self._is_ours(unit, inbound):
            raise NotOurs
        self._desk.handle(unit, inbound)

    def give_up(self, unit: Unit, inbound: Inbound, error: str) -> None:
        """The event failed for the last time: tell the operator once, and whoever waits."""
        self._desk.give_up(unit, inbound, error)

    def _is_ours(self, unit: Unit, inbound: Inbound) -> bool:
        if inbound.kind is Kind.PRESS:
            return self._signer.read(inbound.text) is not None
        if inbound.sender.anonymous and inbound.kind not in ABOUT_A_CHAT:
            return False
        return (_in_our_group if inbound.chat.group else _in_our_chat)(unit, inbound)


def _in_our_group(unit: Unit, inbound: Inbound) -> bool:
    if inbound.kind in ABOUT_A_CHAT:
        return bool(unit.cohorts_in(inbound.channel, inbound.chat.id))
    if inbound.kind is not Kind.COMMAND or not _known(unit, inbound):
        return False
    entry = access.commands.get(inbound.command)
    return inbound.command == "start" or (entry is not None and entry.in_group)


def _in_our_chat(unit: Unit, inbound: Inbound) -> bool:
    if inbound.kind in _IN_A_TALK:
        talking = unit.running(inbound.channel, inbound.chat.id) is not None
        return talking or _is_awaited(unit, inbound)
    if inbound.kind is Kind.COMMAND and inbound.command in ("start", FRONT_DOOR):
        return True
    declared = access.commands.get(inbound.command) is not None
    return (inbound.kind in ABOUT_A_CHAT or declared) and _known(unit, inbound)


def _is_awaited(unit: Unit, inbound: Inbound) -> bool:
    """Whether it is for us outside of a talk: a list we asked for, a log, `/我的数据`."""
    person = unit.person_of(inbound.channel, inbound.sender.id)
    if person is None:
        return False
    draft = unit.roster_draft(person.id)
    if (draft is not None and not draft.names) or unit.case_of(person.id) is not None:
        return inbound.kind is Kind.TEXT or inbound.file is not None
    return inbound.kind is Kind.TEXT and command_of(inbound.text, talking=True) is not None


def _known(unit: Unit, inbound: Inbound) -> bool:
    return unit.person_of(inbound.channel, inbound.sender.id) is not None
