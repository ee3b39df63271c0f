"""How a customer file lies in a workbook, derived from the one table of the file format.

Every section has a sheet of its own, named as the section is; single values stand together on
the sheet 基本. Six shapes do for all: pairs of name and value, rows that bear a name, rows
without one, one column, paths (情绪), and blocks of records (变体, 后台). 自测 has its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dialogues.reading.fields import SCENARIO, STEP, Field, Kind
from dialogues.reading.vocabulary import names

BASICS = "基本"
GUIDE = "说明"
HEADING_ROW = 1
GATES = "gates"
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
    """One sheet: the section it holds, its shape, and its columns by field."""

    name: str
    section: str
    shape: Shape
    columns: Mapping[str, Field]


def shown(field: str) -> str:
    """What a field is called in a file and on a sheet."""
    return names("fields")[field]


def basics() -> Mapping[str, Field]:
    """The single values of a file, which stand together."""
    return {name: field for name, field in SCENARIO.items() if _single(name, field)}


def sheets() -> Iterator[Sheet]:
    """All sheets, in the order of the file."""
    yield Sheet(BASICS, "", Shape.PAIRS, {})
    for name, field in SCENARIO.items():
        if name not in basics():
            yield _sheet(name, field)
        if name == "rubric":
            inner = field.fields[GATES].each
            yield Sheet(shown(GATES), GATES, Shape.ROWS, inner.fields if inner else {})


def _single(name: str, field: Field) -> bool:
    flat = {Kind.TEXT, Kind.NUMBER, Kind.SECONDS, Kind.CHOICE}
    return field.kind in flat or name == "skills"


def _sheet(name: str, field: Field) -> Sheet:
    columns = STEP if name == "tests" else field.each.fields if field.each else {}
    return Sheet(shown(name), name, _shape(name, field), columns)


def _shape(name: str, field: Field) -> Shape:
    if name == "tests":
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
