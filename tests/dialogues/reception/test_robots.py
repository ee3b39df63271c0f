"""Robot students at a desk: always the same logs, and the better one gets the better mark."""

from dialogues.hearing import built_in
from dialogues.reading import load_library
from dialogues.reception.model import Habit, desk_total
from dialogues.reception.robots import RobotDesk
from dialogues.reception.selftest import run_desk_tests, total_of
from dialogues.scenario import Scenario, draw_values
from dialogues.transcript import Ended, Transcript
from scoring.examiner import grade
from scoring.scenario_rubric import rubric_for

GUESTS = load_library().receptions["double-eleven-surge"]
DESK = RobotDesk(GUESTS, built_in())
EXPERT, CARELESS = Habit("expert", 8, True), Habit("careless", 15, False)
SEEDS = [f"robot-{number}" for number in range(10)]


def mark(talk: Transcript, scenario: Scenario) -> float:
    """The total of one customer's talk."""
    return grade(talk, rubric_for(scenario.rubric, draw_values(scenario, ""))).total


def test_the_same_robot_and_seed_leave_the_same_logs() -> None:
    assert DESK.play("same", EXPERT) == DESK.play("same", EXPERT)
    assert DESK.play("same", EXPERT) != DESK.play("other", EXPERT)


def test_every_customer_is_played_to_an_end() -> None:
    for seed in SEEDS:
        for served in DESK.play(seed, CARELESS):
            assert sum(isinstance(event, Ended) for event in served.log) == 1


def test_a_good_student_earns_what_a_careless_one_does_not() -> None:
    for seed in SEEDS:
        good = total_of(DESK.play(seed, EXPERT), GUESTS, mark)
        poor = total_of(DESK.play(seed, CARELESS), GUESTS, mark)
        assert good >= 85
        assert poor <= 40


def test_slow_hands_lose_marks_that_the_same_words_would_have_earned() -> None:
    slow = Habit("expert", 40, True)
    for seed in SEEDS[:4]:
        fast_total = total_of(DESK.play(seed, EXPERT), GUESTS, mark)
        assert total_of(DESK.play(seed, slow), GUESTS, mark) < fast_total


def test_whoever_serves_one_after_the_other_lets_the_rest_wait() -> None:
    one_by_one = Habit("expert", 8, False)
    totals = [total_of(DESK.play(seed, one_by_one), GUESTS, mark) for seed in SEEDS]
    in_turns = [total_of(DESK.play(seed, EXPERT), GUESTS, mark) for seed in SEEDS]
    assert sum(totals) < sum(in_turns)


def test_the_shipped_desk_passes_its_own_tests() -> None:
    assert run_desk_tests(GUESTS, built_in(), mark, 5) == ()


def test_an_expectation_that_is_not_met_is_found() -> None:
    findings = run_desk_tests(GUESTS, built_in(), lambda _talk, _scenario: 50.0, 2)
    assert {finding.test for finding in findings} >= {GUESTS.reception.tests[0].name}
    assert all("50" in finding.message for finding in findings)


def test_the_mean_is_exact_and_half_a_point_goes_up() -> None:
    assert desk_total([(1, 80), (1, 81)]) == 81
    assert desk_total([(3, 100), (1, 0)]) == 75
    assert desk_total([]) == 0
