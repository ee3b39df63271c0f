"""From a file to a scenario: synonyms, inheritance, conditions, warnings, the library."""

from pathlib import Path

import pytest

from dialogues.condition import Comparison
from dialogues.reading import load_library, read_scenario
from dialogues.scenario import Scenario
from tests.dialogues.shop import SMALL


def read(text: str) -> Scenario:
    """The scenario of a text that is known to be right."""
    reading = read_scenario(text, "small")
    assert reading.scenario, reading.problems
    return reading.scenario


def warnings(text: str) -> list[tuple[str, int]]:
    """Code and line of every warning."""
    return [(p.code, p.line) for p in read_scenario(text, "small").problems if p.warning]


def test_field_names_may_be_english() -> None:
    english = (
        SMALL.replace("格式:", "format:").replace("标题:", "title:").replace("规则:", "rules:")
        .replace("类型: 单聊", "type: chat").replace("怒气 低于 80", "anger below 80")
        .replace("听到: 道歉", "heard: apologise").replace("300分30秒", "300 min 30 s")
    )  # fmt: skip
    one, other = read(SMALL), read(english)
    assert one.title == other.title
    assert one.time_limit == other.time_limit == 18030.0
    assert [rule.heard for rule in one.rules] == [rule.heard for rule in other.rules]


@pytest.mark.parametrize(
    ("words", "comparison"),
    [("至少 60", Comparison.AT_LEAST), ("低于 60", Comparison.BELOW), ("超过60", Comparison.ABOVE),
     ("不超过 60", Comparison.AT_MOST), ("at least 60", Comparison.AT_LEAST),
     ("低于６０", Comparison.BELOW)],
)  # fmt: skip
def test_comparisons_are_words(words: str, comparison: Comparison) -> None:
    scenario = read(SMALL.replace("怒气 至少 95", f"怒气 {words}"))
    [condition] = scenario.ending("投诉").when
    assert condition.words == f"怒气 {words}"
    assert getattr(condition, "bound").comparison is comparison  # noqa: B009
    assert getattr(condition, "bound").number == 60  # noqa: B009


def test_the_rubric_is_data_for_the_examiner() -> None:
    rubric = read(SMALL).rubric
    assert [(c.id, c.name, c.weight) for c in rubric.criteria] == [
        ("courtesy", "礼貌", 60), ("verification", "核实信息", 40)]  # fmt: skip
    assert [c.words for c in rubric.criteria[1].done] == ["已知 订单号", "用过 查物流"]
    assert [(g.acts, g.cap) for g in rubric.gates] == [(frozenset({"insult"}), 40)]


def test_what_is_not_said_is_taken_over_from_the_base() -> None:
    base = (
        "标题: 底稿\n听不懂: [啊？]\n情绪:\n  变化: {感谢: -3, 道歉: -1}\n"
        "规则:\n  - {名称: 底稿的, 听到: 感谢, 说: [嗯。]}\n"
    )
    own = SMALL.replace("听不懂: [你说什么？, 没懂。]\n", "").replace(
        "格式: 1", "格式: 1\n沿用: 底稿"
    )
    reading = read_scenario(own, "small", {"底稿": base})
    assert reading.scenario, reading.problems
    scenario = reading.scenario
    assert scenario.puzzled == ("啊？",)
    assert scenario.rules[-1].name == "底稿的"
    assert {c.word: c.by for c in scenario.mood.changes}["道歉"] == -8
    assert {c.word: c.by for c in scenario.mood.changes}["感谢"] == -3


def test_the_hash_follows_the_file_and_its_base() -> None:
    own = SMALL.replace("格式: 1", "格式: 1\n沿用: 底稿")
    hashes = {
        read(SMALL).content_hash,
        read(SMALL.replace("小店", "大店")).content_hash,
        *(s.content_hash for base in ("标题: 底稿\n", "标题: 底稿 \n")
          if (s := read_scenario(own, "small", {"底稿": base}).scenario)),
    }  # fmt: skip
    assert len(hashes) == 4
    assert read(SMALL).content_hash in hashes


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("阶段: [开头, 协商", "阶段: [开头, 路上, 协商", "D202"),
        ("结局: 满意}", "转到: 收尾}", "D203"),
        (
            "阶段: [开头",
            "听懂: {问红: {关键词: [红], 例句: [红, 红的, 很红]}}\n阶段: [开头",
            "D201",
        ),
        ("听到: 介绍商品,", "听到: 问红,", "D207"),
        ("急性子", "急性子", "D208"),
        ("变体:", "变体:\n  颜色: [红]", "D209"),
    ],
)
def test_what_was_probably_not_meant_is_warned_of_and_played(
    right: str, wrong: str, code: str
) -> None:
    text = SMALL.replace(right, wrong, 1)
    if code == "D207":
        text = text.replace("阶段: [开头", "听懂: {问红: {关键词: [红]}}\n阶段: [开头")
    assert code in [found for found, _ in warnings(text)]


def test_a_warning_is_silenced_by_name_only() -> None:
    assert "D208" in [code for code, _ in warnings(SMALL)]
    silenced = SMALL + "放行: {D208: 这是测试用的小店}\n"
    assert "D208" not in [code for code, _ in warnings(silenced)]


def test_a_library_leaves_out_what_fails_and_keeps_its_problems(tmp_path: Path) -> None:
    for name, text in (("good", SMALL), ("bad", SMALL.replace("标题:", "标题："))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "scenario.yaml").write_text(text, encoding="utf-8")
    library = load_library(tmp_path)
    assert library.ids == ("small-shop",)
    assert library.get("small-shop") is not None
    assert library.get("nobody") is None
    assert ("bad/scenario.yaml", "D012") in [(p.file, p.code) for p in library.problems]
