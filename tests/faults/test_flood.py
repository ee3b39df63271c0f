"""Telegram says 429: whoever is meant waits as long as told, nobody else does, nothing is lost."""

import asyncio
import random
from pathlib import Path

import pytest

from locales.catalogue import catalogue
from tests.fakes.telegram import Clock, FakeTelegram, Rules
from tests.faults import books
from tests.faults.practice import practising
from tests.faults.students import Student, is_line

HELP = catalogue("").text("help.student")
SPEED = 10.0
HARMED = 40
SPARED = 10
QUESTIONS = 6
SHARE = 0.3
LONGEST = 20
IN_FLIGHT = 16


@pytest.mark.fault
@pytest.mark.usefixtures("each_adapter")
async def test_a_storm_of_429_loses_nothing_and_spares_the_others(tmp_path: Path) -> None:
    dice = random.Random(429)
    telegram = FakeTelegram(clock=Clock.real(SPEED), rules=Rules(), seed=429)
    file = tmp_path / "kefu.db"
    async with telegram, practising(telegram, file) as practice:
        students = [Student(telegram.user(str(n)), "1", 0.1) for n in range(HARMED + SPARED)]
        await asyncio.gather(*(student.come_in() for student in students))
        await practice.quiet()
        storm = [
            telegram.faults.add(
                "flood",
                method="sendMessage",
                chat_id=student.person.id,
                times=None,
                chance=SHARE,
                seconds=dice.randint(1, LONGEST),
            )
            for student in students[:HARMED]
        ]
        for _ in range(QUESTIONS):
            for student in students:
                student.person.say("/help")
            await asyncio.sleep(10 / SPEED)
        await telegram.all_confirmed(20)
        await practice.quiet(60)
        refused = sum(fault.hits for fault in storm)
        assert telegram.violations == []
    for student in students:
        assert [seen.text for seen in student.person.sees].count(HELP) == QUESTIONS
    assert books.states(file).keys() == {"sent"}
    assert refused > HARMED * QUESTIONS * SHARE / 2
    spared = {str(student.person.id) for student in students[HARMED:]}
    waits = sorted(
        (sent - queued) / 1000
        for chat, queued, sent in books.ask(file, "SELECT chat, queued_at, sent_at FROM outbox")
        if chat in spared
    )
    slow = waits[len(waits) * 95 // 100]
    assert slow < 5.0, slow
    print(f"\n{refused} refusals; the others' 95th percentile of waiting {slow:.1f} s")


async def test_a_pause_that_telegram_ordered_outlives_a_restart(tmp_path: Path) -> None:
    telegram = FakeTelegram(clock=Clock.real(SPEED), rules=Rules())
    file = tmp_path / "kefu.db"
    async with telegram:
        ada, bo = (Student(telegram.user(name), "1", 0.1) for name in ("Ada", "Bo"))
        async with practising(telegram, file) as practice:
            await asyncio.gather(ada.come_in(), bo.come_in())
            await practice.quiet()
            fault = telegram.faults.add(
                "flood", method="sendMessage", chat_id=ada.person.id, seconds=40
            )
            ada.person.say("/help")
            await telegram.until(lambda: fault.hits)
            refused_at = telegram.clock.now()
            await telegram.until(lambda: books.ask(file, "SELECT * FROM pause"))
        async with practising(telegram, file) as practice:
            bo.person.say("/help")
            await bo.person.next_message()
            assert telegram.clock.now() < refused_at + 40
            await ada.person.next_message()
            assert telegram.clock.now() >= refused_at + 40
            await practice.quiet()
        assert telegram.violations == []
        assert [seen.text for seen in ada.person.sees].count(HELP) == 1


async def test_a_refused_chat_waits_even_when_all_other_lines_are_taken(tmp_path: Path) -> None:
    """What was queued together is entered twice for sending; the second must not jump the pause."""
    telegram = FakeTelegram(clock=Clock.real(SPEED), rules=Rules())
    async with telegram, practising(telegram, tmp_path / "kefu.db") as practice:
        ada, *others = (Student(telegram.user(str(n)), "1", 0.1) for n in range(IN_FLIGHT))
        await asyncio.gather(*(student.come_in() for student in (ada, *others)))
        await practice.quiet()
        for student in others:
            chat = student.person.id
            telegram.faults.add("delay", method="sendMessage", chat_id=chat, seconds=20)
            student.person.say("/help")
        sending = len(telegram.calls_of("sendMessage")) + len(others)
        await telegram.until(lambda: len(telegram.calls_of("sendMessage")) >= sending)
        telegram.faults.add("flood", method="sendMessage", chat_id=ada.person.id, seconds=10)
        ada.person.say("/practice 1")
        await ada.person.until(lambda one: is_line(one.sees[-1]))
        await practice.quiet()
        assert telegram.violations == []


async def test_after_a_restart_a_busy_direct_chat_is_not_paced_like_a_group(tmp_path: Path) -> None:
    telegram = FakeTelegram(clock=Clock.real(SPEED), rules=Rules())
    file = tmp_path / "kefu.db"
    async with telegram:
        ada = Student(telegram.user("Ada"), "1", 0.1)
        async with practising(telegram, file) as practice:
            await ada.come_in()
            for _ in range(20):
                ada.person.say("/help")
            await telegram.all_confirmed()
            await practice.quiet()
        async with practising(telegram, file) as practice:
            ada.person.say("/help")
            await telegram.until(lambda: books.states(file).keys() == {"sent"})
            await telegram.all_confirmed()
            await practice.quiet()
        question = "SELECT (sent_at - queued_at) / 1000 FROM outbox ORDER BY id DESC LIMIT 1"
        ((waited,),) = books.ask(file, question)
        assert waited < 5
        assert telegram.violations == []
