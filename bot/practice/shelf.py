"""The customers that this installation can play, as they stand on the shelf."""

from collections.abc import Iterable, Mapping

from dialogues.customer import Playable


class Shelf:
    """Playables by id, in the order in which they are offered."""

    def __init__(self, playables: Iterable[Playable]) -> None:
        self._playables = {playable.id: playable for playable in playables}
        self._tools = frozenset(
            tool for playable in self._playables.values() for tool in playable.born("shelf").tools
        )

    @property
    def playables(self) -> Mapping[str, Playable]:
        """Everything playable, by id."""
        return self._playables

    @property
    def tools(self) -> frozenset[str]:
        """Names of all back-office tools that any customer knows."""
        return self._tools

    def get(self, scenario: str) -> Playable | None:
        """The scenario, if it is on the shelf."""
        return self._playables.get(scenario)

    def title(self, scenario: str) -> str:
        """The scenario's title; its id where it is not on the shelf any more."""
        playable = self._playables.get(scenario)
        return playable.title if playable else scenario

    def find(self, words: str) -> Playable | None:
        """The scenario meant by its number on the shelf, its id, or a part of its title."""
        asked = words.strip()
        if asked.isdecimal() and 1 <= int(asked) <= len(self._playables):
            return list(self._playables.values())[int(asked) - 1]
        if asked in self._playables:
            return self._playables[asked]
        titled = [p for p in self._playables.values() if asked and asked in p.title]
        return titled[0] if len(titled) == 1 else None
