"""Rehearsal (彩排): simulated students play a customer many times over, and what came of it.

Two levels: on the level of acts what a student means is taken as heard, which is fast and tests
the plot; on the level of sentences real words go through the ear, which tests the whole.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from statistics import median

from dialogues.checks.playing import Says, Talk, Uses, Waits
from dialogues.checks.selftest import MarkOf
from dialogues.checks.sight import Sight
from dialogues.checks.students import (
    COMPARED,
    POOR,
    Cast,
    Move,
    Persona,
    Reply,
)
from dialogues.customer import Customer, Data
from dialogues.scenario import Scenario, draw_values
from dialogues.scripted import ScriptedScenario
from dialogues.transcript import Ended, Felt, Heard, Transcript

VARIANTS = 200
MOST_MOVES = 60
RARE = 0.01
STUCK_ROUNDS = 8
SILENCE = "沉默"
LOOPS_SHOWN = 5
WILLING = frozenset({Persona.EXPERT, Persona.SLOW, Persona.PROBER})
"""Those of whom it is odd that they get stuck."""

GOOD_FROM, CARELESS_TO, STUFFED_TO = 85, 40, 50
"""Marks: 熟手 at least, 敷衍 and 堆话术 at most, for a customer to be published."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One rehearsed talk; talks on the level of acts have no mark.

    `stuck` is the stage and rule in which it went round and round.
    """

    persona: Persona
    seed: str
    mark: float | None
    ending: str
    rounds: int
    rules: frozenset[str]
    stages: frozenset[str]
    stuck: tuple[str, str] | None = None


class _Plain:
    """A customer whose ear is told what was meant."""

    def __init__(self, playable: ScriptedScenario) -> None:
        self._playable = playable
        self._heard: dict[tuple[str, str], Heard] = {}
        self.meant: Heard | None = None
        self.id, self.title = playable.id, playable.title
        self.content_hash = playable.content_hash

    def briefing(self, seed: str) -> str:
        """As the customer has it."""
        return self._playable.briefing(seed)

    def hear(self, reply: str, line_before: str = "") -> Heard:
        """What was meant, where that is known; else what the ear hears, remembered."""
        if self.meant is not None:
            return self.meant
        key = (reply, line_before)
        if key not in self._heard:
            self._heard[key] = self._playable.hear(reply, line_before)
        return self._heard[key]

    def born(self, seed: str) -> Customer:
        """A customer of this scenario."""
        return self._playable.born(seed)

    def restore(self, seed: str, state: Mapping[str, Data]) -> Customer:
        """The customer that had this state."""
        return self._playable.restore(seed, state)


class Stage:
    """One customer, ready to be rehearsed."""

    def __init__(self, playable: ScriptedScenario, mark: MarkOf) -> None:
        self._scenario: Scenario = playable.scenario
        self._cast = Cast(playable)
        self._ear = _Plain(playable)
        self._mark = mark

    def rehearse(self, persona: Persona, seed: str, *, by_acts: bool = False) -> Attempt:
        """One attempt; the author's own good script goes first where there is one."""
        sight = Sight(self._scenario, seed)
        talk = Talk(self._ear, seed)
        for number in range(MOST_MOVES):
            sight.look(talk.log)
            if talk.over:
                break
            self._play(talk, self._move(persona, number, sight, by_acts=by_acts), by_acts=by_acts)
        return self._attempt(persona, seed, sight, talk, marked=not by_acts)

    def _move(self, persona: Persona, number: int, sight: Sight, *, by_acts: bool) -> Move:
        follows_script = persona in {Persona.EXPERT, Persona.SLOW} and not by_acts
        scripted = self._cast.scripted(persona, number, sight) if follows_script else None
        return scripted or self._cast.next(persona, sight)

    def _play(self, talk: Talk, move: Move, *, by_acts: bool) -> None:
        match move:
            case Reply(text, takes, meant):
                self._ear.meant = meant if by_acts else None
                talk.play(Says(text, takes))
            case Uses() | Waits():
                talk.play(move)

    def _attempt(
        self, persona: Persona, seed: str, sight: Sight, talk: Talk, *, marked: bool
    ) -> Attempt:
        ended = next((e for e in talk.log if isinstance(e, Ended)), None)
        felt = [e for e in talk.log if isinstance(e, Felt)]
        return Attempt(
            persona,
            seed,
            self._marked(talk, seed) if marked else None,
            ended.ending if ended else "",
            sight.utterances,
            frozenset(e.rule for e in felt),
            frozenset(e.stage for e in felt),
            _stuck(felt),
        )

    def _marked(self, talk: Talk, seed: str) -> float:
        drawn = replace(self._scenario, variants=(("", (draw_values(self._scenario, seed),)),))
        return self._mark(Transcript.of(talk.log), drawn)


def _stuck(felt: list[Felt]) -> tuple[str, str] | None:
    """The stage in which for many replies nothing came out and nothing moved, and the answer."""
    run: list[Felt] = []
    for each in felt:
        if run and (each.stage != run[-1].stage or each.told or each.agreed):
            run = []
        if each.rule and not each.rule.startswith(SILENCE):
            run.append(each)
        if len(run) >= STUCK_ROUNDS:
            [(rule, _)] = Counter(one.rule for one in run).most_common(1)
            return each.stage, rule
    return None


# --- what came of many -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Share:
    """Of something in the file (rule, stage, ending): in what share of attempts it happened."""

    name: str
    share: float

    @property
    def rare(self) -> bool:
        """Whether it happened in less than one of a hundred attempts."""
        return self.share < RARE


@dataclass(frozen=True, slots=True)
class Loop:
    """A stage and the answer in which so many attempts went round and round."""

    stage: str
    rule: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What happened how often in attempts of all kinds; only what stands in the author's file."""

    attempts: int
    rules: tuple[Share, ...]
    stages: tuple[Share, ...]
    endings: tuple[Share, ...]
    loops: tuple[Loop, ...]
    solved: float
    """Share of the attempts of 熟手 and 慢热 that came to a good ending by what the file shows."""
    rounds: tuple[int, int, int]
    """Utterances in the shortest, the middle and the longest attempt."""


@dataclass(frozen=True, slots=True)
class Showing:
    """How one persona fared: lowest, middle and highest mark, endings, the most common first."""

    persona: Persona
    attempts: int
    low: float
    middle: float
    high: float
    endings: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a customer should not be published yet.

    Either `persona` has `found` as its middle mark where `wanted` is the limit, or in `times`
    variants (one of them with `seed`) `persona` was not marked above `other`.
    """

    persona: Persona
    found: float
    wanted: float = 0.0
    other: Persona | None = None
    times: int = 0
    seed: str = ""


def coverage(scenario: Scenario, attempts: Sequence[Attempt]) -> Coverage:
    """What never or rarely happened, where students got stuck, how long talks were."""
    loops = Counter(a.stuck for a in attempts if a.stuck and a.persona in WILLING)
    able = [a.ending for a in attempts if a.persona in (Persona.EXPERT, Persona.SLOW)]
    good = {ending.name for ending in scenario.endings if ending.success}
    lengths = sorted(a.rounds for a in attempts)
    return Coverage(
        attempts=len(attempts),
        rules=_shares((r.name for r in scenario.rules if r.line), [a.rules for a in attempts]),
        stages=_shares(scenario.stages, [a.stages for a in attempts]),
        endings=_shares(
            (e.name for e in scenario.endings if e.line), [{a.ending} for a in attempts]
        ),
        loops=tuple(
            Loop(*where, times)
            for where, times in loops.most_common(LOOPS_SHOWN)
            if times > RARE * len(attempts)
        ),
        solved=sum(ending in good for ending in able) / max(1, len(able)),
        rounds=(lengths[0], lengths[len(lengths) // 2], lengths[-1]),
    )


def _shares(names: Iterable[str], happened: Sequence[AbstractSet[str]]) -> tuple[Share, ...]:
    counts = Counter(name for each in happened for name in each)
    return tuple(Share(name, counts[name] / len(happened)) for name in names)


def showings(attempts: Sequence[Attempt]) -> tuple[Showing, ...]:
    """How each persona fared, in the order of personas."""
    return tuple(
        _showing(persona, its)
        for persona in Persona
        if (its := [a for a in attempts if a.persona is persona])
    )


def _showing(persona: Persona, attempts: Sequence[Attempt]) -> Showing:
    marks = [a.mark for a in attempts if a.mark is not None]
    endings = Counter(a.ending for a in attempts).most_common()
    return Showing(
        persona,
        len(attempts),
        min(marks),
        median(marks),
        max(marks),
        tuple(Share(name, times / len(attempts)) for name, times in endings),
    )


def doubts(attempts: Sequence[Attempt]) -> tuple[Doubt, ...]:
    """Everything that speaks against publishing; nothing: the customer may be published."""
    return (*_limits(showings(attempts)), *_inversions(attempts))


def _limits(showings: Iterable[Showing]) -> Iterator[Doubt]:
    for showing in showings:
        if showing.persona is Persona.EXPERT and showing.middle < GOOD_FROM:
            yield Doubt(showing.persona, showing.middle, GOOD_FROM)
        most = {Persona.CARELESS: CARELESS_TO, Persona.STUFFER: STUFFED_TO}.get(showing.persona)
        if most is not None and showing.middle > most:
            yield Doubt(showing.persona, showing.middle, most)


def _inversions(attempts: Sequence[Attempt]) -> Iterator[Doubt]:
    """熟手 > 慢热 > all the others, in every single variant."""
    marks: dict[Persona, dict[str, float]] = {persona: {} for persona in Persona}
    for attempt in attempts:
        marks[attempt.persona][attempt.seed] = attempt.mark or 0.0
    expected = [(Persona.EXPERT, Persona.SLOW), *((Persona.SLOW, poor) for poor in POOR)]
    for better, worse in expected:
        both = sorted(marks[better].keys() & marks[worse].keys())
        turned = [seed for seed in both if marks[better][seed] <= marks[worse][seed]]
        if turned:
            seed = turned[0]
            found = marks[better][seed]
            yield Doubt(better, found, marks[worse][seed], worse, len(turned), seed)


def schedule(attempts: int) -> Iterator[tuple[Persona, str]]:
    """Who plays with which seed in so many attempts on the level of acts.

    Explorers play half of them: a poor student never sees the end of the plot.
    """
    turns = (*COMPARED, *(Persona.PROBER,) * 6, *(Persona.RANDOM,) * 2)
    for number in range(attempts):
        yield turns[number % len(turns)], f"rehearsal-{number}"


def comparison(variants: int = VARIANTS) -> Iterator[tuple[Persona, str]]:
    """Who plays with which seed where personas are compared: all of them in every variant."""
    for number in range(variants):
        for persona in COMPARED:
            yield persona, f"variant-{number}"
