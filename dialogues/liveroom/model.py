"""The written live room: all that an author says in one file, checked and frozen.

Times are seconds, counted from the opening of the show. Texts keep their 【变量】.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogues.condition import Bound
from dialogues.hearing import ActDefinition
from dialogues.scenario import Gate

CHATTER = ""
"""The topic of comments that nobody need answer (闲聊)."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What viewers ask (题目): in which words, what answers it, by when, and what it is worth.

    `shared` topics may be answered for many viewers at once (一答多); `by_name` ones only by
    number or @name (必须点名); `block` marks adverts, which are answered by blocking.
    """

    name: str
    asks: tuple[str, ...]
    limit: float
    worth: int
    answered_by: frozenset[str] = frozenset()
    shared: bool = True
    by_name: bool = False
    block: bool = False


@dataclass(frozen=True, slots=True)
class Wave:
    """A stretch of the show with so many comments a minute, mixed by these shares (波次).

    The shares are by topic's name, `CHATTER` for small talk.
    """

    start: float
    end: float
    per_minute: int
    shares: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A comment that comes at the same moment in every show (定点)."""

    at: float
    nickname: str
    topic: str
    say: str


@dataclass(frozen=True, slots=True)
class Atmosphere:
    """The room's temper (气氛), 0..100: where it starts, what moves it, where it blows up."""

    start: int = 70
    answered: int = 1
    overdue: int = -2
    grave_overdue: int = -6
    rude: int = -20
    blow_up: int = 30


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the rubric (评分项); `topics` narrows it down to these, none: all."""

    id: str
    name: str
    weight: float
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Habit:
    """How a robot student works: one action every so many seconds, urgent things first or not."""

    every: float
    urgent_first: bool


@dataclass(frozen=True, slots=True)
class RobotTest:
    """A robot student and what should come of it (自测); `line` is its place in the file."""

    name: str
    line: int
    habit: Habit
    endings: frozenset[str] = frozenset()
    mark: Bound | None = None


@dataclass(frozen=True, slots=True)
class LiveRoom:
    """A written live room. `allowed` are the warnings that the author silenced, with the reason.

    The board is refreshed every `refresh` seconds and holds `rows` comments; the `crib` stands
    below them, for what nobody can learn by heart in a minute. `translations` are the same room
    in other languages, by language; `shown` says how a heading is shown in this one.
    """

    id: str
    title: str
    content_hash: str
    difficulty: int
    skills: tuple[str, ...]
    briefing: tuple[tuple[str, str], ...]
    variants: tuple[tuple[str, tuple[Mapping[str, str], ...]], ...]
    lasts: float
    refresh: float
    rows: int
    atmosphere: Atmosphere
    acts: tuple[ActDefinition, ...]
    topics: Mapping[str, Topic]
    chatter: tuple[str, ...]
    waves: tuple[Wave, ...]
    fixed: tuple[Fixed, ...]
    rubric: tuple[Row, ...]
    gates: tuple[Gate, ...]
    tests: tuple[RobotTest, ...]
    allowed: Mapping[str, str] = field(default_factory=dict)
    platform: str = ""
    crib: str = ""
    language: str = "zh_CN"
    shown: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, "LiveRoom"] = field(default_factory=dict)

    def example(self, topic: str) -> str:
        """The author's first example of an answer to the topic; empty where there is none."""
        answers = self.topics[topic].answered_by
        said = (act.examples for act in self.acts if act.id in answers and act.examples)
        return next((examples[0] for examples in said), "")
