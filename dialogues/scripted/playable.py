"""A written scenario that can be played: the file and the ear that understands its students."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dialogues.customer import Customer, Data
from dialogues.hearing import Ear, Kind, kind_of
from dialogues.scenario import Scenario, draw_values, fill
from dialogues.scripted.customer import ScriptedCustomer
from dialogues.scripted.excess import excess
from dialogues.scripted.sanity import bad_acts
from dialogues.scripted.state import State
from dialogues.secrets import Secret
from dialogues.transcript import Act, Heard
from dialogues.wording import wording


class ScriptedScenario:
    """A `Playable` made of a customer file."""

    def __init__(self, scenario: Scenario, ear: Ear) -> None:
        self.scenario = scenario
        self._plain_ear = ear
        self._ear = ear.with_acts(scenario.acts) if scenario.acts else ear
        self._spoken: dict[str, ScriptedScenario] = {}
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

    def in_language(self, language: str) -> "ScriptedScenario":
        """The same customer in this language; in its own where it was not translated.

        Id, hash, names and draws are the same: a talk may be marked, or even go on, in another.
        """
        translation = self.scenario.translations.get(language)
        if translation is None:
            return self
        if language not in self._spoken:
            self._spoken[language] = self.spoken_by(translation)
        return self._spoken[language]

    def spoken_by(self, translation: Scenario) -> "ScriptedScenario":
        """The same customer with the words of a translation."""
        return ScriptedScenario(translation, self._plain_ear)

    def shown(self, name: str) -> str:
        """How a name of the file (an ending, a heading) is shown to people in this language."""
        own = self.scenario.shown.get(name)
        return own or str(wording(self.scenario.language, "shown").get(name, name))

    def briefing(self, seed: str) -> str:
        """What the student is told before the talk, one paragraph each."""
        values = draw_values(self.scenario, seed)
        colon = wording(self.scenario.language, "marks")["colon"]
        parts = self.scenario.briefing
        return "\n".join(f"{self.shown(head)}{colon}{fill(text, values)}" for head, text in parts)

    def secret(self, seed: str) -> Secret:
        """想要 and 真相, with the values of this talk."""
        values, persona = draw_values(self.scenario, seed), self.scenario.persona
        return Secret(fill(persona.wants, values), fill(persona.truth, values))

    def hear(self, reply: str, line_before: str = "") -> Heard:
        """Understand a reply with the built-in ear and this scenario's own acts."""
        heard = without_false_alarms(self._ear.hear(reply, line_before), self._kind)
        limit = self.scenario.office.coupon_limit
        beyond = () if limit is None else tuple(excess(reply, heard.acts, limit))
        return replace(heard, acts=heard.acts + beyond)

    def born(self, seed: str) -> Customer:
        """A customer of this scenario; same seed, same customer, on every machine."""
        return ScriptedCustomer(self.scenario, seed)

    def restore(self, seed: str, state: Mapping[str, Data]) -> Customer:
        """The customer that had this state."""
        return ScriptedCustomer(self.scenario, seed, State.of(state))


def without_false_alarms(heard: Heard, kind: frozenset[str]) -> Heard:
    """What was heard, given these kind acts of the author's own.

    Where the author has described what a phrase does, the sentence around it is no face threat
    for its sound; a rude word beside it still is.
    """
    own = [act for act in heard.acts if act.id in kind]
    return replace(heard, acts=tuple(a for a in heard.acts if not _only_sounds_bad(a, own)))


def _only_sounds_bad(act: Act, own: Iterable[Act]) -> bool:
    threat = kind_of(act.id) is Kind.THREAT
    return threat and any(act.start <= one.start and one.end <= act.end for one in own)
