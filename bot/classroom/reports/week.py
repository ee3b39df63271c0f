"""The weekly report (周报): figures, weak points, students at risk, and talks worth discussing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.classroom.reports.book import ClassBook, DrillDay, Mark, bests, mean
from bot.classroom.reports.findings import (
    Fault,
    Weakness,
    Worry,
    common_faults,
    deductions,
    weak_rows,
    worries,
)

_ROWS, _FAULTS = 3, 5


class Topic(StrEnum):
    """Why a talk is worth an hour of the teachers' meeting (教研)."""

    MODEL = "model"
    TYPICAL = "typical"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Case:
    """A talk worth discussing: why, which attempt, its mark, and the rule or figure behind it."""

    topic: Topic
    attempt: int
    scenario: str
    total: int
    about: str


@dataclass(frozen=True, slots=True)
class DrillFigures:
    """One drill of the week: how many finished, of how many, and the mean of the best marks."""

    drill: DrillDay
    done: int
    members: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class WeekReport:
    """All that a week's report says."""

    drills: tuple[DrillFigures, ...]
    talks: int
    mean: float | None
    weak: tuple[Weakness, ...]
    faults: tuple[Fault, ...]
    worries: tuple[Worry, ...]
    cases: tuple[Case, ...]


def week_report(book: ClassBook) -> WeekReport:
    """What a class's book says about its days."""
    best = list(bests(book).values())
    faults = common_faults(book.marks, _FAULTS)
    return WeekReport(
        drills=drill_figures(book),
        talks=len(book.marks),
        mean=mean([mark.total for mark in best]),
        weak=tuple(weak_rows(book.marks, _ROWS)),
        faults=tuple(faults),
        worries=tuple(worries(book)),
        cases=tuple(_cases(book.marks, faults)),
    )


def drill_figures(book: ClassBook) -> tuple[DrillFigures, ...]:
    """Each drill of the book: completion and the mean of the best marks."""
    members = {pupil.id for pupil in book.pupils}
    by_drill: dict[int, list[int]] = {}
    for (person, drill), mark in bests(book).items():
        if person in members:
            by_drill.setdefault(drill, []).append(mark.total)
    return tuple(
        DrillFigures(drill, len(own := by_drill.get(drill.id, [])), len(members), mean(own))
        for drill in book.drills
    )


def _cases(marks: Sequence[Mark], faults: Sequence[Fault]) -> list[Case]:
    """The model, the typical mistake, and the talk whose rows lie furthest apart; never one twice.

    What divides a card most is what teachers judge most differently: fast but cold, kind but
    empty.
    """
    found: list[Case] = []
    for topic, mark, about in _candidates(marks, faults):
        if mark.attempt not in {case.attempt for case in found}:
            found.append(Case(topic, mark.attempt, mark.scenario, mark.total, about))
        if len(found) == len(Topic):
            break
    return found


def _candidates(marks: Sequence[Mark], faults: Sequence[Fault]) -> list[tuple[Topic, Mark, str]]:
    by_mark = sorted(marks, key=lambda mark: (-mark.total, mark.attempt))
    rule = faults[0].rule if faults else ""
    typical = sorted(marks, key=lambda mark: (_lost(mark, rule), mark.attempt))
    split = sorted(marks, key=lambda mark: (-_spread(mark), mark.attempt))
    found = [(Topic.MODEL, mark, "") for mark in by_mark[:1]]
    found += [(Topic.TYPICAL, mark, rule) for mark in typical[:2] if _lost(mark, rule) < 0][:1]
    found += [(Topic.SPLIT, mark, str(_spread(mark))) for mark in split[:3] if _spread(mark)]
    return found


def _lost(mark: Mark, rule: str) -> int:
    return sum(each.points for each in deductions(mark) if each.rule == rule)


def _spread(mark: Mark) -> int:
    rows = [row.mark for row in mark.card.criteria if row.mark is not None and row.weight > 0]
    return max(rows) - min(rows) if rows else 0
