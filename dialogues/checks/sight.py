"""A talk that is going on, as the simulated student in it sees it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dialogues.condition import Quantity, Topic, is_drawn, is_filed, mentions
from dialogues.scenario import Scenario, draw_values, fill
from dialogues.scripted.sanity import plain
from dialogues.transcript import Bubble, Event, Felt, Understood, Used


class Sight:
    """What was heard, told, used and agreed by now: a `dialogues.condition.Situation`.

    `values` are what stands for the customer's 【变量】; `said` counts the student's own acts,
    `tried` what the student has been after; `seen` is the length of the log seen by now.
    """

    def __init__(self, scenario: Scenario, seed: str) -> None:
        self.seed = seed
        self.values: Mapping[str, str] = draw_values(scenario, seed)
        self.stage = scenario.stages[0]
        self.anger = scenario.mood.anger
        self.utterances = 0
        self.waited = 0.0
        self.said: Counter[str] = Counter()
        self.tried: Counter[str] = Counter()
        self._names: dict[Topic, set[str]] = {topic: set() for topic in Topic}
        self._replies: list[str] = []
        self._done: list[str] = []
        self.seen = 0

    @property
    def known(self) -> set[str]:
        """The facts told by now."""
        return self._names[Topic.KNOWN]

    def look(self, log: Sequence[Event]) -> None:
        """Take in what has happened since the last look."""
        for event in log[self.seen :]:
            self._take(event)
        self.seen = len(log)

    def has(self, topic: Topic, name: str) -> bool:
        """Whether this was heard, told, used, agreed, mentioned, filed or drawn by now."""
        if topic is Topic.DRAWN:
            return is_drawn(fill(name, self.values))
        if topic is Topic.FILED:
            return is_filed(fill(name, self.values), self._done)
        if topic is Topic.MENTIONED:
            return mentions(plain(fill(name, self.values)), self._replies)
        return name in self._names[topic]

    def measure(self, quantity: Quantity) -> float:
        """Anger now, utterances of the student so far, or seconds for which it was waited."""
        match quantity:
            case Quantity.ANGER:
                return self.anger
            case Quantity.ROUNDS:
                return self.utterances
            case Quantity.TIME:
                return self.waited

    def _take(self, event: Event) -> None:
        match event:
            case Felt():
                self.anger, self.stage = event.anger, event.stage
                self.waited += event.waited or 0.0
                self._names[Topic.KNOWN].update(event.told)
                self._names[Topic.AGREED].update(event.agreed)
            case Understood():
                self.utterances += 1
                self._names[Topic.HEARD] |= event.heard.ids
                self.said.update(event.heard.ids)
            case Bubble():
                self._replies.append(plain(event.text))
            case Used() if event.ok:
                self._names[Topic.USED].add(event.tool)
                self._done.append(f"{event.tool} {event.argument} {event.answer}")
            case _:
                return
