"""A finished talk as conditions see it, for the examiner: the same questions, the same answers."""

from collections.abc import Iterator

from dialogues.condition import Quantity, Topic, mentions
from dialogues.scenario import Scenario, draw_values, fill
from dialogues.scripted.sanity import bad_acts, listen, plain, trace
from dialogues.transcript import Transcript, Utterance, Voice


class Hindsight:
    """The `Situation` at the end of a recorded talk. What was stuffed or parroted never counts."""

    def __init__(self, transcript: Transcript, scenario: Scenario, seed: str) -> None:
        self._transcript = transcript
        self._values = draw_values(scenario, seed)
        self._replies = tuple(plain(u.text) for u in self._student())
        self._heard = frozenset(self._listened(scenario))

    @property
    def stage(self) -> str:
        """The stage that the talk ended in; empty where the customer never reacted."""
        moods = self._transcript.moods
        return moods[-1].stage if moods else ""

    def has(self, topic: Topic, name: str) -> bool:
        """Whether this was heard, told, used, agreed or mentioned in the talk."""
        match topic:
            case Topic.HEARD:
                return name in self._heard
            case Topic.KNOWN:
                return name in self._transcript.known
            case Topic.USED:
                return any(u.ok and u.tool == name for u in self._transcript.used)
            case Topic.AGREED:
                return name in self._transcript.agreed
            case Topic.MENTIONED:
                return mentions(plain(fill(name, self._values)), self._replies)

    def measure(self, quantity: Quantity) -> int:
        """The last anger, or the number of the student's utterances."""
        if quantity is Quantity.ROUNDS:
            return len(self._replies)
        moods = self._transcript.moods
        return moods[-1].anger if moods else 0

    def _student(self) -> Iterator[Utterance]:
        return (u for u in self._transcript.utterances if u.voice is Voice.STUDENT)

    def _listened(self, scenario: Scenario) -> Iterator[str]:
        amiss = bad_acts(scenario)
        before: list[str] = []
        for utterance in self._student():
            if utterance.heard:
                yield from listen(utterance.text, utterance.heard, amiss, before).acts
            before.append(trace(utterance.text))
