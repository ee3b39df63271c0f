"""The written reception: all that an author says in one file, checked and frozen.

Times are seconds from the opening of the desk. The customers themselves are written elsewhere:
a reception only names them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

from dialogues.condition import Bound
from dialogues.scenario import Scenario
from dialogues.wording import wording

LETTERS = "ABCDEFGH"
"""What customers are called, in the order in which they come."""

MARKS = "🔴🟠🟡🟢🔵🟣🟤⚫"
"""The colours that go with the letters: as many customers as there are colours, and no more."""

USUAL_RISE = (300, 800)
"""How many per cent more customers 双十一 brings than a usual evening, at least and at most."""


ALL_GONE = "接待结束"
"""The ending of a desk that everybody has left."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A customer who comes at the same moment in every attempt (进线), and its weight in the mark.

    `line` is its place in the file.
    """

    scenario: str
    at: float
    weight: int = 1
    line: int = 1


@dataclass(frozen=True, slots=True)
class Surge:
    """A span in which so many per cent more customers come; how many is drawn (涨幅)."""

    start: float
    end: float
    rise: tuple[int, int] = USUAL_RISE


@dataclass(frozen=True, slots=True)
class Curve:
    """The arrival curve (进线曲线): customers a minute, surges, and who it may be.

    `line` is its place in the file.
    """

    per_minute: float
    surges: tuple[Surge, ...]
    customers: tuple[str, ...]
    line: int = 1


@dataclass(frozen=True, slots=True)
class Habit:
    """How a robot student works: one reply every so many seconds, and to whom first.

    `persona` is the id of a simulated student (`dialogues.checks.students.Persona`).
    """

    persona: str
    every: float
    longest_first: bool


@dataclass(frozen=True, slots=True)
class DeskTest:
    """A robot student and the mark that should come of it (自测); `line` is its place."""

    name: str
    line: int
    habit: Habit
    mark: Bound | None = None


@dataclass(frozen=True, slots=True)
class Reception:
    """A written reception. `allowed` are the warnings that the author silenced, with the reason.

    The curve lets customers in for `lasts` seconds. At most `at_once` are served at the same
    time: who comes then waits outside until somebody has left. `time_limit` ends it all.
    `translations` are the same reception in other languages, by language; `shown` says how a
    heading is shown in this one.
    """

    id: str
    title: str
    content_hash: str
    difficulty: int
    skills: tuple[str, ...]
    briefing: tuple[tuple[str, str], ...]
    lasts: float
    at_once: int
    fixed: tuple[Arrival, ...]
    curve: Curve | None
    tests: tuple[DeskTest, ...]
    time_limit: float | None = None
    allowed: Mapping[str, str] = field(default_factory=dict)
    platform: str = ""
    language: str = "zh_CN"
    shown: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, "Reception"] = field(default_factory=dict)

    def in_language(self, language: str) -> "Reception":
        """The same reception in this language; in its own where it was not translated."""
        return self.translations.get(language, self)

    @property
    def customers(self) -> tuple[str, ...]:
        """Ids of all customers who may come, each once."""
        drawn = self.curve.customers if self.curve else ()
        return tuple(dict.fromkeys((*(arrival.scenario for arrival in self.fixed), *drawn)))

    def briefing_text(self) -> str:
        """What the student is told before the desk opens, one paragraph each."""
        colon = wording(self.language, "marks")["colon"]
        known = {**wording(self.language, "shown"), **self.shown}
        return "\n".join(f"{known.get(head, head)}{colon}{text}" for head, text in self.briefing)


@dataclass(frozen=True, slots=True)
class Guests:
    """A reception together with everybody who may come, by id."""

    reception: Reception
    scenarios: Mapping[str, Scenario]

    @property
    def id(self) -> str:
        """Stable id, as in the reception's file."""
        return self.reception.id


def mark_of(letter: str) -> str:
    """Colour and letter of a customer, as they stand before everything it says."""
    return f"{MARKS[LETTERS.index(letter)]}{letter}"


def desk_total(marks: Iterable[tuple[int, int]]) -> int:
    """The weighted mean of (weight, mark) pairs, half a point rounded up; exact."""
    pairs = tuple(marks)
    whole = sum(weight for weight, _ in pairs)
    earned = sum(weight * mark for weight, mark in pairs)
    return floor(Fraction(earned, whole) + Fraction(1, 2)) if whole else 0
