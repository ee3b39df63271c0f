"""Processes: only one serves a store, and one that is told to stop does so in time."""

import asyncio
from pathlib import Path

import pytest

from tests.fakes.telegram import Clock, FakeTelegram, Rules
from tests.faults import books
from tests.faults.process import Nest, spawn, surroundings
from tests.faults.students import Student, crowd, is_line

STUDENTS = 20
STOPS = 2
LOAD_SECONDS = 2.5
MOST_SECONDS = 10.0


def _fake() -> FakeTelegram:
    return FakeTelegram(clock=Clock.real(), rules=Rules())


@pytest.mark.fault
async def test_a_second_process_on_one_store_is_refused_clearly(tmp_path: Path) -> None:
    async with _fake() as telegram:
        environment = surroundings(telegram.base_url, telegram.token, tmp_path)
        async with Nest.warm(environment, tmp_path / "first.log") as nest:
            await nest.run()
            await telegram.until(lambda: telegram.calls_of("getUpdates"), 30)
            second = await spawn(environment, tmp_path / "second.log")
            ada = Student(telegram.user("Ada"), "1", 0.1)
            await ada.come_in()
            assert await asyncio.wait_for(second.wait(), 30) == 1
            complaint = (tmp_path / "second.log").read_text()
            assert "已经有一个进程在用这个数据库" in complaint
            assert str(tmp_path / "kefu.db") in complaint
            assert "Traceback" not in complaint
            assert len(telegram.calls_of("getMe")) == 1
            # The claim dies with the process, however it ends.
            assert await nest.kill() == -9
            await nest.run()
            ada.person.say("/practice 1")
            await ada.person.until(lambda one: is_line(one.sees[-1]), 30)
            assert await nest.terminate() == 0
        assert (tmp_path / "first.log").read_text() == ""


@pytest.mark.fault
@pytest.mark.parametrize("hang", [False, True], ids=["well", "while Telegram hangs"])
async def test_told_to_stop_under_load_it_stops_in_time_and_loses_nothing(
    tmp_path: Path, hang: bool
) -> None:
    async with _fake() as telegram:
        environment = surroundings(
            telegram.base_url, telegram.token, tmp_path, KEFU_SETTLE_SECONDS="0"
        )
        async with Nest.warm(environment, tmp_path / "log") as nest:
            students = crowd(telegram, STUDENTS, 0.3)
            await nest.run()
            await asyncio.gather(*(student.come_in() for student in students))
            talks = [asyncio.create_task(student.practise()) for student in students]
            loop = asyncio.get_running_loop()
            for _ in range(1 if hang else STOPS):
                await asyncio.sleep(LOAD_SECONDS)
                if hang:
                    telegram.faults.add("delay", method="sendMessage", times=None, seconds=60)
                    await asyncio.sleep(0.5)
                told = loop.time()
                assert await nest.terminate() == 0
                assert loop.time() - told <= MOST_SECONDS
                telegram.faults.clear()
                await nest.run()
            for student in students:
                student.keen = False
            await telegram.all_confirmed(30)
            await asyncio.gather(*talks)
            assert await nest.terminate() == 0
    said = {bubble for student in students for bubble in student.said}
    heard = books.bubbles(tmp_path / "kefu.db")
    nobody = [text for _, _, text in books.outbox(tmp_path / "kefu.db") if "没有进行中" in text]
    assert len(heard) >= STUDENTS
    assert set(heard) <= said
    assert set(heard.values()) == {1}
    assert len(said) - len(heard) == len(nobody)
    assert books.sound(tmp_path / "kefu.db")
