"""Boards over more than one drill: week, month and term, improvement, and teams.

A student's figure is the mean of the best mark in each drill done, so that neither trying often
nor sitting out the hard ones pays: too few drills give no place at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from scoring.periods import Period, before
from scoring.standings import Result, Standing, best_of, standings
from scoring.timing.figures import half_up

TRUSTED_FROM = 5
"""How many results a drill needs before half of its difference from the others is believed."""


@dataclass(frozen=True, slots=True)
class Improvement:
    """By how many points a student's mean rose from one period to the next."""

    student: str
    before: int
    after: int

    @property
    def points(self) -> int:
        """The difference."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class TeamStanding:
    """A team's place by the mean of its members' means; `members` are those who took part."""

    place: int
    team: str
    mark: int
    members: int


def season(
    results: Iterable[Result],
    period: Period,
    minimum_drills: int = 1,
    top: int = 10,
    *,
    adjusted: bool = False,
) -> tuple[Standing, ...]:
    """The first places of a period. `adjusted` evens out easy and hard drills.

    Marks are compared as they are shown, in whole points; equal ones are parted by speed only
    as far as the clocks allow.
    """
    means = _means(_within(results, period), minimum_drills, adjusted)
    return standings(means.values(), top=top)


def most_improved(
    results: Iterable[Result], period: Period, minimum_drills: int = 2, top: int = 3
) -> tuple[Improvement, ...]:
    """Whose mean rose most since the period before; only rises, and only with enough drills."""
    every = tuple(results)
    then = _means(_within(every, before(period)), minimum_drills, adjusted=True)
    now = _means(_within(every, period), minimum_drills, adjusted=True)
    both = (Improvement(who, then[who].mark, now[who].mark) for who in now if who in then)
    rises = sorted(
        (each for each in both if each.points > 0), key=lambda each: (-each.points, each.student)
    )
    least = rises[min(top, len(rises)) - 1].points if rises else 0
    return tuple(each for each in rises if each.points >= least)


def teams(
    results: Iterable[Result], period: Period, minimum_drills: int = 1
) -> tuple[TeamStanding, ...]:
    """Every team's place; equal marks share one. Who has no team is on none."""
    every = _within(results, period)
    team_of = {result.student: result.team for result in every if result.team}
    means = _means(every, minimum_drills, adjusted=False)
    marks: dict[str, list[int]] = {}
    for who, result in means.items():
        if who in team_of:
            marks.setdefault(team_of[who], []).append(result.mark)
    totals = {team: half_up(Fraction(sum(own), len(own))) for team, own in marks.items()}
    ranked = sorted(totals, key=lambda team: (-totals[team], team))
    return tuple(
        TeamStanding(
            1 + sum(other > totals[team] for other in totals.values()),
            team,
            totals[team],
            len(marks[team]),
        )
        for team in ranked
    )


def difficulty(results: Iterable[Result]) -> Mapping[str, Fraction]:
    """How many points a drill lay above (easy) or below (hard) the mean of all, as believed.

    A drill with few results is drawn towards no difference at all, so that one bad day of two
    students makes no drill a hard one.
    """
    marks: dict[str, list[int]] = {}
    for result in best_of(results, by=lambda each: (each.student, each.drill)):
        marks.setdefault(result.drill, []).append(result.mark)
    if not marks:
        return {}
    means = {drill: Fraction(sum(own), len(own)) for drill, own in marks.items()}
    overall = sum(means.values(), Fraction(0)) / len(means)
    return {
        drill: (mean - overall) * Fraction(len(marks[drill]), len(marks[drill]) + TRUSTED_FROM)
        for drill, mean in means.items()
    }


def _within(results: Iterable[Result], period: Period) -> tuple[Result, ...]:
    return tuple(each for each in results if each.day is not None and period.holds(each.day))


def _means(results: tuple[Result, ...], minimum: int, adjusted: bool) -> dict[str, Result]:
    """One result a student who did enough drills: mean mark, mean speed, coarsest clock."""
    ease = difficulty(results) if adjusted else {}
    own: dict[str, list[Result]] = {}
    for result in best_of(results, by=lambda each: (each.student, each.drill)):
        own.setdefault(result.student, []).append(result)
    return {who: _mean(every, ease) for who, every in own.items() if len(every) >= minimum}


def _mean(results: list[Result], ease: Mapping[str, Fraction]) -> Result:
    evened = [min(Fraction(100), max(Fraction(0), r.mark - ease.get(r.drill, 0))) for r in results]
    speeds = [result.average_ms for result in results]
    measured = [speed for speed in speeds if speed is not None]
    whole = len(measured) == len(speeds)
    return replace(
        results[0],
        mark=half_up(sum(evened, Fraction(0)) / Fraction(len(evened))),
        average_ms=half_up(Fraction(sum(measured), len(measured))) if whole else None,
        precision_s=max(result.precision_s for result in results),
    )
