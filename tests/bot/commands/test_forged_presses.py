"""Ten thousand presses that nobody may make: not one changes anything."""

import random
from collections.abc import Iterator
from contextlib import suppress

import pytest
from sqlalchemy import text

from bot.adapters.console.send import CHANNEL
from bot.commands.access import Audience, actions
from bot.commands.desk import Desk
from bot.commands.payloads import Signer
from bot.delivery.receiving import LeaveNoTrace
from bot.practice.messages import Chat, Inbound, Kind, Sender
from bot.storage.tables import metadata
from bot.storage.unit import Unit
from tests.bot.commands.test_joining import claimed_twice
from tests.bot.house import SHOP, House

FORGED = 10_000
ANSWERS = {"outbox", "seen"}
"""Where the kind answer to a press goes, and its number; everything else must stay as it was."""


class Undo(Exception):
    """Takes back the answers, so that the next batch begins like the last one."""


async def lively_class(house: House) -> None:
    """A class in which there is something to be spoiled: names, claims, a plan, talks, marks."""
    made = await claimed_twice(house)
    await house.say("teacher", "/people")
    await house.say("teacher", "/roster 赵六 孙七")
    await house.say("teacher", "/schedule 19:00 21:00")
    await house.say("teacher", "/week")
    await house.say("teacher", "/today")
    await house.press("teacher", "现在发布")
    await house.come_in("carl", made.student_code)
    await house.press("carl", "张三")
    await house.say("carl", f"/practice {SHOP}")
    await house.say("carl", "亲，非常抱歉给您带来不便，马上为您查询物流")
    await house.wait(7_200)
    other = await house.open_class("别的班")
    await house.come_in("eve", other.teacher_code)
    await house.come_in("nobody")


def stored(unit: Unit) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the answers."""
    return {
        name: [tuple(row) for row in unit._connection.execute(text(f"SELECT * FROM {name}"))]  # noqa: S608
        for name in metadata.tables
        if name not in ANSWERS
    }


def real_payloads(house: House) -> list[str]:
    """Every button that anybody has been shown."""
    shown = [one for chat in house.platform.chats.values() for one in chat.values()]
    return sorted({b.payload for one in shown for row in one.buttons for b in row if b.payload})


def spoiled(payload: str, others: dict[str, list[str]], dice: random.Random) -> str:
    """The payload with something changed, so that it is ours no more."""
    body, _, mac = payload.rpartition(".")
    at = dice.randrange(len(payload))
    other = Signer(dice.randbytes(32))
    _, action, argument = body.split(".", 2)
    return dice.choice(
        [
            payload[:at] + chr(dice.randrange(33, 0x2FFF)) + payload[at + 1 :] + "=",
            payload[:at],
            other.sign(action, argument),
            f"{body}9.{mac}",
            f"k1.{dice.choice(others[action])}.{argument}.{mac}",
            body,
            f"{payload}.{mac[::-1]}",
        ]
    )


def presses(house: House) -> Iterator[tuple[str, str]]:
    """Who presses what: forged by insiders, real but not theirs, by outsiders."""
    dice = random.Random(20261123)
    signer = house.service.office.signer
    real = real_payloads(house)
    others = {
        name: [each for each in actions.names if each != name] for name in (*actions.names, "no")
    }
    people = ("teacher", "ada", "carl", "eve", "nobody", "stranger")
    staff = [name for name in actions.names if _for_staff(name)]
    ids = ["", "0", "1", "2", "1-1", "1-2", "1-3", "2-1", "9" * 30, "-1", "1-", "x", "１", "1-9999"]
    theirs = [signer.sign(name, each) for name in staff for each in ids]
    theirs += [payload for payload in real if _for_staff(payload.split(".")[1])]
    for number in range(FORGED):
        if number % 2:
            yield dice.choice(people), spoiled(dice.choice(real), others, dice)
        else:
            yield dice.choice(("ada", "carl", "nobody", "anonymous")), dice.choice(theirs)


def _for_staff(name: str) -> bool:
    entry = actions.get(name)
    return entry is not None and entry.audience is not Audience.CONSENTED


def pressed(name: str, payload: str, number: int) -> Inbound:
    """A press as an adapter hands it over."""
    sender = Sender("" if name == "anonymous" else name, anonymous=name == "anonymous")
    return Inbound(CHANNEL, f"f{number}", Kind.PRESS, Chat(name), sender, None, payload)


async def test_ten_thousand_forged_and_foreign_presses_change_nothing(house: House) -> None:
    await lively_class(house)
    desk, all_of_them = Desk(house.service.office), list(presses(house))
    assert len(set(all_of_them)) > FORGED // 2

    def press_all(unit: Unit) -> None:
        before = stored(unit)
        for number, (name, payload) in enumerate(all_of_them):
            with suppress(LeaveNoTrace):
                desk.handle(unit, pressed(name, payload, number))
        assert stored(unit) == before
        raise Undo

    with pytest.raises(Undo):
        await house.run(press_all)


async def test_a_teacher_of_another_class_moves_nothing_in_this_one(house: House) -> None:
    await lively_class(house)
    desk = Desk(house.service.office)
    of_this_class = {
        shown_button.payload
        for shown in house.sees("teacher")
        for row in shown.buttons
        for shown_button in row
        if shown_button.payload and _for_staff(shown_button.payload.split(".")[1])
    }

    def press_all(unit: Unit) -> None:
        before = stored(unit)
        for number, payload in enumerate(sorted(of_this_class)):
            desk.handle(unit, pressed("eve", payload, number))
        assert stored(unit) == before
        raise Undo

    assert len(of_this_class) > 20
    with pytest.raises(Undo):
        await house.run(press_all)


async def test_a_press_that_is_told_a_hundred_times_takes_effect_once(house: House) -> None:
    await lively_class(house)
    [button] = [b for shown in house.sees("teacher") if (b := shown.button("换成新的"))]
    told = pressed("teacher", button.payload, 0)
    await house.service.receiver.take(told)
    await house.answered()
    before, answers = await house.run(stored), len(house.texts("teacher"))
    for _ in range(100):
        await house.service.receiver.take(told)
    await house.answered()
    assert await house.run(stored) == before
    assert len(house.texts("teacher")) == answers


async def test_buttons_of_what_is_over_change_nothing(house: House) -> None:
    await lively_class(house)
    await house.press("teacher", "拒绝")
    await house.say("teacher", "/people")
    await house.press("teacher", "归档")
    await house.press("teacher", "归档")
    assert "「电商2班」已归档。" in house.texts("teacher")
    mine = [
        b.payload
        for shown in house.sees("teacher")
        for row in shown.buttons
        for b in row
        if b.payload and _for_staff(b.payload.split(".")[1])
    ]
    desk = Desk(house.service.office)

    def press_all(unit: Unit) -> None:
        before = stored(unit)
        for number, payload in enumerate(mine):
            desk.handle(unit, pressed("teacher", payload, number))
        assert stored(unit) == before
        raise Undo

    with pytest.raises(Undo):
        await house.run(press_all)
