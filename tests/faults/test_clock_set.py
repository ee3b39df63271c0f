"""The machine's clock is set by hours while people practise: nothing is lost, nobody is blamed."""

from pathlib import Path

import pytest

from bot.delivery.pacing import Limits
from dialogues.transcript import Bubble, Line
from tests.bot.house import open_house, small

HOURS = 3 * 3600.0
SAID = ("您好，我在的，您请说", "麻烦您把订单号发我一下，我马上帮您查")


@pytest.mark.parametrize("jump", [HOURS, -HOURS])
async def test_a_talk_goes_on_over_a_clock_that_is_set(tmp_path: Path, jump: float) -> None:
    async with open_house(tmp_path / "kefu.db", small()) as house:
        number = await house.talk("小林")
        await house.wait(4)
        await house.say("小林", SAID[0])
        house.clock.set(jump)
        await house.wait(4)
        await house.say("小林", SAID[1])
        await house.wait(4)
        log = await house.log(number)
        heard = [event.text for event in log if isinstance(event, Bubble)]
        assert heard == list(SAID)
        assert sum(isinstance(event, Line) for event in log) == len(house.lines("小林")) >= 2
        assert not (await house.running("小林")).over
        assert house.rows("SELECT * FROM dead_letter") == []
        assert set(house.rows("SELECT state FROM outbox")) == {("sent",)}


@pytest.mark.parametrize("jump", [HOURS, -HOURS])
async def test_after_a_restart_on_a_clock_that_was_set_everybody_is_answered(
    tmp_path: Path, jump: float
) -> None:
    path = tmp_path / "kefu.db"
    async with open_house(path, small()) as house:
        await house.talk("小林")
        clock = house.clock
    clock.set(jump)
    async with open_house(path, small(), clock, limits=Limits()) as house:
        # The sender begins with a look at what was sent before; the store does one after the other.
        for _ in range(2):
            await house.run(lambda unit: unit.now)
        await house.wait(2)
        await house.say("小林", "/help")
        assert "/practice" in house.last("小林")
