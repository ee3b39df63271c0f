"""A class's rubric over the author's and the standard one."""

from dialogues import scenario
from dialogues.condition import Has, Topic
from scoring.class_rubric import in_class
from scoring.rubric import Kind, Rubric
from scoring.rubric_file import read_rubric, standard
from scoring.scenario_rubric import rubric_for
from tests.dialogues.shop import playable

OWN = read_rubric("""\
格式: 1
编号: kind
版本: 3
沿用: default
评分项:
  - {编号: courtesy, 权重: 60, 分值: {greet: 20}}
  - {编号: later_response, 权重: 0}
  - {编号: first_response, 权重: 0}
红线:
  - {编号: insult, 听到: [insult], 封顶: 10}
""")


def weights(rubric: Rubric) -> dict[str, float]:
    """What each row weighs."""
    return {row.id: row.weight for row in rubric.criteria}


def test_the_standard_rubric_takes_the_class_as_it_is() -> None:
    laid = in_class(standard(), OWN)
    assert weights(laid) == weights(OWN)
    assert (laid.id, laid.version) == ("default+kind", 3)
    [row] = [row for row in laid.criteria if row.id == "courtesy"]
    assert row.points["greet"] == 20
    assert row.points["thank"] == 5


def test_an_authors_conditions_stay_and_weights_come_to_a_hundred() -> None:
    authored = rubric_for(playable().scenario.rubric)
    laid = in_class(authored, OWN)
    assert sum(row.weight for row in laid.criteria) == 100
    for before, after in zip(authored.criteria, laid.criteria, strict=True):
        assert (before.id, before.done, before.endings) == (after.id, after.done, after.endings)
        assert before.kind == after.kind or before.kind is not Kind.AUTHORED


def test_the_classes_red_line_takes_the_place_of_the_same_one() -> None:
    laid = in_class(standard(), OWN)
    assert [gate.cap for gate in laid.gates if gate.id == "insult"] == [10]
    assert {gate.id for gate in laid.gates} >= {gate.id for gate in standard().gates}


def test_the_class_weighs_what_an_author_asks_for_and_never_rewrites_it() -> None:
    asked = Has(Topic.HEARD, frozenset({"道歉"}), False, "听过 道歉")
    rows = (
        scenario.Criterion("problem_solving", "解决问题", 70, done=(asked,)),
        scenario.Criterion("courtesy", "礼貌", 30),
    )
    own = read_rubric(
        """\
格式: 1
编号: calm
版本: 1
沿用: default
评分项:
  - {编号: problem_solving, 权重: 10}
  - {编号: courtesy, 权重: 40}
"""
    )
    laid = in_class(rubric_for(scenario.Rubric(rows, ())), own)
    solving, courtesy = laid.criteria
    assert (solving.kind, solving.done) == (Kind.AUTHORED, (asked,))
    assert (solving.weight, courtesy.weight) == (20, 80)


def test_a_classes_medals_stars_and_how_upset_a_customer_counts_hold_for_it() -> None:
    own = read_rubric(
        """\
格式: 1
编号: strict
版本: 1
沿用: default
着急线: 75
奖牌:
  - {编号: gold, 至少: 95}
星级: [60, 70, 80, 90, 97]
"""
    )
    laid = in_class(rubric_for(playable().scenario.rubric), own)
    assert [(medal.id, medal.least) for medal in laid.medals] == [("gold", 95)]
    assert laid.stars == (60, 70, 80, 90, 97)
    assert laid.upset_from == 75
