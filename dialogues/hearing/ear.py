"""The ear: what a student's reply does, heard once for customer and examiner alike."""

from collections.abc import Iterable
from functools import cache

from dialogues.hearing.definition import ActDefinition
from dialogues.hearing.judgement import judge
from dialogues.hearing.normalise import Normal, normalise
from dialogues.hearing.rules import Hit
from dialogues.hearing.scenario_acts import ScenarioActs
from dialogues.transcript import Act, Heard


class Ear:
    """Hears the built-in acts, and on top of them the acts that a scenario defines."""

    def __init__(self, scenario: ScenarioActs | None = None) -> None:
        self._scenario = scenario

    def with_acts(self, definitions: Iterable[ActDefinition]) -> "Ear":
        """This ear, hearing these acts too; definitions of the same id add to each other."""
        known = self._scenario.definitions if self._scenario else ()
        return Ear(ScenarioActs((*known, *definitions)))

    def hear(self, reply: str, customer: str = "") -> Heard:
        """The acts of a reply in order of position, and its courtesy.

        `customer` is the line that the student answers; it decides what a bare 能 means.
        """
        normal = normalise(reply)
        if not normal.text:
            return Heard()
        judgement = judge(normal, normalise(customer).text)
        own = self._scenario.hits(normal) if self._scenario else []
        acts: dict[str, Act] = {}
        for hit in (*judgement.hits, *own):
            acts.setdefault(hit.act, _act(reply, normal, hit))
        ordered = sorted(acts.values(), key=lambda act: (act.start, act.end, act.id))
        return Heard(tuple(ordered), judgement.courtesy)


@cache
def built_in() -> Ear:
    """The ear without any scenario."""
    return Ear()


def _act(reply: str, normal: Normal, hit: Hit) -> Act:
    start, end = normal.original(hit.start, hit.end)
    return Act(hit.act, start, end, reply[start:end], hit.why)
