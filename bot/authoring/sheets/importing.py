"""`kefu import-sheet`: a workbook to a file of an author, with the cell of every problem."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from bot.authoring.sheets.layout import BASICS, GUIDE, sheets
from bot.authoring.sheets.reading import fields_of, tree_of
from bot.authoring.sheets.text import Written, write_file
from bot.classroom.papers.workbook import Grid, read_workbook
from dialogues.reading import read_scenario
from dialogues.reading.problem import Problem

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong in a workbook: 表“规则” B7, what, and what to do about it.

    Faults of cells and sheets have a `kind`; those that the reader of customer files found have
    its `problem` instead.
    """

    sheet: str
    cell: str
    kind: str = ""
    detail: str = ""
    problem: Problem | None = None

    @property
    def warning(self) -> bool:
        """Whether the customer can be played all the same."""
        return self.problem.warning if self.problem else self.kind == "sheet"


@dataclass(frozen=True, slots=True)
class Imported:
    """The customer file that was made, its id, and what is wrong in the workbook."""

    id: str
    text: str
    faults: tuple[Fault, ...]

    @property
    def usable(self) -> bool:
        """Whether the file can be played."""
        return all(fault.warning for fault in self.faults)


def import_sheet(path: Path) -> Imported:
    """Read a workbook and write what it says as the file of a customer, a room or a reception."""
    book = read_workbook(path)
    written = write_file(tree_of(book))
    reading = read_scenario(written.text, path.name)
    faults = [*_cell_faults(book), *(_fault(problem, written) for problem in reading.problems)]
    made = reading.scenario or reading.room or reading.reception
    return Imported(made.id if made else "", written.text, tuple(faults))


def _cell_faults(book: Mapping[str, Grid]) -> Iterator[Fault]:
    known = [sheet.name for sheet in sheets(fields_of(book))]
    for name, grid in book.items():
        if name in known:
            for cell in (cell for row in grid for cell in row if cell.fault):
                yield Fault(name, cell_name(cell.row, cell.column), cell.fault)
        elif grid and name != GUIDE:
            close = get_close_matches(name, known, n=1, cutoff=0.4)
            yield Fault(name, "A1", "sheet", detail=close[0] if close else "、".join(known))


def _fault(problem: Problem, written: Written) -> Fault:
    place = written.origin(problem.line, problem.column)
    if place is None:
        return Fault(BASICS, "A1", problem=problem)
    return Fault(place.file, cell_name(place.line, place.column), problem=problem)


def cell_name(row: int, column: int) -> str:
    """What Excel calls a cell: B7."""
    name = ""
    while column:
        column, letter = divmod(column - 1, len(LETTERS))
        name = LETTERS[letter] + name
    return f"{name}{row}"
