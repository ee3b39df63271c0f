"""暂停: once a talk, ten minutes at most, and no second of it counts."""

from dialogues.transcript import Bubble, Transcript
from scoring.timing.waits import rounds
from tests.bot.house import House


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
