"""What an attempt was begun with: a customer, a live room or a desk, found again in the library.

Files may change in the middle of a talk; an attempt goes on with the version it was begun with, as
long as the shelf remembers it.
"""

from collections.abc import Mapping
from typing import Protocol

from bot.practice.ports import Attempt
from bot.trouble import Trouble
from dialogues.customer import Playable
from dialogues.language import in_language
from dialogues.liveroom import LiveShow
from dialogues.reception import Reception


class Library(Protocol):
    """The customers that can be practised with."""

    @property
    def playables(self) -> Mapping[str, Playable]:
        """Everything playable, by id, in the order of the shelf."""

    @property
    def rooms(self) -> Mapping[str, LiveShow]:
        """The live rooms, by id, in the order of the shelf."""

    @property
    def receptions(self) -> Mapping[str, Reception]:
        """The receptions (多客接待), by id, in the order of the shelf."""

    @property
    def tools(self) -> frozenset[str]:
        """Names of all back-office tools that any customer knows."""

    def version(self, scenario: str, content_hash: str) -> Playable | None:
        """The customer with exactly this content, now or since the program started."""

    def room(self, scenario: str, content_hash: str) -> LiveShow | None:
        """The live room with exactly this content, now or since the program started."""

    def reception(self, scenario: str, content_hash: str) -> Reception | None:
        """The reception with exactly this content, now or since the program started."""


class UnknownScenario(Trouble):
    """There is no customer with this id; /practice and `kefu play` list them."""

    key = "trouble.no_customer"


class Begun:
    """Finds what attempts were begun with, in the student's language."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def playable(self, scenario: str) -> Playable:
        """The customer of this id as it is now; `UnknownScenario` where there is none."""
        try:
            return self._library.playables[scenario]
        except KeyError:
            raise UnknownScenario(asked=scenario) from None

    def same(self, attempt: Attempt) -> Playable | None:
        """The customer that it was begun with, as long as the shelf remembers it."""
        playable = self._library.version(attempt.scenario, attempt.content_hash)
        return in_language(playable, attempt.language) if playable else None

    def show(self, attempt: Attempt) -> LiveShow | None:
        """The live room that it was begun with, as long as the shelf remembers it."""
        live = self._library.room(attempt.scenario, attempt.content_hash)
        return live.in_language(attempt.language) if live else None

    def at_desk(self, attempt: Attempt) -> bool:
        """Whether it was begun at a desk, also one that has changed over a restart."""
        begun = self._library.reception(attempt.scenario, attempt.content_hash)
        return begun is not None or attempt.scenario in self._library.receptions

    def in_a_show(self, attempt: Attempt) -> bool:
        """Whether it was begun in a live room, also one that has changed over a restart."""
        return self.show(attempt) is not None or attempt.scenario in self._library.rooms

    def is_known(self, attempt: Attempt) -> bool:
        """Whether the shelf remembers what it was begun with."""
        shelf, version = self._library, (attempt.scenario, attempt.content_hash)
        return any(
            found is not None
            for found in (shelf.version(*version), shelf.room(*version), shelf.reception(*version))
        )
