"""错题本: customers that went badly come again, at growing distances, until they go well.

A failed customer is due again one class day later. Each time it goes well when it is due, the
next distance is longer: 1, 3, 7, 14, 30 class days (the usual doubling of spaced repetition, in
days on which there is class). After the last one it leaves the book; failing starts it anew.
Going well before it is due is practice and moves nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

INTERVALS = (1, 3, 7, 14, 30)
"""Class days until a customer is due again."""

PASS = 60
"""A total from which on a talk went well: the pass mark of the school."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One finished, marked talk: with whom, on which day of the class, and its total."""

    scenario: str
    day: date
    total: int


@dataclass(frozen=True, slots=True)
class Mistake:
    """A customer in the book: how often it failed, the last total, and class days left to wait."""

    scenario: str
    failures: int
    last: int
    step: int
    days_left: int

    @property
    def due(self) -> bool:
        """Whether it should be practised now."""
        return self.days_left <= 0


def mistakes(trials: Iterable[Trial], class_days: Iterable[date], today: date) -> list[Mistake]:
    """The book as it stands, what has been due longest first.

    `class_days` are all days of class up to today; a day without one counts for no distance.
    """
    days = sorted(day for day in set(class_days) if day <= today)
    own: dict[str, list[Trial]] = {}
    for trial in sorted(trials, key=lambda each: each.day):
        own.setdefault(trial.scenario, []).append(trial)
    found = [entry for each in own.values() if (entry := _entry(each, days, today))]
    return sorted(found, key=lambda entry: (entry.days_left, entry.last, entry.scenario))


def _entry(trials: Sequence[Trial], days: Sequence[date], today: date) -> Mistake | None:
    step, since, failures = -1, trials[0].day, 0
    for trial in trials:
        if trial.total < PASS:
            step, since, failures = 0, trial.day, failures + 1
        elif step >= 0 and _between(days, since, trial.day) >= INTERVALS[step]:
            step, since = step + 1, trial.day
        if step == len(INTERVALS):
            step = -1
    if step < 0:
        return None
    left = INTERVALS[step] - _between(days, since, today)
    return Mistake(trials[0].scenario, failures, trials[-1].total, step, max(0, left))


def _between(days: Sequence[date], after: date, until: date) -> int:
    """Class days after one day up to another."""
    return sum(after < day <= until for day in days)
