"""Disputed marks: striking a reason changes only that, and what the disputes teach."""

import pytest

from dialogues.transcript import Transcript
from scoring.evidence import cite
from scoring.examiner import grade
from scoring.remarking import (
    MISSED,
    Calibration,
    Decision,
    Verdict,
    calibration,
    can_be_struck,
    disputes,
    struck,
)
from scoring.rubric_file import standard
from tests.scoring.talks import Talking


def talk() -> Transcript:
    talking = Talking(upset=True).customer("物流停了", 0)
    talking.student("靠垫不错，自己查", 12, "insult=靠垫", "command=自己查")
    return talking.customer("嗯", 20).student("好的", 200, "acknowledge").over()


def bare() -> Transcript:
    talking = Talking(upset=True).customer("物流停了", 0).student("在杭州", 200, "report_status")
    return talking.customer("嗯", 220).student("今晚到", 230, "commit_time").over()


def test_red_lines_can_be_disputed_first_and_each_reason_once() -> None:
    found = disputes(grade(talk(), standard()))
    assert found[0].evidence.rule == "insult"
    keys = [(each.evidence.event, each.evidence.start, each.evidence.rule) for each in found]
    assert len(keys) == len(set(keys))
    assert [each.number for each in found] == list(range(len(found)))


def test_a_flawless_card_has_nothing_to_dispute() -> None:
    kind = Talking().customer("在吗", 0).student("您好，在的", 5, "greet=您好").over()
    lost = {each.evidence.rule for each in disputes(grade(kind, standard()))}
    assert not lost & {"cold", "insult", "greeting-missing"}


def test_striking_a_misheard_insult_lifts_the_cap_and_leaves_the_rest() -> None:
    card = grade(talk(), standard())
    insult = disputes(card)[0].evidence
    again = grade(struck(talk(), insult), standard())
    assert card.gates
    assert not again.gates
    assert again.total > card.total
    assert "command" in {e.rule for row in again.criteria for e in row.evidence}


@pytest.mark.parametrize("rule", ["apology-missing", "empathy-missing", "greeting-missing"])
def test_granting_that_something_was_said_marks_it_as_said(rule: str) -> None:
    card = grade(bare(), standard())
    evidence = next(e for row in card.criteria for e in row.evidence if e.rule == rule)
    again = grade(struck(bare(), evidence), standard())
    assert again.total > card.total
    told = {e.rule for row in again.criteria for e in row.evidence}
    assert rule not in told
    assert MISSED[rule] in told


def test_time_cannot_be_struck() -> None:
    assert not can_be_struck("slow")
    assert can_be_struck("cold")
    slow = next(e for e in disputes(grade(bare(), standard()), 99) if e.evidence.rule == "slow")
    assert struck(bare(), slow.evidence) == bare()


def test_the_least_trusted_rule_is_told_first() -> None:
    decisions = (
        Decision("cold", Verdict.UPHELD, 60, 60),
        Decision("cold", Verdict.GRANTED, 60, 66),
        Decision("sarcasm", Verdict.GRANTED, 50, 60),
        Decision("sarcasm", Verdict.REMARKED, 50, 45),
        Decision("slow", Verdict.REMARKED, 50, 70),
        Decision("blame", Verdict.UPHELD, 70, 70),
    )
    assert calibration(decisions) == (
        Calibration("sarcasm", 2, 0, 1, 0, 1),
        Calibration("cold", 2, 1, 1, 0, 0),
        Calibration("slow", 1, 0, 0, 1, 0),
        Calibration("blame", 1, 1, 0, 0, 0),
    )


def test_what_no_ear_has_heard_is_left_as_it_is() -> None:
    talk = Talking().customer("到哪了", 0).unheard("哦", 5).over()
    assert struck(talk, cite(1, 0, "哦", "cold", -8)) == talk


def test_only_the_words_quoted_are_struck_where_the_same_was_said_again() -> None:
    talking = Talking(upset=True).customer("物流停了", 0).student("自己查", 12, "command=自己查")
    twice = talking.customer("嗯", 20).student("自己查", 30, "command=自己查").over()
    first, second = (said for said in twice.utterances if said.heard is not None)
    [dispute] = [
        each
        for each in disputes(grade(twice, standard()))
        if (each.evidence.rule, each.evidence.event) == ("command", second.event)
    ]
    again = struck(twice, dispute.evidence)
    assert [act.id for said in again.utterances if said.heard for act in said.heard.acts] == [
        "command"
    ]
    assert again.utterances[first.event] == first


def test_what_is_granted_stands_where_it_was_quoted_and_leaves_the_courtesy_as_heard() -> None:
    said = next(each for each in bare().utterances if each.heard is not None)
    assert said.heard is not None
    evidence = cite(said.event, 1, "杭州", "apology-missing", -10)
    granted = struck(bare(), evidence).utterances[said.event].heard
    assert granted is not None
    [act] = [act for act in granted.acts if act.id == "apologise"]
    assert (act.start, act.end, act.quote) == (1, 3, "杭州")
    assert granted.courtesy == said.heard.courtesy
