"""Reading a roster as teachers have it: pasted, as CSV of any common encoding, or as a workbook."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import combinations

from bot.classroom.names import clean_name
from bot.classroom.papers.workbook import (
    BadWorkbook,
    SheetsMissing,
    WorkbookTooLarge,
    read_workbook,
)

MOST_NAMES = 200
LARGEST_FILE = 1_000_000
"""Bytes: a class's list is some kilobytes."""
_HEADS = ("姓名", "名字", "学生姓名", "name", "student", "full name", "student name")
_NUMBER_HEADS = ("学号", "学籍号", "student id", "student no", "student number")
_NUMBER = re.compile(r"[0-9A-Za-z-]{1,32}")
_NO_NAMES = frozenset(
    (
        *("男", "女", "序号", "学号", "性别", "班级", "备注", "电话", "编号", "小组", "座号"),
        *("no", "id", "sex", "class", "gender", "phone"),
    )
)
_NUMBERING = re.compile(r"^\s*[(（]?\d+[.、)）:：\s-]*")
_BETWEEN = re.compile(r"[,，、;；|/\t]+")
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How UTF-16 begins, which Excel calls “Unicode text”."""
_SHORTEST = 2
_SIMILAR_FROM = 3
"""Characters from which one differing character makes two names look alike; 李明 and 李民 are
simply two names, as half of a class is."""


class Fault(StrEnum):
    """Why a file could not be read as a roster."""

    ENCODING = "encoding"
    WORKBOOK = "workbook"
    KIND = "kind"
    LARGE = "large"


class BadRoster(ValueError):
    """This is no list of names that can be read; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Reading:
    """What a roster holds: names in their order, those that came twice, what was no name.

    `numbers` are student numbers (学号) by name, where the roster has such a column.
    """

    names: tuple[str, ...]
    twice: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)


def read_text(text: str) -> Reading:
    """Names as people paste them: a line each, or with commas or blanks between."""
    found: list[str] = []
    for line in text.splitlines():
        for part in _BETWEEN.split(_NUMBERING.sub("", line)):
            found += _in_words(part)
    return _reading(found)


def read_file(name: str, content: bytes) -> Reading:
    """Names out of a .csv, .txt or .xlsx file; raises `BadRoster`."""
    if len(content) > LARGEST_FILE:
        raise BadRoster(Fault.LARGE)
    kind = name.lower().rpartition(".")[2]
    if content[:2] == b"PK" or kind in ("xlsx", "xlsm"):
        return _table_reading(_workbook(content))
    if kind == "xls" or (b"\0" in content and content[:2] not in _WIDE):
        raise BadRoster(Fault.KIND)
    text = decoded(content)
    if kind != "csv" and not any(sign in text for sign in ",\t"):
        return read_text(text)
    return _table_reading(_table(text))


def decoded(content: bytes) -> str:
    """Text in whichever encoding a spreadsheet program has saved it; raises `BadRoster`."""
    if content[:2] in _WIDE:
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadRoster(Fault.ENCODING)


def look_alikes(names: Sequence[str], others: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Pairs that may be one student written twice: a teacher should look at them."""
    known = dict.fromkeys((*others, *names))
    new = set(names)
    pairs = [(one, two) for one, two in combinations(known, 2) if one in new or two in new]
    return [pair for pair in pairs if _alike(*pair)]


def _alike(one: str, two: str) -> bool:
    one, two = (re.sub(r"[\s·'-]|\d+$", "", name).casefold() for name in (one, two))
    if one == two or sorted(one) == sorted(two):
        return True
    if min(len(one), len(two)) < _SIMILAR_FROM or abs(len(one) - len(two)) > 1:
        return False
    if len(one) == len(two):
        return sum(a != b for a, b in zip(one, two, strict=True)) == 1
    short, long = sorted((one, two), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


# --- how -------------------------------------------------------------------------------------


def _in_words(part: str) -> list[str]:
    """One name, or several with blanks between; 张 伟 is one name."""
    words = [word for word in part.split() if not word.isdecimal()]
    if len(words) > 1 and all(_CHINESE.fullmatch(word) for word in words):
        return ["".join(words)] if any(len(word) == 1 for word in words) else words
    return [" ".join(words)] if words else []


def _table(text: str) -> list[list[str]]:
    between = max(",\t;", key=text.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=between))
    except csv.Error:
        raise BadRoster(Fault.KIND) from None


def _workbook(content: bytes) -> list[list[str]]:
    """The first sheet that is not empty."""
    try:
        sheets = read_workbook(io.BytesIO(content))
    except (BadWorkbook, SheetsMissing, WorkbookTooLarge):
        raise BadRoster(Fault.WORKBOOK) from None
    grid = next((rows for rows in sheets.values() if rows), ())
    wide = max((cell.column for row in grid for cell in row), default=0)
    table = [[""] * wide for _ in grid]
    for row, cells in zip(table, grid, strict=True):
        for cell in cells:
            row[cell.column - 1] = cell.text
    return table


def _name_column(rows: Sequence[Sequence[str]]) -> list[str]:
    """The column under 姓名; where no column says so, the one with most names in it."""
    for number, row in enumerate(rows):
        heads = [cell.strip().lower() for cell in row]
        for head in _HEADS:
            if head in heads:
                return _column(rows[number + 1 :], heads.index(head))
    widest = max((len(row) for row in rows), default=0)
    columns = [_column(rows, at) for at in range(widest)]
    return max(columns, key=lambda column: len(set(_names(column))), default=[])


def _table_reading(rows: Sequence[Sequence[str]]) -> Reading:
    return replace(_reading(_name_column(rows)), numbers=_numbers(rows))


def _numbers(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Student numbers by name, where one row is a header with both; of two, the first holds."""
    found: dict[str, str] = {}
    for place, row in enumerate(rows):
        heads = [cell.strip().lower() for cell in row]
        names = next((heads.index(head) for head in _HEADS if head in heads), None)
        numbers = next((heads.index(head) for head in _NUMBER_HEADS if head in heads), None)
        if names is None or numbers is None:
            continue
        for each in rows[place + 1 :]:
            name = _name(each[names]) if len(each) > names else ""
            number = each[numbers].strip() if len(each) > numbers else ""
            if name and _NUMBER.fullmatch(number):
                found.setdefault(name, number)
        return found
    return found


def _column(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    return [row[at] for row in rows if len(row) > at and row[at].strip()]


def _names(found: Iterable[str]) -> list[str]:
    names = (_name(part) for part in found)
    return [name for name in names if name]


def _name(part: str) -> str:
    name = clean_name(_NUMBERING.sub("", part))
    plausible = len(name) >= _SHORTEST and name.casefold() not in _NO_NAMES | {*_HEADS}
    return name if plausible else ""


def _reading(found: Sequence[str]) -> Reading:
    names = _names(found)
    left_out = [part.strip() for part in found if not _name(part) and not _is_head(part)]
    twice = [name for name, times in Counter(names).items() if times > 1]
    return Reading(tuple(dict.fromkeys(names))[:MOST_NAMES], tuple(twice), tuple(left_out))


def _is_head(part: str) -> bool:
    return part.strip().casefold() in _NO_NAMES | {*_HEADS}
