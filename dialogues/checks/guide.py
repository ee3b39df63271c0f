"""What a customer file itself shows as right: the way from here to a good ending.

Nothing is known of any particular customer. Stages and rules are taken as a map; on it the
guide looks for the shortest way to an ending that is a success, and for what must be asked,
looked up and said before that way is open.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dialogues.backoffice import TOOLS
from dialogues.checks.phrasebook import PhraseBook
from dialogues.checks.sight import Sight
from dialogues.condition import (
    Comparison,
    Condition,
    Has,
    InStage,
    Measure,
    Quantity,
    Topic,
    all_hold,
)
from dialogues.scenario import Fact, Rule, Scenario

FAR = 99
MOST_TRIES = 4
DEEPEST = 4
UPSET = 40
"""Anger from which a student has something to be sorry for; the standard rubric's 着急线."""

OPENING = ("greet",)
SORRY = ("apologise", "empathise")
CLOSING = ("thank", "offer_more_help", "farewell")
FALLBACK = ("reassure", "explain_policy", "acknowledge")


@dataclass(frozen=True, slots=True)
class Intent:
    """What a student is about to do: acts in words, words to work in, or a tool to operate."""

    acts: tuple[str, ...] = ()
    words: str = ""
    tool: str = ""
    after: str = ""


class Guide:
    """The way through one scenario."""

    def __init__(self, scenario: Scenario, book: PhraseBook) -> None:
        self._scenario = scenario
        self._book = book
        self._good = frozenset(e.name for e in scenario.endings if e.success)
        self._rules = tuple(rule for rule in scenario.rules if self._is_way(rule))
        self._facts = {fact.name: fact for fact in scenario.facts}
        self._needs = {r.name: r.needs for r in scenario.resolutions}
        self._soothing = tuple(
            act
            for change in sorted(scenario.mood.changes, key=lambda c: c.by)
            if change.by < 0
            for act in book.kind(tuple(change.acts))
        )
        self.distance = self._distances()
        self._wanted = tuple(self._all_wanted())
        self._traps = tuple(self._all_traps())

    def _all_traps(self) -> Iterator[tuple[frozenset[str], tuple[Condition, ...]]]:
        """What must not be said, and when: rules with a bad ending, red lines with conditions."""
        for rule in self._scenario.rules:
            if rule.ending and rule.ending not in self._good:
                yield rule.heard, rule.when
        for gate in self._scenario.rubric.gates:
            heard = (c.names for c in gate.when if isinstance(c, Has) and c.topic is Topic.HEARD)
            said_before = [c for c in gate.when if _is_drawn(c)]
            yield gate.acts.union(*heard), tuple(said_before)

    def next(self, sight: Sight) -> Intent:
        """What a good student does now."""
        if not sight.utterances:
            upset = self._scenario.mood.anger >= UPSET
            return Intent(self._book.kind(OPENING + SORRY) if upset else OPENING)
        for intent in self._duties(sight):
            return intent
        way = self._best_way(sight)
        if way is None:
            return self._calm(sight)
        return self._towards(way, sight, DEEPEST)

    def ways(self, stage: str) -> tuple[Rule, ...]:
        """The rules that may answer in this stage."""
        return tuple(r for r in self._scenario.rules if not r.stages or stage in r.stages)

    def try_rule(self, rule: Rule, sight: Sight) -> Intent:
        """Say what the rule listens for."""
        return self._say(rule, sight)

    # --- the map -------------------------------------------------------------------------------

    def _is_way(self, rule: Rule) -> bool:
        """Whether a good student may want this rule to answer."""
        if rule.ending and rule.ending not in self._good:
            return False
        if rule.used:
            return not rule.used.isdisjoint(self._scenario.office.tools)
        return not rule.heard or bool(self._book.kind(tuple(rule.heard)))

    def _distances(self) -> dict[str, int]:
        """Moves from each stage to a success; by itself (沉默, 当) counts as a long way."""
        distance = dict.fromkeys(self._scenario.stages, FAR)
        for rule in self._rules:
            if rule.ending:
                for stage in rule.stages or self._scenario.stages:
                    distance[stage] = 0
        for stage in self._ends_by_itself():
            distance[stage] = min(distance[stage], len(distance))
        for _ in self._scenario.stages:
            for stages, target in self._moves():
                for stage in stages:
                    distance[stage] = min(distance[stage], distance[target] + 1)
        return distance

    def _ends_by_itself(self) -> Iterator[str]:
        for ending in self._scenario.endings:
            for condition in ending.when if ending.success else ():
                if isinstance(condition, InStage):
                    yield from condition.stages
        for silence in self._scenario.silences:
            if silence.ending in self._good:
                yield from silence.stages or self._scenario.stages

    def _moves(self) -> Iterator[tuple[Iterable[str], str]]:
        for rule in self._rules:
            if rule.move_to:
                yield rule.stages or self._scenario.stages, rule.move_to
        for fact in self._scenario.facts:
            if fact.move_to:
                yield self._scenario.stages, fact.move_to

    # --- duties: what must be asked, looked up and said anyway ---------------------------------

    def _all_wanted(self) -> Iterator[Condition]:
        leading = {r.agree for r in self._rules if r.agree}
        for resolution in self._scenario.resolutions:
            if resolution.name in leading:
                yield from resolution.needs
        for criterion in self._scenario.rubric.criteria:
            yield from criterion.done
        yield from self._scenario.office.should_be

    def _duties(self, sight: Sight) -> Iterator[Intent]:
        for fact in self._scenario.facts:
            if fact.required and fact.name not in sight.known:
                yield from self._ask(fact, sight, DEEPEST)
        for condition in self._lacking(sight, Topic.KNOWN, Topic.USED, Topic.FILED):
            yield from self._bring_about(condition, sight, DEEPEST)
        if not self.distance[sight.stage]:
            yield from self._last_duties(sight)

    def _lacking(self, sight: Sight, *topics: Topic) -> Iterator[Has]:
        """What is wanted and is not so yet."""
        wanted = (c for c in self._wanted if isinstance(c, Has) and not c.negated)
        return (c for c in wanted if c.topic in topics and not c.holds(sight))

    def _last_duties(self, sight: Sight) -> Iterator[Intent]:
        """What the rubric still wants to hear, before the good-bye."""
        for condition in self._lacking(sight, Topic.HEARD, Topic.MENTIONED):
            if condition.topic is Topic.MENTIONED or not condition.names & {*CLOSING}:
                yield from self._bring_about(condition, sight, DEEPEST)

    # --- ways ----------------------------------------------------------------------------------

    def _best_way(self, sight: Sight) -> Rule | None:
        here = sight.stage
        ways = [
            rule
            for rule in self._rules
            if (not rule.stages or here in rule.stages)
            and sight.tried[rule.name] < MOST_TRIES
            and self._leads_on(rule, sight)
            and self._possible(rule, sight)
        ]
        return min(ways, key=lambda rule: self._cost(rule, sight), default=None)

    def _leads_on(self, rule: Rule, sight: Sight) -> bool:
        if rule.ending or (rule.agree and not sight.has(Topic.AGREED, rule.agree)):
            return True
        return bool(rule.move_to) and self.distance[rule.move_to] < self.distance[sight.stage]

    def _possible(self, rule: Rule, sight: Sight) -> bool:
        """Nothing that was drawn, or was said and cannot be taken back, stands in the way."""
        has = (c for c in self._conditions(rule) if isinstance(c, Has))
        fixed = (c for c in has if c.negated or c.topic is Topic.DRAWN)
        return all(condition.holds(sight) for condition in fixed)

    def _cost(self, rule: Rule, sight: Sight) -> tuple[int, int, int]:
        lacking = sum(not c.holds(sight) for c in self._conditions(rule))
        after = -1 if rule.ending else self.distance[rule.move_to or sight.stage]
        return sight.tried[rule.name], after, lacking

    def _conditions(self, rule: Rule) -> tuple[Condition, ...]:
        return (*rule.when, *self._needs.get(rule.agree, ()))

    def _towards(self, rule: Rule, sight: Sight, depth: int) -> Intent:
        for condition in self._conditions(rule):
            if depth and not condition.holds(sight):
                for intent in self._fulfil(condition, sight, depth - 1):
                    return intent
        return self._say(rule, sight)

    def _say(self, rule: Rule, sight: Sight) -> Intent:
        if rule.used:
            tool = next(tool for tool in self._scenario.office.tools if tool in rule.used)
            return Intent(tool=tool, after=rule.name)
        kind = self._safe(rule.heard, sight) or tuple(sorted(rule.heard)) or FALLBACK
        closing = tuple(act for act in CLOSING if act in kind)
        if rule.ending and closing:
            return Intent(closing, _first(rule.words), after=rule.name)
        act = min(kind, key=lambda each: (sight.said[each], kind.index(each)))
        return Intent((act,), _first(rule.words), after=rule.name)

    # --- conditions ----------------------------------------------------------------------------

    def _fulfil(self, condition: Condition, sight: Sight, depth: int) -> Iterator[Intent]:
        """What brings a condition about, if anything does."""
        if isinstance(condition, Measure):
            below = condition.bound.comparison in {Comparison.BELOW, Comparison.AT_MOST}
            if condition.quantity is Quantity.ANGER and below:
                yield self._calm(sight)
        elif isinstance(condition, Has) and not condition.negated:
            yield from self._bring_about(condition, sight, depth)

    def _bring_about(self, condition: Has, sight: Sight, depth: int) -> Iterator[Intent]:
        names = sorted(condition.names)
        match condition.topic:
            case Topic.HEARD:
                yield from (Intent((act,)) for act in self._safe(names, sight))
            case Topic.MENTIONED:
                yield Intent(("recommend",), names[0])
            case Topic.USED:
                yield from self._use(condition, sight)
            case Topic.FILED:
                yield from self._file(names, sight)
            case Topic.KNOWN:
                for name in names:
                    yield from self._ask(self._facts[name], sight, depth)
            case Topic.AGREED:
                agreeing = (r for r in self._rules if r.agree in condition.names)
                yield from (self._towards(rule, sight, depth) for rule in agreeing if depth)

    def _ask(self, fact: Fact, sight: Sight, depth: int) -> Iterator[Intent]:
        name = f"信息 {fact.name}"
        asking = self._safe(fact.asked_by, sight)
        if not asking or sight.tried[name] >= MOST_TRIES or not depth:
            return
        for condition in fact.when:
            if not condition.holds(sight):
                yield from self._fulfil(condition, sight, depth - 1)
                return
        act = min(asking, key=lambda each: sight.said[each])
        yield Intent((act,), after=name)

    def _use(self, condition: Has, sight: Sight) -> Iterator[Intent]:
        for tool in self._scenario.office.tools:
            if tool in condition.names and not sight.tried[tool]:
                yield Intent(tool=tool, after=tool)

    def _file(self, names: list[str], sight: Sight) -> Iterator[Intent]:
        """Operate the tool whose work is named, with the words that must stand there."""
        for tool in self._scenario.office.tools:
            work = TOOLS[tool].writes or tool
            for name in names:
                if (tool in name or work in name) and not sight.tried[tool]:
                    yield Intent(words=name, tool=tool, after=tool)

    def _safe(self, acts: Iterable[str], sight: Sight) -> tuple[str, ...]:
        """Of these acts, the kind ones that lead into no bad ending and cross no line just now."""
        return tuple(
            act
            for act in self._book.kind(tuple(acts))
            if not any(act in heard and all_hold(when, sight) for heard, when in self._traps)
        )

    def _calm(self, sight: Sight) -> Intent:
        kind = self._safe(self._soothing, sight) or FALLBACK
        return Intent((min(kind, key=lambda act: (sight.said[act], kind.index(act))),))


def _is_drawn(condition: Condition) -> bool:
    return isinstance(condition, Has) and condition.topic is Topic.DRAWN


def _first(words: tuple[str, ...]) -> str:
    return words[0] if words else ""
