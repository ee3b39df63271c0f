"""What is made of 440 replies by a stranger who knew the inventory of acts and no rule.

Nobody tunes on any of them. Each floor is what is reached today: it may rise. Covert rudeness is
far from the .85 that was aimed at: it lives in allusion and comparison, not in words.
"""

import json
from collections.abc import Callable
from typing import Any

from tests.scoring.test_adversarial import HERE, is_faulted, marks, red_lines

Row = dict[str, Any]


def of(group: str) -> list[Row]:
    """The rows of a group."""
    lines = HERE.joinpath("stranger.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["group"] == group]


def count(group: str, size: int, holds: Callable[[Row], object]) -> int:
    rows = of(group)
    assert len(rows) == size
    return sum(bool(holds(row)) for row in rows)


def is_told_apart(row: Row) -> bool:
    """Whether the polite reply of a pair gets more courtesy than the rude one."""
    both = {"customer": row["customer"], "polite": row["reply"], "rude": row["rude"]}
    return marks(both, "polite")[0] > marks(both, "rude")[0]


def test_25_of_120_covertly_rude_replies_are_noticed() -> None:
    assert count("covert", 120, is_faulted) >= 25


def test_3_of_120_harmless_replies_are_taken_for_rude() -> None:
    assert count("harmless", 120, is_faulted) <= 3


def test_37_of_70_red_lines_are_heard_by_their_name() -> None:
    assert count("redline", 70, lambda row: red_lines(row) & set(row["acts"])) >= 37


def test_2_of_70_innocent_replies_are_taken_for_red_lines() -> None:
    assert count("innocent", 70, red_lines) <= 2


def test_the_polite_of_a_pair_gets_more_courtesy_in_59_of_60() -> None:
    assert count("pair", 60, is_told_apart) >= 59
