"""暂停: once a talk, ten minutes at most, and no second of it counts."""

import json
from pathlib import Path

from bot.practice.ports import Attempt
from bot.practice.testing import FakeClock
from dialogues.transcript import Bubble, Handled, Transcript
from scoring.timing.waits import rounds
from tests.bot.house import House, open_house, shipped

DESK, SHOW = "double-eleven-surge", "live-flash-sale"


async def waits(house: House, attempt: int) -> list[int | None]:
    """How long the customer waited in each round, in whole seconds, as marks are made of it."""
    talk = Transcript.of(await house.log(attempt))
    found = [each.wait.ms for each in rounds(talk.utterances)]
    return [None if ms is None else round(ms / 1000) for ms in found]


async def test_a_pause_is_no_waiting_and_the_customer_says_nothing(house: House) -> None:
    attempt = await house.talk("ada")
    await house.wait(20)
    await house.say("ada", "/pause")
    lines = len(house.lines("ada"))
    await house.wait(500)
    assert len(house.lines("ada")) == lines
    await house.press("ada", "继续")
    assert "时间重新走" in house.last("ada")
    await house.wait(10)
    await house.say("ada", "您好，请问订单号是多少呢")
    await house.wait(3)
    assert (await waits(house, attempt))[0] == 30


async def test_words_for_the_customer_end_the_pause(house: House) -> None:
    attempt = await house.talk("ada")
    await house.say("ada", "/暂停")
    await house.wait(300)
    await house.say("ada", "您好，请问订单号是多少呢")
    await house.wait(3)
    assert (await waits(house, attempt))[0] == 0
    assert any(isinstance(each, Bubble) for each in await house.log(attempt))


async def test_after_ten_minutes_time_runs_again_by_itself(house: House) -> None:
    attempt = await house.talk("ada")
    await house.press("ada", "暂停")
    await house.wait(599)
    assert "已暂停" in house.last("ada")
    await house.wait(62)
    assert "人呢" in house.last("ada")
    await house.say("ada", "您好，请问订单号是多少呢")
    await house.wait(3)
    assert (await waits(house, attempt))[0] == 61


async def test_a_second_pause_is_refused_kindly_and_time_goes_on(house: House) -> None:
    await house.talk("ada")
    await house.say("ada", "/pause")
    await house.press("ada", "继续")
    await house.say("ada", "/pause")
    assert "已经暂停过一次" in house.last("ada")
    await house.wait(61)
    assert "人呢" in house.last("ada")


async def test_old_buttons_and_no_talk_change_nothing(house: House) -> None:
    await house.talk("ada")
    await house.say("ada", "/stop")
    await house.press("ada", "暂停")
    assert "结束" in house.last("ada")
    await house.say("ada", "/pause")
    assert "没有" in house.last("ada")


async def test_a_pause_survives_being_pressed_twice_and_stop_ends_it(house: House) -> None:
    attempt = await house.talk("ada")
    await house.press("ada", "暂停")
    await house.press("ada", "继续")
    await house.press("ada", "继续")
    await house.say("ada", "/stop")
    await house.wait(700)
    [log] = [await house.log(attempt)]
    assert sum(getattr(event, "kind", "") == "paused" for event in log) == 1
    assert house.rows("SELECT 1 FROM timer WHERE kind = 'resume'") == []


async def test_a_look_into_the_back_office_ends_the_pause_and_silence_is_heard_again(
    house: House,
) -> None:
    await house.talk("ada")
    await house.say("ada", "/pause")
    await house.wait(100)
    await house.say("ada", "查订单 QH2041")
    await house.wait(62)
    assert "人呢" in house.last("ada")


async def test_what_was_said_before_the_pause_is_still_answered(house: House) -> None:
    attempt = await house.talk("ada")
    await house.say("ada", "您好，请问订单号是多少呢")
    await house.say("ada", "/pause")
    assert house.lines("ada")[-1].endswith("。")
    await house.wait(300)
    await house.say("ada", "好的，这就帮您查")
    await house.wait(3)
    assert (await waits(house, attempt))[:2] == [0, 0]


# --- several customers, and live rooms ------------------------------------------------------------


def marks_of(house: House, attempt: int) -> list[object]:
    """The marks and times of a finished attempt; where in the log they stem from is left out."""
    [(stored,)] = house.rows(f"SELECT card FROM attempt WHERE id = {attempt}")  # noqa: S608
    card = json.loads(stored)
    return [card["total"], card["timing"], [row["mark"] for row in card["criteria"]]]


async def children(house: House, desk: int) -> list[Attempt]:
    """The customers of a desk."""
    return list(await house.run(lambda unit: unit.children(desk)))


async def test_at_a_desk_everybody_stands_still_and_nobody_comes_in(tmp_path: Path) -> None:
    async with open_house(tmp_path / "kefu.db", shipped()) as house:
        desk = await house.talk("ada", DESK)
        await house.wait(15)
        await house.say("ada", "/pause")
        assert "已暂停" in house.last("ada")
        here, said = await children(house, desk), len(house.lines("ada"))
        await house.wait(560)
        assert len(house.lines("ada")) == said
        assert len(await children(house, desk)) == len(here)
        await house.press("ada", "继续")
        assert "时间重新走" in house.last("ada")
        before = (await waits(house, here[0].id))[0]
        await house.wait(5)
        await house.say("ada", f"{here[0].letter} 您好，在的，请问订单号是多少呢")
        await house.wait(4)
        assert before is None
        first = (await waits(house, here[0].id))[0]
        assert first is not None
        assert first <= 25


async def test_a_pause_at_a_desk_changes_nothing_about_who_comes_and_what_is_marked(
    tmp_path: Path,
) -> None:
    cards = []
    for pause in (0, 200, 599):
        async with open_house(tmp_path / f"{pause}.db", shipped()) as house:
            desk = await house.talk("ada", DESK)
            await house.wait(20)
            if pause:
                await house.say("ada", "/pause")
                await house.wait(pause)
                await house.press("ada", "继续")
            await house.wait(4000)
            cards.append([marks_of(house, desk), len(await children(house, desk))])
    assert cards[0] == cards[1] == cards[2]


async def test_in_a_live_room_the_show_stands_still_and_no_wait_grows(tmp_path: Path) -> None:
    cards = []
    for pause in (0, 300):
        async with open_house(tmp_path / f"{pause}.db", shipped()) as house:
            show = await house.talk("ada", SHOW)
            await house.wait(20)
            if pause:
                await house.say("ada", "/pause")
                posted = len(house.texts("ada"))
                await house.wait(pause)
                assert len(house.texts("ada")) == posted
                await house.press("ada", "继续")
            await house.say("ada", "1 亲，48小时内发货哦")
            await house.wait(2000)
            handled = [e for e in await house.log(show) if isinstance(e, Handled) and e.waited]
            cards.append([round(each.waited or 0) for each in handled])
            assert house.rows("SELECT over FROM attempt") == [(1,)]
    assert all(abs(one - two) <= 4 for one, two in zip(*cards, strict=True))


async def test_a_pause_at_a_desk_outlives_a_restart(tmp_path: Path) -> None:
    clock = FakeClock()
    async with open_house(tmp_path / "kefu.db", shipped(), clock) as house:
        desk = await house.talk("ada", DESK)
        await house.wait(10)
        await house.say("ada", "/pause")
    async with open_house(tmp_path / "kefu.db", shipped(), clock) as house:
        await house.wait(300)
        assert house.lines("ada") == []
        [here, *_] = await children(house, desk)
        await house.say("ada", f"{here.letter} 您好，在的")
        await house.wait(4)
        assert (await house.run(lambda unit: unit.attempt(desk))).paused_ms is None
        assert house.rows("SELECT 1 FROM timer WHERE kind = 'resume'") == []


async def test_a_second_pause_at_a_desk_is_refused(tmp_path: Path) -> None:
    async with open_house(tmp_path / "kefu.db", shipped()) as house:
        await house.talk("ada", DESK)
        await house.say("ada", "/pause")
        await house.press("ada", "继续")
        await house.say("ada", "/pause")
        assert "已经暂停过一次" in house.last("ada")
