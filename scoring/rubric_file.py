"""From a rubric file to a `Rubric`: strict keys, all problems at once with line and remedy."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml.comments import CommentedMap

from dialogues.hearing import act_ids
from scoring import rulebook
from scoring.rubric import CriterionSpec, Gate, Kind, Medal, Module, Rubric
from scoring.section import Section, closed, read_whole
from scoring.timing.curve import Curve

FORMAT = 1
OWN = Path(__file__).with_name("rubrics")

BY_CURVE = frozenset({Kind.FIRST_RESPONSE, Kind.LATER_RESPONSE, Kind.AVERAGE_RESPONSE})


@cache
def standard() -> Rubric:
    """The rubric for everything that brings none of its own."""
    return read_rubric(OWN.joinpath("default.yaml").read_text("utf-8"))


def shipped() -> tuple[str, ...]:
    """Names of the rubrics that come with the product."""
    return tuple(sorted(path.stem for path in OWN.glob("*.yaml")))


def named(name: str) -> Rubric:
    """A shipped rubric by its name; `KeyError` with the known names for another."""
    if name not in shipped():
        raise KeyError(f"没有叫“{name}”的评分表；有：{'、'.join(shipped())}")
    return read_rubric(OWN.joinpath(f"{name}.yaml").read_text("utf-8"))


def read_rubric(text: str) -> Rubric:
    """The rubric written in this text, or `BadFile` with every problem."""
    return read_whole(text, _rubric)


def _rubric(section: Section) -> Rubric:
    section.whole("格式", FORMAT, FORMAT, FORMAT)
    base = _base(section)
    rows = tuple(closed(row, partial(_criterion, base)) for row in section.each("评分项"))
    gates = tuple(closed(row, _gate) for row in section.each("红线"))
    rubric = Rubric(
        id=section.get("编号", str, ""),
        version=section.whole("版本", 1, 10**6, 1),
        names=dict(section.get("名称", dict, dict(base.names))),
        upset_from=section.whole("着急线", 0, 100, base.upset_from),
        criteria=_laid_over(base.criteria, rows),
        gates=_laid_over(base.gates, gates),
        medals=tuple(closed(row, _medal) for row in section.each("奖牌")) or base.medals,
        stars=tuple(section.get("星级", list, list(base.stars))),
    )
    _check_whole(section, rubric)
    return rubric


def _base(section: Section) -> Rubric:
    """The shipped rubric that this one builds on (沿用), or an empty one."""
    name = section.get("沿用", str, "")
    if name in shipped():
        return named(name)
    if name:
        known = "、".join(shipped())
        section.problem("沿用", f"没有叫“{name}”的评分表", f"可以沿用：{known}")
    return Rubric("", 0, ())


Rows = TypeVar("Rows", CriterionSpec, Gate)


def _laid_over(base: tuple[Rows, ...], own: tuple[Rows, ...]) -> tuple[Rows, ...]:
    """The base's rows with the file's own in their places; new ones come last."""
    by_id = {row.id: row for row in own}
    kept = tuple(by_id.get(row.id, row) for row in base)
    return kept + tuple(row for row in own if row.id not in {each.id for each in base})


def _criterion(base: Rubric, section: Section) -> CriterionSpec:
    row = section.get("编号", str, "")
    fresh = CriterionSpec(row, Kind.BY_TEACHER, 0)
    under = next((spec for spec in base.criteria if spec.id == row), fresh)
    knots = section.get("曲线", dict, CommentedMap())
    return CriterionSpec(
        id=row,
        kind=section.one_of("类别", Kind, under.kind),
        weight=section.whole("权重", 0, 100, int(under.weight)),
        names=dict(section.get("名称", dict, dict(under.names))),
        module=section.one_of("能力模块", Module, under.module),
        curve=_curve(section, knots) if knots else under.curve,
        start=section.whole("起始", 0, 100, under.start),
        credit_limit=section.whole("加分上限", 0, 100, under.credit_limit),
        points={**under.points, **_points(section)},
        heir=section.get("归入", str, under.heir),
    )


def _points(section: Section) -> dict[str, int]:
    """What rules give and take; a rule that is not in the book would never fire."""
    points = section.numbers("分值")
    known = rulebook.entries()
    for rule in points:
        if rule not in known:
            near = get_close_matches(str(rule), known, 1, 0.3)
            remedy = f"是不是“{near[0]}”？" if near else "规则的编号在评分规则说明里"
            section.problem("分值", f"没有“{rule}”这条规则", remedy)
    return points


def _curve(section: Section, knots: Mapping[Any, Any]) -> Curve | None:
    pairs = tuple(knots.items())
    whole = all(isinstance(number, int) for pair in pairs for number in pair)
    if whole and len(pairs) > 1 and list(pairs) == sorted(pairs):
        return Curve(pairs)
    section.problem("曲线", "曲线读不懂", "从小到大写“秒: 得分”，至少两项，例如 {15: 100, 300: 0}")
    return None


def _gate(section: Section) -> Gate:
    acts = frozenset(str(act) for act in section.get("听到", list, []))
    for act in sorted(acts - frozenset(act_ids())):
        near = get_close_matches(act, act_ids(), 1, 0.3)
        remedy = f"是不是“{near[0]}”？" if near else "写话术动作的编号，例如 insult"
        section.problem("听到", f"没有“{act}”这个话术动作", remedy)
    deserted = section.get("等走了", bool, False)
    if not acts and not deserted:
        remedy = "写上“听到: [insult]”这样的动作，或者“等走了: true”"
        section.problem("听到", "这条红线什么都没听，会给每个人封顶", remedy)
    return Gate(
        id=section.get("编号", str, ""),
        acts=acts,
        cap=section.whole("封顶", 0, 100, 100),
        zeroes=frozenset(section.get("清零", list, [])),
        deserted=deserted,
    )


def _medal(section: Section) -> Medal:
    return Medal(section.get("编号", str, ""), section.whole("至少", 0, 100, 100))


def _check_whole(section: Section, rubric: Rubric) -> None:
    """What only shows when all rows are read."""
    weight = sum(spec.weight for spec in rubric.criteria)
    if weight != 100:
        section.problem("评分项", f"权重合计 {weight}，应为 100", "请调整各项“权重”")
    ids = [spec.id for spec in rubric.criteria]
    if len(set(ids)) < len(ids) or "" in ids:
        section.problem("评分项", "有的评分项没有编号，或者编号重复", "每一项写一个不同的“编号”")
    if list(rubric.stars) != sorted(rubric.stars):
        section.problem("星级", "星级没有从低到高排", "例如 [50, 60, 70, 80, 90]")
    leasts = [medal.least for medal in rubric.medals]
    if leasts != sorted(leasts, reverse=True):
        section.problem("奖牌", "奖牌没有从高到低排", "先写分数最高的奖牌")
    for spec in rubric.criteria:
        if spec.kind in BY_CURVE and spec.curve is None:
            section.problem("评分项", f"“{spec.id}”没有曲线", "加上“曲线: {15: 100, 300: 0}”")
    strangers = {spec.heir for spec in rubric.criteria if spec.heir} - set(ids)
    strangers |= {row for gate in rubric.gates for row in gate.zeroes} - set(ids)
    for stranger in sorted(strangers):
        section.problem("评分项", f"没有“{stranger}”这个评分项", "“归入”和“清零”要写已有的编号")
