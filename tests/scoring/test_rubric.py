"""Rubric files, and a customer's own way of being marked."""

import pytest

from dialogues import scenario
from dialogues.condition import (
    Bound,
    Comparison,
    Condition,
    Has,
    InStage,
    Measure,
    Quantity,
    Topic,
)
from dialogues.transcript import Ended, Felt, Transcript, Used
from scoring.examiner import grade
from scoring.rubric import CriterionSpec, Kind
from scoring.rubric_file import named, read_rubric, shipped, standard
from scoring.scenario_rubric import rubric_for
from scoring.scorecard import CriterionMark
from scoring.section import BadFile
from tests.scoring.talks import Talking

SMALL = """\
格式: 1
编号: small
版本: 3
评分项:
  - {编号: courtesy, 类别: courtesy, 名称: {zh_CN: 礼貌}, 权重: 60, 起始: 70}
  - 编号: first_response
    类别: first_response
    权重: 40
    曲线: {10: 100, 60: 0}
红线:
  - {编号: abuse, 听到: [insult], 封顶: 40, 清零: [courtesy]}
奖牌: [{编号: gold, 至少: 90}, {编号: silver, 至少: 80}]
星级: [60, 80]
"""


def problems(text: str) -> list[str]:
    with pytest.raises(BadFile) as refused:
        read_rubric(text)
    return [str(problem) for problem in refused.value.problems]


def test_the_standard_rubric_weighs_as_agreed() -> None:
    weights = {spec.id: spec.weight for spec in standard().criteria}
    assert weights == {
        "first_response": 12,
        "later_response": 18,
        "courtesy": 30,
        "problem_solving": 20,
        "empathy": 10,
        "professionalism": 10,
    }


def test_rows_have_names_in_both_languages() -> None:
    for spec in standard().criteria:
        assert spec.name() != spec.id
        assert spec.name("en").isascii()


def test_a_rubric_file_is_read_with_its_version() -> None:
    rubric = read_rubric(SMALL)
    assert (rubric.id, rubric.version, len(rubric.criteria)) == ("small", 3, 2)
    assert rubric.criteria[1].curve is not None
    assert rubric.criteria[1].curve.mark(35_000) == 50
    assert rubric.criteria[1].name() == "first_response"
    assert rubric.abuse == {"insult"}


def test_shipped_rubrics_are_found_by_name() -> None:
    assert "default" in shipped()
    assert named("default") == standard()
    with pytest.raises(KeyError, match="default"):
        named("unknown")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("权重: 60", "权重: 50", "第 4 行：权重合计 90，应为 100"),
        ("权重: 60", "权重: 160", "第 5 行：“权重”是 160，超出范围"),
        ("权重: 60", "权重: 六十", "第 5 行：“权重”的值不对。这里要写整数"),
        ("权重: 60", "权重: yes", "“权重”的值不对"),
        ("权重: 60", "权重: true", "“权重”的值不对"),
        ("起始: 70", "起点: 70", "第 5 行：不认识“起点”。是不是“起始”？"),
        ("起始: 70", "xyz: 70", "不认识“xyz”。请删掉这一行"),
        ("类别: courtesy", "类别: politeness", "没有“politeness”这个选项。可以写：first_response"),
        ("曲线: {10: 100, 60: 0}", "曲线: {60: 0, 10: 100}", "第 9 行：曲线读不懂"),
        ("曲线: {10: 100, 60: 0}", "曲线: {快: 100, 慢: 0}", "曲线读不懂"),
        ("起始: 70", "起始: 70, 分值: {greet: 多}", "“分值”里有不是整数的值"),
        ("起始: 70", "起始: 70, 分值: {gret: 5}", "没有“gret”这条规则。是不是“greet”？"),
        ("听到: [insult]", "听到: [insults]", "没有“insults”这个话术动作。是不是“insult”？"),
        ("版本: 3", "版本: 3\n沿用: defaults", "没有叫“defaults”的评分表。可以沿用：default"),
        ("    曲线: {10: 100, 60: 0}\n", "", "“first_response”没有曲线"),
        ("星级: [60, 80]", "星级: [80, 60]", "星级没有从低到高排"),
        ("至少: 90", "至少: 70", "奖牌没有从高到低排"),
        ("清零: [courtesy]", "清零: [礼貌]", "没有“礼貌”这个评分项"),
        ("编号: first_response\n", "编号: courtesy\n", "编号重复"),
        ("格式: 1", "格式: 2", "“格式”是 2，超出范围"),
        (
            "奖牌: [{编号: gold, 至少: 90}, {编号: silver, 至少: 80}]",
            "奖牌: [金]",
            "“奖牌”里有读不懂的一项",
        ),
    ],
)
def test_a_slip_is_reported_with_line_and_remedy(old: str, new: str, expected: str) -> None:
    assert old in SMALL
    assert any(expected in problem for problem in problems(SMALL.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("    曲线: {10: 100, 60: 0}", "    曲线: {10: 100, 60: 0}\n    分值: {gret: 5}", 10),
        ("    曲线: {10: 100, 60: 0}", "    曲线: {10: 100, 60: 0}\n    分值: {greet: 多}", 10),
        ("    类别: first_response", "    类别: first_responses", 7),
        ("{编号: abuse, 听到: [insult], ", "{编号: abuse,\n     听到: [insults], ", 12),
        ("{编号: abuse, 听到: [insult], ", "{编号: abuse,\n     听到: [], ", 12),
    ],
)
def test_a_slip_in_a_longer_row_is_reported_with_its_own_line(
    old: str, new: str, line: int
) -> None:
    assert old in SMALL
    told = problems(SMALL.replace(old, new))
    assert [problem for problem in told if problem.startswith(f"第 {line} 行")], told


OURS = """\
格式: 1
编号: class-2
版本: 4
沿用: default
评分项:
  - {编号: courtesy, 权重: 40, 分值: {greet: 10}}
  - {编号: problem_solving, 权重: 10}
红线:
  - {编号: compliance, 听到: [offplatform], 封顶: 30}
"""


def test_a_class_changes_what_it_names_and_keeps_the_rest() -> None:
    ours, under = read_rubric(OURS), standard()
    assert [spec.id for spec in ours.criteria] == [spec.id for spec in under.criteria]
    courtesy = next(spec for spec in ours.criteria if spec.id == "courtesy")
    was = next(spec for spec in under.criteria if spec.id == "courtesy")
    assert (courtesy.weight, courtesy.points["greet"]) == (40, 10)
    assert (courtesy.points["thank"], courtesy.start) == (was.points["thank"], was.start)
    caps = {gate.id: gate.cap for gate in ours.gates}
    assert caps == {"abuse": 40, "compliance": 30, "deserted": 59}
    assert (ours.medals, ours.version) == (under.medals, 4)


def test_a_new_row_of_a_class_comes_last() -> None:
    added = OURS.replace("权重: 10}", "权重: 5}\n  - {编号: 板书, 权重: 5}")
    assert read_rubric(added).criteria[-1] == CriterionSpec("板书", Kind.BY_TEACHER, 5)


def test_weights_of_a_class_still_add_up_to_100() -> None:
    assert any("合计 110" in problem for problem in problems(OURS.replace("权重: 10", "权重: 20")))


def test_a_red_line_that_listens_for_nothing_would_cap_everybody_and_is_refused() -> None:
    deaf = OURS.replace("听到: [offplatform], ", "")
    assert [problem for problem in problems(deaf) if "等走了" in problem]


def test_all_problems_are_reported_at_once_in_order() -> None:
    slips = SMALL.replace("起始: 70", "起点: 70").replace("星级: [60, 80]", "星级: [9, 8]")
    assert len(problems(slips)) == 2


@pytest.mark.parametrize(
    "text", ["", "- 1", "a: [", "格式: 1\n格式: 1", "a: \x00", "\t", "编号: *nobody"]
)
def test_what_is_no_rubric_is_refused_kindly(text: str) -> None:
    assert problems(text)[0].startswith("第 ")


# --- a customer's own -------------------------------------------------------------------------


def has(topic: Topic, name: str, negated: bool = False) -> Has:
    return Has(topic, frozenset({name}), negated, f"{topic.value} {name}")


def own(*rows: scenario.Criterion, gates: tuple[scenario.Gate, ...] = ()) -> scenario.Rubric:
    return scenario.Rubric(rows, gates)


def marked(row: scenario.Criterion, transcript: Transcript, **values: str) -> CriterionMark:
    return grade(transcript, rubric_for(own(row), values)).criteria[0]


def test_a_customer_without_marks_of_its_own_gets_the_standard_rubric() -> None:
    assert rubric_for(scenario.Rubric()) == standard()


def test_own_rows_replace_the_standard_ones_and_standard_red_lines_stay() -> None:
    rubric = rubric_for(
        own(
            scenario.Criterion("courtesy", "礼貌", 40),
            scenario.Criterion("average_response", "平均响应", 60, full=20, zero=70),
            gates=(scenario.Gate(frozenset({"承诺到货"}), 60),),
        )
    )
    assert [(spec.id, spec.weight) for spec in rubric.criteria] == [
        ("courtesy", 40),
        ("average_response", 60),
    ]
    assert [gate.cap for gate in rubric.gates] == [40, 59, 59, 60]
    assert rubric.id == "default+own"
    talk = Talking().customer("到哪了", 0).student("保证明天到", 45, "承诺到货")
    card = grade(talk.over(), rubric)
    assert card.criteria[1].mark == 50
    assert card.gates[0].id == "own-1"
    assert card.gates[0].evidence[0].quote == "保证明天到"


def test_average_response_minds_placeholders_like_the_first() -> None:
    row = scenario.Criterion("average_response", "平均响应", 100, full=20, zero=70)
    farmed = Talking().customer("到哪了", 0).student("亲稍等", 3)
    assert marked(row, farmed.over()).mark == 50


def test_a_half_second_target_is_kept() -> None:
    row = scenario.Criterion("first_response", "首次响应", 100, full=1.5, zero=2.5)
    assert marked(row, Talking().customer("a1", 0).student("b1", 2).over()).mark == 50


def test_a_row_that_nobody_can_compute_is_left_to_the_teacher() -> None:
    row = scenario.Criterion("书写", "书写", 100)
    found = marked(row, Talking().customer("a1", 0).student("b1", 2).over())
    assert (found.name, found.mark, found.reason) == ("书写", None, "no-measure")
    assert rubric_for(own(row)).criteria[0].kind is Kind.BY_TEACHER


FELT = Felt(70, 30, "收尾", "", told=("订单号",), agreed=("补发",))


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (has(Topic.HEARD, "apologise"), True),
        (has(Topic.HEARD, "thank"), False),
        (has(Topic.HEARD, "thank", negated=True), True),
        (has(Topic.KNOWN, "订单号"), True),
        (has(Topic.USED, "查物流"), True),
        (has(Topic.USED, "转主管"), False),
        (has(Topic.AGREED, "补发"), True),
        (has(Topic.MENTIONED, "【尺码】码"), True),
        (has(Topic.MENTIONED, "【尺码】号"), False),
        (InStage(frozenset({"收尾"}), "阶段 收尾"), True),
        (Measure(Quantity.ANGER, Bound(Comparison.BELOW, 40), "怒气 低于 40"), True),
        (Measure(Quantity.ROUNDS, Bound(Comparison.AT_LEAST, 2), "轮数 至少 2"), False),
    ],
)
def test_what_the_author_asked_for_is_looked_up_in_the_talk(
    condition: Condition, holds: bool
) -> None:
    talk = Talking().customer("到哪了", 0).student("抱歉，您拍Ｍ码", 5, "apologise=抱歉")
    used = (Used("查物流", "YT1", "在杭州"), Used("转主管", "", "不可以", ok=False))
    row = scenario.Criterion("核对", "核对", 100, done=(condition,))
    found = marked(row, talk.over(moods=(FELT,), used=used), 尺码="M")
    assert found.mark == (100 if holds else 0)
    assert found.evidence[0].rule == ("done" if holds else "not-done")
    assert "【" not in found.evidence[0].about


def test_a_checklist_gives_the_share_that_was_done() -> None:
    done = (has(Topic.HEARD, "apologise"), has(Topic.HEARD, "thank"), has(Topic.HEARD, "greet"))
    talk = Talking().customer("到哪了", 0).student("抱歉", 5, "apologise")
    assert marked(scenario.Criterion("安抚", "安抚", 100, done=done), talk.over()).mark == 33


def test_a_heap_of_set_phrases_does_not_tick_a_checklist() -> None:
    heap = [
        f"{name}={word}"
        for name, word in zip(
            ("greet", "thank", "apologise", "farewell", "reassure", "insult"),
            "好谢歉再放滚",
            strict=True,
        )
    ]
    talk = Talking().customer("到哪了", 0).student("好谢歉再放滚", 5, *heap).over()
    kind = scenario.Criterion("安抚", "安抚", 100, done=(has(Topic.HEARD, "apologise"),))
    rude = scenario.Criterion("文明", "文明", 100, done=(has(Topic.HEARD, "insult", negated=True),))
    assert marked(kind, talk).mark == 0
    assert marked(rude, talk).mark == 0


@pytest.mark.parametrize(
    ("ended", "mark"),
    [(Ended("满意解决", True), 100), (Ended("勉强接受", True), 60), (Ended("客户离开", False), 0)],
)
def test_an_ending_is_marked_by_the_authors_table(ended: Ended, mark: int) -> None:
    table = {"满意解决": 100, "勉强接受": 60}
    row = scenario.Criterion("problem_solving", "解决问题", 100, endings=table)
    found = marked(row, Talking().customer("到哪了", 0).over(ended=ended))
    assert found.mark == mark
    assert found.evidence[0].rule == ("solved" if mark else "not-solved")


def test_endings_and_checklist_together_are_averaged() -> None:
    row = scenario.Criterion(
        "解决", "解决", 100, done=(has(Topic.HEARD, "thank"),), endings={"满意解决": 100}
    )
    talk = Talking().customer("到哪了", 0).student("在杭州", 4)
    assert marked(row, talk.over(ended=Ended("满意解决", True))).mark == 50


@pytest.mark.parametrize(
    "condition",
    [
        has(Topic.KNOWN, "订单号"),
        InStage(frozenset({"收尾"}), "阶段 收尾"),
        Measure(Quantity.ANGER, Bound(Comparison.BELOW, 40), "怒气 低于 40"),
    ],
)
def test_what_the_log_does_not_tell_has_no_mark(condition: Condition) -> None:
    row = scenario.Criterion("核对", "核对", 100, done=(condition,))
    found = marked(row, Talking().customer("到哪了", 0).student("在杭州", 4).over())
    assert (found.mark, found.reason) == (None, "not-recorded")


def test_a_value_that_nobody_knows_any_more_cannot_be_looked_for() -> None:
    row = scenario.Criterion("报码", "报码", 100, done=(has(Topic.MENTIONED, "【尺码】码"),))
    found = marked(row, Talking().customer("多大", 0).student("M码", 4).over())
    assert found.reason == "not-recorded"


def test_abuse_counts_as_such_under_every_rubric() -> None:
    rubric = rubric_for(own(scenario.Criterion("first_response", "首响", 100)))
    card = grade(Talking().customer("到哪了", 0).student("滚", 5, "insult").over(), rubric)
    assert (card.total, card.criteria[0].evidence[0].rule) == (0, "abuse-no-answer")


def test_an_unfinished_talk_earns_no_ending() -> None:
    row = scenario.Criterion("解决", "解决", 100, endings={"满意解决": 100})
    assert marked(row, Talking().customer("到哪了", 0).over(moods=(FELT,))).mark == 0


def test_an_unknown_ending_has_no_mark() -> None:
    row = scenario.Criterion("解决", "解决", 100, endings={"满意解决": 100})
    found = marked(row, Talking().customer("到哪了", 0).over())
    assert (found.mark, found.reason) == (None, "ending-unknown")


def test_a_checklist_of_a_silent_talk_points_at_nothing() -> None:
    row = scenario.Criterion("安抚", "安抚", 100, done=(has(Topic.HEARD, "thank"),))
    found = marked(row, Talking().over())
    assert (found.mark, found.evidence[0].quote) == (0, "")
