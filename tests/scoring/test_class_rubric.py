"""A class's rubric over the author's and the standard one."""

from scoring.class_rubric import in_class
from scoring.rubric import Kind
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


def weights(rubric):  # type: ignore[no-untyped-def]
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
