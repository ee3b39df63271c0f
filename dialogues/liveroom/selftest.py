"""Runs the tests that authors write into a live room's file: robot students over many seeds.

The examiner lives above this room: whoever wants 得分 checked passes a `mark`.
"""

from collections.abc import Callable, Iterator

from dialogues.checks.selftest import VARIANTS, Finding, bound_in_words, told
from dialogues.liveroom.model import LiveRoom, RobotTest
from dialogues.liveroom.playable import LiveShow
from dialogues.liveroom.robots import play_robot
from dialogues.transcript import Transcript

MarkOf = Callable[[Transcript, LiveRoom], float]
"""The examiner, as the self-tests see it: a show and its room, to a mark of 0..100."""


def run_room_tests(
    show: LiveShow, variants: int = VARIANTS, mark: MarkOf | None = None
) -> tuple[Finding, ...]:
    """Play every robot over so many seeds; empty: all is as the author expects."""
    seeds = [f"selftest-{number}" for number in range(variants)]
    return tuple(
        finding
        for test in show.room.tests
        for seed in seeds
        for finding in play_room_test(show, test, seed, mark)
    )


def play_room_test(
    show: LiveShow, test: RobotTest, seed: str, mark: MarkOf | None = None
) -> Iterator[Finding]:
    """Play one robot with one seed; what was not met comes out."""
    talk = Transcript.of(play_robot(show, seed, test.habit))
    ended = talk.ended.ending if talk.ended else told("open")
    if test.endings and ended not in test.endings:
        wanted = "、".join(sorted(test.endings))
        yield Finding(test.name, seed, test.line, told("ending", wanted=wanted, found=ended))
    if mark is not None and test.mark is not None:
        total = mark(talk, show.room)
        if not test.mark.holds(total):
            wanted = bound_in_words(test.mark)
            message = told("mark", wanted=wanted, found=f"{total:g}")
            yield Finding(test.name, seed, test.line, message)
