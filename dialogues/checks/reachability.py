"""What can happen with a customer at all: a search that plays acts, not sentences.

Wherever something happened for the first time the search remembers how the customer felt, and
goes on from there with other acts, tools and waits. What it never brings about is hidden by other
rules, or asks for what never comes together. No dice: the same file is searched the same way.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dialogues.backoffice.tools import TOOLS, Work
from dialogues.condition import Has, Topic
from dialogues.customer import Data, Reaction
from dialogues.reading.problem import Mark, Notes, Problem
from dialogues.scenario import Scenario, draw_values, fill
from dialogues.scripted import ScriptedCustomer
from dialogues.scripted.sanity import SMALL_CHANGE
from dialogues.scripted.state import State
from dialogues.seed import draw, pick
from dialogues.transcript import Act, Heard

VARIANTS = 8
STEPS = 900
"""Steps tried with each variant, until everything was seen."""

MOST_ACTS = 3
SOOTHING = ("apologise", "empathise", "reassure", "commit_time", "report_status")
WAITS = (45.0, 130.0, 400.0, 4_000.0)

LATEST = 12
"""Places from which the search mostly goes on: the deepest into the talk."""

ANGER_STEP = 8
"""Anger by which one place of a talk differs from another."""

Snapshot = Mapping[str, Data]


@dataclass(slots=True)
class Reached:
    """Names of everything that happened in some talk."""

    rules: set[str] = field(default_factory=set)
    stages: set[str] = field(default_factory=set)
    endings: set[str] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)

    def whole(self, scenario: Scenario) -> bool:
        """Whether there is nothing left to look for."""
        return (
            self.rules >= {rule.name for rule in scenario.rules}
            and self.facts >= {fact.name for fact in scenario.facts}
            and self.endings >= {ending.name for ending in scenario.endings}
        )


def explore(scenario: Scenario) -> Reached:
    """Everything that the search brought about."""
    reached = Reached()
    for number in range(VARIANTS):
        _Search(scenario, f"explore-{number}", reached).run()
        if reached.whole(scenario):
            break
    return reached


def unreached(scenario: Scenario, file: str, language: str = "zh_CN") -> tuple[Problem, ...]:
    """Rules, facts and endings of this file that never come about, as warnings."""
    reached, notes = explore(scenario), Notes(language)
    groups = (
        ("D215", scenario.rules, reached.rules),
        ("D216", scenario.facts, reached.facts),
        ("D217", scenario.endings, reached.endings),
    )
    for code, written, seen in groups:
        for one in written:
            if one.line and one.name not in seen:
                notes.add(code, Mark(file, one.line, 1), found=one.name)
    return tuple(p for p in notes.problems if p.code not in scenario.allowed)


class _Search:
    """The search with one variant of the customer."""

    def __init__(self, scenario: Scenario, seed: str, reached: Reached) -> None:
        self._scenario = scenario
        self._seed = seed
        self._reached = reached
        self._values = draw_values(scenario, seed)
        self._acts = sorted(_acts_asked(scenario))
        self._words = sorted(_words_asked(scenario))
        self._numbers = _numbers(scenario, self._values)
        self._seen: set[Hashable] = set()
        self._places: list[Snapshot] = []
        self._step = 0

    def run(self) -> None:
        """Try so many steps, or until everything was seen."""
        customer = ScriptedCustomer(self._scenario, self._seed)
        self._keep(customer, customer.open())
        while self._step < STEPS and not self._reached.whole(self._scenario):
            self._step += 1
            recent = LATEST if self._draw("recent", 3) else len(self._places)
            place = pick(self._seed, f"place:{self._step}", self._places[-recent:])
            customer = ScriptedCustomer(self._scenario, self._seed, State.of(place))
            for reaction in self._act(customer):
                self._keep(customer, reaction)

    def _act(self, customer: ScriptedCustomer) -> Iterator[Reaction]:
        """Something that a student might do: speak, mostly; or use a tool, or keep silent."""
        way = self._draw("way", 10)
        tools = self._scenario.office.tools
        if way == 0:
            yield customer.tick(pick(self._seed, f"wait:{self._step}", WAITS))
        elif way < 3 and tools:
            tool = pick(self._seed, f"tool:{self._step}", tools)
            number = pick(self._seed, f"number:{self._step}", self._numbers)
            browsing = TOOLS[tool].work is Work.BROWSE
            answer = customer.use(tool, "" if browsing else f"{number} 1元")
            yield answer.reaction or customer.tick(0.0)
        else:
            yield customer.hear(self._reply(), self._heard(), 10.0)

    def _reply(self) -> str:
        # Too short to be taken for the same words again.
        words = f"第{self._step}句"
        if self._words and self._draw("says", 2):
            said = pick(self._seed, f"word:{self._step}", self._words)
            words = f"{words}，{fill(said, self._values)}"
        return words

    def _heard(self) -> Heard:
        many = 1 + self._draw("many", MOST_ACTS)
        acts = [pick(self._seed, f"act:{self._step}:{n}", self._acts) for n in range(many)]
        wanted = self._wanted() if self._draw("aim", 2) else ()
        if wanted:
            acts[0] = pick(self._seed, f"aim:{self._step}", wanted)
        if self._draw("soothe", 3) == 0:
            acts.append(pick(self._seed, f"kind:{self._step}", SOOTHING))
        places = enumerate(dict.fromkeys(acts))
        return Heard(tuple(Act(act, place, place + 1, "", "") for place, act in places))

    def _wanted(self) -> Sequence[str]:
        """Acts that a rule or fact waits for which has not come about yet."""
        rules = (r.heard for r in self._scenario.rules if r.name not in self._reached.rules)
        facts = (f.asked_by for f in self._scenario.facts if f.name not in self._reached.facts)
        return sorted(frozenset[str]().union(*rules, *facts))

    def _keep(self, customer: ScriptedCustomer, reaction: Reaction) -> None:
        """Remember where something new happened."""
        felt = reaction.felt
        self._reached.rules.add(felt.rule)
        self._reached.facts.update(felt.told)
        self._reached.stages.add(felt.stage)
        if reaction.ended:
            self._reached.endings.add(reaction.ended.ending)
            return
        snapshot = customer.snapshot()
        news = set(_news(snapshot)) - self._seen
        if news:
            self._seen |= news
            self._places.append(snapshot)

    def _draw(self, what: str, below: int) -> int:
        return draw(self._seed, f"{what}:{self._step}", below)


def _news(snapshot: Snapshot) -> Iterator[Hashable]:
    """What makes one place of a talk another than those seen before."""
    state = State.of(snapshot)
    yield state.stage, state.anger // ANGER_STEP
    yield state.rounds
    memories = (state.heard, state.known, state.used, state.agreed, state.mentioned, state.fired)
    for number, memory in enumerate(memories):
        yield from ((state.stage, number, name) for name in memory)


def _acts_asked(scenario: Scenario) -> set[str]:
    """The acts that anything in the file listens for."""
    found = {act for rule in scenario.rules for act in rule.heard}
    found |= {act for fact in scenario.facts for act in fact.asked_by}
    found |= {act for change in scenario.mood.changes for act in change.acts}
    for condition in scenario.conditions:
        if isinstance(condition, Has) and condition.topic is Topic.HEARD:
            found |= condition.names
    return found | SMALL_CHANGE | {*SOOTHING}


def _words_asked(scenario: Scenario) -> set[str]:
    """The words that rules and conditions want to be said."""
    return set(scenario.mentionables) | {word for rule in scenario.rules for word in rule.words}


def _numbers(scenario: Scenario, values: dict[str, str]) -> tuple[str, ...]:
    """What the records can be found by; never none."""
    rows = [row for rows in scenario.office.tables.values() for row in rows]
    found = [fill(v, values) for row in rows for k, v in row.items() if k.endswith("号")]
    return tuple(found) or ("",)
