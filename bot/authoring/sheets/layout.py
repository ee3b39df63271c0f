"""How an author's file lies in a workbook, derived from the one table of its format.

Every section has a sheet of its own, named as the section is, and so has a list within a section
(红线 of 评分, 激增 of 进线曲线); single values stand together on the sheet 基本. Six shapes do for
all: pairs of name and value, rows that bear a name, rows without one, one column, paths (情绪), and
blocks of records (变体, 后台). A customer's 自测 has its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dialogues.reading.fields import SCENARIO, STEP, Field, Fields, Kind
from dialogues.reading.reception_fields import RECEPTION
from dialogues.reading.room_fields import ROOM
from dialogues.reading.vocabulary import ids, names

BASICS = "基本"
GUIDE = "说明"
HEADING_ROW = 1
FORMATS: Mapping[str, Fields] = {"live": ROOM, "desk": RECEPTION}
"""Of files that are no single chat, by their 类型."""
KEPT_WHOLE = frozenset({"briefing"})
"""Sections of free text in which a line feed is part of the text."""

BY_LINE = frozenset(
    {"when", "needs", "done", "office", "should_be", "patterns", "examples", "example"}
)
"""Lists whose entries may hold 、 or a comma: they are one entry a line."""


class Shape(StrEnum):
    """How a section lies on its sheet."""

    PAIRS = "pairs"
    NAMED = "named"
    ROWS = "rows"
    COLUMN = "column"
    PATHS = "paths"
    BLOCKS = "blocks"
    TESTS = "tests"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the section it holds, its field, its shape, and its columns by field.

    `parent` is the section that this one is a list in.
    """

    name: str
    section: str
    shape: Shape
    columns: Mapping[str, Field]
    field: Field
    parent: str = ""

    @property
    def inside(self) -> Mapping[str, tuple[str, str]]:
        """Headings of columns that hold a field within a field: 机器人间隔 is 机器人, 间隔."""
        if self.shape is not Shape.ROWS:
            return {}
        return {
            shown(outer) + shown(inner): (outer, inner)
            for outer, field in self.columns.items()
            for inner in field.fields
        }


def shown(field: str) -> str:
    """What a field is called in a file and on a sheet."""
    return names("fields")[field]


def format_of(type_: str) -> Fields:
    """The fields of a file of this 类型; those of a single chat where it says nothing else."""
    return FORMATS.get(ids("types").get(type_.strip().casefold(), ""), SCENARIO)


def basics(fields: Fields) -> Mapping[str, Field]:
    """The single values of a file, which stand together."""
    return {name: field for name, field in fields.items() if _single(name, field)}


def sheets(fields: Fields) -> Iterator[Sheet]:
    """All sheets of a file with these fields, in its order."""
    yield Sheet(BASICS, "", Shape.PAIRS, {}, Field(Kind.TABLE))
    for name, field in fields.items():
        if name not in basics(fields):
            yield _sheet(name, field)
        for inner, listed in field.fields.items():
            if listed.kind is Kind.ITEMS:
                yield _sheet(inner, listed, parent=name)


def _single(name: str, field: Field) -> bool:
    flat = {Kind.TEXT, Kind.NUMBER, Kind.SECONDS, Kind.CHOICE}
    return field.kind in flat or name == "skills"


def _sheet(name: str, field: Field, parent: str = "") -> Sheet:
    each = field.each.fields if field.each else {}
    columns = STEP if "talk" in each else each
    return Sheet(shown(name), name, _shape(name, field), columns, field, parent)


def _shape(name: str, field: Field) -> Shape:
    if field.each and "talk" in field.each.fields:
        return Shape.TESTS
    if name in {"variants", "office"}:
        return Shape.BLOCKS
    if field.kind is Kind.TEXTS:
        return Shape.COLUMN
    if field.kind is Kind.ITEMS:
        return Shape.ROWS
    if field.each and field.each.kind is Kind.TABLE:
        return Shape.NAMED
    nested = any(inner.kind is Kind.TABLE for inner in field.fields.values())
    return Shape.PATHS if nested else Shape.PAIRS
