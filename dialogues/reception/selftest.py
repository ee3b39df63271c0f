"""Runs the tests that authors write into a reception's file: robot students over many seeds.

The examiner lives above this room: whoever wants 得分 checked passes a `mark`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dialogues.checks.selftest import VARIANTS, Finding, MarkOf, bound_in_words, told
from dialogues.hearing import Ear
from dialogues.reception.model import DeskTest, Guests, desk_total
from dialogues.reception.robots import RobotDesk, Served
from dialogues.scenario import Scenario, draw_values
from dialogues.transcript import Transcript


def run_desk_tests(
    guests: Guests, ear: Ear, mark: MarkOf, variants: int = VARIANTS
) -> tuple[Finding, ...]:
    """Let every robot work over so many seeds; empty: all is as the author expects."""
    desk = RobotDesk(guests, ear)
    seeds = [f"selftest-{number}" for number in range(variants)]
    return tuple(
        finding
        for test in guests.reception.tests
        for seed in seeds
        for finding in _unmet(test, seed, total_of(desk.play(seed, test.habit), guests, mark))
    )


def total_of(served: tuple[Served, ...], guests: Guests, mark: MarkOf) -> int:
    """The mark of a whole desk, 0..100, from those of its customers."""
    scenarios = guests.scenarios
    return desk_total((one.coming.weight, _mark(one, scenarios, mark)) for one in served)


def _mark(served: Served, scenarios: Mapping[str, Scenario], mark: MarkOf) -> int:
    scenario = scenarios[served.coming.scenario]
    values = draw_values(scenario, served.coming.seed)
    drawn = replace(scenario, variants=(("", (values,)),))
    return round(mark(Transcript.of(served.log), drawn))


def _unmet(test: DeskTest, seed: str, total: int) -> Iterator[Finding]:
    if test.mark is not None and not test.mark.holds(total):
        message = told("mark", wanted=bound_in_words(test.mark), found=total)
        yield Finding(test.name, seed, test.line, message)
