"""In which language a customer talks: its author's own, or one that it was translated into."""

from typing import Protocol, runtime_checkable

from dialogues.customer import Playable


@runtime_checkable
class Translated(Protocol):
    """A playable that may talk in several languages."""

    def in_language(self, language: str) -> Playable:
        """The same customer in this language; in its own where it was not translated."""


def in_language(playable: Playable, language: str) -> Playable:
    """The playable in this language, as far as its author translated it."""
    return playable.in_language(language) if isinstance(playable, Translated) else playable
