"""Who comes when: the written arrivals and those that the curve draws from the attempt's seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from dialogues.reception.model import LETTERS, Curve, Reception
from dialogues.seed import draw

IDLE_SECONDS = 5.0
"""Where nobody is at the desk the next customer comes after so long, wherever the curve is."""

SEAT_SECONDS = 2.0
"""How long after somebody has left the next who waits outside comes in."""

_FINE = 1000
_EDGE = 0.15
"""Two customers of the curve never come closer than twice this share of their usual distance."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A customer on the way: letter, which one, after how many seconds, weight, its own seed."""

    letter: str
    scenario: str
    at: float
    weight: int
    seed: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the curve with so many customers a second."""

    start: float
    end: float
    rate: float

    @property
    def customers(self) -> float:
        """How many come in it."""
        return (self.end - self.start) * self.rate


def comings(reception: Reception, seed: str) -> tuple[Coming, ...]:
    """Everybody who comes, in order; the first one at once, so that nobody sits before nothing."""
    entries = [(arrival.at, arrival.scenario, arrival.weight) for arrival in reception.fixed]
    if reception.curve:
        times = curve_times(reception.curve, reception.lasts, seed)
        drawn = _drawn(reception.curve, seed)
        entries += [(at, next(drawn), 1) for at in times]
    entries.sort(key=lambda entry: entry[0])
    return tuple(
        Coming(letter, scenario, at if number else 0.0, weight, f"{seed}-{letter}")
        for number, (letter, (at, scenario, weight)) in enumerate(
            zip(LETTERS, entries, strict=False)
        )
    )


def curve_times(curve: Curve, lasts: float, seed: str) -> tuple[float, ...]:
    """When the curve's customers come: evenly along the curve, each a little early or late."""
    stretches = tuple(curve_stretches(curve, lasts, seed))
    expected = sum(stretch.customers for stretch in stretches)
    number = int(expected + draw(seed, "how-many", _FINE) / _FINE)
    return tuple(
        _moment(stretches, (place + _jitter(seed, place)) / number * expected)
        for place in range(number)
    )


def curve_stretches(curve: Curve, lasts: float, seed: str) -> Iterator[Stretch]:
    """The curve as stretches of even density; where surges overlap the higher one counts."""
    usual = curve.per_minute / 60
    rises = [
        (surge, surge.rise[0] + draw(seed, f"rise:{n}", surge.rise[1] - surge.rise[0] + 1))
        for n, surge in enumerate(curve.surges)
    ]
    edges = {0.0, lasts, *(edge for surge, _ in rises for edge in (surge.start, surge.end))}
    for start, end in pairwise(sorted(edge for edge in edges if 0 <= edge <= lasts)):
        here = (rise for surge, rise in rises if surge.start <= start < surge.end)
        yield Stretch(start, end, usual * (1 + max(here, default=0) / 100))


def hastened(next_at: float, now: float, *, full: bool, idle: bool) -> float:
    """When the next customer comes now that somebody has left; times in seconds."""
    if full:
        return now + SEAT_SECONDS
    return min(next_at, now + IDLE_SECONDS) if idle else next_at


def most_comings(reception: Reception) -> int:
    """How many customers may come at the most, whatever is drawn."""
    curve = reception.curve
    if curve is None:
        return len(reception.fixed)
    surging = sum((s.end - s.start) * max(s.rise) / 100 for s in curve.surges)
    return len(reception.fixed) + ceil((reception.lasts + surging) * curve.per_minute / 60)


def _drawn(curve: Curve, seed: str) -> Iterator[str]:
    """Customers of the curve: everybody once in a drawn order before anybody comes again."""
    turn = 0
    while True:
        yield from sorted(curve.customers, key=lambda one: draw(seed, f"who:{turn}:{one}", 1 << 60))
        turn += 1


def _jitter(seed: str, place: int) -> float:
    return _EDGE + (1 - 2 * _EDGE) * draw(seed, f"when:{place}", _FINE) / _FINE


def _moment(stretches: tuple[Stretch, ...], customers: float) -> float:
    """The second by which so many customers (with fractions) have come."""
    for stretch in stretches:
        if customers < stretch.customers:
            return stretch.start + customers / stretch.rate
        customers -= stretch.customers
    return stretches[-1].end
