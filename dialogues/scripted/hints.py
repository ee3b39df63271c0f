"""What a student who is stuck is told to do next: the author's words, else the next thing missing.

A hint names what is due, never the customer's hidden wishes, and never twice the same while
there is another.
"""

from collections.abc import Iterator

from dialogues.condition import Condition, Has, Topic
from dialogues.hearing import act_name
from dialogues.scenario import Fact, Scenario, fill
from dialogues.scripted.moment import Present
from dialogues.scripted.state import State
from dialogues.wording import wording


def next_hint(scenario: Scenario, state: State, present: Present, values: dict[str, str]) -> str:
    """One sentence that says what to do next."""
    written = (*scenario.hints.get(state.stage, ()), *scenario.hints.get("", ()))
    choices = [fill(hint, values) for hint in written] or list(_derived(scenario, present))
    words = wording(scenario.language, "hints")
    return choices[state.hints % len(choices)] if choices else str(words["nothing"])


def _derived(scenario: Scenario, present: Present) -> Iterator[str]:
    """From what must be found out, what solutions need, and what is marked."""
    language = scenario.language
    for fact in scenario.facts:
        if fact.required and not present.has(Topic.KNOWN, fact.name):
            yield _ask(fact, language)
    facts = {fact.name: fact for fact in scenario.facts}
    seen: set[str] = set()
    for condition in _wanted(scenario):
        told = _told(condition, facts, language)
        if told and told not in seen and not condition.holds(present):
            seen.add(told)
            yield told


def _wanted(scenario: Scenario) -> Iterator[Condition]:
    for resolution in scenario.resolutions:
        yield from resolution.needs
    for criterion in scenario.rubric.criteria:
        yield from criterion.done
    yield from scenario.office.should_be


def _told(condition: Condition, facts: dict[str, Fact], language: str) -> str:
    """The condition as an advice; nothing for what cannot be advised."""
    if not isinstance(condition, Has) or condition.negated:
        return ""
    names, words = sorted(condition.names), wording(language, "hints")
    match condition.topic:
        case Topic.KNOWN if names[0] in facts:
            return _ask(facts[names[0]], language)
        case Topic.USED:
            return str(words["use"]).format(tool=names[0])
        case Topic.HEARD:
            return str(words["say"]).format(act=act_name(names[0], language))
        case Topic.FILED:
            return str(words["file"]).format(what=names[0])
        case _:
            return ""


def _ask(fact: Fact, language: str) -> str:
    acts = sorted(fact.asked_by)
    shown = act_name(acts[0], language) if acts else fact.name
    return str(wording(language, "hints")["ask"]).format(fact=fact.name, act=shown)
