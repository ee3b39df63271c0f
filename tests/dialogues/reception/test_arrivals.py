"""Who comes when: the same on every machine, in order, and as many as the curve says."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dialogues.reading import load_library
from dialogues.reception.arrivals import (
    IDLE_SECONDS,
    SEAT_SECONDS,
    comings,
    curve_stretches,
    curve_times,
    hastened,
    most_comings,
)
from dialogues.reception.model import LETTERS, USUAL_RISE, Curve, Surge

SHIPPED = load_library().receptions["double-eleven-surge"].reception
LASTS = 600.0

seeds = st.text(max_size=12)
spans = st.tuples(st.integers(0, 500), st.integers(1, 100)).map(
    lambda pair: (float(pair[0]), float(sum(pair)))
)
rises = st.tuples(st.integers(300, 800), st.integers(300, 800)).map(
    lambda pair: (min(pair), max(pair))
)
curves = st.builds(
    Curve,
    per_minute=st.floats(0.1, 10),
    surges=st.lists(
        st.builds(lambda span, rise: Surge(span[0], span[1], rise), spans, rises), max_size=3
    ).map(tuple),
    customers=st.just(("a", "b", "c")),
)


@given(seeds)
def test_the_same_seed_brings_the_same_customers_at_the_same_time(seed: str) -> None:
    assert comings(SHIPPED, seed) == comings(SHIPPED, seed)


@given(seeds)
def test_customers_come_in_order_of_their_letters_the_first_at_once(seed: str) -> None:
    found = comings(SHIPPED, seed)
    assert [one.letter for one in found] == list(LETTERS[: len(found)])
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert found[0].at == 0
    assert len(found) <= most_comings(SHIPPED) <= len(LETTERS)


@given(seeds)
def test_every_customer_has_a_seed_of_its_own(seed: str) -> None:
    found = comings(SHIPPED, seed)
    assert len({one.seed for one in found}) == len(found)


@given(seeds)
def test_nobody_of_the_curve_comes_twice_before_everybody_came_once(seed: str) -> None:
    fixed = {arrival.scenario for arrival in SHIPPED.fixed}
    drawn = [one.scenario for one in comings(SHIPPED, seed) if one.scenario not in fixed]
    assert len(set(drawn)) == len(drawn)


@given(curves, seeds)
def test_a_surge_brings_three_to_eight_hundred_per_cent_more(curve: Curve, seed: str) -> None:
    usual = curve.per_minute / 60
    for stretch in curve_stretches(curve, LASTS, seed):
        surging = any(surge.start <= stretch.start < surge.end for surge in curve.surges)
        more = 100 * (stretch.rate / usual - 1)
        low, high = USUAL_RISE if surging else (0, 0)
        assert low - 1e-6 <= more <= high + 1e-6


@given(curves, seeds)
def test_the_stretches_cover_the_whole_time_without_gaps(curve: Curve, seed: str) -> None:
    found = list(curve_stretches(curve, LASTS, seed))
    assert found[0].start == 0
    assert found[-1].end == LASTS
    assert all(one.end == other.start for one, other in pairwise(found))


@given(curves, seeds)
def test_as_many_come_in_every_stretch_as_the_curve_says(curve: Curve, seed: str) -> None:
    times = curve_times(curve, LASTS, seed)
    stretches = list(curve_stretches(curve, LASTS, seed))
    expected = sum(stretch.customers for stretch in stretches)
    assert abs(len(times) - expected) < 1
    assert list(times) == sorted(times)
    assert all(0 <= moment <= LASTS for moment in times)
    for stretch in stretches:
        came = sum(stretch.start <= moment < stretch.end for moment in times)
        share = len(times) / expected if expected else 1
        assert abs(came - stretch.customers * share) <= 2


def test_no_more_come_than_was_promised() -> None:
    for number in range(300):
        assert len(comings(SHIPPED, f"seed-{number}")) <= most_comings(SHIPPED)


@given(st.floats(0, 1000), st.floats(0, 1000))
def test_whoever_leaves_never_delays_the_next(next_at: float, now: float) -> None:
    assert hastened(next_at, now, full=False, idle=False) == next_at
    assert hastened(next_at, now, full=False, idle=True) == min(next_at, now + IDLE_SECONDS)
    assert hastened(next_at, now, full=True, idle=True) == now + SEAT_SECONDS
