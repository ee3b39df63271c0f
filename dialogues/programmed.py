"""A customer that somebody programmed: a file for who it is, a Python module for how it acts.

The file beside the module still holds persona, facts, rubric and self-tests, so a programmed
customer is described, checked and marked like any other.
"""

from collections.abc import Callable, Mapping

from dialogues.customer import Customer, Data
from dialogues.hearing import Ear
from dialogues.scenario import Scenario
from dialogues.scripted import ScriptedScenario

Maker = Callable[[Scenario, str, Mapping[str, Data] | None], Customer]
"""What a module offers as `customer`: the scenario, the seed, and the state to take up or None."""


class ProgrammedScenario(ScriptedScenario):
    """A `Playable` whose customers come from a module; all the rest comes from the file."""

    def __init__(self, scenario: Scenario, ear: Ear, make: Maker, module_hash: str) -> None:
        super().__init__(scenario, ear)
        self._make = make
        self._module_hash = module_hash

    @property
    def content_hash(self) -> str:
        """Hash of file and module together: a change of either is another version."""
        return f"{self.scenario.content_hash[:32]}{self._module_hash[:32]}"

    def spoken_by(self, translation: Scenario) -> "ProgrammedScenario":
        """The same customer with the words of a translation."""
        return ProgrammedScenario(translation, self._plain_ear, self._make, self._module_hash)

    def born(self, seed: str) -> Customer:
        """A customer of this module."""
        return self._make(self.scenario, seed, None)

    def restore(self, seed: str, state: Mapping[str, Data]) -> Customer:
        """The customer that had this state."""
        return self._make(self.scenario, seed, state)
