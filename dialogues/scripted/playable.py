"""A written scenario that can be played: the file and the ear that understands its students."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dialogues.customer import Data
from dialogues.hearing import Ear, Kind, kind_of
from dialogues.scenario import Scenario, draw_values, fill
from dialogues.scripted.customer import ScriptedCustomer
from dialogues.scripted.sanity import bad_acts
from dialogues.scripted.state import State
from dialogues.transcript import Act, Heard


class ScriptedScenario:
    """A `Playable` made of a customer file."""

    def __init__(self, scenario: Scenario, ear: Ear) -> None:
        self.scenario = scenario
        self._ear = ear.with_acts(scenario.acts) if scenario.acts else ear
        self._kind = frozenset(act.id for act in scenario.acts) - bad_acts(scenario)

    @property
    def id(self) -> str:
        """Stable id, as in the customer file."""
        return self.scenario.id

    @property
    def title(self) -> str:
        """Title for people."""
        return self.scenario.title

    @property
    def content_hash(self) -> str:
        """Hash of the file, with what it builds on."""
        return self.scenario.content_hash

    def briefing(self, seed: str) -> str:
        """What the student is told before the talk, one paragraph each."""
        values = draw_values(self.scenario, seed)
        return "\n".join(f"{head}：{fill(text, values)}" for head, text in self.scenario.briefing)

    def hear(self, reply: str, line_before: str = "") -> Heard:
        """Understand a reply with the built-in ear and this scenario's own acts.

        Where the author has described what a phrase does, the sentence around it is no face
        threat for its sound; a rude word beside it still is.
        """
        heard = self._ear.hear(reply, line_before)
        own = [act for act in heard.acts if act.id in self._kind]
        return replace(heard, acts=tuple(a for a in heard.acts if not _only_sounds_bad(a, own)))

    def born(self, seed: str) -> ScriptedCustomer:
        """A customer of this scenario; same seed, same customer, on every machine."""
        return ScriptedCustomer(self.scenario, seed)

    def restore(self, seed: str, state: Mapping[str, Data]) -> ScriptedCustomer:
        """The customer that had this state."""
        return ScriptedCustomer(self.scenario, seed, State.of(state))


def _only_sounds_bad(act: Act, own: Iterable[Act]) -> bool:
    threat = kind_of(act.id) is Kind.THREAT
    return threat and any(act.start <= one.start and one.end <= act.end for one in own)
