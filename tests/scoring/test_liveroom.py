"""A live show's marks: who was answered, in time, and what was never to be missed."""

from datetime import UTC, datetime, timedelta

import pytest

from dialogues.liveroom.outcome import How
from dialogues.transcript import (
    Act,
    Bubble,
    Delivered,
    Event,
    Handled,
    Heard,
    Line,
    Stamp,
    Transcript,
    Understood,
)
from scoring.debrief import debrief
from scoring.liveroom import grade_live, rubric_of
from scoring.scorecard import Scorecard
from tests.dialogues.liveroom.room import small_show

ROOM = small_show().room
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


class Show:
    """A log of a show, made by hand: comments on topics, and what became of them."""

    def __init__(self) -> None:
        self.log: list[Event] = []
        self.comments: list[str] = []

    def asks(self, *topics: str) -> None:
        """One viewer each asks about these topics; empty: small talk."""
        for topic in topics:
            self.comments.append(topic)
            self.log.append(Line(f"问{topic}", f"观众{len(self.comments)}"))
            self.log.append(Delivered(len(self.log) - 1, Stamp(START)))

    def says(self, words: str, after: float = 5.0, *acts: str, **fates: int | list[int]) -> None:
        """The student says this, and that becomes of these comments."""
        self.log.append(Bubble(words, Stamp(START + timedelta(seconds=after))))
        by = len(self.log) - 1
        heard = Heard(tuple(Act(act, 0, len(words), words, "") for act in acts), 60)
        self.log.append(Understood((by,), heard))
        for how, numbers in fates.items():
            for number in [numbers] if isinstance(numbers, int) else numbers:
                topic = self.comments[number - 1]
                self.log.append(Handled(number, topic, How(how), by, after))

    def passes(self, how: How, *numbers: int) -> None:
        """That becomes of comments without anybody's doing."""
        self.log += [Handled(number, self.comments[number - 1], how) for number in numbers]

    def graded(self) -> Scorecard:
        """The card."""
        return grade_live(Transcript.of(self.log), ROOM)


def marks(card: Scorecard) -> dict[str, int | None]:
    """Row and mark."""
    return {row.id: row.mark for row in card.criteria}


def test_answers_count_by_what_a_topic_is_worth() -> None:
    show = Show()
    show.asks("尺码", "发货", "售后")
    show.says("1 亲拍M码哦", answered=1)
    show.passes(How.OVERDUE, 2, 3)
    # 3 of 3 + 2 + 6.
    assert marks(show.graded())["answer_rate"] == 27
    assert marks(show.graded())["priorities"] == 0


def test_a_late_answer_counts_as_answered_but_not_as_in_time() -> None:
    show = Show()
    show.asks("尺码", "售后")
    show.passes(How.OVERDUE, 1, 2)
    show.says("1 亲拍M码哦", 30, late=1)
    show.says("2 抱歉亲您私信我登记", 30, late=2)
    found = marks(show.graded())
    assert (found["answer_rate"], found["in_time_rate"], found["priorities"]) == (100, 0, 50)


def test_a_comment_that_was_still_in_time_when_the_show_ended_says_nothing() -> None:
    show = Show()
    show.asks("尺码", "发货")
    show.says("1 亲拍M码哦", answered=1)
    assert marks(show.graded())["answer_rate"] == 100


def test_an_answer_beside_the_point_is_no_answer_but_may_be_mended() -> None:
    show = Show()
    show.asks("尺码")
    show.says("1 亲48小时内发货哦", beside=1)
    show.says("1 亲拍M码哦", 9, answered=1)
    card = show.graded()
    assert marks(card)["answer_rate"] == 100
    [beside] = [e for e in card.criteria[0].evidence if e.rule == "live-beside"]
    assert beside.quote == "1 亲48小时内发货哦"
    assert beside.better == "1 亲拍M码哦"


def test_whoever_is_blocked_for_nothing_was_not_answered() -> None:
    show = Show()
    show.asks("尺码", "发货")
    show.says("屏蔽 1", wrongly_blocked=1)
    show.says("2 亲48小时内发货哦", answered=2)
    assert marks(show.graded())["answer_rate"] == 40


def test_a_room_that_blew_up_counts_everybody_who_would_have_asked() -> None:
    show = Show()
    show.asks("尺码")
    show.says("1 亲拍M码哦", answered=1)
    show.comments += ["尺码"] * 3
    show.passes(How.LOST, 2, 3, 4)
    assert marks(show.graded())["answer_rate"] == 25


def test_answers_to_small_talk_lower_their_own_row() -> None:
    show = Show()
    show.asks("", "", "尺码", "尺码")
    show.says("1 欢迎欢迎", chatted=1)
    show.says("3 亲拍M码哦", answered=3)
    show.says("4 亲拍M码哦", answered=4)
    assert marks(show.graded())["no_chatter"] == 67


def test_whoever_does_nothing_gets_nothing() -> None:
    show = Show()
    show.asks("尺码", "售后", "")
    show.passes(How.OVERDUE, 1, 2)
    card = show.graded()
    assert marks(card) == {
        "answer_rate": 0, "in_time_rate": 0, "priorities": 0, "courtesy": None, "no_chatter": None,
    }  # fmt: skip
    assert card.total == 0


def test_red_lines_cap_the_total_the_authors_and_the_standard_ones() -> None:
    for act, cap in (("absolute_claim", 60), ("insult", 40)):
        show = Show()
        show.asks("尺码")
        show.says("1 全网最低，亲拍M码哦", 5, act, answered=1)
        card = show.graded()
        assert card.total == cap
        assert card.gates[0].evidence[0].quote


def test_evidence_quotes_the_students_words_and_the_viewers_who_got_none() -> None:
    show = Show()
    show.asks("尺码", "尺码", "发货")
    show.says("1,2 亲拍M码哦", answered=[1, 2])
    show.passes(How.OVERDUE, 3)
    evidence = {e.rule: e for e in show.graded().criteria[0].evidence}
    assert evidence["live-answered"].quote == "1,2 亲拍M码哦"
    assert evidence["live-answered"].points > 0
    assert evidence["live-overdue"].quote == "问发货"
    assert evidence["live-overdue"].points < 0


def test_times_are_those_of_the_comments_and_the_unanswered_stay_in_them() -> None:
    show = Show()
    show.asks("尺码", "发货", "尺码")
    show.says("1 亲拍M码哦", 4, answered=1)
    show.says("3 亲拍M码哦", 40, late=3)
    show.passes(How.OVERDUE, 2)
    timing = show.graded().timing
    assert timing.round_response_ms == (4000, None, 40000)
    assert (timing.first_response_ms, timing.average_response_ms) == (4000, 22000)
    assert (timing.within_30s.hits, timing.within_30s.of) == (1, 3)


def test_unmeasured_answers_are_no_times() -> None:
    show = Show()
    show.asks("尺码")
    show.log.append(Bubble("1 亲拍M码哦", None))
    show.log.append(Handled(1, "尺码", How.ANSWERED, len(show.log) - 1, None))
    timing = show.graded().timing
    assert timing.round_response_ms == ()
    assert timing.unmeasured_rounds == 1


def test_a_show_in_which_nobody_asked_has_no_marks() -> None:
    show = Show()
    show.asks("", "")
    assert set(marks(show.graded()).values()) == {None}


def test_a_card_is_read_as_it_was_written() -> None:
    show = Show()
    show.asks("尺码", "售后")
    show.says("1 亲拍M码哦", answered=1)
    show.passes(How.OVERDUE, 2)
    card = show.graded()
    assert Scorecard.from_json(card.to_json()) == card


def test_the_debrief_speaks_of_comments() -> None:
    show = Show()
    show.asks("尺码", "售后")
    show.says("1 亲拍M码哦", 6, answered=1)
    show.passes(How.OVERDUE, 2)
    lines = {line.key: line.values for line in debrief(show.graded())}
    assert lines["debrief.speed.live"] == {"first": 6, "average": 6, "answered": 1, "rounds": 2}
    assert lines["debrief.good"]["quote"] == "1 亲拍M码哦"
    assert "debrief.tip.in_time_rate" in lines or "debrief.tip.answer_rate" in lines


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_rows_have_names_in_both_languages(language: str) -> None:
    names = [spec.name(language) for spec in rubric_of(ROOM).criteria]
    assert len(set(names)) == 5
    assert all(name.isascii() == (language == "en") for name in names)
