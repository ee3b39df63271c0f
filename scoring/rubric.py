"""The rubric (评分表): what is marked, what it weighs, and what cannot be bought back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dialogues.condition import Condition
from scoring.timing.curve import Curve


class Kind(StrEnum):
    """How a criterion is marked."""

    FIRST_RESPONSE = "first_response"
    LATER_RESPONSE = "later_response"
    AVERAGE_RESPONSE = "average_response"
    COURTESY = "courtesy"
    PROBLEM_SOLVING = "problem_solving"
    EMPATHY = "empathy"
    PROFESSIONALISM = "professionalism"
    AUTHORED = "authored"
    BY_TEACHER = "by_teacher"


class Module(StrEnum):
    """The four skill modules of the course, by which a growth file is read."""

    COMMUNICATION = "沟通表达"
    PROBLEM_SOLVING = "问题解决"
    PLATFORM = "平台操作"
    SERVICE = "服务素养"


@dataclass(frozen=True, slots=True)
class CriterionSpec:
    """One row (评分项): its weight and what its kind needs to know.

    `points` are what acts and findings give (or, below zero, take) on the row's 0..100 scale,
    `start` the mark before any of them, `credit_limit` the most that acts can give together.
    `done` are the author's conditions (做到);
    `endings` maps an ending's name to a mark. `heir` is the row that gets the weight where this
    row is not due.
    """

    id: str
    kind: Kind
    weight: float
    names: Mapping[str, str] = field(default_factory=dict)
    module: Module = Module.SERVICE
    curve: Curve | None = None
    start: int = 0
    credit_limit: int = 100
    points: Mapping[str, int] = field(default_factory=dict)
    done: tuple[Condition, ...] = ()
    endings: Mapping[str, int] = field(default_factory=dict)
    heir: str = ""

    def name(self, language: str = "zh_CN") -> str:
        """The row's name for people; authors may have written one language only."""
        return self.names.get(language) or self.names.get("zh_CN") or self.id


@dataclass(frozen=True, slots=True)
class Gate:
    """A red line (红线): any of these acts caps the total, and zeroes these rows.

    It is crossed only where all of `when` holds at the end of the talk; without acts these
    conditions alone cross it. One that is `deserted` is crossed where the customer was left waiting
    until it went.
    """

    id: str
    acts: frozenset[str]
    cap: int
    zeroes: frozenset[str] = frozenset()
    when: tuple[Condition, ...] = ()
    deserted: bool = False


@dataclass(frozen=True, slots=True)
class Medal:
    """An award and the least total that earns it."""

    id: str
    least: int


@dataclass(frozen=True, slots=True)
class Rubric:
    """A whole rubric with its version; marks remember the version that they were given by.

    `upset_from` is the customer's anger (0..100) from which care is due before business.
    `medals` run from the highest down; `stars` are the least totals for one star, two, and so on.
    """

    id: str
    version: int
    criteria: tuple[CriterionSpec, ...]
    gates: tuple[Gate, ...] = ()
    medals: tuple[Medal, ...] = ()
    stars: tuple[int, ...] = ()
    upset_from: int = 40
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def abuse(self) -> frozenset[str]:
        """Acts after which nothing in the same reply is credited: those of gates that zero rows."""
        return frozenset(act for gate in self.gates if gate.zeroes for act in gate.acts)
