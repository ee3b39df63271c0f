"""A data file of the examiner, read key by key: all problems at once, with line and remedy."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

Closed = TypeVar("Closed", bound=StrEnum)
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class FileProblem:
    """What is wrong in a file: the line (from 1), what, and what to do about it."""

    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"第 {self.line} 行：{self.message}。{self.remedy}。"


class BadFile(ValueError):
    """A file that cannot be used; `problems` are all of them, in the order of their lines."""

    def __init__(self, problems: Iterable[FileProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def read_whole(text: str, read: "Callable[[Section], Read]") -> Read:
    """What `read` makes of the text, or `BadFile` with every problem of it."""
    problems: list[FileProblem] = []
    found = closed(Section(_load(text), problems), read)
    if problems:
        raise BadFile(problems)
    return found


def closed(section: "Section", read: "Callable[[Section], Read]") -> Read:
    """What `read` makes of the section; keys that it did not ask for are problems."""
    found = read(section)
    section.done()
    return found


def _load(text: str) -> CommentedMap:
    try:
        loaded = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _unreadable(line) from error
    except (YAMLError, RecursionError) as error:
        raise _unreadable(1) from error
    if not isinstance(loaded, CommentedMap):
        raise _unreadable(1)
    return loaded


def _unreadable(line: int) -> BadFile:
    remedy = "检查缩进、英文冒号后的空格和重复的键"
    return BadFile([FileProblem(line, "这里读不懂", remedy)])


@dataclass
class Section:
    """A mapping in the file, read key by key; what nobody asked for is a problem."""

    entries: CommentedMap
    problems: list[FileProblem]
    asked: set[str] = field(default_factory=set)

    def line(self, key: str = "") -> int:
        """Where a key stands, or the section itself."""
        return int(self.entries.lc.key(key)[0] if key in self.entries else self.entries.lc.line) + 1

    def problem(self, key: str, message: str, remedy: str) -> None:
        self.problems.append(FileProblem(self.line(key), message, remedy))

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

    def each(self, key: str) -> list["Section"]:
        """The mappings in a list."""
        found = self.get(key, list, [])
        if all(isinstance(entry, CommentedMap) for entry in found):
            return [Section(entry, self.problems) for entry in found]
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
