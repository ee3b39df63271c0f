"""Response times against the truth, through stops of ours and outages of Telegram's.

The fake knows to the millisecond when a line appeared and when a student spoke. What we measured
may differ by the one second that Telegram's whole seconds cost, and by nothing else.
"""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from bot.storage.codec import decode
from dialogues.transcript import Bubble, Event, Felt, Line, Opened, Understood
from tests.fakes.telegram import Clock, FakeTelegram, Rules
from tests.fakes.telegram.chats import Message
from tests.faults import books
from tests.faults.practice import practising
from tests.faults.students import Student, crowd, is_line

TURNS = 5_000
STUDENTS = 110
SPEED = 18.0
SHORTEST_THOUGHT, LONGEST_THOUGHT = 1.0, 18.0
"""Seconds: nobody is ever silent for as long as it takes any customer to complain."""
QUIET = 4.0
LIVES = 4
DOWN_SECONDS = 600.0
STEP = 2.0


class Stopwatch:
    """When each message really appeared, in the fake's seconds with fractions."""

    def __init__(self, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times: dict[int, float] = {}
        post = telegram.world.post

        def timed(*args: object, **more: object) -> Message:
            message = post(*args, **more)  # type: ignore[arg-type]
            self.times[message.id] = telegram.clock.now()
            return message

        monkeypatch.setattr(telegram.world, "post", timed)


@dataclass(slots=True)
class Thinker(Student):
    """Thinks for a while of the fake's time before every answer."""

    dice: random.Random = field(default_factory=random.Random)

    async def practise(self) -> None:
        """Answer, after a random thought, whatever was said until then."""
        self.person.say(f"/practice {self.scenario}")
        clock = self.person.world.clock
        while self.keen:
            shown = await self._read()
            if shown:
                await clock.sleep(self.dice.uniform(SHORTEST_THOUGHT, LONGEST_THOUGHT))
                self._act(shown)


def _turns(log: list[Event]) -> Iterator[tuple[int, float | None, str]]:
    """Of each utterance: which line (of this talk) it answers, the wait measured, its words."""
    lines, asked, bubble = 0, None, ""
    heard = False
    for event in log:
        if isinstance(event, Bubble):
            bubble = bubble or event.text
        elif isinstance(event, Understood):
            heard = True
        elif isinstance(event, Felt):
            if heard:
                assert asked is not None
                yield asked, event.waited, bubble
                asked, bubble = None, ""
            heard = False
        elif isinstance(event, Line):
            asked = lines if asked is None else asked
            lines += 1


def _logs(file: Path) -> dict[str, list[list[Event]]]:
    """The talks of each chat, in order."""
    question = """SELECT chat, attempt, kind, data FROM event JOIN attempt ON attempt.id = attempt
                  ORDER BY attempt, position"""
    talks: dict[str, dict[int, list[Event]]] = {}
    for chat, attempt, kind, data in books.ask(file, question):
        talks.setdefault(chat, {}).setdefault(attempt, []).append(decode(kind, data))
    return {chat: list(logs.values()) for chat, logs in talks.items()}


@pytest.mark.fault
async def test_every_measured_wait_is_the_truth_within_one_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    telegram = FakeTelegram(clock=Clock.real(SPEED), rules=Rules.no_flood())
    watch = Stopwatch(telegram, monkeypatch)
    file = tmp_path / "kefu.db"
    students = [
        Thinker(one.person, one.scenario, QUIET / SPEED, 1, dice=random.Random(one.person.id))
        for one in crowd(telegram, STUDENTS, 0)
    ]
    async with telegram:
        talks: list[asyncio.Task[None]] = []
        for life in range(1, LIVES + 1):
            async with practising(telegram, file, settle=1.0) as practice:
                if not talks:
                    await asyncio.gather(*(student.come_in() for student in students))
                    talks = [asyncio.create_task(student.practise()) for student in students]
                await _talk_until(students, TURNS * (2 * life - 1) // (2 * LIVES))
                telegram.faults.outage = True
                await _pass(telegram, DOWN_SECONDS)
                telegram.faults.outage = False
                await _talk_until(students, TURNS * life // LIVES)
                if life == LIVES:
                    for student in students:
                        student.keen = False
                    await telegram.all_confirmed(30)
                    await practice.quiet(30)
            await _pass(telegram, DOWN_SECONDS)
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
    errors, unmeasured = _compare(telegram, students, _logs(file), watch)
    print(f"\n{len(errors)} waits measured, {unmeasured} not; furthest off {max(errors):.3f} s")
    assert len(errors) + unmeasured >= TURNS * 0.95
    assert max(errors) <= 1.0
    assert unmeasured <= TURNS * 0.05


async def _talk_until(students: list[Thinker], enough: int) -> None:
    async with asyncio.timeout(90):
        while sum(len(student.said) for student in students) < enough:
            await asyncio.sleep(0.05)


async def _pass(telegram: FakeTelegram, seconds: float) -> None:
    """Time passes in small steps, so that everybody thinks and speaks when they would."""
    for _ in range(int(seconds / STEP)):
        telegram.clock.advance(STEP)
        await asyncio.sleep(0)


def _compare(
    telegram: FakeTelegram,
    students: list[Thinker],
    logs: dict[str, list[list[Event]]],
    watch: Stopwatch,
) -> tuple[list[float], int]:
    errors, unmeasured = [], 0
    for student in students:
        shown = [seen for seen in student.person.sees if seen.from_bot and is_line(seen)]
        said = {seen.text: watch.times[seen.id] for seen in student.person.sees}
        begun = 0
        for log in logs[str(student.person.id)]:
            lines = [event.text for event in log if isinstance(event, Line)]
            seen = shown[begun : begun + len(lines)]
            assert all(s.text.endswith(line) for s, line in zip(seen, lines, strict=True))
            begun += len(lines)
            _nobody_was_called_silent(log)
            for asked, waited, bubble in _turns(log):
                if waited is None:
                    unmeasured += 1
                else:
                    truth = said[bubble] - watch.times[seen[asked].id]
                    errors.append(abs(waited - truth))
    return errors, unmeasured


def _is_time_up(event: Event) -> bool:
    return isinstance(event, Felt) and event.rule == "时间到"


def _nobody_was_called_silent(log: list[Event]) -> None:
    """Every reaction follows from words: no stop and no outage was taken for silence."""
    causes = [
        event
        for event in log
        # A talk whose time is up (限时) ends by itself: the student's own seconds, added up.
        if isinstance(event, Opened | Understood | Felt) and not _is_time_up(event)
    ]
    for cause, reaction in pairwise(causes):
        if isinstance(reaction, Felt):
            assert not isinstance(cause, Felt), reaction


async def test_a_machine_that_slept_blames_nobody_for_silence(tmp_path: Path) -> None:
    telegram = FakeTelegram(clock=Clock.real(5.0), rules=Rules.no_flood())
    file = tmp_path / "kefu.db"
    due = "SELECT due_at / 1000 FROM timer WHERE kind = 'silence'"
    async with telegram, practising(telegram, file) as practice:
        ada = Student(telegram.user("Ada"), "1", 0.1)
        await ada.come_in()
        ada.person.say("/practice 1")
        await ada.person.until(lambda one: is_line(one.sees[-1]))
        await practice.quiet()
        ((before,),) = books.ask(file, due)
        telegram.clock.advance(3600)
        async with asyncio.timeout(5):
            while books.ask(file, due) == [(before,)]:
                await asyncio.sleep(0.02)
        await practice.quiet()
        assert [is_line(seen) for seen in ada.person.sees].count(True) == 1
        ((after,),) = books.ask(file, due)
        assert 3595 < after - before < 3605
