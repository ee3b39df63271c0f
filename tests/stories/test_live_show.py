"""A whole live show on the strict fake of Telegram: edits, answers, a pause, stops and a kill."""

import asyncio
import json
from pathlib import Path

import pytest

from dialogues.reading import load_library
from dialogues.transcript import Handled
from scoring.scorecard import Scorecard
from tests.fakes.telegram import Clock, FakeTelegram, Rules
from tests.faults import books
from tests.faults.practice import practising
from tests.faults.process import Nest, surroundings
from tests.faults.students import Student
from tests.stories.live_student import LiveStudent

ROOM = load_library().rooms["live-flash-sale"].room
SPEED = 10.0
PAUSE = 12
DOWN = 45.0


async def answering(telegram: FakeTelegram, student: LiveStudent, until: int) -> None:
    """Answer every five seconds until so many seconds of the show have passed, or it is over."""
    while not student.over and student.passed() < until:
        student.answer()
        await asyncio.sleep(5 / telegram.clock.speed)


def edits(telegram: FakeTelegram) -> list[float]:
    """When boards were edited with success."""
    calls = telegram.calls_of("editMessageText")
    return [call.at for call in calls if call.outcome == "ok"]


def handled(file: Path) -> list[Handled]:
    """What became of comments, as the event log has it."""
    rows = books.ask(file, "SELECT data FROM event WHERE kind = 'handled' ORDER BY position")
    return [Handled(**{"topic": "", **json.loads(data)}) for (data,) in rows]


@pytest.mark.fault
async def test_a_whole_show_with_a_pause_ordered_and_a_stop_of_ours(tmp_path: Path) -> None:
    telegram = FakeTelegram(clock=Clock.real(SPEED), rules=Rules())
    file = tmp_path / "kefu.db"
    async with telegram:
        ada = LiveStudent(telegram.user("Ada"), ROOM)
        async with practising(telegram, file):
            await Student(ada.person, "1", 0.1).come_in()
            await ada.begin(telegram)
            await answering(telegram, ada, 40)
            fault = telegram.faults.add("flood", method="editMessageText", seconds=PAUSE)
            await telegram.until(lambda: fault.hits)
            await answering(telegram, ada, 90)
        stopped_at = ada.passed()
        await asyncio.sleep(DOWN / SPEED)
        async with practising(telegram, file) as practice:
            await telegram.until(lambda: ada.passed() > stopped_at, timeout=10)
            assert ada.passed() - stopped_at < DOWN / 2
            await answering(telegram, ada, 1000)
            await telegram.until(lambda: "讲评" in ada.person.sees[-1].text)
            await practice.quiet()
        assert telegram.violations == []
    at = edits(telegram)
    busiest = max(sum(t <= one < t + 60 for one in at) for t in at)
    assert busiest <= 20
    ((total, card, over),) = books.ask(file, "SELECT total, card, over FROM attempt")
    assert over
    assert total == Scorecard.from_json(card).total >= 80
    [(comments,)] = books.ask(file, "SELECT count(*) FROM event WHERE kind = 'line'")
    [(shown,)] = books.ask(file, "SELECT count(*) FROM event WHERE kind = 'delivered'")
    assert comments == shown
    assert comments > 60
    print(f"\n{total} points, {len(at)} edits, at most {busiest} in a minute, {comments} comments")


@pytest.mark.fault
async def test_a_killed_show_goes_on_where_it_was_and_blames_nobody(tmp_path: Path) -> None:
    telegram = FakeTelegram(clock=Clock.real(), rules=Rules())
    file = tmp_path / "kefu.db"
    async with telegram:
        environment = surroundings(telegram.base_url, telegram.token, tmp_path)
        async with Nest.warm(environment, tmp_path / "log") as nest:
            ada = LiveStudent(telegram.user("Ada"), ROOM)
            await nest.run()
            await Student(ada.person, "1", 0.1).come_in()
            await ada.begin(telegram)
            await telegram.until(lambda: ada.passed() >= 9, timeout=20)
            assert await nest.kill() == -9
            stopped_at, boards = ada.passed(), len(ada.boards)
            ada.answer()
            await asyncio.sleep(12)
            await nest.run()
            await telegram.until(lambda: ada.passed() > stopped_at, timeout=20)
            assert ada.passed() - stopped_at <= 6
            assert len(ada.boards) == boards
            await telegram.until(lambda: any(h.by is not None for h in handled(file)), timeout=10)
            assert not [one for one in handled(file) if one.how in ("overdue", "late")]
            assert await nest.terminate() == 0
        assert telegram.violations == []
