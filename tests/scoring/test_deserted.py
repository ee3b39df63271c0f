"""A customer who waited for an answer until it left: kind words before do not make that a pass."""

import pytest

from dialogues.scenario import TIME_UP
from dialogues.transcript import Ended
from scoring.debrief import debrief
from scoring.examiner import grade
from scoring.rubric_file import standard
from scoring.scorecard import Scorecard
from tests.scoring.talks import Talking

LEFT = Ended("客户离开", success=False, satisfaction=1)


def talk(*, answered: bool, ended: Ended | None) -> Scorecard:
    """Kind and quick words; the last question is answered, or not."""
    said = Talking().customer("到哪了", 0).student("您好，马上帮您查", 5, "greet=您好", courtesy=90)
    said.customer("查到了吗", 10)
    if answered:
        said.student(
            "谢谢您，包裹到杭州了", 15, "thank=谢谢您", "report_status=到杭州了", courtesy=90
        )
    return grade(said.over(ended=ended), standard())


def test_kind_words_and_then_silence_are_no_pass() -> None:
    card = talk(answered=False, ended=LEFT)
    [hit] = card.gates
    assert (hit.id, hit.cap) == ("deserted", 59)
    assert [each.quote for each in hit.evidence] == ["查到了吗"]
    assert card.total <= 59
    assert card.medal == ""
    first = debrief(card)[0]
    assert first.key == "debrief.total.deserted"
    assert first.values == {"total": card.total, "cap": 59}


@pytest.mark.parametrize(
    ("answered", "ended"),
    [
        (True, LEFT),
        (False, None),
        (False, Ended("满意解决", success=True, satisfaction=5)),
        (False, Ended("放弃", success=False, abandoned=True)),
        (False, Ended(TIME_UP, success=False, satisfaction=2)),
    ],
    ids=["answered", "goes on", "settled", "stopped", "time was up"],
)
def test_nobody_else_has_left_a_customer_waiting(answered: bool, ended: Ended | None) -> None:
    assert talk(answered=answered, ended=ended).gates == ()
