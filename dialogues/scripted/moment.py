"""What comes of one moment, gathered step by step while the customer makes up its mind."""

from dataclasses import dataclass, field

from dialogues.condition import Quantity, Topic
from dialogues.customer import Reaction
from dialogues.scripted.state import State
from dialogues.transcript import Ended, Felt


@dataclass(slots=True)
class Moment:
    """The lines said, the facts told, the resolutions agreed, and which rule did it and why."""

    anger_before: int
    lines: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    agreed: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    rule: str = ""
    hint: bool = False
    ended: Ended | None = None
    waited: float | None = None

    def reaction(self, state: State, wake_after: float | None) -> Reaction:
        """The moment, finished."""
        felt = Felt(
            anger_before=self.anger_before,
            anger=state.anger,
            stage=state.stage,
            rule=self.rule,
            why="；".join(self.why),
            told=tuple(self.told),
            agreed=tuple(self.agreed),
            waited=self.waited,
        )
        return Reaction(
            lines=tuple(self.lines),
            felt=felt,
            wake_after=None if self.ended else wake_after,
            ended=self.ended,
            hint=self.hint,
        )


class Present:
    """The `Situation` right now, as the customer remembers the talk."""

    def __init__(self, state: State) -> None:
        self._state = state

    @property
    def stage(self) -> str:
        """The stage that the talk is in."""
        return self._state.stage

    def has(self, topic: Topic, name: str) -> bool:
        """Whether the customer remembers this."""
        remembered: list[str] = getattr(self._state, topic)
        return name in remembered

    def measure(self, quantity: Quantity) -> int:
        """Anger now, or utterances of the student so far."""
        return self._state.anger if quantity is Quantity.ANGER else self._state.rounds
