"""An author's conditions over a talk that is over, and what red lines and hints make of them."""

from dataclasses import replace

import pytest

from dialogues.condition import (
    DRAWN_AS,
    Bound,
    Comparison,
    Has,
    InStage,
    Measure,
    Quantity,
    Topic,
)
from dialogues.transcript import Felt, Remark, Transcript, Used
from scoring.examiner import grade
from scoring.rubric import Gate
from scoring.rubric_file import standard
from scoring.situation import Situation
from tests.scoring.talks import Talking


def talk() -> Transcript:
    talking = Talking().customer("退款吗", 0).student("马上退", 9, "offer_refund")
    moods = (
        Felt(60, 60, "发泄", "", told=("缺货",)),
        Felt(60, 30, "协商", "", agreed=("退",), waited=9.0),
    )
    used = (Used("退款", "468元", "已退", True), Used("改价", "1元", "没有权限", False))
    return talking.over(moods=moods, used=used)


@pytest.mark.parametrize(
    ("topic", "name", "holds"),
    [
        (Topic.HEARD, "offer_refund", True),
        (Topic.HEARD, "insult", False),
        (Topic.KNOWN, "缺货", True),
        (Topic.USED, "退款", True),
        (Topic.USED, "改价", False),
        (Topic.AGREED, "退", True),
        (Topic.MENTIONED, "马上退", True),
        (Topic.MENTIONED, "补发", False),
        (Topic.FILED, "退款 468元", True),
        (Topic.FILED, "改价", False),
    ],
)
def test_a_condition_asks_what_was_said_and_done(topic: Topic, name: str, holds: bool) -> None:
    assert Situation(talk()).has(topic, name) is holds


@pytest.mark.parametrize(
    ("quantity", "value"), [(Quantity.ROUNDS, 1), (Quantity.TIME, 9.0), (Quantity.ANGER, 30)]
)
def test_a_talk_is_measured(quantity: Quantity, value: float) -> None:
    assert Situation(talk()).measure(quantity) == value


def test_a_drawn_value_is_compared_with_the_one_wanted() -> None:
    assert Situation(talk()).has(Topic.DRAWN, f"蓝色{DRAWN_AS}蓝色")
    assert not Situation(talk()).has(Topic.DRAWN, f"蓝色{DRAWN_AS}红色")


def test_without_moods_there_is_neither_stage_nor_anger() -> None:
    silent = Situation(replace(talk(), moods=()))
    assert (silent.stage, silent.measure(Quantity.ANGER), silent.measure(Quantity.TIME)) == (
        "",
        0,
        0,
    )


def gated(*conditions: Has | InStage | Measure) -> tuple[int, tuple[str, ...]]:
    gate = Gate("own-1", frozenset(), 30, when=conditions)
    card = grade(talk(), replace(standard(), gates=(gate,)))
    return card.total, tuple(hit.evidence[0].about for hit in card.gates)


def test_an_authors_red_line_is_crossed_where_all_its_conditions_hold() -> None:
    refunded = Has(Topic.FILED, frozenset({"退款"}), False, "已退款")
    late = InStage(frozenset({"协商"}), "协商阶段")
    early = InStage(frozenset({"发泄"}), "发泄阶段")
    slow = Measure(Quantity.TIME, Bound(Comparison.ABOVE, 60), "用时超过60")
    assert gated(refunded, late) == (30, ("已退款，协商阶段",))
    for missing in (early, slow):
        total, crossed = gated(refunded, missing)
        assert total > 30
        assert crossed == ()


def test_a_hint_costs_two_points_and_other_remarks_nothing() -> None:
    bare = grade(talk(), standard())
    hinted = (Remark("hint", "先道歉"), Remark("pause"))
    card = grade(replace(talk(), remarks=hinted), standard())
    assert card.total == bare.total - 2
    assert [(each.rule, each.about) for each in card.deductions] == [("hint", "先道歉")]
