"""What a class finds hard: rows of the card and rules of the book, and who needs help."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.classroom.reports.book import ClassBook, Mark, Pupil, bests, mean
from scoring.evidence import Evidence

PASS = 60
"""A mark below this is not a pass."""

FALL = 15
"""Points by which a mark must lie below one's own mean to be worth a word."""

MISSED_IN_A_ROW = 2
_SHORTEST_QUOTE = 4


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that cost marks: in how many talks, of how many students, the points, an example.

    `about` is what an author asked for and did not get; each such thing is a fault of its own.
    """

    rule: str
    talks: int
    students: int
    points: int
    quote: str
    attempt: int
    about: str = ""


@dataclass(frozen=True, slots=True)
class Weakness:
    """A row of the card with the class's mean mark, over so many talks."""

    row: str
    name: str
    name_en: str
    module: str
    mean: float
    talks: int


class Why(StrEnum):
    """Why somebody may need help."""

    ABSENT = "absent"
    FAILED = "failed"
    FALLING = "falling"


@dataclass(frozen=True, slots=True)
class Worry:
    """A student who may need help, why, and the figure behind it."""

    pupil: Pupil
    why: Why
    figure: int


def deductions(mark: Mark) -> list[Evidence]:
    """Everything on a card that cost points, gates included."""
    card = mark.card
    rows = [each for row in card.criteria for each in row.evidence if each.points < 0]
    return rows + [each for hit in card.gates for each in hit.evidence]


def common_faults(marks: Iterable[Mark], most: int) -> list[Fault]:
    """The rules that caught most students, then most talks; each with the words that cost most."""
    cases: dict[tuple[str, str], list[tuple[Mark, Evidence]]] = defaultdict(list)
    for mark in marks:
        for each in deductions(mark):
            cases[each.rule, each.about].append((mark, each))
    faults = [_fault(rule, about, own) for (rule, about), own in cases.items()]
    return sorted(faults, key=lambda f: (-f.students, -f.talks, f.points, f.rule, f.about))[:most]


def _fault(rule: str, about: str, cases: Sequence[tuple[Mark, Evidence]]) -> Fault:
    quoted = [case for case in cases if len(case[1].quote.strip()) >= _SHORTEST_QUOTE]
    mark, evidence = min(quoted or cases, key=lambda case: (case[1].points, case[0].attempt))
    return Fault(
        rule=rule,
        talks=len({mark.attempt for mark, _ in cases}),
        students=len({mark.person for mark, _ in cases}),
        points=sum(each.points for _, each in cases),
        quote=evidence.quote.strip(),
        attempt=mark.attempt,
        about=about,
    )


def weak_rows(marks: Iterable[Mark], most: int) -> list[Weakness]:
    """The rows with the lowest mean marks, by the row's id."""
    found: dict[str, list[int]] = defaultdict(list)
    names: dict[str, tuple[str, str, str]] = {}
    for mark in marks:
        for row in mark.card.criteria:
            if row.mark is not None and row.weight > 0:
                found[row.id].append(row.mark)
                names[row.id] = (row.name, row.name_en, row.module)
    rows = [
        Weakness(row, *names[row], mean=sum(own) / len(own), talks=len(own))
        for row, own in found.items()
    ]
    return sorted(rows, key=lambda each: (each.mean, each.row))[:most]


def worries(book: ClassBook) -> list[Worry]:
    """Students who missed drill after drill, failed the last one, or fell behind themselves.

    Only closed drills count: whoever still has time is not late.
    """
    closed = [drill.id for drill in book.drills if drill.closed_at is not None]
    best = bests(book)
    found = [
        worry
        for pupil in book.pupils
        if (worry := _worry(pupil, [best.get((pupil.id, drill)) for drill in closed]))
    ]
    return sorted(found, key=lambda each: (list(Why).index(each.why), each.pupil.id))


def _worry(pupil: Pupil, row: Sequence[Mark | None]) -> Worry | None:
    """The strongest reason to look after somebody, from one best mark (or none) a drill."""
    missed = 0
    for mark in reversed(row):
        if mark is not None:
            break
        missed += 1
    if missed >= MISSED_IN_A_ROW:
        return Worry(pupil, Why.ABSENT, missed)
    done = [mark.total for mark in row if mark is not None]
    if not done or row[-1] is None:
        return None
    last, before = done[-1], mean(done[:-1])
    if last < PASS:
        return Worry(pupil, Why.FAILED, last)
    if before is not None and before - last >= FALL:
        return Worry(pupil, Why.FALLING, round(before - last))
    return None
