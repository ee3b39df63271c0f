"""A reception's file: what is read, and every mistake with its line and remedy."""

from pathlib import Path

import pytest

from dialogues.reading import load_library, read_scenario
from dialogues.reading.library import OWN_FOLDER
from dialogues.reception.model import USUAL_RISE

GOOD = """\
格式: 1
编号: busy-hour
标题: 忙时
类型: 多客接待
难度: 3
给学生看:
  岗位: 你一个人值班。
时长: 3分钟
限时: 10分钟
同时上限: 3
进线:
  - {情境: size-advice, 时间: 0秒}
  - {情境: logistics-delay-angry, 时间: 40秒, 权重: 2}
进线曲线:
  每分钟: 0.5
  激增: [{从: 30秒, 到: 60秒, 涨幅: 500%}]
  来客: [missing-item]
自测:
  - 名称: 熟手
    机器人: {学生: 熟手, 间隔: 8秒, 策略: 先急后缓}
    期望: {得分: 至少 85}
"""


def problems(text: str) -> list[tuple[int, str]]:
    """Line and code of every problem."""
    return [(one.line, one.code) for one in read_scenario(text, "busy.yaml").problems]


def test_everything_that_is_written_is_read() -> None:
    reading = read_scenario(GOOD, "busy.yaml")
    assert reading.problems == ()
    found = reading.reception
    assert found is not None
    assert (found.id, found.at_once, found.lasts, found.time_limit) == ("busy-hour", 3, 180, 600)
    assert [(one.scenario, one.at, one.weight) for one in found.fixed] == [
        ("size-advice", 0, 1),
        ("logistics-delay-angry", 40, 2),
    ]
    assert found.curve is not None
    assert found.curve.surges[0].rise == (500, 500)
    assert found.customers == ("size-advice", "logistics-delay-angry", "missing-item")
    assert found.tests[0].habit.persona == "expert"
    assert found.briefing_text() == "岗位：你一个人值班。"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("时间: 40秒", "时间: 四十秒", (13, "D024")),
        ("同时上限: 3", "同时上限: 30", (10, "D026")),
        ("同时上限: 3", "同时上线: 3", (10, "D020")),
        ("每分钟: 0.5", "每分钟: 0", (15, "D026")),
        ("每分钟: 0.5", "每分钟: 3", (14, "D141")),
        ("涨幅: 500%", "涨幅: 900%", (16, "D026")),
        ("涨幅: 500%", "涨幅: 很多", (16, "D112")),
        ("到: 60秒", "到: 20秒", (16, "D131")),
        ("时长: 3分钟\n", "", (1, "D021")),
        ("学生: 熟手", "学生: 高手", (20, "D025")),
        ("情境: size-advice, ", "", (12, "D021")),
    ],
)
def test_a_mistake_is_told_with_its_line(
    before: str, after: str, expected: tuple[int, str]
) -> None:
    assert before in GOOD
    reading = read_scenario(GOOD.replace(before, after, 1), "busy.yaml")
    assert expected in [(one.line, one.code) for one in reading.problems]
    assert reading.reception is None
    assert all(one.hint for one in reading.problems)


def test_a_desk_to_which_nobody_comes_is_refused() -> None:
    nobody = GOOD[: GOOD.index("进线:")]
    assert problems(nobody) == [(1, "D142")]


def test_a_rise_may_be_left_to_the_draw() -> None:
    reading = read_scenario(GOOD.replace(", 涨幅: 500%", ""), "busy.yaml")
    assert reading.reception is not None
    assert reading.reception.curve is not None
    assert reading.reception.curve.surges[0].rise == USUAL_RISE


def test_without_a_test_of_its_own_the_author_is_warned() -> None:
    assert problems(GOOD[: GOOD.index("自测:")]) == [(1, "D208")]


def test_a_customer_whom_nobody_has_written_is_told_and_the_desk_refused(tmp_path: Path) -> None:
    folder = tmp_path / "busy"
    folder.mkdir()
    (folder / "scenario.yaml").write_text(GOOD.replace("size-advice", "size-advise"), "utf-8")
    library = load_library(tmp_path)
    assert library.receptions == {}
    [problem] = library.problems
    assert (problem.line, problem.code) == (12, "D140")
    assert "size-advice" in problem.hint


def test_an_authors_desk_may_draw_on_the_shipped_customers(tmp_path: Path) -> None:
    folder = tmp_path / "busy"
    folder.mkdir()
    (folder / "scenario.yaml").write_text(GOOD, "utf-8")
    guests = load_library(tmp_path).receptions["busy-hour"]
    assert set(guests.scenarios) == {"size-advice", "logistics-delay-angry", "missing-item"}


def test_english_words_say_the_same() -> None:
    english = """\
format: 1
id: busy-hour
title: A busy hour
type: desk
at_once: 2
arrivals:
  - {scenario: size-advice, at: 0s}
curve: {per_minute: 0.2, surges: [{from: 5s, until: 20s, rise: 300%}], drawn_from: [missing-item]}
lasts: 1 min
tests:
  - {name: expert, robot: {student: expert, interval: 8s, habit: urgent_first},
     expect: {mark: at least 85}}
"""
    reading = read_scenario(english, "busy.yaml", language="en")
    assert reading.problems == ()
    assert reading.reception is not None


def test_shipped_desks_are_sound() -> None:
    library = load_library(OWN_FOLDER)
    assert "double-eleven-surge" in library.receptions
    assert not [one for one in library.problems if one.file.startswith("double-eleven")]
