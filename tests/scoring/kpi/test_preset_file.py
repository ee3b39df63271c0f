"""Preset files: what ships, and what is told of a bad one."""

import re

import pytest

from scoring.kpi.preset_file import OWN, named, read_preset, shipped
from scoring.section import BadFile

WANTED = {"taobao", "jd", "pdd", "douyin", "wecom", "chatwoot"}

SMALL = """格式: 1
编号: ours
名称: {zh_CN: 我们学校}
来源: 教研组
截至: "2026-11"
指标:
  - {编号: a, 算法: share, 单位: round, 秒: 60, 时段: [8, 22], 合格: {至少: 0.9}}
"""


def test_the_six_platforms_ship() -> None:
    assert set(shipped()) >= WANTED


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_figure_has_a_source_a_date_two_names_and_a_heading(name: str) -> None:
    for spec in named(name).figures:
        assert re.fullmatch(r"20\d\d-\d\d", spec.as_of), spec.id
        assert set(spec.names) == {"zh_CN", "en"}, spec.id
        assert all((spec.source, spec.column)), spec.id


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_preset_tells_speed_and_a_share_within_a_limit(name: str) -> None:
    figures = named(name).figures
    assert any(spec.within_s for spec in figures)
    assert any(spec.unit == "first" for spec in figures)
    assert len({spec.column for spec in figures}) == len(figures)


def test_a_teacher_can_write_a_preset() -> None:
    figure = read_preset(SMALL).figures[0]
    assert (figure.within_s, figure.window, figure.source) == (60, (8, 22), "教研组")
    assert figure.pass_line is not None
    assert [figure.pass_line.passed(value) for value in (0.9, 0.89)] == [True, False]


@pytest.mark.parametrize(
    ("good", "bad", "line", "told"),
    [
        ("时段: [8, 22]", "时段: [22, 8]", 7, "从几点"),
        ("时段: [8, 22]", "时段: 8到22", 7, "列表"),
        ("合格: {至少: 0.9}", "合格: {大约: 0.9}", 7, "至少"),
        ("合格: {至少: 0.9}", "合格: {至少: 九成}", 7, "至少"),
        ("单位: round", "单位: rounds", 7, "round"),
        ("秒: 60", "秒种: 60", 7, "是不是“秒”"),
        ("算法: share, 单位: round, 秒: 60", "算法: slow_customers", 7, "多少秒"),
        ("算法: share, 单位: round, 秒: 60, 时段: [8, 22]", "算法: left_share", 7, "有人值班"),
        ("编号: a", "编号: ''", 6, "编号"),
        ("来源: 教研组\n", "", 1, "从哪里来"),
        ('截至: "2026-11"', '截至: "2026-11"\n时区: Mars/Olympus', 6, "时区"),
    ],
)
def test_a_mistake_is_told_with_line_and_remedy(good: str, bad: str, line: int, told: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_preset(SMALL.replace(good, bad))
    problem = refused.value.problems[0]
    assert problem.line == line
    assert told in f"{problem.message}{problem.remedy}"


def test_a_preset_and_its_figures_have_its_source_unless_they_tell_their_own() -> None:
    assert read_preset(SMALL).source == "教研组"
    own = read_preset(SMALL.replace("秒: 60,", "秒: 60, 来源: 另一处,")).figures[0]
    assert own.source == "另一处"


def test_a_pass_line_of_at_most_holds_the_limit_itself() -> None:
    [figure] = read_preset(SMALL.replace("合格: {至少: 0.9}", "合格: {至多: 60}")).figures
    assert figure.pass_line is not None
    assert [figure.pass_line.passed(value) for value in (59, 60, 61)] == [True, True, False]


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("时段: [8, 22]", "时段: [22, 8]"),
        ("合格: {至少: 0.9}", "合格: {大约: 0.9}"),
    ],
)
def test_a_mistake_is_told_with_the_line_of_its_own_field(good: str, bad: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_preset(SMALL.replace(good, f"\n     {bad}"))
    assert refused.value.problems[0].line == 8


def test_an_unknown_preset_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match="taobao"):
        named("ebay")


def test_shipped_files_say_that_second_hand_figures_are_second_hand() -> None:
    for name in ("taobao", "jd", "pdd", "douyin"):
        assert "二手" in OWN.joinpath(f"{name}.yaml").read_text("utf-8")
