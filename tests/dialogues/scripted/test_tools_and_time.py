"""Tools that customers feel, time that runs out, promises beyond the policy, and help."""

import pytest

from dialogues.checks import Says, Uses, play_script
from dialogues.help import hint_from
from dialogues.scenario import draw_values
from dialogues.transcript import Act, Ended, Heard, Remark, Transcript
from scoring.examiner import grade
from scoring.rubric_file import standard
from scoring.scenario_rubric import rubric_for
from tests.dialogues.shop import SMALL, acts, customer, playable

MORE = "查库存, 申请退款, 申请补发, 转主管, 改地址]"
TOOLS = (
    SMALL.replace("催件, 发券, 备注]", f"催件, 发券, 备注, {MORE}")
    .replace("  发券上限", "  退款上限: 100元\n  库存: [{商品: 【商品】, 现货: 1 件}]\n  发券上限")
    .replace("      商品: 【商品】\n", "      商品: 【商品】\n      金额: 468元\n")
)
FELT = TOOLS.replace(
    "  - {名称: 再见,",
    "  - {名称: 退了, 用了: 申请退款, 阶段: 开头, 说: [这还差不多。], 怒气: -20, 转到: 收尾}\n"
    "  - {名称: 再见,",
)
SHORT = SMALL.replace("限时: 300分30秒", "限时: 2分钟")


def number(text: str = TOOLS, seed: str = "7") -> str:
    """The order number drawn for this seed."""
    return draw_values(playable(text).scenario, seed)["单号"]


# --- tools ---------------------------------------------------------------------------------------


def test_a_customer_may_feel_what_a_tool_does() -> None:
    answer = customer(FELT).use("申请退款", f"{number()} 50元")
    assert answer.reaction
    assert answer.reaction.lines == ("这还差不多。",)
    assert (answer.reaction.felt.anger, answer.reaction.felt.stage) == (40, "收尾")


def test_a_rule_that_waits_for_a_tool_hears_no_words() -> None:
    assert customer(FELT).hear("给您退款", acts("提出退款"), 5).felt.rule != "退了"


def test_a_tool_that_was_refused_is_not_felt() -> None:
    answer = customer(FELT).use("申请退款", f"{number()} 400元")
    assert not answer.ok
    assert answer.reaction is None
    assert "100" in answer.text


@pytest.mark.parametrize(
    ("tool", "argument", "shown"),
    [("申请退款", "50元", "退款 50元"), ("备注", "客户急用", "备注 客户急用"), ("发券", "", ""),
     ("申请补发", "", "补发 已申请"), ("转主管", "退款超限", "转接 退款超限"),
     ("改地址", "杭州西湖区", "收货地址 杭州西湖区")],
)  # fmt: skip
def test_what_was_done_is_seen_when_it_is_looked_up_again(
    tool: str, argument: str, shown: str
) -> None:
    born = customer(TOOLS)
    typed = "15" if tool == "发券" else f"{number()} {argument}"
    assert born.use(tool, typed).ok
    assert (shown or "优惠券 15元") in born.use("查订单", number()).text


def test_the_changed_records_outlive_a_snapshot() -> None:
    born = customer(TOOLS)
    born.use("申请退款", f"{number()} 50元")
    again = playable(TOOLS).restore("7", born.snapshot())
    assert "退款 50元" in again.use("查订单", number()).text
    assert not again.use("申请退款", f"{number()} 10元").ok


def test_what_is_sent_out_leaves_the_shelf_until_there_is_none() -> None:
    born = customer(TOOLS)
    assert born.use("申请补发", number()).ok
    assert "现货 0 件" in born.use("查库存", "").text
    assert not born.use("申请补发", number()).ok


def test_conditions_see_what_was_done_in_the_back_office() -> None:
    text = TOOLS.replace("听到: 道歉, 说", "听到: 道歉, 当: [后台 退款 50元, 后台没有 发券], 说")
    assert customer(text).hear("抱歉", acts("道歉"), 5).felt.rule != "先缓缓"
    born = customer(text)
    born.use("申请退款", f"{number()} 50元")
    assert born.hear("抱歉", acts("道歉"), 5).felt.rule == "先缓缓"


def test_the_examiner_asks_for_the_state_of_the_back_office() -> None:
    text = TOOLS.replace("  退款上限", "  应为: [退款 【单号】, 没有 发券]\n  退款上限").replace(
        "  礼貌: {权重: 60}", "  礼貌: {权重: 20}\n  解决问题: {权重: 40}"
    )
    scenario = playable(text).scenario
    rubric = rubric_for(scenario.rubric, draw_values(scenario, "7"))
    for steps, mark in (([Uses("申请退款", f"{number()} 50元")], 100), ([Uses("发券", "5")], 0)):
        talk = Transcript.of(play_script(playable(text), "7", [Says("真的很抱歉"), *steps]))
        row = grade(talk, rubric).criterion("problem_solving")
        assert row
        assert row.mark == mark


# --- promises and policy -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "beyond"),
    [("给您补偿一张50元优惠券", "给您补偿一张50元优惠券"), ("给您补偿一张五十块的优惠券", "五十块"),
     ("给您补偿20元优惠券", ""), ("您468元的订单，给您补偿一张10元优惠券", ""),
     ("给您补偿一张满100元减10元的优惠券", ""), ("订单一共468元", "")],
)  # fmt: skip
def test_more_compensation_than_the_policy_allows_is_heard(reply: str, beyond: str) -> None:
    quotes = [a.quote for a in playable().hear(reply).acts if a.id == "超额补偿"]
    assert bool(quotes) == bool(beyond)
    assert all(beyond in quote and quote in reply for quote in quotes)


GATES = """红线:
    - {听到: 生硬拒绝, 当: [【可退】是 可以], 封顶: 30}
    - {当: [【可退】是 不行, 后台 备注], 封顶: 20}"""
GATED = (
    SMALL.replace("YT7720315}", "YT7720315, 可退: 可以}")
    .replace("ZT5510482}", "ZT5510482, 可退: 不行}")
    .replace("红线: [{听到: 辱骂, 封顶: 40}]", GATES)
)


def test_a_refusal_is_wrong_only_where_the_policy_grants() -> None:
    scenario = playable(GATED).scenario
    caps = set()
    for seed in "abcdefgh":
        values = draw_values(scenario, seed)
        log = play_script(playable(GATED), seed, [Says("退不了，没得商量"), Uses("备注", "拒绝")])
        card = grade(Transcript.of(log), rubric_for(scenario.rubric, values))
        own = {hit.cap for hit in card.gates if hit.id.startswith("own")}
        caps.add((values["可退"], *own))
    assert caps == {("可以", 30), ("不行", 20)}


# --- time ----------------------------------------------------------------------------------------


def test_a_talk_that_takes_too_long_ends_by_itself() -> None:
    born = customer(SHORT)
    assert born.hear("在的", acts("问候"), 50).ended is None
    late = born.hear("在的呢", acts("应答"), 71)
    assert late.ended == Ended("时间到", success=False, satisfaction=2)
    assert late.lines == ("我没时间了，先这样吧。",)


def test_time_runs_out_in_silence_too() -> None:
    born = customer(SHORT)
    born.hear("在的", acts("问候"), 55)
    assert born.tick(60).wake_after == 65
    assert born.tick(65).ended == Ended("时间到", success=False, satisfaction=2)


def test_an_ending_may_wait_for_a_time_of_the_talk() -> None:
    text = SMALL.replace("当: [怒气 至少 95]", "当: [用时 超过 40秒]")
    born = customer(text)
    assert born.tick(0).wake_after == 41
    assert born.hear("在的", acts("问候"), 41).ended == Ended("投诉", success=False, satisfaction=1)


# --- help ----------------------------------------------------------------------------------------


def test_a_hint_names_the_next_thing_that_is_missing() -> None:
    born = customer()
    assert "订单号" in hint_from(born)
    born.hear("单号多少", acts("询问订单"), 5)
    assert "查物流" in hint_from(born)


def test_the_authors_own_hints_come_first_and_in_turn() -> None:
    born = customer(SMALL + "提示: {开头: [先道歉。, 再问【商品】的单号。]}\n")
    told = [hint_from(born) for _ in range(3)]
    assert told[0] == told[2] == "先道歉。"
    assert "【" not in told[1]


def test_each_hint_costs_two_points_and_the_card_says_so() -> None:
    log = play_script(playable(), "1", [Says("真的很抱歉", 5), Says("麻烦说下单号", 5)])
    free = grade(Transcript.of(log), standard())
    helped = grade(Transcript.of([*log, Remark("hint", "先道歉。")] * 1), standard())
    assert helped.total == free.total - 2
    [taken] = helped.deductions
    assert (taken.points, taken.about) == (-2, "先道歉。")


def test_a_heard_act_beyond_the_policy_moves_the_customer_too() -> None:
    text = SMALL.replace("听到: 推诿, 说", "听到: [推诿, 超额补偿], 说")
    heard = Heard((Act("超额补偿", 0, 2, "", ""),))
    assert customer(text).hear("给您五百", heard, 5).felt.rule == "被推"
