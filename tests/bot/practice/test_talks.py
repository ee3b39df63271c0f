"""A talk from its opening to its end: bubbles, clocks, silence, tools, interruptions."""

from pathlib import Path

import pytest

from bot.adapters.console.send import CHANNEL, ConsolePlatform
from bot.practice.messages import Outcome, Queued, Sent
from bot.practice.testing import FakeClock
from bot.practice.tools import tool_command
from dialogues.transcript import (
    Bubble,
    Delivered,
    Ended,
    Felt,
    Line,
    Opened,
    Remark,
    Transcript,
    Understood,
    Used,
)
from tests.bot.house import House, open_house, small
from tests.dialogues.shop import SMALL

SETTLED = 2.6
"""Seconds after which the customer takes what was said as one utterance."""


def felt(log: tuple[object, ...]) -> list[Felt]:
    """The customer's reactions."""
    return [event for event in log if isinstance(event, Felt)]


# --- bubbles ---------------------------------------------------------------------------------


async def test_bubbles_within_seconds_are_one_utterance_with_the_first_ones_stamp(
    house: House,
) -> None:
    talk = await house.talk("ada")
    await house.wait(8)
    first = house.clock.now()
    await house.say("ada", "在的亲")
    await house.wait(1.5)
    await house.say("ada", "真的很抱歉")
    await house.wait(1.5)
    await house.say("ada", "单号发我一下")
    await house.wait(SETTLED)
    log = await house.log(talk)
    [understood] = [event for event in log if isinstance(event, Understood)]
    assert [log[place].text for place in understood.bubbles] == [  # type: ignore[union-attr]
        "在的亲",
        "真的很抱歉",
        "单号发我一下",
    ]
    [said] = [u for u in Transcript.of(log).utterances if u.heard]
    assert said.text == "在的亲\n真的很抱歉\n单号发我一下"
    assert said.stamp is not None
    assert said.stamp.at == first
    assert felt(log)[-1].waited == 8.0


async def test_bubbles_further_apart_are_two_utterances(house: House) -> None:
    talk = await house.talk("ada")
    for words in ("在的亲", "真的很抱歉"):
        await house.say("ada", words)
        await house.wait(SETTLED)
    log = await house.log(talk)
    assert len([event for event in log if isinstance(event, Understood)]) == 2
    assert len(house.lines("ada")) == 3


async def test_words_said_while_the_customer_answers_belong_to_the_next_utterance(
    house: House,
) -> None:
    talk = await house.talk("ada")
    await house.say("ada", "真的很抱歉")
    await house.wait(SETTLED)
    await house.say("ada", "单号多少")
    await house.wait(SETTLED)
    log = await house.log(talk)
    bubbles = [place for place, event in enumerate(log) if isinstance(event, Bubble)]
    taken = [event.bubbles for event in log if isinstance(event, Understood)]
    assert taken == [(bubbles[0],), (bubbles[1],)]


# --- the student's clock ---------------------------------------------------------------------


async def test_the_clock_runs_from_the_delivered_line_to_the_first_bubble(house: House) -> None:
    talk = await house.talk("ada")
    await house.wait(17)
    await house.say("ada", "在的亲")
    await house.wait(1)
    await house.say("ada", "您说")
    await house.wait(SETTLED)
    await house.wait(5)
    await house.say("ada", "单号多少")
    await house.wait(SETTLED)
    waits = [mood.waited for mood in felt(await house.log(talk))]
    # The first reaction is the opening; the second utterance began 6.5 s after the answer to
    # the first was delivered, which was 2.5 s after "您说".
    assert waits == [None, 17.0, pytest.approx(5.1, abs=0.11)]


async def test_the_platforms_time_counts_and_not_ours(tmp_path: Path) -> None:
    ours, theirs = FakeClock(), FakeClock()
    theirs.advance(-3600)
    async with open_house(tmp_path / "k.db", small(), ours, platform_clock=theirs) as house:
        talk = await house.talk("ada")
        theirs.advance(40)
        ours.advance(2)
        house.clock = theirs
        await house.say("ada", "在的亲")
        house.clock = ours
        await house.wait(SETTLED)
        assert felt(await house.log(talk))[-1].waited == 40.0


async def test_a_reply_sent_before_the_line_arrived_is_not_timed(tmp_path: Path) -> None:
    ours, theirs = FakeClock(), FakeClock()
    async with open_house(tmp_path / "k.db", small(), ours, platform_clock=theirs) as house:
        talk = await house.talk("ada")
        theirs.advance(-5)
        house.clock = theirs
        await house.say("ada", "在的亲")
        house.clock = ours
        await house.wait(SETTLED)
        assert felt(await house.log(talk))[-1].waited is None


class Wordless(ConsolePlatform):
    """Shows everything, but gives no time."""

    async def send(self, queued: Queued) -> Outcome:
        outcome = await super().send(queued)
        assert isinstance(outcome, Sent)
        return Sent(outcome.message_id, None)


async def test_where_the_platform_gives_no_time_nothing_is_measured(house: House) -> None:
    house.platform.__class__ = Wordless
    talk = await house.talk("ada")
    await house.wait(20)
    await house.say("ada", "在的亲")
    await house.wait(SETTLED)
    log = await house.log(talk)
    assert next(event for event in log if isinstance(event, Delivered)).stamp is None
    assert felt(log)[-1].waited is None


async def test_every_line_is_delivered_once_in_the_log(house: House) -> None:
    talk = await house.talk("ada")
    for words in ("真的很抱歉", "单号多少", "抱歉让您久等"):
        await house.say("ada", words)
        await house.wait(SETTLED)
    log = await house.log(talk)
    lines = [place for place, event in enumerate(log) if isinstance(event, Line)]
    assert [event.of for event in log if isinstance(event, Delivered)] == lines
    assert isinstance(log[0], Opened)


# --- silence ---------------------------------------------------------------------------------


async def test_a_silent_student_is_nudged_and_then_left(house: House) -> None:
    talk = await house.talk("ada")
    await house.wait(59)
    assert len(house.lines("ada")) == 1
    await house.wait(2)
    assert house.lines("ada")[-1].endswith("人呢？")
    await house.wait(60)
    assert house.lines("ada")[-1].endswith("又没人了？")
    await house.wait(130)
    log = await house.log(talk)
    assert Ended("走了", success=False, satisfaction=1) in log
    assert "讲评" in house.last("ada")
    assert house.rows("SELECT * FROM timer") == []


async def test_a_word_in_time_stops_the_silence(house: House) -> None:
    await house.talk("ada")
    await house.wait(59)
    await house.say("ada", "在的亲")
    await house.wait(SETTLED)
    assert not any("人呢" in line for line in house.lines("ada"))
    await house.wait(58)
    assert not any("人呢" in line for line in house.lines("ada"))
    await house.wait(3)
    assert house.lines("ada")[-1].endswith("人呢？")


async def test_a_silence_without_words_of_its_own_goes_on_counting(tmp_path: Path) -> None:
    mute = SMALL.replace("  - {超过: 60秒, 说: [人呢？], 怒气: +5}", "  - {超过: 60秒, 怒气: +5}")
    async with open_house(tmp_path / "kefu.db", small(mute)) as house:
        talk = await house.talk("ada")
        await house.wait(250)
        assert house.lines("ada")[-2].endswith("又没人了？")
        assert any(isinstance(event, Ended) for event in await house.log(talk))


async def test_our_own_absence_is_not_the_students_silence(tmp_path: Path) -> None:
    path, clock = tmp_path / "kefu.db", FakeClock()
    async with open_house(path, small(), clock) as house:
        await house.talk("ada")
        await house.wait(30)
    clock.advance(3600)
    async with open_house(path, small(), clock) as house:
        await house.wait(25)
        assert house.lines("ada") == []
        await house.wait(15)
        assert house.lines("ada")[-1].endswith("人呢？")


# --- the back office -------------------------------------------------------------------------


async def test_a_tool_is_used_and_not_said_to_the_customer(house: House) -> None:
    talk = await house.talk("ada")
    await house.say("ada", "查物流 YT7720315")
    await house.say("ada", "查物流：ZT5510482")
    await house.wait(SETTLED)
    log = await house.log(talk)
    assert [event.tool for event in log if isinstance(event, Used)] == ["查物流", "查物流"]
    assert any(event.ok for event in log if isinstance(event, Used))
    assert not any(isinstance(event, Bubble) for event in log)
    assert "停在杭州" in "".join(house.texts("ada"))
    assert "漏扫" not in "".join(house.texts("ada"))


async def test_a_sentence_that_begins_like_a_tool_is_said_to_the_customer(house: House) -> None:
    talk = await house.talk("ada")
    await house.say("ada", "备注好了亲")
    await house.wait(SETTLED)
    log = await house.log(talk)
    assert [event.text for event in log if isinstance(event, Bubble)] == ["备注好了亲"]
    assert not any(isinstance(event, Used) for event in log)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("查物流 YT77", ("查物流", "YT77")),
        ("查物流YT77", ("查物流", "YT77")),
        ("查物流：YT77", ("查物流", "YT77")),
        ("  查物流　YT77 ", ("查物流", "YT77")),
        ("备注", ("备注", "")),
        ("备注 客户急用", ("备注", "客户急用")),
        ("备注好了亲", None),
        ("查物流的话要等一下哦", None),
        ("查物流 YT77\n您看一下", None),
        ("帮您查物流 YT77", None),
        ("备注 " + "长" * 41, None),
        ("", None),
    ],
)
def test_a_tool_command_is_a_name_and_a_short_argument(
    typed: str, read: tuple[str, str] | None
) -> None:
    assert tool_command(typed, ["查物流", "查", "备注"]) == read


# --- what disturbs a talk --------------------------------------------------------------------


async def test_a_sticker_is_answered_kindly_once_and_costs_nothing(house: House) -> None:
    talk = await house.talk("7")
    before = len(house.sees("7"))
    for number in range(3):
        await house.tell(_message(number, sticker={"emoji": "👍"}))
    assert house.texts("7")[before:] == ["请用文字回复顾客，图片、语音和表情我看不懂（不扣分）。"]
    log = await house.log(talk)
    assert [event for event in log if isinstance(event, Remark)] == [Remark("media", "sticker")] * 3


async def test_an_edit_changes_nothing_and_is_explained_once(house: House) -> None:
    talk = await house.talk("7")
    await house.tell(_message(1, text="你等着"))
    before = len(house.sees("7"))
    for words in ("您稍等", "您稍等哦"):
        await house.tell({"edited_message": _message(1, text=words)["message"]})
    explained = house.texts("7")[before:]
    assert len(explained) == 1
    assert "修改不影响成绩" in explained[0]
    log = await house.log(talk)
    assert [event.text for event in log if isinstance(event, Bubble)] == ["你等着"]
    assert Remark("edited", "您稍等") in log


async def test_forwarded_words_are_said_and_marked_as_forwarded(house: House) -> None:
    talk = await house.talk("7")
    await house.tell(_message(1, text="真的很抱歉", forward_origin={"type": "hidden_user"}))
    log = await house.log(talk)
    assert [event.text for event in log if isinstance(event, Bubble)] == ["真的很抱歉"]
    assert Remark("forwarded", "真的很抱歉") in log


async def test_stop_ends_the_talk_without_a_mark(house: House) -> None:
    talk = await house.talk("ada")
    await house.say("ada", "在的")
    await house.say("ada", "/stop")
    assert house.last("ada") == "好的，这次练习结束了，不计分。想练的时候再来。"
    log = await house.log(talk)
    assert log[-1] == Ended("", success=False, abandoned=True)
    assert house.rows("SELECT total, card FROM attempt") == [(None, None)]
    await house.wait(600)
    assert len(house.lines("ada")) == 1
    await house.say("ada", "还在吗")
    assert "没有进行中的练习" in house.last("ada")


async def test_start_in_a_talk_repeats_the_last_words_and_leaves_the_clock_alone(
    house: House,
) -> None:
    talk = await house.talk("ada")
    words = house.lines("ada")[0].partition("：")[2]
    await house.wait(10)
    await house.say("ada", "/start")
    assert f"他最后说：\n{words}" in house.last("ada")
    await house.wait(10)
    await house.say("ada", "在的亲")
    await house.wait(SETTLED)
    assert felt(await house.log(talk))[-1].waited == 20.0
    await house.say("ada", "/start")
    assert (await house.running("ada")).id == talk


async def test_another_customer_cannot_be_begun_in_the_middle_of_a_talk(house: House) -> None:
    talk = await house.talk("ada")
    await house.say("ada", "/practice 1")
    assert "还在进行中" in house.last("ada")
    assert (await house.running("ada")).id == talk


async def test_the_stop_button_of_an_old_talk_does_not_end_a_newer_one(house: House) -> None:
    await house.talk("7")
    await house.say("7", "/start")
    [old] = [b for s in house.sees("7") if (b := s.button("结束这次练习"))]
    await house.say("7", "/stop")
    await house.say("7", "/practice 1")
    newer = await house.running("7")
    await house.tell(
        {
            "callback_query": {
                "id": "1",
                "from": {"id": 7},
                "data": old.payload,
                "message": {"message_id": 1, "date": 1_772_447_400, "chat": _chat("7")},
            }
        }
    )
    assert house.last("7") == "这次练习已经结束了。"
    assert (await house.running("7")).id == newer.id


@pytest.mark.parametrize("what", ["words", "silence"])
async def test_a_customer_changed_in_mid_talk_ends_it_kindly(tmp_path: Path, what: str) -> None:
    path, clock = tmp_path / "kefu.db", FakeClock()
    async with open_house(path, small(), clock) as house:
        talk = await house.talk("ada")
    async with open_house(path, small(SMALL.replace("急性子", "慢性子")), clock) as house:
        if what == "words":
            await house.say("ada", "真的很抱歉")
            await house.wait(SETTLED)
        else:
            await house.wait(61)
        assert "老师刚刚修改了这位顾客" in house.last("ada")
        assert (await house.log(talk))[-1] == Ended("", success=False, abandoned=True)
        await house.say("ada", "/practice 1")
        assert (await house.running("ada")).id != talk


async def test_a_restart_in_mid_talk_loses_no_word(tmp_path: Path) -> None:
    path, clock = tmp_path / "kefu.db", FakeClock()
    async with open_house(path, small(), clock) as house:
        talk = await house.talk("ada")
        await house.wait(6)
        await house.say("ada", "真的很抱歉")
    async with open_house(path, small(), clock) as house:
        await house.wait(SETTLED)
        log = await house.log(talk)
        assert [u.text for u in Transcript.of(log).utterances if u.heard] == ["真的很抱歉"]
        assert felt(log)[-1].waited == 6.0
        assert len(house.lines("ada")) == 1
        assert (await house.running("ada")).channel == CHANNEL


async def test_the_debrief_tells_what_the_customer_kept_to_himself(tmp_path: Path) -> None:
    secret = "  画像: 急性子\n  想要: 一个准信\n  真相: 【商品】还在仓库。\n"
    assert "  画像: 急性子\n" in SMALL
    shelf = small(SMALL.replace("  画像: 急性子\n", secret))
    async with open_house(tmp_path / "secret.db", shelf) as house:
        await house.talk("ada")
        assert not any("准信" in line or "仓库" in line for line in house.lines("ada"))
        await house.wait(400)
        debrief = house.last("ada")
    assert "客户想要的：一个准信" in debrief
    assert "真相：" in debrief
    assert "还在仓库。" in debrief
    assert "【" not in debrief


async def test_a_finished_talk_is_marked_and_can_be_begun_again(house: House) -> None:
    talk = await house.talk("ada")
    for words in ("真的很抱歉，您别急", "您单号发我一下", "查物流 YT7720315", "查物流 ZT5510482"):
        await house.say("ada", words)
        await house.wait(SETTLED)
    for words in ("我马上打电话催快递站点", "祝您生活愉快，再见"):
        await house.wait(5)
        await house.say("ada", words)
        await house.wait(SETTLED)
    log = await house.log(talk)
    assert Ended("满意", success=True, satisfaction=5) in log, log
    [(total,)] = house.rows("SELECT total FROM attempt")
    assert total > 60
    debrief = house.last("ada")
    assert debrief.startswith("🎓 讲评 · 小店")
    assert str(total) in debrief
    assert debrief.endswith("（自由练习，不计入榜单）")
    await house.press("ada", "再来一次")
    assert (await house.running("ada")).id != talk


def _chat(name: str) -> dict[str, object]:
    return {"id": int(name), "type": "private"}


def _message(number: int, **content: object) -> dict[str, object]:
    about = {"message_id": number, "date": 1_772_447_400, "from": {"id": 7}, "chat": _chat("7")}
    return {"message": {**about, **content}}
