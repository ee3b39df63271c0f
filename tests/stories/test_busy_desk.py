"""A desk with several customers on the strict fake of Telegram: answered, left waiting, killed."""

import asyncio
import json
from pathlib import Path

import pytest

from scoring.scorecard import Scorecard
from tests.fakes.telegram import Clock, FakeTelegram, Rules
from tests.faults import books
from tests.faults.practice import practising
from tests.faults.process import Nest, surroundings
from tests.faults.students import Student
from tests.stories.desk_student import DeskStudent

SPEED = 20.0
DESK = "double-eleven-surge"


def heard_by(file: Path) -> list[tuple[str, list[str]]]:
    """Letter of each customer in the order of coming, and what the log says it was told."""
    rows = books.ask(file, "SELECT id, state FROM attempt WHERE parent > 0 ORDER BY id")
    told = []
    for number, state in rows:
        query = "SELECT data FROM event WHERE kind = 'bubble' AND attempt = ? ORDER BY position"
        words = [json.loads(data)["text"] for (data,) in books.ask(file, query, number)]
        told.append((json.loads(state)["letter"], words))
    return told


@pytest.mark.fault
async def test_a_desk_from_the_first_customer_to_the_last(tmp_path: Path) -> None:
    telegram = FakeTelegram(clock=Clock.real(SPEED), rules=Rules())
    file = tmp_path / "kefu.db"
    async with telegram:
        ada = DeskStudent(telegram.user("Ada"))
        async with practising(telegram, file) as practice:
            await Student(ada.person, "1", 0.1).come_in()
            ada.person.say(f"/practice {DESK}")
            await telegram.until(lambda: "B" in ada.letters, timeout=30)
            ada.reply("B", "您好，非常抱歉让您久等了")
            ada.choose("A")
            ada.type("A", "您好，在的")
            await telegram.until(lambda: "C" in ada.letters, timeout=30)
            ada.address("C", "您好，马上为您看")
            await telegram.until(lambda: "讲评" in ada.person.sees[-1].text, timeout=90)
            await practice.quiet()
        assert telegram.violations == []
    told = dict(heard_by(file))
    assert {letter: told[letter] for letter in "ABC"} == {
        "A": ["您好，在的"],
        "B": ["您好，非常抱歉让您久等了"],
        "C": ["您好，马上为您看"],
    }
    cards = books.ask(file, "SELECT state, card FROM attempt WHERE parent > 0 ORDER BY id")
    for state, card in cards:
        letter = json.loads(state)["letter"]
        first = Scorecard.from_json(card).timing.first_response_ms
        said = ada.said.get(letter)
        waited = (said[0].date - ada.lines(letter)[0].date) * 1000 if said else None
        assert first == waited, letter
    [(total, over)] = books.ask(file, "SELECT total, over FROM attempt WHERE parent IS NULL")
    assert over
    totals = [each for (each,) in books.ask(file, "SELECT total FROM attempt WHERE parent > 0")]
    assert total == (2 * sum(totals) + len(totals)) // (2 * len(totals))
    assert books.ask(file, "SELECT * FROM timer WHERE kind NOT IN ('progress')") == []


@pytest.mark.fault
async def test_a_killed_desk_goes_on_with_everybody_where_they_were(tmp_path: Path) -> None:
    telegram = FakeTelegram(clock=Clock.real(), rules=Rules())
    file = tmp_path / "kefu.db"
    async with telegram:
        environment = surroundings(telegram.base_url, telegram.token, tmp_path)
        async with Nest.warm(environment, tmp_path / "log") as nest:
            ada = DeskStudent(telegram.user("Ada"))
            await nest.run()
            await Student(ada.person, "1", 0.1).come_in()
            ada.person.say(f"/practice {DESK}")
            await telegram.until(lambda: ada.letters == "A", timeout=20)
            ada.type("A", "您好，在的")
            assert await nest.kill() == -9
            await asyncio.sleep(4)
            ada.type("A", "请问您的身高体重")
            await nest.run()
            await telegram.until(lambda: len(ada.lines("A")) >= 2, timeout=20)
            await telegram.until(lambda: ada.letters == "AB", timeout=40)
            ada.choose("B")
            assert await nest.kill() == -9
            ada.type("B", "您好，非常抱歉")
            ada.reply("A", "稍等我看一下")
            await nest.run()
            await telegram.until(lambda: len(dict(heard_by(file))["A"]) == 3, timeout=20)
            assert await nest.terminate() == 0
        assert telegram.violations == []
    assert heard_by(file)[:2] == [
        ("A", ["您好，在的", "请问您的身高体重", "稍等我看一下"]),
        ("B", ["您好，非常抱歉"]),
    ]
    assert books.sound(file)
    running = books.ask(file, "SELECT parent, count(*) FROM attempt WHERE NOT over GROUP BY parent")
    assert (None, 1) in running
