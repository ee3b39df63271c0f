"""Requests whose answer never comes: shown or not? Groups are never told twice by themselves."""

import asyncio
from pathlib import Path

import pytest

from locales.catalogue import catalogue
from tests.fakes.telegram import Clock, FakeTelegram, Person, Rules
from tests.faults import books
from tests.faults.practice import practising
from tests.faults.students import Student, found_class

HELP, POST_NOW, RESEND = (
    catalogue("").text(name) for name in ("help.student", "button.post_now", "button.resend")
)
SPEED = 20.0
TAKES_EFFECT = {
    "drop_before": False, "drop_after": True, "truncate": True, "html": False, "status": False,
}  # fmt: skip


def _shows(person: Person, label: str) -> bool:
    return any([label] in seen.buttons for seen in person.sees)


@pytest.mark.usefixtures("each_adapter")
async def test_a_post_in_doubt_is_never_repeated_and_the_teacher_is_asked(tmp_path: Path) -> None:
    telegram = FakeTelegram(clock=Clock.real(SPEED), rules=Rules())
    async with telegram, practising(telegram, tmp_path / "kefu.db") as practice:
        for harm, shown in TAKES_EFFECT.items():
            teacher, group = await found_class(practice.database, telegram, harm)
            # Whatever hour the test is run at.
            teacher.say("/rules 免打扰 关")
            teacher.say("/schedule 19:00 21:00 1")
            teacher.say("/today")
            await teacher.until(lambda one: _shows(one, POST_NOW))
            before = len(group.chat.said_by_bots)
            fault = telegram.faults.add(harm, method="sendMessage", chat_id=group.id)
            teacher.press(POST_NOW)
            await teacher.until(lambda one: _shows(one, RESEND))
            await practice.quiet()
            assert fault.hits == 1
            assert len(group.chat.said_by_bots) - before == shown
            if not shown:
                teacher.press(RESEND)
                await group.next_message()
                teacher.press(RESEND)
                await teacher.until(lambda one: "这条已经处理过了" in one.sees[-1].text)
            assert len(group.chat.said_by_bots) - before == 1
        assert telegram.violations == []


@pytest.mark.usefixtures("each_adapter")
async def test_a_direct_message_in_doubt_is_repeated_at_most_once(tmp_path: Path) -> None:
    telegram = FakeTelegram(clock=Clock.real(SPEED), rules=Rules())
    async with telegram, practising(telegram, tmp_path / "kefu.db") as practice:
        cases = [(harm, times) for harm in TAKES_EFFECT for times in (1, 2, 5)]
        students = [Student(telegram.user(f"{harm} {times}"), "1", 0.1) for harm, times in cases]
        await asyncio.gather(*(student.come_in() for student in students))
        await practice.quiet()
        for student, (harm, times) in zip(students, cases, strict=True):
            where = student.person.id
            telegram.faults.add(harm, method="sendMessage", chat_id=where, times=times)
            student.person.say("/help")
        await telegram.all_confirmed()
        await practice.quiet()
        assert telegram.violations == []
    states = {
        chat: state for chat, state, text in books.outbox(tmp_path / "kefu.db") if text == HELP
    }
    for student, (harm, times) in zip(students, cases, strict=True):
        shown = [seen.text for seen in student.person.sees].count(HELP)
        wanted = min(times, 2) * TAKES_EFFECT[harm] + (times == 1)
        assert (harm, times, shown) == (harm, times, wanted)
        assert states[str(student.person.id)] == ("sent" if times == 1 else "ambiguous")
