"""What comes of one moment, gathered step by step while the customer makes up its mind."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogues.condition import Quantity, Topic, is_drawn, is_filed
from dialogues.customer import Reaction
from dialogues.scenario import fill
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

    def __init__(self, state: State, values: Mapping[str, str]) -> None:
        self._state = state
        self._values = values
        self.quiet = 0.0
        """Seconds of the silence that is going on."""

    @property
    def stage(self) -> str:
        """The stage that the talk is in."""
        return self._state.stage

    def has(self, topic: Topic, name: str) -> bool:
        """Whether the customer remembers this."""
        match topic:
            case Topic.DRAWN:
                return is_drawn(fill(name, self._values))
            case Topic.FILED:
                return is_filed(fill(name, self._values), self._state.effects)
            case _:
                remembered: list[str] = getattr(self._state, topic)
                return name in remembered

    def measure(self, quantity: Quantity) -> float:
        """Anger now, utterances of the student so far, or seconds for which it was waited."""
        match quantity:
            case Quantity.ANGER:
                return self._state.anger
            case Quantity.ROUNDS:
                return self._state.rounds
            case Quantity.TIME:
                return self._state.elapsed + self.quiet
