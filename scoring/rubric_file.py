"""From a rubric file to a `Rubric`: strict keys, all problems at once with line and remedy."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from scoring.rubric import CriterionSpec, Gate, Kind, Medal, Module, Rubric
from scoring.timing.curve import Curve

FORMAT = 1
OWN = Path(__file__).with_name("rubrics")

BY_CURVE = frozenset({Kind.FIRST_RESPONSE, Kind.LATER_RESPONSE, Kind.AVERAGE_RESPONSE})

Closed = TypeVar("Closed", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class RubricProblem:
    """What is wrong in a rubric file: the line (from 1), what, and what to do about it."""

    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"第 {self.line} 行：{self.message}。{self.remedy}。"


class BadRubric(ValueError):
    """A rubric file that cannot be used; `problems` are all of them."""

    def __init__(self, problems: Iterable[RubricProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(str(problem) for problem in self.problems))


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
    """The rubric written in this text, or `BadRubric` with every problem."""
    problems: list[RubricProblem] = []
    rubric = _rubric(_Section(_load(text), problems))
    if problems:
        raise BadRubric(problems)
    return rubric


def _load(text: str) -> CommentedMap:
    try:
        loaded = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _unreadable(line) from error
    except YAMLError as error:
        raise _unreadable(1) from error
    if not isinstance(loaded, CommentedMap):
        raise _unreadable(1)
    return loaded


def _unreadable(line: int) -> BadRubric:
    remedy = "检查缩进、英文冒号后的空格和重复的键"
    return BadRubric([RubricProblem(line, "这里读不懂", remedy)])


@dataclass
class _Section:
    """A mapping in the file, read key by key; what nobody asked for is a problem."""

    entries: CommentedMap
    problems: list[RubricProblem]
    asked: set[str] = field(default_factory=set)

    def line(self, key: str = "") -> int:
        """Where a key stands, or the section itself."""
        return int(self.entries.lc.key(key)[0] if key in self.entries else self.entries.lc.line) + 1

    def problem(self, key: str, message: str, remedy: str) -> None:
        self.problems.append(RubricProblem(self.line(key), message, remedy))

    def get(self, key: str, kind: type, default: Any) -> Any:
        """The value of a key if it has the right kind, else the default and a problem."""
        self.asked.add(key)
        value = self.entries.get(key, default)
        if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
            return value
        self.problem(key, f"“{key}”的值不对", f"这里要写{_KINDS[kind]}")
        return default

    def whole(self, key: str, low: int, high: int, default: int) -> int:
        """A whole number within bounds."""
        value = int(self.get(key, int, default))
        if low <= value <= high:
            return value
        self.problem(key, f"“{key}”是 {value}，超出范围", f"请写 {low} 到 {high} 之间的整数")
        return default

    def one_of(self, key: str, words: type[Closed], default: Closed) -> Closed:
        """A word of a closed list."""
        value = self.get(key, str, default.value)
        if value in (word.value for word in words):
            return words(value)
        known = "、".join(word.value for word in words)
        self.problem(key, f"“{key}”里没有“{value}”这个选项", f"可以写：{known}")
        return default

    def numbers(self, key: str) -> dict[str, int]:
        """A mapping from names to whole numbers."""
        found = self.get(key, dict, CommentedMap())
        if all(isinstance(value, int) for value in found.values()):
            return dict(found)
        self.problem(key, f"“{key}”里有不是整数的值", "每一项都写成“名称: 整数”")
        return {}

    def each(self, key: str) -> list["_Section"]:
        """The mappings in a list."""
        found = self.get(key, list, [])
        if all(isinstance(entry, CommentedMap) for entry in found):
            return [_Section(entry, self.problems) for entry in found]
        self.problem(key, f"“{key}”里有读不懂的一项", "每一项都以“- 编号:”开头")
        return []

    def done(self) -> None:
        """Report keys that nobody asked for."""
        for key in self.entries:
            if key not in self.asked:
                near = get_close_matches(str(key), self.asked, 1, 0.3)
                remedy = f"是不是“{near[0]}”？" if near else "请删掉这一行"
                self.problem(str(key), f"不认识“{key}”", remedy.rstrip("？") + "？" * bool(near))


_KINDS: Mapping[type, str] = {int: "整数", str: "文字", dict: "“名称: 值”的表", list: "列表"}


def _rubric(section: _Section) -> Rubric:
    section.whole("格式", FORMAT, FORMAT, FORMAT)
    rubric = Rubric(
        id=section.get("编号", str, ""),
        version=section.whole("版本", 1, 10**6, 1),
        names=dict(section.get("名称", dict, {})),
        upset_from=section.whole("着急线", 0, 100, 40),
        criteria=tuple(_closed(row, _criterion) for row in section.each("评分项")),
        gates=tuple(_closed(row, _gate) for row in section.each("红线")),
        medals=tuple(_closed(row, _medal) for row in section.each("奖牌")),
        stars=tuple(section.get("星级", list, [])),
    )
    section.done()
    _check_whole(section, rubric)
    return rubric


Read = TypeVar("Read")


def _closed(section: _Section, read: Callable[[_Section], Read]) -> Read:
    found = read(section)
    section.done()
    return found


def _criterion(section: _Section) -> CriterionSpec:
    knots = section.get("曲线", dict, CommentedMap())
    return CriterionSpec(
        id=section.get("编号", str, ""),
        kind=section.one_of("类别", Kind, Kind.BY_TEACHER),
        weight=section.whole("权重", 0, 100, 0),
        names=dict(section.get("名称", dict, {})),
        module=section.one_of("能力模块", Module, Module.SERVICE),
        curve=_curve(section, knots) if knots else None,
        start=section.whole("起始", 0, 100, 0),
        credit_limit=section.whole("加分上限", 0, 100, 100),
        points=section.numbers("分值"),
        heir=section.get("归入", str, ""),
    )


def _curve(section: _Section, knots: Mapping[Any, Any]) -> Curve | None:
    pairs = tuple(knots.items())
    whole = all(isinstance(number, int) for pair in pairs for number in pair)
    if whole and len(pairs) > 1 and list(pairs) == sorted(pairs):
        return Curve(pairs)
    section.problem("曲线", "曲线读不懂", "从小到大写“秒: 得分”，至少两项，例如 {15: 100, 300: 0}")
    return None


def _gate(section: _Section) -> Gate:
    return Gate(
        id=section.get("编号", str, ""),
        acts=frozenset(section.get("听到", list, [])),
        cap=section.whole("封顶", 0, 100, 100),
        zeroes=frozenset(section.get("清零", list, [])),
    )


def _medal(section: _Section) -> Medal:
    return Medal(section.get("编号", str, ""), section.whole("至少", 0, 100, 100))


def _check_whole(section: _Section, rubric: Rubric) -> None:
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
