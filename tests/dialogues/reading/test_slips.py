"""Typing slips: each is reported where it stands, with what to do about it."""

import pytest

from dialogues.reading import Problem, read_scenario
from tests.dialogues.shop import SMALL


def errors(text: str) -> list[Problem]:
    """What is wrong with the text; its scenario must be refused."""
    reading = read_scenario(text, "small.yaml")
    assert reading.scenario is None
    return [problem for problem in reading.problems if not problem.warning]


def line_of(words: str, text: str = SMALL) -> int:
    """The line of the file in which these words stand."""
    return next(n for n, line in enumerate(text.split("\n"), 1) if words in line)


SLIPS = [
    ("标题: 小店", "标题：小店", "D012", "标题: "),
    ("标题: 小店", "标题:小店", "D017", "标题: "),
    ("标题: 小店", "标题:\t小店", "D010", "空格"),
    ("标题: 小店", "标题:　小店", "D011", "空格"),
    ("标题: 小店", "标题: 订单 #123 呢", "D013", "引号"),
    ("标题: 小店", "标题: @小店", "D014", "引号"),
    ("标题: 小店", "标题: *小店*", "D014", "引号"),
    ("标题: 小店", "标题: !小店", "D014", "引号"),
    ("标题: 小店", "标题: {称呼}你好", "D014", "引号"),
    ("标题: 小店", '标题: "小店', "D009", "引号"),
    ("标题: 小店", "标题小店", "D009", "缩进"),
    ("  - {名称: 被推", "  -{名称: 被推", "D016", "- {"),
    ("{名称: 被推", "{名称：被推", "D012", "名称: "),
    ("说: [人呢？]", "说: [@人呢]", "D014", "引号"),
    ("听到: 道歉", "听到: [道歉，共情]", "D015", "英文逗号"),
    ("标题: 小店", "标题: 小店\n标题: 大店", "D018", "删掉"),
    ("标题: 小店", "标提: 小店", "D020", "是不是“标题”？"),
    ("标题: 小店\n", "", "D021", "补上"),
    ("标题: 小店", "标题: [小, 店]", "D022", "例子"),
    ("怒气: 60", "怒气: 很高", "D023", "60"),
    ("怒气: 60", "怒气: 600", "D026", "100"),
    ("听到: 道歉", "听到: ［道歉］", "D019", "英文的 { }"),
    ("你卖【商品】", "你卖【商品", "D118", "两边"),
    ("限时: 300分30秒", "限时: 一会儿", "D024", "30秒"),
    ("必须: 是", "必须: 大概", "D025", "是"),
    ("递减: 一半", "递减: 三成", "D025", "一半"),
    ("类型: 单聊", "类型: 群聊", "D027", "单聊"),
    ("格式: 1", "格式: 2", "D028", "格式: 1"),
    ("编号: small-shop", "编号: 小店", "D029", "小写字母"),
    ("转到: 协商", "转到: 协上", "D101", "是不是“协商”？"),
    ("结局: 走了", "结局: 走吧", "D102", "是不是“走了”？"),
    ("听到: 道歉", "听到: 道谦", "D103", "是不是“道歉”？"),
    ("你卖【商品】", "你卖【商口】", "D104", "是不是“商品”？"),
    ("[未知 订单号]", "[未知 订单]", "D105", "是不是“订单号”？"),
    ("达成: 催件", "达成: 催催件", "D106", "是不是“催件”？"),
    ("[用过 查物流]", "[用过 察物流]", "D107", "是不是“查物流”？"),
    ("工具: [查订单", "工具: [查定单", "D107", "是不是“查订单”？"),
    ("[怒气 低于 80]", "[怒气 80]", "D108", "怒气 低于 60"),
    ("[怒气 低于 80]", "[心情不好]", "D108", "怒气 低于 60"),
    ("{名称: 先缓缓", "{名称: 被推", "D109", "不同的名字"),
    ("平静: 0到29", "平静: 0到19", "D112", "一档接一档"),
    ("接话: {平静: [嗯嗯。], ", "接话: {", "D114", "接话"),
    ("{商品: 鞋柜, 单号: QH3177,", "{商品: 鞋柜,", "D116", "写齐"),
    ("礼貌: {权重: 60}", "礼貌: {权重: 65}", "D120", "权重"),
    ("标题: 小店", "标题: 小店\n沿用: 通用受后", "D111", "是不是“通用售后”？"),
    ("阶段: [开头", "听懂: {粗鲁: {关键词: [滚]}}\n阶段: [开头", "D113", "换一个名字"),
    ("阶段: [开头", "听懂: {问红: {关键词: [【商品】]}}\n阶段: [开头", "D115", "提到"),
    ("阶段: [开头", "听懂: {问红: {模式: ['(a+)+$']}}\n阶段: [开头", "D110", "关键词"),
]


ELSEWHERE = {"D009", "D018", "D021", "D109", "D114", "D116", "D120"}
"""Where the mistake shows is not where it was typed."""


@pytest.mark.parametrize(("right", "wrong", "code", "remedy"), SLIPS)
def test_a_slip_is_reported_with_its_line_and_a_remedy(
    right: str, wrong: str, code: str, remedy: str
) -> None:
    assert right in SMALL
    text = SMALL.replace(right, wrong, 1)
    found = [problem for problem in errors(text) if problem.code == code]
    assert found, errors(text)
    assert remedy in found[0].hint
    if code not in ELSEWHERE:
        typed = wrong.splitlines()[-1 if "沿用" in wrong else 0]
        assert found[0].line == line_of(typed, text)


UNREADABLE = [
    ("标题: 小店", '标题: "小店', '"小店', "引号没有关上"),
    ("阶段: [开头", "阶段: [[开头", "[[开头", "括号没有关上"),
    ("标题: 小店", "标题小店", "标题小店", "栏名: 内容"),
    ("标题: 小店", "标题: 小店: 晚班", "标题: 小店: 晚班", "冒号多了"),
    ("  - {名称: 先缓缓", " - {名称: 先缓缓", " - {名称: 先缓缓", "对齐"),
]


@pytest.mark.parametrize(("right", "wrong", "typed", "told"), UNREADABLE)
def test_what_yaml_cannot_read_is_told_in_plain_words_where_it_begins(
    right: str, wrong: str, typed: str, told: str
) -> None:
    assert right in SMALL
    text = SMALL.replace(right, wrong, 1)
    [problem] = [problem for problem in errors(text) if problem.code == "D009"]
    assert told in problem.message
    assert problem.line == line_of(typed, text)
    assert "再查一遍" in problem.hint


def test_a_misspelt_base_is_one_problem() -> None:
    bare = SMALL.replace("听不懂: [你说什么？, 没懂。]", "沿用: 通用受后")
    found = errors(bare)
    assert [problem.code for problem in found if problem.file == "small.yaml"] == ["D111"]


def test_a_word_for_a_number_is_one_problem() -> None:
    found = errors(SMALL.replace("怒气: 60", "怒气: 很高"))
    assert [problem.code for problem in found] == ["D023"]


def test_all_problems_are_told_at_once() -> None:
    text = (
        SMALL.replace("标题: 小店", "标题：小店")
        .replace("转到: 协商", "转到: 协上")
        .replace("礼貌: {权重: 60}", "礼貌: {权重: 65}")
        .replace("[怒气 低于 80]", "[怒气 80]")
    )
    found = errors(text)
    assert [problem.code for problem in found] == ["D012", "D101", "D108", "D120"]
    assert [p.line for p in found] == sorted(p.line for p in found)


@pytest.mark.parametrize(
    "fine",
    [
        "标题: 小店        # 只给老师看",
        '标题: "订单 #123 呢"',
        "标题: '@主播 在吗'",
        "标题: 小店：晚班",
        "标题: 20:00",
        "标题: no",
        "标题: 007",
        "# 标题：注释里随便写\n标题: 小店",
    ],
)
def test_what_looks_like_a_slip_but_is_none_passes(fine: str) -> None:
    assert read_scenario(SMALL.replace("标题: 小店", fine), "small").scenario


@pytest.mark.parametrize("word", ["007", "no", "on", "20:00", "1e3", "~", "null", "2026-01-01"])
def test_every_scalar_is_text(word: str) -> None:
    scenario = read_scenario(SMALL.replace("标题: 小店", f"标题: {word}"), "small").scenario
    assert scenario is not None
    assert scenario.title == word


def test_a_block_of_text_may_hold_chinese_colons() -> None:
    block = "  岗位: |\n    提示：可以催件。\n    标题：不可以退款。\n"
    scenario = read_scenario(SMALL.replace("  岗位: 你卖【商品】。\n", block), "small").scenario
    assert scenario is not None
    assert scenario.briefing[0][1] == "提示：可以催件。\n标题：不可以退款。"


def test_problems_can_be_told_in_english() -> None:
    reading = read_scenario(SMALL.replace("转到: 协商", "转到: 协上"), "small", language="en")
    assert reading.problems[0].message == "There is no stage “协上”"
    assert reading.problems[0].hint == "Did you mean “协商”?"
