"""Several customers at once, through the public doors: who is answered, who waits, who leaves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from bot.practice.shelf import Shelf
from bot.practice.testing import FakeClock
from dialogues.reception import Reception
from dialogues.reception.model import Arrival
from dialogues.transcript import Bubble, Delivered, Ended, Remark, Transcript
from scoring.scorecard import Scorecard
from tests.bot.house import House, open_house
from tests.dialogues.shop import SMALL, playable

ADA = "ada"


def desk(*at: float, at_once: int = 4, **changes: object) -> Reception:
    """A desk to which the small shop's customer comes at these seconds."""
    made = Reception(
        id="small-desk",
        title="小店忙时",
        content_hash="hash",
        difficulty=1,
        skills=(),
        briefing=(("岗位", "你一个人值班。"),),
        lasts=0.0,
        at_once=at_once,
        fixed=tuple(Arrival("small-shop", moment) for moment in at),
        curve=None,
        tests=(),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


@asynccontextmanager
async def at_desk(
    path: Path, reception: Reception, clock: FakeClock | None = None, *, begin: bool = True
) -> AsyncIterator[House]:
    """Ada at the desk."""
    shelf = Shelf([playable()], (), [reception])
    async with open_house(path / "kefu.db", shelf, clock) as house:
        if begin:
            await house.talk(ADA, reception.id)
        yield house


async def children(house: House) -> list[int]:
    """The ids of the customers' talks, in the order of coming."""
    return [row[0] for row in house.rows("SELECT id FROM attempt WHERE parent > 0 ORDER BY id")]


async def said_to(house: House) -> list[list[str]]:
    """What each customer was told, in the order of coming."""
    logs = [await house.log(number) for number in await children(house)]
    return [[event.text for event in log if isinstance(event, Bubble)] for log in logs]


async def test_every_line_says_who_speaks(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk(0, 10)) as house:
        await house.wait(11)
        first, second = house.lines(ADA)
        assert first.startswith("🔴A 😠 李女士：")
        assert second.startswith("🟠B 😠 李女士：")
        assert (await house.running(ADA)).scenario == "small-desk"


async def test_words_before_a_letter_a_reply_and_a_button_reach_whom_they_name(
    tmp_path: Path,
) -> None:
    async with at_desk(tmp_path, desk(0, 1, 2)) as house:
        await house.wait(3)
        await house.say(ADA, "b：您好")
        await house.reply(ADA, "在的", to="🟡C")
        await house.press(ADA, "🔴A")
        assert "正在回复 🔴A" in house.last(ADA)
        await house.say(ADA, "久等了")
        await house.say(ADA, "Ｃ，马上")
        assert await said_to(house) == [["久等了"], ["您好"], ["在的", "马上"]]


async def test_words_that_may_be_for_anybody_are_kept_until_it_is_said_whom_for(
    tmp_path: Path,
) -> None:
    async with at_desk(tmp_path, desk(0, 1)) as house:
        await house.wait(2)
        await house.say(ADA, "您好")
        await house.say(ADA, "请问单号是多少")
        assert await said_to(house) == [[], []]
        assert sum("发给谁" in text for text in house.texts(ADA)) == 1
        await house.press(ADA, "🟠B")
        assert await said_to(house) == [[], ["您好", "请问单号是多少"]]
        await house.wait(4)
        assert "🟠B 😠 李女士：单号" in house.lines(ADA)[-1]


async def test_the_only_customer_needs_no_address_and_the_last_one_answered_is_remembered(
    tmp_path: Path,
) -> None:
    async with at_desk(tmp_path, desk(0, 20)) as house:
        await house.say(ADA, "您好")
        await house.wait(21)
        await house.say(ADA, "请问单号是多少")
        await house.say(ADA, "B 您好")
        await house.say(ADA, "马上看")
        assert await said_to(house) == [["您好", "请问单号是多少"], ["您好", "马上看"]]


async def test_words_for_a_customer_who_has_not_come_yet_go_to_nobody(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk(0, 20)) as house:
        await house.say(ADA, "B 您好")
        assert house.last(ADA).endswith("🟠B 还没来，这句话没有发出去。")
        await house.wait(21)
        await house.say(ADA, "B 您好")
        await house.say(ADA, "A 您好")
        assert await said_to(house) == [["您好"], ["您好"]]


async def test_kept_words_count_from_when_they_were_written(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk(0, 1)) as house:
        await house.wait(5)
        await house.say(ADA, "您好")
        await house.wait(7)
        await house.press(ADA, "🔴A")
        [first, _] = await children(house)
        talk = Transcript.of(await house.log(first))
        line, answer = talk.utterances
        assert line.stamp is not None
        assert answer.stamp is not None
        assert (answer.stamp.at - line.stamp.at).total_seconds() == 5


async def test_each_customers_first_response_is_its_own(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk(0, 10, time_limit=100)) as house:
        await house.wait(12)
        await house.say(ADA, "B 您好")
        await house.wait(8)
        await house.say(ADA, "A 您好")
        await house.wait(100)
        cards = house.rows("SELECT card FROM attempt WHERE parent > 0 ORDER BY id")
        firsts = [Scorecard.from_json(card).timing.first_response_ms for (card,) in cards]
        assert firsts == [20_000, 2_000]
        [(card,)] = house.rows("SELECT card FROM attempt WHERE parent IS NULL")
        assert Scorecard.from_json(card).timing.first_response_ms == 11_000
        assert "🔴A 20 · 🟠B 2" in house.last(ADA)


async def test_who_waits_leaves_while_another_is_served(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk(0, 0)) as house:
        await house.wait(1)
        kind = ("您好", "非常抱歉让您久等了", "理解您的心情", "马上为您查看", "请问单号是多少")
        for words in (*kind, "谢谢您的耐心", "感谢您的支持"):
            await house.say(ADA, f"A {words}")
            await house.wait(40)
        logs = [await house.log(number) for number in await children(house)]
        assert [any(isinstance(event, Ended) for event in log) for log in logs] == [False, True]
        gone = Transcript.of(logs[1]).ended
        assert gone is not None
        assert gone.ending == "走了"
        assert any("🚪 🟠B 走了" in text for text in house.texts(ADA))
        await house.say(ADA, "B 您好")
        assert "🟠B 已经离开了" in house.last(ADA)


async def test_a_tool_works_for_the_customer_in_focus(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk(0, 0)) as house:
        await house.wait(1)
        await house.say(ADA, "B 您好")
        await house.say(ADA, "查订单 QH2041")
        assert house.last(ADA).startswith("🟠B ")
        await house.say(ADA, "A 查订单 QH2041")
        assert house.last(ADA).startswith("🔴A ")
        assert await said_to(house) == [[], ["您好"]]


async def test_no_more_come_in_than_there_are_seats(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk(0, 5, 6, at_once=2)) as house:
        await house.wait(60)
        assert len(await children(house)) == 2
        await house.wait(240)
        assert len(await children(house)) == 3


async def test_nobody_sits_before_an_empty_desk(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk(0, 1000)) as house:
        await house.wait(239)
        assert len(await children(house)) == 1
        await house.wait(7)
        assert len(await children(house)) == 2


async def test_the_card_is_the_mean_of_all_who_came(tmp_path: Path) -> None:
    reception = desk(0, 1, fixed=(Arrival("small-shop", 0, 3), Arrival("small-shop", 1, 1)))
    async with at_desk(tmp_path, reception) as house:
        await house.say(ADA, "您好，非常抱歉让您久等了")
        await house.wait(400)
        totals = [row[0] for row in house.rows("SELECT total FROM attempt WHERE parent > 0")]
        [(whole, over)] = house.rows("SELECT total, over FROM attempt WHERE parent IS NULL")
        assert over
        assert whole == (3 * totals[0] + totals[1] + 2) // 4
        assert len(house.last(ADA).splitlines()) <= 8
        assert "讲评 · 小店忙时" in house.last(ADA)
        assert house.rows("SELECT * FROM timer WHERE kind != 'progress'") == []


async def test_when_time_is_up_everybody_goes_and_is_marked(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk(0, 1, 500, time_limit=30)) as house:
        await house.wait(31)
        endings = [Transcript.of(await house.log(n)).ended for n in await children(house)]
        assert [one and one.ending for one in endings] == ["时间到", "时间到"]
        assert "讲评" in house.last(ADA)
        assert house.rows("SELECT * FROM timer") == []


async def test_stopping_ends_everybody_without_a_mark(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk(0, 1, 50)) as house:
        await house.wait(2)
        await house.say(ADA, "/stop")
        assert house.rows("SELECT count(*) FROM attempt WHERE NOT over OR total > 0") == [(0,)]
        assert house.rows("SELECT * FROM timer") == []
        before = len(house.texts(ADA))
        await house.wait(300)
        assert len(house.texts(ADA)) == before


async def test_coming_back_shows_who_waits_how_long(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk(0, 10, 300)) as house:
        await house.wait(25)
        await house.say(ADA, "B 您好")
        await house.say(ADA, "/start")
        told = house.last(ADA)
        assert "🔴A" in told
        assert "等了 25 秒" in told
        assert "🟠B" in told
        assert "你刚回过" in told
        assert "正在回复 🟠B" in told
        assert "还会再来 1 位" in told
        assert house.sees(ADA)[-1].button("👉🟠B") is not None


async def test_a_hint_is_for_the_customer_in_focus(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk(0, 0)) as house:
        await house.wait(1)
        await house.say(ADA, "/hint")
        assert "先选一位客户" in house.last(ADA)
        await house.press(ADA, "🟠B")
        await house.say(ADA, "/hint")
        assert house.last(ADA).startswith("🟠B 🎓")


async def test_a_button_of_an_older_desk_chooses_nobody(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk(0, 0)) as house:
        await house.wait(1)
        old = house.sees(ADA)[-1].button("🟠B")
        assert old is not None
        await house.say(ADA, "/stop")
        await house.say(ADA, "/practice small-desk")
        await house.wait(1)
        await house.press_payload(ADA, old)
        await house.say(ADA, "您好")
        assert (await said_to(house))[2:] == [[], []]


async def test_history_shows_the_desk_and_not_its_customers(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk(0, 1, time_limit=30)) as house:
        await house.wait(31)
        await house.say(ADA, "/me")
        assert house.last(ADA).count("▓") + house.last(ADA).count("░") == 10
        assert "小店忙时" in house.last(ADA)


async def test_a_stop_of_ours_takes_no_time_from_anybody(tmp_path: Path) -> None:
    clock = FakeClock()
    async with at_desk(tmp_path, desk(0, 10, 40), clock) as house:
        await house.wait(12)
        await house.say(ADA, "B 您好")
        await house.say(ADA, "A 在的")
    clock.advance(3600)
    async with at_desk(tmp_path, desk(0, 10, 40), clock, begin=False) as house:
        await house.wait(4)
        assert [len(one) for one in await said_to(house)] == [1, 1]
        logs = [await house.log(number) for number in await children(house)]
        assert not any(isinstance(event, Ended) for log in logs for event in log)
        assert len(logs) == 2
        await house.wait(30)
        assert len(await children(house)) == 3
        await house.say(ADA, "C 您好")
        assert (await said_to(house))[2] == ["您好"]


async def test_kept_words_survive_a_stop_of_ours(tmp_path: Path) -> None:
    clock = FakeClock()
    async with at_desk(tmp_path, desk(0, 0), clock) as house:
        await house.wait(1)
        await house.say(ADA, "您好，在的")
        asked = house.sees(ADA)[-1].button("🟠B")
        assert asked is not None
    async with at_desk(tmp_path, desk(0, 0), clock, begin=False) as house:
        await house.press_payload(ADA, asked)
        assert await said_to(house) == [[], ["您好，在的"]]
        await house.press_payload(ADA, asked)
        assert await said_to(house) == [[], ["您好，在的"]]


async def test_words_said_again_with_an_address_are_not_sent_twice(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk(0, 0)) as house:
        await house.wait(1)
        await house.say(ADA, "您好，在的")
        await house.say(ADA, "B 您好，在的")
        await house.press(ADA, "🔴A")
        assert await said_to(house) == [[], ["您好，在的"]]


async def test_a_customer_whose_file_was_changed_leaves_and_the_others_stay(
    tmp_path: Path,
) -> None:
    clock = FakeClock()
    async with at_desk(tmp_path, desk(0, 0), clock) as house:
        await house.wait(1)
        await house.say(ADA, "A 您好")
    changed = Shelf([playable(SMALL.replace("300分30秒", "301分"))], (), [desk(0, 0)])
    async with open_house(tmp_path / "kefu.db", changed, clock) as house:
        await house.wait(4)
        assert any("🔴A 🎓" in text for text in house.texts(ADA))
        open_now = house.rows("SELECT count(*) FROM attempt WHERE parent > 0 AND NOT over")
        assert open_now == [(1,)]


async def test_a_customer_that_is_offered_no_more_can_still_be_answered(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk(0, 0)) as house:
        await house.wait(1)
        house.service.office.shelf.restock([], (), [desk(0, 0)])
        await house.say(ADA, "/practice")
        assert "李女士" in house.last(ADA)
        await house.press(ADA, "🔴A")
        assert "正在回复 🔴A" in house.last(ADA)


async def test_a_desk_goes_on_as_it_began_when_the_teacher_saves_another(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk(0, 60)) as house:
        await house.wait(1)
        house.service.office.shelf.restock([playable()], (), [desk(0, content_hash="new")])
        await house.wait(60)
        assert any(text.startswith("🟠B") for text in house.texts(ADA))
        house.service.office.shelf.restock([playable()], (), [])
        await house.say(ADA, "B 您好")
        assert house.rows("SELECT count(*) FROM attempt WHERE NOT over") == [(3,)]


async def test_a_desk_whose_file_was_changed_ends_kindly(tmp_path: Path) -> None:
    clock = FakeClock()
    async with at_desk(tmp_path, desk(0, 60), clock) as house:
        await house.wait(1)
    async with at_desk(tmp_path, desk(0, 60, content_hash="new"), clock, begin=False) as house:
        await house.wait(70)
        assert house.rows("SELECT count(*) FROM attempt WHERE NOT over") == [(0,)]
        assert house.rows("SELECT * FROM timer") == []


async def test_the_log_of_the_desk_says_who_came_when(tmp_path: Path) -> None:
    async with at_desk(tmp_path, desk(0, 5)) as house:
        await house.wait(6)
        running = await house.running(ADA)
        log = await house.log(running.id)
        came = [event.text for event in log if isinstance(event, Remark)]
        assert came == ["A small-shop", "B small-shop"]
        [first, second] = await children(house)
        delivered = [
            next(event for event in await house.log(number) if isinstance(event, Delivered))
            for number in (first, second)
        ]
        stamps = [event.stamp.at for event in delivered if event.stamp is not None]
        assert (stamps[1] - stamps[0]).total_seconds() == 5
