"""A class over a stretch of days: who is in it, which drills it had, which marks were given."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from bot.classroom.cohorts import Cohort
from scoring.rubric import Module
from scoring.scorecard import Scorecard

MODULES = tuple(Module)


@dataclass(frozen=True, slots=True)
class Pupil:
    """A student as a teacher may see them: alias, and roster's name and number (学号) if known."""

    id: int
    alias: str
    name: str = ""
    number: str = ""

    @property
    def shown(self) -> str:
        """What the teacher calls the student."""
        return f"{self.name}（{self.alias}）" if self.name else self.alias


@dataclass(frozen=True, slots=True)
class DrillDay:
    """One date of a drill (场次); `closed_at` None: it is still going on."""

    id: int
    date: date
    scenario: str
    title: str
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Mark:
    """A finished attempt that counts: what the examiner gave, and the mark and card that hold.

    `reason` is the teacher's, where another mark was given.
    """

    person: int
    drill: int
    attempt: int
    scenario: str
    given: int
    total: int
    text: str
    started_at: datetime
    ended_at: datetime
    reason: str = ""

    @cached_property
    def card(self) -> Scorecard:
        """The scorecard that holds."""
        return Scorecard.from_json(self.text)


@dataclass(frozen=True, slots=True)
class ClassBook:
    """Everything that reports are made of; days are the class's own, first and last included."""

    cohort: Cohort
    since: date
    until: date
    pupils: tuple[Pupil, ...]
    drills: tuple[DrillDay, ...]
    marks: tuple[Mark, ...]

    def of(self, pupil: int, drill: int) -> list[Mark]:
        """A student's marks in one drill, oldest first."""
        return [each for each in self.marks if each.person == pupil and each.drill == drill]


def best_of(marks: Sequence[Mark]) -> Mark | None:
    """The best of several marks, of equal ones the first."""
    return max(marks, key=lambda mark: (mark.total, -mark.attempt), default=None)


def bests(book: ClassBook) -> Mapping[tuple[int, int], Mark]:
    """Each student's best mark in each drill, by person and drill."""
    found: dict[tuple[int, int], Mark] = {}
    for mark in book.marks:
        key = (mark.person, mark.drill)
        better = best_of([found[key], mark]) if key in found else mark
        found[key] = better or mark
    return found


def module_mark(card: Scorecard, module: Module) -> float | None:
    """The weighted mean of a card's rows in one of the four modules; None where none was marked."""
    rows = [
        (row.weight, row.mark)
        for row in card.criteria
        if row.module == module and row.mark is not None and row.weight > 0
    ]
    weight = sum(each for each, _ in rows)
    return sum(each * mark for each, mark in rows) / weight if weight else None


def mean(values: Sequence[float]) -> float | None:
    """The mean; None of nothing."""
    return sum(values) / len(values) if values else None


def with_titles(book: ClassBook, title: Callable[[str], str]) -> ClassBook:
    """The book with its drills called as the shelf calls them."""
    drills = tuple(replace(each, title=title(each.scenario)) for each in book.drills)
    return replace(book, drills=drills)
