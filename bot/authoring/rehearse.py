"""Rehearsals on all processors: attempts are handed out in portions and gathered."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from bot.authoring.examiner import mark
from bot.customers import staged
from dialogues.checks.rehearsal import (
    Attempt,
    Coverage,
    Doubt,
    Showing,
    Stage,
    comparison,
    coverage,
    doubts,
    schedule,
    showings,
)
from dialogues.checks.students import Persona
from dialogues.scenario import Scenario

PORTION = 100
MOST_PROCESSES = 8

Turns = Sequence[tuple[Persona, str]]
Progress = Callable[[int], None]
"""Told how many more attempts have been played."""


@dataclass(frozen=True, slots=True)
class Part:
    """Who is rehearsed: the customer of a file, perhaps with the module that plays it."""

    scenario: Scenario
    module: Path | None = None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What came of a rehearsal: the plot on the level of acts, the personas with real sentences."""

    coverage: Coverage | None
    showings: tuple[Showing, ...]
    doubts: tuple[Doubt, ...]

    @property
    def publishable(self) -> bool:
        """Whether the marks tell good service from bad in every variant."""
        return not self.doubts


class Troupe:
    """Processes that rehearse; without any, this process does it alone."""

    def __init__(self, pool: Executor | None = None) -> None:
        self._pool = pool

    def rehearse(self, part: Part, attempts: int, variants: int, progress: Progress) -> Rehearsal:
        """So many attempts on the level of acts, and all personas in so many variants.

        The rules of a file are counted; a customer that somebody programmed need not follow them.
        """
        turns = [] if part.module else list(schedule(attempts))
        plot = self._play(part, turns, progress, by_acts=True)
        compared = self._play(part, list(comparison(variants)), progress, by_acts=False)
        return Rehearsal(
            coverage(part.scenario, plot) if plot else None, showings(compared), doubts(compared)
        )

    def _play(
        self, part: Part, turns: Turns, progress: Progress, *, by_acts: bool
    ) -> list[Attempt]:
        gathered: list[Attempt] = []
        for portion in self._portions(part, turns, by_acts=by_acts):
            gathered += portion
            progress(len(portion))
        return gathered

    def _portions(self, part: Part, turns: Turns, *, by_acts: bool) -> Iterator[list[Attempt]]:
        portions = [turns[n : n + PORTION] for n in range(0, len(turns), PORTION)]
        if self._pool is None:
            yield from (play_portion(part, portion, by_acts) for portion in portions)
            return
        waiting = [self._pool.submit(play_portion, part, p, by_acts) for p in portions]
        yield from (done.result() for done in as_completed(waiting))


@contextmanager
def troupe(attempts: int) -> Iterator[Troupe]:
    """A troupe as large as so many attempts are worth."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES, attempts // PORTION)
    if processes < 2:
        yield Troupe()
        return
    # Started afresh, not forked: a fork would copy whatever threads the terminal runs.
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        yield Troupe(pool)


_stages: dict[str, Stage] = {}


def play_portion(part: Part, turns: Turns, by_acts: bool) -> list[Attempt]:
    """Some attempts; what a customer needs to be played is made once in each process."""
    stage = _stages.get(part.scenario.content_hash)
    if stage is None:
        stage = Stage(staged(part.scenario, part.module), mark)
        _stages[part.scenario.content_hash] = stage
    return [stage.rehearse(persona, seed, by_acts=by_acts) for persona, seed in turns]
