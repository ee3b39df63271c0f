"""A live room in a chat: one board, clocks, interruptions, and an end."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.console.send import ConsolePlatform, Shown
from bot.practice.liveroom import AFRESH, BELOW, GIVE_UP
from bot.practice.messages import Ambiguous, Failed, Fault, Outcome, Queued, Sent
from bot.practice.shelf import Shelf
from bot.practice.testing import FakeClock
from dialogues.transcript import Bubble, Delivered, Ended, Handled, Line, Understood
from scoring.scorecard import Scorecard
from tests.bot.house import House, open_house
from tests.dialogues.liveroom.room import SMALL, small_show
from tests.dialogues.shop import playable

ROOM = "small-room"
REFRESH = 3.0


def live(text: str = SMALL) -> Shelf:
    """A shelf with the small customer and the small live room of the tests."""
    return Shelf([playable()], [small_show(text)])


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path / "k.db", live()) as opened:
        yield opened


def boards(house: House) -> list[Shown]:
    """All messages that are or were the board."""
    return [shown for shown in house.sees("ada") if shown.text[0] in "🔴🏁💥"]


def passed(house: House) -> int:
    """Seconds of the show, as the board says."""
    found = re.search(r"⏱ (\d+):(\d\d)/", boards(house)[-1].text)
    assert found is not None
    return int(found[1]) * 60 + int(found[2])


async def watched(house: House, seconds: float) -> int:
    """A show so many seconds old; the attempt's id."""
    talk = await house.talk("ada", ROOM)
    await house.wait(seconds)
    return talk


async def test_one_message_is_the_board_and_is_edited_in_place(house: House) -> None:
    await watched(house, 10)
    [board] = boards(house)
    assert board.edited
    assert "🔸" in board.text
    assert "亲" not in board.text


async def test_comments_are_in_the_log_once_with_the_stamp_of_their_first_board(
    house: House,
) -> None:
    talk = await watched(house, 30)
    log = await house.log(talk)
    lines = [place for place, event in enumerate(log) if isinstance(event, Line)]
    delivered = [event for event in log if isinstance(event, Delivered)]
    assert [event.of for event in delivered] == lines
    assert all(event.stamp is not None for event in delivered)
    assert len(lines) >= 10


async def test_the_clock_runs_from_the_boards_edit_to_the_answer_by_the_platforms_time(
    tmp_path: Path,
) -> None:
    ours, theirs = FakeClock(), FakeClock()
    theirs.advance(-3600)
    async with open_house(tmp_path / "k.db", live(), ours, platform_clock=theirs) as house:
        talk = await house.talk("ada", ROOM)
        while "小鹿" not in boards(house)[-1].text:
            theirs.advance(REFRESH)
            await house.wait(REFRESH)
        theirs.advance(11)
        house.clock = theirs
        await house.say("ada", "@小鹿 抱歉亲您私信我登记")
        log = await house.log(talk)
        [handled] = [event for event in log if isinstance(event, Handled) and event.by is not None]
        assert (handled.topic, handled.how, handled.waited) == ("售后", "answered", 11.0)


async def test_an_answer_is_heard_at_once_and_seen_on_the_next_board(house: House) -> None:
    talk = await watched(house, 13)
    await house.say("ada", "@小鹿 抱歉亲您私信我登记")
    log = await house.log(talk)
    by = next(place for place, event in enumerate(log) if isinstance(event, Bubble))
    assert isinstance(log[by + 1], Understood)
    [handled] = [event for event in log if isinstance(event, Handled) and event.by == by]
    await house.wait(REFRESH + 0.1)
    number = handled.comment
    assert f"✅ {number} 答上了" in boards(house)[-1].text
    assert "小鹿：" not in boards(house)[-1].text
    await house.wait(4 * REFRESH)
    assert "答上了" not in boards(house)[-1].text


async def test_after_a_few_answers_the_board_comes_down_below_them(house: House) -> None:
    await watched(house, 10)
    for number in range(BELOW):
        await house.say("ada", f"亲{number}")
    await house.wait(2 * REFRESH)
    assert len(boards(house)) == 2
    assert house.sees("ada")[-1] == boards(house)[-1]
    await house.wait(3 * REFRESH)
    assert len(boards(house)) == 2


async def test_no_more_than_twenty_boards_leave_in_a_minute(tmp_path: Path) -> None:
    sent: list[float] = []

    async with open_house(tmp_path / "k.db", live()) as house:
        house.platform._on_show = lambda shown: (
            sent.append(house.clock.monotonic()) if shown.line else None
        )
        await house.talk("ada", ROOM)
        for number in range(80):
            await house.wait(0.75)
            await house.say("ada", f"亲{number}")
    print(sent)
    assert max(sum(at <= one < at + 60 for one in sent) for at in sent) <= 20


async def test_while_we_are_down_the_room_stands_still(tmp_path: Path) -> None:
    clock = FakeClock()
    path = tmp_path / "k.db"
    async with open_house(path, live(), clock) as house:
        talk = await watched(house, 8)
        before = passed(house)
        boards_before = dict(house.platform.chats)
    clock.advance(600)
    async with open_house(path, live(), clock) as house:
        house.platform.chats.update(boards_before)
        await house.wait(REFRESH)
        assert 0 < passed(house) - before <= 2 * REFRESH
        log = await house.log(talk)
        late = [event for event in log if isinstance(event, Handled) and event.how == "overdue"]
        assert len(boards(house)) == 1
        assert late == []


class Platform(ConsolePlatform):
    """A messenger that answers edits as it is told to."""

    answers: Outcome | None = None

    async def send(self, queued: Queued) -> Outcome:
        """Show, or refuse an edit."""
        if queued.target is not None and self.answers is not None:
            return self.answers
        return await super().send(queued)


async def broken(house: House, answer: Outcome | None) -> None:
    """From now on edits are answered like this."""
    house.platform.__class__ = Platform
    house.platform.answers = answer  # type: ignore[attr-defined]


async def test_a_board_that_is_gone_is_shown_afresh_and_its_comments_are_still_new(
    house: House,
) -> None:
    talk = await watched(house, 7)
    await broken(house, Failed(Fault.NOTHING_TO_EDIT))
    before = len([e for e in await house.log(talk) if isinstance(e, Line)])
    await house.wait(AFRESH * REFRESH)
    assert len([e for e in await house.log(talk) if isinstance(e, Line)]) == before
    assert len(boards(house)) == 1
    await house.wait(REFRESH + 0.1)
    assert len(boards(house)) == 2
    fresh = boards(house)[-1].text.count("🔸")
    assert fresh == len([e for e in await house.log(talk) if isinstance(e, Line)]) - before > 0


async def test_a_board_that_never_gets_through_ends_the_show_without_a_mark(
    tmp_path: Path,
) -> None:
    async with open_house(tmp_path / "k.db", live()) as house:
        talk = await watched(house, 7)

        async def blocked(queued: Queued) -> Outcome:
            return Failed(Fault.BLOCKED)

        house.platform.send = blocked  # type: ignore[method-assign]
        await house.wait((GIVE_UP + 2) * REFRESH)
        ended = [e for e in await house.log(talk) if isinstance(e, Ended)]
        assert [one.abandoned for one in ended] == [True]
        assert house.rows("SELECT total FROM attempt") == [(None,)]
        assert house.rows("SELECT count(*) FROM timer") == [(0,)]


async def test_the_room_waits_while_the_platform_lets_nothing_through(house: House) -> None:
    talk = await watched(house, 10)
    held: list[Queued] = []

    async def hold(queued: Queued) -> Outcome:
        held.append(queued)
        return Ambiguous("nothing came back")

    house.platform.send = hold  # type: ignore[method-assign]
    before = (await house.running("ada")).state["room"]["now"]
    await house.wait(6)
    assert (await house.running("ada")).id == talk
    assert (await house.running("ada")).state["room"]["now"] - before <= 3 * REFRESH


async def test_the_show_ends_with_a_card_and_a_debrief(house: House) -> None:
    talk = await watched(house, 13)
    await house.say("ada", "@小鹿 抱歉亲您私信我登记")
    await house.wait(60)
    assert boards(house)[-1].text.startswith("🏁")
    assert "讲评" in house.last("ada")
    assert "@小鹿 抱歉亲您私信我登记" in house.last("ada")
    ((total, card, over),) = house.rows("SELECT total, card, over FROM attempt")
    assert over
    assert Scorecard.from_json(card).total == total
    log = await house.log(talk)
    assert isinstance([e for e in log if isinstance(e, Ended)][-1], Ended)
    assert house.rows("SELECT count(*) FROM timer WHERE kind = 'board'") == [(0,)]


async def test_a_quarrel_blows_the_room_up(house: House) -> None:
    await watched(house, 13)
    for words in ("你有病吧", "滚，爱买不买"):
        await house.say("ada", words)
    assert boards(house)[-1].text.startswith("💥")
    assert "红线" in house.last("ada")


async def test_stop_ends_the_show_without_a_mark(house: House) -> None:
    await watched(house, 10)
    await house.say("ada", "/stop")
    before = boards(house)[-1].text
    await house.wait(20)
    assert boards(house)[-1].text == before
    assert house.rows("SELECT total FROM attempt") == [(None,)]


async def test_a_room_whose_file_was_changed_is_withdrawn(tmp_path: Path) -> None:
    clock = FakeClock()
    path = tmp_path / "k.db"
    async with open_house(path, live(), clock) as house:
        await watched(house, 10)
    async with open_house(path, live(SMALL.replace("小直播间", "大直播间")), clock) as house:
        await house.wait(REFRESH)
        assert "老师刚刚修改了" in house.last("ada")


async def test_stickers_and_commands_do_not_disturb_the_show(house: House) -> None:
    talk = await watched(house, 10)
    await house.say("ada", "/hint")
    await house.say("ada", "/practice")
    await house.say("ada", "查订单")
    await house.wait(6)
    assert passed(house) >= 14
    assert (await house.running("ada")).id == talk


async def test_an_edit_of_unknown_fate_is_made_again_in_place(house: House) -> None:
    talk = await watched(house, 7)
    await broken(house, Sent(boards(house)[-1].id, None))
    before = len([e for e in await house.log(talk) if isinstance(e, Line)])
    await house.wait(REFRESH)
    await broken(house, None)
    await house.wait(REFRESH + 0.1)
    [board] = boards(house)
    fresh = len([e for e in await house.log(talk) if isinstance(e, Line)]) - before
    assert board.text.count("🔸") == fresh > 0


async def test_a_live_room_can_be_the_days_drill(house: House) -> None:
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.say("teacher", "/schedule 19:00 21:00 小直播间")
    await house.come_in("ada", made.student_code)
    await house.wait(1900)
    occurrence = await house.run(lambda unit: unit.latest(made.cohort.id))
    await house.say("ada", f"/start drill_{occurrence.id}")
    await house.wait(75)
    ((total,),) = house.rows("SELECT total FROM attempt WHERE assignment IS NOT NULL")
    assert total is not None
    assert "自由练习" not in house.last("ada")


async def test_a_show_goes_on_with_the_room_it_began_with_when_the_teacher_saves_another(
    house: House,
) -> None:
    talk = await watched(house, 10)
    newer = small_show(SMALL.replace("小直播间", "新直播间"))
    for offered in ([newer], []):
        house.service.office.shelf.restock([playable()], offered)
        before = passed(house)
        await house.wait(2 * REFRESH)
        assert "小直播间" in boards(house)[-1].text
        assert passed(house) > before
        assert (await house.running("ada")).id == talk
