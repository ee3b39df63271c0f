"""Simulated students: who gets which marks, what never happens, and what speaks against it."""

from collections.abc import Iterable

import pytest

from dialogues.checks.rehearsal import (
    Attempt,
    Stage,
    comparison,
    coverage,
    doubts,
    schedule,
    showings,
)
from dialogues.checks.students import COMPARED, POOR, Persona
from dialogues.hearing import built_in
from dialogues.reading import load_library, read_scenario
from dialogues.scenario import Scenario
from dialogues.scripted import ScriptedScenario
from dialogues.transcript import Transcript
from tests.dialogues.shop import SMALL, playable

LIBRARY = load_library()
SHIPPED = sorted(LIBRARY.scenarios)


def solved(talk: Transcript, scenario: Scenario) -> float:
    """A mark that only asks how the talk ended."""
    return 100.0 if talk.ended and talk.ended.success else 0.0


def stage(customer: ScriptedScenario | None = None) -> Stage:
    """The small customer, or this one, ready to be rehearsed."""
    return Stage(customer or playable(), solved)


def attempts(
    customer: ScriptedScenario, turns: Iterable[tuple[Persona, str]], *, by_acts: bool
) -> list[Attempt]:
    """All these turns played."""
    house = stage(customer)
    return [house.rehearse(persona, seed, by_acts=by_acts) for persona, seed in turns]


def attempt(persona: Persona, mark: float, seed: str = "1") -> Attempt:
    """An attempt of which only the mark matters."""
    return Attempt(persona, seed, mark, "满意", 3, frozenset(), frozenset())


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("by_acts", [True, False])
def test_a_good_student_finds_the_way_through_a_shipped_customer(name: str, by_acts: bool) -> None:
    customer = LIBRARY.scenarios[name]
    played = attempts(
        customer, [(Persona.EXPERT, f"{number}") for number in range(6)], by_acts=by_acts
    )
    good = {ending.name for ending in customer.scenario.endings if ending.success}
    assert {each.ending for each in played} <= good


def test_the_way_is_read_from_the_file_and_not_from_a_script() -> None:
    without_script = playable(SMALL)
    assert without_script.scenario.tests == ()
    played = stage(without_script).rehearse(Persona.EXPERT, "1")
    assert played.ending == "满意"
    assert "答应" in played.rules


@pytest.mark.parametrize("persona", POOR)
def test_a_poor_student_solves_nothing(persona: Persona) -> None:
    customer = LIBRARY.scenarios["logistics-delay-angry"]
    played = attempts(customer, [(persona, str(number)) for number in range(5)], by_acts=False)
    assert {each.mark for each in played} == {0.0}


def test_the_same_turn_is_played_the_same_again() -> None:
    for persona in Persona:
        assert stage().rehearse(persona, "7") == stage().rehearse(persona, "7")


def test_a_rule_that_can_never_answer_is_seen() -> None:
    dead = SMALL.replace("名称: 先缓缓, 听到: 道歉", "名称: 盖住, 听到: 道歉").replace(
        "接话:", "  - {名称: 被盖住, 听到: 道歉, 说: [嗯。]}\n接话:"
    )
    dead = dead.replace("名称: 盖住, 听到: 道歉", "名称: 盖住, 听到: 道歉, 当: [轮数 至少 0]")
    customer = playable(dead)
    found = coverage(customer.scenario, attempts(customer, schedule(300), by_acts=True))
    never = {share.name for share in found.rules if not share.share}
    assert "被盖住" in never
    assert not {"盖住", "答应", "再见", "被推"} & never
    assert {share.name for share in found.stages if not share.share} == set()


def test_a_way_that_is_blocked_shows_in_the_good_students_endings() -> None:
    blocked = playable(SMALL.replace("转到: 收尾", "转到: 协商"))
    found = coverage(blocked.scenario, attempts(blocked, schedule(48), by_acts=True))
    assert found.solved == 0.0
    assert {share.name: share.share for share in found.endings}["满意"] == 0.0


def test_going_round_in_one_stage_is_seen() -> None:
    blocked = playable(SMALL.replace("怒气 低于 80", "怒气 低于 1"))
    played = attempts(blocked, [(Persona.EXPERT, str(n)) for n in range(5)], by_acts=True)
    assert coverage(blocked.scenario, played).loops


def test_every_persona_plays_every_variant_that_is_compared() -> None:
    turns = list(comparison(3))
    assert len(turns) == 3 * len(COMPARED)
    assert {persona for persona, _ in turns} == set(COMPARED)


def test_marks_are_summed_up_by_persona() -> None:
    [showing] = showings([attempt(Persona.SLOW, mark) for mark in (60.0, 90.0, 70.0)])
    assert (showing.low, showing.middle, showing.high) == (60.0, 70.0, 90.0)
    assert [(share.name, share.share) for share in showing.endings] == [("满意", 1.0)]


GOOD_ORDER = {
    Persona.EXPERT: 85.0,
    Persona.SLOW: 70.0,
    Persona.CARELESS: 40.0,
    Persona.STUFFER: 50.0,
}


def test_marks_in_order_and_within_limits_raise_no_doubt() -> None:
    assert doubts([attempt(persona, mark) for persona, mark in GOOD_ORDER.items()]) == ()


@pytest.mark.parametrize(
    ("persona", "mark", "wanted"),
    [(Persona.EXPERT, 84.0, 85), (Persona.CARELESS, 41.0, 40), (Persona.STUFFER, 51.0, 50)],
)
def test_a_mark_beyond_its_limit_is_a_doubt(persona: Persona, mark: float, wanted: int) -> None:
    marks = GOOD_ORDER | {persona: mark}
    [doubt] = doubts([attempt(each, value) for each, value in marks.items()])
    assert (doubt.persona, doubt.found, doubt.wanted) == (persona, mark, wanted)


@pytest.mark.parametrize("worse", POOR)
def test_an_order_that_turns_in_one_variant_is_a_doubt(worse: Persona) -> None:
    fine = [attempt(Persona.SLOW, 30.0, str(n)) for n in range(5)]
    poor = [attempt(worse, 10.0, str(n)) for n in range(4)] + [attempt(worse, 30.0, "4")]
    [doubt] = doubts([*fine, *poor])
    assert (doubt.persona, doubt.other, doubt.times, doubt.seed) == (Persona.SLOW, worse, 1, "4")


def test_the_authors_own_good_student_is_followed() -> None:
    script = """\
自测:
  - 名称: 好学生
    对话:
      - {学生: 麻烦您说一下单号好吗我来查暗号甲, 用时: 9秒}
      - {工具: 查物流 【运单】}
      - {学生: 我马上催一下快递, 用时: 9秒}
      - {学生: 祝您生活愉快, 用时: 9秒}
    期望: {结局: 满意}
"""
    said: list[str] = []

    def remember(talk: Transcript, scenario: Scenario) -> float:
        said.extend(u.text for u in talk.utterances if u.heard)
        return 0.0

    reading = read_scenario(SMALL + script, "small")
    assert reading.scenario is not None
    scripted = ScriptedScenario(reading.scenario, built_in())
    Stage(scripted, remember).rehearse(Persona.EXPERT, "1")
    assert said == ["麻烦您说一下单号好吗我来查暗号甲", "我马上催一下快递", "祝您生活愉快"]
