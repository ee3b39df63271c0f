"""Acts that one customer file defines, heard by the same rules and by likeness to examples."""

from collections.abc import Iterable, Iterator

from dialogues.hearing.clauses import clauses
from dialogues.hearing.definition import ActDefinition
from dialogues.hearing.expressions import pattern_problem
from dialogues.hearing.inventory import is_penalty, resolve_act
from dialogues.hearing.normalise import Normal, normalise
from dialogues.hearing.rules import Hit, Rule, Rules
from dialogues.hearing.similarity import Examples


class ScenarioActs:
    """Author's definitions, made ready to be heard."""

    def __init__(self, definitions: tuple[ActDefinition, ...]) -> None:
        self.definitions = definitions
        self._rules = Rules(rule for definition in definitions for rule in _rules(definition))
        self._examples = Examples(
            (definition.id, normalise(example).text)
            for definition in definitions
            if not _costs(definition.id)
            for example in definition.examples
        )
        self._vetoes = {d.id: _plain(d.exclude) for d in definitions}

    def hits(self, normal: Normal) -> list[Hit]:
        """What is heard of these acts in a plain text."""
        return [*self._rules.hits(normal), *self._alike(normal.text)]

    def _alike(self, text: str) -> Iterator[Hit]:
        for start, end in (*clauses(text), (0, len(text))):
            clause = text[start:end]
            for act, (near, example) in self._examples.nearest(clause).items():
                if not any(word in clause for word in self._vetoes[act]):
                    why = f"像例句“{example}”（{near / 10:.0f}%）"
                    yield Hit(act, start, end, sure=True, why=why)


def _costs(act: str) -> bool:
    return any(is_penalty(one) for one in resolve_act(act))


def _plain(words: Iterable[str]) -> tuple[str, ...]:
    """Words in plain writing; one of which nothing remains is dropped."""
    return tuple(plain for word in words if (plain := normalise(word).text.strip(" ,")))


def _rules(definition: ActDefinition) -> Iterable[Rule]:
    act = definition.id
    yield Rule(act, words=_plain(definition.keywords))
    yield Rule(act, veto=_plain(definition.exclude))
    if definition.must_contain:
        yield Rule(act, sets=tuple(map(_plain, definition.must_contain)))
    for pattern in definition.patterns:
        problem = pattern_problem(pattern)
        if problem is not None:
            raise ValueError(f"{act}: {problem}")
        yield Rule(act, pattern=pattern)
