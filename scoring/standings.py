"""Who stands where on a drill's board (名次): the best mark first, ties shared, no bottom list."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from scoring.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Result:
    """One finished attempt of one student; speed is the average response in milliseconds.

    `precision_s` is the step of the clock that the speed was measured with.
    """

    student: str
    mark: int
    average_ms: int | None = None
    precision_s: float = 1.0

    @classmethod
    def of(cls, student: str, card: Scorecard) -> "Result":
        """What a scorecard says about a student's attempt."""
        timing = card.timing
        return cls(student, card.total, timing.average_response_ms, timing.precision_s)


@dataclass(frozen=True, slots=True)
class Standing:
    """A student's place; `shared` says that somebody else has the same one."""

    place: int
    student: str
    mark: int
    average_ms: int | None
    attempts: int
    shared: bool = False


def standings(
    results: Iterable[Result], minimum_attempts: int = 1, top: int = 10
) -> tuple[Standing, ...]:
    """The first places by each student's best attempt; equal places may exceed `top`.

    Equal marks are parted by speed only where the averages differ by more than the clocks' step,
    seen from the fastest of those who share a place. Nobody loses a place to a missing stamp.
    """
    by_student: dict[str, list[Result]] = {}
    for result in results:
        by_student.setdefault(result.student, []).append(result)
    ranked = sorted(
        (min(own, key=_rank) for own in by_student.values() if len(own) >= minimum_attempts),
        key=_rank,
    )
    found: list[Standing] = []
    for _, equals in groupby(ranked, key=lambda result: result.mark):
        for sharers in _shared_places(equals):
            place = len(found) + 1
            found += [
                Standing(
                    place,
                    r.student,
                    r.mark,
                    r.average_ms,
                    len(by_student[r.student]),
                    len(sharers) > 1,
                )
                for r in sharers
            ]
    return tuple(standing for standing in found if standing.place <= top)


def _rank(result: Result) -> tuple[int, bool, int, str]:
    """Best first: mark, then speed with the unmeasured in front, then name for a stable order."""
    return -result.mark, result.average_ms is not None, result.average_ms or 0, result.student


def _shared_places(equals: Iterable[Result]) -> list[list[Result]]:
    """Students of one mark, grouped by speed as far as the clocks can tell."""
    groups: list[list[Result]] = []
    for result in equals:
        if groups and not _slower(result, groups[-1]):
            groups[-1].append(result)
        else:
            groups.append([result])
    return groups


def _slower(one: Result, group: list[Result]) -> bool:
    """Whether one is slower than the group's fastest beyond the step of the coarser clock."""
    fastest = next((each for each in group if each.average_ms is not None), None)
    if fastest is None or one.average_ms is None or fastest.average_ms is None:
        return False
    step_ms = max(one.precision_s, fastest.precision_s) * 1000
    return one.average_ms - fastest.average_ms > step_ms
