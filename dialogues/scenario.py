"""The written customer (情境): all that an author says in one file, checked and frozen.

Texts keep their 【变量】; `draw_values` draws what stands for them in one attempt and `fill`
puts it in. Times are in seconds, anger runs from 0 to 100.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from dialogues.condition import DRAWN_AS, Bound, Condition, Has, Topic
from dialogues.hearing import ActDefinition
from dialogues.seed import pick

TIME_UP = "时间到"
"""The ending of a talk that took longer than it may (限时); authors may write it themselves."""


class Decay(StrEnum):
    """How much the same kindness is worth when it is repeated: half each time, all, or nothing."""

    HALF = "half"
    NONE = "none"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class Persona:
    """Who the customer is. `wants` and `truth` are hidden until the debrief."""

    name: str
    portrait: str
    openings: tuple[str, ...]
    wants: str = ""
    truth: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What hearing any of these acts does to the anger."""

    word: str
    acts: frozenset[str]
    by: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """After `grace` seconds, `add` anger for every full `every` seconds, `cap` at most per wait."""

    grace: float
    every: float
    add: int
    cap: int

    def anger(self, waited: float) -> int:
        """What a wait of so many seconds adds."""
        steps = max(0.0, waited - self.grace) // self.every
        return int(min(steps * self.add, self.cap))


@dataclass(frozen=True, slots=True)
class Band:
    """A named band of anger, both ends included."""

    name: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Mood:
    """The customer's temper: where it starts, what moves it, what the bands are called."""

    anger: int
    changes: tuple[Change, ...]
    bands: tuple[Band, ...]
    decay: Decay = Decay.HALF
    waiting: Waiting | None = None

    def band(self, anger: int) -> str:
        """The name of the band that this anger lies in; the last one above all bands."""
        return next((b.name for b in self.bands if anger <= b.high), self.bands[-1].name)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the customer tells when asked by one of the acts, and when the conditions hold.

    `line` is its place in the file, 0 where it comes from a base; so for rules and endings.
    """

    name: str
    asked_by: frozenset[str]
    say: tuple[str, ...]
    required: bool = False
    when: tuple[Condition, ...] = ()
    again: tuple[str, ...] = ()
    again_anger: int = 0
    move_to: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """When one of `heard` is heard in one of `stages` and `when` holds, this happens.

    `words` are words of which the reply must say one (说到). Empty `heard`, `words` or `stages`
    mean any. A rule with `used` (用了) waits for one of these tools to be operated instead.
    """

    name: str
    heard: frozenset[str]
    stages: frozenset[str]
    when: tuple[Condition, ...]
    say: tuple[str, ...]
    anger: int = 0
    move_to: str = ""
    agree: str = ""
    ending: str = ""
    words: tuple[str, ...] = ()
    used: frozenset[str] = frozenset()
    line: int = 0

    @property
    def weight(self) -> int:
        """How specific the rule is: the number of things it asks for."""
        asked = (self.heard, self.words, self.used, self.stages)
        return sum(map(bool, asked)) + len(self.when)


@dataclass(frozen=True, slots=True)
class Silence:
    """What happens after so many seconds without a word from the student; no stages: in any."""

    after: float
    say: tuple[str, ...] = ()
    anger: int = 0
    ending: str = ""
    stages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What may be agreed (方案), what must be so before, and what is said while it is not."""

    name: str
    needs: tuple[Condition, ...] = ()
    refusal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """How the talk may end; with conditions it comes by itself when they hold."""

    name: str
    success: bool
    satisfaction: int | None = None
    when: tuple[Condition, ...] = ()
    say: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Office:
    """The back office (后台): tables of records, permitted tools, the limits in yuan.

    Values are texts with 【变量】. A field called 内情 is never shown to the student. `should_be`
    is what must have been done in it by the end of the talk. `shown` says how columns are shown.
    """

    tables: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    tools: tuple[str, ...] = ()
    coupon_limit: float | None = None
    refund_limit: float | None = None
    should_be: tuple[Has, ...] = ()
    language: str = "zh_CN"
    shown: Mapping[str, str] = field(default_factory=dict)


# --- how it is marked ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the rubric (评分项).

    `id` is the standard id of a known row (first_response, courtesy …), else the author's own
    name. `full` and `zero` are seconds; `done` conditions of a checklist row; `endings` marks
    0..100 by how the talk ended.
    """

    id: str
    name: str
    weight: float
    full: float | None = None
    zero: float | None = None
    done: tuple[Condition, ...] = ()
    endings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gate:
    """A red line (红线): hearing one of the acts where all conditions hold caps the total mark.

    Without acts the conditions alone cross it, when the talk is over.
    """

    acts: frozenset[str]
    cap: int
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Rubric:
    """How this customer wants to be marked (评分); empty: the examiner's standard rubric."""

    criteria: tuple[Criterion, ...] = ()
    gates: tuple[Gate, ...] = ()


# --- the author's own tests ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a self-test: the student says something, uses a tool, or keeps silent.

    `takes` is how many seconds after the customer's last line. What is expected afterwards may
    be left open.
    """

    line: int
    student: str = ""
    tool: str = ""
    silent: bool = False
    takes: float = 20.0
    hears: tuple[frozenset[str], ...] = ()
    hears_not: tuple[frozenset[str], ...] = ()
    stage: str = ""
    anger: Bound | None = None


@dataclass(frozen=True, slots=True)
class SelfTest:
    """A scripted student and what should come of it (自测); `line` is its place in the file."""

    name: str
    line: int
    steps: tuple[Step, ...]
    endings: frozenset[str] = frozenset()
    mark: Bound | None = None
    office: tuple[Has, ...] = ()


# --- the whole -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scenario:
    """A written customer. `allowed` are the warnings that the author silenced, with the reason.

    `translations` are the same customer in other languages, by language: same id, hash and names,
    other texts. `shown` says how a name (an ending, a column) is shown in this language.
    """

    id: str
    title: str
    content_hash: str
    difficulty: int
    skills: tuple[str, ...]
    briefing: tuple[tuple[str, str], ...]
    variants: tuple[tuple[str, tuple[Mapping[str, str], ...]], ...]
    persona: Persona
    mood: Mood
    facts: tuple[Fact, ...]
    office: Office
    acts: tuple[ActDefinition, ...]
    stages: tuple[str, ...]
    rules: tuple[Rule, ...]
    small_talk: Mapping[str, tuple[str, ...]]
    puzzled: tuple[str, ...]
    parroted: tuple[str, ...]
    silences: tuple[Silence, ...]
    resolutions: tuple[Resolution, ...]
    endings: tuple[Ending, ...]
    rubric: Rubric
    tests: tuple[SelfTest, ...]
    time_limit: float | None = None
    allowed: Mapping[str, str] = field(default_factory=dict)
    platform: str = ""
    hints: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    language: str = "zh_CN"
    shown: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, "Scenario"] = field(default_factory=dict)

    def ending(self, name: str) -> Ending:
        """The ending of this name, which the reader has made sure of."""
        return next(ending for ending in self.endings if ending.name == name)

    @property
    def mentionables(self) -> frozenset[str]:
        """All words (with 【变量】) that a condition asks to be mentioned."""
        return self._asked(Topic.MENTIONED)

    @property
    def flags(self) -> frozenset[str]:
        """The variables whose drawn value a condition asks for (【可退】是 …)."""
        pairs = self._asked(Topic.DRAWN)
        return frozenset(pair.partition(DRAWN_AS)[0].strip("【】") for pair in pairs)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All conditions that the author wrote, wherever they stand."""
        owners: tuple[Fact | Rule | Ending | Gate, ...]
        owners = (*self.facts, *self.rules, *self.endings, *self.rubric.gates)
        return (
            *(c for owner in owners for c in owner.when),
            *(c for resolution in self.resolutions for c in resolution.needs),
            *(c for criterion in self.rubric.criteria for c in criterion.done),
            *self.office.should_be,
        )

    def _asked(self, topic: Topic) -> frozenset[str]:
        has = (c for c in self.conditions if isinstance(c, Has) and c.topic is topic)
        return frozenset(name for c in has for name in c.names)


class Varied(Protocol):
    """Whatever an author wrote 变体 into."""

    @property
    def variants(self) -> tuple[tuple[str, tuple[Mapping[str, str], ...]], ...]:
        """Groups of rows of values; one row of each group is drawn."""


def draw_values(scenario: Varied, seed: str) -> dict[str, str]:
    """What stands for each 【变量】 in the attempt with this seed."""
    values: dict[str, str] = {}
    for group, rows in scenario.variants:
        values.update(pick(seed, f"variant:{group}", rows))
    return values


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its 【变量】 put in."""
    if "【" not in text:
        return text
    for name, value in values.items():
        text = text.replace(f"【{name}】", value)
    return text
