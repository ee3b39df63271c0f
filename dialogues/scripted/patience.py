"""How long the customer bears silence, and how long the whole talk may take.

There is no clock here: time is what the customer is told it has waited.
"""

from collections.abc import Iterator

from dialogues.condition import Comparison, Measure, Quantity
from dialogues.scenario import Scenario, Silence
from dialogues.scripted.state import State

JUST_AFTER = 1.0
"""Seconds by which a time must be passed to have been exceeded."""


class Patience:
    """The silences and time limits of one talk."""

    def __init__(self, scenario: Scenario, state: State) -> None:
        self._scenario = scenario
        self._state = state

    def due(self, quiet: float) -> list[Silence]:
        """The reactions to a silence of so many seconds that have not come yet."""
        return [silence for silence in self._thresholds() if silence.after <= quiet]

    def time_is_up(self, quiet: float) -> bool:
        """Whether the talk has taken as long as it may (限时)."""
        limit = self._scenario.time_limit
        return limit is not None and self._state.elapsed + quiet >= limit

    def next_wake(self, quiet: float) -> float | None:
        """After how many seconds of this silence something will happen next."""
        moments = (silence.after for silence in self._thresholds())
        limits = (limit - self._state.elapsed for limit in self._limits())
        return min((*moments, *(left for left in limits if left > quiet)), default=None)

    def _thresholds(self) -> list[Silence]:
        """Those of this stage that have not fired since the student last spoke."""
        stage = self._state.stage
        here = [s for s in self._scenario.silences if not s.stages or stage in s.stages]
        return here[self._state.silences :]

    def _limits(self) -> Iterator[float]:
        """The moments of the talk, in seconds, at which it may end by the time alone."""
        if self._scenario.time_limit is not None:
            yield self._scenario.time_limit
        for ending in self._scenario.endings:
            for condition in ending.when:
                if isinstance(condition, Measure) and condition.quantity is Quantity.TIME:
                    above = condition.bound.comparison is Comparison.ABOVE
                    yield condition.bound.number + (JUST_AFTER if above else 0.0)
