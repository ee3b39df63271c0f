"""What an author's conditions (做到) ask about a talk that is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dialogues.condition import Quantity, Topic, is_drawn, is_filed, mentions
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
        match topic:
            case Topic.MENTIONED:
                return mentions(normalise(name).text, self._said)
            case Topic.FILED:
                return is_filed(name, self._filed)
            case Topic.DRAWN:
                return is_drawn(name)
            case _:
                return name in self._names[topic]

    def measure(self, quantity: Quantity) -> float:
        """The customer's last anger, the student's utterances, or the seconds it waited in all."""
        moods = self.transcript.moods
        match quantity:
            case Quantity.ROUNDS:
                return len(self._said)
            case Quantity.TIME:
                return sum(felt.waited or 0.0 for felt in moods)
            case _:
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
    def _filed(self) -> tuple[str, ...]:
        """What the back office confirmed, with the tool's name."""
        done = (used for used in self.transcript.used if used.ok)
        return tuple(f"{used.tool} {used.argument} {used.answer}" for used in done)

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
