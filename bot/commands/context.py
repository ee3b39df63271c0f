"""What a handler has at hand: the transaction, what happened, who did it, and how to answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.classroom.challenge import Challenge
from bot.classroom.cohorts import Person
from bot.commands.payloads import Signer
from bot.practice.attempts import Practice
from bot.practice.messages import Button, Capabilities, Chat, Inbound, Message, Priority
from bot.practice.shelf import Shelf
from bot.practice.talk import Examination
from bot.storage.unit import Unit
from locales.catalogue import Catalogue, catalogue


def _nothing_to_stir() -> None:
    """Where nothing runs errands, they wait until something does."""


@dataclass(slots=True)
class Office:
    """The parts of the house that handlers work with; `operator` is a chat, or empty.

    `examine` marks a talk again, for appeals. `stir` lets errands be looked at, once the
    transaction is through; `capabilities` are the platform's.
    """

    practice: Practice
    challenge: Challenge
    shelf: Shelf
    signer: Signer
    links: "LinkBook"
    examine: Examination
    operator: str = ""
    capabilities: Capabilities = field(default_factory=Capabilities)
    stir: Callable[[], None] = _nothing_to_stir


class LinkBook:
    """Payloads and links that lead back to us."""

    def __init__(self, signer: Signer, capabilities: Capabilities) -> None:
        self._signer = signer
        self._start = capabilities.start_link
        self._group = capabilities.group_link

    def payload(self, action: str, argument: str | int = "") -> str:
        """What a button carries back."""
        return self._signer.sign(action, argument)

    def start(self, argument: str) -> str:
        """A link that opens the direct chat with the bot; empty where there is none yet."""
        return self._start.format(argument) if self._start else ""

    def group(self, argument: str) -> str:
        """A link that adds the bot to a group; empty where there is none yet."""
        return self._group.format(argument) if self._group else ""


@dataclass(slots=True)
class Context:
    """One event being handled.

    `forget`: the answers may speak of others (a teacher's, a mentor's), so none is kept.
    """

    unit: Unit
    inbound: Inbound
    office: Office
    words: Catalogue
    person: Person | None = None
    argument: str = ""
    forget: bool = False
    now: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.unit.now

    @property
    def me(self) -> Person:
        """Whoever did it; handlers are only reached by people who consented."""
        if self.person is None:
            raise PermissionError("nobody who consented")
        return self.person

    def title(self, scenario: str) -> str:
        """A scenario's title in the language of whoever did it."""
        return self.office.shelf.title(scenario, self.words.language)

    def title_for(self, reader: Person, scenario: str) -> str:
        """A scenario's title in the language of somebody else who will read it."""
        return self.office.shelf.title(scenario, catalogue(reader.language).language)

    def button(self, key: str, action: str, argument: str | int = "") -> Button:
        """A button with a label from the catalogue."""
        return Button(self.words.say(key), self.office.links.payload(action, argument))

    def message(self, key: str, *rows: tuple[Button, ...], **values: object) -> Message:
        """An answer in the chat where it happened."""
        text = self.words.say(key, **values)
        return Message(
            self.inbound.chat, text, rows, Priority.TURN, forget=self.forget and self._direct
        )

    def answer(self, key: str, *rows: tuple[Button, ...], **values: object) -> None:
        """Queue an answer in the chat where it happened."""
        self.unit.queue(self.inbound.channel, self.message(key, *rows, **values))

    def tell_privately(self, text: str, *rows: tuple[Button, ...]) -> None:
        """Queue an answer in the direct chat of whoever did it."""
        message = Message(Chat(self.me.chat), text, rows, Priority.TURN, forget=self.forget)
        self.unit.queue(self.me.channel, message)

    @property
    def _direct(self) -> bool:
        return not self.inbound.chat.group
