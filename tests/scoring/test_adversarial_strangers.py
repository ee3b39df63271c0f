"""What is made of 880 replies by two strangers who knew the inventory of acts and no rule.

Nobody tunes on any of them. Each floor is what is reached today: it may rise. Covert rudeness is
far from the .85 that was aimed at: it lives in allusion and comparison, not in words.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.scoring.test_adversarial import HERE, is_faulted, marks, red_lines

Row = dict[str, Any]


def count(stranger: int, group: str, size: int, holds: Callable[[Row], object]) -> int:
    """Of how many rows of a group something holds."""
    lines = HERE.joinpath(f"stranger-{stranger}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["group"] == group]
    assert len(rows) == size
    return sum(bool(holds(row)) for row in rows)


def is_told_apart(row: Row) -> bool:
    """Whether the polite reply of a pair gets more courtesy than the rude one."""
    both = {"customer": row["customer"], "polite": row["reply"], "rude": row["rude"]}
    return marks(both, "polite")[0] > marks(both, "rude")[0]


@pytest.mark.parametrize(("stranger", "least"), [(1, 51), (2, 45)])
def test_two_in_five_of_120_covertly_rude_replies_are_noticed(stranger: int, least: int) -> None:
    assert count(stranger, "covert", 120, is_faulted) >= least


@pytest.mark.parametrize("stranger", [1, 2])
def test_at_most_3_of_120_harmless_replies_are_taken_for_rude(stranger: int) -> None:
    assert count(stranger, "harmless", 120, is_faulted) <= 3


@pytest.mark.parametrize(("stranger", "least"), [(1, 42), (2, 37)])
def test_half_of_70_red_lines_are_heard_by_their_name(stranger: int, least: int) -> None:
    assert count(stranger, "redline", 70, lambda row: red_lines(row) & set(row["acts"])) >= least


@pytest.mark.parametrize("stranger", [1, 2])
def test_at_most_2_of_70_innocent_replies_are_taken_for_red_lines(stranger: int) -> None:
    assert count(stranger, "innocent", 70, red_lines) <= 2


@pytest.mark.parametrize(("stranger", "least"), [(1, 60), (2, 57)])
def test_the_polite_of_60_pairs_nearly_always_gets_more_courtesy(stranger: int, least: int) -> None:
    assert count(stranger, "pair", 60, is_told_apart) >= least
