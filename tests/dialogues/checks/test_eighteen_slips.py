"""The complete example customer, and eighteen mistakes that authors make in it: each is found."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogues.checks.reachability import unreached
from dialogues.checks.selftest import run_selftests
from dialogues.hearing import built_in
from dialogues.reading import read_scenario
from dialogues.scenario import Scenario, draw_values
from dialogues.scripted import ScriptedScenario
from dialogues.transcript import Transcript
from scoring.examiner import grade
from scoring.scenario_rubric import rubric_for

EXAMPLE = (Path(__file__).parent / "example.yaml").read_text(encoding="utf-8")
FEW_EXAMPLES = "D207"
"""The example has acts with one or two 例句 only, which is worth a warning; nothing else is."""

HIDING = """\
  - 名称: 补发再问
    阶段: 协商
    听到: 提出补发
    当: [怒气 至少 0, 轮数 至少 1]
    说: [补发？那什么时候到？]
"""


def findings(text: str) -> Iterator[tuple[str, int]]:
    """Code and line of everything that the four nets find; 自测 stands for the third of them."""
    reading = read_scenario(text, "example.yaml")
    yield from ((p.code, p.line) for p in reading.problems if p.code != FEW_EXAMPLES)
    if reading.scenario:
        playable = ScriptedScenario(reading.scenario, built_in())
        yield from (("自测", found.line) for found in run_selftests(playable, 6, mark))
        yield from ((p.code, p.line) for p in unreached(reading.scenario, "example.yaml"))


def mark(talk: Transcript, scenario: Scenario) -> float:
    """The examiner's total."""
    return grade(talk, rubric_for(scenario.rubric, draw_values(scenario, ""))).total


def line_of(words: str, text: str) -> int:
    """The first line in which the words stand."""
    return next(n for n, line in enumerate(text.split("\n"), 1) if words in line)


def test_the_example_of_the_proposal_reads_and_its_tests_pass() -> None:
    assert list(findings(EXAMPLE)) == []


SLIPS = [
    ("中文冒号", "标题: 物流", "标题：物流", "D012", "标题："),
    ("Tab", "  怒气: 70 ", "\t怒气: 70 ", "D010", "\t怒气"),
    ("井号", "说: [你连我哪一单", "说: [订单 #12 呢", "D013", "订单 #12"),
    ("重复键", "难度: 4", "难度: 4\n难度: 3", "D018", "难度: 3"),
    ("阶段写错",
     "    转到: 核实\n  - 名称: 没查",
     "    转到: 核实信息\n  - 名称: 没查",
     "D101", "转到: 核实信息"),
    ("话术写错", "听到: 让客户等", "听到: 让客等", "D103", "听到: 让客等"),
    ("结局写错", "结局: 满意解决\n\n接话", "结局: 满意\n\n接话", "D102", "结局: 满意"),
    ("变量写错",
     "说: [订单号【订单号】。快点查。",
     "说: [订单号【订单编号】。快点查。",
     "D104", "【订单编号】"),
    ("条件写法", "[怒气 低于 75]", "[怒气 < 75]", "D108", "怒气 < 75"),
    ("权重", "礼貌: {权重: 20}", "礼貌: {权重: 25}", "D120", "评分:"),
    ("没用到的话术",
     "  核对地址:\n",
     "  夸商品:\n    例句: [您真有眼光, 这款很好看, 您会挑]\n  核对地址:\n",
     "D201", "夸商品:"),
    ("例句撞车",
     "例句: [我马上联系快递加急处理",
     "例句: [我保证您明天一定能收到",
     "D206", "  提出催件:"),
    ("忘了转到收尾",
     "    达成: 催件加时限\n    转到: 收尾\n",
     "    达成: 催件加时限\n",
     "D212", "名称: 同意催件"),
    ("正负号写反", "道歉: -8, 共情", "道歉: +8, 共情", "D210", "道歉: +8"),
    ("初始怒气过高", "  怒气: 70 ", "  怒气: 96 ", "D211", "怒气: 96"),
    ("规则被盖住",
     "  - 名称: 同意补发\n",
     HIDING + "  - 名称: 同意补发\n",
     "D215", "名称: 同意补发"),
    ("条件不可能满足",
     "怒气 低于 60]\n    说: [行，那",
     "怒气 低于 0]\n    说: [行，那",
     "D213", "名称: 同意催件"),
    ("扣分词太宽", "  承诺到货:\n", "  承诺到货:\n    关键词: [今天, 明天]\n", "D214", "承诺到货:"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("right", "wrong", "code", "place"), [s[1:] for s in SLIPS], ids=[s[0] for s in SLIPS]
)
def test_a_planted_slip_is_found_with_its_line(
    right: str, wrong: str, code: str, place: str
) -> None:
    assert EXAMPLE.count(right) == 1
    text = EXAMPLE.replace(right, wrong)
    assert (code, line_of(place, text)) in list(findings(text))


def test_too_much_anger_to_begin_with_is_found_by_the_authors_own_tests() -> None:
    text = EXAMPLE.replace("  怒气: 70 ", "  怒气: 90 ")
    assert ("自测", line_of("应听到: [问候, 道歉, 共情], 怒气: 低于 60", text)) in findings(text)
