"""The authors' own tests, and the runner that plays them."""

import pytest

from dialogues.checks import Says, Step, Uses, Waits, play_script, run_selftests
from dialogues.reading import load_library
from dialogues.scenario import Scenario
from dialogues.scripted import ScriptedScenario
from dialogues.transcript import Delivered, Ended, Line, Transcript, Used
from scoring.situation import Situation
from tests.dialogues.shop import SMALL, playable

LIBRARY = load_library()
TESTED = (
    SMALL
    + """\
自测:
  - 名称: 道歉
    对话:
      - {学生: 真的很抱歉, 用时: 10秒, 应听到: [道歉], 怒气: 低于 60}
      - {工具: 查物流 【运单】}
      - {沉默: 300秒}
    期望: {结局: 走了, 得分: 低于 60}
"""
)


@pytest.mark.parametrize("name", ["high-value-closing", "logistics-delay-angry", "size-advice"])
def test_a_shipped_customer_passes_its_own_tests_in_thirty_variants(name: str) -> None:
    customer = LIBRARY.get(name)
    assert customer is not None, LIBRARY.problems
    assert len(customer.scenario.tests) >= 4
    assert run_selftests(customer, 30) == ()


def test_the_shipped_customers_have_no_problems() -> None:
    assert LIBRARY.problems == ()


def test_a_test_that_holds_finds_nothing() -> None:
    assert run_selftests(playable(TESTED), 3, lambda talk, scenario: 50.0) == ()


@pytest.mark.parametrize(
    ("right", "wrong", "line", "message"),
    [
        ("应听到: [道歉]", "应听到: [催办]", 4, "没听出“催办”"),
        ("应听到: [道歉]", "不应听到: [道歉]", 4, "不该听到“道歉”"),
        ("怒气: 低于 60", "怒气: 低于 20", 4, "怒气应当低于 20，实际 52"),
        ("用时: 10秒", "用时: 10秒, 阶段: 收尾", 4, "应在阶段“收尾”，实际在“开头”"),
        ("期望: {结局: 走了", "期望: {结局: 满意", 2, "应以“满意”结束，实际是“走了”"),
        ("得分: 低于 60", "得分: 至少 60", 2, "得分应当至少 60，实际 50"),
        (
            "    期望: {结局: 走了, 得分: 低于 60}",
            "      - {学生: 还在吗}",
            7,
            "对话已经以“走了”结束，这一步没机会说",
        ),
    ],
)
def test_what_is_not_met_is_told_with_its_line(
    right: str, wrong: str, line: int, message: str
) -> None:
    text = TESTED.replace(right, wrong)
    [finding] = run_selftests(playable(text), 1, lambda talk, scenario: 50.0)
    assert finding.line == len(SMALL.split("\n")) - 1 + line
    assert finding.message.replace("应当 ", "应当").startswith(message)


def test_the_examiner_gets_the_talk_and_the_scenario() -> None:
    seen: list[tuple[Transcript, Scenario]] = []

    def mark(talk: Transcript, scenario: Scenario) -> float:
        seen.append((talk, scenario))
        return 0.0

    run_selftests(playable(TESTED), 1, mark)
    [(talk, scenario)] = seen
    assert talk.scenario == scenario.id == "small-shop"
    assert talk.ended == Ended("走了", success=False, satisfaction=1)
    assert [u.text for u in talk.utterances if u.heard] == ["真的很抱歉"]


def test_a_played_log_has_the_stamps_of_a_real_talk() -> None:
    log = play_script(playable(), "1", [Says("真的很抱歉", 12), Waits(61), Uses("发券", "5")])
    talk = Transcript.of(log)
    stamps = [u.stamp.at.second for u in talk.utterances if u.stamp]
    assert stamps == [0, 12, 12, 12]
    assert [event.of for event in log if isinstance(event, Delivered)] == [
        position for position, event in enumerate(log) if isinstance(event, Line)
    ]
    assert any(isinstance(event, Used) and event.ok for event in log)


def test_the_same_script_leaves_the_same_log() -> None:
    script: list[Step] = [Says("真的很抱歉"), Says("单号多少"), Waits(70)]
    assert play_script(playable(), "1", script) == play_script(playable(), "1", script)


def test_what_the_customer_saw_is_what_the_examiner_sees() -> None:
    written: ScriptedScenario = playable()
    script: list[Step] = [
        Says("真的很抱歉"),
        Says("您的单号多少"),
        Uses("查物流", "7720315"),
        Uses("查物流", "5510482"),
    ]
    log = play_script(written, "1", script)
    hindsight = Situation(Transcript.of(log))
    [_, verified] = written.scenario.rubric.criteria
    assert [condition.holds(hindsight) for condition in verified.done] == [True, True]
    assert hindsight.stage == "协商"


SPEECH = (
    "您好，非常抱歉让您久等了，理解您的心情。请问您的订单号是多少，身高体重多少，喜欢宽松还是修身，"
    "买来主要做什么用，还担心哪方面呢？建议您拍M码或者L码，毛和腰都照顾到，亮度也够，面料不起球，"
    "那款是上一代的型号，我们整机保修，七天可退有运费险。我马上催快递，今晚8点前回复您，"
    "给您一张20元优惠券，现在拍今天发货，感谢您，祝您生活愉快，还有什么可以帮您？"
)


@pytest.mark.parametrize("name", ["high-value-closing", "logistics-delay-angry", "size-advice"])
def test_one_speech_pasted_over_and_over_wins_no_customer(name: str) -> None:
    written = LIBRARY.get(name)
    assert written is not None
    for seed in "abcdef":
        speeches = [Says(f"{SPEECH}{'谢谢' * n}", 10) for n in range(12)]
        ended = Transcript.of(play_script(written, seed, speeches)).ended
        assert ended is None or not ended.success
