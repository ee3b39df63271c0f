"""Simulated students: personas that answer any customer, each in its own way.

All that they do follows from the customer file, the phrase book and the seed of the attempt.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dialogues.backoffice import TOOLS, parse_command
from dialogues.backoffice.tools import Work
from dialogues.checks.guide import Guide, Intent
from dialogues.checks.phrasebook import PhraseBook, Saying, shipped_words
from dialogues.checks.playing import Uses, Waits
from dialogues.checks.sight import Sight
from dialogues.scenario import Scenario, SelfTest, fill
from dialogues.scripted import ScriptedScenario
from dialogues.seed import draw, pick
from dialogues.transcript import Heard


class Persona(StrEnum):
    """The personas, the best first; 试探 and 随机 explore and are not compared."""

    EXPERT = "expert"
    SLOW = "slow"
    CARELESS = "careless"
    STUBBORN = "stubborn"
    PROMISER = "promiser"
    STUFFER = "stuffer"
    SILENT = "silent"
    RAMBLER = "rambler"
    PROBER = "prober"
    RANDOM = "random"

    @property
    def label(self) -> str:
        """What teachers call it."""
        return str(shipped_words()["personas"][self.value])


POOR = (
    Persona.CARELESS,
    Persona.STUBBORN,
    Persona.PROMISER,
    Persona.STUFFER,
    Persona.SILENT,
    Persona.RAMBLER,
)
"""Those who must come out below 熟手 and 慢热."""

COMPARED = (Persona.EXPERT, Persona.SLOW, *POOR)

PATIENCE = 24
"""Utterances after which a student gives up."""

LEAVES = Waits(900.0)
PROMISES = ("overpromise", "absolute_claim", "offer_refund", "offer_compensation", "overpromise")
MANNERS: Mapping[Persona, tuple[str, ...]] = {
    Persona.CARELESS: ("cold", "stall", "shirk"),
    Persona.STUBBORN: ("rhetorical", "blame", "flat_refusal", "impatient", "command"),
}
THINKS: Mapping[Persona, tuple[int, int]] = {
    Persona.EXPERT: (7, 16),
    Persona.SLOW: (40, 58),
    Persona.CARELESS: (35, 70),
    Persona.STUBBORN: (8, 25),
    Persona.PROMISER: (6, 16),
    Persona.STUFFER: (5, 10),
    Persona.SILENT: (20, 50),
    Persona.RAMBLER: (8, 20),
    Persona.PROBER: (7, 40),
    Persona.RANDOM: (5, 70),
}
"""Seconds that a persona takes for an answer, from and to."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The student says this after so many seconds; `meant` is what it is meant to do, if known."""

    text: str
    takes: float
    meant: Heard | None = None


Move = Reply | Uses | Waits


class Cast:
    """All personas for one customer."""

    def __init__(self, playable: ScriptedScenario) -> None:
        self.scenario: Scenario = playable.scenario
        self.book = PhraseBook(playable)
        self.guide = Guide(self.scenario, self.book)
        self.model = model_script(self.scenario)
        self._acting: Mapping[Persona, Callable[[Sight, str], Move]] = {
            Persona.EXPERT: self._by_the_book,
            Persona.SLOW: self._by_the_book,
            Persona.PROMISER: self._promise,
            Persona.SILENT: self._keep_silent,
            Persona.STUFFER: self._stuff,
            Persona.RAMBLER: self._ramble,
            Persona.PROBER: self._probe,
            Persona.RANDOM: self._at_random,
        }

    def next(self, persona: Persona, sight: Sight) -> Move:
        """What this persona does next."""
        if sight.utterances >= PATIENCE:
            return LEAVES
        seed = f"{sight.seed}:{persona}:{sight.seen}"
        acting = self._acting.get(persona)
        move = acting(sight, seed) if acting else self._ill_mannered(persona, seed)
        return self._in_time(persona, move, seed)

    def scripted(self, persona: Persona, step_number: int, sight: Sight) -> Move | None:
        """A step of the author's own good script, in this persona's time; None: it is over."""
        if self.model is None or step_number >= len(self.model.steps):
            return None
        step = self.model.steps[step_number]
        if step.tool:
            typed = fill(step.tool, sight.values)
            return Uses(*(parse_command(typed, self.scenario.office.tools) or (typed, "")))
        if step.silent:
            return Waits(step.takes)
        reply = Reply(fill(step.student, sight.values), step.takes)
        if persona is Persona.EXPERT:
            return reply
        return self._in_time(persona, reply, f"{sight.seed}:{persona}:{sight.seen}")

    def _in_time(self, persona: Persona, move: Move, seed: str) -> Move:
        if not isinstance(move, Reply):
            return move
        low, high = THINKS[persona]
        return Reply(move.text, low + draw(seed, "takes", high - low + 1), move.meant)

    # --- the personas --------------------------------------------------------------------------

    def _by_the_book(self, sight: Sight, seed: str) -> Move:
        return self._do(self.guide.next(sight), sight, seed)

    def _promise(self, sight: Sight, seed: str) -> Move:
        if not sight.utterances:
            return self._say(("greet", "reassure"), seed)
        return self._say((PROMISES[sight.utterances % len(PROMISES)],), seed)

    def _keep_silent(self, sight: Sight, seed: str) -> Move:
        return LEAVES if sight.utterances or draw(seed, "mute", 2) else self._say(("greet",), seed)

    def _stuff(self, _sight: Sight, seed: str) -> Move:
        return self._reply(self.book.heap(seed))

    def _ramble(self, sight: Sight, seed: str) -> Move:
        return self._reply(self.book.chatter(seed)) if sight.utterances else self._greet(seed)

    def _greet(self, seed: str) -> Move:
        return self._say(("greet",), seed)

    def _probe(self, sight: Sight, seed: str) -> Move:
        """Half the time the right thing; else what some rule of this stage listens for."""
        if draw(seed, "aside", 2):
            return self._by_the_book(sight, seed)
        if not draw(seed, "gone", 12):
            return LEAVES
        rules = self.guide.ways(sight.stage)
        if not rules:
            return self._at_random(sight, seed)
        rule = pick(seed, "rule", rules)
        heard = sorted(rule.heard & frozenset(self.book.acts))
        acts = (pick(seed, "act", heard),) if heard else ()
        return self._reply(self.book.say(acts, seed, rule.words[0] if rule.words else ""), sight)

    def _at_random(self, sight: Sight, seed: str) -> Move:
        tools = self.scenario.office.tools
        if tools and not draw(seed, "tool", 6):
            return self._use(pick(seed, "which", tools), sight)
        return self._say((pick(seed, "act", self.book.acts),), seed)

    def _ill_mannered(self, persona: Persona, seed: str) -> Move:
        return self._say((pick(seed, "act", MANNERS[persona]),), seed)

    # --- moves ---------------------------------------------------------------------------------

    def _do(self, intent: Intent, sight: Sight, seed: str) -> Move:
        if intent.after:
            sight.tried[intent.after] += 1
        if intent.tool:
            return self._use(intent.tool, sight, fill(intent.words, sight.values))
        return self._reply(self.book.say(intent.acts, seed, intent.words), sight)

    def _say(self, acts: tuple[str, ...], seed: str) -> Move:
        return self._reply(self.book.say(acts, seed))

    def _reply(self, saying: Saying, sight: Sight | None = None) -> Move:
        text = fill(saying.text, sight.values) if sight else saying.text
        return Reply(text, 0.0, saying.meant if text == saying.text else None)

    def _use(self, name: str, sight: Sight, words: str = "") -> Move:
        tool = TOOLS[name]
        if tool.work is Work.NOTE:
            return Uses(name, words or shipped_words()["tools"]["note"])
        if tool.work is Work.COUPON:
            limit = self.scenario.office.coupon_limit
            return Uses(name, f"{limit or 10:g}")
        if tool.work is Work.BROWSE:
            return Uses(name)
        rows = self.scenario.office.tables.get(tool.table, ())
        numbers = [v for row in rows for k, v in row.items() if k.endswith("号") and v]
        number = fill(numbers[0], sight.values) if numbers else ""
        return Uses(name, f"{number} {words}".strip())


def model_script(scenario: Scenario) -> SelfTest | None:
    """The author's own good student (自测), if the file has one: the one marked highest."""
    good = {ending.name for ending in scenario.endings if ending.success}
    tests = [t for t in scenario.tests if t.endings and t.endings <= good]
    return max(tests, key=lambda t: t.mark.number if t.mark else 0.0, default=None)
