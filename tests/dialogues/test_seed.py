"""Draws without dice."""

from collections import Counter

from dialogues.seed import draw, pick


def test_a_draw_is_the_same_everywhere_for_ever() -> None:
    assert [draw("class-3/2026-03-02", f"line:{n}", 1000) for n in range(4)] == [433, 387, 905, 916]


def test_draws_are_spread_evenly() -> None:
    counts = Counter(pick(f"seed-{n}", "variant:商品组", "abcd") for n in range(4000))
    assert all(900 < count < 1100 for count in counts.values())


def test_any_seed_will_do() -> None:
    assert draw("\ud800", "x", 1) == 0
