"""Numbers, signs and conditions that can be read but hardly be meant, from the scenario alone."""

from collections.abc import Iterator

from dialogues.condition import (
    Condition,
    Has,
    InStage,
    Measure,
    Quantity,
    Topic,
    all_hold,
)
from dialogues.hearing import act_name, built_in, is_credit, is_penalty
from dialogues.scenario import Rule, Scenario
from dialogues.scripted import ScriptedScenario
from dialogues.scripted.sanity import bad_acts
from dialogues.wording import wording

Finding = tuple[str, str, str, dict[str, str]]
"""Code, section, the name in it, and the words of the message."""

MOST = {Quantity.ANGER: 100, Quantity.ROUNDS: 1_000, Quantity.TIME: 86_400}
NEUTRAL = frozenset({"hold", "decline"})
"""Good service that may well annoy."""


def doubts(scenario: Scenario) -> Iterator[Finding]:
    """Everything that is hardly meant."""
    yield from _signs(scenario)
    yield from _lost_at_once(scenario)
    yield from _leading_nowhere(scenario)
    yield from _impossible(scenario)
    yield from _too_wide(scenario)


def _signs(scenario: Scenario) -> Iterator[Finding]:
    """Kindness that angers, rudeness that calms."""
    for change in scenario.mood.changes:
        kind = change.acts and all(is_credit(a) and a not in NEUTRAL for a in change.acts)
        rude = change.acts and all(map(is_penalty, change.acts))
        if (kind and change.by > 0) or (rude and change.by < 0):
            words = {"found": change.word, "by": f"{change.by:+d}", "better": f"{-change.by:+d}"}
            yield "D210", "mood", change.word, words


class _Beginning:
    """The talk before a word was said."""

    def __init__(self, scenario: Scenario) -> None:
        self.stage = scenario.stages[0]
        self._anger = scenario.mood.anger

    def has(self, topic: Topic, name: str) -> bool:  # noqa: ARG002
        """Nothing has happened yet."""
        return False

    def measure(self, quantity: Quantity) -> float:
        """The anger with which the customer comes."""
        return self._anger if quantity is Quantity.ANGER else 0


def _lost_at_once(scenario: Scenario) -> Iterator[Finding]:
    beginning = _Beginning(scenario)
    for ending in scenario.endings:
        if ending.when and all_hold(ending.when, beginning):
            words = {"found": str(scenario.mood.anger), "ending": ending.name}
            yield "D211", "mood", "anger", words


def _leading_nowhere(scenario: Scenario) -> Iterator[Finding]:
    """A rule that agrees and leaves the talk where it is."""
    for rule in scenario.rules:
        goes = rule.move_to and rule.stages != {rule.move_to}
        if rule.agree and not goes and not rule.ending:
            yield "D212", "rules", rule.name, {"found": rule.name}


def _impossible(scenario: Scenario) -> Iterator[Finding]:
    for rule in scenario.rules:
        yield from _contradiction("rules", rule.name, rule.when, rule)
    for ending in scenario.endings:
        yield from _contradiction("ending", ending.name, ending.when)
    for fact in scenario.facts:
        yield from _contradiction("facts", fact.name, fact.when)
    for resolution in scenario.resolutions:
        yield from _contradiction("resolutions", resolution.name, resolution.needs)


def _contradiction(
    section: str, name: str, when: tuple[Condition, ...], rule: Rule | None = None
) -> Iterator[Finding]:
    clash = _unmeasurable(when) or _said_and_unsaid(when) or _elsewhere(when, rule)
    if clash:
        yield "D213", section, name, {"found": name, "clash": "、".join(clash)}


def _unmeasurable(when: tuple[Condition, ...]) -> list[str]:
    for quantity, most in MOST.items():
        measures = [c for c in when if isinstance(c, Measure) and c.quantity is quantity]
        edges = {int(c.bound.number) + step for c in measures for step in (-1, 0, 1)} | {0, most}
        values = [edge for edge in edges if 0 <= edge <= most]
        if measures and not any(all(c.bound.holds(v) for c in measures) for v in values):
            return [c.words for c in measures]
    return []


def _said_and_unsaid(when: tuple[Condition, ...]) -> list[str]:
    has = [c for c in when if isinstance(c, Has)]
    for wanted in has:
        for barred in has:
            same = wanted.topic is barred.topic and wanted.names <= barred.names
            if same and barred.negated and not wanted.negated:
                return [wanted.words, barred.words]
    return []


def _elsewhere(when: tuple[Condition, ...], rule: Rule | None) -> list[str]:
    for condition in when:
        stages = condition.stages if isinstance(condition, InStage) else frozenset[str]()
        if rule and rule.stages and stages and rule.stages.isdisjoint(stages):
            return [f"阶段 {'、'.join(sorted(rule.stages))}", condition.words]
    return []


def _too_wide(scenario: Scenario) -> Iterator[Finding]:
    """An act of the author's that costs, and is heard in what every polite student says."""
    bad = bad_acts(scenario)
    own = {act.id for act in scenario.acts if act.id in bad or is_penalty(act.id)}
    if not own:
        return
    written, plain = ScriptedScenario(scenario, built_in()), built_in()
    told: set[str] = set()
    for sentence in wording("zh_CN", "ordinary")["sentences"]:
        usual = plain.hear(sentence).ids
        for act in sorted((written.hear(sentence).ids & own) - usual - told):
            told.add(act)
            yield "D214", "acts", act, {"found": act_name(act), "example": sentence}
