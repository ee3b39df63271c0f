"""What a customer keeps to himself until the debrief: what he wants, and how it really was."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from dialogues.customer import Playable


@dataclass(frozen=True, slots=True)
class Secret:
    """想要 and 真相 of one talk, in the author's words; blank where the author wrote none."""

    wants: str = ""
    truth: str = ""


@runtime_checkable
class Secretive(Protocol):
    """A playable whose author wrote down what the student only learns in the debrief."""

    def secret(self, seed: str) -> Secret:
        """The secret of the customer that is born of this seed."""


def secret_of(playable: Playable, seed: str) -> Secret:
    """What may be told of this talk when it is over."""
    return playable.secret(seed) if isinstance(playable, Secretive) else Secret()
