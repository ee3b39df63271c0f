"""Figures over many waits: shares within a limit and averages, in exact arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from scoring.timing.waits import Outcome, Round, Wait


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many; `unmeasured` says how many could not be counted either way."""

    hits: int
    of: int
    unmeasured: int = 0

    @property
    def value(self) -> float | None:
        """The share 0..1 to four places, or None where nothing could be counted."""
        return round(self.hits / self.of, 4) if self.of else None


def share_within(waits: Iterable[Wait], limit_s: float) -> Share:
    """The share of waits answered within so many seconds; unanswered ones stay below the line."""
    every = tuple(waits)
    unmeasured = sum(wait.outcome is Outcome.UNMEASURED for wait in every)
    hits = sum(wait.ms is not None and wait.ms <= limit_s * 1000 for wait in every)
    return Share(hits, len(every) - unmeasured, unmeasured)


def average_ms(waits: Iterable[Wait]) -> int | None:
    """The mean of the answered waits in whole milliseconds, or None where there is none."""
    measured = [wait.ms for wait in waits if wait.ms is not None]
    return half_up(Fraction(sum(measured), len(measured))) if measured else None


def first_rounds(of: Iterable[Round]) -> tuple[Round, ...]:
    """Each customer's first round."""
    firsts: dict[str, Round] = {}
    for each in of:
        firsts.setdefault(each.customer, each)
    return tuple(firsts.values())


def half_up(value: Fraction) -> int:
    """The nearest whole number, halves upward, so that no float ever decides a mark."""
    return (value + Fraction(1, 2)).__floor__()
