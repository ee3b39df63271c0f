"""A folder of customers: one folder per customer, with `scenario.yaml` in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dialogues.hearing import Ear, built_in
from dialogues.reading.problem import Problem
from dialogues.reading.reader import read_scenario
from dialogues.scripted import ScriptedScenario

OWN_FOLDER = Path(__file__).parent.parent / "library"


@dataclass(frozen=True, slots=True)
class Library:
    """The customers of a folder that can be played, and the problems of all its files."""

    scenarios: Mapping[str, ScriptedScenario]
    problems: tuple[Problem, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the customers, in order."""
        return tuple(self.scenarios)

    def get(self, scenario: str) -> ScriptedScenario | None:
        """The customer of this id, if it can be played."""
        return self.scenarios.get(scenario)


def load_library(folder: Path = OWN_FOLDER, ear: Ear | None = None) -> Library:
    """Read every customer below a folder; one that fails is left out and its problems are kept."""
    scenarios: dict[str, ScriptedScenario] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*/scenario.yaml")):
        reading = read_scenario(path.read_bytes(), f"{path.parent.name}/{path.name}")
        problems += reading.problems
        if reading.scenario:
            playable = ScriptedScenario(reading.scenario, ear or built_in())
            scenarios[playable.id] = playable
    return Library(scenarios, tuple(problems))
