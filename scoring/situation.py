"""What an author's conditions (做到) ask about a talk that is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dialogues.condition import Quantity, Topic, mentions
from dialogues.hearing.normalise import normalise
from dialogues.stuffing import is_stuffed
from dialogues.transcript import Transcript, Voice
from scoring.acts import PENALTIES


@dataclass(frozen=True)
class Situation:
    """The finished talk as an author's conditions see it (`dialogues.condition.Situation`).

    What is heard in a heap of set phrases does not count as done; penalties always count.
    """

    transcript: Transcript

    @property
    def stage(self) -> str:
        """The stage in which the talk ended."""
        moods = self.transcript.moods
        return moods[-1].stage if moods else ""

    def has(self, topic: Topic, name: str) -> bool:
        """Whether this was heard, told, used, agreed or mentioned in the talk."""
        if topic is Topic.MENTIONED:
            return mentions(normalise(name).text, self._said)
        return name in self._names[topic]

    def measure(self, quantity: Quantity) -> int:
        """The customer's last anger, or how many utterances the student made."""
        if quantity is Quantity.ROUNDS:
            return len(self._said)
        moods = self.transcript.moods
        return moods[-1].anger if moods else 0

    @cached_property
    def _names(self) -> Mapping[Topic, frozenset[str]]:
        return {
            Topic.HEARD: self._heard,
            Topic.KNOWN: self.transcript.known,
            Topic.USED: frozenset(used.tool for used in self.transcript.used if used.ok),
            Topic.AGREED: self.transcript.agreed,
        }

    @cached_property
    def _said(self) -> tuple[str, ...]:
        return tuple(
            normalise(said.text).text
            for said in self.transcript.utterances
            if said.voice is Voice.STUDENT
        )

    @cached_property
    def _heard(self) -> frozenset[str]:
        found: set[str] = set()
        for said in self.transcript.utterances:
            if said.heard is not None:
                stuffed = is_stuffed(said.text, said.heard)
                found |= said.heard.ids & PENALTIES if stuffed else said.heard.ids
        return frozenset(found)
