"""Which of the author's rules reacts, and what still stands in its way."""

from dialogues.condition import Condition, all_hold, mentions
from dialogues.hearing import act_name
from dialogues.scenario import Resolution, Rule, Scenario, fill
from dialogues.scripted.moment import Present
from dialogues.scripted.sanity import Listened, plain
from dialogues.scripted.state import State


class Choice:
    """The rules of one talk, as they stand at the moment."""

    def __init__(
        self, scenario: Scenario, state: State, present: Present, values: dict[str, str]
    ) -> None:
        self._scenario = scenario
        self._state = state
        self._present = present
        self._values = values

    def after_words(self, listened: Listened) -> Rule | None:
        """Bad remarks first, then the most specific, then the least used, then file order."""
        bad = frozenset(listened.bad)
        fitting = [rule for rule in self._scenario.rules if self._fits_words(rule, listened)]
        if not fitting:
            return None
        return min(fitting, key=lambda rule: (bad.isdisjoint(rule.heard), *self._rank(rule)))

    def after_tool(self, tool: str) -> Rule | None:
        """The most specific rule that waits for this tool, then the least used."""
        fitting = [r for r in self._scenario.rules if tool in r.used and self._fits(r)]
        return min(fitting, key=self._rank, default=None)

    def mentioned(self, words: str, listened: Listened) -> bool:
        """Whether the reply says these words."""
        return mentions(plain(fill(words, self._values)), (listened.said,))

    def lacking(self, rule: Rule) -> tuple[Condition, ...]:
        """What the resolution needs that is not so yet."""
        wanted = self.resolution(rule)
        return tuple(c for c in wanted.needs if not c.holds(self._present)) if wanted else ()

    def resolution(self, rule: Rule) -> Resolution | None:
        """What the rule agrees to, if anything."""
        return next((r for r in self._scenario.resolutions if r.name == rule.agree), None)

    def refusal(self, rule: Rule) -> tuple[str, ...]:
        """What is said while the resolution's needs are not met."""
        wanted = self.resolution(rule)
        return wanted.refusal if wanted else ()

    def because(self, rule: Rule, listened: Listened | None) -> str:
        """Why this rule, for the trace that authors read."""
        heard = [act_name(act) for act in listened.acts if act in rule.heard] if listened else []
        parts = ["听到 " + "、".join(heard)] if heard else []
        parts += ["说到 " + "、".join(rule.words)] if rule.words else []
        parts += ["用了 " + "、".join(sorted(rule.used))] if rule.used else []
        parts += [f"阶段 {self._state.stage}"] if rule.stages else []
        parts += [condition.words for condition in rule.when]
        return fill("，".join(parts), self._values)

    def _rank(self, rule: Rule) -> tuple[int, int]:
        return -rule.weight, self._state.fired.get(rule.name, 0)

    def _fits_words(self, rule: Rule, listened: Listened) -> bool:
        if rule.used or (rule.heard and rule.heard.isdisjoint(listened.acts)):
            return False
        if rule.words and not any(self.mentioned(words, listened) for words in rule.words):
            return False
        return self._fits(rule)

    def _fits(self, rule: Rule) -> bool:
        if rule.stages and self._state.stage not in rule.stages:
            return False
        if not all_hold(rule.when, self._present):
            return False
        return not self.lacking(rule) or bool(self.refusal(rule))
