"""Telegram's answers at their strangest: the poller goes on and nothing is acknowledged unread."""

import asyncio
import json
import random
from pathlib import Path

import pytest

from tests.fakes.telegram import Clock, FakeTelegram, Rules
from tests.fakes.telegram.updates import Pending
from tests.faults import books
from tests.faults.practice import NO_LIMITS, practising
from tests.faults.students import Student

ROUNDS = 400
"""Each is one bubble that must survive, one strange update and some harmed calls."""
STUDENTS = 20
SPEED = 100.0
JUNK: tuple[object, ...] = (
    None, 0, -1, 1e308, 2**70, "", "x", "\ud800", [], [[]], {}, {"id": None}, True, "9" * 400,
)  # fmt: skip
KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "new_in_2031")


def _strange(dice: random.Random, sample: dict[str, object]) -> dict[str, object]:
    """A real update with one of its parts replaced by junk or taken away, or of a new kind."""
    update = json.loads(json.dumps(sample))
    kind = dice.choice(KINDS)
    update[kind] = update.pop("message")
    part = update
    while dice.random() < 0.7:
        inside = [value for value in part.values() if isinstance(value, dict)]
        if not inside:
            break
        part = dice.choice(inside)
    name = dice.choice(list(part))
    if dice.random() < 0.3:
        del part[name]
    else:
        part[name] = dice.choice(JUNK)
    return update


def _push(telegram: FakeTelegram, update: dict[str, object]) -> None:
    """Put it where the next getUpdates finds it, with whatever number it has or has not."""
    queue = telegram.bot.queue
    one = queue.push("message", {}, 3600, "strange")
    assert one is not None
    numbered = {**update, "update_id": one.id} if "update_id" in update else update
    one.body = json.dumps(numbered).encode()
    assert isinstance(one, Pending)
    telegram.bot.poll.news()


@pytest.mark.usefixtures("each_adapter")
async def test_strange_updates_and_broken_answers_never_stop_the_poller(tmp_path: Path) -> None:
    dice = random.Random(11)
    telegram = FakeTelegram(clock=Clock.real(SPEED), rules=Rules.no_flood(), seed=5)
    file = tmp_path / "kefu.db"
    # No customer reacts, so no talk ends: everything said must be in a log.
    async with telegram, practising(telegram, file, settle=3600, limits=NO_LIMITS) as practice:
        students = [Student(telegram.user(str(n)), "3", 0.05) for n in range(STUDENTS)]
        await asyncio.gather(*(student.come_in() for student in students))
        for student in students:
            student.person.say("/practice 3")
        await asyncio.gather(*(student.person.next_message() for student in students))
        for harm in ("status", "html", "truncate", "drop_before", "drop_after"):
            telegram.faults.add(harm, method="getUpdates", times=None, chance=0.08)
        said = []
        for number in range(ROUNDS):
            student = students[number % STUDENTS]
            said.append(f"亲，在的 {number}")
            wire = student.person.say(said[-1]).wire
            _push(telegram, _strange(dice, {"update_id": 1, "message": {**wire, "text": "?"}}))
            if number % 10 == 0:
                await asyncio.sleep(0.005)
        # An update without a number is only passed over with the next one that has a number.
        students[0].person.say("/help")
        await telegram.all_confirmed(60)
        assert practice.poller.in_touch
        telegram.faults.clear()
        await practice.quiet()
    heard = books.bubbles(file)
    assert [text for text in said if heard[text] != 1] == []
    assert books.sound(file)


@pytest.mark.usefixtures("each_adapter")
async def test_updates_whose_delivery_was_cut_off_are_told_again_and_take_effect_once(
    tmp_path: Path,
) -> None:
    telegram = FakeTelegram(clock=Clock.real(), rules=Rules.no_flood())
    file = tmp_path / "kefu.db"
    # No customer reacts, so the talk cannot end before all is said.
    async with telegram, practising(telegram, file, settle=3600, limits=NO_LIMITS) as practice:
        student = Student(telegram.user("Ada"), "1", 0.05)
        await student.come_in()
        await practice.quiet()
        telegram.faults.add("drop_after", method="getUpdates", times=3)
        student.person.say("/practice 1")
        for number in range(30):
            student.person.say(f"亲，在的 {number}")
        await telegram.all_confirmed(30)
        await practice.quiet()
    assert sum(books.bubbles(file).values()) == 30
