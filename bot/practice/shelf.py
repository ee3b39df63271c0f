"""The customers that this installation can play, as they stand on the shelf."""

from collections.abc import Iterable, Mapping

from dialogues.customer import Playable
from dialogues.language import in_language
from dialogues.liveroom import LiveShow
from dialogues.reception import Reception

Offer = Playable | LiveShow | Reception
"""What can be chosen to practise with: a customer, a live room, or several customers at once."""


_LONGEST_NUMBER = 4


class Shelf:
    """Playables by id, in the order in which they are offered."""

    def __init__(
        self,
        playables: Iterable[Playable],
        rooms: Iterable[LiveShow] = (),
        receptions: Iterable[Reception] = (),
    ) -> None:
        self._versions: dict[tuple[str, str], Playable] = {}
        self._shows: dict[tuple[str, str], LiveShow] = {}
        self._desks: dict[tuple[str, str], Reception] = {}
        self._tools: frozenset[str] = frozenset()
        self.restock(playables, rooms, receptions)

    def restock(
        self,
        playables: Iterable[Playable],
        rooms: Iterable[LiveShow] = (),
        receptions: Iterable[Reception] = (),
    ) -> None:
        """Offer these from now on; talks that go on keep the version they began with."""
        self._playables = {playable.id: playable for playable in playables}
        self._rooms = {room.id: room for room in rooms}
        self._receptions = {reception.id: reception for reception in receptions}
        self._versions |= {(one.id, one.content_hash): one for one in self._playables.values()}
        self._shows |= {(one.id, one.content_hash): one for one in self._rooms.values()}
        self._desks |= {(one.id, one.content_hash): one for one in self._receptions.values()}
        # Talks that go on with an earlier version keep its tools.
        self._tools |= frozenset(
            tool for playable in self._playables.values() for tool in playable.born("shelf").tools
        )

    def version(self, scenario: str, content_hash: str) -> Playable | None:
        """The customer with exactly this content, now or since the program started."""
        return self._versions.get((scenario, content_hash))

    def room(self, scenario: str, content_hash: str) -> LiveShow | None:
        """The live room with exactly this content, now or since the program started."""
        return self._shows.get((scenario, content_hash))

    def reception(self, scenario: str, content_hash: str) -> Reception | None:
        """The reception with exactly this content, now or since the program started."""
        return self._desks.get((scenario, content_hash))

    @property
    def playables(self) -> Mapping[str, Playable]:
        """Everything playable, by id."""
        return self._playables

    @property
    def rooms(self) -> Mapping[str, LiveShow]:
        """The live rooms, by id."""
        return self._rooms

    @property
    def receptions(self) -> Mapping[str, Reception]:
        """The receptions (多客接待), by id."""
        return self._receptions

    @property
    def offers(self) -> Mapping[str, Offer]:
        """Everything that can be chosen, by id: customers, then live rooms, then receptions."""
        return {**self._playables, **self._rooms, **self._receptions}

    @property
    def tools(self) -> frozenset[str]:
        """Names of all back-office tools that any customer knows."""
        return self._tools

    def get(self, scenario: str) -> Offer | None:
        """What has this id, if it is on the shelf."""
        return self.offers.get(scenario)

    def title(self, scenario: str, language: str = "") -> str:
        """The scenario's title, in this language as far as it was translated.

        Its id where it is not on the shelf any more.
        """
        offer = self.get(scenario)
        if offer is None:
            return scenario
        if isinstance(offer, (LiveShow, Reception)):
            return offer.in_language(language).title
        return in_language(offer, language).title

    def find(self, words: str) -> Offer | None:
        """What is meant by its number on the shelf, its id, or a part of its title."""
        asked, offers = words.strip(), self.offers
        numbered = asked.isdecimal() and len(asked) <= _LONGEST_NUMBER
        if numbered and 1 <= int(asked) <= len(offers):
            return list(offers.values())[int(asked) - 1]
        if asked in offers:
            return offers[asked]
        titled = [offer for offer in offers.values() if asked and asked in offer.title]
        return titled[0] if len(titled) == 1 else None
