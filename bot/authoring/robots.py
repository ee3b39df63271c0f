"""Rehearsing a live room or a reception: the robot students of its 自测, over many evenings."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

from bot.authoring.examiner import mark, mark_live
from dialogues.checks.rehearsal import Share
from dialogues.checks.selftest import bound_in_words
from dialogues.condition import Bound
from dialogues.hearing import built_in
from dialogues.liveroom import LiveRoom, LiveShow
from dialogues.liveroom.model import Habit as ShowHabit
from dialogues.liveroom.robots import play_robot
from dialogues.reception import Guests
from dialogues.reception.model import Habit as DeskHabit
from dialogues.reception.robots import RobotDesk
from dialogues.reception.selftest import total_of
from dialogues.transcript import Transcript

Evening = tuple[float, str]
"""What came of one evening: the mark, and the ending where there is one."""


@dataclass(frozen=True, slots=True)
class Fared:
    """How one robot fared: lowest, middle and highest mark, endings, the most common first.

    `wanted` is what the author expects of its mark, in words; `missed` counts the evenings on
    which it was otherwise.
    """

    robot: str
    low: float
    middle: float
    high: float
    endings: tuple[Share, ...]
    wanted: str = ""
    missed: int = 0


def rehearse_robots(
    subject: LiveRoom | Guests, evenings: int, progress: Callable[[int], None]
) -> tuple[Fared, ...]:
    """Every robot of the file on so many evenings; the same evenings for each."""
    seeds = [f"rehearsal-{number}" for number in range(evenings)]
    play = _room(subject) if isinstance(subject, LiveRoom) else _desk(subject)
    fared = []
    for name, wanted, evening in play:
        found = []
        for seed in seeds:
            found.append(evening(seed))
            progress(1)
        fared.append(_fared(name, wanted, found))
    return tuple(fared)


Robot = tuple[str, Bound | None, Callable[[str], Evening]]


def _room(room: LiveRoom) -> Iterator[Robot]:
    show = LiveShow(room, built_in())
    for test in room.tests:
        yield test.name, test.mark, partial(_show, show, test.habit)


def _show(show: LiveShow, habit: ShowHabit, seed: str) -> Evening:
    talk = Transcript.of(play_robot(show, seed, habit))
    return mark_live(talk, show.room), talk.ended.ending if talk.ended else ""


def _desk(guests: Guests) -> Iterator[Robot]:
    desk = RobotDesk(guests, built_in())
    for test in guests.reception.tests:
        yield test.name, test.mark, partial(_evening, desk, guests, test.habit)


def _evening(desk: RobotDesk, guests: Guests, habit: DeskHabit, seed: str) -> Evening:
    return total_of(desk.play(seed, habit), guests, mark), ""


def _fared(name: str, wanted: Bound | None, found: Sequence[Evening]) -> Fared:
    marks = [mark for mark, _ in found]
    endings = Counter(ending for _, ending in found if ending).most_common()
    return Fared(
        name,
        min(marks),
        median(marks),
        max(marks),
        tuple(Share(ending, times / len(found)) for ending, times in endings),
        bound_in_words(wanted) if wanted else "",
        sum(not wanted.holds(mark) for mark in marks) if wanted else 0,
    )
