"""技能成长档案: one student's term in the four modules, each with the student's own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.classroom.reports.book import (
    MODULES,
    ClassBook,
    DrillDay,
    Mark,
    Pupil,
    bests,
    mean,
    module_mark,
)
from scoring.rubric import Module

LINES = 3
"""Lines of evidence a module: two that went well, one to work on."""
_SHORTEST_QUOTE = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of evidence: the day, the customer, words of the talk, the rule, the points.

    `about` is what the customer's author asked for, where the rule is about that.
    """

    day: date
    title: str
    quote: str
    rule: str
    points: int
    about: str = ""


@dataclass(frozen=True, slots=True)
class ModuleGrowth:
    """One module: the term's mean, the first and the second half's, and lines of evidence."""

    module: Module
    mean: float | None
    early: float | None
    late: float | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a mentor or teacher wrote down: when, who, and the words."""

    day: date
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Point:
    """The best mark of one drill."""

    day: date
    title: str
    total: int
    changed: bool


@dataclass(frozen=True, slots=True)
class GrowthFile:
    """Everything that the file shows of a student's term."""

    pupil: Pupil
    cohort: str
    since: date
    until: date
    drills: int
    points: tuple[Point, ...]
    mean: float | None
    modules: tuple[ModuleGrowth, ...]
    entries: tuple[Entry, ...] = ()


def growth_file(book: ClassBook, pupil: Pupil, entries: Sequence[Entry] = ()) -> GrowthFile:
    """A student's file, from the best mark of each drill in the book."""
    best = bests(book)
    done = [(day, best[pupil.id, day.id]) for day in book.drills if (pupil.id, day.id) in best]
    return GrowthFile(
        pupil=pupil,
        cohort=book.cohort.name,
        since=book.since,
        until=book.until,
        drills=len(book.drills),
        points=tuple(
            Point(day.date, day.title, mark.total, mark.total != mark.given) for day, mark in done
        ),
        mean=mean([mark.total for _, mark in done]),
        modules=tuple(_module(module, done) for module in MODULES),
        entries=tuple(entries),
    )


def _module(module: Module, done: Sequence[tuple[DrillDay, Mark]]) -> ModuleGrowth:
    marks = [value for _, mark in done if (value := module_mark(mark.card, module)) is not None]
    half = len(marks) // 2
    return ModuleGrowth(
        module,
        mean(marks),
        mean(marks[:half]),
        mean(marks[len(marks) - half :]),
        tuple(_lines(module, done)),
    )


def _lines(module: Module, done: Sequence[tuple[DrillDay, Mark]]) -> list[Line]:
    """The newest strongest words first, each sentence and each rule once."""
    found = [
        Line(day.date, day.title, " ".join(each.quote.split()), each.rule, each.points, each.about)
        for day, mark in reversed(done)
        for row in mark.card.criteria
        if row.module == module
        for each in row.evidence
        if each.points and len(each.quote.strip()) >= _SHORTEST_QUOTE
    ]
    good = sorted((line for line in found if line.points > 0), key=lambda line: -line.points)
    poor = sorted((line for line in found if line.points < 0), key=lambda line: line.points)
    return [*_once(good)[: LINES - 1], *_once(poor)[:1]]


def _once(lines: Sequence[Line]) -> list[Line]:
    kept: list[Line] = []
    for line in lines:
        if all(line.quote != other.quote and line.rule != other.rule for other in kept):
            kept.append(line)
    return kept
