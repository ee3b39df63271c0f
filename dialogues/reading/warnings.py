"""The linter: what can be played but was probably not meant (D2xx)."""

from collections.abc import Callable, Iterable, Iterator

from dialogues.hearing import ActDefinition, act_name, built_in, is_penalty, resolve_act
from dialogues.reading.doubts import Finding, doubts
from dialogues.reading.names import Names
from dialogues.reading.problem import Mark
from dialogues.reading.tree import Branch, Listing, Table, Text
from dialogues.reading.vocabulary import ids
from dialogues.scenario import TIME_UP, Scenario, draw_values, fill
from dialogues.scripted import ScriptedScenario
from dialogues.scripted.sanity import bad_acts

FEWEST_EXAMPLES = 3


def warn(scenario: Scenario, tree: Table, names: Names) -> None:
    """Note every warning that the author has not silenced with 放行."""
    for code, section, name, words in _findings(scenario, names):
        if code not in scenario.allowed:
            names.notes.add(code, place(tree, section, name), **words)


def _findings(scenario: Scenario, names: Names) -> Iterator[Finding]:
    yield from unused(names)
    yield from _unreachable(scenario)
    yield from _deaf(scenario)
    yield from doubts(scenario)
    if not scenario.tests:
        yield "D208", "", "", {}


def unused(names: Names) -> Iterator[Finding]:
    """What a file gives a name to and never uses."""
    for act in names.acts:
        if act not in names.used and len(resolve_act(act)) != 1:
            yield "D201", "acts", act, {"found": act}
    for variable in names.variables:
        if f"【{variable}】" not in names.used:
            yield "D209", "variants", variable, {"found": variable}


def _unreachable(scenario: Scenario) -> Iterator[Finding]:
    moves = {rule.move_to for rule in scenario.rules} | {fact.move_to for fact in scenario.facts}
    for stage in scenario.stages:
        if stage != scenario.stages[0] and stage not in moves:
            yield "D202", "stage", stage, {"found": stage}
    ends = {rule.ending for rule in scenario.rules} | {s.ending for s in scenario.silences}
    for ending in scenario.endings:
        if not ending.when and ending.name not in {TIME_UP, *ends}:
            yield "D203", "ending", ending.name, {"found": ending.name}
    for fact in scenario.facts:
        if fact.required and not fact.asked_by:
            yield "D204", "facts", fact.name, {"found": fact.name}


def _deaf(scenario: Scenario) -> Iterator[Finding]:
    written = ScriptedScenario(scenario, built_in())
    opening = fill(scenario.persona.openings[0], draw_values(scenario, "lint"))
    yield from deaf(scenario.acts, lambda said: written.hear(said, opening).ids, bad_acts(scenario))


def deaf(
    acts: Iterable[ActDefinition], hear: Callable[[str], frozenset[str]], amiss: frozenset[str]
) -> Iterator[Finding]:
    """Acts that their own examples do not bring about, or that are heard as something bad."""
    for act in acts:
        bad = act.id in amiss or is_penalty(act.id)
        if len(act.examples) < FEWEST_EXAMPLES and not bad:
            yield "D207", "acts", act.id, {"found": act_name(act.id)}
        for example in act.examples:
            heard = hear(example)
            words = {"found": act_name(act.id), "example": example}
            if act.id not in heard:
                yield "D205", "acts", act.id, words
            if not bad:
                yield from _costly(
                    act, example, heard & amiss | {a for a in heard if is_penalty(a)}
                )


def _costly(act: ActDefinition, example: str, bad: frozenset[str]) -> Iterator[Finding]:
    for heard in sorted(bad):
        yield "D206", "acts", act.id, {"example": example, "heard": act_name(heard)}


def place(tree: Table, section: str, name: str) -> Mark:
    """Where a name stands in its section; where that is not known, the section or the file."""
    for key, branch in tree.entries:
        if ids("fields").get(key.value.casefold()) == section:
            return _inner(branch, name) or key.mark
    return tree.mark


def _inner(branch: Branch, name: str) -> Mark | None:
    """The first place, in the order of the file, where the name stands as a key or as a name."""
    match branch:
        case Text():
            return branch.mark if branch.value == name else None
        case Listing():
            return next((m for m in (_inner(item, name) for item in branch.items) if m), None)
        case Table():
            for key, value in branch.entries:
                if _is_called(key, name):
                    return key.mark
                found = _inner(value, name)
                if found:
                    return found
    return None


def _is_called(key: Text, name: str) -> bool:
    word = key.value.strip()
    return word == name or ids("fields").get(word.casefold()) == name or resolve_act(word) == {name}
