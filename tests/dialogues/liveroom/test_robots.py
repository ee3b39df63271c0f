"""Robot students: their order never inverts, and authors' expectations are compared."""

from dataclasses import replace
from statistics import median

import pytest

from bot.authoring.examiner import mark_live
from dialogues.condition import Bound, Comparison
from dialogues.liveroom.model import Habit
from dialogues.liveroom.robots import play_robot
from dialogues.liveroom.selftest import run_room_tests
from dialogues.reading import load_library
from dialogues.transcript import Delivered, Line, Transcript
from tests.dialogues.liveroom.room import small_show

SHOW = load_library().rooms["live-flash-sale"]
SKILLED = Habit(6.0, urgent_first=True)
NEW = Habit(15.0, urgent_first=False)
IDLE = Habit(600.0, urgent_first=False)
SHOWS = 200


@pytest.fixture(scope="module")
def marks() -> dict[Habit, list[float]]:
    """What each robot gets in 200 shows."""
    return {
        habit: [
            mark_live(Transcript.of(play_robot(SHOW, f"show-{n}", habit)), SHOW.room)
            for n in range(SHOWS)
        ]
        for habit in (SKILLED, NEW, IDLE)
    }


def test_the_skilled_do_well_and_the_idle_do_not(marks: dict[Habit, list[float]]) -> None:
    assert median(marks[SKILLED]) >= 85
    assert sorted(marks[SKILLED])[SHOWS // 20] >= 80
    assert max(marks[NEW]) < 75
    assert max(marks[IDLE]) < 20


def test_the_order_of_the_robots_inverts_with_no_seed(marks: dict[Habit, list[float]]) -> None:
    inverted = [
        trio for trio in zip(*marks.values(), strict=True) if not trio[0] > trio[1] > trio[2]
    ]
    assert inverted == []


def test_the_idle_robots_room_always_blows_up() -> None:
    for number in range(SHOWS):
        talk = Transcript.of(play_robot(SHOW, f"show-{number}", IDLE))
        assert talk.ended is not None
        assert talk.ended.ending == "炸场"


def test_the_same_robot_and_seed_leave_the_same_log() -> None:
    assert play_robot(SHOW, "7", SKILLED) == play_robot(SHOW, "7", SKILLED)


def test_every_comment_in_the_log_was_delivered_once() -> None:
    log = play_robot(SHOW, "7", SKILLED)
    lines = [place for place, event in enumerate(log) if isinstance(event, Line)]
    assert [event.of for event in log if isinstance(event, Delivered)] == lines


def test_what_an_author_expects_of_robots_is_met_by_the_shipped_rooms() -> None:
    assert run_room_tests(SHOW, 20, mark_live) == ()
    assert run_room_tests(small_show(), 20, mark_live) == ()


def test_an_expectation_that_is_not_met_is_told_with_its_line() -> None:
    room = small_show().room
    hopeful = replace(
        room.tests[1], mark=Bound(Comparison.AT_LEAST, 60), endings=frozenset({"炸场"})
    )
    show = type(small_show())(replace(room, tests=(hopeful,)), small_show()._ear)
    findings = run_room_tests(show, 1, mark_live)
    assert [finding.line for finding in findings] == [hopeful.line] * 2
    assert "平稳下播" in findings[0].message
    assert "60" in findings[1].message
