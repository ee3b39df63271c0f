"""Who stands where on a drill's board (名次): the best mark first, ties shared, no bottom list."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from scoring.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Result:
    """One finished attempt of one student; speed is the average response in milliseconds.

    `precision_s` is the step of the clock that the speed was measured with, `drill` what was
    practised, `day` the class's own date of it, and `team` the student's team, if there are any.
    """

    student: str
    mark: int
    average_ms: int | None = None
    precision_s: float = 1.0
    drill: str = ""
    day: date | None = None
    team: str = ""

    @classmethod
    def of(
        cls,
        student: str,
        card: Scorecard,
        drill: str = "",
        day: date | None = None,
        team: str = "",
    ) -> "Result":
        """What a scorecard says about a student's attempt."""
        timing = card.timing
        speed, step = timing.average_response_ms, timing.precision_s
        return cls(student, card.total, speed, step, drill, day, team)


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
    every = tuple(results)
    attempts = Counter(result.student for result in every)
    best = best_of(every, by=lambda each: each.student)
    ranked = sorted((r for r in best if attempts[r.student] >= minimum_attempts), key=_rank)
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
                    attempts[r.student],
                    len(sharers) > 1,
                )
                for r in sharers
            ]
    return tuple(standing for standing in found if standing.place <= top)


def best_of(results: Iterable[Result], by: Callable[[Result], Hashable]) -> list[Result]:
    """The best result of each group, in the order in which the groups first appear."""
    groups: dict[Hashable, list[Result]] = {}
    for result in results:
        groups.setdefault(by(result), []).append(result)
    return [min(own, key=_rank) for own in groups.values()]


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
