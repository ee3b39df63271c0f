"""A class's marks in the shape that a school's system (教务) takes in: one row a student."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bot.classroom.papers.cells import safe_row
from bot.classroom.papers.layouts import Absent, Layout, Value
from bot.classroom.reports.book import MODULES, ClassBook, Mark, Pupil, bests, mean, module_mark
from bot.classroom.reports.table import Cell, Table

GRADES = ((90, "优"), (80, "良"), (70, "中"), (60, "及格"), (0, "不及格"))
"""等第 from this mark on, as schools commonly have it."""

_MODULE = dict(
    zip((Value.COMMUNICATION, Value.PROBLEM, Value.PLATFORM, Value.SERVICE), MODULES, strict=True)
)


@dataclass(frozen=True, slots=True)
class _Row:
    """One student's share: the best mark of each drill that is closed."""

    place: int
    cohort: str
    pupil: Pupil
    best: tuple[Mark, ...]
    drills: int
    absent: Absent


def school_table(book: ClassBook, layout: Layout) -> Table:
    """The table of a layout; a student without any mark has an empty cell, never an invented 0."""
    rows = tuple(
        tuple(_VALUES[value](row) for _, value in layout.columns)
        for row in _rows(book, layout.absent)
    )
    name = f"{book.cohort.name}-{layout.chinese}-{book.since:%Y%m%d}-{book.until:%Y%m%d}"
    return Table(name, tuple(title for title, _ in layout.columns), rows)


def as_upload(table: Table) -> bytes:
    """A workbook of one plain sheet (needs the `sheets` extra): the header, then the rows."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Sheet1")
        for number, row in enumerate((table.titles, *table.rows)):
            for column, cell in enumerate(safe_row(row)):
                # A student number stays the text that it is: 007 is not 7.
                write = sheet.write_string if isinstance(cell, str) else sheet.write_number
                if cell != "":
                    write(number, column, cell)
    return file.getvalue()


def _rows(book: ClassBook, absent: Absent) -> Sequence[_Row]:
    closed = [drill.id for drill in book.drills if drill.closed_at is not None]
    best = bests(book)
    pupils = sorted(book.pupils, key=lambda one: (one.number == "", one.number, one.id))
    rows = []
    for place, pupil in enumerate(pupils, 1):
        found = tuple(best[pupil.id, drill] for drill in closed if (pupil.id, drill) in best)
        rows.append(_Row(place, book.cohort.name, pupil, found, len(closed), absent))
    return rows


def _mean(row: _Row) -> int | None:
    """The mean of the best marks, rounded half up as people do; None where there is nothing."""
    totals = [mark.total for mark in row.best]
    if row.absent is Absent.ZERO:
        totals += [0] * (row.drills - len(totals))
    if not totals:
        return None
    exact = Decimal(sum(totals)) / len(totals)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def _grade(row: _Row) -> str:
    got = _mean(row)
    return "" if got is None else next(word for least, word in GRADES if got >= least)


def _module(value: Value) -> Callable[[_Row], Cell]:
    def of(row: _Row) -> Cell:
        marks = [module_mark(mark.card, _MODULE[value]) for mark in row.best]
        found = mean([mark for mark in marks if mark is not None])
        return None if found is None else round(found, 1)

    return of


_VALUES: dict[Value, Callable[[_Row], Cell]] = {
    Value.ROW: lambda row: row.place,
    Value.CLASS: lambda row: row.cohort,
    Value.NUMBER: lambda row: row.pupil.number,
    Value.NAME: lambda row: row.pupil.name or row.pupil.alias,
    Value.MEAN: _mean,
    Value.GRADE: _grade,
    Value.DONE: lambda row: len(row.best),
    Value.DRILLS: lambda row: row.drills,
    Value.NOTE: lambda row: f"完成 {len(row.best)}/{row.drills}",
    Value.BLANK: lambda _: None,
    **{value: _module(value) for value in _MODULE},
}
