"""Boards: best mark first, honest ties, nobody at the bottom."""

from hypothesis import given
from hypothesis import strategies as st

from scoring.examiner import grade
from scoring.rubric_file import standard
from scoring.standings import Result, standings
from tests.scoring.talks import Talking


def places(*results: Result, **rest: int) -> list[tuple[int, str]]:
    return [(each.place, each.student) for each in standings(results, **rest)]


def test_the_best_mark_is_first_and_a_students_best_attempt_counts() -> None:
    results = (Result("安", 70), Result("白", 80), Result("安", 90), Result("安", 10))
    assert places(*results) == [(1, "安"), (2, "白")]
    assert standings(results)[0].attempts == 3


def test_equal_marks_share_a_place_and_the_next_place_is_left_out() -> None:
    found = standings((Result("安", 90), Result("白", 90), Result("陈", 80)))
    assert [(s.place, s.shared) for s in found] == [(1, True), (1, True), (3, False)]


def test_speed_parts_equal_marks_beyond_the_clocks_step() -> None:
    assert places(Result("安", 90, 12_001), Result("白", 90, 11_000)) == [(1, "白"), (2, "安")]


def test_a_clock_of_whole_seconds_never_decides_half_a_second() -> None:
    assert places(Result("安", 90, 11_500), Result("白", 90, 11_000)) == [(1, "白"), (1, "安")]
    fine = (Result("安", 90, 11_500, 0.001), Result("白", 90, 11_000, 0.001))
    assert places(*fine) == [(1, "白"), (2, "安")]


def test_a_difference_of_one_step_is_no_difference() -> None:
    assert places(Result("安", 90, 12_000), Result("白", 90, 11_000)) == [(1, "白"), (1, "安")]


def test_a_chain_of_close_times_is_cut_from_its_fastest() -> None:
    chain = (Result("安", 90, 10_000), Result("白", 90, 10_800), Result("陈", 90, 11_600))
    assert places(*chain) == [(1, "安"), (1, "白"), (3, "陈")]


def test_nobody_loses_a_place_to_a_missing_stamp() -> None:
    mixed = (Result("安", 90, 10_000), Result("白", 90), Result("陈", 90, 30_000))
    assert places(*mixed) == [(1, "白"), (1, "安"), (3, "陈")]


def test_too_few_attempts_do_not_count() -> None:
    results = (Result("安", 90), Result("白", 80), Result("白", 70))
    assert places(*results, minimum_attempts=2) == [(1, "白")]


def test_only_the_first_places_are_shown() -> None:
    results = [Result(f"生{n}", 90 - n) for n in range(9)]
    assert len(places(*results, top=3)) == 3


def test_a_scorecard_gives_its_result() -> None:
    talk = Talking().customer("到哪了", 0).student("在杭州", 10, "report_status")
    card = grade(talk.over(), standard())
    assert Result.of("安", card) == Result("安", card.total, 10_000, 1.0)


results = st.lists(
    st.builds(
        Result,
        st.sampled_from("安白陈丁"),
        st.integers(0, 3),
        st.none() | st.integers(0, 4000),
        st.sampled_from([0.001, 1.0]),
    )
)


@given(results, st.randoms())
def test_the_order_of_arrival_does_not_matter(some: list[Result], dice: object) -> None:
    shuffled = list(some)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standings(shuffled) == standings(some)


@given(results)
def test_a_better_mark_never_stands_below_a_worse_one(some: list[Result]) -> None:
    found = standings(some)
    assert [s.mark for s in found] == sorted((s.mark for s in found), reverse=True)
    assert [s.place for s in found] == sorted(s.place for s in found)
