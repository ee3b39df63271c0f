"""What answers do in a live room, and what happens where there are none."""

from dialogues.liveroom import LiveShow, Outcome, Room
from dialogues.liveroom.outcome import How, Slip
from dialogues.liveroom.room import AGAIN
from tests.dialogues.liveroom.room import SMALL, small_show

SHOW = small_show()
ALONE = small_show(SMALL.replace("{闲聊: 4, 尺码: 3, 发货: 2, 广告: 1}", "{尺码: 1}"))
"""A room in which everybody but 小鹿 asks for a size."""


def watched(show: LiveShow = SHOW, seconds: int = 12, seed: str = "7") -> Room:
    """A show so many seconds old, its board looked at every second."""
    room = show.opened(seed)
    for _ in range(seconds):
        room.advance(1.0)
        room.shown(room.board().newest, room.state.now)
    return room


def until(topic: str, seed: str = "7") -> Room:
    """A show in which a comment on the topic has just come."""
    room = watched(seconds=1, seed=seed)
    while not any(room.comments[n].topic == topic for n in room.state.open):
        room.advance(1.0)
        room.shown(room.board().newest, room.state.now)
    return room


def said(room: Room, text: str, show: LiveShow = SHOW, at: float | None = None) -> Outcome:
    """What comes of saying this now."""
    return room.hear(text, show.hear(room, text), room.state.now if at is None else at)


def first(room: Room, topic: str) -> int:
    """The first comment on the topic that is still open."""
    return next(n for n in sorted(room.state.open) if room.comments[n].topic == topic)


def fates(outcome: Outcome) -> dict[int, str]:
    """What became of whom."""
    return {handled.comment: handled.how for handled in outcome.handled}


def test_an_answer_by_number_answers_that_comment_alone() -> None:
    room = watched(ALONE)
    before = room.state.atmosphere
    number = first(room, "尺码")
    assert fates(said(room, f"{number} 亲拍M码哦", ALONE)) == {number: How.ANSWERED}
    assert number not in room.state.open
    assert room.state.atmosphere == before + 1


def test_one_answer_serves_many_who_ask_the_same() -> None:
    room = watched(ALONE)
    asking = [n for n in room.state.open if room.comments[n].topic == "尺码"]
    outcome = said(room, f"{','.join(map(str, asking))} 亲拍M码哦", ALONE)
    assert fates(outcome) == dict.fromkeys(asking, How.ANSWERED)


def test_an_answer_without_a_number_is_said_to_all() -> None:
    room = watched(ALONE)
    asking = {n for n in room.state.open if room.comments[n].topic == "尺码"}
    assert fates(said(room, "亲们拍M码哦", ALONE)).keys() == asking


def test_a_complaint_is_not_settled_by_an_answer_to_all() -> None:
    room = watched()
    complaint = first(room, "售后")
    outcome = said(room, "抱歉亲您私信我登记")
    assert outcome.slip is Slip.NOTHING
    assert complaint in room.state.open


def test_a_complaint_is_settled_by_name_or_by_number() -> None:
    for address in ("@小鹿", None):
        room = watched()
        complaint = first(room, "售后")
        outcome = said(room, f"{address or complaint} 抱歉亲您私信我登记")
        assert fates(outcome) == {complaint: How.ANSWERED}


def test_a_complaint_among_other_numbers_is_not_settled() -> None:
    room = watched()
    complaint, size = first(room, "售后"), first(room, "尺码")
    outcome = said(room, f"{complaint},{size} 抱歉亲您私信我登记")
    assert fates(outcome)[complaint] == How.BESIDE


def test_words_that_do_not_answer_leave_the_question_open() -> None:
    room = watched(ALONE)
    number = first(room, "尺码")
    before = room.state.atmosphere
    assert fates(said(room, f"{number} 亲48小时内发货哦", ALONE)) == {number: How.BESIDE}
    assert number in room.state.open
    assert room.state.atmosphere == before - 2


def test_adverts_are_blocked_and_not_talked_to() -> None:
    room = until("广告")
    advert = first(room, "广告")
    assert fates(said(room, f"{advert} 亲拍M码哦")) == {advert: How.BESIDE}
    assert fates(said(room, f"屏蔽 {advert}")) == {advert: How.BLOCKED}


def test_blocking_somebody_who_asks_costs_the_rooms_temper() -> None:
    room = watched(ALONE)
    number, before = first(room, "尺码"), room.state.atmosphere
    assert fates(said(room, f"屏蔽 {number}", ALONE)) == {number: How.WRONGLY_BLOCKED}
    assert room.state.atmosphere == before - 6


def test_small_talk_needs_no_answer() -> None:
    room = until("")
    number = first(room, "")
    assert fates(said(room, f"{number} 亲拍M码哦")) == {number: How.CHATTED}


def test_a_question_without_an_answer_is_overdue_once_and_then_gone() -> None:
    room = watched(ALONE, seconds=2)
    number, before = first(room, "尺码"), room.state.atmosphere
    since = room.state.open[number].since
    assert fates(room.advance(since + 21.9 - room.state.now)) == {}
    assert fates(room.advance(0.1)) == {number: How.OVERDUE}
    assert room.state.atmosphere == before - 2
    assert [n for n, waiting in room.state.open.items() if waiting.overdue] == [number]
    room.advance(20)
    assert number not in room.state.open


def test_a_late_answer_is_late_and_does_not_lift_the_temper() -> None:
    room = watched(ALONE, seconds=2)
    number = first(room, "尺码")
    room.advance(25)
    before = room.state.atmosphere
    outcome = said(room, f"{number} 亲拍M码哦", ALONE)
    assert fates(outcome) == {number: How.LATE}
    assert outcome.handled[0].waited == room.state.now - 1
    assert room.state.atmosphere == before


def test_an_answer_that_was_on_its_way_in_time_is_pardoned() -> None:
    room = watched(ALONE, seconds=2)
    number, before = first(room, "尺码"), room.state.atmosphere
    room.advance(24)
    assert room.state.atmosphere == before - 2
    outcome = said(room, f"{number} 亲拍M码哦", ALONE, at=1 + 19.0)
    assert fates(outcome) == {number: How.ANSWERED}
    assert room.state.atmosphere == before + 1


def test_without_stamps_the_rooms_own_seconds_decide() -> None:
    room = ALONE.opened("7")
    room.advance(3)
    room.shown(room.board().newest, None)
    number = first(room, "尺码")
    room.advance(10)
    [handled] = said(room, f"{number} 亲拍M码哦", ALONE).handled
    assert (handled.how, handled.waited) == (How.ANSWERED, None)


def test_whoever_quarrels_answers_nobody_and_spoils_the_room() -> None:
    room = watched(ALONE)
    number, before = first(room, "尺码"), room.state.atmosphere
    outcome = said(room, f"{number} 你有病吧，爱买不买，拍M码", ALONE)
    assert outcome.slip is Slip.RUDE
    assert not outcome.handled
    assert room.state.atmosphere == before - 20


def test_a_room_that_blows_up_is_over_and_everybody_left_is_lost() -> None:
    room = watched(ALONE)
    asking = {n for n in room.comments if room.comments[n].topic}
    said(room, "你有病吧", ALONE)
    outcome = said(room, "你有病吧，滚", ALONE)
    assert outcome.ended is not None
    assert (outcome.ended.ending, outcome.ended.success) == ("炸场", False)
    assert fates(outcome) == dict.fromkeys(asking, How.LOST)


def test_the_show_ends_by_itself() -> None:
    room = small_show(SMALL.replace("超时: -2, 售后超时: -6", "超时: 0, 售后超时: 0")).opened("7")
    outcome = room.advance(60)
    assert outcome.ended is not None
    assert (outcome.ended.ending, outcome.ended.success) == ("平稳下播", True)
    assert room.advance(10) == Outcome()


def test_telling_everybody_the_same_again_reaches_nobody_for_a_while() -> None:
    room = watched(ALONE, seconds=3)
    said(room, "亲们拍M码哦", ALONE)
    for _ in range(20):
        room.advance(1)
        room.shown(room.board().newest, room.state.now)
    assert said(room, "姐妹们选L码", ALONE).slip is Slip.AGAIN
    number = first(room, "尺码")
    assert fates(said(room, f"{number} 选L码", ALONE)).keys() == {number}
    room.state.said["尺码"] -= AGAIN - 20
    assert said(room, "姐妹们选L码", ALONE).slip is None


def test_everything_at_once_to_everybody_reaches_nobody() -> None:
    asked = "优惠: {怎么问: [有券吗], 答到: 说明优惠, 时限: 20秒, 分值: 2}"
    heard = "说明优惠: {关键词: [领券], 例句: [领券哦, 亲领券, 先领券再拍]}"
    text = (
        SMALL.replace("  广告: {怎么问", f"  {asked}\n  广告: {{怎么问")
        .replace("  引导私信: {关键词", f"  {heard}\n  引导私信: {{关键词")
        .replace("{闲聊: 4, 尺码: 3, 发货: 2, 广告: 1}", "{优惠: 1, 尺码: 1, 发货: 1}")
    )
    show = small_show(text)
    room = watched(show, seconds=18)
    assert {"尺码", "发货", "优惠"} <= {room.comments[n].topic for n in room.state.open}
    assert said(room, "左下角领券，拍M码，48小时内发货", show).slip is Slip.TOO_MUCH
    everybody = ",".join(str(number) for number in room.state.open)
    outcome = said(room, f"{everybody} 左下角领券，拍M码，48小时内发货", show)
    assert outcome.slip is Slip.TOO_MUCH
    assert said(room, "左下角领券，拍M码", show).slip is None


def test_a_number_that_is_done_or_unknown_is_told() -> None:
    room = watched(ALONE)
    number = first(room, "尺码")
    said(room, f"{number} 亲拍M码哦", ALONE)
    assert said(room, f"{number} 亲拍M码哦", ALONE).slip is Slip.GONE
    assert said(room, "@王小明 亲拍M码哦", ALONE).slip is Slip.STRANGER


def test_acts_quote_the_reply_as_it_was_typed() -> None:
    room = watched(ALONE)
    reply = f"{first(room, '尺码')} 亲拍M码哦"
    heard = SHOW.hear(room, reply)
    assert heard.acts
    assert all(reply[act.start : act.end] == act.quote for act in heard.acts)


def test_an_answer_to_a_comment_of_which_no_receipt_came_makes_it_shown() -> None:
    room = ALONE.opened("7")
    room.advance(9)
    outcome = said(room, "2 亲拍M码哦", ALONE)
    assert [comment.number for comment in outcome.shown] == [1, 2]
    assert fates(outcome) == {2: How.ANSWERED}
