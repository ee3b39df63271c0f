"""Erased means erased: whatever a student did, no stored text knows of them afterwards."""

import json
import random
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from bot.classroom.cohorts import Role
from bot.practice.messages import Chat, Message
from tests.bot.commands.test_reports import drill
from tests.bot.house import House, open_house, small

ADA, NAME = "ada", "林晓晓"
ALIASES = ("蓝色海豚", "安静的风", "七号柜台")
WORDS = (
    "这个你找快递去别来问我行吗",
    "查过了今天下午五点前一定给您结果",
    "嗯呐这疙瘩整明白喽",
    "实在抱歉让您久等了换作是我也会着急",
)
REASON = "我真的已经道过歉了请老师看看"
TRACES = (*ALIASES, *WORDS, REASON, NAME)
Step = Callable[[House], Awaitable[None]]


async def school(house: House) -> None:
    """A class with a roster, a co-teacher and a mentor; ada has picked her name."""
    made = await house.open_class()
    await house.come_in("陈老师", made.teacher_code)
    await house.say("陈老师", f"/roster {NAME}、何小雨")
    await house.press("陈老师", "保存名单")
    await house.come_in(ADA, made.student_code)
    await house.press(ADA, NAME)
    await house.come_in("bob", made.student_code)
    await house.press("bob", "何小雨")
    await house.come_in("导师")

    def joins(unit: object) -> None:
        mentor = unit.person_of("console:local", "导师")  # type: ignore[attr-defined]
        unit.join(made.cohort.id, mentor.id, Role.MENTOR, unit.now)  # type: ignore[attr-defined]

    await house.run(joins)


async def talk(house: House) -> None:
    """A talk of three replies; the customer leaves in the end."""
    await house.say(ADA, "/practice small-shop")
    for words in WORDS[:3]:
        await house.say(ADA, words)
        await house.wait(3)
    await house.wait(3000)


async def played(house: House) -> None:
    """The mentor plays the customer for a while, and hears every word."""
    await house.say(ADA, "/practice small-shop")
    await house.say("导师", "/mentor")
    await house.press("导师", "接")
    await house.say(ADA, WORDS[3])
    await house.say(ADA, "/stop")


async def appealed(house: House) -> None:
    """A talk is disputed, with a reason."""
    await talk(house)
    await house.press(ADA, "我不同意")
    await house.press(ADA, "整体分数")
    await house.say(ADA, f"/appeal {REASON}")


async def flagged(house: House) -> None:
    """A talk is shown to the mentor."""
    await talk(house)
    await house.say(ADA, "/flag")


async def read(house: House) -> None:
    """The teacher looks at everything there is."""
    for command in ("/digest", "/report", "/today", "/unheard", "/roster", "/people", "/appeals"):
        await house.say("陈老师", command)
    [(newest,)] = house.rows("SELECT coalesce(max(id), 0) FROM attempt WHERE over")
    await house.say("陈老师", f"/talks {newest}")


async def ranked(house: House) -> None:
    """A drill and its board, also in another student's own chat."""
    await drill(house)
    [(occurrence,)] = house.rows("SELECT max(id) FROM occurrence")
    for name in (ADA, "bob"):
        await house.say(name, f"/start drill_{occurrence}")
        await house.say(name, "您好，请问订单号是多少呢")
        await house.wait(2000)
    for command in ("/board", "/rank", "/me"):
        await house.say("bob", command)


STEPS: Sequence[Step] = (talk, appealed, flagged, read, ranked)


@pytest.mark.parametrize("seed", range(4))
async def test_after_erasure_no_text_holds_words_names_or_any_alias(
    tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    async with open_house(tmp_path / "kefu.db", small()) as house:
        await school(house)
        for alias in ALIASES:
            await house.say(ADA, f"/alias {alias}")
            for step in dice.sample(STEPS, 2):
                await step(house)
        stored = house.everything_stored()
        assert any(alias in stored for alias in ALIASES)
        await erased(house)
        assert [trace for trace in TRACES if trace in house.everything_stored()] == []


async def erased(house: House) -> None:
    """Ada presses the two buttons."""
    await house.say(ADA, "/stop")
    await house.say(ADA, "/mydata")
    await house.press(ADA, "删除我的数据")
    await house.press(ADA, "全部删除")


async def test_what_still_waits_to_tell_a_teacher_never_leaves(tmp_path: Path) -> None:
    async with open_house(tmp_path / "kefu.db", small()) as house:
        await school(house)
        await house.say(ADA, f"/alias {ALIASES[0]}")
        await talk(house)
        kept = (f"{ALIASES[0]}：看看这段", WORDS[0], "bob 的申诉", "你的成绩")

        def waits(unit: object) -> None:
            for number, text in enumerate(kept):
                message = Message(Chat("陈老师"), text, forget=number < 3)
                unit.queue("telegram:2", message)  # type: ignore[attr-defined]

        await house.run(waits)
        await erased(house)
        left = house.rows("SELECT body FROM outbox WHERE channel = 'telegram:2'")
        assert [any(text in body for (body,) in left) for text in kept] == [
            False, False, True, True,
        ]  # fmt: skip


async def test_what_a_teacher_was_told_is_not_kept_once_it_was_delivered(tmp_path: Path) -> None:
    async with open_house(tmp_path / "kefu.db", small()) as house:
        await school(house)
        await appealed(house)
        await read(house)
        bodies = house.rows("SELECT body FROM outbox WHERE chat IN ('陈老师', '导师')")
        assert not any(trace in body for (body,) in bodies for trace in TRACES)


async def test_a_teachers_unsaved_roster_and_a_broken_message_lose_the_name(tmp_path: Path) -> None:
    async with open_house(tmp_path / "kefu.db", small()) as house:
        await school(house)
        await house.say("陈老师", f"/roster {NAME}、王五五")
        await house.run(
            lambda unit: unit.bury("telegram:2", "9", "陈老师", f'{{"text":"{NAME} 请假"}}', "", 5)
        )
        assert NAME in house.everything_stored()
        await erased(house)
        assert NAME not in house.everything_stored()
        [(names,)] = house.rows("SELECT names FROM roster_draft")
        assert json.loads(names) == [["…", ""], ["王五五", ""]]


async def test_the_numbers_of_who_was_erased_are_never_given_again(tmp_path: Path) -> None:
    """A teacher's old button carries a number: it may never come to mean somebody else."""
    async with open_house(tmp_path / "kefu.db", small()) as house:
        made = await house.open_class()
        await house.come_in(ADA, made.student_code)
        await talk(house)
        newest = "SELECT (SELECT max(id) FROM person), (SELECT max(id) FROM attempt)"
        [(person, attempt)] = house.rows(newest)
        await erased(house)
        assert house.rows(newest) == [(None, None)]
        await house.come_in("zoe", made.student_code)
        await house.say("zoe", "/practice small-shop")
        [(next_person, next_attempt)] = house.rows(newest)
        assert next_person > person
        assert next_attempt > attempt
