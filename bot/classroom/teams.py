"""小组: a class dealt into small groups of nearly equal size."""

from collections.abc import Sequence
from itertools import islice

from dialogues.seed import draw

MOST = 12
"""Teams of one class; more would be teams of one or two."""

LONGEST_NAME = 12
"""Characters of a team's name that fit a line of a board."""


def deal(students: Sequence[int], teams: int, seed: str) -> list[list[int]]:
    """Students in so many teams; sizes differ by one at most, the same seed deals the same."""
    order = sorted(students, key=lambda student: draw(seed, str(student), 1 << 60))
    return [list(islice(order, number, None, teams)) for number in range(teams)]
